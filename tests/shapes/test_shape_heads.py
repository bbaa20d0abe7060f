"""Heads of messages: start lines, headers, folds, empty lines, missing empty lines."""

import pytest

from inspector.model import Excerpt
from inspector.shapes import heads
from inspector.shapes.lines import lines


def read(text, first=0):
    excerpt = Excerpt(text)
    pairs, following, problems = heads.headers(excerpt, lines(text), first)
    for pair in pairs:
        assert " ".join(text[pair.span.start : pair.span.end].split()) == " ".join(pair.value.split())
        assert text[pair.line.start : pair.line.end].startswith(pair.name)
    return [(pair.name, pair.value) for pair in pairs], following, [problem.id for problem in problems]


def start(text, kind):
    return kind(Excerpt(text), lines(text)[0])


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        ("HTTP/1.1 403 Forbidden", 403, "Forbidden"),
        ("HTTP/2 404", 404, ""),
        ("HTTP/2 404 ", 404, ""),
        ("   HTTP/1.0 500 Internal Server Error  ", 500, "Internal Server Error"),
    ],
)
def test_a_status_line_is_read(line, status, reason):
    found = start(line, heads.status_line)
    assert (found.status, found.reason, found.text) == (status, reason, line.strip())
    assert line[found.span.start : found.span.end] == line.strip()


@pytest.mark.parametrize(
    "line", ["HTTP/1.1", "HTTP/1.1 40", "HTTP/1.1 4034", "see HTTP/1.1 403 x", "HTTP 403", "HTTP/1.1 abc"]
)
def test_what_only_looks_like_a_status_line_is_none(line):
    assert start(line, heads.status_line) is None


def test_a_request_line_is_read():
    found = start("PUT /a%20b?acl HTTP/1.1", heads.request_line)
    assert (found.method, found.target, found.version) == ("PUT", "/a%20b?acl", "HTTP/1.1")


@pytest.mark.parametrize("line", ["put / HTTP/1.1", "PUT / HTTP", "PUT  HTTP/1.1", "A PUT / HTTP/1.1"])
def test_what_only_looks_like_a_request_line_is_none(line):
    assert start(line, heads.request_line) is None


def test_headers_keep_order_case_and_duplicates():
    found, following, problems = read("Server: AliyunOSS\nx-OSS-ec:0003\nSet-Cookie: a\nSet-Cookie: b\n\nbody")
    assert found == [("Server", "AliyunOSS"), ("x-OSS-ec", "0003"), ("Set-Cookie", "a"), ("Set-Cookie", "b")]
    assert (following, problems) == (5, [])


def test_a_value_may_hold_colons_and_be_empty():
    assert read("Host: a:80\nEmpty:\nBlank:   \n")[0] == [("Host", "a:80"), ("Empty", ""), ("Blank", "")]


def test_a_folded_value_is_joined_and_told():
    assert read("Via: a,\n   b,\n\tc\nServer: x\n") == (
        [("Via", "a, b, c"), ("Server", "x")],
        4,
        ["folded-header"],
    )


def test_a_fold_that_looks_like_a_header_is_a_fold():
    found, _, problems = read("Server: x\nX-A: 1\n x-oss-request-id: DEADBEEF\nDate: y\n")
    assert found == [("Server", "x"), ("X-A", "1 x-oss-request-id: DEADBEEF"), ("Date", "y")]
    assert problems == ["folded-header"]


@pytest.mark.parametrize("first_indent", ["", "  "])
def test_an_indented_head_is_no_fold_even_where_the_selection_began_after_the_first_indent(first_indent):
    found, _, problems = read(f"{first_indent}Server: x\n  Date: y\n  x-oss-ec: z\n")
    assert found == [("Server", "x"), ("Date", "y"), ("x-oss-ec", "z")]
    assert problems == []


def test_empty_lines_between_headers_are_passed_over_and_told():
    found, following, problems = read("Server: x\n\nx-oss-ec: y\n\n\nDate: z\n\nbody: text")
    assert found == [("Server", "x"), ("x-oss-ec", "y"), ("Date", "z")]
    assert (following, problems) == (7, ["blank-lines-in-head"])


@pytest.mark.parametrize("body", ["<Error>", "  <Error>", '<?xml version="1.0"?>', '{"Code": "x"}', "plain words"])
def test_a_missing_empty_line_is_told(body):
    assert read(f"Server: x\n{body}\n") == ([("Server", "x")], 1, ["no-blank-line"])


def test_names_of_http_2_are_headers():
    assert read(":status: 403\nserver: x\n")[0] == [(":status", "403"), ("server", "x")]


def test_an_address_is_no_header():
    assert not heads.is_header(lines("https://a.example/b")[0])
    assert heads.is_known_header(lines("X-Oss-Ec: 1")[0])
    assert not heads.is_known_header(lines("Invented: 1")[0])


def test_no_more_headers_are_read_than_the_limit():
    found, _, _ = read("a: b\n" * (heads.MOST_HEADERS + 5))
    assert len(found) == heads.MOST_HEADERS
