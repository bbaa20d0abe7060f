"""Every pattern as it is compiled: none repeats a group whose repetitions can share out the same text in many ways.

`[A-Z][a-z]{1,30}(?:[A-Z][A-Za-z]{0,40}){1,8}` has bounds and still took minutes for a line of capitals: found by fuzzing.
"""

import functools
import importlib
import inspect
import pkgutil
import re
import re._constants as constants
import re._parser as parser

import pytest

import inspector
from inspector.shapes.grammar import Grammar

GOING_BACK = (constants.MAX_REPEAT, constants.MIN_REPEAT)
REPEATS = (*GOING_BACK, constants.POSSESSIVE_REPEAT)
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


def inside(operation, value):
    """Give the parts of an operation that hold operations of their own."""
    if operation is constants.BRANCH:
        return value[1]
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        return [value[1]]
    if operation is constants.SUBPATTERN:
        return [value[3]]
    return [value[2]] if operation in REPEATS else []


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
    if operation in (constants.AT, constants.ASSERT, constants.ASSERT_NOT):
        return set(), True
    if operation is constants.ATOMIC_GROUP:
        return begins(value)
    told = [begins(part) for part in inside(operation, value)]
    if not told:
        return set(SIGNS), operation is not constants.ANY
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


def shared(parts, *, followed=False):
    """Give the bounds of each repeat whose repetitions may share out the same text in many ways, where more must follow.

    Where nothing follows that could fail, nothing goes back to try another way.
    """
    for number, (operation, value) in enumerate(parts):
        later = followed or any(can_fail(*one) for one in list(parts)[number + 1 :])
        if operation in GOING_BACK and value[1] >= MANY and later and begins(value[2])[0] & ends(value[2]):
            yield value[0], value[1]
        again = operation in REPEATS and value[1] > 1
        for part in inside(operation, value):
            yield from shared(part, followed=(later or again) and operation is not constants.ASSERT)


def can_fail(operation, value):
    return operation in (constants.AT, constants.ASSERT, constants.ASSERT_NOT) or not begins_one(operation, value)[1]


def test_no_repetitions_share_out_the_same_text():
    found = {pattern: name for name, value in values() for pattern in patterns(value)}
    assert len(found) > 500
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
    ],
)
def test_one_that_does_not_is_none(text):
    assert not list(shared(parser.parse(text)))
