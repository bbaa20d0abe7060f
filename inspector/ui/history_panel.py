"""The history of request IDs: two-line rows, newest first, searched as you type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore, QtGui
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Signal,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from inspector.history import Row
from inspector.ui import numbers, theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Text, Tool, section_head, shortened, visible

if TYPE_CHECKING:
    from PySide6.QtCore import (
        QPersistentModelIndex,
    )
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import (
        QStyleOptionViewItem,
    )

ROW = numbers.USER
_SECOND = 0.75
_MARK = 3
"""Pixels, at the edge of the row that has the keyboard: it need not be a chosen one."""
_NO_INDEX = QModelIndex()


class HistoryModel(QAbstractListModel):
    """Holds the rows that are listed."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """List other rows; the same ones stay chosen."""
        if rows == self.rows:
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = numbers.DISPLAY) -> Any:
        """Give the row, or its text for a screen reader."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == numbers.DISPLAY:
            return visible(" ".join(filter(None, (row.request_id, shown_status(row), row.code, row.bucket, when(row)))))
        if role == numbers.TOOL_TIP:
            return self._tip(row)
        return row if role == ROW else None

    def _tip(self, row: Row) -> str:
        """Say the rest of what is kept; without what could make Qt read it as markup."""
        lines = (
            (self.tr("Provider: %1"), row.provider),
            (self.tr("Host: %1"), row.host),
            (self.tr("Bucket: %1"), row.bucket),
            (self.tr("First seen: %1"), moment(row.first_seen)),
            (self.tr("Last seen: %1"), moment(row.last_seen)),
            (self.tr("Times seen: %1"), str(row.times)),
        )
        told = (words.replace("%1", value) for words, value in lines if value)
        return "\n".join(visible(line).replace("<", "‹") for line in told)


class _RowPainter(QStyledItemDelegate):
    """Paints a row: the ID with the status, below it the code and the day."""

    def __init__(self, view: QListView) -> None:
        """Paint for a view."""
        super().__init__(view)
        self._view = view
        self._first, self._second = theme.mono(9), theme.sized(theme.sans(), 9)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are of one height, whatever script they hold."""
        return QSize(120, 2 * QFontMetrics(theme.sans()).height() + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the two lines."""
        row: Row = index.data(ROW)
        area = QRect(option.rect)
        painter.save()
        if self._view.selectionModel().isSelected(index):
            theme.fill(painter, QRectF(area), theme.current().selection.ground)
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            theme.fill(painter, QRectF(area.x(), area.y(), _MARK, area.height()), theme.current().accent)
        inner = area.adjusted(theme.MEDIUM, 4, -theme.MEDIUM, -4)
        half = inner.height() // 2
        painter.setFont(self._first)
        self._line(painter, inner.adjusted(0, 0, 0, -half), visible(row.request_id), shown_status(row))
        painter.setFont(self._second)
        painter.setOpacity(_SECOND)
        words = row.code or row.ec or row.bucket
        self._line(painter, inner.adjusted(0, half, 0, 0), visible(words), briefly(row))
        painter.restore()

    def _line(self, painter: QPainter, area: QRect, left: str, right: str) -> None:
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(right) + theme.SMALL
        painter.drawText(area, numbers.RIGHT | numbers.VERTICAL_CENTRE, right)
        room = area.adjusted(0, 0, -width, 0)
        painter.drawText(room, numbers.LEFT | numbers.VERTICAL_CENTRE, shortened(left, room.width(), metrics))


class HistoryList(QListView):
    """A list whose keys copy and delete; `theme` knows it by its name."""

    copy_pressed = Signal()
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C or Return copies, Delete deletes."""
        if event.matches(QtGui.QKeySequence.StandardKey.Copy) or event.key() in (
            QtCore.Qt.Key.Key_Return,
            QtCore.Qt.Key.Key_Enter,
        ):
            self.copy_pressed.emit()
        elif event.key() == QtCore.Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


class HistoryPanel(QWidget):
    """Search field, list and menu; emits what is wanted, keeps nothing but the rows it shows."""

    search_wanted = Signal(str)
    copy_wanted = Signal(object)
    delete_wanted = Signal(object)
    clear_wanted = Signal()

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("history")
        self._head = section_head(name="historyHead")
        self._clear = Tool("trash-2", name="clearHistory")
        self._clear.clicked.connect(self.clear_wanted)
        self.search = QLineEdit()
        self.search.setObjectName("historySearch")
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)
        self.search.textChanged.connect(self.search_wanted)
        self.rows = HistoryModel()
        self.list = HistoryList()
        dress(
            self.list, objectName="historyList", frameShape="NoFrame", uniformItemSizes=True,
            selectionMode="ExtendedSelection", contextMenuPolicy="CustomContextMenu",
        )  # fmt: skip
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.customContextMenuRequested.connect(self._menu_at)
        self.list.copy_pressed.connect(self._copy)
        self.list.delete_pressed.connect(self._delete)
        self.list.clicked.connect(self._copy)
        self._complete, self._searching = True, False
        self._empty = Text(name="historyEmpty", colour="secondary", wrap=True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._head)
        top.addStretch()
        top.addWidget(self._clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.GAP)
        inset = QVBoxLayout()
        inset.setContentsMargins(theme.MEDIUM, 0, theme.SMALL, 0)
        inset.addLayout(top)
        inset.addWidget(self.search)
        inset.addWidget(self._empty)
        layout.addLayout(inset)
        layout.addWidget(self.list, stretch=1)

    def show_rows(self, rows: list[Row], *, complete: bool = True, searching: bool = False) -> None:
        """List other rows, those that were chosen still so; not `complete` where the search ended early, or goes on."""
        chosen = {row.id for row in self.selected()}
        self.rows.show_rows(rows)
        if chosen:
            self._choose([number for number, row in enumerate(rows) if row.id in chosen])
        self._complete, self._searching = complete, searching
        self._empty.setVisible(not rows or not (complete or searching))
        self.retranslate()

    def selected(self) -> list[Row]:
        """Give the chosen rows from top to bottom."""
        return [self.rows.rows[index.row()] for index in sorted(self.list.selectedIndexes(), key=lambda at: at.row())]

    def _copy(self) -> None:
        if self.selected():
            self.copy_wanted.emit(self.selected())

    def _delete(self) -> None:
        """Delete what is chosen, and go on with the row that comes into its place."""
        if not self.selected():
            return
        place = min(index.row() for index in self.list.selectedIndexes())
        self.delete_wanted.emit(self.selected())
        self._choose([min(place, len(self.rows.rows) - 1)] if self.rows.rows else [])

    def _choose(self, numbers: list[int]) -> None:
        choosing = self.list.selectionModel()
        for number in numbers:
            choosing.select(self.rows.index(number), QItemSelectionModel.SelectionFlag.Select)
        if numbers:
            choosing.setCurrentIndex(self.rows.index(numbers[0]), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _menu_at(self, place: Any) -> None:
        if not self.selected():
            return
        menu = QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy request ID"), QtGui.QKeySequence("Ctrl+C"), self._copy)
        menu.addAction(self.tr("Delete"), QtGui.QKeySequence("Del"), self._delete)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def retranslate(self) -> None:
        """Word everything anew."""
        self._head.setText(self.tr("History"))
        self._clear.say(self.tr("Clear the history"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.list.setAccessibleName(self.tr("Request IDs seen before"))
        self._empty.setText(self._said())

    def _said(self) -> str:
        if self._searching:
            return self.tr("Searching…")
        if not self._complete:
            return self.tr("The search was stopped: type more")
        return self.tr("Nothing found") if self.search.text() else self.tr("Request IDs will be kept here")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def shown_status(row: Row) -> str:
    """Write the status, or nothing where none was seen."""
    return "" if row.status is None else str(row.status)


def when(row: Row) -> str:
    """Write when a row was last seen, in local time: an absolute day and minute, the year where it is another."""
    seen = _local(row.last_seen)
    return f"{seen:%m-%d %H:%M}" if seen.year == datetime.now(UTC).astimezone().year else f"{seen:%Y-%m-%d %H:%M}"


def briefly(row: Row) -> str:
    """Write of the same what leaves room for the code: the minute of a row of today, the day of an older one."""
    day, _, minute = when(row).rpartition(" ")
    return minute if _local(row.last_seen).date() == datetime.now(UTC).astimezone().date() else day


def moment(seconds: int) -> str:
    """Write UTC seconds as a moment in UTC and in local time."""
    local = _local(seconds)
    offset = f"{local:%z}"
    return f"{local.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC = {local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"


def _local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone()
