"""The timeline of Insomnia: `*` what it does, `>` the request, `|` the data sent, `<` the response.

Source: Insomnia's `response-timeline-viewer` and its documentation; other clients on libcurl (Bruno, Apifox) copy the
form. It begins as libcurl never does, with `* Preparing request to`; the data of an answer it only counts.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.arrows import without_marks
from inspector.shapes.literals import replaced


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,8}\* Preparing request to https?://")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,8}< HTTP/\d")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Take the marks off, and leave out what the program says itself; None where no answer is marked so."""
    text = excerpt.text
    if "* Preparing request to http" not in text or not _begins().search(text) or not _answer().search(text):
        return None
    return replaced(excerpt, without_marks(text, ("> ", "< ", "| "), "* "))
