"""Printed structures: what the scanner reads of each language, and which structures tell of a store's answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model import Excerpt
from inspector.shapes import structures
from inspector.shapes.structure_fields import body
from inspector.shapes.structure_scan import scan, text_of


def plain(excerpt, value):
    if value.kind != "group":
        return text_of(excerpt, value).text
    if any(item.key for item in value.items):
        return {text_of(excerpt, item.key).text if item.key else "": plain(excerpt, item.value) for item in value.items}
    return [plain(excerpt, item.value) for item in value.items]


def read(text):
    excerpt = Excerpt(text)
    return [plain(excerpt, value) for value in scan(excerpt)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, "b": [true, {"c": "x"}]}', {"a": "1", "b": ["true", {"c": "x"}]}),
        ("{'a': None, 'b': b'x'\n  b'y'}", {"a": "None", "b": "xy"}),
        ("{ a: 'x\\n' +\n 'y', b: [Object: null prototype] { c: 1 } }", {"a": "x\ny", "b": {"c": "1"}}),
        ('{:status=>403, "S"=>["A"]}', {":status": "403", "S": ["A"]}),
        ('%E{d: %{"C" => "x"}, n: 4}', {"d": {"C": "x"}, "n": "4"}),
        ("{Code:NoSuchKey Key: Message:No such key. H:map[A:[x] B:[y, z]]}",
         {"Code": "NoSuchKey", "Key": "", "Message": "No such key.", "H": {"A": ["x"], "B": ["y", "z"]}}),
        ('R { s: S(403), h: {"a": V { p: H0("x") }} }', {"s": ["403"], "h": {"a": {"p": ["x"]}}}),
        ("{null=[HTTP/1.1 403 F], D=Sat, 21 Nov, S=x}", {"null": ["HTTP/1.1 403 F"], "D": "Sat, 21 Nov", "S": "x"}),
        ('{ Status Code: 4, Headers {\n "A-b" =  (\n x\n );\n } }', {"Status Code": "4", "": {"A-b": ["x"]}}),
        ("Array\n(\n [a] => x (y), z\n [b] => Array\n  (\n  [c] => 1\n  )\n\n)", {"a": "x (y), z", "b": {"c": "1"}}),
        ('array(1) {\n ["a"]=>\n int(4)\n ["b"]=>\n string(1) "x"\n}', {"a": ["4"], "b": "x"}),
        ("{‘a’: ‘x’, 'b': 'y ‘}", {"a": "x", "b": "y "}),
    ],
)  # fmt: skip
def test_a_structure_of_each_language_is_read(text, value):
    assert read(text) == [value]


def test_what_is_cut_is_marked_and_the_next_structure_is_not_swallowed():
    text = "a {'status': 403, 'x-oss-request-id': '69A69A3F1C5B2E7D40F8A1B2', 'details': {'Message': 'The sec\nb {'status': 404, "
    text += "'x-oss-request-id': '69A69A411C5B2E7D40F8A1C7', 'details': {}}"
    first, second = structures.read(Excerpt(text))
    assert [row.kind for row in first.fields[2].children] == ["cut"]
    assert [row.value for row in second.fields[:2]] == ["404", "69A69A411C5B2E7D40F8A1C7"]


@pytest.mark.parametrize(
    "text",
    [
        '{"code":1107004,"msg":"no","trace_id":"f5f2","data":{}}',
        '{"level":"error","request_id":"9c1c-app","status":500,"message":"x"}',
        '{"status":500,"request-id":"9c1c-app","details":"x"}',
        "{'status': -1, 'request_id': '', 'details': 'x'}",
        '{"requestId":"9c1c-app","errorCode":1001}',
        "{ code: 'ECONNRESET', syscall: 'read', requestId: 'a' }",
        "{'Host': 'b.oss-cn-hangzhou.aliyuncs.com', 'Date': 'x', 'x-oss-date': 'y', 'Content-Type': 'z'}",
        "{ status: 500, headers: { server: 'nginx', date: 'x', connection: 'close' } }",
        "{ params: { headers: { server: 'AliyunOSS', 'x-oss-request-id': '1' } } }",
        "{'status': e.status, 'code': resp.find('Code').text, 'request_id': resp.find('RequestId').text}",
        "console.error({ code: err.code, requestId: err.requestId, message: err.message })",
        "raise Failed({'code': str(e), 'request_id': request_id, 'message': 'AccessDenied', 'ec': ec})",
        '{"status":500,"message":"no: <?xml version=\\"1.0\\"?><Error><Code>NoSuchKey</Code></Error>"}',
        '{"status":500,"error":"<Error><Code>NoSuchKey</Code></Error>"}',
        '{"name":"AxiosError","status":403,"code":"ERR_BAD_REQUEST","config":{"url":"https://api.example.com/"}}',
    ],
)
def test_what_an_application_or_a_request_says_is_not_taken(text):
    assert structures.read(Excerpt(text)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ [Error: no ['a']] code: 'AccessDenied', requestId: '1' }", ["message=no ['a']", "code=AccessDenied"]),
        ("{ [NoSuchKey: gone]\n  statusCode: 404, requestId: '1', hostId: 'h' }", ["code=NoSuchKey", "message=gone"]),
        ("{ [NoSuchKeyError: gone]\n  status: 404, requestId: '1', hostId: 'h' }", ["message=gone", "status=404"]),
        ("{ [NoSuchKeyError: gone]\n  name: 'NoSuchKeyError', code: [ 'NoSuchKey' ], requestId: '1', host: 'h' }",
         ["message=gone", "name=NoSuchKeyError", "code=NoSuchKey", "requestId=1", "HostId=h"]),
        ("{'status': -2, 'request-id': '', 'details': 'no host'}", ["status=-2", "request-id=", "Message=no host"]),
    ],
)  # fmt: skip
def test_what_clients_print_in_a_way_of_their_own_is_read(text, said):
    (found,) = structures.read(Excerpt(text))
    assert [f"{row.label}={row.value}" for row in found.fields][: len(said)] == said


@pytest.mark.parametrize(
    ("before", "status"),
    [("403 Forbidden\n", 403), ("<Response [404]>\n", 404), ("status code: 409, headers: ", 409), ("took 200 ms ", None),
     ("403 Object [AxiosHeaders] ", 403), ("{ok,403,\n  ", 403), ('{{"HTTP/1.1",404,"Not Found"},\n', 404),
     ("AccessDenied(403, ", 403), ("args=(404, ", 404), ("[403, ", 403), ("list[403, ", None), ("log(f(403), ", None),
     ("<ClientResponse(http://x/a(1).txt) [404 Not Found]>\n<CIMultiDictProxy(", 404),
     ("(), status=503, message='Slow, down', headers=<CIMultiDictProxy(", 503),
     ("#<Net::HTTPNotFound 404 Not Found readbody=true>, @headers=", 404), ("<ClientResponse(http://x) [403 Forbidden]>\nHeaders(", 403)],
)  # fmt: skip
def test_a_status_before_a_head_is_taken_where_it_is_one(before, status):
    (found,) = structures.read(
        Excerpt(before + "{'Server': 'AliyunOSS', 'x-oss-request-id': '69A69A3F1C5B2E7D40F8A1B2'}")
    )
    assert (found.start.status if found.start else None) == status


@pytest.mark.parametrize(
    ("text", "said", "body"),
    [
        ('{"status":403,"request_id":"9c1c-app","body":"<Error><Code>NoSuchKey</Code>"}', {"status": "403"}, None),
        ('{"statusCode":403,"data":"\\u003cError><Code>NoSuchKey</Code>"}', {"statusCode": "403"}, None),
        ('{"m":"{\\"status\\":403,\\"body\\":\\"<Error>\\"}"}', {"status": "403"}, None),
        ('{"status":404,"resp":"{\\"Code\\":\\"NoSuchKey\\",\\"EC\\":\\"1\\"}"}', {"status": "404"},
         '{"Code":"NoSuchKey","EC":"1"}'),
        ("{status: 404, headers: {server: 'AliyunOSS', 'x-oss-ec': '1'}, data: {Error: {Code: 'NoSuchKey', EC: '1'}}}",
         {"status": "404"}, "{Error: {Code: 'NoSuchKey', EC: '1'}}"),
        ("{name: 'AxiosError', status: 403, config: {url: 'https://a.oss-cn-beijing.aliyuncs.com/b'}}",
         {"Status": "403", "Url": "https://a.oss-cn-beijing.aliyuncs.com/b"}, None),
        ('a,"{""Code"": ""NoSuchKey"", ""EC"": """"}"', {}, '{"Code": "NoSuchKey", "EC": ""}'),
    ],
)  # fmt: skip
def test_what_stands_beside_a_status_is_told_from_an_applications_words(text, said, body):
    (found,) = structures.read(Excerpt(text))
    assert {row.label: row.value for row in found.fields} == said
    assert (found.body.text if found.body else None) == body


def test_the_status_before_a_body_of_json_is_its_own():
    (found,) = structures.read(Excerpt('404 Not Found\n{"Error": {"Code": "NoSuchKey", "RequestId": "1"}}'))
    assert (found.start.status, found.span.start) == (404, 0)


def test_a_body_of_json_becomes_rows():
    (root,) = body(Excerpt('{"Error": {"Code": "NoSuchKey", "Key": "a\\u0062"}}'))
    assert [(row.label, row.value) for row in root.children[0].children] == [("Code", "NoSuchKey"), ("Key", "ab")]
    assert body(Excerpt("[1, 2]")) == ()


@given(st.text(alphabet="{}[]()<>%#'\"‘’`:=,;>\\ \n\rab1+", max_size=300))
def test_nothing_raises_and_every_value_lies_in_the_text(text):
    def check(value, start, end):
        assert start <= value.start <= value.inner[0] <= value.inner[1] <= value.end <= end
        for item in value.items:
            check(item.value, value.start, value.end)

    for value in scan(Excerpt(text)):
        check(value, 0, len(text))
    structures.read(Excerpt("x-oss- " + text))


@pytest.mark.parametrize(
    "piece", ["{", "[", "'", "{'a", "'a' +\n", "a:", " B:c", "(", "{}", "{'server':'a','date':'b'}"]
)
def test_hostile_text_is_read_without_depth_or_trap(piece):
    assert structures.read(Excerpt("x-oss- {A:" + piece * 20_000)) is None
