"""Histories for tests: invented rows, files filled with them, and disks that are full or read-only."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from inspector.history import History, Seen, open_history

NOON = 1_700_000_000
DENIED = Seen("aliyun-oss", "5F2A4B6C8D0E1F2A3B4C5D6E", "AccessDenied", "0003-00000001", 403, "b.oss.example:443", "b")
IS_SUPERUSER = hasattr(os, "geteuid") and os.geteuid() == 0


def number(index: int) -> Seen:
    return DENIED._replace(request_id=f"{index:024X}")


@contextmanager
def opened(path: Path, clean=str) -> Iterator[History]:
    with closing(open_history(path, clean, lambda: NOON)) as history:
        yield history


def ids(history: History, query: str = "", limit: int = 10_000) -> list[str]:
    return [row.request_id for row in history.newest(limit, query, seconds=30).rows]


def filled(path: Path, count: int) -> None:
    with opened(path) as history:
        history.record_all(map(number, range(1, count + 1)), NOON)


def altered(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if not IS_SUPERUSER or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a file system here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill_disk(folder: Path) -> Path:
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


def still_answers(history: History) -> None:
    row = history.record(DENIED, NOON)
    assert row in history.newest(10).rows


def in_memory(path: Path) -> str:
    with opened(path) as history:
        still_answers(history)
        assert history.notice.id == "history-memory"
        return history.notice.detail
