"""Signed URLs taken apart: the times, what was signed into them, what is missing or wrongly encoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

ID = "69A7BDBFAB12CD34EF56AB78"  # begins with 2026-03-04 05:06:07 UTC, Unix second 1772600767
AT = 1772600767
KEY = "LTAI5tInventedKey0001"
V1 = {"OSSAccessKeyId": KEY, "Expires": str(AT + 60), "Signature": "vjbyPxybdZaNmGa%2ByT272YEAivE%3D"}
V4 = {
    "x-oss-signature-version": "OSS4-HMAC-SHA256",
    "x-oss-credential": f"{KEY}%2F20260304%2Fcn-hangzhou%2Foss%2Faliyun_v4_request",
    "x-oss-date": "20260304T050000Z",
    "x-oss-expires": "600",
    "x-oss-signature": "ab" * 32,
}
S3 = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "JDC_INVENTEDKEY/20260304/cn-north-1/s3/aws4_request",
    "X-Amz-Date": "20260304T050000Z",
    "X-Amz-Expires": "600",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "cd" * 32,
}
OSS_HOST, JD_HOST = "b.oss-cn-hangzhou.aliyuncs.com", "b.s3.cn-north-1.jdcloud-oss.com"


def query(parameters, joint="&", **changed):
    table = {**parameters, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return joint.join(f"{name}={value}" for name, value in table.items() if value is not None)


def asked(
    sent, host=OSS_HOST, server="AliyunOSS", status="403 Forbidden", date="Date: Wed, 04 Mar 2026 05:06:07 GMT\n"
):
    return f"GET /a.png?{sent} HTTP/1.1\nHost: {host}\n\nHTTP/1.1 {status}\nServer: {server}\n{date}\n"


def found(report):
    return [finding for finding in report.findings if finding.id.startswith("signed-url")]


def values(report, name="signed-url"):
    return dict(next(finding.values for finding in found(report) if finding.id == name))


def faults(report):
    return [dict(one.values)["fault"] for one in found(report) if one.id == "signed-url-missing-parameter"]


# the times


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (query(V1), {"scheme": "OSS V1", "verdict": "url-valid", "valid_until": "2026-03-04 05:07:07 UTC"}),
        (query(V4), {"scheme": "OSS V4", "verdict": "url-valid", "signed_at": "2026-03-04 05:00:00 UTC",
                     "valid_until": "2026-03-04 05:10:00 UTC"}),
        (query(S3), {"scheme": "S3 V4", "verdict": "url-valid", "signed_at": "2026-03-04 05:00:00 UTC",
                     "valid_until": "2026-03-04 05:10:00 UTC", "signed": "header host"}),
        (query({**V1, "AWSAccessKeyId": "X", "OSSAccessKeyId": None}), {"scheme": "S3 V2", "verdict": "url-valid"}),
    ],
)  # fmt: skip
def test_a_url_of_each_scheme_is_read(report, sent, expected):
    one = report(asked(sent))
    assert [finding.id for finding in found(one)] == ["signed-url"]
    told = values(one)
    assert told["used_at"] == "2026-03-04 05:06:07 UTC"
    assert {name: told[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (query(V1, Expires=str(AT - 87_899)), "87899"),
        (query(V4, x_oss_expires="60"), "307"),
        (query(S3, X_Amz_Expires="366"), "1"),
    ],
)
def test_an_expired_url_is_told_with_how_late_it_came(report, sent, late):
    one = report(asked(sent))
    assert values(one, "signed-url-expired")["gap_seconds"] == late
    assert values(one)["verdict"] == "url-expired"
    assert {moment.clock: moment.verdict for moment in one.timeline}["expires"] == "expired"


def test_an_answer_that_tells_of_an_expired_url_is_enough(report, knowledge):
    one = report(
        f"<Error><Code>AccessDenied</Code><Message>Request has expired.</Message><RequestId>{ID}</RequestId>"
        f"<HostId>{OSS_HOST}</HostId><Expires>2017-02-07T01:30:29.000Z</Expires>"
        "<ServerTime>2017-02-08T01:55:28.000Z</ServerTime></Error>"
    )
    (finding,) = found(one)
    assert (finding.id, finding.grade) == ("signed-url-expired", "computed")
    assert "1 d 0 h 24 m 59 s" in knowledge.said(finding, "en")
    assert "1 天 0 小时 24 分钟 59 秒" in knowledge.said(finding, "zh")


def test_the_time_in_the_id_serves_where_no_clock_is_better_and_is_inferred(report):
    text = asked(query(V1, Expires=str(AT - 10)), date=f"x-oss-request-id: {ID}\n")
    assert [one.grade for one in found(report(text)) if one.id == "signed-url-expired"] == ["inferred"]


def test_without_a_server_time_nothing_is_said_of_expiry(report):
    one = report(asked(query(V1, Expires="1000000000"), date=""))
    assert [finding.id for finding in found(one)] == ["signed-url"]
    assert values(one)["verdict"] == "url-unknown"


def test_a_url_signed_ahead_of_time_is_a_matter_of_the_clock(report):
    one = report(asked(query(V4, x_oss_date="20260304T130607Z")))
    assert values(one)["verdict"] == "url-early"
    assert {"clock-skew", "clock-time-zone"} <= {finding.id for finding in one.findings}


def test_a_url_signed_long_ago_is_no_wrong_clock(report):
    one = report(asked(query(V4, x_oss_date="20260303T210607Z", x_oss_expires="86400")))
    assert not [finding.id for finding in one.findings if finding.id.startswith("clock-")]


# what was signed into it


def test_names_of_what_is_signed_are_given(report):
    sent = query(V4, x_oss_additional_headers="host%3Bcontent-md5", x_oss_security_token="CAIS", utm="1")
    sent += "&response-content-type=text%2Fplain&x-oss-process=image%2Finfo"
    assert values(report(asked(sent)))["signed"] == (
        "x-oss-security-token, response-content-type, x-oss-process, header host, header content-md5"
    )


# what is wrong with it


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (query(V1, Signature=None), "missing"),
        (query(V1, Expires=""), "missing"),
        (query(V4, x_oss_date=None), "missing"),
        (query(V4, x_oss_signature_version=None), "missing"),
        (query(S3, X_Amz_SignedHeaders=None), "missing"),
        (f"OSSAccessKeyId={KEY}", "cut"),
        (f"Expires={AT}", "cut"),
        (query(V1, joint="&amp;"), "escaped"),
        (query(V4, joint="\\u0026"), "escaped"),
        (query(V1, Signature="vjbyPxybdZaNmGa+yT272YEAivE%3D"), "plus"),
        (query(V1, Signature="vjbyPxybdZaNmGa%20yT272YEAivE%3D"), "blank"),
        (query(V1, Signature="vjbyPxybdZaNmGa%252ByT272YEAivE%253D"), "twice-encoded"),
        (query(V1, Signature="vjbyPxybdZaNmGa%2ByT272YEAivE"), "length"),
        (query(V4, x_oss_signature="abcd"), "length"),
        (query(V1, Expires=f"{AT}000"), "milliseconds"),
        (query(V1, Expires="tomorrow"), "no-number"),
        (query(V4, x_oss_expires="604801"), "too-long"),
        (query(S3, X_Amz_Expires="0"), "too-long"),
        (query(V4, x_oss_date="2026-03-04T05:00:00Z"), "date-form"),
        (query(V4, x_oss_credential=KEY), "credential-form"),
        (query(V4, x_oss_credential=f"{KEY}/20260303/cn-hangzhou/oss/aliyun_v4_request"), "credential-day"),
        (query(V4, x_oss_signature_version="OSS4-HMAC-SHA1"), "version"),
        (query(V1, OSSAccessKeyId="STS.NTInvented"), "token"),
        (query(V4, x_oss_credential="STS.NTInvented/20260304/cn-hangzhou/oss/aliyun_v4_request"), "token"),
    ],
)
def test_each_fault_is_named_alone_and_in_words(report, knowledge, sent, fault):
    one = report(asked(sent))
    assert faults(one) == [fault]
    finding = next(finding for finding in found(one) if finding.id == "signed-url-missing-parameter")
    assert {knowledge.said(finding, "en"), knowledge.said(finding, "zh")}.isdisjoint({fault})


def test_a_blank_in_a_signature_that_a_program_printed_is_met(explain):
    url = f"http://{OSS_HOST}/a?{query(V1, Signature='vjbyPxybdZaNmGa yT272YEAivE=')}"
    body = (
        f"{{'status': 403, 'x-oss-request-id': '{ID}', 'url': '{url}', 'details': {{'Code': 'SignatureDoesNotMatch'}}}}"
    )
    assert faults(explain(body).reports[0]) == ["blank"]


@pytest.mark.parametrize(
    "sent",
    [
        query(V1, Signature="****"), query(V1, Signature="<redacted>"), query(V4, x_oss_credential="***"),
        query(V4, x_oss_credential="LTAI****/20260304/cn-hangzhou/oss/aliyun_v4_request"),
        query(V4, x_oss_expires="604800"), query(V1, OSSAccessKeyId="STS.NTInvented", security_token="CAIS"),
    ],
)  # fmt: skip
def test_what_is_masked_or_right_is_no_fault(report, sent):
    assert faults(report(asked(sent))) == []


@pytest.mark.parametrize(
    "sent", [query(V1, Expires="1"), query(V4, x_oss_signature="short"), query(S3, X_Amz_Date="x")]
)
def test_no_secret_stands_among_the_values(report, sent):
    text = repr([finding.values for finding in found(report(asked(sent)))])
    assert not [secret for secret in (KEY, "vjby", "abab", "cdcd", "INVENTED", "short") if secret in text]


# where nothing is to be found


@pytest.mark.parametrize(
    "sent",
    [
        "Expires=1772600767&Signature=abc&Key-Pair-Id=APKA", "GoogleAccessId=a&Expires=1772600767&Signature=abc",
        "x-oss-process=image/resize", "prefix=a&expires=never", "x-oss-signature-version=OSS2&x-oss-signature=abc", "",
    ],
)  # fmt: skip
def test_other_urls_are_left_alone(report, sent):
    assert found(report(asked(sent))) == []


def test_nothing_is_found_on_a_success_or_in_a_referer(report):
    assert found(report(asked(query(V1, Expires="1"), status="200 OK"))) == []
    referer = asked("").replace("Host:", f"Referer: https://{OSS_HOST}/a?{query(V1, Expires='1')}\nHost:")
    assert found(report(referer)) == []


def test_another_stores_url_is_not_taken_for_ours(report):
    sent = f"AccessKeyId=X&Expires={AT}&Signature=abc"
    assert found(report(asked(sent, host="b.obs.cn-north-4.myhuaweicloud.com", server="OBS"))) == []


@given(st.text(max_size=80), st.sampled_from([*V1, *V4, *S3]))
def test_no_url_makes_a_finder_fail(unbroken, text, name):
    text = text.replace("\n", "").replace("\r", "")
    unbroken(asked(query({**V1, **V4, **S3, name: text})) + asked(f"{name}={text}"))


# URLs as the vendors' own programs sign them


def of_oss2(oss2, sts, v4, parameters):
    token = {"auth_version": oss2.AUTH_VERSION_4 if v4 else oss2.AUTH_VERSION_1}
    auth = (
        oss2.StsAuth("STS.NTInvented", "s", "CAIS+/=", **token) if sts else (oss2.AuthV4 if v4 else oss2.Auth)(KEY, "s")
    )
    bucket = oss2.Bucket(auth, "https://oss-cn-hangzhou.aliyuncs.com", "bkt", region="cn-hangzhou")
    return bucket.sign_url("GET", "a b/c+d.png", 600, params=parameters, slash_safe=True)


@pytest.mark.parametrize("sts", [False, True])
@pytest.mark.parametrize("v4", [False, True])
def test_what_oss2_signs_has_no_fault(report, sts, v4):
    oss2 = pytest.importorskip("oss2")
    url = of_oss2(oss2, sts, v4, {"response-content-type": "text/plain"})
    one = report(asked(url.partition("?")[2], date=""))
    assert faults(one) == []
    assert values(one)["scheme"] == ("OSS V4" if v4 else "OSS V1")
    assert "response-content-type" in values(one)["signed"]
    assert ("security-token" in values(one)["signed"]) == sts


@pytest.mark.parametrize(("version", "scheme"), [("s3v4", "S3 V4"), ("s3", "S3 V2")])
def test_what_botocore_signs_has_no_fault(report, version, scheme):
    session = pytest.importorskip("botocore.session").get_session()
    client = session.create_client(
        "s3", region_name="cn-north-1", endpoint_url="https://s3.cn-north-1.jdcloud-oss.com",
        aws_access_key_id="JDC_INVENTED", aws_secret_access_key="s", aws_session_token="t+/=",
        config=pytest.importorskip("botocore.config").Config(signature_version=version),
    )  # fmt: skip
    url = client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=600)
    one = report(asked(url.partition("?")[2], host=JD_HOST, server="JDCloudOSS", date=""))
    assert faults(one) == []
    assert values(one)["scheme"] == scheme
