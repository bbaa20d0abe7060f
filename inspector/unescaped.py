"""Text without its escapes, each character with its place: percent-encoding, entities, backslashes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

_NAMED_ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "sol": "/",
    "plus": "+",
    "equals": "=",
    "colon": ":",
    "comma": ",",
    "semi": ";",
    "period": ".",
    "lowbar": "_",
    "percnt": "%",
    "num": "#",
    "ast": "*",
    "commat": "@",
    "quest": "?",
    "dollar": "$",
    "bsol": "\\",
    "verbar": "|",
    "vert": "|",
    "excl": "!",
    "NewLine": "\n",
    "Tab": "\t",
    "lpar": "(",
    "rpar": ")",
    "lsqb": "[",
    "lbrack": "[",
    "rsqb": "]",
    "rbrack": "]",
    "lcub": "{",
    "lbrace": "{",
    "rcub": "}",
    "rbrace": "}",
}
"""The names that HTML has for ASCII characters."""

_LETTER_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class View:
    """A text read another way: a piece begins here at each of `steps`, and in the source at `origins`."""

    text: str
    steps: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def origin(self, offset: int) -> int:
        """Give the place in the source of the character at `offset`."""
        piece = bisect_right(self.steps, offset) - 1
        return self.origins[piece] + offset - self.steps[piece]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the source of the characters from `start` to `end`."""
        return self.origin(start), self.origin(end)


def unescape(text: str) -> View:
    """Undo percent-encoding, entities and backslash escapes of ASCII characters, over several layers."""
    if not any(mark in text for mark in "%\\&"):
        return View(text)
    parts: list[str] = []
    steps, origins = [0], [0]
    length = done = 0
    for match in escape_pattern().finditer(text):
        character = _meaning(match)
        parts += (text[done : match.start()], character)
        length += match.start() - done
        steps += (length, length + 1)
        origins += (match.start(), match.end())
        length += 1
        done = match.end()
    if not parts:
        return View(text)
    parts.append(text[done:])
    return View("".join(parts), tuple(steps), tuple(origins))


def _meaning(match: re.Match[str]) -> str:
    group, value = str(match.lastgroup), str(match[str(match.lastgroup)])
    if group == "letter":
        return _LETTER_ESCAPES[value]
    if group == "mark":
        return value
    if group == "entity":
        return _NAMED_ENTITIES[value]
    return chr(int(value, 10 if group == "decimal" else 16))


@cache
def escape_pattern() -> re.Pattern[str]:
    """Match one escape of an ASCII character, over several layers."""
    return re.compile(
        r"%(?:25){0,3}(?P<percent>[0-7][0-9A-Fa-f])"
        r"|\\{1,16}(?:u00(?P<unicode>[0-7][0-9A-Fa-f])|x(?P<byte>[0-7][0-9A-Fa-f])"
        r"|(?P<letter>[nrt])|(?P<mark>[\"'/]))"
        r"|&(?:amp;){0,3}(?:#0{0,4}(?P<decimal>[0-9]{2,3})|#[xX]0{0,4}(?P<hex>[0-7][0-9A-Fa-f])"
        rf"|(?P<entity>{'|'.join(_NAMED_ENTITIES)}));"
    )


@cache
def cut_escape() -> re.Pattern[str]:
    """Match an escape at the end of a text that was cut within it; a mail's soft end of line may stand behind."""
    return re.compile(
        r"(?:\\{1,16}(?:u[0-9A-Fa-f]{0,3}|x[0-9A-Fa-f]?)?|&(?:amp;){0,3}#?[xX]?[0-9A-Za-z]{0,5}|%(?:25){0,3}[0-9A-Fa-f]?)=?\Z"
    )
