"""An inspection as plain values for JSON, and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from inspector.catalog import Catalog
from inspector.catalog_entry import LANGUAGES
from inspector.diagnosis import split_background
from inspector.elements import elements
from inspector.model import Compared, Entry, Finding, Inspection, Problem, Report
from inspector.plain import on_one_line

_OWN = ("code", "message", "request_id", "host_id", "ec", "recommend_doc", "bucket", "client")


def as_table(inspection: Inspection, knowledge: Catalog) -> dict[str, Any]:
    """Give the JSON form: shape, recognised, reports, problems."""
    return {
        "shape": inspection.shape,
        "recognised": inspection.recognised,
        "reports": [_report(report, knowledge) for report in inspection.reports],
        "problems": [{"id": problem.id, "detail": problem.detail} for problem in inspection.problems],
    }


def _report(report: Report, knowledge: Catalog) -> dict[str, Any]:
    return {
        "shape": report.exchange.shape,
        "failed": report.failed,
        "provider": report.provider,
        "provider_reason": report.fact("provider_reason"),
        "http_status": report.status,
        **{name: report.fact(name) for name in _OWN},
        "elements": _elements(report),
        "headers": [[pair.name, pair.value] for told in report.exchange.places for pair in told.headers],
        "guidance": [entry_table(entry) for entry in report.entries],
        "findings": [finding_table(finding, knowledge) for finding in report.findings],
        "comparisons": [
            {**one._asdict(), "lines": [_compared(line) for line in one.lines]} for one in report.comparisons
        ],
        "timeline": [{"clock": one.clock, "time": one.time, "verdict": one.verdict} for one in report.timeline],
        "problems": [{"id": problem.id, "detail": problem.detail} for problem in report.problems],
    }


def _compared(line: Compared) -> dict[str, Any]:
    return {"name": line.name, "server": line.server, "rebuilt": line.rebuilt, "differs": line.differs}


def _elements(report: Report) -> dict[str, Any]:
    """Give every element by its path below the root; a repeated path gets a number, a parent its children."""
    seen: Counter[str] = Counter()
    table: dict[str, Any] = {}
    for element in elements(report.tree):
        seen[element.path] += 1
        number = seen[element.path]
        table[element.path if number == 1 else f"{element.path}[{number}]"] = element.value
    return _with_children(table)


def _with_children(flat: dict[str, Any]) -> dict[str, Any]:
    """Give each parent that has no value of its own a table of everything below it."""
    table = dict(flat)
    for path, value in flat.items():
        above = path.rpartition("/")[0]
        while above:
            if flat.get(above) == "":
                if not table[above]:
                    table[above] = {}
                table[above][path[len(above) + 1 :]] = value
            above = above.rpartition("/")[0]
    return table


def finding_table(finding: Finding, knowledge: Catalog) -> dict[str, Any]:
    """Give a finding as plain values, worded in every language."""
    return {
        "id": finding.id,
        "grade": finding.grade,
        "values": dict(finding.values),
        **{language: knowledge.said(finding, language) for language in LANGUAGES},
        "evidence": [[span.start, span.end] for span in finding.evidence],
    }


def entry_table(entry: Entry) -> dict[str, Any]:
    """Give an entry as plain values."""
    return {
        "id": entry.id,
        "matched_on": entry.matched_on,
        **{language: entry.advice(language)._asdict() for language in LANGUAGES},
        "source": entry.sources[0],
        "sources": entry.sources,
        "checked": entry.checked,
        "inferred": entry.inferred,
        "community": entry.community,
        "see": entry.see,
        "origin": entry.origin,
        "remarks": [remark._asdict() for remark in entry.remarks],
    }


def as_text(
    inspection: Inspection,
    knowledge: Catalog,
    languages: Sequence[str],
    hide: Callable[[str], str] = str,
    hide_in_wording: Callable[[str], str] = str,
) -> str:
    """Write an explanation for a terminal, one block a report; each row stays one line whatever was captured.

    `hide` takes the secrets out of what was captured, `hide_in_wording` out of our sentences with captured values in.
    """
    blocks = [_block(report, inspection, knowledge, languages) for report in inspection.reports]
    blocks = blocks or [(_unrecognised(inspection, knowledge, languages), [])]
    written = ([*map(hide, captured), *map(hide_in_wording, said)] for captured, said in blocks)
    return "\n\n".join("\n".join(map(on_one_line, lines)) for lines in written)


def _unrecognised(inspection: Inspection, knowledge: Catalog, languages: Sequence[str]) -> list[str]:
    lines = [f"{inspection.capture.name}: {knowledge.text('shape', 'plain-text', lang)}" for lang in languages]
    lines += [knowledge.text("line", "looked-for", language) for language in languages]
    for language in languages:
        lines += _problems(inspection.problems, knowledge, language)
    return lines


def _block(
    report: Report, inspection: Inspection, knowledge: Catalog, languages: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Give the lines of captured values, and those of what is said about them."""
    lines = [
        headline(report),
        f"  {inspection.capture.name} ({knowledge.text('shape', report.exchange.shape, languages[0])})",
    ]
    names = ("client", "request_id", "ec", "bucket", "region", "bucket_region", "host_id", "message", "recommend_doc")
    lines += [f"  {name:14}{value}" for name in names if (value := report.fact(name))]
    return lines, [line for language in languages for line in _spoken(report, inspection, knowledge, language)]


def headline(report: Report) -> str:
    """Give status, code and provider in one line."""
    return "  ".join(filter(None, (report.fact("http_status"), report.fact("code"), report.provider)))


def _spoken(report: Report, inspection: Inspection, knowledge: Catalog, language: str) -> list[str]:
    provider = knowledge.provider(report.provider)
    telling, background = split_background(report.findings)
    lines = _found(telling, knowledge, language)
    if report.entries:
        lines += ["", *entry_lines(report.entries[0], knowledge, language)]
    else:
        lines.append(
            "  "
            + knowledge.text(
                "line",
                no_advice(report, knowledge),
                language,
                {"provider": provider.name[language] if provider else ""},
            )
        )
    lines += _found(background, knowledge, language)
    return lines + _problems((*inspection.problems, *report.problems), knowledge, language)


def _found(findings: Iterable[Finding], knowledge: Catalog, language: str) -> list[str]:
    said = ((knowledge.text("grade", one.grade, language), knowledge.said(one, language)) for one in findings)
    return [f"  ({grade}) {words}" for grade, words in said]


def entry_lines(entry: Entry, knowledge: Catalog, language: str) -> list[str]:
    """Write an entry for a terminal: heading, what happened, why, steps, what is uncertain, where it comes from."""
    advice = entry.advice(language)
    why, fix = (knowledge.text("head", key, language) for key in ("why", "fix"))
    lines = [
        f"  {advice.title}",
        f"    {advice.cause}",
        f"  {why}",
        *(f"    - {text}" for text in advice.why),
        f"  {fix}",
    ]
    lines += [f"    {number}. {step}" for number, step in enumerate(advice.fix, 1)]
    lines += [f"  {text}" for text in doubts(entry, knowledge, language)]
    return [*lines, f"  {knowledge.text('level', entry.matched_on, language)} · {entry.sources[0]}"]


def doubts(entry: Entry, knowledge: Catalog, language: str) -> list[str]:
    """Give what makes an entry less certain, and what a team remarks on it."""
    advice = entry.advice(language)
    told = [advice.note] if advice.note else []
    told += [knowledge.text("doubt", name, language) for name in entry.inferred]
    told += [knowledge.text("doubt", "community", language)] if entry.community else []
    told += [f"{remark.origin}: {remark.zh if language == 'zh' else remark.en}" for remark in entry.remarks]
    return told + ([knowledge.text("doubt", "origin", language, {"file": entry.origin})] if entry.origin else [])


def _problems(told: Sequence[Problem], knowledge: Catalog, language: str) -> list[str]:
    head = [f"  {knowledge.text('head', 'problems', language)}"] if told else []
    return head + ["    " + knowledge.text("problem", p.id, language, {"detail": p.detail}) for p in told]


def no_advice(report: Report, knowledge: Catalog) -> str:
    """Name the line that says why a report carries no advice."""
    provider = knowledge.provider(report.provider)
    if not report.failed:
        return "success" if report.status is not None else "status-unknown"
    if provider is None:
        return "no-advice-unknown"
    return "no-advice-entry" if provider.parts else "no-advice-foreign"
