"""Raw HTTP: one or several responses in a text, each with or without its request and the empty line before the body.

Seen in documents, tickets, `curl -i` and proxies' dumps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from inspector import bodies
from inspector.model import Excerpt, Exchange, Pair, Problem, Request, Span, StartLine
from inspector.shapes import heads, starts
from inspector.shapes.lines import Line, lines

MOST_EXCHANGES = 5_000
MOST_BODY = 1024 * 1024
"""Characters of a body that are read; the rest stays in the raw text."""

_MOST_NOISE = 12
_NOISE = 3
"""Lines with text, the last of which may begin the body, that are looked at after a head."""

_MOST_PROLOG = 2000

BLANK = " \t\r\n"
"""What is trimmed off a body; a compressed one begins with a byte that `strip` takes for blank."""


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every response that has a status line; None where the text has no status line."""
    found = lines(excerpt.text) if starts.may_be_in(excerpt.text) else []
    begins = starts.found_in(excerpt, found) if found else []
    exchanges: list[Exchange] = []
    request: Request | None = None
    for (number, start), following in pairwise([*begins, starts.Start(len(found), StartLine("", Span(0, 0)))]):
        if len(exchanges) == MOST_EXCHANGES:
            break
        if start.status is None:
            request = (
                request if request and not start.method else _request(excerpt, found, (number, following.number), start)
            )
        else:
            exchanges.append(_response(excerpt, found, (number, following.number), start, request))
            request = None
    return tuple(_final(exchanges)) if exchanges else None


def _request(excerpt: Excerpt, found: Sequence[Line], place: tuple[int, int], start: StartLine) -> Request:
    at, following = place
    pairs, first, _ = heads.headers(excerpt, found, at + 1)
    body, _ = body_after(excerpt, found, (first, following), pairs) if first < following else (None, ())
    return Request(start, pairs, excerpt.span(found[at].start, found[first - 1].end), body)


def _response(
    excerpt: Excerpt, found: Sequence[Line], place: tuple[int, int], start: StartLine, request: Request | None
) -> Exchange:
    """Read the response whose status line is the first of the lines from `place[0]` up to `place[1]`."""
    at, following = place
    pairs, first, problems = heads.headers(excerpt, found, at + 1)
    if request is None and start.target:
        request = Request(start._replace(status=None), (), start.span)
    body, more = body_after(excerpt, found, (first, following), pairs)
    last = excerpt.span(found[first - 1].start, found[first - 1].end).end
    spans = [excerpt.span(found[at].start, found[at].end), Span(last, last)]
    spans += [request.span] if request else []
    spans += [body.span(0, len(body.text))] if body else []
    if body is None:
        problems = tuple(problem for problem in problems if problem.id != "no-blank-line")
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    return Exchange(whole, request, start, pairs, body=body, problems=problems + more)


@cache
def _markup() -> re.Pattern[str]:
    return re.compile(r"<\?|<!doctype|<([A-Za-z][\w:.-]{0,63})[\s/>]|[{\[]\s{0,40}[\[\]{}\"]", re.IGNORECASE)


@cache
def _root() -> re.Pattern[str]:
    return re.compile(r"<([A-Za-z][\w:.-]{0,63})[\s/>]")


@cache
def _chunk_size() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,8}[0-9A-Fa-f]{1,8}[ \t]{0,8}(?:;|$)")


@cache
def _ends_a_body() -> re.Pattern[str]:
    """Find a line that no body has: of a log, or one that parts messages."""
    return re.compile(
        r"[ \t]{0,8}\[?(?:\d{4}[-/]\d{2}[-/]\d{2}|\d{2}[-/]\d{2}(?:[-/]\d{2,4})?)[ T]\d{2}:\d{2}"
        r"|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} |\d{2}:\d{2}:\d{2}[.,]\d{3}"
        r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)[\]: ]"
        r"|<-- END|--> END|(?:get|put|pget|mget|cat|ls|mirror): |[-=<>*]{4,}|```|Traceback \(most|curl: \(\d"
    )


def body_after(
    excerpt: Excerpt, found: Sequence[Line], place: tuple[int, int], pairs: tuple[Pair, ...]
) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    """Give the body that follows a head, in the lines from `place[0]` up to `place[1]`; None where there is none.

    XML, HTML and JSON speak for themselves and end with their root; other text must be announced by the head, and is
    no longer than said there. A line of noise may stand between head and body.
    """
    first, following = place
    used = [number for number in range(first, min(following, first + _MOST_NOISE)) if found[number].text.strip(BLANK)]
    noted = used[:_NOISE]
    if noted and bodies.is_encoded(excerpt.text[found[noted[0]].start : found[following - 1].end][:MOST_BODY], pairs):
        return body_between(excerpt, found, noted[0], following)
    begins = next((number for number in noted if _markup().match(found[number].text.lstrip("\ufeff" + BLANK))), None)
    if noted and _chunk_size().match(found[noted[0]].text):
        begins = noted[0]
        ends = _stop(found, begins, following)
    elif begins is not None:
        ends = _last_of_root(excerpt, found, begins, following)
    elif not noted or not (announced := _announced(pairs)) or _ends_a_body().match(found[noted[0]].text):
        return None, ()
    else:
        begins = noted[0]
        ends = _covered(found, begins, _stop(found, begins, following), announced)
    return body_between(excerpt, found, begins, ends)


def _last_of_root(excerpt: Excerpt, found: Sequence[Line], begins: int, following: int) -> int:
    """Give the line after the one in which the root element ends, or after which the text is no body any more."""
    start, end = found[begins].start, found[following - 1].end
    root = _root().search(excerpt.text, start, min(end, start + _MOST_PROLOG))
    closing = excerpt.text.find(f"</{root[1]}>", start, min(end, start + MOST_BODY)) if root else -1
    if closing >= 0:
        return next(number + 1 for number in range(begins, following) if found[number].end > closing)
    return _stop(found, begins, following)


def _stop(found: Sequence[Line], begins: int, following: int) -> int:
    ends = _ends_a_body()
    return next((number for number in range(begins + 1, following) if ends.match(found[number].text)), following)


def _announced(pairs: tuple[Pair, ...]) -> int:
    """Give how many bytes of a body the head announces; a great many where it says only that there is one."""
    named = {pair.name.lower(): pair.value for pair in pairs}
    length = named.get("content-length", "")
    if length.isdecimal():
        return int(length[:12])
    return MOST_BODY if "transfer-encoding" in named or "content-encoding" in named else 0


def _covered(found: Sequence[Line], begins: int, following: int, size: int) -> int:
    """Give the line after those that hold `size` bytes."""
    left = size
    for number in range(begins, following):
        left -= len(found[number].text.encode("utf-8", "replace")) + 1
        if left <= 0:
            return number + 1
    return following


def body_between(
    excerpt: Excerpt, found: Sequence[Line], first: int, following: int
) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    """Give the text of the lines from `first` up to `following`, trimmed, or None where there is none."""
    if first >= following:
        return None, ()
    start, end = found[first].start, found[following - 1].end
    text = excerpt.text[start : min(end, start + MOST_BODY)]
    if not text.strip(BLANK):
        return None, ()
    start += len(text) - len(text.lstrip(BLANK))
    stop = start + len(text.strip(BLANK))
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
