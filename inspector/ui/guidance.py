"""The guidance panel: findings with their grade, what happened, why, the numbered steps, in one language or both.

In both, the two languages stand in two columns, row by row at the same height, so that an English engineer and a
Chinese customer read the same step; under `NARROW` pixels they stand below each other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.model import Span
from inspector.ui import numbers, theme
from inspector.ui.evidence import Evidence
from inspector.ui.numbers import dress
from inspector.ui.parts import Chip, Hairline, Text, Tool, later, on_top, section_head, visible, visible_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from inspector.ui.comparison import Compared
    from inspector.ui.timeline import Moment

NARROW = 420
_CHIP_SIDES = 14
"""Pixels beside a word on its ground."""
_COMMAND = re.compile(r"`([^`]{1,400})`")
_JOINTS = ".,;:，。；：、 "  # what would begin a line after a command has got a line of its own
_MOST = 20_000
_TROUBLE = ("error", "warning")
_TONES = {"observed": "note", "computed": "good", "inferred": "warning"}


class Why(NamedTuple):
    """A finding, worded for each language shown."""

    grade: str
    chip: str
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
        return self._guidance, self._stacked, self.tr("Why")

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
        """Put two languages below each other where the panel is narrow."""
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._stacked:
            self._stacked = self.width() < NARROW
            if any(len(guide.columns) > 1 for guide in self._guidance.guides):
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
        self._built = self._wanted
        page = self._page = QWidget()
        page.setObjectName("guidancePage")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        shown = self._guidance
        self._add_findings(layout, shown.findings, section_head(self.tr("Why"), name="findingsHead"))
        self._add_diagnosis(layout, shown)
        for note in shown.notes:
            layout.addWidget(_paragraph(note, "note"))
        for guide in shown.guides:
            self._add_guide(layout, guide)
        self._add_findings(layout, shown.background, section_head(self.tr("Background"), name="backgroundHead"))
        if not _is_told_first(shown.times):
            self._add_times(layout, shown)
        self._add_more(layout, shown.more)
        self._add_links(layout, shown.links)
        if shown.told:
            layout.addWidget(Hairline())
            layout.addWidget(section_head(self.tr("What was passed over to read it"), name="toldHead"))
            for line in shown.told:
                layout.addWidget(_paragraph(line, "told", colour="secondary"))
        layout.addStretch(1)
        self.setWidget(page)

    def _add_findings(self, layout: QVBoxLayout, findings: tuple[Why, ...], head: Text) -> None:
        if findings:
            layout.addWidget(head)
            width = max(self.fontMetrics().horizontalAdvance(why.chip) for why in findings) + _CHIP_SIDES
            for why in findings:
                layout.addWidget(self._finding(why, width))
            layout.addSpacing(theme.SMALL)

    def _add_diagnosis(self, layout: QVBoxLayout, shown: Guidance) -> None:
        from inspector.ui.comparison import ComparisonView  # noqa: PLC0415 - the first paint does without

        for compared in shown.comparisons:
            view = ComparisonView(compared)
            view.evidence_wanted.connect(self.evidence_wanted)
            layout.addWidget(view)
        if _is_told_first(shown.times):
            self._add_times(layout, shown)

    def _add_times(self, layout: QVBoxLayout, shown: Guidance) -> None:
        from inspector.ui.timeline import TimelineView  # noqa: PLC0415 - the first paint does without

        if shown.times:
            view = TimelineView(shown.times_head, shown.times)
            view.evidence_wanted.connect(self.evidence_wanted)
            layout.addWidget(view)

    def _finding(self, why: Why, width: int) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        chip = Chip(why.chip, _TONES.get(why.grade, "note"), name="grade")
        chip.setMinimumWidth(width)
        layout.addLayout(on_top(chip))
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for text, is_command in (part for words in why.texts for part in _parts(words)):
            column.addWidget(self._command(text) if is_command else _paragraph(text, "finding"))
        layout.addLayout(on_top(said), stretch=1)
        if why.evidence:
            layout.addLayout(on_top(Evidence(why.evidence, self.evidence_wanted.emit, name="evidence")))
        return row

    def _add_guide(self, layout: QVBoxLayout, guide: Guide) -> None:
        if guide.name:
            layout.addWidget(section_head(guide.name, name="guideName"))
        if self._stacked and len(guide.columns) > 1:
            for column in guide.columns:
                layout.addLayout(self._grid([column]))
                layout.addSpacing(theme.MEDIUM)
        else:
            layout.addLayout(self._grid(guide.columns))
        layout.addWidget(Text(guide.level, name="level", colour="secondary", wrap=True))

    def _grid(self, columns: Sequence[Told]) -> "QtWidgets.QGridLayout":
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for place, told in enumerate(columns):
            grid.setColumnStretch(place, 1)
            for row, part in enumerate(self._rows(told)):
                grid.addLayout(on_top(part), row, place)
        return grid

    def _rows(self, told: Told) -> Iterator[QWidget]:
        title = _paragraph(_bare(told.title), "guideTitle")
        title.setFont(theme.sized(theme.sans(), 11, strong=True))
        yield title
        yield _paragraph(_bare(told.cause), "cause")
        yield section_head(told.why_head, name="whyHead")
        yield from (self._item("•", text, "reason") for text in told.why)
        yield section_head(told.fix_head, name="fixHead")
        yield from (self._item(f"{number}.", text, "step") for number, text in enumerate(told.fix, 1))
        yield from (_paragraph(_bare(text), "doubt", colour="secondary") for text in told.doubts)

    def _item(self, mark: str, said: str, name: str) -> QWidget:
        """Make an item of a list; a command in it gets a fixed-width line of its own with a copy button."""
        row = QWidget()
        layout = QtWidgets.QGridLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.SMALL)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(1, 1)
        layout.addLayout(on_top(Text(mark, colour="secondary")), 0, 0)
        for line, (text, is_command) in enumerate(_parts(said)):
            layout.addWidget(self._command(text) if is_command else _paragraph(text, name), line, 1)
        return row

    def _command(self, command: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        text = _paragraph(command, "command")
        text.setFont(theme.mono(9))
        layout.addWidget(text, stretch=1)
        copy = Tool("copy", name="copyCommand")
        copy.say(self.tr("Copy the command"))
        copy.clicked.connect(lambda: self.copy_wanted.emit(command))
        layout.addLayout(on_top(copy))
        return row

    def _add_more(self, layout: QVBoxLayout, more: tuple[More, ...]) -> None:
        if more:
            layout.addWidget(section_head(self.tr("See also"), name="moreHead"))
        for one in more:
            button = Tool("search", name="more")
            button.say(one.label)
            button.clicked.connect(lambda _=False, wanted=one.id: self.entry_wanted.emit(wanted))
            row = QHBoxLayout()
            row.setSpacing(theme.GAP)
            row.addLayout(on_top(button))
            row.addWidget(_paragraph(f"{one.label}\n{one.title}", "moreTitle", colour="secondary"), stretch=1)
            layout.addLayout(row)

    def _add_links(self, layout: QVBoxLayout, links: tuple[Link, ...]) -> None:
        for link in links:
            row = QHBoxLayout()
            row.setSpacing(theme.GAP)
            row.addLayout(on_top(self._opener(link) if link.known else Chip(self.tr("unknown host"), "warning")))
            text = visible(link.address[:400])
            colour = "accent" if link.known else "secondary"
            shown = Text(text, name="linkText", colour=colour, wrap=True, select=True)
            row.addWidget(shown, stretch=1)
            if link.note:
                row.addLayout(on_top(Text(link.note, name="linkNote", colour="secondary")))
            layout.addLayout(row)

    def _opener(self, link: Link) -> Tool:
        button = Tool("external-link", name="link")
        button.say(self.tr("Open in the browser: %1").replace("%1", visible(link.address[:200])))
        button.clicked.connect(lambda: self.link_wanted.emit(link.address))
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Guidance"))
            if self._ask is None:  # else what is asked for again comes in the other language
                self.show_guidance(self._guidance)
        super().changeEvent(event)


def _is_told_first(times: tuple["Moment", ...]) -> bool:
    """Tell whether a clock is wrong: clocks that agree are background too."""
    return any(moment.tone in _TROUBLE for moment in times)


def _parts(said: str) -> list[tuple[str, bool]]:
    """Part a text into words and what can be copied: of what stands in backticks, what holds a space, and JSON.

    Within brackets a command stays where it is: a line of its own would tear the sentence.
    """
    parts: list[tuple[str, bool]] = []
    for place, piece in enumerate(_COMMAND.split(said)):
        words = parts[-1][0] if parts and not parts[-1][1] else ""
        is_command = place % 2 == 1 and (" " in piece or piece.startswith("{")) and not _is_open(words)
        if is_command or not parts or parts[-1][1]:
            parts.append((piece, is_command))
        else:
            parts[-1] = (parts[-1][0] + piece, False)
    tidy = [(text if is_command else text.strip().lstrip(_JOINTS), is_command) for text, is_command in parts]
    return [(text, is_command) for text, is_command in tidy if text]


def _is_open(words: str) -> bool:
    return sum(map(words.count, "(（")) > sum(map(words.count, ")）"))


def _bare(said: str) -> str:
    """Leave out the marks around names and commands where none gets a line of its own."""
    return said.replace("`", "")


def _paragraph(text: str, name: str, *, colour: str = "") -> Text:
    return Text(visible_lines(text[:_MOST]), name=name, colour=colour, wrap=True, select=True)
