"""Every value is a slice of what was received, or of its one named decoding; every span shows its value."""

import base64
import html
import re

from inspector.model import Excerpt
from inspector.shapes import asking

DERIVED = ("id_time", "provider", "provider_reason")
"""Facts that stand nowhere: they follow from others."""


def received_forms(text, inspection):
    """What a value may be a slice of: the text, its one decoding, or that of a header that hides a body."""
    hidden = [
        base64.b64decode(pair.value + "==").decode()
        for report in inspection.reports
        for place in report.exchange.places
        for pair in place.headers
        if pair.name.lower() == "x-oss-err" and any(node.kind == "from-header" for node in report.tree)
    ]
    return [form for one in (text, bared(text).text, *hidden) for form in decodings(one)]


def bared(text):
    """Give the text without what programs put around its lines: what they wrote in hex is text only there."""
    return asking.bared(Excerpt(text), [])[0]


def nodes(tree):
    for node in tree:
        yield node
        yield from nodes(node.children)


ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "e": "\x1b", "b": "\b", "f": "\f"}
BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\[0-3][0-7]{2})+")
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
SEAM = re.compile(r"""(['"])[ \t]*[+.]?[ \t]*[\r\n]+[ \t]*[a-z]?\1""")


def bytes_read(match):
    codes = [int(one[1:], 16) if one[0] == "x" else int(one, 8) for one in match[0].split("\\")[1:]]
    return bytes(codes).decode("utf-8", "replace")


def escape_read(match):
    code = match[1] or match[2]
    if not code and match[3] in "ux":  # an escape that the end of the text cut
        return match[0]
    return chr(int(code, 16)) if code else ESCAPES.get(match[3], match[3])


def decodings(text):
    """The text, and what is left of it when Base64, seams, and escapes of literals and HTML are read, layer by layer."""
    yield text
    for run in BASE64.findall(text) if text.startswith("<") or len(text) < 2000 else ():
        yield base64.b64decode(run[: len(run) // 4 * 4]).decode("utf-8", "replace")
    text = SEAM.sub("", text)
    for _ in range(3):
        text = ESCAPE.sub(escape_read, BYTES.sub(bytes_read, text))
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        yield text
        yield html.unescape(text)
        yield html.unescape(html.unescape(text))
    yield html.unescape(SEAM.sub("", text))


def squeezed(text):
    return "".join(text.split())


def assert_values_are_slices(text, inspection):
    forms = list(map(squeezed, received_forms(text, inspection)))
    for report in inspection.reports:
        for node in nodes(report.tree):
            assert all(any(squeezed(line) in form for form in forms) for line in node.value.splitlines()), node
            assert 0 <= node.block.start <= node.span.start <= node.span.end <= node.block.end <= len(text), node
        for fact in report.facts:
            if fact.name not in DERIVED and not fact.place.startswith("derived"):
                assert all(any(squeezed(line) in form for form in forms) for line in fact.value.splitlines()), fact


def behind(bare, span):
    """Give the text that the characters of a span stand for."""
    inside = [sign for place, sign in enumerate(bare.text) if span.start <= bare.origin(place) < span.end]
    return "".join(inside)


def assert_spans_hold_their_values(text, inspection):
    bare = bared(text)
    for report in inspection.reports:
        for section in report.tree:
            if section.kind != "from-header":
                for node in nodes((section,)):
                    here = [squeezed(form) for form in decodings(text[node.span.start : node.span.end])]
                    for line in node.value.splitlines():
                        held = any(squeezed(line) in form for form in here)
                        assert held or squeezed(line) in squeezed(behind(bare, node.span)), node
