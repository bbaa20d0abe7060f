"""The program with an example opened; ends when tree, raw text and history have been painted; the guidance follows.

Runs the program's own `main`. With a file named, the moments of the start are written there, on the clock that
`time.perf_counter` reads in all processes.
"""

# ruff: noqa: E402 - moments are taken between the imports

from __future__ import annotations

import time

_MOMENTS = {"python": time.perf_counter()}

import gc

gc.disable()  # as `python -m inspector` does before it imports anything; the program itself turns it on again

import os
import sys

TOLD = "".join(sys.argv[1:])

if TOLD:  # how long this takes is the question
    import inspector.ui  # noqa: F401, I001 - settles how Qt comes in
    import PySide6.QtWidgets  # noqa: F401

    _MOMENTS["Qt imported"] = time.perf_counter()

from inspector import __main__ as program
from inspector import assets
from inspector.ui import app

_MOMENTS["ours imported"] = time.perf_counter()

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

ARGUMENTS = [str(assets.examples()["aliyun-oss"])]


class FirstPaints(QObject):
    """Ends the process when all that is watched has been painted and sent to the screen."""

    def __init__(self, watched: list[QObject]) -> None:
        super().__init__()
        self._left = len(watched)
        for one in watched:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._left -= 1
            if not self._left:  # a posted event, for a timer would come after the program's own of the first paint
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def customEvent(self, event: QEvent) -> None:
        _end()


def _end() -> None:
    _MOMENTS["painted"] = time.perf_counter()
    if TOLD:
        with open(TOLD, "w", encoding="utf-8") as file:  # noqa: PTH123 - nothing more to import
            file.writelines(f"{moment} {name}\n" for name, moment in _MOMENTS.items())
    os._exit(0)


def _watch(window):
    """Watch what has just been opened."""
    _MOMENTS["opened"] = time.perf_counter()
    # found by name: the first call of viewport() would cost what the program takes care to do without
    tree = window.page.tree.findChild(QWidget, "qt_scrollarea_viewport")
    history = window.history.list.findChild(QWidget, "qt_scrollarea_viewport")
    window.paints = FirstPaints([tree, history, window.page.raw._page])


def _watched(build):
    """Build the window and watch it."""

    def make(*given):
        _MOMENTS["Qt's application made"] = time.perf_counter()
        window = build(*given)
        _MOMENTS["window built"] = time.perf_counter()
        window.sitting.added.connect(lambda _: _watch(window))
        return window

    return make


if os.environ.get("WITHOUT_ENTRIES"):  # what bench_catalog.py compares with
    assets.packaged = lambda whole=assets.packaged: {name: whole()[name] for name in whole() if "." not in name}
app.make_window = _watched(app.make_window)
sys.argv[1:] = ARGUMENTS
sys.exit(program.main())
