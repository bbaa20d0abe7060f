"""The look-up in words: what answers, and the shelves of the whole catalog, by provider, status and EC family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from inspector import catalog_search
from inspector.catalog import Catalog
from inspector.catalog_match import show
from inspector.catalog_search import Index, Shelved
from inspector.ui import guidance_words
from inspector.ui.guidance import Guidance
from inspector.ui.lookup import Answers, Listed, Shelf

_NO_STATUS = ""
_HINTS = ("look-up-chosen", "look-up-typed", "look-up-id")


def answers(knowledge: Catalog, languages: tuple[str, ...], spoken: str) -> Answers:
    """Give what the look-up asks; the index is made once, when the look-up opens."""
    index = catalog_search.index_of(knowledge)
    names = {provider.id: provider.name[spoken] for provider in knowledge.providers}

    def search(wanted: str) -> tuple[Listed, ...]:
        return tuple(
            Listed(hit.entry, hit.entry.titles.get(spoken, ""), f"{names[hit.entry.provider]} · {how(hit.how)}")
            for hit in catalog_search.search(index, wanted)
        )

    def how(key: str) -> str:
        return knowledge.text("how", key, spoken)

    def entry(wanted: Shelved) -> Guidance:
        provider = knowledge.provider(wanted.provider)
        assert provider is not None  # noqa: S101 - the index was made of this catalog
        found = show(provider, wanted.piece, lambda _: None)
        return guidance_words.guidance_of(found, provider, knowledge, languages, spoken, wanted.label)

    return Answers(
        search,
        lambda: shelves(index, knowledge, names, spoken),
        entry,
        lambda wanted: guidance_words.guidance_without_entry(wanted, knowledge, languages),
        {one.id: one.label for one in index},
        Guidance(notes=tuple(knowledge.text("line", key, spoken) for key in _HINTS)),
    )


def shelves(index: Index, knowledge: Catalog, names: dict[str, str], spoken: str) -> tuple[Shelf, ...]:
    """Put every entry under its provider: the ECs under their families, the rest under each of their statuses."""
    return tuple(
        Shelf(
            f"{names[provider.id]} ({len(own)})", shelves=(*_statuses(own, knowledge, spoken), *_families(own, spoken))
        )
        for provider in knowledge.providers
        if (own := [one for one in index if one.provider == provider.id])
    )


def _statuses(own: Iterable[Shelved], knowledge: Catalog, spoken: str) -> Iterable[Shelf]:
    groups: dict[str, list[Shelved]] = defaultdict(list)
    for one in own:
        if not one.families:
            for status in one.statuses or (_NO_STATUS,):
                groups[status].append(one)
    for status in sorted(groups, key=lambda one: (one == _NO_STATUS, one)):
        head = f"HTTP {status}" if status else knowledge.text("line", "no-status", spoken)
        yield Shelf(f"{head} ({len(groups[status])})", _listed(groups[status], spoken))


def _families(own: Iterable[Shelved], spoken: str) -> Iterable[Shelf]:
    groups: dict[str, list[Shelved]] = defaultdict(list)
    heads: dict[str, str] = {}
    for one in own:
        for family in one.families:
            groups[family].append(one)
            if one.keys and family in one.keys:
                heads[family] = one.titles.get(spoken, "")
    for family in sorted(groups):
        yield Shelf(f"{heads.get(family) or f'EC {family}'} ({len(groups[family])})", _listed(groups[family], spoken))


def _listed(group: Iterable[Shelved], spoken: str) -> tuple[Listed, ...]:
    rows = sorted(group, key=lambda one: (one.label.lower(), one.id))
    return tuple(Listed(one, one.titles.get(spoken, ""), "") for one in rows)
