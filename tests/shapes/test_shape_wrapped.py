"""Line ends that a terminal put in are taken back, and no others."""

import pytest

from inspector.shapes.wrapped import breaks

ROW = "oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, RequestId=69A91D9FAB12CD34EF56AB78 "


def wrapped(text, width):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_line_broken_within_words_is_put_together(width):
    text = wrapped(ROW * 4, width)
    assert len(breaks(text)) == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        f"{ROW}\n{ROW}\n{ROW}",
        "x" * 80 + "\nServer: AliyunOSS\n",
        "x" * 80 + "\n  <Code>A</Code>\n",
        "\n".join(["2026-11-21 12:00:00 " + "word " * 20] * 5),
        "0010  " + "48 54 " * 16 + "\n0020  " + "48 54 " * 16 + "\n0030  " + "48 54 " * 16,
        wrapped(ROW * 4, 97) + "\n" + "longer than the others " * 9,
        "",
        "short\nlines\n",
    ],
)
def test_lines_of_their_own_stay(text):
    assert breaks(text) == []
