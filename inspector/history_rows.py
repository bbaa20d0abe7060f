"""Rows of the history: what a field may contain, and the SQL that stores, finds and deletes rows.

Every function takes an open connection; `history` opens it and handles errors.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import NamedTuple

from inspector.history_file import DamagedError
from inspector.history_schema import COLUMNS

Values = tuple[int | str | None, ...]

SHAPES = {
    "provider": r"[a-z0-9][a-z0-9-]{0,63}",
    "request_id": r"[0-9A-Za-z._*\-+/=]{1,128}",
    "code": r"[0-9A-Za-z][0-9A-Za-z._:\-]{0,127}",
    "ec": r"[0-9A-Za-z][0-9A-Za-z.\-]{0,63}",
    "host": r"(?:[0-9A-Za-z][0-9A-Za-z._\-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?",
    "bucket": r"[0-9A-Za-z][0-9A-Za-z._\-]{0,254}",
}
"""What a field may hold; all ASCII, which is what SQLite's LIKE compares without regard to case."""

_STATUSES = range(100, 1000)
_LIMIT = 1 << 40  # of numbers, counts and seconds; anything beyond is damage
_WHOLE_ID = 16  # a word of so many characters that begins an ID is taken to be one
_MOST_WORDS = 100
_LONGEST = 300  # characters; no field holds more
_OPERATIONS = 10_000  # of SQLite's machine between two looks at the clock: about a millisecond
_OVERTIME = 0.2  # seconds that a portion may go on after the time is up; only a hostile or broken file needs them
_PORTION = 2_000  # rows looked at for one word between two looks at the clock: some milliseconds
NEWEST = (1 << 63) - 1
"""Where a search begins: above every place in the order of use."""

_LOWEST = -(1 << 63)
_SEARCHED = ("request_id", "code", "ec", "host", "bucket", "provider")

# no value ever enters this text: only the column names above
_SELECT = f"SELECT {','.join(COLUMNS)} FROM seen"  # noqa: S608 - column names
_ORDER = "ORDER BY turn DESC, id DESC LIMIT ?"
_FILL = ",\n".join(
    f"{name} = CASE {name} WHEN '' THEN excluded.{name} ELSE {name} END" for name in ("code", "ec", "host", "bucket")
)
_RECORD = f"""INSERT INTO seen({",".join(COLUMNS[1:])})
  VALUES((SELECT coalesce(max(turn), 0) + 1 FROM seen), ?, ?, ?, ?, ?, ?, ?, ?8, ?8, 1)
  ON CONFLICT(request_id, provider) DO UPDATE SET turn = excluded.turn, last_seen = excluded.last_seen,
    times = times + 1, status = coalesce(status, excluded.status), {_FILL}"""  # noqa: S608 - column names
# an id that another row took meanwhile is left to it; a row that is there already is not put back twice
_RESTORE = f"""INSERT INTO seen({",".join(COLUMNS)})
  VALUES(CASE WHEN EXISTS(SELECT 1 FROM seen WHERE id = ?1) THEN NULL ELSE ?1 END,
    ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT(request_id, provider) DO UPDATE SET times = times + excluded.times,
    first_seen = min(first_seen, excluded.first_seen), status = coalesce(status, excluded.status), {_FILL}
  WHERE seen.id <> ?1"""  # noqa: S608 - column names


class Seen(NamedTuple):
    """What an inspection leaves to remember."""

    provider: str
    request_id: str
    code: str = ""
    ec: str = ""
    status: int | None = None
    host: str = ""
    bucket: str = ""


class Row(NamedTuple):
    """One request ID as kept: `turn` is its place in the order of use, times are UTC seconds since 1970."""

    id: int
    turn: int
    provider: str
    request_id: str
    code: str
    ec: str
    status: int | None
    host: str
    bucket: str
    first_seen: int
    last_seen: int
    times: int


class Page(NamedTuple):
    """Rows found, newest first; not `complete` when the time for the search ran out before its end.

    Then `rest` is where to go on; None where it cannot go on.
    """

    rows: tuple[Row, ...]
    complete: bool
    rest: int | None = None


class Question(NamedTuple):
    """A statement and its values."""

    sql: str
    values: Values


values_of: Callable[[Row], Values] = attrgetter(*COLUMNS)
_TYPES = {(int, int, str, str, str, str, status, str, str, int, int, int) for status in (int, type(None))}


def fitting(seen: Seen, now: int, clean: Callable[[str], str]) -> Values | None:
    """Give the values to store; empty where one has not its shape; None without an ID that may be kept."""
    text = {name: _allowed(shape, getattr(seen, name), clean) for name, shape in SHAPES.items()}
    if not text["request_id"]:
        return None
    status = seen.status if seen.status in _STATUSES else None
    return (
        *(text[name] for name in ("provider", "request_id", "code", "ec")),
        *(status, text["host"], text["bucket"], now),
    )


def _allowed(shape: str, value: str, clean: Callable[[str], str]) -> str:
    return value if re.fullmatch(shape, value) and clean(value) == value else ""


def sound(values: Values, clean: Callable[[str], str]) -> Values | None:
    """Check a row read from damaged bytes; None where it cannot be one of ours."""
    if tuple(map(type, values)) not in _TYPES:
        return None
    row = Row(*values)  # type: ignore[arg-type] # their types were just compared
    if not all(0 < number < _LIMIT for number in (row.id, row.turn, row.times)):
        return None
    if not all(abs(moment) < _LIMIT for moment in (row.first_seen, row.last_seen)):
        return None
    seen = Seen(row.provider, row.request_id, row.code, row.ec, row.status, row.host, row.bucket)
    kept = fitting(seen, row.last_seen, clean)
    return (row.id, row.turn, *kept[:-1], row.first_seen, row.last_seen, row.times) if kept else None


def record(connection: sqlite3.Connection, seen: Iterable[Values]) -> tuple[Row, ...]:
    """Store what `fitting` gave and return the rows as they are now."""
    return tuple(_record_one(connection, values) for values in seen)


def _record_one(connection: sqlite3.Connection, values: Values) -> Row:
    connection.execute(_RECORD, values)
    key = (values[1], values[0])
    return _row(connection.execute(f"{_SELECT} WHERE request_id = ? AND provider = ?", key).fetchone())


def restore(connection: sqlite3.Connection, rows: Iterable[Values]) -> None:
    """Put rows back; one that was recorded again meanwhile adds up."""
    connection.executemany(_RESTORE, rows)


def delete(connection: sqlite3.Connection, ids: Iterable[int]) -> tuple[Row, ...]:
    """Delete rows by id and return them."""
    found = tuple(_take(connection, number) for number in ids if 0 < number < _LIMIT)
    return tuple(row for row in found if row)


def _take(connection: sqlite3.Connection, number: int) -> Row | None:
    values = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    connection.execute("DELETE FROM seen WHERE id = ?", (number,))
    return _row(values) if values else None


def delete_all(connection: sqlite3.Connection) -> tuple[Row, ...]:
    """Delete every row and return them all, newest first."""
    rows = tuple(map(_row, connection.execute(f"{_SELECT} ORDER BY turn DESC, id DESC")))
    connection.execute("DELETE FROM seen")
    return rows


def count(connection: sqlite3.Connection) -> int:
    """Count the rows."""
    return int(connection.execute("SELECT count(*) FROM seen").fetchone()[0])


def shrink(connection: sqlite3.Connection) -> None:
    """Write the file anew without the pages it no longer needs."""
    connection.execute("VACUUM")


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move the log into the file and cut it to nothing; False while another process reads from it."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def search(connection: sqlite3.Connection, query: str, limit: int, seconds: float, rest: int) -> Page:
    """Find the newest rows below `rest` that hold every word; a whole ID by its beginning first."""
    words = list(dict.fromkeys(query.split()))[:_MOST_WORDS]
    if not all(word.isascii() and word.isprintable() and len(word) <= _LONGEST for word in words):
        return Page((), complete=True)
    if not words:
        return _page(connection, Question(f"{_SELECT} {_ORDER}", (limit,)), time.monotonic() + seconds)
    if len(words) == 1 and len(words[0]) >= _WHOLE_ID and rest == NEWEST:
        page = _page(connection, _starting_with(words[0], limit), time.monotonic() + seconds)
        if page.rows:
            return page
    return _in_portions(connection, words, limit, seconds, rest)


def _starting_with(start: str, limit: int) -> Question:
    """Look in the index, which knows case: as typed, then in capitals, then in small letters."""
    starts = (start, start.upper(), start.lower())
    where = " OR ".join("request_id >= ? AND request_id < ?" for _ in starts)
    bounds = [bound for each in starts for bound in (each, f"{each}\x7f")]
    # the plus sign keeps SQLite from walking the whole order instead of the index
    return Question(f"{_SELECT} WHERE {where} ORDER BY +turn DESC, id DESC LIMIT ?", (*bounds, limit))


def _in_portions(connection: sqlite3.Connection, words: list[str], limit: int, seconds: float, rest: int) -> Page:
    """Look through the rows, so many at a time, until the time is up."""
    deadline = time.monotonic() + seconds
    size = max(1, _PORTION // len(words))
    found: tuple[Row, ...] = ()
    while True:
        floor = _floor(connection, rest, size, deadline + _OVERTIME)
        page = _page(connection, _holding(words, limit - len(found), rest, floor), deadline + _OVERTIME)
        found += page.rows
        if not page.complete or len(found) >= limit or floor == _LOWEST:
            return Page(found, page.complete)
        rest = floor
        if time.monotonic() > deadline:
            return Page(found, complete=False, rest=rest)


def _floor(connection: sqlite3.Connection, rest: int, size: int, deadline: float) -> int:
    """Give the place in the order of use that has `size` rows from it up to `rest`."""
    question = Question("SELECT turn FROM seen WHERE turn < ? ORDER BY turn DESC LIMIT 1 OFFSET ?", (rest, size - 1))
    rows, _ = _until(connection, question, deadline)
    return int(str(rows[0][0])) if rows else _LOWEST


def _holding(words: list[str], limit: int, rest: int, floor: int) -> Question:
    tests = " AND ".join(_anywhere(number) for number in range(1, len(words) + 1))
    return Question(
        f"{_SELECT} WHERE {tests} AND turn < ? AND turn >= ? {_ORDER}",
        (*(f"%{_literal(word)}%" for word in words), rest, floor, limit),
    )


def _anywhere(number: int) -> str:
    return "(" + " OR ".join(f"{name} LIKE ?{number} ESCAPE '\\'" for name in _SEARCHED) + ")"


def _literal(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def _page(connection: sqlite3.Connection, question: Question, deadline: float) -> Page:
    rows, complete = _until(connection, question, deadline)
    return Page(tuple(map(_row, rows)), complete)


def _until(connection: sqlite3.Connection, question: Question, deadline: float) -> tuple[list[Values], bool]:
    """Collect rows until the time is up; what was found by then counts."""
    rows: list[Values] = []
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _OPERATIONS)
    try:
        for values in connection.execute(question.sql, question.values):
            rows.append(values)  # noqa: PERF402 - a list that an interruption does not take away
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
            raise
        return rows, False
    finally:
        connection.set_progress_handler(None, 0)
    return rows, True


def _row(values: Values) -> Row:
    if tuple(map(type, values)) not in _TYPES:  # SQLite reads a flipped bit in a type without a word
        raise DamagedError("a value of the wrong type")
    return Row(*values)  # type: ignore[arg-type] # their types were just compared
