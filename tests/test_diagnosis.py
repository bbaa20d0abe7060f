"""Findings: the request ID, the clock inside it, contradictions; each with the characters that show it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.diagnosis import times

ID = "69A7BDBFAB12CD34EF56AB78"  # begins with 2026-03-04 05:06:07 UTC
DATE = "Wed, 04 Mar 2026 05:06:07 GMT"
HEAD = "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\n"


def found(report):
    return {finding.id: finding for finding in report.findings}


def answer(request_id=ID, date=DATE, body=""):
    lines = [f"x-oss-request-id: {request_id}"] if request_id else []
    lines += [f"Date: {date}"] if date else []
    return HEAD + "\n".join(lines) + "\n\n" + body


# the request ID


def test_a_missing_id_of_an_error_is_observed(report):
    assert "request-id-missing" in found(report(answer(request_id="")))


def test_a_missing_id_of_a_success_is_not(report):
    assert report("HTTP/1.1 200 OK\nServer: AliyunOSS\n").findings == ()


@pytest.mark.parametrize("masked", ["69A7BDBF****************", "69A7BDBFxxxxxxxxxxxxxxxx", "69A7BDBF..."])
def test_a_masked_id_is_observed(report, masked):
    finding = found(report(answer(masked)))["request-id-masked"]
    assert dict(finding.values) == {"request_id": masked}


def test_a_mask_in_one_place_is_none_where_another_is_whole(report):
    body = "<Error><RequestId>69A7BDBF****</RequestId></Error>"
    assert "request-id-masked" not in found(report(answer(body=body)))


def test_two_ids_that_differ_are_observed_with_both_places(report):
    text = answer(body="<Error><RequestId>69A7BDC00123456789ABCDEF</RequestId></Error>")
    finding = found(report(text))["request-ids-differ"]
    assert dict(finding.values) == {"first": "69A7BDC00123456789ABCDEF", "second": ID}
    assert [text[span.start : span.end] for span in finding.evidence] == ["69A7BDC00123456789ABCDEF", ID]


def test_the_same_id_twice_is_no_difference(report):
    assert "request-ids-differ" not in found(report(answer(body=f"<Error><RequestId>{ID}</RequestId></Error>")))


@pytest.mark.parametrize("header", ["x-request-id", "x-req-id"])
def test_the_id_of_a_gateway_is_no_copy_of_the_stores(report, header):
    text = answer().replace("Date:", f"{header}: 6f1c2a\nDate:")
    assert {name for name in found(report(text)) if name.startswith("request-id")} == {"request-id-time"}


# the clock in the ID


def test_the_id_begins_with_unix_seconds():
    assert times.id_time(ID) == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "request_id", ["5C3A9E0177B2D46F", "69A7BDBFAB12CD34EF56AB7", "69a7bdbfab12cd34ef56ab78", "00000000AB12CD34EF56AB78",
                   "FFFFFFFFAB12CD34EF56AB78", "69A7BDBFAB12CD34EF56AB78A", "not an id of any store !", ""],
)  # fmt: skip
def test_other_ids_hold_no_time(request_id):
    assert times.id_time(request_id) is None


def test_a_masked_id_still_holds_its_time():
    assert times.id_time("69A7BDBF****************") == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for_its_time(text):
    assert times.id_time(text) is None or len(text) >= 10


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (DATE, datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        (" Wed, 04 Mar 2026 05:06:07 GMT ", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("Wed, 31 Feb 2026 05:06:07 GMT", None),
        ("Wed, 04 Mar 2026 25:06:07 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_an_http_date_is_read(value, moment):
    assert times.http_date(value) == moment


def test_a_clock_that_nothing_confirms_is_inferred(report):
    one = report(answer(date=""))
    finding = found(one)["request-id-time"]
    values = {"verdict": "uncorroborated", "id_time": "2026-03-04 05:06:07 UTC"}
    assert (finding.grade, dict(finding.values)) == ("inferred", values)
    assert one.fact("id_time") == "2026-03-04 05:06:07 UTC"


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(0, "confirmed"), (2, "confirmed"), (-2, "confirmed"), (3, "contradicted"), (-90, "contradicted")],
)
def test_the_date_confirms_or_contradicts_it(report, seconds, verdict):
    date = f"{datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC) + timedelta(seconds=seconds):%a, %d %b %Y %H:%M:%S GMT}"
    finding = found(report(answer(date=date)))["request-id-time"]
    assert (finding.grade, dict(finding.values)["verdict"]) == ("computed", verdict)


def test_a_weekday_that_cannot_be_betrays_an_edited_date(report):
    one = found(report(answer(date="Mon, 05 Mar 2026 05:06:07 GMT")))
    assert dict(one["clock-impossible-weekday"].values)["weekday"] == "Mon"
    assert dict(one["request-id-time"].values)["verdict"] == "contradicted"


def test_another_stores_id_holds_no_clock(report):
    one = report(f"HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: {ID}\nDate: {DATE}\n")
    assert "request-id-time" not in found(one)
    assert one.fact("id_time") is None


# contradictions


@pytest.mark.parametrize(
    ("text", "name", "first", "second"),
    [
        (answer() .replace("\n\n", "\nx-oss-ec: 0003-00000001\n\n") + f"<Error><RequestId>{ID}</RequestId><EC>0003-00000002</EC></Error>",
         "EC", "0003-00000002", "0003-00000001"),
        (f"HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: {ID}\n\n<Error><statusCode>403</statusCode></Error>",
         "Status", "404", "403"),
        (answer(body=f"<Error><Code>A</Code><Code>B</Code><RequestId>{ID}</RequestId></Error>"), "Code", "A", "B"),
    ],
)  # fmt: skip
def test_values_that_disagree_are_observed(report, text, name, first, second):
    finding = found(report(text))["values-disagree"]
    assert finding.values[:3] == (("name", name), ("first", first), ("second", second))
    assert [text[span.start : span.end] for span in finding.evidence][-1].endswith(second)


@given(st.text(max_size=300))
def test_no_text_makes_a_finder_fail(unbroken, text):
    unbroken(f"HTTP/1.1 403 x\nServer: AliyunOSS\nDate: {text}\nx-oss-request-id: {text}\n\n<Error>{text}</Error>")
