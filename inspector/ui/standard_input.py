"""Standard input as a capture: read as it comes, so that the window is there before a slow pipe ends."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from inspector.capture import LIMIT

_BLOCK = 1024 * 1024


class StandardInput(QObject):
    """Emits `ended` with all that came, one byte beyond the limit where it was too much."""

    ended = Signal(bytes)

    def __init__(self, parent: QObject) -> None:
        """Begin to listen."""
        super().__init__(parent)
        self._received = bytearray()
        self._descriptor = sys.stdin.fileno()
        self._notifier = QSocketNotifier(self._descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        block = os.read(self._descriptor, _BLOCK)
        self._received += block
        if not block or len(self._received) > LIMIT:
            self._notifier.setEnabled(False)
            self.ended.emit(bytes(self._received[: LIMIT + 1]))
