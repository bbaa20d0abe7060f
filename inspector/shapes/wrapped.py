"""Text that a terminal or a forum broke at a column, in the middle of words: the breaks are found, and taken back.

Certain enough only where no line is longer than the column, several are exactly as long (one, at the width of a usual
terminal), some break within a word, and what follows such a line never looks like a line of its own.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from inspector.shapes.lines import lines

_NARROWEST, _WIDEST = 60, 250
_USUAL = {80, 100, 120, 132, 160}
_MOST_LINES = 20_000
_ALIKE = 5
_SHARE = 3
"""One of so many breaks at least must fall within a word."""


@cache
def own_line() -> re.Pattern[str]:
    """Find what begins a line of its own: a tag, a header, a time, a mark, an indent, cells, a row of hex."""
    return re.compile(
        r"\s{2}|[^\t]{0,60}\t|</?[A-Za-z!?]|<\?|[\w.\-\[\]]{1,60}[:=] |\d{1,4}[-/:.]\d|HTTP/|[>*|\[{}(]|at |#|\Z"
        r"|(?:[0-9a-fA-F]{2,8}[: ]\s{0,3}){2}|[0-9a-fA-F]{30}|0x"
        r"|[A-Z][\w.]{2,60}(?:Error|Exception)|Traceback|http proxy status "
        r"|(?:GET|PUT|POST|HEAD|DELETE) |ERROR|WARN|INFO|DEBUG"
    )


def breaks(text: str) -> list[tuple[int, int]]:
    """Give the line ends that were put in at a column; none where that is not certain."""
    found = lines(text)
    if not 1 < len(found) <= _MOST_LINES:
        return []
    width = max(len(line.text) for line in found)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    full = [(one, other) for one, other in pairwise(found) if len(one.text) == width]
    alike = any(one.text[:_ALIKE] == other.text[:_ALIKE] for one, other in full)  # as the lines of a log begin
    if len(full) < (1 if width in _USUAL else 2) or alike or any(own_line().match(other.text) for _, other in full):
        return []
    within = sum(one.text[-1].isalnum() and other.text[:1].isalnum() for one, other in full)
    return [(one.end, other.start) for one, other in full] if within * _SHARE >= len(full) else []
