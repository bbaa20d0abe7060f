"""What was pasted? What is nothing but HTTP and XML is read at once; of any other text every shape is asked."""

from __future__ import annotations

from inspector import archive
from inspector.model import Excerpt
from inspector.shapes import clean
from inspector.shapes.clean import Recognition


def recognise(text: str) -> Recognition:
    """Find the responses in a text, in each member of an archive by itself; whatever stands in it, nothing raises."""
    whole = Excerpt(text)
    told = [_recognised(part, shape_id) for shape_id, part in archive.parts(whole) or (("", whole),)]
    first = next((one.shape for one in told if one.exchanges), told[0].shape)
    problems = dict.fromkeys(problem for one in told for problem in one.problems)
    return Recognition(first, tuple(one for each in told for one in each.exchanges), tuple(problems))


def _recognised(excerpt: Excerpt, named: str) -> Recognition:
    if (read := clean.read(excerpt, named)) is not None:
        return read
    from inspector.shapes import asking  # noqa: PLC0415 - forty modules that a clean capture does not need

    return asking.recognised(excerpt, named)
