"""A ticket holds what support needs, in two languages and two forms, and nothing that is secret or acts."""

import copy
import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.diagnosis.times import in_zones
from inspector.model import Exchange, Fact, Report, Span
from inspector.redact import find_secrets
from inspector.ticket import Style, labels, write

TABLE = tomllib.loads((Path(__file__).parents[1] / "resources/catalog/ticket.toml").read_text("utf-8"))
LABELS = labels(TABLE)
BEIJING = timezone(timedelta(hours=8))
ALIYUN = {
    "http_status": "403",
    "code": "SignatureDoesNotMatch",
    "message": "The request signature we calculated does not match the signature you provided.",
    "request_id": "57ABD896CCB80C366955AAAA",
    "host_id": "examplebucket.oss-cn-hangzhou.aliyuncs.com",
    "ec": "0002-00000040",
    "recommend_doc": "https://api.aliyun.com/troubleshoot?q=0002-00000040",
    "bucket": "examplebucket",
    "region": "cn-hangzhou",
    "date": "Thu, 11 Aug 2016 01:44:54 GMT",
    "id_time": "2016-08-11 01:44:54 UTC",
}
JD = {
    "http_status": "404",
    "code": "NoSuchBucket",
    "message": "The specified bucket does not exist",
    "request_id": "956F69119AE3958B",
    "bucket": "b1",
    "region": "cn-north-1",
}


def report(facts):
    return Report(Exchange(Span(0, 0)), facts=tuple(Fact(name, value, "test") for name, value in facts.items()))


def ticket(facts, provider="aliyun-oss", language="en", *, markdown=False, name="", **more):
    return write(report(facts), Style(provider, language, markdown, name), LABELS, BEIJING, **more).text


def test_plain_english():
    assert ticket(ALIYUN, tried=["Checked the key", " "]) == (
        "[OSS] 403 SignatureDoesNotMatch (EC 0002-00000040)\n"
        "\n"
        "Please look into this failed request to Alibaba Cloud OSS.\n"
        "\n"
        "Request ID: 57ABD896CCB80C366955AAAA\n"
        "Time: 2016-08-11 01:44:54 UTC = 2016-08-11 09:44:54 +08:00\n"
        "HTTP status: 403\n"
        "Error code: SignatureDoesNotMatch\n"
        "EC: 0002-00000040\n"
        "Bucket: examplebucket\n"
        "Region: cn-hangzhou\n"
        "Endpoint: examplebucket.oss-cn-hangzhou.aliyuncs.com\n"
        "Message: The request signature we calculated does not match the signature you provided.\n"
        "Document: https://api.aliyun.com/troubleshoot?q=0002-00000040\n"
        "Already tried:\n"
        "- Checked the key\n"
    )


def test_plain_chinese_of_jd_cloud():
    assert ticket(JD, "jdcloud-oss", "zh") == (
        "[OSS] 404 NoSuchBucket\n\n请协助排查以下京东云 OSS 请求失败的问题。\n\n请求 ID：956F69119AE3958B\nHTTP 状态码：404\n错误码：NoSuchBucket\n"
        "Bucket：b1\n地域：cn-north-1\n错误信息：The specified bucket does not exist\n"
    )


def test_markdown():
    text = ticket(ALIYUN, markdown=True, tried=["Read the *guide*"])
    assert text.startswith("### [OSS] 403 SignatureDoesNotMatch (EC 0002-00000040)\n\nPlease look into")
    assert "| Request ID | `57ABD896CCB80C366955AAAA` |\n" in text
    assert "\n```text\nThe request signature we calculated" in text
    assert text.endswith("**Already tried**\n\n- Read the &#42;guide&#42;\n")


@pytest.mark.parametrize("provider", ["aliyun-oss", "jdcloud-oss"])
@pytest.mark.parametrize("markdown", [False, True])
def test_both_languages_hold_the_same_values(provider, markdown):
    facts = ALIYUN if provider == "aliyun-oss" else JD
    english, chinese = (ticket(facts, provider, language, markdown=markdown) for language in ("en", "zh"))
    for name in facts.keys() - {"date", "id_time"}:
        assert facts[name] in english
        assert facts[name] in chinese
    assert english.count("\n") == chinese.count("\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_jd_is_never_asked_for_the_second_id(language):
    assert "x-amz-id-2" not in ticket(JD, "jdcloud-oss", language).lower()


def test_empty_fields_are_left_out_with_their_label():
    assert ticket({"code": "AccessDenied", "bucket": " ", "ec": ""}) == (
        "[OSS] AccessDenied\n\nPlease look into this failed request to Alibaba Cloud OSS.\n\nError code: AccessDenied\n"
    )


def test_other_providers_get_the_neutral_form():
    assert "failed request to MinIO." in ticket(JD, "minio", name="MinIO")
    assert "failed object storage request." in ticket(JD, None)
    assert "{{ }} %s" in ticket(JD, "x", name="{{ }} %s")


@pytest.mark.parametrize("markdown", [False, True])
def test_masked_request_id_says_so(markdown):
    assert "(masked in the capture)" in ticket(ALIYUN | {"request_id": "57ABD896CCB80C36****"}, markdown=markdown)


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (
            {"server_time": "2025-02-03T02:55:25.000Z"},
            "Time: 2025-02-03 02:55:25 UTC = 2025-02-03 10:55:25 +08:00",
        ),
        (
            {"id_time": "2025-02-03 02:55:25 UTC"},
            "Time (inferred from the request ID): 2025-02-03 02:55:25 UTC = 2025-02-03 10:55:25 +08:00",
        ),
        ({"date": "yesterday"}, "Time: yesterday"),
        ({"date": "Sat, 31 Dec 9999 23:59:59 GMT"}, "Time: Sat, 31 Dec 9999 23:59:59 GMT"),
        ({"server_time": "2025-99-03T02:55:25Z"}, "Time: 2025-99-03T02:55:25Z"),
    ],
)
def test_time(facts, line):
    assert ticket(facts).splitlines()[-1] == line


def test_where_the_computer_counts_in_utc_the_ticket_says_the_time_in_china_too():
    told = write(report({"date": ALIYUN["date"]}), Style("aliyun-oss", "en"), LABELS, UTC).text
    assert told.splitlines()[-1] == "Time: 2016-08-11 01:44:54 UTC = 2016-08-11 09:44:54 +08:00"


def test_where_a_zone_does_not_reach_the_time_is_told_in_utc_alone():
    class NoLocalTime(tzinfo):
        """As Windows has it before 1970."""

        def fromutc(self, moment):
            raise OSError(22, "Invalid argument")

    assert in_zones(datetime(1960, 1, 2, tzinfo=UTC), NoLocalTime()) == "1960-01-02 00:00:00 UTC"
    assert in_zones(datetime.max.replace(tzinfo=UTC), UTC) == "9999-12-31 23:59:59 UTC"


def test_two_regions_are_told_apart():
    lines = ticket({**ALIYUN, "bucket_region": "cn-beijing"}).splitlines()
    assert [line for line in lines if "egion" in line] == [
        "Region of the endpoint: cn-hangzhou",
        "Region of the bucket: cn-beijing",
    ]


def test_id_time_gives_way_to_a_clock():
    assert "inferred" not in ticket(ALIYUN)


@pytest.mark.parametrize("markdown", [False, True])
def test_template_commands_in_a_value_stay_text(markdown):
    message = "{c.__init__.__globals__} {0:>1000000000} ${request_id} {{RequestId}} {{provider}} %s %(x)s"
    assert message in ticket({"message": message}, "other", name="X", markdown=markdown)


def test_value_of_several_lines_forges_no_row():
    text = ticket({"message": "a\r\nRequest ID: FORGED\rEC: x", "bucket": "b\nEC: y"})
    assert not re.search(r"^(Request ID|EC):", text, re.MULTILINE)


def test_unseen_characters_are_shown():
    assert "a<U+202E>b<U+0000>" in ticket({"message": "a\u202eb\x00"})


@pytest.mark.parametrize("markdown", [False, True])
def test_secrets_of_the_capture_are_hidden(markdown):
    known = find_secrets("OSSAccessKeyId=LTAI5tInvented0001&Signature=abcDEF123%2B456%3D")
    message = "got abcDEF123+456= and https://h/o?Expires=1&Signature=zzz999yyy"
    text = ticket(
        {"message": message},
        markdown=markdown,
        tried=["key LTAI5tInvented0001", "password: hunter2"],
        known=known,
    )
    for secret in ("abcDEF123", "zzz999yyy", "LTAI5tInvented0001", "hunter2"):
        assert secret not in text
    assert "‹AccessKeyId LTAI…›" in text


def test_a_secret_in_the_title_is_hidden_before_its_escapes_are_escaped():
    written = "".join(f"\\u{ord(letter):04x}" for letter in "q8Wz3RtYu7IoPlKjHg5Fd2Sa9Zx1Cv")
    told = ticket({**ALIYUN, "ec": written}, markdown=True, known=["q8Wz3RtYu7IoPlKjHg5Fd2Sa9Zx1Cv"])
    assert "0050" not in told


def test_hidden_places_are_counted():
    assert write(report({"message": "Signature=abc123"}), Style("aliyun-oss", "en"), LABELS, BEIJING).hidden == 1


@settings(max_examples=300, deadline=None)
@given(st.text("`~ab \n|\\<", max_size=60))
def test_no_value_leaves_its_place_in_markdown(value):
    text = ticket({"message": value, "bucket": value, "code": "X"}, markdown=True)
    shown = value.strip()
    if shown:
        block = text.split("**Message**\n\n")[1]
        fence = re.match("`+", block)[0]
        assert block == f"{fence}text\n{shown}\n{fence}\n"
        assert f"\n{fence}" not in f"\n{shown}"
    rows = [line for line in text.partition("**Message**")[0].splitlines() if line.startswith("|")]
    assert all(row.count("|") == 3 and row.count("`") in {0, 2} for row in rows)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda table: table["label"].pop("ec"), "label: missing"),
        (lambda table: table["label"].update(extra={"en": "a", "zh": "b"}), "unknown ['extra']"),
        (lambda table: table["label"]["ec"].pop("zh"), "label.ec: missing ['zh']"),
        (lambda table: table["label"].update(ec="EC"), "label.ec: a table"),
        (lambda table: table["mark"]["colon"].update(en=" "), "mark.colon.en"),
        (lambda table: table["mark"]["colon"].update(en=1), "mark.colon.en"),
        (lambda table: table["opening"]["other"].update(en="no name"), "opening.other.en"),
        (lambda table: table["label"]["ec"].update(en="{{ec}}"), "label.ec.en"),
        (lambda table: table.pop("mark"), "ticket: missing"),
    ],
)
def test_labels_are_checked(change, place):
    table = copy.deepcopy(TABLE)
    change(table)
    with pytest.raises(ValueError, match=re.escape(place)):
        labels(table)
