"""Qt's numbers for roles and alignments, and its enums by name.

The first touch of PySide's `Qt` namespace builds some 180 Python enums, and so does the first `viewport()`: together a
fifth of a bare window's start. So what runs before the first paint takes numbers and names; what runs later says
`QtCore.Qt...`, which is built then. A test holds every number against Qt's own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

DISPLAY, TOOL_TIP, FONT, ALIGNMENT, FOREGROUND, ACCESSIBLE_TEXT, USER = 0, 3, 6, 7, 9, 11, 256
HORIZONTAL = 1
RETURN, ENTER, HOME, END = 0x01000004, 0x01000005, 0x01000010, 0x01000011
LEFT, RIGHT, TOP, HORIZONTAL_CENTRE, VERTICAL_CENTRE, CENTRE = 0x01, 0x02, 0x20, 0x04, 0x80, 0x84


def dress(thing: QObject, **properties: object) -> None:
    """Set Qt properties by name; an enum is named by its keys: `focusPolicy="TabFocus"`."""
    for name, value in properties.items():
        thing.setProperty(name, value)
