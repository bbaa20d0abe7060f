"""Bodies in chunks, compressed or in Base64: read where the capture holds them whole, left alone where it does not."""

import base64
import gzip
import zlib
from itertools import pairwise

import brotli
import pytest
import zstandard
from compact import explained
from hypothesis import given
from hypothesis import strategies as st

from inspector import bodies
from inspector.model import Excerpt, Exchange, Pair, Span

ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>NoSuchKey</Code>\n'
    "  <RequestId>69205A3C7D1E4B32308F9A11</RequestId>\n  <Key>合同/终稿.pdf</Key>\n</Error>\n"
)
NOWHERE = Span(0, 0)


def exchange(text, **headers):
    pairs = tuple(Pair(name.replace("_", "-"), value, NOWHERE, NOWHERE) for name, value in headers.items())
    return Exchange(NOWHERE, None, None, pairs or (Pair("a", "b", NOWHERE, NOWHERE),), body=Excerpt(text))


def chunked(raw, *cuts, end=b"\r\n"):
    places = [0, *cuts, len(raw)]
    pieces = [raw[start:stop] for start, stop in pairwise(places)]
    return b"".join(b"%x%b%b%b" % (len(piece), end, piece, end) for piece in pieces) + b"0" + end + end


def response(head, body):
    return b"HTTP/1.1 404 Not Found\r\nx-oss-request-id: 69205A3C7D1E4B32308F9A11\r\n" + head + b"\r\n\r\n" + body


def read(head, body):
    (report,) = explained(response(head, body)).reports
    return report


@given(st.lists(st.integers(1, len(ERROR) - 1), max_size=8), st.sampled_from(["utf-8", "gb18030"]), st.booleans())
def test_chunks_are_joined_wherever_they_were_cut(cuts, encoding, said):
    places = sorted({len(ERROR[:cut].encode(encoding)) for cut in cuts})
    text = chunked(ERROR.encode(encoding), *places).decode(encoding)
    joined = bodies.decoded(exchange(text, Transfer_Encoding="chunked") if said else exchange(text)).body
    assert joined.text == ERROR
    for at in range(len(ERROR)):
        span = joined.span(at, at + 1)
        assert text[span.start : span.end] == ERROR[at]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_other_line_ends_do_not_make_the_sizes_wrong(end):
    text = chunked(ERROR.encode(), 60, 97).decode().replace("\r\n", "\n").replace("\n", end)
    joined = bodies.decoded(exchange(text, Transfer_Encoding="chunked")).body
    assert joined.text == ERROR.replace("\n", end)


def test_a_value_that_a_chunk_cuts_in_two_is_whole():
    cut = ERROR.index("SuchKey")
    report = read(b"Transfer-Encoding: chunked", chunked(ERROR.encode(), cut, cut + 3))
    assert report.fact("code") == "NoSuchKey"


def test_every_cut_of_chunks_gives_the_same_or_less():
    raw = response(b"Transfer-Encoding: chunked", chunked(ERROR.encode(), 30, ERROR.index("SuchKey")))
    for end in range(len(raw)):
        for report in explained(raw[:end].decode(errors="ignore").encode()).reports:
            assert report.fact("code") in (None, "NoSuchKey"), end


@pytest.mark.parametrize("sizes", [b"ffffffff", b"5", b"7fffffff", b"00000051"])
def test_lying_sizes_invent_nothing(sizes):
    report = read(b"Transfer-Encoding: chunked", sizes + b"\r\n" + ERROR.encode() + b"\r\n0\r\n\r\n")
    assert report.fact("code") == "NoSuchKey"


@pytest.mark.parametrize("text", [ERROR, "403\n", "12\n34\n56\n", "a\n<p>b</p>\n", "1\r\n2"])
def test_a_body_that_is_not_in_chunks_stays(text):
    assert bodies.decoded(exchange(text)).body.text == text


@pytest.mark.parametrize(
    ("coding", "raw"),
    [
        ("gzip", gzip.compress(ERROR.encode())),
        ("gzip", gzip.compress(ERROR.encode("gb18030"))),
        ("deflate", zlib.compress(ERROR.encode())),
        ("deflate", zlib.compress(ERROR.encode())[2:-4]),
        ("gzip", gzip.compress(ERROR.encode())[:-3]),
    ],
)
def test_a_compressed_body_is_read_and_its_span_is_all_of_it(coding, raw):
    whole = response(b"Content-Encoding: " + coding.encode(), raw)
    found = explained(whole + b"\nHTTP/1.1 200 OK\r\n\r\n" + "好".encode())
    report = found.reports[0]
    assert (report.fact("code"), report.fact("object")) == ("NoSuchKey", "合同/终稿.pdf")
    assert "binary-body" in [problem.id for problem in found.problems]
    assert found.capture.text.endswith("好")
    span = next(fact.span for fact in report.facts if fact.name == "code")
    assert found.capture.text[span.start : span.end].encode("latin-1").strip() == raw.strip()


def test_chunks_of_a_compressed_body_are_joined_first():
    raw = gzip.compress(ERROR.encode())
    report = read(b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked(raw, 20, 70))
    assert report.fact("code") == "NoSuchKey"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"\x0b\x02\x80<Error>\x00\xff\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd\x04\x58"),
        ("gzip", "\x1f\ufffd\x08\x00\ufffd".encode()),
    ],
)
def test_what_cannot_be_read_is_named(coding, body):
    report = read(b"Content-Encoding: " + coding.encode(), body)
    assert "body-encoded" in [problem.id for problem in report.problems]


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
def test_a_body_that_was_decoded_already_stays(coding):
    report = read(b"Content-Encoding: " + coding.encode(), ERROR.encode())
    assert report.fact("code") == "NoSuchKey"
    assert not report.problems


@pytest.mark.parametrize(("coding", "squeeze"), [("br", brotli.compress), ("zstd", zstandard.compress)])
def test_codings_of_networks_in_front_of_a_store_are_read(coding, squeeze):
    report = read(b"Content-Encoding: " + coding.encode(), squeeze(ERROR.encode()))
    assert report.fact("code") == "NoSuchKey"
    bomb = read(b"Content-Encoding: " + coding.encode(), squeeze(b"<Error><Code>NoSuchKey</Code>" + b"A" * 9_000_000))
    assert bomb.fact("code") == "NoSuchKey"
    assert len(bomb.exchange.body.text) <= bodies.MOST_TEXT


def test_a_bomb_in_a_body_stops():
    raw = gzip.compress(b"<Error><Code>NoSuchKey</Code>" + b"A" * 300_000_000)
    report = read(b"Content-Encoding: gzip", raw[:2_000_000])
    assert report.fact("code") == "NoSuchKey"
    assert len(report.exchange.body.text) <= bodies.MOST_TEXT


@given(st.text(min_size=1, max_size=60), st.sampled_from(["utf-8", "gb18030"]))
def test_base64_is_laid_over_its_letters(text, encoding):
    text = "错误 " + text.replace("\0", "0").encode("utf-8", "replace").decode()
    raw = text.encode(encoding)
    letters = base64.b64encode(raw).decode()
    body, _ = bodies.from_base64(Excerpt(letters))
    if body.text != text:  # few bytes may be sound in another encoding
        return
    at = text.index("误")
    span = body.span(at, at + 1)
    assert "误".encode(encoding) in base64.b64decode(letters[span.start : span.end])


@pytest.mark.parametrize("letters", ["QUJ", "QUJDR", "Q-_J", "%%%%", "====", "QUI=QUI="])
def test_base64_that_is_none_is_no_fault(letters):
    body, _ = bodies.from_base64(Excerpt(letters))
    assert body is None or "ABC".startswith(body.text)


def test_base64_of_gzip_is_read():
    body, told = bodies.from_base64(Excerpt(base64.b64encode(gzip.compress(ERROR.encode())).decode()))
    assert body.text == ERROR
    assert told[0].detail == "gzip"


@pytest.mark.parametrize("text", ["1\r\na\r\n" * 150_000, "f" * 900_000, ";" * 900_000, "0\r\n" * 300_000])
def test_many_chunks_are_read_to_their_end(text):
    read = bodies.decoded(exchange(text, Transfer_Encoding="chunked"))
    assert read.body is None or len(read.body.text) <= len(text)
