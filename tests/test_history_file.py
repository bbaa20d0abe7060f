"""The history's file: who may read it, and what happens if it or its folder is damaged or of another version."""

import os
import random
import shutil
from pathlib import Path

import pytest
from histories import DENIED, NOON, altered, filled, ids, in_memory, number, opened, still_answers

from inspector.history import HistoryError, Notice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.db"


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
