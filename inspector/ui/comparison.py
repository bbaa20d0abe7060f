"""The Signature Doctor's table: each line that the server signed, beside the one that the captured request gives."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector.model import Span
from inspector.ui import theme
from inspector.ui.evidence import Evidence
from inspector.ui.parts import Chip, Text, laid_out, on_top, section_head, visible

_MOST = 2_000
"""Characters of a line that are painted."""
_NARROWEST = 40
"""Pixels."""
_WIDEST_NAME = 130
"""Pixels that the names of the lines may take from what the lines say."""
_SEEN = str.maketrans({"\r": "␍", "\n": "␊", "\t": "→"})


class Line(NamedTuple):
    """One line: what it holds, what each side says (None: no such line), the first difference (-1: none)."""

    name: str
    server: str | None
    request: str | None
    differs: int
    spans: tuple[Span, ...]


class Compared(NamedTuple):
    """A comparison in words: heads for the whole and both sides; `missing` stands for a line that one side lacks."""

    title: str
    server: str
    request: str
    missing: str
    empty: str
    lines: tuple[Line, ...]


class ComparisonView(QWidget):
    """Shows equal lines once, and of those that differ both sides, the first differing character marked."""

    evidence_wanted = Signal(object)

    def __init__(self, compared: Compared) -> None:
        """Lay out all lines."""
        super().__init__()
        self.setObjectName("comparison")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(section_head(compared.title, name="comparisonHead"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for line in compared.lines:
            self._add(grid, line, compared)
        layout.addLayout(grid)

    def _add(self, grid: QGridLayout, line: Line, compared: Compared) -> None:
        row = grid.rowCount()
        name = Text(line.name, name="lineName", colour="secondary")
        if line.differs < 0:
            if name.sizeHint().width() > _WIDEST_NAME:
                name.setWordWrap(True)
                name.setFixedWidth(_WIDEST_NAME)
            said = line.server if line.server is not None else line.request or ""
            grid.addLayout(on_top(name), row, 0)
            grid.addWidget(Marked(said) if said else _aside(compared.empty), row, 1)
            return
        grid.addLayout(on_top(name), row, 0, 1, 2)
        if line.spans:
            grid.addLayout(on_top(Evidence(line.spans, self.evidence_wanted.emit, name="lineEvidence")), row, 2)
        for below, (side, text, tone) in enumerate(
            ((compared.server, line.server, "note"), (compared.request, line.request, "warning")), row + 1
        ):
            shown = _aside(compared.missing) if text is None else Marked(text, line.differs)
            grid.addLayout(on_top(Chip(side, tone, name="lineSide")), below, 0)
            grid.addWidget(shown, below, 1)


def _aside(words: str) -> Text:
    return Text(words, name="lineAside", colour="secondary")


class Marked(Text):
    """A text of fixed width that breaks anywhere and marks one character; what would not be seen is drawn."""

    def __init__(self, text: str, differs: int = -1) -> None:
        """`differs` is the number of the marked character; behind the end stands an empty mark."""
        self._differs = differs
        super().__init__(_drawn(text[:_MOST]), name="lineText", wrap=True, select=True)
        self.setFont(theme.mono(9))
        policy = self.sizePolicy()  # kept, for it says that the height follows the width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setAccessibleName(text[:_MOST])

    def minimumSizeHint(self) -> QSize:
        """Be content with some characters in a line."""
        return QSize(_NARROWEST, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Be as wide as there is room, never wider."""
        return QSize(_NARROWEST, self.heightForWidth(max(self.width(), 1)))

    def _breaks_words(self, width: int) -> bool:
        """Lay every text out by hand: what stands here is no prose."""
        return True

    def _broken(self, width: int) -> tuple[QTextLayout, float]:
        text = self.text() + (" " if 0 <= self._differs >= len(self.text()) else "")
        layout = QTextLayout(text, self.font())
        if self._differs >= 0:
            layout.setFormats([_mark(min(self._differs, len(text) - 1))])
        height = laid_out(layout, width, QTextOption.WrapMode.WrapAnywhere)
        return layout, max(height, float(self.fontMetrics().height()))


def _mark(place: int) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start, marked.length = place, 1
    look = QTextCharFormat()
    tone = theme.current().error
    look.setBackground(QColor(tone.text))
    look.setForeground(QColor(tone.ground))
    marked.format = look
    return marked


def _drawn(text: str) -> str:
    """Draw what would not be seen, character for character: line ends, tabs, and blanks at the ends or side by side."""
    signs = list(visible(text.translate(_SEEN)))
    for place, sign in enumerate(signs):
        beside = text[place - 1 : place] + text[place + 1 : place + 2]
        if sign == " " and (place in (0, len(text) - 1) or " " in beside):
            signs[place] = "·"
    return "".join(signs)
