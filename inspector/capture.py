"""Bytes -> Capture: the size limit and the encoding. What was received is decoded, never mended."""

from __future__ import annotations

from inspector.model import Capture, Problem

LIMIT = 64 * 1024 * 1024
"""Largest capture in bytes that is read into memory."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 4096


class CaptureTooLarge(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """The capture exceeds `LIMIT`; `size` is in bytes."""

    def __init__(self, size: int) -> None:
        """Keep the size for the message."""
        super().__init__(f"{size} bytes")
        self.size = size


def decode(raw: bytes, origin: str = "", name: str = "") -> Capture:
    """Decode bytes: by their mark, else as UTF-16 by its pattern of zeros, UTF-8, GB18030, and last Latin-1.

    `origin` says how it came (clipboard, drop, file, stdin, example), `name` what to call it.
    Raises `CaptureTooLarge`.
    """
    if len(raw) > LIMIT:
        raise CaptureTooLarge(len(raw))
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            return Capture(text, origin, name, encoding, _told(encoding, text))
    encoding = _unmarked(raw)
    text = raw.decode(encoding, "replace" if encoding.startswith("utf-16") else "strict")
    return Capture(text, origin, name, encoding, _told(encoding, text))


def _unmarked(raw: bytes) -> str:
    sample = raw[:_SAMPLE]
    if len(sample) >= 4 and 0 in sample:  # noqa: PLR2004 - two characters show a pattern
        even, odd = sample[0::2].count(0) * 3, sample[1::2].count(0) * 3
        if odd > len(sample) > even * 4:
            return "utf-16-le"
        if even > len(sample) > odd * 4:
            return "utf-16-be"
    for encoding in ("utf-8", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _told(encoding: str, text: str) -> tuple[Problem, ...]:
    told = () if encoding == "utf-8" else (Problem("encoding", encoding.upper()),)
    return (*told, Problem("bytes-lost")) if "\ufffd" in text and encoding != "gb18030" else told
