"""The file behind the history: created, checked, opened, and set aside if it is damaged.

Opening always ends with a usable database, and with a notice if it is not the one that was meant: a newer or
write-protected file is only read, a damaged one is renamed after its rows were saved, and if nothing else is left, the
history lives in memory until the program ends.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inspector.history_schema import (
    COLUMNS,
    SCHEMA,
    SETTINGS,
    VERSION,
    create,
    is_shared,
    memory,
)

if TYPE_CHECKING:
    from inspector.history_rescue import Refill

PATIENCE = 0.25  # seconds to wait for another process that writes
_PATIENCE_FOR_MENDING = 1.5  # the start of the program hangs on it
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_NO_SHARED_MEMORY = {
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_READONLY_CANTINIT),
    *(sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMLOCK),
}


class HistoryError(Exception):
    """The surroundings are at fault: disk full, locked, read-only. `reason` is in the system's words."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DamagedError(sqlite3.DatabaseError):
    """The file is not, or no longer, a history of this version."""


class Notice(NamedTuple):
    """Something about the file to tell the user: `id` names the wording, `detail` is plain text for it.

    Ids: history-damaged (`detail` is the name of the file set aside, `rows` how many were saved from it),
    history-newer, history-network (the folder), history-read-only and history-memory (the system's reason).
    """

    id: str
    detail: str = ""
    rows: int = 0


class Store(NamedTuple):
    """An open database. `identity` tells the file behind it from a later one under the same name."""

    connection: sqlite3.Connection
    writable: bool = True
    notice: Notice | None = None
    identity: tuple[int, int] | None = None


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file's content is at fault, and not a full disk, a lock or a permission."""
    code = getattr(error, "sqlite_errorcode", 0)  # absent on errors that Python itself raises
    return isinstance(error, DamagedError) or code & 0xFF in _DAMAGE or "decode to UTF-8" in str(error)


def open_store(path: Path, refill: "Refill", now: float) -> Store:
    """Open the history at `path`, or the best that is left of it; never fails.

    `refill` stores rows salvaged from a damaged file and counts them; `now` (UTC seconds) names that file.
    """
    identity = identity_of(path)
    try:
        return _open_writable(path)
    except DamagedError:
        return replace_damaged(path, refill, now, identity)
    except (sqlite3.Error, OSError, HistoryError) as error:
        return _open_readable(path, error)


def replace_damaged(path: Path, refill: "Refill", now: float, identity: tuple[int, int] | None) -> Store:
    """Set the damaged file aside and open a new one that holds its rows; never fails.

    `identity` is that of the damaged file: what another process has put in its place meanwhile is left alone.
    """
    from inspector import history_rescue  # noqa: PLC0415 - damage is rare, and a start should not pay for it

    try:
        notice = None
        with _alone(path):
            if identity == identity_of(path):
                notice = Notice("history-damaged", *history_rescue.set_aside(path, refill, now))
        opened = _open_writable(path)
    except (sqlite3.Error, OSError, HistoryError, DamagedError) as error:
        return _in_memory(error)
    return Store(opened.connection, notice=notice or opened.notice, identity=opened.identity)


def _open_writable(path: Path) -> Store:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    notice = None
    if not os.path.lexists(path):
        _create(path)
        if is_shared(path.parent):
            notice = Notice("history-network", str(path.parent))
    _require_file(path)
    try:
        connection = _connect_for_writing(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _NO_SHARED_MEMORY:
            raise
        connection = _connect_without_shared_memory(path)
        notice = Notice("history-network", str(path.parent))
    return _checked(Store(connection, notice=notice, identity=identity_of(path)))


def _create(path: Path) -> None:
    log = Path(f"{path}-wal")
    with _alone(path):
        if os.path.lexists(path):
            return  # another process was first
        if log.exists() and log.stat().st_size:
            raise DamagedError("a log without its file")  # SQLite would replay it into the new one
        create(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from making or mending the file; the lock ends with its process, on every system.

    The empty file that carries it stays: who waits for it must not find it gone.
    """
    lock = Path(f"{path}.lock")
    lock.touch(mode=0o600)
    with closing(sqlite3.connect(lock, timeout=_PATIENCE_FOR_MENDING, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _require_file(path: Path) -> None:
    # lstat, not open: closing a second descriptor would drop this process's POSIX locks on the file
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        raise HistoryError(path, "not a file")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise HistoryError(path, "read-only")
    if mode & 0o077:
        with suppress(PermissionError):  # somebody else's file that we may write to
            path.chmod(0o600)


def _connect(path: Path, mode: str, settings: str = SETTINGS) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        connection.executescript(settings)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first touch opens the log
    except sqlite3.Error as error:
        connection.close()
        raise (DamagedError(str(error)) if is_damage(error) else error) from error
    _defend(connection)
    return connection


def _defend(connection: sqlite3.Connection) -> None:
    configure = getattr(connection, "setconfig", None)  # Python 3.12 and later
    if configure is not None:
        configure(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined, unused-ignore]


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    """Connect and try the write lock: shared memory left by another user lets SQLite read but not write."""
    connection = _connect(path, "mode=rw")
    try:
        _begin(connection, 0)
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if not _is_busy(error):  # a writer at work is proof enough
            connection.close()
            raise
    return connection


def _connect_without_shared_memory(path: Path) -> sqlite3.Connection:
    """Give up the write-ahead log: an exclusive owner needs no shared memory to move it into the file."""
    _connect(path, "mode=rw", "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE").close()
    return _connect_for_writing(path)


def _checked(store: Store) -> Store:
    """Compare version and schema with what this program writes; a newer file is only read."""
    connection = store.connection
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            return _newer(store)
        found = set(connection.execute("SELECT name, sql FROM sqlite_master LIMIT 9"))
    except sqlite3.Error as error:
        connection.close()
        raise (DamagedError(str(error)) if is_damage(error) else error) from error
    if found != SCHEMA:
        connection.close()
        raise DamagedError("not the schema of a history")
    return store


def _newer(store: Store) -> Store:
    connection = store.connection
    connection.execute("PRAGMA query_only=ON")
    try:
        connection.execute(f"SELECT {','.join(COLUMNS)} FROM seen LIMIT 0")  # noqa: S608 - column names
    except sqlite3.OperationalError as error:  # too new even to read
        connection.close()
        return Store(memory(), notice=Notice("history-newer", str(error)))
    return Store(connection, writable=False, notice=Notice("history-newer"), identity=store.identity)


def _open_readable(path: Path, error: Exception) -> Store:
    """Open a write-protected file: `immutable` is what a read-only file system needs."""
    plain = os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114 - False, not an error, in a closed folder
    for mode in ("mode=ro", "immutable=1") if plain and not _is_busy(error) else ():
        with suppress(sqlite3.Error, OSError, DamagedError):
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


def identity_of(path: Path) -> tuple[int, int] | None:
    """Identify a file, to notice if another one takes its name; None if there is none."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that happens inside, or nothing of it. Raises sqlite3.Error."""
    _begin(connection, PATIENCE)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _begin(connection: sqlite3.Connection, patience: float) -> None:
    # asks often: SQLite's own waiting grows to 100 ms a step and starves beside a busy writer
    deadline = time.monotonic() + patience
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(0.001)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
