"""The window built as the program builds it, with preferences and history of its own; nothing of it may stay behind."""

import gc
import importlib
import os
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QProcess, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from inspector.model import Span
from inspector.settings import Settings
from inspector.ui import app, guidance
from inspector.ui.parts import visible

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_STYLE_OVERRIDE"] = "Fusion"

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "packaging"))  # no package on purpose: it would shadow the library of that name


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:  # said of every dialog and menu by the offscreen platform
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session", autouse=True)
def translations():
    build_translations = importlib.import_module("build_translations")
    build_translations.build(build_translations.FOLDER)


AT_WORK = {
    QTimer: lambda timer: timer.isActive(),
    QProcess: lambda process: process.state() != QProcess.ProcessState.NotRunning,
    QThread: lambda thread: thread.isRunning() and thread is not QThread.currentThread(),
}


def running():
    """Describe what still lives: windows, timers, threads, processes."""
    found = [
        f"{type(widget).__name__} {widget.objectName()}" for widget in QGuiApplication.instance().topLevelWidgets()
    ]
    for thing in gc.get_objects():
        at_work = AT_WORK.get(type(thing))
        if at_work and shiboken6.isValid(thing) and at_work(thing):
            found.append(f"running {thing}")
    return found + [f"thread {thread.name}" for thread in threading.enumerate()] + children()


def children():
    """List the processes that this one started; nothing where the system does not say."""
    lists = Path("/proc/self/task").glob("*/children")
    return [f"process {number}" for listed in lists for number in listed.read_text().split()]


def settle(application):
    """Let everything that waits happen, deletions too."""
    application.processEvents()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()


@pytest.fixture(autouse=True)
def guidance_at_once(monkeypatch):
    """Build the guidance when it is asked for: that it waits for the paint has a test of its own."""
    waiting = guidance.later
    monkeypatch.setattr(guidance, "later", lambda _, work: work())
    return waiting


@pytest.fixture(scope="session")
def there_before(qapp):
    """Hold what lived before the first of these tests, and what a test that failed for it left to the next."""
    return running()


@pytest.fixture(autouse=True)
def nothing_stays(qapp, there_before):
    yield
    qapp.clipboard().clear()
    settle(qapp)
    for _ in range(50):  # what is to be done after a paint has a timer of some milliseconds, and ends by itself
        after = running()
        left = list((Counter(after) - Counter(there_before)).elements())
        if not left:
            break
        QTest.qWait(10)
    there_before[:] = after
    assert left == [], "left behind by this test"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give the folder that is home, settings and data to the program under test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def start(qapp, home):
    """Give a function: preferences -> window, built as `app.make_window` builds it; not shown unless asked."""
    made = []

    def started(*, show=False, history=None, **preferences):
        chosen = Settings(**{"language": "en", "scheme": "light", **preferences})
        window = app.make_window(qapp, chosen, history or home / "history.db")
        window.settings_changed.connect(lambda _: app._keep(window.settings, chosen, {}))
        made.append(window)
        window.show_empty()
        if show:
            window.show()
            qapp.processEvents()
        return window

    yield started
    for window in made:
        window.do("language-en")  # takes the translators out of the application
        window.close()
        shiboken6.delete(window)


@pytest.fixture
def window(start):
    """Give one window in English, not shown."""
    return start()


@pytest.fixture
def place_of():
    """Give a function: raw view, offset of the capture -> the point of its viewport where that character begins."""

    def found(raw, offset):
        raw._reveal(Span(offset, offset))
        row = raw._rows.row_of(offset)
        before = visible(raw._rows.text[raw._rows.starts[row] : offset])
        layout = raw._layout(row)  # kept alive: a line points into its layout
        x = layout.lineAt(0).cursorToX(len(before.encode("utf-16-le")) // 2)
        across = (x[0] if isinstance(x, tuple) else x) - raw.horizontalScrollBar().value()
        return QPoint(round(across) + 8, (row - raw.verticalScrollBar().value()) * raw._height + raw._height // 2 + 4)

    return found


@pytest.fixture
def paste(qapp):
    """Give a function that puts text on the clipboard and pastes it into a window."""

    def pasted(window, text):
        qapp.clipboard().setText(text)
        window.do("paste")

    return pasted
