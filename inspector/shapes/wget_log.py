"""`wget -S`: the heads indented between what Wget says, the body behind `Saving to: STDOUT`.

Source: GNU Wget's http.c and progress.c, in English and in its Chinese translation.
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
def _waited() -> re.Pattern[str]:
    return re.compile(r"(?:awaiting response|等待回应|等待响应)(?:\.{3}|…)[ \t]{0,8}$", re.MULTILINE)


@cache
def _said() -> re.Pattern[str]:
    return re.compile(
        r"(?:Length|长度)[:：] ?(?:\d|unspecified|未指定)|(?:Saving to|正在保存至)[:：]"
        r"|Spider mode|Retrying\.|Giving up\.|Remote file |(?:Reusing existing|Connecting to|Resolving) "
        r"|[ \t]{1,12}\d{1,9}K[ .,]{0,80}(?:\d{1,3}%)? "
        r"|[ \t]{0,8}\S{0,80}[ \t]{1,40}(?:\d{1,3}%)?\[[ <=>]{5,200}\]"
        r"|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} (?:ERROR|错误|\()"
    )


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Take the indent off the heads, and leave out what Wget says behind them; None where it waited for no answer."""
    text = excerpt.text
    if "--  http" not in text and not _waited().search(text):
        return None
    if "\n  HTTP/" not in text and "\r  HTTP/" not in text:
        return None
    return replaced(excerpt, _pieces(text))


def _pieces(text: str) -> Iterator[_Piece]:
    found = lines(text)
    ends = [after.start for _, after in pairwise(found)] + [len(text)]
    in_head = answered = False
    for line, end in zip(found, ends, strict=True):
        begins = line.text.startswith("  HTTP/")
        if begins or (in_head and line.text.startswith("  ")):
            in_head = answered = True
            yield line.start, line.start + 2, ""
            continue
        if in_head:
            yield line.start, line.start, "\n"
        in_head = False
        if answered and _said().match(line.text):
            yield line.start, end, ""
