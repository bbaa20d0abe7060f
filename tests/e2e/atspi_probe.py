#!/usr/bin/python3
"""What a screen reader sees, as JSON: runs under the system's Python, the one that has `gi`.

Stays for a whole test run. A line `PID` on standard input is answered by a line with every node of that program;
`PID ID ACTION` presses the node whose id ends so. Nothing is kept between two lines, so an answer is never old.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is asked for first

MOST_CHILDREN = 300
MOST_TEXT = 20_000


def programs(pid):
    """A program that is just ending is no longer there for us."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for place in range(desktop.get_child_count()):
        try:
            program = desktop.get_child_at_index(place)
            if program is not None and program.get_process_id() == pid:
                program.clear_cache()
                yield program
        except GLib.Error:
            continue


def nodes(node, depth=0):
    """Give a node and all in it that is showing; the program itself has no such state."""
    if depth and not node.get_state_set().contains(Atspi.StateType.SHOWING):
        return
    yield node, depth
    for place in range(min(node.get_child_count(), MOST_CHILDREN)):
        child = node.get_child_at_index(place)
        if child is not None:
            yield from nodes(child, depth + 1)


def described(node, depth):
    role = node.get_role_name()
    box = node.get_extents(Atspi.CoordType.SCREEN)
    return {
        "depth": depth,
        "role": role,
        "name": node.get_name() or "",
        "id": last_of_id(node),
        "box": [box.x, box.y, box.width, box.height],
        "text": text_of(node) if role == "text" else "",
        "states": [state.value_nick for state in node.get_state_set().get_states()],
    }


def text_of(node):
    return Atspi.Text.get_text(node, 0, min(Atspi.Text.get_character_count(node), MOST_TEXT))


def last_of_id(node):
    return (node.get_accessible_id() or "").rpartition(".")[2]


def seen(pid):
    return [described(node, depth) for program in programs(pid) for node, depth in nodes(program)]


def press(pid, name, action):
    for program in programs(pid):
        for node, _ in nodes(program):
            if last_of_id(node) == name:
                actions = [Atspi.Action.get_action_name(node, at) for at in range(Atspi.Action.get_n_actions(node))]
                return action in actions and Atspi.Action.do_action(node, actions.index(action))
    return False


def answer(line):
    pid, *wanted = line.split()
    try:
        return press(int(pid), *wanted) if wanted else seen(int(pid))
    except GLib.Error as error:  # a node went away while it was read: the caller asks again
        return {"again": str(error)}


for request in sys.stdin:
    print(json.dumps(answer(request)), flush=True)
