"""Exchange and tree -> named facts, each with the place it was read from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from inspector.catalog import Catalog, Provider
from inspector.elements import Element, elements, name_of
from inspector.model import Exchange, Fact, Node, Span
from inspector.provider_signs import host_parts, recognise_provider
from inspector.shapes.joining import plain_name

_MASK = re.compile(r"(?=[*xX#.…█▇■●•\[【<])(?:\*{2,}|[xX]{4,}|#{4,}|\.{3}|…|[█▇■●•]{2,}|\A[\[【<].{0,60}[\]】>]\Z)")
_STATUS = re.compile(r"[1-9][0-9]{2}|0|-[1-9]")  # SDKs write 0 or a negative number where no answer came
_CUT_EC = re.compile(r"[0-9]{1,4}(?:-[0-9]{0,7})?")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
_SHORT_ID = re.compile(r"[A-Za-z0-9+/]{27}=")

_NOTHING = {"", "null", "None", "nil", "undefined", "(null)", "<null>"}
"""What programs print where they have no value."""

_CODE = re.compile(r"[A-Z](?=[A-Za-z0-9.]*[a-z])[A-Za-z0-9]{1,63}(?:\.[A-Z][A-Za-z0-9]{1,63}){0,3}")
"""An error code of a store; what a program prints under that name may be a number of its own, or `ECONNRESET`."""

OF_GATEWAYS = ("header:x-request-id", "header:x-req-id")
"""Where gateways and caches put IDs of their own: they stand for the store's only where it gives none."""

_SHARED_MARKS = ("curl-verbose", "requests-toolbelt")
"""Transcripts whose arrows other programs print too: there the User-Agent says whose they are."""


class _Row(NamedTuple):
    """A received value, as a fact has it."""

    value: str
    place: str
    span: Span


def is_masked(value: str) -> bool:
    """Tell whether somebody has hidden a part of the value (`57ABD896****`)."""
    return _MASK.search(value) is not None


def gather(exchange: Exchange, tree: tuple[Node, ...], catalog: Catalog) -> tuple[tuple[Fact, ...], Provider | None]:
    """Read every fact that the catalog names, best place first, and decide whose answer it is."""
    found = elements(tree)
    rows = _by_place(found, exchange)
    read = [fact for name, places in catalog.facts.items() for fact in _read(name, places, rows)]
    read += _clients(exchange, catalog)
    verdict = recognise_provider(exchange, found, catalog)
    if verdict:
        read.append(Fact("provider", verdict.provider.id, "derived:provider", verdict.span))
        read.append(Fact("provider_reason", verdict.reason, "derived:provider", verdict.span))
        read += _from_host(verdict.provider, read)
        read += _from_endpoint(verdict.provider, read)
        read += _from_resource(verdict.provider, read)
    return tuple(read), verdict.provider if verdict else None


def _clients(exchange: Exchange, catalog: Catalog) -> list[Fact]:
    """Name the programs that printed what was pasted; the name is a proper one, the same in every language."""
    printed: dict[str, Span] = {}
    for told in exchange.places:
        if id_ := _client(told, catalog):
            printed.setdefault(id_, told.span)
    facts = [
        (Fact("client", catalog.text("client", id_, "en"), "derived:client", span), id_)
        for id_, span in printed.items()
    ]
    return [*(fact for fact, _ in facts), *(fact._replace(name="client_id", value=id_) for fact, id_ in facts)]


def _client(told: Exchange, catalog: Catalog) -> str:
    """Name the program that printed a response; empty where its marks are not enough to tell."""
    sent = told.request.headers if told.shape in _SHARED_MARKS and told.request else ()
    agent = next((pair.value.lower() for pair in sent if pair.name.lower() == "user-agent"), "")
    if not agent or agent.startswith(f"{told.client}/"):
        return told.client
    agents: Mapping[str, str] = catalog.rules["agents"]
    return next((agents[begin] for begin in agents if agent.startswith(begin)), "")


def _by_place(found: tuple[Element, ...], exchange: Exchange) -> Mapping[str, list[_Row]]:
    """Order all that was received by the places under which the catalog looks for it."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    for one in found:
        printed = one.place.startswith("field:")
        key = f"field:{plain_name(one.path)}" if printed else f"body:{name_of(one.path)}"
        rows[key].append(_Row(one.value, one.place, one.span))
    for told in exchange.places:
        for place, value, span in _of_heads(told):
            rows[place].append(_Row(value, place, span))
    return rows


def _of_heads(exchange: Exchange) -> Iterator[tuple[str, str, Span]]:
    if exchange.start and exchange.start.status is not None:
        yield "status-line", str(exchange.start.status), exchange.start.span
    if exchange.request:
        yield "request-line:method", exchange.request.start.method, exchange.request.start.span
        yield "request-line:target", exchange.request.start.target, exchange.request.start.span
        yield from ((f"request-header:{pair.name.lower()}", pair.value, pair.span) for pair in exchange.request.headers)
    yield from ((f"header:{pair.name.lower()}", pair.value, pair.span) for pair in exchange.headers)


def _read(name: str, places: tuple[str, ...], rows: Mapping[str, list[_Row]]) -> list[Fact]:
    met = (row for place in places if (key := place.lower()) in rows for row in rows[key])
    values = [fact for row in met if _is_value(fact := Fact(name, *row))]
    if len(values) < 2:  # noqa: PLR2004 - nothing to rank
        return values
    return sorted(values, key=lambda fact: (fact.place in OF_GATEWAYS, is_masked(fact.value)))


def _is_value(fact: Fact) -> bool:
    """Tell whether a value is one: not empty, nor what a program prints for nothing, and of its fact's form."""
    if fact.value in (_NOTHING if fact.place.startswith("field:") else {""}):
        return False
    return fact.name not in _FORMS or _FORMS[fact.name](fact)


def _is_code(fact: Fact) -> bool:
    if fact.place.startswith("field:"):
        return _CODE.fullmatch(fact.value) is not None
    return not fact.value.isdigit()


_FORMS: Mapping[str, Callable[[Fact], bool]] = {
    "http_status": lambda fact: _STATUS.fullmatch(fact.value) is not None,
    "code": _is_code,
    "ec": lambda fact: _CUT_EC.fullmatch(fact.value) is None,
    "host_id": lambda fact: _SHORT_ID.fullmatch(fact.value) is None,
}
"""What the value of a fact has to look like, where that can be told."""


def _from_host(provider: Provider, read: list[Fact]) -> list[Fact]:
    """Split the first host that has a form which the provider documents into bucket, region and network."""
    for host in (fact for fact in read if fact.name == "host"):
        if parts := host_parts(host.value, provider):
            bucket = parts.before if _BUCKET.fullmatch(parts.before) else ""
            return _new({"bucket": bucket, "region": parts.region, "network": parts.network}, "host", host, read)
    return []


def _from_endpoint(provider: Provider, read: list[Fact]) -> list[Fact]:
    """Give the bucket's region where the answer names an endpoint in another one than that of the host asked.

    What a program prints as its endpoint is the one that it asked itself.
    """
    asked = next((fact for fact in read if fact.name == "region" and fact.place == "derived:host"), None)
    told = next((fact for fact in read if fact.name == "endpoint" and not fact.place.startswith("field:")), None)
    parts = host_parts(told.value, provider) if asked and told and not is_masked(told.value) else None
    if asked is None or told is None or parts is None or parts.region == asked.value:
        return []
    return _new({"bucket_region": parts.region}, "endpoint", told, read)


def _new(parts: dict[str, str], source: str, whole: Fact, read: list[Fact]) -> list[Fact]:
    """Give the parts of a value as facts, except those that have a place of their own."""
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
