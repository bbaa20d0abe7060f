"""Damage that copying does to XML: taken back where it is certain, so that the scanner reads what the server wrote.

Scrapers lose the `</` of closing tags, Markdown makes links of hosts, terminals break lines within an ID, and who reads
text off a picture takes the I of `RequestId` for an l. Only marks, names and line breaks are put right; no character
of a value is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.literals import replaced

_UNBROKEN = (
    "Code|RequestId|RequestID|HostId|EC|RecommendDoc|OSSAccessKeyId|AWSAccessKeyId|SignatureProvided|BucketName|Bucket"
    "|Endpoint|ServerTime|RequestTime|EncodedDiagnosticMessage|AuthPrincipalOwnerId|AuthAction|PolicyType"
)
"""Elements whose values hold no blank: a line break there is a terminal's."""
_MOST_NAMES = 64

_Piece = tuple[int, int, str]


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"(\[)[^\[\]\n<>]{1,400}(\]\((?:https?://|mailto:)[^()\s<>]{1,800}\))")


@cache
def _bare_link() -> re.Pattern[str]:
    return re.compile(r"(<)(?:https?://|mailto:)[^<>\s\"']{1,800}(>)")


@cache
def _ticked() -> re.Pattern[str]:
    return re.compile(r">\s{0,40}(`)[^`<>\n]{1,800}(`)\s{0,40}<")


@cache
def _broken_value() -> re.Pattern[str]:
    return re.compile(rf"<({_UNBROKEN})>\s{{0,400}}([^<>\s][^<>]{{0,2000}}[^<>\s])\s{{0,400}}</")


@cache
def _break() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,200}[\r\n]\s{0,200}")


@cache
def _broken_tag() -> re.Pattern[str]:
    return re.compile(r"</?[A-Za-z]{0,40}([\r\n]{1,2}[ \t]{0,200})[A-Za-z]{1,40}>")


@cache
def _misread_name() -> re.Pattern[str]:
    return re.compile(r"</?(?:Request|Host|OSSAccessKey|AWSAccessKey|Upload|Version)(l)d>")


@cache
def _unclosed_name() -> re.Pattern[str]:
    return re.compile(r"<([A-Za-z][\w.-]{1,63})>[^<>]{1,8000}(?=>)")


def mended(excerpt: Excerpt) -> Excerpt:
    """Take back the damage that is certain."""
    text = excerpt.text
    pieces: list[_Piece] = []
    if "](" in text:
        pieces += _marks(_link(), text)
    if "`" in text:
        pieces += _marks(_ticked(), text)
    if "<http" in text or "<mailto:" in text:
        pieces += _marks(_bare_link(), text)
    if "\n" in text or "\r" in text:
        pieces += _breaks(text)
    if "ld>" in text:
        pieces += ((*match.span(1), "I") for match in _misread_name().finditer(text))
    pieces += _closings(text)
    return replaced(excerpt, pieces) if pieces else excerpt


def _marks(pattern: re.Pattern[str], text: str) -> Iterator[_Piece]:
    for match in pattern.finditer(text):
        yield *match.span(1), ""
        yield *match.span(2), ""


def _breaks(text: str) -> Iterator[_Piece]:
    for value in _broken_value().finditer(text):
        for match in _break().finditer(text, *value.span(2)):
            yield *match.span(), ""
    for match in _broken_tag().finditer(text):
        yield *match.span(1), ""


def _closings(text: str) -> Iterator[_Piece]:
    """Put back the `</` of `<Code>AccessDeniedCode>`, for names that the document closes nowhere else."""
    names = {match[1] for match in _unclosed_name().finditer(text) if match[0].endswith(match[1])}
    if not names:
        return
    opened = dict.fromkeys(re.findall(r"<([A-Za-z][\w.-]{1,63})[ >]", text))
    for name in list(opened)[:_MOST_NAMES]:
        if f"</{name}>" not in text:
            for match in re.finditer(rf"<[^<>]{{0,400}}>|(/?{re.escape(name)}>)", text):
                if match[1]:
                    yield *match.span(), f"</{name}>"
