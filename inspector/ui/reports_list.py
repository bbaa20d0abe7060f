"""The list of all responses of one capture, errors first: it stands over the verdict where there are several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from inspector.model import Report
from inspector.ui import numbers, theme, wording
from inspector.ui.numbers import dress
from inspector.ui.parts import visible
from inspector.ui.verdict import tone_of

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QResizeEvent

_NO_INDEX = QModelIndex()
_LISTED = ("http_status", "code", "request_id", "provider", "date", "host")
_GIVING = {"host": 60, "code": 80, "provider": 70, "request_id": 100}
"""Columns that give way where not all have room, the first most readily, and the pixels that each keeps.

A host that has not even these is not shown: it stands in the tree.
"""

_FEWEST = 3
"""Rows that are in sight however low the window is."""

_PADDING = 6
"""Pixels that a row is higher than its text."""


class ReportsModel(QAbstractTableModel):
    """All reports of one capture, errors first."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.reports: list[tuple[int, Report]] = []
        self.columns: tuple[str, ...] = ()
        self.provider_of: Callable[[Report], str] = lambda _: ""

    def show_reports(self, reports: tuple[Report, ...]) -> None:
        """List other reports."""
        self.beginResetModel()
        self.reports = sorted(enumerate(reports), key=lambda pair: wording.rank(pair[1]))
        mixed = len({report.provider for report in reports}) > 1
        self.columns = tuple(name for name in _LISTED if mixed or name != "provider")
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Count the reports."""
        return 0 if parent.isValid() else len(self.reports)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Status, code, request ID, time, host; the provider where there are several."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = numbers.DISPLAY) -> object:
        """Give a cell."""
        report, name = self.reports[index.row()][1], self.columns[index.column()]
        if role == numbers.DISPLAY:
            return visible(_short_date(self._cell(report, name)[:200]))
        if role == numbers.TOOL_TIP:
            return visible(self._cell(report, name)[:200]).replace("<", "‹")  # Qt looks for markup
        if role == numbers.FOREGROUND and name == "http_status":
            return QColor(getattr(theme.current(), tone_of(report.fact(name) or "")).text)
        return theme.mono(9) if role == numbers.FONT and name == "request_id" else None

    def _cell(self, report: Report, name: str) -> str:
        if name == "provider":
            return self.provider_of(report) or self.tr("unknown")
        return report.fact(name) or ("–" if name == "http_status" else "")  # a row of nothing would be none to the eye

    def headerData(self, section: int, orientation: QtCore.Qt.Orientation, role: int = numbers.DISPLAY) -> object:
        """Word the column heads, and let them stand where the values begin."""
        if role == numbers.ALIGNMENT:
            return numbers.LEFT | numbers.VERTICAL_CENTRE
        if role != numbers.DISPLAY or orientation != QtCore.Qt.Orientation.Horizontal:
            return None
        words = (
            self.tr("Status"), self.tr("Code"), self.tr("Request ID"), self.tr("Provider"), self.tr("Time (UTC)"),
            self.tr("Host"),
        )  # fmt: skip
        return words[_LISTED.index(self.columns[section])]

    def row_at(self, offset: int) -> int | None:
        """Find the row of the response whose characters hold an offset of the capture."""
        spans = ((row, report.exchange.span) for row, (_, report) in enumerate(self.reports))
        return next((row for row, span in spans if span.start <= offset < span.end), None)


def _short_date(text: str) -> str:
    """Leave out of an HTTP date what the head of the column says, and the weekday."""
    return text.partition(", ")[2].removesuffix(" GMT") if text.endswith(" GMT") else text


class ReportsTable(QTableView):
    """The view of the list: all columns side by side, whatever its width."""

    def __init__(self, model: ReportsModel) -> None:
        """Begin with what the model holds."""
        super().__init__()
        self._rows = model
        self._wanted: dict[str, int] = {}
        self.setModel(model)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _PADDING)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setResizeContentsPrecision(50)  # rows looked at for the widths
        dress(
            self, objectName="reports", frameShape="NoFrame", showGrid=False, wordWrap=False, tabKeyNavigation=False,
            selectionBehavior="SelectRows", selectionMode="SingleSelection", textElideMode="ElideMiddle",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
        )  # fmt: skip

    def share_out(self) -> None:
        """Measure what the columns hold, and give each its room."""
        heads = self.horizontalHeader()
        for place, name in enumerate(self._rows.columns):
            self.setColumnHidden(place, False)
            self._wanted[name] = max(self.sizeHintForColumn(place), heads.sectionSizeHint(place))
        self._fit()

    def take(self, room: int) -> None:
        """Be as high as all rows are, or as many whole ones as `room` pixels hold."""
        heads, each = self.horizontalHeader().sizeHint().height(), self.verticalHeader().defaultSectionSize()
        rows = min(len(self._rows.reports), max(_FEWEST, (room - heads) // each))
        self.setFixedHeight(heads + rows * each)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._rows.columns and self._rows.columns[0] in self._wanted:
            widths = shares({name: self._wanted[name] for name in self._rows.columns}, self.viewport().width())
            for place, name in enumerate(self._rows.columns):
                self.setColumnHidden(place, not widths[name])
                self.setColumnWidth(place, widths[name])


def shares(wanted: dict[str, int], room: int) -> dict[str, int]:
    """Give each column the width that it wants, or less where they do not all have room; a host may get nothing."""
    given = dict(wanted)
    for name, least in _GIVING.items():
        over = sum(given.values()) - room
        if over > 0 and name in given:
            left = max(given[name] - over, min(given[name], least))
            given[name] = 0 if name == "host" and given[name] - over < least else left
    return given
