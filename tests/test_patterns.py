"""Every pattern as it is compiled: none repeats a group whose repetitions can share out the same text in many ways.

`[A-Z][a-z]{1,30}(?:[A-Z][A-Za-z]{0,40}){1,8}` has bounds and still took minutes for a line of capitals: found by fuzzing.
So did a repeated group that ends in `(?:\r\n?|\n)` and may hold an empty line: it reads CR LF as one end or as two, and
each further line doubles the ways.
"""

import functools
import importlib
import inspect
import itertools
import pkgutil
import re
import re._constants as constants
import re._parser as parser
from pathlib import Path

import pytest
from pattern_parts import GOING_BACK, REPEATS, inside, written

import inspector
from inspector.shapes.grammar import Grammar

SOURCES = sorted(Path(inspector.__file__).parent.rglob("*.py"))
MANY = 4
"""Repetitions from which sharing out costs more than a few steps."""

SIGNS = frozenset(map(chr, range(128))) | {"签"}


def values():
    """Give what the modules hold and what their functions without arguments keep."""
    for module in pkgutil.walk_packages(inspector.__path__, "inspector."):
        if not module.name.startswith(("inspector.ui", "inspector.__main__")):
            for name, value in vars(importlib.import_module(module.name)).items():
                cached = isinstance(value, functools._lru_cache_wrapper) and not inspect.signature(value).parameters
                yield f"{module.name}.{name}", value() if cached and value.__module__ == module.name else value


def patterns(value, depth=0):
    if isinstance(value, re.Pattern):
        yield value.pattern, value.flags & ~re.UNICODE, True  # it may be asked to match a whole text
    elif isinstance(value, Grammar):
        yield from ((text, 0, False) for text in texts(value[2:]))
    elif depth < 3 and isinstance(value, tuple | list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from patterns(one, depth + 1)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def signs_of(items):
    """Give the signs of a set, of ASCII and one letter for all others."""
    of = set()
    for operation, value in items:
        if operation is constants.LITERAL:
            of.add(chr(value))
        elif operation is constants.RANGE:
            of |= {sign for sign in SIGNS if value[0] <= ord(sign) <= value[1]}
        elif operation is constants.CATEGORY:
            kind = str(value).removeprefix("CATEGORY_")
            letter = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[kind.removeprefix("NOT_")]
            of |= {sign for sign in SIGNS if bool(re.match(letter, sign)) != kind.startswith("NOT_")}
    return SIGNS - of if items[0][0] is constants.NEGATE else of & SIGNS


def begins(parts):
    """Give the signs with which a sequence may begin, and whether it may be empty."""
    found = set()
    for operation, value in parts:
        signs, empty = begins_one(operation, value)
        found |= signs
        if not empty:
            return found, False
    return found, True


def begins_one(operation, value):
    if operation in (constants.LITERAL, constants.NOT_LITERAL):
        return ({chr(value)} if operation is constants.LITERAL else SIGNS - {chr(value)}), False
    if operation is constants.IN:
        return signs_of(value), False
    if operation is constants.ANY:
        return SIGNS - {"\n"}, False
    if operation in (constants.AT, constants.ASSERT, constants.ASSERT_NOT):
        return set(), True
    told = [begins(part) for part in inside(operation, value)]
    if not told:
        return set(SIGNS), True
    empty = any(one[1] for one in told) or (operation in REPEATS and value[0] == 0)
    return set().union(*(one[0] for one in told)), empty


def ends(parts):
    """Give the signs that the end of a sequence may have more or fewer of; what a look ahead holds off has its end."""
    found = set()
    for operation, value in reversed(list(parts)):
        if operation in GOING_BACK:
            if value[1] > max(value[0], 2) and not is_held_off(value[2]):
                found |= begins(value[2])[0]
        elif operation in (constants.SUBPATTERN, constants.BRANCH):
            found |= set().union(*(ends(part) for part in inside(operation, value)))
        if not begins_one(operation, value)[1]:
            break
    return found


def is_held_off(parts):
    """Tell whether a sequence begins with a look ahead that says what it may not be."""
    operation, value = parts[0]
    inner = inside(operation, value) if operation is constants.SUBPATTERN else []
    return operation is constants.ASSERT_NOT or any(len(part) and is_held_off(part) for part in inner)


def ways(parts, text, at):
    """Give where a sequence that begins at `at` may end in the text: one place for each way to read it."""
    if not parts:
        yield at
        return
    for end in ways_of_one(*parts[0], text, at):
        yield from ways(parts[1:], text, end)


def ways_of_one(operation, value, text, at):
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        ahead = value[0] > 0
        starts = [at] if ahead else range(at + 1)
        met = any(ahead or end == at for start in starts for end in ways(list(value[1]), text, start))
        yield from [at] * (met == (operation is constants.ASSERT))
    elif operation in (constants.SUBPATTERN, constants.BRANCH):
        for part in inside(operation, value):
            yield from ways(list(part), text, at)
    elif operation in GOING_BACK:
        yield from repeated(*value, text, at)
    elif operation is constants.POSSESSIVE_REPEAT:
        yield from itertools.islice(repeated(*value, text, at), 1)
    elif operation is constants.ATOMIC_GROUP:
        yield from itertools.islice(ways(list(value), text, at), 1)
    elif operation is constants.AT:  # such as `^`: taken to be there
        yield at
    elif operation is constants.GROUPREF:  # what it refers to is no line end
        return
    elif at < len(text) and text[at] in begins_one(operation, value)[0]:
        yield at + 1


def repeated(least, most, parts, text, at):
    for end in ways(list(parts), text, at) if most else ():
        if end > at or least:
            yield from repeated(max(0, least - 1), most - 1, parts, text, end)
    if not least:
        yield at


def is_shared_out(most, parts):
    """Tell whether repetitions of a sequence may take more or less of one text, or read CR LF as one thing or as two."""
    if begins(parts)[0] & ends(parts):
        return True
    return any(list(repeated(0, most, parts, text, 0)).count(len(text)) > 1 for text in ("\r\n", "a\r\n", "\r\na"))


def shared(parts, *, followed=False):
    """Give the bounds of each repeat whose repetitions may share out the same text in many ways, where more must follow.

    Where nothing follows that could fail, nothing goes back to try another way.
    """
    for number, (operation, value) in enumerate(parts):
        later = followed or any(can_fail(*one) for one in list(parts)[number + 1 :])
        if operation in GOING_BACK and value[1] >= MANY and later and is_shared_out(value[1], value[2]):
            yield value[0], value[1]
        again = operation in REPEATS and value[1] > 1
        for part in inside(operation, value):
            yield from shared(part, followed=(later or again) and operation is not constants.ASSERT)


def can_fail(operation, value):
    always = (constants.AT, constants.ASSERT, constants.ASSERT_NOT, constants.GROUPREF)
    return operation in always or not begins_one(operation, value)[1]


def test_no_repetitions_share_out_the_same_text():
    found = {pattern: name for name, value in values() for pattern in patterns(value)}
    found |= {(text, 0, True): path.name for path in SOURCES for text in written(path.read_text("utf-8"))}
    assert len(found) > 600
    parsed = ((name, text, parser.parse(text, flags), whole) for (text, flags, whole), name in found.items())
    assert [(name, text) for name, text, parts, whole in parsed if list(shared(parts, followed=whole))] == []


@pytest.mark.parametrize(
    "text",
    [
        r"[A-Z][a-z0-9]{1,30}(?:[A-Z][A-Za-z0-9]{0,40}){1,8}(?!\w)",
        r"(?:(?:\w{1,20}){5}x)?",
        r"(?:a|[a-z]{1,9}){1,9}\.",
        r"(?:, ?[^;]{0,80}){0,20};",
        r"(?:[ab](?:([ab])[a-z]?){0,30}){1,9}\.",
        r"(?:[^\r\n]{0,80}(?:\r\n?|\n)){0,40};",
        r"(?:(?:\r\n|\r|\n)[^\r\n]{0,80}){0,40};",
        r"(?:[^\n]{0,80}\r?\n){0,40};",
        r"(?:a?[\r\n]{1,2}){0,40};",
        r"(`{3,9})(?:(?!\1)[^\r\n]{0,80}(?:\r\n?|\n)){1,40}?\1",
    ],
)
def test_one_that_does_is_caught(text):
    assert list(shared(parser.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        r"(?:\w{1,20}\.){5}x",
        r"a(?:b(?:\w{1,9}){0,9})?",
        r"(?:, [^,]{0,80}){0,20};",
        r"(?:, (?:(?!, )[^;]){0,80}){0,9};",
        r"(?:[^\r\n]{1,80}(?:\r\n?|\n)){0,40};",
        r"(?:[^\r\n]{0,80}(?:\r\n|\r(?!\n)|(?<!\r)\n)){0,40};",
        r"(?:[^\r\n]{0,80}(?>\r\n?|\n)){0,40};",
        r"(?:[^\r\n]{0,80}\r?\n){0,40};",
    ],
)
def test_one_that_does_not_is_none(text):
    assert not list(shared(parser.parse(text)))
