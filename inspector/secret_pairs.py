"""Secrets without a name of their own, beside the ID of their key: in a call, a command, a row of a table, a note.

The secret of an AccessKey has as many characters of chance as nothing else has: 30 of letters and digits, 40 of Base64.
Near the ID of a key that is enough to know it. Where a secret has no form of its own, its place tells: what a call or a
command takes as a secret.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from inspector.fragments import is_random
from inspector.needles import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEAR = 200
"""Characters between the ID of a key and its secret."""

_LONGEST = 48
"""Characters in which the secret and what bounds it can be seen."""

_MIXED = r"(?=[A-Za-z+/]{0,40}[0-9])(?=[a-z0-9+/]{0,40}[A-Z])(?=[A-Z0-9+/]{0,40}[a-z])"
_OF_CHANCE = rf"{_MIXED}(?:[A-Za-z0-9]{{30}}|[A-Za-z0-9+/]{{40}})"
_SECRET = rf"(?<![A-Za-z0-9+/_\-.%]){_OF_CHANCE}(?![A-Za-z0-9+/=_\-.])"
_BESIDE = r"[\"']?[\s:,;/|]{1,8}[\"']?(?P<secret>[0-9A-F]{32})(?![0-9A-Za-z])"
"""The secret of a key of JD Cloud: an ETag has its form too."""

SECRET_FORM = (
    rf"(?:{_MIXED}(?:[A-Za-z0-9]{{20,64}}+|[A-Za-z0-9+/]{{40}}|[A-Za-z0-9+/]{{27}}=)|(?=[A-F]{{0,31}}[0-9])[0-9A-F]{{32}})"
    r"(?![A-Za-z0-9+/=_\-.])"
)
"""What can be taken for a secret where its name stands before it, whatever joins them."""

_ARGUMENT = r"[\"']?(?P<{}>[A-Za-z0-9+/=_\-.]{{16,2000}}+)[\"']?"
_AND = r"\s{0,64},\s{0,64}"
_TAKING = (
    (
        "redential",
        (
            rf"redentials?(?:Provider)?[(\[{{]\s{{0,64}}{_ARGUMENT.format('AccessKeyId')}{_AND}"
            rf"{_ARGUMENT.format('AccessKeySecret')}(?:{_AND}{_ARGUMENT.format('SecurityToken')})?"
        ),
    ),
    (
        "alias set ",
        (
            r"alias set \S{1,64} https?://\S{1,256} "
            r"[\"']?(?P<AccessKeyId>[^\s\"']{3,128}+)[\"']? [\"']?(?P<AccessKeySecret>[^\s\"']{8,128}+)"
        ),
    ),
)
"""What takes a key and its secret; each begins with a piece of text."""


def paired(text: str, keys: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Give start, end and kind of the secrets near the `keys` in `text`, and of those in calls and commands."""
    yield from _near(text, keys)
    for needle, pattern in _TAKING:
        for match in (_compiled(pattern).match(text, place) for place in occurrences(text, (needle,))):
            found = match.groupdict() if match else {}
            yield from ((*match.span(kind), kind) for kind, value in found.items() if match and value is not None)


def _near(text: str, keys: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    done, secret = 0, _compiled(_SECRET)
    for start, end in keys:
        for match in secret.finditer(text, max(0, done, start - _NEAR), end + _NEAR + _LONGEST):
            if match.start() < end + _NEAR and is_random(match[0]):
                yield *match.span(), "AccessKeySecret"
        if text.startswith("JDC_", start) and (beside := _compiled(_BESIDE).match(text, end)):
            yield *beside.span("secret"), "AccessKeySecret"
        done = end + _NEAR


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
