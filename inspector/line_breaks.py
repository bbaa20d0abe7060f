"""Where a line was broken: what terminals, mails, editors and programs put between two pieces of one value."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 100
_END = r"\r\n|\n|\r|\u240d?\u240a|<[Uu][+ ]000[Aa]>"  # the last two are how this program shows them
_MARKS = r"(?:(?:[>|│┃#*<]|//)[ \t]{0,8}){0,6}"
BREAK_SIGNS = frozenset(" \t\r\n\u240a\u240d\\+=\"'<")
"""With one of these begins whatever `line_break` matches."""

_SIGNS = frozenset(" \t\r\n\u240a\u240d\\+=\"'<>|│┃#*/Uu0Aa")


@cache
def line_break() -> re.Pattern[str]:
    """Match a line's end with what joins it to the next: a backslash, `=`, `" +`, an indent, marks of quotation."""
    return re.compile(rf"[\"']?[ \t]{{0,8}}[\\+=]?[ \t]{{0,8}}(?:{_END})[ \t]{{0,40}}{_MARKS}[\"']?")


@cache
def any_break() -> re.Pattern[str]:
    """Match what may stand between two pieces of a value that is known: a line break, or blanks in its place.

    Where it broke an escape, a backslash may be left on either side, or be all that is left.
    """
    return re.compile(rf"\\{{0,16}}+{line_break().pattern}\\{{0,16}}+|[ \t]{{1,40}}|\\{{1,16}}+")


@cache
def broken_escape() -> re.Pattern[str]:
    """Match a percent escape with a line break inside: one character of a value that is known."""
    return re.compile(rf"%(?:25){{0,3}}[0-7]?{line_break().pattern}[0-9A-Fa-f]{{1,2}}")


@cache
def joint() -> re.Pattern[str]:
    """Match what stands at the end of a piece to join it to the next line: a backslash, `" +`."""
    return re.compile(r"[\"']?[ \t]{0,8}[\\+]?[ \t]{0,8}\Z")


def has_breaks(text: str) -> bool:
    """Tell whether there may be a line break in a text at all."""
    return any(sign in text for sign in ("\n", "\r", "\u240a", "000A>"))


def break_before(text: str, place: int, least: int) -> Iterator[int]:
    """Give where such a break may begin that ends at `place`, the nearest first."""
    least = max(least, place - _LONGEST)
    for start in range(place - 1, least - 1, -1):
        if text[start] not in _SIGNS:
            return
        if any_break().fullmatch(text, start, place):
            yield start
