"""Transcripts that mark each line with an arrow, where neither points as curl's do.

Sources: requests-toolbelt's `dump` (`< ` the request, `> ` the response, the body bare), lftp's `debug` (`---> `,
`<--- `, `<--* ` for a body without its tags, and `---- ` for what it says itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from inspector.model import Excerpt
from inspector.shapes.lines import lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]


@cache
def _dumped() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,40}< [A-Z]{3,20} \S{1,16000} HTTP/\d")


@cache
def _glued() -> re.Pattern[str]:
    """Find a request that begins behind a body without a line end."""
    return re.compile(r"(?<=[>}\]])< (?=[A-Z]{3,20} \S{1,16000} HTTP/\d)")


@cache
def _debugged() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,40}<--- HTTP/\d")


def bare_dump(excerpt: Excerpt) -> Excerpt | None:
    """Take the arrows of requests-toolbelt off; None where no request is marked so."""
    text = excerpt.text
    if "< " not in text or not _dumped().search(text):
        return None
    glued = ((*match.span(), "\n") for match in _glued().finditer(text))
    return replaced(excerpt, (*glued, *without_marks(text, ("< ", "> "), "")))


def bare_debug(excerpt: Excerpt) -> Excerpt | None:
    """Take the arrows of lftp off, and leave out what it says; None where no answer is marked so."""
    if "<--- " not in excerpt.text or not _debugged().search(excerpt.text):
        return None
    return replaced(excerpt, without_marks(excerpt.text, ("---> ", "<--- ", "<--* "), "---- "))


def without_marks(text: str, marks: tuple[str, ...], said: str) -> Iterator[_Piece]:
    """Give the pieces to take out: marks, all of one width and a blank at their end, and lines that begin as `said`."""
    found = lines(text)
    ends = [after.start for _, after in pairwise(found)] + [len(text)]
    alone = tuple(mark.rstrip() for mark in marks)
    for line, end in zip(found, ends, strict=True):
        body = line.text.lstrip(" \t")
        start = line.end - len(body)
        if body.startswith(marks) or body in alone:
            yield line.start, start + min(len(marks[0]), len(body)), ""
        elif said and body.startswith(said):
            yield line.start, end, ""
