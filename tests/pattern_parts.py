"""What the tests of patterns share: the patterns that stand in a source, and the parts of a parsed one."""

import ast
import re._constants as constants

GOING_BACK = (constants.MAX_REPEAT, constants.MIN_REPEAT)
REPEATS = (*GOING_BACK, constants.POSSESSIVE_REPEAT)


def written(source):
    """Give every text that stands as the pattern of a call of `re`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def inside(operation, value):
    """Give the parts of an operation that hold operations of their own."""
    if operation is constants.BRANCH:
        return value[1]
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        return [value[1]]
    if operation is constants.SUBPATTERN:
        return [value[3]]
    if operation is constants.ATOMIC_GROUP:
        return [value]
    return [value[2]] if operation in REPEATS else []


def repeats(parsed, above=False):
    """Give what is wrong with a parsed pattern: an unbounded repeat that can go back, inside another one."""
    for operation, value in parsed:
        unbounded = operation in GOING_BACK and value[1] == constants.MAXREPEAT
        if unbounded and above:
            yield "an unbounded repeat within another"
        if unbounded and operation is constants.MIN_REPEAT:
            yield "a lazy unbounded repeat"
        for part in inside(operation, value):
            yield from repeats(part, above or unbounded)
