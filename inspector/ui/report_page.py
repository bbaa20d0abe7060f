"""The middle of the window: the list of reports where there are several, the verdict, the tree beside the raw text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from inspector.model import Report, Span
from inspector.text_rows import Rows
from inspector.ui import theme
from inspector.ui.detail import Detail
from inspector.ui.finding import Search
from inspector.ui.parts import Hairline, later, tab_before
from inspector.ui.raw_view import RawView
from inspector.ui.reports_list import ReportsModel, ReportsTable
from inspector.ui.tree_model import Derived, Row
from inspector.ui.tree_view import TreeView
from inspector.ui.verdict import Verdict, VerdictCard

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from inspector.ui.bars import FindBar
    from inspector.ui.pages import UnknownCard

_EXPLAINED = ("header", "element", "field", "cut")
_FIRST = ("status", "Code", "headers", "body")
_OF_PAGE = 5
"""The list of the reports may take the fifth part of the page's height."""


class _Left(QWidget):
    """Holds the tree, and below it the value of the chosen row; says how high both are."""

    resized = Signal(int)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the height."""
        super().resizeEvent(event)
        self.resized.emit(event.size().height())


class ReportPage(QWidget):
    """Shows one report of a capture; a row lights up its characters, a click in the text chooses the row."""

    report_chosen = Signal(int)
    look_up_wanted = Signal(str)

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("reportPage")
        self.list_model = ReportsModel()
        self.verdict = VerdictCard()
        self.tree = TreeView()
        self.raw = RawView()
        self.detail = Detail()
        self.meaning_of: Callable[[str], str] = lambda _: ""
        self.search = Search(self, lambda: self.tree.rows.rows)
        self._lay_out()
        self.retranslate()
        self.tree.chosen.connect(self._row_chosen)
        self.raw.clicked.connect(self._choose_at)
        self.search.changed.connect(self._mark)

    # -- what the first paint does without, made when it is first asked for ---------------------------------

    @cached_property
    def list(self) -> ReportsTable:
        """Give the list of the reports, over the verdict."""
        made = ReportsTable(self.list_model)
        made.setAccessibleName(self.tr("Responses in this capture"))
        made.selectionModel().currentRowChanged.connect(self._list_chosen)
        self._column.insertWidget(0, made)
        tab_before(self.verdict.first_button, made)
        return made

    @cached_property
    def unknown(self) -> UnknownCard:
        """Give the card that stands in the verdict's place where nothing was recognised."""
        from inspector.ui.pages import UnknownCard  # noqa: PLC0415 - see above

        made = UnknownCard()
        made.look_up_wanted.connect(self.look_up_wanted)
        self._card.addWidget(made)
        tab_before(self.raw, made.field)
        return made

    @cached_property
    def find_bar(self) -> FindBar:
        """Give the find bar, over tree and text."""
        from inspector.ui.bars import FindBar  # noqa: PLC0415 - see above

        made = FindBar()
        made.changed.connect(self.search.want)
        made.next_wanted.connect(self.search.step)
        made.closed.connect(lambda: self.search.want("", case=False))
        made.closed.connect(self.tree.setFocus)
        self._column.insertWidget(self._column.indexOf(self.split), made)
        tab_before(self.tree, *made.stops)
        return made

    def _lay_out(self) -> None:
        self._left = _Left()
        self._left.resized.connect(self.detail.give_room)
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
        self.search.show_text(text)
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
            self.unknown.field.clear()
        if len(reports) > 1:
            self.list.take(self.height() // _OF_PAGE)
            self.list.share_out()
            self.list.selectRow(0)

    def show_report(self, report: Report | None, verdict: Verdict, derived: tuple[Derived, ...]) -> None:
        """Show one of the reports."""
        self.verdict.show_verdict(verdict)
        self.tree.show_report(report, derived)
        self.search.rows_changed()
        self.raw.light_up((report.exchange.span,) if report else ())
        rows = self.tree.rows.rows
        first = next(
            (place for wanted in _FIRST for place, row in enumerate(rows) if wanted in (row.kind, row.name)),
            None,
        )
        if first is not None:
            self.tree.choose(first)
        else:
            self.detail.show_value("", "")

    def light_up(self, spans: tuple[Span, ...]) -> None:
        """Show where something was read: the row of the tree that holds the first place, and all places in the text."""
        number = self.tree.rows.row_at(spans[0].start) if spans else None
        if number is not None:
            self.tree.choose(number)
        self.raw.light_up(spans)

    def _list_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.report_chosen.emit(self.list_model.reports[current.row()][0])

    def _row_chosen(self, row: Row | None) -> None:
        if row is None:
            return
        meaning = self.meaning_of(row.name) if row.kind in _EXPLAINED else ""
        self.detail.show_value(self.tree.rows.title(row), row.value, meaning)
        self.raw.light_up(_places(row))
        later(self, lambda: self.tree.scrollTo(self.tree.currentIndex()))  # the detail's height may have covered it

    def reword(self, report: Report, derived: tuple[Derived, ...]) -> None:
        """Show the same report in another language."""
        self.tree.reword(report, derived)
        self.search.rows_changed()

    def _choose_at(self, offset: int) -> None:
        """Choose the row whose characters hold an offset, in whichever report it stands."""
        listed = self.list_model.row_at(offset) if self.list_model.rowCount() > 1 else None
        if listed is not None and listed != self.list.currentIndex().row():
            self.list.selectRow(listed)
        number = self.tree.rows.row_at(offset)
        if number is not None:
            self.tree.choose(number)

    def _mark(self) -> None:
        hit = self.search.current
        if hit and hit.span:
            self._choose_at(hit.span.start)
        elif hit:
            self.tree.choose(hit.row)
        elif self.search.wanted:  # what was found before is no hit any more
            self.raw.light_up(_places(self.tree.current_row()), scroll=False)
        self.raw.show_found(self.search.spans, hit.span if hit else None)
        if "find_bar" in vars(self):
            self.find_bar.show_count(self.search.number, len(self.search.hits))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list its part of the height."""
        super().resizeEvent(event)
        if "list" in vars(self):
            self.list.take(self.height() // _OF_PAGE)

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


def _places(row: Row | None) -> tuple[Span, ...]:
    """Give the characters of a row's value, or those of all that the row stands for."""
    span = row and (row.span if row.span and row.span.end > row.span.start else row.block)
    return (span,) if span else ()
