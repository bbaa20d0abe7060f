"""What is kept of a long text: all around anything that may tell of an error, nothing else, and each place known."""

import pytest
from compact import explained, samples

from inspector import capture
from inspector.model import Excerpt
from inspector.shapes.narrowed import MOST_WHOLE, narrowed

LINE = "2026-11-21 04:15:06 worker-7 wrote part 0000 of reports/2026-11.csv in 38 ms\n"
LONG = LINE * (MOST_WHOLE // len(LINE))
TEXTS = {
    path.name: capture.decode(path.read_bytes()).text
    for path in samples()
    if path.suffix == ".txt" and not path.read_bytes().lstrip().startswith((b"{", b"["))
}


def test_a_short_text_is_kept_whole():
    short = Excerpt(LINE * 3)
    assert narrowed(short) is short


def test_a_log_without_any_sign_is_not_read():
    assert narrowed(Excerpt(LONG + LINE)).text == ""


@pytest.mark.parametrize("end", ["\n", "\r", ""])
def test_what_stands_around_a_sign_is_kept_with_its_place(end):
    text = (LONG + "NoSuchKey\n" + LONG + "<Error>").replace("\n", end)
    kept = narrowed(Excerpt(text))
    assert len(kept.text) < 0.8 * len(text)
    for word in ("NoSuchKey", "<Error>"):
        place = kept.text.index(word)
        assert kept.span(place, place + len(word)) == (text.index(word), text.index(word) + len(word))


def test_a_dump_in_hex_is_kept_whole():
    dump = Excerpt(LONG + "\n0x0000:  4854 5450 2f31 2e31 2034 3033  HTTP/1.1.403\n")
    assert narrowed(dump) is dump


@pytest.mark.parametrize("name", TEXTS)
def test_every_sample_holds_a_sign(name):
    assert TEXTS[name] in narrowed(Excerpt(f"{LONG}{TEXTS[name]}\n{LONG}")).text


def test_an_error_in_a_long_log_is_read_as_in_a_short_one():
    error = "<Error><Code>NoSuchKey</Code><RequestId>6920A1B2C3D4E5F60718293A</RequestId></Error>\n"
    short, long = (explained(f"{log}{error}{log}".encode()).reports for log in (LINE, LONG))
    assert [(fact.name, fact.value) for fact in long[0].facts] == [(fact.name, fact.value) for fact in short[0].facts]
