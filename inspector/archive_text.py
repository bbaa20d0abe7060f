"""Joins the members of an archive into one text, each below a heading, and splits that text again.

The window shows a capture as one text, whatever it came in; the shapes read each member on its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt


@cache
def session() -> re.Pattern[str]:
    """Match the name of a file that is one side of a session of Fiddler: its number, `c` or `s`."""
    return re.compile(r"raw/([0-9]{1,9})_([cs])\.txt", re.IGNORECASE)


def heading(number: int, count: int, name: str) -> str:
    """Give the line above the text of a member."""
    return f"════ {number}/{count} {name} ════\n"


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"^════ ([0-9]{1,5})/([0-9]{1,5}) ([^\r\n]{0,200}) ════\r?\n", re.MULTILINE)


class Part(NamedTuple):
    """The text of a member, its name, and its shape if the archive determines it."""

    shape: str
    name: str
    text: Excerpt


def parts(whole: Excerpt) -> tuple[Part, ...]:
    """Split a text that `heading` has marked; nothing for others.

    A session of Fiddler is one text: the head of its request, then its response.
    """
    if not whole.text.startswith("════ "):
        return ()
    marks = list(_heading().finditer(whole.text))
    ends = [mark.start() for mark in marks[1:]] + [len(whole.text)]
    found: list[Part] = []
    request: tuple[str, Excerpt] | None = None
    for mark, end in zip(marks, ends, strict=True):
        text = whole.cut(mark.end(), end)
        side = session().fullmatch(mark[3])
        if side is None:
            found.append(Part("", mark[3], text))
        elif side[2].lower() == "c":
            request = side[1], text
        elif text.text.strip():
            paired = request is not None and request[0] == side[1]
            text = Excerpt.join([_head(request[1]), text]) if request and paired else text
            found.append(Part("saz", mark[3], text))
    return tuple(found)


def _head(request: Excerpt) -> Excerpt:
    """Leave the body of a request away: it may hold anything, such as another message."""
    end = re.search(r"\r?\n\r?\n", request.text)
    return request.cut(0, end.end()) if end else request
