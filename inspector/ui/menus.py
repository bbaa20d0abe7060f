"""The menus and their keys, as one table: what stands where, which key, what it asks of the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from PySide6 import QtGui
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QMainWindow, QMenu


class Command(NamedTuple):
    """A menu row: the id of what it does, its words, its key. `group` makes one of several that exclude each other."""

    id: str
    words: object = ""
    keys: str = ""
    group: str = ""


RULE = Command("")

MENUS: tuple[tuple[object, tuple[Command, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Menus", "&File"),
        (
            Command("paste", QT_TRANSLATE_NOOP("Menus", "&Paste as a new capture"), "Ctrl+V"),
            Command("open", QT_TRANSLATE_NOOP("Menus", "&Open…"), "Ctrl+O"),
            Command("example-aliyun-oss", QT_TRANSLATE_NOOP("Menus", "Example: Alibaba Cloud OSS")),
            Command("example-jdcloud-oss", QT_TRANSLATE_NOOP("Menus", "Example: JD Cloud OSS")),
            RULE,
            Command("close-capture", QT_TRANSLATE_NOOP("Menus", "&Close this capture"), "Ctrl+W"),
            Command("quit", QT_TRANSLATE_NOOP("Menus", "&Quit"), "Ctrl+Q"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Edit"),
        (
            Command("copy-id", QT_TRANSLATE_NOOP("Menus", "Copy request &ID"), "Ctrl+Shift+C"),
            Command("copy-ticket", QT_TRANSLATE_NOOP("Menus", "Copy &ticket"), "Ctrl+Shift+T"),
            Command("ticket", QT_TRANSLATE_NOOP("Menus", "Ticket &with options…"), "Ctrl+T"),
            RULE,
            Command("find", QT_TRANSLATE_NOOP("Menus", "&Find"), "Ctrl+F"),
            Command("find-next", QT_TRANSLATE_NOOP("Menus", "Find &next"), "F3"),
            Command("find-previous", QT_TRANSLATE_NOOP("Menus", "Find &previous"), "Shift+F3"),
            RULE,
            Command("look-up", QT_TRANSLATE_NOOP("Menus", "&Look up in the catalog…"), "Ctrl+L"),
            Command("team-choose", QT_TRANSLATE_NOOP("Menus", "Lay your team's catalog over ours…")),
            Command("team-none", QT_TRANSLATE_NOOP("Menus", "Use our catalog alone")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&View"),
        (
            Command("previous-capture", QT_TRANSLATE_NOOP("Menus", "Previous capture"), "Alt+Left"),
            Command("next-capture", QT_TRANSLATE_NOOP("Menus", "Next capture"), "Alt+Right"),
            Command("next-zone", QT_TRANSLATE_NOOP("Menus", "Next zone"), "F6"),
            Command("previous-zone", QT_TRANSLATE_NOOP("Menus", "Previous zone"), "Shift+F6"),
            RULE,
            Command("history", QT_TRANSLATE_NOOP("Menus", "Show or hide the &history"), "Ctrl+H"),
            Command("guidance", QT_TRANSLATE_NOOP("Menus", "Show or hide the &guidance"), "Ctrl+G"),
            RULE,
            Command("guidance-en", QT_TRANSLATE_NOOP("Menus", "Guidance in English"), "Ctrl+1", "guidance"),
            Command("guidance-zh", QT_TRANSLATE_NOOP("Menus", "Guidance in Chinese"), "Ctrl+2", "guidance"),
            Command(
                "guidance-both",
                QT_TRANSLATE_NOOP("Menus", "Guidance in both languages"),
                "Ctrl+3",
                "guidance",
            ),
            RULE,
            Command("scheme-system", QT_TRANSLATE_NOOP("Menus", "Colors of the system"), "", "scheme"),
            Command("scheme-light", QT_TRANSLATE_NOOP("Menus", "Light"), "", "scheme"),
            Command("scheme-dark", QT_TRANSLATE_NOOP("Menus", "Dark"), "", "scheme"),
            RULE,
            Command("language-system", QT_TRANSLATE_NOOP("Menus", "Language of the system"), "", "language"),
            Command("language-en", "English", "", "language"),
            Command("language-zh_CN", "简体中文", "", "language"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Help"),
        (
            Command("shortcuts", QT_TRANSLATE_NOOP("Menus", "&Keyboard shortcuts"), "Ctrl+/"),
            Command("about", QT_TRANSLATE_NOOP("Menus", "&About")),
        ),
    ),
)


def menu_titles(window: QMainWindow) -> list[QMenu]:
    """Make the menus empty: the bar has its height and words at the first paint, what is in them follows."""
    return [window.menuBar().addMenu(QCoreApplication.translate("Menus", str(title))) for title, _ in MENUS]


class Menus:
    """The actions of a window, by id; `on` is called with the id of the one that was chosen."""

    def __init__(self, window: QMainWindow, titles: list[QMenu], on: Callable[[str], None]) -> None:
        """Fill the menus."""
        self.actions: dict[str, QtGui.QAction] = {}
        self._menus: list[tuple[QMenu, object]] = []
        self._commands = [command for _, commands in MENUS for command in commands if command.id]
        groups: dict[str, QtGui.QActionGroup] = {}
        for menu, (title, commands) in zip(titles, MENUS, strict=True):
            self._menus.append((menu, title))
            for command in commands:
                if not command.id:
                    menu.addSeparator()
                    continue
                action = menu.addAction("")
                action.setObjectName(command.id)
                action.setShortcut(QtGui.QKeySequence(command.keys))
                action.triggered.connect(lambda _=False, what=command.id: on(what))
                self.actions[command.id] = action
                if command.group:
                    action.setCheckable(True)
                    groups.setdefault(command.group, QtGui.QActionGroup(window)).addAction(action)
        self.retranslate()

    def retranslate(self) -> None:
        """Word all menus anew."""
        translate = QCoreApplication.translate
        for menu, title in self._menus:
            menu.setTitle(translate("Menus", str(title)))
        for command in self._commands:
            self.actions[command.id].setText(translate("Menus", str(command.words)))

    def shortcuts(self) -> list[tuple[str, str]]:
        """List every key, as the menus show it, with what it does."""
        native = QtGui.QKeySequence.SequenceFormat.NativeText
        actions = [self.actions[command.id] for command in self._commands if command.keys]
        return [(action.shortcut().toString(native), _plain(action.text())) for action in actions]


def _plain(words: str) -> str:
    """Take the access key out of a menu row: in Chinese it stands behind, in brackets."""
    return re.sub(r"\(&.\)", "", words).replace("&", "")
