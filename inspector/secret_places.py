"""Finds where secrets stand in a text, by three tables.

`_DRESSES` says how a value stands beside its name, `_LAYOUTS` where name and value have places of their own
(HAR, pairs, forms), `secret_shapes` which values give themselves away without a name. Escapes are not undone
here: the caller gives the unescaped text too. Every pattern is possessive or bounded, and what was read is not read
again, so that time grows with the text only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from inspector.line_breaks import joint
from inspector.needles import in_small_letters, occurrences
from inspector.secret_lines import begun, rest
from inspector.secret_names import CONTAINERS, NAMES, NEEDLES, kind_of
from inspector.secret_pairs import SECRET_FORM, paired
from inspector.secret_shapes import AUTHORIZATION, shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WHOLE_LINE = {"Authorization", "Cookie", "Password", *CONTAINERS}
_LONGEST_STEP = 64
_NEVER_PROSE = {"Password", "Secret", "AccessKeySecret"}
_MASK = r"[*#xX.\-•…\[\] ]*"
_EMPTY = rf"(?i:null|none|nil|undefined|true|false)|{_MASK}(?i:redacted|masked|hidden|已删)?{_MASK}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A value and what it is; offsets in the text that was searched. `rest` are its pieces on the lines behind."""

    start: int
    end: int
    kind: str
    rest: tuple[tuple[int, int], ...] = ()


def sightings(text: str) -> Iterator[Sighting]:
    """Give every place in `text` where a secret stands, in no order; places may overlap."""
    formed = tuple(shaped(text))
    found = (*formed, *paired(text, [(start, end) for start, end, kind in formed if kind == "AccessKeyId"]))
    for sighting in (*_named(text), *_laid_out(text), *(Sighting(*each) for each in found)):
        value = text[sighting.start : sighting.end]
        start = sighting.end - len(value.lstrip())
        end = sighting.start + len(value.rstrip())
        if start < end and not re.fullmatch(_EMPTY, text[start:end]):
            yield Sighting(start, end, sighting.kind, tuple(rest(text, start, sighting.end, sighting.kind)))


def _named(text: str, offset: int = 0) -> Iterator[Sighting]:
    """Give the values that stand beside a name; signed text is searched once more, for what it holds."""
    done = 0
    for needle in occurrences(in_small_letters(text), NEEDLES):
        if needle < done:
            continue
        match = _name().match(text, _word_start(text, needle, done))
        if match is None:
            done = _run(r"[A-Za-z0-9_.\-]*+", text, needle)
            continue
        done = match.end("name")
        kind = kind_of(match["name"])
        if kind is None or (match["flag"] and not match["name"].startswith("--")):
            continue
        if match["cell"] and not _opens_line(text, match):
            continue
        if offset and kind in CONTAINERS:
            continue
        start, end = _value(text, match, kind)
        if start == end == match.end() and kind not in CONTAINERS:
            start, end = begun(text, start)
        if start < end:
            yield Sighting(offset + start, offset + end, kind)
            yield from _second(text, match, end, kind, offset)
            done = end
            if kind in CONTAINERS:
                yield from _named(text[start:end], start)


def _word_start(text: str, place: int, least: int) -> int:
    """Give where the word around `place` begins, not before `least`: what was read is not read again."""
    start = place
    while start > least:
        before = text[max(least, start - _LONGEST_STEP) : start]
        letters = _run(r"[A-Za-z0-9_.\-]*+", before[::-1], 0)
        start -= letters
        if letters < len(before):
            break
    return start


def _second(text: str, name: re.Match[str], end: int, kind: str, offset: int) -> Iterator[Sighting]:
    """Give the second of two values whose names stand together: `AK/SK: a / b`."""
    both = kind == "AccessKeySecret" and text[max(0, name.start() - 1) : name.start()] in {"/", "&", "、", "和"}
    if both and (more := _compiled(r"\s{0,8}[/,;|、&][ \t]{0,8}(?P<value>[A-Za-z0-9+/=]{16,64}+)").match(text, end)):
        yield Sighting(offset + more.start("value"), offset + more.end("value"), kind)


@cache
def _name() -> re.Pattern[str]:
    """Give the pattern of a name and of what joins it to its value.

    A name behind a backslash or a percent sign may begin inside an escape: the unescaped text has it whole. A tab joins
    them where browsers and proxies copy their tables of headers, in Firefox on the next line; the value ends the line.
    """
    phrase = r"(?i:(?:secret )?access key(?: id| secret)?|(?:secret|api|private) key)"
    chinese = "|".join(name for name in NAMES if not name.isascii())
    return re.compile(
        rf"(?<![\\%A-Za-z0-9_.\-])(?P<name>{phrase}|[A-Za-z0-9_.\-]++|{chinese})(?P<close>[\"'`\])”’*]{{0,3}})"
        rf"{_ASIDE}(?:(?P<tag>(?:[ \t]{{1,8}}[A-Za-z_][\w:.\-]{{0,64}}=[^<>\r\n]{{0,200}})?>)"
        r"|\s{0,64},\s{0,64}[\"']?value[\"']?\s{0,64}[:=]\s{0,64}"
        rf"|{_STRONG_BEHIND}"
        rf"|(?P<colon>[ \t]{{0,32}}[:：](?!//)=?[ \t]{{0,32}}(?:\*{{1,3}}[ \t]{{1,4}}|{_TYPE})?)"
        r"|[ \t]{0,32}(?:=>|->|[=＝])[ \t]{0,32}"
        r"|\r?\n[ \t>|]{0,8}=(?=\S)"
        r"|(?P<cell>[ \t]{0,8}(?:\r?\n[ \t]{0,8})?\t[ \t]{0,8})(?=\S[^\t\r\n]{0,16000}(?:[\r\n]|\Z))"
        rf"|{_SAID}"
        r"|(?P<flag>[ \t]{1,4})(?=[^ \t\r\n\-]))"
    )


_ASIDE = (
    r"(?:[ \t]{0,4}(?:(?:（|(?<=[ \t])\()[^()（）\r\n]{1,40}[)）]|\[[^\[\]\r\n\"']{0,40}\])"
    r"(?=[ \t]{0,4}[:：=＝](?!=)))?"
)
"""What may stand between a name and the sign that joins it to its value: `(base64)`, `[None]`, `（子账号）`."""

_TYPE = r"[A-Za-z][A-Za-z<>?\[\]]{0,30}[ \t]{0,4}=[ \t]{0,8}(?=[\"@])"
_SAID = (
    r"(?:[ \t]{0,4}[是为為][ \t]{0,4}[:：]?[ \t]{0,8}|(?<=[码钥令])[ \t]{1,4})"
    r"(?=[“‘「『]?[!-~]{0,40}[0-9])(?=[“‘「『]?[!-~]{6})"
    r"|\([ \t]{0,8}(?=[\"'][^\s\"'0-9]{0,40}[0-9])(?=[\"'][^\s\"']{8,512}[\"'])"
)
"""Joined by a word, or as what a function is called with: `密码是 x`, `setSecret("x")`."""

_STRONG_BEHIND = (
    r"(?:[ \t]{1,16}(?:(?:[\-–—]|is|was)[ \t]{1,8})?|[ \t]{0,16}[:：=]?[ \t]{0,16}(?:\r?\n[ \t]{0,16}){1,3})"
    rf"(?={SECRET_FORM})"
)
"""Joined by nothing, where what follows has the form of a secret and no other."""


def _run(pattern: str, text: str, start: int) -> int:
    match = _compiled(pattern).match(text, start)
    return match.end() if match else start


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


# --- dresses: how a value stands beside its name -----------------------------------------------------

_Range = tuple[int, int]


def _value(text: str, name: re.Match[str], kind: str) -> _Range:
    """Give start and end of the value after `name`; equal where there is none."""
    for dress in _DRESSES:
        found = dress(text, name, kind)
        if found:
            return found
    return _bare(text, name, kind)


def _in_element(text: str, name: re.Match[str], _kind: str) -> _Range | None:
    """`<Name>value</Name>`, `<Name><![CDATA[value]]></Name>`."""
    if not name["tag"]:
        return None
    start, section, before = name.end(), "<![CDATA[", text[name.start() - 1 : name.start()]
    if before == "/":
        return start, start
    if before not in {"<", ":"}:  # an arrow, or a tag that has lost its beginning
        return (start, _run(r"[^<\r\n]*+", text, start)) if not name["name"].endswith("-") else None
    if not text.startswith(section, start):
        return start, _run("[^<]*+", text, start)
    end = text.find("]]>", start)
    return start + len(section), end if end >= 0 else len(text)


def _in_quotes(text: str, name: re.Match[str], kind: str) -> _Range | None:
    """`"name": "value"`, `name => 'value'`, `Some("value")`, `["value", "value"]`, over several lines too."""
    opened = _compiled(_OPENING).match(text, name.end())
    if not opened:
        return None
    quote = (opened["many"] or opened["quote"]).rstrip("\\ \t\r\n")
    inside = _quoted(quote[0], kind)
    end = _unless_hidden(text, opened.end(), _run(inside, text, opened.end()))
    join = _NEXT_PIECE.format(quote=quote) if not opened["list"] else _NEXT_ITEM.format(quote=quote)
    while (again := _run(join, text, end)) > end:
        end = _run(inside, text, again)
    return opened.end(), end


def _in_object(text: str, name: re.Match[str], kind: str) -> _Range | None:
    """`Cookies: {sid: value}`: cookies have names of their own; what other objects hold is found by name."""
    opened = _compiled(r"(\[\s{0,64})?\{").match(text, name.end())
    if not opened:
        return None
    inside = kind == "Cookie" and not opened[1]
    return opened.end(), _run(r"[^{}]*+", text, opened.end()) if inside else opened.end()


def _in_brackets(text: str, name: re.Match[str], _kind: str) -> _Range | None:
    """`Name=[value]`, `Name:[value]`."""
    start = name.end() + 1
    return (start, _run(r"[^\]\r\n]*+", text, start)) if text.startswith("[", name.end()) else None


def _in_outer_quotes(text: str, name: re.Match[str], kind: str) -> _Range | None:
    """`curl -H 'Name: value'`."""
    quote = text[name.start() - 1 : name.start()]
    if kind not in _WHOLE_LINE or quote not in {"'", '"'} or name["close"]:
        return None
    return name.end(), _run(rf"{_HIDDEN}|{_quoted(quote, kind)}", text, name.end())


def _in_a_sentence(text: str, name: re.Match[str], kind: str) -> _Range | None:
    """`Signature: The request ...`: no value at all."""
    if not (name["colon"] or name["cell"]) or kind in _NEVER_PROSE or kind in _WHOLE_LINE:
        return None
    words = r"[A-Z]?[a-z]{0,15}+(?:[.!?](?:\s|$)|[ \t]+[a-z])"
    return (name.end(), name.end()) if _compiled(words).match(text, name.end()) else None


def _on_a_line(text: str, name: re.Match[str], kind: str) -> _Range | None:
    """`Name: value` up to the end of the line, where the name opens it."""
    if not (name["colon"] or name["cell"]) or kind not in _WHOLE_LINE or not _opens_line(text, name):
        return None
    return name.end(), _unless_hidden(text, name.end(), _run(r"[^\r\n]*+", text, name.end()))


def _opens_line(text: str, name: re.Match[str]) -> bool:
    before = "\n" * (name.start() <= _LONGEST_MARK) + text[max(0, name.start() - _LONGEST_MARK - 1) : name.start()]
    return bool(re.search(r"[\r\n][ \t>*<|│#]*\Z", before))


def _unless_hidden(text: str, start: int, end: int) -> int:
    """Give the end of a value, or of what an earlier round has put in its place, where the rest joined two lines."""
    done = _run(_HIDDEN, text, start)
    return done if done > start and joint().fullmatch(text, done, end) else end


def _bare(text: str, name: re.Match[str], kind: str) -> _Range:
    """`name=value&`, `Name: value,`: the first pattern that fits decides where it ends."""
    start = name.end()
    patterns = (_FIELD,) if kind == "Password" and name["colon"] else _BARE.get(kind, (_WORD,))
    patterns = (_HIDDEN, *patterns)
    return start, next((end for pattern in patterns if (end := _run(pattern, text, start)) > start), start)


_DRESSES: tuple[Callable[[str, re.Match[str], str], _Range | None], ...] = (
    _in_element,
    _in_quotes,
    _in_object,
    _in_brackets,
    _in_outer_quotes,
    _in_a_sentence,
    _on_a_line,
)
"""In order of trust: the first that answers decides, and where none does the value is bare."""

_LONGEST_MARK = 8  # what may stand before a header on its line: `> `, `│ `, `| * `
_OPENING = (
    r"(?P<list>[\[(]\s{0,64}|[A-Za-z]{1,16}\(\[?){0,2}(?:[bur@](?=[\"']))?"
    # doubled in the cell of a table, three for several lines
    r"(?:(?P<many>(?:\"{3}|'{3})(?:\\?\r?\n[ \t]{0,64})?|\"\"|'')(?=[^\s\"',;:&<>(){}\[\]\\])|(?P<quote>[\"'`“‘「『]))"
)
_NEXT_PIECE = r"{quote}[ \t]{{0,64}}(?:[+.][ \t]{{0,64}}(?:\r?\n[ \t]{{0,200}})?|\r?\n[ \t]{{0,200}}){quote}"
_NEXT_ITEM = r"{quote}\s{{0,64}}[,+]?\s{{0,64}}{quote}"


def _quoted(quote: str, kind: str) -> str:
    closing = {"“": "”", "‘": "’", "「": "」", "『": "』"}.get(quote, quote)
    line = "" if kind in CONTAINERS else r"\r\n"
    return rf"(?>(?:[^{closing}\\{line}]++|\\.)*)"


_HIDDEN = r"‹[^‹›\r\n]{1,200}›"  # what an earlier round has put there, and no more of the line
_WORD = r"[^\s&\"'<>,;\\(){}\[\]|`\x80-\U0010ffff]*+"
_FIELD = r"(?:[^\r\n,]|,(?!\s{0,4}[\"']?[A-Za-z][\w.\-]{0,63}[\"'\]]?\s{0,4}[=:]))*"
_COOKIES = (
    r"(?>(?:[^\s;=,\"'<>]++=(?:[A-Z][a-z]{2}, [^;,\"'\r\n]*+|[^\s;,\"'<>]*+)(?:;[ \t]*+|(?=[\s,\"'<>]|$))"
    r"|(?:HttpOnly|Secure)(?:;[ \t]*+)?)+)"
)
_FORM_VALUE = r"(?:(?>(?:[A-Za-z0-9+/=_%\-]|\.{3}|…){16,})|e[yw][A-Za-z0-9+/=_%\-]{2,14}+)"
"""A short one is JSON, cut by a line's end."""

_BARE = {
    "AccessKeyId": (r"[A-Za-z0-9_.\-+=*~]*+",),
    # 20 bytes in Base64, where a browser may have turned `+` into a blank
    "Signature": (r"[A-Za-z0-9+/ ]{27}=(?![A-Za-z0-9=])", _WORD),
    "Authorization": (AUTHORIZATION, _FIELD),
    "Cookie": (_COOKIES, _FIELD),
    "StringToSign": (_FIELD,),
    "CanonicalRequest": (_FIELD,),
    "Password": (r"[^\s&\"'<>]*+",),
    "Policy": (_FORM_VALUE,),
    "Callback": (_FORM_VALUE,),
}


# --- layouts: name and value in places of their own --------------------------------------------------

_STRING = r"\"(?>(?:[^\"\\\r\n]++|\\.)*)\""
_COLON = r"\s{0,64}:\s{0,64}"
_COMMA = r"\s{0,64},\s{0,64}"
_LAYOUTS = (
    # HAR with the value before the name
    rf"\"value\"{_COLON}(?P<value>{_STRING}){_COMMA}\"name\"{_COLON}\"(?P<name>[\w.\-]++)\"",
    # a pair: ('Authorization', 'OSS ...')
    (
        rf"[\[(]\s{{0,64}}b?[\"'](?P<name>[\w.\-]++)[\"']{_COMMA}b?"
        rf"(?P<value>{_STRING}|'(?>(?:[^'\\\r\n]++|\\.)*)')\s{{0,64}}[\])]"
    ),
    # a part of a multipart form
    r"name=\"?(?P<name>[\w.\-]++)\"?[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,200}){0,3}\r?\n\r?\n(?P<value>[^\r\n]*+)",
)

_ATTRIBUTE = r"\b(?:name|key|id)=[\"']?(?P<name>[\w.\-]++)[\"']?"
_SIDES = (
    # a field of a form in HTML, a setting in XML: `<input name=... value=...>`
    (
        "value=",
        r"value=(?P<value>\"[^\"<>\r\n]*+\"|'[^'<>\r\n]*+'|[^\s<>\"']++)",
        rf"<[^<>\r\n]{{0,200}}?{_ATTRIBUTE}[^<>\r\n]{{0,200}}\Z",
        rf"[^<>\r\n]{{0,200}}?{_ATTRIBUTE}[^<>\r\n]{{0,200}}>",
    ),
    # elements side by side: `<name>...</name><value>...</value>`, a row of a table in HTML
    (
        "</",
        (
            r"</(?:name|[Kk]ey|t[hd]|dt)>\s{0,64}<(?:value|Value|string|td|dd)(?:[ \t][^<>]{0,100})?>"
            r"(?P<value>[^<]{1,8000}+)"
        ),
        r">\s{0,16}(?P<name>[\w.\-]++(?: [\w.\-]++){0,3})\s{0,16}\Z",
        r"(?!)",
    ),
)
"""A piece of text, the value that begins with it, and the name before or behind it."""

_LONGEST_SIDE = 300
_HAR_COOKIES = rf"\"cookies\"{_COLON}\[(?>(?:{_STRING}|[^\"\]]++)*)"
_HAR_VALUE = rf"\"value\"{_COLON}({_STRING})"


def _laid_out(text: str) -> Iterator[Sighting]:
    for layout in _LAYOUTS:
        for match in _compiled(layout).finditer(text):
            kind = kind_of(match["name"])
            if kind:
                quotes = match["value"][:1] in {'"', "'"}
                yield Sighting(match.start("value") + quotes, match.end("value") - quotes, kind)
    for needle, shown, before, behind in _SIDES:
        for place in occurrences(text, (needle,)):
            value = _compiled(shown).match(text, place)
            name = value and _compiled(before).search(text, max(0, place - _LONGEST_SIDE), place)
            name = name or (value and _compiled(behind).match(text, value.end()))
            if value and name and (kind := kind_of(name["name"])):
                quotes = value["value"][:1] in {'"', "'"}
                yield Sighting(value.start("value") + quotes, value.end("value") - quotes, kind)
    for match in _compiled(_HAR_COOKIES).finditer(text):
        for value in _compiled(_HAR_VALUE).finditer(text, *match.span()):
            yield Sighting(value.start(1) + 1, value.end(1) - 1, "Cookie")
