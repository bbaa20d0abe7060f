"""A day in one window: the oldest captures leave the list, and nothing else of them stays behind."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from invented import REQUEST_IDS, large, response
from PySide6.QtWidgets import QLabel

from inspector import effort
from inspector.ui import sitting

sys.path.append(str(Path(__file__).parents[1]))
from hostile import growth

PATIENCE = 20_000


@pytest.fixture
def few(monkeypatch):
    """Let a window keep few captures."""
    monkeypatch.setattr(sitting, "MOST_HELD", 5)


def ids(window):
    """Give the request IDs of the captures that are held, in the list's order."""
    return [held.inspection.reports[0].fact("request_id") for held in window.sitting._held]


def listed(window):
    """Give what the list of the captures shows."""
    return [window.top.captures.itemText(place) for place in range(window.top.captures.count())]


def numbered(count):
    """Give so many request IDs, no two alike."""
    return [f"6B0117A35C6D7E38F90A{number:04X}" for number in range(count)]


@pytest.mark.parametrize(("language", "said"), [("en", "keeps the newest"), ("zh_CN", "只保留最近的报文")])
def test_the_oldest_captures_leave_the_list_and_that_is_said_once(start, paste, few, language, said):
    window = start(language=language)
    for request_id in numbered(5):
        paste(window, response(request_id))
    assert window.notice.isHidden() or said not in window.notice.findChild(QLabel, "noticeText").text()
    paste(window, response(numbered(6)[5]))
    assert said in window.notice.findChild(QLabel, "noticeText").text()
    window.notice.hide()
    for request_id in numbered(12)[6:]:
        paste(window, response(request_id))
    assert window.notice.isHidden()
    assert ids(window) == numbered(12)[7:]
    assert len(listed(window)) == len(set(window.sitting.names)) == 5
    assert window.top.captures.currentIndex() == window.sitting.current == 4
    assert window.findChild(QLabel, "requestId").text() == numbered(12)[11]


def test_every_place_of_the_list_shows_its_own_capture_after_older_ones_left(start, paste, few):
    window = start()
    for request_id in numbered(8):
        paste(window, response(request_id))
    for place, request_id in enumerate(numbered(8)[3:]):
        window.top.capture_chosen.emit(place)
        assert window.findChild(QLabel, "requestId").text() == request_id
        assert window.top.captures.currentIndex() == place


def test_what_is_looked_at_does_not_leave(start, paste, few, qtbot):
    window = start()
    for request_id in numbered(5):
        paste(window, response(request_id))
    window.sitting.open_bytes(large(effort.LONGEST * 2).encode(), "clipboard", "")
    window.presenter.choose(0)
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(window.sitting.names) == 5, timeout=PATIENCE)
    assert window.findChild(QLabel, "requestId").text() == numbered(1)[0]
    assert ids(window)[:4] == [numbered(5)[0], *numbered(5)[2:]]
    assert window.top.captures.currentIndex() == window.sitting.current == 0
    window.do("next-capture")
    assert window.findChild(QLabel, "requestId").text() == numbered(5)[2]


def test_large_captures_leave_by_the_memory_that_they_hold(start, paste, monkeypatch, qtbot):
    monkeypatch.setattr(sitting, "MOST_BYTES", 1_000_000)
    window = start()
    for count, request_id in enumerate(REQUEST_IDS[:3], 1):
        paste(window, response(request_id))
        window.sitting.open_bytes(b" " * 400_000 + response(request_id).encode(), "clipboard", "")
        qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
        assert sum(held.size for held in window.sitting._held) < 1_000_000
        assert len(window.sitting.names) == (2, 4, 4)[count - 1]
    window.sitting.open_bytes(b" " * 1_200_000 + response(REQUEST_IDS[0]).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    assert len(window.sitting.names) == 2  # what is looked at stays beside it until the next one comes
    paste(window, response(REQUEST_IDS[0]))
    assert len(window.sitting.names) == 2


def test_twice_as_many_captures_leave_no_more_behind(start, monkeypatch):
    """Objects of Qt, of Python, and reports: counted, for the memory itself is the system's to give back."""
    monkeypatch.setattr(sitting, "MOST_HELD", 20)
    window = start(show=True)
    captures = list(islice(growth.texts(), 120))
    growth.pasted(window, iter(captures), 1, 120, quiet=0.01)
    once = growth.held(window)
    growth.pasted(window, iter(captures), 121, 120, quiet=0.01)  # the same: other ones would load other entries
    twice = growth.held(window)
    assert len(window.sitting.names) == 20
    assert twice.widgets <= once.widgets + 150, (once, twice)
    assert twice.reports <= once.reports + 60, (once, twice)
    assert twice.objects <= once.objects * 1.15, (once, twice)
