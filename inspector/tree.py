"""Exchange -> nodes: the request, the status line, the headers in their order, the nested body.

Every node knows the characters it came from. The error that the response to a HEAD request carries in `x-oss-err` (the
XML body in Base64, which Alibaba Cloud's SDKs read as well) becomes a section of its own, marked as coming from the
header.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from inspector import mojibake, xml_scan
from inspector.model import Excerpt, Exchange, Node, Pair, Problem, Span

_HIDDEN_BODY = "x-oss-err"
_FROM_URL_FORM = str.maketrans("-_", "+/")
_STRICT_LIMIT = 1024 * 1024


def parse(exchange: Exchange) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Give the sections of the tree, and what was wrong with what they hold.

    A further place that tells nothing new is one row that says where it stands.
    """
    sections, problems = _sections(exchange)
    known = _values(sections) if exchange.copies else set()
    for copy in exchange.copies:
        nodes, told = _sections(copy)
        if (values := _values(nodes)) <= known:
            sections.append(Node("copy", "", "", copy.span, copy.span))
        else:
            sections += nodes
            problems += told
            known |= values
    return tuple(sections), tuple(dict.fromkeys((*problems, *mojibake.told(tuple(sections)))))


def _sections(exchange: Exchange) -> tuple[list[Node], list[Problem]]:
    sections: list[Node] = []
    problems: list[Problem] = []
    if exchange.request:
        sections.append(_request(exchange))
    if exchange.start:
        start = exchange.start
        sections.append(Node("status", "", start.text, start.span, start.span))
    if exchange.headers:
        sections.append(_headers(exchange.headers))
    if exchange.fields:
        sections.append(_section("fields", exchange.fields, exchange.span))
    if exchange.body:
        nodes, told = _body(exchange.body)
        sections.append(_section("body", nodes, exchange.body.span(0, len(exchange.body.text))))
        problems += told
    hidden = next((pair for pair in exchange.headers if pair.name.lower() == _HIDDEN_BODY), None)
    if hidden:
        nodes, told = _hidden_body(hidden)
        sections += [_section("from-header", nodes, hidden.span)] if nodes else []
        problems += told
    return sections, problems


def _values(nodes: Sequence[Node]) -> set[tuple[str, str]]:
    """Give the named values below the nodes."""
    found = {(node.label.lower(), node.value) for node in nodes if node.value}
    return found.union(*(_values(node.children) for node in nodes))


def _section(kind: str, children: tuple[Node, ...], block: Span) -> Node:
    return Node(kind, "", "", block, block, children)


def _request(exchange: Exchange) -> Node:
    request = exchange.request
    assert request is not None  # noqa: S101 - asked by the caller
    rows = tuple(_header(pair) for pair in request.headers)
    return Node("request", "", request.start.text, request.start.span, request.span, rows)


def _headers(pairs: tuple[Pair, ...]) -> Node:
    block = Span(min(pair.line.start for pair in pairs), max(pair.line.end for pair in pairs))
    return _section("headers", tuple(_header(pair) for pair in pairs), block)


def _header(pair: Pair) -> Node:
    return Node("header", pair.name, pair.value, pair.span, pair.line)


def _body(body: Excerpt) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Read a body as JSON or XML where it holds a named value, else as text."""
    opening = re.search(r"<\?|<[A-Za-z_]", body.text)
    is_json = body.text.lstrip().startswith(("{", "["))
    if is_json and (nodes := _of_json(body)):
        return nodes, ()
    if opening is None or is_json:
        span = body.span(0, len(body.text))
        return (Node("text", "", body.text, span, span),), ()
    begin = opening.start()
    xml = body.cut(begin, len(body.text))
    nodes, problems = xml_scan.scan(xml)
    error = xml_scan.error_tag().search(body.text)
    if error and not _declared(body.text, error.start()) and not _holds_errors(nodes):
        begin = error.start()
        xml = body.cut(begin, len(body.text))
        nodes, problems = xml_scan.scan(xml)
    if xml_scan.dtd().search(body.text, 0, begin):
        problems = tuple(dict.fromkeys((Problem("xml-dtd"), *problems)))
    if not nodes:
        span = body.span(0, len(body.text))
        return (Node("text", "", body.text, span, span),), problems
    doubtful = not problems and len(xml.text) <= _STRICT_LIMIT and not xml_scan.is_plainly_sound(xml.text, problems)
    if doubtful and (flaw := xml_scan.flaws(xml.text)):
        problems = (Problem("xml-not-well-formed", flaw),)
    return nodes, problems


def _of_json(body: Excerpt) -> tuple[Node, ...]:
    from inspector.shapes import structure_fields  # noqa: PLC0415 - few bodies are JSON

    return structure_fields.body(body)


def _holds_errors(roots: tuple[Node, ...]) -> bool:
    """Tell whether an element that is closed lists errors, as `DeleteResult` does."""
    names = [child.label.rpartition(":")[2] for root in roots[:1] if not root.damaged for child in root.children]
    return "Error" in names


def _declared(text: str, found: int) -> bool:
    """Tell whether nothing but a declaration stands before the element at `found`."""
    return re.fullmatch(r"\s{0,1000}(?:<\?[^<>]{0,200}>\s{0,1000})?", text[:found]) is not None


def _hidden_body(pair: Pair) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    try:
        text = base64.b64decode(_padded("".join(pair.value.split())), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return (), (Problem("hidden-body-unreadable", pair.name),)
    nodes, problems = _body(_decoded(text, pair.span))
    return nodes, problems


def _padded(value: str) -> str:
    """Give plain Base64 for what may be its form for URLs, or lack the signs that fill it up."""
    return value.translate(_FROM_URL_FORM) + "=" * (-len(value) % 4)


def _decoded(text: str, span: Span) -> Excerpt:
    """Give decoded text whose characters know their place in the Base64: three bytes for four characters."""
    steps = tuple(range(0, len(text), 3)) or (0,)
    sizes = [len(text[step : step + 3].encode()) for step in steps]
    origins: list[int] = []
    done = 0
    for size in sizes:
        origins.append(min(span.start + done // 3 * 4, span.end))
        done += size
    return Excerpt(text, steps, tuple(origins), (1,) * len(steps))
