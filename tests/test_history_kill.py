"""A writer killed at any moment loses nothing that it had called saved, and the file always opens."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from inspector.history import open_history

WRITER = Path(__file__).with_name("kill_writer.py")
KILLS = 200


def start(path: Path, first: int, how_many: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-S", str(WRITER), str(path), str(first), str(how_many), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def saved(lines: list[str]) -> set[int]:
    """The numbers acknowledged; a line that the kill cut short does not count."""
    return {int(line.split()[1]) for line in lines if line.startswith("saved ") and line.endswith("\n")}


def kill_after(path: Path, first: int, acknowledged: int, delay: int) -> set[int]:
    with start(path, first, 0, "A") as child:
        assert child.stdout
        assert child.stderr
        lines = [child.stdout.readline() for _ in range(acknowledged)]
        sum(range(delay))  # moves the kill over the length of a write
        child.kill()
        lines += child.stdout.readlines()
        assert child.stderr.read() == ""
    assert not [line for line in lines if line.startswith("notice")]
    return saved(lines)


def test_kills_lose_no_acknowledged_row(tmp_path):
    path = tmp_path / "history.db"
    dice = random.Random(9)  # noqa: S311 - moments, not keys
    promised: set[int] = set()
    for _ in range(KILLS):
        first = max(promised, default=0) + 10
        promised |= kill_after(path, first, dice.randrange(1, 12), dice.randrange(60_000))
        with closing(open_history(path, str)) as history:
            assert history.notice is None
            kept = {row.last_seen for row in history.newest(10**6, seconds=60).rows if row.request_id[0] == "A"}
        assert promised <= kept
    assert len(promised) > KILLS
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def two_at_once(path: Path, count: int) -> tuple[set[str], set[str]]:
    """The request IDs in the history after two processes wrote at once, and those that they had called saved."""
    children = [(name, start(path, 1, count, name)) for name in ("A", "B")]
    promised: set[str] = set()
    for name, child in children:
        output, errors = child.communicate()
        assert (errors, child.returncode) == ("", 0)
        assert "notice" not in output
        promised |= {f"{name}{number:024X}" for number in saved(output.splitlines(keepends=True))}
    with closing(open_history(path, str)) as history:
        rows = history.newest(10**6, seconds=60).rows
    assert len({row.turn for row in rows}) == len(rows)
    return {row.request_id for row in rows}, promised


def test_two_processes_at_once_lose_nothing(tmp_path):
    kept, promised = two_at_once(tmp_path / "history.db", 500)
    assert kept == promised == {f"{name}{n:024X}" for name in ("A", "B") for n in range(1, 501)}


def test_two_processes_that_meet_a_damaged_file_mend_it_once(tmp_path):
    path = tmp_path / "history.db"
    with start(path, 1, 50, "OLD") as writer:
        writer.communicate()
    with path.open("r+b") as file:
        file.write(bytes(4096))
    children = [start(path, 1, 100, name) for name in ("A", "B")]
    told = "".join(child.communicate()[0] for child in children)
    assert told.count("notice") == told.count("history-damaged") == 1
    with closing(open_history(path, str)) as history:
        assert history.count() == 250
    assert len(list(tmp_path.glob("history.db.damaged-*[0-9]"))) == 1
