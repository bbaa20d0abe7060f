"""What happens when the program itself is at fault: a line in the window, and a report that holds nothing captured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from inspector import crashes

if TYPE_CHECKING:
    from types import TracebackType

    from inspector.ui.window import Window


def install(window: Window, session: crashes.Session | None = None) -> None:
    """Tell of every exception that nothing catches, and go on; standard error still gets it as before.

    The report goes into the file of the session too, which a clean end takes away.
    """
    before = sys.excepthook
    telling = False

    def heard(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        before(kind, error, trace)
        if telling or not issubclass(kind, Exception):  # a fault in telling of a fault is told no more
            return
        telling = True
        try:
            from PySide6.QtCore import qVersion  # noqa: PLC0415 - a fault is rare

            report = crashes.report(kind, trace, f"Qt {qVersion()}, ")
            crashes.note(session, report)
            window.tell_fault(kind.__name__, report)
        finally:
            telling = False

    sys.excepthook = heard
