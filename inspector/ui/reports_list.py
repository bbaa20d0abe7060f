"""The list of all responses of one capture, errors first: it stands over the verdict where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from inspector.model import Report
from inspector.ui import numbers, theme
from inspector.ui.numbers import dress
from inspector.ui.parts import visible
from inspector.ui.verdict import tone_of

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex

_NO_INDEX = QModelIndex()
_LISTED = ("http_status", "code", "request_id", "host", "date")


class ReportsModel(QAbstractTableModel):
    """All reports of one capture, errors first."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.reports: list[tuple[int, Report]] = []

    def show_reports(self, reports: tuple[Report, ...]) -> None:
        """List other reports."""
        self.beginResetModel()
        self.reports = sorted(enumerate(reports), key=lambda pair: not pair[1].failed)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Count the reports."""
        return 0 if parent.isValid() else len(self.reports)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Status, code, request ID, host, time."""
        return 0 if parent.isValid() else len(_LISTED)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = numbers.DISPLAY) -> object:
        """Give a cell."""
        report, name = self.reports[index.row()][1], _LISTED[index.column()]
        if role == numbers.DISPLAY:
            return visible((report.fact(name) or "")[:200])
        if role == numbers.FOREGROUND and name == "http_status":
            return QColor(getattr(theme.current(), tone_of(report.fact(name) or "")).text)
        return theme.mono(9) if role == numbers.FONT and name == "request_id" else None

    def headerData(self, section: int, orientation: QtCore.Qt.Orientation, role: int = numbers.DISPLAY) -> object:
        """Word the column heads."""
        if role != numbers.DISPLAY or orientation != QtCore.Qt.Orientation.Horizontal:
            return None
        return (self.tr("Status"), self.tr("Code"), self.tr("Request ID"), self.tr("Host"), self.tr("Time"))[section]

    def row_at(self, offset: int) -> int | None:
        """Find the row of the response whose characters hold an offset of the capture."""
        spans = ((row, report.exchange.span) for row, (_, report) in enumerate(self.reports))
        return next((row for row, span in spans if span.start <= offset < span.end), None)


def reports_table(model: ReportsModel) -> QTableView:
    """Make the view of the list."""
    made = QTableView()
    made.setObjectName("reports")
    made.setModel(model)
    made.setFrameShape(QTableView.Shape.NoFrame)
    made.setShowGrid(False)
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    made.verticalHeader().hide()
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setResizeContentsPrecision(50)  # rows looked at for the widths
    dress(made, maximumHeight=150, horizontalScrollBarPolicy="ScrollBarAlwaysOff")
    return made
