"""httpcore's debug log, which httpx writes: a response's head as one Python tuple of bytes.

Source: httpcore's _trace.py and the return values of `receive_response_headers`: with HTTP/1.1 the version, status,
reason and headers, with HTTP/2 only the status and headers. The body is not logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt, Exchange, Pair, StartLine
from inspector.shapes.literals import literal

MOST_HEADERS = 500
_NEEDED = "receive_response_headers.complete return_value=("


@cache
def _start() -> re.Pattern[str]:
    return re.compile(
        r"receive_response_headers\.complete return_value=\("
        r"((?:b'(?P<version>HTTP/[\d.]{1,3})', )?(?P<status>\d{3})(?:, b'(?P<reason>[^'\r\n]{0,60})')?), \["
    )


@cache
def _name() -> re.Pattern[str]:
    return re.compile(r"(?:, )?\(b'(:?[\w-]{1,256})', b(['\"])")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every response head that is logged; None where there is none."""
    if _NEEDED not in excerpt.text:
        return None
    return tuple(_exchange(excerpt, match) for match in _start().finditer(excerpt.text)) or None


def _exchange(excerpt: Excerpt, match: re.Match[str]) -> Exchange:
    start = StartLine(
        text=match[1],
        span=excerpt.span(*match.span(1)),
        version=match["version"] or "",
        status=int(match["status"]),
        reason=match["reason"] or "",
    )
    pairs = tuple(_headers(excerpt, match.end()))
    end = pairs[-1].line.end if pairs else start.span.end
    return Exchange(start.span._replace(end=end), start=start, headers=pairs)


def _headers(excerpt: Excerpt, at: int) -> Iterator[Pair]:
    """Read the tuples of names and values; one in which the capture ends is no header yet."""
    for _ in range(MOST_HEADERS):
        name = _name().match(excerpt.text, at)
        if name is None:
            return
        value, end = literal(excerpt, name.end(), name[2])
        if not excerpt.text.startswith(")", end + 1):
            return
        span = excerpt.span(name.end(), end)
        yield Pair(name[1], value.text, span, excerpt.span(name.start(1), end))
        at = end + 2
