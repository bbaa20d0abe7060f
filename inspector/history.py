"""The request IDs seen before, in one SQLite file on this computer.

Only named fields are kept, never captured text; a value that does not have the form of its field, or that redaction
would change, is left out. A row is one request ID of one provider. Rows are ordered by use, with a counter and not by
time, so a clock that jumps moves nothing. `history_file` opens the file and reports any compromise.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from inspector import history_file, history_rows
from inspector.history_file import HistoryError, Notice
from inspector.history_rows import NEWEST, Page, Row, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from inspector.history_rows import Values

__all__ = ["NEWEST", "History", "HistoryError", "Notice", "Page", "Row", "Seen", "open_history"]

T = TypeVar("T")
P = ParamSpec("P")
_MOST_WAITING = 1_000


class History:
    """The open history. Use it from one thread, and close it."""

    def __init__(self, path: Path, clean: Callable[[str], str], clock: Callable[[], float]) -> None:
        """Open the file at `path`; see `open_history`."""
        self.path = path
        self._clean = lru_cache(maxsize=4096)(clean)  # few hosts and codes, many rows
        self._clock = clock
        self._waiting: list[Values] = []
        self._store = history_file.open_store(path, self._refill, clock())

    @property
    def notice(self) -> Notice | None:
        """What the user should know about the file; changes when damage is met only later."""
        return self._store.notice

    @property
    def writable(self) -> bool:
        """Tell whether rows can be recorded; a history in memory can."""
        return self._store.writable

    def record(self, seen: Seen, now: float) -> Row | None:
        """Remember one request ID at `now` (UTC seconds); None where it has no ID that may be kept.

        Raises HistoryError; what could not be written then is written with the next record.
        """
        rows = self.record_all((seen,), now)
        return rows[0] if rows else None

    def record_all(self, seen: Iterable[Seen], now: float) -> tuple[Row, ...]:
        """Remember many request IDs in one write, the last as the newest. Raises HistoryError as `record`."""
        fields = [kept for one in seen if (kept := history_rows.fitting(one, int(now), self._clean))]
        if not fields:
            return ()
        backlog = self._waiting + fields
        try:
            rows = self._write(history_rows.record, backlog)
        except HistoryError:
            if self.writable:
                self._waiting = backlog[-_MOST_WAITING:]
            raise
        self._waiting = []
        return rows[-len(fields) :]

    def newest(self, limit: int, query: str = "", seconds: float = 0.25, rest: int = NEWEST) -> Page:
        """Give the rows used last, at most `limit`, that hold every word of `query` in any of their fields.

        The case of letters does not count. A search ends after `seconds` and may go on from its page's `rest`. A
        single word of 16 characters and more that begins a request ID finds just that. Raises HistoryError.
        """
        return self._run(history_rows.search, query, limit, seconds, rest)

    def count(self) -> int:
        """Count the rows. Raises HistoryError."""
        return self._run(history_rows.count)

    def delete(self, ids: Iterable[int]) -> tuple[Row, ...]:
        """Forget rows by their `id` and give them back, for `undelete`. Raises HistoryError."""
        rows = self._write(history_rows.delete, list(ids))
        with suppress(HistoryError):  # older copies leave the log now, or at the latest when the file is closed
            self._run(history_rows.empty_log)
        return rows

    def undelete(self, rows: Iterable[Row]) -> None:
        """Put rows back where they were in the order of use. Raises HistoryError."""
        self._write(history_rows.restore, [history_rows.values_of(row) for row in rows])

    def clear(self) -> tuple[Row, ...]:
        """Forget everything for good and give the rows back, for `undelete`.

        Nothing of the rows stays in the file, its log or the files once set aside as damaged. Raises
        HistoryError, also where the rows are deleted but another program keeps the log from being emptied.
        """
        from inspector import history_rescue  # noqa: PLC0415 - no start needs it

        self._waiting = []
        rows = self._write(history_rows.delete_all)
        self._run(history_rows.shrink)
        if not self._run(history_rows.empty_log):
            raise HistoryError(self.path, "log in use by another program")
        try:
            history_rescue.remove_set_aside(self.path, lambda number, row: self._sound(number, row) is not None)
        except OSError as error:
            raise HistoryError(self.path, str(error)) from error
        return rows

    def close(self) -> None:
        """Write what is still waiting, if that is possible now, and let the file go."""
        if self._waiting:
            with suppress(HistoryError):
                self._write(history_rows.record, self._waiting)
        self._waiting = []
        self._store.connection.close()

    def _refill(self, connection: sqlite3.Connection, found: Iterable[tuple[int, Values]]) -> int:
        """Store salvaged rows; what reads like a row but has not its shape is left behind."""
        connection.execute("BEGIN IMMEDIATE")
        history_rows.restore(connection, filter(None, (self._sound(number, row) for number, row in found)))
        connection.execute("COMMIT")
        return history_rows.count(connection)

    def _sound(self, number: int, row: Values) -> Values | None:
        return history_rows.sound((number, *row[1:]), self._clean)

    def _write(self, action: Callable[Concatenate[sqlite3.Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        if not self.writable:
            raise HistoryError(self.path, "read-only")

        def transaction(connection: sqlite3.Connection) -> T:
            with history_file.transaction(connection):
                return action(connection, *given, **named)

        return self._run(transaction)

    def _run(self, action: Callable[Concatenate[sqlite3.Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        """Run an action on the file; if it meets damage, repair the file once and try again."""
        if self._store.identity and self._store.identity != history_file.identity_of(self.path):
            self._store.connection.close()  # another process has mended the file, or somebody has removed it
            self._store = history_file.open_store(self.path, self._refill, self._clock())
        try:
            return action(self._store.connection, *given, **named)
        except sqlite3.Error as error:
            if not (self.writable and self._store.identity and history_file.is_damage(error)):
                raise HistoryError(self.path, str(error)) from error
        self._store.connection.close()
        self._store = history_file.replace_damaged(self.path, self._refill, self._clock(), self._store.identity)
        try:
            return action(self._store.connection, *given, **named)
        except sqlite3.Error as error:
            raise HistoryError(self.path, str(error)) from error


def open_history(path: Path, clean: Callable[[str], str], clock: Callable[[], float] = time.time) -> History:
    """Open the history at `path`, a file that is made when it is missing, in a folder of its own.

    Never fails: where the file cannot be used, rows are kept in memory, and `History.notice` says why.
    `clean` hides secrets in a text; a value that it would change is not kept. `clock` gives UTC seconds.
    """
    return History(path, clean, clock)
