"""The redactor: nothing planted is left, what support needs stays, and hiding twice changes nothing."""

from __future__ import annotations

import re
from functools import lru_cache

import secrets_maker
from fuzz.oracle import Wrong
from secrets_left import leaks

from inspector.redact import find_secrets, redact
from inspector.secret_shapes import SCHEMES

NUMBER = 4
"""Bytes of an input that choose which capture is made; the rest stands around it."""

_NO_MARKS = dict.fromkeys(map(ord, "‹›＜＞"))
"""Brackets that make ours look like tags off a picture: then too much is hidden, never too little."""

MOST = 1_000_000
_MARK = re.compile(r"‹[^‹›\r\n]{1,200}›")
"""What stands in the place of a secret, its scheme and region with it."""

_ID = re.compile(r"[0-9A-Fa-f-]+")
"""What may be a piece of a request ID, which is never hidden."""

SHORTEST = 15
"""Shorter values may well stand in the text as something else."""


def redaction_holds(raw: bytes) -> None:
    """Any text: taken, hidden once and for all."""
    text = raw.decode("utf-8", "replace")
    once = redact(text)
    again = redact(once.text)
    if again.text != once.text or again.hidden:
        raise Wrong("not idempotent", "redact", (once.text[:400], again.text[:400]))
    known = find_secrets(text)
    hidden = _MARK.sub("", redact(text, known).text)
    for secret in known:
        known_word = secret.value in SCHEMES or _ID.fullmatch(secret.value)
        if len(secret.value) > SHORTEST and not known_word and secret.value in hidden:
            raise Wrong("left", f"redact {secret.kind}", (secret.value, hidden[:400]))


def planted_holds(raw: bytes) -> None:
    """A capture with secrets among lines of anything: no line beside it bares one, or takes an ID for one."""
    planted, clean = made(int.from_bytes(raw[:NUMBER], "big") % MOST)
    around = raw[NUMBER:].decode("utf-8", "replace").translate(_NO_MARKS)
    middle = len(around) // 2
    hidden = redact(f"{around[:middle]}\n\n{planted.text}\n\n{around[middle:]}").text
    left = leaks([hidden], planted.secrets)
    if left and not any(one in around for one in left) and not leaks([clean], planted.secrets):
        raise Wrong("left", "planted", (planted.about, left))
    if redact(f"{around[:middle]}\n\n{around[middle:]}").hidden:
        return  # what is hidden around it may reach into it: a private key without its end does
    for value in planted.kept:
        whole = re.compile(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])")
        if whole.search(clean) and not whole.search(hidden):
            raise Wrong("destroyed", "planted", (planted.about, value))


@lru_cache(maxsize=1024)
def made(number: int) -> tuple[secrets_maker.Planted, str]:
    """Give a capture with secrets, and what is left of it when it stands alone.

    Only ones of which no line was broken: whether pieces belong together is told by all the lines around them.
    """
    planted = secrets_maker.planted(number)
    while not planted.about.endswith(", whole"):
        number += 1
        planted = secrets_maker.planted(number)
    return planted, redact(planted.text).text
