"""Raw HTTP: one or several responses in a text, each with or without its request and the empty line before the body.

Seen in documents, tickets, `curl -i` and proxies' dumps.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange, Problem, Request, Span, StartLine
from inspector.shapes import heads
from inspector.shapes.lines import Line, lines

MOST_EXCHANGES = 5_000
MOST_BODY = 1024 * 1024
"""Characters of a body that are read; the rest stays in the raw text."""


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every response that has a status line; None where the text has no status line."""
    if "HTTP/" not in excerpt.text:
        return None
    found = lines(excerpt.text)
    exchanges: list[Exchange] = []
    request: Request | None = None
    at = 0
    while at < len(found) and len(exchanges) < MOST_EXCHANGES:
        if "HTTP/" not in found[at].text:
            at += 1
        elif start := heads.status_line(excerpt, found[at]):
            exchange, at = _response(excerpt, found, at, start, request)
            exchanges.append(exchange)
            request = None
        elif start := heads.request_line(excerpt, found[at]):
            request, at = _request(excerpt, found, at, start)
        else:
            at += 1
    return tuple(_final(exchanges)) if exchanges else None


def _request(excerpt: Excerpt, found: list[Line], at: int, start: StartLine) -> tuple[Request, int]:
    pairs, following, _ = heads.headers(excerpt, found, at + 1)
    return Request(start, pairs, excerpt.span(found[at].start, found[following - 1].end)), following


def _response(
    excerpt: Excerpt, found: list[Line], at: int, start: StartLine, request: Request | None
) -> tuple[Exchange, int]:
    pairs, first, problems = heads.headers(excerpt, found, at + 1)
    following = _following(excerpt, found, first)
    body, more = body_between(excerpt, found, first, following)
    last = found[max(at, following - 1)].end
    span = excerpt.span(found[at].start, last)
    if request is not None:
        span = Span(request.span.start, span.end)
    if body is None:
        problems = tuple(problem for problem in problems if problem.id != "no-blank-line")
    return Exchange(span, request, start, pairs, body=body, problems=problems + more), following


def _following(excerpt: Excerpt, found: list[Line], first: int) -> int:
    """Give the line where the next message begins."""
    for number in range(first, len(found)):
        line = found[number]
        if "HTTP/" in line.text and (heads.status_line(excerpt, line) or heads.request_line(excerpt, line)):
            return number
    return len(found)


def body_between(
    excerpt: Excerpt, found: list[Line], first: int, following: int
) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    """Give the text of the lines from `first` up to `following`, trimmed, or None where there is none."""
    if first >= following:
        return None, ()
    start, end = found[first].start, found[following - 1].end
    text = excerpt.text[start : min(end, start + MOST_BODY)]
    if not text.strip():
        return None, ()
    start += len(text) - len(text.lstrip())
    stop = start + len(text.strip())
    return excerpt.cut(start, stop), (Problem("body-cut", str(end - start)),) if end - start > MOST_BODY else ()


def _final(exchanges: list[Exchange]) -> list[Exchange]:
    """Leave out interim answers (100 Continue, a proxy's CONNECT) that a final one follows."""
    kept = [exchange for exchange in exchanges if not _is_interim(exchange)]
    return kept or exchanges


def _is_interim(exchange: Exchange) -> bool:
    start = exchange.start
    if start is None or start.status is None or exchange.body is not None:
        return False
    return start.status < 200 or (start.status == 200 and "established" in start.reason.lower())  # noqa: PLR2004
