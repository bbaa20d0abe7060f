"""Does once, after the packages are installed, what Python and PySide would do again at every start.

PySide brings its support modules as source inside a library and compiles them whenever it is imported, a tenth of the
start of a window. It offers to unpack them (`SBK_EMBED=0`) into a folder of its package, `files.dir`; then Python keeps
them compiled as it keeps any module. They are unpacked beside the package and moved in whole, so that no program that
starts meanwhile meets half of them. Where nothing can be written, everything works as before, only slower.

The files are entered in the package's RECORD: pip removes them with it, and another release never meets them.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from terminal import ROOT, child_environment, start

PACKAGE = "shiboken6"
UNPACKED = "files.dir"


def prepare(python: Path, packages: Path) -> None:
    """Unpack PySide's support modules in the folder of the packages; compile them, and the program."""
    with contextlib.suppress(OSError):
        unpack(python, packages)
    support, program = packages / PACKAGE / UNPACKED, ROOT / "inspector"
    start([python, "-m", "compileall", "-qq", *(str(folder) for folder in (support, program) if folder.is_dir())])


def unpack(python: Path, packages: Path) -> None:
    """Unpack PySide's support modules, where PySide is; raises OSError where nothing can be written."""
    if not (packages / PACKAGE).is_dir():
        return
    with tempfile.TemporaryDirectory(dir=packages) as folder:
        copy = shutil.copytree(packages / PACKAGE, Path(folder) / PACKAGE)
        shutil.rmtree(copy / UNPACKED, ignore_errors=True)
        environment = child_environment(PYTHONPATH=folder, SBK_EMBED="0")
        failed = start([python, "-P", "-c", f"import {PACKAGE}"], environment, quiet=True)
        if failed or not (copy / UNPACKED).is_dir():
            return
        place = packages / PACKAGE / UNPACKED
        shutil.rmtree(place, ignore_errors=True)
        (copy / UNPACKED).rename(place)
    record(packages)


def record(packages: Path) -> None:
    """Enter the unpacked files in the package's RECORD, those that are not in it."""
    for file in packages.glob(f"{PACKAGE}-*.dist-info/RECORD"):
        listed = file.read_text("utf-8")
        names = (
            path.relative_to(packages).as_posix() for path in sorted((packages / PACKAGE / UNPACKED).rglob("*.py"))
        )
        file.write_text(listed + "".join(f"{name},,\n" for name in names if f"{name}," not in listed), "utf-8")
