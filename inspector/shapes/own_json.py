"""What `oss-inspector explain --json` printed, pasted again: one object an input, or several below each other."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange, Node, StartLine
from inspector.shapes import json_scan
from inspector.shapes.grammar import MOST_FOUND, field
from inspector.shapes.json_scan import Value

FIELDS = {
    "code": "Code",
    "message": "Message",
    "request_id": "RequestId",
    "host_id": "HostId",
    "ec": "EC",
    "recommend_doc": "RecommendDoc",
    "bucket": "Bucket",
}
"""What a report says of its answer beside its status, and the names of the fields; the rest follows from it."""


@cache
def _begin() -> re.Pattern[str]:
    """Find the first names, also behind the mark of a quotation: off a single line it is not peeled."""
    return re.compile(r'[\s\ufeff>|│#]{0,200}\{\s{0,40}"input"\s{0,8}:[^{}\[\]]{1,2000}"recognised"')


@cache
def _reports() -> re.Pattern[str]:
    return re.compile(r'"recognised"\s{0,8}:\s{0,8}true\s{0,8},\s{0,40}"reports"\s{0,8}:\s{0,8}(?=\[)')


@cache
def _torn_escape() -> re.Pattern[str]:
    """Find the beginning of an escape in which the text ends."""
    return re.compile(r"(?<!\\)(?:\\\\){0,2000}(\\(?:u[0-9a-fA-F]{0,3})?)\Z")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"-?\d{1,3}")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every report of every object; None where none of ours begins the text."""
    if not _begin().match(excerpt.text):
        return None
    lists = (json_scan.scan(excerpt.text, met.end()) for met in islice(_reports().finditer(excerpt.text), MOST_FOUND))
    found = [_exchange(excerpt, report) for reports in lists if reports for _, report in reports.items]
    return tuple(one for one in found if one.start or one.fields) or None


def _exchange(excerpt: Excerpt, report: Value) -> Exchange:
    named = {excerpt.text[key.start + 1 : key.end - 1]: value for key, value in report.items if key}
    told = [(FIELDS[name], value) for name, value in named.items() if name in FIELDS and value.kind == "string"]
    fields = tuple(_field(excerpt, label, value) for label, value in told)
    return Exchange(excerpt.span(report.start, report.end), start=_status(excerpt, named), fields=fields)


def _status(excerpt: Excerpt, named: dict[str, Value]) -> StartLine | None:
    value = named.get("http_status")
    text = excerpt.text[value.start : value.end] if value and value.kind == "number" else ""
    whole = _number().fullmatch(text)
    return StartLine(text, excerpt.span(value.start, value.end), status=int(text)) if value and whole else None


def _field(excerpt: Excerpt, label: str, value: Value) -> Node:
    end = value.end - 1
    if value.cut:
        torn = _torn_escape().search(excerpt.text, value.start, value.end)
        end = torn.start(1) if torn else value.end
    return field(excerpt, label, value.start + 1, end, escaped=True)
