"""One term for each thing: finds words that our texts must not use, as listed in `terms.toml`.

A team's own files may use their own words; ours are checked, and so is the translation of the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from inspector.catalog import Catalog, Fault
from inspector.catalog_entry import LANGUAGES, parsed

FILE = "terms"
_SHOWN = 8
"""Characters shown on either side of what is wrong."""


class Term(NamedTuple):
    """What to write in a language, the pattern of what not to write for it, and how the names of its files begin."""

    language: str
    use: str
    wrong: re.Pattern[str]
    files: str = ""


def terms(knowledge: Catalog) -> tuple[Term, ...]:
    """Give the terms of our own catalog. Raises KeyError and `re.error` where a row is not of its form."""
    rows = knowledge.words(FILE)["term"]
    return tuple(Term(row["language"], row["use"], re.compile(row["not"]), row.get("files", "")) for row in rows)


def faults(file: str, text: str, known: tuple[Term, ...]) -> tuple[Fault, ...]:
    """Give every text of a file of ours that has a word for which another one is used."""
    of_file = [term for term in known if file.startswith(term.files)]
    found = [
        (said, reason) for language, said in _texts(parsed(file, text), "") for reason in wrong(of_file, language, said)
    ]
    return tuple(Fault(file, _line(text, said), reason) for said, reason in found)


def wrong(known: list[Term], language: str, said: str) -> Iterator[str]:
    """Tell which words of a text are not those that are used."""
    plain = re.sub(r"`[^`]*`", "`", said)
    for term in known:
        if term.language == language and (met := term.wrong.search(plain)):
            yield f"write {term.use}: {plain[max(0, met.start() - _SHOWN) : met.end() + _SHOWN]}"


def _texts(value: Any, language: str) -> Iterator[tuple[str, str]]:
    """Give every text below a key that names a language, with that language."""
    if isinstance(value, str):
        if language:
            yield language, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _texts(below, key if key in LANGUAGES else language)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below, language)


def _line(text: str, said: str) -> int:
    """Find the line of a text by how it begins; 0 where it is written with escapes from the first letters on."""
    start = text.find(re.split(r'["\\]', said)[0])
    return text.count("\n", 0, start) + 1 if start > 0 else 0
