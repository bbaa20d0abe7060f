"""Hides secrets, and their copies, in whatever leaves the program or is kept.

`secret_places` finds values by name (`secret_names`) and by shape, `copies` finds them again in other
clothes, this module replaces both. What something was stays visible (`‹AccessKeyId LTAI…›`), its value
never. No scrubber is perfect; where in doubt this one hides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from inspector.copies import copies
from inspector.line_breaks import joint, line_break
from inspector.readings import LONGEST, Reading, itself, readings, readings_near
from inspector.secret_names import CONTAINERS, KEY_PREFIXES, NAMES, WHOLE_NAMES
from inspector.secret_places import sightings
from inspector.secret_shapes import SCHEMES, shaped
from inspector.secret_values import Secret, is_followed, is_piece, parts, scheme
from inspector.unescaped import cut_escape, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
__all__ = ["KEY_PREFIXES", "Redacted", "Secret", "find_secrets", "redact"]

_KINDS = {*NAMES.values(), *WHOLE_NAMES.values(), "PrivateKey", "Login", "Encoded"}
_SCOPE = r"/[0-9]{8}/[a-z0-9\-]{1,32}/[a-z0-9\-]{1,16}/[a-z0-9_]{1,32}"
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text without its secrets; `hidden` is the number of places where one stood."""

    text: str
    hidden: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something must go, what it is, what is shown instead, and the values to look for elsewhere.

    `broken` tells that it is a piece, which a line's prefix parts from the next.
    """

    start: int
    end: int
    kind: str
    shown: str
    secrets: tuple[Secret, ...] = ()
    broken: bool = False


def redact(text: str, known: Iterable[Secret | str] = ()) -> Redacted:
    """Hide every secret in `text`, and every copy of the `known` ones, found in the capture it came from.

    Known values shorter than six characters, and plain words, are not followed: they would hit ordinary text.
    """
    secrets = tuple(map(_as_secret, known))
    hidden = 0
    for _ in range(_MOST_ROUNDS):  # what one round hides may bare the next value
        places = _to_hide(text, secrets)
        if not places:
            break
        text = _replaced(text, places)
        hidden += len(places)
    return Redacted(text, hidden)


def redact_wording(text: str, known: Iterable[Secret | str] = ()) -> Redacted:
    """Hide in a sentence of ours what was filled in: the `known` secrets, and values that give themselves away.

    That it speaks of credentials by name ("compare StringToSign: ...") makes none of its words a secret.
    """
    forms = (hit for hit in shaped(text) if not re.search("[…<]", text[hit[0] : hit[1] + 1]))  # an example of ours
    hits = (*forms, *copies(text, unescape(text), _followed_values(tuple(map(_as_secret, known)))))
    places = _merged([_Place(start, end, kind, _shown(kind, text[start:end])) for start, end, kind in hits], [])
    return Redacted(_replaced(text, places), len(places))


def _as_secret(known: Secret | str) -> Secret:
    if isinstance(known, Secret):
        return known
    return Secret("AccessKeyId" if known.startswith(KEY_PREFIXES) else "Secret", known)


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Give each secret value in `text` that can be followed into other text, in order of place, once.

    Where lines break one, its pieces are given too: what shows a line alone shows no more.
    """
    ways, places = _read(text)
    if len(ways) > 1 and len(text) <= LONGEST:
        places += _copied(text, ways, _values(secret for place in places for secret in place.secrets))
    places.sort(key=lambda place: place.start)
    whole = (secret for place in places for secret in place.secrets)
    pieces = (secret for place in places for secret in _on_lines(text, place) if is_piece(secret))
    return tuple(dict.fromkeys(secret for secret in (*whole, *pieces) if is_followed(secret.value)))


def _on_lines(text: str, place: _Place) -> Iterator[Secret]:
    """Give what stands on each line of a value that is broken, as it stands there."""
    lines = line_break().split(text[place.start : place.end])
    if (place.broken or len(lines) > 1) and place.kind not in CONTAINERS:
        yield from (Secret(place.kind, cut_escape().sub("", line)) for line in lines)


def _to_hide(text: str, known: tuple[Secret, ...]) -> list[_Place]:
    ways, places = _read(text)
    request_ids = [match.span(1) for match in _request_id().finditer(text)]
    followed = _followed_values(known)
    own = _values(secret for place in places for secret in place.secrets)
    for values in (followed, {value: kind for value, kind in own.items() if value not in followed}):
        places += (
            place
            for place in (_copied(text, ways, values) if values else ())
            if not any(start <= place.start and place.end <= end for start, end in request_ids)
        )
    return _merged(places, [match.span() for match in _placeholder().finditer(text)])


def _read(text: str) -> tuple[tuple[Reading, ...], list[_Place]]:
    """Read a text in every way, a long one where there are secrets; give the places of these too."""
    if len(text) <= LONGEST:
        ways = readings(text)
        return ways, list(_found(ways))
    first = itself(text)
    places = list(_found((first,)))
    others = tuple(readings_near(text, sorted(place.start for place in places)))
    return (first, *others), [*places, *_found(others)]


def _found(ways: Iterable[Reading]) -> Iterator[_Place]:
    """Give every place of a secret: in each reading of a text, and in what blobs in it decode to."""
    for way in ways:
        yield from _places(way.text, way.spans)
        if way.plain.text != way.text:
            yield from _places(way.plain.text, lambda start, end, of=way: of.spans(*of.plain.place(start, end)))  # type: ignore[misc]
        for blob in way.blobs:
            if inner := tuple(_found(blob.readings)):
                secrets = tuple(secret for place in inner for secret in place.secrets)
                yield from _hidden(blob.spans, _shown("Encoded"), "Encoded", secrets)


def _copied(text: str, ways: Iterable[Reading], values: dict[str, str]) -> Iterator[_Place]:
    """Give every place of a copy of the values: in each reading of `text`, and in what blobs in it decode to."""
    for way in ways:
        for start, end, kind in copies(way.text, way.plain, values):
            spans = way.spans(start, end)
            yield from _hidden(spans, _shown(kind, text[slice(*spans[0])]), kind)
        for blob in way.blobs:
            if any(_copied("", blob.readings, values)):
                yield from _hidden(blob.spans, _shown("Encoded"), "Encoded")


def _hidden(spans: list[tuple[int, int]], shown: str, kind: str, secrets: tuple[Secret, ...] = ()) -> Iterator[_Place]:
    """Say what stands at the first of the places, and of what kind the others are."""
    for number, (start, end) in enumerate(spans):
        yield _Place(start, end, kind, _shown(kind) if number else shown, () if number else secrets, len(spans) > 1)


def _places(text: str, spans: Callable[[int, int], list[tuple[int, int]]]) -> Iterator[_Place]:
    """Give every place of a secret that stands in a text by its name or form, its pieces on other lines too."""
    for seen in sightings(text):
        pieces = [text[start:end] for start, end in ((seen.start, seen.end), *seen.rest)]
        whole = "".join((*(joint().sub("", piece) for piece in pieces[:-1]), pieces[-1]))
        secrets, shown = parts(seen.kind, whole), _shown(seen.kind, whole)
        if len(lines := line_break().split(whole)) > 1 and seen.kind not in CONTAINERS:
            secrets += parts(seen.kind, "".join(lines))
            shown = _shown(seen.kind, "".join(lines))
            pieces = lines
        if len(pieces) > 1:
            secrets += tuple(filter(is_piece, (Secret(seen.kind, piece) for piece in pieces)))
        yield from _hidden(spans(seen.start, seen.end), shown, seen.kind, secrets)
        for piece in seen.rest:
            yield from _hidden(spans(*piece), _shown(seen.kind), seen.kind)


def _merged(places: list[_Place], hidden: list[tuple[int, int]]) -> list[_Place]:
    """Join what overlaps, the outer name staying; leave out what is hidden already."""
    merged: list[_Place] = []
    done = 0
    for place in sorted(places, key=lambda each: (each.start, -each.end, "/" not in each.shown)):
        while done < len(hidden) and hidden[done][1] <= place.start:
            done += 1
        inside = done < len(hidden) and hidden[done][0] <= place.start and place.end <= hidden[done][1]
        if inside or place.start >= place.end:
            continue
        if merged and place.start < merged[-1].end:
            last = merged.pop()
            same = place.start == last.start or (place.kind == last.kind and "/" not in last.shown)
            shown = place.shown if same and "/" in place.shown else last.shown
            merged.append(_Place(last.start, max(last.end, place.end), last.kind, shown))
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
    if kind in CONTAINERS:
        scope = _scope().search(value)
        return f"‹{kind} {scope[0]}›" if scope else f"‹{kind}›"
    match = scheme().match(value) if kind == "Authorization" else None
    return f"‹{kind} {match[1]}{_credential_shown(value)}›" if match else f"‹{kind}›"


def _key_prefix(value: str) -> str:
    prefix = next((each for each in KEY_PREFIXES if value.lstrip().startswith(each)), "")
    return f" {prefix}…" if prefix else ""


def _credential_shown(value: str) -> str:
    """Give the sort of key, and date, region and product of a version 4 credential."""
    match = _credential().search(value)
    return f"{_key_prefix(match[1])}{match[2]}" if match and match[2] else ""


@cache
def _credential() -> re.Pattern[str]:
    return re.compile(rf"Credential=([^/,\s]{{1,256}})({_SCOPE})?")


@cache
def _scope() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\r\n]){_SCOPE[1:]}(?![^\r\n])")


@cache
def _placeholder() -> re.Pattern[str]:
    """Exactly what `_shown` writes: anything else between the marks may be a secret."""
    kinds = "|".join(sorted(_KINDS))
    prefix = f"(?: (?:{'|'.join(map(re.escape, KEY_PREFIXES))})…)?"
    signed = rf"(?:{'|'.join(sorted(CONTAINERS))}) {_SCOPE[1:]}"
    return re.compile(
        rf"‹(?:{kinds}|{signed}|AccessKeyId{prefix}|Authorization (?:{'|'.join(SCHEMES)}){prefix}(?:{_SCOPE})?)›"
    )


# --- what is followed into other places --------------------------------------------------------------


@lru_cache(maxsize=2)
def _followed_values(known: tuple[Secret, ...]) -> dict[str, str]:
    """Give what is to be followed of the secrets of a capture; many texts of it are searched, one after another."""
    return _values(known)


def _values(secrets: Iterable[Secret]) -> dict[str, str]:
    return {secret.value: secret.kind for secret in secrets if is_followed(secret.value)}


@cache
def _request_id() -> re.Pattern[str]:
    return re.compile(r"(?i)request[-_ ]?id[^0-9a-z\r\n]{1,24}([0-9a-f][0-9a-f\-]{15,35})(?![0-9a-z])")
