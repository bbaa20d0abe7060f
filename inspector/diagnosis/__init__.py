"""What an expert would conclude from a report; one module per question, asked in the order of `FINDERS`.

A finder gives findings (worded in `findings.toml` under their id) and derived facts for the tree; the limits and lists
that it relies on are in `diagnosis.toml`. Findings are shown in the order of `RANKS`: what explains most comes first;
what is only background comes last, below the advice.
"""

from __future__ import annotations

from collections.abc import Iterable

from inspector.catalog import Catalog
from inspector.diagnosis import (
    answerers,
    callbacks,
    clocks,
    contents,
    contradictions,
    cors,
    denials,
    disguised,
    endpoints,
    missing,
    request_ids,
    signature,
    signed_urls,
    silence,
    storage,
    uploads,
)
from inspector.diagnosis.found import Found, together
from inspector.model import Finding, Report

FINDERS = (
    request_ids.find,
    disguised.find,
    clocks.find,
    signed_urls.find,
    contradictions.find,
    signature.find,
    denials.find,
    endpoints.find,
    uploads.find,
    contents.find,
    storage.find,
    missing.find,
    answerers.find,
    silence.find,
    cors.find,
    callbacks.find,
)

RANKS = (
    "signature-", "denied-by", "message-contradicts-detail", "denied-explicitly", "disguised", "endpoint-replace",
    "signed-url-expired", "clock-", "cors-", "append-position", "part-", "content-md5", "content-range", "crc64",
    "archive-", "symlink-", "worm", "callback-", "endpoint-", "signed-url", "answered-",
    "least-privilege", "denied-encoded", "values-", "content-", "request-id-",
    "ticket-",
)  # fmt: skip
"""Beginnings of ids, what explains most first; what is not listed comes last, in the order of the finders."""


BACKGROUND = frozenset(
    {("request-id-time", "confirmed"), ("request-id-time", "uncorroborated"), ("endpoint-parts", "")}
)
"""Findings, by id and verdict, that explain nothing by themselves: they come last, and stand below the advice."""

BETTER_SAID = {("values-disagree", "Region"): "signature-region"}
"""Findings, by id and the name that they carry, that another one makes needless."""


def examine(report: Report, knowledge: Catalog) -> Found:
    """Ask every finder; give all that they found, findings in the order of `RANKS`."""
    found = together(finder(report, knowledge) for finder in FINDERS)
    ids = {one.id for one in found.findings}
    kept = (one for one in found.findings if BETTER_SAID.get((one.id, dict(one.values).get("name", ""))) not in ids)
    return found._replace(findings=tuple(sorted(kept, key=_rank)))


def split_background(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Give the findings that explain something, and those that are only worth knowing."""
    telling: list[Finding] = []
    background: list[Finding] = []
    for finding in findings:
        (background if _is_background(finding) else telling).append(finding)
    return tuple(telling), tuple(background)


def _is_background(finding: Finding) -> bool:
    return (finding.id, dict(finding.values).get("verdict", "")) in BACKGROUND


def _rank(finding: Finding) -> tuple[bool, int]:
    place = next((place for place, begin in enumerate(RANKS) if finding.id.startswith(begin)), len(RANKS))
    return _is_background(finding), place
