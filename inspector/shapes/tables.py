"""Every shape, in three plain tuples: one module a shape, one line each.

`WHOLE` are formats of a whole file: the first that answers wins. `TRANSCRIPTS` are what a program puts around the
lines of HTTP that it shows (curl's marks, a log's stamps): each takes its own off and leaves bare text. `PRINTED` are
the forms in which an error then stands in a text. One paste often holds several, so every one of them reads, and
`joining` puts together what they tell of one error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from inspector.model import Excerpt, Exchange
from inspector.shapes import (
    access_log,
    alibaba_lines,
    arrows,
    burp,
    client_debug,
    curl_trace,
    curl_verbose,
    devtools,
    flow_detail,
    follow_yaml,
    har,
    header_cells,
    headers_only,
    hex_dump,
    http_lines,
    httpcore_log,
    insomnia,
    json_log,
    labels,
    nginx_log,
    no_response,
    own_json,
    packet_text,
    packet_xml,
    postman,
    powershell,
    quoted_printable,
    raw_http,
    s3_lines,
    service_error,
    structures,
    table_rows,
    tags_stripped,
    tickets,
    tshark_fields,
    tshark_json,
    wget_log,
    wire_log,
    xml_error,
    xml_fragment,
)


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


WHOLE: tuple[Shape, ...] = (
    Shape("har", har.read, "har"),
    Shape("tshark-json", tshark_json.read, "tshark"),
    Shape("burp", burp.read, "burp"),
    Shape("own-json", own_json.read),
)

TRANSCRIPTS: tuple[Transcript, ...] = (
    Transcript(json_log.ID, json_log.bare),
    Transcript("quoted-printable", quoted_printable.bare),
    Transcript("insomnia", insomnia.bare, "insomnia"),
    Transcript("curl-verbose", curl_verbose.bare, "curl"),
    Transcript("curl-trace", curl_trace.bare, "curl"),
    Transcript("follow-yaml", follow_yaml.bare, "tshark"),
    Transcript("hex-dump", hex_dump.bare),
    Transcript("requests-toolbelt", arrows.bare_dump, "requests"),
    Transcript("lftp", arrows.bare_debug, "lftp"),
    Transcript("http-client-debug", client_debug.bare, "http-client"),
    Transcript("wire-log", wire_log.bare, "apache-http"),
    Transcript("wget", wget_log.bare, "wget"),
    Transcript("nginx-debug", nginx_log.bare, "nginx"),
    Transcript("flow-detail", flow_detail.bare, "mitmproxy"),
    Transcript("packet-text", packet_text.bare, "tshark"),
    Transcript("packet-xml", packet_xml.bare, "tshark"),
    Transcript("powershell", powershell.bare, "powershell"),
    Transcript("header-cells", header_cells.bare),
    Transcript("devtools", devtools.bare, "browser"),
)

PRINTED: tuple[Shape, ...] = (
    Shape("raw-http", raw_http.read),
    Shape("headers-only", headers_only.read),
    Shape("postman", postman.read, "postman"),
    Shape("httpcore-log", httpcore_log.read, "httpx"),
    Shape("xml-error", xml_error.read),
    Shape("xml-fragment", xml_fragment.read),
    Shape("tags-stripped", tags_stripped.read),
    Shape("alibaba-line", alibaba_lines.read),
    Shape("service-error", service_error.read),
    Shape("ticket", tickets.read),
    Shape("structure", structures.read),
    Shape("s3-client", s3_lines.read),
    Shape("http-line", http_lines.read),
    Shape("no-response", no_response.read),
    Shape("access-log", access_log.read),
    Shape("nginx-log", nginx_log.read, "nginx"),
    Shape("tshark-fields", tshark_fields.read, "tshark"),
    Shape("table", table_rows.read),
    Shape("labels", labels.read),
)

LITERAL = frozenset((json_log.ID, "packet-xml"))
"""Transcripts of which the literals are lines of what they show, and nothing to read by itself."""

CLIENTS = {one.id: one.client for one in (*WHOLE, *PRINTED)} | {one.id: one.client for one in TRANSCRIPTS}
