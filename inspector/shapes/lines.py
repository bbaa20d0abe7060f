"""Lines of an excerpt: where each stands, whatever ends it."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from inspector.once import once


class Line(NamedTuple):
    """One line: its text without the line end, and where it stands in the excerpt."""

    text: str
    start: int
    end: int


ENDS = re.compile(r"\r\n|\n|\r")


@once
def lines(text: str) -> Sequence[Line]:
    """Split at LF, CRLF or CR; the last line needs no end."""
    if "\r" not in text:
        texts = text.split("\n")
        if not texts[-1]:
            texts.pop()
        ends = list(accumulate((len(one) + 1 for one in texts), initial=-1))
        return [Line(one, before + 1, end) for one, (before, end) in zip(texts, pairwise(ends), strict=True)]
    found: list[Line] = []
    start = 0
    for end in ENDS.finditer(text):
        found.append(Line(text[start : end.start()], start, end.start()))
        start = end.end()
    if start < len(text):
        found.append(Line(text[start:], start, len(text)))
    return found
