"""Lines, and what is peeled off before them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model import Excerpt
from inspector.shapes.lines import lines
from inspector.shapes.peeling import peel

HEAD = "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n<Error>\n  <Code>A</Code>\n</Error>"


def prefixed(mark, text=HEAD):
    return "\n".join(mark + line for line in text.split("\n"))


def peeled(text):
    excerpt, problems = peel(Excerpt(text))
    return excerpt.text, [problem.id for problem in problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_part_lines(end):
    assert [line.text for line in lines(f"a{end}{end}b")] == ["a", "", "b"]
    assert [line.text for line in lines(f"a{end}")] == ["a"]
    assert lines("") == []


@given(st.text(alphabet="ab\r\n", max_size=40))
def test_lines_know_where_they_stand(text):
    for line in lines(text):
        assert text[line.start : line.end] == line.text
    joined = "\n".join(line.text for line in lines(text))
    assert joined == re.sub(r"\r\n|\r", "\n", text).removesuffix("\n")


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("> ", "peeled-quoted"),
        (" > ", "peeled-quoted"),
        ("| ", "peeled-barred"),
        ("│ ", "peeled-barred"),
        ("# ", "peeled-commented"),
        ("// ", "peeled-commented"),
        ("    ", "peeled-indented"),
        ("\t", "peeled-indented"),
    ],
)
def test_a_prefix_of_all_lines_is_peeled_and_told(mark, problem):
    assert peeled(prefixed(mark)) == (HEAD, [problem])


def test_layers_are_peeled_one_after_another():
    assert peeled(prefixed("  > > ")) == (HEAD, ["peeled-quoted"])
    assert peeled(prefixed("> │ ")) == (HEAD, ["peeled-quoted", "peeled-barred"])


def test_only_the_common_indent_is_peeled():
    text, _ = peeled(prefixed("    "))
    assert "  <Code>A</Code>" in text.split("\n")


def test_a_text_without_prefix_is_left_alone():
    assert peeled(HEAD) == (HEAD, [])


def test_curls_request_lines_are_no_quotation():
    transcript = "> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 403 Forbidden\n< Server: AliyunOSS\n"
    assert peeled(transcript) == (transcript, [])
    assert peeled(transcript.replace("\n", "\r"))[1] == []


def test_a_quoted_transcript_loses_only_the_quotation():
    transcript = "> GET / HTTP/1.1\n>\n< HTTP/1.1 403 Forbidden\n"
    assert peeled(prefixed("> ", transcript))[0].startswith("> GET / HTTP/1.1\n>\n< HTTP/1.1")


def test_a_greeting_above_a_quotation_does_not_keep_it_from_being_read():
    text, problems = peeled("Hello,\n\n" + prefixed("> ") + "\nRegards")
    assert text == f"Hello,\n\n{HEAD}\nRegards"
    assert problems == ["peeled-quoted"]


def test_single_marks_in_ordinary_text_are_left():
    text = "a\n> b\nc\n# d\n"
    assert peeled(text) == (text, [])


@given(
    st.sampled_from(["> ", "│ ", "  ", "\t", "# "]),
    st.lists(st.text(alphabet="ab <:", min_size=1, max_size=8), min_size=2),
)
def test_peeled_characters_keep_their_places(mark, rows):
    text = "".join(f"{mark}{row}\n" for row in rows)
    excerpt, _ = peel(Excerpt(text))
    assert [text[excerpt.origin(place)] for place in range(len(excerpt.text))] == list(excerpt.text)


@pytest.mark.parametrize(
    "mark", ["0|api  | ", "12|up-load | 2026-11-21T04:00:00: ", "3|a | 2026-11-21 04:00:00 +08:00: "]
)
def test_pm2_writes_the_number_and_name_of_a_program(mark):
    assert peel(Excerpt(prefixed(mark)))[0].text == HEAD


@given(st.text(st.sampled_from("a\n"), max_size=30))
def test_lines_are_the_same_whatever_else_is_in_a_text(text):
    plain = [tuple(line) for line in lines(text)]
    assert [tuple(line) for line in lines(text + "\n\r")][: len(plain)] == plain
