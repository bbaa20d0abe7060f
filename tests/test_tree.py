"""The tree of an exchange: its sections, the body's nesting, the body that a header hides."""

import base64

import pytest

from inspector.model import Problem
from inspector.shapes import recognise
from inspector.tree import parse

ERROR = "<Error><Code>NoSuchKey</Code><Message>签名不匹配</Message><Detail><Type>a</Type></Detail></Error>"


def tree(text):
    (exchange,) = recognise(text).exchanges
    return parse(exchange)


def hidden(text):
    return base64.b64encode(text.encode()).decode()


def test_sections_stand_in_the_order_of_the_exchange():
    sections, problems = tree(f"PUT /a HTTP/1.1\nHost: b\n\nHTTP/1.1 404 Not Found\nServer: c\n\n{ERROR}")
    assert [section.kind for section in sections] == ["request", "status", "headers", "body"]
    assert [section.value for section in sections] == ["PUT /a HTTP/1.1", "HTTP/1.1 404 Not Found", "", ""]
    assert [(row.label, row.value) for row in sections[0].children] == [("Host", "b")]
    assert [(row.kind, row.label) for row in sections[2].children] == [("header", "Server")]
    assert problems == ()


def test_a_body_of_xml_keeps_its_nesting():
    (body,), _ = tree(ERROR)
    (root,) = body.children
    assert [child.label for child in root.children] == ["Code", "Message", "Detail"]
    assert root.children[2].children[0].value == "a"


def test_a_body_of_json_keeps_its_nesting():
    sections, _ = tree('HTTP/1.1 404 x\n\n{"Error": {"Code": "NoSuchKey"}}')
    (root,) = sections[-1].children
    assert [(row.label, row.value) for row in root.children[0].children] == [("Code", "NoSuchKey")]


@pytest.mark.parametrize("body", ["no markup at all", '[{"a": "<b>"}]', "1 < 2"])
def test_another_body_is_shown_as_text(body):
    sections, _ = tree(f"HTTP/1.1 404 x\nContent-Length: {len(body)}\n\n{body}")
    (text,) = sections[-1].children
    assert (text.kind, text.value) == ("text", body)


def test_the_declaration_of_a_body_is_judged():
    _, problems = tree('HTTP/1.1 404 x\n\n<? xml version="1.0" ? >\n' + ERROR)
    assert [problem.id for problem in problems] == ["xml-declaration"]


def test_what_only_a_strict_parser_sees_is_told():
    _, problems = tree("<Error><Code a=1>b</Code></Error>")
    assert [problem.id for problem in problems] == ["xml-not-well-formed"]


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE Error [<!ENTITY a "b">]>{ERROR}',
        f'HTTP/1.1 403 x\n\n<!DOCTYPE Error [<!ENTITY a "b">]>{ERROR}',
        f'HTTP/1.1 403 x\n\n<?xml version="1.0"?><!DOCTYPE Error SYSTEM "http://a.invalid/b">{ERROR}',
        f'<!ENTITY % a SYSTEM "file:///a">{ERROR}',
    ],
)
def test_a_dtd_is_told_and_not_read(text):
    sections, problems = tree(text)
    assert Problem("xml-dtd") in problems
    assert sections[-1].children[0].children[0].value == "NoSuchKey"


def test_a_body_hidden_in_a_header_is_a_section_of_its_own():
    text = f"HTTP/1.1 403 x\nx-oss-err: {hidden(ERROR)}\n"
    sections, problems = tree(text)
    section = sections[-1]
    assert section.kind == "from-header"
    assert [child.value for child in section.children[0].children][:2] == ["NoSuchKey", "签名不匹配"]
    assert text[section.block.start : section.block.end] == hidden(ERROR)
    assert problems == ()


URL_FORM = "<Error><Code>A</Code><Message>签名不匹配?>~</Message></Error> "


@pytest.mark.parametrize(
    "value",
    [
        hidden(URL_FORM).rstrip("="),
        hidden(URL_FORM).replace("+", "-").replace("/", "_"),
        hidden(URL_FORM).replace("+", "-").replace("/", "_").rstrip("="),
    ],
)
def test_a_hidden_body_is_read_without_padding_and_in_the_form_for_urls(value):
    assert value != hidden(URL_FORM)
    sections, problems = tree(f"HTTP/1.1 403 x\nx-oss-err: {value}\n")
    assert [child.value for child in sections[-1].children[0].children] == ["A", "签名不匹配?>~"]
    assert problems == ()


DELETED = '<DeleteResult xmlns="a"><Deleted><Key>a</Key></Deleted><Error><Key>b</Key></Error></DeleteResult>'


def test_a_list_that_holds_errors_is_read_whole():
    sections, problems = tree(f"HTTP/1.1 200 OK\n\n{DELETED}")
    (root,) = sections[-1].children
    assert [child.label for child in root.children] == ["Deleted", "Error"]
    assert problems == ()


@pytest.mark.parametrize("before", ["<p>Sorry", "<p>Sorry</p>", "<html><body>", "note <b>"])
def test_an_error_behind_other_markup_is_read_alone(before):
    sections, _ = tree(f"HTTP/1.1 404 x\n\n{before}{ERROR}")
    assert [child.label for child in sections[-1].children] == ["Error"]


def test_a_value_of_a_hidden_body_points_into_its_base64():
    text = f"HTTP/1.1 403 x\nx-oss-err: {hidden(ERROR)}\n"
    node = tree(text)[0][-1].children[0].children[0]
    start = text.index(hidden(ERROR)) + ERROR.encode().index(b"NoSuchKey") // 3 * 4
    assert abs(node.span.start - start) <= 4
    assert node.span.end <= len(text) - 1


@pytest.mark.parametrize("value", ["not base64!", "QUJDR", base64.b64encode(b"\xff\xfe\xfd").decode()])
def test_a_hidden_body_that_cannot_be_read_is_told(value):
    sections, problems = tree(f"HTTP/1.1 403 x\nx-oss-err: {value}\n")
    assert [section.kind for section in sections] == ["status", "headers"]
    assert problems == (Problem("hidden-body-unreadable", "x-oss-err"),)


def test_an_exchange_of_nothing_has_no_sections():
    assert parse(recognise(ERROR).exchanges[0]._replace(body=None)) == ((), ())
