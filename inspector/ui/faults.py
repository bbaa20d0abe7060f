"""What happens when the program itself is at fault: a line in the window, and a report that holds nothing captured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from inspector import __version__

if TYPE_CHECKING:
    from types import TracebackType

    from inspector.ui.window import Window

_MOST_FRAMES = 50


def install(window: Window) -> None:
    """Tell of every exception that nothing catches, and go on; standard error still gets it as before."""
    before = sys.excepthook
    telling = False

    def heard(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        before(kind, error, trace)
        if telling or not issubclass(kind, Exception):  # a fault in telling of a fault is told no more
            return
        telling = True
        try:
            window.tell_fault(kind.__name__, report(kind, trace))
        finally:
            telling = False

    sys.excepthook = heard


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Write type, files, lines and functions, for a maintainer. No message and no value: they may be captured."""
    from PySide6.QtCore import qVersion  # noqa: PLC0415 - a fault is rare

    python = ".".join(map(str, sys.version_info[:3]))
    lines = [f"OSS Inspector {__version__}, Python {python}, Qt {qVersion()}, {sys.platform}", kind.__name__]
    while trace and len(lines) < _MOST_FRAMES:
        code = trace.tb_frame.f_code
        lines.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return "\n".join(lines) + "\n"


def _short(file: str) -> str:
    """Leave out the folders above the package: they name the user."""
    parts = file.replace("\\", "/").split("/")
    return "/".join(parts[parts.index("inspector") :]) if "inspector" in parts else parts[-1]
