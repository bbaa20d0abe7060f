"""Finds the entries that match a report: by EC, by code and message, by code, by EC family, by status class.

Entries are indexed by their keys without being parsed: a report needs only a few out of hundreds.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from inspector.catalog import Piece, Provider, id_of, pieces
from inspector.catalog_entry import LEVELS, Value, filled, level_of, match_text, read_entry, read_match, several
from inspector.model import Entry

_QUOTED = re.compile(r'"([^"\n]{1,400})"')


class Query(NamedTuple):
    """What a report offers to look guidance up by; empty where it holds nothing."""

    ec: str = ""
    code: str = ""
    message: str = ""
    status: str = ""


def look_up(provider: Provider, query: Query, value: Value) -> tuple[Entry, ...]:
    """Give the entries that meet the query, the most specific first.

    The levels are EC, code and message (the longest piece of it first), code. The family of an EC speaks only where the
    EC itself is not known, the status class only where nothing else does. `value` gives a fact for the placeholders.
    """
    given = {"ec": query.ec, "code": query.code, "family": _family_of(query.ec), "status": _class_of(query.status)}
    said = normal(query.message)
    met: list[tuple[str, int, Piece]] = []
    for piece in _holding(provider, tuple(key for key in given.values() if key)):
        match = read_match(piece.file, piece.text)
        if (how_much := _meets(match, given, said)) is not None:
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


def _holding(provider: Provider, keys: tuple[str, ...]) -> Iterator[Piece]:
    """Find the entries that have one of the keys in their `match`, without parsing any."""
    for part in provider.parts:
        shelf = _by_key(part.file, part.read(), part.origin)
        for piece in dict.fromkeys(piece for key in keys for piece in shelf.get(key, ())):
            if part.origin or id_of(piece) not in provider.replaced:
                yield piece


@lru_cache(maxsize=256)
def _by_key(file: str, text: str, origin: str) -> Mapping[str, list[Piece]]:
    """Index the entries of a file by every quoted text in their `match`."""
    shelf: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces(file, text, origin):
        for key in dict.fromkeys(_QUOTED.findall(match_text(piece.text))):
            shelf[key].append(piece)
    return shelf


def _meets(match: Mapping[str, Any], given: Mapping[str, str], said: str) -> int | None:
    """Count the characters of the folded message that an entry matches; None if the entry does not match at all."""
    if not all(given[key] in several(wanted) for key, wanted in match.items() if key in given):
        return None
    if "message" not in match:
        return 0
    wanted = (_folded(text) for text in several(match["message"]))
    return max((len(text) for text in wanted if text in said), default=None)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Fold a text of the catalog; cached, because every report is compared with it."""
    return normal(text)


def _family_of(ec: str) -> str:
    """Give the first four digits of an EC, which name what part of the service refused."""
    return ec[:4] if re.fullmatch(r"\d{4}-\d{8}", ec) else ""


def _class_of(status: str) -> str:
    return f"{status[0]}xx" if re.fullmatch(r"[1-5]\d\d", status) else ""
