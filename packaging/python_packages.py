"""Makes .venv in the checkout and fills it, at the versions and hashes of the requirements files.

The project itself is not installed: a one-line .pth file in .venv leads to the checkout. An editable
install would do the same, but needs a build backend, which someone who only runs the program has no use for.

.venv/set-up.json records what was put in, so nothing is done twice. Where it no longer agrees with the
requirements files, .venv is made anew: a package that was dropped must not stay importable. A .venv that
somebody else made is added to and never emptied.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import warm_start
from terminal import ROOT, SetUpError, child_environment, say, start

if sys.platform != "win32":
    import fcntl

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
RECORD = VENV / "set-up.json"
TO_RUN = "requirements.txt"
TO_DEVELOP = "requirements-dev.txt"
FROM_SOURCE = "requirements-source.txt"
OURS = {"made by": "bootstrap"}
THEIRS = {"made by": "somebody else"}
FROM_WHEELS = ("--only-binary", ":all:")
PREPARED = "prepared"
HOW = {FROM_SOURCE: ("--use-pep517", "--no-build-isolation")}  # pure Python; setuptools comes with TO_DEVELOP


def set_up(*names: str) -> None:
    """See to it that .venv holds what the named requirements files list, and leads to this checkout."""
    if is_set_up(*names):
        return
    with one_at_a_time():
        wanted, state = wanted_state(names), recorded_state()
        todo = names_to_install(wanted, state)
        if todo is None:
            todo, state = [*names, PREPARED], _make() | {key: wanted[key] for key in ("checkout", "python")}
        for name in todo:
            if name == PREPARED:
                warm_start.prepare(PYTHON, _site_packages())
            else:
                state = _install(name, state)
            state |= {name: wanted[name]}
        (_site_packages() / "oss_inspector.pth").write_text(f"{ROOT}\n", "utf-8")
        _note(state)


def is_set_up(*names: str) -> bool:
    """Return whether set_up has nothing to do."""
    return names_to_install(wanted_state(names), recorded_state()) == []


def wanted_state(names: tuple[str, ...]) -> dict[str, str]:
    """Return what the record says once the named files are installed: where, for which Python, what; and prepared."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digests = {name: hashlib.sha256((ROOT / "packaging" / name).read_bytes()).hexdigest() for name in names}
    return {"checkout": str(ROOT), "python": version, **digests, PREPARED: "once"}


def recorded_state() -> dict[str, str]:
    """Return what .venv's record says; nothing where there is no record, or no Python any more."""
    try:
        state = json.loads(RECORD.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def names_to_install(wanted: Mapping[str, str], state: Mapping[str, str]) -> list[str] | None:
    """Return the files not yet installed, and last what is done after it; None where .venv has to be made (anew)."""
    agrees = all(state.get(key) == wanted[key] for key in ("checkout", "python"))
    if not agrees or any(state.get(key, value) != value for key, value in wanted.items()) or not PYTHON.exists():
        return None
    return [key for key in wanted if key not in state]


def _make() -> dict[str, str]:
    owner = THEIRS if VENV.exists() and recorded_state().get("made by") != OURS["made by"] else OURS
    if owner is OURS and VENV.exists():
        shutil.rmtree(VENV)
    say(f"making {VENV}" if owner is OURS else f"adding to {VENV}, which was there")
    VENV.mkdir(exist_ok=True)
    _note(owner)
    python = getattr(sys, "_base_executable", sys.executable)  # not the one just removed, should that run us
    made = start([python, "-m", "venv", str(VENV)], child_environment(), quiet=True)
    if made or not _site_packages().is_dir():
        raise SetUpError(f"{VENV} could not be made, or belongs to another Python. Move it away and try again.")
    return owner


def _install(name: str, state: dict[str, str]) -> dict[str, str]:
    _note({"made by": state["made by"]})  # an installation cut short must not look like a finished one
    say(f"installing the Python packages of packaging/{name}")
    options = ["--disable-pip-version-check", "--no-input", "-q"]
    how = HOW.get(name, FROM_WHEELS)
    pinned = ["--require-hashes", "--no-deps", *how, "-r", str(ROOT / "packaging" / name)]
    if start([PYTHON, "-m", "pip", *options, "install", *pinned], child_environment(), quiet=True):
        raise SetUpError("pip could not install them; its reason stands above. Then give the same command again.")
    return state


def _note(state: Mapping[str, str]) -> None:
    RECORD.write_text(json.dumps(state, indent=1) + "\n", "utf-8")


def _site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)}))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep a second set-up of the same checkout waiting; the lock is on a folder and leaves no file."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(ROOT / "packaging", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)  # which frees the lock, as the end of this process does
