"""The middle of the window: the list of reports where there are several, the verdict, the tree beside the raw text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QColor, QTextOption
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QSplitter, QTableView, QVBoxLayout, QWidget

from inspector.model import Report, Span
from inspector.text_rows import Rows, width_of
from inspector.ui import numbers, theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Elided, Hairline, Tool, visible, visible_lines
from inspector.ui.raw_view import RawView
from inspector.ui.tree_model import Derived, Row
from inspector.ui.tree_view import TreeView
from inspector.ui.verdict import Verdict, VerdictCard, tone_of

if TYPE_CHECKING:
    from inspector.ui.bars import FindBar
    from inspector.ui.pages import UnknownCard

_NO_INDEX = QModelIndex()
_MOST_AT_FIRST = 1_000
_MOST_IN_DETAIL = 64_000
_MOST_ROWS = 6
_MOST_FOUND = 5_000
_FIRST = ("status", "Code", "headers", "body")
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


class Detail(QWidget):
    """The whole value of the chosen row, below the tree; a long one is cut until all of it is wanted."""

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self._value = ""
        self._name = Elided(name="detailName", colour="secondary")
        self._text = QPlainTextEdit()
        dress(self._text, objectName="detailValue", readOnly=True, frameShape="NoFrame", acceptDrops=False)
        self._text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._text.setFont(theme.mono(9))
        self._all = Tool(name="showAll", word=True)
        self._all.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.GAP, theme.SMALL, theme.SMALL)
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addWidget(self._text)
        layout.addWidget(self._all)
        self.show_value("", "")

    def show_value(self, name: str, value: str) -> None:
        """Show another value."""
        self._value = value
        self._name.setText(visible(name[:200]))
        self._show(value[:_MOST_AT_FIRST])
        self._all.setVisible(len(value) > _MOST_AT_FIRST)
        self.setVisible(bool(name or value))
        self.retranslate()

    def _show(self, text: str) -> None:
        self._text.setPlainText(visible_lines(text))
        line = self._text.fontMetrics().height()
        columns = max(20, self._text.width() // max(1, self._text.fontMetrics().averageCharWidth()))
        rows = sum(max(1, -(-width_of(part[:_MOST_IN_DETAIL]) // columns)) for part in text.split("\n")[:_MOST_ROWS])
        self._text.setFixedHeight(line * min(rows, _MOST_ROWS) + 10)

    def _show_all(self) -> None:
        self._show(self._value[:_MOST_IN_DETAIL])
        self._all.hide()

    def retranslate(self) -> None:
        """Word everything anew."""
        self._text.setAccessibleName(self.tr("Value"))
        self._all.say(self.tr("Show all (%1 characters)").replace("%1", str(len(self._value))))


class ReportPage(QWidget):
    """Shows one report of a capture; a row lights up its characters, a click in the text chooses the row."""

    report_chosen = Signal(int)

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("reportPage")
        self.list_model = ReportsModel()
        self.verdict = VerdictCard()
        self.tree = TreeView()
        self.raw = RawView()
        self.detail = Detail()
        self._text = ""
        self._found: list[Span] = []
        self._at = 0
        self._lay_out()
        self.retranslate()
        self.tree.chosen.connect(self._row_chosen)
        self.raw.clicked.connect(self._text_clicked)

    # -- what the first paint does without, made when it is first asked for ---------------------------------

    @cached_property
    def list(self) -> QTableView:
        """Give the list of the reports, over the verdict."""
        made = QTableView()
        made.setObjectName("reports")
        made.setAccessibleName(self.tr("Responses in this capture"))
        made.setModel(self.list_model)
        made.setFrameShape(QTableView.Shape.NoFrame)
        made.setShowGrid(False)
        made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        made.verticalHeader().hide()
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        made.horizontalHeader().setStretchLastSection(True)
        dress(made, maximumHeight=150, horizontalScrollBarPolicy="ScrollBarAlwaysOff")
        made.selectionModel().currentRowChanged.connect(self._list_chosen)
        self._column.insertWidget(0, made)
        return made

    @cached_property
    def unknown(self) -> UnknownCard:
        """Give the card that stands in the verdict's place where nothing was recognised."""
        from inspector.ui.pages import UnknownCard  # noqa: PLC0415 - see above

        made = UnknownCard()
        self._card.addWidget(made)
        return made

    @cached_property
    def find_bar(self) -> FindBar:
        """Give the find bar, over tree and text."""
        from inspector.ui.bars import FindBar  # noqa: PLC0415 - see above

        made = FindBar()
        made.changed.connect(self._search)
        made.next_wanted.connect(self.find_next)
        made.closed.connect(lambda: self._search("", case=False))
        made.closed.connect(self.tree.setFocus)
        self._column.insertWidget(self._column.indexOf(self.split), made)
        return made

    def _lay_out(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tree, stretch=1)
        column.addWidget(Hairline())
        column.addWidget(self.detail)
        self.split = QSplitter()
        self.split.setObjectName("split")
        self.split.setHandleWidth(1)
        self.split.addWidget(self._left)
        self.split.addWidget(self.raw)
        self.split.setSizes([520, 480])
        self.split.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._card = QVBoxLayout()
        self._card.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        self._card.addWidget(self.verdict)
        self._column.addLayout(self._card)
        self._column.addWidget(Hairline())
        self._column.addWidget(self.split, stretch=1)

    def show_capture(self, text: str, reports: tuple[Report, ...], rows: Rows | None) -> None:
        """Show another capture: its text, and the list of its reports where there are several."""
        self._text = text
        self._found, self._at = [], 0
        if "find_bar" in vars(self):
            self.find_bar.hide()  # its marks were the other text's
        self.raw.show_text(text, rows)
        self.list_model.show_reports(reports)
        if len(reports) > 1 or "list" in vars(self):
            self.list.setVisible(len(reports) > 1)
        self.verdict.setVisible(bool(reports))
        self._left.setVisible(bool(reports))
        if not reports or "unknown" in vars(self):
            self.unknown.setVisible(not reports)
        if len(reports) > 1:
            self.list.resizeColumnsToContents()
            self.list.selectRow(0)

    def show_report(self, report: Report | None, verdict: Verdict, derived: tuple[Derived, ...]) -> None:
        """Show one of the reports."""
        self.verdict.show_verdict(verdict)
        self.detail.show_value("", "")
        self.tree.show_report(report, derived)
        self.raw.light_up((report.exchange.span,) if report else ())
        rows = self.tree.rows.rows
        first = next(
            (place for wanted in _FIRST for place, row in enumerate(rows) if wanted in (row.kind, row.name)),
            None,
        )
        if first is not None:
            self.tree.choose(first)

    def light_up(self, spans: tuple[Span, ...]) -> None:
        """Show where something was read."""
        self.raw.light_up(spans)

    def _list_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.report_chosen.emit(self.list_model.reports[current.row()][0])

    def _row_chosen(self, row: Row | None) -> None:
        if row is None:
            return
        span = row.span if row.span and row.span.end > row.span.start else row.block
        self.detail.show_value(self.tree.rows.title(row), row.value)
        self.raw.light_up((span,) if span else ())

    def _text_clicked(self, offset: int) -> None:
        number = self.tree.rows.row_at(offset)
        if number is not None:
            self.tree.choose(number)

    def _search(self, wanted: str, case: bool) -> None:
        self._found, self._at = [], 0
        text = self._text if case else _folded(self._text)
        wanted = wanted if case else _folded(wanted)
        place = text.find(wanted) if wanted else -1
        while place >= 0 and len(self._found) < _MOST_FOUND:
            self._found.append(Span(place, place + len(wanted)))
            place = text.find(wanted, place + len(wanted))
        self._mark()

    def find_next(self, step: int) -> None:
        """Go to the next place found, or the one before."""
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self._mark()

    def _mark(self) -> None:
        current = self._found[self._at] if self._found else None
        number = self.tree.rows.row_at(current.start) if current else None
        if number is not None:
            self.tree.choose(number)
        self.raw.show_found(tuple(self._found), current)
        self.find_bar.show_count(self._at + 1 if self._found else 0, len(self._found))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Word what a screen reader says of each part."""
        if "list" in vars(self):
            self.list.setAccessibleName(self.tr("Responses in this capture"))
        self.tree.setAccessibleName(self.tr("Parsed fields"))
        self.raw.setAccessibleName(self.tr("Received text"))
        self.detail.retranslate()


def _folded(text: str) -> str:
    """Write a text small, character for character: only İ becomes two when it is made small."""
    return text.replace("İ", "i").lower()
