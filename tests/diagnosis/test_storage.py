"""The state of an object: archived, restoring, restored; a link without its target; a retention policy."""

import pytest

ID = "69A7BDBFAB12CD34EF56AB78"
DATE = "Wed, 04 Mar 2026 05:06:07 GMT"


def named(report):
    kinds = ("archive", "symlink", "worm")
    return {one.id: (one.grade, dict(one.values)) for one in report.findings if one.id.startswith(kinds)}


def answer(code="", headers="", status="403 Forbidden", server="AliyunOSS", request="", elements=""):
    body = f"<Error><Code>{code}</Code>{elements}<RequestId>{ID}</RequestId></Error>" if code else ""
    return (
        f"{request}HTTP/1.1 {status}\nServer: {server}\nDate: {DATE}\nx-oss-request-id: {ID}\n"
        f"{''.join(f'{line}{chr(10)}' for line in headers.split('|') if line)}\n{body}"
    )


def asked(method, target="/a"):
    return f"{method} {target} HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n"


COLD = "x-oss-storage-class: ColdArchive"
ONGOING = 'x-oss-restore: ongoing-request="true"'
DONE = 'x-oss-restore: ongoing-request="false", expiry-date="Thu, 05 Mar 2026 00:00:00 GMT"'
OVER = 'x-oss-restore: ongoing-request="false", expiry-date="Tue, 03 Mar 2026 00:00:00 GMT"'


@pytest.mark.parametrize(
    ("text", "found", "grade", "values"),
    [
        (answer("InvalidObjectState"), "archive-state", "inferred", {}),
        (answer("InvalidObjectState", COLD), "archive-state", "computed", {"class": "ColdArchive"}),
        (answer("InvalidObjectState", f"{COLD}|{ONGOING}"), "archive-state-restoring", "observed",
         {"class": "ColdArchive"}),
        (answer("RestoreAlreadyInProgress", status="409 Conflict"), "archive-state-restoring", "observed", {}),
        (answer("InvalidObjectState", OVER), "archive-state-expired", "computed",
         {"until": "2026-03-03 00:00:00 UTC", "date": "2026-03-04 05:06:07 UTC"}),
        (answer("", f"{COLD}|{DONE}", "200 OK", request=asked("HEAD")), "archive-state-restored", "observed",
         {"class": "ColdArchive", "until": "2026-03-05 00:00:00 UTC"}),
        (answer("", COLD, "200 OK", request=asked("HEAD")), "archive-state", "computed", {"class": "ColdArchive"}),
    ],
)  # fmt: skip
def test_the_state_of_an_archived_object_is_told(report, text, found, grade, values):
    assert named(report(text)) == {found: (grade, values)}


@pytest.mark.parametrize(
    "text",
    [
        answer("", "x-oss-storage-class: Archive", "200 OK", request=asked("GET")),  # real-time access
        answer("", "x-oss-storage-class: Standard", "200 OK", request=asked("HEAD")),
        answer("NoSuchKey", status="404 Not Found"),
        answer("InvalidObjectState", COLD, server="MinIO").replace("x-oss-request-id", "x-amz-request-id"),
        answer("InvalidObjectState", "x-oss-restore: soon").replace("InvalidObjectState", "NoSuchKey"),
    ],
)
def test_no_state_is_made_up(report, text):
    assert named(report(text)) == {}


def test_a_link_is_told_with_its_decoded_target(report):
    text = answer(
        "SymlinkTargetNotExist", "x-oss-symlink-target: photos%2Fa.png", "404 x", elements="<Key>latest</Key>"
    )
    assert named(report(text)) == {"symlink-target": ("observed", {"link": "latest", "target": "photos/a.png"})}


def test_a_target_with_a_slash_in_front_is_suspected(report):
    text = answer("SymlinkTargetNotExist", "x-oss-symlink-target: /a.png", "404 x")
    assert set(named(report(text))) == {"symlink-target", "symlink-target-slash"}


def test_a_link_without_its_target_says_where_to_ask(report):
    assert set(named(report(answer("SymlinkTargetNotExist", status="404 x")))) == {"symlink-target-unknown"}


def test_a_retention_policy_is_told_with_what_was_refused(report):
    text = answer("FileImmutable", status="409 x", request=asked("DELETE"), elements="<Key>log.txt</Key>")
    one = report(text)
    assert named(one) == {"worm": ("observed", {"method": "DELETE", "object": "log.txt"})}
    (finding,) = (finding for finding in one.findings if finding.id == "worm")
    assert text[finding.evidence[0].start : finding.evidence[0].end] == "FileImmutable"
