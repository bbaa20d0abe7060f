#!/usr/bin/env python3
"""Compiles i18n/*.ts to the .qm files that Qt reads, where one is missing or older than its source.

    .venv/bin/python packaging/build_translations.py

bootstrap.py calls this, and so does whoever builds a wheel, before the build: as a build hook it would put
PySide6's 85 MB into every build from source. The standard library only; PySide6 is looked for, not imported.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "i18n"


def stale(folder: Path) -> list[Path]:
    """Return the .ts files of folder whose .qm is missing or not newer."""
    return [source for source in sorted(folder.glob("*.ts")) if not _newer(source.with_suffix(".qm"), source)]


def compiler() -> Path:
    """Return the place of lrelease in the Python that runs this. Raise FileNotFoundError without one."""
    package = importlib.util.find_spec("PySide6")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for name in ("lrelease", "lrelease.exe"):
            if Path(folder, name).is_file():
                return Path(folder, name)
    raise FileNotFoundError("this Python has no PySide6 with lrelease in it; use that of .venv")


def build(folder: Path) -> list[Path]:
    """Compile what is stale and return the .qm files made. Raise CalledProcessError where a .ts is broken."""
    made = []
    for source in stale(folder):
        target = source.with_suffix(".qm")
        draft = target.with_suffix(f".qm.{os.getpid()}")  # put in place whole: the program may be reading
        subprocess.run([compiler(), "-silent", source, "-qm", draft], check=True)
        made.append(draft.replace(target))
    return made


def _newer(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns


def main() -> int:
    """Build, say what was made, and return the exit status."""
    try:
        for made in build(FOLDER):
            print(f"made {made.name}")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the translations could not be compiled: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
