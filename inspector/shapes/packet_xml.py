r"""Packets as XML: `tshark -T pdml` and Wireshark's export, `<field name="http.response.line" ... show="...">`.

The lines of a head stand in `show`, with entities for what XML reserves; the first line in a field without a name. The
body is `http.file_data`. Source: Wireshark's README.xml-output and epan/print.c.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.literals import entities

_OPENS, _CLOSES = ("<?xml", "<pdml", "<packet>", "<proto "), "</pdml>"


@cache
def _field() -> re.Pattern[str]:
    return re.compile(
        r'<field name="(?P<name>(?:http\.(?:(?:request|response)\.line|file_data))?)"'
        r'(?: showname="[^"<>]{0,70000}")?(?: (?:hide|size|pos)="[^"<>]{0,20}"){0,4}'
        r' show="(?P<value>[^"<>]{0,1048576})"'
    )


@cache
def _line_end() -> re.Pattern[str]:
    """Find the line end of a value, as such or written; in a literal with more backslashes."""
    return re.compile(r"(?:[\r\n]|\\{1,4}[rn]){1,2}\Z")


@cache
def _first() -> re.Pattern[str]:
    return re.compile(r"HTTP/\d(?:\.\d)? \d{3}|[A-Z]{3,7} \S{1,16000} HTTP/\d")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Give the messages as they were; None where the text is no such document."""
    text = excerpt.text
    if '<field name="http.' not in text:
        return None
    found = [match for match in _field().finditer(text) if match["name"] or _first().match(match["value"])]
    begins = min(at for at in map(text.find, (*_OPENS, "<field ")) if at >= 0)
    closed = text.rfind(_CLOSES)
    rest = excerpt.cut(closed + len(_CLOSES), len(text)) if closed >= 0 else Excerpt("")
    return Excerpt.join([excerpt.cut(0, begins), *(part for match in found for part in _lines(excerpt, match)), rest])


def _lines(excerpt: Excerpt, match: re.Match[str]) -> Iterator[Excerpt]:
    """Give what a field shows, on a line of its own; an empty line before a body."""
    start, end = match.span("value")
    blank = Excerpt("\n", (0,), (excerpt.origin(start),), (0,))
    ended = _line_end().search(excerpt.text, start, end)
    yield from (blank, blank) if match["name"] == "http.file_data" else (blank,)
    yield entities(excerpt.cut(start, ended.start() if ended else end))
