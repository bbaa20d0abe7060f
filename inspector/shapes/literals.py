r"""String literals and HTML escapes decoded: the one place that undresses text which a program printed quoted.

Bodies are printed as literals of JSON, Python, JavaScript, Ruby, PHP, Go, Rust, Elixir, C and logfmt. What each of
them escapes is in its language reference; the union is decoded here, since a paste seldom says which one it was. Every
decoded character is a piece of its own that stands for all characters of its escape.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from inspector.model import Excerpt

MOST_LAYERS = 4
"""How often text may have been escaped: JSON within JSON within a log is three times."""

_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "e": "\x1b", "0": "\0"}
_SIMPLE |= {sign: sign for sign in "\"'\\/`$#"}
_HTML = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&", "nbsp": "\xa0", "ensp": " ", "emsp": " "}
_LAST_CHARACTER, _FIRST_SURROGATE, _LAST_SURROGATE = 0x10FFFF, 0xD800, 0xDFFF
_LEADS = ((0xC2, 0xE0, 2), (0xE0, 0xF0, 3), (0xF0, 0xF5, 4))
"""First bytes of a UTF-8 sequence, from and up to, and the length of the sequence."""

_Piece = tuple[int, int, str]
"""What stands from one offset up to another, and the text that it means."""


@cache
def _escape() -> re.Pattern[str]:
    return re.compile(
        r"\\(?:(?P<bytes>x[0-9A-Fa-f]{2}(?:\\x[0-9A-Fa-f]{2}){0,4096})"
        r"|(?P<octal>[0-3][0-7]{2}(?:\\[0-3][0-7]{2}){0,4096})"
        r"|u(?P<pair>[dD][89ABab][0-9A-Fa-f]{2}\\u[dD][C-Fc-f][0-9A-Fa-f]{2})"
        r"|u(?P<unit>[0-9A-Fa-f]{4})|u\{(?P<point>[0-9A-Fa-f]{1,6})\}"
        r"|(?P<simple>[nrtbfe0\"'\\/`$#])|(?P<nothing>\r\n|\r|\n))"
    )


@cache
def _syslog() -> re.Pattern[str]:
    return re.compile(r"#(0(?:09|11|12|15))")


@cache
def _quote() -> re.Pattern[str]:
    return re.compile(r"[\"'`]")


@cache
def _seam() -> re.Pattern[str]:
    """From the quote that ends a literal to the one that begins the next; the first group is what parts them."""
    return re.compile(r"(?<!\\)[\"'`](\s{0,200}(?:(?:\+|\.\.?|&|<>|\\)\s{0,200})?)[bBuUrRfL]{0,2}([\"'`])")


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(r"(?:%[0-9A-Fa-f]{2}){1,4096}")


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(r"&(?:(lt|gt|quot|apos|amp|nbsp|ensp|emsp)|#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6}));", re.IGNORECASE)


def literal_end(text: str, start: int, quote: str, stop: int | None = None) -> int:
    r"""Give the offset of the quote that ends a literal, or `stop` (the end of the text) where none does.

    `start` is the first character after the opening `quote`, which is `"`, `'` or a backtick, with the backslashes
    before it where the literal stands within another (`\"`). An escaped quote does not end it, nor does a seam where
    another literal follows at once: `'...' +` and `'...'` on the next line.
    """
    return list(_stretches(text, start, quote, len(text) if stop is None else stop))[-1][1]


def literal(excerpt: Excerpt, start: int, quote: str, stop: int | None = None) -> tuple[Excerpt, int]:
    """Decode the literal whose inside begins at `start`, in all its layers; give it and where its closing quote is."""
    stretches = list(_stretches(excerpt.text, start, quote, len(excerpt.text) if stop is None else stop))
    inside = Excerpt.join([excerpt.cut(*stretch) for stretch in stretches])
    for _ in range(min(len(quote).bit_length(), MOST_LAYERS)):
        inside = replaced(inside, _escapes(inside.text))
    return inside, stretches[-1][1]


def unescaped(excerpt: Excerpt, *, syslog: bool = False) -> Excerpt:
    """Decode one layer of escapes; seams of literals that break the line are passed over.

    `syslog` decodes that program's escapes of control characters too (`#012` for a line feed).
    """
    pieces: list[_Piece] = []
    if "\\" in excerpt.text:
        pieces += _escapes(excerpt.text)
    if syslog and "#0" in excerpt.text:
        pieces += [(*match.span(), chr(int(match[1], base=8))) for match in _syslog().finditer(excerpt.text)]
    if "\n" in excerpt.text or "\r" in excerpt.text:
        pieces += [(match.start(), match.end(), "") for match in _seam().finditer(excerpt.text) if _breaks(match[1])]
    return replaced(excerpt, pieces)


def entities(excerpt: Excerpt) -> Excerpt:
    """Decode one layer of HTML's escapes; a name that is none of the few that programs write stays."""
    if "&" not in excerpt.text:
        return excerpt
    return replaced(
        excerpt,
        [(*match.span(), sign) for match in _entity().finditer(excerpt.text) if (sign := _of_entity(match))],
    )


def percent_decoded(excerpt: Excerpt) -> Excerpt:
    """Decode one layer of what URLs and forms escape, `+` for a blank too."""
    pieces: list[_Piece] = []
    for match in _percent().finditer(excerpt.text):
        pieces += _of_bytes(match.start(), bytes.fromhex(match[0].replace("%", "")), width=3)
    pieces += [(match.start(), match.end(), " ") for match in re.finditer(r"\+", excerpt.text)]
    return replaced(excerpt, pieces)


def replaced(excerpt: Excerpt, pieces: Iterable[_Piece]) -> Excerpt:
    """Put other text in the place of pieces: each character of it stands for the whole piece.

    Where pieces overlap, the first has it. One loop without calls, for a long text has an escape every few characters.
    """
    ordered = sorted(pieces)
    if not ordered:
        return excerpt
    text, steps, origins, widths = excerpt
    texts: list[str] = []
    laid: tuple[list[int], list[int], list[int]] = ([], [], [])
    new_steps, new_origins, new_widths = laid
    at = length = piece = 0
    for start, end, sign in (*ordered, (len(text), len(text), "")):
        if start < at:
            continue
        if at < start:  # the characters before it stay as they are
            piece = bisect_right(steps, at, piece) - 1
            texts.append(text[at:start])
            new_steps.append(length)
            new_origins.append(origins[piece] + (at - steps[piece]) * widths[piece])
            new_widths.append(widths[piece])
            last = bisect_left(steps, start, piece + 1)
            if piece + 1 < last:
                new_steps += [step + length - at for step in steps[piece + 1 : last]]
                new_origins += origins[piece + 1 : last]
                new_widths += widths[piece + 1 : last]
            length += start - at
        if sign:
            piece = bisect_right(steps, start, piece) - 1
            if start < end and bisect_left(steps, end, piece + 1) == piece + 1:  # it lies in one piece, as most do
                begin, width = origins[piece] + (start - steps[piece]) * widths[piece], (end - start) * widths[piece]
            else:
                begin, stop = excerpt.span(start, end)
                width = stop - begin
            texts.append(sign)
            for _ in sign:
                new_steps.append(length)
                new_origins.append(begin)
                new_widths.append(width)
                length += 1
        at = end
    if not texts:
        return excerpt.cut(at, len(text))
    return Excerpt("".join(texts), *map(tuple, laid))


def _stretches(text: str, start: int, quote: str, stop: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of text within a literal, seams left out; the last one ends at its closing quote."""
    depth, sign = len(quote) - 1, quote[-1]
    at = begin = start
    while match := _quote().search(text, at, stop):
        before, at = text[at : match.start()], match.end()
        slashes = len(before) - len(before.rstrip("\\"))
        if match[0] != sign or slashes % (2 * depth + 2) == 2 * depth + 1:
            continue
        seam = None if depth else _seam().match(text, at - 1, stop)
        if seam is None or not _parts(seam[1]):
            yield begin, at - 1 - (slashes if depth else 0)
            return
        yield begin, at - 1
        at = begin = seam.end()
        sign = seam[2]
    yield begin, stop


def _parts(between: str) -> bool:
    """Tell whether what stands between two quotes is an operator or a line break, as no text has within a literal."""
    return between.strip() != "" or _breaks(between)


def _breaks(between: str) -> bool:
    return "\n" in between or "\r" in between


def _escapes(text: str) -> Iterator[_Piece]:
    for match in _escape().finditer(text):
        kind = match.lastgroup or ""
        if kind in ("bytes", "octal"):
            base = 16 if kind == "bytes" else 8
            raw = bytes(int(one.removeprefix("x"), base) for one in match[kind].split("\\"))
            yield from _of_bytes(match.start(), raw, width=4)
        elif kind == "simple":
            yield *match.span(), _SIMPLE[match["simple"]]
        elif kind == "nothing":
            yield *match.span(), ""
        else:
            yield *match.span(), _of_code(match, kind)


def _of_code(match: re.Match[str], kind: str) -> str:
    """Decode a number in hex, or two that are a surrogate pair; half a pair, which no text holds, stays as received."""
    if kind == "pair":
        high, low = int(match[kind][:4], base=16), int(match[kind][-4:], base=16)
        return chr(0x10000 + (high - _FIRST_SURROGATE) * 0x400 + low - 0xDC00)
    number = int(match[kind], base=16)
    return chr(number) if _is_character(number) else match[0]


def _is_character(number: int) -> bool:
    return number <= _LAST_CHARACTER and not _FIRST_SURROGATE <= number <= _LAST_SURROGATE


def _of_bytes(start: int, raw: bytes, *, width: int) -> Iterator[_Piece]:
    """Decode bytes, each written in `width` characters: UTF-8 where they form it, else one character each."""
    at = 0
    while at < len(raw):
        length = next((length for first, last, length in _LEADS if first <= raw[at] < last), 1)
        try:
            sign = raw[at : at + length].decode("utf-8")
        except UnicodeDecodeError:
            sign, length = chr(raw[at]), 1
        yield start + at * width, start + (at + length) * width, sign
        at += length


def _of_entity(match: re.Match[str]) -> str:
    if match[1]:
        return _HTML[match[1].lower()]
    number = int(match[2]) if match[2] else int(match[3], base=16)
    return chr(number) if number and _is_character(number) else ""
