"""Text that can be selected: what is dragged out of it passes the clipboard's gate, or does not leave at all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget


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


class _NoDrag(QObject):
    """Swallows the moves of a pointer that went down on a selection: what Qt would make a drag of.

    Such a drag takes the label's text as it is, past every gate.
    """

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label
        self._held = False
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let through all but the moves after a press that has left a selection standing."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._held = False
            self._label.event(event)
            self._held = self._label.hasSelectedText()
            return True
        return kind == QEvent.Type.MouseMove and self._held


def hold_selection(label: QLabel) -> None:
    """Let no selection be dragged out of a label."""
    _NoDrag(label)


def hold_selections(widget: QWidget) -> None:
    """Let none be dragged out of any label in a widget. Not for the first paint: it touches the Qt namespace."""
    for label in widget.findChildren(QLabel):
        if label.textInteractionFlags() & QtCore.Qt.TextInteractionFlag.TextSelectableByMouse:
            hold_selection(label)
