"""Headers without a status line: `curl -I` cut short, a browser's header pane, a proxy's log, or `x-oss-err` alone."""

from __future__ import annotations

from inspector.model import Excerpt, Exchange, Problem
from inspector.shapes import heads
from inspector.shapes.lines import lines
from inspector.shapes.raw_http import body_between
from inspector.xml_scan import error_tag

_MARKS = ("x-oss-", "x-amz-", "x-cos-", "x-obs-", "x-tos-", "x-bce-", "x-kss-", "aliyunoss", "jdcloudoss")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read the first block of headers that a store sends; None where there is no such header."""
    lowered = excerpt.text[: 256 * 1024].lower()
    if not any(mark in lowered for mark in _MARKS):
        return None
    found = lines(excerpt.text)
    first = next((n for n, line in enumerate(found) if heads.is_known_header(line)), None)
    if first is None or error_tag().search(excerpt.text, 0, found[first].start):
        return None  # such lines stand in the StringToSign of an XML error too
    pairs, following, problems = heads.headers(excerpt, found, first)
    if not any(_is_marked(pair.name, pair.value) for pair in pairs):
        return None
    body, more = body_between(excerpt, found, following, len(found))
    span = excerpt.span(found[first].start, found[-1].end if body else found[following - 1].end)
    if body is None:
        problems = tuple(problem for problem in problems if problem.id != "no-blank-line")
    missing = Problem("no-status-line")
    return (Exchange(span, headers=pairs, body=body, problems=(missing, *problems, *more)),)


def _is_marked(name: str, value: str) -> bool:
    return name.lower().startswith(_MARKS) or value.lower().startswith(_MARKS)
