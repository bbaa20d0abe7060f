"""The Signature Doctor against real signatures: signed by the vendors' SDKs, broken on the way, answered by a store."""

import pytest
from signing import faults, server
from signing.clients import SIGNERS, Wanted, form_fields
from signing.message import HOSTS, SECRET

CASES = faults.cases(SIGNERS)
SUMMARIES = ("signature-equal", "signature-explained", "signature-text-and-bytes-differ")
KEYS = ("photos/a.png", "ä b+c.png", "100%25.txt", "a//b", "x y/z~(1)!.bin", "照片/图 1.png", "a&b=c?d#e")


def named(report):
    return [finding.id for finding in report.findings if finding.id.startswith("signature-")]


def causes(report):
    return [id_ for id_ in named(report) if not id_.startswith(SUMMARIES)]


def broken(signer, fault):
    """Give what the capture shows, and what the store found."""
    sent = SIGNERS[signer](Wanted(**faults.asked(fault, signer)))
    shown, arrived = fault.breaks(sent)
    return shown, server.answer(arrived)


def document(shown, told, **how):
    return server.error_document(told, shown.host, **how)


def test_there_are_enough_cases():
    assert len(CASES) >= 200
    assert {fault.cause for _, fault in CASES} == {fault.cause for fault in faults.FAULTS}


@pytest.mark.parametrize("signer", SIGNERS)
@pytest.mark.parametrize("key", KEYS)
def test_the_store_of_the_tests_accepts_what_the_sdks_sign(signer, key):
    sent = SIGNERS[signer](Wanted(key=key, params={"versionId": "a+b/c=", "acl": ""}))
    assert server.answer(sent).accepted
    assert not server.answer(sent, SECRET + "x").accepted


@pytest.mark.parametrize(("signer", "fault"), CASES, ids=[f"{signer}: {fault.name}" for signer, fault in CASES])
@pytest.mark.parametrize("shown_as", server.SHOWN)
def test_every_planted_fault_is_named_with_at_most_one_wrong_cause(report, signer, fault, shown_as):
    shown, told = broken(signer, fault)
    assert not told.accepted
    one = report(server.SHOWN[shown_as](shown, document(shown, told), told.store))
    assert fault.cause in causes(one)
    assert len(causes(one)) <= 2
    assert one.comparisons[0].rebuilt


@pytest.mark.parametrize(("signer", "fault"), CASES, ids=[f"{signer}: {fault.name}" for signer, fault in CASES])
def test_the_bytes_tell_where_the_text_lost_its_line_breaks(report, signer, fault):
    shown, told = broken(signer, fault)
    text = document(shown, told, string=" ".join(told.string.split("\n")))
    one = report(server.raw(shown, text, told.store))
    assert fault.cause in causes(one)
    assert "signature-text-and-bytes-differ" in named(one)


@pytest.mark.parametrize(("signer", "fault"), CASES, ids=[f"{signer}: {fault.name}" for signer, fault in CASES])
def test_without_the_request_the_servers_string_is_explained(report, signer, fault):
    shown, told = broken(signer, fault)
    one = report(server.alone(shown, document(shown, told), told.store))
    assert any(id_.startswith("signature-explained") for id_ in named(one))
    assert set(causes(one)) <= {fault.cause, "signature-path-encoding", "signature-double-slash"}
    assert not one.comparisons[0].rebuilt


@pytest.mark.parametrize("signer", SIGNERS)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("shown_as", server.SHOWN)
def test_equal_strings_never_produce_a_fault(report, signer, key, shown_as):
    wanted = faults.asked(faults.FAULTS[0], signer) | {"key": key, "params": {"versionId": "a+b/c=", "acl": ""}}
    sent = SIGNERS[signer](Wanted(**wanted))
    told = server.answer(sent, SECRET + "x")
    one = report(server.SHOWN[shown_as](sent, document(sent, told), told.store))
    assert named(one) == ["signature-equal"]
    assert all(row.differs == -1 for row in one.comparisons[0].lines)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda policy: policy.replace("+", " "), "signature-plus-as-space"),
        (lambda policy: policy + "\r", "signature-carriage-return"),
        (lambda policy: policy[:40] + "\n" + policy[40:], "signature-space"),
        (lambda policy: policy[:-12] + "AAAAAAAAAAA=", "signature-other"),
        (lambda policy: policy, "signature-equal"),
    ],
)
@pytest.mark.parametrize("key", ["a>~b>>?/x.png", "照片>>>~~~.png?>"])
def test_the_policy_of_a_form_upload_is_compared(report, key, change, expected):
    fields = form_fields(key)
    assert server.answer_form(fields).accepted
    told = server.answer_form(fields | {"policy": change(fields["policy"])}, SECRET + "x")
    text = server.form(fields, HOSTS["s3"]) + server.alone(None, server.error_document(told, HOSTS["s3"]), "s3")
    one = report(text)
    if told.string == fields["policy"]:
        expected = "signature-equal"  # this key's policy holds no plus sign
    assert named(one) == [expected]
    assert one.comparisons[0].scheme == "post-policy"
