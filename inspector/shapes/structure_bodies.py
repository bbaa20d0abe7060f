"""What a structure says of a response without its head: the body in one of its members, the address that was asked.

Logs record an answer as its status and its body in a string. Structured logs encode that string a second time, Go and
PHP write its `<` as an escape. axios gives `toJSON()` of its errors no answer at all, only the status and the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt, Node
from inspector.shapes import structure_fields as fields
from inspector.shapes.grammar import STORE_HOST
from inspector.shapes.literals import replaced
from inspector.shapes.structure_scan import Item, Value, scan, text_of

_DEEPEST = 2
_BEGINNING = 400


@cache
def _body_name() -> re.Pattern[str]:
    """Find the names of members that hold what came back; a `message` may quote it beside a status of its own."""
    return re.compile(r"\w{0,40}(?:body|data|content|text|response|resp|xml|raw|payload)")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"\s{0,20}(?:[<{]|\\{1,7}(?:[nrt]|u003[cC]|x3[cC]))")


@cache
def _opening_of_json() -> re.Pattern[str]:
    return re.compile(r"\s{0,20}(?:\{|\\{1,7}[nrt])")


@cache
def _csv() -> re.Pattern[str]:
    return re.compile(r"""\{\s{0,200}""[^"\s:]""")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(rf"https?://(?:{STORE_HOST}|[^\s?]{{1,1000}}\?\S{{0,3000}}?(?:OSSAccessKeyId|ignature)=)")


def error_in(excerpt: Excerpt, group: Value, depth: int = _DEEPEST) -> Excerpt | None:
    """Give the error in JSON that a member of a group is, or holds as a string."""
    texts = _texts(excerpt, group, depth, _opening_of_json())
    return next((found for one in texts if (found := _error(one))), None)


def without(rows: tuple[Node, ...], body: Excerpt | None) -> tuple[Node, ...]:
    """Leave out the member that is read as the body."""
    span = body.span(0, len(body.text)) if body else None
    return tuple(row for row in rows if span is None or not span.start <= row.span.start < span.end)


def plain(text: Excerpt) -> Excerpt:
    """Take the doubled quotes of CSV out of a body."""
    if not _csv().match(text.text):
        return text
    return replaced(text, [(*match.span(), '"') for match in re.finditer('""', text.text)])


def holds_error(excerpt: Excerpt, group: Value) -> bool:
    """Tell whether a member that is named as a body begins with an error of a store."""
    named = tuple(item for name, item in fields.names(excerpt, group).items() if _body_name().fullmatch(name))
    texts = _texts(excerpt, group._replace(items=named), 0, _opening())
    return any(_is_document(one.text) or _error(one) is not None for one in texts)


def _is_document(text: str) -> bool:
    return text.lstrip().startswith(("<?xml", "<Error")) and "<Error" in text[:_BEGINNING]


def _texts(excerpt: Excerpt, group: Value, depth: int, opening: re.Pattern[str]) -> Iterator[Excerpt]:
    """Give the members of a group that begin as a body does, strings decoded, and those of the groups below."""
    for item in group.items[: fields.MOST_ROWS]:
        value = item.value
        if value.kind == "string" and value.inner[1] - value.inner[0] <= fields.MOST_BODY:
            if opening.match(excerpt.text, *value.inner):
                yield text_of(excerpt, value)
        elif value.kind == "group" and depth and not fields.is_of_request(excerpt, item):
            if value.sign == "{":
                yield excerpt.cut(value.start, value.end)
            yield from _texts(excerpt, value, depth - 1, opening)


def _error(text: Excerpt) -> Excerpt | None:
    """Give a text where it is an error in JSON, and nothing else."""
    if not text.text.lstrip().startswith("{"):
        return None
    group = next(iter(scan(text)), None)
    names = fields.names(text, group) if group else {}
    return text if names and fields.is_body(names) and fields.is_error(text, names) else None


def axios(excerpt: Excerpt, names: dict[str, Item]) -> tuple[Node, ...]:
    """Give the status and the address of an error that axios made plain; nothing where it asked no store."""
    config = names.get("config")
    if config is None or fields.said(excerpt, names, "name") != "AxiosError" or not fields.has_status(excerpt, names):
        return ()
    address = asked_store(excerpt, fields.names(excerpt, config.value))
    rows = (fields.row(excerpt, item) for item in (names["status"], address)) if address and "status" in names else ()
    return tuple(
        node._replace(label=label) for label, one in zip(("Status", "Url"), rows, strict=False) for node in one
    )


def asked_store(excerpt: Excerpt, asked: dict[str, Item]) -> Item | None:
    """Give the address that a configuration of axios holds, where it is one of a store."""
    return next((asked[one] for one in ("url", "baseurl") if _address().match(fields.said(excerpt, asked, one))), None)
