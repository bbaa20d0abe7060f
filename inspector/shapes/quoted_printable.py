"""The source of a mail: `=3D` for `=`, `=E5=9B=BE` for bytes, `=` before an end of line that was put in (RFC 2045)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]

_SHARE = 4
"""One of so many equals signs at most may be none of the encoding, as in the head of the mail."""


@cache
def _encoded() -> re.Pattern[str]:
    end = r"=[ \t]{0,4}(?:\r\n?|\n)"
    return re.compile(rf"(?P<end>{end})|(?P<bytes>(?:=[0-9A-F]{{2}}(?:{end}(?==[89AB][0-9A-F]))?){{1,2000}})")


@cache
def _sign() -> re.Pattern[str]:
    """Find a line as long as such lines are, or a little longer with marks of a reply, which goes on below."""
    return re.compile(r"(?<![^\r\n])[^\r\n]{55,100}=[ \t]{0,4}[\r\n]")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Decode a mail; None where the text is not encoded so."""
    text = excerpt.text
    if "=3D" not in text or _sign().search(text) is None:
        return None
    found = list(_encoded().finditer(text))
    taken = sum(one[0].count("=") for one in found)
    if (text.count("=") - taken) * _SHARE > text.count("="):
        return None
    return replaced(excerpt, _pieces(found))


def _pieces(found: list[re.Match[str]]) -> Iterator[_Piece]:
    for one in found:
        if one["end"]:
            yield (*one.span(), "")
        elif said := _said(one["bytes"]):
            yield (*one.span(), said)


def _said(digits: str) -> str:
    try:
        return bytes.fromhex(re.sub(r"[=\s]", "", digits)).decode("utf-8")
    except UnicodeDecodeError:  # another encoding, or a letter that the copy cut: it stays as it is written
        return ""
