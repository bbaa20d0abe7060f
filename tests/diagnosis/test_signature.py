"""The Signature Doctor in the small: what it reads, what it compares, and what it leaves alone."""

import base64
import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.diagnosis import signature
from inspector.diagnosis.signature_compare import differing
from inspector.diagnosis.signature_text import from_hex

HOST = "examplebucket.oss-cn-hangzhou.aliyuncs.com"
STRING = "PUT\n\nimage/png\nSat, 21 Nov 2026 04:31:53 GMT\nx-oss-meta-a:1\n/examplebucket/a b.png?acl"
POLICY = base64.b64encode(b'{"expiration":"2026-11-21T12:00:00.000Z","conditions":[["eq","$key","a>~b"]]}').decode()
REQUEST = (
    f"PUT /a%20b.png?acl HTTP/1.1\nHost: {HOST}\nDate: Sat, 21 Nov 2026 04:31:53 GMT\nContent-Type: image/png\n"
    "x-oss-meta-a: 1\nAuthorization: OSS LTAI5tExampleKeyId0001:vjbyPxybdZaNmGa+yT272YEAivE=\n\n"
)
CODE = "SignatureDoesNotMatch"


def answer(string=STRING, request="", code=CODE, more="", server="AliyunOSS", hexed=None):
    text = f"<StringToSign>{string}</StringToSign>" if string else ""
    raw = f"<StringToSignBytes>{hexed.encode().hex(' ').upper()}</StringToSignBytes>" if hexed else ""
    return (
        f"{request}HTTP/1.1 403 Forbidden\nServer: {server}\nx-oss-request-id: 6B011EB90A1AE7B994F8954C\n\n"
        f"<Error><Code>{code}</Code><RequestId>6B011EB90A1AE7B994F8954C</RequestId><HostId>{HOST}</HostId>"
        f"{text}{raw}{more}</Error>"
    )


def named(report):
    return [one.id for one in report.findings if one.id.startswith("signature-")]


def values(report, id_):
    return dict(next(one.values for one in report.findings if one.id == id_))


def lines(report):
    return {row.name: row for row in report.comparisons[0].lines}


# what is compared


def test_equal_lines_point_to_the_secret(report):
    one = report(answer(request=REQUEST))
    assert named(one) == ["signature-equal"]
    assert [row.name for row in one.comparisons[0].lines] == [
        "method", "content-md5", "content-type", "date", "header x-oss-meta-a", "resource",
    ]  # fmt: skip


def test_the_first_differing_character_and_both_places_are_marked(report):
    text = answer(request=REQUEST.replace("image/png", "image/jpeg"))
    row = lines(report(text))["content-type"]
    assert (row.server, row.rebuilt, row.differs) == ("image/png", "image/jpeg", 6)
    assert text[slice(*row.server_span)] == "image/png"
    assert text[slice(*row.rebuilt_span)] == "image/jpeg"


def test_a_line_that_one_side_lacks_differs_from_its_start(report):
    rows = lines(report(answer(request=REQUEST.replace("x-oss-meta-a: 1", "x-oss-meta-b: 2"))))
    assert (rows["header x-oss-meta-a"].rebuilt, rows["header x-oss-meta-a"].differs) == (None, 0)
    assert (rows["header x-oss-meta-b"].server, rows["header x-oss-meta-b"].differs) == (None, 0)


def test_what_a_capture_does_not_show_differs_from_nothing(report):
    printed = f"PUT http://{HOST}/a%20b.png?acl 403\n" + answer().partition("\n\n")[2]
    one = report(printed)
    assert named(one) == ["signature-explained"]
    assert lines(one)["resource"].rebuilt == "/examplebucket/a b.png?acl"
    assert {row.differs for row in lines(one).values()} == {-1}


@pytest.mark.parametrize("mask", ["image/p**", "i****g", "[hidden]"])
def test_a_masked_value_agrees_with_any_that_fits(report, mask):
    assert named(report(answer(request=REQUEST.replace("image/png", mask)))) == ["signature-equal"]


@pytest.mark.parametrize(
    ("server", "rebuilt", "at"),
    [("a", "a", -1), ("ab", "aXb", 1), ("", "a", 0), ("abc", "ab", 2), ("a**c", "abbc", -1), ("a**c", "abbd", 1)],
)
def test_the_first_differing_character(server, rebuilt, at):
    assert differing(server, rebuilt) == at


def test_line_ends_of_windows_are_no_difference(report):
    assert named(report(answer(request=REQUEST).replace("\n", "\r\n"))) == ["signature-equal"]


def test_a_domain_of_the_customers_own_hides_the_bucket(report):
    request = REQUEST.replace(HOST, "static.example.com")
    assert named(report(answer(request=request))) == ["signature-equal"]


def test_a_bucket_in_the_path_is_not_put_there_twice(report):
    request = REQUEST.replace(HOST, "oss-cn-hangzhou.aliyuncs.com").replace("/a%20b", "/examplebucket/a%20b")
    assert named(report(answer(request=request))) == ["signature-equal"]


# text and bytes


@pytest.mark.parametrize(
    "text",
    [STRING.replace("\n", " "), STRING.replace("image/png", ""), STRING.replace("examplebucket", "****")],
    ids=["no line breaks", "a line lost", "a name masked"],
)
def test_the_bytes_are_the_truth_and_the_difference_is_told(report, text):
    one = report(answer(text, request=REQUEST, hexed=STRING))
    assert named(one) == ["signature-equal", "signature-text-and-bytes-differ"]
    assert one.comparisons[0].source == "StringToSignBytes"


@pytest.mark.parametrize(
    ("text", "hexed"),
    [(STRING, STRING), (STRING.replace("\n", "\n    "), STRING), (STRING, STRING[:40]), (STRING, None),
     (STRING.replace("\n", "\\n"), STRING), (STRING.replace("\n", " ").replace("  ", " "), None)],
    ids=["same", "indented", "hex cut", "no hex", "escapes", "lost, without hex"],
)  # fmt: skip
def test_what_a_printer_does_to_a_text_is_taken_back(report, text, hexed):
    assert named(report(answer(text, request=REQUEST, hexed=hexed))) == ["signature-equal"]


@pytest.mark.parametrize(("text", "raw"), [("50 55", b"PU"), ("5055", b"PU"), ("50 5", None), ("5*", None), ("", None)])
def test_hex_is_read_or_left_alone(text, raw):
    assert from_hex(text) == raw


@pytest.mark.parametrize("hidden", ["***", "[removed]", "<hidden>"])
def test_what_was_hidden_before_pasting_is_no_difference(report, hidden):
    string = "GET\n\n\n1795220000\n/examplebucket/a b.png?acl"
    request = f"GET /a%20b.png?{hidden} HTTP/1.1\nHost: {HOST}\nDate: Sat, 21 Nov 2026 04:31:53 GMT\n\n"
    assert named(report(answer(string, request=request))) == ["signature-explained"]


def test_a_hidden_authorization_leaves_the_rest_to_compare(report):
    request = REQUEST.replace("OSS LTAI5tExampleKeyId0001:vjbyPxybdZaNmGa+yT272YEAivE=", "[redacted]")
    assert named(report(answer(request=request))) == ["signature-equal"]
    assert named(report(answer(request=request.replace("PUT", "POST")))) == ["signature-method"]


# one side alone


def test_without_the_request_the_lines_are_explained(report):
    one = report(answer())
    assert named(one) == ["signature-explained"]
    assert values(one, "signature-explained") | {"method": "PUT", "content_type": "image/png"} == values(
        one, "signature-explained"
    )
    assert not one.comparisons[0].rebuilt


def test_a_signature_with_a_blank_lost_its_plus_sign(report):
    one = report(answer("", more="<SignatureProvided>8nmkXS tMO13lXjydpbTOfrhPf8=</SignatureProvided>"))
    assert named(one) == ["signature-plus-as-space"]


def test_a_signature_of_another_request_is_told(report):
    other = answer(request=REQUEST, more="<SignatureProvided>AAAAPxybdZaNmGa+yT272YEAivE=</SignatureProvided>")
    assert named(report(other)) == ["signature-another-request", "signature-equal"]
    cut = REQUEST.replace("aNmGa+yT272YEAivE=", "")
    whole = answer(request=cut, more="<SignatureProvided>vjbyPxybdZaNmGa+yT272YEAivE=</SignatureProvided>")
    assert named(report(whole)) == ["signature-equal"]


@pytest.mark.parametrize(
    ("string", "cause"),
    [
        ("GET\n\n\n1795220000\n/examplebucket/examplebucket/a.png", "signature-bucket-in-endpoint"),
        ("GET\n\n\n1795220000\n/examplebucket//a.png", "signature-double-slash"),
        ("GET\n\n\n1795220000\n/examplebucket/a%20b.png", "signature-path-encoding"),
        ("GET\n\n\n1795220000\n/examplebucket/a?acl=1\\u0026x", "signature-unicode-escape"),
        ("GET\n\nimage/png \n1795220000\n/examplebucket/a", "signature-space"),
    ],
)
def test_what_one_string_betrays_is_inferred(report, string, cause):
    one = report(answer(string))
    assert named(one)[0] == cause
    assert next(finding for finding in one.findings if finding.id == cause).grade == "inferred"


def test_a_policy_is_explained(report):
    assert named(report(answer(POLICY))) == ["signature-explained-policy"]


def test_a_policy_with_blanks_lost_its_plus_signs(report):
    broken = base64.b64encode(b'{"a":"\xfb\xef\xbe>>"}').decode().replace("+", " ")
    assert " " in broken
    assert named(report(answer(broken)))[0] == "signature-plus-as-space"


@pytest.mark.parametrize(
    ("scope", "cause"),
    [("20261121/cn-beijing/oss/aliyun_v4_request", "signature-region"),
     ("20261121/oss-cn-hangzhou/oss/aliyun_v4_request", "signature-region"),
     ("20261121/cn-hangzhou/s3/aliyun_v4_request", "signature-product")],
)  # fmt: skip
def test_a_scope_is_held_against_the_host(report, scope, cause):
    string = f"OSS4-HMAC-SHA256\n20261121T043309Z\n{scope}\n{'2e' * 32}"
    assert named(report(answer(string))) == [cause, "signature-explained-v4"]


@pytest.mark.parametrize(
    ("scope", "host"),
    [("cn-hangzhou-finance", "oss-cn-hzjbp-a.aliyuncs.com"), ("cn-hangzhou", "oss-accelerate.aliyuncs.com"),
     ("cn-beijing", "static.example.com"), ("cn-hangzhou", "oss-cn-hangzhou-internal.aliyuncs.com")],
)  # fmt: skip
def test_a_host_that_names_no_region_contradicts_none(report, scope, host):
    string = f"OSS4-HMAC-SHA256\n20261121T043309Z\n20261121/{scope}/oss/aliyun_v4_request\n{'2e' * 32}"
    assert named(report(answer(string).replace(HOST, f"examplebucket.{host}"))) == ["signature-explained-v4"]


def test_a_wrong_region_is_named_where_the_code_is_another(report):
    request = REQUEST.replace(
        "OSS LTAI5tExampleKeyId0001:vjbyPxybdZaNmGa+yT272YEAivE=",
        "OSS4-HMAC-SHA256 Credential=LTAI5tExampleKeyId0001/20261121/oss-cn-hangzhou/oss/aliyun_v4_request,Signature=00",
    )
    one = report(answer("", request=request, code="InvalidArgument", more="<EC>0002-00000226</EC>"))
    assert named(one) == ["signature-region"]


# only the hash of a canonical request


def canonical(method="PUT", kind="image/png", path="/examplebucket/a.png"):
    return f"{method}\n{path}\n\ncontent-type:{kind}\nx-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:20261121T043309Z\n\n\nUNSIGNED-PAYLOAD"


@pytest.mark.parametrize(
    ("signed", "found"),
    [
        (canonical(), "signature-equal"),
        (canonical(method="POST"), "signature-method"),
        (canonical(kind="text/plain;charset=UTF-8"), "signature-content-type"),
        (canonical(kind="something/else"), "signature-hash"),
        (canonical(path="/examplebucket/a.png?"), "signature-hash"),
    ],
)
def test_a_hash_proves_what_was_changed(report, signed, found):
    digest = hashlib.sha256(signed.encode()).hexdigest()
    string = f"OSS4-HMAC-SHA256\n20261121T043309Z\n20261121/cn-hangzhou/oss/aliyun_v4_request\n{digest}"
    request = (
        f"PUT /a.png HTTP/1.1\nHost: {HOST}\nContent-Type: image/png\nx-oss-content-sha256: UNSIGNED-PAYLOAD\n"
        "x-oss-date: 20261121T043309Z\nAuthorization: OSS4-HMAC-SHA256 "
        "Credential=LTAI5tExampleKeyId0001/20261121/cn-hangzhou/oss/aliyun_v4_request,Signature=00\n\n"
    )
    assert named(report(answer(string, request=request))) == [found]


# what is left alone


@pytest.mark.parametrize(
    "text",
    [
        f"HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-request-id: 6B011EB90A1AE7B994F8954C\n\n{STRING}",
        answer("", code="NoSuchKey"),
        answer("", code="AccessDenied", request=REQUEST, more="<EC>0003-00000001</EC>"),
        answer("", code=CODE),
        answer("q-sign-algorithm=sha1", server="tencent-cos"),
    ],
)
def test_nothing_is_found_where_nothing_is_told(report, text):
    one = report(text)
    assert named(one) == []
    assert one.comparisons == ()


def test_our_providers_rules_are_not_applied_to_others(report):
    string = "GET\n\n\n1795220000\n/b/b//a%20b"
    text = (
        "HTTP/1.1 403 Forbidden\nServer: AmazonS3\nx-amz-request-id: E0B046C0792C76DA\nx-amz-id-2: abc\n\n<Error>"
        f"<Code>{CODE}</Code><AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId><StringToSign>{string}</StringToSign>"
        "<RequestId>E0B046C0792C76DA</RequestId><HostId>abc</HostId></Error>"
    )
    one = report(text)
    assert one.provider == "aws-s3"
    assert named(one) == ["signature-explained"]


def test_a_signature_of_another_kind_is_not_rebuilt(report):
    request = REQUEST.replace("OSS LTAI5tExampleKeyId0001:", "OSS2 AccessKeyId:LTAI5tExampleKeyId0001,Signature:")
    one = report(answer(request=request))
    assert named(one) == ["signature-explained"]


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=100))
def test_no_text_makes_the_doctor_fail(unbroken, string, target, value):
    for head in ("PUT\n\n", "OSS4-HMAC-SHA256\n", ""):
        request = REQUEST.replace("/a%20b.png?acl", f"/{target}").replace("image/png", value)
        unbroken(answer(head + string, request=request, hexed=string))


MOST_SECONDS = 1
"""Of processor time; twenty times what the slowest takes, and far less than what grows with a square would."""


@pytest.mark.parametrize(
    "string", ["PUT\n\n\n\n/" + "a%25 +//" * 8000, "GET " + "x/y " * 16000, "PUT\n" * 16000, "5" * 64000]
)
def test_a_hostile_string_costs_little(report, knowledge, string):
    one = report(answer(string, request=REQUEST.replace("/a%20b", "/" + "%25%20+/" * 2000)))
    started = time.process_time()
    signature.find(one, knowledge)
    assert time.process_time() - started < MOST_SECONDS


def test_thousands_of_headers_cost_little(report, knowledge):
    many = "".join(f"x-oss-meta-{number}: 1\n" for number in range(4000))
    string = STRING.replace("x-oss-meta-a:1\n", many.replace(": ", ":").replace("meta", "other"))
    one = report(answer(string, request=REQUEST.replace("x-oss-meta-a: 1\n", many), hexed=string))
    started = time.process_time()
    found = signature.find(one, knowledge)
    assert time.process_time() - started < MOST_SECONDS
    assert len(found.comparisons[0].lines) < 500
