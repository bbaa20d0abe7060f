"""Tar archives: names of every form, what is cut or damaged, and archives made to run away."""

import gzip
import io
import tarfile

import pytest
from compact import explained
from hypothesis import given
from hypothesis import strategies as st

from inspector.archive import MOST_MEMBERS, unpack
from inspector.tarball import files

ERROR = b"<Error><Code>NoSuchKey</Code><RequestId>69205A3C7D1E4B32308F9A11</RequestId></Error>"
LINE = b'oss: service returned error: StatusCode=404, ErrorCode=NoSuchKey, ErrorMessage="x", RequestId=69205A3C7D1E4B32308F9A11\n'


def tarred(members, form=tarfile.PAX_FORMAT):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as made:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("name", ["a.log", "case/" + "d" * 90 + "/long.log", "错误/日志.txt"])
@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_members_stand_under_their_names(form, name, packed):
    unpacked = unpack(packed(tarred([(name, b"one"), ("b.txt", b"two")], form)))
    assert [(one.name, one.raw) for one in unpacked.members] == [(name, b"one"), ("b.txt", b"two")]
    assert [problem.id for problem in unpacked.problems] == ["unpacked"]


def test_two_members_that_tell_of_one_request_id_are_one_report():
    (report,) = explained(tarred([("answer.xml", ERROR), ("shot.png", b"\x89PNG\0"), ("client.log", LINE)])).reports
    assert (report.fact("http_status"), report.fact("client_id")) == ("404", "go-1")


@pytest.mark.parametrize("end", [600, 1100, 1536])
def test_what_is_cut_off_is_told(end):
    unpacked = unpack(tarred([("a.log", ERROR * 9), ("b.log", ERROR)])[:end])
    assert unpacked.members[0].raw.startswith(ERROR[:80])
    assert "archive-damaged" in [problem.id for problem in unpacked.problems] or end == 1536


def test_nothing_is_sized_by_what_a_head_claims():
    raw = bytearray(tarred([("a.log", ERROR)]))
    raw[124:136] = b"\x80" + b"\xff" * 11
    raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 8 * 32 + sum(raw[156:512]))
    assert [(one.name, one.raw.rstrip(b"\0")) for one in unpack(bytes(raw)).members] == [("a.log", ERROR)]
    assert len(list(files(tarred([("e", b"")])[:512] * 50_000, MOST_MEMBERS))) <= MOST_MEMBERS * 8 + 1


@given(st.binary(max_size=1400), st.integers(0, 1500))
def test_damage_never_raises(noise, at):
    raw = tarred([("a.log", ERROR), ("b.log", LINE)])
    unpack(raw[:at] + noise + raw[at + len(noise) :])
