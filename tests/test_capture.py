"""Bytes become text by their mark, their pattern of zeros, or the first encoding that fits; nothing is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector import capture
from inspector.capture import CaptureTooLarge, decode

ERROR = "<Error><Code>AccessDenied</Code><Message>签名不匹配</Message></Error>"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_an_encoding_is_found_and_told(encoding, named):
    read = decode(ERROR.encode(encoding))
    assert read.text == ERROR
    assert read.encoding == named
    assert [problem.id for problem in read.repairs] == ([] if named == "utf-8" else ["encoding"])


def test_a_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbfabc").text == "abc"
    assert decode(b"\xfe\xff\x00a").text == "a"


def test_bytes_of_no_encoding_are_kept_as_latin_1():
    read = decode(b"RequestId \xff\xfa\x80 end")
    assert read.encoding == "latin-1"
    assert read.text == "RequestId \xff\xfa\x80 end"
    assert read.repairs[0].id == "encoding"


def test_half_a_character_behind_a_mark_is_told():
    read = decode(b"\xff\xfea\x00b")
    assert read.text.startswith("a")
    assert {problem.id for problem in read.repairs} == {"encoding", "bytes-lost"}


def test_utf_7_is_never_decoded():
    assert decode(b"+ADw-Error+AD4-").text == "+ADw-Error+AD4-"


@pytest.mark.parametrize("raw", [b"\0" * 5000 + ERROR.encode(), b"HTTP/1.1 403 x\r\n\r\n" + b"\0" * 900])
def test_zeros_alone_do_not_make_utf_16(raw):
    assert decode(raw).text == raw.decode()


def test_an_empty_capture_is_no_fault():
    assert decode(b"") == capture.Capture("", "", "")


def test_origin_and_name_are_kept():
    read = decode(b"a", "drop", "a.txt")
    assert (read.origin, read.name) == ("drop", "a.txt")


def test_a_capture_beyond_the_limit_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(capture, "LIMIT", 10)
    assert decode(b"x" * 10).text == "x" * 10
    with pytest.raises(CaptureTooLarge) as refused:
        decode(b"x" * 11)
    assert refused.value.size == 11


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text(raw):
    assert isinstance(decode(raw).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=300))
def test_utf_8_is_read_as_it_was_written(text):
    read = decode(text.encode())
    assert read.text == text


CHARACTERS = "<Error><Message>签名不匹配，请检查密钥𠀀"


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_utf_8_that_ends_inside_a_character_stays_utf_8(lost):
    read = decode(CHARACTERS.encode()[:-lost])
    assert read.text == CHARACTERS[:-1] + "\ufffd"
    assert [problem.id for problem in read.repairs] == ["bytes-lost"]


@pytest.mark.parametrize("at", [0, 5, 40])
def test_a_bad_byte_among_many_good_characters_leaves_utf_8(at):
    raw = CHARACTERS.encode()
    at = len(raw[:at].decode("utf-8", "ignore").encode())
    read = decode(raw[:at] + b"\xff" + raw[at:])
    assert read.text == raw[:at].decode() + "\ufffd" + raw[at:].decode()
    assert read.encoding == "utf-8"
    assert [problem.id for problem in read.repairs] == ["bytes-lost"]


def test_a_bad_byte_behind_the_mark_of_utf_8_is_told():
    assert [problem.id for problem in decode(b"\xef\xbb\xbfa\xff").repairs] == ["bytes-lost"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_replacement_that_was_received_is_no_loss_of_ours(encoding):
    read = decode("a\ufffdb".encode(encoding))
    assert read.text == "a\ufffdb"
    assert "bytes-lost" not in [problem.id for problem in read.repairs]


@pytest.mark.parametrize("text", ["请求签名不匹配，请检查密钥", "拒绝访问", "错误：没有权限"])
def test_gb18030_is_not_taken_for_damaged_utf_8(text):
    assert decode(f"<Message>{text}</Message>".encode("gb18030")).text == f"<Message>{text}</Message>"


# several encodings in one capture


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_gb18030_body_in_a_utf_8_log_is_read_as_it_is(end):
    above, body, below = "错误：上传失败", "<Message>您没有权限访问</Message>", "已重试 3 次"
    read = decode(end.join([above, "@", below]).encode().replace(b"@", body.encode("gb18030")))
    assert read.text == end.join([above, body, below])
    assert read.repairs[0].detail == "UTF-8, GB18030"


@pytest.mark.parametrize("lost", [1, 2])
def test_utf_8_of_several_lines_that_is_cut_off_stays_utf_8(lost):
    text = "错误：上传失败\n请求签名不匹配\n拒绝访问"
    assert decode(text.encode()[:-lost]).text == text[:-1] + "\ufffd"


@given(st.lists(st.text("执行失败错误请求签名拒绝访问密钥上传文件存储对象区域节点 abc", max_size=6), max_size=9))
def test_lines_of_gb18030_alone_are_never_taken_for_a_mixture(lines):
    text = "\n".join(["您没有权限访问", *lines])
    assert decode(text.encode("gb18030")).text == text


def test_a_large_capture_in_gb18030_is_read():
    raw = ("请求签名不匹配，请检查密钥 " * 20 + "\n").encode("gb18030") * 20_000
    assert decode(raw).text.encode("gb18030") == raw


def test_an_archive_of_nothing_is_an_empty_text():
    assert decode(b"PK\x05\x06" + bytes(18)).text == ""
