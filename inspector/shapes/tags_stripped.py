"""XML errors of which only the values are left: the tags were lost by a browser, a scraper or a document's converter.

The values stand one a line, parted by blanks, or with nothing between them, in the order in which stores write them:
code, message, request ID, host, and at the end EC and address of help. A browser shows a malformed document so ("Below
is a rendering of the page up to the first error"). What is what follows from form and order, so all must fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange, Problem
from inspector.shapes.grammar import MOST_FOUND, field
from inspector.shapes.labels import LABELS
from inspector.shapes.lines import Line, lines

_LONG_ID = r"[0-9A-F]{24}|[0-9A-F]{6,22}[*xX#]{2,18}"
_SHORT_ID = r"(?=[A-Z]{0,15}\d)[0-9A-Z]{16}"
_STORE = r"(?:aliyuncs|aliyun|aliyun-inc|jdcloud-oss|jcloudcs|amazonaws|myqcloud|myhuaweicloud)\.com(?:\.cn)?"
_BASE64 = r"[A-Za-z0-9+/]{40,100}={1,2}"
_HOST = r"[a-z0-9*][a-z0-9*.-]{2,200}?\.(?:com|cn|net|org|io|cloud|me)(?:\.cn)?(?::\d{1,5})?"
_EC = r"\d{4}-\d{8}"
_URL = r"https?://[!-;=?-~]{4,300}"
_WORDS = (
    "Access|Bad|Bucket|Callback|Conflict|Denied|Entity|Error|Exceed|Expired|Fail|Forbid|Illegal|Incomplete|Internal"
    "|Invalid|Malformed|Match|Method|Missing|No|Object|Operation|Parameter|Quota|Request|Signature|Status|Storage|Timeout"
    "|Too|Unsupported|Upload"
)
"""Words of which nearly every error code has one."""
_CODE = rf"(?=[A-Za-z0-9]{{0,60}}(?:{_WORDS}))[A-Z][a-z0-9]{{1,30}}[A-Z][A-Za-z0-9]{{0,100}}"
_RENDERED = ("a rendering of the page up to the first error", "第一个错误")
_MOST_BETWEEN = 20
"""Lines between host and EC: a string to sign has some ten."""
_MOST_MESSAGE = 600
_WHOLE_ID = 24

_Place = tuple[str, int, int]
"""A name, and where its value begins and ends."""


@cache
def _code() -> re.Pattern[str]:
    return re.compile(_CODE)


@cache
def _label() -> re.Pattern[str]:
    """Find the name of a label: then the lines are labels and values, one below the other, and for `labels`."""
    return re.compile(rf"(?i:{'|'.join(LABELS.values())})")


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(r"(?=\S)[^<>{}=\r\n]{1,300}[a-z.][ \t][^<>{}\r\n]{1,300}")


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        ("RequestId", re.compile(rf"{_LONG_ID}|{_SHORT_ID}")),
        ("HostId", re.compile(rf"{_HOST}|{_BASE64}")),
        ("EC", re.compile(_EC)),
        ("RecommendDoc", re.compile(_URL)),
    )


@cache
def _row() -> re.Pattern[str]:
    """Find ID and host, and what may follow, on one line; a short ID shows a store only beside a store's host.

    Six signs that may begin an ID are looked for first, which passes most places by quickly.
    """
    host = rf"[ \t]{{0,8}}(?P<HostId>{_HOST})(?=[\s,，。)）\"'`]|\Z|{_EC}|https?://)"
    between = r"(?:[ \t]{0,8}|(?:[ \t]{1,8}(?!https?:)[^\s<>]{1,200}){1,6}?[ \t]{1,8})"
    """Blanks, and what the code has of its own, as two times."""
    store = rf"(?={_SHORT_ID}[ \t]{{0,8}}[a-z0-9*.-]{{0,200}}?{_STORE})"
    return re.compile(
        rf"(?=[0-9A-Z]{{6}})(?<![0-9A-F])(?P<RequestId>{_LONG_ID}|{store}[0-9A-Z]{{16}})(?:{host})?"
        rf"(?:{between}(?P<EC>{_EC})(?!\d))?(?:[ \t]{{0,8}}(?P<RecommendDoc>{_URL}))?"
    )


@cache
def _named() -> re.Pattern[str]:
    """Find the code on what stands before the ID: at its beginning, or after a word and a colon."""
    return re.compile(rf"(?:\A|[\s:：>】\])）])({_CODE})(?![A-Za-z0-9_.:=(])")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each run of values; None where there is none."""
    if re.search(r"[0-9A-Z*]{8}", excerpt.text) is None:
        return None
    found = islice((*_in_lines(excerpt), *_in_rows(excerpt)), MOST_FOUND)
    return tuple(sorted(found, key=lambda one: one.span.start)) or None


def _exchange(excerpt: Excerpt, places: list[_Place]) -> Exchange:
    """Make the fields; the last one is cut where a browser stopped in it, or where the capture may end in it."""
    begin, end = places[0][1], places[-1][2]
    before = excerpt.text[max(0, begin - 400) : begin]
    cut = any(sign in before for sign in _RENDERED) or _may_be_cut(excerpt.text, places)
    fields = [field(excerpt, *place) for place in places]
    fields[-1] = fields[-1]._replace(kind="cut", damaged=True) if cut else fields[-1]
    return Exchange(excerpt.span(begin, end), fields=tuple(fields), problems=(Problem("tags-stripped"),))


def _may_be_cut(text: str, places: list[_Place]) -> bool:
    """Tell whether the text ends in the last value, and its form does not say that it is whole."""
    name, begin, end = places[-1]
    if end < len(text) or name == "EC":
        return False
    value = text[begin:end]
    known = {place[0]: text[place[1] : place[2]] for place in places[:-1]}
    if name == "RecommendDoc":
        return not value.endswith("q=" + known.get("EC", "\n"))
    return len(value) < _WHOLE_ID if name == "RequestId" else not value.endswith((".com", ".cn", "=", ".net"))


# one a line


def _in_lines(excerpt: Excerpt) -> Iterator[Exchange]:
    rows = [_trimmed(line) for line in lines(excerpt.text) if line.text.strip()]
    at = 0
    while at < len(rows):
        places, following = _run(rows, at) if _code().fullmatch(rows[at].text) else ([], at + 1)
        if places:
            yield _exchange(excerpt, places)
        at = following


def _trimmed(line: Line) -> Line:
    start = line.start + len(line.text) - len(line.text.lstrip())
    return Line(line.text.strip(), start, start + len(line.text.strip()))


def _run(rows: list[Line], at: int) -> tuple[list[_Place], int]:
    """Read the values from the line of a code on; nothing where they do not fit."""
    message = rows[at + 1] if at + 1 < len(rows) else None
    if message is None or len(message.text) > _MOST_MESSAGE or not _sentence().fullmatch(message.text):
        return [], at + 1
    if _label().fullmatch(message.text):
        return [], at + 1
    places: list[_Place] = [("Code", rows[at].start, rows[at].end), ("Message", message.start, message.end)]
    if at and re.fullmatch(r"[1-5]\d\d", rows[at - 1].text):
        places.insert(0, ("Status", rows[at - 1].start, rows[at - 1].end))
    place = at + 2
    for number, (name, form) in enumerate(_forms()):
        reach = (3, 1, _MOST_BETWEEN, 1)[number]
        met = next((row for row in range(place, min(place + reach, len(rows))) if form.fullmatch(rows[row].text)), None)
        if met is None or any(_code().fullmatch(row.text) for row in rows[place:met]):
            if name == "RequestId":
                return _with_host_alone(places, rows, place)
            continue
        places += [("Resource", row.start, row.end) for row in rows[place:met] if number == 0 and row.text[0] == "/"]
        places.append((name, rows[met].start, rows[met].end))
        place = met + 1
    return places, place


def _with_host_alone(places: list[_Place], rows: list[Line], place: int) -> tuple[list[_Place], int]:
    """Take the host of a store where somebody left out the ID."""
    if place < len(rows) and re.fullmatch(r"[a-z0-9*.-]{1,200}\.aliyuncs\.com", rows[place].text):
        return [*places, ("HostId", rows[place].start, rows[place].end)], place + 1
    return [], place


# all on one line


def _in_rows(excerpt: Excerpt) -> Iterator[Exchange]:
    text = excerpt.text
    floor = 0
    for match in islice(_row().finditer(text), MOST_FOUND):
        begin = max(floor, text.rfind("\n", 0, match.start()) + 1, text.rfind("\r", 0, match.start()) + 1)
        head = _head(text[max(begin, match.start() - _MOST_MESSAGE) : match.start()], match.start())
        if head and not match["HostId"] and not _stands_alone(text[begin : match.start()], head[0][1] - begin):
            head = []
        floor = match.end()
        if head:
            groups = ("RequestId", "HostId", "EC", "RecommendDoc")
            rest = [(name, *match.span(name)) for name in groups if match[name] is not None]
            yield _exchange(excerpt, [*head, *rest])


def _stands_alone(before: str, place: int) -> bool:
    """Tell a row of values from prose that names an ID: it begins with the code, and a sentence ends before the ID."""
    return not before[:place].strip() and (before[-1:].isalpha() or before.rstrip().endswith((".", "!", "。")))


def _head(before: str, end: int) -> list[_Place]:
    """Part code and message; where nothing stands between the values, the message begins with the last capital."""
    token = _named().search(before)
    if token is None:
        return []
    start, stop = token.span(1)
    if before[-1:].strip():
        run = before[start:stop]
        acronym = re.search(r"[A-Z]{2,10}$", run)
        stop = start + (acronym.start() if acronym else max(at for at, sign in enumerate(run) if sign.isupper()))
    code, message = before[start:stop], before[stop:].strip()
    if not _code().fullmatch(code) or not _sentence().fullmatch(message) or not message[0].isupper():
        return []
    if message[-1] in ":：=([\"'":  # a label of what follows
        return []
    offset = end - len(before)
    return [("Code", offset + start, offset + stop), ("Message", offset + stop, end)]
