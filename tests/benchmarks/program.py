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
    """Counts the paints of a widget, and notes when its window has been painted with it."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        self.ended = (0.0, 0.0)
        watched.installEventFilter(self)
        watched.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and watched is not self.parent():
            before = self.count
            watched.event(event)
            if self.count > before:
                self.ended = _now()
            return True
        self.count += event.type() == QEvent.Type.Paint and watched is self.parent()
        return False

    def times(self, work: Callable[[], object]) -> tuple[float, float]:
        """Do something, and measure until the widget has been painted anew: by the clock, and the processor's time.

        What the program puts off until after that paint does not count, though the same turn of events may do it.
        """
        application, before = QApplication.instance(), self.count
        begin = _now()
        work()
        while self.count == before:
            application.processEvents()
        ended = self.ended if self.ended > begin else _now()
        return ended[0] - begin[0], ended[1] - begin[1]

    def seconds(self, work: Callable[[], object]) -> float:
        """Do the same by the clock alone."""
        return self.times(work)[0]


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


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
