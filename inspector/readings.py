"""Ways to read a text in which secrets are looked for: as it stands, without escapes, without what programs put around.

A name and its value, or two pieces of one, may have an escape between them, the mark of a quotation, the prefix of a
log, the offset of a dump or the soft line end of a mail. Each such thing is taken off in a reading of its own, which
knows where its characters stand in the text. A reading too many hides too much at worst, so these are bolder than the
shapes, which must not invent.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache, partial
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from inspector.copies import decoded_runs
from inspector.dumped import Dump, dumped
from inspector.model import Excerpt
from inspector.secret_names import kind_of
from inspector.shapes.lines import lines
from inspector.shapes.literals import replaced
from inspector.shapes.peeling import peel
from inspector.unescaped import View, cut_escape, escape_pattern, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Spans = list[tuple[int, int]]

LONGEST = 1_000_000
"""Characters of a text that is read in every way; of a longer one so many around the secrets that are seen in it."""

_NEAR = 4_000
_DEEPEST = 3
_NEARLY_ALL, _HALF = 20, 4
_ZEROS = dict.fromkeys(map(ord, "123456789"), "0")
_FEWEST_LINES, _SHORTEST_PREFIX, _LONGEST_PREFIX = 2, 4, 120
_NARROWEST, _WIDEST = 40, 250
_LONGEST_NAME = 40
_LONGEST_ESCAPE = 24
_NO_ESCAPE = {"", "%"}
"""Ends of lines that begin no escape: `100%` before a year does not."""

_ALIKE = 14
"""Characters that the lines of a log have in common, and the pieces of one line have not."""

_MAIL = 76
"""Characters that no line of a mail exceeds."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_USUAL = {64, 72, 76, 78, 80, 100, 120, 132, 160}


class Reading(NamedTuple):
    """A text, the same without its escapes, and where the characters from one place to another came from."""

    text: str
    plain: View
    spans: Callable[[int, int], Spans]
    blobs: tuple[Blob, ...]


class Blob(NamedTuple):
    """What stands in hex or in Base64, from `start` to `end` of the source, and how its meaning is read."""

    spans: Spans
    readings: tuple[Reading, ...]


def readings(text: str, depth: int = 0) -> tuple[Reading, ...]:
    """Give the text itself, and every other way to read it; `depth` is how often it was decoded."""
    return tuple(_reading(view, spans, depth) for view, spans in (_itself(text), *_views(text)))


def itself(text: str) -> Reading:
    """Give the text as it stands, as the first of its readings."""
    view, spans = _itself(text)
    return _reading(view, spans, 0)


def readings_near(text: str, places: Iterable[int]) -> Iterator[Reading]:
    """Give the other ways to read a long text, of as many pieces around the `places` as there is time for."""
    left = LONGEST
    for start, end in _windows(text, places):
        for view, spans in _views(text[start : min(end, start + left)]):
            yield _reading(view, partial(_moved, spans, start), 0)
        left -= end - start
        if left <= 0:
            return


def _windows(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give whole lines around the places; where they are near to each other, in one."""
    start = end = 0
    for place in places:
        if end and place - _NEAR > end:
            yield start, end
            end = 0
        if not end:
            start = max(0, place - _NEAR)
            start += max(0, text.find("\n", start, place) - start + 1) if start else 0
        end = place + _NEAR
    if end:
        yield start, min(end, len(text))


def _moved(spans: Callable[[int, int], Spans], by: int, start: int, end: int) -> Spans:
    return [(first + by, last + by) for first, last in spans(start, end)]


def _reading(text: str, spans: Callable[[int, int], Spans], depth: int) -> Reading:
    plain = unescape(text)
    runs = decoded_runs(plain) if depth < _DEEPEST else ()
    blobs = (Blob(spans(start, end), readings(meaning, depth + 1)) for start, end, meaning in runs)
    return Reading(text, plain, spans, tuple(blobs))


def _itself(text: str) -> tuple[str, Callable[[int, int], Spans]]:
    return text, lambda start, end: [(start, end)]


def _views(text: str) -> Iterator[tuple[str, Callable[[int, int], Spans]]]:
    seen = _seen(Excerpt(text))
    found = {seen.text: seen}
    if re.search(r"[\r\n][^\r\n]", text):
        given = _of_mail(seen)
        broken = _without_prefix(given, _NEARLY_ALL)  # lines with prefixes may be broken, and get another one then
        bare, joined = _bare(broken), _joined(broken)
        others = [_joined(bare) if bare is not broken else joined]
        others += [_bare(_without_prefix(joined, _NEARLY_ALL))] if joined is not broken else []
        found |= {one.text: one for one in (bare, *others)}
    found.pop(text, None)
    yield from ((one.text, partial(_spans, one)) for one in found.values())
    for one in (*found.values(), *([] if found else [Excerpt(text)])):
        if dump := dumped(one.text):
            yield dump.text, partial(_spans_of_dump, one, dump)


def _seen(given: Excerpt) -> Excerpt:
    """Take out what nobody sees, and what pages and documents put within a value that they show."""
    if given.text.isascii() or not any(sign in given.text for sign in _UNSEEN):
        return given
    return replaced(given, ((*match.span(), "") for match in re.finditer(f"[{_UNSEEN}]+", given.text)))


def _bare(given: Excerpt) -> Excerpt:
    """Take off what the shapes know of prefixes, and what stands before half of the lines."""
    return _without_prefix(peel(given)[0], _HALF)


def _joined(given: Excerpt) -> Excerpt:
    breaks = _breaks(given.text)
    return replaced(given, ((*each, "") for each in breaks)) if breaks else given


def _spans_of_dump(of: Excerpt, dump: Dump, start: int, end: int) -> Spans:
    return [span for each in dump.spans(start, end) for span in _spans(of, *each)]


def _spans(of: Excerpt, start: int, end: int) -> Spans:
    """Give where the characters from `start` to `end` came from, without what was taken out between them."""
    if start >= end:
        return [_span(of, start, end)]
    found: Spans = []
    first, last = bisect_right(of.steps, start), bisect_left(of.steps, end)
    for one, other in pairwise((start, *of.steps[first:last], end)):
        begin, finish = _span(of, one, one + len(of.text[one:other].rstrip("\r\n")))
        if found and found[-1][1] >= begin:
            found[-1] = (found[-1][0], max(found[-1][1], finish))
        else:
            found.append((begin, finish))
    return found


def _span(of: Excerpt, start: int, end: int) -> tuple[int, int]:
    place = of.span(start, end)
    return place.start, place.end


def _without_prefix(given: Excerpt, outside: int) -> Excerpt:
    """Take off what lines begin with, whatever its numbers; one in `outside` at both ends of their order may differ."""
    found, zeros = lines(given.text), given.text.translate(_ZEROS)
    begins = sorted(zeros[start : min(end, start + _LONGEST_PREFIX)] for row, start, end in found if row.strip())
    if len(begins) < _FEWEST_LINES:
        return given
    few = len(begins) // outside
    shared = _common(begins[few], begins[-1 - few])
    if not _is_prefix(shared):
        return given
    prefix = re.compile(re.sub("0+", r"\\d{1,20}", re.escape(shared)))
    widths = ((line.start, _width(line.text, shared, prefix)) for line in found)
    return replaced(given, ((start, start + width, "") for start, width in widths if width))


def _is_prefix(begin: str) -> bool:
    """Tell whether lines may begin so that are no text of their own: a number or a sign at its end, a sign alone."""
    long = len(begin) >= _SHORTEST_PREFIX and re.search(r"0|[^\w\s]\s*\Z", begin)
    return bool(long or re.fullmatch(r"[^\w\s]{1,3} {1,4}", begin))


def _width(line: str, shared: str, prefix: re.Pattern[str]) -> int:
    """Give the length of the prefix of a line; it may have only the first words of what most lines share."""
    if match := prefix.match(line):
        return match.end()
    begin = _common(line[:_LONGEST_PREFIX].translate(_ZEROS), shared)
    return len(begin) if _is_prefix(begin) else 0


def _common(one: str, other: str) -> str:
    """Give the words with which both begin."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one[: one.rfind(" ", 0, alike) + 1]


@cache
def _soft() -> re.Pattern[str]:
    return re.compile(r"=[ \t]{0,4}(?:\r\n|\n|\r)|=(?P<digits>[2-7][0-9A-F])")


@cache
def _full() -> re.Pattern[str]:
    """Match the end of a line that a mail has broken: it is full."""
    return re.compile(r"[^\r\n]{72,75}=[ \t]{0,4}(?=[\r\n])")


def _all_in_mail(text: str) -> bool:
    """Tell whether all of a text is a mail that has no sign of equality: lines that are broken, and none too long."""
    full = len(_full().findall(text)) >= _FEWEST_LINES
    return full and max(len(line.text.rstrip()) for line in lines(text)) <= _MAIL


def _of_mail(given: Excerpt) -> Excerpt:
    """Undo the encoding of mails, "quoted-printable": `=3D`, and `=` before an end of line that was put in."""
    if "=3D" not in given.text and not _all_in_mail(given.text):
        return given
    found = _soft().finditer(given.text)
    return replaced(given, ((*match.span(), chr(int(match["digits"] or "0", 16)).strip("\0")) for match in found))


def _breaks(text: str) -> Spans:
    """Give the line ends that were put in at a column, as it seems, or within an escape."""
    found = lines(text)
    lengths = Counter(len(line.text) for line in found)
    width = max(lengths, default=0)
    columns = _NARROWEST <= width <= _WIDEST and lengths[width] >= (1 if width in _USUAL else 2)
    return [
        (one.end - one.text.endswith("=") * cut, other.start)
        for one, other in pairwise(found)
        if (cut := _is_escape(one.text, other.text))
        or (columns and len(one.text) == width and _goes_on(one.text, other.text))
    ]


def _goes_on(one: str, other: str) -> bool:
    """Tell whether a line may be the rest of the one above it, which is full."""
    return one[:_ALIKE] != other[:_ALIKE] and (not _own().match(other) or _is_name(one, other))


def _is_escape(one: str, other: str) -> bool:
    """Tell whether the end of a line and the beginning of the next are an escape, of a character by its number."""
    cut = cut_escape().search(one[-_LONGEST_ESCAPE:])
    begin = cut[0].removesuffix("=") if cut else ""
    whole = escape_pattern().match(begin + other[:_LONGEST_ESCAPE]) if begin not in _NO_ESCAPE else None
    if whole is None or whole.end() <= len(begin) or whole.lastgroup in {"letter", "mark"}:
        return False
    return not _own().match(other)


def _is_name(one: str, other: str) -> bool:
    """Tell whether the end of a line and the beginning of the next are the name of a secret: `Coo`, `kie: `."""
    begin, end = _name_end().search(one[-_LONGEST_NAME:]), _name_begin().match(other)
    return begin is not None and end is not None and kind_of(begin[0] + end[0]) is not None


@cache
def _name_end() -> re.Pattern[str]:
    return re.compile(r"(?<![\w\-])[\w\-]{1,40}\Z")


@cache
def _name_begin() -> re.Pattern[str]:
    return re.compile(r"[\w\-]{1,40}(?=[:=])")


@cache
def _own() -> re.Pattern[str]:
    """Match what begins a line of its own."""
    return re.compile(
        r"[ \t]{2}|</?[A-Za-z!?]|[\w.\-\[\]]{1,60}[:=] |HTTP/|(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) |at |Traceback"
        r"|[>|│#*][ \t]|\d{4}[-/]\d\d[-/]\d\d[T ]|\Z"
    )
