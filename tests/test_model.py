"""The values: excerpts keep the place of every character; reports answer by rank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model import Capture, Excerpt, Exchange, Fact, Inspection, Report, Span


def peeled(text, width):
    """Take `width` characters off every line, as a shape does."""
    lines = text.splitlines(keepends=True)
    parts, at = [], 0
    for line in lines:
        parts.append(Excerpt(text).cut(at + min(width, len(line)), at + len(line)))
        at += len(line)
    return Excerpt.join(parts)


def test_an_excerpt_of_a_whole_text_gives_its_own_offsets():
    excerpt = Excerpt("abc")
    assert [excerpt.origin(place) for place in range(3)] == [0, 1, 2]
    assert excerpt.span(1, 3) == Span(1, 3)


def test_a_cut_knows_where_it_came_from():
    assert Excerpt("abcdef").cut(2, 5).span(1, 3) == Span(3, 5)


def test_an_empty_span_is_a_place():
    assert Excerpt("abc").span(2, 2) == Span(2, 2)


def test_joined_parts_keep_their_places():
    excerpt = peeled("> ab\n> cd\n", 2)
    assert excerpt.text == "ab\ncd\n"
    assert excerpt.span(0, 2) == Span(2, 4)
    assert excerpt.span(3, 5) == Span(7, 9)
    assert excerpt.span(0, 5) == Span(2, 9)


def test_joining_nothing_gives_nothing():
    assert Excerpt.join([]).text == ""
    assert Excerpt.join([Excerpt("abc").cut(1, 1)]).text == ""


def test_a_decoded_excerpt_counts_received_characters():
    excerpt = Excerpt("<a>", steps=(0, 1, 2), origins=(10, 14, 15), widths=(4, 1, 4))
    assert excerpt.span(0, 1) == Span(10, 14)
    assert excerpt.span(0, 3) == Span(10, 19)


@given(st.text(alphabet="ab\n> ", max_size=60), st.integers(0, 3), st.integers(0, 3), st.data())
def test_every_character_of_a_twice_peeled_text_is_found_again(text, first, second, data):
    once = peeled(text, first)
    lines = once.text.splitlines(keepends=True)
    parts, at = [], 0
    for line in lines:
        parts.append(once.cut(at + min(second, len(line)), at + len(line)))
        at += len(line)
    twice = Excerpt.join(parts)
    assert [text[twice.origin(place)] for place in range(len(twice.text))] == list(twice.text)
    if twice.text:
        start = data.draw(st.integers(0, len(twice.text) - 1))
        end = data.draw(st.integers(start + 1, len(twice.text)))
        cut = twice.cut(start, end)
        assert cut.text == twice.text[start:end]
        assert [cut.origin(place) for place in range(len(cut.text))] == [twice.origin(n) for n in range(start, end)]


NOTHING = Exchange(Span(0, 0))


def test_the_first_fact_of_a_name_wins():
    report = Report(NOTHING, facts=(Fact("ec", "a", "body:EC"), Fact("ec", "b", "header:x-oss-ec")))
    assert report.fact("ec") == "a"
    assert report.fact("code") is None


@pytest.mark.parametrize(
    ("facts", "failed"),
    [
        ({}, False),
        ({"http_status": "200"}, False),
        ({"http_status": "100"}, False),
        ({"http_status": "206", "code": "SomeCode"}, True),
        ({"http_status": "200", "ec": "0003-00000001"}, True),
        ({"ec": "0003-00000001"}, True),
        ({"http_status": "-1"}, True),
        ({"http_status": "307"}, True),
        ({"http_status": "403"}, True),
        ({"code": "NoSuchKey"}, True),
    ],
)
def test_a_report_fails_by_status_or_code(facts, failed):
    assert Report(NOTHING, facts=tuple(Fact(name, value, "") for name, value in facts.items())).failed is failed


def test_an_inspection_is_recognised_by_its_reports():
    assert not Inspection(Capture("", "", ""), "plain-text").recognised
    assert Inspection(Capture("", "", ""), "raw-http", (Report(NOTHING),)).recognised


def test_values_cannot_be_changed():
    with pytest.raises(AttributeError):
        Span(0, 1).start = 3


@pytest.mark.parametrize(
    ("facts", "status"), [((), None), ((Fact("http_status", "403", ""),), 403), ((Fact("http_status", "-1", ""),), -1)]
)
def test_the_status_of_a_report_is_a_number(facts, status):
    assert Report(NOTHING, facts=facts).status == status
