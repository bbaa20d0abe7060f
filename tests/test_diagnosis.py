"""Findings: the request ID, the clock inside it, contradictions; each with the characters that show it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.diagnosis import clocks

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
    assert set(found(report(answer(request_id="")))) == {"request-id-missing"}


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
    assert set(found(report(text))) == {"id-time-confirmed"}


# the clock in the ID


def test_the_id_begins_with_unix_seconds():
    assert clocks.id_time(ID) == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "request_id", ["5C3A9E0177B2D46F", "69A7BDBFAB12CD34EF56AB7", "69a7bdbfab12cd34ef56ab78", "00000000AB12CD34EF56AB78",
                   "FFFFFFFFAB12CD34EF56AB78", "69A7BDBFAB12CD34EF56AB78A", "not an id of any store !", ""],
)  # fmt: skip
def test_other_ids_hold_no_time(request_id):
    assert clocks.id_time(request_id) is None


def test_a_masked_id_still_holds_its_time():
    assert clocks.id_time("69A7BDBF****************") == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for_its_time(text):
    assert clocks.id_time(text) is None or len(text) == 24


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
    assert clocks.http_date(value) == moment


def test_a_clock_that_nothing_confirms_is_inferred(report):
    one = report(answer(date=""))
    finding = found(one)["id-time"]
    assert (finding.grade, dict(finding.values)) == ("inferred", {"id_time": "2026-03-04 05:06:07 UTC"})
    assert one.fact("id_time") == "2026-03-04 05:06:07 UTC"


@pytest.mark.parametrize(
    ("seconds", "finding"),
    [
        (0, "id-time-confirmed"),
        (2, "id-time-confirmed"),
        (-2, "id-time-confirmed"),
        (3, "id-time-contradicted"),
        (-90, "id-time-contradicted"),
    ],
)
def test_the_date_confirms_or_contradicts_it(report, seconds, finding):
    date = f"{datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC) + timedelta(seconds=seconds):%a, %d %b %Y %H:%M:%S GMT}"
    one = found(report(answer(date=date)))
    assert one[finding].grade == "computed"
    assert set(one) == {finding}


def test_a_weekday_that_cannot_be_betrays_an_edited_date(report):
    finding = found(report(answer(date="Mon, 05 Mar 2026 05:06:07 GMT")))["date-impossible"]
    assert dict(finding.values)["weekday"] == "Mon"


def test_another_stores_id_holds_no_clock(report):
    one = report(f"HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: {ID}\nDate: {DATE}\n")
    assert one.findings == ()
    assert one.fact("id_time") is None


# contradictions


@pytest.mark.parametrize(
    ("text", "name", "first", "second"),
    [
        (answer() .replace("\n\n", "\nx-oss-ec: 0003-00000001\n\n") + f"<Error><RequestId>{ID}</RequestId><EC>0003-00000002</EC></Error>",
         "ec", "0003-00000002", "0003-00000001"),
        (f"HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: {ID}\n\n<Error><statusCode>403</statusCode></Error>",
         "http_status", "404", "403"),
        (answer(body=f"<Error><Code>A</Code><Code>B</Code><RequestId>{ID}</RequestId></Error>"), "code", "A", "B"),
    ],
)  # fmt: skip
def test_values_that_disagree_are_observed(report, text, name, first, second):
    finding = found(report(text))["values-differ"]
    assert dict(finding.values) == {"name": name, "first": first, "second": second}
    assert [text[span.start : span.end] for span in finding.evidence][-1].endswith(second)


def denial(policy, message):
    detail = f"<AccessDeniedDetail><PolicyType>{policy}</PolicyType><AuthAction>oss:GetObject</AuthAction></AccessDeniedDetail>"
    return answer(
        body=f"<Error><Code>AccessDenied</Code><Message>{message}</Message><RequestId>{ID}</RequestId>{detail}</Error>"
    )


def test_a_denial_names_its_policy(report):
    finding = found(report(denial("BucketPolicy", "Access denied by bucket policy.")))["denied-by"]
    assert dict(finding.values) == {"policy_type": "BucketPolicy", "auth_action": "oss:GetObject"}


def test_a_message_that_blames_the_wrong_policy_is_told(report):
    blamed = "message-contradicts-detail"
    assert blamed in found(report(denial("AccountLevelIdentityBasedPolicy", "Access denied by bucket policy.")))
    assert blamed not in found(report(denial("BucketPolicy", "Access denied by bucket policy.")))
    assert blamed not in found(
        report(denial("AccountLevelIdentityBasedPolicy", "You have no right to access this object."))
    )


@given(st.text(max_size=300))
def test_no_text_makes_a_finder_fail(explain, text):
    inspection = explain(
        f"HTTP/1.1 403 x\nServer: AliyunOSS\nDate: {text}\nx-oss-request-id: {text}\n\n<Error>{text}</Error>"
    )
    assert all(problem.id != "step-failed" for report in inspection.reports for problem in report.problems)
