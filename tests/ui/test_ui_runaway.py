"""Reading that runs away, or that a person stops: the window says so and goes on. Hostile captures, in the window."""

import os
import signal
import sys
from pathlib import Path

import pytest
from invented import REQUEST_IDS, large, response
from PySide6.QtWidgets import QLabel, QPushButton

from inspector import effort
from inspector.ui import background

sys.path.append(str(Path(__file__).parents[1]))
from hostile import maker

PATIENCE = 20_000
SHORT = "from inspector import budget, worker; budget.seconds_for = lambda raw: 0.02 if len(raw) > 500_000 else 9; worker.main()"


def notice(window):
    return window.notice.findChild(QLabel, "noticeText").text()


@pytest.mark.parametrize(("language", "said"), [("en", "took too long"), ("zh_CN", "耗时过长")])
def test_what_runs_away_ends_by_itself_and_is_told(start, paste, qtbot, monkeypatch, language, said):
    monkeypatch.setattr(background, "COMMAND", ("-P", "-c", SHORT))
    window = start(language=language)
    paste(window, response(REQUEST_IDS[0]))
    window.sitting.open_bytes(large(3_000_000).encode(), "file", "page.har")
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    assert said in notice(window)
    assert "page.har" in notice(window)
    assert window.middle.currentWidget() is window.page
    window.sitting.open_bytes(large(effort.LONGEST * 2).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: len(window.sitting.names) == 2, timeout=PATIENCE)


def test_a_worker_ended_by_the_limit_of_the_system_is_told(start, qtbot):
    window = start()
    window.sitting.open_bytes(large(3_000_000).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: window.sitting.background._process.processId() > 0)
    os.kill(window.sitting.background._process.processId(), signal.SIGXCPU)
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    assert "could not be read" in notice(window)


def test_a_worker_that_does_not_even_listen_can_be_stopped(start, qtbot, monkeypatch):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    monkeypatch.setattr(background, "COMMAND", ("-P", "-c", deaf))
    window = start()
    window.sitting.open_bytes(large(3_000_000).encode(), "clipboard", "")
    qtbot.waitUntil(lambda: window.sitting.background._process.processId() > 0)
    window.reading.findChild(QPushButton, "readingCancel").click()
    assert not window.sitting.busy
    assert window.middle.currentWidget() is window.empty


def test_hostile_captures_are_answered_in_the_window(start, qtbot, home):
    trap = home / "trap.png"
    os.mkfifo(trap)  # whoever opens it waits for ever
    window = start(show=True)
    refused = []
    window.sitting.refused.connect(refused.append)
    chosen = [one for one in maker.captures(str(trap)) if len(one.raw) <= 4 * maker.KB and one.raw]
    for number, one in enumerate(chosen, 1):
        window.sitting.open_bytes(one.raw, "file", one.name)
        qtbot.waitUntil(lambda number=number: len(window.sitting.names) + len(refused) == number, timeout=PATIENCE)
        window.grab()
    assert len(chosen) > 80
    assert refused == []
