"""Headers without a status line: `curl -I` cut short, a browser's header pane, a proxy's log, or `x-oss-err` alone."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.model import Excerpt, Exchange, Pair, Problem
from inspector.shapes import heads, starts
from inspector.shapes.lines import Line, lines
from inspector.shapes.raw_http import MOST_EXCHANGES, body_after
from inspector.xml_scan import error_tag

_STORES = ("oss", "amz", "cos", "obs", "tos", "bce", "kss")
_OF_RESPONSES = {
    *(f"x-{store}-request-id" for store in _STORES),
    "x-oss-ec", "x-oss-err", "x-oss-hash-crc64ecma", "x-oss-object-type", "x-oss-server-time",
    "x-amz-bucket-region", "x-amz-id-2", "x-cos-hash-crc64ecma", "x-cos-trace-id", "x-obs-id-2", "x-tos-id-2",
    "x-bce-debug-id",
}  # fmt: skip
_SERVERS = ("aliyunoss", "jdcloudoss")
_LOOKED_THROUGH = 256 * 1024
"""Characters in which such headers must begin."""
_OF_REQUESTS = {"authorization", "host", "user-agent", ":authority", ":method", ":path"}


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every block of headers that only a store's response has; None where there is none."""
    lowered = excerpt.text[:_LOOKED_THROUGH].lower()
    if not any(mark in lowered for mark in (*_OF_RESPONSES, *_SERVERS)):
        return None
    found = lines(excerpt.text)
    begins = {start.number for start in starts.found_in(excerpt, found)} if starts.may_be_in(excerpt.text) else set()
    error = error_tag().search(excerpt.text)  # such lines stand in the StringToSign of an XML error too
    last = min(_LOOKED_THROUGH, error.start() if error else _LOOKED_THROUGH)
    exchanges: list[Exchange] = []
    at = 0
    while (first := _first(found, at)) is not None and found[first].start < last and len(exchanges) < MOST_EXCHANGES:
        pairs, at, problems = heads.headers(excerpt, found, first)
        if _is_response(pairs) and (_begins(pairs) or not _is_in_a_message(excerpt, found, first, begins)):
            following = min((number for number in begins if number >= at), default=len(found))
            exchanges.append(_exchange(excerpt, found, (at, following), pairs, problems))
    return tuple(exchanges) or None


def _first(found: Sequence[Line], at: int) -> int | None:
    return next((number for number in range(at, len(found)) if heads.is_known_header(found[number])), None)


def _is_response(pairs: tuple[Pair, ...]) -> bool:
    names = {pair.name.lower() for pair in pairs}
    named = any(pair.name.lower() == "server" and pair.value.lower().startswith(_SERVERS) for pair in pairs)
    return (named or not names.isdisjoint(_OF_RESPONSES)) and names.isdisjoint(_OF_REQUESTS)


def _begins(pairs: tuple[Pair, ...]) -> bool:
    """Tell whether the block begins with the pseudo header that only a response has, and no other message goes on."""
    return pairs[0].name == ":status"


def _is_in_a_message(excerpt: Excerpt, found: Sequence[Line], first: int, begins: set[int]) -> bool:
    """Tell whether a start line above makes the block a head, or a request's header there a request's."""
    blank = 0
    for number in range(first - 1, max(first - heads.MOST_HEADERS, 0) - 1, -1):
        line = found[number]
        if number in begins:
            return True
        blank = 0 if line.text.strip() else blank + 1
        if 0 < blank <= heads.MOST_BLANK:
            continue
        pair = heads.header(excerpt, line)
        if pair is None:
            return False
        if pair.name.lower() in _OF_REQUESTS:
            return True
    return False


def _exchange(
    excerpt: Excerpt,
    found: Sequence[Line],
    place: tuple[int, int],
    pairs: tuple[Pair, ...],
    problems: tuple[Problem, ...],
) -> Exchange:
    """Build the exchange of headers whose body may stand in the lines from `place[0]` up to `place[1]`."""
    after, following = place
    body, more = body_after(excerpt, found, (after, following), pairs)
    span = pairs[0].line.over(pairs[-1].line)
    if body is None:
        problems = tuple(problem for problem in problems if problem.id != "no-blank-line")
    else:
        span = span.over(body.span(0, len(body.text)))
    told = () if any(pair.name == ":status" for pair in pairs) else (Problem("no-status-line"),)
    return Exchange(span, headers=pairs, body=body, problems=(*told, *problems, *more))
