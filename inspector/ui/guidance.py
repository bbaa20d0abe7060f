"""The guidance panel: findings with their grade, the cause, the numbered steps, in one language or both side by side.

In both, the two languages stand in two columns, row by row at the same height, so that an English engineer and a
Chinese customer read the same step; under `NARROW` pixels they stand below each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.model import Span
from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Chip, Hairline, Text, Tool, later, section_head, visible, visible_lines

NARROW = 420
_COMMAND = re.compile(r"`([^`]{1,400})`")
_JOINTS = ".,;:，。；：、 "  # what would begin a line after a command has got a line of its own
_MOST = 20_000
_TONES = {"observed": "note", "computed": "good", "inferred": "warning"}


class Why(NamedTuple):
    """A finding, worded for each language shown."""

    grade: str
    chip: str
    texts: tuple[str, ...]
    evidence: tuple[Span, ...]


class Guide(NamedTuple):
    """One entry, worded for each language shown: head words, cause, steps; below, the level; above, a title."""

    cause_heads: tuple[str, ...]
    causes: tuple[str, ...]
    fix_heads: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    level: str
    title: str = ""


class Link(NamedTuple):
    """An address that the capture or the catalog names; only one of a known host may be opened."""

    address: str
    known: bool


class Guidance(NamedTuple):
    """All that the panel shows of one report. `notes` stand where there is no guide; `links` lead out."""

    findings: tuple[Why, ...] = ()
    guides: tuple[Guide, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    told: tuple[str, ...] = ()


class GuidancePanel(QScrollArea):
    """Reads top down; nothing in it is markup."""

    evidence_wanted = Signal(object)
    copy_wanted = Signal(str)
    link_wanted = Signal(str)

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
        self._due = False
        self._page = QWidget()
        self.setWidget(self._page)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(260, 200)

    def show_guidance(self, guidance: Guidance) -> None:
        """Show the guidance of another report, after the paint that is under way: verdict and tree come first."""
        self._guidance = guidance
        if self._is_built():
            return
        self._page.hide()
        if not self._due:
            self._due = True
            later(self, self._build_due)

    @property
    def _wanted(self) -> tuple[Guidance, bool, str]:
        """Tell what is to be seen; a word stands for the interface's language."""
        return self._guidance, self._stacked, self.tr("Why")

    def _is_built(self) -> bool:
        return self._wanted == self._built

    def _build_due(self) -> None:
        self._due = False
        self._build()
        self._page.show()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put two languages below each other where the panel is narrow."""
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._stacked:
            self._stacked = self.width() < NARROW
            if any(len(guide.causes) > 1 for guide in self._guidance.guides):
                self._build()

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
        if shown.findings:
            layout.addWidget(section_head(self.tr("Why"), name="whyHead"))
            for why in shown.findings:
                layout.addWidget(self._finding(why))
            layout.addSpacing(theme.SMALL)
        for note in shown.notes:
            layout.addWidget(_paragraph(note, "note"))
        for guide in shown.guides:
            self._add_guide(layout, guide)
        self._add_links(layout, shown.links)
        if shown.told:
            layout.addWidget(Hairline())
            layout.addWidget(section_head(self.tr("What was passed over to read it"), name="toldHead"))
            for line in shown.told:
                layout.addWidget(_paragraph(line, "told", colour="secondary"))
        layout.addStretch(1)
        self.setWidget(page)

    def _finding(self, why: Why) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(_on_top(Chip(why.chip, _TONES.get(why.grade, "note"), name="grade")))
        layout.addLayout(_on_top(_paragraph("\n".join(why.texts), "finding")), stretch=1)
        if why.evidence:
            show = Tool("eye", name="evidence")
            show.say(self.tr("Show where this was read"))
            show.clicked.connect(lambda: self.evidence_wanted.emit(why.evidence))
            layout.addLayout(_on_top(show))
        return row

    def _add_guide(self, layout: QVBoxLayout, guide: Guide) -> None:
        columns = range(len(guide.causes))
        if guide.title:
            title = Text(guide.title, name="guideTitle", wrap=True)
            title.setFont(theme.sized(theme.sans(), 11, strong=True))
            layout.addWidget(title)
        if self._stacked and len(columns) > 1:
            for column in columns:
                layout.addLayout(self._grid(guide, [column]))
                layout.addSpacing(theme.MEDIUM)
        else:
            layout.addLayout(self._grid(guide, columns))
        layout.addWidget(Text(guide.level, name="level", colour="secondary", wrap=True))

    def _grid(self, guide: Guide, columns: Sequence[int]) -> QtWidgets.QGridLayout:
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for place, column in enumerate(columns):
            grid.setColumnStretch(place, 1)
            grid.addWidget(section_head(guide.cause_heads[column], name="causeHead"), 0, place)
            grid.addLayout(_on_top(_paragraph(guide.causes[column], "cause")), 1, place)
            grid.addWidget(section_head(guide.fix_heads[column], name="fixHead"), 2, place)
            for number, step in enumerate(guide.steps[column], 1):
                grid.addLayout(_on_top(self._step(number, step)), 2 + number, place)
        return grid

    def _step(self, number: int, step: str) -> QWidget:
        """Make a numbered step; a command in it gets a fixed-width line of its own with a copy button."""
        row = QWidget()
        layout = QtWidgets.QGridLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.SMALL)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(1, 1)
        layout.addLayout(_on_top(Text(f"{number}.", colour="secondary")), 0, 0)
        for line, (text, is_command) in enumerate(_parts(step)):
            layout.addWidget(self._command(text) if is_command else _paragraph(text, "step"), line, 1)
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
        layout.addLayout(_on_top(copy))
        return row

    def _add_links(self, layout: QVBoxLayout, links: tuple[Link, ...]) -> None:
        for link in links:
            row = QHBoxLayout()
            row.setSpacing(theme.GAP)
            row.addLayout(_on_top(self._opener(link) if link.known else Chip(self.tr("unknown host"), "warning")))
            text = visible(link.address[:400])
            colour = "accent" if link.known else "secondary"
            shown = Text(text, name="linkText", colour=colour, wrap=True, select=True)
            row.addWidget(shown, stretch=1)
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
            self.show_guidance(self._guidance)
        super().changeEvent(event)


def _on_top(widget: QWidget) -> QVBoxLayout:
    """Keep a widget at the upper edge of its room."""
    layout = QVBoxLayout()
    layout.setSpacing(0)
    layout.addWidget(widget)
    layout.addStretch()
    return layout


def _parts(step: str) -> list[tuple[str, bool]]:
    """Part a step into text and commands. Of what stands in backticks only what has a blank in it is a command."""
    parts: list[tuple[str, bool]] = []
    for place, piece in enumerate(_COMMAND.split(step)):
        is_command = place % 2 == 1 and " " in piece
        if is_command or not parts or parts[-1][1]:
            parts.append((piece, is_command))
        else:
            parts[-1] = (parts[-1][0] + piece, False)
    tidy = [(text if is_command else text.strip().lstrip(_JOINTS), is_command) for text, is_command in parts]
    return [(text, is_command) for text, is_command in tidy if text]


def _paragraph(text: str, name: str, *, colour: str = "") -> Text:
    return Text(visible_lines(text[:_MOST]), name=name, colour=colour, wrap=True, select=True)
