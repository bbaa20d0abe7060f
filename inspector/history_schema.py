"""The history's table, and how an empty history is created: complete, private, never over an existing file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import salvage

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 1
COLUMNS = (
    *("id", "turn", "provider", "request_id", "code", "ec", "status", "host", "bucket"),
    *("first_seen", "last_seen", "times"),
)
_TABLE = """CREATE TABLE seen(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  turn INTEGER NOT NULL,
  provider TEXT NOT NULL,
  request_id TEXT NOT NULL,
  code TEXT NOT NULL,
  ec TEXT NOT NULL,
  status INTEGER,
  host TEXT NOT NULL,
  bucket TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  times INTEGER NOT NULL,
  UNIQUE(request_id, provider)
)"""
_INDEX = "CREATE INDEX seen_turn ON seen(turn)"
SCHEMA = {
    ("seen", _TABLE),
    ("sqlite_autoindex_seen_1", None),
    ("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
    ("seen_turn", _INDEX),
}
SETTINGS = (
    "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
    "PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY"
)
SIDES = ("", "-wal", "-shm", "-journal")
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "fuse.sshfs"))


def memory() -> sqlite3.Connection:
    """Give an empty history that ends with the program."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _lay_out(connection)
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.executescript(f"BEGIN; {_TABLE}; {_INDEX}; PRAGMA user_version={VERSION}; COMMIT")


def create(path: Path) -> None:
    """Make an empty history beside `path` and move it there, so that no process ever sees a half-made one."""
    fresh = fresh_name(path)
    try:
        make_blank(fresh).close()
        move_in(fresh, path)
    finally:
        discard(fresh)


def discard(file: Path) -> None:
    """Delete a database with what SQLite keeps beside it."""
    for side in SIDES:
        Path(f"{file}{side}").unlink(missing_ok=True)


def fresh_name(path: Path) -> Path:
    """Name the file that becomes `path` when it is finished."""
    return path.with_name(f"{path.name}.new-{os.getpid()}")


def make_blank(fresh: Path) -> sqlite3.Connection:
    """Make an empty history and keep it open; raises OSError and sqlite3.Error."""
    discard(fresh)  # left by a killed process that had our number
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    os.close(os.open(fresh, flags, 0o600))
    connection = sqlite3.connect(fresh, isolation_level=None)
    try:
        journal = "DELETE" if is_shared(fresh.parent) else "WAL"
        connection.executescript(f"PRAGMA page_size={salvage.PAGE}; PRAGMA journal_mode={journal}; {SETTINGS}")
        _lay_out(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_shared(folder: Path) -> bool:
    """Tell whether other computers may write here: a write-ahead log needs memory shared by all writers."""
    place = str(folder.resolve())
    if place.startswith("\\\\"):
        return True
    with suppress(OSError):
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        return on_network(place, mounts.splitlines())
    return False


def move_in(fresh: Path, path: Path) -> None:
    """Give the finished file its name. Raises OSError, also where that name is taken."""
    try:
        path.hardlink_to(fresh)  # unlike a rename it never overwrites
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        fresh.rename(path)


def on_network(folder: str, mounts: Iterable[str]) -> bool:
    """Tell whether `folder` lies on a network share; `mounts` are lines of Linux's `mountinfo`."""
    kinds: dict[str, str] = {}
    for line in mounts:
        mount, _, source = line.partition(" - ")
        point = (mount.split(" ") + [""] * 5)[4]
        if point and f"{folder}/".startswith(f"{point.rstrip('/')}/"):
            kinds[point] = source.split(" ")[0]
    return bool(kinds) and kinds[max(kinds, key=len)] in _NETWORK
