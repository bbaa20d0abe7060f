"""CORS: which part of which rule refuses a page, what the browser hides, what it does not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.diagnosis import cors_rules
from inspector.diagnosis.cors_rules import Asked, Failure, covers
from inspector.model import Excerpt

ID = "69A7BDBFAB12CD34EF56AB78"
HOST = "examplebucket.oss-cn-hangzhou.aliyuncs.com"
PAGE = "https://app.example.com"
REFUSED = (
    "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\nDate: Wed, 04 Mar 2026 05:06:07 GMT\nx-oss-request-id: " + ID + "\n\n"
    "<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.</Message>"
    f"<RequestId>{ID}</RequestId><HostId>{HOST}</HostId></Error>"
)


def preflight(origin=PAGE, method="PUT", headers="content-type, x-oss-acl"):
    lines = [f"Origin: {origin}", f"Access-Control-Request-Method: {method}"]
    lines += [f"Access-Control-Request-Headers: {headers}"] if headers else []
    return f"OPTIONS /a.txt HTTP/1.1\nHost: {HOST}\n" + "\n".join(lines) + "\n\n"


def rule(origins=(PAGE,), methods=("PUT",), headers=("*",)):
    parts = [("AllowedOrigin", origins), ("AllowedMethod", methods), ("AllowedHeader", headers)]
    return (
        "<CORSRule>"
        + "".join(f"<{name}>{value}</{name}>" for name, values in parts for value in values)
        + "</CORSRule>"
    )


def configuration(*rules):
    return f'<?xml version="1.0"?>\n<CORSConfiguration>\n{"".join(rules)}\n</CORSConfiguration>'


def listed(*rules):
    """Give a GetBucketCors whose answer stands behind the refusal, as one would paste it."""
    head = "HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-request-id: " + ID + "\nContent-Type: application/xml\n\n"
    return f"\n\nGET /?cors HTTP/1.1\nHost: {HOST}\n\n{head}{configuration(*rules)}"


def found(report, id_="cors-rule"):
    return [dict(finding.values) for finding in report.findings if finding.id == id_]


def read(*rules):
    return cors_rules.rules(Excerpt(configuration(*rules)))


# rules, computed


@pytest.mark.parametrize(
    ("pattern", "text", "met"),
    [
        ("*", PAGE, True), (PAGE, PAGE, True), ("https://*.example.com", PAGE, True), ("https://app.*", PAGE, True),
        ("*example.com", PAGE, True), ("https://*app.example.com", PAGE, True), ("http*", PAGE, True),
        ("http://*.example.com", PAGE, False), ("https://*.example.com", "https://example.com", False),
        (PAGE + "/", PAGE, False), ("https://app.example.com*com", PAGE, False), ("", PAGE, False),
    ],
)  # fmt: skip
def test_one_star_stands_for_any_characters(pattern, text, met):
    assert covers(pattern, text) is met


@pytest.mark.parametrize(
    ("given", "asked", "failed"),
    [
        (rule(), Asked(PAGE, "PUT", ("content-type",)), ()),
        (rule(headers=()), Asked(PAGE, "PUT"), ()),  # no preflight, no headers to allow
        (rule(methods=("GET", "HEAD")), Asked(PAGE, "PUT", ()), (Failure("method", "PUT", ("GET", "HEAD")),)),
        (rule(methods=("put",)), Asked(PAGE, "PUT", ()), (Failure("method", "PUT", ("put",), "case"),)),
        (rule(headers=("Content-Type", "x-oss-*")), Asked(PAGE, "PUT", ("content-type", "X-Oss-Acl")), ()),
        (
            rule(headers=("x-oss-*",)),
            Asked(PAGE, "PUT", ("content-type", "x-oss-acl", "authorization")),
            (Failure("headers", "content-type, authorization", ("x-oss-*",)),),
        ),
        (rule(origins=(PAGE + "/",)), Asked(PAGE, "PUT"), (Failure("origin", PAGE, (PAGE + "/",), "slash"),)),
    ],
)
def test_what_a_rule_does_not_allow(given, asked, failed):
    assert cors_rules.failures(read(given)[0], asked) == failed


@pytest.mark.parametrize(
    ("origin", "differs"),
    [
        ("http://app.example.com", "scheme"), ("https://app.example.com:8443", "port"), ("app.example.com", "no-scheme"),
        ("https://App.example.com", "case"), ("https://www.app.example.com", "subdomain"), ("https://other.org", ""),
        ("https://*.app.example.com", "subdomain"), ("http://*.example.com", "scheme"),
    ],
)  # fmt: skip
def test_how_an_origin_differs_is_named(origin, differs):
    (failure,) = cors_rules.failures(read(rule(origins=(origin,)))[0], Asked(PAGE, "PUT"))
    assert (failure.part, failure.differs) == ("origin", differs)


def test_the_first_rule_that_allows_decides():
    rules = read(rule(origins=("https://other.org",)), rule(methods=("GET", "PUT")), rule())
    chosen, failed = cors_rules.nearest(rules, Asked(PAGE, "PUT", ()))
    assert (chosen.number, failed) == (2, ())


def test_else_the_nearest_is_told_origin_first():
    rules = read(
        rule(origins=("https://other.org",)), rule(methods=("GET",), headers=()), rule(origins=("x",), methods=())
    )
    chosen, failed = cors_rules.nearest(rules, Asked(PAGE, "PUT", ("content-type",)))
    assert (chosen.number, [one.part for one in failed]) == (2, ["method", "headers"])


def test_rules_are_read_whatever_prefix_they_have_and_never_out_of_comments():
    text = '<c:CORSConfiguration xmlns:c="x"><c:CORSRule><c:AllowedOrigin> * </c:AllowedOrigin></c:CORSRule><!-- <CORSRule></CORSRule> --></c:CORSConfiguration >'
    assert [(one.number, one.origins) for one in cors_rules.rules(Excerpt(text))] == [(1, ("*",))]


def test_a_pasted_configuration_knows_its_place():
    text = "our rules:\n" + configuration(rule())
    (beside,) = cors_rules.beside(text)
    (one,) = cors_rules.rules(beside)
    assert text[one.span.start : one.span.end] == rule()


# a refused request


def test_the_failing_part_of_the_nearest_rule_is_computed(report):
    text = preflight() + REFUSED + listed(rule(origins=("https://other.org",)), rule(methods=("GET",)))
    one = report(text)
    told = {"fails": "method", "rule": "2", "rules": "2", "wanted": "PUT", "allowed": "GET"}
    assert found(one) == [told]
    (finding,) = [finding for finding in one.findings if finding.id == "cors-rule"]
    assert finding.grade == "computed"
    assert [text[span.start : span.end] for span in finding.evidence][:2] == [PAGE, "PUT"]


def test_rules_that_allow_the_request_were_others_then(report):
    assert [one["fails"] for one in found(report(preflight() + REFUSED + listed(rule())))] == ["nothing"]


def test_without_rules_the_smallest_one_is_given(report):
    (told,) = found(report(preflight() + REFUSED))
    assert told["fails"] == "unknown"
    smallest = read(told["xml"])[0]
    assert cors_rules.failures(smallest, Asked(PAGE, "PUT", ("content-type", "x-oss-acl"))) == ()
    assert "<ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-oss-request-id</ExposeHeader>" in told["xml"]


def test_without_an_origin_nothing_can_be_computed(report):
    assert found(report(REFUSED)) == []


@pytest.mark.parametrize(
    "text",
    [
        preflight() + REFUSED.replace("AccessForbidden", "AccessDenied").replace("CORSResponse: ", ""),
        preflight() + f"HTTP/1.1 200 OK\nServer: AliyunOSS\nAccess-Control-Allow-Origin: {PAGE}\n",
        (preflight() + REFUSED)
        .replace("AliyunOSS", "tencent-cos")
        .replace("aliyuncs.com", "x.org")
        .replace("x-oss", "x-cos"),
    ],
)
def test_other_answers_have_no_rule_of_ours(report, text):
    assert found(report(text)) == []


def test_of_a_provider_that_documents_no_matching_it_is_inferred(report):
    text = (
        (preflight() + REFUSED)
        .replace("AliyunOSS", "JDCloudOSS")
        .replace("oss-cn-hangzhou.aliyuncs", "s3.cn-north-1.jdcloud-oss")
    )
    text = text.replace("x-oss-request-id", "x-amz-request-id")
    (finding,) = [one for one in report(text).findings if one.id == "cors-rule"]
    assert (finding.grade, "x-amz-request-id" in dict(finding.values)["xml"]) == ("inferred", True)


# what the browser hides

URL = f"https://{HOST}/a.png"


@pytest.mark.parametrize(
    ("text", "hides", "grade"),
    [
        (
            f"Access to fetch at '{URL}?Signature=abc' from origin '{PAGE}' has been blocked by CORS policy: No",
            "policy",
            "observed",
        ),
        (f"{URL}?Signature=abc net::ERR_FAILED", "error", "inferred"),
        (f"{URL} net::ERR_BLOCKED_BY_ORB", "orb", "inferred"),
    ],
)
def test_what_the_browser_says(report, text, hides, grade):
    (finding,) = [one for one in report(text).findings if one.id == "cors-hidden"]
    values = dict(finding.values)
    assert (finding.grade, values["hides"], values["url"]) == (grade, hides, f"{HOST}/a.png")  # never the query
    assert values["expose"] == "ETag, x-oss-request-id"


def answered(request="", response="", status="200 OK"):
    return (
        f"PUT /a?partNumber=1 HTTP/1.1\nHost: {HOST}\n{request}\n\n"
        f"HTTP/1.1 {status}\nServer: AliyunOSS\nx-oss-request-id: {ID}\nETag: x\n{response}\n"
    )


def test_an_answer_without_leave_for_the_page_is_hidden(report):
    values = {"hides": "no-leave", "origin": PAGE, "url": f"{HOST}/a", "expose": "ETag, x-oss-request-id"}
    assert found(report(answered(f"Origin: {PAGE}")), "cors-hidden") == [values]


@pytest.mark.parametrize(
    ("request_lines", "response"),
    [
        ("", ""),
        (f"Origin: https://{HOST}", ""),
        (f"Origin: {PAGE}\nSec-Fetch-Mode: navigate", ""),
        (f"Origin: {PAGE}", "Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: ETag\n"),
        (f"Origin: {PAGE}", f"Access-Control-Allow-Origin: {PAGE}\nAccess-Control-Expose-Headers: *\n"),
    ],
)
def test_what_the_page_may_read_is_not(report, request_lines, response):
    assert not [one for one in report(answered(request_lines, response)).findings if one.id.startswith("cors-")]


@pytest.mark.parametrize(
    ("status", "shown", "missing"),
    [
        ("403 Forbidden", "ETag", "x-oss-request-id"),
        ("200 OK", "x-oss-request-id", "ETag"),
        ("403 x", "X-OSS-Request-Id", None),
    ],
)
def test_a_header_that_is_not_exposed_is_named(report, status, shown, missing):
    leave = f"Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: {shown}\n"
    told = found(report(answered(f"Origin: {PAGE}", leave, status)), "cors-expose")
    assert told == ([{"missing": missing}] if missing else [])


# wording, and any text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_part_is_worded(report, knowledge, language):
    texts = [
        preflight() + REFUSED + listed(one) for one in (rule(), rule(methods=()), rule(origins=()), rule(headers=()))
    ]
    texts += [preflight() + REFUSED, answered(f"Origin: {PAGE}")]
    said = {
        knowledge.said(one, language) for text in texts for one in report(text).findings if one.id.startswith("cors-")
    }
    assert len(said) >= 6
    assert not [text for text in said if "{{" in text or len(text) < 20]


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_makes_it_fail(unbroken, origin, rules):
    unbroken(preflight(origin=origin) + REFUSED + listed(rules))


@given(st.text(max_size=200), st.text(max_size=50))
def test_a_pattern_covers_itself_and_no_more(pattern, text):
    plain = pattern.replace("*", "")
    assert covers(plain, plain)
    assert (
        covers(pattern, text)
        == any(
            text == f"{pattern.partition('*')[0]}{text[at : at + size]}{pattern.partition('*')[2]}"
            for at in range(len(text) + 1)
            for size in range(len(text) + 1)
        )
        if "*" in pattern
        else covers(pattern, text) == (pattern == text)
    )


def test_rules_that_were_pasted_beside_the_answer_are_read(report):
    text = preflight() + REFUSED + "\n\nour rules:\n" + configuration(rule(methods=("GET",)))
    one = report(text)
    assert one.aside == ()
    (finding,) = [finding for finding in one.findings if finding.id == "cors-rule"]
    assert dict(finding.values)["fails"] == "method"
    assert text[slice(*finding.evidence[-1])] == rule(methods=("GET",))
