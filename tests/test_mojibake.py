"""Text that was decoded wrongly is named and mended; text that is right never is."""

import pytest
from compact import explained
from hypothesis import given
from hypothesis import strategies as st

from inspector.mojibake import mend

COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


@pytest.mark.parametrize(
    "text", ["档案", "合同/2024年度 报告(终稿)&v2.pdf", "签名不匹配，请检查密钥", "错误：没有权限"]
)
@pytest.mark.parametrize(("right", "wrong"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_what_was_read_wrongly_is_mended(text, right, wrong):
    mended, said = mend(text.encode(right).decode(wrong, "replace"))
    assert mended.replace("\ufffd", "") in (text, text[:-1])
    assert "→" in said


@pytest.mark.parametrize(
    "text",
    [
        "档案", "访问被拒绝", "联通", "您没有权限访问", "訪問被拒絕", "签名不匹配，请检查密钥", "Größe für créé déjà", "naïve café",
        "Москва", "東京の文書", "서울 문서", "“quoted” — text…", "50 µm × 3 °C", "Ærø Åse Ñandú", "№ 5", "",
    ],
)  # fmt: skip
def test_what_is_right_is_left(text):
    assert mend(text) is None


@given(st.text(COMMON, min_size=1, max_size=30))
def test_common_chinese_is_left(text):
    assert mend(text) is None


@given(st.text(max_size=100))
def test_any_text_is_no_fault(text):
    mend(text)


def test_it_is_told_and_the_value_stays():
    garbled = "合同.pdf".encode().decode("gb18030")
    (report,) = explained(f"<Error><Code>NoSuchKey</Code><Key>{garbled}</Key></Error>".encode()).reports
    assert report.fact("object") == garbled
    assert ("mojibake", "UTF-8 → GBK: 合同.pdf") in report.problems


def test_text_that_is_lost_is_told():
    (report,) = explained("<Error><Code>NoSuchKey</Code><Key>锟斤拷.pdf</Key></Error>".encode()).reports
    assert "mojibake-lost" in [problem.id for problem in report.problems]
