"""The request ID: the clock in it, and whose it is. Missing, masked and doubled IDs stand in `test_diagnosis.py`."""

from datetime import timedelta

import pytest

from inspector.diagnosis import times

ID = "69A7BDBFAB12CD34EF56AB78"  # begins with 2026-03-04 05:06:07 UTC
DATE = "Wed, 04 Mar 2026 05:06:07 GMT"


def answer(request_id=ID, head="", body="", server="AliyunOSS", status="403 Forbidden", name="x-oss-request-id"):
    return f"HTTP/1.1 {status}\nServer: {server}\n{name}: {request_id}\n{head}\n{body}"


def ids(report):
    return {finding.id: finding for finding in report.findings if finding.id.startswith("request-id")}


def verdict(report):
    finding = ids(report)["request-id-time"]
    return finding.grade, dict(finding.values)["verdict"]


# the clock in it: beginnings of IDs and the times printed beside them, of public documents and captures


@pytest.mark.parametrize(
    ("begins", "head", "body"),
    [
        ("57ABD896", "Date: Thu, 11 Aug 2016 01:44:54 GMT\n", ""),
        ("57ABF6C8", "Date: Thu, 11 Aug 2016 03:53:44 GMT\n", ""),
        ("636B68BA", "Date: Wed, 09 Nov 2022 08:45:46 GMT\n", ""),
        ("67A0301D", "", "<Error><Code>A</Code><ServerTime>2025-02-03T02:55:25.000Z</ServerTime></Error>"),
        ("679E14AE", "Date: Sat, 01 Feb 2025 12:33:50 GMT\n", ""),
    ],
)
def test_pairs_of_public_captures_are_confirmed_to_the_second(report, begins, head, body):
    one = report(answer(begins + "0123456789ABCDEF", head, body))
    assert verdict(one) == ("computed", "confirmed")
    assert dict(ids(one)["request-id-time"].values)["gap_seconds"] == "0"


@pytest.mark.parametrize(
    ("request_id", "date"),
    [
        ("57ABD896CCB80C366955****", "Thu, 11 Aug 2019 01:44:54 GMT"),
        ("534B371674E88A4D8906008B", "Fri, 24 Feb 2012 03:15:40 GMT"),
        ("534B371674E88A4D8906008B", "Sun, 05 Nov 2023 02:47:54 GMT"),
    ],
)
def test_edited_samples_of_documents_are_contradicted(report, request_id, date):
    assert verdict(report(answer(request_id, f"Date: {date}\n"))) == ("computed", "contradicted")


def test_a_clients_log_confirms_but_its_clock_never_contradicts(report):
    request = "GET / HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\nDate: {}\n\n"
    near, far = (
        report(request.format(date) + answer())
        for date in ("Wed, 04 Mar 2026 05:06:06 GMT", "Thu, 01 Jan 1970 00:00:09 GMT")
    )
    assert verdict(near) == ("computed", "confirmed")
    assert verdict(far) == ("inferred", "uncorroborated")


def test_the_servers_time_goes_before_an_edited_date(report):
    body = f"<Error><Code>A</Code><RequestId>{ID}</RequestId><ServerTime>2026-03-04T05:06:07.000Z</ServerTime></Error>"
    one = report(answer(head="Date: Mon, 05 Mar 2029 05:06:07 GMT\n", body=body))
    assert dict(ids(one)["request-id-time"].values)["other_clock"] == "server-time"
    assert verdict(one) == ("computed", "confirmed")


def test_evidence_is_the_id_and_the_other_clock(report):
    text = answer(head=f"Date: {DATE}\n")
    spans = ids(report(text))["request-id-time"].evidence
    assert [text[span.start : span.end] for span in spans] == [ID, DATE]


@pytest.mark.parametrize("tail", ["****************", "xxxxxxxxxxxxxxxx", "...", "****", "AB12CD34EF56****"])
def test_a_masked_tail_leaves_the_time(tail):
    assert times.shown(times.id_time("69A7BDBF" + tail)) == "2026-03-04 05:06:07 UTC"


@pytest.mark.parametrize(
    "request_id",
    ["1D842BC5425544BB", "69A7BDBFAB12CD34", "69A7BDBF********", "69A7****************", "9DFB131D1820AD65", "****"],
)
def test_sixteen_digits_and_lost_beginnings_hold_no_time(report, request_id):
    assert times.id_time(request_id) is None
    assert "request-id-time" not in ids(report(answer(request_id, f"Date: {DATE}\n")))


def test_an_id_of_jd_cloud_is_never_dated(report):
    one = report(answer("9DFB131D1820AD65", f"Date: {DATE}\n", server="JDCloudOSS", name="x-amz-request-id"))
    assert ids(one) == {}
    assert "id-time" not in {moment.clock for moment in one.timeline}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_verdict_is_worded(report, knowledge, language):
    texts = [answer(head=f"Date: {DATE}\n"), answer(head="Date: Wed, 04 Mar 2026 06:06:07 GMT\n"), answer()]
    said = [knowledge.said(ids(report(text))["request-id-time"], language) for text in texts]
    assert len(set(said)) == 3
    assert not [text for text in said if "{{" in text or "confirmed" in text or "contradicted" in text]


# whose it is

FOREIGN = {
    "tencent-cos": "NWU3YjJkNWRfMjNhZjJhMDlfNWY5Ml8zMmUy",
    "huawei-obs": "BF26000001643632D12EFCE1C1294555",
    "aws-s3": "J1EE73FKRL7VVJCG",
    "volcengine-tos": "d604607e63b001f-a444ed0",
    "ceph-rgw": "tx00000000000000000001a-005f3a1b2c-10ab-default",
    "aliyun-openapi": "1F6B7A10-04CE-4E05-A888-0C5C93D27BF5",
    "aliyun-cdn": "df6fef1e15341321960398755e",
    "cloudfront": "SceQPNcaSMF3OdNCp7wtqLS13rcJlXiyTtld_kE4JIU0Jl64tGiQwA==",
    "wangsu-cdn": "618b3cac_PS-LFQ-012uT33_38043-18341",
}


@pytest.mark.parametrize("owner", FOREIGN)
def test_an_id_of_another_store_or_cdn_is_known_by_its_form(report, owner):
    finding = ids(report(answer(FOREIGN[owner])))["request-id-foreign"]
    assert finding.grade == "inferred"
    assert dict(finding.values) == {"name": "x-oss-request-id", "request_id": FOREIGN[owner], "owner": owner}


@pytest.mark.parametrize(
    ("header", "owner"),
    [
        ("EagleId: 2f66ea9c15902929872341717e", "aliyun-cdn"),
        ("X-Amz-Cf-Id: 3p7qiAxIy0FU3kTGStU7CsJUMJlISSx9tVA4OKWIPT-CLnCM9VGwYw==", "cloudfront"),
        ("x-amz-id-2: eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran", "aws-s3"),
        ("X-NWS-LOG-UUID: 8025212872397615321", "tencent-cdn"),
        ("CF-RAY: 8a1b2c3d4e5f6a7b-FRA", "cloudflare"),
    ],
)
def test_a_header_of_a_cdn_is_told_beside_the_stores_own_id(report, header, owner):
    text = answer(head=f"{header}\n")
    finding = ids(report(text))["request-id-foreign"]
    assert dict(finding.values)["owner"] == owner
    assert [text[span.start : span.end] for span in finding.evidence] == [header.partition(": ")[2]]


def test_an_alibaba_id_in_an_answer_of_jd_cloud_is_foreign(report):
    one = report(answer(server="JDCloudOSS", name="x-amz-request-id"))
    assert dict(ids(one)["request-id-foreign"].values)["owner"] == "aliyun-oss"


@pytest.mark.parametrize("request_id", [ID, "1D842BC5425544BB", "69A7BDBF****", "no id at all", "X" * 10_000])
def test_own_masked_and_unknown_ids_are_not_foreign(report, request_id):
    assert "request-id-foreign" not in ids(report(answer(request_id)))


def test_nothing_is_foreign_in_a_success_or_in_another_stores_own_answer(report):
    eagle = "EagleId: 2f66ea9c15902929872341717e\n"
    assert "request-id-foreign" not in ids(report(answer(head=eagle, status="200 OK")))
    cos = answer(FOREIGN["tencent-cos"], server="tencent-cos", name="x-cos-request-id", status="404 Not Found")
    assert ids(report(cos)) == {}


def test_every_owner_is_worded(knowledge):
    rules = knowledge.rules["request_id"]
    owners = {row["owner"] for row in rules["form"]} | {row["owner"] for row in rules["header"].values()}
    assert not [owner for owner in owners if knowledge.text("id-owner", owner, "zh") == owner]


def test_the_clock_is_read_within_a_minute_of_any_second():
    for seconds in (0, 1, 59):
        moment = times.id_time(f"{0x69A7BDBF + seconds:08X}AB12CD34EF56AB78")
        assert moment - times.id_time(ID) == timedelta(seconds=seconds)
