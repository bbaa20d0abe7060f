"""Appends and parts: where to continue, and what is wrong with a list of parts."""

import pytest
from refusals import ID, refusal

from inspector.diagnosis import uploads
from inspector.model import Excerpt

LIMITS = {"first_number": 1, "last_number": 10000}


def named(report):
    return {
        finding.id: dict(finding.values) for finding in report.findings if finding.id.startswith(("append", "part"))
    }


def append(target="", length="", following="20480", code="PositionNotEqualToLength", server="AliyunOSS"):
    size = f"Content-Length: {length}\n" if length else ""
    request = f"POST {target} HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n{size}\n" if target else ""
    position = f"x-oss-next-append-position: {following}\n" if following else ""
    return (
        f"{request}HTTP/1.1 409 Conflict\nServer: {server}\nx-oss-request-id: {ID}\n{position}\n"
        f"<Error><Code>{code}</Code><RequestId>{ID}</RequestId></Error>"
    )


@pytest.mark.parametrize(
    ("position", "length", "follows"),
    [
        ("", "", set()),
        ("20480", "", set()),
        ("10", "", {"append-position-behind"}),
        ("10", "5", {"append-position-behind"}),
        ("20000", "480", {"append-position-stored"}),
        ("30000", "", {"append-position-ahead"}),
        ("abc", "", set()),
    ],
)
def test_the_position_to_continue_from_is_told_with_what_the_difference_means(report, position, length, follows):
    found = named(report(append(f"/a?append&position={position}" if position else "", length)))
    assert set(found) == {"append-position", *follows}
    assert found["append-position"]["next"] == "20480"


def test_both_places_are_evidence(report):
    text = append("/a?append&position=10")
    finding = next(one for one in report(text).findings if one.id == "append-position-behind")
    shown = [text[span.start : span.end] for span in finding.evidence]
    assert shown == ["20480", "POST /a?append&position=10 HTTP/1.1"]


def test_a_position_that_a_program_printed_is_read(report):
    printed = (
        f"{{'status': 409, 'x-oss-request-id': '{ID}', 'x-oss-next-append-position': '7', "
        "'details': {'Code': 'PositionNotEqualToLength', 'Message': 'm'}}"
    )
    assert named(report(printed))["append-position"] == {"next": "7"}


@pytest.mark.parametrize("following", ["", "-1", "many", "9" * 40])
def test_nothing_is_told_without_the_position(report, following):
    assert named(report(append("/a?append&position=10", following=following))) == {}


def test_another_code_tells_of_no_position(report):
    assert named(report(append("/a?append&position=10", code="NoSuchKey"))) == {}


# parts


def listed(*rows):
    parts = "".join(
        f"<Part><PartNumber>{number}</PartNumber>{'' if tag is None else f'<ETag>{tag}</ETag>'}</Part>\n"
        for number, tag in rows
    )
    return uploads.listed(Excerpt(f"<CompleteMultipartUpload>\n{parts}</CompleteMultipartUpload>"))


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([(1, '"A"'), (2, '"B"'), (9, '"C"')], []),
        ([(1, "&quot;A&quot;"), (10000, "&#34;B&#34;")], []),
        ([(5, '"A"'), (1, '"B"')], ["part-order"]),
        ([(1, '"A"'), (10, '"B"'), (2, '"C"')], ["part-order", "part-order-as-text"]),
        ([(1, '"A"'), (1, '"B"')], ["part-double"]),
        ([(1, '"A"'), (2, '"B"'), (1, '"C"')], ["part-order", "part-double"]),
        ([(0, '"A"'), (1, '"B"')], ["part-number"]),
        ([(10001, '"A"')], ["part-number"]),
        ([("x", '"A"')], ["part-number"]),
        ([("1.5", '"A"')], ["part-number"]),
        ([(1, '""')], ["part-etag-missing"]),
        ([(1, None)], ["part-etag-missing"]),
        ([(1, "A")], ["part-etag-unquoted"]),
        ([(1, "8EFDA8BE****")], []),
        ([], []),
    ],
)
def test_a_list_of_parts_is_checked(rows, faults):
    assert [finding.id for finding in uploads.faults(listed(*rows), "InvalidPart", LIMITS)] == faults


def test_quotes_are_only_looked_at_where_a_part_is_refused():
    assert list(uploads.faults(listed((1, "A")), "InvalidPartOrder", LIMITS)) == []


def test_the_evidence_of_an_order_is_the_two_parts():
    text = (
        '<CompleteMultipartUpload><Part><PartNumber>5</PartNumber><ETag>"A"</ETag></Part>'
        '<Part><PartNumber>1</PartNumber><ETag>"B"</ETag></Part></CompleteMultipartUpload>'
    )
    (finding,) = uploads.faults(uploads.listed(Excerpt(text)), "InvalidPartOrder", LIMITS)
    assert [text[span.start : span.end].count("<Part>") for span in finding.evidence] == [1, 1]
    assert dict(finding.values) == {"first": "5", "second": "1"}


def test_a_list_beyond_all_bounds_is_read_in_bounds():
    assert len(listed(*((number, '"A"') for number in range(1, 30_001)))) == 20_000


def put(target, headers=""):
    return f"PUT {target} HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n{headers}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (refusal("InvalidArgument", request=put("/a?partNumber=0&uploadId=X")), {"part-number"}),
        (refusal("InvalidArgument", request=put("/a?partNumber=10001&uploadId=X")), {"part-number"}),
        (refusal("InvalidArgument", request=put("/a?partNumber=10000&uploadId=X")), set()),
        (refusal("NoSuchUpload", request=put("/a?partNumber=0&uploadId=X")), set()),
        (refusal("EntityTooSmall", "<ProposedSize>99</ProposedSize><MinSizeAllowed>102400</MinSizeAllowed>"),
         {"part-too-small"}),
        (refusal("EntityTooSmall", "<ProposedSize>99</ProposedSize>"), {"part-too-small"}),
        (refusal("EntityTooSmall"), set()),
        (refusal("EntityTooLarge", "<ProposedSize>11</ProposedSize><MaxSizeAllowed>10</MaxSizeAllowed>"),
         {"part-too-large"}),
        (refusal("EntityTooLarge", request=put("/a", "Content-Length: 5368709121\n")), {"part-too-large"}),
        (refusal("EntityTooLarge", request=put("/a", "Content-Length: 5368709120\n")), set()),
        (refusal("EntityTooLarge", request=put("/a", "Content-Length: 5368709121\n"), server="JDCloudOSS").replace("x-oss-", "x-amz-"), set()),
        (refusal("InvalidArgument", request=put("/a?partNumber=10001"), server="MinIO").replace("x-oss-", "x-amz-"), set()),
    ],
)  # fmt: skip
def test_numbers_and_sizes_are_held_against_the_limits_of_the_provider(report, text, found):
    assert set(named(report(text))) == found


def test_a_success_is_not_looked_at(report):
    text = "HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-next-append-position: 7\n\n"
    assert named(report(text)) == {}


# with the request's body in the capture


def completed(*numbers):
    parts = "".join(f'<Part><PartNumber>{n}</PartNumber><ETag>"A"</ETag></Part>\n' for n in numbers)
    body = f"<CompleteMultipartUpload>\n{parts}</CompleteMultipartUpload>"
    return f"POST /a?uploadId=X HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n{body}\n\n"


@pytest.mark.parametrize(
    ("numbers", "found"),
    [((1, 2), set()), ((5, 1), {"part-order"}), ((1, 1), {"part-double"}), ((0, 1), {"part-number"})],
)
def test_the_list_that_was_sent_is_read_out_of_the_capture(report, numbers, found):
    assert set(named(report(refusal("InvalidPartOrder", request=completed(*numbers))))) == found
