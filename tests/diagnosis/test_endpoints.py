"""The endpoint reader: hosts taken apart, the endpoint to use instead, and each way in which one can be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.diagnosis import endpoint_parts, endpoints

OSS = "Server: AliyunOSS\nx-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n"
JD = "Server: JDCloudOSS\nx-amz-request-id: 5C3A9E0177B2D46F\n"
HANGZHOU = "photos.oss-cn-hangzhou.aliyuncs.com"


DENIED = {"status": 403, "code": "AccessDenied", "message": "no", "more": "", "head": OSS, "sent": ""}


def answer(host=HANGZHOU, target="/a.txt", **changed):
    one = {**DENIED, **changed}
    return (
        f"GET {target} HTTP/1.1\nHost: {host}\n{one['sent']}\nHTTP/1.1 {one['status']} x\n{one['head']}\n"
        f"<Error><Code>{one['code']}</Code><Message>{one['message']}</Message>{one['more']}</Error>"
    )


@pytest.fixture
def found(report, knowledge):
    return lambda text: {one.id: one for one in endpoints.find(report(text), knowledge).findings}


def values(finding):
    return dict(finding.values)


# the parts


@pytest.mark.parametrize(
    ("host", "target", "parts"),
    [
        (HANGZHOU, "/", ("photos", "cn-hangzhou", "public", "virtual")),
        ("photos.oss-cn-hangzhou-internal.aliyuncs.com", "/", ("photos", "cn-hangzhou", "internal", "virtual")),
        ("photos.vpc100-oss-cn-hangzhou.aliyuncs.com", "/", ("photos", "cn-hangzhou", "internal", "virtual")),
        ("photos.cn-hangzhou.oss.aliyuncs.com", "/", ("photos", "cn-hangzhou", "dual-stack", "virtual")),
        ("photos.oss-accelerate.aliyuncs.com", "/", ("photos", None, "accelerate", "virtual")),
        ("photos.s3.oss-cn-hangzhou.aliyuncs.com", "/", ("photos", "cn-hangzhou", "public", "virtual")),
        ("oss-cn-hangzhou.aliyuncs.com:443", "/photos/a.txt", ("photos", "cn-hangzhou", "public", "path")),
        ("oss-cn-hangzhou.aliyuncs.com", "/", (None, "cn-hangzhou", "public", "none")),
    ],
)
def test_a_host_is_taken_apart(found, knowledge, host, target, parts):
    finding = found(answer(host, target, code="NoSuchBucket", status=404))["endpoint-parts"]
    told = values(finding)
    assert finding.grade == "computed"
    assert (told.get("bucket"), told.get("region"), told["network"], told["style"]) == parts
    if told.get("region"):
        assert "China (Hangzhou)" in knowledge.said(finding, "en")
        assert "华东1（杭州）" in knowledge.said(finding, "zh")


@pytest.mark.parametrize(
    ("changed", "given"),
    [
        ({}, False),
        ({"code": "NoSuchKey", "status": 404}, False),
        ({"message": "Please use virtual hosted style to access."}, True),
        ({"status": 307, "code": "TemporaryRedirect"}, True),
        ({"host": "photos.oss-cn-hangzhou-internal.aliyuncs.com"}, True),
        ({"host": "oss-cn-hangzhou.aliyuncs.com", "target": "/photos/a.txt"}, True),
        ({"host": "photos.s3.cn-north-1.jdcloud-oss.com", "head": JD}, False),
        ({"host": "s3.cn-north-1.jdcloud-oss.com", "target": "/photos/a.txt", "head": JD}, True),
    ],
)
def test_parts_are_told_only_where_they_explain(found, changed, given):
    assert ("endpoint-parts" in found(answer(**changed))) is given


def test_a_domain_that_is_no_endpoint_is_told(found):
    finding = found(answer("img.example.com"))["endpoint-custom-domain"]
    assert (finding.grade, values(finding)) == ("inferred", {"host": "img.example.com"})
    assert set(found(answer("203.0.113.7:80"))) == {"endpoint-address"}
    assert found(answer("oss-console.aliyuncs.com")) == {}
    assert found(answer("img.****.com")) == {}
    assert found(answer("localhost")) == {}


# another endpoint


@pytest.mark.parametrize("named", ["oss-cn-beijing.aliyuncs.com", "photos.oss-cn-beijing.aliyuncs.com"])
def test_the_endpoint_that_the_answer_names_replaces_the_one_used(found, named):
    text = answer(more=f"<Endpoint>{named}</Endpoint>")
    finding = found(text)["endpoint-replace"]
    assert finding.grade == "observed"
    assert values(finding) == {
        "endpoint": "oss-cn-beijing.aliyuncs.com",
        "used": "oss-cn-hangzhou.aliyuncs.com",
        "region": "cn-beijing",
    }
    assert [text[span.start : span.end] for span in finding.evidence] == [named, HANGZHOU]


@pytest.mark.parametrize("named", ["oss-cn-hangzhou.aliyuncs.com", "oss-cn-****.aliyuncs.com", "no host", ""])
def test_nothing_is_to_replace(found, named):
    assert "endpoint-replace" not in found(answer(more=f"<Endpoint>{named}</Endpoint>"))


def test_an_endpoint_that_a_program_prints_may_be_its_own(found):
    text = 'oss: service returned error: StatusCode=403, ErrorCode={}, ErrorMessage="{}", RequestId=69A7BDBFAB12CD34EF56AB78, Endpoint=oss-cn-beijing.aliyuncs.com'
    wrong = "The bucket you are attempting to access must be addressed using the specified endpoint."
    assert "endpoint-replace" in found(text.format("AccessDenied", wrong))
    assert "endpoint-replace" not in found(text.format("AccessDenied", "You have no right."))


def test_another_store_names_its_endpoint_too(found):
    head = "x-amz-request-id: 5C3A9E0177B2D46F\nx-amz-id-2: a/b+c\nServer: AmazonS3\n"
    text = answer("photos.s3.amazonaws.com", status=301, code="PermanentRedirect", head=head,
                  more="<Endpoint>photos.s3-us-west-1.amazonaws.com</Endpoint>")  # fmt: skip
    assert set(found(text)) == {"endpoint-replace"}


# the spelling of the region


def unresolved(host):
    return f'Get "http://{host}/a.txt": dial tcp: lookup {host} on 10.0.0.2:53: no such host'


@pytest.mark.parametrize(
    ("endpoint", "meant"),
    [
        ("oss-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("oss-beijing-internal.aliyuncs.com", "cn-beijing"),
        ("oss-cn-hangzou.aliyuncs.com", "cn-hangzhou"),
        ("oss-cn-hangzhuo.aliyuncs.com", "cn-hangzhou"),
        ("oss-oss-cn-shanghai.aliyuncs.com", "cn-shanghai"),
        ("s3.north-1.jdcloud-oss.com", "cn-north-1"),
        ("oss-cn-hangzhou.aliyuncs.com", None),
        ("oss-cn-hzjbp-a-internal.aliyuncs.com", None),
        ("oss-ap-southeast-8.aliyuncs.com", None),
        ("oss-us-west-2.aliyuncs.com", None),
        ("oss-cn-nowhere.aliyuncs.com", None),
    ],
)
def test_a_region_that_no_table_knows(found, endpoint, meant):
    finding = found(unresolved(f"photos.{endpoint}")).get("endpoint-region-spelling")
    assert (finding and values(finding)["meant"]) == meant
    assert finding is None or finding.grade == "inferred"


def test_the_region_in_the_scope_of_a_signature_is_read(found):
    scope = "Authorization: OSS4-HMAC-SHA256 Credential=LTAIexample/20260304/{}/oss/aliyun_v4_request,Signature=00\n"
    finding = found(answer(sent=scope.format("oss-cn-hangzhou"), code="InvalidArgument"))["endpoint-region-spelling"]
    assert values(finding)["meant"] == "cn-hangzhou"
    assert "endpoint-region-spelling" not in found(answer(sent=scope.format("cn-hangzhou")))
    assert "endpoint-region-spelling" not in found(answer(sent=scope.format("cn-beijing")))


def test_an_answer_proves_that_the_region_exists(found):
    assert "endpoint-region-spelling" not in found(answer("photos.oss-cn-hangzou.aliyuncs.com"))


@given(st.text(alphabet="abc-1", max_size=6), st.text(alphabet="abc-1", max_size=6))
def test_one_edit_is_what_a_full_count_says(one, other):
    def edits(left, right):
        swapped = {left[:at] + left[at : at + 2][::-1] + left[at + 2 :] for at in range(len(left))}
        dropped = {left[:at] + left[at + 1 :] for at in range(len(left))}
        changed = {left[:at] + letter + left[at + 1 :] for at in range(len(left)) for letter in "abc-1"}
        return right in swapped | dropped | changed or left in {
            right[:at] + right[at + 1 :] for at in range(len(right))
        }

    assert endpoint_parts._one_edit(one, other) is (one != other and edits(one, other))


# internal endpoints, STS, HTTPS, the bucket twice


INTERNAL = "photos.oss-cn-hangzhou-internal.aliyuncs.com"
TIMED_OUT = f"Connect to {INTERNAL}:80 [{INTERNAL}/100.118.28.45] failed: connect timed out"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"curl: (28) Failed to connect to {INTERNAL} port 443: Connection timed out", None),
        (f"com.aliyun.oss.ClientException: {TIMED_OUT}\n[ErrorCode]: ConnectionTimeout\n", "100.118.28.45"),
        (f'Get "https://{INTERNAL}/a": dial tcp 100.118.28.45:443: i/o timeout', "100.118.28.45"),
    ],
)  # fmt: skip
def test_an_internal_endpoint_asked_from_outside(found, text, address):
    finding = found(text)["endpoint-internal"]
    assert finding.grade == "inferred"
    assert values(finding).get("address") == address
    assert values(finding)["endpoint"] == "oss-cn-hangzhou.aliyuncs.com"
    assert finding.evidence


@pytest.mark.parametrize(
    "text",
    [
        unresolved(INTERNAL),
        answer(INTERNAL),
        f'Get "https://{HANGZHOU}/a": dial tcp 47.110.0.1:443: i/o timeout',
        f"HTTP/1.1 200 OK\n{OSS}",
    ],
)
def test_nothing_shows_that_it_was_asked_from_outside(found, text):
    assert "endpoint-internal" not in found(text)


def test_a_host_of_sts_is_no_endpoint_of_oss(found):
    finding = found(answer("photos.sts.cn-hangzhou.aliyuncs.com", head="x-acs-request-id: 1\n"))["endpoint-sts"]
    assert values(finding)["endpoint"] == "oss-cn-hangzhou.aliyuncs.com"
    signed = "Authorization: OSS LTAIexample:c2lnbmF0dXJl\n"
    assert "endpoint-sts" in found(answer("sts.aliyuncs.com", sent=signed, head="x-acs-request-id: 1\n"))


def test_a_call_of_sts_itself_goes_there_by_right(found):
    assert found(answer("sts.cn-hangzhou.aliyuncs.com", "/?Action=AssumeRole", head="x-acs-request-id: 1\n")) == {}


def test_https_is_asked_for_in_words_or_by_a_redirect(found):
    html = (
        f"HTTP/1.1 400 Bad Request\n{OSS}\n<html><center>The plain HTTP request was sent to HTTPS port</center></html>"
    )
    assert found(html)["endpoint-http"].grade == "observed"
    location = OSS + "Location: https://{}/a.txt\n"
    assert found(answer(status=301, head=location.format(HANGZHOU)))["endpoint-http"].grade == "computed"
    assert "endpoint-http" not in found(answer(status=301, head=location.format("img.example.com")))
    assert "endpoint-http" not in found(answer())


@pytest.mark.parametrize(
    ("text", "id_", "grade"),
    [
        (unresolved(f"photos.{HANGZHOU}"), "endpoint-bucket-twice", "computed"),
        (answer(f"photos.{HANGZHOU}"), "endpoint-bucket-twice", "computed"),
        (answer(target="/photos/a.txt", code="NoSuchKey", status=404), "endpoint-bucket-twice", "inferred"),
        (answer(f"mine.{HANGZHOU}", code="InvalidBucketName"), "endpoint-two-buckets", "inferred"),
    ],
)
def test_the_bucket_twice(found, text, id_, grade):
    assert found(text)[id_].grade == grade


@pytest.mark.parametrize(
    "text",
    [answer(target="/photos/a.txt"), answer(target="/photosets/a.txt", status=404), answer("photos.s3.oss-accelerate.aliyuncs.com")],
)  # fmt: skip
def test_the_bucket_once(found, text):
    assert not {"endpoint-bucket-twice", "endpoint-two-buckets"} & set(found(text))


# where nothing is to be said


@pytest.mark.parametrize(
    "text",
    [
        f"GET /a HTTP/1.1\nHost: {INTERNAL}\n\nHTTP/1.1 200 OK\n{OSS}",
        f"GET /a HTTP/1.1\nHost: img.example.com\n\nHTTP/1.1 206 Partial Content\n{OSS}",
        answer("photos.s3.amazonaws.com", code="NoSuchBucket", status=404, head="Server: AmazonS3\nx-amz-id-2: a/b\n"),
        answer("photos-1250000000.cos.ap-beijing.myqcloud.com", status=404, code="NoSuchBucket",
               head="Server: tencent-cos\nx-cos-request-id: NjY4\n"),
        "HTTP/1.1 404 Not Found\n\nnothing of a store",
    ],
)  # fmt: skip
def test_nothing_is_found_on_success_and_on_other_stores(explain, knowledge, text):
    assert [endpoints.find(one, knowledge).findings for one in explain(text).reports] in ([()], [])


def test_every_wording_reads_well(found, knowledge):
    texts = [answer(INTERNAL), answer("img.example.com"), answer("203.0.113.7"), unresolved(f"photos.{HANGZHOU}"),
             unresolved("photos.oss-hangzhou.aliyuncs.com"), answer(more="<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>")]  # fmt: skip
    for text in texts:
        for finding in found(text).values():
            for language in ("en", "zh"):
                said = knowledge.said(finding, language)
                assert finding.id != said
                assert "{{" not in said
                assert "  " not in said


@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_makes_it_fail(unbroken, host, endpoint):
    unbroken(answer(host, f"/{endpoint}", more=f"<Endpoint>{endpoint}</Endpoint>"))
    unbroken(unresolved(f"{host}.oss-{endpoint}.aliyuncs.com"))
