"""What axios prints of a request that got no answer: an error without a response, and in `config` the address it asked.

Source: axios `lib/core/AxiosError.js`, `lib/adapters/xhr.js` and `http.js`: `Network Error` (all that a browser tells),
`timeout of 5000ms exceeded`, or the failure of Node.js. Only where a store was asked.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt, Node
from inspector.shapes import structure_bodies as bodies
from inspector.shapes import structure_fields as fields
from inspector.shapes.grammar import field
from inspector.shapes.structure_heads import leaf
from inspector.shapes.structure_scan import Item, Value, text_of

_ABOVE = 6_000
"""Characters above the properties in which the message and the frames of the stack stand."""


@cache
def _code() -> re.Pattern[str]:
    """Codes of axios and of Node.js for a request that failed on the way; `ERR_BAD_REQUEST` had an answer."""
    return re.compile(r"ERR_NETWORK|ECONNABORTED|E(?:CONN|NET|HOST|ADDR|PIPE|PROTO|TIMEDOUT|NOTFOUND|AI_)[A-Z_]{0,20}")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(
        r"Error: ([^\r\n]{1,300}+)(?>(?:(?:\r\n|\n|\r)[ \t]{1,40}+at [^\r\n]{1,1000}+){0,60})\s{0,4}\Z",
    )


@cache
def _in_address() -> re.Pattern[str]:
    return re.compile(r"https?://([\w.-]{4,253})")


def read(excerpt: Excerpt, group: Value, names: dict[str, Item]) -> tuple[Node, ...]:
    """Give the failure, the method and the address; nothing where this is no such error, or where it had an answer."""
    config = names.get("config")
    if config is None or not _code().fullmatch(fields.said(excerpt, names, "code")) or _is_answered(names):
        return ()
    asked = fields.names(excerpt, config.value)
    address = bodies.asked_store(excerpt, asked)
    if address is None:
        return ()
    rows = [*_row(excerpt, asked["method"], "Method")] if "method" in asked else []
    return (*_failure(excerpt, group, names), *rows, *_row(excerpt, address, "Url"), *_host(excerpt, address.value))


def _row(excerpt: Excerpt, item: Item, label: str) -> list[Node]:
    return [node._replace(label=label) for node in fields.row(excerpt, item)]


def _host(excerpt: Excerpt, value: Value) -> list[Node]:
    """Give the host of the address."""
    one = leaf(value)
    text = text_of(excerpt, one) if one else None
    match = _in_address().match(text.text) if text else None
    return [field(text, "Host", *match.span(1))] if text and match else []


def _is_answered(names: dict[str, Item]) -> bool:
    """Tell whether there is a response: a group, or the name of one that is not written out."""
    answer = names.get("response")
    value = leaf(answer.value) if answer else None
    return answer is not None and (value is None or value.kind == "group")


def _failure(excerpt: Excerpt, group: Value, names: dict[str, Item]) -> list[Node]:
    """Give the message: a property, or in the line above the stack; else the code."""
    if fields.said(excerpt, names, "message"):
        return _row(excerpt, names["message"], "Failure")
    begin = max(0, group.start - _ABOVE)
    above = _said().search(excerpt.text, begin, group.start)
    if above:
        return [field(excerpt, "Failure", *above.span(1))]
    return _row(excerpt, names["code"], "Failure")
