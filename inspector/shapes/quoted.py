r"""Whole captures that stand in a string literal, as a log in JSON holds them: `"msg": "HTTP/1.1 404 ...\r\n..."`.

Error documents in literals are undressed where they are read (`xml_dress`); what is decoded here is text of which the
line ends matter: heads of HTTP, transcripts, an SDK's lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.shapes.literals import literal, literal_end

_MOST_LITERALS = 200
_MOST_SCANNED = 4 * 1024 * 1024
"""Characters looked through for the ends of literals; an apostrophe in prose opens none, and that shows only there."""


class Quoted(NamedTuple):
    """A literal of several lines: where its inside stands, and what it means."""

    start: int
    end: int
    inside: Excerpt


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        r"(?:\A|(?<=[\s:=,(\[{+>|]))[bruf]{0,2}(\\{0,7}\"(?=[^\",;:)\]}])|\\{0,7}['`](?=[^\s\"'`,;:)\]}]))"
    )


@cache
def _telling() -> re.Pattern[str]:
    """Find an escaped line end beside what only a capture has: most literals are names and stay unread."""
    names = r"(?i:request[ _-]?id|x-(?:oss|amz)-|error ?code|status ?code|server: |at async |error|exception)"
    end = r"(?<!\[)\\[nr]"  # a wire log's [\r][\n] is no escape
    return re.compile(rf"{end}[^\n]{{0,200}}?(?:HTTP/|{names})|(?:HTTP/\d|{names})[^\n]{{0,200}}?{end}")


def quoted(excerpt: Excerpt) -> Iterator[Quoted]:
    """Give the literals that hold several lines and may hold a capture, in the order of the text."""
    text = excerpt.text
    if not ("\\n" in text or "\\r" in text) or not _telling().search(text):
        return
    at = scanned = count = 0
    while count < _MOST_LITERALS and scanned < _MOST_SCANNED and (match := _opening().search(text, at)):
        end = literal_end(text, match.end(), match[1])
        scanned += end - match.start()
        at = match.end()
        if end < len(text) and _telling().search(text, match.end(), end):
            yield Quoted(match.end(), end, literal(excerpt, match.end(), match[1])[0])
            at = end + 1
            count += 1
