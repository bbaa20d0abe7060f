"""Packed captures: read within bounds of size, number, proportion and time, whatever they claim."""

import gzip
import io
import zipfile

import pytest
from compact import explained
from hypothesis import given
from hypothesis import strategies as st

from inspector import archive
from inspector.archive import MOST_BYTES, unpack
from inspector.capture import decode

ERROR = b"<Error><Code>NoSuchKey</Code><RequestId>69205A3C7D1E4B32308F9A11</RequestId></Error>"


def zipped(files, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def ids(problems):
    return [problem.id for problem in problems]


def test_gzip_is_known_by_its_content_and_its_text_stands_alone():
    read = decode(gzip.compress(ERROR))
    assert read.text == ERROR.decode()
    assert ids(read.repairs) == ["unpacked"]


def test_gzip_streams_that_follow_each_other_are_one_text():
    assert decode(gzip.compress(b"a") + gzip.compress(b"b")).text == "ab"


@pytest.mark.parametrize("cut", [12, 40, -9, -1])
def test_gzip_that_is_cut_gives_what_there_is_and_tells(cut):
    read = decode(gzip.compress(ERROR)[:cut])
    assert ERROR.decode().startswith(read.text)
    assert ids(read.repairs) == ["unpacked", "archive-damaged"]


def test_a_member_in_an_encoding_of_its_own_is_read_in_it():
    read = decode(zipped([("a.txt", "拒绝访问".encode("gb18030")), ("b.txt", "签名不匹配".encode())]))
    assert "拒绝访问" in read.text
    assert "签名不匹配" in read.text


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_each_member_stands_under_its_name(method):
    text = decode(zipped([("logs/", b""), ("logs/a.log", b"one\n"), ("错误.txt", b"two")], method)).text
    assert text == "════ 1/2 logs/a.log ════\none\n════ 2/2 错误.txt ════\ntwo\n"


def test_a_name_of_chinese_windows_is_read():
    raw = zipped([("AAAA.txt", ERROR)]).replace(b"AAAA.txt", "错误".encode("gbk") + b".txt")
    assert unpack(raw).members[0].name == "错误.txt"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Windows\\a", "/a", "a\nb\x1b[31m", "═" * 400])
def test_a_name_is_shown_on_one_line_and_never_a_path(name):
    read = decode(zipped([(name, ERROR)]))
    assert read.text.count("\n") == 2
    assert "\x1b" not in read.text
    assert explained(zipped([(name, ERROR)])).reports[0].fact("code") == "NoSuchKey"


def test_an_archive_in_an_archive_stays_packed_but_a_rotated_log_is_read():
    read = decode(zipped([("in.zip", zipped([("a", ERROR)])), ("b.log.gz", gzip.compress(ERROR))]))
    assert read.text == f"════ 1/1 b.log.gz ════\n{ERROR.decode()}\n"
    assert ids(read.repairs) == ["unpacked", "archive-binary"]


def test_an_encrypted_member_is_told():
    raw = bytearray(zipped([("a.log", ERROR)]))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert ids(decode(bytes(raw)).repairs) == ["unpacked", "archive-encrypted"]


def test_a_broken_list_of_members_is_told():
    raw = zipped([("a.log", ERROR)])
    assert "archive-damaged" in ids(decode(raw[:-30]).repairs)
    assert "archive-damaged" in ids(decode(raw.replace(b"PK\x03\x04", b"PK\x03\x05")[:0] + raw[:60]).repairs)


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 40, b"\x1f\x8b\x08"])
def test_a_beginning_alone_is_no_fault(raw):
    assert decode(raw).text == ""


@given(st.binary(max_size=200), st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08\0"]))
def test_any_bytes_behind_a_beginning_give_a_capture(raw, begin):
    assert isinstance(decode(begin + raw).text, str)


@given(st.data())
def test_a_damaged_archive_gives_a_capture(data):
    raw = bytearray(zipped([("raw/1_c.txt", b"GET / HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", ERROR)]))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(decode(bytes(raw)).text, str)


# bombs


def bounded(raw):
    read = decode(raw)
    assert len(read.text) <= MOST_BYTES + 1_000_000
    return read


def test_a_gzip_bomb_stops():
    assert "archive-too-large" in ids(bounded(gzip.compress(bytes(100_000_000))).repairs)


def test_a_zip_bomb_stops():
    bomb = bytes(5_000_000)
    read = bounded(zipped([(f"{number}.txt", bomb) for number in range(20)] + [("a.log", ERROR)]))
    assert "archive-too-large" in ids(read.repairs)
    assert ERROR.decode() in read.text


def test_members_that_share_one_piece_are_bounded_together(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10_000)
    text = bytes(65 + number % 26 for number in range(0, 9_000 * 7, 7))
    assert len(decode(zipped([(f"{number}.txt", text) for number in range(9)])).text) < 11_000


def test_of_many_members_the_first_are_read():
    read = bounded(zipped([(f"{number}.txt", b"x") for number in range(10_000)]))
    assert "archive-too-many" in ids(read.repairs)


def test_a_repetitive_log_is_no_bomb():
    log = b"".join(
        b"2026-11-20 08:15:%02d INFO request %d done in %d ms\n" % (n % 60, n, n % 97) for n in range(200_000)
    )
    assert len(decode(gzip.compress(log)).text) == len(log)


# sessions


def test_sessions_pair_by_number_whatever_the_order_and_the_names():
    answer = b"HTTP/1.1 403 Forbidden\r\nx-oss-request-id: 69205A3C7D1E4B32308F9A%02X\r\n\r\n"
    ask = b"GET /%d HTTP/1.1\r\nHost: a.example.com\r\n\r\nHTTP/1.1 200 OK\r\n"
    files = [(f"raw\\{n}_s.txt", answer % n) for n in (10, 9)] + [(f"raw/{n}_c.txt", ask % n) for n in (9, 10, 11)]
    found = explained(zipped(files))
    assert found.shape == "saz"
    assert [(one.exchange.request.start.target, one.status) for one in found.reports] == [("/9", 403), ("/10", 403)]


def test_spans_point_into_the_text_of_the_members():
    found = explained(zipped([("a.log", b"x\n" + ERROR), ("b.log", ERROR.replace(b"308F", b"40AA"))]))
    assert [one.fact("request_id") for one in found.reports] == ["69205A3C7D1E4B32308F9A11", "69205A3C7D1E4B3240AA9A11"]
    for report in found.reports:
        for fact in report.facts:
            if fact.name == "request_id":
                assert found.capture.text[fact.span.start : fact.span.end] == fact.value


# named, not read


@pytest.mark.parametrize(
    ("begin", "named"),
    [
        (b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "packet-capture"),
        (b"\xa1\xb2\x3c\x4d\0\x02\0\x04", "packet-capture"),
        (b"\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", "packet-capture"),
        (b"2087:9:websocket;0:~8:response;", "mitmproxy-flow"),
        (b"1743:7:version;2:20#4:type;4:http;", "mitmproxy-flow"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "archive-unread"),
    ],
)
def test_a_foreign_form_is_named_and_nothing_of_it_read(begin, named):
    found = explained(begin + b"HTTP/1.1 403 Forbidden\r\n\r\n" + ERROR)
    assert ids(found.problems) == [named]
    assert not found.recognised


def test_many_bombs_stop():
    bomb = bytes(2_400_000)
    assert ("archive-too-large", "150") in bounded(zipped([(f"{number}.txt", bomb) for number in range(150)])).repairs
