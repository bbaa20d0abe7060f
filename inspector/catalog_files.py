"""Builds the catalog from the text of its files: the providers' files, and a team's own on top of them.

A fault in one of our files stops the start; a faulty file of a team is reported and left out, and the rest still works.
"""

import re
from collections.abc import Mapping
from functools import partial

from inspector import catalog_head
from inspector.catalog import ENTRY, Catalog, Fault, HostForm, Part, Provider, Sign
from inspector.catalog_entry import LANGUAGES, CatalogError, parsed, read_entry, same_keys, tuples
from inspector.model import Remark


def load(files: Mapping[str, str], team: Mapping[str, str] | None = None) -> Catalog:
    """Build the catalog from the text of its files, by name without ending; raises `CatalogError`.

    A file `PROVIDER.PART` goes on with the entries of a provider; it is read when they are asked for, as wording is.
    `team` are files of the same form, by name, in the order in which they are laid over ours.
    """
    if "common" not in files:
        raise CatalogError("there is no file common")
    common = parsed("common", files["common"])
    same_keys("common", common, {"providers", "facts", "met_most"})
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
    return Catalog(tuple(known.values()), facts, tuple(common["met_most"]["ids"]), files, tuple(faults))


def is_of_provider(text: str) -> bool:
    """Tell a provider's file from one of wording."""
    return "[provider]\n" in text[:4000]


def line_of(error: CatalogError) -> int:
    """Give the line that TOML's reader named; 0 where the fault is not one of TOML."""
    met = re.search(r"\(at line (\d+), ", str(error))
    return int(met[1]) if met else 0


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
        signs = tuple(Sign(**tuples(row)) for row in table.get("sign", ()))
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
