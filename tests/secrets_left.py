"""Looks for what is left of secrets in whatever left the program: `leaks`."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

BLOCK = 6
"""Characters of a secret that may not be found anywhere, each such block of it apart."""

_ESCAPE = re.compile(
    r"%([0-9A-Fa-f]{2})|\\+(?:u00|x)([0-9A-Fa-f]{2})|&#x([0-9A-Fa-f]{2});|&#([0-9]{2,3});"
    r"|&(amp|lt|gt|quot|plus|equals|sol|colon|semi|lowbar|period);|\\(?=[/\"])"
)
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "plus": "+", "equals": "=", "sol": "/", "colon": ":", "semi": ";",
    "lowbar": "_", "period": ".",
}  # fmt: skip
_OFFSET = re.compile(r"^(?:[0-9a-f]{8}: (?:[0-9a-f]{2,4} ){1,8} {1,40}|[0-9a-f]{4,8}: )", re.MULTILINE)
_MARKS = re.compile(
    r"^(?:[A-Z][a-z]{2} \d\d [\d:]{8} \S+ \S+: |[\w.\-]+-\d  \| |[\d\-]{10}T[\d:.]+Z [A-Z]+ \S+ - )", re.MULTILINE
)
_BROKEN = re.compile(r"\n[>| ]*")
_LETTERS = re.compile(r"[A-Za-z0-9+/]{20,}")
_DEEPEST = 2


def _unescaped(match: re.Match[str]) -> str:
    percent, unicode, hexadecimal, decimal, entity = match.groups()
    if entity:
        return _ENTITIES[entity]
    digits = percent or unicode or hexadecimal
    return chr(int(digits, 16)) if digits else chr(int(decimal)) if decimal else ""


def _plain(text: str) -> str:
    for _ in range(3):
        text = _ESCAPE.sub(_unescaped, text)
    return text


def readings(text: str) -> Iterator[str]:
    """Read a text as it stands, without its escapes, without breaks and marks too, as hex digits, and decoded."""
    plain = _plain(text)
    bare = _MARKS.sub("", _OFFSET.sub("", plain))
    joined = re.sub(r"\\n|=\n|[\s>|#\\\"'‹›]+", "", bare)
    joined = joined.replace("-", "+").replace("_", "/")
    digits = re.sub(r"0x|[ :,\n>]+", "", plain.lower())
    yield from (text, plain, joined, digits)
    if "&#" in text:  # an escape that a line's end broke
        yield _plain(_BROKEN.sub("", text))
    yield from _decoded(joined)


def _decoded(text: str, depth: int = 0) -> Iterator[str]:
    """Give what its Base64 means, at each of four places in a group; and what that means in turn."""
    for run in _LETTERS.findall(text):
        for skipped in range(4):
            raw = base64.b64decode(run[skipped:][: (len(run) - skipped) // 4 * 4])
            if sum(32 <= byte < 127 for byte in raw) * 2 >= len(raw):
                meant = raw.decode("latin-1").replace("\0", "")
                for _ in range(2):
                    meant = _ESCAPE.sub(_unescaped, meant)
                yield meant
                if depth < _DEEPEST:
                    yield from _decoded(meant, depth + 1)


def blocks(secrets: Iterable[str], size: int = BLOCK) -> dict[str, str]:
    """Give every block of the secrets as it would stand in some encoding -> the block."""
    found: dict[str, str] = {}
    for secret in secrets:
        start = next(
            (len(each) for each in ("LTAI5t", "LTAI", "CAIS", "STS.N", "JDC_", "AKIA") if secret.startswith(each)), 0
        )
        for at in range(start, len(secret) - size + 1, size):
            block = secret[at : at + size]
            standard = block.replace("-", "+").replace("_", "/")
            wide = block.encode("utf-16-le")
            found |= dict.fromkeys((block, standard, block.encode().hex(), wide.hex()), block)
            found |= dict.fromkeys((*_in_base64(block.encode()), *_in_base64(wide)), block)
    return found


def _in_base64(raw: bytes) -> Iterator[str]:
    for before in range(3):
        written = base64.b64encode(b"\0" * before + raw).decode()
        yield written[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


def leaks(texts: Iterable[str], secrets: Iterable[str], size: int = BLOCK) -> list[str]:
    """Give the blocks of the secrets that can still be read in the texts, in any of the encodings."""
    wanted = blocks(secrets, size)
    read = "\0".join(reading for text in texts for reading in readings(text))
    grams = {read[at : at + BLOCK] for at in range(len(read))}  # a thousand forms would be a thousand searches
    return sorted({block for form, block in wanted.items() if form[:BLOCK] in grams and form in read})
