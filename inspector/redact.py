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

from inspector.copies import copies, decoded_runs
from inspector.line_breaks import line_break
from inspector.model import Excerpt
from inspector.secret_names import CONTAINERS, NAMES, WHOLE_NAMES
from inspector.secret_places import sightings
from inspector.secret_shapes import SCHEMES, shaped
from inspector.secret_values import Secret, is_followed, is_telling, parts, scheme
from inspector.shapes.peeling import peel
from inspector.unescaped import View, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _Layer = tuple[str, Callable[[int, int], tuple[int, int]]]

__all__ = ["KEY_PREFIXES", "Redacted", "Secret", "find_secrets", "redact"]

KEY_PREFIXES = ("LTAI", "STS.", "AKIA", "ASIA", "JDC_")
"""Beginnings of an AccessKey ID that tell what sort of key it is and nothing more."""

_KINDS = {*NAMES.values(), *WHOLE_NAMES.values(), "PrivateKey", "Login", "Encoded"}
_SCOPE = r"/[0-9]{8}/[a-z0-9\-]{1,32}/[a-z0-9\-]{1,16}/[a-z0-9_]{1,32}"
_DEEPEST = 2
_LONGEST_PEELED = 1_000_000
_MOST_ROUNDS = 4


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
    places = _merged([_Place(start, end, _shown(kind, text[start:end])) for start, end, kind in hits], [])
    return Redacted(_replaced(text, places), len(places))


def _as_secret(known: Secret | str) -> Secret:
    if isinstance(known, Secret):
        return known
    return Secret("AccessKeyId" if known.startswith(KEY_PREFIXES) else "Secret", known)


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Give each secret value in `text` that can be followed into other text, in order of place, once."""
    places = sorted(_found(text), key=lambda place: place.start)
    return tuple(dict.fromkeys(secret for place in places for secret in place.secrets if is_followed(secret.value)))


def _to_hide(text: str, known: tuple[Secret, ...]) -> list[_Place]:
    plain = unescape(text)
    places = list(_found(text, plain))
    request_ids = [match.span(1) for match in _request_id().finditer(text)]
    followed = _followed_values(known)
    own = _values(secret for place in places for secret in place.secrets)
    for values in (followed, {value: kind for value, kind in own.items() if value not in followed}):
        hits = copies(text, plain, values) if values else ()
        places += (
            _Place(start, end, _shown(kind, text[start:end]))
            for start, end, kind in hits
            if not any(first <= start and end <= last for first, last in request_ids)
        )
    return _merged(places, [match.span() for match in _placeholder().finditer(text)])


def _found(text: str, plain: View | None = None, depth: int = 0) -> Iterator[_Place]:
    """Give every place of a secret: in each layer of the text, and in what blobs decode to."""
    view = plain or unescape(text)
    for layer in _layers(text, view):
        yield from _places(*layer)
    if depth < _DEEPEST:
        for start, end, readable in decoded_runs(view):
            inner = tuple(_found(readable, depth=depth + 1))
            if inner:
                secrets = tuple(secret for place in inner for secret in place.secrets)
                yield _Place(start, end, _shown("Encoded"), secrets)


def _layers(text: str, plain: View) -> Iterator[_Layer]:
    """Give the text, the text without its escapes, and both without marks and breaks, as the shapes read them."""
    yield text, lambda start, end: (start, end)
    if plain.text != text:
        yield plain.text, plain.place
    if len(text) > _LONGEST_PEELED or not re.search(r"[\r\n][^\r\n]", text):
        return
    peeled = peel(Excerpt(text))[0]
    if peeled.text != text:
        bare = unescape(peeled.text)
        yield peeled.text, peeled.span
        if bare.text != peeled.text:
            yield bare.text, lambda start, end: peeled.span(*bare.place(start, end))


def _places(text: str, place: Callable[[int, int], tuple[int, int]]) -> Iterator[_Place]:
    """Give every place of a secret that stands in a text by its name or form, its pieces on other lines too."""
    for seen in sightings(text):
        pieces = [text[start:end] for start, end in ((seen.start, seen.end), *seen.rest)]
        whole = "".join(pieces)
        shown, secrets = _shown(seen.kind, whole), parts(seen.kind, whole)
        if len(lines := line_break().split(whole)) > 1 and seen.kind not in CONTAINERS:
            secrets += parts(seen.kind, "".join(lines))
            pieces = lines
        if len(pieces) > 1:
            secrets += tuple(Secret(seen.kind, piece) for piece in pieces if is_telling(seen.kind, piece))
        start, end = place(seen.start, seen.end)
        yield _Place(start, end, shown, secrets)
        yield from (_Place(*place(*piece), _shown(seen.kind)) for piece in seen.rest)


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
def _placeholder() -> re.Pattern[str]:
    """Exactly what `_shown` writes: anything else between the marks may be a secret."""
    kinds = "|".join(sorted(_KINDS))
    prefix = f"(?: (?:{'|'.join(map(re.escape, KEY_PREFIXES))})…)?"
    return re.compile(rf"‹(?:{kinds}|AccessKeyId{prefix}|Authorization (?:{'|'.join(SCHEMES)}){prefix}(?:{_SCOPE})?)›")


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
