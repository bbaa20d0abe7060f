"""Text fields: what is copied or dragged out of them passes the clipboard's gate (labels: see `parts.Text`)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit


def hide_secrets(text: str) -> str:
    """Hide what looks like a secret; the capture's own secrets are the gate's to know."""
    from inspector.redact import redact  # noqa: PLC0415 - 20 ms that the first paint need not wait for

    return redact(text).text


class Field(QPlainTextEdit):
    """Gives away plain text without secrets; `clean` is the gate's, once there is one."""

    clean: Callable[[str], str] = staticmethod(hide_secrets)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give the selection for a copy or a drag."""
        held = QMimeData()
        held.setText(self.clean(self.textCursor().selectedText().replace("\u2029", "\n")))
        return held
