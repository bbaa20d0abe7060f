"""The signs of printed structures as patterns: tokens, keys, the names before brackets, where a group may begin."""

from __future__ import annotations

import re
from functools import cache


@cache
def token() -> re.Pattern[str]:
    """Give the tokens within a group: what is bare runs on over blanks, up to the next sign."""
    return re.compile(
        r"""(?P<blank>[ \t\u00a0]++) | (?P<line>[\r\n]\s*+)
        | (?P<plain>"[^"\\\r\n]*+"(?=[ \t]*[,:}\])])|'[^'\\\r\n]*+'(?=[ \t]*[,:}\])]))
        | (?P<doubled>(?<![\w"\\])""(?=[^\s"'`,;:=}\])]))
        | (?P<string>(?<![\w)\]])(?:[bBuUrRL]{1,2}(?=["']))?\\{0,7}["'`‘’“”])
        | (?P<opens>\#<|%?[{]|[\[(]) | (?P<closes>[}\])>]) | (?P<parts>[,;])
        | (?P<bare>(?:[^\s,;{}\[\]()"'`<>‘’“”\\]|(?<=[\w\\])["'’`]|[<\\]|=>|[^\S\r\n]++(?=[^\s,;{}\[\]()"'`<>‘’“”]))+)
        | (?P<other>.)""",
        re.VERBOSE | re.DOTALL,
    )


@cache
def bare_key() -> re.Pattern[str]:
    """Find a key without quotes, and the sign behind it; an address or a time of day is none."""
    return re.compile(
        r"(?P<key>:?[@$A-Za-z_][\w$.@-]{0,100}(?: [A-Z]\w{0,30}){0,3})[ \t]{0,40}"
        r"(?P<sign>=>|:(?![:/\\]|[0-9]{1,9}[:)])|=(?!=))"
    )


@cache
def assign() -> re.Pattern[str]:
    """Find the sign behind a quoted key."""
    return re.compile(r"[ \t]{0,40}(=>|:(?!:)|=(?!=))")


@cache
def opening() -> re.Pattern[str]:
    """Find where a group may begin outside of any: Excon's list of symbols has no bracket at all."""
    return re.compile(
        r"#<|%?\{|\[|\((?=\s{0,200}[\[\](){'\"bu<])|(?:\A|(?<=[\r\n]))[ \t]{0,40}(?=:[a-z_]{1,40} {0,40}=> )"
    )


@cache
def tag() -> re.Pattern[str]:
    """Find the name of a class before a bracket: `Object [AxiosHeaders] `, `<ref *1> ClientRequest `."""
    return re.compile(
        r"(?:<ref \*\d{1,4}> )?[%&*#]{0,2}[A-Za-z_][\w.$:@*\\-]{0,120}(?<!\.)(?: Object)?"
        r"(?:\(\d{1,6}\))?(?: \[[^\[\]\r\n]{1,80}\])? ?\Z"
    )


@cache
def doubled_end() -> re.Pattern[str]:
    """Find the end of a string in a field of CSV, where every quote is doubled."""
    return re.compile(r"""(?<!\\)""(?!")""")


@cache
def curly_end() -> re.Pattern[str]:
    """Find the curly quote that an editor put in the place of a closing one."""
    return re.compile(r"[‘’“”](?=[ \t]*(?:[,:}\])]|[\r\n]|\Z))")


@cache
def dressed() -> re.Pattern[str]:
    """Find what makes a literal more than its text: escapes, seams."""
    return re.compile(r"[\\\r\n]")


@cache
def line_end() -> re.Pattern[str]:
    """Find the end of a line."""
    return re.compile(r"[\r\n]")


@cache
def after_string() -> re.Pattern[str]:
    """Find what may stand behind a string that runs over lines."""
    return re.compile(r"\s{0,200}(?:[,;}\])]|\Z)")


@cache
def last_blanks() -> re.Pattern[str]:
    """Find blanks at the end of the text."""
    return re.compile(r"[ \t]{0,80}\Z")


@cache
def go_field() -> re.Pattern[str]:
    """Find the fields of Go, which have no commas between them."""
    return re.compile(r"(?:\A|(?<=\s))([A-Z]\w{0,60}):(?=\S|\Z|\s{1,4}[A-Z]\w{0,60}:)")
