"""Requests as the console of Postman shows them: the address, the status, then panes of headers and bodies.

`GET https://...`, below it the status and the time it took, then `Network`, `Request Headers`, `Request Body`,
`Response Headers`, `Response Body`, each with an arrow or without; values of headers stand in quotes. Copied as raw log
it is plain HTTP, copied as JSON a structure. Source: the documentation of the console, and copies in its issues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Pair, Problem, Request, Span, StartLine
from inspector.shapes import heads
from inspector.shapes.lines import Line, lines
from inspector.shapes.raw_http import MOST_EXCHANGES, body_after, body_between

_ARROW = r"[ \t]{0,8}[▼▶▾▸►▽▷]?\ufe0f?[ \t]{0,4}"
_PANES = {
    "network": "network", "network information": "network", "request headers": "request", "request body": "sent",
    "response headers": "response", "response body": "body",
}  # fmt: skip
_SIGNS = ("Postman-Token", "postman-token", "PostmanRuntime", "▼", "▾")


class _Block(NamedTuple):
    """A line with an address, and the numbers of the lines at which each pane begins, and the last ends."""

    address: re.Match[str]
    line: Line
    panes: dict[str, tuple[int, int]]
    status: StartLine | None


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        rf"{_ARROW}(?P<method>GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH)[ \t]{{1,8}}(?P<target>https?://\S{{1,16000}}?)"
        r"(?:[ \t]{1,8}(?P<status>[1-5]\d\d)(?: (?P<reason>[A-Z][A-Za-z' -]{1,40}?))?(?:[ \t]{1,8}[\d.,]{1,9} ?m?s)?)?"
        r"[ \t]{0,8}$"
    )


@cache
def _status() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]{0,8}(?:Status(?: Code)?: ?)?(?P<status>[1-5]\d\d)(?: (?P<reason>[A-Z][A-Za-z' -]{1,40}?))?"
        r"(?:[ \t]{1,8}[\d.,]{1,9} ?m?s)?[ \t]{0,8}$"
    )


@cache
def _pane() -> re.Pattern[str]:
    return re.compile(rf"{_ARROW}({'|'.join(_PANES)})[ \t]{{0,8}}:?[ \t]{{0,8}}$", re.IGNORECASE)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every request whose pane of response headers is shown; None where there is none."""
    text = excerpt.text
    if "esponse" not in text or "eaders" not in text or not any(sign in text for sign in _SIGNS):
        return None
    found = lines(text)
    read = (_exchange(excerpt, found, block) for block in _blocks(excerpt, found))
    return tuple(one for one, _ in zip((one for one in read if one), range(MOST_EXCHANGES), strict=False)) or None


def _blocks(excerpt: Excerpt, found: Sequence[Line]) -> Iterator[_Block]:
    """Give each address that panes follow; what stands between two addresses is the first one's."""
    starts = [(number, match) for number, line in enumerate(found) if (match := _address().match(line.text))]
    ends = [*(number for number, _ in starts[1:]), len(found)][: len(starts)]
    for (number, match), end in zip(starts, ends, strict=True):
        named = ((at, _pane().match(found[at].text)) for at in range(number + 1, end))
        marks = [(at, _PANES[one[1].lower()]) for at, one in named if one]
        panes = {name: (at + 1, after) for (at, name), (after, _) in pairwise([*marks, (end, "")])}
        first = marks[0][0] if marks else end
        yield _Block(match, found[number], panes, _status_of(excerpt, found, (number, first), match))


def _status_of(
    excerpt: Excerpt, found: Sequence[Line], place: tuple[int, int], address: re.Match[str]
) -> StartLine | None:
    """Give the status that stands behind the address, or on a line below it before the first pane."""
    if address["status"]:
        return _line(excerpt, found[place[0]], address)
    for line in found[place[0] + 1 : place[1]]:
        if match := _status().match(line.text):
            return _line(excerpt, line, match)
    return None


def _line(excerpt: Excerpt, line: Line, match: re.Match[str]) -> StartLine:
    end = match.end("reason") if match["reason"] else match.end("status")
    span = excerpt.span(line.start + match.start("status"), line.start + end)
    text = line.text[match.start("status") : end]
    return StartLine(text, span, status=int(match["status"]), reason=match["reason"] or "")


def _exchange(excerpt: Excerpt, found: Sequence[Line], block: _Block) -> Exchange | None:
    answered = block.panes.get("response")
    pairs, after = _headers(excerpt, found, answered) if answered else ((), 0)
    if answered is None or not pairs:
        return None
    place = block.panes.get("body") or (after, answered[1])
    body, told = body_after(excerpt, found, place, pairs) if place[0] < place[1] else (None, ())
    begin = excerpt.span(block.line.start, block.line.start).start
    end = max(pairs[-1].line.end, body.span(0, len(body.text)).end if body else 0)
    told = told if block.status else (Problem("no-status-line"), *told)
    request = _request(excerpt, found, block)
    return Exchange(Span(begin, end), request, block.status, pairs, body=body, problems=told)


def _headers(excerpt: Excerpt, found: Sequence[Line], place: tuple[int, int]) -> tuple[tuple[Pair, ...], int]:
    pairs, after, _ = heads.headers(excerpt, found[: place[1]], place[0])
    return pairs, after


def _request(excerpt: Excerpt, found: Sequence[Line], block: _Block) -> Request:
    start, end = (block.line.start + place for place in (block.address.start("method"), block.address.end("target")))
    span = excerpt.span(start, end)
    line = StartLine(excerpt.text[start:end], span, method=block.address["method"], target=block.address["target"])
    pane, sent = block.panes.get("request"), block.panes.get("sent")
    pairs = _headers(excerpt, found, pane)[0] if pane else ()
    body = body_between(excerpt, found, *sent)[0] if sent else None
    last = max(span.end, *(pair.line.end for pair in pairs), body.span(0, len(body.text)).end if body else 0)
    return Request(line, pairs, Span(span.start, last), body)
