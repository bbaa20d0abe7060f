"""inspect(): the steps in order, each one fenced, so that a fault in one leaves what the others found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from inspector import capture, catalog, diagnosis, facts, shapes, tree
from inspector.catalog import Catalog, Provider, Query
from inspector.model import Entry, Exchange, Fact, Finding, Inspection, Node, Problem, Report

_T = TypeVar("_T")


def inspect(raw: bytes, origin: str, name: str, knowledge: Catalog) -> Inspection:
    """Explain a capture. Raises only `capture.CaptureTooLarge`."""
    received = capture.decode(raw, origin, name)
    recognition = shapes.recognise(received.text)
    reports = tuple(_report(exchange, knowledge) for exchange in recognition.exchanges)
    return Inspection(received, recognition.shape, reports, (*received.repairs, *recognition.problems))


def _report(exchange: Exchange, knowledge: Catalog) -> Report:
    problems = list(exchange.problems)
    nothing: tuple[tuple[Node, ...], tuple[Problem, ...]] = ((), ())
    nodes, told = _fenced("tree", problems, lambda: tree.parse(exchange), nothing)
    problems += told
    unknown: tuple[tuple[Fact, ...], Provider | None] = ((), None)
    read, provider = _fenced("facts", problems, lambda: facts.gather(exchange, nodes, knowledge), unknown)
    report = Report(exchange, nodes, provider.id if provider else None, read)
    silent: tuple[tuple[Finding, ...], tuple[Fact, ...]] = ((), ())
    findings, derived = _fenced("diagnosis", problems, lambda: diagnosis.examine(report), silent)
    report = report._replace(facts=(*read, *derived), findings=findings)
    none: tuple[Entry, ...] = ()
    entries = _fenced("guidance", problems, lambda: advise(report, knowledge), none)
    return report._replace(entries=entries, problems=tuple(dict.fromkeys(problems)))


def advise(report: Report, knowledge: Catalog) -> tuple[Entry, ...]:
    """Look up what the catalog says about a report. Raises `catalog.CatalogError`."""
    provider = knowledge.provider(report.provider)
    if provider is None:
        return ()
    query = Query(*(report.fact(key) or "" for key in ("ec", "code", "message", "http_status")))
    return catalog.look_up(provider, query, report.fact)


def _fenced(step: str, problems: list[Problem], work: Callable[[], _T], otherwise: _T) -> _T:
    """Run a step; our own bug in it becomes a problem beside what was received."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - the fence: nothing pasted may take the program down
        problems.append(Problem("step-failed", f"{step}: {type(error).__name__}"))
        return otherwise
