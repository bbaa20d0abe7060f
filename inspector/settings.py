"""The user's preferences, in one small JSON file that can be read and edited by hand; never captured text."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import platformdirs

from inspector import files

NAME = "oss-inspector"
_MOST_BYTES = 1024 * 1024


class Settings(NamedTuple):
    """What is remembered.

    `language`: system, en or zh_CN; `guidance`: en, zh or both; `scheme`: system, light or dark;
    `team_catalog`: the folder of a team's own catalog.
    """

    language: str = "system"
    guidance: str = ""
    scheme: str = "system"
    ticket_language: str = ""
    ticket_markdown: bool = False
    history_shown: bool = True
    guidance_shown: bool = True
    geometry: str = ""
    columns: str = ""
    team_catalog: str = ""


_CHOICES = {
    "language": ("system", "en", "zh_CN"),
    "guidance": ("", "en", "zh", "both"),
    "scheme": ("system", "light", "dark"),
    "ticket_language": ("", "en", "zh"),
}
_ANY_TEXT = ("team_catalog",)


def settings_file() -> Path:
    """Give the place of the file: under the user's folder for settings."""
    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "settings.json"


def history_path() -> Path:
    """Give the place of the history: under the user's folder for data."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "history.db"


def reports_folder() -> Path:
    """Give the place of the reports of faults: the user's folder for logs."""
    return Path(platformdirs.user_log_dir(NAME, appauthor=False))


def load(path: Path) -> Settings:
    """Read the settings; whatever is missing, damaged or of the wrong type takes its default."""
    try:
        read = json.loads(files.read(path, _MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(read, dict):
        return Settings()
    kept = {name: read[name] for name, value in Settings()._asdict().items() if _is_sound(name, read.get(name), value)}
    return Settings(**kept)


def _is_sound(name: str, read: object, default: object) -> bool:
    """Tell whether a value read from the file is of the right type, and one of the choices where there are any."""
    if type(read) is not type(default) or (isinstance(read, str) and not (read.isascii() or name in _ANY_TEXT)):
        return False
    return name not in _CHOICES or read in _CHOICES[name]


def save(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; a disk that cannot be written costs only the preferences."""
    with suppress(OSError):
        files.write(path, json.dumps(settings._asdict(), indent=1).encode())
