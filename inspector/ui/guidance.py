"""The guidance panel: findings with their grade, what happened, why, the numbered steps, in one language or both.

In both, the two languages stand in two columns, row by row at the same height, so that an English engineer and a
Chinese customer read the same step; under `NARROW` pixels they stand below each other.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from inspector.model import Span
from inspector.ui import numbers
from inspector.ui.numbers import dress
from inspector.ui.parts import later

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from inspector.ui.comparison import Compared
    from inspector.ui.timeline import Moment

NARROW = 420


class Why(NamedTuple):
    """A finding, worded for each language shown; `chip` is its grade in a word, `means` what that says."""

    grade: str
    chip: str
    means: str
    texts: tuple[str, ...]
    evidence: tuple[Span, ...]


class Told(NamedTuple):
    """One entry in one language: heading, what happened, causes and steps with their head words, what is doubted."""

    title: str
    cause: str
    why_head: str
    why: tuple[str, ...]
    fix_head: str
    fix: tuple[str, ...]
    doubts: tuple[str, ...] = ()


class Guide(NamedTuple):
    """One entry in each language shown; below, the level; above, where several stand together, whose it is."""

    columns: tuple[Told, ...]
    level: str
    name: str = ""


class Link(NamedTuple):
    """An address that the capture or the catalog names; only one of a known host may be opened.

    `note` says in which language its page is, where it is another than the one shown.
    """

    address: str
    known: bool
    note: str = ""


class More(NamedTuple):
    """Another entry worth reading: its id, what users know it by, and its heading."""

    id: str
    label: str
    title: str


class Guidance(NamedTuple):
    """All that the panel shows of one report. `notes` stand where there is no guide; `links` lead out.

    `background` is what was found and explains nothing by itself: it stands below the advice.
    """

    findings: tuple[Why, ...] = ()
    comparisons: tuple["Compared", ...] = ()
    times_head: str = ""
    times: tuple["Moment", ...] = ()
    guides: tuple[Guide, ...] = ()
    notes: tuple[str, ...] = ()
    more: tuple[More, ...] = ()
    links: tuple[Link, ...] = ()
    told: tuple[str, ...] = ()
    background: tuple[Why, ...] = ()


class GuidancePanel(QScrollArea):
    """Reads top down; nothing in it is markup. `due` is whether it will be built after the paint that is under way."""

    evidence_wanted = Signal(object)
    copy_wanted = Signal(str)
    link_wanted = Signal(str)
    entry_wanted = Signal(str)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        dress(
            self, objectName="guidance", frameShape="NoFrame", widgetResizable=True, focusPolicy="StrongFocus",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
        )  # fmt: skip
        self.setAccessibleName(self.tr("Guidance"))
        self._guidance = Guidance()
        self._built: tuple[object, ...] = ()
        self._stacked = False
        self.due = False
        self._ask: Callable[[], Guidance] | None = None
        self._page = QWidget()
        self.setWidget(self._page)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(260, 200)

    def show_guidance(self, guidance: Guidance) -> None:
        """Show other guidance, after the paint that is under way: verdict and tree come first."""
        self._guidance, self._ask = guidance, None
        if not self._is_built():
            self._put_off()

    def show_later(self, ask: Callable[[], Guidance]) -> None:
        """Do the same with guidance that is only then asked for."""
        self._ask = ask
        self._put_off()

    def _put_off(self) -> None:
        self._page.hide()
        if not self.due:
            self.due = True
            later(self, self._build_due)

    @property
    def _wanted(self) -> tuple[Guidance, bool, str]:
        """Tell what is to be seen; a word stands for the interface's language."""
        return self._guidance, self._stacked, self.tr("Guidance")

    def _is_built(self) -> bool:
        return self._wanted == self._built

    def _build_due(self) -> None:
        self.due = False
        if self._ask:
            self._guidance, self._ask = self._ask(), None
        self._build()
        self._page.show()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Put things below each other where the panel is narrow."""
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._stacked:
            self._stacked = self.width() < NARROW
            if self._guidance.findings or any(len(guide.columns) > 1 for guide in self._guidance.guides):
                self._build()

    def focusInEvent(self, event: "QFocusEvent") -> None:
        """Show who has the keyboard."""
        from inspector.ui.focus import show_focus  # noqa: PLC0415 - the first paint does without

        super().focusInEvent(event)
        show_focus(self)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Go to either end too; Qt scrolls by line and page only."""
        bar = self.verticalScrollBar()
        ends = {numbers.HOME: bar.minimum(), numbers.END: bar.maximum()}
        if (place := ends.get(event.key())) is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(place)

    def _build(self) -> None:
        if self._is_built():
            return
        from inspector.ui.guidance_page import GuidancePage  # noqa: PLC0415 - the first paint does without

        self._built = self._wanted
        page = self._page = GuidancePage(self._guidance, stacked=self._stacked)
        page.evidence_wanted.connect(self.evidence_wanted)
        page.copy_wanted.connect(self.copy_wanted)
        page.link_wanted.connect(self.link_wanted)
        page.entry_wanted.connect(self.entry_wanted)
        self.setWidget(page)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Guidance"))
            if self._ask is None:  # else what is asked for again comes in the other language
                self.show_guidance(self._guidance)
        super().changeEvent(event)
