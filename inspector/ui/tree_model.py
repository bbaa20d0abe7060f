"""The rows of the tree: what was received, and in a part of its own what was derived.

Rows stand in one flat list and Qt's indexes carry row numbers: pointers to Python objects may come back as another
object once the first is freed.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QAbstractItemModel, QModelIndex
from PySide6.QtGui import QColor

from inspector.model import Node, Report, Span
from inspector.ui import numbers, theme
from inspector.ui.parts import cut, visible

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QFont

NAME, VALUE = 0, 1
_NO_INDEX = QModelIndex()
_SHOWN = (numbers.DISPLAY, numbers.ACCESSIBLE_TEXT, numbers.TOOL_TIP, numbers.FOREGROUND, numbers.FONT)
_MOST_OF_TIP = 160
"""Characters: a tip is one line, and longer values stand below the tree."""

_SECTIONS = {
    "request": QT_TRANSLATE_NOOP("TreeModel", "Request"),
    "status": QT_TRANSLATE_NOOP("TreeModel", "Status line"),
    "headers": QT_TRANSLATE_NOOP("TreeModel", "Headers"),
    "fields": QT_TRANSLATE_NOOP("TreeModel", "Printed by the client"),
    "body": QT_TRANSLATE_NOOP("TreeModel", "Body"),
    "from-header": QT_TRANSLATE_NOOP("TreeModel", "Error from header x-oss-err"),
    "copy": QT_TRANSLATE_NOOP("TreeModel", "The same error once more"),
    "derived": QT_TRANSLATE_NOOP("TreeModel", "Derived"),
    "text": QT_TRANSLATE_NOOP("TreeModel", "Text"),
}


class Row(NamedTuple):
    """One row: its kind, name and value, the characters of the value and of the whole row, its place in the tree."""

    kind: str
    name: str
    value: str
    span: Span | None
    block: Span | None
    parent: int
    place: int
    damaged: bool = False


class Derived(NamedTuple):
    """A derived value, already worded: it stands in the tree below what was received."""

    name: str
    value: str
    span: Span | None


class TreeModel(QAbstractItemModel):
    """Shows one report; two columns, name and value."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: list[Row] = []
        self._children: list[list[int]] = []
        self._top: list[int] = []

    def show_report(self, report: Report | None, derived: tuple[Derived, ...] = ()) -> None:
        """Show another report."""
        self.beginResetModel()
        self.rows, self._children, self._top = [], [], []
        for node in report.tree if report else ():
            self._add(node, -1)
        if derived:
            parent = self._append("derived", "", "", None, None, -1)
            for row in derived:
                self._append("derived-row", row.name, row.value, row.span, row.span, parent)
        self.endResetModel()

    def _add(self, node: Node, parent: int) -> None:
        """Flatten a node and all below it; an explicit stack, for captured depth is not ours to trust."""
        waiting = [(node, parent)]
        while waiting:
            one, above = waiting.pop()
            number = self._append(one.kind, one.label, one.value, one.span, one.block, above, damaged=one.damaged)
            if one.children:
                waiting += [(child, number) for child in reversed(one.children)]

    def _append(  # noqa: PLR0913 - the fields of a row
        self,
        kind: str,
        name: str,
        value: str,
        span: Span | None,
        block: Span | None,
        parent: int,
        *,
        damaged: bool = False,
    ) -> int:
        number = len(self.rows)
        siblings = self._top if parent < 0 else self._children[parent]
        self.rows.append(Row(kind, name, value, span, block, parent, len(siblings), damaged))
        self._children.append([])
        siblings.append(number)
        return number

    def parents(self, most: int) -> list[int]:
        """Give the first rows that have others below them, at most `most` rows with at most `most` below each."""
        return [number for number, below in enumerate(self._children) if 0 < len(below) <= most][:most]

    def row_of(self, index: "QModelIndex | QPersistentModelIndex") -> Row | None:
        """Give the row behind an index."""
        return self.rows[index.internalId()] if index.isValid() else None

    def index_of(self, number: int, column: int = NAME) -> QModelIndex:
        """Give the index of a row by its number."""
        return self.createIndex(self.rows[number].place, column, number)

    def row_at(self, offset: int) -> int | None:
        """Find the innermost row whose characters hold an offset of the capture."""
        best, size = None, -1
        for number, row in enumerate(self.rows):
            block = row.block
            if block and block.start <= offset < max(block.end, block.start + 1) and row.kind != "derived-row":
                width = block.end - block.start
                if size < 0 or width <= size:
                    best, size = number, width
        return best

    def title(self, row: Row) -> str:
        """Word the name of a row: sections are ours to name, all else stands as received."""
        if row.kind not in _SECTIONS:
            return visible(row.name)
        count = self._children[self._number(row)]
        words = self.tr(str(_SECTIONS[row.kind]))
        return f"{words} ({len(count)})" if row.kind == "headers" else words

    def _number(self, row: Row) -> int:
        return (self._top if row.parent < 0 else self._children[row.parent])[row.place]

    def rowCount(self, parent: "QModelIndex | QPersistentModelIndex" = _NO_INDEX) -> int:
        """Count the rows below."""
        if not parent.isValid():
            return len(self._top)
        return len(self._children[parent.internalId()]) if parent.column() == NAME else 0

    def columnCount(self, parent: "QModelIndex | QPersistentModelIndex" = _NO_INDEX) -> int:
        """Name and value."""
        return 2

    def index(self, row: int, column: int, parent: "QModelIndex | QPersistentModelIndex" = _NO_INDEX) -> QModelIndex:
        """Give the index at a place."""
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount()):  # hasIndex is slower by far
            return QModelIndex()
        siblings = self._children[parent.internalId()] if parent.isValid() else self._top
        return self.createIndex(row, column, siblings[row])

    def parent(self, child: "QModelIndex | QPersistentModelIndex") -> QModelIndex:  # type: ignore[override]
        """Give the index of the row above."""
        above = self.rows[child.internalId()].parent if child.isValid() else -1
        return self.createIndex(self.rows[above].place, NAME, above) if above >= 0 else QModelIndex()

    def data(self, index: "QModelIndex | QPersistentModelIndex", role: int = numbers.DISPLAY) -> Any:
        """Give what a cell shows."""
        row = self.row_of(index) if role in _SHOWN else None  # a view asks for many roles that are Qt's own to decide
        if row is None:
            return None
        if role == numbers.ACCESSIBLE_TEXT and index.column() == VALUE and not row.value:
            return self.title(row) if self._children[index.internalId()] else self.tr("empty")
        if role in (numbers.DISPLAY, numbers.ACCESSIBLE_TEXT):
            return self.title(row) if index.column() == NAME else visible(cut(row.value))
        if role == numbers.FOREGROUND:
            return self._colour(row, index.column())
        return self._font(row, index.column()) if role == numbers.FONT else self._tip(row, index.column())

    def _tip(self, row: Row, column: int) -> str:
        tip = self.title(row) if column == NAME else visible(cut(row.value, _MOST_OF_TIP))
        return tip.replace("<", "‹")  # where Qt looks for markup

    def _colour(self, row: Row, column: int) -> QColor | None:
        scheme = theme.current()
        if row.damaged:
            return QColor(scheme.warning.text)
        return QColor(scheme.secondary) if column == NAME and row.kind != "element" else None

    def _font(self, row: Row, column: int) -> "QFont | None":
        if row.kind in _SECTIONS and column == NAME:
            return theme.sized(theme.sans(), 10, strong=True)
        return theme.mono(10) if column == VALUE else None
