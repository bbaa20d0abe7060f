"""The tree of one report beside its raw text, and below them the whole value of the chosen row: one selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QTreeView

from inspector.model import Report
from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.tree_model import Derived, Row, TreeModel

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex, QPoint
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

_MOST_OPENED = 1000


class TreeView(QTreeView):
    """Shows a report's rows; emits the chosen row and what to copy."""

    chosen = Signal(object)
    copy_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        dress(
            self, objectName="tree", frameShape="NoFrame", uniformRowHeights=True, textElideMode="ElideMiddle",
            indentation=14, allColumnsShowFocus=True, editTriggers="NoEditTriggers", headerHidden=True,
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
            contextMenuPolicy="CustomContextMenu",
        )  # fmt: skip
        self.rows = TreeModel()
        self.setModel(self.rows)
        self.customContextMenuRequested.connect(self._menu_at)

    def show_report(self, report: Report | None, derived: tuple[Derived, ...] = ()) -> None:
        """Show another report, all rows open, and the names as wide as they need."""
        self.rows.show_report(report, derived)
        self._span_heads()
        self._open_rows()
        self._share_out()

    def _span_heads(self) -> None:
        """Let the head of a section that has no value of its own run over both columns."""
        top = QModelIndex()
        for row in self.rows.rows:
            if row.parent < 0 and not row.value:
                self.setFirstColumnSpanned(row.place, top, True)

    def _open_rows(self) -> None:
        """Open all rows; of a huge report only what is not too long to be looked at, for opening asks for each row."""
        if len(self.rows.rows) <= _MOST_OPENED:
            self.expandAll()
            return
        for number in self.rows.parents(_MOST_OPENED):
            self.expand(self.rows.index_of(number))

    def _share_out(self) -> None:
        """Give the names the width they need, and at most half of what is there."""
        self.setColumnWidth(0, min(self._name_width(), self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share_out()

    def reword(self, report: Report, derived: tuple[Derived, ...]) -> None:
        """Show the same report in another language; the chosen row stays chosen."""
        current = self.currentIndex()
        number = current.internalId() if current.isValid() else None
        self.show_report(report, derived)
        if number is not None:
            self.choose(number)

    def _name_width(self) -> int:
        metrics = QFontMetrics(theme.sans())
        names = [(row, self.rows.title(row)) for row in self.rows.rows[:200]]
        widths = [metrics.horizontalAdvance(title[:40]) + (24 if row.parent < 0 else 52) for row, title in names]
        return min(max(widths, default=120), 240)

    def choose(self, number: int) -> None:
        """Choose a row by its number, without asking for the raw view to move."""
        index = self.rows.index_of(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current_row(self) -> Row | None:
        """Give the chosen row."""
        return self.rows.row_of(self.currentIndex())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row is chosen now."""
        super().currentChanged(current, previous)
        self.chosen.emit(self.rows.row_of(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the usual key; the menu key opens the row's menu."""
        if event.matches(QtGui.QKeySequence.StandardKey.Copy):
            self._copy("value")
        elif event.key() == QtCore.Qt.Key.Key_C and event.modifiers() == (
            QtCore.Qt.KeyboardModifier.ControlModifier | QtCore.Qt.KeyboardModifier.AltModifier
        ):
            self._copy("name-value")
        elif event.key() == QtCore.Qt.Key.Key_Menu:
            self._menu_at(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def _copy(self, what: str) -> None:
        row = self.current_row()
        if row:
            self.copy_wanted.emit(what, row)

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        for what, words, keys in (
            ("value", self.tr("Copy value"), "Ctrl+C"),
            ("name-value", self.tr("Copy name and value"), "Ctrl+Alt+C"),
            ("block", self.tr("Copy raw block"), ""),
        ):
            action = QtGui.QAction(words, menu)
            action.setShortcut(QtGui.QKeySequence(keys))
            action.triggered.connect(lambda _=False, what=what: self._copy(what))
            menu.addAction(action)
        menu.popup(self.viewport().mapToGlobal(place))

    def retranslate(self) -> None:
        """Word the rows and heads anew."""
        self._share_out()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
