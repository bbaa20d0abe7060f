"""Finds text that was decoded with the wrong encoding before it was captured, and shows what it must have been.

The value stays as received; the corrected form is given beside it if encoding it back and decoding it again gives plain
Chinese. The usual cases on Chinese Windows: UTF-8 read as GBK (`妗ｆ` for `档案`), UTF-8 read as Latin-1 or
Windows-1252 (`æ¡£æ¡ˆ`), GBK read as Latin-1 (`µµ°¸`). `锟斤拷` remains where the text is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Node, Problem

_LONGEST = 4_000
_MOST_VALUES = 2_000
_MOST_TOLD = 3
_LOST = ("锟斤拷", "ï¿½", "\ufffd\ufffd")


def told(nodes: tuple[Node, ...]) -> tuple[Problem, ...]:
    """Say which values below the nodes are garbled, with what they must have been."""
    found: dict[Problem, None] = {}
    for count, value in enumerate(_values(nodes)):
        if count == _MOST_VALUES or len(found) == _MOST_TOLD:
            break
        if any(sign in value for sign in _LOST):
            found[Problem("mojibake-lost")] = None
        elif mended := mend(value):
            found[Problem("mojibake", f"{mended[1]}: {_shortened(mended[0])}")] = None
    return tuple(found)


def mend(text: str) -> tuple[str, str] | None:
    """Give the text as it must have been, and what was read as what; None where nothing shows that it is garbled."""
    if text.isascii() or len(text) > _LONGEST:
        return None
    if _in_western().search(text):
        return _undone(text, "windows-1252", "utf-8") or _undone(text, "windows-1252", "gb18030")
    return _undone(text, "gb18030", "utf-8")


def _values(nodes: tuple[Node, ...]) -> Iterator[str]:
    left = list(reversed(nodes))
    while left:
        node = left.pop()
        if not node.value.isascii():
            yield node.value
        left += reversed(node.children)


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + "…"  # noqa: PLR2004 - a line on the screen


@cache
def _in_western() -> re.Pattern[str]:
    return re.compile("[\u0080-\u00ff][\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


def _undone(text: str, wrong: str, right: str) -> tuple[str, str] | None:
    """Encode the text back and decode it rightly; None where that gives no plain Chinese, or many holes in it.

    GBK takes two bytes for a character and UTF-8 three, so that the reading often lost the last one.
    """
    try:
        raw = b"".join(_encoded(sign, wrong) for sign in text if sign != "\ufffd")
    except UnicodeError:
        return None
    mended = raw.decode(right, "replace")
    signs = [sign for sign in mended if not sign.isascii() and sign != "\ufffd"]
    holes = mended.count("\ufffd")
    if len(signs) < max(2, holes * 3) or not all(_is_plain(sign, right) for sign in signs):
        return None
    return mended, f"{_NAMES[right]} → {_NAMES[wrong]}"


_NAMES = {"windows-1252": "Windows-1252", "gb18030": "GBK", "utf-8": "UTF-8"}


def _encoded(sign: str, encoding: str) -> bytes:
    """Encode a character; the five bytes that Windows-1252 does not define are kept as they are, as in browsers."""
    return bytes([ord(sign)]) if encoding != "gb18030" and "\x80" <= sign <= "\x9f" else sign.encode(encoding)


def _is_plain(sign: str, encoding: str) -> bool:
    """Tell Chinese that people write: of GBK its first level, the 3755 common characters, for any bytes form others."""
    if "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef":
        return True
    if not "\u4e00" <= sign <= "\u9fff":
        return False
    try:
        first = sign.encode("gb2312")[0]
    except UnicodeError:
        return False
    return encoding == "utf-8" or first <= 0xD7  # noqa: PLR2004 - where the first level ends
