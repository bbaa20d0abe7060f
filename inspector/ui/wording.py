"""An inspection in the words that the first paint shows: values in, values out, no widget.

What the core says comes from the catalog in the language asked for; the interface's own words are the widgets'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, count

from inspector.catalog import Catalog
from inspector.facts import is_masked
from inspector.history import Seen
from inspector.model import Inspection, Report
from inspector.plain import visible
from inspector.shapes.joining import plain_name
from inspector.ui.tree_model import Derived
from inspector.ui.verdict import Verdict

_REDIRECT = 3
"""First digit of a status."""
_LONGEST_NAME = 60
_SHORT_ID = 12
_ID = re.compile(r"[0-9A-Za-z._*+/=-]{1,128}")
"""What may go into a terminal or a ticket as a request ID: one line, no control, no blank."""

_DERIVED = ("client", "bucket", "region", "bucket_region", "network", "answer_time", "id_time")
_TIMES = {"answer_time": "answer-time", "id_time": "id-time"}
"""Facts that are times of the answer, the better first, and their words."""


def languages_of(choice: str) -> tuple[str, ...]:
    """Turn the choice of the guidance's language into the languages shown."""
    return ("en", "zh") if choice == "both" else (choice,)


def verdict(report: Report, knowledge: Catalog, language: str) -> Verdict:
    """Give the card's values."""
    reason = report.fact("provider_reason") or ""
    network = report.fact("network")
    request_id = report.fact("request_id") or ""
    places = (
        report.fact("bucket"),
        *_regions(report, knowledge, language),
        knowledge.text("network", network, language) if network else None,
    )
    return Verdict(
        status=_status(report),
        code=report.fact("code") or "",
        provider=provider(report, knowledge, language),
        reason=knowledge.text("line", "provider-because", language, {"reason": reason}) if reason else "",
        ec=report.fact("ec") or "",
        places=tuple(place for place in places if place),
        request_id=request_id,
        masked=is_masked(request_id),
        copyable=bool(id_to_copy(report)),
        message=report.fact("message") or "",
        time=_time(report, knowledge, language),
    )


def id_to_copy(report: Report | None) -> str:
    """Give the request ID that may be copied; empty where there is none."""
    request_id = (report.fact("request_id") if report else None) or ""
    return request_id if _ID.fullmatch(request_id) else ""


def _time(report: Report, knowledge: Catalog, language: str) -> str:
    """Give the time of the answer as logs are searched for it; before the diagnosis has read it, as it was received."""
    name = next((name for name in _TIMES if report.fact(name)), "")
    if not name:
        return report.fact("date") or report.fact("server_time") or ""
    values = {"time": _in_zones(report.fact(name) or "")}
    return knowledge.text("line", _TIMES[name], language, values)


def _in_zones(shown: str) -> str:
    """Write a time that the diagnosis shows in this computer's zone too."""
    from inspector.diagnosis.times import in_zones  # noqa: PLC0415 - the first paint does without

    try:
        return in_zones(datetime.fromisoformat(f"{shown.removesuffix(' UTC')}+00:00"))
    except ValueError:
        return shown


def provider(report: Report, knowledge: Catalog, language: str) -> str:
    """Name the provider of a report; empty where none is proved."""
    found = knowledge.provider(report.provider)
    return found.name[language] if found else ""


def _regions(report: Report, knowledge: Catalog, language: str) -> tuple[str | None, ...]:
    """Give the region; where the bucket's is another than that of the host asked, both, and say which is which."""
    asked, right = report.fact("region"), report.fact("bucket_region")
    if not asked or not right:
        return (asked,)
    return tuple(
        knowledge.text("line", name, language, {"region": region})
        for name, region in (("region-asked", asked), ("region-of-bucket", right))
    )


def _status(report: Report) -> str:
    start = report.exchange.start
    status = report.fact("http_status") or ""
    return f"{status} {start.reason}".strip() if start and start.status is not None else status


def derived(report: Report, knowledge: Catalog, language: str) -> tuple[Derived, ...]:
    """Give the rows of the tree's own part for what was derived, not received."""
    rows: list[Derived] = []
    if named := provider(report, knowledge, language):
        reason = report.fact("provider_reason") or ""
        span = next((fact.span for fact in report.facts if fact.name == "provider"), None)
        name = knowledge.text("fact", "provider", language)
        rows.append(Derived(name, f"{named} ({reason})", span))
    worded = {"network": report.fact("network"), "client": report.fact("client_id")}
    met = (fact for fact in report.facts if fact.name in _DERIVED and fact.place.startswith("derived:"))
    for fact in sorted(met, key=lambda one: _DERIVED.index(one.name)):
        key = worded.get(fact.name)
        value = knowledge.text(fact.name, key, language) if key else fact.value
        value = _in_zones(value) if fact.name in _TIMES else value
        name = "endpoint_region" if fact.name == "region" and report.fact("bucket_region") else fact.name
        rows.append(Derived(knowledge.text("fact", name, language), value, fact.span))
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


def rank(report: Report) -> int:
    """Tell how soon a report is to be read: an error at once, a redirect on the way to it later, a success last."""
    if not report.failed:
        return 2
    return int((report.status or 0) // 100 == _REDIRECT and report.fact("code") is None)


def name(inspection: Inspection, taken: Sequence[str]) -> str:
    """Name a capture for a list: by none of the names that are taken."""
    wanted, known = _name(inspection), set(taken)
    numbered = (f"{wanted} ({number})" for number in count(2))
    return next(one for one in chain((wanted,), numbered) if one not in known)


def _name(inspection: Inspection) -> str:
    """Name a capture by status and code, and by its file or the request ID; without an answer, by its first line."""
    at_once = (one for one in inspection.reports if rank(one) == 0)
    report = next(at_once, None) or min(inspection.reports, key=rank, default=None)
    said = [report.fact(name) or "" for name in ("http_status", "code")] if report else []
    request_id = (report.fact("request_id") if report else None) or ""
    short = request_id if len(request_id) <= _SHORT_ID else f"{request_id[:8]}…{request_id[-4:]}"
    words = [word for word in (*said, inspection.capture.name or short) if word]
    return " ".join(words) or next(filter(None, map(str.strip, inspection.capture.text[:400].splitlines())), "")[:40]
