"""An inspection as JSON and back: how the worker process hands its answer to the window.

JSON and not pickle, for the worker reads hostile text and nothing that it sends may be code.
"""

from __future__ import annotations

import json
import types
import typing
from functools import cache
from typing import Any

from inspector import model
from inspector.model import Inspection


def pack(inspection: Inspection) -> bytes:
    """Write all but the text and the bodies, which the tree holds already."""
    reports = tuple(report._replace(exchange=report.exchange._replace(body=None)) for report in inspection.reports)
    bare = inspection._replace(capture=inspection.capture._replace(text=""), reports=reports)
    return json.dumps(bare).encode()


def unpack(packed: bytes, text: str) -> Inspection:
    """Read what `pack` wrote, and put the text back. Raises ValueError for anything else."""
    try:
        inspection: Inspection = _value(Inspection, json.loads(packed))
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(str(error)) from error
    return inspection._replace(capture=inspection.capture._replace(text=text))


@cache
def _types(kind: type) -> tuple[Any, ...]:
    hints = typing.get_type_hints(kind, vars(model))
    return tuple(hints[name] for name in getattr(kind, "_fields", ()))


def _value(kind: Any, plain: Any) -> Any:
    """Build a value of a declared type: a named tuple, a tuple of one type or of several, an optional, or plain."""
    if hasattr(kind, "_fields"):
        wanted = _types(kind)
        if len(wanted) != len(plain):
            raise ValueError(f"{kind} has {len(wanted)} fields")
        return kind(*map(_value, wanted, plain))
    of = typing.get_args(kind)
    if typing.get_origin(kind) is types.UnionType:
        return None if plain is None else _value(of[0], plain)
    if typing.get_origin(kind) is tuple:
        if of[-1] is Ellipsis:
            return tuple(_value(of[0], item) for item in plain)
        return tuple(_value(one, item) for one, item in zip(of, plain, strict=True))
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r:.40} is no {kind.__name__}")
    return plain
