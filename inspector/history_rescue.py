"""Rescues a damaged history: its rows move to a new file, and the old one is renamed, never overwritten."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from inspector import salvage
from inspector.history_schema import COLUMNS, SIDES, discard, fresh_name, make_blank, move_in

Refill = Callable[[sqlite3.Connection, Iterable[tuple[int, salvage.Values]]], int]
"""Stores rows salvaged from a damaged file and counts them."""


def set_aside(path: Path, refill: Refill, now: float) -> tuple[str, int]:
    """Rename the damaged file and leave a sound one that holds its rows; give the new name and their count.

    `now` (UTC seconds) becomes part of the name. Raises OSError and sqlite3.Error.
    """
    # first save, then rename, then move in: wherever the power fails, no row is left in a nameless place
    fresh = fresh_name(path)
    try:
        with closing(make_blank(fresh)) as connection:
            count = refill(connection, _rows(path))
        aside = _free_name(path, now)
        for side in SIDES:  # a log left without its file is noticed, a file left without its log is not
            with suppress(FileNotFoundError):
                Path(f"{path}{side}").rename(f"{aside}{side}")
        move_in(fresh, path)
    finally:
        discard(fresh)
    return aside.name, count


def remove_set_aside(path: Path, is_ours: Callable[[int, salvage.Values], bool]) -> None:
    """Delete the files set aside here in which rows of ours can still be read. Raises OSError."""
    for mark in ("damaged-", "new-"):
        for found in path.parent.glob(f"{path.name}.{mark}*"):
            file = Path(str(found).removesuffix("-wal"))
            if any(is_ours(number, row) for number, row in _rows(file)):
                discard(file)


def _rows(path: Path) -> Iterator[tuple[int, salvage.Values]]:
    with _bytes_of(path) as file, _bytes_of(Path(f"{path}-wal")) as log:
        yield from salvage.carve(file, log, len(COLUMNS))


def _bytes_of(path: Path) -> BinaryIO:
    return path.open("rb") if path.is_file() else BytesIO()


def _free_name(path: Path, now: float) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    name = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while any(os.path.lexists(f"{name}{side}") for side in SIDES):
        number += 1
        name = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return name
