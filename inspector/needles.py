"""Finds plain pieces of text: a cheap check before a pattern runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def occurrences(text: str, needles: Iterable[str]) -> list[int]:
    """Give every place at which one of the `needles` stands, in order; a place may come twice."""
    found = [needle for needle in needles if needle in text]
    return sorted(place for needle in found for place in _places(text, needle))


def _places(text: str, needle: str) -> Iterator[int]:
    place = text.find(needle)
    while place >= 0:
        yield place
        place = text.find(needle, place + 1)


def in_small_letters(text: str) -> str:
    """Give a text in small letters, each character in its place."""
    small = text.lower()  # some capital letters become two characters
    return small if len(small) == len(text) else "".join(each.lower()[:1] for each in text)
