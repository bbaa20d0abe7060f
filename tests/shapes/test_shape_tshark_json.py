"""Packets as JSON: requests and answers, repeated names, bodies as text, in hex, or from the tree of the XML."""

import json

import pytest
from compact import explained

from inspector import shapes

ID = "69205A3C7D1E4B32308F9A11"
BODY = f"<Error><Code>NoSuchKey</Code><RequestId>{ID}</RequestId><Key>合同.pdf</Key></Error>"


def packet(first, lines=(), number="1", **http):
    tree = {first + "\\r\\n": {"http.response.version": "HTTP/1.1"}, **http}
    text = json.dumps({"_source": {"layers": {"frame": {"frame.number": number}, "http": tree}}}, ensure_ascii=False)
    kind = "request" if first.endswith("1.1") else "response"
    more = "".join(f', "http.{kind}.line": {json.dumps(line)}' for line in lines)
    return text.replace('"HTTP/1.1"}', '"HTTP/1.1"}' + more, 1)


def read(*packets):
    found = explained(("[" + ",\n".join(packets) + "]").encode())
    assert found.shape == "tshark-json"
    return found.reports


def test_an_answer_finds_its_request_by_number():
    reports = read(
        packet("GET /a HTTP/1.1", ["Host: a.example.com\r\n"], number="3"),
        packet("GET /b HTTP/1.1", ["Host: b.example.com\r\n"], number="4"),
        packet("HTTP/1.1 403 Forbidden", [f"x-oss-request-id: {ID}\r\n"], number="7", **{"http.request_in": "3"}),
    )
    assert [(one.exchange.request.start.target, one.status, one.fact("request_id")) for one in reports] == [
        ("/a", 403, ID)
    ]
    assert reports[0].exchange.request.headers[0].value == "a.example.com"


def test_repeated_lines_may_be_a_list():
    lines = ["Server: AliyunOSS\r\n", f"x-oss-request-id: {ID}\r\n"]
    (report,) = read(packet("HTTP/1.1 404 Not Found", **{"http.response.line": lines}))
    assert [pair.name for pair in report.exchange.headers] == ["Server", "x-oss-request-id"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_body_in_hex_is_read(encoding):
    written = BODY.encode(encoding).hex(":")
    text = packet("HTTP/1.1 404 Not Found", **{"http.file_data": written})
    (report,) = read(text)
    assert report.fact("object") == "合同.pdf"
    span = next(fact.span for fact in report.facts if fact.name == "object")
    shown = ("[" + text + "]")[span.start : span.end]
    assert bytes.fromhex(shown.strip(":").replace(":", " ")).decode(encoding) == "合同.pdf"


def test_other_packets_hold_nothing():
    assert explained(b'[{"_source":{"layers":{"tcp":{}}}}]').reports == ()


@pytest.mark.parametrize(
    "again",
    [
        '{"_source":{"layers":{"http":{}}}},',
        '{"_source":{"layers":{"http":',
        '{"_source":{"layers":{"http":{"HTTP/1.1 200 OK":{}}',
    ],
)
def test_a_hostile_file_is_read_to_its_end(again):
    told = shapes.recognise("[" + again * 30_000)
    assert [problem.id for problem in told.problems if problem.id == "shape-failed"] == []


def test_a_packet_for_elasticsearch_has_the_parts_of_its_first_line():
    http = {
        "http_http_request_in": "1",
        "http_http_response_code": "404",
        "http_http_response_phrase": "Not Found",
        "http_http_response_line": [f"x-oss-request-id: {ID}\r\n"],
        "http_http_file_data": BODY,
    }
    asked = {
        "http_http_request_method": "GET",
        "http_http_request_uri": "/a",
        "http_http_request_line": ["Host: b\r\n"],
    }
    lines = [{"timestamp": "1", "layers": {"frame": {"frame_frame_number": "1"}, "http": one}} for one in (asked, http)]
    (report,) = explained("\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode()).reports
    assert (report.status, report.fact("code"), report.exchange.request.start.target) == (404, "NoSuchKey", "/a")
