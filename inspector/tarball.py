"""Tar archives: which files one contains, and where their bytes are.

The format is described in POSIX.1-2017 (pax, ustar) and in GNU tar's manual (long names, numbers in base 256). Nothing
is copied here, and no memory is reserved for a size that a header claims: it only says where the next header is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_BLOCK = 512
_MAGIC = slice(257, 262)
_NAME, _SIZE, _SUM, _KIND, _PREFIX = slice(0, 100), slice(124, 136), slice(148, 156), slice(156, 157), slice(345, 500)
_FILES = (b"0", b"\0", b"7")
_LONG_NAME, _PAX = b"L", b"x"
_LONGEST_NAME = 64 * 1024


class File(NamedTuple):
    """A file in an archive: its name as it stands there, where its bytes begin, and how many they are."""

    name: bytes
    start: int
    size: int


def files(raw: bytes, most: int) -> Iterator[File | None]:
    """Give up to `most` files in their order; None at the end where the archive is damaged or cut off."""
    name = b""
    at = 0
    for _ in range(most * 8):
        head = raw[at : at + _BLOCK]
        if not head.strip(b"\0"):
            return
        size = _number(head[_SIZE]) if _is_sound(head) else -1
        if size < 0:
            break
        start, kind = at + _BLOCK, head[_KIND]
        at = start + -(-size // _BLOCK) * _BLOCK
        if kind in (_LONG_NAME, _PAX):
            told = raw[start : start + min(size, _LONGEST_NAME)]
            name = told.rstrip(b"\0") if kind == _LONG_NAME else _path(told) or name
            continue
        if kind in _FILES:
            yield File(name or _short_name(head), start, size)
        name = b""
        if start + size > len(raw):
            break
    yield None


def _is_sound(head: bytes) -> bool:
    """Tell whether the sum of a head's bytes is the one it gives; its own field counts as blanks."""
    if len(head) < _BLOCK:
        return False
    return sum(head) - sum(head[_SUM]) + 8 * 0x20 == _number(head[_SUM])


def _number(field: bytes) -> int:
    """Read a number: octal digits, or in base 256 where the first bit is set; -1 where it is none."""
    if field[:1] >= b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b"\0 ")
    return -1 if digits.strip(b"01234567") else int(digits or b"0", base=8)


def _short_name(head: bytes) -> bytes:
    name, prefix = (head[field].split(b"\0", 1)[0] for field in (_NAME, _PREFIX))
    return prefix + b"/" + name if prefix and head[_MAGIC.stop : _MAGIC.stop + 1] == b"\0" else name


@cache
def _record() -> re.Pattern[bytes]:
    return re.compile(rb"(?:\A|(?<=\n))[0-9]{1,6} path=([^\n]{1,60000})\n")


def _path(told: bytes) -> bytes:
    match = _record().search(told)
    return match[1] if match else b""
