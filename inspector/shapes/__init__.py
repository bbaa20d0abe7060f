"""What was pasted? What is nothing but HTTP and XML is read at once; of any other text every shape is asked."""

from __future__ import annotations

from inspector import archive_text
from inspector.model import Excerpt
from inspector.once import reading
from inspector.shapes import clean
from inspector.shapes.clean import Recognition


def recognise(text: str) -> Recognition:
    """Find the responses in a text, in each member of an archive by itself; whatever stands in it, nothing raises."""
    with reading():
        return _read(Excerpt(text))


def _read(whole: Excerpt) -> Recognition:
    parts = archive_text.parts(whole)
    if parts:
        from inspector.shapes import members  # noqa: PLC0415 - most captures are no archive

        told = members.recognised(whole, parts, _recognised)
        exchanges = members.together(told)
    else:
        told = [_recognised(whole, "")]
        exchanges = told[0].exchanges
    first = next((one.shape for one in told if one.exchanges), told[0].shape)
    problems = dict.fromkeys(problem for one in told for problem in one.problems)
    return Recognition(first, exchanges, tuple(problems))


def _recognised(excerpt: Excerpt, named: str) -> Recognition:
    if (read := clean.read(excerpt, named)) is not None:
        return read
    from inspector.shapes import asking  # noqa: PLC0415 - forty modules that a clean capture does not need

    return asking.recognised(excerpt, named)
