"""Turns bodies as they were sent back into text: chunks are joined, compressed bytes and Base64 decoded.

If a capture contains the bytes (`curl --raw`, `curl -i` into a file, a proxy's archive), each decoded character knows
the received characters it came from. Chunks are defined in RFC 9112, the codings in RFC 9110.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache

from inspector import capture
from inspector.model import Excerpt, Exchange, Pair, Problem, Span
from inspector.shapes.literals import replaced

MOST_TEXT = 1024 * 1024
"""Bytes of a decoded body that are read."""

_MOST_CHUNKS = 20_000
_BLOCK = 4096
_GZIP = "\x1f\x8b\x08"
_ZSTANDARD_WINDOW = 8 * 1024 * 1024
_ZSTANDARD_BLOCK = 64
"""Bytes fed at a time: four of them may say 128 KiB."""

_UNREAD = ("compress", "dcb", "dcz")
_SOME = 200
_LINE_ENDS = (("\n", "\n"), ("\n", "\r\n"), ("\r\n", "\n"))
"""A line end as it stands in the capture, and as it was sent and counted."""

_LATIN_END = "\u0100"
_EIGHT_BITS = "iso-8859-1"


@cache
def _odd() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")


def all_decoded(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Give the exchanges with their bodies as text, without what was read in the midst of an encoded one."""
    received = list(exchanges)
    read = [decoded(one) for one in received]
    mended = [one.body for one, before in zip(read, received, strict=True) if one.body and one.body is not before.body]
    covered = sorted(body.span(0, len(body.text)) for body in mended)
    return [one for one in read if not _begins_in(covered, one.span.start)] if covered else read


def _begins_in(covered: list[Span], start: int) -> bool:
    place = bisect_right(covered, Span(start, start + 1)) - 1
    return any(span.start <= start < span.end for span in covered[max(0, place) : place + 2])


def decoded(exchange: Exchange) -> Exchange:
    """Give the exchange with its body decoded, and a problem that says how; unchanged if the body is not encoded."""
    if exchange.body is None or not exchange.headers:
        return exchange
    named = {pair.name.lower(): pair.value.strip().lower() for pair in exchange.headers}
    body, told = exchange.body, exchange.problems
    joined = _joined(body, said="chunked" in named.get("transfer-encoding", ""))
    if joined is not None:
        body, told = joined, (*told, Problem("body-decoded", "chunked"))
    coding = named.get("content-encoding", "").rpartition(",")[2].strip()
    if body.text.startswith(_GZIP):
        coding = "gzip"
    if (coding in _READERS or coding in _UNREAD) and _odd().search(body.text, 0, _SOME):
        text = _text_of(body.text, coding)
        told = (*told, Problem("body-decoded" if text else "body-encoded", coding))
        body = replaced(body, [(0, len(body.text), text)]) if text else body
    if body is exchange.body:
        return exchange._replace(problems=told)
    return exchange._replace(body=body if body.text.strip() else None, problems=told)


def is_encoded(text: str, pairs: tuple[Pair, ...]) -> bool:
    """Tell whether a body is in chunks or compressed: then none of its lines may be skipped."""
    named = {pair.name.lower(): pair.value.lower() for pair in pairs}
    if _size().match(text):
        return "chunked" in named.get("transfer-encoding", "") or _joined(Excerpt(text), said=False) is not None
    return text.startswith(_GZIP) or ("content-encoding" in named and _odd().search(text, 0, _SOME) is not None)


def from_base64(encoded: Excerpt) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    """Decode Base64 that a program printed for a body; None where it holds no text."""
    letters = replaced(encoded, [(*match.span(), "") for match in _no_letters().finditer(encoded.text)])
    whole = len(letters.text) // 4 * 4
    try:
        raw = base64.b64decode(letters.text[:whole], validate=True)
    except (binascii.Error, ValueError):
        return None, (Problem("body-encoded", "base64"),)
    if raw[:3] == _GZIP.encode(_EIGHT_BITS):
        inflated, _ = inflate(raw, 31, MOST_TEXT)
        text = capture.read_text(inflated).text
        return replaced(letters, [(0, whole, text)]) if text else None, (Problem("body-decoded", "gzip"),)
    read = capture.read_text(raw)
    if not read.text.strip() or "\0" in read.text[:_SOME]:
        return None, ()
    return _laid(read.text, letters, read.encoding), (Problem("body-decoded", "base64"),)


def inflate(raw: bytes, window: int, most: int) -> tuple[bytes, bool]:
    """Inflate up to `most` bytes; tell whether that is all of it. What is cut or damaged is given as far as it goes."""
    stream = zlib.decompressobj(window)
    parts: list[bytes] = []
    left = most
    for at in range(0, len(raw), _BLOCK):
        try:
            part = stream.decompress(raw[at : at + _BLOCK], left + 1)
        except zlib.error:
            return b"".join(parts), False
        parts.append(part[:left])
        if len(part) > left:
            return b"".join(parts), False
        left -= len(part)
        if stream.eof:
            break
    return b"".join(parts), stream.eof


def _text_of(text: str, coding: str) -> str:
    """Decompress a body of which each character is one byte; empty if it is not compressed."""
    if coding not in _READERS or max(text, default="") >= _LATIN_END:
        return ""
    return capture.read_text(_READERS[coding](text.encode(_EIGHT_BITS))).text


def _inflated(*windows: int) -> Callable[[bytes], bytes]:
    """Make a reader that tries each window of zlib: what calls itself deflate comes with and without a head."""
    return lambda raw: next(filter(None, (inflate(raw, window, MOST_TEXT)[0] for window in windows)), b"")


def _brotli(raw: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - few captures need it

    stream = brotli.Decompressor()
    try:
        read: bytes = stream.process(raw, output_buffer_limit=MOST_TEXT)
    except brotli.error:
        return b""
    return read[:MOST_TEXT]


def _zstandard(raw: bytes) -> bytes:
    import zstandard  # noqa: PLC0415 - few captures need it

    stream = zstandard.ZstdDecompressor(max_window_size=_ZSTANDARD_WINDOW).decompressobj()
    parts: list[bytes] = []
    left = MOST_TEXT
    for at in range(0, len(raw), _ZSTANDARD_BLOCK):
        try:
            part = stream.decompress(raw[at : at + _ZSTANDARD_BLOCK])
        except zstandard.ZstdError:
            break
        parts.append(part[:left])
        left -= len(part)
        if left <= 0 or stream.eof:
            break
    return b"".join(parts)


_READERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflated(31), "x-gzip": _inflated(31), "deflate": _inflated(15, -15), "br": _brotli, "zstd": _zstandard,
}  # fmt: skip


@cache
def _no_letters() -> re.Pattern[str]:
    return re.compile(r"[^A-Za-z0-9+/=]{1,4096}")


def _laid(text: str, letters: Excerpt, encoding: str) -> Excerpt:
    """Give decoded text whose characters know the groups of four Base64 letters that their bytes came from."""
    origins: list[int] = []
    widths: list[int] = []
    done = 0
    for sign in text:
        size = 1 if sign.isascii() else len(sign.encode(encoding, "replace"))
        span = letters.span(
            min(done // 3 * 4, len(letters.text) - 1), min((done + size + 2) // 3 * 4, len(letters.text))
        )
        origins.append(span.start)
        widths.append(max(0, span.end - span.start))
        done += size
    return Excerpt(text, tuple(range(len(text))), tuple(origins), tuple(widths))


# chunks


@cache
def _size() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,8}([0-9A-Fa-f]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,200})?(?:\r\n|\n|\r)")


def _joined(body: Excerpt, *, said: bool) -> Excerpt | None:
    """Put chunks together; None where the body is not in chunks, as most that call themselves so are not.

    Sizes count bytes, and a copy may have changed encoding and line ends: each way to count is tried, and one that
    does not meet the next size is dropped. Unless the head says so, all chunks up to the last, empty one must fit.
    """
    if not _size().match(body.text):
        return None
    for ends in _LINE_ENDS:
        for encoding in ("utf-8", _EIGHT_BITS, "gb18030"):
            chunks, complete = _chunks(body.text, encoding, ends)
            if chunks and (complete or said):
                return Excerpt.join([body.cut(*chunk) for chunk in chunks])
    return None


def _chunks(text: str, encoding: str, ends: tuple[str, str]) -> tuple[list[tuple[int, int]], bool]:
    """Give the chunks, and whether the last, empty one is there; nothing where a size does not fit."""
    found: list[tuple[int, int]] = []
    at = 0
    while len(found) < _MOST_CHUNKS and at < len(text):
        match = _size().match(text, at)
        if match is None:
            return ([], False) if text[at:].strip("0123456789abcdefABCDEF \t\r\n") else (found, False)
        if int(match[1], base=16) == 0:
            return found, True
        stop = _after(text, match.end(), int(match[1], base=16), encoding, ends)
        if stop is None:
            return [], False
        found.append((match.end(), stop))
        at = stop + (2 if text.startswith("\r\n", stop) else 1)
        if stop < len(text) and (text[stop] not in "\r\n" or text.startswith("\r\n", stop - 1)):
            return [], False
    return found, False


def _after(text: str, start: int, size: int, encoding: str, ends: tuple[str, str]) -> int | None:
    """Give where the `size` bytes from `start` end; the end of the text where it is cut, None inside a character."""
    here, sent = ends
    piece = text[start : start + size * len(here)]
    if here == sent and piece.isascii():
        return start + len(piece)
    raw = piece.replace(here, sent).encode(encoding, "replace")
    if len(raw) < size:
        return len(text) if start + size * len(here) >= len(text) else None
    try:
        return start + len(raw[:size].decode(encoding).replace(sent, here))
    except UnicodeDecodeError:
        return None
