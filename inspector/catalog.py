"""What the program knows, from `resources/catalog/*.toml`: providers and their signs, guidance, the engine's wording.

Every file is TOML with both languages side by side. Guidance entries are kept as text and parsed when they are looked
up, so that the start does not pay for the hundreds that nobody asks for; `catalog_check` parses them all.
`catalog_files` builds the catalog, `catalog_match` finds the entries for a report, `catalog_search` those for a
question.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from inspector.catalog_entry import CatalogError, fill, in_plain, parsed, tuples
from inspector.model import Finding, Remark

ENTRY = "\n[[entry]]\n"
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
            for piece in pieces(part.file, part.read(), part.origin)
            if part.origin or id_of(piece) not in self.replaced
        )


class Fault(NamedTuple):
    """What is wrong with a file: its name, the line (1 is the first, 0 unknown), and the reason."""

    file: str
    line: int
    reason: str


class Catalog(NamedTuple):
    """All knowledge. `facts` lists for each fact the places that may hold it, best first; `faults` are a team's.

    `met_most` are ids of entries by how often engineers meet them.
    """

    providers: tuple[Provider, ...]
    facts: Mapping[str, tuple[str, ...]]
    met_most: tuple[str, ...]
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
                values[name] = duration(int(value[:12]), lambda unit: self.text("unit", unit, language))
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


def duration(seconds: int, unit: Callable[[str], str]) -> str:
    """Write a duration from its largest unit down, `1 d 0 h 24 m 59 s`; zeros at the end are left out."""
    parts: list[tuple[int, str]] = []
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        number, seconds = divmod(seconds, size)
        if number or parts:
            parts.append((number, unit(name)))
    while parts and not parts[-1][0]:
        parts.pop()
    return " ".join(f"{number} {word}" for number, word in parts or [(0, unit("second"))])


@lru_cache(maxsize=4)
def _regions(text: str) -> tuple[Region, ...]:
    try:
        return tuple(Region(**tuples(row)) for row in parsed("regions", text).get("region", ()))
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


def id_of(piece: Piece) -> str:
    """Give the id that an entry begins with, without parsing it."""
    return piece.text[len('id = "') : piece.text.find('"\n')]


@lru_cache(maxsize=256)
def pieces(file: str, text: str, origin: str) -> tuple[Piece, ...]:
    """Give the entries of a file, unparsed."""
    return tuple(Piece(file, entry, origin) for entry in text.split(ENTRY)[1:])
