"""The window: the only place that connects panels. What it shows is an inspection; what it does is in `_commands`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import QByteArray, QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector.catalog import Catalog
from inspector.history import History
from inspector.intake import Source
from inspector.model import Inspection, Report
from inspector.settings import Settings
from inspector.ui import wording
from inspector.ui.guidance import Guidance, GuidancePanel
from inspector.ui.history_link import HistoryLink
from inspector.ui.history_panel import HistoryPanel
from inspector.ui.menus import Menus, menu_titles
from inspector.ui.outgoing import Outgoing
from inspector.ui.parts import Hairline, later
from inspector.ui.report_page import ReportPage
from inspector.ui.sitting import Sitting
from inspector.ui.status_line import StatusLine
from inspector.ui.top_bar import TopBar
from inspector.ui.verdict import Verdict

if TYPE_CHECKING:
    from inspector.ui.bars import Copied, Notice
    from inspector.ui.pages import EmptyPage, ReadingPage
    from inspector.ui.tree_model import Row


class Window(QMainWindow):
    """Three zones: what came, what it means, what leaves."""

    settings_changed = Signal(object)

    def __init__(self, knowledge: Catalog, history: History, settings: Settings, language: str = "en") -> None:
        """Build everything, empty."""
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("OSS Inspector")
        self.setAcceptDrops(True)
        self.knowledge = knowledge
        self._settings = settings
        self.language = language
        self._report: Report | None = None
        self._painted = False
        self.sitting = Sitting(knowledge, self)
        self.top = TopBar()
        self.history = HistoryPanel()
        self.page = ReportPage()
        self.guidance = GuidancePanel()
        self.status = StatusLine()
        self.outgoing = Outgoing(self, self.sitting, knowledge)
        self.link = HistoryLink(history, self.history)
        self._undo: Callable[[], None] = lambda: None
        self._lay_out()
        self._connect()
        self._restore()
        self.link.refresh()
        self._tell_history()

    # -- what the first paint does without, made when it is first asked for ---------------------------------

    @cached_property
    def menus(self) -> Menus:
        """Give the menus; their titles stand from the first paint on."""
        made = Menus(self, self.titles, self.do)
        later(self, self._show_words)
        return made

    @cached_property
    def notice(self) -> Notice:
        """Give the line over the panels."""
        from inspector.ui.bars import Notice  # noqa: PLC0415 - see above

        made = Notice()
        made.acted.connect(lambda: self._undo())  # noqa: PLW0108 - what undo does changes
        self._column.insertWidget(2, made)
        return made

    @cached_property
    def copied(self) -> Copied:
        """Give the word that something was copied."""
        from inspector.ui.bars import Copied  # noqa: PLC0415 - see above

        return Copied(self)

    @cached_property
    def empty(self) -> EmptyPage:
        """Give the page without a capture."""
        from inspector.ui.pages import EmptyPage  # noqa: PLC0415 - see above

        made = EmptyPage()
        made.paste_wanted.connect(lambda: self.do("paste"))
        made.open_wanted.connect(lambda: self.do("open"))
        made.example_wanted.connect(lambda name: self.do(f"example-{name}"))
        self.middle.addWidget(made)
        return made

    @cached_property
    def reading(self) -> ReadingPage:
        """Give the page that stands while something large is read."""
        from inspector.ui.pages import ReadingPage  # noqa: PLC0415 - see above

        made = ReadingPage()
        made.cancel_wanted.connect(self.sitting.cancel)
        self.sitting.progress.connect(made.show_progress)
        self.middle.addWidget(made)
        return made

    @property
    def settings(self) -> Settings:
        """Give the preferences as they are now, with the sizes of the window."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        columns = bytes(self.columns.saveState().toBase64().data()).decode()
        return self._settings._replace(geometry=geometry, columns=columns)

    def sizeHint(self) -> QSize:
        """Give the size at which it is at its best."""
        return QSize(1280, 800)

    def _lay_out(self) -> None:
        self.middle = QStackedWidget()
        self.middle.addWidget(self.page)
        self.columns = QSplitter()
        self.columns.setObjectName("columns")
        self.columns.setHandleWidth(1)
        for zone in (self.history, self.middle, self.guidance):
            self.columns.addWidget(zone)
        for place, stretch in enumerate((0, 2, 1)):
            self.columns.setStretchFactor(place, stretch)
        self.history.setMinimumWidth(170)
        self.page.setMinimumWidth(460)
        self.columns.setSizes([210, 690, 380])
        self.columns.setChildrenCollapsible(False)
        centre = QWidget()
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.top, Hairline(), self.columns, Hairline(), self.status):
            self._column.addWidget(part, stretch=1 if part is self.columns else 0)
        self.setCentralWidget(centre)
        self.titles = menu_titles(self)
        self.setMinimumSize(1000 - 200, 560)

    def _connect(self) -> None:
        self.top.paste_wanted.connect(lambda: self.do("paste"))
        self.top.open_wanted.connect(lambda: self.do("open"))
        self.top.look_up_wanted.connect(lambda: self.do("look-up"))
        self.top.capture_chosen.connect(self.sitting.choose)
        self.top.language_chosen.connect(lambda language: self.do(f"guidance-{language}"))
        self.sitting.shown.connect(self._show)
        self.sitting.added.connect(self._added)
        self.sitting.reading.connect(self._show_reading)
        self.sitting.refused.connect(self._refused)
        self.page.report_chosen.connect(self._show_report)
        self.page.verdict.copy_id_wanted.connect(self.outgoing.copy_id)
        self.page.verdict.copy_ticket_wanted.connect(lambda: self.do("copy-ticket"))
        self.page.tree.copy_wanted.connect(self._copy_row)
        self.page.raw.copy_wanted.connect(self.outgoing.copy_text)
        self.guidance.evidence_wanted.connect(self.page.light_up)
        self.guidance.copy_wanted.connect(self.outgoing.copy_command)
        self.guidance.link_wanted.connect(self.outgoing.open_link)
        self.link.copied.connect(self.outgoing.copy_ids)
        self.outgoing.done.connect(lambda words: self.copied.say(words))  # noqa: PLW0108 - made when first needed
        self.outgoing.refused.connect(lambda words: self.notice.say(words))  # noqa: PLW0108 - the same
        self.link.removed.connect(self._offer_undo)
        self.link.trouble.connect(self._history_trouble)

    def _restore(self) -> None:
        if not (
            self._settings.geometry and self.restoreGeometry(QByteArray.fromBase64(self._settings.geometry.encode()))
        ):
            self.resize(self.sizeHint())
        if self._settings.columns:
            self.columns.restoreState(QByteArray.fromBase64(self._settings.columns.encode()))
        self._show_zones()
        self.top.show_captures((), -1)

    @property
    def guidance_language(self) -> str:
        """Give the language of the guidance: the chosen one, else the interface's."""
        return self._settings.guidance or self.spoken

    @property
    def spoken(self) -> str:
        """Give the interface's language as the catalog names it."""
        return "zh" if self.language.startswith("zh") else "en"

    # -- what the menus and keys do -------------------------------------------------------------------------

    def do(self, what: str) -> None:
        """Do what a menu row, a key or a button asks for."""
        name, _, rest = what.partition("-")
        if name in ("language", "scheme") or (name == "guidance" and rest):
            self._prefer(**{name: rest})
        elif name == "example":
            self.sitting.open(Source("example", rest))
        else:
            self._commands()[what]()

    def _commands(self) -> dict[str, Callable[[], None]]:
        from inspector.ui import dialogs  # noqa: PLC0415 - opened seldom, so not paid for at the start

        return {
            "paste": self.paste,
            "open": self._open,
            "close-capture": self.sitting.close_current,
            "quit": self._quit,
            "copy-id": self.outgoing.copy_id,
            "copy-ticket": self._copy_ticket,
            "ticket": self._show_ticket,
            "find": self._find,
            "find-next": lambda: self.page.find_next(1),
            "find-previous": lambda: self.page.find_next(-1),
            "look-up": self._look_up,
            "previous-capture": lambda: self.sitting.step(-1),
            "next-capture": lambda: self.sitting.step(1),
            "next-zone": lambda: self._move_zone(1),
            "previous-zone": lambda: self._move_zone(-1),
            "history": lambda: self._prefer(history_shown=not self._settings.history_shown),
            "guidance": lambda: self._prefer(guidance_shown=not self._settings.guidance_shown),
            "shortcuts": lambda: dialogs.show_shortcuts(self, self.menus.shortcuts()),
            "about": lambda: dialogs.show_about(self),
        }

    def _prefer(self, **changes: Any) -> None:
        self._settings = self._settings._replace(**changes)
        self._show_zones()
        self.settings_changed.emit(self._settings)
        self._reword()

    def paste(self) -> None:
        """Open what the clipboard holds as a new capture: files, or text."""
        held = QGuiApplication.clipboard().mimeData()
        if held is not None and not self.sitting.open_mime(held, "clipboard"):
            self.copied.say(self.tr("The clipboard holds no text"))

    def _open(self) -> None:
        names, _ = QtWidgets.QFileDialog.getOpenFileNames(self, self.tr("Open captures"))
        self.open_files(names)

    def open_files(self, names: Sequence[str]) -> None:
        """Open files as captures, in their order."""
        for name in names:
            self.sitting.open(Source("file", Path(name).name, name))

    def _quit(self) -> None:
        self.close()

    def _find(self) -> None:
        if self.middle.currentWidget() is self.page:
            self.page.find_bar.open_bar()

    def _move_zone(self, step: int) -> None:
        zones = [
            zone for zone in (self.history.search, self.page.tree, self.page.raw, self.guidance) if zone.isVisible()
        ]
        at = next(
            (
                place
                for place, zone in enumerate(zones)
                if zone.hasFocus() or zone.isAncestorOf(self.focusWidget() or self)
            ),
            -1,
        )
        if self.history.list.hasFocus():
            at = 0
        if zones:
            zones[(at + step) % len(zones)].setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    def show_empty(self) -> None:
        """Show the ways in."""
        self._show(None)

    # -- showing --------------------------------------------------------------------------------------------

    def _show(self, inspection: Inspection | None) -> None:
        """Show a capture of this sitting, or the empty page."""
        self.top.show_captures(self.sitting.names, self.sitting.current)
        self._show_zones()
        self._report = self.outgoing.report = None
        if inspection is None:
            self.middle.setCurrentWidget(self.empty)
            self.guidance.show_guidance(Guidance())
            self._show_status()
            return
        self.page.show_capture(inspection.capture.text, inspection.reports, self.sitting.rows)
        self.middle.setCurrentWidget(self.page)
        if len(inspection.reports) <= 1:
            self._show_report(0)
        self.page.tree.setFocus()

    def _show_zones(self) -> None:
        """Show the zones that are wanted; an empty guidance is not."""
        self.history.setVisible(self._settings.history_shown)
        self.guidance.setVisible(self._settings.guidance_shown and self.sitting.inspection is not None)

    def _show_report(self, number: int) -> None:
        inspection = self.sitting.inspection
        if inspection is None:
            return
        self._report = self.outgoing.report = self.sitting.report(number)
        report = self._report
        card = wording.verdict(report, self.knowledge, self.spoken) if report else Verdict()
        derived = wording.derived(report, self.knowledge, self.spoken) if report else ()
        self.page.show_report(report, card, derived)
        self._show_words()

    def _show_words(self) -> None:
        """Show what is said about the report, in the languages chosen."""
        inspection, report = self.sitting.inspection, self._report
        languages = wording.languages_of(self.guidance_language)
        self.top.show_language(self.guidance_language)
        if "menus" in vars(self):
            for key in ("guidance", "scheme", "language"):
                self.menus.actions[f"{key}-{getattr(self._settings, key) or self.guidance_language}"].setChecked(True)
        if inspection is None:
            return
        if report is None:
            self.page.unknown.show_looked(self.knowledge.text("line", "looked-for", self.spoken))
            self.guidance.show_guidance(Guidance())
        else:
            self.guidance.show_guidance(wording.guidance(inspection, report, self.knowledge, languages, self.spoken))
        if self._painted:
            self._show_status()

    def _show_status(self) -> None:
        """Count what was mended and what is secret; the answer need not wait for it."""
        inspection, report = self.sitting.inspection, self._report
        if inspection is None:
            self.status.show_capture("", 0, 0)
            return
        repairs = len(inspection.problems) + (len(report.problems) if report else 0)
        shape = self.knowledge.text("shape", inspection.shape, self.spoken)
        self.status.show_capture(shape, repairs, len(self.outgoing.secrets()))

    def _reword(self) -> None:
        """Say everything anew after a change of language."""
        if self._report:
            card = wording.verdict(self._report, self.knowledge, self.spoken)
            self.page.verdict.show_verdict(card)
        self._show_words()

    def _show_reading(self, name: str, size: int) -> None:
        self.reading.show_reading(name, size)
        self.middle.setCurrentWidget(self.reading)

    def _added(self, inspection: Inspection) -> None:
        """After a new capture is shown: keep its request IDs. Later, so that nothing can hide the answer."""
        seen = [one for report in inspection.reports if report.failed and (one := wording.seen(report))]
        if seen and inspection.capture.origin != "example":
            self.link.record_later(seen)

    def _refused(self, words: dict[str, str]) -> None:
        self.notice.say(
            words.get(self.spoken) or self.tr("This capture could not be read: the reader was ended"), "error"
        )

    # -- what leaves ----------------------------------------------------------------------------------------

    def _copy_row(self, what: str, row: Row) -> None:
        self.outgoing.copy_row(what, self.page.tree.rows.title(row), row)

    @property
    def _ticket_language(self) -> str:
        return self._settings.ticket_language or self.spoken

    def _copy_ticket(self) -> None:
        text = self.outgoing.ticket(self._ticket_language, markdown=self._settings.ticket_markdown)
        self.outgoing.copy_ticket(text)

    def _show_ticket(self) -> None:
        from inspector.ui import dialogs  # noqa: PLC0415 - opened seldom

        if self._report:
            dialog = dialogs.TicketDialog(
                self, self.outgoing, self._ticket_language, markdown=self._settings.ticket_markdown
            )
            dialog.chosen.connect(
                lambda language, markdown: self._prefer(ticket_language=language, ticket_markdown=markdown)
            )
            dialog.open()

    def _look_up(self) -> None:
        from inspector.ui import dialogs  # noqa: PLC0415 - opened seldom

        languages = wording.languages_of(self.guidance_language)
        dialogs.show_look_up(
            self,
            lambda wanted: wording.look_up(wanted, self.knowledge, languages, self.spoken),
            self.outgoing.copy_command,
        )

    # -- the history ----------------------------------------------------------------------------------------

    def _tell_history(self) -> None:
        if self.link.notice:
            key, detail = self.link.notice
            self.notice.say(self.knowledge.text("notice", key, self.spoken, {"detail": detail}))

    def _history_trouble(self, reason: str) -> None:
        self.notice.say(self.tr("The history could not be used: %1. Everything else works.").replace("%1", reason))

    def _offer_undo(self, count: int) -> None:
        self._undo = self.link.undo
        self.notice.say(self.tr("Request IDs deleted: %1").replace("%1", str(count)), "note", self.tr("Undo"))

    # -- Qt's own -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take text and files."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped as captures."""
        if self.sitting.open_mime(event.mimeData(), "drop"):
            event.acceptProposedAction()
            self.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language: menus, and what stands in the core's words."""
        if event.type() == QEvent.Type.LanguageChange:
            self.menus.retranslate()
            self.status.retranslate()
            if self._report:
                self.page.tree.reword(self._report, wording.derived(self._report, self.knowledge, self.spoken))
            self._reword()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint make what it did without."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            later(self, self._complete)

    def _complete(self) -> None:
        if not self.isVisible():  # closed meanwhile
            return
        self.menus  # noqa: B018 - made by being asked for
        self._show_status()
        self.sitting.background.warm()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker and let the history go."""
        self.settings_changed.emit(self.settings)
        self.sitting.close()
        self.link.close()
        super().closeEvent(event)
