"""What an expert would compute from a report; one module a question, asked in the order of `FINDERS`.

A finder gives findings (worded in `findings.toml` under their id) and derived facts for the tree; what it rests on,
limits and lists, stands in `diagnosis.toml`. Findings are shown in the order of `RANKS`: what explains most, first.
"""

from __future__ import annotations

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
from inspector.model import Report

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


BETTER_SAID = {("values-disagree", "Region"): "signature-region"}
"""Findings, by id and the name that they carry, that another one makes needless."""


def examine(report: Report, knowledge: Catalog) -> Found:
    """Ask every finder; give all that they found, findings in the order of `RANKS`."""
    found = together(finder(report, knowledge) for finder in FINDERS)
    ids = {one.id for one in found.findings}
    kept = (one for one in found.findings if BETTER_SAID.get((one.id, dict(one.values).get("name", ""))) not in ids)
    return found._replace(findings=tuple(sorted(kept, key=lambda one: _rank(one.id))))


def _rank(finding_id: str) -> int:
    return next((place for place, begin in enumerate(RANKS) if finding_id.startswith(begin)), len(RANKS))
