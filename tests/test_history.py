"""The history on real files: what is kept, found, forgotten, and what happens in broken homes."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.history import NEWEST, History, HistoryError, Notice, Seen, open_history
from inspector.history_schema import on_network
from inspector.redact import redact

NOON = 1_700_000_000
DENIED = Seen("aliyun-oss", "5F2A4B6C8D0E1F2A3B4C5D6E", "AccessDenied", "0003-00000001", 403, "b.oss.example:443", "b")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def number(index: int) -> Seen:
    return DENIED._replace(request_id=f"{index:024X}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.db"


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


# --- rows -------------------------------------------------------------------------------------------------


def test_a_row_survives_the_program(path):
    with opened(path) as history:
        first = history.record(DENIED, NOON)
    with opened(path) as history:
        assert history.notice is None
        assert history.newest(10).rows == (first,)
    assert (first.code, first.status, first.host, first.times) == (
        "AccessDenied",
        403,
        "b.oss.example:443",
        1,
    )


def test_seen_again_counts_moves_up_and_fills_gaps(path):
    with opened(path) as history:
        history.record(Seen("aliyun-oss", DENIED.request_id, "NoSuchKey"), NOON)
        history.record(number(1), NOON + 1)
        again = history.record(DENIED, NOON + 2)
        assert ids(history) == [DENIED.request_id, number(1).request_id]
    assert (again.times, again.first_seen, again.last_seen) == (2, NOON, NOON + 2)
    assert (again.code, again.ec, again.status) == ("NoSuchKey", DENIED.ec, 403)


def test_one_id_of_two_providers_is_two_rows(path):
    with opened(path) as history:
        history.record(DENIED, NOON)
        history.record(DENIED._replace(provider="jdcloud-oss"), NOON)
        assert history.count() == 2


def test_a_clock_that_jumps_changes_neither_order_nor_count(path):
    ten_years = 315_360_000
    with opened(path) as history:
        for index, jump in enumerate((0, ten_years, -ten_years, 0, -3 * ten_years, ten_years), 1):
            history.record(number(index), NOON + jump)
        assert ids(history) == [number(index).request_id for index in (6, 5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "https://b.oss.example/?Signature=secret"),
        ("host", "b.oss.example/key"),
        ("host", "user:password@b.example"),
        ("bucket", "b/key?x=1"),
        ("code", "<script>"),
        ("code", "Access Denied"),
        ("ec", "0003\n"),
        ("provider", "../x"),
        ("host", "b\x00.example"),
        ("status", 99999),
    ],
)
def test_a_value_without_its_shape_is_left_out(path, name, value):
    with opened(path) as history:
        row = history.record(DENIED._replace(**{name: value}), NOON)
    assert getattr(row, name) == (None if name == "status" else "")
    assert row._replace(**{name: getattr(DENIED, name)}).bucket == "b"


@pytest.mark.parametrize("request_id", ["", "a b", "x" * 129, "5F2A\n", "请求", "id?x=1", "\ud800"])
def test_what_is_no_request_id_is_not_recorded(path, request_id):
    with opened(path) as history:
        assert history.record(DENIED._replace(request_id=request_id), NOON) is None
        assert history.count() == 0


def test_what_redaction_would_change_is_not_kept(path):
    secret = "LTAI5tAbCdEfGhIjKlMnOpQr"
    clean = lambda text: redact(text).text  # noqa: E731 - the very line that callers write
    with opened(path, clean) as history:
        row = history.record(DENIED._replace(bucket=secret), NOON)
        assert (row.bucket, row.request_id) == ("", DENIED.request_id)
        assert history.record(DENIED._replace(request_id=secret), NOON) is None
        assert secret.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())


# --- search -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["b.OSS", "accessdenied", "0003-", "aliyun", "8D0E1F", DENIED.request_id.lower(), "denied  :443"]
)
def test_search_ignores_case_and_needs_every_word(path, query):
    with opened(path) as history:
        history.record(DENIED, NOON)
        history.record(Seen("jdcloud-oss", "OTHER", "NoSuchKey"), NOON)
        assert ids(history, query) == [DENIED.request_id]
        assert ids(history, f"{query} nosuchkey") == []


@pytest.mark.parametrize(("query", "found"), [("a_b", ["a_b"]), ("a%b", []), ("\\", []), ("%", []), ("_", ["a_b"])])
def test_wildcards_are_plain_letters(path, query, found):
    with opened(path) as history:
        history.record_all((Seen("p", "a_b"), Seen("p", "axb")), NOON)
        assert ids(history, query) == found


@pytest.mark.parametrize(
    "query", ["请求", "\x00", "x" * 100_000, " ".join(map(str, range(5000))), "'; DROP TABLE seen"]
)
def test_strange_queries_find_nothing_and_break_nothing(path, query):
    with opened(path) as history:
        history.record(DENIED, NOON)
        assert ids(history, query) == []
        assert history.count() == 1


def test_an_id_is_found_by_its_beginning_in_any_case(path):
    with opened(path) as history:
        history.record_all(map(number, range(0xABC0, 0xABF0)), NOON)
        assert ids(history, "00000000000000000000ABCD"[:-1].lower()) == [
            number(index).request_id for index in range(0xABCF, 0xABBF, -1)
        ]


def test_a_search_out_of_time_says_so_and_keeps_what_it_found(path):
    filled(path, 5_000)
    with opened(path) as history:
        page = history.newest(10, "nowhere", seconds=0)
        assert (page.rows, page.complete) == ((), False)
        assert history.newest(10, "nowhere", seconds=30).complete
        assert len(history.newest(10).rows) == 10


def test_a_search_goes_on_where_its_time_ran_out(path):
    filled(path, 5_000)
    with opened(path) as history:
        history.record(number(7), NOON)  # moves up
        for query in ("0 c", "nowhere", "1f"):
            whole = history.newest(10_000, query, seconds=30)
            found, rest, looks = [], NEWEST, 0
            while rest is not None:
                page = history.newest(10_000, query, 0, rest)
                found, rest, looks = [*found, *page.rows], page.rest, looks + 1
                assert page.complete == (rest is None)
            assert (tuple(found), looks > 2) == (whole.rows, True)


@given(
    st.lists(st.from_regex(r"[0-9A-Za-z._*\-+/=]{1,20}", fullmatch=True), min_size=1, max_size=8, unique=True),
    st.data(),
)
def test_every_piece_of_an_id_finds_it(tmp_path_factory, names, data):
    wanted = data.draw(st.sampled_from(names))
    start = data.draw(st.integers(0, len(wanted) - 1))
    piece = wanted[start : data.draw(st.integers(start + 1, len(wanted)))]
    with opened(tmp_path_factory.mktemp("h") / "history.db") as history:
        history.record_all((Seen("", name) for name in names), NOON)
        found = ids(history, piece)
        assert wanted in found or len(piece) >= 16
        assert set(found) <= {name for name in names if piece.lower() in name.lower()}


# --- forgetting -------------------------------------------------------------------------------------------


def test_delete_and_undo_give_the_same_list(path):
    with opened(path) as history:
        history.record_all(map(number, range(1, 6)), NOON)
        before = history.newest(10)
        gone = history.delete(row.id for row in before.rows[:3])
        assert gone == before.rows[:3]
        assert len(ids(history)) == 2
        history.undelete(gone)
        history.undelete(gone)  # twice is once
        assert history.newest(10) == before


def test_undo_adds_up_with_what_was_recorded_meanwhile(path):
    with opened(path) as history:
        history.record(DENIED, NOON)
        gone = history.delete([row.id for row in history.newest(1).rows])
        history.record(DENIED._replace(code=""), NOON + 5)
        history.undelete(gone)
        (row,) = history.newest(10).rows
    assert (row.times, row.first_seen, row.last_seen, row.code) == (2, NOON, NOON + 5, "AccessDenied")


def test_delete_of_what_is_not_there_does_nothing(path):
    with opened(path) as history:
        history.record(DENIED, NOON)
        assert history.delete([77, 0, -1, 10**30]) == ()
        assert history.count() == 1


@pytest.mark.parametrize("forget", [lambda history, row: history.delete([row.id]), lambda history, _: history.clear()])
def test_nothing_of_a_forgotten_row_stays_on_the_disk(path, forget):
    canary = "CANARY0123456789"
    with opened(path) as history:
        for _ in range(5):
            row = history.record(DENIED._replace(request_id=canary), NOON)
            history.record(number(_), NOON)
        forget(history, row)
        assert not [file for file in path.parent.iterdir() if canary.encode() in file.read_bytes()]


def test_clear_can_be_undone_and_removes_what_was_set_aside(path):
    filled(path, 20)
    with path.open("r+b") as file:
        file.write(bytes(4096))
    stranger = path.with_name("history.db.damaged-20200101-000000")
    altered(stranger, f"CREATE TABLE mine({','.join('abcdefghijkl')}); INSERT INTO mine(a) VALUES('a letter')")
    with opened(path) as history:
        before = history.newest(100)
        gone = history.clear()
        assert (len(gone), history.count()) == (20, 0)
        assert {file.name for file in path.parent.iterdir()} == {
            *("history.db", "history.db-shm", "history.db-wal", "history.db.lock", stranger.name)
        }
        history.undelete(gone)
        assert history.newest(100) == before


def test_clear_says_when_a_reader_keeps_the_log(path):
    filled(path, 5)
    with opened(path) as history, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        history.record(DENIED, NOON)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM seen").fetchone()
        with pytest.raises(HistoryError):
            history.clear()


# --- the file ---------------------------------------------------------------------------------------------


def test_no_other_user_can_read_it(path):
    usual = os.umask(0)
    with opened(path) as history:
        os.umask(usual)
        history.record(DENIED, NOON)
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_file_open_to_others_is_closed_again_and_its_folder_left_alone(path):
    filled(path, 1)
    path.chmod(0o644)
    path.parent.chmod(0o755)
    filled(path, 1)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o755)


def test_settings_that_carry_the_guarantees(path):
    with opened(path) as history:
        ask = history._store.connection.execute
        names = (
            "journal_mode",
            "synchronous",
            "trusted_schema",
            "cell_size_check",
            "secure_delete",
            "mmap_size",
        )
        assert [ask(f"PRAGMA {name}").fetchone()[0] for name in names] == ["wal", 2, 0, 1, 1, 0]


def test_two_windows_of_one_process_see_each_other(path):
    with opened(path) as one, opened(path) as other:
        one.record(DENIED, NOON)
        assert other.record(DENIED, NOON).times == 2
        assert ids(one) == ids(other)


# --- broken homes -----------------------------------------------------------------------------------------


def still_answers(history: History) -> None:
    row = history.record(DENIED, NOON)
    assert row in history.newest(10).rows


def in_memory(path: Path) -> str:
    with opened(path) as history:
        still_answers(history)
        assert history.notice.id == "history-memory"
        return history.notice.detail


def test_a_file_where_the_folder_should_be(path):
    path.parent.write_text("")
    assert in_memory(path)


def test_a_folder_where_the_file_should_be(path):
    path.mkdir(parents=True)
    assert in_memory(path) == "not a file"
    assert path.is_dir()


def test_a_pipe_where_the_file_should_be(path):
    path.parent.mkdir()
    os.mkfifo(path)
    assert in_memory(path) == "not a file"


def test_a_link_is_not_followed(path):
    filled(path, 3)
    link = path.with_name("link.db")
    link.symlink_to(path)
    assert in_memory(link) == "not a file"
    dangling = path.with_name("dangling.db")
    dangling.symlink_to(path.with_name("nowhere.db"))
    assert in_memory(dangling) == "not a file"
    assert not path.with_name("nowhere.db").exists()


VIEW = "CREATE VIEW seen AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id FROM n"
TRIGGER = "CREATE TRIGGER t AFTER INSERT ON seen BEGIN UPDATE seen SET request_id = 'EVIL' WHERE id = new.id; END"


def zero_first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(4096))


def cut_off_a_third(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


def scatter_noise(path: Path) -> None:
    dice = random.Random(4)  # noqa: S311 - damage, not a key
    content = bytearray(path.read_bytes())
    for page in dice.sample(range(1, len(content) // 4096), 3):
        content[page * 4096 : page * 4096 + 4096] = dice.randbytes(4096)
    path.write_bytes(content)


def flip_text(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"AccessDenied", b"Access\xffenied", 1))


DAMAGES = {
    "text": (lambda path: path.write_text("hello " * 1000), 0),
    "short text": (lambda path: path.write_text("hello"), 0),
    "empty": (lambda path: path.write_bytes(b""), 0),
    "first page zeroed": (zero_first_page, 200),
    "cut off": (cut_off_a_third, 60),
    "noise": (scatter_noise, 40),
    "endless view": (lambda path: altered(path, f"DROP TABLE seen; {VIEW}"), 0),
    "trigger": (lambda path: altered(path, TRIGGER), 200),
    "further table": (lambda path: altered(path, "CREATE TABLE t(x)"), 200),
    "text that is not UTF-8": (flip_text, 199),
}


@pytest.mark.parametrize(("damage", "least"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_set_aside_and_its_rows_saved(path, damage, least):
    filled(path, 200)
    damage(path)
    remains = path.read_bytes()
    with opened(path) as history:
        ids(history)  # some damage shows only now
        still_answers(history)
        rows = history.newest(1000).rows
        assert history.notice == Notice("history-damaged", "history.db.damaged-20231114-221320", len(rows) - 1)
        assert history.notice.rows >= least
        assert {row.request_id for row in rows} <= {
            DENIED.request_id,
            *(number(n).request_id for n in range(1, 201)),
        }
        assert [row.turn for row in rows] == sorted((row.turn for row in rows), reverse=True)
    assert path.with_name(history.notice.detail).read_bytes() == remains
    with opened(path) as history:
        assert history.notice is None
        assert history.newest(1000).rows == rows


def test_two_damages_in_one_second_get_two_names(path):
    for _ in range(2):
        filled(path, 5)
        zero_first_page(path)
        with opened(path) as history:
            assert history.count() == 5
    assert len(list(path.parent.glob("history.db.damaged-*"))) == 2


def test_damage_met_while_open_is_mended(path):
    filled(path, 2_000)
    with opened(path) as history:
        content = bytearray(path.read_bytes())
        for page in range(1, len(content) // 4096, 5):
            content[page * 4096] ^= 0xFF
        path.write_bytes(content)
        assert len(ids(history)) > 1_000
        assert history.notice.id == "history-damaged"
        still_answers(history)


def test_what_another_window_mended_is_found_at_the_next_step(path):
    with opened(path) as older:
        older.record(number(1), NOON)
        altered(path, "CREATE TABLE t(x)")
        with opened(path) as newer:
            assert newer.notice.id == "history-damaged"
            newer.record(number(2), NOON)
            assert ids(older) == ids(newer)
            older.record(number(3), NOON)
            assert ids(newer) == ids(older) == [number(n).request_id for n in (3, 2, 1)]


def test_a_file_removed_while_open_is_made_anew(path):
    with opened(path) as history:
        history.record(number(1), NOON)
        shutil.rmtree(path.parent)
        still_answers(history)
        assert history.count() == 1
    with opened(path) as history:
        assert (history.notice, history.count()) == (None, 1)


def test_rows_only_in_the_log_are_saved_too(path):
    source = path.with_name("source.db")
    with opened(source) as history:
        history.record_all(map(number, range(1, 30)), NOON)
        shutil.copy(source, path)
        shutil.copy(f"{source}-wal", f"{path}-wal")
    zero_first_page(path)
    altered_log = Path(f"{path}-wal")
    assert altered_log.stat().st_size
    with opened(path) as history:
        assert history.count() == 29


def test_a_log_without_its_file_is_not_replayed_but_saved(path):
    source = path.with_name("source.db")
    with opened(source) as history:
        history.record_all(map(number, range(1, 30)), NOON)
        shutil.copy(f"{source}-wal", f"{path}-wal")
    with opened(path) as history:
        assert (history.notice.id, history.notice.rows, history.count()) == ("history-damaged", 29, 29)


def test_a_newer_file_is_only_read(path):
    filled(path, 3)
    altered(path, "ALTER TABLE seen ADD COLUMN note TEXT; PRAGMA user_version=2")
    before = path.read_bytes()
    with opened(path) as history:
        assert (history.notice.id, history.writable, len(ids(history))) == ("history-newer", False, 3)
        for forbidden in (lambda: history.record(DENIED, NOON), lambda: history.delete([1]), history.clear):
            with pytest.raises(HistoryError, match="read-only"):
                forbidden()
    assert path.read_bytes() == before


def test_a_file_too_new_to_read_is_left_alone(path):
    path.parent.mkdir()
    altered(path, "CREATE TABLE other(x); PRAGMA user_version=99")
    before = path.read_bytes()
    with opened(path) as history:
        still_answers(history)
        assert history.notice.id == "history-newer"
    assert path.read_bytes() == before


def test_an_endless_view_in_a_newer_file_is_stopped(path):
    names = "turn, provider, request_id, code, ec, status, host, bucket, first_seen, last_seen, times"
    columns = ", ".join(f"1 AS {name}" for name in names.split(", "))
    path.parent.mkdir()
    altered(path, f"{VIEW.replace('x AS id', f'x AS id, {columns}')} ; PRAGMA user_version=2")
    with opened(path) as history:
        assert history.notice.id == "history-newer"
        assert not history.newest(10, seconds=0).complete


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


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if not ROOT or subprocess.run(command, check=False, capture_output=True).returncode:
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
