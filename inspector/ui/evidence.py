"""The button beside whatever was read or computed: it shows the characters that this rests on."""

from __future__ import annotations

from collections.abc import Callable

from inspector.model import Span
from inspector.ui.parts import Tool


class Evidence(Tool):
    """An eye that stands wherever something has a place in the capture."""

    def __init__(self, spans: tuple[Span, ...], show: Callable[[tuple[Span, ...]], object], *, name: str) -> None:
        """`show` is called with the places, such as a signal's `emit`."""
        super().__init__("eye", name=name)
        self.say(self.tr("Show where this was read"))
        self.clicked.connect(lambda: show(spans))
