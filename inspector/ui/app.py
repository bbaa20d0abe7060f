"""Starts the window: arguments, look, language, history; and the picture of the window where there is no display."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from inspector import assets, history, intake, settings, window_options
from inspector.catalog_entry import CatalogError
from inspector.crashes import Session
from inspector.intake import Source
from inspector.settings import Settings
from inspector.ui import faults, language, theme
from inspector.ui.parts import later
from inspector.ui.window import Window
from inspector.window_options import Options

_FCITX = "fcitx"
_SETTLED_MILLISECONDS = 200


def main(arguments: Sequence[str], session: Session | None = None) -> int:
    """Open the window on files, standard input, an example, or nothing; give the exit status."""
    asked = window_options.read(arguments)
    if asked.picture:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        with tempfile.TemporaryDirectory() as folder:  # a picture shows no history of the user's
            return _run(asked, Path(folder) / "history.db", None)
    return _run(asked, settings.history_path(), session)


def _run(asked: Options, history_path: Path, session: Session | None) -> int:
    os.environ["QT_STYLE_OVERRIDE"] = "Fusion"
    _mend_input_method()
    application = QApplication([sys.argv[0]])  # never the user's arguments: Qt would obey some of them
    application.setApplicationName(settings.NAME)
    application.setApplicationDisplayName("OSS Inspector")
    application.setDesktopFileName(settings.NAME)
    kept = Settings() if asked.picture else settings.load(settings.settings_file())
    try:
        window = make_window(application, kept._replace(**asked.settings), history_path)
    except CatalogError as error:
        sys.stderr.write(f"oss-inspector: the catalog cannot be used: {error}\n")
        return 1
    faults.install(window, session)
    window.session = session
    if not asked.picture:
        window.settings_changed.connect(lambda _: _keep(window.settings, kept, asked.settings))
    window.starting = True  # until its first paint, which comes late under a display server
    _open(window, asked)
    window.show()
    if asked.picture:
        return _picture(application, window, asked.picture, asked.size)
    later(window, _collect)
    return application.exec()


def _collect() -> None:
    """Collect garbage from now on, but never look through what the start has made: all of it stays."""
    gc.freeze()
    gc.enable()


def make_window(application: QApplication, chosen: Settings, history_path: Path) -> Window:
    """Dress the application and build its window."""
    application.setFont(theme.sans())
    system_dark = theme.system_is_dark()
    theme.colour(application, theme.wanted(chosen.scheme, system_dark=system_dark))
    languages = language.Languages(application)
    languages.speak(language.wanted(chosen.language))
    window = Window(assets.knowledge(), history.open_history(history_path, _clean), chosen, languages.current)
    Follower(application, languages, window, system_dark=system_dark)
    return window


def _clean(text: str) -> str:
    """Hide secrets in what the history keeps."""
    from inspector.redact import redact  # noqa: PLC0415 - 20 ms that the first paint need not wait for

    return redact(text).text


class Follower(QObject):
    """Follows the preferences: switches language and colours while the program runs, and keeps them."""

    def __init__(
        self, application: QApplication, languages: language.Languages, window: Window, *, system_dark: bool
    ) -> None:
        """Connect the window, which keeps this alive."""
        super().__init__(window)
        self._application = application
        self._languages = languages
        self._window = window
        self._scheme = window.settings.scheme
        self._system_dark = system_dark
        window.settings_changed.connect(self._follow)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _follow(self, chosen: Settings) -> None:
        wanted = language.wanted(chosen.language)
        if wanted != self._languages.current:
            self._window.language = wanted
            self._languages.speak(wanted)
        if chosen.scheme != self._scheme:
            self._scheme = chosen.scheme
            self._colour()

    def _system_changed(self, scheme: QtCore.Qt.ColorScheme) -> None:
        if scheme != QtCore.Qt.ColorScheme.Unknown:
            self._system_dark = scheme == QtCore.Qt.ColorScheme.Dark
            self._colour()

    def _colour(self) -> None:
        theme.colour(self._application, theme.wanted(self._scheme, system_dark=self._system_dark))


def _keep(chosen: Settings, kept: Settings, given: dict[str, Any]) -> None:
    """Save the preferences, but what the command line set and the user left so stays as it was kept."""
    for_this_time = {name: getattr(kept, name) for name, value in given.items() if getattr(chosen, name) == value}
    settings.save(settings.settings_file(), chosen._replace(**for_this_time))


def _open(window: Window, asked: Options) -> None:
    """Open what was named; show the ways in where that is nothing, or nothing that can be read."""
    for source in intake.from_command_line(asked.files, asked.example):
        if source.origin == "stdin":
            _listen(window, at_once=bool(asked.picture) or sys.platform == "win32")
        elif source.origin == "example":
            window.do(f"example-{asked.example}")
        else:
            window.sitting.open(source._replace(name=Path(source.name).name))
    if window.sitting.inspection is None and not window.sitting.busy:
        window.show_empty()


def _listen(window: Window, *, at_once: bool) -> None:
    """Open standard input when it has ended, without keeping the window waiting for that."""
    if at_once:  # for a picture; and Windows has no notice of a pipe
        window.sitting.open(Source("stdin", "-"))
        return
    from inspector.ui.standard_input import StandardInput  # noqa: PLC0415 - asked for seldom

    window.show_empty()
    StandardInput(window).ended.connect(lambda raw: window.sitting.open_bytes(raw, "stdin", ""))


def _picture(application: QApplication, window: Window, place: str, size: str) -> int:
    window.resize(*(int(side) for side in size.split("x")))
    while window.sitting.busy or window.starting or window.guidance.due:
        application.processEvents(QtCore.QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QtCore.QTimer.singleShot(_SETTLED_MILLISECONDS, application.quit)
    application.exec()
    saved = window.grab().save(place, "PNG")
    window.close()
    return 0 if saved else 1


def _mend_input_method() -> None:
    """Ask fcitx in the name of ibus: the wheels hold no plugin for fcitx, and without one no Chinese is typed."""
    if os.environ.get("QT_IM_MODULE", "").startswith(_FCITX):
        os.environ["QT_IM_MODULE"] = "ibus"
