"""The window: the only place that connects panels. What it shows is a presenter's; what it does is in `_commands`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication

from inspector.catalog import Catalog
from inspector.history import History, Notice
from inspector.intake import Source
from inspector.model import Inspection
from inspector.settings import Settings
from inspector.ui import wording
from inspector.ui.history_link import HistoryLink
from inspector.ui.outgoing import Outgoing
from inspector.ui.parts import later
from inspector.ui.presenter import Presenter
from inspector.ui.sitting import Sitting
from inspector.ui.tree_model import Row
from inspector.ui.zones import Zones

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

    from inspector.crashes import Session
    from inspector.ui.team import Team

_PATIENCE = 0.5
"""Seconds that a closing window waits for a share."""


class Window(Zones):
    """Connects the zones with the captures, the history and the clipboard."""

    def __init__(self, knowledge: Catalog, history: History, settings: Settings, language: str = "en") -> None:
        """Build everything, empty."""
        super().__init__(settings)
        self.knowledge = knowledge
        self.language = language
        self.painted = False
        self.starting = False
        self.session: Session | None = None
        self._told_left = False
        self.sitting = Sitting(knowledge, self)
        self.outgoing = Outgoing(self, self.sitting, knowledge)
        self.presenter = Presenter(self)
        self.link = HistoryLink(history, self.history)
        self._connect()
        self.link.refresh()

    @cached_property
    def team(self) -> Team:
        """Give the reader of the team's catalog: made after the first paint."""
        from inspector.ui import team  # noqa: PLC0415 - the first paint does without

        made = team.Team(self)
        made.read.connect(self.take_knowledge)
        return made

    def take_knowledge(self, knowledge: Catalog) -> None:
        """Explain from now on by another catalog, and word anew what is on the screen."""
        self.knowledge = self.sitting.knowledge = self.outgoing.knowledge = knowledge
        self.sitting.team = self._settings.team_catalog
        self.presenter.advise_anew()
        if knowledge.faults:
            self.tell(lambda: wording.faults(knowledge, self.spoken))

    def _connect(self) -> None:
        self.wanted.connect(self.do)
        self.top.paste_wanted.connect(lambda: self.do("paste"))
        self.top.open_wanted.connect(lambda: self.do("open"))
        self.top.look_up_wanted.connect(lambda: self.do("look-up"))
        self.top.capture_chosen.connect(self.presenter.choose)
        self.top.language_chosen.connect(lambda language: self.do(f"guidance-{language}"))
        self.sitting.shown.connect(self.presenter.show)
        self.sitting.added.connect(self._added)
        self.sitting.left.connect(self._captures_left)
        self.sitting.reading.connect(self.presenter.show_reading)
        self.sitting.sized.connect(self.presenter.show_size)
        self.sitting.progress.connect(lambda done, whole: self.reading.show_progress(done, whole))  # noqa: PLW0108 - made when first needed
        self.sitting.refused.connect(self._refused)
        self.cancel_wanted.connect(self.sitting.cancel)
        self.page.report_chosen.connect(self.presenter.show_report)
        self.page.look_up_wanted.connect(self.presenter.look_up)
        self.guidance.evidence_wanted.connect(self.page.light_up)
        self.link.removed.connect(self._offer_undo)
        self.link.trouble.connect(self._history_trouble)
        self.link.noticed.connect(self._tell_history)
        self._connect_outgoing()

    def _connect_outgoing(self) -> None:
        self.page.verdict.copy_id_wanted.connect(self.outgoing.copy_id)
        self.page.verdict.copy_ticket_wanted.connect(lambda: self.do("copy-ticket"))
        self.page.detail.field.clean = self.outgoing.clean
        self.page.meaning_of = lambda name: wording.meaning(name, self.knowledge, self.spoken)
        self.page.list_model.provider_of = lambda report: wording.provider(report, self.knowledge, self.spoken)
        self.page.tree.copy_wanted.connect(self._copy_row)
        self.page.raw.copy_wanted.connect(self.outgoing.copy_text)
        self.guidance.copy_wanted.connect(self.outgoing.copy_command)
        self.guidance.link_wanted.connect(self.outgoing.open_link)
        self.guidance.entry_wanted.connect(self._look_up)
        self.link.copied.connect(self.outgoing.copy_ids)
        self.outgoing.done.connect(lambda words: self.copied.say(words))  # noqa: PLW0108 - made when first needed
        self.outgoing.refused.connect(self.tell)

    @property
    def guidance_language(self) -> str:
        """Give the language of the guidance: the chosen one, else the interface's."""
        return self._settings.guidance or self.spoken

    @property
    def spoken(self) -> str:
        """Give the interface's language as the catalog names it."""
        return "zh" if self.language.startswith("zh") else "en"

    def mark_choices(self) -> None:
        """Mark in the menus what is chosen."""
        if "menus" in vars(self):
            for key in ("guidance", "scheme", "language"):
                self.menus.actions[f"{key}-{getattr(self._settings, key) or self.guidance_language}"].setChecked(True)

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
            "close-capture": self.presenter.close,
            "quit": self._quit,
            "copy-id": self.outgoing.copy_id,
            "copy-ticket": self._copy_ticket,
            "ticket": self._show_ticket,
            "find": self._find,
            "find-next": lambda: self._find_next(1),
            "find-previous": lambda: self._find_next(-1),
            "look-up": lambda: self._look_up(""),
            "team-choose": self._choose_team,
            "team-none": lambda: self._follow_team(""),
            "previous-capture": lambda: self.presenter.step(-1),
            "next-capture": lambda: self.presenter.step(1),
            "next-zone": lambda: self.move_zone(1),
            "previous-zone": lambda: self.move_zone(-1),
            "history": lambda: self._prefer(history_shown=not self._settings.history_shown),
            "guidance": lambda: self._prefer(guidance_shown=not self._settings.guidance_shown),
            "shortcuts": lambda: dialogs.show_shortcuts(self, self.menus.shortcuts()),
            "about": lambda: dialogs.show_about(self),
        }

    def _prefer(self, **changes: Any) -> None:
        self._settings = self._settings._replace(**changes)
        self.show_zones(guidance=self.presenter.has_guidance)
        self.settings_changed.emit(self._settings)
        self.presenter.reword()

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

    def _choose_team(self) -> None:
        begin = self._settings.team_catalog or QtCore.QDir.homePath()
        chooser = QtWidgets.QFileDialog(self, self.tr("The folder of your team's catalog"), begin)
        chooser.setFileMode(QtWidgets.QFileDialog.FileMode.Directory)
        chooser.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._follow_team)
        chooser.open()

    def _follow_team(self, folder: str) -> None:
        self._prefer(team_catalog=folder)
        self.team.look(folder)

    def _quit(self) -> None:
        self.close()

    def _find(self) -> None:
        if self.middle.currentWidget() is self.page:
            self.page.find_bar.open_bar()

    def _find_next(self, step: int) -> None:
        if self.middle.currentWidget() is self.page:
            self.page.search.step(step)

    def show_empty(self) -> None:
        """Show the ways in."""
        self.presenter.show(None)

    def _added(self, inspection: Inspection) -> None:
        """After a new capture is shown: keep its request IDs. Later, so that nothing can hide the answer."""
        if inspection.capture.origin != "example":
            seen = (wording.seen(report) for report in inspection.reports if report.failed)
            self.link.record_later((one for one in seen if one), hold=self.starting)

    def _captures_left(self) -> None:
        """Say once that the list of captures keeps the newest alone."""
        self.presenter.follow()
        if not self._told_left:
            self._told_left = True
            self.tell(lambda: self.knowledge.text("line", "captures-left", self.spoken))

    def _refused(self, words: dict[str, str]) -> None:
        self.tell(
            lambda: words.get(self.spoken) or self.tr("This capture could not be read: the reader was ended"), "error"
        )

    def tell_fault(self, kind: str, report: str) -> None:
        """Say that the program itself is at fault; the report can be copied and holds nothing captured."""
        self.tell(
            lambda: self.tr("A fault of the program: %1").replace("%1", kind), "error", lambda: self.tr("Copy report")
        )
        self._act = lambda: self.outgoing.copy(report, self.tr("Report copied"))

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

        if self.presenter.report is None:
            self.outgoing.copy_ticket("")
        else:
            dialog = dialogs.TicketDialog(
                self, self.outgoing, self._ticket_language, markdown=self._settings.ticket_markdown
            )
            dialog.chosen.connect(
                lambda language, markdown: self._prefer(ticket_language=language, ticket_markdown=markdown)
            )
            dialog.open()

    def _look_up(self, wanted: str) -> None:
        from inspector.ui import lookup, lookup_words  # noqa: PLC0415 - opened seldom

        languages = wording.languages_of(self.guidance_language)
        dialog = lookup.LookUp(self, lookup_words.answers(self.knowledge, languages, self.spoken), wanted)
        dialog.copy_wanted.connect(self.outgoing.copy_command)
        dialog.link_wanted.connect(self.outgoing.open_link)
        dialog.open()

    # -- the history ----------------------------------------------------------------------------------------

    def _tell_history(self, notice: Notice) -> None:
        values = {"detail": notice.detail, "rows": str(notice.rows)}
        self.tell(lambda: self.knowledge.text("notice", notice.id, self.spoken, values))

    def _history_trouble(self, reason: str) -> None:
        self.tell(lambda: self.tr("The history could not be used: %1. Everything else works.").replace("%1", reason))

    def _offer_undo(self, count: int) -> None:
        self.tell(
            lambda: self.tr("Request IDs deleted: %1").replace("%1", f"{count:,}"), "note", lambda: self.tr("Undo")
        )
        self._act = self.link.undo

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
            self.retell()
            self.presenter.reword(rows=True)
        if event.type() == QEvent.Type.ActivationChange and self.painted and self.isActiveWindow():
            self.team.look(self._settings.team_catalog)
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint make what it did without."""
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            later(self, self._complete)

    def _complete(self) -> None:
        if not self.isVisible():  # closed meanwhile
            return
        self.starting = False
        self.menus  # noqa: B018 - made by being asked for
        self.presenter.show_words()
        self.link.record_later()
        self.sitting.warm()
        self.team.look(self._settings.team_catalog)
        if self.session:
            later(self, self._look_back)

    def _look_back(self) -> None:
        """Offer what an earlier session left, unless something else is told; then it waits for the next start."""
        from inspector import crash_reports  # noqa: PLC0415 - the first paint does without

        left = () if self.telling or not self.session else crash_reports.take(self.session)
        if left:
            from inspector.ui import left_behind  # noqa: PLC0415 - it is rare

            left_behind.offer(self, left)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker and let the history go."""
        self.settings_changed.emit(self.settings)
        self.sitting.close()
        self.link.close()
        if "team" in vars(self):
            self.team.wait(_PATIENCE)
        super().closeEvent(event)
