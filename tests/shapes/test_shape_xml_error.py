"""Error documents in every dress, and documents that wear none though they look so."""

import html
import json
from urllib.parse import quote_plus

import pytest

from inspector.model import Excerpt
from inspector.shapes import tags_stripped, xml_error, xml_fragment
from inspector.tree import parse

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>SignatureDoesNotMatch</Code>
  <Message>It's a "quoted" message &amp; 文件.</Message>
  <RequestId>69A1B2C3D4E5F60718293A4B</RequestId>
  <StringToSign>GET

/box/a b</StringToSign>
</Error>
"""
VALUES = ("SignatureDoesNotMatch", 'It\'s a "quoted" message & 文件.', "69A1B2C3D4E5F60718293A4B", "GET\n\n/box/a b")
WITHIN = json.dumps({"body": DOCUMENT})


def bytes_of(document, form):
    known = {"\n": r"\n", '"': r"\""}
    return "".join(known.get(sign) or (sign if sign.isascii() else form(sign.encode())) for sign in document)


DRESSES = {
    "plain": DOCUMENT,
    "json": WITHIN,
    "json, slashes": WITHIN.replace("/", r"\/"),
    "json, signs": WITHIN.replace("<", r"\u003c").replace(">", r"\u003e"),
    "json within json": json.dumps({"m": WITHIN}),
    "json thrice": json.dumps({"m": json.dumps({"m": WITHIN})}),
    "after words": json.dumps({"message": "failed: 403 " + DOCUMENT + "retry"}),
    "python": repr(DOCUMENT),
    "python, bytes": f"body={DOCUMENT.encode()!r}, x=1",
    "javascript": "data: " + " +\n    ".join(map(repr, DOCUMENT.splitlines(True))) + ",",
    "rust": 'Some(b"' + bytes_of(DOCUMENT, lambda raw: "".join(f"\\x{one:02x}" for one in raw)) + '")',
    "octal": '"' + bytes_of(DOCUMENT, lambda raw: "".join(f"\\{one:03o}" for one in raw)) + '"',
    "html": f"<pre>{html.escape(DOCUMENT)}</pre>",
    "html twice": html.escape(html.escape(DOCUMENT)),
    "html in json": json.dumps({"m": html.escape(DOCUMENT)}),
    "percent": f"?xml={quote_plus(DOCUMENT)}&b=1",
    "syslog": "host app: " + DOCUMENT.replace("\n", "#012"),
    "quoted raw": f'body: "{DOCUMENT}" end',
}


def leaves(exchange):
    nodes, _ = parse(exchange)
    return {child.label: child for section in nodes for root in section.children for child in root.children}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_values_in_every_dress(dress):
    (exchange,) = xml_error.read(Excerpt(DRESSES[dress]))
    found = leaves(exchange)
    assert tuple(found[name].value for name in ("Code", "Message", "RequestId", "StringToSign")) == VALUES
    span = found["RequestId"].span
    assert DRESSES[dress][span.start : span.end] == VALUES[2]


def test_a_document_that_shows_escapes_in_a_value_alone_is_not_decoded():
    (exchange,) = xml_error.read(Excerpt(DOCUMENT.replace("GET\n\n", r"GET\n\n")))
    assert leaves(exchange)["StringToSign"].value == r"GET\n\n/box/a b"
    assert exchange.problems == ()


def test_a_document_cut_in_a_literal_ends_at_its_quote():
    text = f"part: {DOCUMENT.encode()!r}"[:140] + "'..\n  EC: 0003-00000001.\n"
    (exchange,) = xml_error.read(Excerpt(text))
    assert leaves(exchange)["Message"].kind == "cut"
    assert "EC:" not in exchange.body.text


@pytest.mark.parametrize(
    "text",
    [
        "the <RequestId> element and the <Code> element",
        "List<Message> found, Map<Code, Message>",
        "<DescribeResponse><RequestId>69A1B2C3D4E5F60718293A4B</RequestId></DescribeResponse>",
        "<Message>done</Message>",
        "<Code>200</Code><Message>ok</Message>",
    ],
)
def test_elements_that_are_no_part_of_an_error(text):
    assert xml_fragment.read(Excerpt(text)) is None


def test_what_stands_in_a_document_is_no_fragment():
    assert xml_fragment.read(Excerpt(DOCUMENT)) is None
    assert xml_fragment.read(Excerpt(WITHIN)) is None


@pytest.mark.parametrize(
    "text",
    [
        "GitHub Actions run DEADBEEFDEADBEEF example.com finished",
        "HelloWorld\nThis is a sentence.\nDEADBEEFDEADBEEF\n",
        "Got NoSuchBucket for request 69A1B2C3D4E5F60718293A4B again",
        "NoSuchKey The key is gone. RequestId: 69A1B2C3D4E5F60718293A4B",
        "NoSuchKey: The key is gone. 69A1B2C3D4E5F60718293A4B",
        "NoSuchKey\nThe key is gone.\nhello\n",
    ],
)
def test_prose_is_not_taken_for_values_without_tags(text):
    assert tags_stripped.read(Excerpt(text)) is None
