"""What S3 clients, HTTP tools and unknown programs print in a line, and what is none of it."""

import re._parser as parser

import pytest
from pattern_parts import repeats

from inspector.model import Excerpt
from inspector.shapes import http_lines, http_tools, labels, no_response, s3_lines

HOST = "team-archive.oss-cn-hangzhou.aliyuncs.com"
ID = "69A7BDBFAB12CD34EF56AB78"


def said(module, text):
    return [{field.label: field.value for field in one.fields} for one in module.read(Excerpt(text)) or ()]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "500 : Internal Error: NoSuchKey: No key. status code: 404, request id: , host id: ",
            {"Code": "NoSuchKey", "Message": "No key.", "Status": "404", "RequestId": "", "HostId": ""},
        ),
        (
            (
                "operation error S3: PutObject, https response error StatusCode: 400, RequestiD: x, HostD: y, "
                'api error InvalidArgument: no "a" here."'
            ),
            {"Operation": "PutObject", "Status": "400", "RequestId": "x", "HostId": "y"}
            | {"Code": "InvalidArgument", "Message": 'no "a" here.'},
        ),
        (
            "fatal error: An error occurred (404) when calling the HeadObject operation: Not Found",
            {"Status": "404", "Operation": "HeadObject", "Message": "Not Found"},
        ),
        (
            "A client error (NoSuchKey) occurred when calling the GetObject operation: Gone",
            {"Code": "NoSuchKey", "Operation": "GetObject", "Message": "Gone"},
        ),
        (
            (
                f"AmazonS3Exception: Not yours. (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; "
                f"Request ID: {ID})"
            ),
            {"Message": "Not yours.", "Status": "403", "Code": "AccessDenied", "RequestId": ID},
        ),
        ("mc: <ERROR> Unable to make `a/b.c`. Access Denied.", {"Message": "Access Denied."}),
        ("ERROR: S3 error: 403 (AccessDenied): No", {"Status": "403", "Code": "AccessDenied", "Message": "No"}),
        (
            f"操作错误 S3：GetObject，https 响应错误 StatusCode：403，RequestID：{ID}，HostID：，api 错误 AccessDenied：No",
            {"Operation": "GetObject", "Status": "403", "RequestId": ID, "HostId": ""}
            | {"Code": "AccessDenied", "Message": "No"},
        ),
        (
            "Amazon.S3.AmazonS3Exception: No ---> Amazon.Runtime.HttpErrorResponseException: 远程: (403) 已禁止。",
            {"Message": "No", "Status": "403"},
        ),
        (
            f"S3Exception: No (Service: S3, Status Code: 403, Request ID: {ID}, Extended Request ID: x):AccessDenied\n",
            {"Message": "No", "Status": "403", "RequestId": ID, "HostId": "x", "Code": "AccessDenied"},
        ),
        (
            f"obs: service returned error: Status=404 Not Found, Code=NoSuchKey, Message=No, RequestId={ID}",
            {"Status": "404", "Code": "NoSuchKey", "Message": "No", "RequestId": ID},
        ),
        (
            f'tos: request error: StatusCode=404, Code=NoSuchKey, Message="No, RequestID", RequestID={ID}, HostID=x',
            {"Status": "404", "Code": "NoSuchKey", "Message": "No, RequestID", "RequestId": ID, "HostId": "x"},
        ),
        (
            f"[IO_ERROR]failed to put b/k: AccessDenied Not yours. code=403 type=15, request_id={ID}",
            {"Code": "AccessDenied", "Message": "Not yours.", "Status": "403", "RequestId": ID},
        ),
        ("restic: create repository failed: client.BucketExists: Access Denied.", {"Message": "Access Denied."}),
        (
            "in `call': No key. (Aws::S3::Errors::NoSuchKey)",
            {"Message": "No key.", "Code": "NoSuchKey"},
        ),
    ],
)
def test_lines_of_s3_clients(text, fields):
    assert said(s3_lines, text) == [fields]


@pytest.mark.parametrize(
    "text",
    [
        f"httpx.HTTPStatusError: Client error '403 Forbidden' for url 'https://{HOST}/a'",
        f"java.io.IOException: Server returned HTTP response code: 403 for URL: https://{HOST}/a",
        f"GET https://{HOST}/a net::ERR_FAILED 403 (Forbidden)",
        f"(PUT https://{HOST}/a) 403",
        f"HTTP status client error (403 Forbidden) for url (https://{HOST}/a)",
    ],
)
def test_a_tool_prints_status_and_address(text):
    assert said(http_lines, text) in (
        [{"Status": "403", "Url": f"https://{HOST}/a"}],
        [{"Url": f"https://{HOST}/a", "Status": "403"}],
    )


SIGNED = f"https://{HOST}/a?Expires=1&OSSAccessKeyId=x&Signature=y%3D"


@pytest.mark.parametrize(
    "text",
    [
        f"download returned 403: {SIGNED}",
        f"ERROR: HTTP status 403 while fetching {SIGNED}",
        f"a=1 status=403 url={SIGNED} b=2",
        f'{{"statusCode": 403, "url": "{SIGNED}"}}',
        f"{SIGNED}\nHTTP Error 403: Forbidden",
        f"AxiosError: Request failed with status code 403\n  {SIGNED}",
    ],
)
def test_a_status_beside_a_signed_address(text):
    assert [sorted(one.items()) for one in said(http_lines, text)] == [[("Status", "403"), ("Url", SIGNED)]]


@pytest.mark.parametrize(
    "text",
    [
        'INFO httpx: HTTP Request: GET https://api.example.com/v1 "HTTP/1.1 404 Not Found"',
        "urllib.error.HTTPError: HTTP Error 403: Forbidden",
        "AxiosError: Request failed with status code 403",
    ],
)
def test_a_call_of_another_service_counts_only_alone(text):
    around = "INFO one\nINFO two\nINFO three\n"
    assert said(http_lines, text)
    assert said(http_lines, around + text + "\n" + around) == []
    assert said(http_lines, around + text + "\nx-oss-request-id: x")
    assert http_lines.read(Excerpt(around + text + "\n<Error><Code>NoSuchKey</Code></Error>"))


def test_the_stack_of_an_error_that_says_itself_what_it_is_adds_nothing():
    stack = r'"stack": "AxiosError: Request failed with status code 403\n    at settle (x.js:5)"'
    assert said(http_lines, f"{{{stack}}}") == [{"Status": "403"}]
    assert said(http_lines, f'{{"status": 500, "requestId": "{ID}", {stack}}}') == []


POLICY = 'Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "team/"]'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"上传失败：{POLICY} (AccessDenied)", POLICY),
        (f"oss AccessDenied {POLICY}", POLICY),
        (f"AccessDenied: {POLICY}", POLICY),
        (f"错误(AccessDenied)：{POLICY}", POLICY),
        (f"错误：AccessDenied({POLICY})", POLICY),
        ("AccessDenied: You have no right to access it. code=7", "You have no right to access it."),
        ("status：-1.Something is wrong with it. (AccessDenied)", "Something is wrong with it."),
    ],
)
def test_a_dialog_says_message_and_code(text, message):
    assert said(labels, text) == [{"Message": message, "Code": "AccessDenied"}]


BODY = f'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><RequestId>{ID}</RequestId></Error>'


@pytest.mark.parametrize(
    "before",
    [
        "403 ",
        "upload failed: status=403, body='",
        "Error (403): ",
        "bad reply 403: b'",
        "HTTP 403 Forbidden: ",
        '{"status": 403, "body": "',
    ],
)
def test_a_status_before_a_body_on_its_line(before):
    assert said(http_lines, before + BODY) == [{"Status": "403"}]


@pytest.mark.parametrize(
    "before", ["app.py:404: ", "at offset 500: ", "port 443 ", "a.cpp:f(404): ", "exit code 500: "]
)
def test_a_number_before_a_body_is_no_status(before):
    assert said(http_lines, before + BODY) == []


@pytest.mark.parametrize(
    "first", ["status: 403\nCode: NoSuchKey", "HTTP 403\ncode: NoSuchKey", "code: NoSuchKey\nstatus: 403"]
)
def test_a_status_among_labels_is_one_of_them(first):
    text = f"{first}\nmessage: The specified key does not exist.\nrequest_id: {ID}\n"
    assert said(http_lines, text) == []
    assert [sorted(one) for one in said(labels, text)] == [["Code", "Message", "RequestId", "Status"]]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "status: 403\ncode: AccessDenied\nmessage: >-\n  You have no right\n  to it.\nrequest_id: " + ID,
            {"Status": "403", "Code": "AccessDenied", "Message": "You have no right\n  to it.", "RequestId": ID},
        ),
        (
            "InternalErrorError: Please contact the server administrator, oss@example.com.",
            {"Code": "InternalError", "Message": "Please contact the server administrator, oss@example.com."},
        ),
        (
            f"GET https://{HOST}/a -> 403 Forbidden rid={ID}",
            {"Host": HOST, "Status": "403", "RequestId": ID},
        ),
    ],
)
def test_labels_in_other_forms(text, fields):
    assert said(labels, text) == [fields]


def test_equal_values_of_the_next_error_do_not_join_it_to_the_last():
    line = "status=403 request_id={}\n"
    other = "69A7BDC0AB12CD34EF56AB79"
    text = line.format(ID) + line.format(other) + "status=404 code=NoSuchKey request_id=69A7BDC1AB12CD34EF56AB7A\n"
    assert [(one["RequestId"], one["Status"]) for one in said(labels, text)][:2] == [(ID, "403"), (other, "403")]


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (http_lines, f"download ok in 403 ms: {SIGNED}"),
        (labels, f'"GET /a HTTP/1.1" 403 12 upstream=api.example.com request_id={ID}'),
        (labels, f"| status | code | message | request_id |\n| 403 | NoSuchKey | Gone. | {ID} |"),
        (labels, "ValidationError: The specified key does not exist."),
        (labels, "job 7 failed (AccessDenied), see the wiki"),
        (labels, "AccessDenied: User x is not authorized to perform ec2:RunInstances"),
        (labels, "OSS AccessDenied 怎么解决"),
        (http_lines, f'203.0.113.9 - - [04/Mar/2026] "GET https://{HOST}/a HTTP/1.1" 403 12'),
        (http_lines, "404 Not Found\nand a sentence below"),
        (no_response, "curl: (7) Failed to connect to www.example.com port 80: Connection refused"),
        (labels, "level=error request_id=38b2f444-0a1b-4c5d-9e6f-70819203a4b5 status_code=500 code=500"),
        (labels, f'<Error><Code>NoSuchKey</Code><RequestId>{ID}</RequestId></Error> {{"Code": "NoSuchKey"}}'),
        (labels, "Error code: OK, message: fine"),
        (s3_lines, "main.ERROR Unable to access 'team-archive': permission denied"),
    ],
)
def test_what_is_none(module, text):
    assert said(module, text) == []


def test_a_status_takes_the_body_behind_it():
    body = "<Error><Code>{}</Code></Error>"
    text = f"Error: HTTP 403: {body.format('AccessDenied')}\nError: HTTP 404: {body.format('NoSuchKey')}"
    found = http_lines.read(Excerpt(text)) or ()
    assert [(one.fields[0].value, one.body.text) for one in found if one.body] == [
        ("403", body.format("AccessDenied")),
        ("404", body.format("NoSuchKey")),
    ]


@pytest.mark.parametrize(
    ("below", "known"),
    [
        ("s3Url=https://s3.cn-east-2.jdcloud-oss.com", True),
        ("[default]\nhost_base = s3.cn-east-2.jdcloud-oss.com", True),
        ("$ aws s3 ls --endpoint-url https://s3.cn-east-2.jdcloud-oss.com", False),
        ("$ restic -r s3:https://s3.cn-east-2.jdcloud-oss.com/home snapshots", False),
        ("endpoint: s3.cn-east-2.jdcloud-oss.com\nendpoint: oss-cn-hangzhou.aliyuncs.com", False),
    ],
)
def test_an_endpoint_below_an_error_is_its_own_where_it_is_set_and_not_given_to_the_next_command(below, known):
    error = "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The bucket does not exist"
    assert [one.get("Host") is not None for one in said(s3_lines, f"{error}\n{below}")] == [known]


@pytest.mark.parametrize("table", [s3_lines._GRAMMARS, http_tools.GRAMMARS, no_response._GRAMMARS])
def test_patterns_of_the_tables_are_bounded(table):
    assert [one for row in table for one in repeats(parser.parse(row.pattern))] == []
