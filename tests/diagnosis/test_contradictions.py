"""Two places that should agree and do not; and what may rightly differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import ID, refusal

HOST = "b.oss-cn-hangzhou.aliyuncs.com"
SCOPE = "OSS4-HMAC-SHA256 Credential=AK/20260304/%s/oss/aliyun_v4_request,Signature=00"


def disagreements(report):
    return [dict(one.values) for one in report.findings if one.id == "values-disagree"]


def names(report):
    return [values["name"] for values in disagreements(report)]


def answer(elements="", headers="", status="404 x", code="NoSuchKey", **more):
    return refusal(code, elements, headers=headers, status=status, **more)


def asked(method="GET", host=HOST, headers=""):
    return f"{method} /a HTTP/1.1\nHost: {host}\n{headers}\n"


JD = "<Error><statusCode>%s</statusCode><Code>NoSuchKey</Code></Error>"


def jd(status, told, request=""):
    head = f"HTTP/1.1 {status} x\nServer: JDCloudOSS\nx-amz-request-id: 5C3A9E0177B2D46F\n\n"
    return f"{request}{head}{JD % told}"


DISAGREE = [
    (jd(404, 403), "Status", "404", "403"),
    (answer("<Code>B</Code>"), "Code", "NoSuchKey", "B"),
    (answer(headers="x-oss-error-type: NoSuchBucket\n"), "Code", "NoSuchKey", "NoSuchBucket"),
    (answer("<EC>0003-00000002</EC>", "x-oss-ec: 0003-00000001\n"), "EC", "0003-00000002", "0003-00000001"),
    (answer("<EC>0003-00000002</EC><RecommendDoc>https://api.aliyun.com/troubleshoot?q=0003-00000001</RecommendDoc>"),
     "EC", "0003-00000002", "0003-00000001"),
    (answer("<Method>GET</Method>", request=asked("HEAD")), "Method", "GET", "HEAD"),
    (answer(f"<HostId>{HOST}</HostId>", request=asked(host=HOST.replace("hangzhou", "shanghai"))), "Host", HOST,
     HOST.replace("hangzhou", "shanghai")),
    (answer(f"<HostId>c{HOST}</HostId>", request=asked()), "Host", f"c{HOST}", HOST),
    (answer(f"<HostId>{HOST}</HostId>", request=asked(host=HOST.replace("hangzhou", "hangzhou-internal"))), "Host", HOST,
     HOST.replace("hangzhou", "hangzhou-internal")),
    (answer(f"<BucketName>c</BucketName><HostId>{HOST}</HostId>"), "Bucket", "c", "b"),
    (answer(request=asked(headers=f"Authorization: {SCOPE % 'cn-beijing'}\n")), "Region", "cn-beijing", "cn-hangzhou"),
    (answer(headers="Content-Type: application/json\n"), "Content-Type", "application/json", "XML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "first", "second"), DISAGREE)
def test_places_that_disagree_are_told_with_both(report, text, name, first, second):
    (values,) = disagreements(report(text))
    assert (values["name"], values["first"], values["second"]) == (name, first, second)
    assert values["first_place"] != values["second_place"] or name == "Code"
    (finding,) = (one for one in report(text).findings if one.id == "values-disagree")
    assert len(finding.evidence) == 2


AGREE = [
    answer("<EC>0003-00000001</EC>", "x-oss-ec: 0003-00000001\n"),
    answer("<EC>0003-0000****</EC>", "x-oss-ec: 0003-00000001\n"),
    answer("<Method>get</Method>", request=asked("GET")),
    answer("<Method>PUT</Method>", request=asked("OPTIONS")),
    answer(f"<HostId>{HOST}</HostId>", request=asked(host="cdn.example.com")),
    answer(f"<HostId>{HOST}</HostId>", request=asked(host=f"{HOST}:80")),
    answer(f"<HostId>{HOST}</HostId>", request=asked(host="oss-cn-hangzhou.aliyuncs.com")),
    answer("<HostId>b.oss-cn-****.aliyuncs.com</HostId>", request=asked()),
    answer(f"<BucketName>c</BucketName><HostId>{HOST}</HostId>", request=asked("PUT", headers="x-oss-copy-source: /c/a\n")),
    answer(f"<BucketName>c</BucketName><HostId>{HOST}</HostId>", code="InvalidTargetBucketForLogging"),
    answer(f"<BucketName>b</BucketName><HostId>{HOST}</HostId>"),
    answer(request=asked(headers=f"Authorization: {SCOPE % 'cn-hangzhou'}\n")),
    answer(request=asked(headers=f"Authorization: {SCOPE % 'oss-cn-hangzhou'}\n")),
    answer(request=asked(headers=f"Authorization: {SCOPE % 'cn-beijing'}\n"), code="SignatureDoesNotMatch"),
    answer(headers="Content-Type: application/xml\n"),
    answer(headers="Content-Type: text/plain\n"),
    jd(404, 404),
    jd(502, 403),
    jd(200, 403, asked("PUT")),
    f'HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-request-id: {ID}\nContent-Type: text/html\n\n{{"a": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("text", AGREE)
def test_what_agrees_or_may_rightly_differ_is_not_told(report, text):
    assert disagreements(report(text)) == []


def test_a_code_that_a_client_made_up_is_none_of_the_stores(report):
    text = (
        f"com.aliyun.oss.OSSException: x\n[ErrorCode]: InvalidResponse\n[RequestId]: {ID}\n[HostId]: null\n"
        f"[ResponseError]:\n<Error><Code>NoSuchBucket</Code><RequestId>{ID}</RequestId></Error>\n"
    )
    assert names(report(text)) == []


def test_a_list_of_results_holds_a_code_for_each(report):
    listed = "<Error><Key>b</Key><Code>AccessDenied</Code></Error><Error><Key>c</Key><Code>InternalError</Code></Error>"
    text = f"HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-request-id: {ID}\n\n<DeleteResult>{listed}</DeleteResult>"
    assert names(report(text)) == []


@given(st.text(max_size=200))
def test_no_text_makes_a_finder_fail(explain, text):
    captures = [
        answer(f"<EC>{text}</EC><HostId>{text}</HostId><RecommendDoc>{text}</RecommendDoc>", f"x-oss-ec: {text}\n",
               request=asked(host=text, headers=f"Authorization: {text}\nRange: {text}\nContent-MD5: {text}\n"), code=code)
        for code in ("InvalidDigest", "InvalidRange", "PositionNotEqualToLength", "InvalidPart")
    ]  # fmt: skip
    problems = [one.id for text in captures for report in explain(text).reports for one in report.problems]
    assert "step-failed" not in problems
