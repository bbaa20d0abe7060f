"""Bytes -> Capture: checks the size, unpacks archives and decodes the text, which is never repaired."""

import re
from functools import cache
from typing import NamedTuple

from inspector import archive, archive_text
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
_LONGEST_HEAD = 64 * 1024
_MOST_FOREIGN = 2_000
"""Lines in another encoding than the rest."""

_FIRST_LEVEL = range(0xB0, 0xD8)
_FIRST_TRAIL = 0xA1
_LONGEST_CHARACTER = 4
_CLEARLY = 4
"""So many times as many sound characters as bad bytes show that a text is UTF-8."""


class CaptureTooLarge(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """The capture exceeds `LIMIT`; `size` is in bytes."""

    def __init__(self, size: int) -> None:
        """Keep the size for the message."""
        super().__init__(f"{size} bytes")
        self.size = size


class Reading(NamedTuple):
    """Decoded bytes: the text, its encoding, and what was lost or guessed."""

    text: str
    encoding: str
    problems: tuple[Problem, ...]


def decode(raw: bytes, origin: str = "", name: str = "") -> Capture:
    """Unpack bytes and decode them: see `read_text`.

    The members of an archive become one text, each under a line that names it. `origin` says how it came (clipboard,
    drop, file, stdin, example), `name` what to call it. Raises `CaptureTooLarge`.
    """
    if len(raw) > LIMIT:
        raise CaptureTooLarge(len(raw))
    packed = archive.unpack(raw)
    if packed is None:
        read = read_text(raw)
        return Capture(read.text, origin, name, read.encoding, read.problems)
    found = [read_text(member.raw) for member in packed.members]
    headings = (archive_text.heading(number, len(found), one.name) for number, one in enumerate(packed.members, 1))
    plain = len(found) == 1 and packed.kind == "gzip"
    text = (
        found[0].text
        if plain
        else "".join(above + _ended(one.text) for above, one in zip(headings, found, strict=True))
    )
    encodings = {one.encoding for one in found}
    told = dict.fromkeys((*packed.problems, *(problem for one in found for problem in one.problems)))
    return Capture(text, origin, name, encodings.pop() if len(encodings) == 1 else "utf-8", tuple(told))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def read_text(raw: bytes) -> Reading:
    """Decode bytes: by their mark, else as UTF-16 by its pattern of zeros, UTF-8, GB18030, and last Latin-1.

    UTF-8 may be cut off at its end, or hold a few bad bytes; what is lost so is told. A compressed body keeps its
    bytes, one a character; lines in another encoding than the rest are decoded on their own.
    """
    mark, encoding = next((row for row in _MARKS if raw.startswith(row[0])), (b"", ""))
    unmarked = raw[len(mark) :]
    if not encoding:
        encoding = _unmarked(raw)
        if encoding in ("gb18030", "latin-1") or _fault(raw, encoding):
            mixed = _around_bodies(raw) or _by_lines(raw)
            if mixed is not None:
                return mixed
    told = () if encoding == "utf-8" else (Problem("encoding", encoding.upper()),)
    try:
        return Reading(unmarked.decode(encoding), encoding, told)
    except UnicodeDecodeError:
        return Reading(unmarked.decode(encoding, "replace"), encoding, (*told, Problem("bytes-lost")))


@cache
def _compressed() -> re.Pattern[bytes]:
    return re.compile(
        rb"\ncontent-encoding:[ \t]{0,8}(?:(?:x-)?(?:gzip|deflate)|br|zstd)\b|\n\r?\n(?=\x1f\x8b\x08)", re.IGNORECASE
    )


@cache
def _line_of_ascii() -> re.Pattern[bytes]:
    """Match a beginning that no UTF-16 has: a head in ASCII whose compressed body may be full of zeros."""
    return re.compile(rb"[\t\r\n\x20-\x7e]{32}")


@cache
def _head_end() -> re.Pattern[bytes]:
    return re.compile(rb"\n\r?\n")


@cache
def _next_message() -> re.Pattern[bytes]:
    return re.compile(rb"(?:\r?\n|\A)(?=HTTP/[0-9]|\* Connection #)")


def _around_bodies(raw: bytes) -> Reading | None:
    """Decode the text around compressed bodies, and keep each byte of these as one character; None without any."""
    bodies: list[tuple[int, int]] = []
    at = 0
    while found := _compressed().search(raw, at):
        head = _head_end().search(raw, found.start(), found.start() + _LONGEST_HEAD)
        if head is None:
            break
        following = _next_message().search(raw, head.end())
        at = following.start() if following else len(raw)
        if _fault(raw[head.end() : at], "utf-8"):
            bodies.append((head.end(), at))
    if not bodies:
        return None
    starts = [0, *(end for _, end in bodies)]
    around = [
        read_text(raw[start:end])
        for start, end in zip(starts, [*(start for start, _ in bodies), len(raw)], strict=True)
    ]
    within = [raw[start:end].decode("latin-1") for start, end in bodies]
    text = "".join(one.text + body for one, body in zip(around, [*within, ""], strict=True))
    told = dict.fromkeys(problem for one in around for problem in one.problems)
    return Reading(text, around[0].encoding, (*told, Problem("binary-body", str(len(bodies)))))


def _by_lines(raw: bytes) -> Reading | None:
    """Decode each line as UTF-8 or GB18030; None where lines of both kinds do not make up the whole."""
    lines = raw.split(b"\n")
    kinds = [_kind(line) for line in lines]
    foreign = [place for place, kind in enumerate(kinds) if not kind]
    if "utf-8" not in kinds or len(foreign) > _MOST_FOREIGN or not all(_is_chinese(lines[place]) for place in foreign):
        return None
    text = "\n".join(line.decode(kind or "gb18030") for line, kind in zip(lines, kinds, strict=True))
    return Reading(text, "utf-8", (Problem("encoding", "UTF-8, GB18030"),))


@cache
def _two_bytes() -> re.Pattern[str]:
    return re.compile("[\u0080-\u07ff]")


def _kind(line: bytes) -> str:
    """Tell a line that is ASCII or surely UTF-8; empty for one that may be GB18030, as two of its bytes can be both."""
    if line.isascii():
        return "ascii"
    try:
        return "" if _two_bytes().search(line.decode("utf-8")) else "utf-8"
    except UnicodeDecodeError:
        return ""


def _is_chinese(line: bytes) -> bool:
    """Tell whether a line gives Chinese as GB18030, most of it the 3755 common characters of GB 2312's first level."""
    try:
        signs = [sign for sign in line.decode("gb18030") if not sign.isascii()]
    except UnicodeDecodeError:
        return False
    written = [sign.encode("gb18030") for sign in signs if "\u4e00" <= sign <= "\u9fff"]
    common = sum(one[0] in _FIRST_LEVEL and one[1] >= _FIRST_TRAIL for one in written)
    others = sum("\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" for sign in signs)
    return len(written) + others == len(signs) and common * 3 >= len(written) * 2 > 0


def _unmarked(raw: bytes) -> str:
    sample = raw[:_SAMPLE]
    if len(sample) >= 4 and 0 in sample and not _line_of_ascii().match(sample):  # noqa: PLR2004 - two characters show it
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
