"""Homes that are broken or shared: settings, a team's catalog and the rest of ours (the history has tests of its own)."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from histories import IS_SUPERUSER, fill_disk, filled, mounted

from inspector import assets, settings
from inspector.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[1]
DARK = Settings(scheme="dark")


def ran(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


# settings


def test_on_a_full_disk_the_settings_stay_as_they_were(tmp_path):
    with mounted(tmp_path / "home", "size=64k"):
        path = tmp_path / "home" / "settings.json"
        settings.save(path, DARK)
        ballast = fill_disk(path.parent)
        settings.save(path, Settings(scheme="light", geometry="x" * 9_000))
        assert settings.load(path) == DARK
        assert sorted(one.name for one in path.parent.iterdir()) == ["ballast", "settings.json"]
        ballast.unlink()
        settings.save(path, Settings(scheme="light"))
        assert settings.load(path).scheme == "light"


def test_on_a_disk_that_cannot_be_written_they_are_read(tmp_path):
    with mounted(tmp_path / "home", "size=64k"):
        path = tmp_path / "home" / "settings.json"
        settings.save(path, DARK)
        subprocess.run(["mount", "-o", "remount,ro", str(path.parent)], check=True)
        settings.save(path, Settings())
        assert settings.load(path) == DARK


def test_of_a_newer_version_s_settings_what_is_known_is_taken(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 99, "scheme": "dark", "guidance": "fr", "panels": {"a": [1]}}))
    assert settings.load(path) == DARK


def test_two_windows_that_save_at_once_tear_nothing(tmp_path):
    path = tmp_path / "settings.json"
    settings.save(path, DARK)
    code = """
import sys
from pathlib import Path
from inspector import settings
for number in range(300):
    settings.save(Path(sys.argv[1]), settings.Settings(scheme="dark", geometry=sys.argv[2] * 5_000))
"""
    command = [sys.executable, "-c", code, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    writers = [subprocess.Popen([*command, letter], env=environment) for letter in "ab"]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        kept = settings.load(path)
        assert kept.scheme == "dark"
        seen.add(kept.geometry)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen <= {"", "a" * 5_000, "b" * 5_000}
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


# files of somebody else


OTHER = """
import json, os, sys, datetime, _strptime
from pathlib import Path
from inspector import assets, crashes, history, history_rescue, salvage, settings
place = Path(sys.argv[1])
ours = len(assets.knowledge().provider("aliyun-oss").entries)
os.setgroups([]), os.setegid(65534), os.seteuid(65534)
store = history.open_history(place / "history.db", str)
try:
    store.record(history.Seen("aliyun-oss", "5F2A4B6C8D0E1F2A3B4C5D6F"), 1)
    recorded = True
except history.HistoryError:
    recorded = False
kept = settings.load(place / "settings.json")
settings.save(place / "settings.json", kept._replace(scheme="light"))
known = assets.knowledge(str(place))
with crashes.watched(place / "log") as session:
    pass
print(json.dumps([store.notice.id, len(store.newest(9).rows), recorded, kept.scheme,
    [one.reason for one in known.faults], len(known.provider("aliyun-oss").entries) == ours, session is None]))
"""


@pytest.mark.skipif(not IS_SUPERUSER, reason="only the superuser can be somebody else")
@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (0o644, ["history-read-only", 3, False, "dark", ["check the keys provider"], True, True]),
        (0o600, ["history-memory", 1, True, "system", ["Permission denied"], True, True]),
    ],
    ids=["that we may read", "that we may not"],
)
def test_somebody_else_s_files_are_used_as_far_as_they_may_be_and_left_as_they_are(mode, expected):
    with tempfile.TemporaryDirectory() as made:  # where others may go, too
        place = Path(made)
        filled(place / "history.db", 3)
        settings.save(place / "settings.json", DARK)
        (place / "team.toml").write_text("")
        (place / "log").mkdir()
        for folder in (place, place / "log"):
            folder.chmod(0o755)
        for file in place.glob("*.*"):
            file.chmod(mode)
        before = {file.name: file.read_bytes() for file in place.glob("*.*")}
        assert json.loads(ran(OTHER, place)) == expected
        assert {file.name: file.read_bytes() for file in place.glob("*.*")} == before


# a team's catalog


def test_a_clock_that_jumps_hides_no_change_of_a_team_s_file(tmp_path):
    path = tmp_path / "team.toml"
    stamps = set()
    for seconds in (2_000_000_000, 0, 4_000_000_000):
        path.write_text("")
        os.utime(path, (seconds, seconds))
        stamps.add(assets.stamp(str(tmp_path)))
    assert len(stamps) == 3


# translations


TRANSLATED = """
import os, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from inspector import assets
from inspector.ui import language
place, sound = Path(sys.argv[1]), (assets.folder("i18n") / "inspector_zh_CN.qm").read_bytes()
assets.folder = lambda name: place
languages = language.Languages(QApplication(["t"]))
file = place / "inspector_zh_CN.qm"
def put(content):
    file.write_bytes(content)
damages = {
    "sound": lambda: put(sound), "missing": file.unlink, "empty": lambda: put(b""), "text": lambda: put(b"no words" * 99),
    "cut": lambda: put(sound[:len(sound) // 2]), "head alone": lambda: put(sound[:16]),
    "huge": lambda: os.truncate(file, 5 * 1024**3), "folder": lambda: (file.unlink(), file.mkdir()),
}
for name, damage in damages.items():
    damage()
    languages.speak("zh_CN")
    print(name, QCoreApplication.translate("Window", "Report copied") != "Report copied", sep=": ")
"""


def test_without_sound_translations_the_window_speaks_english(tmp_path, translations):
    told = dict(line.split(": ") for line in ran(TRANSLATED, tmp_path).splitlines())
    assert told.pop("sound") == "True"
    assert len(told) == 7
    assert set(told.values()) == {"False"}


@pytest.fixture(scope="module")
def translations():
    """Make the words that a fresh checkout lacks."""
    subprocess.run(
        [sys.executable, str(CHECKOUT / "packaging" / "build_translations.py")], check=True, capture_output=True
    )
