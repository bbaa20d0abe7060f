"""The one place where colours, prefixes and indents are peeled off before a shape reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, islice, pairwise

from inspector.model import Excerpt, Problem
from inspector.shapes import boxed, log_prefixes, wrapped
from inspector.shapes.lines import ENDS, Line, lines
from inspector.shapes.literals import replaced

_MOST_LAYERS = 5
_MOST_INDENTED = 200
_FEWEST_NUMBERS = 3
_FIRST = 400
"""Characters in which the first line ends."""

_SURE = (
    r"[\r\n][ \t]{0,8}%s[ \t>|│#]{0,16}"
    r"(?:(?:< ?)?HTTP/\d|<Error[ >]|<\? ?xml|(?i:x-(?:oss|amz)-request-id):)"
)


_MARKS = (("quoted", ">", ">{1,5}"), ("barred", "|│┃▏╵╷", "[|│┃▏╵╷]"), ("commented", "#/;", "(?:#|//|;)"))
"""Prefixes that a person or a program puts before every line, most marked first: the signs that begin them, a form."""


@cache
def _mark(form: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t]{{0,8}}{form}(?: |$)")


@cache
def _sure(form: str) -> re.Pattern[str]:
    """Find a line that is surely part of a capture: then others may lack the mark, as a greeting above a quotation."""
    return re.compile(_SURE % form)


@cache
def _colour() -> re.Pattern[str]:
    """Find what ECMA-48 calls a control sequence, or an address laid under text; ESC itself or what became of it."""
    lost = r"(?:\u241b|\ufffd|\^\[|\\x1[bB]|\\u001[bB]|\\033|#033)"
    return re.compile(
        r"\x1b(?:\[[0-?]{0,24}[ -/]{0,4}[@-~]|\][^\x07\x1b\r\n]{0,2000}(?:\x07|\x1b\\)|[()][0-9A-B])"
        rf"|{lost}\[\d{{0,3}}(?:;\d{{1,3}}){{0,8}}[mK]"
    )


@cache
def _bare_colour() -> re.Pattern[str]:
    return re.compile(r"\[(\d{0,3}(?:;\d{1,3}){0,8})m(?!\])")


_MOST_STAND_INS = 20_000
_ESCAPES = ("\x1b", "\u241b", "\ufffd", "^[", "\\x1", "\\u001", "\\033", "#033")
_ELEMENTS = "Error|Code|Message|RequestId|HostId|EC"
_STAND_INS = (
    (r"<EOL>|>↵", (("<EOL>", r"<EOL>", "\n"), ("↵", r"↵", "\n"))),
    (
        r"[‹＜]/?(?:Error|Code|Message)[›＞]",
        (
            ("›", r"‹(?=/?[A-Za-z])", "<"),
            ("›", r"(?<=[A-Za-z])›", ">"),
            ("＞", r"＜(?=/?[A-Za-z])", "<"),
            ("＞", r"(?<=[A-Za-z])＞", ">"),
        ),
    ),
    (
        rf"<[ \t]{{1,2}}/?[ \t]{{0,2}}(?:{_ELEMENTS})[ \t]{{0,2}}>|</[ \t]{{1,2}}(?:{_ELEMENTS})[ \t]{{0,2}}>",
        (
            ("< ", r"(?<=<)[ \t]{1,2}(?=/?[ \t]{0,2}[A-Z][A-Za-z]{1,40}[ \t]{0,2}>)", ""),
            ("/ ", r"(?<=/)[ \t]{1,2}(?=[A-Z][A-Za-z]{1,40}[ \t]{0,2}>)", ""),
        ),
    ),
)
"""What stands for a sign: line ends of Spring and of browsers' consoles, brackets off a picture or typed in Chinese.
And blanks that stand for none, where who read a picture saw them in tags.

Before each what shows that such signs are no words of a sentence, nor marks of our own redaction.
"""


_ENDS_OF_COLOUR = {"", "0", "22", "24", "39", "49"}
_ESCAPED_ENDS = {"#011": "\t", "#012": "\n", "#015": ""}


def peel(excerpt: Excerpt) -> tuple[Excerpt, tuple[Problem, ...]]:
    """Take off what stands before every line, layer by layer; say what was taken."""
    problems: list[Problem] = []
    if colours := _colours(excerpt.text):
        excerpt = replaced(excerpt, ((start, end, "") for start, end in colours))
        problems.append(Problem("peeled-coloured"))
    if stand_ins := _stand_ins(excerpt.text):
        excerpt = replaced(excerpt, stand_ins)
        problems.append(Problem("peeled-stand-ins"))
    for _ in range(_MOST_LAYERS):
        if box := boxed.pieces(excerpt.text):
            excerpt = replaced(excerpt, box)
            problems.append(Problem("peeled-boxed"))
            continue
        layer = _layer(excerpt.text)
        if layer is None:
            break
        kind, widths = layer
        excerpt = _without(excerpt, widths)
        if kind == "logged":
            excerpt = _control_signs(excerpt)
        problems.append(Problem("peeled-" + kind))
    if broken := wrapped.breaks(excerpt.text):
        excerpt = replaced(excerpt, ((start, end, "") for start, end in broken))
        problems.append(Problem("peeled-wrapped"))
    return excerpt, tuple(dict.fromkeys(problems))


def _colours(text: str) -> list[tuple[int, int]]:
    """Give the places of colour codes; those that lost their ESC count where one sets a colour and one ends it."""
    if "[" not in text:
        return []
    escaped = any(escape in text for escape in _ESCAPES)
    found = [match.span() for match in _colour().finditer(text)] if escaped else []
    if found or "m" not in text:
        return found
    bare = list(_bare_colour().finditer(text))
    ends = sum(match[1] in _ENDS_OF_COLOUR for match in bare)
    return [match.span() for match in bare] if 0 < ends < len(bare) else []


def _stand_ins(text: str) -> list[tuple[int, int, str]]:
    """Give the places of signs that stand for others, and what they stand for."""
    there = ((proof, [one for one in signs if one[0] in text]) for proof, signs in _STAND_INS)
    shown = [signs for proof, signs in there if signs and re.search(proof, text)]
    patterns = [(re.compile(form), sign) for signs in shown for _, form, sign in signs]
    return sorted(
        (*match.span(), sign) for pattern, sign in patterns for match in islice(pattern.finditer(text), _MOST_STAND_INS)
    )


def _control_signs(excerpt: Excerpt) -> Excerpt:
    """Decode tabs and line ends as syslog writes them within a message."""
    if "#01" not in excerpt.text:
        return excerpt
    signs = re.compile("#01[125]").finditer(excerpt.text)
    return replaced(excerpt, ((*match.span(), _ESCAPED_ENDS[match[0]]) for match in signs))


def _layer(text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """Name a prefix that the lines carry and give (line start, prefix length) for each line."""
    found = lines(text)
    leads = {line.text.lstrip(" \t")[:1] for line in found}
    beginning = ENDS.sub("\n", text[:_FIRST]).lstrip("\n")
    first = beginning.split("\n", 1)[0]
    for kind, signs, form in _MARKS:
        if leads.isdisjoint(signs):
            continue
        partly = (_sure(form).match("\n" + beginning) or _sure(form).search(text)) is not None
        if (partly or _mark(form).match(first)) and not _is_transcript(text, kind) and not _row().match(first):
            widths = _marked(found, _mark(form), partly=partly)
            if widths:
                return kind, widths
    if first[:1] in (" ", "\t") and (widths := _indents(found)):
        return "indented", widths
    if widths := log_prefixes.widths(text, found, leads):
        return "logged", widths
    if not leads.isdisjoint("0123456789") and (widths := _numbers(found)):
        return "numbered", widths
    return None


@cache
def _row() -> re.Pattern[str]:
    """Match a row of a table: its bars are no prefix."""
    return re.compile(r"[ \t]{0,8}\|[^|]{1,2000}\|[^|]{1,2000}\|(?:[^|]{1,2000}\|){0,50}[ \t]{0,8}\Z")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,8}(\d{1,6})(?:[ \t]{0,4}[|│┃:](?: |$)|\t|[ \t]{2}|[ \t]{0,4}$)")


def _numbers(found: Sequence[Line]) -> list[tuple[int, int]]:
    """Give the width of line numbers: of those that count up by one from each line to the next, three at least."""
    matches = [_number().match(line.text) for line in found]
    counting = [
        one is not None and other is not None and int(one[1]) + 1 == int(other[1]) for one, other in pairwise(matches)
    ]
    if counting.count(True) < _FEWEST_NUMBERS - 1:
        return []
    numbered = [before or after for before, after in pairwise([False, *counting, False])]
    return [
        (line.start, match.end() if match and is_numbered else 0)
        for line, match, is_numbered in zip(found, matches, numbered, strict=True)
    ]


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,200}<(?: ?HTTP/\d| [A-Z]{3,20} \S{1,16000} HTTP/\d)")


def _is_transcript(text: str, kind: str) -> bool:
    """Tell the `>` of curl's request, or of a response in requests-toolbelt's dump, from a quotation."""
    return kind == "quoted" and _answer().search(text) is not None


def _marked(found: Sequence[Line], mark: re.Pattern[str], *, partly: bool) -> list[tuple[int, int]]:
    """Give the width of the mark for each line; nothing where a line lacks it, unless `partly`."""
    widths: list[tuple[int, int]] = []
    counted = 0
    for line in found:
        match = mark.match(line.text)
        if match is None and line.text.strip() and not partly:
            return []
        counted += match is not None
        widths.append((line.start, match.end() if match else 0))
    return widths if counted > 1 or partly else []


def _indents(found: Sequence[Line]) -> list[tuple[int, int]]:
    """Give the indent that all lines share; nothing where a line has none."""
    widths: list[tuple[int, int]] = []
    common = _MOST_INDENTED
    for line in found:
        if not line.text.strip():
            widths.append((line.start, len(line.text)))
            continue
        indent = min(len(line.text) - len(line.text.lstrip(" \t")), _MOST_INDENTED)
        if not indent:
            return []
        common = min(common, indent)
        widths.append((line.start, indent))
    return [(start, min(width, common)) for start, width in widths]


def _without(excerpt: Excerpt, widths: list[tuple[int, int]]) -> Excerpt:
    starts = [start + width for start, width in widths]
    ends = [start for start, _ in widths[1:]] + [len(excerpt.text)]
    if excerpt.steps == (0,) and excerpt.widths == (1,):
        kept = [(start, excerpt.text[start:end]) for start, end in zip(starts, ends, strict=True) if end > start]
        steps = tuple(accumulate((len(text) for _, text in kept[:-1]), initial=0))
        origins = tuple(excerpt.origins[0] + start for start, _ in kept)
        return (
            Excerpt("".join(text for _, text in kept), steps, origins, (1,) * len(kept)) if kept else excerpt.cut(0, 0)
        )
    return Excerpt.join([excerpt.cut(start, end) for start, end in zip(starts, ends, strict=True)])
