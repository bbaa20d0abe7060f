"""The shape of last resort: text in which no response was found."""

from __future__ import annotations

from inspector.model import Excerpt, Exchange


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:  # noqa: ARG001 - every shape is asked alike
    """Answer that the text is ours to show, and holds no response."""
    return ()
