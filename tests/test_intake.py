"""Files and standard input: only regular files, never beyond the limit, and always an answer in words."""

import os
from pathlib import Path

import odd_files
import pytest

from inspector import files, intake
from inspector.capture import LIMIT
from inspector.intake import Source, Unreadable, from_command_line, read

OPEN = Path("/proc/self/fd")


def file(path):
    return Source("file", str(path), str(path))


def refused(path):
    with pytest.raises(Unreadable) as error:
        read(file(path))
    return error.value


def test_a_file_is_read_as_it_is(tmp_path):
    path = tmp_path / "名 a"
    path.write_bytes(b"\x00\r\n\xff")
    assert read(file(path)) == b"\x00\r\n\xff"


def test_a_file_of_just_the_limit_is_read(tmp_path):
    path = tmp_path / "a"
    with path.open("wb") as opened:
        opened.truncate(LIMIT)
    assert len(read(file(path))) == LIMIT


def test_a_larger_one_is_refused_with_its_size(tmp_path, knowledge):
    path = tmp_path / "a"
    with path.open("wb") as opened:
        opened.truncate(5 * 1024**3)
    error = refused(path)
    assert error.size == 5 * 1024**3
    assert error.worded(knowledge, "en") == f"{path} has 5,120 MB; up to 64 MB can be read."
    assert "5,120 MB" in error.worded(knowledge, "zh")


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)
    sizes = iter([100, 100])
    monkeypatch.setattr(intake, "LIMIT", 150)

    def growing(handle, size, whole=os.read):
        return b"x" * next(sizes, 0)

    monkeypatch.setattr(files.os, "read", growing)
    assert refused(path).size == 200


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_regular_file_is_refused(tmp_path, knowledge, kind):
    path = tmp_path / "a"
    odd_files.make(path, kind)
    error = refused(path)
    assert error.reason == "not-a-file"
    assert "regular file" in error.worded(knowledge, "en")
    assert "普通文件" in error.worded(knowledge, "zh")


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000, ""])
def test_an_impossible_name_is_refused(tmp_path, name):
    assert refused(f"{tmp_path}/{name}" if name else "").reason


def test_a_missing_file_and_a_loop_of_links_are_refused(tmp_path):
    assert refused(tmp_path / "gone").reason == "No such file or directory"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "symbolic links" in refused(tmp_path / "loop").reason


def test_nothing_stays_open(tmp_path):
    before = len(list(OPEN.iterdir()))
    for _ in range(5):
        refused(tmp_path)
        refused(tmp_path / "gone")
    assert len(list(OPEN.iterdir())) == before


def test_names_become_sources_in_their_order():
    assert from_command_line(["a", "-", "b"], None) == [file("a"), Source("stdin", "-"), file("b")]
    (example,) = from_command_line([], "aliyun-oss")
    assert (example.origin, example.name) == ("example", "aliyun-oss.http")
    assert read(example).startswith(b"PUT ")
