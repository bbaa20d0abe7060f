"""Finds, without painting, where each row of the raw view begins: lines are cut to the width of the view.

A short text is wrapped to the view. A long one (more than `MOST_WRAPPED` characters, or `MOST_LINES` lines) is only cut
into pieces that fit one row, so that its rows do not depend on the view and never have to be found again.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from unicodedata import east_asian_width

MOST_WRAPPED = 64 * 1024
MOST_LINES = 4_000
LONGEST_ROW = 1000

_END = re.compile(r"\r\n|\n|\r")


def width_of(text: str) -> int:
    """Count the cells of a fixed-width face that a text fills: Chinese characters fill two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


Bounds = tuple["array[int]", "array[int]", int]
"""Starts, ends and the widest row."""


class Rows:
    """The rows of a text: `starts` and `ends` are offsets, line ends left out."""

    def __init__(self, text: str, columns: int, known: Bounds | None = None) -> None:
        """Cut the text; `columns` is the width of the view in cells, used where the text is short enough.

        `known` are the rows of a long text that another process has found already.
        """
        self.text = text
        self.wrapped = len(text) <= MOST_WRAPPED and text.count("\n") + text.count("\r") <= MOST_LINES
        self.starts, self.ends = array("q"), array("q")
        self.widest = 0
        if known:
            self.starts, self.ends, self.widest = known
            return
        limit = max(columns, 8) if self.wrapped else LONGEST_ROW
        start = 0
        for match in _END.finditer(text):
            self._add(start, match.start(), limit)
            start = match.end()
        self._add(start, len(text), limit)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """Find the row that shows a character."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def shown(self, row: int) -> str:
        """Give the text of a row."""
        return self.text[self.starts[row] : self.ends[row]]

    def _add(self, start: int, end: int, limit: int) -> None:
        length = end - start
        if length * 2 <= limit or (length <= limit and self.text[start:end].isascii()):
            self._append(start, end, self._cells(start, end))
            return
        if self.text[start:end].isascii() or not self.wrapped:
            for piece in range(start, end, limit):
                last = min(piece + limit, end)
                self._append(piece, last, self._cells(piece, last))
            return
        self._add_wide(start, end, limit)

    def _add_wide(self, start: int, end: int, limit: int) -> None:
        filled = 0
        for place in range(start, end):
            cells = width_of(self.text[place])
            if filled + cells > limit:
                self._append(start, place, filled)
                start, filled = place, 0
            filled += cells
        self._append(start, end, filled)

    def _cells(self, start: int, end: int) -> int:
        """Measure a row; in a long text at most what it can fill, for measuring each character takes seconds."""
        text = self.text[start:end]
        return width_of(text) if self.wrapped or text.isascii() else 2 * len(text)

    def _append(self, start: int, end: int, cells: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.widest = max(self.widest, cells)
