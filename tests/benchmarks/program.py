"""The program's window in this process, and how long it takes until what was opened is painted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import common

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_STYLE_OVERRIDE"] = "Fusion"
sys.path.insert(0, str(common.ROOT))

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from inspector.settings import Settings
from inspector.ui import app
from inspector.ui.window import Window


class Painted(QObject):
    """Counts the paints of a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False

    def seconds(self, work: Callable[[], object]) -> float:
        """Do something, and measure until the widget has been painted anew."""
        application, before = QApplication.instance(), self.count
        begin = time.perf_counter()
        work()
        while self.count == before:
            application.processEvents()
        return time.perf_counter() - begin


def window(folder: Path) -> Window:
    """Open the program's window on an empty history, painted once."""
    application = QApplication.instance() or QApplication(["benchmark"])
    made = app.make_window(application, Settings(), folder / "history.db")
    made.show_empty()
    made.show()
    settle(0.3)
    return made


def settle(seconds: float = 0.04) -> None:
    """Let pass what the program puts off until after a paint."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
