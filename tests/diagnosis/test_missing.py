"""What a capture lacks for a ticket, told in one finding."""

import pytest

ID = "69A7BDBFAB12CD34EF56AB78"
HOST = "b.oss-cn-hangzhou.aliyuncs.com"
DATE = "Date: Wed, 04 Mar 2026 05:06:07 GMT\n"
REQUEST = f"GET /a HTTP/1.1\nHost: {HOST}\n\n"


def missing(report):
    found = [dict(one.values) for one in report.findings if one.id == "ticket-missing"]
    assert len(found) <= 1
    return found[0]["missing"].split(", ") if found else []


def body(code="AccessDenied", request_id=ID, host=HOST, ec="0003-00000001", extra=""):
    parts = {"RequestId": request_id, "HostId": host, "EC": ec}
    return f"<Error><Code>{code}</Code>{''.join(f'<{k}>{v}</{k}>' for k, v in parts.items() if v)}{extra}</Error>"


def answer(
    text, request=REQUEST, headers=f"{DATE}x-oss-request-id: {ID}\n", status="403 Forbidden", server="AliyunOSS"
):
    return f"{request}HTTP/1.1 {status}\nServer: {server}\n{headers}\n{text}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (answer(body()), []),
        (answer(body(ec="")), []),  # the whole head is here: the store sent no EC
        (body(), []),  # by the ID the provider finds method and all else
        (body(request_id="", ec=""), ["Request ID", "Date", "EC", "Method"]),
        (body(request_id=f"{ID[:8]}****************"), ["Request ID", "Method"]),  # its time is read all the same
        (body(request_id="****"), ["Request ID", "Date", "Method"]),
        (body(request_id="69A7BDBFAB12CD34"), ["Date"]),  # an ID of another form holds no time
        (body(request_id="", host="files.example.com"), ["Request ID", "Date", "Bucket", "Method"]),
        (body(request_id="", host="oss-cn-hangzhou.aliyuncs.com"), ["Request ID", "Date", "Method"]),  # in path style
        (answer("", headers="", status="502 Bad Gateway", server="nginx"), ["Date"]),
        (body("SignatureDoesNotMatch"), ["StringToSign"]),
        (body("SignatureDoesNotMatch", extra="<StringToSign>GET</StringToSign>"), []),
        (body("RequestTimeTooSkewed"), ["RequestTime"]),
        (answer(body("PositionNotEqualToLength")), ["x-oss-next-append-position"]),
        (answer(body("InvalidRange"), f"GET /a HTTP/1.1\nHost: {HOST}\nRange: bytes=9-\n\n"), []),
    ],
)
def test_what_is_missing_is_listed(report, text, names):
    assert missing(report(text)) == names


def test_the_other_provider_has_no_ec_and_no_host(report):
    error = "<Error><statusCode>404</statusCode><Code>NoSuchBucket</Code><Resource>/b</Resource>"
    text = f"HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: 5C3A9E0177B2D46F\n\n{error}</Error>"
    assert missing(report(text)) == ["Date"]


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 200 OK\nServer: AliyunOSS\n\n",
        "HTTP/1.1 403 Forbidden\nServer: MinIO\n\n<Error><Code>AccessDenied</Code></Error>",
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    ],
)
def test_nothing_is_asked_for_where_no_ticket_is_known(report, text):
    assert missing(report(text)) == []


def test_the_client_is_made_to_show_it(report):
    printed = "oss2.exceptions.NoSuchKey: {'status': 404, 'x-oss-request-id': '%s', 'details': {'Code': 'NoSuchKey'}}"
    finding = next(one for one in report(printed % "69A7****").findings if one.id == "ticket-missing")
    assert dict(finding.values)["how"].startswith("oss2.")
    assert finding.grade == "observed"
