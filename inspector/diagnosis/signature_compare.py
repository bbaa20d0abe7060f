"""Puts the server's lines beside those rebuilt from the request, in the server's order, with the first difference.

A masked value agrees with any value that fits around the mask. What the capture does not show counts as no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from inspector.diagnosis.signature_server import Line
from inspector.model import Compared

_MASK = re.compile(r"\*{2,}|[xX]{4,}|#{4,}|\.{3,}|…|(?:%2A){2,40}|\A[\[<][^\]>]{0,60}[\]>]\Z")
_DATES = {"date", "expires"}


def alone(server: Iterable[Line]) -> tuple[Compared, ...]:
    """Give the server's lines where no request stands beside them."""
    return tuple(Compared(line.name, line.text, None, -1, line.span) for line in server)


def beside(server: Iterable[Line], rebuilt: Iterable[Line], *, all_headers: bool) -> tuple[Compared, ...]:
    """Pair lines by what they hold; `all_headers` says whether the request's headers are in the capture.

    The date and the time of expiry are one line of the string: each is held against what the other side has there.
    """
    said, given = list(server), list(rebuilt)
    ours = {_place(line.name): line for line in given}
    rows = [_row(line, ours.pop(_place(line.name), None), all_headers) for line in said]
    known = {line.name for line in said}
    if "hash" in known:
        return tuple(rows)
    for line in given:
        if _place(line.name) in ours and line.text:
            at = next((i for i, row in enumerate(rows) if _after(row.name, line.name)), len(rows))
            rows.insert(at, Compared(line.name, None, line.text, 0, None, line.span))
    return tuple(rows)


def differing(server: str, rebuilt: str) -> int:
    """Give the number of the first character in which two lines differ; -1 where they agree."""
    if server == rebuilt or _fits(server, rebuilt) or _fits(rebuilt, server):
        return -1
    pairs = zip(server, rebuilt, strict=False)
    return next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(server), len(rebuilt)))


def _row(line: Line, ours: Line | None, all_headers: bool) -> Compared:
    text = line.text or ""
    if ours is not None and ours.text is not None:
        return Compared(line.name, text, ours.text, differing(text, ours.text), line.span, ours.span)
    if ours is None and all_headers and line.name.startswith("header "):
        return Compared(line.name, text, None, 0, line.span)
    return Compared(line.name, text, None, -1, line.span)


def _fits(masked: str, whole: str) -> bool:
    """Tell whether a value with a mask in it can be the other value."""
    pieces = _MASK.split(masked)
    if len(pieces) < 2 or not whole.startswith(pieces[0]) or not whole.endswith(pieces[-1]):  # noqa: PLR2004 - no mask
        return False
    at = 0
    for piece in pieces:
        at = whole.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _place(name: str) -> str:
    return "date" if name in _DATES else name


def _after(known: str, name: str) -> bool:
    """Tell whether a line of the server belongs behind a header that only the request has."""
    return known > name if known.startswith("header ") else known in ("resource", "signed-headers")
