"""The shapes in their order: what each takes as its own, and what it finds there."""

import pytest

from inspector.model import Excerpt
from inspector.shapes import curl_verbose, headers_only, raw_http, recognise, tables, xml_error

ERROR = "<Error><Code>NoSuchKey</Code><RequestId>69A7BDBFAB12CD34EF56AB78</RequestId></Error>"
HEAD = "HTTP/1.1 404 Not Found\nServer: AliyunOSS\nx-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n"
TRANSCRIPT = "* Trying\n> GET /a HTTP/1.1\n> Host: b\n>\n< " + HEAD.strip().replace("\n", "\n< ") + "\n<\n" + ERROR


@pytest.mark.parametrize(
    ("text", "shape", "count"),
    [
        (HEAD + "\n" + ERROR, "raw-http", 1),
        (HEAD, "raw-http", 1),
        (TRANSCRIPT, "curl-verbose", 1),
        (HEAD.split("\n", 1)[1], "headers-only", 1),
        (ERROR, "xml-error", 1),
        ("words before " + ERROR + ERROR.replace("69A7", "69A8"), "xml-error", 2),
        ("<Errors/><ErrorDocument>x</ErrorDocument>", "plain-text", 0),
        ("", "plain-text", 0),
        ("Date: today\nServer: mine\n", "plain-text", 0),
    ],
)
def test_what_a_text_is_taken_for(text, shape, count):
    recognition = recognise(text)
    assert (recognition.shape, len(recognition.exchanges)) == (shape, count)


def test_a_shape_that_raises_is_told_and_passed_over(monkeypatch):
    def broken(excerpt):
        raise RecursionError

    monkeypatch.setattr(tables, "PRINTED", (tables.Shape("broken", broken), *tables.PRINTED))
    recognition = recognise("words " + ERROR)
    assert recognition.shape == "xml-error"
    assert [(problem.id, problem.detail) for problem in recognition.problems] == [
        ("shape-failed", "broken: RecursionError")
    ]


def test_where_nothing_is_found_nothing_is_said_of_peeling():
    assert recognise("> a\n> b\n").problems == ()


def test_a_shape_that_raises_is_told_where_nothing_is_found_too(monkeypatch):
    def broken(excerpt):
        raise RecursionError

    monkeypatch.setattr(tables, "PRINTED", (tables.Shape("broken", broken), *tables.PRINTED))
    recognition = recognise("> a\n> b\n")
    assert (recognition.shape, recognition.exchanges) == ("plain-text", ())
    assert [problem.id for problem in recognition.problems] == ["shape-failed"]


# raw HTTP


def test_a_request_belongs_to_the_response_below_it():
    (exchange,) = raw_http.read(Excerpt(f"PUT /a HTTP/1.1\nHost: b\n\n{HEAD}\n{ERROR}"))
    assert (exchange.request.start.method, exchange.request.headers[0].value) == ("PUT", "b")
    assert exchange.start.status == 404
    assert exchange.body.text == ERROR
    assert exchange.span.start == 0


def test_every_response_is_found_also_a_smuggled_one():
    text = f"{HEAD}Content-Length: 5\n\n{ERROR}\n{HEAD}\n{ERROR}"
    assert len(raw_http.read(Excerpt(text))) == 2


def test_interim_answers_are_left_out_where_a_final_one_follows():
    found = raw_http.read(Excerpt(f"HTTP/1.1 100 Continue\n\nHTTP/1.1 200 Connection established\n\n{HEAD}\n"))
    assert [exchange.start.status for exchange in found] == [404]
    assert raw_http.read(Excerpt("HTTP/1.1 100 Continue\n\n"))[0].start.status == 100


def test_a_body_keeps_its_place():
    text = f"{HEAD}\n\n  {ERROR}\n\n"
    (exchange,) = raw_http.read(Excerpt(text))
    span = exchange.body.span(0, len(exchange.body.text))
    assert text[span.start : span.end] == ERROR


def test_a_huge_body_is_cut_and_told():
    (exchange,) = raw_http.read(Excerpt(HEAD + "\n<a>" + "x" * (raw_http.MOST_BODY + 10)))
    assert len(exchange.body.text) <= raw_http.MOST_BODY
    assert [problem.id for problem in exchange.problems] == ["body-cut"]


def test_a_text_without_status_line_is_not_raw_http():
    assert raw_http.read(Excerpt("HTTP/1.1 is a protocol")) is None


# curl -v


def of_curl(text):
    return raw_http.read(curl_verbose.bare(Excerpt(text)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_transcript_loses_its_marks(end):
    (exchange,) = of_curl(TRANSCRIPT.replace("\n", end))
    assert exchange.request.start.target == "/a"
    assert [pair.name for pair in exchange.headers] == ["Server", "x-oss-request-id"]
    assert exchange.body.text == ERROR


@pytest.mark.parametrize(
    "noise",
    [
        "* Connection #0 to host a left intact",
        "{ [312 bytes data]",
        "} [5 bytes data]",
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current",
        "                                 Dload  Upload   Total   Spent    Left  Speed",
        "100   312  100   312    0     0   9128      0 --:--:-- --:--:-- --:--:-- 10181",
        "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0",
    ],
)
def test_what_curl_says_itself_is_no_part_of_the_answer(noise):
    head, body = TRANSCRIPT.split("<\n")
    (exchange,) = of_curl(f"{head}{noise}\n<\n{noise}\n{body}\n{noise}\n")
    assert [pair.name for pair in exchange.headers] == ["Server", "x-oss-request-id"]
    assert exchange.body.text == ERROR


def test_a_request_line_behind_the_meter_is_found():
    text = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0> GET /b HTTP/1.1\n> Host: c\n>\n"
    (exchange,) = of_curl(text + TRANSCRIPT[TRANSCRIPT.index("< HTTP") :])
    assert exchange.request.start.target == "/b"


# headers only


def test_headers_without_status_line_say_so():
    (exchange,) = headers_only.read(Excerpt("Date: x\nx-oss-ec: 0003-00000001\n\n" + ERROR))
    assert exchange.start is None
    assert exchange.body.text == ERROR
    assert [problem.id for problem in exchange.problems] == ["no-status-line"]


def test_headers_of_no_store_are_not_taken():
    assert headers_only.read(Excerpt("Date: x\nServer: nginx\n")) is None
    assert headers_only.read(Excerpt("Date: x\n\nthe header x-oss-ec is missing\n")) is None


REQUEST_ID = "x-oss-request-id: 69A7BDBFAB12CD34EF56AB78"


@pytest.mark.parametrize(
    "text",
    [
        "x-oss-meta-foo: bar",
        "Date: x\nx-oss-date: 20260304\nx-oss-acl: private\n",
        "x-amz-date: 20260304T050607Z\nx-amz-content-sha256: UNSIGNED-PAYLOAD\n",
        f"PUT /a HTTP/1.1\n{REQUEST_ID}\n",
        f"PUT /a HTTP/1.1\nX: y\nDate: x\n{REQUEST_ID}\n",
        f"Host: b.oss-cn-hangzhou.aliyuncs.com\n{REQUEST_ID}\n",
        f"{REQUEST_ID}\nUser-Agent: curl/8\n",
        f"Date: x\nAuthorization: OSS a:b\n{REQUEST_ID}\n",
        f":method: GET\n:authority: b\n{REQUEST_ID}\n",
    ],
)
def test_headers_of_a_request_are_no_answer(text):
    assert recognise(text).shape == "plain-text"


def test_an_answer_below_the_headers_of_a_request_is_found():
    text = f"Host: b\nDate: x\nAuthorization: OSS a:b\n\n\n\nResponse\n\nDate: y\n{REQUEST_ID}\n"
    (exchange,) = headers_only.read(Excerpt(text))
    assert [pair.value for pair in exchange.headers] == ["y", "69A7BDBFAB12CD34EF56AB78"]


@pytest.mark.parametrize(
    "mark", [REQUEST_ID, "x-amz-request-id: 5C3A9E0177B2D46F", "x-oss-ec: 0003-00000001", "x-oss-err: QUJD",
             "x-oss-server-time: 3", "x-oss-hash-crc64ecma: 1", "Server: AliyunOSS", "server: JDCloudOSS"],
)  # fmt: skip
def test_one_header_that_only_an_answer_has_is_enough(mark):
    assert recognise(f"Date: x\n{mark}\n").shape == "headers-only"


def test_the_status_among_the_headers_of_http_2_is_not_missed():
    (exchange,) = headers_only.read(Excerpt(f":status: 403\nserver: AliyunOSS\n{REQUEST_ID}\n"))
    assert (exchange.headers[0].name, exchange.headers[0].value) == (":status", "403")
    assert exchange.problems == ()


def test_headers_quoted_in_a_string_to_sign_are_no_answer():
    text = f"<Error><Code>A</Code><StringToSign>GET\n\nx-oss-date:2026\nx-oss-acl:private\n/b</StringToSign></Error>\n{ERROR}"
    assert headers_only.read(Excerpt(text)) is None
    assert recognise(text).shape == "xml-error"


# XML alone


def test_a_declaration_directly_before_belongs_to_the_error():
    text = f'log: <?xml version="1.0"?>\n{ERROR} and more'
    (exchange,) = xml_error.read(Excerpt(text))
    assert exchange.body.text == f'<?xml version="1.0"?>\n{ERROR}'


def test_an_error_with_a_prefix_is_an_error():
    (exchange,) = xml_error.read(Excerpt("a <oss:Error><oss:Code>x</oss:Code></oss:Error> b"))
    assert exchange.body.text == "<oss:Error><oss:Code>x</oss:Code></oss:Error>"


def test_a_dtd_before_the_error_is_taken_in_so_that_it_can_be_told():
    (exchange,) = xml_error.read(Excerpt(f'x <!DOCTYPE Error [<!ENTITY a "b">]>{ERROR}'))
    assert exchange.body.text.startswith("<!DOCTYPE")


def test_an_unfinished_opening_is_no_error():
    assert xml_error.read(Excerpt("<Error <Error <Error ")) is None
    assert xml_error.read(Excerpt("<Error")) is None


def test_an_unfinished_error_ends_with_the_text_or_the_next_one():
    first, second = xml_error.read(Excerpt(f"<Error><Code>A</Code>\n{ERROR}"))
    assert first.body.text == "<Error><Code>A</Code>\n"
    assert second.body.text == ERROR


def test_no_more_errors_are_read_than_the_limit():
    assert len(xml_error.read(Excerpt("<Error>" * (raw_http.MOST_EXCHANGES + 5)))) == raw_http.MOST_EXCHANGES
