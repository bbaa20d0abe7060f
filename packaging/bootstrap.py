#!/usr/bin/env python3
"""Sets the program up and runs it or its tests, with nothing but Python 3.11 or newer.

    python3 packaging/bootstrap.py run [FILE ...]         opens the window on captures, or on an example
    python3 packaging/bootstrap.py test [PYTEST ARGUMENT ...]   runs all checks and tests, or pytest alone
    python3 packaging/bootstrap.py check [run | test]     says what is missing and changes nothing

What is missing is set up first: libraries of the system, by apt-get where we may, and .venv in the checkout.
Where there is no display, run draws the window into a picture and prints the explanation.
Exit status: 0; 1 where something failed; 2 for a wrong command line; 4 where the system lacks something that
only its administrator can install, after printing the line for that.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get as far as this sentence
    sys.exit(f"OSS Inspector needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import os
import tempfile
from pathlib import Path

import build_translations
import python_packages
import system_packages
from displays import why_no_window, x11_refuses
from terminal import FAILED, LACKING, ROOT, WRONG_USE, SetUpError, child_environment, say, start

EXAMPLE = ("--example", "aliyun-oss")
# -P: the folder we are in is not searched, whatever inspector.py it holds
PROGRAM = (str(python_packages.PYTHON), "-P", "-m", "inspector")
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
}


def run(arguments: list[str]) -> int:
    """Open the window and wait for its end; without a display, draw it and explain on stdout."""
    no_window = why_no_window(os.environ)
    set_up(window=no_window is None)
    no_window = no_window or x11_refuses(os.environ)
    captures = arguments or list(EXAMPLE)
    return start([*PROGRAM, *captures]) if no_window is None else show_without_window(captures, no_window)


def show_without_window(captures: list[str], reason: str) -> int:
    """Print the explanation of captures on stdout and say on stderr where the picture of the window is."""
    say(f"no window is opened: {reason}.")
    explained = start([*PROGRAM, "explain", *captures])
    picture = picture_folder() / "window.png"
    picture.unlink(missing_ok=True)
    offscreen = child_environment(QT_QPA_PLATFORM="offscreen")
    drawn = start([*PROGRAM, "--picture", str(picture), *captures], offscreen, quiet=True)
    say(f"the window as it would look: {picture}" if picture.exists() else "the window could not be drawn")
    return explained or drawn


def picture_folder() -> Path:
    """Return a folder only this user may look into: a picture shows what was captured."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    folder = (named if named.is_absolute() else Path.home() / ".cache") / "oss-inspector"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="oss-inspector-"))


def test(arguments: list[str]) -> int:
    """Run every check, even after one failed, and pytest last: its closing line closes the run."""
    set_up(tests=True)
    steps = {} if arguments else CHECKS
    failed = ["translations"] if build_translations.stale(build_translations.FOLDER) else []
    failed += [name for name, module in steps.items() if step(name, list(module))]
    tests = ["pytest", *from_here(arguments, Path.cwd())]
    failed += ["tests"] if step("tests", tests) else []
    if failed:
        say(f"failed: {', '.join(failed)}")
    return FAILED if failed else 0


def step(name: str, module: list[str]) -> int:
    """Name a step, run it in the checkout, and return its exit status."""
    print(f"== {name}: {' '.join(module)}")
    environment = child_environment(REQUIRE_DESK="1", QT_QPA_PLATFORM="offscreen")
    return start([python_packages.PYTHON, "-P", "-m", *module], environment, ROOT)


def from_here(arguments: list[str], here: Path) -> list[str]:
    """Return pytest's arguments with paths that exist in here made absolute: it is run in the checkout."""
    return [
        str(here / argument)
        if not argument.startswith("-") and (here / argument.partition("::")[0]).exists()
        else argument
        for argument in arguments
    ]


def check(arguments: list[str]) -> int:
    """Say what run, or test, would have to set up."""
    tests = arguments == ["test"]
    if arguments not in ([], ["run"], ["test"]):
        return usage()
    names = requirements(tests=tests)
    ready = python_packages.is_set_up(*names)
    needs = system_packages.missing(window=why_no_window(os.environ) is None, tests=tests, venv=not ready)
    if needs:
        print(system_packages.advice(needs))
    if not ready:
        print(f"{python_packages.VENV} lacks what {' and '.join(names)} list; run and test set it up")
    if ready and not needs:
        print("nothing is missing")
    return LACKING if needs or not ready else 0


def set_up(*, window: bool = False, tests: bool = False) -> None:
    """Set up what is missing, and nothing that is there. Raise SetUpError where that cannot be done.

    A translation that cannot be compiled stops nobody: the program then speaks English.
    """
    names = requirements(tests=tests)
    venv = not python_packages.is_set_up(*names)
    system_packages.install(system_packages.missing(window=window, tests=tests, venv=venv))
    python_packages.set_up(*names)
    if build_translations.stale(build_translations.FOLDER):
        start([python_packages.PYTHON, str(build_translations.__file__)], quiet=True)


def requirements(*, tests: bool) -> tuple[str, ...]:
    """Return the requirements files that running, or testing, needs."""
    every = (python_packages.TO_RUN, python_packages.TO_DEVELOP, python_packages.FROM_SOURCE)
    return every if tests else every[:1]


def usage() -> int:
    """Say how this is used."""
    print(__doc__, file=sys.stderr)
    return WRONG_USE


def main(arguments: list[str]) -> int:
    """Carry out one verb and return the exit status."""
    verb = {"run": run, "test": test, "check": check}.get(arguments[0] if arguments else "")
    if verb is None:
        return usage()
    try:
        return verb(arguments[1:])
    except SetUpError as error:
        say(str(error))
        return error.exit_code
    except OSError as error:
        say(f"{error.strerror}: {error.filename}")
        return FAILED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
