"""The clock timeline: every clock of a capture, and what a difference between client and server looks like."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.catalog import duration
from inspector.diagnosis import times

ID = "69A7BDBFAB12CD34EF56AB78"
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)  # what the ID begins with


def http(moment):
    return f"{moment:%a, %d %b %Y %H:%M:%S GMT}"


def skewed(seconds, server="AliyunOSS", code="RequestTimeTooSkewed", extra="", request_id=ID):
    client = times.iso(AT + timedelta(seconds=seconds))
    return (
        f"HTTP/1.1 403 Forbidden\nServer: {server}\nx-oss-request-id: {request_id}\nDate: {http(AT)}\n"
        f"x-oss-server-time: 900000\n\n<Error><Code>{code}</Code><RequestId>{request_id}</RequestId>"
        f"<RequestTime>{client}</RequestTime><ServerTime>{times.iso(AT)}</ServerTime>{extra}</Error>"
    )


def clock_findings(report):
    return {finding.id: finding for finding in report.findings if finding.id.startswith("clock-")}


def sent(headers, code="AccessDenied", date=AT, server="AliyunOSS"):
    return (
        f"GET /a HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n{headers}\n\n"
        f"HTTP/1.1 403 Forbidden\nServer: {server}\nx-oss-request-id: {ID}\nDate: {http(date)}\n\n"
        f"<Error><Code>{code}</Code><RequestId>{ID}</RequestId></Error>"
    )


# what a difference looks like


@pytest.mark.parametrize(
    ("seconds", "ids", "verdict"),
    [
        (0, {"clock-within-limit"}, "agrees"),
        (600, {"clock-within-limit"}, "within-limit"),
        (-900, {"clock-within-limit"}, "within-limit"),
        (901, {"clock-skew"}, "skew"),
        (-5_000, {"clock-skew"}, "skew"),
        (-28_800, {"clock-skew", "clock-time-zone"}, "time-zone"),
        (28_797, {"clock-skew", "clock-time-zone"}, "time-zone"),
        (19_800, {"clock-skew", "clock-time-zone"}, "time-zone"),
        (16 * 3600, {"clock-skew"}, "skew"),
        (-86_402, {"clock-skew", "clock-day-off"}, "day-off"),
        (86_400 * 3 + 5, {"clock-skew", "clock-day-off"}, "day-off"),
        (-int(AT.timestamp()) + 40, {"clock-skew", "clock-reset"}, "reset"),
    ],
)
def test_a_difference_is_read(report, seconds, ids, verdict):
    one = report(skewed(seconds))
    assert set(clock_findings(one)) == ids
    assert next(moment.verdict for moment in one.timeline if moment.clock == "request-time") == verdict


def test_values_and_evidence_name_both_clocks(report):
    text = skewed(-28_800)
    finding = clock_findings(report(text))["clock-time-zone"]
    assert finding.grade == "inferred"
    assert dict(finding.values) == {
        "clock": "request-time",
        "time": "2026-03-03 21:06:07 UTC",
        "other_clock": "server-time",
        "other_time": "2026-03-04 05:06:07 UTC",
        "gap_seconds": "28800",
        "direction": "behind",
        "limit_seconds": "900",
    }
    assert [text[span.start : span.end] for span in finding.evidence] == [
        "2026-03-03T21:06:07Z",
        "2026-03-04T05:06:07Z",
    ]


@pytest.mark.parametrize(
    ("language", "pieces"),
    [("en", ("8 h behind the server's", "RequestTime", "15 m")), ("zh", ("慢 8 小时", "ServerTime", "15 分钟"))],
)
def test_keys_and_seconds_are_put_into_words(report, knowledge, language, pieces):
    said = knowledge.said(clock_findings(report(skewed(-28_800)))["clock-skew"], language)
    assert all(piece in said for piece in pieces), said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (59, "59 s"), (900, "15 m"), (87_899, "1 d 0 h 24 m 59 s")])
def test_a_duration_is_written_from_its_largest_unit(seconds, said):
    assert duration(seconds, lambda unit: unit[0]) == said


# whose limit


def test_the_limit_of_the_answer_goes_before_ours(report):
    told = "<MaxAllowedSkewMilliseconds>300000</MaxAllowedSkewMilliseconds>"
    assert set(clock_findings(report(skewed(600)))) == {"clock-within-limit"}
    assert set(clock_findings(report(skewed(600, extra=told)))) == {"clock-skew"}


def jd(seconds, code):
    body = f"<Error><statusCode>400</statusCode><Code>{code}</Code><RequestId>9DFB131D1820AD65</RequestId></Error>"
    date = times.iso(AT + timedelta(seconds=seconds)).replace("-", "").replace(":", "")
    return (
        f"GET /a HTTP/1.1\nHost: b.s3.cn-north-1.jdcloud-oss.com\nx-amz-date: {date}\n\n"
        f"HTTP/1.1 400 x\nServer: JDCloudOSS\nDate: {http(AT)}\n\n{body}"
    )


def test_a_store_without_a_documented_limit_is_judged_only_by_its_own_refusal(report):
    assert clock_findings(report(jd(-3600, "AccessDenied"))) == {}
    assert clock_findings(report(jd(-30, "RequestTimeTooSkewed"))) == {}
    refused = clock_findings(report(jd(-3600, "RequestTimeTooSkewed")))
    assert set(refused) == {"clock-skew", "clock-time-zone"}
    assert "limit_seconds" not in dict(refused["clock-skew"].values)


def test_a_foreign_answer_gets_no_limit_of_ours(report):
    one = report(sent(f"Date: {http(AT - timedelta(hours=2))}", server="tencent-cos").replace("x-oss", "x-cos"))
    assert clock_findings(one) == {}
    assert [moment.verdict for moment in one.timeline] == ["differs", ""]


# which clocks there are


def test_all_clocks_stand_in_order_of_time(report):
    text = sent(f"Date: {http(AT - timedelta(seconds=4))}\nx-oss-date: 20260304T050605Z")
    assert [(moment.clock, moment.time, moment.verdict) for moment in report(text).timeline] == [
        ("request-date", "2026-03-04T05:06:03Z", "within-limit"),
        ("x-oss-date", "2026-03-04T05:06:05Z", "agrees"),
        ("date", "2026-03-04T05:06:07Z", ""),
        ("id-time", "2026-03-04T05:06:07Z", "agrees"),
    ]


def test_the_duration_that_the_server_took_is_no_clock(report):
    assert {moment.clock for moment in report(skewed(0)).timeline} == {"request-time", "server-time", "date", "id-time"}


def test_a_success_gets_its_clocks_but_no_verdict_of_the_client(report):
    one = report(
        sent(f"Date: {http(AT - timedelta(hours=8))}").replace("403 Forbidden", "200 OK").partition("<Error>")[0]
    )
    assert clock_findings(one) == {}
    assert len(one.timeline) == 3


def test_a_small_difference_is_told_only_where_clocks_are_the_question(report):
    assert clock_findings(report(sent(f"Date: {http(AT - timedelta(seconds=5))}"))) == {}
    assert set(clock_findings(report(sent(f"Date: {http(AT - timedelta(seconds=500))}")))) == {"clock-within-limit"}


def test_an_edited_capture_says_nothing_of_the_client(report):
    text = sent(f"Date: {http(AT)}", date=datetime(2029, 3, 5, 5, 6, 7, tzinfo=UTC))
    assert clock_findings(report(text)) == {}


def test_a_reset_clock_is_told_without_the_servers(report):
    text = (
        sent("Date: Thu, 01 Jan 1970 08:00:12 GMT").replace(ID, "1D842BC5425544BB").replace(f"Date: {http(AT)}\n", "")
    )
    finding = clock_findings(report(text))["clock-reset"]
    assert dict(finding.values) == {"clock": "request-date", "time": "1970-01-01 08:00:12 UTC"}


# weekdays


@pytest.mark.parametrize("status", ["403 Forbidden", "200 OK"])
def test_a_weekday_that_cannot_be_is_computed(report, status):
    text = f"HTTP/1.1 {status}\nServer: AliyunOSS\nx-oss-request-id: {ID}\nDate: Thu, 11 Aug 2019 01:44:54 GMT\n"
    finding = clock_findings(report(text))["clock-impossible-weekday"]
    assert dict(finding.values) == {
        "clock": "date", "date": "Thu, 11 Aug 2019 01:44:54 GMT", "weekday": "Thu", "right_weekday": "Sun",
    }  # fmt: skip
    assert [text[span.start : span.end] for span in finding.evidence] == ["Thu, 11 Aug 2019 01:44:54 GMT"]


def test_the_weekday_is_that_of_the_dates_own_zone(report):
    value = "Tue Mar 03 2026 01:12:15 GMT+0800"  # still Monday in UTC
    assert times.weekday_of(value, times.read(value)) is None


# reading times

MARCH = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "Wed, 04 Mar 2026 05:06:07 GMT", "WED, 04 Mar 2026 13:06:07 +0800", "Wednesday, 04-Mar-26 05:06:07 GMT",
        "Wed Mar  4 05:06:07 2026", "Wed Mar 04 2026 13:06:07 GMT+0800 (中国标准时间)", "2026-03-04T05:06:07Z",
        "2026-03-04T05:06:07.123Z", "2026-03-04 05:06:07 +0000 UTC", "2026-03-04 13:06:07+08:00",
        "2026-03-04 05:06:07 UTC", "20260304T050607Z", "1772600767",
    ],
)  # fmt: skip
def test_every_form_of_time_is_read(value):
    assert times.read(value) == MARCH


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2026-03-04 05:06:07", "Wed, 31 Feb 2026 05:06:07 GMT", "2026-13-04T05:06:07Z", "0001-01-01T00:00:00+08:00",
     "9999-12-31T23:59:59-08:00", "Wed, 04 Mar 2026 05:06:07 +9900", "Wed, 04 Mär 2026 05:06:07 GMT", "1" * 400, "137"],
)  # fmt: skip
def test_what_is_no_time_or_has_no_zone_is_not_read(value):
    assert times.read(value) is None


PIECES = [*"0123456789TZ:-+ ,.", "Mar", "Wed", "GMT", "2026-03-04", "05:06:07"]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_may_be_asked_for_its_time(text):
    if moment := times.read(text):
        assert times.shown(moment)
        assert times.iso(moment)
        assert times.weekday_of(text, moment) is None or len(times.weekday_of(text, moment)) == 2


def test_every_verdict_and_clock_is_worded(knowledge):
    verdicts = "agrees differs within-limit skew time-zone day-off reset impossible-weekday uncorroborated signed valid expired no-server-clock"
    clocks = "request-date x-oss-date x-amz-date signing-time expires request-time server-time date timestamp id-time"
    for kind, keys in (("clock-verdict", verdicts), ("clock", clocks)):
        for key in keys.split():
            assert {knowledge.text(kind, key, language) for language in ("en", "zh")}.isdisjoint({key})
