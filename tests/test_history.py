"""The history on real files: what is recorded, found and forgotten."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from histories import DENIED, NOON, altered, filled, ids, number, opened
from hypothesis import given
from hypothesis import strategies as st

from inspector.history import NEWEST, HistoryError, Seen
from inspector.redact import redact


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.db"


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
