"""Errors printed as data structures: `str(error)` of oss2, `console.log` of ali-oss and the AWS SDK, boto3's response.

Which structure tells of a store's error is seen by its names: a code beside a message or a request ID, the wrappers
that clients use (`details`, `$metadata`, `ResponseMetadata`), a status beside the head of a response. What an
application says around it (its own status, its own request ID) is not taken. Bodies within strings are left to the
shapes that read bodies; the span holds them, so that joining sees what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt, Exchange, Node, Pair, Span, StartLine
from inspector.shapes import structure_bodies as bodies
from inspector.shapes import structure_fields as fields
from inspector.shapes import structure_heads as heads
from inspector.shapes import structure_stacks as stacks
from inspector.shapes import structure_unanswered as unanswered
from inspector.shapes.named_endpoint import sent_to
from inspector.shapes.structure_families import client_of, family_of
from inspector.shapes.structure_scan import Item, Value, parted, scan, text_of

MOST_EXCHANGES = 5_000
_DEEPEST = 48
_DEEPEST_TEXT = 3
_DEEPEST_HEAD = 4
_NEAR = 400


@cache
def _worth() -> re.Pattern[str]:
    """Find what every structure worth reading has: a name of stores or their clients, or a code in their form."""
    return re.compile(
        r"(?=[aAcChHpPrRuxX<'\[$@])"  # how what follows begins: most places are passed by quickly
        r"(?:(?i:x-(?:oss|amz|obs|cos|kss|bce|tos|ms)-|aliyunoss|host_?id|http_?code|parsed_details|responsemetadata)"
        r"|<Error|u003[cC]Error|'request-id'|\[PicGo |\$metadata|AxiosError|ali-oss/|@aws-sdk/|@smithy/|aws-sdk/lib"
        r"|(?i:code)[\\\"'’”\]]{0,8}[ \t]{0,40}(?:=>|[:=])\s{0,40}"
        r"(?:\[\s{0,40}|\w{1,20}\([0-9]{0,9}\)? ?)?[\\\"'‘“]{0,8}[A-Z])"
    )


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every structure that tells of a store's answer; None where there is none."""
    if not _worth().search(excerpt.text):
        return None
    found = list(_read(excerpt, 0))[:MOST_EXCHANGES]
    return (sent_to(excerpt, found) if any(one.client == "minio-go" for one in found) else tuple(found)) or None


def _read(excerpt: Excerpt, depth: int) -> Iterator[Exchange]:
    above = stacks.stacks(excerpt)
    for group in scan(excerpt, _worth()):
        stack = above.pop(group.inner[0] - 1, None)
        yield from _walk(_Place(excerpt, stack, depth), group, 0)
    for stack in above.values():
        if stack.fields:
            yield stack._replace(shape="node-error")


class _Place:
    """Where a structure stands: its text, the stack printed above it, how deep in strings it is."""

    __slots__ = ("depth", "excerpt", "stack")

    def __init__(self, excerpt: Excerpt, stack: Exchange | None, depth: int) -> None:
        self.excerpt, self.stack, self.depth = excerpt, stack, depth


def _walk(place: _Place, whole: Value, level: int) -> Iterator[Exchange]:
    """Read a group, or what lies in it; behind a torn one, what it swallowed."""
    group, swallowed = parted(whole)
    exchange = _exchange(place, group)
    place.stack = None
    if exchange:
        yield exchange
    elif level < _DEEPEST:
        for item in group.items:
            if item.value.kind == "group" and not fields.is_of_request(place.excerpt, item):
                yield from _walk(place, item.value, level + 1)
            elif item.value.kind == "string" and place.depth < _DEEPEST_TEXT:
                yield from _within(place, item.value)
    for one in swallowed if level < _DEEPEST else ():
        yield from _walk(place, one, level + 1)


def _within(place: _Place, value: Value) -> Iterator[Exchange]:
    """Read a structure that is printed within a string."""
    start, end = value.inner
    if "{" in place.excerpt.text[start:end] and _worth().search(place.excerpt.text, start, end):
        yield from _read(text_of(place.excerpt, value), place.depth + 1)


def _exchange(place: _Place, group: Value) -> Exchange | None:
    excerpt = place.excerpt
    names = fields.names(excerpt, group)
    picgo = "statuscode" in names and "[PicGo ERROR]" in excerpt.text[max(0, group.start - 40) : group.start + 1]
    said, client = _above(place, group, names)
    if not (picgo or said or (names and fields.is_error(excerpt, names))):
        return _answer(excerpt, group, names)
    if fields.is_source(excerpt, names):
        return None
    client = client or ("picgo" if picgo else client_of(excerpt, group, names))
    pairs, start = _head_below(excerpt, group, _DEEPEST_HEAD)
    rows = fields.rows(excerpt, group, fields.Choice(left_out=_not_the_stores(names, client)))
    span = excerpt.span(group.start, group.end)
    if place.stack:
        span = Span(min(span.start, place.stack.span.start), span.end)
    shape = family_of(excerpt, group)
    if shape == "json-error" and not client and not pairs and fields.is_body(names):
        return _body(excerpt, group, span)
    rows = fields.meant(rows, client)
    more = _untold(excerpt, names, said or _first_item(excerpt, group, client))
    return Exchange(span, None, start, pairs, (*more, *rows), client=client, shape=shape)


def _body(excerpt: Excerpt, group: Value, span: Span) -> Exchange:
    """Give the server's own body, with the status printed before it."""
    start = heads.status_before(excerpt, group.start)
    span = Span(min(span.start, start.span.start), span.end) if start else span
    return Exchange(
        span, start=start, body=bodies.plain(excerpt.cut(group.inner[0] - 1, group.end)), shape="json-error"
    )


def _above(place: _Place, group: Value, names: dict[str, Item]) -> tuple[tuple[Node, ...], str]:
    """Give what the line above the properties says, or the stack among them, and the client that it shows."""
    if place.stack:
        return place.stack.fields, place.stack.client
    if "stack" in names and (leaf := heads.leaf(names["stack"].value)) and leaf.kind == "string":
        said, client = stacks.of_stack(text_of(place.excerpt, leaf))
        return (() if leaf.cut and len(said) == 1 else said), client
    if "fault" in names or "metadata" in names:
        return stacks.bracketed(place.excerpt, group.start), ""
    return (), ""


def _first_item(excerpt: Excerpt, group: Value, client: str) -> tuple[Node, ...]:
    """Give what Node.js prints of an error before its properties, but behind the brace."""
    return stacks.first_item(excerpt, group.inner[0], "Error" if client == "ali-oss" else "")


def _untold(excerpt: Excerpt, names: dict[str, Item], said: tuple[Node, ...]) -> tuple[Node, ...]:
    """Leave out of a stack's first line what the properties say themselves."""
    told = {"code": bool(fields.store_code(excerpt, names)), "message": "message" in names}
    return tuple(node for node in said if not told[node.label])


def _not_the_stores(names: dict[str, Item], client: str) -> frozenset[str]:
    """Name what an application added: the AWS SDK prints the store's status among `$metadata` alone."""
    return frozenset({"status"}) if client == "aws-js-3" or "metadata" in names else frozenset()


def _answer(excerpt: Excerpt, group: Value, names: dict[str, Item]) -> Exchange | None:
    """Read a response: a status beside a head, or a head alone with what a program printed before it."""
    span = excerpt.span(group.start, group.end)
    pairs, start = heads.headers(excerpt, _unwrapped(group))
    if pairs:
        if not (heads.is_of_store(pairs) or _tells_of_error(excerpt.text, group.end, group.end + _NEAR)):
            return None
        start = start or heads.status_before(excerpt, group.start)
        if start:
            span = Span(min(span.start, start.span.start), span.end)
        return Exchange(span, None, start, pairs, shape=_family(excerpt, group))
    if not fields.has_status(excerpt, names):
        rows = unanswered.read(excerpt, group, names)
        return Exchange(span, fields=rows, client="axios", shape="no-response") if rows else None
    pairs, start = _head_below(excerpt, group, _DEEPEST_HEAD)
    written = fields.is_written_out(names)
    stored = heads.is_of_store(pairs) or (pairs and _tells_of_error(excerpt.text, group.start, group.end + _NEAR))
    if not (stored or written):
        return _told_of(excerpt, group, names)
    rows = fields.rows(excerpt, group, fields.Choice(flat=True, only=fields.WRITTEN_OUT if written else frozenset()))
    client = client_of(excerpt, group, names)
    body = bodies.error_in(excerpt, group) if stored else None
    rows = bodies.without(rows, body)
    said = _untold(excerpt, names, _first_item(excerpt, group, client))
    return Exchange(span, None, start, pairs, (*said, *rows), body, client=client, shape=_family(excerpt, group))


def _told_of(excerpt: Excerpt, group: Value, names: dict[str, Item]) -> Exchange | None:
    """Read a status that stands beside the body alone, or beside the address alone."""
    span, shape = excerpt.span(group.start, group.end), _family(excerpt, group)
    if rows := bodies.axios(excerpt, names):
        return Exchange(span, fields=rows, client="axios", shape=shape)
    if not bodies.holds_error(excerpt, group):
        return None
    rows = fields.rows(excerpt, group, fields.Choice(flat=True, only=frozenset(fields.STATUSES)))
    return Exchange(span, fields=rows, body=bodies.error_in(excerpt, group, 0), shape=shape)


def _unwrapped(group: Value) -> Value:
    """Give what a group holds that holds nothing else: `Headers({...})`."""
    for _ in range(_DEEPEST_HEAD):
        only = group.items[0] if len(group.items) == 1 else None
        if only is None or only.key is not None or only.value.kind != "group":
            break
        group = only.value
    return group


def _family(excerpt: Excerpt, group: Value) -> str:
    """Name the family of a mapping; lists of names and values go by the name of the shape."""
    group = _unwrapped(group)
    keyed = any(item.key is not None for item in group.items)
    return family_of(excerpt, group) if keyed else ""


def _tells_of_error(text: str, start: int, end: int) -> bool:
    return text.find("<Error", start, end) >= 0


def _head_below(excerpt: Excerpt, group: Value, depth: int) -> tuple[tuple[Pair, ...], StartLine | None]:
    """Give the first head of a response within a group."""
    for item in group.items if depth else ():
        if item.value.kind != "group" or fields.is_of_request(excerpt, item):
            continue
        pairs, start = heads.headers(excerpt, item.value)
        if not pairs:
            pairs, start = _head_below(excerpt, item.value, depth - 1)
        if pairs:
            return pairs, start
    return (), None
