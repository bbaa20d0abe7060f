"""An inspection in the words that the panels show: values in, values out, no widget.

What the core says comes from the catalog in the language asked for; the interface's own words are the widgets'.
"""

from __future__ import annotations

from collections.abc import Iterable

from inspector import explain
from inspector.catalog import Catalog, Provider
from inspector.facts import is_masked
from inspector.history import Seen
from inspector.model import Entry, Inspection, Report, Span
from inspector.plain import visible
from inspector.shapes.joining import plain_name
from inspector.ui import links
from inspector.ui.comparison import Compared, Line
from inspector.ui.guidance import Guidance, Guide, Link, More, Told, Why
from inspector.ui.timeline import Moment
from inspector.ui.tree_model import Derived
from inspector.ui.verdict import Verdict

_LONGEST_NAME = 60
_TONES = {
    **dict.fromkeys(("skew", "time-zone", "day-off", "reset", "expired"), "error"),
    **dict.fromkeys(("differs", "impossible-weekday"), "warning"),
    **dict.fromkeys(("agrees", "valid", "signed", "within-limit"), "good"),
}
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
    more = _more(report.entries, provider, spoken) if provider else ()
    return Guidance(
        findings,
        _comparisons(report, knowledge, spoken),
        knowledge.text("line", "timeline", spoken),
        _moments(report, knowledge, spoken),
        guides,
        notes,
        more,
        _links(report, link, knowledge),
        told,
    )


def _comparisons(report: Report, knowledge: Catalog, spoken: str) -> tuple[Compared, ...]:
    def word(key: str, **values: str) -> str:
        return knowledge.text("line", key, spoken, values)

    return tuple(
        Compared(
            word("strings", scheme=knowledge.text("scheme", one.scheme, spoken), source=one.source),
            word("strings-server"),
            word("strings-request"),
            word("strings-no-line"),
            word("strings-empty"),
            tuple(
                Line(line.name, line.server, line.rebuilt, line.differs, spans_of(line.server_span, line.rebuilt_span))
                for line in one.lines
            ),
        )
        for one in report.comparisons
    )


def _moments(report: Report, knowledge: Catalog, spoken: str) -> tuple[Moment, ...]:
    """Give the clocks that a report holds; one alone is no line of time."""
    return tuple(
        Moment(
            one.time.replace("T", " ").replace("+00:00", " UTC").replace("Z", " UTC"),
            knowledge.text("clock", one.clock, spoken),
            knowledge.text("clock-verdict", one.verdict, spoken) if one.verdict else "",
            _TONES.get(one.verdict, ""),
            spans_of(one.span),
        )
        for one in report.timeline
        if len(report.timeline) > 1
    )


def spans_of(*spans: Span | None) -> tuple[Span, ...]:
    """Leave out what stands nowhere."""
    return tuple(span for span in spans if span and span.end > span.start)


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
    return next((text for text in found if text not in (name.lower(), plain_name(name))), "")


def guidance_of(
    entry: Entry, provider: Provider, knowledge: Catalog, languages: tuple[str, ...], spoken: str
) -> Guidance:
    """Give what the panel shows of one entry without a capture."""
    guide = _guide(entry, knowledge, languages, spoken, f"{provider.name[spoken]}  ·  {entry.id}")
    more = _more((entry,), provider, spoken)
    return Guidance(
        guides=(guide._replace(level=""),), more=more, links=_known_links(_addresses(entry.sources), knowledge)
    )


def guidance_without_entry(wanted: str, knowledge: Catalog, languages: tuple[str, ...]) -> Guidance:
    """Say what was typed may be, where no entry answers."""
    if not wanted:
        return Guidance()
    from inspector.catalog_search import reading_of  # noqa: PLC0415 - the first paint does without

    reading = reading_of(wanted)
    said = (knowledge.said(reading, one) if reading else knowledge.text("line", "no-entry", one) for one in languages)
    return Guidance(notes=tuple(said))


def _more(entries: tuple[Entry, ...], provider: Provider, spoken: str) -> tuple[More, ...]:
    """List what else an answer met, the more general entries, and what the one shown refers to."""
    from inspector.catalog_search import shelf as shelf_of  # noqa: PLC0415 - the first paint does without

    ids = dict.fromkeys((*(entry.id for entry in entries[1:]), *(entries[0].see if entries else ())))
    shelf = {one.id: one for one in shelf_of(provider.id, provider.entries)} if ids else {}
    return tuple(More(id_, shelf[id_].titles.get(spoken, "")) for id_ in ids if id_ in shelf)


def _guide(entry: Entry, knowledge: Catalog, languages: tuple[str, ...], spoken: str, name: str = "") -> Guide:
    return Guide(
        tuple(_told_of(entry, knowledge, language) for language in languages),
        knowledge.text("level", entry.matched_on, spoken),
        name,
    )


def _told_of(entry: Entry, knowledge: Catalog, language: str) -> Told:
    advice = entry.zh if language == "zh" else entry.en
    why, fix = (knowledge.text("head", key, language) for key in ("why", "fix"))
    doubts = tuple(explain.doubts(entry, knowledge, language))
    return Told(advice.title, advice.cause, why, advice.why, fix, advice.fix, doubts)


def _links(report: Report, recommended: str | None, knowledge: Catalog) -> tuple[Link, ...]:
    """Give the document that the answer recommends, and the entry's own source where it is an address."""
    sources = report.entries[0].sources if report.entries else ()
    return _known_links((recommended or "", *_addresses(sources[:1])), knowledge)


def _addresses(sources: Iterable[str]) -> Iterable[str]:
    """Leave out the sources that are documents without an address."""
    return (source for source in sources if source.startswith("https://"))


def _known_links(addresses: Iterable[str], knowledge: Catalog) -> tuple[Link, ...]:
    found = dict.fromkeys(link for link in addresses if link)
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
