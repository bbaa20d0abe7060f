"""Which provider an answer comes from: the catalog's signs are looked for in an exchange, and the strongest wins."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from inspector.catalog import Catalog, Provider, Sign
from inspector.elements import PLACES, Element, name_of
from inspector.model import Exchange, Pair, Span
from inspector.shapes.joining import plain_name

_REGION = (
    r"cn-[a-z]{2,20}(?:-[a-z0-9]{1,10}){0,3}"
    r"|(?:af|ap|eu|me|na|rus|sa|us)-(?:north|south|east|west|central){1,2}-[0-9]{1,2}(?:-[a-z]{1,10})?"
)
_HOST_STRENGTH = 2
_HOSTS = {"hostid", "host", "endpoint", "recommenddoc", "url", "requestendpoint", "uri", "requesturl"}
_MESSAGES = {"message", "errormessage"}

_Shown = tuple[str, Span | None]
"""The text that shows a sign, and where it stands."""


class Verdict(NamedTuple):
    """Whose answer it is, and the text that shows it."""

    provider: Provider
    reason: str
    span: Span | None


class HostParts(NamedTuple):
    """A host of a provider's taken apart: what stands before the endpoint (the bucket), its region and network."""

    before: str
    region: str
    network: str


class _Evidence(NamedTuple):
    """What signs are looked for in, gathered once: names folded as they are compared."""

    headers: Mapping[str, list[Pair]]
    fields: Mapping[str, list[Pair]]
    hosts: tuple[tuple[str, Span], ...]
    messages: tuple[Element, ...]
    clients: Mapping[str, Span]
    sections: tuple[tuple[Mapping[str, Element], Mapping[str, Element]], ...]


def recognise_provider(exchange: Exchange, found: tuple[Element, ...], catalog: Catalog) -> Verdict | None:
    """Ask each provider's signs; the strongest wins, and two providers with equal strength prove nothing."""
    evidence = _gathered(exchange, found)
    if not any(evidence):  # a log may hold thousands of bare status lines
        return None
    best = (_strongest(provider, evidence) for provider in catalog.providers)
    ranked = sorted((row for row in best if row), key=lambda row: -row[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _strongest(provider: Provider, evidence: _Evidence) -> tuple[int, Verdict] | None:
    """Give the strongest sign that a provider shows, the first of equal ones; its hosts are signs too."""
    strength, shown = 0, None
    for sign in provider.signs:
        if sign.strength > strength and (met := _shown(sign, evidence)):
            strength, shown = sign.strength, met
    if strength < _HOST_STRENGTH and evidence.hosts:
        at_host = next((met for form, _ in provider.hosts if (met := _at_host(form, evidence))), None)
        strength, shown = (_HOST_STRENGTH, at_host) if at_host else (strength, shown)
    return (strength, Verdict(provider, *shown)) if shown else None


def _gathered(exchange: Exchange, found: tuple[Element, ...]) -> _Evidence:
    printed = [row for row in found if row.place.startswith("field:")]
    sections = [[row for row in reversed(found) if row.place.startswith(f"{place}:")] for place in PLACES.values()]
    return _Evidence(
        headers=_by_name(pair for told in exchange.places for pair in told.headers),
        fields=_by_name(Pair(row.path, row.value, row.span, row.span) for row in printed),
        hosts=tuple(_hosts(exchange, found)),
        messages=tuple(row for row in found if plain_name(row.path) in _MESSAGES),
        clients={told.client: told.span for told in reversed(exchange.places) if told.client},
        sections=tuple(
            ({row.path: row for row in rows}, {plain_name(row.path): row for row in rows}) for rows in sections if rows
        ),
    )


def _hosts(exchange: Exchange, found: tuple[Element, ...]) -> Iterator[tuple[str, Span]]:
    for row in found:
        if name_of(plain_name(row.path.lower().removeprefix("error/"))) in _HOSTS:
            yield row.value, row.span
    for told in exchange.places:
        if told.request:
            yield told.request.start.target, told.request.start.span
            named = (pair for pair in told.request.headers if pair.name.lower() in ("host", ":authority"))
            yield from ((pair.value, pair.span) for pair in named)


def _shown(sign: Sign, evidence: _Evidence) -> _Shown | None:
    """Give the text that shows the sign, or None where it does not hold."""
    if sign.header:
        return _in_headers(sign, evidence)
    if sign.host:
        return _at_host(sign.host, evidence)
    if sign.client:
        client = next((one for one in evidence.clients if one in sign.client), None)
        return (client, evidence.clients[client]) if client else None
    if sign.message:
        said = (row for row in evidence.messages if any(piece in row.value for piece in sign.message))
        return next(((row.value, row.span) for row in said), None)
    return next((shown for section in evidence.sections if (shown := _in_elements(sign, *section))), None)


def _at_host(form: str, evidence: _Evidence) -> _Shown | None:
    return next(((text, span) for text, span in evidence.hosts if split_host(text, form)), None)


def _in_headers(sign: Sign, evidence: _Evidence) -> _Shown | None:
    """Look for a header, also where a program printed it among its own fields: `'x-oss-request-id': '5C3D...'`."""
    if pair := _met(sign, evidence.headers):
        return f"{pair.name}: {pair.value}" if sign.value else pair.name, pair.line
    pair = _met(sign, evidence.fields)
    return (pair.name, pair.line) if pair else None


def _met(sign: Sign, pairs: Mapping[str, list[Pair]]) -> Pair | None:
    """Find the first header of a sign's name, or of a name that begins so (`x-oss-*`), whose value fits."""
    names = [sign.header]
    if sign.header.endswith("*"):
        names = [name for name in pairs if name.startswith(sign.header[:-1])]
    return next((pair for name in names for pair in pairs.get(name, ()) if _fits(sign, pair.value)), None)


def _fits(sign: Sign, value: str) -> bool:
    return sign.value.lower() in value.lower() and all(_has_form(form, value) for form in sign.forms)


def _by_name(pairs: Iterable[Pair]) -> Mapping[str, list[Pair]]:
    named: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        named[pair.name.lower()].append(pair)
    return named


def _in_elements(sign: Sign, exact: Mapping[str, Element], folded: Mapping[str, Element]) -> _Shown | None:
    """Look for all elements of a sign in one place: what a client prints beside a body does not belong to the body.

    Where the forms of the values tell, the spelling of the names does not.
    """
    paths, fold = (folded, plain_name) if sign.forms else (exact, str)
    rows = [row for name in sign.elements if (row := paths.get(fold(name)))]
    if len(rows) < len(sign.elements) or any(plain_name(name) in folded for name in sign.without):
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


def host_parts(host: str, provider: Provider) -> HostParts | None:
    """Take a host apart by the forms that its provider documents; None for any other domain."""
    read = ((split_host(host, form), network) for form, network in provider.hosts)
    return next((HostParts(*pieces, network) for pieces, network in read if pieces), None)


@lru_cache(maxsize=1024)
def split_host(text: str, form: str) -> tuple[str, str] | None:
    """Split a host, or a URL, into the part before `form` and the region; None if it does not have that form."""
    host = re.sub(r"^https?://", "", text.strip().lower()).partition("/")[0].partition(":")[0]
    head, tail = form.partition("{")[0], form.rpartition("}")[2]
    if not host.endswith(tail) or head not in host:  # most forms never meet a host, and need no pattern then
        return None
    match = _host_form(form).fullmatch(host)
    return (match["before"] or "", match.groupdict().get("region") or "") if match else None


@cache
def _host_form(form: str) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\{region\}", f"(?P<region>{_REGION})")
    return re.compile(rf"(?:(?P<before>[^\s@]{{1,253}})\.)?{pattern}")
