"""A team's file as the catalog's loader takes it: refused with a reason, or usable to its last entry."""

from __future__ import annotations

from functools import cache

from catalog_entries import entry
from fuzz.oracle import Wrong

from inspector import catalog_check, catalog_entry, catalog_files, catalog_match, catalog_search
from inspector.catalog import Catalog
from inspector.catalog_entry import CatalogError, several
from inspector.catalog_match import Query

OURS = {
    "common": 'providers = ["ours"]\n[met_most]\nids = ["NoSuchKey"]\n[facts]\ncode = ["body:Code"]\n',
    "ours": '[provider]\nid = "ours"\nname = { en = "Ours", zh = "我们" }\n' + entry("NoSuchKey"),
}


@cache
def ours() -> Catalog:
    return catalog_files.load(OURS)


def catalog_holds(raw: bytes) -> None:
    """Load, tell the faults, look everything up."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    knowledge = catalog_files.load(OURS, {"team.toml": text})
    for fault in (*knowledge.faults, *catalog_check.faults_of("team.toml", text, ours())):
        if not fault.reason or not 0 <= fault.line <= text.count("\n") + 1:
            raise Wrong("fault", "catalog", fault)
    for provider in knowledge.providers:
        for piece in provider.entries:
            try:
                match = catalog_entry.read_match(piece.file, piece.text)
                entry = catalog_match.show(provider, piece, {"code": "NoSuchKey"}.get)
            except CatalogError as error:
                raise Wrong("late", "catalog", error) from error
            asked = {key: several(match[key])[0] for key in ("ec", "code", "message", "status") if match.get(key)}
            found = catalog_match.look_up(provider, Query(**asked), lambda _: None)
            if "code" in asked and "message" not in asked and entry.id not in {one.id for one in found}:
                raise Wrong("lost", "catalog", (entry.id, asked))
    catalog_search.search(catalog_search.index_of(knowledge), text[:40])
