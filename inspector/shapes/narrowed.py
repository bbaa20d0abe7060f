"""Of a long text, the parts around anything that may tell of an error: the rest of a log is not read by any shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt

MOST_WHOLE = 200_000
"""A text of so many characters is read whole."""
_AROUND = 20_000
"""Characters kept before and after each sign: two parts of one capture do not stand further apart without a sign."""
_SIGNS = (
    *("<", "http", "oss", "x-amz-", "!!binary", "inconsistent", "request", "status", "code", "error", "err:"),
    *("exception", "fail", "denied", "refused"),
    *("invalid", "not exist", "not found", "nosuch", "timed out", "timeout", "forbidden", "signature", "access"),
    *("错误", "失败", "异常", "请求", "状态", "拒绝", "不存在", "超时", "无效"),
)
"""Words, in small letters, of which every error that a shape can read holds one."""


def narrowed(excerpt: Excerpt) -> Excerpt:
    """Keep of a long text what stands around signs of an error, by whole lines where lines have an end."""
    text = excerpt.text
    small = text.lower()
    if len(text) <= MOST_WHOLE or len(small) != len(text) or _dump().search(small):
        return excerpt
    return Excerpt.join([excerpt.cut(*part) for part in _parts(small)])


@cache
def _dump() -> re.Pattern[str]:
    """Match a line of a dump in hex: the text beside it may be broken within any word."""
    return re.compile(r"\n[ \t]{0,8}(?:0x)?(?:[0-9a-f]{4,8}:?[ \t]{1,3}(?:[0-9a-f]{2,4} ){4}|[0-9a-f]{60})")


def _parts(small: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    for place in sorted({place for sign in _SIGNS for place in _places(small, sign)}):
        if place - _AROUND > end:
            if start < end:
                yield start, end
            start = _line_start(small, place - _AROUND, end)
        end = _line_end(small, min(len(small), place + 2 * _AROUND))
    if start < end:
        yield start, end


def _places(small: str, sign: str) -> Iterator[int]:
    """Find a sign; the ones close behind it need no look, for what is kept reaches past them."""
    place = small.find(sign)
    while place >= 0:
        yield place
        place = small.find(sign, place + _AROUND)


def _line_start(text: str, place: int, least: int) -> int:
    return max(least, text.rfind("\n", max(least, place - _AROUND), place) + 1) or place


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place, place + _AROUND)
    return place if end < 0 else end + 1
