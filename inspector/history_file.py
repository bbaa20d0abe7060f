"""The file behind the history: made, checked, opened, and set aside when it is damaged.

Opening always ends with a database that can be asked, and with a notice where it is not the one that was meant:
a newer or write-protected file is only read, a damaged one is renamed after its rows were saved, and where nothing
else is left the history lives in memory until the program ends.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector import salvage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VERSION = 1
PATIENCE = 0.25  # seconds to wait for another process
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
) STRICT"""
_INDEX = "CREATE INDEX seen_turn ON seen(turn)"
_SCHEMA = {
    ("seen", _TABLE),
    ("sqlite_autoindex_seen_1", None),
    ("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
    ("seen_turn", _INDEX),
}
_SETTINGS = (
    "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
    "PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY"
)
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_NO_SHARED_MEMORY = {
    sqlite3.SQLITE_CANTOPEN,
    *(sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMLOCK),
}
_SIDES = ("", "-wal", "-shm", "-journal")
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "fuse.sshfs"))

Refill = "Callable[[sqlite3.Connection, Iterable[tuple[int, salvage.Values]]], int]"


class HistoryError(Exception):
    """The surroundings kept the history from doing what was asked: disk full, locked, read-only, not a file."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class _DamagedError(Exception):
    """The file is not, or no longer, a history of this version."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the file to tell the user: `id` names the wording, `detail` a file or the system's reason.

    Ids: history-damaged (`detail` is the name of the file set aside, `rows` how many rows were saved from it),
    history-newer, history-read-only, history-network and history-memory.
    """

    id: str
    detail: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. `identity` tells the file behind it from a later one under the same name."""

    connection: sqlite3.Connection
    writable: bool = True
    notice: Notice | None = None
    identity: tuple[int, int] | None = None


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file's content is at fault, and not a full disk, a lock or a permission."""
    code = getattr(error, "sqlite_errorcode", None)  # absent on errors that Python itself raises
    return "decode to UTF-8" in str(error) if code is None else code & 0xFF in _DAMAGE


def open_store(path: Path, refill: Refill, now: float) -> Store:
    """Open the history at `path`, or the best that is left of it; never fails. `now` names a file set aside."""
    try:
        return _open_writable(path)
    except _DamagedError:
        return replace_damaged(path, refill, now, None)
    except (sqlite3.Error, OSError, HistoryError) as error:
        return _open_readable(path, error)


def replace_damaged(path: Path, refill: Refill, now: float, identity: tuple[int, int] | None) -> Store:
    """Set the damaged file aside and open a new one that holds its rows; never fails.

    With `identity`, a file that another process has replaced meanwhile is left alone.
    """
    try:
        notice = None
        if identity is None or identity == _identity(path):
            notice = _set_aside(path, refill, now)
        opened = _open_writable(path)
    except (sqlite3.Error, OSError, HistoryError, _DamagedError) as error:
        return _in_memory(error)
    return Store(opened.connection, notice=notice or opened.notice, identity=opened.identity)


def leftovers(path: Path) -> list[Path]:
    """Give the files that were set aside here and in which rows of a history can still be read."""
    found = [*path.parent.glob(f"{path.name}.damaged-*"), *path.parent.glob(f"{path.name}.new-*")]
    mains = {Path(str(file).removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")) for file in found}
    return [Path(f"{main}{side}") for main in sorted(mains) if any(_rows(main)) for side in _SIDES]


def on_network(folder: str, mounts: Iterable[str]) -> bool:
    """Tell whether `folder` lies on a network share; `mounts` are lines of Linux's `mountinfo`."""
    kinds: dict[str, str] = {}
    for line in mounts:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and f"{folder}/".startswith(f"{fields[4].rstrip('/')}/"):  # noqa: PLR2004 - field 5 of mountinfo: the mount point
            kinds[fields[4]] = after.split(" ")[0]
    return bool(kinds) and kinds[max(kinds, key=len)] in _NETWORK


def _open_writable(path: Path) -> Store:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    notice = None
    if not os.path.lexists(path):
        if _log_without_file(path):
            raise _DamagedError
        notice = _create(path)
    _require_file(path)
    try:
        connection = _connect(path, "mode=rw")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _NO_SHARED_MEMORY:
            raise
        connection = _connect_without_shared_memory(path)
        notice = Notice("history-network", str(path.parent))
    return _checked(Store(connection, notice=notice, identity=_identity(path)))


def _log_without_file(path: Path) -> bool:
    """SQLite would replay such a log into a new file; asked again, because another process may just have made one."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0 and not os.path.lexists(path)


def _require_file(path: Path) -> None:
    # lstat, not open: closing a second descriptor would drop this process's POSIX locks on the file
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        raise HistoryError(path, "not a file")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise HistoryError(path, "read-only")
    if mode & 0o077:
        path.chmod(0o600)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        connection.executescript(_SETTINGS)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first touch opens the log
    except sqlite3.Error as error:
        connection.close()
        raise (_DamagedError if is_damage(error) else error) from error
    _defend(connection)
    return connection


def _defend(connection: sqlite3.Connection) -> None:
    configure = getattr(connection, "setconfig", None)  # Python 3.12 and later
    if configure is not None:
        configure(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined, unused-ignore]


def _connect_without_shared_memory(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        connection.executescript(
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL;"
            "SELECT count(*) FROM sqlite_master"
        )
    except sqlite3.Error as error:
        raise (_DamagedError if is_damage(error) else error) from error
    finally:
        connection.close()
    return _connect(path, "mode=rw")


def _checked(store: Store) -> Store:
    """Compare version and schema with what this program writes; a newer file is only read."""
    connection = store.connection
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            return _newer(store)
        found = set(connection.execute("SELECT name, sql FROM sqlite_master LIMIT 9"))
    except sqlite3.Error as error:
        connection.close()
        raise (_DamagedError if is_damage(error) else error) from error
    if found != _SCHEMA:
        connection.close()
        raise _DamagedError
    return store


def _newer(store: Store) -> Store:
    connection = store.connection
    connection.execute("PRAGMA query_only=ON")
    try:
        connection.execute(f"SELECT {','.join(COLUMNS)} FROM seen LIMIT 0")  # noqa: S608 - our own column names
    except sqlite3.OperationalError as error:  # too new even to read
        connection.close()
        return Store(memory(), notice=Notice("history-newer", str(error)))
    return Store(connection, writable=False, notice=Notice("history-newer"), identity=store.identity)


def _open_readable(path: Path, error: Exception) -> Store:
    """Open a write-protected file: `immutable` is what a read-only file system needs."""
    locked = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    for mode in () if locked or not path.is_file() or path.is_symlink() else ("mode=ro", "immutable=1"):
        with suppress(sqlite3.Error, OSError, _DamagedError):
            store = _checked(Store(_connect(path, mode)))
            notice = store.notice or Notice("history-read-only", _reason(error))
            return Store(store.connection, writable=False, notice=notice)
    return _in_memory(error)


def _in_memory(error: Exception) -> Store:
    return Store(memory(), notice=Notice("history-memory", _reason(error)))


def _reason(error: Exception) -> str:
    match error:
        case HistoryError():
            return error.reason
        case OSError():
            return error.strerror or str(error)
    return str(error)


def memory() -> sqlite3.Connection:
    """Give an empty history that ends with the program."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _lay_out(connection)
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.executescript(f"BEGIN; {_TABLE}; {_INDEX}; PRAGMA user_version={VERSION}; COMMIT")


def _create(path: Path) -> Notice | None:
    """Make an empty history beside `path` and move it in whole, so that no process ever meets half of one."""
    fresh = _fresh(path)
    try:
        with closing(_blank(fresh)) as connection:
            shared = connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal"
        _move_in(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return Notice("history-network", str(path.parent)) if shared else None


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.new-{os.getpid()}")


def _blank(fresh: Path) -> sqlite3.Connection:
    for side in _SIDES:
        Path(f"{fresh}{side}").unlink(missing_ok=True)  # left by a killed process that had our number
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    os.close(os.open(fresh, flags, 0o600))
    connection = sqlite3.connect(fresh, isolation_level=None)
    try:
        journal = "DELETE" if _is_shared(fresh.parent) else "WAL"
        connection.executescript(f"PRAGMA page_size={salvage.PAGE}; PRAGMA journal_mode={journal}; {_SETTINGS}")
        _lay_out(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_shared(folder: Path) -> bool:
    place = str(folder.resolve())
    if place.startswith("\\\\"):
        return True
    with suppress(OSError):
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        return on_network(place, mounts.splitlines())
    return False


def _move_in(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)  # unlike a rename it never overwrites
    except FileExistsError:
        return  # another process was first
    except OSError:  # a file system without hard links
        if not os.path.lexists(path):
            fresh.rename(path)


def _set_aside(path: Path, refill: Refill, now: float) -> Notice:
    """Save the rows into a new file, rename the damaged one, move the new one in: in this order a crash loses nothing."""
    fresh = _fresh(path)
    try:
        with closing(_blank(fresh)) as connection:
            count = refill(connection, _rows(path))
        aside = _free_name(path, now)
        for side in _SIDES:  # the main file first: a log left alone is found again, a file without its log is not
            with suppress(FileNotFoundError):
                Path(f"{path}{side}").rename(f"{aside}{side}")
        _move_in(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return Notice("history-damaged", aside.name, count)


def _rows(path: Path) -> Iterable[tuple[int, salvage.Values]]:
    log = Path(f"{path}-wal")
    with open(path if path.is_file() else os.devnull, "rb") as file:
        if not log.is_file():
            yield from salvage.carve(file, None, len(COLUMNS))
            return
        with log.open("rb") as newest:
            yield from salvage.carve(file, newest, len(COLUMNS))


def _free_name(path: Path, now: float) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    name = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while any(os.path.lexists(f"{name}{side}") for side in _SIDES):
        number += 1
        name = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return name


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def begin(connection: sqlite3.Connection) -> None:
    """Start a write. Asks often: SQLite's own waiting grows to 100 ms a step and starves beside a busy writer."""
    deadline = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.001)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
