"""What the guidance panel says, in words: values in, values out, no widget. Nothing of it is needed at the first paint.

What the core says comes from the catalog in the language asked for; the interface's own words are the widgets'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from inspector import explain
from inspector.catalog import Catalog, Provider, id_of
from inspector.catalog_search import as_request_id
from inspector.catalog_search import shelf as shelf_of
from inspector.diagnosis import split_background
from inspector.model import Entry, Finding, Inspection, Report, Span
from inspector.ui import links
from inspector.ui.comparison import Compared, Line
from inspector.ui.guidance import Guidance, Guide, Link, More, Told, Why
from inspector.ui.timeline import Moment

_TONES = {
    **dict.fromkeys(("skew", "time-zone", "day-off", "reset", "expired"), "error"),
    **dict.fromkeys(("differs", "impossible-weekday"), "warning"),
    **dict.fromkeys(("agrees", "valid", "signed", "within-limit"), "good"),
}

_PAGES = {"en": "en", "zh": "zh", "cn": "zh", "ja": "ja"}
_LANGUAGE = re.compile(rf"https://[^/]{{1,253}}/(?:help/)?({'|'.join(_PAGES)})/")


def guidance(
    inspection: Inspection, report: Report, knowledge: Catalog, languages: tuple[str, ...], spoken: str
) -> Guidance:
    """Give what the panel shows: findings, the best entry, links, and what was passed over.

    `languages` are those of the guidance, `spoken` that of the interface.
    """
    provider = knowledge.provider(report.provider)
    telling, background = split_background(report.findings)
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
        _whys(telling, knowledge, languages, spoken),
        _comparisons(report, knowledge, spoken),
        knowledge.text("line", "timeline", spoken),
        _moments(report, knowledge, spoken),
        guides,
        notes,
        more,
        _links(report, link, knowledge, languages, spoken),
        told,
        _whys(background, knowledge, languages, spoken),
    )


def _whys(findings: Iterable[Finding], knowledge: Catalog, languages: tuple[str, ...], spoken: str) -> tuple[Why, ...]:
    return tuple(
        Why(
            finding.grade,
            knowledge.text("grade", finding.grade, spoken),
            knowledge.text("grade-means", finding.grade, spoken),
            tuple(knowledge.said(finding, language) for language in languages),
            finding.evidence,
        )
        for finding in findings
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


def guidance_of(
    entry: Entry, provider: Provider, knowledge: Catalog, languages: tuple[str, ...], spoken: str, label: str
) -> Guidance:
    """Give what the panel shows of one entry without a capture; `label` is what users know it by."""
    guide = _guide(entry, knowledge, languages, spoken, f"{provider.name[spoken]}  ·  {label}")
    more = _more((entry,), provider, spoken)
    found = _known_links(_addresses(entry.sources, languages), knowledge, languages, spoken)
    return Guidance(guides=(guide._replace(level=""),), more=more, links=found)


def guidance_without_entry(wanted: str, knowledge: Catalog, languages: tuple[str, ...]) -> Guidance:
    """Say what was typed may be, where no entry answers."""
    if not wanted:
        return Guidance()
    reading = as_request_id(wanted)
    said = (knowledge.said(reading, one) if reading else knowledge.text("line", "no-entry", one) for one in languages)
    return Guidance(notes=tuple(said))


def _more(entries: tuple[Entry, ...], provider: Provider, spoken: str) -> tuple[More, ...]:
    """List what else an answer met, the more general entries, and what the one shown refers to."""
    ids = dict.fromkeys((*(entry.id for entry in entries[1:]), *(entries[0].see if entries else ())))
    pieces = tuple(piece for piece in provider.entries if id_of(piece) in ids) if ids else ()
    shelf = {one.id: one for one in shelf_of(provider.id, pieces)}
    met = (shelf[id_] for id_ in ids if id_ in shelf)
    return tuple(More(one.id, one.label, one.titles.get(spoken, "")) for one in met)


def _guide(entry: Entry, knowledge: Catalog, languages: tuple[str, ...], spoken: str, name: str = "") -> Guide:
    return Guide(
        tuple(_told_of(entry, knowledge, language) for language in languages),
        knowledge.text("level", entry.matched_on, spoken),
        name,
    )


def _told_of(entry: Entry, knowledge: Catalog, language: str) -> Told:
    advice = entry.advice(language)
    why, fix = (knowledge.text("head", key, language) for key in ("why", "fix"))
    doubts = tuple(explain.doubts(entry, knowledge, language))
    return Told(advice.title, advice.cause, why, advice.why, fix, advice.fix, doubts)


def _links(
    report: Report, recommended: str | None, knowledge: Catalog, languages: tuple[str, ...], spoken: str
) -> tuple[Link, ...]:
    """Give the document that the answer recommends, and the entry's own source in each language shown, else in any."""
    sources = report.entries[0].sources if report.entries else ()
    found = _addresses(sources, languages)
    shown = [one for one in found if _language_of(one) in languages]
    best = {_language_of(one): one for one in reversed(shown)}.values() if shown else found[:1]
    return _known_links((recommended or "", *best), knowledge, languages, spoken)


def _addresses(sources: Iterable[str], languages: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the sources that are documents without an address; those in a language shown come first."""
    found = (source for source in sources if source.startswith("https://"))
    return tuple(sorted(found, key=lambda one: _language_of(one) not in languages))


def _language_of(address: str) -> str:
    """Tell a page's language by its path; empty where that does not say it."""
    told = _LANGUAGE.match(address)
    return _PAGES[told[1]] if told else ""


def _known_links(
    addresses: Iterable[str], knowledge: Catalog, languages: tuple[str, ...], spoken: str
) -> tuple[Link, ...]:
    def note(address: str) -> str:
        language = _language_of(address)
        return knowledge.text("page", language, spoken) if language and language not in languages else ""

    found = dict.fromkeys(link for link in addresses if link)
    return tuple(Link(link, links.allowed(link, knowledge.link_hosts) is not None, note(link)) for link in found)


def _told(inspection: Inspection, report: Report, knowledge: Catalog, spoken: str) -> tuple[str, ...]:
    problems = dict.fromkeys((*inspection.problems, *report.problems))
    return tuple(knowledge.text("problem", problem.id, spoken, {"detail": problem.detail}) for problem in problems)
