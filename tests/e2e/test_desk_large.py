"""A capture that takes a while, and one that is too large."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import pytest
from captures import error
from desk import until
from program import PATIENCE

REQUEST_ID = "6B011ACA5C6D7E38F90A1B2C"
LINE = "2026-11-21T04:15:06.120Z INFO  worker-7 uploaded part 0000 of reports/2026-11.csv in 38 ms\n"
MEGABYTE = 1024 * 1024


@pytest.fixture
def log(tmp_path):
    """20 MB of log with one error in it."""
    half = LINE * (10 * MEGABYTE // len(LINE))
    path = tmp_path / "large.log"
    path.write_text(f"{half}{error(REQUEST_ID, 'NoSuchUpload')}{half}")
    return path


@pytest.fixture
def stopped():
    """Processes held still, so that a test of what happens meanwhile is no race; they go on at the end."""
    pids = []

    def stop(pid):
        os.kill(pid, signal.SIGSTOP)
        pids.append(pid)

    yield stop
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def test_one_error_is_found_in_20_megabytes_of_log(start, log):
    program = start(log)
    program.node(id="requestId", name=f".*{REQUEST_ID}")
    assert program.name("code") == "NoSuchUpload"


def test_the_window_answers_while_something_large_is_read_and_gives_up_when_told(desk, start, log, stopped):
    program = start("--example", "aliyun-oss")
    before = program.name("requestId")
    stopped(until(program.children, PATIENCE, "the reader")[0])
    desk.put_on_clipboard(log.as_uri() + "\r\n", "text/uri-list")
    program.keys("ctrl+v")
    program.node(id="readingWhat", name=".*large.log.*")
    program.node(id="readingBar")
    assert program.nameless() == []
    program.keys("ctrl+slash")
    program.node(id="shortcuts", role="dialog")
    assert program.nodes(id="readingBar")
    program.keys("Escape")
    program.gone(id="shortcuts", role="dialog")
    program.click("readingCancel")
    program.gone(id="reading")
    assert program.name("requestId") == before
    program.keys("ctrl+v")
    program.node(id="requestId", name=f".*{REQUEST_ID}")


def test_a_file_beyond_the_limit_is_refused_in_words(start, tmp_path):
    path = tmp_path / "huge.log"
    with path.open("wb") as file:
        file.truncate(65 * MEGABYTE)
    program = start(path)
    said = program.name("noticeText")
    assert "huge.log" in said
    assert "65 MB" in said
    assert program.nodes(id="emptyPaste")
