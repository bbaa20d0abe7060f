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
_LONGEST_CHARACTER = 4
_CLEARLY = 4
"""So many times as many sound characters as bad bytes show that a text is UTF-8."""


class CaptureTooLarge(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """The capture exceeds `LIMIT`; `size` is in bytes."""

    def __init__(self, size: int) -> None:
        """Keep the size for the message."""
        super().__init__(f"{size} bytes")
        self.size = size


def decode(raw: bytes, origin: str = "", name: str = "") -> Capture:
    """Decode bytes: by their mark, else as UTF-16 by its pattern of zeros, UTF-8, GB18030, and last Latin-1.

    UTF-8 may be cut off at its end, or hold a few bad bytes; what is lost so is told.
    `origin` says how it came (clipboard, drop, file, stdin, example), `name` what to call it.
    Raises `CaptureTooLarge`.
    """
    if len(raw) > LIMIT:
        raise CaptureTooLarge(len(raw))
    mark, encoding = next((row for row in _MARKS if raw.startswith(row[0])), (b"", ""))
    encoding = encoding or _unmarked(raw)
    told = () if encoding == "utf-8" else (Problem("encoding", encoding.upper()),)
    unmarked = raw[len(mark) :]
    try:
        return Capture(unmarked.decode(encoding), origin, name, encoding, told)
    except UnicodeDecodeError:
        text = unmarked.decode(encoding, "replace")
        return Capture(text, origin, name, encoding, (*told, Problem("bytes-lost")))


def _unmarked(raw: bytes) -> str:
    sample = raw[:_SAMPLE]
    if len(sample) >= 4 and 0 in sample:  # noqa: PLR2004 - two characters show a pattern
        even, odd = sample[0::2].count(0) * 3, sample[1::2].count(0) * 3
        if odd > len(sample) > even * 4:
            return "utf-16-le"
        if even > len(sample) > odd * 4:
            return "utf-16-be"
    fault = _fault(raw, "utf-8")
    if fault is None or _is_cut_off(raw, fault) or _is_mostly_utf_8(raw):
        return "utf-8"
    return "latin-1" if _fault(raw, "gb18030") else "gb18030"


def _fault(raw: bytes, encoding: str) -> UnicodeDecodeError | None:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_cut_off(raw: bytes, fault: UnicodeDecodeError) -> bool:
    """Tell whether nothing is wrong but that the text ends inside a character."""
    return (
        fault.end == len(raw)
        and fault.reason == "unexpected end of data"
        and len(raw) - fault.start < _LONGEST_CHARACTER
    )


def _is_mostly_utf_8(raw: bytes) -> bool:
    """Tell whether sound characters of several bytes clearly outnumber the bad bytes."""
    text = raw.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    bad = replaced - raw.count("\ufffd".encode())
    sound = len(text) - len(text.encode("ascii", "ignore")) - replaced
    return sound >= bad * _CLEARLY
