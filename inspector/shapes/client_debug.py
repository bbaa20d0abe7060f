"""What Python's http.client prints at `debuglevel`: `send: b'...'`, `reply: '...'`, `header: Name: value`.

Source: CPython's Lib/http/client.py; requests and urllib3 print it too, and some send it to a logger. A body that was
sent is left out.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import literal

_BEFORE = r"[^'\"\r\n]{0,120}?"


@cache
def _reply() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}\breply: (['\"])(?=HTTP/\d)")


@cache
def _send() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}\bsend: b?(['\"])")


@cache
def _sent_head() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}\bsend: b?['\"][A-Z]{{3,20}} \S{{1,16000}} HTTP/\d")


@cache
def _header() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}\bheader: (?=[\w-]{{1,256}}: ?)")


@cache
def _request() -> re.Pattern[str]:
    return re.compile(r"[A-Z]{3,20} \S{1,16000} HTTP/\d")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put the heads together; None where neither a request nor a reply is printed."""
    if "reply: " not in excerpt.text and "send: " not in excerpt.text:
        return None
    found = lines(excerpt.text)
    if not any(_reply().match(line.text) or _sent_head().match(line.text) for line in found):
        return None
    parts: list[Excerpt] = []
    in_head = False
    for number, line in enumerate(found):
        end = found[number + 1].start if number + 1 < len(found) else len(excerpt.text)
        header = _header().match(line.text)
        if in_head and header is None:
            parts.append(_line_end(excerpt, line.start))
        in_head = header is not None
        parts += _parts(excerpt, line, end, header)
    return Excerpt.join(parts)


def _parts(excerpt: Excerpt, line: Line, end: int, header: re.Match[str] | None) -> list[Excerpt]:
    if header:
        return [excerpt.cut(line.start + header.end(), end)]
    if reply := _reply().match(line.text):
        inside, _ = literal(excerpt, line.start + reply.end(), reply[1], line.end)
        return [inside, *([] if inside.text.endswith("\n") else [_line_end(excerpt, line.end)])]
    if sent := _send().match(line.text):
        inside, _ = literal(excerpt, line.start + sent.end(), sent[1], line.end)
        return [inside, _line_end(excerpt, line.end)] if _request().match(inside.text) else []
    return [excerpt.cut(line.start, end)]


def _line_end(excerpt: Excerpt, place: int) -> Excerpt:
    """Give a line end that stands for nothing received."""
    return Excerpt("\n", (0,), (excerpt.span(place, place).start,), (0,))
