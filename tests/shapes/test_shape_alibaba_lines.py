"""Lines that the SDKs and tools of Alibaba Cloud OSS print, and what stands around them in life."""

import re

import pytest
from pattern_parts import repeats

from inspector.model import Excerpt
from inspector.shapes import alibaba_java, alibaba_lines, alibaba_phones, service_error

ID = "69A7BDBFAB12CD34EF56AB78"
HOST = "north-demo.oss-cn-hangzhou.aliyuncs.com"
GO = f'oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="no right", RequestId={ID}'
DENIED = {"Status": "403", "Code": "AccessDenied", "Message": "no right", "RequestId": ID}
XML = f"<Error><Code>AccessDenied</Code><RequestId>{ID}</RequestId></Error>"


def read(text, reader=alibaba_lines):
    return reader.read(Excerpt(text)) or ()


def values(exchange):
    return {node.label: node.value for node in exchange.fields if node.kind == "field"}


def only(text, reader=alibaba_lines):
    (exchange,) = read(text, reader)
    return exchange.client, values(exchange)


@pytest.mark.parametrize(
    ("text", "client", "more"),
    [
        (GO, "go-1", {}),
        (f"`{GO}`", "go-1", {}),
        (f"panic: {GO}\n\ngoroutine 1 [running]:", "go-1", {}),
        (f"{GO}, Endpoint=oss-cn-hangzhou.aliyuncs.com, Ec=0003-00000001", "go-1",
         {"Endpoint": "oss-cn-hangzhou.aliyuncs.com", "EC": "0003-00000001"}),
        (f"Error: {GO}, Bucket=north-demo, Object=a b/报告 (1).csv\n", "ossutil-1",
         {"Bucket": "north-demo", "Object": "a b/报告 (1).csv"}),
        (f"Error: {GO}, Bucket=north-demo!\n", "ossutil-1", {"Bucket": "north-demo"}),
        (f"Error occurs, message: {GO}, Bucket=b1x, Object=k.png. See more information in file: out/r.report\n",
         "ossutil-1", {"Bucket": "b1x", "Object": "k.png"}),
        (f"[Error] 2026/03/04 05:06:07 CopyFiles error, info: {GO}, File=/srv/k.png\n", "ossutil-1", {"File": "/srv/k.png"}),
        (f"ERROR: {GO}, EC=0003-00000001, Bucket=b1x, Object=", "aliyun-cli",
         {"EC": "0003-00000001", "Bucket": "b1x", "Object": ""}),
        (f"Error: [ERROR] a.go:5: Resource b Failed!!! [SDK aliyun-oss-go-sdk ERROR]:\n{GO}", "terraform", {}),
        (GO.replace(", ", ",\n  "), "go-1", {}),
        (GO.replace('"', ""), "go-1", {}),
        (GO.replace('"', "“"), "go-1", {}),
        (GO.replace('"', "&quot;"), "go-1", {}),
        ('{"M":"[1] ' + GO.replace('"', r"\"") + '","repo":"x"}', "go-1", {}),
        ('{"M":"[1] ' + GO.replace('"', "") + '","repo":"x"}', "go-1", {}),
        (GO.replace("403", "[40](https://forum.example/a)3"), "go-1", {}),
        (f"**panic: Aliyun API Error: RequestId: {ID} Status Code: 403 Code: AccessDenied Message: no right**", "aliyungo", {}),
        (f'err="Aliyun API Error: RequestId: {ID} Status Code: 403 Code: AccessDenied Message: no right" go.version=go1.7', "aliyungo", {}),
        ((f"[StatusCode]: 403, [Code]: AccessDenied, [Message]: no right, [Requestid]: {ID}, [HostId]: {HOST}, "
         f"[RawMessage]: {XML}"), "android", {"HostId": HOST}),
        ((f'Error Domain=com.aliyun.oss.serverError Code=-403 "(null)" UserInfo={{__name=Error, Code=AccessDenied, '
         f'Message="no right", RequestId={ID}}}'), "ios", {}),
        (f"RequestId: {ID}, Code: AccessDenied, Message: no right, HostId: {HOST}, EC: 0003-00000001, HTTPCode: 403",
         "ruby", {"HostId": HOST, "EC": "0003-00000001"}),
        (f"code=403 error_code=AccessDenied error_msg=no right req_id={ID}", "c", {}),
    ],
)  # fmt: skip
def test_every_field_and_the_client_are_read(text, client, more):
    assert only(text) == (client, DENIED | more)


@pytest.mark.parametrize(
    ("text", "client"),
    [
        (f"AccessDenied: no right RequestId: {ID}", "php-1"),
        (f"[2026-03-04 05:06:07] local.ERROR: AccessDenied: no right RequestId: {ID} {{}}", "php-1"),
        (rf"PHP Fatal error:  Uncaught OSS\Core\OssException: AccessDenied: no right RequestId: {ID}[97] in /a.php:5", "php-1"),
        (f"PutObject fail,code:AccessDenied,message:no right,request_id:{ID}", "cpp"),
        (f"上传失败 code: AccessDenied, message: no right, requestId: {ID}\n", "cpp"),
        (f"Failed with error code: AccessDenied; Error info: no right. \nRequestID:{ID}\tHostID:", "csharp-1"),
        (f"com.aliyun.oss.OSSException: no right\n[ErrorCode]: AccessDenied\n[RequestId]: {ID}\n[HostId]: null\n\tat a.b(C.java:5)", "java-1"),
        (f"2026 WARN [Server]Unable to execute HTTP request: no right\n[ErrorCode]: AccessDenied\n[RequestId]: {ID}\n[HostId]: null", "java-1"),
        (f"a.b: com.aliyun.oss.OSSException: no right [ErrorCode]: AccessDenied [RequestId]: {ID} [HostId]: null", "java-1"),
        (rf'"stack": "com.aliyun.oss.OSSException: no right\n[ErrorCode]: AccessDenied\n[RequestId]: {ID}\n[HostId]: null\n\tat a"', "java-1"),
        (f"Error Message: no right\nError Code:       AccessDenied\nRequest ID:      {ID}\n", "java-1"),
        (f"[do_http_call:Operation on [a.csv] failed! RequestId[{ID}], OSSError: Code[AccessDenied], Message[no right], EC[]", "ossfs-2"),
        (f'error_code: "AccessDenied"\nerror_msg: "no right"\nreq_id: "{ID}"', "c"),
        (f'req_id: {ID}\nerror_code: "AccessDenied"\nerror_msg: "no right"\n', "c"),
    ],
)  # fmt: skip
def test_forms_without_a_status_are_read(text, client):
    told, found = only(text)
    wanted = {name: value for name, value in DENIED.items() if name != "Status"}
    assert (told, {name: found.get(name) for name in wanted}) == (client, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("oss: service returned error: StatusCode=0, ErrorCode=, ErrorMessage=, RequestId=",
         {"Status": "0", "Code": "", "Message": "", "RequestId": ""}),
        ("oss: service returned without a response body (403 Forbidden)", {"Status": "403"}),
        (f"oss: service returned invalid response body, status = 403 Forbidden, RequestId = {ID}, ec = 0003-00000001",
         {"Status": "403", "RequestId": ID, "EC": "0003-00000001"}),
        (f"unknown response body, status = 502 Bad Gateway, RequestId = {ID}", {"Status": "502", "RequestId": ID}),
        ("oss: service returned 301,301 Moved Permanently", {"Status": "301"}),
        ("oss: status code from service response is 404 Not Found; was expecting 200 OK", {"Status": "404"}),
        (f":  RequestId: {ID}", {"Code": "", "Message": "", "RequestId": ID}),
        (":  RequestId: ", {"Code": "", "Message": "", "RequestId": ""}),
        (r"OSS\Core\OssException: :  RequestId:  in /a.php", {"Code": "", "Message": "", "RequestId": ""}),
        (f"Aliyun::OSS::ServerError (UnknownError[404]. RequestId: {ID}):",
         {"Message": "UnknownError[404].", "Status": "404", "RequestId": ID}),
        (f"a.rb:5:in `get': gone RequestId: {ID} (Aliyun::OSS::ServerError)", {"Message": "gone", "RequestId": ID}),
        ("Aliyun.OSS.Common.OssException: gone\r\n   at Aliyun.OSS.X()", {"Message": "gone"}),
        (f"System.Net.WebException: 未能解析此远程名称: '{HOST}'\n    在 Aliyun.OSS.OssClient.X()", {"Host": HOST}),
        ("System.Net.WebException: 远程服务器返回错误: (403) 已禁止。\n   在 Aliyun.OSS.Common.X()", {"Status": "403"}),
        ('Domain=com.aliyun.oss.clientError Code=6 "bad certificate', {"ClientErrorCode": "6", "Message": "bad certificate"}),
        ("(com.aliyun.oss.clientError error 3.)", {"ClientErrorCode": "3"}),
        ("com.aliyun.oss.ClientException: no route\n[ErrorCode]: UnknownHost\n[RequestId]: Unknown",
         {"Message": "no route", "ClientErrorCode": "UnknownHost"}),
        ("com.alibaba.sdk.android.oss.ClientException: no route \n\tat a", {"Message": "no route"}),
        (f"[RequestId]: {ID} [HostId]: {HOST} [ErrorMessage]: [E1010]HTTP/1.1 403 Forbidden: {XML} [ErrorCode]: 1010",
         {"RequestId": ID, "HostId": HOST, "Status": "403", "JindoCode": "1010"}),
        ("curl.cpp:R(5): HTTP response code 404 was returned, returning ENOENT", {"Status": "404"}),
        ("service, HTTP response code 400 was returned, retu>", {"Status": "400"}),
        ("a.cpp:R(5): HTTP response code 400 was returned, returing EIO.\n[ERR] a.cpp:C(6): bad, OSS response: <Error>",
         {"Status": "400", "Operation": "C"}),
        (f"MetaException(message:x: com.aliyun.oss.OSSException No.\n[ErrorCode]: A\n[RequestId]: {ID}\n[HostId]: h)",
         {"Message": "No.", "Code": "A", "RequestId": ID, "HostId": "h"}),
        (f"com.aliyun.oss.OSSException: <html>\n[ErrorCode]: A\n[RequestId]: {ID}\n",
         {"Message": "<html>", "Code": "A", "RequestId": ID}),
        ("HTTP response code 301(Moved Permanently: also happens when bucket's region is incorrect), returning EIO.",
         {"Status": "301"}),
        (f'StatusCode=404, ErrorCode=NoSuchKey, ErrorMessage="a "b", c", RequestId={ID[:12]}****',
         {"Status": "404", "Code": "NoSuchKey", "Message": 'a "b", c', "RequestId": f"{ID[:12]}****"}),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_invented(text, wanted):
    assert only(text)[1] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "StatusCode=403, the job failed",
        "START RequestId: 8f0e6c1e-1111-4222-8333-444455556666 Version: 1",
        "Worker: job failed RequestId: 8f0e6c1e-1111-4222-8333-444455556666",
        "code: 500, message: boom, requestId: 8f0e6c1e-1111-4222-8333-444455556666",
        "INFO: RequestId: 8f0e6c1e-1111-4222-8333-444455556666",
        "code: NoSuchKey, message: gone, resource: None, request_id: 69A7BDBFAB12CD34EF56AB78",
        "[ErrorMessage]: x\n[Code]: y",
        "System.Net.WebException: The remote name could not be resolved: 'example.com'",
        "HTTP response code 403 from the gateway",
    ],
)
def test_what_any_program_prints_is_left_alone(text):
    assert read(text) == ()


def test_the_client_of_another_store_is_told_by_its_words():
    printed = "code=403 error_code=AccessDenied error_msg=no req_id="
    assert only(f"{printed}{ID}")[0] == "c"
    assert only(f"cos_put_object {printed}{ID}")[0] == only(f"{printed}NjlhN2JkYmZfYWJjZF8xMjM0XzU2Nzg=")[0] == "cos-c"
    assert only("Qcloud\\Cos\\X: NoSuchKey: gone RequestId: N1-oss in aliyun.php")[0] == "cos-php"


@pytest.mark.parametrize(
    ("text", "cut"),
    [(GO[:-3], "RequestId"), (GO[: GO.index("Denied") + 3], "Code"), (f"{GO}, Ec=0003-0000", "EC")],
)
def test_a_value_that_the_end_of_the_text_may_have_cut_is_no_field(text, cut):
    (exchange,) = read(text)
    assert [node.label for node in exchange.fields if node.kind == "cut"] == [cut]


def test_headers_of_an_android_log_are_one_response():
    prefix = "03-04 05:06:07.000 D/OSS-Android-SDK: "
    rows = [
        "response code: 403 for url: http://a.example/k",
        f"responseHeader [x-oss-request-id]: {ID}",
        "responseHeader [Server]: AliyunOSS",
    ]
    (exchange,) = read("\n".join(prefix + row for row in rows))
    assert [(pair.name, pair.value) for pair in exchange.headers] == [("x-oss-request-id", ID), ("Server", "AliyunOSS")]
    assert values(exchange)["Status"] == "403"


# the second generation


def service(stop, indent="", operation="operation error GetObject: ", when="x"):
    rows = ["Http Status Code: 404", "Error Code: NoSuchKey", f"Request Id: {ID}", "Message: It is gone.", "EC: ",
            f"Timestamp: {when}", f"Request Endpoint: GET https://{HOST}/a.b"]  # fmt: skip
    return f"{operation}Error returned by Service.\n" + "\n".join(f"{indent}{row}{stop}" for row in rows)


GONE = {
    "Status": "404", "Code": "NoSuchKey", "RequestId": ID, "Message": "It is gone.", "EC": "", "Method": "GET",
    "Url": f"https://{HOST}/a.b", "Host": HOST,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "client"),
    [
        (service(".", when="2026-03-04 05:06:07 +0000 UTC"), "go-2"),
        ("Error: " + service(".", when="2026-03-04 05:06:07 +0000 UTC"), "ossutil-2"),
        ("OperationError: " + service(".", when="2026-03-04T05:06:07.000Z"), "ts-2"),
        (service(".", " " * 8, when="2026-03-04 05:06:07+00:00") + ".", "python-2"),
        (service("", operation="Operation error GetObject: ", when="Wed, 04 Mar 2026 05:06:07 GMT"), "php-2"),
        (service("", operation="operation error GetObject: AlibabaCloud.OSS.V2.ServiceException: ") + "\n   at A.B()", "csharp-2"),
        (service(".", operation="a.OperationException: Operation GetObject raised an exception:\ncom.aliyun.sdk.service.oss2.exceptions.ServiceException: "), "java-2"),
        (service(".", operation="com.aliyun.kotlin.sdk.service.oss2.exceptions.ServiceException: "), "kotlin-2"),
        ('{"msg":"' + service(". ").replace("\n", r"\n") + '","level":"error"}', "sdk-2"),
        (service(".").replace("\n", " "), "sdk-2"),
    ],
)  # fmt: skip
def test_a_service_error_of_every_sdk(text, client):
    told, found = only(text, service_error)
    operation = {} if client == "kotlin-2" else {"Operation": "GetObject"}
    assert (told, found) == (client, GONE | operation | {"Timestamp": found["Timestamp"]})


# bounds


@pytest.mark.parametrize("pattern", [part for one in (*alibaba_lines._GRAMMARS, *alibaba_java.GRAMMARS, *alibaba_phones.GRAMMARS, *service_error._GRAMMARS) for part in (one.pattern, one.above, one.near)])  # fmt: skip
def test_every_pattern_of_a_table_is_bounded(pattern):
    assert list(repeats(re._parser.parse(pattern))) == []


def test_the_text_of_a_dart_object_is_not_of_cpp():
    assert read(f"OSSError{{statusCode: 403, code: AccessDenied, message: no right, requestId: {ID}}}") == ()
    assert only(f"code: AccessDenied, message: no right, requestId: {ID}")[0] == "cpp"
