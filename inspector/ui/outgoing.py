"""What leaves the window: copies, tickets, links. All of it passes the clipboard's gate or the list of known hosts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.catalog import Catalog
from inspector.model import Report
from inspector.ui.clipboard import LONGEST, Clipboard
from inspector.ui.parts import visible
from inspector.ui.sitting import Sitting
from inspector.ui.wording import id_to_copy

if TYPE_CHECKING:
    from inspector.history import Row as SeenBefore
    from inspector.redact import Redacted, Secret
    from inspector.ui.tree_model import Row

_LONGEST_MESSAGE = 4_000
"""Characters of a message in a ticket: whoever reads it has the capture's beginning, and writing it stays quick."""


class Outgoing(QObject):
    """Copies and opens; tells what was done (`done`, in words) or refused (`refused`, what words it)."""

    done = Signal(str)
    refused = Signal(object)

    def __init__(self, parent: QObject, sitting: Sitting, knowledge: Catalog) -> None:
        """`report` is the one that is shown; the window keeps it up to date."""
        super().__init__(parent)
        self.report: Report | None = None
        self.sitting = sitting
        self.knowledge = knowledge
        self._clipboard = Clipboard(self, self.secrets)

    def secrets(self) -> tuple[Secret, ...]:
        """Give the secrets of what is shown."""
        return self.sitting.secrets(self.report)

    def clean(self, text: str) -> str:
        """Give a text without its secrets, or nothing where it is too long to search for them."""
        return self._clipboard.clean(text).text if len(text) <= LONGEST else ""

    def copy(self, text: str, said: str) -> None:
        """Copy a text without its secrets, and say so."""
        if self._fits(text):
            self._send(self._clipboard.clean(text), said)

    def _fits(self, text: str) -> bool:
        """Tell whether there is something to copy, and not too much; say so where not."""
        if len(text) > LONGEST:
            self.done.emit(self.tr("Too long to copy safely: select less"))
        elif not text:
            self.done.emit(self.tr("There is nothing to copy"))
        return 0 < len(text) <= LONGEST

    def _send(self, clean: Redacted, said: str) -> None:
        self._clipboard.put(clean)
        note = self.tr("values hidden: %1").replace("%1", str(clean.hidden))
        self.done.emit(f"{said} · {note}" if clean.hidden else said)

    def copy_text(self, text: str) -> None:
        """Copy a selection of the raw text."""
        self.copy(text, self.tr("Text copied"))

    def copy_command(self, text: str) -> None:
        """Copy a command out of the guidance."""
        from inspector.redact import redact_wording  # noqa: PLC0415 - 20 ms that the first paint need not wait for

        if self._fits(text):
            self._send(redact_wording(text, self.secrets()), self.tr("Command copied"))

    def copy_id(self) -> None:
        """Copy the request ID, and nothing but it."""
        if request_id := id_to_copy(self.report):
            self.copy(request_id, self.tr("Request ID copied"))
        else:
            self.done.emit(self.tr("There is no request ID to copy"))

    def copy_row(self, what: str, title: str, row: Row) -> None:
        """Copy of a row of the tree its value, its name and value, or the characters it came from."""
        inspection = self.sitting.inspection
        if what == "block" and row.block and inspection:
            self.copy(inspection.capture.text[row.block.start : row.block.end], self.tr("Raw block copied"))
        elif not row.value:
            self.done.emit(self.tr("This row has no value to copy"))
        elif what == "name-value":
            self.copy(f"{title}: {row.value}", self.tr("Name and value copied"))
        elif self._fits(row.value):
            # whether a value is a secret is judged by its name too
            clean = self._clipboard.clean(f"{title}: {row.value}")
            value = clean.text.removeprefix(f"{title}: ")
            self._send(type(clean)(value, clean.hidden), self.tr("Value copied"))

    def copy_ids(self, rows: Sequence[SeenBefore]) -> None:
        """Copy request IDs of the history, one a line."""
        words = self.tr("Request IDs copied: %1").replace("%1", str(len(rows)))
        self.copy("\n".join(row.request_id for row in rows), words)

    def ticket(self, language: str, *, markdown: bool, tried: str = "") -> str:
        """Write the ticket of the report that is shown; `tried` holds what was tried, a line each."""
        from inspector import ticket  # noqa: PLC0415 - no start needs a ticket

        if self.report is None:
            return ""
        provider = self.knowledge.provider(self.report.provider)
        client_id = self.report.fact("client_id")
        client = self.knowledge.text("client", client_id, language) if client_id else ""
        name = provider.name[language] if provider else ""
        style = ticket.Style(self.report.provider, language, markdown, name, client)
        labels = ticket.labels(self.knowledge.words("ticket"))
        lines = [line for line in tried.splitlines() if line.strip()]
        # no zone: each moment gets the offset that holds at it, summer or winter
        return ticket.write(self._with_short_message(self.report), style, labels, None, lines, self.secrets()).text

    def _with_short_message(self, report: Report) -> Report:
        """Cut a long message, after hiding: a secret that is cut in two would not be known for one."""
        message = report.fact("message") or ""
        if len(message) <= _LONGEST_MESSAGE:
            return report
        short = self._clipboard.clean(message[: 2 * _LONGEST_MESSAGE]).text[:_LONGEST_MESSAGE] + "…"
        facts = (fact._replace(value=short) if fact.name == "message" else fact for fact in report.facts)
        return report._replace(facts=tuple(facts))

    def copy_ticket(self, text: str) -> None:
        """Copy a ticket."""
        if text:
            self.copy(text, self.tr("Ticket copied"))
        else:
            self.done.emit(self.tr("There is no response to write a ticket for"))

    def open_link(self, address: str) -> None:
        """Open an address of a known host in the browser."""
        from inspector.ui import links  # noqa: PLC0415 - opened seldom

        if not links.open_link(address, self.knowledge.link_hosts):
            shown = visible(address[:200])
            words: Callable[[], str] = lambda: self.tr("Not opened, its host is not a known one: %1").replace(  # noqa: E731
                "%1", shown
            )
            self.refused.emit(words)
