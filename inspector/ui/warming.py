"""What the first paste would else wait for, done ahead in steps after the first paint, none longer than a frame."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from inspector import assets
from inspector.catalog import Catalog
from inspector.model import Excerpt
from inspector.pipeline import advised, diagnosed, inspect

_MODULES = (
    "hashlib",
    "inspector.diagnosis",
    "inspector.ui.guidance_words",
    "inspector.shapes.asking",
    "inspector.redact",
)
"""What the first paint does without, and each brings many with it; first what the guidance of an example waits for."""

_DRESS = "a log: "
"""Before a capture: clean it is read by few shapes, within other text by all."""


def steps(knowledge: Catalog) -> Iterator[None]:
    """Load the engine, then have it read the examples, so that its patterns are made and its files read."""
    for name in _MODULES:
        importlib.import_module(name)
        yield
    from inspector.redact import find_secrets  # noqa: PLC0415 - loaded by the steps before
    from inspector.shapes import tables  # noqa: PLC0415 - the same

    examples = [path.read_bytes().decode() for path in assets.examples().values()]
    for shape in (*tables.WHOLE, *tables.PRINTED):
        shape.read(Excerpt(_DRESS + examples[0]))
        yield
    for text in examples:
        find_secrets(text)
        yield
        for before in ("", _DRESS):
            inspection = inspect((before + text).encode(), "example", "", knowledge, explaining=False)
            yield
            for report in inspection.reports:
                found = diagnosed(report, knowledge)
                yield
                advised(found, knowledge)
                yield
