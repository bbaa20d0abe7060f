"""What programs put around lines of HTTP: where messages begin, where bodies end, and hostile transcripts."""

import pytest

from inspector.model import Excerpt
from inspector.shapes import (
    arrows,
    client_debug,
    curl_trace,
    devtools,
    flow_detail,
    headers_only,
    hex_dump,
    json_log,
    packet_text,
    packet_xml,
    raw_http,
    starts,
    wget_log,
    wire_log,
)
from inspector.shapes.lines import lines
from inspector.shapes.peeling import peel

HEAD = "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\nx-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n"
ERROR = "<Error>\n  <Code>AccessDenied</Code>\n</Error>"
BARE = (
    arrows.bare_debug, arrows.bare_dump, client_debug.bare, curl_trace.bare, devtools.bare, flow_detail.bare,
    hex_dump.bare, json_log.bare, packet_text.bare, packet_xml.bare, wget_log.bare, wire_log.bare,
)  # fmt: skip


def start(text):
    return [(one.line.status, one.line.method, one.line.target) for one in starts.found_in(Excerpt(text), lines(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HTTP/1.1 403 Forbidden", (403, "", "")),
        ("12:00 DEBUG HTTP/1.1 403 Forbidden\nServer: x", (403, "", "")),
        ("E..@.GET /a HTTP/1.1\nHost: x", (None, "GET", "/a")),
        ("<-- 404 Not Found http://h/a (12ms)", (404, "", "http://h/a")),
        ("<-- 200 https://h/a (1ms, 3-byte body)", (200, "", "https://h/a")),
        ("--> PUT http://h/a http/1.1 (3-byte body)", (None, "PUT", "http://h/a")),
        (" << HTTP/2.0 404 Not Found 229b", (404, "", "")),
        ("127.0.0.1:36396: GET http://h/a", (None, "GET", "http://h/a")),
        ("--2026-03-05 05:06:07--  (try: 2)  http://h/a", (None, "", "http://h/a")),
        ("    [Request URI: http://h/a]", (None, "", "http://h/a")),
    ],
)
def test_a_start_line_is_seen_in_whatever_form_a_program_prints_it(text, found):
    assert start(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        'GET "GET /a HTTP/1.1" 404 None',
        "see HTTP/1.1 403 Forbidden\nfor this",
        "Status Code: 403",
        "waiting... 403",
        "<-- END HTTP (3-byte body)",
        "a << 404 b",
    ],
)
def test_what_only_mentions_a_status_begins_no_message(text):
    assert start(text) == []


@pytest.mark.parametrize(
    "after",
    [
        "\n2026/03/05 05:06:07 DEBUG : something else",
        "\n[INFO] something else",
        "\nsome words that the head announces nothing of",
    ],
)
def test_a_line_of_a_log_behind_a_head_is_no_body(after):
    (exchange,) = raw_http.read(Excerpt(HEAD + after))
    assert exchange.body is None


def test_a_body_ends_with_its_root():
    (exchange,) = raw_http.read(Excerpt(f"{HEAD}\n{ERROR}\n05:06:07.123 done\nx-oss-request-id: other\n"))
    assert exchange.body.text == ERROR


def test_a_line_of_noise_may_stand_before_a_body():
    (exchange,) = raw_http.read(Excerpt(f"{HEAD}\nBody:\n{ERROR}\n"))
    assert exchange.body.text == ERROR


def test_announced_text_is_as_long_as_announced():
    (exchange,) = raw_http.read(Excerpt(f"{HEAD}Content-Length: 6\n\nDenied\nand more\n"))
    assert exchange.body.text == "Denied"


def test_every_block_of_headers_is_given():
    block = "x-oss-request-id: {}\nx-oss-ec: 0003-00000001\n\n"
    text = block.format("69A7BDBFAB12CD34EF56AB78") + "then\n" + block.format("69A7BDBFAB12CD34EF56AB79")
    assert [one.headers[0].value[-1] for one in headers_only.read(Excerpt(text))] == ["8", "9"]


def test_a_value_that_dots_may_have_replaced_is_left_out_of_a_trace():
    row = "<Error><Key>...</Key><Code>A.B</Code></Error>"
    text = f"<= Recv data, {len(row)} bytes (0x{len(row):x})\n0000: {row}\n"
    assert curl_trace.bare(Excerpt(text)).text.strip() == "<Error><Code>A.B</Code></Error>"


def test_bytes_in_hex_are_read_as_utf_8_and_keep_their_places():
    raw = "HTTP/1.1 404 Not Found\r\nx: 合同"
    data = raw.encode()
    rows = [data[at : at + 16] for at in range(0, len(data), 16)]
    text = "".join(f"{n * 16:08x}  {row.hex(' ')}  |...|\n" for n, row in enumerate(rows))
    bare = hex_dump.bare(Excerpt(text))
    assert bare.text.startswith(raw)
    place = raw.index("合")
    span = bare.span(place, place + 1)
    assert bytes.fromhex(text[span.start : span.end].split("|")[0]).decode().startswith("合")


def rows(raw):
    return "".join(f"{at:04x}  {raw[at : at + 16].hex(' ')}\n" for at in range(0, len(raw), 16))


def packet(data, before=b"", version=4):
    tcp = bytes(12) + b"\x50" + bytes(7) + data
    if version == 6:
        return before + b"\x60" + bytes(3) + len(tcp).to_bytes(2) + b"\x06\x40" + bytes(32) + tcp
    return before + b"\x45\0" + (20 + len(tcp)).to_bytes(2) + bytes(5) + b"\x06" + bytes(10) + tcp


@pytest.mark.parametrize(
    ("before", "version"),
    [(b"", 4), (b"", 6), (bytes(12) + b"\x08\0", 4), (bytes(12) + b"\x86\xdd", 6), (bytes(14) + b"\x08\0", 4)],
)
def test_a_message_goes_on_in_the_next_packet(before, version):
    parts = (HEAD.encode() + b"\n<Err", b"", b"or>x</Error>")
    dumped = "".join(f"1 IP a > b: Flags\n{rows(packet(part, before, version))}" for part in parts)
    bare = hex_dump.bare(Excerpt(dumped))
    assert HEAD + "\n<Error>x</Error>" in bare.text
    assert bare.text.count("Flags") == 1


def test_of_other_bytes_nothing_is_left_but_what_tells_of_them():
    message = rows(HEAD.encode())
    assert hex_dump.bare(Excerpt(f"a\n{rows(bytes(40))}\n{message}")).text.split("\n", 2) == ["a", "", "\n" + HEAD]
    assert hex_dump.bare(Excerpt(f"a\n{rows(bytes(40))}")) is None


def test_compressed_bytes_in_hex_stay_bytes():
    packed = bytes(range(0xC0, 0x100))
    bare = hex_dump.bare(Excerpt(rows(HEAD.encode() + b"\n\x1f\x8b\x08" + packed)))
    assert packed.decode("iso-8859-1") in bare.text


def test_objects_that_tell_more_than_a_line_stay_as_they_are():
    said = '{"log":"a\\n","stream":"stdout"}\n{"log":"b\\n","stream":"stderr"}\n'
    other = '{"msg":"c","code":"NoSuchKey"}\n'
    assert json_log.bare(Excerpt(f"$ cat\n{said}{other}")).text == f"$ cat\na\nb\n{other}"
    assert json_log.bare(Excerpt(other * 2)) is None
    assert json_log.bare(Excerpt('{"msg":"a"}')) is None


def test_lines_without_ends_get_them():
    assert json_log.bare(Excerpt('{"msg":"a"}\n{"msg":"b\\"}')).text.startswith("a\nb")


def test_what_curl_prints_behind_a_block_of_a_trace_is_left_out():
    block = "<= Recv header, 19 bytes (0x13)\n0000: Server: AliyunOSS\n"
    assert curl_trace.bare(Excerpt(f"{block}Server: AliyunOSS\n{block}Server: other\n")).text.split("\n") == [
        "Server: AliyunOSS\r", "Server: AliyunOSS\r", "Server: other", "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "\n" + ERROR, "just words", "> quoted\n> twice\n"])
def test_plain_text_has_no_marks_to_take_off(text):
    assert [bare(Excerpt(text)) for bare in BARE] == [None] * len(BARE)


@pytest.mark.parametrize(
    "unit",
    ["<-- 404 ", "< GET / HTTP/1.1\n", "0000: 48 ", "reply: 'HTTP/1", '<< "HTTP/1.1 ', "[90m", "web_1  | ", "\x1b]8;;x",
     "HTTP/1.1 404 x\n", "a: GET http", "Request URL\nStatus Code\n", "=> Send header, 3 bytes (0x3)\n", "1 | x\n"],
)  # fmt: skip
def test_hostile_repetition_is_read_to_its_end(unit):
    text = unit * (200_000 // len(unit))
    excerpt, _ = peel(Excerpt(text))
    assert all(len(left.text) <= len(text) for bare in BARE if (left := bare(excerpt)))
    assert len(raw_http.read(excerpt) or ()) <= raw_http.MOST_EXCHANGES
