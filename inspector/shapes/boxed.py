"""Boxes that a program draws around its lines: `│ ... │` below `╭──╮`; values that wrap inside are put together.

Seen in rich (Panel, Traceback), boxen of Node.js, dialogs in a terminal. All of them break at a blank where a word no
longer fits, and within a word only where it is longer than the box is wide; a terminal breaks at the edge. A row of a
table, which has more bars, is none. Source: rich's `_wrap.divide_line`, boxen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from inspector.shapes.lines import Line, lines
from inspector.shapes.wrapped import own_line

_BARS = "│┃║|"
_SIGNS = "│┃║╭╮╰╯┌┐└┘┏┓┗┛╔╗╚╝├┤┣┫╠╣─━═"
_BEGINS, _ENDS = tuple("╭┌┏╔╰└┗╚├┣╠+"), tuple("╮┐┓╗╯┘┛╝┤┫╣+")
_FEWEST = 2
_MOST_LINES = 20_000

_Piece = tuple[int, int, str]


class _Row(NamedTuple):
    """A line of a box: where its text begins and ends in the whole, and the blanks before the bar at its end."""

    line: Line
    start: int
    end: int
    blanks: int


def _is_edge(line: Line) -> bool:
    whole = line.text.strip(" \t")
    return whole[:1] in _BEGINS and whole[-1:] in _ENDS and any(sign * 2 in whole for sign in "─━═-")


def pieces(text: str) -> list[_Piece]:
    """Give what to put in the place of what: nothing for the box, a blank or nothing where a row goes on."""
    if not any(text.count(bar) >= _FEWEST for bar in _BARS):
        return []
    found = lines(text)
    if len(found) > _MOST_LINES:
        return []
    taken: list[_Piece] = []
    for _, group in groupby(enumerate(map(_inside, found)), key=lambda one: one[1] is not None):
        numbered = list(group)
        run, first = [row for _, row in numbered if row is not None], numbered[0][0]
        if run and _is_box(run, found, first):
            taken += _without(text, run)
            taken += _edges(found, first, first + len(run))
            taken += _cut_row(found, first + len(run))
    return taken


def _inside(line: Line) -> _Row | None:
    """Give what stands between two bars; None where there are none, or more as in a table. Boxes may lie in boxes."""
    whole = line.text.strip(" \t")
    bar, inside = whole[:1], whole[1:-1]
    if len(whole) < _FEWEST or bar not in _BARS or whole[-1] != bar or inside[:1] != " ":
        return None
    text = inside.strip(" ")
    if bar in text and not (text[0] == text[-1] == bar and len(text) > 1):
        return None
    start = line.start + line.text.index(bar) + 2
    kept = inside[1:].rstrip(" ")
    return _Row(line, start, start + len(kept), len(inside) - 1 - len(kept))


def _has_edge(found: Sequence[Line], first: int, after: int) -> bool:
    around = [found[place] for place in (first - 1, after) if 0 <= place < len(found)]
    return any(_is_edge(line) for line in around)


def _is_box(run: Sequence[_Row], found: Sequence[Line], first: int) -> bool:
    """Tell a box from lines that happen to begin and end with a bar: one row, or bars of ASCII, need an edge."""
    plain = run[0].line.text.strip()[0] == "|"
    return (len(run) >= _FEWEST and not plain) or _has_edge(found, first, first + len(run))


def _edges(found: Sequence[Line], first: int, after: int) -> Iterator[_Piece]:
    for place in (first - 1, after):
        if 0 <= place < len(found) and _is_edge(found[place]):
            yield found[place].start, found[place].end, ""


def _cut_row(found: Sequence[Line], after: int) -> Iterator[_Piece]:
    """Take the bar off a last row in which the text ends."""
    if after == len(found) - 1 and (match := re.match(r"[ \t]{0,40}[│┃║|] ?(?=[│┃║|]|[^│┃║|]*$)", found[after].text)):
        yield found[after].start, found[after].start + match.end(), ""


def _without(text: str, run: Sequence[_Row]) -> Iterator[_Piece]:
    """Take the bars off, and the breaks inside."""
    used = [row for row in run if row.start < row.end]
    indent = min((_indent(text, row) for row in used), default=0)
    margin = min((1 + indent, *(row.blanks for row in used)))
    joins = _joins(text, [row._replace(start=min(row.start + indent, row.end)) for row in run], margin)
    for row, join in zip(run, [*joins, None], strict=True):
        yield row.line.start, row.start, ""
        if join is None:
            yield row.end, row.line.end, ""
    for (row, after), join in zip(pairwise(run), joins, strict=True):
        if join is not None:
            yield row.end, after.line.start, join
            yield after.start, after.start + indent, ""


def _indent(text: str, row: _Row) -> int:
    return len(text[row.start : row.end]) - len(text[row.start : row.end].lstrip())


def _joins(text: str, run: Sequence[_Row], margin: int) -> list[str | None]:
    """Give what parts each row from the next: nothing, a blank, or None where the line ends there."""
    broken = [_breaks(text, row, after, margin) for row, after in pairwise(run)]
    full = [row.blanks <= margin for row in run[:-1]]
    by_words = any(one and not whole for one, whole in zip(broken, full, strict=True))
    width = run[0].end - run[0].start + run[0].blanks - margin
    several = sum(one and whole for one, whole in zip(broken, full, strict=True)) >= _FEWEST
    return [
        None if not one else " " if not whole else _at_edge(text, row, after, width, by_words=by_words, several=several)
        for (row, after), one, whole in zip(pairwise(run), broken, full, strict=True)
    ]


def _breaks(text: str, row: _Row, after: _Row, margin: int) -> bool:
    """Tell whether the first word of the next row did not fit, and the row does not look like a line of its own."""
    following = text[after.start : after.end]
    if not following.strip() or own_line().match(following) or text[row.end - 1] in _SIGNS or following[0] in _SIGNS:
        return False
    return row.blanks - margin <= len(following.split(" ", 1)[0])


def _at_edge(text: str, row: _Row, after: _Row, width: int, *, by_words: bool, several: bool) -> str:
    """Tell what stood where a row is full: nothing within a word, or else the blank at which a program breaks."""
    word, more = text[row.start : row.end].rsplit(" ", 1)[-1], text[after.start : after.end].split(" ", 1)[0]
    if len(word) + len(more) > width:
        return ""
    if by_words:
        return " "
    return "" if several or not (word.isalpha() and more.rstrip(".,;:").isalpha()) else " "
