"""The window, or the process that reads, ends unexpectedly: the next start offers the trace, quietly."""

import os
import signal
import subprocess
import sys

import pytest
from invented import large
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QToolButton

from inspector import assets, crashes, settings

PATIENCE = 20_000
CRASH = """
import os, signal, sys
from inspector import __main__ as program
from inspector.ui import window
window.Window._complete = lambda _: os.kill(os.getpid(), signal.SIGSEGV)
sys.argv[1:] = ["--example", "aliyun-oss"]
program.main()
"""
NEXT = """
import sys
from PySide6.QtWidgets import QLabel
from inspector import __main__ as program
from inspector.ui import window
look_back = window.Window._look_back

def told(shown):
    look_back(shown)
    print(shown.notice.findChild(QLabel, "noticeText").text() if shown.telling else "")
    shown.close()

window.Window._look_back = told
sys.argv[1:] = ["--lang", "en"]
sys.exit(program.main())
"""
TRACE = "Fatal Python error: Segmentation fault\n"


@pytest.fixture
def after_a_crash(home):
    """Let the real program end by a fault after its first paint; give the session that comes next."""
    assert run(CRASH).returncode == -signal.SIGSEGV
    return next_session()


def run(code):
    environment = {**os.environ, "PYTHONPATH": str(assets._PACKAGE.parent), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=120)


def next_session():
    return crashes.Session(settings.reports_folder() / "window-own", -1)


def offered(window, qtbot):
    """Wait for the line; give what it says."""
    qtbot.waitUntil(lambda: "notice" in vars(window) and not window.notice.isHidden(), timeout=PATIENCE)
    return window.notice.findChild(QLabel, "noticeText").text()


def opened(window):
    window.notice.findChild(QToolButton, "noticeAct").click()
    return window.findChild(QDialog, "leftBehind")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The last session ended unexpectedly"), ("zh_CN", "上次运行时程序意外终止")]
)
def test_the_next_start_offers_what_a_crash_left(start, qtbot, qapp, after_a_crash, language, said):
    window = start(language=language)
    window.session = after_a_crash
    window.show()
    assert offered(window, qtbot) == said
    assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog))
    dialog = opened(window)
    field = dialog.findChild(QPlainTextEdit)
    assert TRACE in field.toPlainText()
    assert "inspector/ui/app.py:" in field.toPlainText()
    assert str(assets._PACKAGE.parent) not in field.toPlainText()
    assert field.accessibleName()
    dialog.findChild(QPushButton, "leftBehindCopy").click()
    assert TRACE in qapp.clipboard().text()
    dialog.findChild(QPushButton, "leftBehindDelete").click()
    assert not dialog.isVisible()
    assert list(settings.reports_folder().iterdir()) == []


def test_the_program_itself_offers_it_once_and_a_clean_end_leaves_nothing(after_a_crash):
    told = [run(NEXT) for _ in range(2)]
    assert [(one.stdout, one.returncode) for one in told] == [("The last session ended unexpectedly\n", 0), ("\n", 0)]
    assert [path.name.partition("-")[0] for path in after_a_crash.path.parent.iterdir()] == ["seen"]


def test_it_is_offered_once_and_kept_where_it_is_not_deleted(start, qtbot, after_a_crash):
    window = start()
    window.session = after_a_crash
    window.show()
    offered(window, qtbot)
    opened(window).reject()
    (kept,) = settings.reports_folder().iterdir()
    assert TRACE in kept.read_text()
    window.notice.hide()
    window._look_back()
    assert window.notice.isHidden()


def test_about_names_the_libraries_that_read(window):
    window.do("about")
    told = window.findChild(QLabel, "versions").text()
    named = ["Python", "Qt", "lxml", "libxml2", "SQLite", "Brotli", "zstandard"]
    assert [part.split()[0] for part in told.split(", ")] == named
    assert all(part.split()[1][0].isdigit() for part in told.split(", "))
    window.findChild(QDialog, "about").close()


def test_what_is_told_already_comes_first(start, after_a_crash):
    window = start()
    window.session = after_a_crash
    window.tell(lambda: "The history was damaged")
    window._look_back()
    assert window.notice.findChild(QLabel, "noticeText").text() == "The history was damaged"
    window.notice.hide()
    window._look_back()
    assert window.notice.findChild(QLabel, "noticeText").text() == "The last session ended unexpectedly"


@pytest.mark.parametrize(("ended_by", "traces"), [(signal.SIGSEGV, 1), (signal.SIGKILL, 0)])
def test_a_fault_of_the_reader_leaves_its_trace(start, qtbot, ended_by, traces):
    window = start()
    with qtbot.waitSignal(window.sitting.progress, timeout=PATIENCE):  # at work
        window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    os.kill(window.sitting.background._process.processId(), ended_by)
    qtbot.waitUntil(lambda: not window.sitting.busy, timeout=PATIENCE)
    folder = settings.reports_folder()
    assert len(list(folder.glob("reader-*"))) == traces
    if traces:
        window.notice.hide()
        window.session = next_session()
        window._look_back()
        assert offered(window, qtbot) == "In the last session the reader ended unexpectedly"
        dialog = opened(window)
        assert TRACE in dialog.findChild(QPlainTextEdit).toPlainText()
        assert "inspector/worker.py" in dialog.findChild(QPlainTextEdit).toPlainText()
        dialog.reject()
