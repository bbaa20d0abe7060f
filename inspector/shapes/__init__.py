"""What was pasted? One module a shape, and three plain tuples of them.

`WHOLE` are formats of a whole file: the first that answers wins. `TRANSCRIPTS` are what a program puts around the
lines of HTTP that it shows (curl's marks, a log's stamps): each takes its own off and leaves bare text. `PRINTED` are
the forms in which an error then stands in a text. One paste often holds several, so every one of them reads, and
`joining` puts together what they tell of one error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from inspector import archive, bodies
from inspector.model import Excerpt, Exchange, Problem, Span
from inspector.shapes import (
    alibaba_lines,
    arrows,
    burp,
    client_debug,
    curl_trace,
    curl_verbose,
    devtools,
    flow_detail,
    har,
    headers_only,
    hex_dump,
    http_lines,
    httpcore_log,
    joining,
    json_log,
    labels,
    no_response,
    packet_text,
    packet_xml,
    raw_http,
    s3_lines,
    service_error,
    structures,
    tags_stripped,
    tshark_json,
    wget_log,
    wire_log,
    xml_error,
    xml_fragment,
)
from inspector.shapes.peeling import peel
from inspector.shapes.quoted import quoted

_T = TypeVar("_T")


class Shape(NamedTuple):
    """A name, as shown to the user, and the function that reads it: None (not mine) or the exchanges it found.

    `client` is the program that writes so, where it is always the same one.
    """

    id: str
    read: Callable[[Excerpt], tuple[Exchange, ...] | None]
    client: str = ""


class Transcript(NamedTuple):
    """A name, as shown to the user, and the function that takes the marks off: None where there are none."""

    id: str
    bare: Callable[[Excerpt], Excerpt | None]
    client: str = ""


class Recognition(NamedTuple):
    """The shape of the first answer, what was found, and what had to be mended to read it."""

    shape: str
    exchanges: tuple[Exchange, ...]
    problems: tuple[Problem, ...]


WHOLE: tuple[Shape, ...] = (
    Shape("har", har.read, "har"),
    Shape("tshark-json", tshark_json.read, "tshark"),
    Shape("burp", burp.read, "burp"),
)

TRANSCRIPTS: tuple[Transcript, ...] = (
    Transcript(json_log.ID, json_log.bare),
    Transcript("curl-verbose", curl_verbose.bare, "curl"),
    Transcript("curl-trace", curl_trace.bare, "curl"),
    Transcript("hex-dump", hex_dump.bare),
    Transcript("requests-toolbelt", arrows.bare_dump, "requests"),
    Transcript("lftp", arrows.bare_debug, "lftp"),
    Transcript("http-client-debug", client_debug.bare, "http-client"),
    Transcript("wire-log", wire_log.bare, "apache-http"),
    Transcript("wget", wget_log.bare, "wget"),
    Transcript("flow-detail", flow_detail.bare, "mitmproxy"),
    Transcript("packet-text", packet_text.bare, "tshark"),
    Transcript("packet-xml", packet_xml.bare, "tshark"),
    Transcript("devtools", devtools.bare, "browser"),
)

PRINTED: tuple[Shape, ...] = (
    Shape("raw-http", raw_http.read),
    Shape("headers-only", headers_only.read),
    Shape("httpcore-log", httpcore_log.read, "httpx"),
    Shape("xml-error", xml_error.read),
    Shape("xml-fragment", xml_fragment.read),
    Shape("tags-stripped", tags_stripped.read),
    Shape("alibaba-line", alibaba_lines.read),
    Shape("service-error", service_error.read),
    Shape("structure", structures.read),
    Shape("s3-client", s3_lines.read),
    Shape("http-line", http_lines.read),
    Shape("no-response", no_response.read),
    Shape("labels", labels.read),
)

_CLIENTS = {one.id: one.client for one in (*WHOLE, *PRINTED)} | {one.id: one.client for one in TRANSCRIPTS}

NOT_RECOGNISED = "plain-text"
GENERIC = "labels"
"""The shape that knows no program: it speaks only where no other does."""

_CLEAN = ("HTTP/", "<?xml", "<Error", "GET ", "PUT ", "POST ", "HEAD ", "DELETE ", "OPTIONS ")
_MOST_LAYERS = 4
_MOST_NESTED = 3
_UNDRESSED = ("xml-error", "xml-fragment")
"""Shapes that read documents in literals themselves, and say so."""
_BRACE = re.compile(r"[\s\ufeff]{0,200}[{\[]")
"""How formats of a whole file begin, if nothing stands before their lines."""


def recognise(text: str) -> Recognition:
    """Ask the shapes, for each member of an archive by itself; one that raises is passed over and told."""
    whole = Excerpt(text)
    told = [_recognised(part, shape_id) for shape_id, part in archive.parts(whole) or (("", whole),)]
    first = next((one.shape for one in told if one.exchanges), told[0].shape)
    problems = dict.fromkeys(problem for one in told for problem in one.problems)
    return Recognition(first, tuple(one for each in told for one in each.exchanges), tuple(problems))


def _recognised(excerpt: Excerpt, named: str, depth: int = 0) -> Recognition:
    failed: list[Problem] = []
    if clean := _fenced("clean", lambda: _clean(excerpt, named), failed):
        return Recognition(clean[0].shape, clean, ())
    at_once = _BRACE.match(excerpt.text) is not None
    if at_once and (owned := _owned(excerpt, named, failed)) is not None:
        return owned
    bare, transcripts, peeled = _bared(excerpt, failed)
    if not at_once and (owned := _owned(bare, named, failed)) is not None:
        return owned
    found = [one for id_, exchanges in _printed(bare, failed) for one in _named(named or id_, exchanges, transcripts)]
    found = list(bodies.all_decoded(_without_guesses(found)))
    for span, told in _within_literals(bare if json_log.ID in transcripts else excerpt, depth):
        found = [one for one in found if not span.start <= one.span.start < span.end]
        found += told.exchanges
        peeled += told.problems
    joined = joining.join(found)
    shape_id = joined[0].shape if joined else NOT_RECOGNISED
    return Recognition(shape_id, joined, (*(dict.fromkeys(peeled) if joined else ()), *failed))


def _without_guesses(found: list[Exchange]) -> list[Exchange]:
    """Leave out what the reader of any labels made of a text that another reader knows."""
    known = [_known(one) for one in found if one.shape != GENERIC]
    return [
        one
        for one in found
        if one.shape != GENERIC or not any(span.start < one.span.end and one.span.start < span.end for span in known)
    ]


def _known(exchange: Exchange) -> Span:
    """Give the characters of which a reader knows what they are: of a response its head, for a body may be anything."""
    if exchange.headers and exchange.shape not in _UNDRESSED:
        return Span(min(exchange.span.start, exchange.headers[0].line.start), exchange.headers[-1].line.end)
    return exchange.span


def _clean(excerpt: Excerpt, named: str) -> tuple[Exchange, ...]:
    """Read a text that is nothing but HTTP and XML, as most are; empty where anything else stands in it."""
    if not excerpt.text.lstrip().startswith(_CLEAN):
        return ()
    asked = (("raw-http", raw_http.read(excerpt)), ("xml-error", xml_error.read(excerpt)))
    found = [one for id_, exchanges in asked for one in _named(named or id_, exchanges or ())]
    rest = list(excerpt.text)
    start = excerpt.origin(0)
    for one in found:
        body = one.body if one.body and one.body.text.startswith("<") and one.body.text.endswith(">") else None
        pieces = [one.start.span if one.start else None, one.request.span if one.request else None]
        pieces += [pair.line for pair in one.headers]
        pieces.append(body.span(0, len(body.text)) if body else None)
        for piece in filter(None, pieces):
            rest[piece.start - start : piece.end - start] = " " * (piece.end - piece.start)
    return () if "".join(rest).strip() else joining.join(bodies.all_decoded(found))


def _within_literals(excerpt: Excerpt, depth: int) -> Iterator[tuple[Span, Recognition]]:
    """Read what stands in literals of several lines as captures of their own; they know their line ends better."""
    for literal in quoted(excerpt) if depth < _MOST_NESTED else ():
        told = _recognised(literal.inside, "", depth + 1)
        if any(joining.is_telling(one) for one in told.exchanges):
            yield excerpt.span(literal.start, literal.end), told


def _owned(excerpt: Excerpt, named: str, failed: list[Problem]) -> Recognition | None:
    """Ask the formats that own a whole text."""
    for shape in WHOLE:
        exchanges = _fenced(shape.id, lambda one=shape: one.read(excerpt), failed)  # type: ignore[misc]
        if exchanges is not None:
            return Recognition(shape.id, joining.join(_named(named or shape.id, exchanges)), tuple(failed))
    return None


def claims(text: str) -> tuple[str, ...]:
    """Name every shape and transcript that finds something in a text."""
    whole = Excerpt(text)
    bare, transcripts, _ = _bared(whole, [])
    asked = [(shape.id, shape.read(whole)) for shape in WHOLE]
    return (*(id_ for id_, found in asked if found is not None), *transcripts, *(id_ for id_, _ in _printed(bare, [])))


def _bared(excerpt: Excerpt, failed: list[Problem]) -> tuple[Excerpt, tuple[str, ...], tuple[Problem, ...]]:
    """Take off what stands around the lines, layer by layer; say which transcripts it was, and what was peeled."""
    taken: list[str] = []
    problems: list[Problem] = []
    for _ in range(_MOST_LAYERS):
        before = excerpt
        excerpt, told = peel(excerpt)
        problems += told
        for transcript in TRANSCRIPTS:
            if transcript.id not in taken:
                bare = _fenced(transcript.id, lambda one=transcript, of=excerpt: one.bare(of), failed)  # type: ignore[misc]
                if bare is not None:
                    excerpt = bare
                    taken.append(transcript.id)
        if excerpt is before:
            break
    return excerpt, tuple(taken), tuple(dict.fromkeys(problems))


def _printed(excerpt: Excerpt, failed: list[Problem]) -> list[tuple[str, tuple[Exchange, ...]]]:
    asked = [(shape.id, _fenced(shape.id, lambda one=shape: one.read(excerpt), failed)) for shape in PRINTED]  # type: ignore[misc]
    return [(id_, found) for id_, found in asked if found]


def _named(id_: str, exchanges: tuple[Exchange, ...], transcripts: tuple[str, ...] = ()) -> tuple[Exchange, ...]:
    """Put the name of the shape, and of its program, on what it found; bare HTTP goes by the name of its transcript."""
    if transcripts and id_ in ("raw-http", "headers-only"):
        id_ = transcripts[0]
    client = "fiddler" if id_ == "saz" else _CLIENTS.get(id_, "")
    return tuple(one._replace(shape=one.shape or id_, client=one.client or client) for one in exchanges)


def _fenced(id_: str, read: Callable[[], _T], failed: list[Problem]) -> _T | None:
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - a reader's bug must not hide what another can read
        failed.append(Problem("shape-failed", f"{id_}: {type(error).__name__}"))
        return None
