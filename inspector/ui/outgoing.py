"""What leaves the window: copies, tickets, links. All of it passes the clipboard's gate or the list of known hosts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.catalog import Catalog
from inspector.model import Report
from inspector.ui.clipboard import Clipboard
from inspector.ui.parts import visible
from inspector.ui.sitting import Sitting

if TYPE_CHECKING:
    from inspector.history import Row as SeenBefore
    from inspector.redact import Secret
    from inspector.ui.tree_model import Row

_ID = re.compile(r"[0-9A-Za-z._*+/=-]{1,128}")
"""What may go into a terminal or a ticket as a request ID: one line, no control, no blank."""


class Outgoing(QObject):
    """Copies and opens; tells in words what was done (`done`) or not done (`refused`)."""

    done = Signal(str)
    refused = Signal(str)

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

    def copy(self, text: str, said: str) -> None:
        """Copy a text without its secrets, and say so."""
        if not text:
            return
        hidden = self._clipboard.copy(text)
        note = self.tr("values hidden: %1").replace("%1", str(hidden))
        self.done.emit(f"{said} · {note}" if hidden else said)

    def copy_text(self, text: str) -> None:
        """Copy a selection of the raw text."""
        self.copy(text, self.tr("Text copied"))

    def copy_command(self, text: str) -> None:
        """Copy a command out of the guidance."""
        self.copy(text, self.tr("Command copied"))

    def copy_id(self) -> None:
        """Copy the request ID, and nothing but it."""
        request_id = self.report.fact("request_id") if self.report else None
        if request_id and _ID.fullmatch(request_id):
            self.copy(request_id, self.tr("Request ID copied"))
        else:
            self.done.emit(self.tr("There is no request ID to copy"))

    def copy_row(self, what: str, title: str, row: Row) -> None:
        """Copy of a row of the tree its value, its name and value, or the characters it came from."""
        inspection = self.sitting.inspection
        if what == "name-value":
            self.copy(f"{title}: {row.value}", self.tr("Name and value copied"))
        elif what == "block" and row.block and inspection:
            self.copy(inspection.capture.text[row.block.start : row.block.end], self.tr("Raw block copied"))
        else:
            # whether a value is a secret is judged by its name too
            marked = self._clipboard.clean(f"{title}: {row.value}").text
            self.copy(marked.removeprefix(f"{title}: "), self.tr("Value copied"))

    def copy_ids(self, rows: Sequence[SeenBefore]) -> None:
        """Copy request IDs of the history, one a line."""
        words = self.tr("Request IDs copied: %1").replace("%1", str(len(rows)))
        self.copy("\n".join(row.request_id for row in rows), words)

    def ticket(self, language: str, *, markdown: bool, tried: str = "") -> str:
        """Write the ticket of the report that is shown; `tried` holds what was tried, a line each."""
        from datetime import UTC, datetime  # noqa: PLC0415 - no start needs a ticket

        from inspector import ticket  # noqa: PLC0415 - the same

        if self.report is None:
            return ""
        provider = self.knowledge.provider(self.report.provider)
        style = ticket.Style(self.report.provider, language, markdown, provider.name[language] if provider else "")
        labels = ticket.labels(self.knowledge.words("ticket"))
        zone = datetime.now().astimezone().tzinfo or UTC
        lines = [line for line in tried.splitlines() if line.strip()]
        return ticket.write(self.report, style, labels, zone, lines, self.secrets()).text

    def copy_ticket(self, text: str) -> None:
        """Copy a ticket."""
        self.copy(text, self.tr("Ticket copied"))

    def open_link(self, address: str) -> None:
        """Open an address of a known host in the browser."""
        from inspector.ui import links  # noqa: PLC0415 - opened seldom

        if not links.open_link(address, self.knowledge.link_hosts):
            self.refused.emit(
                self.tr("Not opened, its host is not a known one: %1").replace("%1", visible(address[:200]))
            )
