"""The history beside others and on bad disks: locked, limited, without shared memory, full, read-only, on a network."""

import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from histories import DENIED, NOON, fill_disk, filled, ids, in_memory, mounted, number, opened, still_answers

from inspector.history import HistoryError, Notice
from inspector.history_schema import on_network


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.db"


def test_locked_by_another_process_when_opening(path):
    filled(path, 3)
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA locking_mode=EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE');"
        "c.execute('DELETE FROM seen WHERE id = -1'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        assert "locked" in in_memory(path)
        holder.stdin.close()
    with opened(path) as history:
        assert (history.notice, history.count()) == (None, 3)


def test_a_write_that_has_to_wait_too_long_is_made_up_for(path):
    with opened(path) as history, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="locked") as caught:
            history.record(number(1), NOON)
        assert caught.value.path == path
        assert history.newest(10).complete  # reading goes on
        other.execute("ROLLBACK")
        history.record(number(2), NOON + 1)
        assert ids(history) == [number(2).request_id, number(1).request_id]


def test_what_waited_is_written_when_closing(path):
    with opened(path) as history, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError):
            history.record(DENIED, NOON)
        other.execute("ROLLBACK")
    with opened(path) as history:
        assert history.count() == 1


def test_a_limit_on_file_size_loses_nothing(path):
    filled(path, 10)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(path) as history:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, limits[1]))
            with pytest.raises(HistoryError):
                history.record_all(map(number, range(100, 2_000)), NOON)
            assert len(ids(history)) == 10
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        still_answers(history)
        assert history.notice is None


def test_without_shared_memory_the_log_is_given_up(path):
    filled(path, 3)
    Path(f"{path}-shm").mkdir()  # what SQLite maps its shared memory from
    with opened(path) as history:
        assert history.notice == Notice("history-network", str(path.parent))
        assert len(ids(history)) == 3
        still_answers(history)
    with opened(path) as history:
        assert (history.notice, history.count()) == (None, 4)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/li/.local", False),
        ("/mnt/share/x", True),
        ("/mnt/sharedisk", False),
        ("/mnt/share/usb", False),
    ],
)
def test_network_shares_are_told_by_their_mount(folder, expected):
    mounts = [
        "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        "40 21 0:50 / /mnt/share rw - nfs4 host:/export rw",
        "41 40 8:17 / /mnt/share/usb rw - vfat /dev/sdb1 rw",
        "",
    ]
    assert on_network(folder, mounts) is expected


def test_a_full_disk_loses_nothing_and_recovers(path):
    with mounted(path.parent, "size=512k"), opened(path) as history:
        history.record_all(map(number, range(1, 51)), NOON)
        ballast = fill_disk(path.parent)
        with pytest.raises(HistoryError):
            history.record_all(map(number, range(100, 300)), NOON)
        assert len(ids(history)) == 50
        ballast.unlink()
        history.record(DENIED, NOON)
        assert history.count() == 251


def test_opening_on_a_full_disk_still_shows_the_rows(path):
    with mounted(path.parent, "size=512k"):
        filled(path, 50)
        fill_disk(path.parent)
        with opened(path) as history:
            assert (history.notice.id, history.writable, len(ids(history))) == (
                "history-read-only",
                False,
                50,
            )


def test_a_read_only_disk_is_read(path):
    with mounted(path.parent, "size=2m"):
        filled(path, 50)
        subprocess.run(["mount", "-o", "remount,ro", str(path.parent)], check=True)
        with opened(path) as history:
            assert (history.notice.id, history.writable, len(ids(history))) == (
                "history-read-only",
                False,
                50,
            )
            assert history.notice.detail == "read-only"
        assert in_memory(path.with_name("new.db"))
