"""Upload callbacks: the parameter decoded and checked, and what status 203 means."""

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

ID = "69A7BDBFAB12CD34EF56AB78"
HOST = "examplebucket.oss-cn-hangzhou.aliyuncs.com"
URL, FORM = "http://app.example.com/cb", "bucket=${bucket}&size=${size}"
REFUSED = f"<Error><Code>InvalidArgument</Code><RequestId>{ID}</RequestId></Error>"


def base64_of(content):
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def callback(url=URL, body=FORM, **more):
    return {"callbackUrl": url, "callbackBody": body} | more


def put(content=None, variables=None, query="", method="PUT", status="400 Bad Request", body=REFUSED):
    lines = [f"x-oss-callback: {content if isinstance(content, str) else base64_of(content)}"] if content else []
    lines += [f"x-oss-callback-var: {base64_of(variables)}"] if variables is not None else []
    head = f"HTTP/1.1 {status}\nServer: AliyunOSS\nx-oss-request-id: {ID}\n\n{body}"
    return f"{method} /a.txt{query} HTTP/1.1\nHost: {HOST}\n" + "".join(f"{line}\n" for line in lines) + f"\n{head}"


def told(report):
    return {finding.id.removeprefix("callback-"): dict(finding.values)
            for finding in report.findings if finding.id.startswith("callback-")}  # fmt: skip


# the parameter


def test_a_callback_is_decoded(report):
    content = callback(callbackHost="app.example.com", callbackBodyType="application/x-www-form-urlencoded")
    text = put(content)
    one = report(text)
    assert told(one) == {
        "decoded": {
            "url": URL, "host": "app.example.com", "body": FORM, "body_type": "application/x-www-form-urlencoded",
        }
    }  # fmt: skip
    (finding,) = [finding for finding in one.findings if finding.id == "callback-decoded"]
    assert finding.grade == "computed"
    assert [text[span.start : span.end] for span in finding.evidence] == [base64_of(content)]


def test_the_url_may_carry_it(report):
    value = base64_of(callback()).replace("=", "%3D").replace("+", "%2B")
    assert told(report(put(query=f"?callback={value}&callback-var={base64_of({'x:a': '1'})}"))) == {
        "decoded": {"url": URL, "body": FORM, "own_variables": "x:a"}
    }


def test_secrets_do_not_show(report):
    urls = "http://user:Passw0rd@app.example.com:8080/cb?token=Passw0rd&Passw0rd; https://b.example.com/"
    body = "bucket=${bucket}&key=Passw0rd&Passw0rd"
    (values,) = told(report(put(callback(urls, body)))).values()
    assert values["url"] == "http://app.example.com:8080/cb?token=…&…; https://b.example.com/"
    assert values["body"] == "bucket=${bucket}&key=…"
    body = '{"size":${size},"key":"Passw0rd $Passw0rd"}'
    shown = told(report(put(callback(body=body, callbackBodyType="application/json"))))
    assert (shown["decoded"]["body"], shown["variable-form"]["detail"]) == ("size=${size}&key=…", "$")
    assert "Passw0rd" not in str(shown)


@pytest.mark.parametrize(
    ("content", "fault", "values"),
    [
        ("not Base64 at all", "not-base64", {}),
        ('{"callbackUrl": "http://a.example.com"}', "not-base64", {}),
        (base64_of("[1]"), "not-json", {}),
        (base64_of('{"callbackUrl":"http://a","callbackBody":"{"size":${size}}"}'), "not-json", {}),
        (base64_of("[" * 3000), "not-json", {}),
        (base64_of(callback(body="${size}=" + "a" * 6000)), "too-long", {}),
        (base64_of(callback()).rstrip("=") + "_", "not-base64", {}),
        (callback(url=""), "no-url", {}),
        ({"callbackURL": URL, "callbackBody": FORM}, "no-url", {"detail": "callbackURL"}),
        (callback(url=";".join([URL] * 6)), "many-urls", {"detail": "6", "instead": "5"}),
        (callback(url="121.43.113.8:test"), "bad-url", {"detail": "121.43.113.8:test"}),
        (callback(url="http://10.0.0.8:80/cb"), "private-address", {"detail": "10.0.0.8"}),
        (callback(url=f"{URL};127.0.0.1/cb"), "private-address", {"detail": "127.0.0.1"}),
        (callback(url="http://localhost:3000"), "private-address", {"detail": "localhost"}),
        (callback(url="http://[2001:db8::1]:80/cb"), "ipv6", {"detail": "[2001:db8::1]"}),
        (callback(url="http://app.example.com/中文"), "url-encoding", {}),
        (callback(body=""), "no-body", {}),
        (callback(body=[1]), "no-body", {}),
        (callback(callbackBodyType="text/plain"), "body-type", {"detail": "text/plain"}),
        (callback(callbackBodyType="application/json"), "body-not-json", {}),
        (callback(body="n=${Object}"), "variable-unknown", {"detail": "${Object}", "instead": "${object}"}),
        (callback(body="w=${imageInfo_width}"), "variable-unknown", {"instead": "${imageInfo.width}"}),
        (callback(body="w=${filename}"), "variable-unknown", {"detail": "${filename}"}),
        (callback(body="n=$(object)"), "variable-form", {"detail": "$(object)"}),
        (callback(body="n=$x:my_var}"), "variable-form", {"detail": "$x:my_var}"}),
        (callback(body="n=${x:MyVar}"), "variable-name", {"detail": "x:MyVar", "instead": "x:myvar"}),
        (callback(body="n=${x:my_var}"), "variable-undefined", {"detail": "x:my_var"}),
    ],
)  # fmt: skip
def test_a_fault_is_named(report, content, fault, values):
    found = told(report(put(content)))
    assert set(found) - {"decoded"} == {fault}
    assert values.items() <= found[fault].items()


@pytest.mark.parametrize(
    ("variables", "fault", "detail"),
    [
        ({"X:a": "1"}, "variable-name", "X:a"), ({"a": "1"}, "variable-name", "a"), ({"x:a": 1}, "variable-value", "x:a"),
        ("no json", "not-json", None), ({"x:b": "1"}, "variable-undefined", "x:a"),
    ],
)  # fmt: skip
def test_a_fault_of_custom_variables_is_named(report, variables, fault, detail):
    body = "n=${x:a}" if fault == "variable-undefined" else FORM
    found = told(report(put(callback(body=body), variables)))
    assert set(found) == {"decoded", fault}
    assert found[fault].get("detail") == detail


@pytest.mark.parametrize(
    "content",
    [
        callback(url="121.43.113.8:23456/index.html"),
        callback(url="https://app.example.com/%E4%B8%AD.php?a=b"),
        callback(
            body='{"bucket":${bucket},"object":"${object}","w":${imageInfo.width}}', callbackBodyType="application/json"
        ),
        callback(body="n=${x:my_var}&crc=${crc64}"),
    ],
)
def test_a_sound_callback_has_no_fault(report, content):
    assert set(told(report(put(content, {"x:my_var": "1"})))) == {"decoded"}


def test_in_a_form_custom_variables_are_fields(report):
    assert set(told(report(put(callback(body="n=${x:a}"), method="POST")))) == {"decoded"}


def test_base64_of_another_kind_is_read_and_told(report):
    found = told(
        report(put(base64_of(callback(body="a=" + "?>" * 20)).translate(str.maketrans("+/", "-_")).rstrip("=")))
    )
    assert set(found) == {"decoded", "loose-base64"}


def test_two_ways_at_once_are_told(report):
    assert "twice" in told(report(put(callback(), query=f"?callback={base64_of(callback())}")))


def test_the_server_quotes_what_it_refuses(report):
    body = REFUSED.replace(
        "</Error>", '<ArgumentName>callback</ArgumentName><ArgumentValue>{"callbackUrl":""}</ArgumentValue></Error>'
    )
    assert set(told(report(put(body=body)))) == {"decoded", "no-url", "no-body"}


@pytest.mark.parametrize(
    "text",
    [
        put(base64_of(callback())[:12] + "****"),
        put(callback(), status="200 OK", body=""),
        put(callback(url="")).replace("AliyunOSS", "tencent-cos").replace("x-oss-request-id", "x-cos-request-id"),
        put(),
    ],
)
def test_masked_successful_and_foreign_ones_are_left_alone(report, text):
    assert told(report(text)) == {}


# status 203


def failed(message="Error status : -1.OSS can not connect to your callbackUrl, please check it."):
    body = f"<Error><Code>CallbackFailed</Code><Message>{message}</Message><RequestId>{ID}</RequestId></Error>"
    return put(status="203 Non-Authoritative Information", body=body)


@pytest.mark.parametrize(
    ("message", "reason", "status"),
    [
        ("Error status : -1.OSS can not connect to your callbackUrl, please check it.", "unreachable", None),
        ("Error status : 502. OSS can not reach your callbackUrl, please check it.", "unreachable", "502"),
        ("Error status : 301.", "status", "301"),
        ("Cost too long time.", "slow", None),
        ("Response body is not valid json format.", "json", None),
        ("Error status : 400.User server missing content-length.", "length", "400"),
        ("Error status : 400.User server return too long content-length value.", "size", "400"),
        ("Too many callback requests.", "many", None),
        ("Get image info failed.", "image", None),
        ("Whatever.", "unknown", None),
    ],
)
def test_the_object_was_stored(report, knowledge, message, reason, status):
    one = report(failed(message))
    (finding,) = [finding for finding in one.findings if finding.id == "callback-stored"]
    values = dict(finding.values)
    assert (finding.grade, values["callback_reason"], values.get("app_status")) == ("computed", reason, status)
    assert (values["seconds"], values["megabytes"]) == ("5", "3")
    for language, stored in (("en", "was stored"), ("zh", "已经上传成功")):
        said = knowledge.said(finding, language)
        assert stored in said
        assert not re.search(r"\{\{|  |unreachable|unknown", said)


def test_the_status_alone_says_it_too(report):
    assert "stored" in told(report(put(status="203 Non-Authoritative Information", body="")))


@pytest.mark.parametrize(
    "text",
    [put(), f"HTTP/1.1 203 x\nServer: JDCloudOSS\nx-amz-request-id: {ID[:16]}\n", "HTTP/1.1 203 x\nServer: nginx\n"],
)
def test_nothing_else_says_it(report, text):
    assert "stored" not in told(report(text))


# wording, and any text


def test_every_fault_is_worded(knowledge):
    words = knowledge.words("findings")["finding"]
    kinds = (
        "not-base64 loose-base64 not-json too-long twice no-url bad-url many-urls private-address ipv6 url-encoding no-body "
        "body-type body-not-json variable-unknown variable-form variable-name variable-value variable-undefined"
    )
    assert [kind for kind in kinds.split() if f"callback-{kind}" not in words] == []


@given(st.text(max_size=200), st.dictionaries(st.text(max_size=20), st.text(max_size=60) | st.integers(), max_size=4))
def test_nothing_makes_it_fail(unbroken, text, content):
    for given_ in (
        text.replace("\n", ""),
        base64_of(text),
        base64_of(content),
        base64_of(callback(url=text, body=text)),
    ):
        unbroken(put(given_, content))
