"""Secrets that give themselves away without a name: the table of their forms.

Each form has a needle, a plain piece of text found first: its pattern is tried nowhere else, so that a long log costs
a search for a few words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from inspector.needles import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMES: tuple[str, ...] = (
    "OSS4-HMAC-SHA256",
    "AWS4-HMAC-SHA256",
    "JDCLOUD2-HMAC-SHA256",
    "JDCLOUD3-HMAC-SHA256",
    "OSS",
    "AWS",
    "Bearer",
    "Basic",
    "Digest",
    "Negotiate",
    "NTLM",
)
"""First words of an Authorization value that tell nothing; any other may be the secret itself."""

_ITEM = r"(?:\"[^\"\r\n]*+\"|[^\s,\"'<>(){}\[\]|\\‹]++)"
_PARAMETER = (
    "(?:Credential|SignedHeaders|AdditionalHeaders|Signature"
    "|username|realm|nonce|uri|response|opaque|qop|nc|cnonce|algorithm)="
)
AUTHORIZATION = (
    rf"(?:{'|'.join(SCHEMES)})[ \t]{{1,8}}(?:{_PARAMETER})?{_ITEM}"
    rf"(?>(?:[ \t]{{0,8}},?[ \t]{{0,8}}{_PARAMETER}{_ITEM})*)"
)
"""The value of an Authorization header that says its scheme."""


class Form(NamedTuple):
    """What a secret is, the pieces of text of which it has one, and its pattern, begun `after` such a piece begins."""

    kind: str
    needles: tuple[str, ...]
    pattern: str
    after: int = 0


_PEM = r"[A-Z ]{0,40}PRIVATE KEY"
_ALONE = "(?<![0-9A-Za-z])"
_KEYED = tuple(scheme for scheme in SCHEMES if "-" in scheme)
_FORMS = (
    Form("AccessKeyId", ("LTAI",), rf"{_ALONE}LTAI[0-9A-Za-z]{{4,}}+"),
    # not the API name STS.AssumeRole
    Form("AccessKeyId", ("STS.",), rf"{_ALONE}STS\.(?=[A-Za-z]*[0-9])[0-9A-Za-z]{{12,}}+"),
    Form("AccessKeyId", ("JDC_",), rf"{_ALONE}JDC_[0-9A-Za-z]{{8,}}+"),
    Form("AccessKeyId", ("AKIA", "ASIA"), rf"{_ALONE}A(?:KI|SI)A[0-9A-Z]{{12,}}+"),
    Form("Authorization", _KEYED, rf"(?<![\w\-])(?=[A-Z0-9\-]{{16,24}}[ \t]+Credential=){AUTHORIZATION}"),
    Form(
        "Authorization",
        ("OSS ", "OSS\t", "AWS ", "AWS\t"),
        r"(?<![\w\-])(?:OSS|AWS)[ \t]{1,4}[A-Za-z0-9_.\-]{3,64}+:[A-Za-z0-9+/]{20,}+={0,2}",
    ),
    Form(
        "Authorization",
        ("Bearer",),
        r"(?<![\w\-])Bearer[ \t]{1,4}(?=[A-Za-z_\-]*[0-9.~+/])[A-Za-z0-9._~+/\-]{12,}+={0,2}",
    ),
    Form("SecurityToken", ("CAIS",), rf"{_ALONE}CAIS[A-Za-z0-9+/%=]{{40,}}+"),
    Form("SecurityToken", ("eyJ",), rf"{_ALONE}eyJ[\w\-]{{8,}}+\.[\w\-]{{8,}}+\.[\w\-]*+"),
    Form("AccessKeySecret", ("-k ", "-k\t"), r"(?<=[ \t]-k[ \t])[A-Za-z0-9]{30}(?![0-9A-Za-z])", 3),
    Form("Login", ("://",), r"(?<=://)[^\s/?#@:\"'<>‹]{0,256}+:[^\s/?#\"'<>@]*+(?:@[^\s/?#\"'<>@]*+)*(?=@)", 3),
    Form(
        "Login",
        ("-u",),
        r"(?:(?<=[ \t]-u)[ \t]|(?<=[\-a-z]-u)ser[ =]|(?<=[ \t]-u)(?=[A-Za-z_]{0,60}[0-9][^\s:]{0,250}:[^\s\"']{6}))"
        r"[\"']?[^\s\"':]{1,256}+:[^\s\"']++",
        2,
    ),
    Form("Cookie", ("-b ", "-b\t"), r"(?<=[ \t]-b[ \t])(?:'[^'\r\n]*+|\"[^\"\r\n]*+)", 3),
    Form("PrivateKey", ("-----BEGIN ",), rf"-----BEGIN {_PEM}(?>(?:[^-]++|-(?!----END))*)(?:-----END {_PEM}-----)?"),
)


def shaped(text: str) -> Iterator[tuple[int, int, str]]:
    """Give start, end and kind of every value in `text` that has the form of a secret."""
    for form in _FORMS:
        done = 0
        for place in occurrences(text, form.needles):
            match = _compiled(form.pattern).match(text, place + form.after) if place + form.after >= done else None
            if match:
                done = match.end()
                yield match.start() + (match[0][0] in "\"'"), done, form.kind


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)
