"""Searches the catalog without a capture: for a code or a part of it, an EC, a status, a message, or words.

Every entry that matches is listed with how it matches, the best first; typing mistakes are tolerated if nothing matches
better. The index contains lower-case letters and numbers only: no entry is parsed before it is shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from inspector.catalog import Catalog, Piece
from inspector.catalog_entry import fill, read_head, several
from inspector.catalog_match import normal
from inspector.diagnosis.times import id_time, shown
from inspector.model import Finding

MOST_HITS = 60
_LONGEST = 2_000
"""Characters of what was typed or pasted that are looked at."""
_TITLE = re.compile(r'^(en|zh)\.title = "(.*)"$', re.MULTILINE)
_EC = re.compile(r"(\d{1,4})-(\d{1,8})")
_HAN = re.compile(r"[\u3400-\u9fff]{3,200}")
_SHORTEST_PART = 3
_SHORTEST_MESSAGE = 12
_NEAR = 80
"""How alike two codes are, of 100, that one may be the other mistyped."""

_SELDOM = 1_000
"""The place of what is not among the entries that are met most."""

_LABELS = {"ec": "{}", "code": "{}", "family": "EC {}", "status": "HTTP {}"}
"""How what an entry is matched by is written, the most telling first."""

HOW = ("exact", "status", "begins", "message", "part", "title", "words", "typing")
"""How an entry can answer, the nearest first."""


class Shelved(NamedTuple):
    """What is compared of one entry, in small letters (keys without what codes do not hold), and its headings.

    `label` is what users know it by, the EC, the code, the status that it answers to: its id may be a word of ours.
    `met` is its place among the entries that are met most.
    """

    provider: str
    piece: Piece
    id: str
    label: str
    keys: tuple[str, ...]
    statuses: tuple[str, ...]
    messages: tuple[str, ...]
    families: tuple[str, ...]
    titles: Mapping[str, str]
    lower_titles: str
    words: str
    met: int = _SELDOM


class Hit(NamedTuple):
    """An entry that answers; `how` is one of HOW."""

    entry: Shelved
    how: str


Index = tuple[Shelved, ...]
"""All entries of a catalog, made ready to be searched."""


def index_of(catalog: Catalog) -> Index:
    """Read of every entry what it is matched by, and its words."""
    places = {entry_id: place for place, entry_id in enumerate(catalog.met_most)}
    shelves = (one for provider in catalog.providers for one in shelf(provider.id, provider.entries))
    return tuple(one._replace(met=places[one.id]) if one.id in places else one for one in shelves)


def search(index: Index, wanted: str) -> tuple[Hit, ...]:
    """Give the entries that answer, the nearest first, at most `MOST_HITS`."""
    wanted = " ".join(wanted[:_LONGEST].split()).lower()
    if not wanted:
        return ()
    asked = _Asked(wanted, _folded(wanted), _padded(wanted), normal(wanted), _words_of(wanted))
    met = [(rank, one) for one in index if (rank := _rank(asked, one)) is not None]
    if not any(rank < HOW.index("words") for rank, _ in met):
        known = {one.id for _, one in met}
        near = _mistyped(index, asked.folded)
        return tuple(Hit(one, HOW[-1]) for one in near if one.id not in known)[:MOST_HITS] + _hits(met)[:MOST_HITS]
    return _hits(met)[:MOST_HITS]


def _hits(met: Iterable[tuple[int, Shelved]]) -> tuple[Hit, ...]:
    """Order what answers: the nearest first, of those what engineers meet most, then the shorter."""
    ranked = sorted(met, key=lambda row: (row[0], row[1].met, len(row[1].id)))
    return tuple(Hit(one, HOW[rank]) for rank, one in ranked)


def as_request_id(wanted: str) -> Finding | None:
    """Say what a request ID tells by itself, such as when it was issued; None for any other text."""
    wanted = wanted.strip()
    if moment := id_time(wanted):
        return Finding("looked-up-request-id", "inferred", (("time", shown(moment)),))
    return Finding("looked-up-short-id", "inferred") if re.fullmatch(r"[0-9A-F]{16}", wanted) else None


@lru_cache(maxsize=64)
def shelf(provider: str, entries: tuple[Piece, ...]) -> Index:
    """Make the entries of one provider ready to be searched; once."""
    return tuple(_shelved(provider, piece) for piece in entries)


class _Asked(NamedTuple):
    text: str
    folded: str
    ec: str
    message: str
    words: list[str]


def _rank(asked: _Asked, one: Shelved) -> int | None:
    """Give the place in HOW of the nearest way in which an entry answers."""
    return next((place for place, meets in enumerate(_WAYS) if meets(asked, one)), None)


def _exact(asked: _Asked, one: Shelved) -> bool:
    return asked.folded in one.keys or (bool(asked.ec) and asked.ec in one.keys)


def _status(asked: _Asked, one: Shelved) -> bool:
    return asked.text in one.statuses


def _begins(asked: _Asked, one: Shelved) -> bool:
    return len(asked.folded) > 1 and any(key.startswith(asked.folded) for key in one.keys)


def _message(asked: _Asked, one: Shelved) -> bool:
    if len(asked.message) < _SHORTEST_MESSAGE:
        return False
    return any(piece in asked.message or asked.message in piece for piece in one.messages)


def _part(asked: _Asked, one: Shelved) -> bool:
    return len(asked.folded) >= _SHORTEST_PART and any(asked.folded in key for key in one.keys)


def _title(asked: _Asked, one: Shelved) -> bool:
    return all(word in one.lower_titles for word in asked.words)


def _words(asked: _Asked, one: Shelved) -> bool:
    return all(word in one.words for word in asked.words)


_WAYS = (_exact, _status, _begins, _message, _part, _title, _words)


def _mistyped(index: Index, folded: str) -> Iterator[Shelved]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - wanted only where nothing else answers

    if len(folded) < _SHORTEST_PART:
        return
    keys = dict.fromkeys(key for one in index for key in one.keys)
    near = process.extract(folded, keys.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=8)
    yield from {one.piece: one for key, _, _ in near for one in index if key in one.keys}.values()


def _words_of(text: str) -> list[str]:
    """Split a text into words; Chinese has no blanks between words, so it is split into pairs of characters."""
    parts = _HAN.sub(lambda run: " " + " ".join(re.findall("..?", run[0])) + " ", text).split()
    return [part for part in parts if len(part) > 1 or len(parts) == 1]


def _folded(text: str) -> str:
    """Leave out what people put into a code when they write it from memory: blanks, hyphens, underscores, dots."""
    return re.sub(r"[\s_.]|(?<=[a-z])-|-(?=[a-z])", "", text)


def _padded(text: str) -> str:
    """Restore the leading zeros of an EC: `3-1403` is `0003-00001403`."""
    met = _EC.fullmatch(text.replace(" ", ""))
    return f"{int(met[1]):04}-{int(met[2]):08}" if met else ""


def _shelved(provider: str, piece: Piece) -> Shelved:
    head = read_head(piece.file, piece.text)
    match = head["match"]
    titles = {language: fill(title, lambda _: None) for language, title in _TITLE.findall(piece.text)}
    return Shelved(
        provider=provider,
        piece=piece,
        id=head["id"],
        label=_label(head["id"], match),
        keys=tuple(dict.fromkeys(_folded(key.lower()) for key in (head["id"], *_keys(match)))),
        statuses=tuple(str(status) for status in head.get("status", ())),
        messages=tuple(normal(text) for text in several(match.get("message", []))),
        families=tuple(dict.fromkeys(key[:4] for name in ("ec", "family") for key in several(match.get(name, [])))),
        titles=titles,
        lower_titles=" ".join(titles.values()).lower(),
        words=piece.text.lower(),
    )


def _label(id_: str, match: Mapping[str, Any]) -> str:
    known = [form.format(key) for name, form in _LABELS.items() for key in several(match.get(name, []))]
    return id_ if id_ in known else next(iter(known), id_)


def _keys(match: Mapping[str, Any]) -> Iterable[str]:
    return (key for name in ("ec", "code", "family", "numbers", "status") for key in several(match.get(name, [])))
