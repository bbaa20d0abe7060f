"""What we know, out of `resources/catalog/*.toml`: providers and their signs, guidance, and all wording of the core.

Every file is TOML with both languages side by side. Guidance entries are kept as text and parsed when they are looked
up, so that a start costs nothing for the hundreds that are not asked for; `catalog_check` parses them all. A team's own
files, of the same form, are laid over ours: a bad one is told and left out, the rest works on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from inspector import catalog_head
from inspector.catalog_entry import (
    LANGUAGES,
    LEVELS,
    CatalogError,
    Value,
    fill,
    filled,
    in_plain,
    level_of,
    match_text,
    parsed,
    read_entry,
    read_match,
    same_keys,
    several,
    spelled,
)
from inspector.model import Entry, Finding, Remark

ENTRY = "\n[[entry]]\n"
_QUOTED = re.compile(r'"([^"\n]{1,400})"')
_FILES = {"client": "clients", "obtain": "clients", "header": "fields", "element": "fields"} | dict.fromkeys(
    (
        "finding", "verdict", "clock", "clock-verdict", "direction", "id-owner", "url-fault", "unit", "weekday",
        "principal-type", "policy-type", "no-permission", "blamed", "where", "style",
        "silence", "silence-ask", "answerer", "cors-hides", "cors-differs", "cors-part", "callback-reason",
    ), "findings",
)  # fmt: skip
"""Kinds of wording that stand in a file of their own."""

_WORDED = (
    ("other_clock", "clock"), ("clock", "clock"), ("direction", "direction"), ("owner", "id-owner"),
    ("fault", "url-fault"), ("weekday", "weekday"), ("right_weekday", "weekday"), ("verdict", "verdict"),
    ("principal_type", "principal-type"), ("policy_type", "policy-type"), ("no_permission", "no-permission"),
    ("blamed", "blamed"), ("where", "where"), ("network", "network"), ("style", "style"),
    ("failure", "silence"), ("ask", "silence-ask"), ("who", "answerer"), ("hides", "cors-hides"),
    ("differs", "cors-differs"), ("fails", "cors-part"), ("callback_reason", "callback-reason"),
)  # fmt: skip
"""Values of findings that are keys of the wording, with its kind; a row may put in the values worded before it."""

_LISTS = ("missing", "parameters", "signed", "headers", "expose", "own_variables")
"""Values of findings that are lists of names."""


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


class Region(NamedTuple):
    """Where a provider keeps data: its names and endpoints; `state` says of some that they are closing or closed."""

    provider: str
    id: str
    en: str
    zh: str
    public: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    dual_stack: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    state: str = ""


class Piece(NamedTuple):
    """An entry as it stands in its file, unparsed; `origin` names the team's file, empty for ours."""

    file: str
    text: str
    origin: str = ""


class Part(NamedTuple):
    """A file with entries; `read` gives its text when it is first asked for."""

    file: str
    read: Callable[[], str]
    origin: str = ""


class Provider(NamedTuple):
    """One store: its names, its signs, its hosts, the files of its entries, and a team's remarks by their id.

    `bucket_in_resource`: the body's Resource begins with the bucket, `/bucket/key`. `replaced` are ids of our entries
    in whose place a team's stand.
    """

    id: str
    name: Mapping[str, str]
    signs: tuple[Sign, ...] = ()
    hosts: tuple[HostForm, ...] = ()
    links: tuple[str, ...] = ()
    bucket_in_resource: bool = False
    parts: tuple[Part, ...] = ()
    replaced: frozenset[str] = frozenset()
    remarks: Mapping[str, tuple[Remark, ...]] = {}

    @property
    def entries(self) -> tuple[Piece, ...]:
        """Give all entries, the team's first; reads every file."""
        return tuple(
            piece
            for part in self.parts
            for piece in _pieces(part.file, part.read(), part.origin)
            if part.origin or id_of(piece) not in self.replaced
        )


class Query(NamedTuple):
    """What a report offers to look guidance up by; empty where it holds nothing."""

    ec: str = ""
    code: str = ""
    message: str = ""
    status: str = ""


class Fault(NamedTuple):
    """What is wrong with a file: its name, the line (1 is the first, 0 unknown), and the reason."""

    file: str
    line: int
    reason: str


class Catalog(NamedTuple):
    """All knowledge. `facts` lists for each fact the places that may hold it, best first; `faults` are a team's."""

    providers: tuple[Provider, ...]
    facts: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

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
        """Word a finding; keys of the wording among its values, and seconds, are put into words.

        A client is named, with how its users obtain what is missing; a region gets its name beside its id.
        """
        values = {name: in_plain(value) for name, value in finding.values}
        if client := values.get("client"):
            values |= {kind: self.text(kind, client, language) for kind in ("client", "obtain")}
        for name, value in finding.values:
            if name.endswith("_seconds") and value.isdecimal():
                values[name] = spelled(int(value[:12]), lambda unit: self.text("unit", unit, language))
        if language == "zh":
            values |= {name: values[name].replace(", ", "、") for name in _LISTS if name in values}
        for name, kind in _WORDED:
            if key := values.get(name):
                values[name] = self.text(kind, key, language, values)
        if values.get("region") and (region := next((one for one in self.regions if one.id == values["region"]), None)):
            values["region_name"] = f"{region.id} · {region.zh if language == 'zh' else region.en}"
        return self.text("finding", finding.id, language, values)

    @property
    def regions(self) -> tuple[Region, ...]:
        """Give all regions that are documented; read at the first look."""
        return _regions(self.tables.get("regions", ""))

    @property
    def rules(self) -> Mapping[str, Any]:
        """Give what the finders rest on: tables of `diagnosis.toml`; read at the first look."""
        return _parsed("diagnosis", self.tables.get("diagnosis", ""))

    @property
    def link_hosts(self) -> frozenset[str]:
        """Give the exact hosts that a link may lead to."""
        return frozenset(host for provider in self.providers for host in provider.links)


def load(files: Mapping[str, str], team: Mapping[str, str] | None = None) -> Catalog:
    """Build the catalog from the text of its files, by name without ending; raises `CatalogError`.

    A file `PROVIDER.PART` goes on with the entries of a provider; it is read when they are asked for, as wording is.
    `team` are files of the same form, by name, in the order in which they are laid over ours.
    """
    if "common" not in files:
        raise CatalogError("there is no file common")
    common = parsed("common", files["common"])
    same_keys("common", common, {"providers", "facts"})
    facts = {name: tuple(places) for name, places in common["facts"].items()}
    known: dict[str, Provider] = {}
    for provider_id in common["providers"]:
        if provider_id in files:
            known = _laid(known, provider_id, files[provider_id])
    for name in files:
        base, _, more = name.partition(".")
        if more and base in known:
            part = Part(name, partial(files.__getitem__, name))
            known[base] = known[base]._replace(parts=(*known[base].parts, part))
    faults: list[Fault] = []
    for name, text in (team or {}).items():
        try:
            known = laid_over(known, name, text)
        except CatalogError as error:
            faults.append(Fault(name, line_of(error), str(error).removeprefix(f"{name}: ")))
    return Catalog(tuple(known.values()), facts, files, tuple(faults))


def is_of_provider(text: str) -> bool:
    """Tell a provider's file from one of wording."""
    return "[provider]\n" in text[:4000]


def line_of(error: CatalogError) -> int:
    """Give the line that TOML's reader named; 0 where the fault is not one of TOML."""
    met = re.search(r"\(at line (\d+), ", str(error))
    return int(met[1]) if met else 0


def look_up(provider: Provider, query: Query, value: Value) -> tuple[Entry, ...]:
    """Give the entries that meet the query, the most specific first.

    The levels are EC, code and message (the longest piece of it first), code. The family of an EC speaks only where the
    EC itself is not known, the status class only where nothing else does. `value` gives a fact for the placeholders.
    """
    asked = (query.ec, query.code, _family_of(query.ec), _class_of(query.status))
    met: list[tuple[str, int, Piece]] = []
    for piece in _holding(provider, tuple(key for key in asked if key)):
        match = read_match(piece.file, piece.text)
        if (how_much := _meets(match, query)) is not None:
            met.append((level_of(match, piece.file), how_much, piece))
    levels = {level for level, _, _ in met}
    silent = {"family"} & levels if "ec" in levels else set()
    silent |= {"status"} if levels - {"status"} else set()
    met = [row for row in met if row[0] not in silent]
    met.sort(key=lambda row: (LEVELS.index(row[0]), -row[1]))
    return tuple(show(provider, piece, value) for _, _, piece in met)


def show(provider: Provider, piece: Piece, value: Value) -> Entry:
    """Parse an entry, put the facts in, and add what the team remarks on it."""
    entry = filled(read_entry(piece.file, piece.text), piece.origin, value)
    return entry._replace(remarks=provider.remarks.get(entry.id, ()))


def normal(message: str) -> str:
    """Fold what documents and servers write differently: case, hyphens, white space, the last full stop."""
    return " ".join(message.replace("-", " ").split()).casefold().rstrip(".")


@lru_cache(maxsize=4)
def _regions(text: str) -> tuple[Region, ...]:
    try:
        return tuple(Region(**_tuples(row)) for row in parsed("regions", text).get("region", ()))
    except TypeError as error:
        raise CatalogError(f"regions: {error}") from error


@lru_cache(maxsize=64)
def _parsed(file: str, text: str) -> dict[str, Any]:
    return parsed(file, text)


@lru_cache(maxsize=4096)
def _row(text: str, kind: str, key: str) -> Mapping[str, str]:
    """Parse one table of the wording alone: a start needs a dozen of them, not all."""
    for head in (f"\n[{kind}.{key}]\n", f'\n[{kind}."{key}"]\n'):
        start = text.find(head)
        if start >= 0:
            end = text.find("\n[", start + 1)
            row: Mapping[str, str] = parsed("words", text[start + len(head) : end if end >= 0 else len(text)])
            return row
    return {}


# --- files of providers, laid over each other --------------------------------------------------------


def laid_over(known: Mapping[str, Provider], file: str, text: str) -> dict[str, Provider]:
    """Lay a team's file over what is known: it adds or replaces entries, and remarks on them; raises `CatalogError`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    catalog_head.check_keys(file, text)
    whole = parsed(file, text)  # a fault of TOML gets the line of the file, not that of a piece
    catalog_head.check(file, whole)
    if text.count(ENTRY) != len(whole.get("entry", ())):
        raise CatalogError(f"{file}: write [[entry]] alone on its line")
    laid = _laid(known, file, text, file)
    provider = laid[whole["provider"]["id"]]
    remarks = dict(provider.remarks)
    for row in whole.get("remark", ()):
        same_keys(f"{file}: remark", row, {"id", *LANGUAGES})
        remarks[row["id"]] = (*remarks.get(row["id"], ()), Remark(file, row["en"], row["zh"]))
    return {**laid, provider.id: provider._replace(remarks=remarks)}


def _laid(known: Mapping[str, Provider], file: str, text: str, origin: str = "") -> dict[str, Provider]:
    """Add what a file says of a provider; one that names only its id continues what another file began."""
    head, *entries = text.split(ENTRY)
    table = parsed(file, head)
    same_keys(file, table, {"provider"}, frozenset({"sign", "host", "remark"}))
    about = table["provider"]
    begun = known.get(about.get("id", ""))
    optional = frozenset({"name", "links", "bucket_in_resource"})
    same_keys(f"{file}: provider", about, {"id"} if begun else {"id", "name"}, optional)
    base = begun or Provider(about["id"], about["name"])
    same_keys(f"{file}: provider.name", base.name, set(LANGUAGES))
    try:
        signs = tuple(Sign(**_tuples(row)) for row in table.get("sign", ()))
        hosts = tuple(HostForm(**row) for row in table.get("host", ()))
    except TypeError as error:
        raise CatalogError(f"{file}: {error}") from error
    own = (Part(file, lambda: text, origin),) if entries else ()
    laid = base._replace(
        signs=(*base.signs, *signs),
        hosts=(*base.hosts, *hosts),
        links=(*base.links, *about.get("links", ())),
        bucket_in_resource=about.get("bucket_in_resource", base.bucket_in_resource),
        parts=(*own, *base.parts),
        replaced=base.replaced | {read_entry(file, entry)["id"] for entry in entries} if origin else base.replaced,
    )
    return {**known, laid.id: laid}


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


# --- what an entry is matched by ---------------------------------------------------------------------


def _holding(provider: Provider, keys: tuple[str, ...]) -> Iterator[Piece]:
    """Find the entries that name one of the keys in what they are matched by, without parsing any."""
    for part in provider.parts:
        shelf = _by_key(part.file, part.read(), part.origin)
        for piece in dict.fromkeys(piece for key in keys for piece in shelf.get(key, ())):
            if part.origin or id_of(piece) not in provider.replaced:
                yield piece


@lru_cache(maxsize=256)
def _by_key(file: str, text: str, origin: str) -> Mapping[str, list[Piece]]:
    """Put the entries of a file under all that stands between quotation marks in what they are matched by."""
    shelf: dict[str, list[Piece]] = defaultdict(list)
    for piece in _pieces(file, text, origin):
        for key in dict.fromkeys(_QUOTED.findall(match_text(piece.text))):
            shelf[key].append(piece)
    return shelf


def id_of(piece: Piece) -> str:
    """Give the id that an entry begins with, without parsing it."""
    return piece.text[len('id = "') : piece.text.find('"\n')]


@lru_cache(maxsize=256)
def _pieces(file: str, text: str, origin: str) -> tuple[Piece, ...]:
    return tuple(Piece(file, entry, origin) for entry in text.split(ENTRY)[1:])


def _meets(match: Mapping[str, Any], query: Query) -> int | None:
    """Tell how many characters of the message an entry meets; None where it does not meet the query."""
    given = {"ec": query.ec, "code": query.code, "family": _family_of(query.ec), "status": _class_of(query.status)}
    if not all(value in several(match[key]) for key, value in given.items() if key in match):
        return None
    if "message" not in match:
        return 0
    said = normal(query.message)
    return max((len(piece) for text in several(match["message"]) if (piece := normal(text)) in said), default=None)


def _family_of(ec: str) -> str:
    """Give the first four digits of an EC, which name what part of the service refused."""
    return ec[:4] if re.fullmatch(r"\d{4}-\d{8}", ec) else ""


def _class_of(status: str) -> str:
    return f"{status[0]}xx" if re.fullmatch(r"[1-5]\d\d", status) else ""
