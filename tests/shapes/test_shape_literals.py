"""Escapes decoded: what is read, and that every character knows the characters that it came from."""

import pytest

from inspector.model import Excerpt
from inspector.shapes.literals import entities, literal, literal_end, percent_decoded, unescaped


@pytest.mark.parametrize(
    ("received", "meant"),
    [
        (r"a\n\t\"b\" \'c\' d\/e \\n", "a\n\t\"b\" 'c' d/e \\n"),
        (r"\u6587 \ud83d\ude00 \u{1f600} \u003c", "文 😀 😀 <"),
        (r"\xe6\x96\x87\xff \346\226\207 \0", "文ÿ 文 \0"),
        (r"half \ud800, half \xe6\x96", r"half \ud800, half " + "æ\x96"),
        (r"no escape: \d \q", r"no escape: \d \q"),
        ("one\\n' +\n      'two", "one\ntwo"),
        ("one\\n'\n b'two", "one\ntwo"),
        ("one\\n' +\n \"it's", "one\nit's"),
        ("a 'b' + 'c' d", "a 'b' + 'c' d"),
    ],
)
def test_escapes_and_seams(received, meant):
    assert unescaped(Excerpt(received)).text == meant


def test_a_decoded_character_stands_for_its_whole_escape():
    received = r'k="\xe6\x96\x87\n\u6587!"'
    found = unescaped(Excerpt(received))
    assert [received[slice(*found.span(at, at + 1))] for at in range(3, 7)] == [r"\xe6\x96\x87", r"\n", r"\u6587", "!"]
    twice = unescaped(unescaped(Excerpt(r"a\\nb")))
    assert twice.text == "a\nb"
    assert twice.span(1, 2) == (1, 4)


def test_what_syslog_escapes_is_read_only_when_asked():
    assert unescaped(Excerpt("a#012b")).text == "a#012b"
    assert unescaped(Excerpt("a#012b#011"), syslog=True).text == "a\nb\t"


def test_entities_and_percent_signs_are_decoded_by_one_layer():
    assert entities(Excerpt("&lt;A&gt;&amp;lt;&#39;&#x4e2d;&copy;&")).text == "<A>&lt;'中&copy;&"
    assert percent_decoded(Excerpt("%3CA%3E+%E6%96%87%25%zz")).text == "<A> 文%%zz"


@pytest.mark.parametrize(
    ("text", "quote", "rest"),
    [
        (r'a\"b\\" and', '"', '" and'),
        ("a' +\n   'b' and 'c'", "'", "' and 'c'"),
        ("a', 'b'", "'", "', 'b'"),
        (r"in \\\"x\\\" end\" out", r"\"", r"\" out"),
        (r'in \\\"x" out', r"\"", '" out'),
        ("never closed", "'", ""),
        ("\\" * 5001 + "' b' c", "'", "' c"),
        ("\\" * 1_000_000, "'", ""),
    ],
)
def test_the_end_of_a_literal(text, quote, rest):
    assert text[literal_end(text, 0, quote) :] == rest


def test_a_literal_within_a_literal_is_decoded_in_all_its_layers():
    text = r'"{\"a\": \"x\\\"y\\n\"}"'
    found, end = literal(Excerpt(text), text.index("x"), r"\"")
    assert (found.text, text[end:]) == ('x"y\n', r'\"}"')
