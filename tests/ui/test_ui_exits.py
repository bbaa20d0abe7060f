"""Every way by which captured text leaves the program, in one table: a planted capture goes out by each of them.

Who adds a way out adds a row. The captures are made by `secrets_maker`; what may not be found is looked for in every
encoding by `secrets_left`.
"""

import json

import pytest
import secrets_left
import secrets_maker
from PySide6.QtWidgets import QLabel

from inspector import cli
from inspector.ui.dialogs import TicketDialog
from inspector.ui.fields import Field

CAPTURES = tuple(range(len(secrets_maker.CREDENTIALS)))
"""One capture of each kind of credential."""


def received(window):
    return window.outgoing.sitting.inspection.capture.text


def copied_rows(what):
    """Copy every row of the tree."""

    def left(window, board, _capsys, _path):
        for number in range(len(window.page.tree.rows.rows)):
            board.clear()  # not every row has something to copy
            window.page.tree.choose(number)
            window.page.tree._copy(what)
            yield board.text()

    return left


def tickets(window, _board, _capsys, _path):
    """Write the ticket in every language and form."""
    for language in ("en", "zh"):
        for markdown in (False, True):
            yield window.outgoing.ticket(language, markdown=markdown, tried=received(window)[:400])


def copied_ticket(window, board, _capsys, _path):
    board.clear()
    window.do("copy-ticket")
    yield board.text()


def copied_id(window, board, _capsys, _path):
    board.clear()
    window.do("copy-id")
    yield board.text()


def copied_text(window, board, _capsys, _path):
    """Copy a selection of the raw text: all of it."""
    window.outgoing.copy_text(received(window))
    yield board.text()


def copied_labels(window, _board, _capsys, _path):
    """Let the gate clean what stands in the panels: findings, comparison, guidance, verdict.

    That what Qt's own widgets copy passes the gate is shown on a real clipboard (`tests/e2e`), which here is none.
    """
    return (window.outgoing.clean(label.text()) for label in window.findChildren(QLabel))


def copied_commands(window, board, _capsys, _path):
    for label in window.findChildren(QLabel):
        board.clear()
        window.outgoing.copy_command(label.text())
        yield board.text()


def copied_fields(window, _board, _capsys, _path):
    """Take out of text fields what a copy or a drag would: the value of each row, the ticket."""
    window.do("ticket")
    for number in range(len(window.page.tree.rows.rows)):
        window.page.tree.choose(number)
        for field in window.findChildren(Field):
            field.selectAll()
            yield field.createMimeDataFromSelection().text()
    for dialog in window.findChildren(TicketDialog):
        dialog.close()


def explained(*options):
    def left(_window, _board, capsys, path):
        cli.main(["explain", *options, str(path)])
        told = capsys.readouterr()
        yield told.out
        yield told.err
        if "--json" in options:
            json.loads(told.out)

    return left


def files(window, _board, _capsys, path):
    """Read what the program keeps, byte by byte: history, its log, settings."""
    for kept in path.parent.rglob("*"):
        if kept.is_file() and kept != path:
            yield kept.read_bytes().decode("latin-1")


FRAGMENT = 12
OF_PIECES = ("history, its log, settings",)
"""Ways that hold other random bytes too: shorter pieces would be found by chance."""

EXITS = {
    "copy value": copied_rows("value"),
    "copy name and value": copied_rows("name-value"),
    "copy raw block": copied_rows("block"),
    "copy request ID": copied_id,
    "copy selection of the raw text": copied_text,
    "copy out of panels": copied_labels,
    "copy command": copied_commands,
    "copy or drag out of text fields": copied_fields,
    "copy ticket": copied_ticket,
    "four tickets": tickets,
    "explain": explained(),
    "explain --lang both": explained("--lang", "both"),
    "explain --json": explained("--json"),
    "history, its log, settings": files,
}


@pytest.fixture
def opened(window, paste, qtbot, tmp_path):
    """Give a function: text -> the window that shows it, its request IDs kept, and a file that holds it."""

    def shown(text):
        paste(window, text)
        report = window.outgoing.report
        if report and report.fact("request_id"):
            qtbot.waitUntil(lambda: bool(window.history.rows.rows))
        path = tmp_path / "capture.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return window, path

    return shown


@pytest.mark.parametrize("number", CAPTURES)
def test_nothing_planted_leaves_by_any_way(number, opened, qapp, capsys):
    planted = secrets_maker.planted(number)
    window, capture = opened(planted.text)
    for name, way in EXITS.items():
        texts = list(way(window, qapp.clipboard(), capsys, capture))
        size = FRAGMENT if name in OF_PIECES else secrets_left.BLOCK
        left = [one for one in dict.fromkeys(texts) if secrets_left.leaks([one], planted.secrets, size)]
        assert left == [], (planted.about, name)


def test_every_way_gives_something(opened, qapp, capsys):
    window, capture = opened(secrets_maker.planted(1).text)
    silent = [name for name, way in EXITS.items() if not any(way(window, qapp.clipboard(), capsys, capture))]
    assert silent == []
