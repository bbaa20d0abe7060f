"""Rows of the raw view: every character stands in one row, no row is wider than the view."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector import text_rows
from inspector.text_rows import LONGEST_ROW, Rows, width_of

TEXTS = st.text(st.sampled_from("ab 签名\n\r\u3000\u202e\U0001f600é"), max_size=120)


def shown(rows):
    return [rows.shown(row) for row in range(len(rows))]


@pytest.mark.parametrize(("text", "cells"), [("", 0), ("abc", 3), ("签名", 4), ("ａ", 2), ("aé", 2), ("　", 2)])
def test_chinese_characters_fill_two_cells(text, cells):
    assert width_of(text) == cells


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_rows(end):
    assert shown(Rows(f"ab{end}{end}c", 20)) == ["ab", "", "c"]
    assert shown(Rows(f"ab{end}", 20)) == ["ab", ""]


def test_an_empty_text_has_one_empty_row():
    rows = Rows("", 80)
    assert (shown(rows), rows.widest, rows.row_of(0)) == ([""], 0, 0)


def test_a_long_line_is_cut_to_the_view():
    assert shown(Rows("abcdefghijklmnopqrst", 8)) == ["abcdefgh", "ijklmnop", "qrst"]
    assert shown(Rows("签名签名签名", 8)) == ["签名签名", "签名"]


def test_a_narrow_view_still_takes_eight_cells():
    assert shown(Rows("abcdefghij", 1)) == ["abcdefgh", "ij"]


@given(TEXTS, st.integers(8, 30))
def test_every_character_stands_in_exactly_one_row_that_fits(text, columns):
    rows = Rows(text, columns)
    assert "".join(shown(rows)) == re.sub(r"[\r\n]", "", text)
    assert all(width_of(row) <= columns for row in shown(rows))
    assert rows.widest == max(map(width_of, shown(rows)))
    assert list(rows.starts) == sorted(rows.starts)
    for place, sign in enumerate(text):
        row = rows.row_of(place)
        if sign not in "\r\n":
            assert rows.starts[row] <= place < rows.ends[row]


def test_a_long_text_is_cut_without_the_view(monkeypatch):
    monkeypatch.setattr(text_rows, "MOST_WRAPPED", 1000)
    text = "a" * (LONGEST_ROW * 2 + 5) + "\n" + "签" * 10
    narrow, wide = Rows(text, 10), Rows(text, 500)
    assert not narrow.wrapped
    assert shown(narrow) == shown(wide)
    assert [len(row) for row in shown(narrow)] == [LONGEST_ROW, LONGEST_ROW, 5, 10]


def test_rows_that_were_found_elsewhere_are_taken_over():
    found = Rows("ab\ncd", 80)
    rows = Rows("ab\ncd", 80, (found.starts, found.ends, found.widest))
    assert shown(rows) == ["ab", "cd"]
    assert rows.widest == 2


def test_a_long_text_is_never_said_to_be_narrower_than_it_is(monkeypatch):
    monkeypatch.setattr(text_rows, "MOST_WRAPPED", 10)
    rows = Rows("签" * 50 + "\n" + "a" * 60, 80)
    assert rows.widest >= max(map(width_of, shown(rows)))


def test_many_lines_are_rows_whatever_the_view_and_are_not_found_again():
    text = "签名签名签名\n" * (text_rows.MOST_LINES + 1)
    assert not Rows(text, 8).wrapped
    assert shown(Rows(text, 8)) == shown(Rows(text, 80)) == text.split("\n")
    assert Rows("签名签名签名\n" * text_rows.MOST_LINES, 8).wrapped
