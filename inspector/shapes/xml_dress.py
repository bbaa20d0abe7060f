r"""Error documents that a program printed inside something else, undressed: literals, HTML, JSON's `\u003c`, URLs.

A document in a text is taken for escaped only where its markup shows it (`?>\n<Error>`, `=\"1.0\"`, `<\/Code>`,
`&lt;Error&gt;`) or where it fills a quoted literal: documents hold a real `\n` inside `StringToSign`, which stays.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.once import once
from inspector.shapes.literals import MOST_LAYERS, entities, literal_end, percent_decoded, replaced, unescaped
from inspector.shapes.raw_http import MOST_BODY, MOST_EXCHANGES

SIGN = r"(?i:<|&(?:amp;){0,3}(?:lt|#0{0,4}60|#x0{0,4}3c);|\\{1,15}(?:u003c|x3c|074)|%(?:25){0,2}3c)"
"""The sign that opens a tag, in any dress."""
END_SIGN = r"(?i:>|&(?:amp;){0,3}(?:gt|#0{0,4}62|#x0{0,4}3e);|\\{1,15}(?:u003e|x3e|076)|%(?:25){0,2}3e)"
SLASH = r"(?i:\\{0,15}/|\\{1,15}u002f|%(?:25){0,2}2f|&(?:amp;){0,3}#(?:47|x2f);)"
_COLOUR = r"(?:</?(?:span|font|b|i|em|strong|code|a)(?:\s[^<>]{0,300})?>){0,3}"
_NAME = r"(?:[A-Za-z_][\w.-]{0,63}:)?Error"
_DRESS = ("\\", "&", "%", "#01", "\ufeff", '"<', "'<", "`<")
"""What stands in every text with a document in a dress: a sign of its own, or a quote before the first tag."""
_NEAR = 4_000
"""Characters of a document that are searched for signs of an escape."""


class Undressed(NamedTuple):
    """A text with its documents decoded, and the literals in it, which lie apart: where each begins and ends."""

    excerpt: Excerpt
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    decoded: tuple[bool, ...]

    def literal_at(self, place: int) -> int | None:
        """Give the number of the literal in which `place` lies; None outside of all."""
        number = bisect_right(self.starts, place) - 1
        return number if number >= 0 and place < self.ends[number] else None


class _Piece(NamedTuple):
    start: int
    end: int
    escaped: bool


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"({SIGN}){_COLOUR}{_NAME}(?![\w.:-])")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"{SIGN}{_COLOUR}{SLASH}\s{{0,8}}{_COLOUR}{_NAME}\s{{0,8}}{_COLOUR}{END_SIGN}")


@cache
def _prologue() -> re.Pattern[str]:
    return re.compile(rf"{SIGN}(?:\?|%3[fF])\s{{0,8}}xml[^<>]{{0,300}}>?(?:\s|\\{{1,15}}[nrt]){{0,40}}\Z")


@cache
def _shown() -> re.Pattern[str]:
    """Find a sign in the markup that the document is escaped: only there, not in its values."""
    return re.compile(
        r">\s{0,20}\\{1,15}[nrt](?:[ \t]|\\{1,15}[nrt]){0,200}(?:[\"'`][\s+.b]{0,200}[\"'`]\s{0,200})?(?:<|\Z)"
        r"|=\\{1,15}[\"']|<\\{1,15}/|\\{1,15}u003[ceCE]|>#01[25][ #015]{0,200}<"
    )


@cache
def _quote() -> re.Pattern[str]:
    return re.compile(r"(\\{0,15}[\"'`])(?:\\{1,15}(?:[nrt]|ufeff)|\ufeff){0,8}\Z")


@cache
def _declared_quote() -> re.Pattern[str]:
    return re.compile(r"\sversion=(\\{0,15})([\"'])")


@cache
def _any_end() -> re.Pattern[str]:
    """Find where a literal of unknown quotes may end: a quote that is not escaped, or a line end that parts nothing."""
    return re.compile(r"(?<!\\)[\"'](?!\s{0,200}[+.]?\s{0,200}[bu]?[\"'])|(?<![\"'+.])[ \t]{0,40}[\r\n]")


@cache
def _colours() -> re.Pattern[str]:
    names = "span|div|b|i|em|strong|font|code|a|br|mark|p|td|tr|li"
    return re.compile(rf"</?(?:{names})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)


@cache
def _page_end() -> re.Pattern[str]:
    return re.compile(r"</(?:pre|code|body|html|td|textarea|string|script)\b|[\r\n][ \t]{0,40}[\r\n]", re.IGNORECASE)


@cache
def _query_end() -> re.Pattern[str]:
    return re.compile(r"[\s\"'<>&]")


@once
def undressed(excerpt: Excerpt) -> Undressed:
    """Decode every document that stands in a dress; all else stays."""
    text = excerpt.text
    if not any(sign in text for sign in _DRESS):
        return Undressed(excerpt, (), (), ())
    pieces: list[_Piece] = []
    starts = list(islice(_opening().finditer(text), MOST_EXCHANGES))
    for number, match in enumerate(starts):
        floor = pieces[-1].end if pieces else 0
        if match.start() >= floor:
            following = starts[number + 1].start() if number + 1 < len(starts) else len(text)
            piece = _piece(text, match, floor, min(following, match.start() + MOST_BODY))
            pieces += [piece] if piece else []
    return _joined(excerpt, pieces)


def _joined(excerpt: Excerpt, pieces: list[_Piece]) -> Undressed:
    parts: list[Excerpt] = []
    starts: list[int] = []
    ends: list[int] = []
    at = length = 0
    for piece in pieces:
        part = excerpt.cut(piece.start, piece.end)
        part = decoded(part, _opening()) if piece.escaped else part
        parts += [excerpt.cut(at, piece.start), part]
        length += piece.start - at
        starts.append(length)
        length += len(part.text)
        ends.append(length)
        at = piece.end
    escaped = tuple(piece.escaped for piece in pieces)
    whole = Excerpt.join([*parts, excerpt.cut(at, len(excerpt.text))]) if any(escaped) else excerpt
    return Undressed(whole, tuple(starts), tuple(ends), escaped)


def _piece(text: str, tag: re.Match[str], floor: int, stop: int) -> _Piece | None:
    """Give the literal, or the part of one, that is the document opened by `tag`; None for a plain document."""
    window = text[max(floor, tag.start() - 400) : tag.start()]
    declared = _prologue().search(window) if "xml" in window else None
    begin = tag.start() - len(window) + declared.start() if declared else tag.start()
    ending = _ending().search(text, tag.end(), stop)
    sign = tag[1][:1]
    if sign in "&%":
        last = _page_end() if sign == "&" else _query_end()
        cut_off = last.search(text, tag.end(), stop)
        return _Piece(begin, ending.end() if ending else cut_off.start() if cut_off else stop, escaped=True)
    escaped = sign == "\\" or _shown().search(text, begin, min(stop, begin + _NEAR)) is not None
    return _of_literal(text, begin, tag.end(), floor, stop, ending.end() if ending else None, escaped=escaped)


def _of_literal(  # noqa: PLR0913 - places in one text
    text: str, begin: int, inside: int, floor: int, stop: int, ending: int | None, *, escaped: bool
) -> _Piece | None:
    window = text[max(floor, begin - 80) : begin]
    before = _quote().search(window)
    end = literal_end(text, begin, before[1], stop) if before else stop
    quoted = before is not None and inside < end < stop
    if not escaped:
        if not quoted or (ending is not None and ending > end):
            return None
        filled = ending is not None and not text[ending:end].replace("\\n", "").replace("\\r", "").strip()
        return _Piece(begin, ending or end, escaped=filled and "\\" in text[begin:end])
    if ending is not None and (not quoted or ending <= end or text[end + 1 : end + 2].isalnum()):
        return _Piece(begin, ending, escaped=True)
    return _Piece(begin, end if quoted else _supposed_end(text, begin, inside, stop), escaped=True)


def _supposed_end(text: str, begin: int, inside: int, stop: int) -> int:
    """Give where an escaped document without end ends whose opening quote is out of sight."""
    declared = _declared_quote().search(text, begin, min(inside, begin + 200))
    if declared and declared[1]:
        return literal_end(text, inside, "\\" * ((len(declared[1]) - 1) // 2) + declared[2], stop)
    end = _any_end().search(text, inside, stop)
    return end.start() if end else stop


def is_escaped(text: str) -> bool:
    """Tell whether the markup shows that a text is escaped."""
    return _shown().search(text, 0, _NEAR) is not None


def decoded(part: Excerpt, opening: re.Pattern[str]) -> Excerpt:
    """Take off layer by layer what a piece is dressed in; the first group of `opening` is the sign of its tags."""
    for layer in range(MOST_LAYERS):
        tag = opening.search(part.text)
        sign = tag[1][:1] if tag else "<"
        if sign == "&":
            tags = _colours().finditer(part.text)
            part = entities(replaced(part, ((match.start(), match.end(), "") for match in tags)))
        elif sign == "%":
            part = percent_decoded(part)
        elif layer == 0 or sign == "\\" or is_escaped(part.text):
            part = unescaped(part, syslog=re.search(r">#01[25]", part.text) is not None)
        else:
            break
    return part
