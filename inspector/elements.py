"""Lists the tree's leaves by name: the elements of an error body, and the fields that a program printed."""

from collections.abc import Iterator
from typing import NamedTuple

from inspector.model import Node, Span
from inspector.once import once
from inspector.shapes.joining import plain_name

PLACES = {"body": "body", "from-header": "x-oss-err", "fields": "field"}
"""The sections that hold elements, and how a fact's place names them."""

_WRAPPERS = {"details", "error", "errors", "parseddetails", "errorfields", "errorfileds", "userinfo", "errordetails"}
_MISREAD = {"hostld": "hostid", "hostd": "hostid", "requestld": "requestid", "requestd": "requestid"}


class Element(NamedTuple):
    """A leaf or branch of the error body: its path below the root, its value, the characters of the value."""

    path: str
    value: str
    span: Span
    place: str


def name_of(path: str) -> str:
    """Give the name of an element as it is compared: OCR of a screenshot reads the I of ID as an l, or loses it."""
    lowered = path.lower()
    return _MISREAD.get(lowered, lowered)


@once
def elements(tree: tuple[Node, ...]) -> tuple[Element, ...]:
    """Give all elements below the root of the body, and of the body hidden in a header, in their order."""
    found: list[Element] = []
    for section in tree:
        if place := PLACES.get(section.kind):
            for child in _below_the_roots(section):
                _walk(child, "", place, found)
    return tuple(found)


def _below_the_roots(section: Node) -> Iterator[Node]:
    """Give the nodes below the root of a body, or all printed fields; wrappers such as `details` are opened.

    JSON has the root in an object without a name: `{"Error": {"Code": ...}}`.
    """
    for root in section.children:
        if section.kind == "fields" and not _wraps(root):
            yield root
        elif len(root.children) == 1 and _wraps(root.children[0]):
            yield from root.children[0].children
        elif root.kind in ("element", "field"):
            yield from root.children


def _wraps(node: Node) -> bool:
    return bool(node.children) and plain_name(node.label) in _WRAPPERS


def _walk(node: Node, above: str, place: str, found: list[Element]) -> None:
    """Add an element and those below; a value that is cut off is shown in the tree, but is no fact."""
    if node.kind == "cut":
        return
    path = above + node.label.rpartition(":")[2]
    found.append(Element(path, node.value, node.span, f"{place}:{path}"))
    for child in node.children:
        _walk(child, path + "/", place, found)
