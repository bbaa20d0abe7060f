"""The clocks of a capture on one line of time, each with what follows from it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.model import Span
from inspector.ui import theme
from inspector.ui.evidence import Evidence
from inspector.ui.parts import Text, section_head

_RAIL = 14
_DOT = 8.0


class Moment(NamedTuple):
    """A time as it is shown: when, whose clock, what follows, whether it is the one the others are held against."""

    time: str
    clock: str
    verdict: str
    tone: str
    spans: tuple[Span, ...]


class TimelineView(QWidget):
    """One row a clock, in the order of time, strung on a rail."""

    evidence_wanted = Signal(object)

    def __init__(self, title: str, moments: tuple[Moment, ...]) -> None:
        """Lay out all moments."""
        super().__init__()
        self.setObjectName("timeline")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(section_head(title, name="timelineHead"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, moment in enumerate(moments):
            grid.addWidget(_Rail(moment.tone, first=row == 0, last=row == len(moments) - 1), row, 0)
            grid.addWidget(self._said(moment), row, 1)
            if moment.spans:
                grid.addWidget(Evidence(moment.spans, self.evidence_wanted.emit, name="momentEvidence"), row, 2)
        layout.addLayout(grid)

    def _said(self, moment: Moment) -> QWidget:
        said = QWidget()
        layout = QVBoxLayout(said)
        layout.setContentsMargins(0, 2, 0, theme.SMALL)
        layout.setSpacing(0)
        time = Text(moment.time, name="momentTime", select=True)
        time.setFont(theme.mono(9))
        layout.addWidget(time)
        layout.addWidget(Text(moment.clock, name="momentClock", wrap=True))
        if moment.verdict:
            layout.addWidget(Text(moment.verdict, name="momentVerdict", colour=moment.tone or "secondary", wrap=True))
        return said


class _Rail(QWidget):
    """A piece of the line of time with its dot."""

    def __init__(self, tone: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._tone, self._first, self._last = tone, first, last
        self.setFixedWidth(_RAIL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rail through the dot, no further than the first and the last."""
        scheme = theme.current()
        painter = QPainter(self)
        middle, dot = _RAIL / 2, QPointF(_RAIL / 2, 11.0)
        top = dot.y() if self._first else 0.0
        bottom = dot.y() if self._last else float(self.height())
        theme.fill(painter, QRectF(middle - 1, top, 2, bottom - top), scheme.border)
        colour = getattr(scheme, self._tone).text if self._tone else scheme.secondary
        theme.fill(painter, QRectF(dot.x() - _DOT / 2, dot.y() - _DOT / 2, _DOT, _DOT), colour, int(_DOT / 2))
        painter.end()
