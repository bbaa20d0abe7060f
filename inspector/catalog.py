"""What we know, out of `resources/catalog/*.toml`: providers and their signs, guidance, and all wording of the core.

Every file is TOML with both languages side by side. Guidance entries are kept as text and parsed when they are looked
up, so that a start costs nothing for the hundreds that are not asked for; `check` parses them all (a test does).
Whatever does not fit the form is refused with file, entry and reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from inspector.model import Advice, Entry, Finding

LANGUAGES = ("en", "zh")
_ENTRY = "\n[[entry]]\n"
_PLACEHOLDER = re.compile(r"\{\{(\w{1,40})\|([^{}]{0,200})\}\}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/=@:%+,-]{0,1023}")
_ENTRY_KEYS = {"id", "match", "status", "en", "zh", "source", "checked"}
_MATCH_KEYS = ({"ec"}, {"code", "message"}, {"code"}, {"status"})
_LEVELS = {frozenset(keys): (rank, "+".join(sorted(keys))) for rank, keys in enumerate(_MATCH_KEYS)}
_MOST_STEPS = 6
_FILES = {"client": "clients", "obtain": "clients"}
"""Kinds of wording that stand in a file of their own."""


class CatalogError(Exception):
    """A file of the catalog is not of the right form; the text names file, entry and reason."""


class Sign(NamedTuple):
    """What shows that an answer is a provider's. All that is given must hold; the highest strength wins.

    3: the server names itself; 2: a host of the provider; 1: the form alone. `forms` are patterns for the values of
    `elements`, in their order; `client` are programs that speak to this store by default; `message` are pieces of
    messages that only this store sends.
    """

    strength: int
    header: str = ""
    value: str = ""
    host: str = ""
    elements: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    message: tuple[str, ...] = ()


class HostForm(NamedTuple):
    """A form of host name: `oss-{region}-internal.aliyuncs.com`, with the kind of network it reaches."""

    form: str
    network: str


class Provider(NamedTuple):
    """One store: its names, its signs, its hosts, and the text of its guidance entries.

    `bucket_in_resource`: the body's Resource begins with the bucket, `/bucket/key`.
    """

    id: str
    name: Mapping[str, str]
    file: str
    signs: tuple[Sign, ...] = ()
    hosts: tuple[HostForm, ...] = ()
    links: tuple[str, ...] = ()
    bucket_in_resource: bool = False
    entries: tuple[str, ...] = ()


class Query(NamedTuple):
    """What a report offers to look guidance up by; empty where it holds nothing."""

    ec: str = ""
    code: str = ""
    message: str = ""
    status: str = ""


class Catalog(NamedTuple):
    """All knowledge. `facts` lists for each fact the places that may hold it, best first."""

    providers: tuple[Provider, ...]
    facts: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, str]

    def provider(self, provider_id: str | None) -> Provider | None:
        """Find a provider by its id."""
        return next((provider for provider in self.providers if provider.id == provider_id), None)

    def words(self, file: str) -> Mapping[str, Any]:
        """Parse a file of wording, once: `words`, `ticket`."""
        return _parsed(file, self.tables[file])

    def text(self, kind: str, key: str, language: str, values: Mapping[str, str] | None = None) -> str:
        """Word a finding or a problem; an unknown key gives the key itself, never an error."""
        return fill(
            _row(self.tables.get(_FILES.get(kind, "words"), ""), kind, key).get(language, key), (values or {}).get
        )

    def said(self, finding: Finding, language: str) -> str:
        """Word a finding; a client among its values is named, with how its users obtain what is missing."""
        values = dict(finding.values)
        if client := values.get("client"):
            values |= {kind: self.text(kind, client, language) for kind in _FILES}
        return self.text("finding", finding.id, language, values)

    @property
    def link_hosts(self) -> frozenset[str]:
        """Give the exact hosts that a link may lead to."""
        return frozenset(host for provider in self.providers for host in provider.links)


def load(files: Mapping[str, str]) -> Catalog:
    """Build the catalog from the text of its files, by name without ending; raises `CatalogError`."""
    if "common" not in files:
        raise CatalogError("there is no file common")
    common = _parsed("common", files["common"])
    _same_keys("common", common, {"providers", "facts"})
    facts = {name: tuple(places) for name, places in common["facts"].items()}
    order = common["providers"]
    providers = tuple(_provider(name, files[name]) for name in order if name in files)
    tables = {name: text for name, text in files.items() if name not in order and name != "common"}
    return Catalog(providers, facts, tables)


def _same_keys(place: str, table: Mapping[str, Any], wanted: set[str], optional: frozenset[str] = frozenset()) -> None:
    """Refuse a table that lacks a key or has one that nobody knows: most often it is misspelt."""
    if unfit := (wanted - set(table)) | (set(table) - wanted - optional):
        raise CatalogError(f"{place}: check the keys {', '.join(sorted(unfit))}")


def look_up(provider: Provider, query: Query, value: Callable[[str], str | None]) -> tuple[Entry, ...]:
    """Give the entries that meet the query, the most specific first.

    The levels are EC, code and message, code; the status class speaks only where none of them does.
    `value` gives a fact for the placeholders in the texts.
    """
    met: list[tuple[int, str, Mapping[str, Any]]] = []
    keys = tuple(f'"{key}"' for key in (query.ec, query.code, _class_of(query.status)) if key)
    for text in provider.entries:
        if not _may_meet(text, keys):
            continue
        entry = _entry(provider.file, text)
        if _meets(entry["match"], query):
            met.append((*_LEVELS[frozenset(entry["match"])], entry))
    met.sort(key=lambda row: row[0])
    if any(level != "status" for _, level, _ in met):
        met = [row for row in met if row[1] != "status"]
    return tuple(_filled(entry, level, value) for _, level, entry in met)


def check(catalog: Catalog) -> None:
    """Parse everything; raises `CatalogError` for the first thing that is not of the right form."""
    for provider in catalog.providers:
        seen: set[str] = set()
        for text in provider.entries:
            entry = _entry(provider.file, text)
            if entry["id"] in seen:
                raise CatalogError(f"{provider.file}: {entry['id']}: this id stands twice")
            seen.add(entry["id"])
            for _, name in _placeholders(entry):
                if name not in catalog.facts:
                    raise CatalogError(f"{provider.file}: {entry['id']}: placeholder {name} names no fact")
    for file in catalog.tables:
        _check_words(file, catalog.words(file))


def normal(message: str) -> str:
    """Fold what documents and servers write differently: case, hyphens, white space, the last full stop."""
    return " ".join(message.replace("-", " ").split()).casefold().rstrip(".")


def fill(text: str, value: Callable[[str], str | None]) -> str:
    """Put facts into `{{name|fallback}}`, in one pass.

    Between backticks stands a command for a shell: there only a value goes in that no shell takes for more than a word.
    """

    def put(match: re.Match[str], *, in_command: bool) -> str:
        found = value(match[1])
        return match[2] if not found or (in_command and not _WORD.fullmatch(found)) else found

    parts = text.split("`")
    return "`".join(
        _PLACEHOLDER.sub(lambda match, odd=place % 2 == 1: put(match, in_command=odd), part)  # type: ignore[misc]
        for place, part in enumerate(parts)
    )


def _parsed(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{file}: {error}") from error


@lru_cache(maxsize=4096)
def _row(text: str, kind: str, key: str) -> Mapping[str, str]:
    """Parse one table of the wording alone: a start needs a dozen of them, not all."""
    for head in (f"\n[{kind}.{key}]\n", f'\n[{kind}."{key}"]\n'):
        start = text.find(head)
        if start >= 0:
            end = text.find("\n[", start + 1)
            row: Mapping[str, str] = _parsed("words", text[start + len(head) : end if end >= 0 else len(text)])
            return row
    return {}


def _provider(file: str, text: str) -> Provider:
    head, *entries = text.split(_ENTRY)
    table = _parsed(file, head)
    _same_keys(file, table, {"provider"}, frozenset({"sign", "host"}))
    about = table["provider"]
    _same_keys(f"{file}: provider", about, {"id", "name"}, frozenset({"links", "bucket_in_resource"}))
    _same_keys(f"{file}: provider.name", about["name"], set(LANGUAGES))
    try:
        signs = tuple(Sign(**_tuples(row)) for row in table.get("sign", ()))
        hosts = tuple(HostForm(**row) for row in table.get("host", ()))
    except TypeError as error:
        raise CatalogError(f"{file}: {error}") from error
    links, in_resource = tuple(about.get("links", ())), about.get("bucket_in_resource", False)
    return Provider(about["id"], about["name"], file, signs, hosts, links, in_resource, tuple(entries))


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _may_meet(text: str, keys: tuple[str, ...]) -> bool:
    """Pass over an entry without parsing it where its text holds none of the keys."""
    end = text.find("\nen.")
    return any(text.find(key, 0, end) >= 0 for key in keys)


@lru_cache(maxsize=4096)
def _entry(file: str, text: str) -> Mapping[str, Any]:
    entry = _parsed(file, text)
    name = f"{file}: {entry.get('id', text[:40])}"
    if set(entry) - {"status"} != _ENTRY_KEYS - {"status"}:
        raise CatalogError(f"{name}: keys are {', '.join(sorted(entry))}")
    if frozenset(entry["match"]) not in _LEVELS:
        raise CatalogError(f"{name}: match knows ec, code, code with message, status")
    for language in LANGUAGES:
        advice = entry[language]
        if set(advice) != {"cause", "fix"} or not advice["cause"].strip() or not all(advice["fix"]):
            raise CatalogError(f"{name}: {language} needs a cause and a fix")
    if not 1 <= len(entry["en"]["fix"]) == len(entry["zh"]["fix"]) <= _MOST_STEPS:
        raise CatalogError(f"{name}: the languages differ in their steps")
    names = {language: {name for spoken, name in _placeholders(entry) if spoken == language} for language in LANGUAGES}
    if names["en"] != names["zh"]:
        raise CatalogError(f"{name}: the languages differ in their placeholders")
    return entry


def _placeholders(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (language, name)
        for language in LANGUAGES
        for text in (entry[language]["cause"], *entry[language]["fix"])
        for name, _ in _PLACEHOLDER.findall(text)
    ]


def _meets(match: Mapping[str, Any], query: Query) -> bool:
    if "message" in match and not any(normal(text) in normal(query.message) for text in _several(match["message"])):
        return False
    return all(
        given in _several(match[key])
        for key, given in (("ec", query.ec), ("code", query.code), ("status", _class_of(query.status)))
        if key in match
    )


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _class_of(status: str) -> str:
    return f"{status[0]}xx" if re.fullmatch(r"[1-5]\d\d", status) else ""


def _filled(entry: Mapping[str, Any], level: str, value: Callable[[str], str | None]) -> Entry:
    en, zh = (
        Advice(fill(entry[language]["cause"], value), tuple(fill(step, value) for step in entry[language]["fix"]))
        for language in LANGUAGES
    )
    return Entry(entry["id"], level, en, zh, entry["source"], str(entry["checked"]))


def _check_words(file: str, table: Mapping[str, Any]) -> None:
    for kind, rows in table.items():
        for key, row in rows.items():
            if not isinstance(row, dict):
                raise CatalogError(f"{file}: {kind}.{key} is no table")
            _same_keys(f"{file}: {kind}.{key}", row, set(LANGUAGES))
            names = {frozenset(name for name, _ in _PLACEHOLDER.findall(row[language])) for language in LANGUAGES}
            if len(names) > 1:
                raise CatalogError(f"{file}: {kind}.{key}: the languages differ in their placeholders")
