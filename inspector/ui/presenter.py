"""What stands in the middle of the window, and the words about it: a capture, something being read, or the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.model import Inspection, Report
from inspector.pipeline import advised, diagnosed
from inspector.ui import wording
from inspector.ui.guidance import Guidance
from inspector.ui.parts import later
from inspector.ui.verdict import Verdict

if TYPE_CHECKING:
    from inspector.ui.window import Window


_MOST_BESIDE = 6
"""Entries shown beside a text that was not recognised."""
_QUICK = 16 * 1024
"""Characters that are searched for secrets without a paint having to wait for it."""


class Presenter(QObject):
    """Shows one place of the list of captures: those of the sitting, and behind them what is being read.

    `watching` tells whether that last place is the chosen one. What is ready while another is looked at does not
    take its place on the screen.
    """

    def __init__(self, window: Window) -> None:
        """Begin with nothing."""
        super().__init__(window)
        self._window = window
        self._sitting = window.sitting
        self._read: tuple[str, int] | None = None
        self.watching = False
        self._aside = False
        self._number = -1
        self.report: Report | None = None
        self._explained = False

    # -- the place in the list ------------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Show a place of the list."""
        if place < len(self._sitting.names):
            self._sitting.choose(place)
        elif self._read:
            self._watch()

    def step(self, by: int) -> None:
        """Show the next place of the list, or the one before."""
        names = len(self._sitting.names)
        places = names + bool(self._read)
        if places:
            self.choose(((names if self.watching else self._sitting.current) + by) % places)

    def close(self) -> None:
        """Let the shown capture go, or stop reading the one that is waited for."""
        if self.watching:
            self._sitting.cancel()
        else:
            self._sitting.close_current()

    def show_reading(self, name: str, size: int) -> None:
        """Wait for a capture that is being read; its place can be left and chosen again."""
        self._read = (name, size)
        self._window.reading.show_reading(name, size)
        if self._aside:
            self.list_captures()
        else:
            self._watch()

    def show_size(self, size: int) -> None:
        """Tell how large it is: of a named file that is known when it has been read, in bytes."""
        if self._read:
            self._read = (self._read[0], size)
            self._window.reading.show_size(size)

    def _watch(self) -> None:
        self.watching = True
        self.list_captures()
        self._take(None)
        self._window.page.show_capture("", (), None)
        self._window.middle.setCurrentWidget(self._window.reading)
        self._window.reading.setFocus()
        self._show_zones()
        self.show_status()

    def list_captures(self) -> None:
        """Word the list of captures."""
        names = self._sitting.names
        place = len(names) if self.watching else self._sitting.current
        if self._read:
            name = self._read[0]
            names = [*names, self.tr("Reading %1…").replace("%1", name) if name else self.tr("Reading…")]
        self._window.top.show_captures(names, place)

    def follow(self) -> None:
        """Know the shown capture by its new place, after older ones have left the list."""
        if self._number >= 0:
            self._number = self._sitting.current

    # -- a capture ------------------------------------------------------------------------------------------

    def show(self, inspection: Inspection | None) -> None:
        """Show a capture of this sitting, or the ways in."""
        if self._read and not self._sitting.busy:
            self._read = None
            if not self.watching and self._number not in (-1, self._sitting.current):
                self._put_back(self._number)
                return
        self.watching = False
        self._number = self._sitting.current
        self.list_captures()
        self._show_zones()
        self._take(None)
        if inspection is None:
            self._window.middle.setCurrentWidget(self._window.empty)
            self._window.guidance.show_guidance(Guidance())
            self.show_status()
            return
        page = self._window.page
        page.show_capture(inspection.capture.text, inspection.reports, self._sitting.rows)
        self._window.middle.setCurrentWidget(page)
        if len(inspection.reports) <= 1:
            self.show_report(0)
        (page.tree if inspection.reports else page.raw).setFocus()  # in a field the next paste would stay

    def _put_back(self, number: int) -> None:
        """Leave on the screen what is looked at; the next one in the queue is not to take it either."""
        self._sitting.choose(number)
        self._aside = True
        later(self, self._no_longer_aside)

    def _no_longer_aside(self) -> None:
        self._aside = False

    def _take(self, report: Report | None) -> None:
        self._explained = False
        self.report = self._window.outgoing.report = report

    def show_report(self, number: int) -> None:
        """Show a report of the capture."""
        if self._sitting.inspection is None:
            return
        self._take(self._sitting.report(number))
        report, window = self.report, self._window
        card = wording.verdict(report, window.knowledge, window.spoken) if report else Verdict()
        derived = wording.derived(report, window.knowledge, window.spoken) if report else ()
        window.page.show_report(report, card, derived)
        self.show_words()

    # -- the words about it ---------------------------------------------------------------------------------

    def show_words(self) -> None:
        """Show what is said about the report, in the languages chosen."""
        window = self._window
        window.top.show_language(window.guidance_language)
        window.mark_choices()
        inspection = self._sitting.inspection
        if inspection is None or self.watching:
            return
        if self.report is None:
            window.page.unknown.show_looked(window.knowledge.text("line", "looked-for", window.spoken))
        if window.starting:
            return
        if self.report is None:
            self.look_up(window.page.unknown.field.text().strip())
        else:
            window.guidance.show_later(lambda: self._guidance(inspection))
        if not window.painted:
            return
        if len(inspection.capture.text) > _QUICK:
            later(window, self.show_status)
        else:
            self.show_status()

    def _guidance(self, inspection: Inspection) -> Guidance:
        window = self._window
        if self.report is None:
            return Guidance()
        if not self._explained:
            self._explain(self.report)
        from inspector.ui import guidance_words  # noqa: PLC0415 - the first paint does without

        languages = wording.languages_of(window.guidance_language)
        return guidance_words.guidance(inspection, self.report, window.knowledge, languages, window.spoken)

    def _explain(self, report: Report) -> None:
        """Compute what follows from the report, and show in the tree what was derived."""
        knowledge, known = self._window.knowledge, report.facts
        if not self._sitting.diagnosed:
            report = diagnosed(report, knowledge)
        self._take(advised(report, knowledge))
        self._explained = True
        if report.facts != known:
            self._window.page.reword(report, wording.derived(report, knowledge, self._window.spoken))
            self._window.page.verdict.show_verdict(wording.verdict(report, knowledge, self._window.spoken))

    def look_up(self, wanted: str) -> None:
        """Show what the catalog holds on a code beside a text that was not recognised, and what was passed over."""
        inspection, window = self._sitting.inspection, self._window
        if inspection is None:
            return
        found = self._looked_up(wanted)
        told = (
            window.knowledge.text("problem", problem.id, window.spoken, {"detail": problem.detail})
            for problem in dict.fromkeys(inspection.problems)
        )
        window.guidance.show_guidance(found._replace(told=tuple(told)))
        if wanted:
            window.guidance.show()

    def _looked_up(self, wanted: str) -> Guidance:
        if not wanted:
            return Guidance(notes=(self._window.knowledge.text("line", "look-up-typed", self._window.spoken),))
        from inspector.ui import lookup_words  # noqa: PLC0415 - beside a text that was not recognised alone

        languages = wording.languages_of(self._window.guidance_language)
        answers = lookup_words.answers(self._window.knowledge, languages, self._window.spoken)
        hits = answers.search(wanted)[:_MOST_BESIDE]
        guides = tuple(guide for hit in hits for guide in answers.show(hit.entry).guides)
        return Guidance(guides=guides) if guides else answers.note(wanted)

    def show_status(self) -> None:
        """Count what was mended and what is secret; the answer need not wait for it."""
        inspection, window = self._sitting.inspection, self._window
        if inspection is None or self.watching:
            window.status.show_capture()
            return
        repairs = len(inspection.problems) + (len(self.report.problems) if self.report else 0)
        shape_id = self.report.exchange.shape if self.report else inspection.shape
        shape = window.knowledge.text("shape", shape_id, window.spoken)
        window.status.show_capture(shape, len(inspection.reports), repairs, len(window.outgoing.secrets()))

    def _show_zones(self) -> None:
        self._window.show_zones(guidance=self.has_guidance)

    @property
    def has_guidance(self) -> bool:
        """Tell whether there is a capture on the screen to give guidance on."""
        return self._sitting.inspection is not None and not self.watching

    def advise_anew(self) -> None:
        """Look the advice up again, by another catalog, and say everything anew."""
        if self.report and self._explained:
            self._take(advised(self.report, self._window.knowledge))
            self._explained = True
        self.reword()

    def reword(self, *, rows: bool = False) -> None:
        """Say everything anew after a change of language; `rows` of the tree too."""
        self.list_captures()
        report, window = self.report, self._window
        if report:
            window.page.verdict.show_verdict(wording.verdict(report, window.knowledge, window.spoken))
            if rows:
                window.page.reword(report, wording.derived(report, window.knowledge, window.spoken))
        self.show_words()
