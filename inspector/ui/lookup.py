"""The look-up: the whole catalog without a capture, searched as you type, or walked by provider, status and EC family.

What answers stands on the left, the nearest first, and the chosen entry on the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QTreeView, QVBoxLayout, QWidget

from inspector.catalog_search import Shelved
from inspector.ui import theme
from inspector.ui.guidance import Guidance, GuidancePanel
from inspector.ui.numbers import dress
from inspector.ui.parts import visible

_ENTRY = Qt.ItemDataRole.UserRole
_SIZE = (1180, 680)
_SHARES = (0.35, 0.3)
"""Of the width, at most: what users know an entry by, and whose it is. The heading has the rest."""

_LOOKED_AT = 50
"""Rows that the widths of the columns are taken from."""


class Listed(NamedTuple):
    """A row of the list: an entry with its heading, and whose it is or how it answers."""

    entry: Shelved
    title: str
    note: str


class Shelf(NamedTuple):
    """Entries under a head, shelves within shelves."""

    title: str
    rows: tuple[Listed, ...] = ()
    shelves: tuple[Shelf, ...] = ()


class Answers(NamedTuple):
    """Where the words come from: entries for what was typed, all shelves, one entry, and what else it may be.

    `labels` says what users know an entry of an id by; `hint` stands where no entry is chosen.
    """

    search: Callable[[str], tuple[Listed, ...]]
    shelves: Callable[[], tuple[Shelf, ...]]
    show: Callable[[Shelved], Guidance]
    note: Callable[[str], Guidance]
    labels: Mapping[str, str]
    hint: Guidance


class LookUp(QDialog):
    """Opens over the window; the keys go from the field into the list without the mouse."""

    copy_wanted = Signal(str)
    link_wanted = Signal(str)

    def __init__(self, window: QWidget, answers: Answers, wanted: str = "") -> None:
        """Open with what is wanted, a text or the id of an entry, or with all shelves."""
        super().__init__(window)
        self._answers = answers
        self._shelves: tuple[Shelf, ...] | None = None
        self.setObjectName("lookUpDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Look up"))
        self.resize(QSize(*_SIZE).boundedTo(window.size()))
        self.field = self._made_field()
        self.list = self._made_list()
        self._model = QStandardItemModel(0, 3, self)
        self.list.setModel(self._model)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.found = GuidancePanel()
        self.found.copy_wanted.connect(self.copy_wanted)
        self.found.link_wanted.connect(self.link_wanted)
        self.found.entry_wanted.connect(self._want)
        self._lay_out()
        self._want(wanted)

    def _made_field(self) -> _Field:
        field = _Field()
        dress(field, objectName="lookUpField", clearButtonEnabled=True)
        field.setPlaceholderText(self.tr("Code, EC, status, message or words: NoSuchKey, 3-1403, 403, clock"))
        field.setAccessibleName(self.tr("Look up"))
        field.textChanged.connect(self._search)
        field.down_pressed.connect(self._into_list)
        return field

    def _made_list(self) -> _Rows:
        rows = _Rows()
        dress(
            rows, objectName="lookUpList", uniformRowHeights=True, headerHidden=True, allColumnsShowFocus=True,
            editTriggers="NoEditTriggers", textElideMode="ElideRight", indentation=14, frameShape="NoFrame",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
        )  # fmt: skip
        rows.header().setResizeContentsPrecision(_LOOKED_AT)
        rows.setAccessibleName(self.tr("Entries"))
        return rows

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.found)
        halves.setSizes([_SIZE[0] * 11 // 20, _SIZE[0] * 9 // 20])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.field)
        layout.addWidget(halves, stretch=1)

    def _want(self, wanted: str) -> None:
        """Type something; of an entry what users know it by, and choose that entry among all that answer to it."""
        words = self._answers.labels.get(wanted, wanted)
        self.field.setText(words)
        self._search(words)
        model = self._model
        rows = (model.index(row, 0) for row in range(model.rowCount()) if words != wanted)
        named = (index for index in rows if (entry := index.data(_ENTRY)) and entry.id == wanted)
        if index := next(named, None):
            self.list.setCurrentIndex(index)

    def _search(self, typed: str) -> None:
        wanted = typed.strip()
        rows = self._answers.search(wanted) if wanted else ()
        self._model.setRowCount(0)
        if wanted:
            self._fill(self._model.invisibleRootItem(), rows)
        else:
            self._browse()
        self.list.share_out()
        if rows:
            self.list.setCurrentIndex(self._model.index(0, 0))
        else:
            self.found.show_guidance(self._answers.note(wanted) if wanted else self._answers.hint)

    def _browse(self) -> None:
        if self._shelves is None:
            self._shelves = self._answers.shelves()
        self._add(self._model.invisibleRootItem(), self._shelves)
        for row in range(self._model.rowCount()):
            self.list.setExpanded(self._model.index(row, 0), True)

    def _add(self, above: QStandardItem, shelves: Iterable[Shelf]) -> None:
        for shelf in shelves:
            head, *beside = (QStandardItem(shelf.title) for _ in range(self._model.columnCount()))
            for cell in beside:
                _say_only(cell)
            above.appendRow([head, *beside])
            self.list.setFirstColumnSpanned(head.row(), above.index(), True)
            self._add(head, shelf.shelves)
            self._fill(head, shelf.rows)

    def _fill(self, above: QStandardItem, rows: Iterable[Listed]) -> None:
        for row in rows:
            cells = [QStandardItem(visible(text)) for text in (row.entry.label, row.title, row.note)]
            cells[0].setData(row.entry, _ENTRY)
            cells[0].setFont(theme.mono(9))
            for cell, text in zip(cells, (row.entry.label, row.title, row.note), strict=True):
                cell.setToolTip(visible(text).replace("<", "‹"))
            if not row.note:
                cells[2].setText(row.entry.label)
                _say_only(cells[2])
            above.appendRow(cells)

    def _choose(self, index: QModelIndex) -> None:
        entry = index.siblingAtColumn(0).data(_ENTRY)
        self.found.show_guidance(self._answers.show(entry) if entry else self._answers.hint)

    def _into_list(self) -> None:
        self.list.setFocus()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0, 0))


def _say_only(cell: QStandardItem) -> None:
    """Leave a cell empty to the eye and not to a screen reader, which would find a cell without a name."""
    cell.setData(cell.text(), Qt.ItemDataRole.AccessibleTextRole)
    cell.setText("")


class _Rows(QTreeView):
    """A list whose columns have room side by side, whatever its width."""

    def share_out(self) -> None:
        """Give the first and the last what they hold, within their shares, and the rest to what is between them."""
        room = self.viewport().width()
        first, last = (
            min(self.sizeHintForColumn(column), int(room * share))
            for column, share in zip((0, 2), _SHARES, strict=True)
        )
        for column, width in enumerate((first, room - first - last, last)):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.share_out()


class _Field(QLineEdit):
    """A field of which Down goes on into the list."""

    down_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the field downwards; Return does not close the dialog."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)
