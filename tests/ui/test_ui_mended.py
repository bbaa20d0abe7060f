"""What a review found: the search of the tree, other responses' rows, the gate, what is read aside, faults, zones."""

import base64
import sys
import time

import pytest
from invented import ALIBABA_ID, CHATTER, REQUEST_IDS, SIGNATURE, error, head, large, leaky, response, several
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton

from inspector.history import NEWEST, Page, Row, Seen
from inspector.history_file import Notice
from inspector.ui import faults, guidance
from inspector.ui.clipboard import LONGEST
from inspector.ui.history_panel import briefly, when
from inspector.ui.tree_view import TreeView

PATIENCE = 20_000


def look_for(window, words):
    window.do("find")
    window.page.find_bar.field.setText(words)
    window.page.search.search()
    return window.page.findChild(QLabel, "findCount").text()


# -- find ---------------------------------------------------------------------------------------------------


def test_find_reaches_what_only_the_tree_shows(window, paste):
    hidden = base64.b64encode(error(message="the quince is ripe").encode()).decode()
    paste(window, head(headers=f"x-oss-err: {hidden}\n"))
    assert look_for(window, "QUINCE is") == "1/1"
    assert window.page.tree.current_row().value == "the quince is ripe"


def test_find_reads_entities_as_the_tree_shows_them(window, paste):
    paste(window, response(message="apple &amp; pear"))
    assert look_for(window, "apple & pear") == "1/1"
    assert window.page.tree.current_row().name == "Message"
    assert look_for(window, "apple") == "1/1"  # the text shows it: no hit of the row's own


def test_find_searches_after_the_last_key(window, paste, qtbot):
    paste(window, response(message="pear"))
    window.do("find")
    QTest.keyClicks(window.page.find_bar.field, "pear")
    assert window.page.search.hits == []
    qtbot.waitUntil(lambda: len(window.page.search.hits) == 2)


def test_a_hit_in_another_response_shows_that_response(window, paste):
    paste(window, several())
    look_for(window, REQUEST_IDS[4])
    assert window.presenter.report.fact("request_id") == REQUEST_IDS[4]
    assert window.page.tree.current_row().value == REQUEST_IDS[4]


def test_a_click_in_another_response_shows_that_response(window, paste):
    paste(window, several())
    window.page.raw.clicked.emit(several().index(REQUEST_IDS[3]))
    assert window.presenter.report.fact("request_id") == REQUEST_IDS[3]
    assert window.page.tree.current_row().value == REQUEST_IDS[3]


# -- the history --------------------------------------------------------------------------------------------


def test_damage_met_later_is_told_with_the_rows_saved(window):
    store = window.link._history._store
    window.link._history._store = store._replace(notice=Notice("history-damaged", "history.db.damaged", 29))
    window.link.refresh()
    told = window.notice.findChild(QLabel, "noticeText")
    assert "history.db.damaged" in told.text()
    assert "29" in told.text()
    window.notice.hide()
    window.link.refresh()
    assert window.notice.isHidden()  # told once


def test_a_search_that_was_stopped_does_not_say_that_nothing_is_there(window, monkeypatch):
    monkeypatch.setattr(window.link._history, "newest", lambda *_: Page((), complete=False))
    window.history.search.setText("quince")
    window.link.refresh()
    assert window.findChild(QLabel, "historyEmpty").text() == "The search was stopped: type more"


def test_a_long_search_goes_on_between_the_window_s_other_work(window, monkeypatch, qtbot):
    row = window.link._history.record(Seen("aliyun-oss", "6B011F3A5C6D7E8F9A0B1C2D"), 1)
    pages = {NEWEST: Page((), complete=False, rest=20), 20: Page((row,), complete=False, rest=10)}
    monkeypatch.setattr(window.link._history, "newest", lambda *asked: pages.get(asked[3], Page((), complete=True)))
    said = window.findChild(QLabel, "historyEmpty")
    window.history.search.setText("quince")
    window.link.refresh()
    assert (window.history.rows.rows, said.text()) == ([], "Searching…")
    qtbot.waitUntil(lambda: bool(window.history.rows.rows))
    assert window.history.rows.rows == [row]
    window.history.list.selectAll()
    qtbot.waitUntil(lambda: not window.link._searching.isActive())
    assert window.history.selected() == [row]  # what follows takes no choice away


def test_many_ids_are_recorded_in_portions_and_the_rest_at_the_end(start):
    window = start()
    window.link.record_later(Seen("aliyun-oss", f"6B011F3A5C6D7E8F{number:08X}") for number in range(120))
    window.link._record_portion()
    assert window.link._history.count() == 50
    window.close()
    assert start().link._history.count() == 120


def test_a_row_of_the_history_tells_the_rest_in_a_plain_tip(window, paste, qtbot):
    paste(window, response())
    qtbot.waitUntil(lambda: bool(window.history.rows.rows))
    tip = window.history.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)
    for part in ("Provider: aliyun-oss", "Bucket: pears", " UTC = ", "Times seen: 1"):
        assert part in tip
    assert "<" not in tip


def test_a_day_of_another_year_shows_its_year():
    row = Row(1, 1, "", ALIBABA_ID, "", "", None, "", "", 0, 1_000_000_000, 1)
    assert when(row).startswith("2001-")
    assert when(row._replace(last_seen=int(time.time()))).count("-") == 1


def test_beside_the_code_stands_the_minute_of_today_or_the_day():
    row = Row(1, 1, "", ALIBABA_ID, "", "", None, "", "", 0, 1_000_000_000, 1)
    assert briefly(row).startswith("2001-")
    assert ":" not in briefly(row)
    today = row._replace(last_seen=int(time.time()))
    assert briefly(today) == when(today).split()[-1]


# -- what leaves --------------------------------------------------------------------------------------------


def test_a_copy_is_cleaned_once(window, paste, monkeypatch):
    paste(window, leaky())
    gate, cleaned = window.outgoing._clipboard, []
    clean = gate.clean
    monkeypatch.setattr(gate, "clean", lambda text: cleaned.append(text) or clean(text))
    monkeypatch.setattr(gate, "_board", _Owned(gate._board))
    window.do("copy-id")
    gate._changed(gate._board.real.Mode.Clipboard)
    assert len(cleaned) == 1


class _Owned:
    """The clipboard where this program owns what is on it, which no offscreen platform says."""

    def __init__(self, real):
        self.real = real

    def ownsClipboard(self):
        return True

    def __getattr__(self, name):
        return getattr(self.real, name)


def test_what_is_too_long_to_be_searched_for_secrets_is_refused(window, qapp):
    qapp.clipboard().setText("before")
    window.outgoing.copy_text("x" * (LONGEST + 1))
    assert qapp.clipboard().text() == "before"
    assert window.copied.text() == "Too long to copy safely: select less"


def test_a_hidden_value_says_so(window, paste, qapp):
    paste(window, leaky())
    tree = window.page.tree
    tree.choose(next(number for number, row in enumerate(tree.rows.rows) if row.name == "SignatureProvided"))
    tree._copy("value")
    assert SIGNATURE not in qapp.clipboard().text()
    assert window.copied.text() == "Value copied · values hidden: 1"


@pytest.mark.parametrize("what", ["value", "name-value"])
def test_a_section_has_nothing_to_copy(window, paste, qapp, what):
    paste(window, response())
    qapp.clipboard().setText("before")
    tree = window.page.tree
    tree.choose(next(number for number, row in enumerate(tree.rows.rows) if row.kind == "headers"))
    tree._copy(what)
    assert qapp.clipboard().text() == "before"
    assert window.copied.text() == "This row has no value to copy"


def test_the_button_copies_exactly_where_copying_works(start, paste, qapp):
    window = start(show=True)
    button = window.findChild(QToolButton, "copyRequestId")
    paste(window, response("6B01 $(reboot)"))
    assert not button.isEnabled()
    paste(window, response())
    assert button.isEnabled()


def test_a_ticket_without_a_response_says_so(window):
    for what in ("copy-ticket", "ticket"):
        window.do(what)
        assert window.copied.text() == "There is no response to write a ticket for"
        window.copied.setText("")


def test_a_long_message_is_cut_in_the_ticket(window, paste):
    paste(window, response(message="pear " * 4_000))
    ticket = window.outgoing.ticket("en", markdown=False)
    assert 3_900 < len(ticket) < 6_000
    assert "…" in ticket


def test_a_moment_gets_the_offset_that_held_then(window, paste, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for day, offset in (("Sat, 18 Jul 2026", "+02:00"), ("Sat, 17 Jan 2026", "+01:00")):
            paste(window, response().replace("Sat, 21 Nov 2026", day))
            assert offset in window.outgoing.ticket("en", markdown=False)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_dragged_out_of_a_field_holds_no_secret(window, paste):
    paste(window, leaky())
    field = window.page.detail.field
    field.setPlainText(f"OSSAccessKeyId and {SIGNATURE}")
    field.selectAll()
    held = field.createMimeDataFromSelection()
    assert SIGNATURE not in held.text()
    assert held.formats() == ["text/plain"]


def test_a_selection_is_not_dragged_out_of_a_label(start, monkeypatch):
    window = start(show=True)
    window.do("example-aliyun-oss")
    label = window.guidance.findChild(QLabel, "cause")
    label.setSelection(0, len(label.text()))
    corner = label.rect().topLeft() + label.rect().bottomRight() / 20
    QTest.mousePress(label, Qt.MouseButton.LeftButton, pos=corner)
    dragged = []
    monkeypatch.setattr(QDrag, "exec", lambda *_: dragged.append(True))
    for step in range(1, 9):
        QTest.mouseMove(label, corner + QPoint(step * QApplication.startDragDistance(), 0))
    QTest.mouseRelease(label, Qt.MouseButton.LeftButton)
    assert dragged == []
    assert label._held


# -- what is read aside -------------------------------------------------------------------------------------


def test_what_is_read_is_a_row_that_can_be_left_chosen_again_and_cancelled(start, paste, qapp):
    window = start()
    window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    assert window.top.captures.currentText() == "Reading…"
    paste(window, response(REQUEST_IDS[1]))
    assert window.middle.currentWidget() is window.page
    assert [window.top.captures.itemText(place) for place in range(2)] == [
        "403 AccessDenied 6B011F3B…B2C3", "Reading…",
    ]  # fmt: skip
    window.top.capture_chosen.emit(1)
    assert window.middle.currentWidget() is window.reading
    window.do("copy-id")
    assert window.copied.text() == "There is no request ID to copy"
    window.reading.findChild(QPushButton, "readingCancel").click()
    assert window.top.captures.count() == 1
    assert window.middle.currentWidget() is window.page
    assert not window.sitting.busy


def test_what_is_ready_does_not_take_the_screen_from_another_capture(start, paste, qtbot):
    window = start()
    window.sitting.open_bytes(large(400_000).encode(), "clipboard", "")
    paste(window, response(REQUEST_IDS[1]))
    qtbot.waitUntil(lambda: len(window.sitting.names) == 2, timeout=PATIENCE)
    assert window.presenter.report.fact("request_id") == REQUEST_IDS[1]
    assert window.top.captures.count() == 2


def test_closing_on_the_reading_page_stops_the_reading(start, paste):
    window = start()
    paste(window, response())
    window.sitting.open_bytes(large(5_000_000).encode(), "clipboard", "")
    window.do("close-capture")
    assert not window.sitting.busy
    assert len(window.sitting.names) == 1


# -- the rest -----------------------------------------------------------------------------------------------


def test_what_is_not_recognised_can_be_looked_up_at_once(window, paste):
    window.sitting.open_bytes(CHATTER.encode() + b"\xff\xfe", "file", "odd")
    assert window.guidance.findChildren(QLabel, "told")
    window.page.unknown.findChild(QLineEdit, "unknownLookUp").setText("NoSuchKey")
    assert any("NoSuchKey" in label.text() for label in window.guidance.findChildren(QLabel, "guideName"))
    assert window.guidance.findChildren(QLabel, "told")


def test_a_language_is_switched_in_one_pass(start, qapp, qtbot, monkeypatch, guidance_at_once):
    window = start(show=True)
    window.do("example-aliyun-oss")
    qapp.processEvents()
    built, reworded, place, reword = [], [], window.guidance.setWidget, TreeView.reword
    monkeypatch.setattr(window.guidance, "setWidget", lambda page: built.append(page) or place(page))
    monkeypatch.setattr(TreeView, "reword", lambda *given: reworded.append(given[0]) or reword(*given))
    monkeypatch.setattr(guidance, "later", guidance_at_once)
    window.do("language-zh_CN")
    qtbot.waitUntil(lambda: len(built) > 0)
    qapp.processEvents()
    qtbot.wait(60)  # windows of other tests that Qt still holds hear of the language too, and have timers
    assert (len(built), reworded.count(window.page.tree)) == (1, 1)


def test_a_notice_follows_the_language(start, qapp):
    window = start(show=True)
    window.link.removed.emit(3)
    window.do("language-zh_CN")
    qapp.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert "Request IDs deleted" not in window.notice.findChild(QLabel, "noticeText").text()


def test_a_fault_is_told_and_its_report_holds_nothing_captured(window, monkeypatch, qapp):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    faults.install(window)
    try:
        int(f"secret {SIGNATURE}")
    except ValueError:
        sys.excepthook(*sys.exc_info())
    assert window.notice.findChild(QLabel, "noticeText").text() == "A fault of the program: ValueError"
    window.notice.findChild(QToolButton, "noticeAct").click()
    copied = qapp.clipboard().text()
    assert "ValueError" in copied
    assert "test_a_fault_is_told" in copied
    assert "secret" not in copied
    assert SIGNATURE not in copied
    assert str(faults.__file__).rpartition("/inspector/")[0] not in copied


def test_the_window_is_no_smaller_than_its_zones(window):
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 560)
