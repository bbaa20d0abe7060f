"""The received text, painted row by row: only what is seen costs anything, so 64 MB or one endless line stay quick.

Qt's own text widgets are quadratic in a long wrapped line (1 MB without a blank: minutes).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QEvent, QPointF, QRectF, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector.model import Span
from inspector.text_rows import Rows
from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.parts import visible

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QTextLine,
    )

_MARGIN = 8
_WORD = re.compile(r"[\w.*+/=%-]{1,4096}")


class RawView(QAbstractScrollArea):
    """Shows a text, lights up a part of it, tells where it was clicked, and lets a part be selected."""

    clicked = Signal(int)
    copy_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        dress(self, objectName="rawView", frameShape="NoFrame", focusPolicy="StrongFocus")
        self._page = QWidget()  # a viewport of our own making: the first call of viewport() costs 13 ms
        self.setViewport(self._page)
        self._font = theme.mono(10)
        metrics = QFontMetricsF(self._font)
        self._cell = max(1.0, metrics.horizontalAdvance("0"))
        self._height = max(1, round(metrics.height() * 1.15))
        self._rows = Rows("", 80)
        self._columns = 80
        self._lit: tuple[Span, ...] = ()
        self._found: tuple[Span, ...] = ()
        self._anchor = self._caret = 0

    def show_text(self, text: str, rows: Rows | None = None) -> None:
        """Show another text from its beginning; `rows` where they were found already."""
        self._lit = self._found = ()
        self._anchor = self._caret = 0
        self._rows = rows or Rows(text, self._columns)
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._page.update()

    def light_up(self, spans: tuple[Span, ...], *, scroll: bool = True) -> None:
        """Mark the characters of the selected row, and bring the first of them into view."""
        self._lit = spans
        if spans and scroll:
            self._reveal(spans[0])
        self._page.update()

    def show_found(self, spans: tuple[Span, ...], current: Span | None) -> None:
        """Mark what was found; `current` comes into view."""
        self._found = spans
        if current:
            self._lit = (current,)
            self._reveal(current)
        self._page.update()

    def selected_text(self) -> str:
        """Give the selected part, as received."""
        return self._rows.text[min(self._anchor, self._caret) : max(self._anchor, self._caret)]

    def _reveal(self, span: Span) -> None:
        bar = self.verticalScrollBar()
        row, page = self._rows.row_of(span.start), max(1, bar.pageStep())
        if not bar.value() <= row < bar.value() + page - 1:
            bar.setValue(max(0, row - page // 3))
        x = (span.start - self._rows.starts[row]) * self._cell
        across = self.horizontalScrollBar()
        if across.maximum() and not across.value() <= x < across.value() + self._page.width() - _MARGIN * 4:
            across.setValue(int(max(0, x - self._page.width() / 3)))

    def _measure(self) -> None:
        area = self._page.size()
        visible_rows = max(1, (area.height() - _MARGIN) // self._height)
        self.verticalScrollBar().setPageStep(visible_rows)
        self.verticalScrollBar().setRange(0, max(0, len(self._rows) - visible_rows))
        wide = 0 if self._rows.wrapped else int(self._rows.widest * self._cell) + 2 * _MARGIN - area.width()
        self.horizontalScrollBar().setRange(0, max(0, wide))
        self.horizontalScrollBar().setPageStep(area.width())
        self.horizontalScrollBar().setSingleStep(int(self._cell * 8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap a short text anew, keeping the first visible character in view."""
        columns = int((self._page.width() - 2 * _MARGIN) / self._cell)
        if columns != self._columns:
            self._columns = columns
            if self._rows.wrapped:
                top = self._rows.starts[min(self.verticalScrollBar().value(), len(self._rows) - 1)]
                self._rows = Rows(self._rows.text, columns)
                self._measure()
                self.verticalScrollBar().setValue(self._rows.row_of(top))
        self._measure()
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew instead of moving pixels."""
        self._page.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        painter = QPainter(self._page)
        theme.fill(painter, QRectF(event.rect()), theme.current().surface)
        painter.translate(-self.horizontalScrollBar().value(), 0)
        first = self.verticalScrollBar().value()
        last = min(len(self._rows), first + self._page.height() // self._height + 1)
        for row in range(first, last):
            self._paint_row(painter, row, _MARGIN // 2 + (row - first) * self._height)
        painter.end()

    def _grounds(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Give the marked parts of a row, the topmost last; what was found stands in the order of the text."""
        scheme = theme.current()
        selection = Span(min(self._anchor, self._caret), max(self._anchor, self._caret))
        first = bisect_right(self._found, start, key=attrgetter("end"))
        last = bisect_right(self._found, end, key=attrgetter("start"))
        marked = (
            (self._found[first:last], scheme.warning.ground),
            (self._lit, scheme.selection.ground),
            ((selection,), scheme.border),
        )
        return [
            (span, colour)
            for spans, colour in marked
            for span in spans
            if span.start < span.end and span.end > start and span.start <= end
        ]

    def _paint_row(self, painter: QPainter, row: int, top: int) -> None:
        layout = self._layout(row)
        line = layout.lineAt(0)
        for span, colour in self._grounds(self._rows.starts[row], self._rows.ends[row]):
            left, right = self._sides(row, line, span, layout.text())
            theme.fill(painter, QRectF(_MARGIN + left, top, max(right - left, 2), self._height), colour)
        layout.draw(painter, QPointF(_MARGIN, top + (self._height - line.height()) / 2))

    def _sides(self, row: int, line: QTextLine, span: Span, shown: str) -> tuple[float, float]:
        """Give where a marked part begins and ends in a row; one that goes on marks a little of the line's end."""
        start, end = self._rows.starts[row], self._rows.ends[row]
        right = _x(line, _units(shown, min(span.end, end) - start)) + (self._cell / 2 if span.end > end else 0)
        return _x(line, _units(shown, max(span.start, start) - start)), right

    def _layout(self, row: int) -> QTextLayout:
        layout = QTextLayout(visible(self._rows.shown(row)), self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return layout

    def offset_at(self, place: QPoint) -> int:
        """Find the character under a point of the viewport."""
        row = self.verticalScrollBar().value() + (place.y() - _MARGIN // 2) // self._height
        row = min(max(0, row), len(self._rows) - 1)
        x = place.x() - _MARGIN + self.horizontalScrollBar().value()
        layout = self._layout(row)  # kept alive: a line points into its layout
        return self._rows.starts[row] + _characters(visible(self._rows.shown(row)), int(layout.lineAt(0).xToCursor(x)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, and tell where it was clicked."""
        if event.button() != QtCore.Qt.MouseButton.LeftButton:
            return
        self._caret = self.offset_at(event.position().toPoint())
        if not event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._caret
        self._page.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, scrolling where the pointer leaves the view."""
        if not event.buttons() & QtCore.Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        if not self._page.rect().contains(place):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (1 if place.y() > 0 else -1))
        self._caret = self.offset_at(place)
        self._page.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the row of the tree after a click without a drag."""
        if event.button() == QtCore.Qt.MouseButton.LeftButton and self._anchor == self._caret:
            self.clicked.emit(self._caret)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word: an ID, a host, a number."""
        offset = self.offset_at(event.position().toPoint())
        row = self._rows.row_of(offset)
        start = self._rows.starts[row]
        for word in _WORD.finditer(self._rows.shown(row)):
            if word.start() <= offset - start <= word.end():
                self._anchor, self._caret = start + word.start(), start + word.end()
        self._page.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        from inspector.ui.focus import show_focus  # noqa: PLC0415 - the first paint does without

        super().focusInEvent(event)
        show_focus(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select and copy with the usual keys; Return chooses the row of the tree."""
        if event.matches(QtGui.QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit(self.selected_text())
        elif event.matches(QtGui.QKeySequence.StandardKey.SelectAll):
            self._anchor, self._caret = 0, len(self._rows.text)
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.clicked.emit(self._caret)
        elif (place := self._moved(event)) is not None:
            self._caret = place
            if not event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier:
                self._anchor = place
            self._reveal(Span(place, place))
        else:
            super().keyPressEvent(event)
            return
        self._page.update()

    def _moved(self, event: QKeyEvent) -> int | None:
        """Give the caret's new place for a key, None for any other key."""
        row, key = self._rows.row_of(self._caret), QtCore.Qt.Key
        column = self._caret - self._rows.starts[row]
        steps = {key.Key_Up: -1, key.Key_Down: 1}
        page = self.verticalScrollBar().pageStep()
        steps |= {key.Key_PageUp: -page, key.Key_PageDown: page}
        ends = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        places = {
            key.Key_Left: max(0, self._caret - 1),
            key.Key_Right: min(len(self._rows.text), self._caret + 1),
            key.Key_Home: 0 if ends else self._rows.starts[row],
            key.Key_End: len(self._rows.text) if ends else self._rows.ends[row],
        }
        if event.key() in steps:
            row = min(max(0, row + steps[key(event.key())]), len(self._rows) - 1)
            return min(self._rows.starts[row] + column, self._rows.ends[row])
        return places.get(key(event.key())) if event.key() in places else None

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the other scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._page.update()
        super().changeEvent(event)


def _units(text: str, characters: int) -> int:
    """Turn a count of characters into Qt's count: one beyond U+FFFF is two of its units."""
    return characters if text.isascii() else characters + sum(sign > "\uffff" for sign in text[:characters])


def _characters(text: str, units: int) -> int:
    """Turn Qt's count into characters."""
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))


def _x(line: QTextLine, cursor: int) -> float:
    """Give the place of a cursor in a laid-out line; PySide returns it alone or with the cursor."""
    found = line.cursorToX(cursor)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # typed as object
