"""`mitmdump --flow-detail`: `address: METHOD URL`, ` << 404 Not Found 229b`, heads and bodies indented below them.

Source: mitmproxy's addons/dumper.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.lines import lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_INDENT = 4


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])([ \t]{0,200})<< (?:HTTP/\d(?:\.\d)? )?\d{3} [^\r\n]{0,80}(?=[\r\n]|\Z)")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Take the indent off heads and bodies; None where no answer is shown so."""
    match = _answer().search(excerpt.text) if "<< " in excerpt.text else None
    if match is None:
        return None
    return replaced(excerpt, _pieces(excerpt.text))


def _pieces(text: str) -> Iterator[_Piece]:
    for line in lines(text):
        if line.text.startswith(" " * _INDENT):
            yield line.start, line.start + _INDENT, ""
