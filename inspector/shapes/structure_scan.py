"""Data structures as programs print them, read into nested values: one scanner for a dozen languages.

JSON, Python's `repr`, `util.inspect` of Node.js, `inspect` of Ruby and Elixir, `%+v` and `%#v` of Go, `Debug` of Rust,
`Map.toString` of Java, descriptions of Foundation, `print_r` and `var_dump` of PHP. They differ in signs, not in kind:
brackets, keys before a sign (`:`, `=`, `=>`), text quoted or bare. What a paste lost (a bracket, a quote, the end) ends
a value and nothing else; nothing raises. A value in which the line or the text ends is `cut`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.shapes import literals
from inspector.shapes import structure_signs as signs

DEEPEST = 48
MOST_TOKENS = 400_000
_MOST_LITERAL = 256 * 1024
_MOST_POPPED = 8
_PAIRS = (("{", "}"), ("[", "]"), ("(", ")"))
_LONGEST_TAG = 100
_NO_TAG = "\r\n\t,;'\"([{}="
_OPERATORS = ("+", ".", "\\", "<>")
_CLOSES = {"{": "}", "[": "]", "(": ")", "<": ">"}


class Value(NamedTuple):
    """A value from `start` up to `end`; `inner` lies between its brackets or quotes.

    `kind` is group, string or bare. `sign` is the bracket or the quote, `tag` the name before a bracket. `items` are
    the entries of a group in their order.
    """

    kind: str
    start: int
    end: int
    inner: tuple[int, int]
    sign: str = ""
    tag: str = ""
    items: tuple[Item, ...] = ()
    cut: bool = False


class Item(NamedTuple):
    """An entry of a group: its key where it has one, the sign behind the key, its value."""

    key: Value | None
    sign: str
    value: Value


class _Open:
    """A group that is being read: its entries so far, and the parts of the entry that is not yet ended."""

    __slots__ = ("inner", "items", "key", "parts", "sign", "start", "tag", "told")

    def __init__(self, sign: str, start: int, inner: int, tag: str) -> None:
        self.sign, self.start, self.inner, self.tag = sign, start, inner, tag
        self.items: list[Item] = []
        self.parts: list[Value] = []
        self.key: Value | None = None
        self.told = ""


def scan(excerpt: Excerpt, sought: re.Pattern[str] | None = None) -> tuple[Value, ...]:
    """Give every group of a text that lies in no other, in their order.

    Where something is `sought`, lines without it are passed over whose groups end with them.
    """
    return _Scanner(excerpt.text, sought).run()


def text_of(excerpt: Excerpt, value: Value) -> Excerpt:
    """Give what a string or bare value says, decoded; of a group what stands between its brackets."""
    start, end = value.inner
    if value.kind != "string" or not signs.dressed().search(excerpt.text, start, end):
        return excerpt.cut(start, end)
    return literals.literal(excerpt, start, value.sign, value.end)[0]


def words_of(excerpt: Excerpt, value: Value) -> str:
    """Give the text of a value alone, which costs less where its place is not asked for."""
    start, end = value.inner
    if value.kind != "string" or not signs.dressed().search(excerpt.text, start, end):
        return excerpt.text[start:end]
    return text_of(excerpt, value).text


class _Scanner:
    """One pass over a text. A class, since a pass has a place, a stack and a budget that its steps share."""

    def __init__(self, text: str, sought: re.Pattern[str] | None) -> None:
        self.text = text
        self.sought = sought
        self.next = -1
        self.at = 0
        self.line = (0, -1)
        self.open: list[_Open] = []
        self.found: list[Value] = []

    def run(self) -> tuple[Value, ...]:
        token = signs.token()
        for _ in range(MOST_TOKENS):
            if not self.open and not self._next_opening():
                break
            match = token.match(self.text, self.at)
            if match is None:
                break
            self._step(match)
        while self.open:
            self._close(len(self.text), closed=False)
        return tuple(self.found)

    def _next_opening(self) -> bool:
        """Go to where the next group opens; a list of symbols opens without a bracket."""
        match = signs.opening().search(self.text, self.at)
        while match and self._is_passed(match.start()):
            match = signs.opening().search(self.text, self.at)
        if match is None:
            return False
        self.at = match.start()
        if not match[0].strip():
            self.at = match.end()
            self.open.append(_Open("", self.at, self.at, ""))
        else:
            self._open(match[0], match.end())
        return True

    def _is_passed(self, start: int) -> bool:
        """Pass over a line that opens and closes its groups without what is sought; the whole rest if it is nowhere."""
        if self.sought is None:
            return False
        if self.next < start:
            found = self.sought.search(self.text, start)
            self.next = found.start() if found else len(self.text) + 1
        end = self._line_end(start)
        if self.next <= end or any(self.text.count(a, start, end) != self.text.count(b, start, end) for a, b in _PAIRS):
            return False
        self.at = end if self.next <= len(self.text) else len(self.text)
        return True

    def _open(self, sign: str, end: int) -> None:
        start, tag = self.at, ""
        if not self.open:
            line = self.text[max(0, self.at - _LONGEST_TAG) : self.at]
            if line[-1:].strip(_NO_TAG) and (match := signs.tag().search(line)):
                start, tag = self.at - len(match[0]), match[0].strip()
        else:
            parts = self.open[-1].parts
            if (
                parts
                and parts[-1].kind == "bare"
                and (match := signs.tag().fullmatch(self.text[parts[-1].start : self.at]))
            ):
                start, tag = parts.pop().start, match[0].strip()
        self.open.append(_Open(sign[-1], start, end, tag))
        self.at = end

    def _step(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind == "blank":
            self.at = match.end()
            return
        if kind == "line":
            self._line(match)
            return
        group = self.open[-1]
        if kind == "opens":
            if len(self.open) < DEEPEST:
                self._open(match[0], match.end())
            else:
                self.at = match.end()
        elif kind == "closes":
            self._closing(match)
        elif kind == "parts":
            self._end_item(group)
            self.at = match.end()
        elif kind in ("plain", "doubled", "string"):
            self._string(group, match)
        elif kind == "bare":
            self._bare(group, match)
        else:
            self.at = match.end()

    def _line(self, match: re.Match[str]) -> None:
        """End the entry with its line, but not before the bracket of PHP's `Array`, nor in a list of symbols."""
        group = self.open[-1]
        self.at = match.end()
        following = self.text[self.at : self.at + 1]
        if group.parts and not (
            following == "("
            and re.search(r"(?:Array|Object)\s{0,4}\Z", self.text[group.parts[-1].start : match.start()])
        ):
            self._end_item(group)
        if group.sign == "" and following not in (":", ""):
            self._close(match.start(), closed=True)
        elif re.search(r"[\r\n][ \t]*[\r\n]|\n\n", match[0]) and match[0][-1] in "\r\n" and following.isalnum():
            while self.open:
                self._close(match.start(), closed=False)

    def _closing(self, match: re.Match[str]) -> None:
        for number, group in enumerate(reversed(self.open[-_MOST_POPPED:])):
            if _CLOSES.get(group.sign) == match[0]:
                for _ in range(number):
                    self._close(match.start(), closed=False)
                self.at = match.end()
                self._close(match.end(), closed=True)
                return
        self.at = match.end()

    def _close(self, end: int, *, closed: bool) -> None:
        """End the group on top, and put it where it belongs: as a key, where a sign follows, or as a part."""
        group = self.open.pop()
        self._end_item(group)
        inner = (group.inner, end - 1 if closed and group.sign else end)
        items = tuple(group.items)
        value = Value("group", group.start, end, inner, group.sign, group.tag, items, not closed)
        if not self.open:
            self.found.append(value)
            return
        above = self.open[-1]
        sign = (
            signs.assign().match(self.text, end) if group.sign == "[" and not above.parts and not above.told else None
        )
        if sign:
            string = items[0].value if len(items) == 1 and items[0].key is None else None
            above.key = string if string and string.kind == "string" else Value("bare", group.start, end, inner)
            above.told = sign[1]
            self.at = sign.end()
            if above.sign == "(" and sign[1] == "=>":
                self._rest_of_line(above)
        else:
            above.parts.append(value)

    def _rest_of_line(self, group: _Open) -> None:
        """Take a value of `print_r`, which neither quotes nor escapes: all up to the line's end, but a group's name."""
        end = self._line_end(self.at)
        text = self.text[self.at : end]
        if text.strip() and not text.rstrip().endswith(("Array", " Object")):
            start = self.at + len(text) - len(text.lstrip())
            group.parts.append(Value("bare", start, end, (start, end), cut=end == len(self.text)))
            self.at = end

    def _string(self, group: _Open, match: re.Match[str]) -> None:
        if match.lastgroup == "plain":
            start, sign = match.start() + 1, match[0][0]
            inner, end = match.end() - 1, match.end()
        elif match.lastgroup == "doubled":
            start, sign = match.end(), match[0][0]
            line = self._line_end(start)
            inner, end = found.span() if (found := signs.doubled_end().search(self.text, start, line)) else (line, line)
        else:
            start = match.end()
            sign = match[0].lstrip("bBuUrRL")
            inner, end = self._literal_end(start, sign)
        value = Value("string", match.start(), end, (start, inner), sign, "", (), end == inner)
        self.at = end
        if not group.told and not group.parts and (told := signs.assign().match(self.text, end)):
            group.key, group.told, self.at = value, told[1], told.end()
        else:
            group.parts.append(value)

    def _literal_end(self, start: int, sign: str) -> tuple[int, int]:
        """Give where a string's inside ends and where its quote does; both the same where it has none."""
        text = self.text
        line = self._line_end(start)
        if sign[-1] not in "‘’“”":
            end = literals.literal_end(text, start, sign, line)
            stop = min(len(text), start + _MOST_LITERAL)
            if end < line:
                whole = literals.literal_end(text, start, sign, stop)
                if not signs.assign().match(text, _behind_quote(text, whole)):
                    end = whole
                return end, _behind_quote(text, end) if end < stop else end
        if curly := signs.curly_end().search(text, start, line):
            return curly.start(), curly.end()
        if sign[-1] not in "‘’“”" and line < len(text):
            end = literals.literal_end(text, start, sign, stop)
            if end < stop and signs.after_string().match(text, _behind_quote(text, end)):
                return end, _behind_quote(text, end)
        return line, line

    def _line_end(self, start: int) -> int:
        """Give where the line ends; looked for once a line, as one line may hold a million quotes."""
        if not self.line[0] <= start <= self.line[1]:
            match = signs.line_end().search(self.text, start)
            self.line = (start, match.start() if match else len(self.text))
        return self.line[1]

    def _bare(self, group: _Open, match: re.Match[str]) -> None:
        """Take a key with its sign, or a run of bare text; a key ends the entry before it, as Go has no commas."""
        whole = bool(group.parts) and group.parts[-1].kind != "bare"
        if (not group.parts and not group.told) or whole:
            key = signs.bare_key().match(self.text, self.at)
            if key:
                self._end_item(group)
                group.key = Value("bare", *key.span("key"), key.span("key"))
                group.told, self.at = key["sign"], key.end()
                return
        start, self.at = match.span()
        if group.key and not group.parts and group.told == ":":
            start = self._split(group, group.key, start)
        if start < self.at:
            group.parts.append(Value("bare", start, self.at, (start, self.at), cut=_ends(self.text, self.at)))

    def _split(self, group: _Open, key: Value, start: int) -> int:
        """Split what Go prints without commas or quotes: `Code:NoSuchKey Message:No such key.`; give the last start."""
        marks = list(signs.go_field().finditer(self.text, start, self.at)) if self.text[key.start].isupper() else []
        if not marks or not (start == key.end + 1 or marks[0].start() == start):
            return start
        for mark in marks:
            if text := self.text[start : mark.start()].rstrip():
                stop = start + len(text)
                group.parts.append(Value("bare", start, stop, (start, stop)))
            else:
                group.parts.append(Value("bare", start, start, (start, start)))
            self._end_item(group)
            group.key, group.told = Value("bare", *mark.span(1), mark.span(1)), ":"
            start = mark.end()
        return start

    def _end_item(self, group: _Open) -> None:
        parts, key, sign = group.parts, group.key, group.told
        group.parts, group.key, group.told = [], None, ""
        if not parts:
            return
        value = self._settled(parts)
        last = group.items[-1] if group.items else None
        if key is None and value.kind == "bare" and last and last.key and last.value.kind == "bare":
            between = self.text[last.value.end : value.start]
            if "\n" not in between and "\r" not in between:
                group.items[-1] = last._replace(value=_bare_of(last.value.start, value))
                return
        group.items.append(Item(key, sign, value))

    def _settled(self, parts: list[Value]) -> Value:
        """Choose what an entry says: the group or string behind names and other brackets, or the text of it all."""
        while len(parts) > 1 and parts[-1].kind == "bare" and self.text[parts[-1].start : parts[-1].end] in _OPERATORS:
            parts.pop()
        last = parts[-1]
        if len(parts) == 1:
            return last
        named = all(
            part.kind == "group" or signs.tag().fullmatch(self.text[part.start : part.end]) for part in parts[:-1]
        )
        if last.kind == "string" or (last.kind == "group" and (last.sign == "{" or named)):
            return last
        whole = next((part for part in parts if part.kind == "group" and part.sign == "{"), None)
        return whole or _bare_of(parts[0].start, last)


def _behind_quote(text: str, end: int) -> int:
    """Give where the quote that ends a string is over: as many backslashes as stand there belong to it."""
    while text[end : end + 1] == "\\":
        end += 1
    return min(end + 1, len(text))


def _ends(text: str, at: int) -> bool:
    """Tell whether nothing but blanks follows: bare text there may go on, where it is cut off."""
    return signs.last_blanks().match(text, at) is not None


def _bare_of(start: int, last: Value) -> Value:
    return Value("bare", start, last.end, (start, last.end), cut=last.cut)


def parted(group: Value) -> tuple[Value, tuple[Value, ...]]:
    """Part what a torn group swallowed: where a value in it is cut and more follows, the groups behind are others."""
    if not group.cut:
        return group, ()
    for number, item in enumerate(group.items):
        value, others = parted(item.value)
        if others or (item.value.cut and item.value.kind != "group" and number + 1 < len(group.items)):
            later = group.items[number + 1 :]
            kept = (*group.items[:number], item._replace(value=value))
            groups = (one.value for one in later if one.value.kind == "group")
            return group._replace(items=kept, end=value.end), (*others, *groups)
    return group, ()
