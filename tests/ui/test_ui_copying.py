"""What leaves the window: request IDs, tickets, selections. Exactly what was asked for, and never a planted secret."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invented import ALIBABA_ID, JD_ID, KEY_ID, REQUEST_IDS, SIGNATURE, TOKEN, leaky, readable, response
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QPlainTextEdit, QPushButton

from inspector.ui.history_panel import HistoryPanel

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_planted_secrets_can_be_read_in_the_capture_itself():
    assert readable(leaky()) == [KEY_ID, TOKEN, SIGNATURE]
    assert readable(leaky().encode()) == [KEY_ID, TOKEN, SIGNATURE]


# -- request IDs and the history ----------------------------------------------------------------------------


@pytest.fixture
def three(window, paste, qtbot):
    """Give a window whose history holds three request IDs, newest first."""
    for number, request_id in enumerate(REQUEST_IDS[:3], 1):
        paste(window, response(request_id, "NoSuchKey", status="404 Not Found"))
        qtbot.waitUntil(lambda number=number: len(window.history.rows.rows) == number)
    return window


def ids(window):
    return [row.request_id for row in window.history.rows.rows]


def choose(window, *places):
    window.history.list.clearSelection()
    for place in places:
        index = window.history.rows.index(place)
        window.history.list.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def test_the_history_lists_the_newest_first(three):
    assert ids(three) == REQUEST_IDS[2::-1]


def test_several_rows_are_copied_one_id_a_line(three, qapp):
    choose(three, 2, 0)
    QTest.keyClick(three.history.list, Qt.Key.Key_C, CONTROL)
    assert qapp.clipboard().text() == f"{REQUEST_IDS[2]}\n{REQUEST_IDS[0]}"
    assert three.copied.text() == "Request IDs copied: 2"


def test_one_row_is_copied_exactly(three, qapp):
    choose(three, 1)
    QTest.keyClick(three.history.list, Qt.Key.Key_Return)
    assert qapp.clipboard().text() == REQUEST_IDS[1]


def test_a_seen_id_moves_to_the_top_instead_of_standing_twice(three, paste, qtbot):
    paste(three, response(REQUEST_IDS[0], "NoSuchKey"))
    qtbot.waitUntil(lambda: ids(three)[0] == REQUEST_IDS[0])
    assert ids(three) == [REQUEST_IDS[0], REQUEST_IDS[2], REQUEST_IDS[1]]
    assert three.history.rows.rows[0].times == 2


def test_deleted_rows_come_back(three, qtbot):
    choose(three, 0, 1)
    QTest.keyClick(three.history.list, Qt.Key.Key_Delete)
    assert ids(three) == [REQUEST_IDS[0]]
    assert three.notice._text.text() == "Request IDs deleted: 2"
    three.notice._act.click()
    assert ids(three) == REQUEST_IDS[2::-1]
    assert three.notice.isHidden()


def test_the_history_is_cleared_and_brought_back(three, qtbot):
    three.history._clear.click()
    assert ids(three) == []
    three.notice._act.click()
    assert ids(three) == REQUEST_IDS[2::-1]


def test_the_history_is_searched_as_one_types(three, qtbot):
    QTest.keyClicks(three.history.search, REQUEST_IDS[1][:12].lower())
    qtbot.waitUntil(lambda: ids(three) == [REQUEST_IDS[1]])
    three.history.search.setText("nothing like it")
    qtbot.waitUntil(lambda: ids(three) == [])
    assert three.history.findChild(QLabel, "historyEmpty").text() == "Nothing found"


def test_what_was_seen_is_there_in_the_next_sitting(three, start):
    three.close()
    again = start()
    assert ids(again) == REQUEST_IDS[2::-1]
    assert again.history.rows.rows[0].code == "NoSuchKey"
    assert again.history.rows.rows[0].bucket == "pears"


def test_closing_at_once_keeps_what_was_pasted_last(start, paste):
    window = start()
    paste(window, response(REQUEST_IDS[4]))
    window.close()
    assert ids(start()) == [REQUEST_IDS[4]]


def test_examples_are_not_kept(start, qtbot):
    window = start(show=True)
    window.do("example-aliyun-oss")
    qtbot.waitUntil(lambda: "background" in vars(window.sitting))
    assert ids(window) == []


def test_a_copied_id_is_one_line_of_an_id_s_characters(window, paste, qapp):
    paste(window, response("6B01 $(reboot)\n\x1b[201~ \u202e5C6D"))
    qapp.clipboard().setText("before")
    window.do("copy-id")
    assert qapp.clipboard().text() == "before"
    assert window.copied.text() == "There is no request ID to copy"


# -- tickets ------------------------------------------------------------------------------------------------


def test_a_ticket_holds_what_support_needs(window, paste, qapp):
    paste(window, response(more="  <EC>0003-00000001</EC>\n"))
    window.do("copy-ticket")
    ticket = qapp.clipboard().text()
    for wanted in (ALIBABA_ID, "403", "AccessDenied", "0003-00000001", "pears", "2026-11-21 04:15:06 UTC", "Refused."):
        assert wanted in ticket, wanted
    assert window.copied.text().startswith("Ticket copied")


def test_the_four_tickets_differ(window, qapp):
    tickets = []
    for example in ("aliyun-oss", "jdcloud-oss"):
        window.do(f"example-{example}")
        for language in ("en", "zh"):
            window._prefer(ticket_language=language)
            window.do("copy-ticket")
            tickets.append(qapp.clipboard().text())
    assert len({ticket.splitlines()[-1] for ticket in tickets} | set(tickets)) >= 4
    assert [ALIBABA_ID in ticket for ticket in tickets] == [True, True, False, False]
    assert [JD_ID in ticket for ticket in tickets] == [False, False, True, True]
    assert ["请求 ID" in ticket for ticket in tickets] == [False, True, False, True]


@pytest.fixture
def dialog(window):
    window.do("example-aliyun-oss")
    window.do("ticket")
    return window.findChild(QDialog, "ticketDialog")


def written(dialog):
    return dialog.findChild(QPlainTextEdit, "ticketText").toPlainText()


def test_the_dialog_writes_the_ticket_in_the_chosen_language_and_form(dialog):
    assert "Request ID" in written(dialog)
    assert "| Request ID |" not in written(dialog)
    dialog.findChild(QComboBox, "ticketLanguage").setCurrentIndex(1)
    assert "请求 ID" in written(dialog)
    dialog.findChild(QCheckBox, "ticketMarkdown").click()
    assert written(dialog).count("|") > 10
    assert "请求 ID" in written(dialog)
    dialog.close()


def test_what_was_tried_enters_the_ticket_line_by_line(dialog, qtbot):
    dialog.findChild(QPlainTextEdit, "ticketTried").setPlainText("new key\n\n  other region <b>x</b>  \n")
    qtbot.waitUntil(lambda: "new key" in written(dialog))
    assert "other region <b>x</b>" in written(dialog)
    dialog.close()


def test_copying_in_the_dialog_copies_and_remembers_the_form(dialog, window, qapp):
    dialog.findChild(QComboBox, "ticketLanguage").setCurrentIndex(1)
    dialog.findChild(QCheckBox, "ticketMarkdown").click()
    shown = written(dialog)
    dialog.findChild(QPushButton, "ticketCopy").click()
    assert qapp.clipboard().text() == shown
    assert (window.settings.ticket_language, window.settings.ticket_markdown) == ("zh", True)
    window.do("copy-ticket")
    assert qapp.clipboard().text() == shown


def test_without_a_report_there_is_no_ticket(window, qapp):
    qapp.clipboard().setText("before")
    window.do("copy-ticket")
    window.do("ticket")
    assert qapp.clipboard().text() == "before"
    assert window.findChild(QDialog, "ticketDialog") is None


# -- secrets ------------------------------------------------------------------------------------------------


def leaked(qapp):
    """Give what can be read of the secrets on the clipboard, and its formats besides plain text."""
    held = qapp.clipboard().mimeData()
    assert held.text()
    return readable(held.text()), [name for name in held.formats() if not name.startswith("text/plain")]


def test_no_secret_is_in_a_ticket(window, paste, qapp):
    paste(window, leaky())
    for language in ("en", "zh"):
        for markdown in (False, True):
            window._prefer(ticket_language=language, ticket_markdown=markdown)
            window.do("copy-ticket")
            assert leaked(qapp) == ([], [])
            assert REQUEST_IDS[5] in qapp.clipboard().text()


def test_no_secret_is_in_a_ticket_by_what_was_tried(window, paste, qtbot):
    paste(window, leaky())
    window.do("ticket")
    dialog = window.findChild(QDialog, "ticketDialog")
    dialog.findChild(QPlainTextEdit, "ticketTried").setPlainText(f"sent again with {TOKEN}\nwith the key {KEY_ID}")
    qtbot.waitUntil(lambda: "sent again with" in written(dialog))
    assert readable(written(dialog)) == []
    dialog.close()


def test_no_secret_is_in_what_the_tree_copies(window, paste, qapp):
    paste(window, leaky())
    tree = window.page.tree
    assert len(tree.rows.rows) > 20
    for number, row in enumerate(tree.rows.rows):
        tree.choose(number)
        for what in ("value", "name-value", "block"):
            qapp.clipboard().setText("before")
            tree._copy(what)
            assert leaked(qapp) == ([], []), (what, row)


def test_no_secret_is_in_what_the_raw_view_copies(window, paste, qapp):
    paste(window, leaky())
    raw = window.page.raw
    QTest.keyClick(raw, Qt.Key.Key_A, CONTROL)
    assert readable(raw.selected_text()) == [KEY_ID, TOKEN, SIGNATURE]
    QTest.keyClick(raw, Qt.Key.Key_C, CONTROL)
    assert leaked(qapp) == ([], [])
    assert "values hidden" in window.copied.text()
    assert REQUEST_IDS[5] in qapp.clipboard().text()


def test_no_secret_is_in_a_piece_of_the_raw_view(window, paste, qapp):
    paste(window, leaky())
    raw, text = window.page.raw, leaky()
    for secret in (KEY_ID, TOKEN, SIGNATURE):
        place = text.index(secret)
        raw._anchor, raw._caret = place, place + len(secret)
        assert raw.selected_text() == secret
        QTest.keyClick(raw, Qt.Key.Key_C, CONTROL)
        assert leaked(qapp) == ([], []), secret


@pytest.mark.desk
def test_no_secret_is_in_what_qt_s_own_widgets_copy():
    """A label, the field below the tree, the ticket: on a real X server, for the gate watches the real clipboard."""
    if not shutil.which("Xvfb"):
        pytest.skip("needs: apt-get install -y --no-install-recommends xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    try:
        surroundings = {**os.environ, "DISPLAY": f":{os.read(reading, 20).decode().strip()}", "QT_QPA_PLATFORM": "xcb"}
        probe = [sys.executable, Path(__file__).with_name("selection_probe.py")]
        done = subprocess.run(probe, env=surroundings, capture_output=True, text=True, check=False)
    finally:
        server.terminate()
        server.wait()
        os.close(reading)
        os.close(writing)
    assert done.returncode == 0, done.stderr
    copied = json.loads(done.stdout)
    assert {place for place, *_ in copied} == {"label", "detail", "ticket", "primary"}
    for place, text, formats in copied:
        assert text.strip(), place
        assert readable(text) == [], place
        assert [name for name in formats if not name.startswith("text/plain")] == [], place


def test_the_raw_view_on_the_screen_stays_as_it_was(window, paste, qapp):
    paste(window, leaky())
    window.do("copy-ticket")
    assert window.page.raw._rows.text == leaky()
    assert readable("".join(window.page.raw._rows.shown(row) for row in range(len(window.page.raw._rows)))) != []


def test_no_secret_reaches_the_disk(start, paste, qtbot, home):
    window = start(show=True)
    paste(window, leaky())
    qtbot.waitUntil(lambda: ids(window) == [REQUEST_IDS[5]])
    for closed in (False, True):
        if closed:
            window.close()
        files = [path for path in home.rglob("*") if path.is_file()]
        assert any(path.name == "history.db" for path in files)
        assert [path for path in files if readable(path.read_bytes())] == []


@pytest.mark.parametrize("arguments", [["--json"], ["--lang", "both"]])
def test_no_secret_is_printed_by_the_command(arguments, home):
    command = [sys.executable, "-m", "inspector", "explain", *arguments, "-"]
    done = subprocess.run(command, input=leaky().encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert readable(done.stdout + done.stderr) == []
    assert REQUEST_IDS[5].encode() in done.stdout


def test_secrets_are_printed_where_they_are_asked_for(home):
    command = [sys.executable, "-m", "inspector", "explain", "--json", "--show-secrets", "-"]
    done = subprocess.run(command, input=leaky().encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["recognised"] is True
    assert set(readable(done.stdout)) == {KEY_ID, TOKEN, SIGNATURE}


def test_the_status_line_counts_the_secrets(start, paste, qapp, qtbot):
    window = start(show=True)
    paste(window, leaky())
    status = window.findChild(QLabel, "statusText")
    qtbot.waitUntil(lambda: "secrets hidden when copied" in status.text())
    count = int(status.text().rpartition(": ")[2])
    assert count == len(window.outgoing.secrets())
    assert count >= 3
    paste(window, response())
    assert "secrets" not in status.text()


def test_the_panel_of_the_history_shows_no_secret(window, paste, qtbot):
    paste(window, leaky())
    qtbot.waitUntil(lambda: ids(window) == [REQUEST_IDS[5]])
    panel = window.findChild(HistoryPanel)
    assert readable(panel.rows.index(0).data()) == []
