"""Who was denied what, by which policy; the message against the detail; a policy only where nothing allows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector import assets
from inspector.diagnosis import denials

ACCOUNT = "AccountLevelIdentityBasedPolicy"
POLICIES = (ACCOUNT, "ResourceGroupLevelIdentityBasedPolicy", "SessionPolicy", "AssumeRolePolicy", "ControlPolicy")


def detail(action="oss:PutObject", kind="ImplicitDeny", policy=ACCOUNT, principal="SubUser", encoded=""):
    rows = {
        "PolicyType": policy, "AuthPrincipalOwnerId": "1234567890123456", "AuthPrincipalType": principal,
        "AuthPrincipalDisplayName": "234567890", "NoPermissionType": kind, "AuthAction": action,
        "EncodedDiagnosticMessage": encoded,
    }  # fmt: skip
    return "".join(f"<{name}>{value}</{name}>" for name, value in rows.items() if value)


def denial(target="/docs/a.txt", host="photos.oss-cn-hangzhou.aliyuncs.com", head="", message="No permission.", **said):
    return (
        f"PUT {target} HTTP/1.1\nHost: {host}\n{head}\nHTTP/1.1 403 Forbidden\nServer: AliyunOSS\n"
        f"x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n\n"
        f"<Error><Code>AccessDenied</Code><Message>{message}</Message><HostId>{host}</HostId>"
        f"<AccessDeniedDetail>{detail(**said)}</AccessDeniedDetail></Error>"
    )


@pytest.fixture
def found(report, knowledge):
    return lambda text: {one.id: one for one in denials.find(report(text), knowledge).findings}


def test_a_denial_is_a_sentence_with_its_evidence(found, knowledge):
    text = denial()
    finding = found(text)["denied-by"]
    assert finding.grade == "observed"
    assert knowledge.said(finding, "en") == (
        "The RAM user 234567890 (account 1234567890123456) may not do oss:PutObject on photos/docs/a.txt. What decided: "
        "the RAM policies attached to the caller for the whole account; nothing there allows the action (implicit deny)."
    )
    assert knowledge.said(finding, "zh").startswith(
        "RAM 用户：234567890（所属账号 1234567890123456）无权执行 oss:PutObject"
    )
    assert {text[span.start : span.end] for span in finding.evidence} == {
        "SubUser", "234567890", "1234567890123456", "oss:PutObject", ACCOUNT, "ImplicitDeny",
    }  # fmt: skip


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("kind", ["ImplicitDeny", "ExplicitDeny"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_policy_and_of_denial_is_worded(found, knowledge, policy, kind, language):
    for finding in found(denial(policy=policy, kind=kind)).values():
        said = knowledge.said(finding, language)
        assert policy not in said
        assert kind not in said
        assert "{{" not in said


def test_a_kind_of_policy_that_no_document_names_is_shown_as_it_is(found, knowledge):
    assert "FuturePolicy" in knowledge.said(found(denial(policy="FuturePolicy"))["denied-by"], "en")


@pytest.mark.parametrize(
    ("target", "head", "action", "resource"),
    [
        ("/docs/a.txt", "", "oss:PutObject", "photos/docs/a.txt"),
        ("/%E5%90%88%E5%90%8C.pdf?uploads", "", "oss:PutObject", "photos/合同.pdf"),
        ("/?prefix=docs%2F", "", "oss:ListObjects", "photos"),
        ("/?referer", "", "oss:PutBucketReferer", "photos"),
        ("/?delete", "", "oss:DeleteObject", "photos/…"),
        ("/", "", "oss:ListBuckets", None),
        ("/to.txt", "x-oss-copy-source: /other/from%20here.txt?versionId=1\n", "oss:GetObject", "other/from here.txt"),
        ("/to.txt", "x-oss-copy-source: /other/from.txt\n", "oss:PutObject", "photos/to.txt"),
    ],
)
def test_the_resource_is_what_the_action_is_for(found, target, head, action, resource):
    assert dict(found(denial(target, head=head, action=action))["denied-by"].values).get("resource") == resource


@pytest.mark.parametrize(
    ("target", "action", "suggested", "resource"),
    [
        ("/docs/a.txt", "oss:PutObject", "least-privilege", "photos/docs/a.txt"),
        ("/", "oss:ListObjects", "least-privilege", "photos"),
        ("/?bucketInfo", "oss:GetBucketInfo", "least-privilege", "photos"),
        ("/?delete", "oss:DeleteObject", "least-privilege-all-objects", "photos/*"),
        ("/", "oss:ListBuckets", "least-privilege-all-buckets", "*"),
        ("/%E5%90%88%20%60%22.pdf", "oss:GetObject", "least-privilege-special", 'photos/合 `".pdf'),
    ],
)
def test_one_action_and_one_resource_are_suggested(found, knowledge, target, action, suggested, resource):
    finding = found(denial(target, action=action))[suggested]
    policy = dict(finding.values)["policy"]
    assert finding.grade == "computed"
    assert json.loads(policy) == {
        "Version": "1",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": f"acs:oss:*:*:{resource}"}],
    }
    assert all(policy in knowledge.said(finding, language) for language in ("en", "zh"))
    assert all(f"`{policy}`" in knowledge.said(finding, "zh") for _ in "1" if suggested != "least-privilege-special")
    assert "`" not in policy


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "ExplicitDeny"},
        {"policy": "ControlPolicy"},
        {"policy": "SessionPolicy"},
        {"policy": "AssumeRolePolicy"},
        {"action": "oss:PutAccessPointPolicy"},
        {"action": "ram:GetUser"},
        {"target": "/a*.txt"},
        {"host": "xxxxxx.oss-cn-hangzhou.aliyuncs.com"},
        {"host": "img.example.com"},
    ],
)
def test_no_policy_is_suggested_where_it_would_not_help_or_name_more(found, changed):
    assert not [name for name in found(denial(**changed)) if name.startswith("least")]


def test_for_a_deny_only_the_place_to_look_is_told(found, knowledge):
    finding = found(denial(kind="ExplicitDeny", policy="ControlPolicy"))["denied-explicitly"]
    assert "management account" in knowledge.said(finding, "en")
    assert "Statement" not in knowledge.said(finding, "en").replace("Deny statement", "")
    assert "denied-explicitly" not in found(denial())


@pytest.mark.parametrize(
    ("message", "policy", "contradicts"),
    [
        ("Access denied by bucket policy.", ACCOUNT, True),
        ("You have no right to access this object because of bucket acl.", "ControlPolicy", True),
        ("Access denied by bucket policy.", "BucketPolicy", False),
        ("You have no right to access this object.", ACCOUNT, False),
    ],
)
def test_a_message_that_blames_the_wrong_policy_is_told(found, message, policy, contradicts):
    assert ("message-contradicts-detail" in found(denial(message=message, policy=policy))) is contradicts


def test_the_encoded_message_stays_opaque_and_gets_its_command(found, knowledge):
    finding = found(denial(encoded="AQIBIAAAAOPdwKY2QLOvgMEc7SkkoJfj"))["denied-encoded"]
    said = knowledge.said(finding, "en")
    assert "`aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage '…'`" in said
    assert "AQIB" not in said
    assert "denied-encoded" not in found(denial(encoded="AQIB******Sb6kUQ=="))


def test_a_printed_detail_is_read_too(found):
    printed = (
        "{'status': 403, 'x-oss-request-id': '69A7BDBFAB12CD34EF56AB78', 'details': {'Code': 'AccessDenied', "
        "'HostId': 'photos.oss-cn-hangzhou.aliyuncs.com', 'Message': 'no', 'AccessDeniedDetail': {'PolicyType': "
        f"'{ACCOUNT}', 'NoPermissionType': 'ImplicitDeny', 'AuthAction': 'oss:GetObject'}}}}}}"
    )
    assert set(found(printed)) == {"denied-by", "least-privilege-all-objects"}


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 200 OK\nServer: AliyunOSS\nx-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n",
        "HTTP/1.1 403 x\nServer: AliyunOSS\n\n<Error><Code>AccessDenied</Code></Error>",
        "HTTP/1.1 403 x\nServer: JDCloudOSS\n\n<Error><Code>AccessDenied</Code><AccessDeniedDetail>"
        + detail()
        + "</AccessDeniedDetail></Error>",
    ],
)
def test_nothing_is_found_where_no_detail_of_alibaba_cloud_is(found, text):
    assert found(text) == {}


def test_every_action_stands_in_one_list():
    actions = assets.knowledge().rules["actions"]
    listed = [action for level in ("service", "bucket", "object") for action in actions[level]]
    assert len(listed) == len(set(listed))
    assert all(action.startswith("oss:") for action in listed)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_it_fail(unbroken, action, target):
    unbroken(denial(f"/{target}", action=f"oss:GetObject{action}" if target else action))
