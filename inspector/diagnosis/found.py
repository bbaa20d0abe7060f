"""What a finder gives, and the small things that finders share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from inspector.model import Comparison, Fact, Finding, Moment, Report, Span

OURS = ("aliyun-oss", "jdcloud-oss")
"""The stores whose rules the finders know, and whose errors get advice."""

Values = tuple[tuple[str, str], ...]
"""The values of a finding, by the names that its wording has for them."""


class Found(NamedTuple):
    """Findings, derived facts for the tree, and what the panels of the signature and the clocks show."""

    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    timeline: tuple[Moment, ...] = ()


class Placed(Protocol):
    """Whatever knows its characters: a fact, a header, an element, a clock."""

    @property
    def span(self) -> Span | None:
        """Give the place in the capture; None where it stands nowhere."""


def spans(*shown: Placed | Span | None) -> tuple[Span, ...]:
    """Give the places of what was found as evidence, each once; what stands nowhere has none."""
    places = (one if one is None or isinstance(one, Span) else one.span for one in shown)
    return tuple(dict.fromkeys(place for place in places if place))


def kept(values: Mapping[str, str]) -> Values:
    """Leave out the values that are empty: their wording has words for that."""
    return tuple((name, value) for name, value in values.items() if value)


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
