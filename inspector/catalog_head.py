"""Checks what a team's file contains besides entries: the provider, its signs and hosts, and remarks.

The tests check our own files for the same form. A team's file comes from anywhere, and a value of the wrong type, or a
pattern that takes forever, would otherwise fail while somebody works on a case.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from inspector.catalog_entry import LANGUAGES, CatalogError

_LONGEST = 2_000
_LONGEST_FORM = 200
_MOST_REPEATS = 3
"""Unbounded repeats in a pattern, and repeats of groups up to four times: over a host or an ID that ends at once."""

_AMBIGUOUS = r"\[\[|--|&&|~~|\|\|"
"""What Python warns of within a set: it may come to mean something else."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST


def _are(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(test, value))


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == set(LANGUAGES) and all(map(_is_text, value.values()))


def _has_form(form: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(form, value) is not None


def _is_safe_pattern(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST_FORM or re.search(_AMBIGUOUS, value):
        return False
    bare, groups = re.subn(r"\((?:\?:)?[^()|*+]{0,80}\)\{(?:[0-4],)?[1-4]\}", "", value)
    if groups > _MOST_REPEATS or re.search(r"\)[*+{]", bare):
        return False
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError):
        return False
    return len(re.findall(r"(?<!\\)[*+]|,\}", value)) <= _MOST_REPEATS


@cache
def _rules() -> Mapping[str, Mapping[str, Callable[[Any], bool]]]:
    texts = _are(_is_text)
    return {
        "provider": {
            "id": _has_form(r"[a-z0-9][a-z0-9-]{0,60}"),
            "name": _is_named,
            "links": _are(_has_form(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}")),
            "bucket_in_resource": lambda value: isinstance(value, bool),
        },
        "sign": {
            "strength": lambda value: value in (1, 2, 3),
            **dict.fromkeys(("header", "value", "host"), _is_text),
            **dict.fromkeys(("elements", "without", "client", "message"), texts),
            "forms": _are(_is_safe_pattern),
        },
        "host": dict.fromkeys(("form", "network"), _is_text),
        "remark": dict.fromkeys(("id", *LANGUAGES), _is_text),
    }


@cache
def _deep_key() -> re.Pattern[str]:
    return re.compile(r"^[ \t\[]{0,8}(?:[^\s.=\]\"']{1,64}[ \t]{0,4}\.[ \t]{0,4}){20}", re.MULTILINE)


def check_keys(file: str, text: str) -> None:
    """Refuse keys of very many parts before they are parsed: the parser's time grows with their square."""
    if met := _deep_key().search(text):
        raise CatalogError(
            f"{file}: a key has too many parts (at line {text.count(chr(10), 0, met.start()) + 1}, column 1)"
        )


def check(file: str, whole: Mapping[str, Any]) -> None:
    """Refuse a value that is not of its form; which keys there are is not asked here. Raises `CatalogError`."""
    for table, rules in _rules().items():
        rows = whole.get(table, {} if table == "provider" else [])
        rows = [rows] if table == "provider" else rows
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise CatalogError(f"{file}: write {table} as a table")
        for row in rows:
            for key, value in row.items():
                if key in rules and not rules[key](value):
                    raise CatalogError(f"{file}: {table}.{key} is not of its form")
    if not isinstance(whole.get("entry", []), list):
        raise CatalogError(f"{file}: write [[entry]] alone on its line")
