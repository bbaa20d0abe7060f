"""Consoles and tools that show a request whole: what is theirs, and what only looks like it."""

import pytest

from inspector import shapes
from inspector.model import Excerpt
from inspector.shapes import access_log, boxed, tshark_fields
from inspector.shapes.literals import replaced

HOST = "lamp-docs.oss-cn-hangzhou.aliyuncs.com"
ID = "6B02A1C0D4E5F60718293A4B"
LINE = (
    '192.0.2.7 - - [21/Nov/2026:17:10:40 +0800] "GET /a.txt HTTP/1.1" {} 334 12 "-" "curl/8" '
    f'"{HOST}" "{{}}" "true" "1234567890123456" "GetObject" "lamp-docs" "a.txt" 28 5 "{{}}" 416 "1" - "-"'
)


def said(text):
    return [{row.label: row.value for row in one.fields} for one in shapes.recognise(text).exchanges]


@pytest.mark.parametrize(
    "text",
    [
        '192.0.2.7 - - [21/Nov/2026:17:10:40 +0800] "GET /a.txt HTTP/1.1" 403 334 "-" "Mozilla/5.0"',
        LINE.format(403, "6f1d2b8c-1111-4222-8333-444455556666", "AccessDenied"),
        "http.host\thttp.response.code\nlamp.example.com\t500",
        f"403\tForbidden\tAliyunOSS\t{ID}",
        "request:fail timeout https://api.example.com/v1/sign",
        f"request:fail timeout https://api.example.com/v1/sign then https://{HOST}/a.png",
        "GET https://api.example.com/a\nError: socket hang up",
        "RequestError: socket hang up, GET https://registry.example.com/a -1 (connected: false)",
        "{ code: 'ERR_NETWORK', config: { url: '/api/save', data: '{\"url\":\"https://" + HOST + "/a\"}' } }",
        "{ code: 'ERR_BAD_REQUEST', config: { url: 'https://" + HOST + "/a' } }",
        "ks3: the crc of UploadPart is inconsistent, client 1 but server 2; request id is x",
        "Invoke-WebRequest : The remote server returned an error: (500).\nPS> iwr https://api.example.com/ -Verbose",
    ],
)
def test_what_tells_of_no_store(text):
    assert [one for one in said(text) if "RequestId" in one or "Url" in one or "Host" in one] == []


def test_of_an_access_log_the_failures_are_shown_and_a_success_only_alone():
    ok, bad = LINE.format(200, ID, "-"), LINE.format(404, "6B02A1C1D4E5F60718293A4C", "NoSuchKey")
    assert [one.fields[4].value for one in access_log.read(Excerpt(f"{ok}\n{bad}\n{ok}"))] == [
        "6B02A1C1D4E5F60718293A4C"
    ]
    assert "Code" not in {row.label for row in access_log.read(Excerpt(ok))[0].fields}


def test_a_response_of_tshark_takes_its_request_by_the_stream_alone():
    head = "tcp.stream\thttp.host\thttp.response.code\thttp.x_oss_request_id\n"
    found = tshark_fields.read(Excerpt(f"{head}0\t{HOST}\t\t\n1\tb.example.com\t\t\n0\t\t403\t{ID}\n"))
    assert [(row.label, row.value) for row in found[0].fields] == [
        ("Status", "403"), ("Host", HOST), ("x-oss-request-id", ID),
    ]  # fmt: skip


def test_a_body_of_tshark_in_hex_is_decoded():
    text = f"<Error><Code>AccessDenied</Code><Message>拒绝</Message><RequestId>{ID}</RequestId></Error>"
    rows = f"http.host\thttp.response.code\thttp.file_data\n{HOST}\t403\t{text.encode().hex()}\n"
    assert tshark_fields.read(Excerpt(rows))[0].body.text == text


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("│ id=6B02A1C0D4E5F6071829 │\n│ 3A4B6B02A1C0D4E5F60718 │\n│ 293A, end              │", None),
        ("╭──────────────╮\n│ the first two │\n│ words         │\n╰──────────────╯", "the first two words"),
        ("│ a │ b │\n│ c │ d │", "│ a │ b │\n│ c │ d │"),
        ("| Code | x |\n| a | b |", "| Code | x |\n| a | b |"),
        ("+------+\n| text |\n+------+", "text"),
        ("│ Code: A     │\n│ Message: B  │", "Code: A\nMessage: B"),
    ],
)
def test_boxes_are_taken_off_and_tables_are_none(box, text):
    inside = replaced(Excerpt(box), boxed.pieces(box)).text.strip()
    assert inside == (text or "id=6B02A1C0D4E5F60718293A4B6B02A1C0D4E5F60718293A, end")


HOSTILE = [
    *(part * 200_000 for part in ("│ x │\n", "│   │", "│ ", "\t")),
    "StatusCode : Forbidden\n" + "Name : value\n" * 80_000,
    "http.response.code\thttp.host\n" + "a\t" * 400_000,
    "Invoke-WebRequest : " * 50_000,
    "packets:\n" + "    data: !!binary |\n      R0VU\n" * 30_000,
    "GET https://a.example.com/\n" * 40_000 + "Response Headers\nPostmanRuntime",
    '[21/Nov/2026:17:10:40 +0800] "GET /' * 30_000,
    "Key   Value\n---   -----\nServer  x\n" * 30_000,
    "RequestError: a, " * 60_000 + " (connected: ",
    ("* Preparing request to https://" + HOST + "/\n") * 12_000,
    "request:fail " * 80_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_million_characters_of_anything_end(text):
    shapes.recognise(text)
