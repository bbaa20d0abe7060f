"""Text made safe to print: what acts is shown by its number, what is written stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.plain import on_one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("a\x9bb\x7f\0", "a<U+009B>b<U+007F><U+0000>"),
        ("a\u202eb\u200b\ufeff", "a<U+202E>b<U+200B><U+FEFF>"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("签名\t不匹配", "签名\t不匹配"),
    ],
)
def test_what_acts_is_shown(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_no_control_but_line_ends_and_tabs_is_left(text):
    assert {sign for sign in visible(text) if unicodedata.category(sign) == "Cc"} <= {"\n", "\t"}


@given(st.text())
def test_one_line_stays_one_line(text):
    assert len(visible(on_one_line(text)).splitlines()) <= 1
