"""An inspection as JSON and back: how the worker process sends its result to the window.

JSON and not pickle: the worker reads hostile text, and nothing that it sends may be executed. A capture may contain
thousands of reports, so the inspection is sent with short versions of them, enough for a list, and each full report is
parsed only when it is shown. Of a tree that would block the window only the first rows are sent; everything derived
from it was derived from all rows.
"""

from __future__ import annotations

import json
import operator
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

from inspector import model
from inspector.model import Exchange, Inspection, Node, Problem, Report

BRIEF = ("http_status", "code", "ec", "request_id", "host", "bucket", "date")
"""The facts that a brief keeps."""

MOST_ROWS, MOST_BELOW = 5_000, 2_000
"""Rows of a tree that go, in all and below one row: read, laid out and painted within three frames."""


def pack(inspection: Inspection) -> tuple[bytes, bytes]:
    """Write the inspection with briefs and without its text, and the whole reports, one a line."""
    briefs = tuple(_brief(report) for report in inspection.reports)
    bare = inspection._replace(capture=inspection.capture._replace(text=""), reports=briefs)
    return json.dumps(bare).encode(), b"\n".join(json.dumps(_bare(report)).encode() for report in inspection.reports)


def unpack(packed: bytes, text: str) -> Inspection:
    """Read what `pack` wrote first, and put the text back. Raises ValueError for anything else."""
    inspection: Inspection = _read(Inspection, packed)
    return inspection._replace(capture=inspection.capture._replace(text=text))


def unpack_report(packed: bytes) -> Report:
    """Read one whole report, but for its advice, which is looked up when it is shown. Raises ValueError."""
    report: Report = _read(Report, packed)
    return report


def _brief(report: Report) -> Report:
    facts = tuple(
        fact._replace(place="", span=None)
        for name in BRIEF
        if (fact := next((one for one in report.facts if one.name == name), None))
    )
    return Report(Exchange(report.exchange.span, shape=report.exchange.shape), provider=report.provider, facts=facts)


def _bare(report: Report) -> Report:
    """Leave out what the tree holds already, and the advice."""
    exchange = report.exchange._replace(request=None, headers=(), fields=(), body=None, copies=())
    tree, left = _first(report.tree, MOST_ROWS)
    told = (Problem("tree-shortened", f"{MOST_ROWS - left:,}"),) if tree is not report.tree else ()
    return report._replace(exchange=exchange, tree=tree, entries=(), problems=(*report.problems, *told))


def _first(nodes: tuple[Node, ...], left: int) -> tuple[tuple[Node, ...], int]:
    """Give the first of the rows, the same value where that is all, and how many more there might have been."""
    kept: list[Node] = []
    for node in nodes[:MOST_BELOW]:
        if not left:
            break
        children, left = _first(node.children, left - 1)
        kept.append(node if children is node.children else node._replace(children=children))
    whole = len(kept) == len(nodes) and all(map(operator.is_, kept, nodes))
    return (nodes if whole else tuple(kept)), left


def _read(kind: Any, packed: bytes) -> Any:
    try:
        return _reader(kind)(json.loads(packed))
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(str(error)) from error


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Give the function that builds a value of a declared type out of plain JSON."""
    if hasattr(kind, "_fields"):
        return _tuple_reader(kind)
    of = typing.get_args(kind)
    if typing.get_origin(kind) is types.UnionType:
        return _reader(of[0])
    if typing.get_origin(kind) is tuple and of[-1] is Ellipsis:
        each = _reader(of[0])
        return lambda plain: tuple(map(each, plain)) if plain else ()
    if typing.get_origin(kind) is tuple:
        return lambda plain: tuple(_reader(one)(item) for one, item in zip(of, plain, strict=True))
    return lambda plain: plain


def _tuple_reader(kind: Any) -> Callable[[Any], Any]:
    """Build a named tuple: first its plain types are checked, then the fields that are not plain are read."""
    hints = typing.get_type_hints(kind, vars(model))
    fields = [hints[name] for name in kind._fields]
    allowed = [_plain_types(field) for field in fields]
    made = tuple.__new__
    sound: set[tuple[type, ...]] = set()  # few, and checked for each of thousands of nodes
    readers: list[tuple[int, Callable[[Any], Any]]] = []

    def learn(met: tuple[type, ...]) -> None:
        if len(met) != len(allowed) or not all(one in some for one, some in zip(met, allowed, strict=True)):
            raise TypeError(f"{met} is no {kind.__name__}")
        sound.add(met)
        readers[:] = [(place, _reader(fields[place])) for place, some in enumerate(allowed) if list in some]

    def read(plain: list[Any]) -> Any:
        if (met := tuple(map(type, plain))) not in sound:
            learn(met)
        for place, reader in readers:
            if plain[place] is not None:
                plain[place] = reader(plain[place])
        return made(kind, plain)  # as many as there are fields: that was checked

    return read


def _plain_types(kind: Any) -> frozenset[type]:
    """Give the types that JSON shows for a declared one."""
    if typing.get_origin(kind) is types.UnionType:
        return frozenset().union(*map(_plain_types, typing.get_args(kind)))
    return frozenset({kind if kind in (str, int, bool, type(None)) else list})
