"""Captured text made safe to print: what acts instead of being seen is shown by its number."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LINE_END = re.compile(r"\r\n|\n|\r")


def visible(text: str) -> str:
    """Show what would not be seen, controls and marks that turn the writing direction; lines end with LF."""
    return _UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", _LINE_END.sub("\n", text))


def on_one_line(text: str) -> str:
    """Show the ends of lines too, so that a value cannot look like more rows."""
    return _LINE_END.sub("<U+000A>", text)
