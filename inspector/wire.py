"""An inspection as JSON and back: how the worker process hands its answer to the window.

JSON and not pickle, for the worker reads hostile text and nothing that it sends may be code.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import cache
from typing import Any

from inspector import model
from inspector.model import Inspection


def pack(inspection: Inspection) -> bytes:
    """Write all but the text and the bodies, which the tree holds already."""
    reports = tuple(
        dataclasses.replace(report, exchange=dataclasses.replace(report.exchange, body=None))
        for report in inspection.reports
    )
    capture = dataclasses.replace(inspection.capture, text="")
    return json.dumps(_plain(dataclasses.replace(inspection, capture=capture, reports=reports))).encode()


def unpack(packed: bytes, text: str) -> Inspection:
    """Read what `pack` wrote, and put the text back. Raises ValueError for anything else."""
    try:
        inspection = _value(Inspection, json.loads(packed))
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(str(error)) from error
    return typing.cast(
        "Inspection", dataclasses.replace(inspection, capture=dataclasses.replace(inspection.capture, text=text))
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _fields(kind: type) -> tuple[Any, ...]:
    hints = typing.get_type_hints(kind, vars(model))
    return tuple(hints[field.name] for field in dataclasses.fields(kind))


def _value(kind: Any, plain: Any) -> Any:
    """Build a value of a declared type: a dataclass, a tuple of one type or of several, an optional, a plain value."""
    if dataclasses.is_dataclass(kind):
        wanted = _fields(typing.cast("type", kind))
        if len(wanted) != len(plain):
            raise ValueError(f"{kind} has {len(wanted)} fields")
        return typing.cast("Any", kind)(*(_value(one, item) for one, item in zip(wanted, plain, strict=True)))
    of = typing.get_args(kind)
    if typing.get_origin(kind) is types.UnionType:
        return None if plain is None else _value(of[0], plain)
    if typing.get_origin(kind) is tuple:
        if of[-1] is Ellipsis:
            return tuple(_value(of[0], item) for item in plain)
        return tuple(_value(one, item) for one, item in zip(of, plain, strict=True))
    if not isinstance(plain, kind):
        raise ValueError(f"{plain!r:.40} is no {kind.__name__}")
    return plain
