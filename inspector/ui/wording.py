"""An inspection in the words that the panels show: values in, values out, no widget.

What the core says comes from the catalog in the language asked for; the interface's own words are the widgets'.
"""

from __future__ import annotations

from inspector import catalog, explain
from inspector.catalog import Catalog, Query
from inspector.facts import is_masked
from inspector.history import Seen
from inspector.model import Entry, Inspection, Report
from inspector.ui import links
from inspector.ui.guidance import Guidance, Guide, Link, Why
from inspector.ui.tree_model import Derived
from inspector.ui.verdict import Verdict

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


def guidance(
    inspection: Inspection, report: Report, knowledge: Catalog, languages: tuple[str, ...], spoken: str
) -> Guidance:
    """Give what the panel shows: findings, the best entry, links, and what was passed over.

    `languages` are those of the guidance, `spoken` that of the interface.
    """
    provider = knowledge.provider(report.provider)
    findings = tuple(
        Why(
            finding.grade,
            knowledge.text("grade", finding.grade, spoken),
            tuple(knowledge.said(finding, language) for language in languages),
            finding.evidence,
        )
        for finding in report.findings
    )
    notes: tuple[str, ...] = ()
    if not report.entries:
        names = {language: {"provider": provider.name[language] if provider else ""} for language in languages}
        line = explain.no_advice(report, knowledge)
        notes = tuple(knowledge.text("line", line, language, names[language]) for language in languages)
    link = report.fact("recommend_doc")
    guides = tuple(_guide(entry, knowledge, languages, spoken) for entry in report.entries[:1])
    told = _told(inspection, report, knowledge, spoken)
    return Guidance(findings, guides, notes, _links(report, link, knowledge), told)


def look_up(wanted: str, knowledge: Catalog, languages: tuple[str, ...], spoken: str) -> Guidance:
    """Give what the catalog holds on a code, an EC or a status, of every provider that it advises on."""
    guides: list[Guide] = []
    for provider in knowledge.providers:
        if not wanted or not provider.entries:
            continue
        for entry in catalog.look_up(provider, Query(ec=wanted, code=wanted, status=wanted), lambda _: None):
            title = f"{provider.name[spoken]}  ·  {entry.id}"
            guides.append(_guide(entry, knowledge, languages, spoken, title))
    notes = () if guides or not wanted else tuple(knowledge.text("line", "no-advice-entry", one) for one in languages)
    return Guidance(guides=tuple(guides), notes=notes)


def _guide(entry: Entry, knowledge: Catalog, languages: tuple[str, ...], spoken: str, title: str = "") -> Guide:
    advice = [entry.zh if language == "zh" else entry.en for language in languages]
    return Guide(
        tuple(knowledge.text("head", "cause", language) for language in languages),
        tuple(one.cause for one in advice),
        tuple(knowledge.text("head", "fix", language) for language in languages),
        tuple(one.fix for one in advice),
        knowledge.text("level", entry.matched_on, spoken),
        title,
    )


def _links(report: Report, recommended: str | None, knowledge: Catalog) -> tuple[Link, ...]:
    """Give the document that the answer recommends, and the entry's own source where it is an address."""
    source = report.entries[0].source if report.entries else ""
    found = dict.fromkeys(link for link in (recommended, source if source.startswith("https://") else None) if link)
    return tuple(Link(link, links.allowed(link, knowledge.link_hosts) is not None) for link in found)


def _told(inspection: Inspection, report: Report, knowledge: Catalog, spoken: str) -> tuple[str, ...]:
    problems = dict.fromkeys((*inspection.problems, *report.problems))
    return tuple(knowledge.text("problem", problem.id, spoken, {"detail": problem.detail}) for problem in problems)


def seen(report: Report) -> Seen | None:
    """Give what the history keeps of a report; None where there is no request ID."""
    request_id = report.fact("request_id")
    if not request_id or not any(sign.isalnum() for sign in request_id):
        return None
    names = ("code", "ec", "host", "bucket")
    code, ec, host, bucket = (report.fact(name) or "" for name in names)
    return Seen(report.provider or "", request_id, code, ec, report.status, host, bucket)
