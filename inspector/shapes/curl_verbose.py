"""`curl -v`: `*` lines of information, `>` the request, `<` the response, the body bare between them.

Source: curl's manual, option --verbose. Progress meters and `{ [n bytes data]` lines stand in between.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.lines import lines


@cache
def _sent() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}> ?[A-Z]{2,20} \S{1,16000} HTTP/\d", re.MULTILINE)


@cache
def _received() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,40}< ?HTTP/\d")


@cache
def _noise() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]{0,40}(?:\* |[{}] \[\d{1,12} bytes data\]|%? ?% Total {2,}% Received|Dload {1,4}Upload"
        r"|\d{1,3} +[\d.]+[kMG]? +\d{1,3} +[\d.]+[kMG]? )"
    )


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Take the transcript's marks off; None where there is no `< HTTP/` line."""
    if "HTTP/" not in excerpt.text or not _received().search(excerpt.text):
        return None
    return Excerpt.join(_unmarked(excerpt))


def _unmarked(excerpt: Excerpt) -> list[Excerpt]:
    """Give the lines without `> ` and `< `, leaving out what curl says itself."""
    kept: list[Excerpt] = []
    found = lines(excerpt.text)
    ends = [line.start for line in found[1:]] + [len(excerpt.text)]
    for line, end in zip(found, ends, strict=True):
        mark = line.text.lstrip()[:1]
        if mark in "<>" and (line.text.lstrip()[1:2] in (" ", "") or _received().match(line.text)):
            start = line.start + line.text.index(mark) + 1 if mark else line.start
            kept.append(excerpt.cut(start + (excerpt.text[start : start + 1] == " "), end))
        elif not _noise().match(line.text):
            kept.append(excerpt.cut(line.start, end))
        elif sent := _sent().search(line.text):
            kept.append(excerpt.cut(line.start + line.text.index(">", sent.start()) + 2, end))
    return kept
