"""Reads table rows straight from the bytes of an SQLite file that SQLite itself can no longer read.

Every table leaf page lists its cells, so rows can be read without the file's header and without the pages above them.
The result is only plausible: the caller keeps a row if its values have the right form. Files are read page by page, and
never by SQLite, so that a hostile schema has no effect here.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 4096  # the program creates its files with this page size
MOST_PAGES = 128 * 1024
"""Pages that are read, half a gigabyte: two million rows of ours. The file itself is kept whole."""
_TABLE_LEAF = 0x0D
_WAL_HEADER = 32
_FRAME_HEADER = 24
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_CONSTANTS = {0: None, 8: 0, 9: 1}
_FIRST_BLOB = 12

Value = int | str | None
Values = tuple[Value, ...]


def carve(file: BinaryIO, log: BinaryIO, columns: int) -> Iterator[tuple[int, Values]]:
    """Give (row id, values) of every readable row with `columns` columns.

    Pages in the write-ahead `log` count instead of those they replace in the `file`.
    """
    newer = _committed_pages(log)
    for place in newer.values():
        log.seek(place)
        yield from _rows(log.read(PAGE), columns)
    number = 0
    file.seek(0)
    while number < MOST_PAGES and (page := file.read(PAGE)):
        number += 1
        if number not in newer:
            yield from _rows(page, columns)


def _committed_pages(log: BinaryIO) -> dict[int, int]:
    """Give page number -> place of its newest committed copy in a write-ahead log."""
    salts = log.read(_WAL_HEADER)[16:24]
    pages: dict[int, int] = {}
    pending: dict[int, int] = {}
    while len(header := log.read(_FRAME_HEADER)) == _FRAME_HEADER and header[8:16] == salts:
        number, size_after_commit = struct.unpack(">II", header[:8])
        pending[number] = log.tell()
        log.seek(PAGE, 1)
        if size_after_commit:
            pages |= pending
            pending.clear()
    return pages


def _rows(page: bytes, columns: int) -> Iterator[tuple[int, Values]]:
    if not page or page[0] != _TABLE_LEAF:
        return
    count = int.from_bytes(page[3:5], "big")
    for slot in range(8, min(8 + 2 * count, len(page) - 1), 2):
        try:
            row = _cell(page, int.from_bytes(page[slot : slot + 2], "big"), columns)
        except (IndexError, KeyError, UnicodeDecodeError):
            continue  # a damaged cell says nothing about its neighbours
        if row:
            yield row


def _cell(page: bytes, place: int, columns: int) -> tuple[int, Values] | None:
    size, place = _varint(page, place)
    row_id, place = _varint(page, place)
    if place + size > len(page):
        return None
    return (row_id, values) if (values := _record(page[place : place + size], columns)) else None


def _record(record: bytes, columns: int) -> Values | None:
    header_size, place = _varint(record, 0)
    kinds: list[int] = []
    while place < header_size and len(kinds) <= columns:
        kind, place = _varint(record, place)
        kinds.append(kind)
    if len(kinds) != columns:
        return None
    values: list[Value] = []
    for kind in kinds:
        value, place = _value(record, place, kind)
        values.append(value)
    return tuple(values) if place == len(record) else None


def _value(record: bytes, place: int, kind: int) -> tuple[Value, int]:
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], place
    if kind >= _FIRST_BLOB and kind % 2:
        end = place + (kind - _FIRST_BLOB) // 2
        return record[place:end].decode("utf-8"), end
    end = place + _INTEGER_SIZES[kind]  # KeyError: a blob or a float, which no row of ours holds
    return int.from_bytes(record[place:end], "big", signed=True), end


def _varint(content: bytes, place: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = content[place + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the bit that says another byte follows
            return value, place + step + 1
    return value << 8 | content[place + 8], place + 9
