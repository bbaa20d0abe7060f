"""The zones of the window and where they lie; what the first paint does without is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector.settings import Settings
from inspector.ui.guidance import GuidancePanel
from inspector.ui.history_panel import HistoryPanel
from inspector.ui.menus import menu_titles
from inspector.ui.parts import Hairline
from inspector.ui.report_page import ReportPage
from inspector.ui.status_line import StatusLine
from inspector.ui.top_bar import TopBar

if TYPE_CHECKING:
    from inspector.ui.bars import Copied, Notice
    from inspector.ui.menus import Menus
    from inspector.ui.pages import EmptyPage, ReadingPage


def _nothing() -> None:
    """Stand where there is nothing to do yet."""


class Zones(QMainWindow):
    """Three zones: what came, what it means, what leaves. Holds widgets and their sizes; knows nothing of captures."""

    settings_changed = Signal(object)
    wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        """Build everything, empty."""
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("OSS Inspector")
        self.setAcceptDrops(True)
        self._settings = settings
        self._act: Callable[[], None] = _nothing
        self._tell_again: Callable[[], None] = _nothing
        self.top = TopBar()
        self.history = HistoryPanel()
        self.page = ReportPage()
        self.guidance = GuidancePanel()
        self.status = StatusLine()
        self._lay_out()
        self._restore()

    @cached_property
    def menus(self) -> Menus:
        """Give the menus; their titles stand from the first paint on."""
        from inspector.ui.menus import Menus  # noqa: PLC0415 - see above

        return Menus(self, self.titles, self.wanted.emit)

    @cached_property
    def notice(self) -> Notice:
        """Give the line over the panels."""
        from inspector.ui.bars import Notice  # noqa: PLC0415 - see above

        made = Notice()
        made.acted.connect(lambda: self._act())  # noqa: PLW0108 - what the button does changes
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
        made.paste_wanted.connect(lambda: self.wanted.emit("paste"))
        made.open_wanted.connect(lambda: self.wanted.emit("open"))
        made.example_wanted.connect(lambda name: self.wanted.emit(f"example-{name}"))
        self.middle.addWidget(made)
        return made

    @cached_property
    def reading(self) -> ReadingPage:
        """Give the page that stands while something large is read."""
        from inspector.ui.pages import ReadingPage  # noqa: PLC0415 - see above

        made = ReadingPage()
        made.cancel_wanted.connect(self.cancel_wanted)
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

    def tell(self, words: Callable[[], str], tone: str = "warning", act: Callable[[], str] = str) -> None:
        """Say something in the line over the panels; `words` and `act` are asked again in another language."""
        self._act = _nothing
        self._tell_again = lambda: self.notice.say(words(), tone, act())
        self._tell_again()

    def on_act(self, deed: Callable[[], None]) -> None:
        """Do this when the button in the line is pressed."""
        self._act = deed

    @property
    def telling(self) -> bool:
        """Tell whether a line stands over the panels."""
        return "notice" in vars(self) and not self.notice.isHidden()

    def retell(self) -> None:
        """Say the line in the language of now, if it still stands there."""
        if self.telling:
            self._tell_again()

    def show_zones(self, *, guidance: bool) -> None:
        """Show the zones that are wanted; `guidance` tells whether there is any."""
        self.history.setVisible(self._settings.history_shown)
        self.guidance.setVisible(self._settings.guidance_shown and guidance)

    def move_zone(self, step: int) -> None:
        """Give the keyboard to the next zone, or the one before."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - the first paint does without

        places = (self.history.search, vars(self.page).get("list"), self.page.tree, self.page.raw, self.guidance)
        zones = [zone for zone in places if zone and zone.isVisible()]
        focus = self.focusWidget() or self
        held = (place for place, zone in enumerate(zones) if zone.hasFocus() or zone.isAncestorOf(focus))
        at = 0 if self.history.list.hasFocus() else next(held, -1)
        if zones:
            zones[(at + step) % len(zones)].setFocus(Qt.FocusReason.TabFocusReason)

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
        self.setMinimumSize(900, 560)

    def _restore(self) -> None:
        kept = self._settings
        if not (kept.geometry and self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode()))):
            self.resize(self.sizeHint())
        if kept.columns:
            self.columns.restoreState(QByteArray.fromBase64(kept.columns.encode()))
        self.show_zones(guidance=False)
        self.top.show_captures((), -1)
