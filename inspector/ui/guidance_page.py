"""What the guidance panel shows of one report, from top to bottom. Made after the first paint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.evidence import Evidence
from inspector.ui.numbers import dress
from inspector.ui.parts import Chip, Hairline, Text, Tool, on_top, section_head, visible, visible_lines

if TYPE_CHECKING:
    from inspector.ui.guidance import Guidance, Guide, Link, More, Told, Why
    from inspector.ui.timeline import Moment

_CHIP_SIDES = 14
"""Pixels beside a word on its ground."""
_COMMAND = re.compile(r"`([^`]{1,400})`")
_JOINTS = ".,;:，。；：、 "  # what would begin a line after a command has got a line of its own
_MOST = 20_000
_TROUBLE = ("error", "warning")
_TONES = {"observed": "note", "computed": "good", "inferred": "warning"}


class GuidancePage(QWidget):
    """Reads top down; nothing in it is markup. `stacked`: for a narrow panel, one thing below the other."""

    evidence_wanted = Signal(object)
    copy_wanted = Signal(str)
    link_wanted = Signal(str)
    entry_wanted = Signal(str)

    def __init__(self, shown: Guidance, *, stacked: bool) -> None:
        """Lay out all of it."""
        super().__init__()
        self.setObjectName("guidancePage")
        self._stacked = stacked
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
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
        self._add_told(layout, shown.told)
        layout.addStretch(1)

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
        """Put the grade beside what was found; above it, where words beside it would have no room."""
        row = QWidget()
        layout = QGridLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.SMALL)
        layout.setVerticalSpacing(theme.GAP)
        layout.setColumnStretch(1, 1)
        chip = Chip(why.chip, _TONES.get(why.grade, "note"), name="grade")
        dress(chip, toolTip=why.means.replace("<", "‹"), accessibleDescription=why.means)  # where Qt looks for markup
        layout.addLayout(on_top(chip), 0, 0)
        said = on_top(self._said(why.texts))
        if self._stacked:
            layout.addLayout(said, 1, 0, 1, 3)
        else:
            chip.setMinimumWidth(width)
            layout.addLayout(said, 0, 1)
        if why.evidence:
            layout.addLayout(on_top(Evidence(why.evidence, self.evidence_wanted.emit, name="evidence")), 0, 2)
        return row

    def _said(self, texts: tuple[str, ...]) -> QWidget:
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for text, is_command in (part for words in texts for part in _parts(words)):
            column.addWidget(self._command(text) if is_command else _paragraph(text, "finding"))
        return said

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

    def _grid(self, columns: Sequence[Told]) -> QGridLayout:
        grid = QGridLayout()
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
        layout = QGridLayout(row)
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

    def _add_told(self, layout: QVBoxLayout, told: tuple[str, ...]) -> None:
        if told:
            layout.addWidget(Hairline())
            layout.addWidget(section_head(self.tr("What was passed over to read it"), name="toldHead"))
        for line in told:
            layout.addWidget(_paragraph(line, "told", colour="secondary"))

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


def _is_told_first(times: tuple[Moment, ...]) -> bool:
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
