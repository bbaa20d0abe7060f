#!/usr/bin/env python3
"""Draws the pictures of the window in docs/pictures: each language in each of the two schemes of colours.

    python3 packaging/screenshots.py [FOLDER]

Needs .venv (packaging/bootstrap.py makes it) and no display. The program draws itself, with the fonts of the system and
nothing of the user's: so on one system the same program gives the same bytes, and a picture that changed shows that
the window did. The standard library only.
"""

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from terminal import FAILED, LACKING, ROOT, SetUpError, child_environment

PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = {"en": "en", "zh": "zh_CN"}
"""Word in the picture's name -> language of the interface."""

SCHEMES = ("light", "dark")
EXAMPLE = "aliyun-oss"
LEFT_OUT = ("XDG_", "QT_", "LC_", "LANG")
"""Starts of names in the environment that would change a picture: the system's language chooses among fonts."""


def interpreter() -> Path:
    """Return the Python of .venv. Raise SetUpError where there is none."""
    for place in ("bin/python", "Scripts/python.exe"):
        if (ROOT / ".venv" / place).exists():
            return ROOT / ".venv" / place
    raise SetUpError("there is no .venv: run packaging/bootstrap.py first", LACKING)


def command(python: Path, language: str, scheme: str, picture: Path) -> list[str | Path]:
    """Return the command that draws one picture."""
    looks = ("--lang", language, "--scheme", scheme, "--guidance", language[:2], "--size", "1440x960")
    return [python, "-m", "inspector", "--example", EXAMPLE, *looks, "--picture", picture]


def draw(folder: Path) -> list[Path]:
    """Draw all pictures into folder and return those that changed. Raise SetUpError where one cannot be drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    python = interpreter()
    changed = []
    with tempfile.TemporaryDirectory() as home:  # beside nobody's preferences
        kept = {name: value for name, value in child_environment().items() if not name.startswith(LEFT_OUT)}
        surroundings = kept | {"HOME": home, "TZ": "UTC", "LANG": "C.UTF-8"}
        for (word, language), scheme in itertools.product(LANGUAGES.items(), SCHEMES):
            picture = folder / f"window-{word}-{scheme}.png"
            draft = Path(home, picture.name)
            done = subprocess.run(command(python, language, scheme, draft), cwd=ROOT, env=surroundings, check=False)
            if done.returncode:
                raise SetUpError(f"{picture.name} could not be drawn: the program ended with {done.returncode}")
            if _replaced(picture, draft.read_bytes()):
                changed.append(picture)
    return changed


def _replaced(picture: Path, drawn: bytes) -> bool:
    """Put a picture in place, whole, where it is another one than before."""
    if picture.exists() and picture.read_bytes() == drawn:
        return False
    fresh = picture.with_name(f"{picture.name}.{os.getpid()}")
    fresh.write_bytes(drawn)
    fresh.replace(picture)
    return True


def main(arguments: list[str]) -> int:
    """Draw, say what changed, and return the exit status."""
    folder = Path(arguments[0]).absolute() if arguments else PICTURES
    try:
        changed = draw(folder)
    except SetUpError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"screenshots: the pictures could not be written: {error}", file=sys.stderr)
        return FAILED
    print(f"{len(changed)} of {len(LANGUAGES) * len(SCHEMES)} pictures changed in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
