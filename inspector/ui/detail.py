"""The whole value of the chosen row, below the tree, and what a header or element of its name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.text_rows import width_of
from inspector.ui import theme
from inspector.ui.fields import Field
from inspector.ui.numbers import dress
from inspector.ui.parts import Elided, Text, Tool, visible, visible_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_MOST_AT_FIRST = 1_000
_MOST_IN_DETAIL = 64_000
_MOST_ROWS, _FEWER_ROWS = 6, 2
_LOW = 220
"""Pixels of tree and value together, below which both are short of room."""
_BESIDE = theme.MEDIUM + theme.SMALL + 8
"""Pixels of the width that the value has not: the margins, and those of the field's document."""


class Detail(QWidget):
    """Shows a value; a long one is cut until all of it is wanted."""

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self._value = self._shown = ""
        self._has_room = True
        self._name = Elided(name="detailName", colour="secondary")
        self.field = Field()
        dress(self.field, objectName="detailValue", readOnly=True, frameShape="NoFrame", acceptDrops=False)
        self.field.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.field.setFont(theme.mono(9))
        self._all = Tool(name="showAll", word=True)
        self._all.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.GAP, theme.SMALL, theme.SMALL)
        layout.setSpacing(0)
        self._meaning = Text(name="detailMeaning", colour="secondary", wrap=True, select=True)
        layout.addWidget(self._name)
        layout.addWidget(self.field)
        layout.addWidget(self._meaning)
        layout.addWidget(self._all)
        self.show_value("", "")

    def show_value(self, name: str, value: str, meaning: str = "") -> None:
        """Show another value."""
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning) and self._has_room)
        self._value = value
        self._name.setText(visible(name[:200]))
        self._show(value[:_MOST_AT_FIRST])
        self._all.setVisible(len(value) > _MOST_AT_FIRST)
        self.setVisible(bool(name or value))
        self.retranslate()

    def _show(self, text: str) -> None:
        self._shown = text
        self.field.setPlainText(visible_lines(text))
        self._fit()

    def give_room(self, height: int) -> None:
        """Leave a low tree its rows: what the name means can wait until there is room for it."""
        if self._has_room != (height >= _LOW):
            self._has_room = height >= _LOW
            self._meaning.setVisible(bool(self._meaning.text()) and self._has_room)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the value needs in another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        text, line = self._shown, self.field.fontMetrics().height()
        columns = max(20, (self.width() - _BESIDE) // max(1, self.field.fontMetrics().horizontalAdvance("0")))
        parts = (part[: columns * _MOST_ROWS] for part in text.split("\n", _MOST_ROWS)[:_MOST_ROWS])
        rows = sum(max(1, -(-width_of(part) // columns)) for part in parts)
        self.field.setFixedHeight(line * min(rows, _MOST_ROWS if self._has_room else _FEWER_ROWS) + 10)

    def _show_all(self) -> None:
        self._show(self._value[:_MOST_IN_DETAIL])
        self._all.hide()

    def retranslate(self) -> None:
        """Word everything anew."""
        self.field.setAccessibleName(self.tr("Value"))
        self._meaning.setAccessibleName(self.tr("What it means"))
        self._all.say(self.tr("Show all (%1 characters)").replace("%1", f"{len(self._value):,}"))
