"""Reads XML with our own linear scanner: every value stays a slice of the received text.

lxml is asked only whether the text is well-formed (`flaws`); its repairs invent values, so none of them is shown. A
text with a DOCTYPE never reaches it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from inspector.model import Excerpt, Node, Problem, Span

MOST_TAGS = 20_000
MOST_DEPTH = 64
MOST_NAME = 128
MOST_MIXED = 4096
"""Characters of text mixed with comments or elements that are shown as received; else only its first piece."""

_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_CHARACTER, _FIRST_SURROGATE, _LAST_SURROGATE = 0x10FFFF, 0xD800, 0xDFFF


class _Open:
    """An element whose end has not been met yet."""

    __slots__ = ("children", "inner", "name", "start", "texts")

    def __init__(self, name: str, start: int) -> None:
        self.name, self.start = name, start
        self.texts: list[tuple[int, int, bool]] = []
        self.children: list[Node] = []
        self.inner = -1
        """Where the first child begins."""


class _Scan:
    """The state of one pass over one document."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.stack: list[_Open] = []
        self.roots: list[Node] = []
        self.problems: dict[str, Problem] = {}
        self.tags = 0

    def tell(self, problem: str, detail: str = "") -> None:
        self.problems.setdefault(problem, Problem(problem, detail))


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"<([A-Za-z_][\w.:-]{0,127})((?>(?:[^<>\"'“”]++|\"[^\"<]{0,4096}\"|'[^'<]{0,4096}'|[“”\"'])*))>")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(r"<\s{0,4}/\s{0,8}([A-Za-z_][\w.:-]{0,127})[^<>]{0,64}>")


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


@cache
def error_tag() -> re.Pattern[str]:
    """Find the opening tag of an error, with or without a prefix."""
    return re.compile(r"<(?:[A-Za-z_][\w.-]{0,63}:)?Error(?:[\s/][^<>]*+)?>")


@cache
def dtd() -> re.Pattern[str]:
    """Find a piece of a DTD."""
    return re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def scan(excerpt: Excerpt) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Read the elements that are there; damage is marked at the node and reported once per kind."""
    state = _Scan(excerpt)
    text = excerpt.text
    at = 0
    while at < len(text):
        opening = text.find("<", at)
        if opening < 0:
            _text(state, at, len(text))
            break
        _text(state, at, opening)
        at = _markup(state, opening)
        if state.tags > MOST_TAGS:
            state.tell("xml-too-many-tags", str(MOST_TAGS))
            break
    if state.stack:
        state.tell("xml-truncated", state.stack[-1].name)
        _cut_off(state)
    while state.stack:
        _close(state, len(text), damaged=True)
    return tuple(state.roots), tuple(state.problems.values())


def _cut_off(state: _Scan) -> None:
    """Close the element in which the text ends; nobody knows how its value goes on, so it is marked as cut."""
    _close(state, len(state.excerpt.text), damaged=True)
    siblings = state.stack[-1].children if state.stack else state.roots
    if not siblings[-1].children:
        siblings[-1] = siblings[-1]._replace(kind="cut")


def _markup(state: _Scan, at: int) -> int:
    """Read what begins with `<` at `at`; give the place after it."""
    text = state.excerpt.text
    match text[at + 1 : at + 2]:
        case "!":
            return _declaration(state, at)
        case "?":
            return _instruction(state, at)
        case "/":
            return _closing_tag(state, at)
        case " " if _closing().match(text, at):
            return _closing_tag(state, at)
    tag = _tag().match(text, at)
    if tag is None:
        return _no_tag(state, at)
    state.tags += 1
    if state.stack and state.stack[-1].inner < 0:
        state.stack[-1].inner = at
    if "“" in tag[2] or "”" in tag[2]:
        state.tell("xml-curly-quotes")
    if tag[2].rstrip().endswith("/"):
        state.stack.append(_Open(tag[1], at))
        _close(state, tag.end(), damaged=False)
    elif len(state.stack) >= MOST_DEPTH:
        state.tell("xml-too-deep", str(MOST_DEPTH))
    else:
        state.stack.append(_Open(tag[1], at))
    return tag.end()


def _no_tag(state: _Scan, at: int) -> int:
    """Take a `<` that opens nothing: text, or a tag cut off at the end."""
    rest = state.excerpt.text[at : at + MOST_NAME]
    if at + len(rest) == len(state.excerpt.text) and re.fullmatch(r"<(?:[A-Za-z_/][^<>]*)?", rest):
        state.tell("xml-truncated", rest[1:])
        return len(state.excerpt.text)
    state.tell("xml-stray-sign", "<")
    _text(state, at, at + 1)
    return at + 1


def _declaration(state: _Scan, at: int) -> int:
    text = state.excerpt.text
    if text.startswith("<!--", at):
        return _after(text, "-->", at)
    if text.startswith("<![CDATA[", at):
        end = text.find("]]>", at)
        stop = len(text) if end < 0 else end
        if state.stack:
            state.stack[-1].texts.append((at + 9, stop, True))
        return stop if end < 0 else end + 3
    state.tell("xml-dtd")
    end = _after(text, ">", at)
    bracket = text.find("[", at, end)
    return _after(text, ">", _after(text, "]", bracket)) if bracket >= 0 else end


def _instruction(state: _Scan, at: int) -> int:
    text = state.excerpt.text
    end = text.find(">", at)
    if end < 0:
        return len(text)
    if not re.match(r"<\?[A-Za-z]", text[at : at + 3]) or text[end - 1] != "?":
        state.tell("xml-declaration", text[at : min(end + 1, at + 80)])
    return end + 1


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _closing_tag(state: _Scan, at: int) -> int:
    tag = _closing().match(state.excerpt.text, at)
    if tag is None:
        return _no_tag(state, at)
    names = [element.name for element in state.stack]
    if tag[1] not in names:
        state.tell("xml-stray-end", tag[1])
        return tag.end()
    if _is_signs_in_text(state, len(names) - 1 - names[::-1].index(tag[1])):
        _take_as_text(state, tag[1], at)
    while state.stack[-1].name != tag[1]:
        state.tell("xml-unclosed", state.stack[-1].name)
        _close(state, at, damaged=True)
    _close(state, tag.end(), damaged=False)
    return tag.end()


def _is_signs_in_text(state: _Scan, place: int) -> bool:
    """Tell whether what opened within an element and never closed is text: `<Key>a <draft>.txt</Key>`."""
    element = state.stack[place]
    if not 0 < place < len(state.stack) - 1 or element.children:
        return False
    return _holds_text_first(state, element)


def _take_as_text(state: _Scan, name: str, end: int) -> None:
    while state.stack[-1].name != name:
        state.tell("xml-stray-sign", "<" + state.stack.pop().name)
    state.stack[-1].texts = [(state.stack[-1].texts[0][0], end, False)]


def _text(state: _Scan, start: int, end: int) -> None:
    if state.stack and end > start:
        state.stack[-1].texts.append((start, end, False))


def _close(state: _Scan, end: int, *, damaged: bool) -> None:
    element = state.stack.pop()
    siblings = state.stack[-1].children if state.stack else state.roots
    strays: list[Node] = []
    if damaged and state.stack and _holds_text_first(state, element):
        strays, element.children = element.children, []
        element.texts = [piece for piece in element.texts if piece[1] <= element.inner]
        end = element.inner
    node = _node(state, element, end, damaged=damaged)
    cut_by_pager = damaged and not node.children and node.value.endswith(">")
    siblings.append(node._replace(kind="cut") if cut_by_pager else node)
    siblings += strays


def _holds_text_first(state: _Scan, element: _Open) -> bool:
    """Tell whether there is text before the first child: then, without an end tag, the child is really a sibling."""
    text = state.excerpt.text
    return any(piece[1] <= element.inner and text[piece[0] : piece[1]].strip() for piece in element.texts)


def _node(state: _Scan, element: _Open, end: int, *, damaged: bool) -> Node:
    excerpt = state.excerpt
    block = excerpt.span(element.start, end)
    filled = [n for n, (first, last, _) in enumerate(element.texts) if excerpt.text[first:last].strip()]
    if not filled:
        place = element.texts[0][0] if element.texts else end
        span = Span(block.end, block.end) if place >= end else excerpt.span(place, place)
        return Node("element", element.name, "", span, block, tuple(element.children), damaged)
    pieces = element.texts[filled[0] : filled[-1] + 1]
    first, last = pieces[0][0], pieces[-1][1]
    broken = not all(_is_seam(excerpt.text[one[1] : two[0]]) for one, two in pairwise(pieces))
    if broken or element.children:
        damaged = True
        state.tell("xml-mixed", element.name)
    if broken and (not state.stack or last - first > MOST_MIXED):
        pieces, last = pieces[:1], pieces[0][1]
        broken = False
    raw = excerpt.text[first:last]
    value = raw if broken else "".join(_value(state, *piece) for piece in pieces)
    start = first + len(raw) - len(raw.lstrip())
    span = excerpt.span(start, max(start, first + len(raw.rstrip())))
    return Node("element", element.name, value.strip(), span, block, tuple(element.children), damaged)


def _is_seam(between: str) -> bool:
    """Tell whether nothing but marks of CDATA part two pieces of text; a comment or an element cuts a value."""
    return between in ("", "<![CDATA[", "]]>", "]]><![CDATA[")


def _value(state: _Scan, start: int, end: int, literal: bool) -> str:
    raw = state.excerpt.text[start:end]
    if literal or "&" not in raw:
        return raw
    if "&" in _entity().sub("", raw):
        state.tell("xml-bare-ampersand")
    return _entity().sub(lambda match: _character(match[0]), raw)


def _character(entity: str) -> str:
    """Decode one entity of XML; any other, or what no text can hold, stays as received."""
    name = entity[1:-1]
    if not name.startswith("#"):
        return _NAMED.get(name, entity)
    number = int(name[2:], base=16) if name[1] in "xX" else int(name[1:])  # noqa: FURB166 - there is no prefix 0x
    sound = 0 < number <= _LAST_CHARACTER and not _FIRST_SURROGATE <= number <= _LAST_SURROGATE
    return chr(number) if sound else entity


def is_plainly_sound(text: str, problems: tuple[Problem, ...]) -> bool:
    """Tell whether no strict parser could object: only nested elements and text, and nothing was repaired."""
    return not problems and _plain().fullmatch(text) is not None


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        r"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"']UTF-8[\"'])?\?>\s*+)?"
        r"(?>(?:</?[A-Za-z]\w*+>|[^<&\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]++|&(?:amp|lt|gt|quot|apos);)*)"
    )


def flaws(text: str) -> str:
    """Ask a strict parser: empty where the text is well-formed XML, else its first complaint."""
    from lxml import etree  # noqa: PLC0415 - 7 ms that a sound body need not pay

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
    )
    try:
        etree.fromstring(re.sub(r"^\s*<\?xml[^<>]{0,200}\?>", "", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return str(error.msg or error)
    return ""
