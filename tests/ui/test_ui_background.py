"""What is too large for a frame: read by a real worker process, with progress, a way to stop, and a window that lives."""

import os
import signal

import pytest
from invented import REQUEST_IDS, head, large, response, several
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from inspector import capture, effort
from inspector.ui import background

PATIENCE = 20_000
BEAT = 5


def many(size):
    """Write a log of many answers with about `size` characters."""
    one = several()
    return "\n".join([one] * (size // len(one) + 1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(large(2_000_000), id="20,000 elements"),
        pytest.param(many(2_000_000), id="5,000 responses"),
        pytest.param(response(message="x" * 2_000_000), id="no blank"),
    ],
)
def test_the_window_lives_while_two_megabytes_are_read(start, qtbot, text):
    window = start(show=True)
    qtbot.waitUntil(lambda: "background" in vars(window.sitting))
    beats = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(window.sitting.busy))
    timer.start(BEAT)
    window.sitting.open_bytes(text.encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 1, timeout=PATIENCE)
    timer.stop()
    assert beats.count(True) > 3  # how long it ever stands still is for tests/benchmarks/bench_large.py
    assert window.middle.currentWidget() is window.page
    assert window.page.raw._rows.text == text


def test_progress_is_shown_with_what_is_read(start, qtbot, home):
    window = start(show=True)
    place = home / "large & <b>odd"
    place.write_text(large(400_000))
    steps = []
    window.sitting.progress.connect(lambda done, whole: steps.append((done, whole)))
    window.open_files([str(place)])
    assert window.middle.currentWidget() is window.reading
    what = window.reading.findChild(QLabel, "readingWhat").text()
    assert what.startswith("Reading large & <b>odd")
    assert window.reading.findChild(QProgressBar).maximum() == 0
    qtbot.waitUntil(lambda: window.sitting.names == ["403 AccessDenied large & <b>odd"], timeout=PATIENCE)
    assert steps == [(1, 3), (2, 3)]
    assert window.reading.findChild(QLabel, "readingWhat").text().endswith(f" · {place.stat().st_size // 1024} KB")
    assert not window.sitting.background.busy


def test_a_paste_names_its_size(start, qtbot):
    window = start()
    raw = large(2_200_000).encode().ljust(3_250_000)
    window.sitting.open_bytes(raw, "clipboard", "")
    assert window.reading.findChild(QLabel, "readingWhat").text() == "Reading the capture · 3.1 MB"
    window.reading.findChild(QPushButton).click()


def test_cancel_brings_back_what_was_shown(start, paste, qtbot):
    window = start()
    paste(window, response(REQUEST_IDS[0]))
    window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    assert window.middle.currentWidget() is window.reading
    window.reading.findChild(QPushButton, "readingCancel").click()
    assert window.middle.currentWidget() is window.page
    assert not window.sitting.background.busy
    assert window.findChild(QLabel, "requestId").text() == REQUEST_IDS[0]
    window.sitting.open_bytes(large(effort.LONGEST * 2).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 2, timeout=PATIENCE)


def test_cancel_with_nothing_behind_it_shows_the_ways_in(start):
    window = start()
    window.sitting.open_bytes(large(1_000_000).encode(), "clipboard", "")
    window.reading.findChild(QPushButton, "readingCancel").click()
    assert window.middle.currentWidget() is window.empty


def test_several_large_ones_come_one_after_another(start, qtbot):
    window = start()
    for request_id in REQUEST_IDS[:3]:
        window.sitting.open_bytes(
            large(effort.LONGEST * 2).replace("6B011ACA5C6D7E38F90A1B2C", request_id).encode(), "clipboard", ""
        )
    qtbot.waitUntil(lambda: len(window.sitting.names) == 3, timeout=PATIENCE)
    window.sitting.choose(0)
    assert window.findChild(QLabel, "requestId").text() == REQUEST_IDS[0]
    window.sitting.choose(2)
    assert window.findChild(QLabel, "requestId").text() == REQUEST_IDS[2]


def test_a_small_paste_is_not_lost_while_a_large_one_is_read(start, paste, qtbot):
    window = start()
    window.sitting.open_bytes(large(1_000_000).encode(), "clipboard", "")
    paste(window, response(REQUEST_IDS[1]))
    assert window.findChild(QLabel, "requestId").text() == REQUEST_IDS[1]
    qtbot.waitUntil(lambda: len(window.sitting.names) == 2, timeout=PATIENCE)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_file_too_large_is_refused_with_its_size(start, home, qtbot, language):
    window = start(language=language)
    place = home / "dump.har"
    with place.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    window.open_files([str(place)])
    qtbot.waitUntil(lambda: not window.sitting.background.busy, timeout=PATIENCE)
    told = window.notice.findChild(QLabel, "noticeText").text()
    assert "dump.har" in told
    assert "200 MB" in told
    assert str(capture.LIMIT // 1048576) in told
    assert ("大小" in told) == (language == "zh_CN")
    assert window.middle.currentWidget() is window.empty


def test_a_paste_too_large_is_refused_with_its_size(start):
    window = start()
    window.sitting.open_bytes(b"x" * (capture.LIMIT + 1), "clipboard", "")
    assert "64 MB" in window.notice.findChild(QLabel, "noticeText").text()


def test_a_worker_that_dies_is_told_and_the_next_capture_is_read(start, paste, qtbot):
    window = start()
    paste(window, response(REQUEST_IDS[0]))
    window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: window.sitting.background._process.processId() > 0)
    os.kill(window.sitting.background._process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.sitting.background.busy, timeout=PATIENCE)
    assert "could not be read" in window.notice.findChild(QLabel, "noticeText").text()
    assert window.findChild(QLabel, "requestId").text() == REQUEST_IDS[0]
    window.sitting.open_bytes(large(effort.LONGEST * 2).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 2, timeout=PATIENCE)


def test_closing_ends_what_is_being_read(start):
    window = start(show=True)
    window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    window.close()
    assert window.sitting.background._process is None


def test_a_reader_that_has_read_much_is_replaced_and_no_capture_lost(start, qtbot, monkeypatch):
    monkeypatch.setattr(background, "MOST_CAPTURES", 2)
    window = start()
    readers = []
    window.sitting.added.connect(lambda _: readers.append(window.sitting.background._process))
    for request_id in REQUEST_IDS[:5]:
        raw = large(effort.LONGEST * 2).replace("6B011ACA5C6D7E38F90A1B2C", request_id)
        window.sitting.open_bytes(raw.encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 5, timeout=PATIENCE)
    assert [readers.index(one) for one in readers] == [0, 1, 1, 3, 3]  # the second and the fourth wore one out
    qtbot.waitUntil(lambda: window.sitting.background._leaving == [], timeout=PATIENCE)
    for number, request_id in enumerate(REQUEST_IDS[:5]):
        window.sitting.choose(number)
        assert window.findChild(QLabel, "requestId").text() == request_id


def test_a_reader_that_gave_up_is_replaced_and_says_why(start, qtbot, monkeypatch):
    hungry = "from inspector import budget, worker; budget.memory_for = lambda raw: (40 if len(raw) > 500_000 else 512) * 2**20; worker.main()"
    monkeypatch.setattr(background, "COMMAND", ("-P", "-c", hungry))
    window = start()
    window.sitting.background.warm()
    before = window.sitting.background._process
    window.sitting.open_bytes(large(3_000_000).encode(), "file", "page.har")
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    told = window.notice.findChild(QLabel, "noticeText").text()
    assert told == "page.har cannot be read: reading it takes more memory than is allowed."
    assert window.sitting.background._process is not before
    window.sitting.open_bytes(large(effort.LONGEST * 2).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 1, timeout=PATIENCE)


def test_a_tree_row_of_a_large_capture_still_finds_its_characters(start, qtbot):
    window = start()
    text = head(headers="x-oss-meta-名: 值\n") + large(300_000)
    window.sitting.open_bytes(text.encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 1, timeout=PATIENCE)
    tree = window.page.tree
    keys = [number for number, row in enumerate(tree.rows.rows) if row.value and row.kind != "derived-row"]
    for number in keys[:: max(1, len(keys) // 50)]:
        tree.choose(number)
        (span,) = window.page.raw._lit
        assert text[span.start : span.end] == tree.rows.rows[number].value
