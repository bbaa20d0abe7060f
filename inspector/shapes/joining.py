"""Several places that tell of one error become one exchange: a client's words beside the body, or a repeated copy.

Two places belong together when they give the same request ID. Where one of them gives none, they belong together when
they overlap, or follow each other and nothing in them disagrees. Two IDs that differ never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from inspector.model import Exchange, Node, Span

_ID_HEADERS = re.compile(r"x-(?:oss|amz|obs|cos|kss|bce|tos)-request-id|x-ms-request-id", re.IGNORECASE)
_MASKED = re.compile(r"[*#xX.…]{2,}")
_SHORTEST_ID = 8
_NEAR = 4000
"""Characters that may stand between a client's words and the body they are about."""


class Identity(NamedTuple):
    """What an exchange says of itself: enough to tell whether another speaks of the same error."""

    ids: frozenset[str]
    code: str
    message: str
    status: str
    target: str


def join(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """Put together what belongs together; the order of the text stays."""
    groups: list[tuple[list[Exchange], list[Identity]]] = []
    by_id: dict[str, int] = {}
    for exchange in sorted(exchanges, key=lambda one: (one.span.start, -one.span.end)):
        identity = identify(exchange)
        known = next((by_id[one] for one in identity.ids if one in by_id), None)
        place = known if known is not None else _neighbour(groups, exchange, identity)
        if place is None:
            place = len(groups)
            groups.append(([], []))
        groups[place][0].append(exchange)
        groups[place][1].append(identity)
        by_id |= dict.fromkeys(identity.ids, place)
    return tuple(_one(members) for members, _ in groups)


def identify(exchange: Exchange) -> Identity:
    """Read what tells one error from another, without building its tree."""
    text = exchange.body.text if exchange.body else ""
    named: dict[str, list[str]] = {"ids": [pair.value for pair in exchange.headers if _ID_HEADERS.fullmatch(pair.name)]}
    for key, pattern in _in_bodies().items():
        if text and (match := pattern.search(text)):
            named.setdefault(key, []).append(str(match[1]).strip())
    for field in _leaves(exchange.fields):
        if kind := _OF_FIELDS.get(plain_name(field.label)):
            named.setdefault(kind, []).append(field.value)
    if exchange.start:
        named.setdefault("status", []).append(str(exchange.start.status))
    first = {key: next((value for value in values if value), "") for key, values in named.items()}
    ids = frozenset(one.strip() for one in named["ids"] if len(one.strip()) >= _SHORTEST_ID)
    target = exchange.request.start.target if exchange.request else first.get("target", "")
    return Identity(ids, first.get("code", ""), first.get("message", ""), first.get("status", ""), target)


@lru_cache(maxsize=4096)
def plain_name(label: str) -> str:
    """Fold the ways in which programs write one name: `[RequestId]`, `Request Id`, `request_id`."""
    return re.sub(r"[^a-z0-9]", "", label.lower())


_OF_FIELDS = {
    **dict.fromkeys(("requestid", "xossrequestid", "xamzrequestid", "reqid"), "ids"),
    **dict.fromkeys(("code", "errorcode"), "code"),
    **dict.fromkeys(("message", "errormessage"), "message"),
    **dict.fromkeys(("status", "statuscode", "httpstatuscode", "httpcode"), "status"),
    **dict.fromkeys(("url", "requestendpoint"), "target"),
}


@cache
def _in_bodies() -> dict[str, re.Pattern[str]]:
    names = {"ids": "RequestId", "code": "Code", "message": "Message"}
    form = r"""(?:<%s>\s{0,400}|"%s"\s{0,8}:\s{0,8}")([^<"]{1,400})"""
    return {key: re.compile(form % (name, name), re.IGNORECASE) for key, name in names.items()}


def _leaves(nodes: tuple[Node, ...]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _leaves(node.children)


def _neighbour(
    groups: list[tuple[list[Exchange], list[Identity]]], exchange: Exchange, identity: Identity
) -> int | None:
    """Find the group that an exchange without an ID of its own, or one that fits such a group, belongs to."""
    for place in range(len(groups) - 1, max(-1, len(groups) - 3), -1):
        members, known = groups[place]
        whole = Span(min(one.span.start for one in members), max(one.span.end for one in members))
        inside = whole.start <= exchange.span.start and exchange.span.end <= whole.end
        near = place == len(groups) - 1 and exchange.span.start - whole.end <= _NEAR
        if (inside or near) and _agree(members, known, exchange, identity, inside=inside):
            return place
    return None


def _agree(
    members: list[Exchange], known: list[Identity], exchange: Exchange, identity: Identity, *, inside: bool
) -> bool:
    """Tell whether nothing that two places say keeps them apart, and whether one adds to the other."""
    ids, codes, messages, statuses, targets = _said(known)
    if ids and identity.ids:
        return any(_masked_alike(one, other) for one in ids for other in identity.ids)
    apart = (
        (exchange.start is not None and any(one.start for one in members))
        or (identity.status and statuses and identity.status not in statuses)
        or (identity.target and targets and not any(_same_target(identity.target, one) for one in targets))
        or (identity.message and messages and identity.message not in messages and not inside)
        or (identity.code and codes and identity.code not in codes and not inside)
    )
    whole, other = bool(codes or ids), bool(identity.code or identity.ids)
    return not apart and (inside or whole != other or (whole and other) or identity.message in messages - {""})


def _said(known: list[Identity]) -> tuple[set[str], ...]:
    ids = {one for identity in known for one in identity.ids}
    return ids, *({getattr(one, key) for one in known} - {""} for key in ("code", "message", "status", "target"))


def _same_target(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _masked_alike(one: str, other: str) -> bool:
    """Tell whether two IDs are one and the same with a part hidden in either."""
    if not (_MASKED.search(one) or _MASKED.search(other)):
        return False
    heads = [re.split(_MASKED, text, maxsplit=1)[0] for text in (one, other)]
    shorter = min(map(len, heads))
    return heads[0][:shorter] == heads[1][:shorter]


def _one(members: list[Exchange]) -> Exchange:
    """Let the fullest place speak first; what only repeats a part of it is left out."""
    if len(members) == 1:
        return members[0]
    first = max(members, key=_rank)
    rest = tuple(one for one in members if one is not first and not _is_part(one, first))
    span = Span(min(one.span.start for one in members), max(one.span.end for one in members))
    return first._replace(span=span, copies=rest)


def _rank(exchange: Exchange) -> tuple[bool, bool, bool, int]:
    """Rank the server's own answer above a body alone, and that above what a client says of it."""
    return exchange.start is not None, bool(exchange.headers), exchange.body is not None, -exchange.span.start


def _is_part(one: Exchange, whole: Exchange) -> bool:
    """Tell whether a place is only the body that another place holds already."""
    if one.headers or one.fields or one.start or one.body is None or whole.body is None:
        return False
    inner, outer = (each.span(0, len(each.text)) for each in (one.body, whole.body))
    return outer.start <= inner.start and inner.end <= outer.end
