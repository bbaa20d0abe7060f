"""Several places that tell of one error become one exchange: a client's words beside the body, or a repeated copy.

Two places belong together when they give the same request ID. Where one of them gives none, they belong together when
they overlap, or follow each other and nothing in them disagrees. Two IDs that differ never do.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from inspector.model import Exchange, Node, Span

_ID_HEADERS = re.compile(r"x-(?:oss|amz|obs|cos|kss|bce|tos)-request-id|x-ms-request-id", re.IGNORECASE)
_SHORTEST_ID = 8
_LOOKED_BACK = 2
_PAIR = 2
_CLOSE = 200
"""Characters between a line that gives a status and the body or headers it introduces."""

_MOST_COPIES = 100
"""Further places that are kept of one error; a retry can print it thousands of times."""

_NEAR = 4000
"""Characters that may stand between a client's words and the body they are about."""


class Identity(NamedTuple):
    """What a place says of its error: enough to tell whether another speaks of the same. Each a set, mostly of one."""

    ids: set[str]
    codes: set[str]
    messages: set[str]
    statuses: set[str]
    targets: set[str]


class _Group:
    """What has been put together so far: the places, and all that they say."""

    __slots__ = ("members", "said", "span", "started")

    def __init__(self, exchange: Exchange) -> None:
        self.members: list[Exchange] = []
        self.span = exchange.span
        self.started = False
        self.said = Identity(*(set[str]() for _ in Identity._fields))

    def add(self, exchange: Exchange, identity: Identity) -> None:
        self.members.append(exchange)
        self.span = Span(min(self.span.start, exchange.span.start), max(self.span.end, exchange.span.end))
        self.started = self.started or exchange.start is not None
        for known, more in zip(self.said, identity, strict=True):
            known.update(more)


def join(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """Put together what belongs together; the order of the text stays."""
    groups: list[_Group] = []
    by_id: dict[str, _Group] = {}
    ordered = sorted(exchanges, key=lambda one: (one.span.start, -one.span.end))
    identities = list(map(identify, ordered))
    for place, (exchange, identity) in enumerate(zip(ordered, identities, strict=True)):
        group = next((by_id[one] for one in identity.ids if one in by_id), None)
        if group is None and (
            _is_inside(groups, exchange) or not _leads(ordered[place : place + 2], identities[place : place + 2])
        ):
            group = _neighbour(groups, exchange, identity)
        if group is None:
            group = _Group(exchange)
            groups.append(group)
        group.add(exchange, identity)
        by_id |= dict.fromkeys(identity.ids, group)
    return tuple(_one(group) for group in groups)


def join_by_id(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """Put together what tells of one request ID, however far apart it stands, as in the members of an archive."""
    groups: list[list[Exchange]] = []
    by_id: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        ids = {one for place in exchange.places for one in identify(place).ids}
        group = next((by_id[one] for one in ids if one in by_id), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(exchange)
        by_id |= dict.fromkeys(ids, group)
    return tuple(map(_gathered, groups))


def _gathered(group: list[Exchange]) -> Exchange:
    """Let the fullest speak first; its place in the text stays its own."""
    first = max(group, key=_rank)
    others = [one for exchange in group if exchange is not first for one in exchange.places]
    copies = (*first.copies, *(one._replace(copies=()) for one in others if not _is_part(one, first)))
    return first._replace(copies=copies[:_MOST_COPIES]) if len(group) > 1 else first


def _is_inside(groups: list[_Group], exchange: Exchange) -> bool:
    return bool(groups) and groups[-1].span.end >= exchange.span.end


def _leads(pair: list[Exchange], identities: list[Identity]) -> bool:
    """Tell whether a bare status stands directly before an answer without one: it is that one's, not the last one's."""
    if len(pair) < _PAIR or _is_full(identities[0]) or identities[1].statuses or not identities[0].statuses:
        return False
    return _is_full(identities[1]) and 0 <= pair[1].span.start - pair[0].span.end <= _CLOSE


def _is_full(identity: Identity) -> bool:
    return bool(identity.ids or identity.codes or identity.messages)


def identify(exchange: Exchange) -> Identity:
    """Read what tells one error from another, without building its tree."""
    identity = Identity(*(set[str]() for _ in Identity._fields))
    text = exchange.body.text if exchange.body else ""
    for kind, pattern in _in_bodies().items() if text else ():
        if match := pattern.search(text):
            getattr(identity, kind).add(match[1].strip())
    for field in _leaves(exchange.fields):
        if (named := _OF_FIELDS.get(plain_name(field.label))) and field.value:
            getattr(identity, named).add(field.value)
    if exchange.start and exchange.start.status is not None:
        identity.statuses.add(str(exchange.start.status))
    if exchange.request:
        identity.targets.add(exchange.request.start.target)
    ids = identity.ids | {pair.value for pair in exchange.headers if _ID_HEADERS.fullmatch(pair.name)}
    return identity._replace(ids={one for one in ids if len(one) >= _SHORTEST_ID})


def is_telling(exchange: Exchange) -> bool:
    """Tell whether an exchange says which error it is, and not only that there was one."""
    return _is_full(identify(exchange))


@lru_cache(maxsize=4096)
def plain_name(label: str) -> str:
    """Fold the ways in which programs write one name: `[RequestId]`, `Request Id`, `request_id`."""
    return re.sub(r"[^a-z0-9]", "", label.lower())


_OF_FIELDS = {
    **dict.fromkeys(("requestid", "xossrequestid", "xamzrequestid", "reqid"), "ids"),
    **dict.fromkeys(("code", "errorcode"), "codes"),
    **dict.fromkeys(("message", "errormessage"), "messages"),
    **dict.fromkeys(("status", "statuscode", "httpstatuscode", "httpcode"), "statuses"),
    **dict.fromkeys(("url", "requestendpoint"), "targets"),
}


@cache
def _in_bodies() -> dict[str, re.Pattern[str]]:
    names = {"ids": "RequestId", "codes": "Code", "messages": "Message"}
    form = r"""(?:<%s[ \t]{0,2}>\s{0,400}|"%s"\s{0,8}:\s{0,8}")([^<"]{1,400})(?=[<"])"""
    return {key: re.compile(form % (name, name), re.IGNORECASE) for key, name in names.items()}


def _leaves(nodes: tuple[Node, ...]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _leaves(node.children)


def _neighbour(groups: list[_Group], exchange: Exchange, identity: Identity) -> _Group | None:
    """Find the group that a place belongs to which shares no ID with any: one around it, or the one just before."""
    for group in groups[: -_LOOKED_BACK - 1 : -1]:
        inside = group.span.start <= exchange.span.start < group.span.end
        near = group is groups[-1] and exchange.span.start - group.span.end <= _NEAR
        if (inside or near) and _agree(group, exchange, identity, inside=inside):
            return group
    return None


def _agree(group: _Group, exchange: Exchange, identity: Identity, *, inside: bool) -> bool:
    """Tell whether nothing that two places say keeps them apart, and whether one adds to the other."""
    said = group.said
    if said.ids and identity.ids:
        return any(_masked_alike(one, other) for one in said.ids for other in identity.ids)
    apart = (
        (exchange.start is not None and group.started)
        or _differ(said.statuses, identity.statuses)
        or (said.targets and identity.targets and not _same_target(said.targets, identity.targets))
        or (not inside and (_differ(said.codes, identity.codes) or _differ(said.messages, identity.messages)))
    )
    whole, other = bool(said.codes or said.ids), bool(identity.codes or identity.ids)
    return not apart and (inside or whole or other or not said.messages.isdisjoint(identity.messages))


def _differ(said: set[str], other: set[str]) -> bool:
    """Tell whether two places both say something, and nothing of it is the same."""
    return bool(said) and bool(other) and said.isdisjoint(other)


def _same_target(said: set[str], other: set[str]) -> bool:
    return any(one.endswith(two) or two.endswith(one) for one in said for two in other)


@cache
def _masked() -> re.Pattern[str]:
    return re.compile(r"[*#xX.…]{2,}")


def _masked_alike(one: str, other: str) -> bool:
    """Tell whether two IDs are one and the same with a part hidden in either."""
    if not (_masked().search(one) or _masked().search(other)):
        return False
    heads = [_masked().split(text, maxsplit=1)[0] for text in (one, other)]
    shorter = min(map(len, heads))
    return heads[0][:shorter] == heads[1][:shorter]


def _one(group: _Group) -> Exchange:
    """Let the fullest place speak first; what only repeats a part of it is left out."""
    if len(group.members) == 1:
        return group.members[0]
    first = max(group.members, key=_rank)
    rest = tuple(one for one in group.members if one is not first and not _is_part(one, first))
    return first._replace(span=group.span, copies=rest[:_MOST_COPIES])


def _rank(exchange: Exchange) -> tuple[bool, bool, bool, int]:
    """Rank the server's own answer above a body alone, and that above what a client says of it."""
    return exchange.start is not None, bool(exchange.headers), exchange.body is not None, -exchange.span.start


def _is_part(one: Exchange, whole: Exchange) -> bool:
    """Tell whether a place is only the head, or only the body, that another place holds already."""
    if one.headers and not (one.start or one.fields or one.request):
        known = {pair.line for pair in whole.headers}
        return (one.body is None or whole.body is not None) and all(pair.line in known for pair in one.headers)
    if one.headers or one.fields or one.start or one.body is None or whole.body is None:
        return False
    inner, outer = (each.span(0, len(each.text)) for each in (one.body, whole.body))
    return outer.start <= inner.start and inner.end <= outer.end
