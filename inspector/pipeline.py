"""inspect(): all steps in order, each one fenced, so that a fault in one step does not lose what the others found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from inspector import capture, catalog_match, facts, shapes, tree
from inspector.catalog import Catalog, Provider
from inspector.catalog_match import Query
from inspector.model import Entry, Excerpt, Exchange, Fact, Inspection, Node, Problem, Report
from inspector.once import reading

_T = TypeVar("_T")


def inspect(raw: bytes, origin: str, name: str, knowledge: Catalog, *, explaining: bool = True) -> Inspection:
    """Explain a capture. Raises only `capture.CaptureTooLarge`.

    Without `explaining` it is only read: the window shows that first, and what follows from it a moment later.
    """
    received = capture.decode(raw, origin, name)
    recognition = shapes.recognise(received.text)
    aside = _aside(received.text)
    with reading():
        found = (_report(exchange, knowledge)._replace(aside=aside) for exchange in recognition.exchanges)
        reports = tuple(advised(diagnosed(one, knowledge), knowledge) if explaining else one for one in found)
    return Inspection(received, recognition.shape, reports, (*received.repairs, *recognition.problems))


def _aside(text: str) -> tuple[Excerpt, ...]:
    """Find the bucket's CORS rules where they were pasted beside the answer."""
    if "CORSConfiguration" not in text:
        return ()
    from inspector.diagnosis import cors_rules  # noqa: PLC0415 - hardly ever there

    return cors_rules.beside(text)


def _report(exchange: Exchange, knowledge: Catalog) -> Report:
    problems = list(exchange.problems)
    nothing: tuple[tuple[Node, ...], tuple[Problem, ...]] = ((), ())
    nodes, told = _fenced("tree", problems, lambda: tree.parse(exchange), nothing)
    problems += told
    unknown: tuple[tuple[Fact, ...], Provider | None] = ((), None)
    read, provider = _fenced("facts", problems, lambda: facts.gather(exchange, nodes, knowledge), unknown)
    found = tuple(dict.fromkeys(problems))
    return Report(exchange, nodes, provider.id if provider else None, read, problems=found)


def diagnosed(report: Report, knowledge: Catalog) -> Report:
    """Give a report with what an expert would compute from it."""
    from inspector import diagnosis  # noqa: PLC0415 - the first paint does without
    from inspector.diagnosis.found import Found  # noqa: PLC0415

    problems = list(report.problems)
    with reading():
        found = _fenced("diagnosis", problems, lambda: diagnosis.examine(report, knowledge), Found())
    return report._replace(
        facts=(*report.facts, *found.facts),
        findings=found.findings,
        comparisons=found.comparisons,
        timeline=found.timeline,
        problems=tuple(dict.fromkeys(problems)),
        aside=(),
    )


def advised(report: Report, knowledge: Catalog) -> Report:
    """Give a report with its guidance."""
    problems = list(report.problems)
    none: tuple[Entry, ...] = ()
    entries = _fenced("guidance", problems, lambda: advise(report, knowledge), none)
    return report._replace(entries=entries, problems=tuple(dict.fromkeys(problems)))


def advise(report: Report, knowledge: Catalog) -> tuple[Entry, ...]:
    """Look up what the catalog says about a report. Raises `CatalogError`."""
    provider = knowledge.provider(report.provider)
    if provider is None:
        return ()
    query = Query(*(report.fact(key) or "" for key in ("ec", "code", "message", "http_status")))
    return catalog_match.look_up(provider, query, report.fact)


def _fenced(step: str, problems: list[Problem], work: Callable[[], _T], otherwise: _T) -> _T:
    """Run a step; our own bug in it becomes a problem beside what was received."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - the fence: nothing pasted may take the program down
        problems.append(Problem("step-failed", f"{step}: {type(error).__name__}"))
        return otherwise
