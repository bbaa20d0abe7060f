"""Hides secrets, and their copies, in whatever leaves the program or is kept.

`secret_places` finds values by name (`secret_names`) and by shape, `copies` finds them again in other
clothes, this module replaces both. What something was stays visible (`‹AccessKeyId LTAI…›`), its value
never. No scrubber is perfect; where in doubt this one hides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from inspector.copies import SHORTEST, View, copies, decoded_runs, unescape
from inspector.secret_names import CONTAINERS, NAMES, WHOLE_NAMES, kind_of
from inspector.secret_places import SCHEMES, Sighting, sightings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KEY_PREFIXES = ("LTAI", "STS.", "AKIA", "ASIA", "JDC_")
"""Beginnings of an AccessKey ID that tell what sort of key it is and nothing more."""

_LONGEST_WORD = 16
_SHORTEST_OF_LETTERS = 8
_SHORTEST_SIGNED_TEXT = 24
_KINDS = {*NAMES.values(), *WHOLE_NAMES.values(), "PrivateKey", "Login", "Encoded"}
_SCOPE = r"/[0-9]{8}/[a-z0-9\-]{1,32}/[a-z0-9\-]{1,16}/[a-z0-9_]{1,32}"
_DEEPEST = 2
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Secret:
    """A value to hide and what it is, such as `Signature`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text without its secrets; `hidden` is the number of places where one stood."""

    text: str
    hidden: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something must go, what is shown instead, and the values to look for elsewhere."""

    start: int
    end: int
    shown: str
    secrets: tuple[Secret, ...] = ()


def redact(text: str, known: Iterable[Secret | str] = ()) -> Redacted:
    """Hide every secret in `text`, and every copy of the `known` ones, found in the capture it came from.

    Known values shorter than six characters, and plain words, are not followed: they would hit ordinary text.
    """
    secrets = tuple(_as_secret(each) for each in known)
    hidden = 0
    for _ in range(_MOST_ROUNDS):  # what one round hides may bare the next value
        places = _to_hide(text, secrets)
        if not places:
            break
        text = _replaced(text, places)
        hidden += len(places)
    return Redacted(text, hidden)


def _as_secret(known: Secret | str) -> Secret:
    if isinstance(known, Secret):
        return known
    return Secret("AccessKeyId" if known.startswith(KEY_PREFIXES) else "Secret", known)


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Give each secret value in `text` that can be followed into other text, in order of place, once."""
    places = sorted(_found(text), key=lambda place: place.start)
    return tuple(dict.fromkeys(secret for place in places for secret in place.secrets if _followed(secret.value)))


def _to_hide(text: str, known: Sequence[Secret]) -> list[_Place]:
    plain = unescape(text)
    places = list(_found(text, plain))
    request_ids = {match[1] for match in _request_id().finditer(text)}
    wanted = (*known, *(secret for place in places for secret in place.secrets))
    values = {s.value: s.kind for s in wanted if _followed(s.value) and s.value not in request_ids}
    if values:
        hits = copies(text, plain, values)
        places += (_Place(start, end, _shown(kind, text[start:end])) for start, end, kind in hits)
    return _merged(places, [match.span() for match in _placeholder().finditer(text)])


def _found(text: str, plain: View | None = None, depth: int = 0) -> Iterator[_Place]:
    """Give every place of a secret: in the text, in the text without its escapes, in what blobs decode to."""
    for sighting in sightings(text):
        yield _place(sighting, text[sighting.start : sighting.end])
    view = plain or unescape(text)
    if view.text != text:
        for seen in sightings(view.text):
            origin = Sighting(view.origin(seen.start), view.origin(seen.end), seen.kind)
            yield _place(origin, view.text[seen.start : seen.end])
    if depth < _DEEPEST:
        for start, end, readable in decoded_runs(text, view):
            inner = tuple(_found(readable, depth=depth + 1))
            if inner:
                secrets = tuple(secret for place in inner for secret in place.secrets)
                yield _Place(start, end, _shown("Encoded"), secrets)


def _place(seen: Sighting, value: str) -> _Place:
    return _Place(seen.start, seen.end, _shown(seen.kind, value), _parts(seen.kind, value))


def _merged(places: list[_Place], hidden: list[tuple[int, int]]) -> list[_Place]:
    """Join what overlaps, the outer name staying; leave out what is hidden already."""
    merged: list[_Place] = []
    done = 0
    for place in sorted(places, key=lambda each: (each.start, -each.end)):
        while done < len(hidden) and hidden[done][1] <= place.start:
            done += 1
        inside = done < len(hidden) and hidden[done][0] <= place.start and place.end <= hidden[done][1]
        if inside or place.start >= place.end:
            continue
        if merged and place.start < merged[-1].end:
            last = merged.pop()
            merged.append(_Place(last.start, max(last.end, place.end), last.shown))
        else:
            merged.append(place)
    return merged


def _replaced(text: str, places: list[_Place]) -> str:
    parts: list[str] = []
    done = 0
    for place in places:
        parts += (text[done : place.start], place.shown)
        done = place.end
    return "".join((*parts, text[done:]))


# --- what is shown -----------------------------------------------------------------------------------


def _shown(kind: str, value: str = "") -> str:
    if kind == "AccessKeyId":
        return f"‹{kind}{_key_prefix(value)}›"
    match = _scheme().match(value) if kind == "Authorization" else None
    return f"‹{kind} {match[1]}{_credential_shown(value)}›" if match else f"‹{kind}›"


def _key_prefix(value: str) -> str:
    prefix = next((each for each in KEY_PREFIXES if value.lstrip().startswith(each)), "")
    return f" {prefix}…" if prefix else ""


def _credential_shown(value: str) -> str:
    """Give the sort of key, and date, region and product of a version 4 credential."""
    match = _credential().search(value)
    return f"{_key_prefix(match[1])}{match[2]}" if match and match[2] else ""


@cache
def _scheme() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(SCHEMES)})(?=\s)")


@cache
def _credential() -> re.Pattern[str]:
    return re.compile(rf"Credential=([^/,\s]{{1,256}})({_SCOPE})?")


@cache
def _placeholder() -> re.Pattern[str]:
    """Exactly what `_shown` writes: anything else between the marks may be a secret."""
    kinds = "|".join(sorted(_KINDS))
    prefix = f"(?: (?:{'|'.join(map(re.escape, KEY_PREFIXES))})…)?"
    return re.compile(rf"‹(?:{kinds}|AccessKeyId{prefix}|Authorization (?:{'|'.join(SCHEMES)}){prefix}(?:{_SCOPE})?)›")


# --- what is followed into other places --------------------------------------------------------------


def _followed(value: str) -> bool:
    """Tell whether copies of `value` may be looked for: not where ordinary words would be hit."""
    if len(value) < SHORTEST or kind_of(value) or "‹" in value:
        return False
    if re.fullmatch(r"[A-Z]?[a-z]+|[A-Z]+", value):
        return len(value) >= _LONGEST_WORD
    return len(value) >= _SHORTEST_OF_LETTERS or not value.isalpha()


@cache
def _request_id() -> re.Pattern[str]:
    return re.compile(r"(?i)request[-_ ]?id[^0-9a-z\r\n]{1,24}([0-9a-f][0-9a-f\-]{15,35})(?![0-9a-z])")


def _parts(kind: str, value: str) -> tuple[Secret, ...]:
    """Give the values to look for elsewhere; a header line may hold several."""
    short = kind in CONTAINERS and len(value) < _SHORTEST_SIGNED_TEXT
    prose = kind in {"Policy", "Callback"} and re.search(r"\s", value)  # not an encoded policy
    if short or prose:
        return ()
    if kind == "Cookie":
        return tuple(Secret(kind, match[1]) for match in _cookie().finditer(value))
    if kind == "Authorization":
        return tuple(_authorization_parts(value))
    if kind == "Login":
        return (Secret("Password", value.partition(":")[2]),)
    if kind == "Password":  # the rest of the line may be the password's end or another word
        return (Secret(kind, value), Secret(kind, value.partition(" ")[0]))
    return (Secret(kind, value),)


@cache
def _cookie() -> re.Pattern[str]:
    attribute = "(?i:path|domain|expires|max-age|samesite|version|priority)"
    return re.compile(rf"(?<![^\s;,\"'])(?!{attribute}=)[^\s;=,\"']++=\"?([^;,\s\"']++)")


def _authorization_parts(value: str) -> Iterator[Secret]:
    if not _scheme().match(value):
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
