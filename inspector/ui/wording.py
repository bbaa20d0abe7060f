"""An inspection in the words that the first paint shows: values in, values out, no widget.

What the core says comes from the catalog in the language asked for; the interface's own words are the widgets'.
"""

from __future__ import annotations

from inspector.catalog import Catalog
from inspector.facts import is_masked
from inspector.history import Seen
from inspector.model import Report
from inspector.plain import visible
from inspector.shapes.joining import plain_name
from inspector.ui.tree_model import Derived
from inspector.ui.verdict import Verdict

_LONGEST_NAME = 60
_DERIVED = ("client", "bucket", "region", "network", "id_time")


def languages_of(choice: str) -> tuple[str, ...]:
    """Turn the choice of the guidance's language into the languages shown."""
    return ("en", "zh") if choice == "both" else (choice,)


def verdict(report: Report, knowledge: Catalog, language: str) -> Verdict:
    """Give the card's values."""
    provider = knowledge.provider(report.provider)
    reason = report.fact("provider_reason") or ""
    region, network = report.fact("region"), report.fact("network")
    request_id = report.fact("request_id") or ""
    places = (
        report.fact("bucket"),
        region,
        knowledge.text("network", network, language) if network else None,
    )
    return Verdict(
        status=_status(report),
        code=report.fact("code") or "",
        provider=provider.name[language] if provider else "",
        reason=knowledge.text("line", "provider-because", language, {"reason": reason}) if reason else "",
        ec=report.fact("ec") or "",
        places=tuple(place for place in places if place),
        request_id=request_id,
        masked=is_masked(request_id),
        message=report.fact("message") or "",
    )


def _status(report: Report) -> str:
    start = report.exchange.start
    status = report.fact("http_status") or ""
    return f"{status} {start.reason}".strip() if start and start.status is not None else status


def derived(report: Report, knowledge: Catalog, language: str) -> tuple[Derived, ...]:
    """Give the rows of the tree's own part for what was derived, not received."""
    rows: list[Derived] = []
    provider = knowledge.provider(report.provider)
    if provider:
        reason = report.fact("provider_reason") or ""
        span = next((fact.span for fact in report.facts if fact.name == "provider"), None)
        name = knowledge.text("fact", "provider", language)
        rows.append(Derived(name, f"{provider.name[language]} ({reason})", span))
    worded = {"network": report.fact("network"), "client": report.fact("client_id")}
    for fact in report.facts:
        if fact.name in _DERIVED and fact.place.startswith("derived:"):
            key = worded.get(fact.name)
            value = knowledge.text(fact.name, key, language) if key else fact.value
            rows.append(Derived(knowledge.text("fact", fact.name, language), value, fact.span))
    return tuple(rows)


def faults(knowledge: Catalog, language: str) -> str:
    """Tell the first fault of a team's catalog, and how many there are."""
    first = knowledge.faults[0]
    place = f"{first.file}:{first.line}" if first.line else first.file
    values = {"place": visible(place), "reason": visible(first.reason), "count": str(len(knowledge.faults))}
    return knowledge.text("line", "team-faults", language, values)


def meaning(name: str, knowledge: Catalog, language: str) -> str:
    """Say what a header or an element of this name means; empty where the catalog does not know it."""
    keys = (("header", name.lower()), ("element", plain_name(name)))
    found = (knowledge.text(kind, key, language) for kind, key in keys if 0 < len(key) <= _LONGEST_NAME)
    return next((text.replace("`", "") for text in found if text not in (name.lower(), plain_name(name))), "")


def seen(report: Report) -> Seen | None:
    """Give what the history keeps of a report; None where there is no request ID."""
    request_id = report.fact("request_id")
    if not request_id or not any(sign.isalnum() for sign in request_id):
        return None
    names = ("code", "ec", "host", "bucket")
    code, ec, host, bucket = (report.fact(name) or "" for name in names)
    return Seen(report.provider or "", request_id, code, ec, report.status, host, bucket)
