"""What HTTP tools, libraries and browsers print of a failed request: its status and address, and nothing of its body.

The forms stand in `http_tools`. A status that stands directly above a response or is glued to it counts too. Programs
call other services with the same libraries: what a library prints counts where a store is named, or where nothing else
stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar, http_tools, xml_error
from inspector.shapes.grammar import STORE_HOST

_GAP = 40
"""Characters between a status and the body it is printed with: a colon, a quotation mark, a prefix of the line."""
_AROUND = 400
"""Characters around a line in which the name of a store may stand."""
_MOST_NAMED = 100_000
"""Places looked at in which the name of a store stands."""
_MOST_LINES = 3
_MOST_FRAMES = 500
"""Lines of a text that is nothing but a failure, and of its stack."""


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every status that a tool printed, with the body that stands directly behind it."""
    found = _with_bodies(excerpt, grammar.read(excerpt, http_tools.GRAMMARS))
    if not found:
        return None
    alone = _is_alone(excerpt.text)
    told = [one for one in found if not _is_second_hand(excerpt, one)] if "stack" in excerpt.text else found
    named = [] if alone else [match.start() for match in islice(_store().finditer(excerpt.text), _MOST_NAMED)]
    return tuple(one for one in told if alone or _is_of_store(excerpt, one, named)) or None


def _is_second_hand(excerpt: Excerpt, one: Exchange) -> bool:
    """Tell whether a line is the property `stack` of an error that says itself, in its others, what it is."""
    if one.body:
        return False
    start, end = (_offset(excerpt, place) for place in one.span)
    if not _stack().search(excerpt.text, max(0, start - _GAP * 2), start):
        return False
    return _property().search(excerpt.text, max(0, start - _AROUND), end + _AROUND) is not None


@cache
def _stack() -> re.Pattern[str]:
    return re.compile(r"\bstack[\"'\\]{0,4}\s?[:=]\s{0,8}[\"'`\\]{1,4}[^\"'`\r\n]{0,60}\Z")


@cache
def _property() -> re.Pattern[str]:
    return re.compile(r"(?i:request[_-]?id|status(?:code)?|code)[\"'\\]{0,4}\s?:")


def _is_alone(text: str) -> bool:
    """Tell whether a text is nothing but a failure, with the frames of its stack."""
    lines = islice(text.replace("\\n", "\n").splitlines(), _MOST_FRAMES)
    said = (line for line in lines if line.strip() and not _frame().match(line))
    return len(list(islice(said, _MOST_LINES + 1))) <= _MOST_LINES


@cache
def _frame() -> re.Pattern[str]:
    return re.compile(r"\s|Traceback |During handling |The above exception |Caused by: |\.{3} \d")


def _is_of_store(excerpt: Excerpt, one: Exchange, named: list[int]) -> bool:
    """Tell whether a store is named, by the address or at a place around it, or its answer follows directly."""
    if one.body or not one.client:
        return True
    start, end = (_offset(excerpt, place) for place in one.span)
    if url := next((field.value for field in one.fields if field.label == "Url"), ""):
        return (_store_url().match(url) or _answer().match(excerpt.text, end)) is not None
    nearest = bisect_left(named, start - _AROUND)
    return nearest < len(named) and named[nearest] < end + _AROUND


def _offset(excerpt: Excerpt, place: int) -> int:
    """Give the place in the text of a received character; most texts that were peeled have their pieces in order."""
    piece = max(0, bisect_right(excerpt.origins, place) - 1)
    return excerpt.steps[piece] + (place - excerpt.origins[piece]) // max(1, excerpt.widths[piece])


@cache
def _store_url() -> re.Pattern[str]:
    return re.compile(rf"https?://{STORE_HOST}|[^\s?]{{1,1000}}\?\S{{0,3000}}?(?:OSSAccessKeyId|ignature|-credential)=")


@cache
def _answer() -> re.Pattern[str]:
    head = r"(?i:x-(?:oss|amz)-|content-type|server|date|connection)"
    return re.compile(
        rf"[^\r\n]{{0,40}}[\r\n]{{0,4}}[ \t]{{0,40}}(?:<\?xml|<Error|[{{\"']{{0,3}}{head}[\w-]{{0,40}}[\"']?[:=])"
    )


@cache
def _store() -> re.Pattern[str]:
    return re.compile(rf"<Error[ >]|(?i:x-(?:oss|amz)-|aliyunoss|\boss\b)|OSSAccessKeyId|(?<![\w.-]){STORE_HOST}")


def _with_bodies(excerpt: Excerpt, found: tuple[Exchange, ...]) -> list[Exchange]:
    """Give each status the error body right behind it: what another error says must not get between."""
    bodies = (xml_error.read(excerpt) or ()) if found else ()
    starts = [body.span.start for body in bodies]
    followed = [bisect_left(starts, one.span.end) for one in found]
    return [
        one._replace(body=bodies[place].body, span=one.span.over(bodies[place].span))
        if place < len(bodies) and starts[place] - one.span.end <= _GAP
        else one
        for one, place in zip(found, followed, strict=True)
    ]
