"""Exchange and tree -> named facts, each with the place it was read from; and whose answer it is, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from inspector.catalog import Catalog, Provider, Sign
from inspector.model import Exchange, Fact, Node, Pair, Span
from inspector.shapes.joining import plain_name

_MASK = re.compile(r"\*{2,}|[xX]{4,}|#{4,}|\.{3}|…")
_STATUS = re.compile(r"[1-9][0-9]{2}|0|-[1-9]")  # SDKs write 0 or a negative number where no answer came
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
_REGION = (
    r"cn-[a-z]{2,20}(?:-[a-z0-9]{1,10}){0,3}"
    r"|(?:af|ap|eu|me|na|rus|sa|us)-(?:north|south|east|west|central){1,2}-[0-9]{1,2}(?:-[a-z]{1,10})?"
)
_HOST_STRENGTH = 2
_SHORT_ID = re.compile(r"[A-Za-z0-9+/]{27}=")
_PLACES = {"body": "body", "from-header": "x-oss-err", "fields": "field"}
_WRAPPERS = {"details", "error", "errors", "parseddetails", "errorfields", "errorfileds", "userinfo", "errordetails"}
_MISREAD = {"hostld": "hostid", "hostd": "hostid", "requestld": "requestid", "requestd": "requestid"}
_HOSTS = {"hostid", "host", "endpoint", "recommenddoc", "url", "requestendpoint", "uri", "requesturl"}

_NOTHING = {"", "null", "None", "nil", "undefined", "(null)", "<null>"}
"""What programs print where they have no value."""

_CODE = re.compile(r"[A-Z](?=[A-Za-z0-9.]*[a-z])[A-Za-z0-9]{1,63}(?:\.[A-Z][A-Za-z0-9]{1,63}){0,3}")
"""An error code of a store; what a program prints under that name may be a number of its own, or `ECONNRESET`."""

OF_GATEWAYS = ("header:x-request-id", "header:x-req-id")
"""Where gateways and caches put IDs of their own: they stand for the store's only where it gives none."""


class Element(NamedTuple):
    """A leaf or branch of the error body: its path below the root, its value, the characters of the value."""

    path: str
    value: str
    span: Span
    place: str


class Verdict(NamedTuple):
    """Whose answer it is, and the text that shows it."""

    provider: Provider
    reason: str
    span: Span | None


def is_masked(value: str) -> bool:
    """Tell whether somebody has hidden a part of the value (`57ABD896****`)."""
    return _MASK.search(value) is not None


def elements(tree: tuple[Node, ...]) -> tuple[Element, ...]:
    """Give all elements below the root of the body, and of the body hidden in a header, in their order."""
    return tuple(
        element
        for section in tree
        if section.kind in _PLACES
        for child in _below_the_roots(section)
        for element in _walk(child, "", section.kind)
    )


def _below_the_roots(section: Node) -> Iterator[Node]:
    """Give what stands below the root of a body; of printed fields all. A wrapper such as `details` is opened.

    JSON has the root in an object without a name: `{"Error": {"Code": ...}}`.
    """
    for root in section.children:
        if section.kind == "fields" and not _wraps(root):
            yield root
        elif len(root.children) == 1 and _wraps(root.children[0]):
            yield from root.children[0].children
        elif root.kind in ("element", "field"):
            yield from root.children


def _wraps(node: Node) -> bool:
    return bool(node.children) and plain_name(node.label) in _WRAPPERS


def _walk(node: Node, above: str, section: str) -> Iterator[Element]:
    """Give an element and those below; a value that is cut off is shown in the tree, but is no fact."""
    if node.kind == "cut":
        return
    path = above + node.label.rpartition(":")[2]
    yield Element(path, node.value, node.span, f"{_PLACES[section]}:{path}")
    for child in node.children:
        yield from _walk(child, path + "/", section)


def gather(exchange: Exchange, tree: tuple[Node, ...], catalog: Catalog) -> tuple[tuple[Fact, ...], Provider | None]:
    """Read every fact that the catalog names, best place first, and decide whose answer it is."""
    found = elements(tree)
    read = [fact for name, places in catalog.facts.items() for fact in _read(name, places, exchange, found)]
    read += _clients(exchange, catalog)
    verdict = recognise_provider(exchange, found, catalog)
    if verdict:
        read.append(Fact("provider", verdict.provider.id, "derived:provider", verdict.span))
        read.append(Fact("provider_reason", verdict.reason, "derived:provider", verdict.span))
        read += _from_host(verdict.provider, read)
        read += _from_resource(verdict.provider, read)
    return tuple(read), verdict.provider if verdict else None


def _clients(exchange: Exchange, catalog: Catalog) -> list[Fact]:
    """Name the programs that printed what was pasted; the name is a proper one, the same in every language."""
    printed = {told.client: told.span for told in reversed(exchange.places) if told.client}
    facts = [
        (Fact("client", catalog.text("client", id_, "en"), "derived:client", span), id_)
        for id_, span in printed.items()
    ]
    return [*(fact for fact, _ in facts), *(fact._replace(name="client_id", value=id_) for fact, id_ in facts)]


def _read(name: str, places: tuple[str, ...], exchange: Exchange, found: tuple[Element, ...]) -> list[Fact]:
    values = [fact for place in places for fact in _at(name, place, exchange, found) if _is_value(fact)]
    return sorted(values, key=lambda fact: (fact.place in OF_GATEWAYS, is_masked(fact.value)))


def _is_value(fact: Fact) -> bool:
    if fact.name == "http_status":
        return _STATUS.fullmatch(fact.value) is not None
    if fact.place.startswith("field:") and fact.value in _NOTHING:
        return False
    if fact.name == "code":
        printed = fact.place.startswith("field:")
        return _CODE.fullmatch(fact.value) is not None if printed else not fact.value.isdigit()
    return fact.value != "" and not (fact.name == "host_id" and _SHORT_ID.fullmatch(fact.value))


def _at(name: str, place: str, exchange: Exchange, found: tuple[Element, ...]) -> Iterator[Fact]:
    where, _, key = place.partition(":")
    if where == "body":
        rows = (row for row in found if _name(row.path) == key.lower() and not row.place.startswith("field:"))
        yield from (Fact(name, row.value, row.place, row.span) for row in rows)
    elif where == "field":
        rows = (row for row in found if row.place.startswith("field:") and plain_name(row.path) == key)
        yield from (Fact(name, row.value, row.place, row.span) for row in rows)
    else:
        for told in exchange.places:
            yield from _in_head(name, place, told)


def _name(path: str) -> str:
    """Give the name of an element as it is compared: a screenshot's reader takes the I of ID for an l, or loses it."""
    lowered = path.lower()
    return _MISREAD.get(lowered, lowered)


def _in_head(name: str, place: str, exchange: Exchange) -> Iterator[Fact]:
    where, _, key = place.partition(":")
    if where == "status-line":
        if exchange.start and exchange.start.status is not None:
            yield Fact(name, str(exchange.start.status), place, exchange.start.span)
    elif where == "request-line":
        if exchange.request:
            start = exchange.request.start
            yield Fact(name, getattr(start, key), place, start.span)
    else:
        pairs = exchange.headers if where == "header" else exchange.request.headers if exchange.request else ()
        yield from (Fact(name, pair.value, place, pair.span) for pair in pairs if pair.name.lower() == key)


def recognise_provider(exchange: Exchange, found: tuple[Element, ...], catalog: Catalog) -> Verdict | None:
    """Ask each provider's signs; the strongest wins, and two providers with equal strength prove nothing."""
    best: dict[str, tuple[int, Verdict]] = {}
    for provider in catalog.providers:
        for sign in (*provider.signs, *(Sign(_HOST_STRENGTH, host=host.form) for host in provider.hosts)):
            shown = _shown(sign, exchange, found)
            if shown and sign.strength > best.get(provider.id, (0,))[0]:
                best[provider.id] = (sign.strength, Verdict(provider, *shown))
    ranked = sorted(best.values(), key=lambda row: -row[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _shown(sign: Sign, exchange: Exchange, found: tuple[Element, ...]) -> tuple[str, Span | None] | None:
    """Give the text that shows the sign, or None where it does not hold."""
    if sign.header:
        pair = next((pair for told in exchange.places for pair in told.headers if _is_header(sign, pair)), None)
        return (
            (f"{pair.name}: {pair.value}" if sign.value else pair.name, pair.line) if pair else _as_field(sign, found)
        )
    if sign.host:
        return next(((text, span) for text, span in _hosts(exchange, found) if _parted(text, sign.host)), None)
    if sign.client:
        told = next((told for told in exchange.places if told.client in sign.client), None)
        return (told.client, told.span) if told else None
    if sign.message:
        messages = (row for row in found if plain_name(row.path) in ("message", "errormessage"))
        said = next((row for row in messages if any(piece in row.value for piece in sign.message)), None)
        return (said.value, said.span) if said else None
    sections = (tuple(row for row in found if row.place.startswith(f"{place}:")) for place in _PLACES.values())
    return next((shown for section in sections if (shown := _in_elements(sign, section))), None)


def _as_field(sign: Sign, found: tuple[Element, ...]) -> tuple[str, Span | None] | None:
    """Look for a header that a program printed among its own fields: `'x-oss-request-id': '5C3D...'`."""
    pairs = (Pair(row.path, row.value, row.span, row.span) for row in found if row.place.startswith("field:"))
    pair = next((pair for pair in pairs if _is_header(sign, pair)), None)
    return (pair.name, pair.line) if pair else None


def _in_elements(sign: Sign, found: tuple[Element, ...]) -> tuple[str, Span | None] | None:
    """Look for all elements of a sign in one place: what a client says beside a body is none of that body's.

    Where the forms of the values tell, the spelling of the names does not.
    """
    fold = plain_name if sign.forms else str
    paths = {fold(row.path): row for row in reversed(found)}
    rows = [row for name in sign.elements if (row := paths.get(fold(name)))]
    if len(rows) < len(sign.elements) or any(fold(name) in paths for name in sign.without):
        return None
    if not all(_has_form(form, row.value) for form, row in zip(sign.forms, rows, strict=False)):
        return None
    if not rows or sign.value.lower() not in rows[0].value.lower():
        return None
    return ", ".join(f"<{name}>" for name in sign.elements), rows[0].span


@cache
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form)


def _has_form(form: str, value: str) -> bool:
    return _form(form).fullmatch(value) is not None


def _is_header(sign: Sign, pair: Pair) -> bool:
    name = pair.name.lower()
    met = name.startswith(sign.header[:-1]) if sign.header.endswith("*") else name == sign.header
    return met and sign.value.lower() in pair.value.lower() and all(_has_form(form, pair.value) for form in sign.forms)


def _hosts(exchange: Exchange, found: tuple[Element, ...]) -> Iterator[tuple[str, Span]]:
    for row in found:
        if _MISREAD.get(name := plain_name(row.path), name) in _HOSTS:
            yield row.value, row.span
    for told in exchange.places:
        if told.request:
            yield told.request.start.target, told.request.start.span
            named = (pair for pair in told.request.headers if pair.name.lower() in ("host", ":authority"))
            yield from ((pair.value, pair.span) for pair in named)


@lru_cache(maxsize=1024)
def _parted(text: str, form: str) -> tuple[str, str] | None:
    """Split a host, or an address, into what stands before the form and the region; None where it is of another."""
    host = re.sub(r"^https?://", "", text.strip().lower()).partition("/")[0].partition(":")[0]
    if not host.endswith(form.rpartition("}")[2]):  # most forms never meet a host, and need no pattern then
        return None
    match = _host_form(form).fullmatch(host)
    return (match["before"] or "", match.groupdict().get("region") or "") if match else None


@cache
def _host_form(form: str) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\{region\}", f"(?P<region>{_REGION})")
    return re.compile(rf"(?:(?P<before>[^\s@]{{1,253}})\.)?{pattern}")


def _from_host(provider: Provider, read: list[Fact]) -> list[Fact]:
    """Split the first host that has a form which the provider documents into bucket, region and network."""
    for host in (fact for fact in read if fact.name == "host"):
        for form, network in provider.hosts:
            if parted := _parted(host.value, form):
                bucket = parted[0] if _BUCKET.fullmatch(parted[0]) else ""
                return _new({"bucket": bucket, "region": parted[1], "network": network}, "host", host, read)
    return []


def _new(parts: dict[str, str], source: str, whole: Fact, read: list[Fact]) -> list[Fact]:
    """Give the parts of a value that no place of their own has given."""
    known = {fact.name for fact in read}
    return [
        Fact(name, value, f"derived:{source}", whole.span)
        for name, value in parts.items()
        if value and name not in known
    ]


def _from_resource(provider: Provider, read: list[Fact]) -> list[Fact]:
    """Split `/bucket/key` where the provider writes its Resource so."""
    resource = next((fact for fact in read if fact.name == "resource"), None)
    if not provider.bucket_in_resource or resource is None or not resource.value.startswith("/"):
        return []
    bucket, _, key = resource.value[1:].partition("/")
    return _new({"bucket": bucket, "object": key}, "resource", resource, read)
