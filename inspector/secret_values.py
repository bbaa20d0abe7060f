"""The values of secrets: which parts of one are looked for elsewhere, and which would hit ordinary words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from inspector.fragments import SHORTEST, is_random
from inspector.secret_names import CONTAINERS, kind_of
from inspector.secret_shapes import SCHEMES
from inspector.unescaped import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST_WORD = 16
_SHORTEST_OF_LETTERS = 8
_SHORTEST_SIGNED_TEXT = 24


@dataclass(frozen=True, slots=True)
class Secret:
    """A value to hide and what it is, such as `Signature`."""

    kind: str
    value: str


def is_followed(value: str) -> bool:
    """Tell whether copies of `value` may be looked for: not where ordinary words would be hit."""
    if len(value) < SHORTEST or kind_of(value) or "‹" in value:
        return False
    if re.fullmatch(r"[A-Z]?[a-z]+|[A-Z]+", value):
        return len(value) >= _LONGEST_WORD
    in_words = value.isalpha() and re.fullmatch("[A-Z]?[a-z]*+(?>(?:[A-Z][a-z]++)*)", value)
    return len(value) >= _SHORTEST_OF_LETTERS or not in_words


def is_piece(secret: Secret) -> bool:
    """Tell whether a piece of a broken value may be looked for alone; headers have words between their secrets."""
    value = unescape(secret.value).text
    if re.search(r"[\s\"'<>{}]", value) or re.fullmatch("[0-9A-Fa-f]{1,6}", value):
        return False
    changes = r"[0-9][A-Za-z]|[a-z][A-Z0-9]|[0-9]{8}" + ("|[A-Z][0-9]" if len(value) >= _SHORTEST_OF_LETTERS else "")
    return is_random(value) if secret.kind in {"Authorization", "Cookie"} else bool(re.search(changes, value))


def parts(kind: str, value: str) -> tuple[Secret, ...]:
    """Give the values to look for elsewhere; a header line may hold several."""
    short = kind in CONTAINERS and len(value) < _SHORTEST_SIGNED_TEXT
    prose = kind in {"Policy", "Callback"} and re.search(r"\s", value)  # not an encoded policy
    if short or prose:
        return ()
    split = _PARTS.get(kind)
    return tuple(split(value)) if split else (Secret(kind, value),)


def _cookie_parts(value: str) -> Iterator[Secret]:
    yield from (Secret("Cookie", match[1]) for match in _cookie().finditer(value))


def _key_parts(value: str) -> Iterator[Secret]:
    """Leave out what a credential of version 4 goes on with: date, region and product."""
    yield Secret("AccessKeyId", re.split("[/%]", value, maxsplit=1)[0])


def _login_parts(value: str) -> Iterator[Secret]:
    yield Secret("Password", value.partition(":")[2])


def _password_parts(value: str) -> Iterator[Secret]:
    """Give the value and its first word: the rest of the line may be the password's end or another word."""
    yield from (Secret("Password", each) for each in (value, value.partition(" ")[0]))


@cache
def _cookie() -> re.Pattern[str]:
    attribute = "(?i:path|domain|expires|max-age|samesite|version|priority)"
    return re.compile(rf"(?<![^\s;,\"'])(?!{attribute}=)[^\s;=,\"']++=\"?([^;,\s\"']++)")


def _authorization_parts(value: str) -> Iterator[Secret]:
    if not scheme().match(value):
        yield Secret("Authorization", value)
    for pattern, kind in _AUTHORIZATION_PARTS:
        for match in re.finditer(pattern, value):
            yield Secret(kind, match[1])


_AUTHORIZATION_PARTS = (
    (r"(?:OSS|AWS)\s+([^\s:,]++):", "AccessKeyId"),
    (r"(?:OSS|AWS)\s+[^\s:,]++:([^\s,\"';\])}]++)", "Signature"),
    (r"Credential=([^/,\s]++)", "AccessKeyId"),
    (r"(?i:signature|response|nonce)=\"?([^\s,\"']++)", "Signature"),
    (r"(?:Bearer|Basic|Negotiate|NTLM)\s+([^\s,\"']++)", "Authorization"),
)


@cache
def scheme() -> re.Pattern[str]:
    """Match the first word of an Authorization value that tells nothing."""
    return re.compile(rf"({'|'.join(SCHEMES)})(?=\s)")


_PARTS: dict[str, Callable[[str], Iterator[Secret]]] = {
    "Cookie": _cookie_parts,
    "Authorization": _authorization_parts,
    "AccessKeyId": _key_parts,
    "Login": _login_parts,
    "Password": _password_parts,
}
