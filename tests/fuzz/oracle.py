"""What must hold of whatever came in: places within the text, values that stand there, nothing fenced off.

`Wrong` is a find. Its first word and the place tell one find from another; what it carries is for the reader.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

import slices

from inspector.model import Excerpt, Exchange, Inspection, Node, Pair, Problem, Report, Span

FENCED = ("shape-failed", "step-failed")
_LAYERS = 3
_ENCODED = re.compile(
    r"[%\\&]|\[0x|[A-Za-z0-9+/_\-]{24}|[A-Za-z0-9+/]{3}[a-z0-9][A-Z][A-Za-z0-9+/]{3}|(?:[0-9a-fA-F]{2}[^0-9a-fA-F]?){6}"
)
_WORD = re.compile(r"[A-Za-z0-9]{2,4}")
_NO_LETTER = re.compile(r"[^A-Za-z0-9+/]+")
_HEX = re.compile(r"[0-9a-fA-F]{2}")


class Wrong(Exception):  # noqa: N818 - it is what was found
    """Something that must hold does not: `rule` names it, `where` tells which part broke it."""

    def __init__(self, rule: str, where: str, seen: object = ""):
        super().__init__(f"{rule} | {where} | {str(seen)[:600]}")
        self.rule, self.where = rule, where


def within(text: str, *spans: Span, where: str) -> None:
    for span in spans:
        if not 0 <= span.start <= span.end <= len(text):
            raise Wrong("outside", where, span)


def held(text: str, value: str, span: Span, where: str) -> None:
    """The signs of a value stand in the characters of its span, in their order, as they are or decoded.

    Where the span holds something encoded and garbled, only a few letters of the value are looked for: where its reader
    and ours take up again after a flaw is no rule.
    """
    within(text, span, where=where)
    here = text[span.start : span.end]
    if value in here:
        return
    if not value.replace("\n", "").isprintable():  # garbage decoded as if it were Base64 or hex
        return
    wanted = _WORD.findall(value) if _ENCODED.search(here) else [slices.squeezed(value)]
    if wanted and not any(_in_order(one, form) for form in _forms(here) for one in wanted):
        raise Wrong("unheld", where, (value, here))


def _in_order(wanted: str, form: str) -> bool:
    """Other signs may stand between: quotation marks, line ends, prefixes that were taken off."""
    left = iter(form)
    return all(sign in left for sign in wanted)


def _forms(here: str) -> Iterator[str]:
    """The text, and whatever can be read in it in three layers of escapes and encodings."""
    seen = layer = {here: None}
    yield here
    for _ in range(_LAYERS):
        layer = {form: None for one in layer for form in _decoded(one) if form not in seen}
        yield from layer
        seen = seen | layer


def _decoded(one: str) -> Iterator[str]:
    yield unquote(one)
    yield unquote_plus(one)
    yield html.unescape(one)
    yield slices.ESCAPE.sub(slices.escape_read, one)
    yield slices.ESCAPE.sub(slices.escape_read, slices.BYTES.sub(slices.bytes_read, one))
    letters = _NO_LETTER.sub("", one.replace("-", "+").replace("_", "/"))
    for start in range(4):
        raw = base64.b64decode(letters[start : start + (len(letters) - start) // 4 * 4])
        yield from (raw.decode(encoding, "replace") for encoding in ("utf-8", "latin-1", "gb18030"))
    digits = "".join(_HEX.findall(one))
    yield bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("utf-8", "replace")


def mapped(text: str, excerpt: Excerpt, where: str) -> None:
    """An excerpt's pieces are in order and lead into the text."""
    if list(excerpt.steps) != sorted(set(excerpt.steps)) or excerpt.steps[0] != 0:
        raise Wrong("steps", where, excerpt.steps[:20])
    ends = (*excerpt.steps[1:], len(excerpt.text))
    for step, end, origin, width in zip(excerpt.steps, ends, excerpt.origins, excerpt.widths, strict=True):
        if not 0 <= origin <= origin + (end - step) * width <= len(text):
            raise Wrong("origins", where, (step, end, origin, width, len(text)))


def exchange_holds(text: str, one: Exchange, where: str) -> None:
    """Everything in an exchange that has a place."""
    within(text, one.span, where=f"{where} exchange")
    pairs = one.headers
    if one.request:
        within(text, one.request.span, where=f"{where} request")
        held(text, one.request.start.text, one.request.start.span, f"{where} request line")
        pairs += one.request.headers
        if one.request.body:
            mapped(text, one.request.body, f"{where} request body")
    if one.start:
        held(text, one.start.text, one.start.span, f"{where} start line")
    for pair in pairs:
        pair_holds(text, pair, where)
    for node in one.fields:
        node_holds(text, node, f"{where} fields")
    if one.body:
        mapped(text, one.body, f"{where} body")
    for copy in one.copies:
        exchange_holds(text, copy, f"{where} copy")


def pair_holds(text: str, pair: Pair, where: str) -> None:
    held(text, pair.value, pair.span, f"{where} header")
    within(text, pair.line, where=f"{where} header line")
    if not pair.line.start <= pair.span.start <= pair.span.end <= pair.line.end:
        raise Wrong("order", f"{where} header", pair)


def node_holds(text: str, node: Node, where: str) -> None:
    for each in slices.nodes((node,)):
        place = f"{where} {each.kind}"
        if not 0 <= each.block.start <= each.span.start <= each.span.end <= each.block.end <= len(text):
            raise Wrong("order", place, each)
        held(text, each.value, each.span, place)


def inspection_holds(inspection: Inspection) -> None:
    """Nothing was fenced off, and everything shown stands in the text."""
    text = inspection.capture.text
    unfenced(*inspection.problems, *(one for report in inspection.reports for one in report.problems))
    for report in inspection.reports:
        for section in report.tree:
            section_holds(text, section)
        for where, span in _places(report):
            within(text, span, where=where)


def unfenced(*problems: Problem) -> None:
    """No step and no shape raised behind its fence."""
    for problem in problems:
        if problem.id in FENCED:
            raise Wrong(problem.id, problem.detail)


def section_holds(text: str, section: Node) -> None:
    for node in slices.nodes((section,)):
        place = f"tree {section.kind} {node.kind}"
        if not node.block.start <= node.span.start <= node.span.end <= node.block.end:
            raise Wrong("order", place, node)
        within(text, node.block, where=place)
        if section.kind != "from-header":
            try:
                held(text, node.value, node.span, place)
            except Wrong:
                bare = slices.bared(text)  # written in hex, or broken by what a program put around its lines
                if not _in_order(slices.squeezed(node.value), slices.behind(bare, node.span)):
                    raise


def _places(report: Report) -> Iterator[tuple[str, Span]]:
    """Every place that something derived points at."""
    named = [(f"fact {one.name}", one.span) for one in report.facts]
    named += [(f"clock {one.clock}", one.span) for one in report.timeline]
    named += [(f"finding {one.id}", span) for one in report.findings for span in one.evidence]
    for one in report.comparisons:
        named += [
            (f"compared {line.name}", span) for line in one.lines for span in (line.server_span, line.rebuilt_span)
        ]
    yield from ((where, span) for where, span in named if span is not None)
