"""Unpacks captures: gzip, a ZIP or tar of captures, and Fiddler's archives (SAZ, a ZIP with raw/1_c.txt, 1_s.txt).

Everything happens in memory: names are shown and never used as paths, no size that an archive claims is believed, and
what inflates out of all proportion is left out. The ZIP format is described in PKWARE's APPNOTE.TXT; it is read here
because `zipfile` wants a file and trusts the sizes that an archive bomb claims. An archive within an archive stays
packed, except gzip within ZIP.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from inspector.archive_text import session
from inspector.model import Problem

MOST_MEMBERS = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""Inflated bytes of all members together."""

_FREE = 2 * 1024 * 1024
_MOST_RATIO = 250
"""Beyond `_FREE` bytes a text that is larger than that many times its packed form is taken for a bomb."""

_OF_BOMB = 512 * 1024
"""Bytes of a bomb that are shown: an error before them is read, and reading them takes part of a second."""

_BLOCK = 1024
"""Packed bytes that are inflated at once: they become a megabyte at most."""

_GZIP = b"\x1f\x8b\x08"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TAR, _TAR_AT = b"ustar", slice(257, 262)
_STORED, _DEFLATED, _TARRED = 0, 8, -1
_ENCRYPTED, _UTF_8 = 1, 0x800
_END_SIZE, _ENTRY_SIZE, _LOCAL_SIZE = 22, 46, 30
_SAMPLE = 4096
_LONGEST_HEAD = 64 * 1024
_LONGEST_NAME = 200
_BY_THE_WAY = ("__MACOSX/", ".DS_Store", "[Content_Types].xml")

_FLOW = (
    rb"type|id|error|version|request|response|websocket|metadata|marked|comment|backup|intercepted|is_replay"
    rb"|timestamp_created|(?:client|server)_conn"
)
_FOREIGN = (
    ("packet-capture", b"\xd4\xa1\x4d", rb"\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x4d\x3c\xb2\xa1|\xa1\xb2\x3c\x4d"),
    ("packet-capture", b"\x0a", rb"\x0a\x0d\x0d\x0a[\x00-\xff]{4}(?:\x4d\x3c\x2b\x1a|\x1a\x2b\x3c\x4d)"),
    ("mitmproxy-flow", b"0123456789", rb"[0-9]{2,9}:[0-9]{1,2}:(?:%s)[;,]" % _FLOW),
    (
        "archive-unread",
        b"7R\xfdB\x28",
        rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\xfd7zXZ\x00|BZh[1-9]1AY&SY|\x28\xb5\x2f\xfd",
    ),
)
"""Forms that are named but not read, by the bytes that they begin with; before each, what its first byte may be."""


class Member(NamedTuple):
    """A file out of an archive."""

    name: str
    raw: bytes


class Unpacked(NamedTuple):
    """What an archive held, and what was left out.

    `kind` is gzip, zip, tar, tar.gz, saz, or empty where nothing can be read.
    """

    kind: str
    members: tuple[Member, ...]
    problems: tuple[Problem, ...]


def is_packed(raw: bytes) -> bool:
    """Tell whether the size of what is inside is not the size of the bytes: an archive, or a compressed body."""
    return raw.startswith((_GZIP, *_ZIP)) or _compressed_body().search(raw) is not None


@cache
def _compressed_body() -> re.Pattern[bytes]:
    return re.compile(rb"\ncontent-encoding:[ \t]{0,8}(?:x-)?(?:gzip|deflate|br|zstd)\b", re.IGNORECASE)


def unpack(raw: bytes) -> Unpacked | None:
    """Unpack an archive; None where the bytes are none."""
    if raw.startswith(_GZIP):
        inflated, trouble = _inflated(raw, 31, MOST_BYTES)
        told = (Problem("archive-damaged", "gzip"),) if trouble == "damaged" else _large(trouble)
        if inflated[_TAR_AT] == _TAR:
            unpacked = _untarred(inflated, "tar.gz")
            return unpacked._replace(problems=tuple(dict.fromkeys((*unpacked.problems, *told))))
        return Unpacked("gzip", (Member("", inflated),), (Problem("unpacked", "gzip"), *told))
    if raw.startswith(_ZIP):
        return _unzipped(raw)
    if raw[_TAR_AT] == _TAR:
        return _untarred(raw, "tar")
    foreign = next((id_ for id_, first, form in _FOREIGN if raw[:1] in first and re.match(form, raw)), None)
    return Unpacked("", (), (Problem(foreign),)) if foreign else None


def _large(trouble: str) -> tuple[Problem, ...]:
    return (Problem("archive-too-large"),) if trouble == "too-large" else ()


def _inflated(raw: bytes, window: int, most: int) -> tuple[bytes, str]:
    """Inflate, streams that follow each other too; say what went wrong: damaged, large, or nothing."""
    parts: list[bytes] = []
    got, at = 0, 0
    stream = zlib.decompressobj(window)
    while at < len(raw):
        try:
            part = stream.decompress(raw[at : at + _BLOCK], most - got + 1)
        except zlib.error:
            return b"".join(parts), "damaged" if parts or not got else ""
        parts.append(part)
        got += len(part)
        at = min(at + _BLOCK, len(raw))
        if got > most or (got > _FREE and got > at * _MOST_RATIO):
            return b"".join(parts)[: _OF_BOMB if got <= most else most], "too-large"
        if stream.eof:
            at -= len(stream.unused_data)
            if window < 0 or not raw.startswith(_GZIP, at):
                return b"".join(parts), ""
            stream = zlib.decompressobj(window)
    return b"".join(parts), "damaged"


# ZIP


class _Entry(NamedTuple):
    name: str
    flags: int
    method: int
    size: int
    offset: int


def _unzipped(raw: bytes) -> Unpacked:
    entries = list(_entries(raw))
    return _members(raw, entries, "zip", damaged=not entries and not raw.startswith(b"PK\x05\x06"))


def _untarred(raw: bytes, kind: str) -> Unpacked:
    from inspector import tarball  # noqa: PLC0415 - few captures are such an archive

    found = list(tarball.files(raw, MOST_MEMBERS))
    entries = [_Entry(_named(one.name, 0), 0, _TARRED, one.size, one.start) for one in found if one]
    return _members(raw, entries, kind, damaged=None in found)


def _members(raw: bytes, entries: list[_Entry], packed_as: str, *, damaged: bool) -> Unpacked:
    """Read the files that are wanted, within bounds; tell what was left out."""
    sessions, wanted = _wanted(entries)
    kind = sessions or packed_as
    if _share_bytes(wanted):
        return Unpacked(kind, (), (Problem("archive-overlap"),))
    members: list[Member] = []
    trouble: dict[str, int] = {}
    left = MOST_BYTES
    for entry in wanted[:MOST_MEMBERS]:
        content, problem, cost = _content(raw, entry, max(0, left))
        if problem:
            trouble[problem] = trouble.get(problem, 0) + 1
        if content or not problem:
            members.append(Member(entry.name, content))
        left -= cost
    if damaged:
        trouble["damaged"] = 1
    if len(wanted) > MOST_MEMBERS:
        trouble["too-many"] = len(wanted) - MOST_MEMBERS
    told = tuple(Problem(f"archive-{what}", str(count)) for what, count in trouble.items())
    return Unpacked(kind, tuple(members), (Problem("unpacked", f"{kind}, {len(members)}"), *told))


def _share_bytes(entries: list[_Entry]) -> bool:
    """Tell whether members lie over each other: how a small archive holds any number of large files."""
    places = sorted((one.offset, one.offset + _LOCAL_SIZE + one.size) for one in entries)
    return any(after[0] < before[1] for before, after in pairwise(places))


def _wanted(entries: list[_Entry]) -> tuple[str, list[_Entry]]:
    """Give the sessions of Fiddler in their order, or else every file but what systems put beside them."""
    sessions = sorted(
        (int(match[1]), match[2].lower(), entry) for entry in entries if (match := session().fullmatch(entry.name))
    )
    if sessions:
        return "saz", [entry for _, _, entry in sessions]
    files = (entry for entry in entries if not entry.name.endswith(("/", *_BY_THE_WAY)))
    return "", [entry for entry in files if not entry.name.startswith(_BY_THE_WAY)]


def _entries(raw: bytes) -> Iterator[_Entry]:
    """Read the list at the end of a ZIP; nothing where it is not there."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _END_SIZE - 0xFFFF))
    if end < 0 or end + _END_SIZE > len(raw):
        return
    size, at = struct.unpack_from("<II", raw, end + 12)
    at = min(at, max(0, end - size))  # what stands before the archive moves it
    for _ in range(MOST_MEMBERS * 8):
        if not raw.startswith(b"PK\x01\x02", at) or at + _ENTRY_SIZE > len(raw):
            return
        flags, method = struct.unpack_from("<HH", raw, at + 8)
        size, _, name_size, extra_size, comment_size = struct.unpack_from("<IIHHH", raw, at + 20)
        (offset,) = struct.unpack_from("<I", raw, at + 42)
        name = raw[at + _ENTRY_SIZE : at + _ENTRY_SIZE + name_size]
        yield _Entry(_named(name, flags), flags, method, size, offset)
        at += _ENTRY_SIZE + name_size + extra_size + comment_size


def _named(raw: bytes, flags: int) -> str:
    """Decode a name, whatever its flag says, since programs set it wrongly; make it a single line that can be shown."""
    for encoding in ("utf-8",) if flags & _UTF_8 else ("utf-8", "gb18030", "cp437"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        name = raw.decode("utf-8", "replace")
    name = "".join(sign if sign.isprintable() else "?" for sign in name[:_LONGEST_NAME])
    return name.replace("\\", "/")


def _content(raw: bytes, entry: _Entry, left: int) -> tuple[bytes, str, int]:
    """Give the bytes of a member, or why there are none (encrypted, method, damaged, too-large, binary).

    And what it cost: bytes that were inflated, also where they are left out.
    """
    if entry.flags & _ENCRYPTED:
        return b"", "encrypted", 0
    if entry.method not in (_STORED, _DEFLATED, _TARRED):
        return b"", "method", 0
    start = _start(raw, entry)
    if start < 0:
        return b"", "damaged", 0
    packed = raw[start : start + min(entry.size, MOST_BYTES)]
    if entry.method != _DEFLATED:
        content, trouble = packed[:left], "too-large" if len(packed) > left else ""
    else:
        content, trouble = _inflated(packed, -15, left)
    if content.startswith(_GZIP) and not trouble:
        content, trouble = _inflated(content, 31, left)
    if trouble == "too-large":  # a bomb: what came out of it is nothing to read
        return b"", trouble, _FREE
    if _is_binary(content):
        head = _head_only(content) if session().fullmatch(entry.name) else b""
        return head, "binary", len(content)
    return content, trouble, len(content)


def _start(raw: bytes, entry: _Entry) -> int:
    """Give where the bytes of a member begin; -1 where the head before them is not there."""
    if entry.method == _TARRED:
        return entry.offset
    if not raw.startswith(b"PK\x03\x04", entry.offset) or entry.offset + _LOCAL_SIZE > len(raw):
        return -1
    name_size, extra_size = struct.unpack_from("<HH", raw, entry.offset + 26)
    return entry.offset + _LOCAL_SIZE + int(name_size) + int(extra_size)


def _head_only(content: bytes) -> bytes:
    """Leave away what a session sent or got that is no text, such as a picture; a compressed body stays."""
    end = re.search(rb"\r?\n\r?\n", content[:_LONGEST_HEAD])
    if end is None or re.search(rb"\ncontent-encoding:", content[: end.end()], re.IGNORECASE):
        return content
    return content[: end.end()]


def _is_binary(content: bytes) -> bool:
    """Tell a picture or another archive from text: zeros that are no UTF-16, or a known beginning."""
    sample = content[:_SAMPLE]
    if content.startswith((b"PK\x03\x04", _GZIP, b"\x89PNG", b"\xff\xd8\xff")):
        return True
    zeros = sample.count(0)
    return (
        zeros > 0 and not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not len(sample) / 3 < zeros < len(sample)
    )
