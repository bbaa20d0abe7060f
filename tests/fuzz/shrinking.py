"""Makes an input short while it stays the same find."""

from __future__ import annotations

from fuzz.targets import Target
from fuzz.trying import Find, tried


def shrunk(target: Target, raw: bytes, find: Find) -> bytes:
    """Take out pieces, halves first, single bytes last."""
    size = len(raw) // 2
    while size:
        at = 0
        while at < len(raw):
            less = raw[:at] + raw[at + size :]
            met = tried(target, less)
            if met and met.sign == find.sign:
                raw = less
            else:
                at += size
        size //= 2
    return raw
