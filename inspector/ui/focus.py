"""The frame around the panel that has the keyboard: text and guidance show nothing else that moves with it."""

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_LINE = 2
"""Pixels."""


def show_focus(panel: QAbstractScrollArea) -> None:
    """Frame a panel that has got the keyboard, until it loses it."""
    if panel.findChild(FocusFrame) is None:
        FocusFrame(panel)


class FocusFrame(QWidget):
    """Lies over a panel as long as that has the keyboard; made when it first has."""

    def __init__(self, panel: QAbstractScrollArea) -> None:
        """Follow the panel's focus and the size of what it shows; its scroll bars always come to the top."""
        super().__init__(panel)
        self.setObjectName("focusFrame")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._panel = panel
        for watched in (panel, panel.viewport()):
            watched.installEventFilter(self)
        self._cover()

    def _cover(self) -> None:
        self.setGeometry(self._panel.viewport().geometry())
        self.setVisible(self._panel.hasFocus())
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Come and go with the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize):
            self._cover()
        return False

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Paint the four sides."""
        painter = QPainter(self)
        width, height = float(self.width()), float(self.height())
        for x, y, wide, high in (
            (0.0, 0.0, width, _LINE), (0.0, height - _LINE, width, _LINE),
            (0.0, 0.0, _LINE, height), (width - _LINE, 0.0, _LINE, height),
        ):  # fmt: skip
            theme.fill(painter, QRectF(x, y, wide, high), theme.current().accent)
        painter.end()
