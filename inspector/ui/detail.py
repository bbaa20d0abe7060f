"""The whole value of the chosen row, below the tree, and what a header or element of its name means."""

from __future__ import annotations

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.text_rows import width_of
from inspector.ui import theme
from inspector.ui.fields import Field
from inspector.ui.numbers import dress
from inspector.ui.parts import Elided, Text, Tool, visible, visible_lines

_MOST_AT_FIRST = 1_000
_MOST_IN_DETAIL = 64_000
_MOST_ROWS = 6


class Detail(QWidget):
    """Shows a value; a long one is cut until all of it is wanted."""

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self._value = ""
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
        self._meaning.setVisible(bool(meaning))
        self._value = value
        self._name.setText(visible(name[:200]))
        self._show(value[:_MOST_AT_FIRST])
        self._all.setVisible(len(value) > _MOST_AT_FIRST)
        self.setVisible(bool(name or value))
        self.retranslate()

    def _show(self, text: str) -> None:
        self.field.setPlainText(visible_lines(text))
        line = self.field.fontMetrics().height()
        columns = max(20, self.field.width() // max(1, self.field.fontMetrics().averageCharWidth()))
        rows = sum(max(1, -(-width_of(part[:_MOST_IN_DETAIL]) // columns)) for part in text.split("\n")[:_MOST_ROWS])
        self.field.setFixedHeight(line * min(rows, _MOST_ROWS) + 10)

    def _show_all(self) -> None:
        self._show(self._value[:_MOST_IN_DETAIL])
        self._all.hide()

    def retranslate(self) -> None:
        """Word everything anew."""
        self.field.setAccessibleName(self.tr("Value"))
        self._meaning.setAccessibleName(self.tr("What it means"))
        self._all.say(self.tr("Show all (%1 characters)").replace("%1", str(len(self._value))))
