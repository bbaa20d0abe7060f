"""The search behind the find bar: the capture's text, and the rows of the tree whose words the text does not show.

A value decoded from `x-oss-err`, an entity (`a & b` for `a &amp; b`) and a derived row stand in the tree alone.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.model import Span
from inspector.ui.tree_model import Row

TYPING_MILLISECONDS = 60
_MOST = 5_000
_PIECE = 1_000_000
"""Characters that are folded in one turn of the event loop: 7 ms where there is any Chinese among them."""


class Hit(NamedTuple):
    """A place in the text, or a row of the tree by its number."""

    span: Span | None
    row: int = -1


class Search(QObject):
    """Finds again what is wanted whenever text, rows or wish change; `changed` says that `hits` are others."""

    changed = Signal()

    def __init__(self, parent: QObject, rows: Callable[[], Sequence[Row]]) -> None:
        """`rows` gives the rows of the tree as they are now."""
        super().__init__(parent)
        self._rows = rows
        self._text = self.wanted = ""
        self._case = False
        self._folded: dict[bool, str] = {}
        self._pieces: list[str] = []
        self._folding = QTimer(self)
        self._folding.timeout.connect(self._fold_piece)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(TYPING_MILLISECONDS)
        self._clock.timeout.connect(self.search)
        self._spans: list[Span] = []
        self.hits: list[Hit] = []
        self._at = 0

    @property
    def current(self) -> Hit | None:
        """Give the hit that is marked."""
        return self.hits[self._at] if self.hits else None

    @property
    def number(self) -> int:
        """Count the marked hit from 1; 0 where there is none."""
        return self._at + 1 if self.hits else 0

    @property
    def spans(self) -> tuple[Span, ...]:
        """Give what is marked in the text."""
        return tuple(self._spans)

    def show_text(self, text: str) -> None:
        """Search another text from now on; what was found goes."""
        self._clock.stop()
        self._folding.stop()
        self._text, self._folded, self._pieces = text, {}, []
        self.wanted, self._spans, self.hits, self._at = "", [], [], 0

    def want(self, wanted: str, case: bool) -> None:
        """Search soon: a keystroke more may follow."""
        if case != self._case:
            self._folding.stop()
        self.wanted, self._case = wanted, case
        if wanted:
            self._clock.start()
        else:
            self.search()

    def search(self) -> None:
        """Search now, and begin with the first hit; a long text is folded first, piece by piece."""
        self._clock.stop()
        if self.wanted and len(self._text) > _PIECE and self._case not in self._folded:
            if not self._folding.isActive():
                self._pieces = []
                self._folding.start(0)
            return
        self._folding.stop()
        text = self._text_folded() if self.wanted else ""
        self._spans = list(_places(text, _folded(self.wanted, case=self._case)))
        self._at = 0
        self._gather()
        self.changed.emit()

    def _fold_piece(self) -> None:
        start = len(self._pieces) * _PIECE
        self._pieces.append(_folded(self._text[start : start + _PIECE], case=self._case))
        if start + _PIECE >= len(self._text):
            self._folded[self._case], self._pieces = "".join(self._pieces), []
            self.search()

    @property
    def _is_due(self) -> bool:
        """Tell whether a search is still to come."""
        return self._clock.isActive() or self._folding.isActive()

    def step(self, by: int) -> None:
        """Go to the next hit, or the one before; what is still being typed is searched first."""
        if self._clock.isActive():
            self.search()
        elif self.hits and not self._is_due:
            self._at = (self._at + by) % len(self.hits)
            self.changed.emit()

    def rows_changed(self) -> None:
        """Look for the same in other rows; a marked place of the text stays marked."""
        if not self.wanted or self._is_due:
            return
        marked = self.current
        self._gather()
        self._at = self.hits.index(marked) if marked in self.hits else 0

    def _gather(self) -> None:
        rows = [Hit(None, number) for number in self._rows_alone()]
        self.hits = [Hit(span) for span in self._spans] + rows

    def _rows_alone(self) -> list[int]:
        """Give the numbers of the rows that hold what is wanted while their characters in the text do not."""
        wanted = _folded(self.wanted, case=self._case)
        if not wanted:
            return []
        return [
            number
            for number, row in enumerate(self._rows())
            if wanted in _folded(row.name, case=self._case) or wanted in _folded(row.value, case=self._case)
            if not row.block or self._text_folded().find(wanted, row.block.start, row.block.end) < 0
        ][:_MOST]

    def _text_folded(self) -> str:
        """Fold the text once for each choice of case: in 60 MB that takes as long as many searches."""
        if self._case not in self._folded:
            self._folded[self._case] = _folded(self._text, case=self._case)
        return self._folded[self._case]


def _places(text: str, wanted: str) -> list[Span]:
    found: list[Span] = []
    place = text.find(wanted) if wanted else -1
    while place >= 0 and len(found) < _MOST:
        found.append(Span(place, place + len(wanted)))
        place = text.find(wanted, place + len(wanted))
    return found


def _folded(text: str, *, case: bool) -> str:
    """Write a text small, character for character: only İ becomes two when it is made small."""
    return text if case else text.replace("İ", "i").lower()
