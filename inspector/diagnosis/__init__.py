"""What an expert would compute from a report; one module a question, asked in the order of `FINDERS`.

A finder gives findings (worded in the catalog under their id) and derived facts for the tree.
"""

from __future__ import annotations

from inspector.diagnosis import clocks, contradictions, request_ids
from inspector.model import Fact, Finding, Report

FINDERS = (request_ids.find, clocks.find, contradictions.find)


def examine(report: Report) -> tuple[tuple[Finding, ...], tuple[Fact, ...]]:
    """Ask every finder; give all findings and all derived facts, in order."""
    answers = [finder(report) for finder in FINDERS]
    findings = tuple(finding for found, _ in answers for finding in found)
    return findings, tuple(fact for _, derived in answers for fact in derived)
