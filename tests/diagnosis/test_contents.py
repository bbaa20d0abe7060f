"""Content-MD5, Content-Length, ranges and CRC-64, each against what the capture shows."""

import base64
import hashlib

import pytest
from refusals import ID, refusal

from inspector.diagnosis import contents
from inspector.model import Excerpt


def md5(data):
    return hashlib.md5(data, usedforsecurity=False).digest()


MD5 = md5(b"hello")
RIGHT = base64.b64encode(MD5).decode()


def named(report):
    return {one.id: dict(one.values) for one in report.findings if one.id.startswith(("content-", "crc64"))}


def asked(headers, method="PUT"):
    return f"{method} /a HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n{headers}\n\n"


# Content-MD5


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (RIGHT, None),
        (MD5.hex(), "content-md5-hex"),
        (MD5.hex().upper(), "content-md5-hex"),
        (base64.b64encode(MD5.hex().encode()).decode(), "content-md5-hex"),
        (base64.b64encode(MD5[:8]).decode(), "content-md5-length"),
        (base64.b64encode(MD5 + MD5).decode(), "content-md5-length"),
        ("hello!", "content-md5-form"),
        (RIGHT[:-1], "content-md5-form"),
        ("5d41************", None),
    ],
)
@pytest.mark.parametrize("code", ["InvalidDigest", "BadDigest"])
def test_the_form_of_a_content_md5_is_checked(report, value, found, code):
    told = named(report(refusal(code, request=asked(f"Content-MD5: {value}"))))
    assert set(told) == ({found} if found else set())
    assert told.get("content-md5-hex", {"right": RIGHT})["right"] == RIGHT


def test_the_value_in_the_error_is_read_too(report):
    assert "content-md5-hex" in named(report(refusal("InvalidDigest", f"<Content-MD5>{MD5.hex()}</Content-MD5>")))


def test_another_code_leaves_the_content_md5_alone(report):
    assert named(report(refusal("NoSuchKey", request=asked(f"Content-MD5: {MD5.hex()}")))) == {}


class Asked:
    """A request with one header, as `sent` gives it."""

    def __init__(self, length):
        self.length = length

    def header(self, name):
        pair = type("Pair", (), {"value": self.length})
        return pair if name == "content-length" and self.length else None


@pytest.mark.parametrize(
    ("body", "length", "found"),
    [
        ("hello", "5", ["content-md5-agrees"]),
        ("jello", "5", ["content-md5"]),
        ("hello", "", []),
        ("hello", "9999", []),
        ("jello", "9999", []),
    ],
)
def test_a_body_is_summed_where_its_length_shows_that_it_is_whole(body, length, found):
    told = contents._against(MD5, Excerpt(body), Asked(length), None)
    assert [finding.id for finding in told] == found


@pytest.mark.parametrize(("sent", "copied"), [("a\r\nb\r\n", "a\nb"), ("a\nb\n", "a\r\nb"), ("a\nb", "a\nb")])
def test_line_ends_that_a_copy_changed_make_no_fault(sent, copied):
    told = contents._against(md5(sent.encode()), Excerpt(copied), Asked(str(len(sent))), None)
    assert [finding.id for finding in told] == ["content-md5-agrees"]


# Content-Length

BODY = f"<Error>\n  <Code>NoSuchKey</Code>\n  <RequestId>{ID}</RequestId>\n</Error>"


def of_length(length, body=BODY, extra=""):
    return f"HTTP/1.1 404 Not Found\nServer: AliyunOSS\nx-oss-request-id: {ID}\nContent-Length: {length}\n{extra}\n{body}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (of_length(len(BODY)), set()),
        (of_length(len(BODY) + 1), set()),
        (of_length(len(BODY) + 4), set()),  # as sent, with other line ends
        (of_length(len("".join(BODY.split()))), set()),  # as sent, before a viewer indented it
        (of_length(20), {"content-length"}),
        (of_length(900, BODY[:50]), {"content-length-cut"}),
        (of_length(900, BODY[:50], "Content-Encoding: gzip\n"), set()),
        (of_length(900, BODY[:50], "Transfer-Encoding: chunked\n"), set()),
        (of_length(20, BODY.replace("NoSuchKey", "NoSuchKey\u00e9")), set()),
        (of_length(20, BODY.replace("NoSuchKey", "****")), set()),
        (of_length("many"), set()),
        (of_length(0), set()),
    ],
)
def test_a_length_is_told_only_where_no_copy_explains_it(report, text, found):
    assert set(named(report(text))) == found


def test_a_head_answer_has_no_body_to_measure(report):
    text = f"HEAD /a HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n{of_length(9000, '')}"
    assert named(report(text)) == {}


# ranges


@pytest.mark.parametrize(
    ("value", "size", "found"),
    [
        ("bytes=1000-", "1000", "content-range"),
        ("bytes=1000-2000", "1000", "content-range"),
        ("bytes=999-", "1000", None),
        ("bytes=-5", "1000", None),
        ("bytes=0-", "0", "content-range-empty"),
        ("bytes=0-1,5-6", "1000", "content-range-several"),
        ("bytes=9-2", "1000", "content-range-reversed"),
        ("bytes 0-5", "1000", "content-range-form"),
        ("bytes=-", "1000", "content-range-form"),
        ("bytes=1000-", "", None),
        ("bytes=****", "1000", None),
    ],
)
@pytest.mark.parametrize("form", ["header", "element"])
def test_a_range_is_held_against_the_size(report, value, size, found, form):
    header = f"Content-Range: bytes */{size}\n" if size and form == "header" else ""
    element = f"<ActualObjectSize>{size}</ActualObjectSize>" if size and form == "element" else ""
    text = refusal("InvalidRange", element, asked(f"Range: {value}", "GET"), "416 x", header)
    told = named(report(text))
    assert set(told) == ({found} if found else set())
    assert told.get("content-range", {"last": "999"})["last"] == "999"


def test_the_range_in_the_error_is_read_too(report):
    elements = "<ActualObjectSize>5</ActualObjectSize><RangeRequested>bytes=9-</RangeRequested>"
    assert "content-range" in named(report(refusal("InvalidRange", elements, status="416 x")))


@pytest.mark.parametrize(
    ("length", "extra", "found"),
    [("100", "", set()), ("50", "", {"content-range-length"}), ("50", "Content-Encoding: gzip\n", set())],
)
def test_the_length_of_a_part_is_held_against_its_range(report, length, extra, found):
    head = f"HTTP/1.1 206 Partial Content\nServer: AliyunOSS\nx-oss-request-id: {ID}\n"
    text = f"{head}Content-Range: bytes 0-99/1000\nContent-Length: {length}\n{extra}\n"
    assert set(named(report(text))) == found


# CRC-64


def crc(client, server):
    said = f"InconsistentError: req_id: {ID}, operation: put, CRC checksum of client: {client} is mismatch with oss: {server}"
    return f"{{'status': -3, 'x-oss-request-id': '{ID}', 'details': '{said}'}}"


@pytest.mark.parametrize(
    ("client", "server", "found"),
    [
        ("5981764153023615706", "5981764153023615707", {"crc64"}),
        ("0", "5981764153023615707", {"crc64", "crc64-nothing-read"}),
        ("5981764153023615706", "0", {"crc64", "crc64-nothing-stored"}),
        ("-1", str(2**64 - 1), set()),
        ("7", "7", set()),
        ("none", "7", set()),
    ],
)
def test_two_checksums_that_a_client_printed_are_told(report, client, server, found):
    told = named(report(crc(client, server)))
    assert set(told) == found
    assert told.get("crc64", {"server": server})["server"] == server


@pytest.mark.parametrize(
    "message",
    [
        "oss: the crc of PutObject is inconsistent, client 5 but server 6; request id is X",
        "crc is inconsistent, client 5, server 6",
        "crc is inconsistent, client crc:5, server crc:6",
    ],
)
def test_the_forms_of_the_sdks_are_read(message):
    match = contents._CRC_PRINTED.search(message)
    assert match.groups() == ("5", "6")


# with the request's body in the capture


def put(body, headers):
    return f"PUT /a HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n{headers}\n\n{body}\n\n"


@pytest.mark.parametrize(
    ("code", "body", "headers", "found"),
    [
        ("InvalidDigest", "hello", f"Content-MD5: {RIGHT}\nContent-Length: 5", {"content-md5-agrees"}),
        ("InvalidDigest", "jello", f"Content-MD5: {RIGHT}\nContent-Length: 5", {"content-md5"}),
        ("IncompleteBody", "hello", "Content-Length: 500", {"content-length-request"}),
        ("IncompleteBody", "hello", "Content-Length: 6", set()),
    ],
)
def test_the_body_that_was_sent_is_read_out_of_the_capture(report, code, body, headers, found):
    assert set(named(report(refusal(code, request=put(body, headers))))) == found
