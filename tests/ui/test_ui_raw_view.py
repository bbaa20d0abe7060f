"""The raw view: rows of any width, what lights up, selecting by mouse and by keys."""

import random
from itertools import pairwise

import pytest
from invented import response
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inspector.model import Span
from inspector.text_rows import LONGEST_ROW, MOST_WRAPPED, Rows, width_of
from inspector.ui.raw_view import RawView

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


# -- rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("abc", 3), ("灰梨", 4), ("a灰b", 4), ("ｆｕｌｌ", 8), ("é½", 2)])
def test_wide_characters_fill_two_cells(text, cells):
    assert width_of(text) == cells


def test_wide_characters_wrap_where_the_view_ends():
    rows = Rows("灰" * 10 + "\n" + "ab灰cd", 8)
    assert [rows.shown(row) for row in range(len(rows))] == ["灰灰灰灰", "灰灰灰灰", "灰灰", "ab灰cd"]
    assert rows.widest == 8


def test_a_wide_character_never_stands_half_outside():
    rows = Rows("a" + "灰" * 10, 8)
    assert [rows.shown(row) for row in range(len(rows))] == ["a灰灰灰", "灰灰灰灰", "灰灰灰"]


@pytest.mark.parametrize("columns", [8, 9, 40, 200])
def test_rows_hold_every_character_once_and_none_is_too_wide(columns):
    chance = random.Random(columns)  # noqa: S311 - the same every run
    text = "".join(chance.choice("ab 灰é\n\r\u0301😀\x00") for _ in range(3_000))
    rows = Rows(text, columns)
    spans = [(rows.starts[row], rows.ends[row]) for row in range(len(rows))]
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    assert set(between) <= {"", "\n", "\r", "\r\n"}
    assert "".join(text[start:end] for start, end in spans) == text.replace("\r", "").replace("\n", "")
    assert max(width_of(text[start:end]) for start, end in spans) <= columns
    for row, (start, end) in enumerate(spans):
        assert all(rows.row_of(place) == row for place in range(start, end))


@pytest.mark.parametrize("text", ["x" * (MOST_WRAPPED + 1), "灰" * (MOST_WRAPPED + 1)], ids=["narrow", "wide"])
def test_a_long_text_is_cut_into_what_a_row_can_bear(text):
    rows = Rows(text, 80)
    assert not rows.wrapped
    assert max(end - start for start, end in zip(rows.starts, rows.ends, strict=True)) <= LONGEST_ROW
    assert "".join(rows.shown(row) for row in range(len(rows))) == text


# -- the view -----------------------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot, qapp):
    made = RawView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("plain text", range(10)),
        ("灰色的梨 and more", range(13)),
        ("😀😀 pear 😀 quince", range(16)),
        ("a\tb\x00c\u202ed", range(7)),
        ("e\u0301e\u0301 x", (0, 2, 4, 5)),
        ("pear شكرا", range(5)),
        ("\U000e0041\U000e0041 pear", range(3, 7)),
    ],
)
def test_the_place_of_a_character_is_found_again(view, place_of, text, offsets):
    view.show_text(text)
    assert [view.offset_at(place_of(view, offset) + QPoint(1, 0)) for offset in offsets] == list(offsets)


def lit_width(view, qapp, text, start, end):
    """Give the first and last painted column of what is lit between two characters."""
    view.show_text(text)
    view.light_up((Span(start, end),))
    qapp.processEvents()
    picture = view._page.grab().toImage()
    ground = picture.pixelColor(2, 5).name()
    columns = [x for x in range(picture.width()) if picture.pixelColor(x, 5).name() != ground]
    return columns[0], columns[-1]


def test_characters_beyond_u_ffff_do_not_shift_what_is_lit(view, qapp, place_of):
    text = "😀😀😀 pear end"
    first, last = lit_width(view, qapp, text, 4, 8)
    assert abs(first - place_of(view, 4).x()) <= 2
    assert abs(last - place_of(view, 8).x()) <= 2


def test_a_double_click_selects_the_word(view, place_of):
    text = "x-oss-request-id: 6B011ACA5C6D7E38F90A1B2C and more"
    view.show_text(text)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 25) + QPoint(2, 0))
    assert view.selected_text() == "6B011ACA5C6D7E38F90A1B2C"


def test_a_drag_selects_and_a_click_does_not(view, place_of, qtbot):
    view.show_text("one two three\nfour five six")
    clicked = []
    view.clicked.connect(clicked.append)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.viewport(), left, pos=place_of(view, 4))
    QTest.mouseMove(view.viewport(), place_of(view, 18))
    assert view.selected_text() == "two three\nfour"
    QTest.mouseRelease(view.viewport(), left, pos=place_of(view, 18))
    assert clicked == []
    QTest.mouseClick(view.viewport(), left, pos=place_of(view, 8) + QPoint(1, 0))
    assert clicked == [8]
    assert view.selected_text() == ""
    QTest.mouseClick(view.viewport(), left, SHIFT, place_of(view, 13))
    assert view.selected_text() == "three"


def test_a_right_click_keeps_the_selection(view, place_of):
    view.show_text("one two three")
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place_of(view, 2))
    assert view.selected_text() == "one two three"


@pytest.mark.parametrize(
    ("pressed", "selected"),
    [
        ([(Qt.Key.Key_Right, SHIFT)] * 3, "one"),
        ([(Qt.Key.Key_End, SHIFT)], "one two"),
        ([(Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_End, SHIFT)], "one two\nthree"),
        ([(Qt.Key.Key_End, CONTROL), (Qt.Key.Key_Home, SHIFT)], "four"),
        ([(Qt.Key.Key_End, CONTROL), (Qt.Key.Key_Home, SHIFT | CONTROL)], "one two\nthree\nfour"),
        ([(Qt.Key.Key_End, None), (Qt.Key.Key_Left, SHIFT), (Qt.Key.Key_Left, SHIFT)], "wo"),
        ([(Qt.Key.Key_PageDown, SHIFT), (Qt.Key.Key_End, SHIFT)], "one two\nthree\nfour"),
    ],
)
def test_the_usual_keys_select(view, pressed, selected):
    view.show_text("one two\nthree\nfour")
    for key, modifiers in pressed:
        QTest.keyClick(view, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert view.selected_text() == selected


def test_what_is_lit_comes_into_view(view, qapp):
    text = "\n".join(f"line {number}" for number in range(5_000))
    view.show_text(text)
    for wanted in ("line 4321", "line 17\n", "line 4999"):
        place = text.index(wanted)
        view.light_up((Span(place, place + len(wanted)),))
        row, first = view._rows.row_of(place), view.verticalScrollBar().value()
        assert first <= row < first + view.verticalScrollBar().pageStep()


def test_what_is_lit_far_to_the_right_comes_into_view(view, qapp):
    text = "x" * (MOST_WRAPPED + 10_000)
    view.show_text(text)
    qapp.processEvents()
    place = LONGEST_ROW * 3 + 900
    view.light_up((Span(place, place + 4),))
    left = view.horizontalScrollBar().value()
    assert left <= 900 * view._cell <= left + view._page.width()


def test_a_narrower_view_wraps_anew_and_keeps_its_place(view, qapp):
    text = "\n".join("word " * 30 for _ in range(200))
    view.show_text(text)
    view.verticalScrollBar().setValue(300)
    top = view._rows.starts[300]
    view.resize(260, 200)
    qapp.processEvents()
    assert view._rows.row_of(top) == view.verticalScrollBar().value()
    assert view._rows.widest * view._cell <= view._page.width()


def test_an_empty_text_bears_every_key(view, qapp):
    view.show_text("")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qapp.processEvents()
    assert view.selected_text() == ""


def test_return_chooses_the_row_at_the_caret(window, paste):
    paste(window, response())
    raw = window.page.raw
    QTest.keyClick(raw, Qt.Key.Key_Down)
    QTest.keyClick(raw, Qt.Key.Key_Return)
    assert window.page.tree.current_row().name == "Server"
