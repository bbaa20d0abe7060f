"""An inspection as JSON values and as text for a terminal, in both languages."""

import json

import pytest

from inspector.explain import as_table, as_text

TEXT = """HTTP/1.1 404 Not Found
Server: AliyunOSS
Set-Cookie: a
Set-Cookie: b
x-oss-request-id: 69A7BDBFAB12CD34EF56AB78
Date: Wed, 04 Mar 2026 05:06:07 GMT

<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a</Key><Key>b</Key><HostId>b-1.oss-cn-hangzhou.aliyuncs.com</HostId></Error>"""


@pytest.fixture
def table(explain, knowledge):
    return lambda capture: as_table(explain(capture), knowledge)


@pytest.fixture
def text(explain, knowledge):
    return lambda capture, *languages: as_text(explain(capture), knowledge, languages or ("en",))


def test_the_json_form_holds_what_was_read(table):
    whole = table(TEXT)
    (report,) = whole["reports"]
    assert (whole["shape"], whole["recognised"], whole["problems"]) == ("raw-http", True, [])
    assert report["provider"] == "aliyun-oss"
    assert report["provider_reason"] == "Server: AliyunOSS"
    assert report["http_status"] == 404
    assert report["code"] == "NoSuchKey"
    assert report["request_id"] == "69A7BDBFAB12CD34EF56AB78"
    assert report["bucket"] == "b-1"
    assert report["ec"] is None
    assert report["failed"] is True
    assert report["headers"][1:3] == [["Set-Cookie", "a"], ["Set-Cookie", "b"]]


def test_a_repeated_element_gets_a_number(table):
    elements = table(TEXT)["reports"][0]["elements"]
    assert (elements["Key"], elements["Key[2]"]) == ("a", "b")


def test_a_parent_holds_all_that_stands_below_it(table):
    elements = table("<Error><A><B>1</B><C><D>2</D></C></A><E/><F>x</F></Error>")["reports"][0]["elements"]
    below = {"B": "1", "C": "", "C/D": "2"}
    assert elements == {"A": below, "A/B": "1", "A/C": {"D": "2"}, "A/C/D": "2", "E": "", "F": "x"}


def test_many_empty_elements_are_listed(table):
    """With work that grew by the square of their number this would take a minute."""
    elements = table("<Error>" + "<a/>" * 19_000 + "</Error>")["reports"][0]["elements"]
    assert (len(elements), elements["a[19000]"]) == (19_000, "")


def test_guidance_stands_in_both_languages(table):
    guidance = table(TEXT)["reports"][0]["guidance"][0]
    assert (guidance["id"], guidance["matched_on"]) == ("NoSuchKey", "code")
    assert guidance["en"]["cause"]
    assert len(guidance["en"]["fix"]) == len(guidance["zh"]["fix"]) >= 1


def test_a_finding_is_worded_and_points_into_the_text(table):
    findings = {finding["id"]: finding for finding in table(TEXT)["reports"][0]["findings"]}
    finding = findings["request-id-time"]
    assert finding["values"]["verdict"] == "confirmed"
    assert "2026-03-04 05:06:07 UTC" in finding["en"]
    assert "2026-03-04 05:06:07 UTC" in finding["zh"]
    assert TEXT[slice(*finding["evidence"][0])] == "69A7BDBFAB12CD34EF56AB78"


@pytest.mark.parametrize("status", ["4o4", "²", "4²", "--1", "٤٠٤", "5" * 5000, "04", "1000", "+404"])
def test_a_status_that_is_none_is_no_fact(table, text, status):
    capture = f"<Error><statusCode>{status}</statusCode><Code>A</Code></Error>"
    (report,) = table(capture)["reports"]
    assert (report["http_status"], report["elements"]["statusCode"]) == (None, status)
    assert text(capture).startswith("A")


@pytest.mark.parametrize("status", [403, 0, -1])
def test_a_status_of_a_body_is_a_number(table, status):
    assert table(f"<Error><statusCode>{status}</statusCode></Error>")["reports"][0]["http_status"] == status


def test_the_json_form_is_json(table):
    plain = json.loads(json.dumps(table(TEXT)))
    assert plain["reports"][0]["guidance"][0]["en"]["why"]
    assert json.dumps(plain) == json.dumps(table(TEXT))
    assert table("nothing") == {"shape": "plain-text", "recognised": False, "reports": [], "problems": []}


def test_the_text_begins_with_status_code_and_provider(text):
    lines = text(TEXT).splitlines()
    assert lines[0] == "404  NoSuchKey  aliyun-oss"
    assert "69A7BDBFAB12CD34EF56AB78" in lines[2]


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Possible causes", "Fix", "1. ")), ("zh", ("可能原因", "解决方案", "1. "))]
)
def test_cause_and_fix_are_printed(text, language, words):
    printed = text(TEXT, language)
    assert all(word in printed for word in words)


def test_both_languages_stand_one_after_the_other(text):
    printed = text(TEXT, "en", "zh")
    assert printed.index("Possible causes") < printed.index("可能原因")


def test_what_is_only_background_stands_below_the_advice(text):
    said = text(TEXT)
    assert said.index("The bucket holds no object") < said.index("The first eight digits of the request ID")
    contradicted = text(TEXT.replace("69A7BDBF", "69A70000"))
    assert contradicted.index("The first eight digits") < contradicted.index("The bucket holds no object")


@pytest.mark.parametrize(
    ("capture", "said"),
    [
        ("HTTP/1.1 200 OK\nServer: AliyunOSS\n", "not an error"),
        ("x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n", "whether this is an error is not known"),
        ("HTTP/1.1 403 x\nServer: AmazonS3\n", "Amazon S3"),
        ("<Error><Code>NoSuchKey</Code></Error>", "does not show which store"),
        (
            "<Error><Code>InventedCode</Code><HostId>oss-cn-hangzhou.aliyuncs.com</HostId></Error>",
            "holds nothing on this answer",
        ),
        (
            "HTTP/1.1 403 x\nServer: AliyunOSS\n\n<Error><Code>InventedCode</Code></Error>",
            "matched by status class only",
        ),
        ("nothing here", "Looked for"),
    ],
)
def test_where_there_is_no_advice_it_says_why(text, capture, said):
    assert said in text(capture)


def test_problems_are_told(text):
    assert "missing" in text(TEXT.replace("\n\n", "\n"))
    assert "缺少空行" in text(TEXT.replace("\n\n", "\n"), "zh")


def test_each_report_has_a_block_of_its_own(text):
    assert text(TEXT + "\n" + TEXT.replace("69A7BDBF", "69A7BDC0")).count("404  NoSuchKey  aliyun-oss") == 2


def test_headers_with_an_ec_are_an_error_and_are_explained(explain, text):
    capture = "x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\nx-oss-ec: 0003-00000001\n"
    (report,) = explain(capture).reports
    assert report.failed
    assert report.status is None
    assert "not an error" not in text(capture)


def test_where_the_status_is_unknown_chinese_says_so_too(text):
    assert "无法判断" in text("x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n", "zh")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "&#10;"])
def test_a_captured_line_end_makes_no_row_of_its_own(text, end):
    rows = text(f"<Error><Code>A</Code><Message>m{end}  request_id    FORGED</Message></Error>").splitlines()
    assert not [row for row in rows if row.startswith("  request_id")]
    assert [row for row in rows if "<U+000A>  request_id    FORGED" in row]


def test_a_list_of_errors_is_explained_by_its_first(table):
    listed = "<Error><Key>b</Key><Code>AccessDenied</Code></Error><Error><Key>c</Key><Code>InternalError</Code></Error>"
    (report,) = table(
        f"{TEXT.split('<Error>', maxsplit=1)[0]}<DeleteResult><Deleted><Key>a</Key></Deleted>{listed}</DeleteResult>"
    )["reports"]
    assert (report["code"], report["failed"], report["problems"]) == ("AccessDenied", True, [])
    assert report["elements"]["Deleted/Key"] == "a"
    assert report["elements"]["Error/Code[2]"] == "InternalError"
    assert "values-disagree" not in [finding["id"] for finding in report["findings"]]
