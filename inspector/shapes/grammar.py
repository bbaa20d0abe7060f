"""Printed errors as tables: a grammar is a pattern with named groups, and the client that prints so.

A group whose name begins with a capital is a field: `Code`, `Message`, `RequestId`, `HostId`, `EC`, `Status`,
`Bucket`, `Object`, `Endpoint`, `Url`, `Timestamp`, `Operation`; `Code_2` is a second place of the same. Every field is
a slice of the text; an empty one was printed empty. The group `escaped` marks text within a string literal.

Patterns given as text are compiled when their words are met. They stay linear by repeats that have a bound and do not
go past the words with which the next error begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Node
from inspector.shapes import literals

MOST_FOUND = 5_000
"""Errors read of one text by one grammar; the rest stays in the raw text."""
REQUEST_ID = (
    r"(?P<RequestId>[\[【](?=[^\s\]】]{0,40}(?:\*|hidden|masked|redacted|removed|隐|脱敏|打码|删))[^\s\[\]【】]{1,40}[\]】]"
    r"|<(?i:hidden|masked|redacted|removed)>|[\w*#…█▇■●•-]{0,100}(?:\.{2,20}[\w*#-]{0,60})?)"
)
"""A request ID, masked or not, up to what a sentence or a program put behind it: `...[97]`, `...!`, `..., Ec=`."""

WORD = r"(?P<%s>\(null\)|[^\s,，。；、」】\"'`<>\\()]{0,300})"
"""A value without blanks and brackets, which a wrapper puts behind it; its name is filled in."""

STORE_HOST = (
    r"(?=[\w.-]{0,200}(?:oss|s3|cos|obs|bos|ks3|tos)[\w.-]{0,100}?\.?"
    r"(?:aliyuncs\.com|jdcloud-oss\.com|amazonaws\.com(?:\.cn)?|myqcloud\.com|myhuaweicloud\.(?:com|eu)|bcebos\.com"
    r"|ksyuncs\.com|ksyun\.com|volces\.com|ovh\.net)(?![\w-]))[\w.-]{4,253}"
)
"""A host of a store, as its provider documents them."""

_ABOVE = 2_000
"""Characters before an error in which `above` is looked for."""
_BEHIND = 60
"""Characters before an error in which `behind` has to stand."""
_AROUND = 400
"""Characters before and after an error in which `near` and `others` are looked for."""


class Grammar(NamedTuple):
    """How one client prints an error.

    `needs` is a piece of text without which the pattern is not even tried. `above` may stand directly before what the
    pattern matches, with fields of its own. `behind` must stand directly before it. `near` must be met around it.
    `others` are clients that print the same form, each with a pattern of what then stands in or around it.
    """

    client: str
    needs: str
    pattern: str | re.Pattern[str]
    above: str = ""
    behind: str = ""
    near: str = ""
    others: tuple[tuple[str, str], ...] = ()


def read(excerpt: Excerpt, grammars: Iterable[Grammar]) -> tuple[Exchange, ...]:
    """Read what each grammar finds, in the order of the text; where two overlap, the earlier in the table has it."""
    needed = [grammar for grammar in grammars if grammar.needs in excerpt.text]
    if not needed:
        return ()
    excerpt = without_links(excerpt)
    found: list[Exchange] = []
    taken: list[tuple[int, int]] = []
    for grammar in needed:
        before = sorted(taken)
        for match in islice(_compiled(grammar.pattern).finditer(excerpt.text), MOST_FOUND):
            if _overlaps(before, *match.span()) or not _is_behind(grammar, match) or not _is_near(grammar, match):
                continue
            taken.append(match.span())
            found.append(_exchange(excerpt, grammar, match))
    return tuple(sorted(found, key=lambda one: one.span.start))


def chain(first: str, *more: str) -> str:
    """Put patterns in a row of which the text may end early, each optional once the one before it stands there."""
    return first + "".join(f"(?:{part}" for part in more) + ")?" * len(more)


def field(excerpt: Excerpt, label: str, start: int, end: int, *, escaped: bool = False) -> Node:
    """Make a field of `text[start:end]`, white space trimmed; one that the end of the text may have cut is marked so.

    `escaped` decodes the escapes of the string literal that it stands in.
    """
    raw = excerpt.text[start:end]
    start += len(raw) - len(raw.lstrip())
    value = raw.strip()
    span = excerpt.span(start, start + len(value))
    cut = start + len(value) == len(excerpt.text) and not _is_whole(label, value)
    if escaped and "\\" in value:
        value = literals.unescaped(excerpt.cut(start, start + len(value))).text
    return Node("cut" if cut else "field", label, value, span, span)


def without_links(excerpt: Excerpt) -> Excerpt:
    """Take off the Markdown that a forum puts around what looks like an address: `StatusCode=[40](https://...)3`."""
    if "](http" not in excerpt.text:
        return excerpt
    parts: list[Excerpt] = []
    at = 0
    for match in _link().finditer(excerpt.text):
        parts += (excerpt.cut(at, match.start()), excerpt.cut(*match.span(1)))
        at = match.end()
    return Excerpt.join([*parts, excerpt.cut(at, len(excerpt.text))]) if parts else excerpt


@cache
def _compiled(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"\[([^\[\]\s]{1,300})\]\(https?://[^()\s]{0,1000}\)")


@cache
def _whole() -> dict[str, re.Pattern[str]]:
    """Forms of values that are whole where the text ends with them; a value of another kind is shown as it stands."""
    return {
        "Code": re.compile(r"(?!)"),
        "EC": re.compile(r"\d{4}-\d{8}"),
        "Status": re.compile(r"-1|0|\d{3}"),
        "RequestId": re.compile(r"(?![0-9A-Fa-f]{1,15}\Z|[0-9A-Fa-f]{17,23}\Z).{1,200}"),
    }


def _is_whole(label: str, value: str) -> bool:
    form = _whole().get(label)
    if value in ("n", "nu", "nul"):  # what is left of null
        return False
    return not value or form is None or form.fullmatch(value) is not None


def _exchange(excerpt: Excerpt, grammar: Grammar, match: re.Match[str]) -> Exchange:
    escaped = bool(match.groupdict().get("escaped"))
    above = _above(grammar, match)
    fields = [*_groups(excerpt, above, escaped=escaped)] if above else []
    start = above.start() if above else match.start()
    fields += _groups(excerpt, match, escaped=escaped)
    return Exchange(excerpt.span(start, match.end()), fields=tuple(fields), client=_client(grammar, match))


def _above(grammar: Grammar, match: re.Match[str]) -> re.Match[str] | None:
    if not grammar.above:
        return None
    pattern = _compiled(rf"(?:{grammar.above})\Z")
    return pattern.search(match.string, max(0, match.start() - _ABOVE), match.start())


def _is_behind(grammar: Grammar, match: re.Match[str]) -> bool:
    if not grammar.behind:
        return True
    pattern = _compiled(rf"(?:{grammar.behind})\Z")
    return pattern.search(match.string, max(0, match.start() - _BEHIND), match.start()) is not None


def _around(match: re.Match[str]) -> tuple[str, int, int]:
    return match.string, max(0, match.start() - _AROUND), match.end() + _AROUND


def _is_near(grammar: Grammar, match: re.Match[str]) -> bool:
    if not grammar.near:
        return True
    text, start, end = _around(match)
    return _compiled(grammar.near).search(text, start, end) is not None


def _client(grammar: Grammar, match: re.Match[str]) -> str:
    text, start, end = _around(match)
    met = (client for client, pattern in grammar.others if _compiled(pattern).search(text, start, end))
    return next(met, grammar.client)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a piece overlaps one of those taken, which are sorted and lie apart."""
    place = bisect_left(taken, (start, end))
    return any(one < end and start < other for one, other in taken[max(0, place - 1) : place + 1])


def _groups(excerpt: Excerpt, match: re.Match[str], *, escaped: bool) -> Iterator[Node]:
    named = [name for name, value in match.groupdict().items() if value is not None and name[0].isupper()]
    for name in sorted(named, key=match.start):
        yield field(excerpt, name.rstrip("_0123456789"), *match.span(name), escaped=escaped)
