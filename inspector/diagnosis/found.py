"""What a finder gives, and the small things that finders share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from inspector.model import Comparison, Fact, Finding, Moment, Report, Span


class Found(NamedTuple):
    """Findings, derived facts for the tree, and what the panels of the signature and the clocks show."""

    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    timeline: tuple[Moment, ...] = ()


def spans(*facts: Fact | None) -> tuple[Span, ...]:
    """Give the places of facts as evidence; one that stands nowhere has none."""
    return tuple(fact.span for fact in facts if fact and fact.span)


def first(report: Report, name: str) -> Fact | None:
    """Give the fact of a name that ranks highest."""
    return next((fact for fact in report.facts if fact.name == name), None)


def together(answers: Iterable[Found]) -> Found:
    """Put answers behind each other."""
    told = tuple(answers)
    return Found(
        tuple(one for found in told for one in found.findings),
        tuple(one for found in told for one in found.facts),
        tuple(one for found in told for one in found.comparisons),
        tuple(one for found in told for one in found.timeline),
    )
