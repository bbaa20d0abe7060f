"""Finds `resources/` and `i18n/`: beside the package in a checkout, inside it in a wheel or a frozen bundle.

Also reads a team's own catalog, from the folder named in the settings, and adds it to ours.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from inspector import catalog_files, files
from inspector.catalog import Catalog, Fault

MOST_FILES = 200
MOST_BYTES = 4 * 1024 * 1024
MOST_OF_ALL = 16 * 1024 * 1024
"""Bounds of a team's catalog: more files, a larger one, or more characters in all are not read, and said so."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Give the folder `resources` or `i18n`; that of a checkout wins over a copy that a build left behind."""
    beside = _PACKAGE.parent / name
    return beside if beside.is_dir() else _PACKAGE / name


def read(name: str) -> bytes:
    """Read a file under `resources/`, such as `examples/aliyun-oss.http`. Raises OSError."""
    return (folder("resources") / name).read_bytes()


def examples() -> dict[str, Path]:
    """Give the built-in examples: provider id -> file."""
    return {path.stem: path for path in sorted((folder("resources") / "examples").iterdir())}


class Files(Mapping[str, str]):
    """The files of a folder, by name without ending, each read when it is first asked for. Raises OSError then."""

    def __init__(self, place: Path) -> None:
        """List the files."""
        self._paths = {path.name.removesuffix(".toml"): path for path in sorted(place.glob("*.toml"))}
        self._texts: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """Give the text of a file."""
        if name not in self._texts:
            self._texts[name] = self._paths[name].read_text(encoding="utf-8")
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._paths)


@cache
def packaged() -> Files:
    """Give the files of our own catalog."""
    return Files(folder("resources") / "catalog")


@cache
def _own() -> Catalog:
    return catalog_files.load(packaged())


def knowledge(team: str = "") -> Catalog:
    """Load the packaged catalog, with a team's folder laid over it. Raises `CatalogError`, OSError for our own only."""
    if not team:
        return _own()
    texts, faults = team_files(Path(team))
    built = catalog_files.load(packaged(), texts)
    return built._replace(faults=(*faults, *built.faults))


def team_files(place: Path) -> tuple[dict[str, str], list[Fault]]:
    """Read the files of a team's catalog by name; what cannot be read is a fault."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    try:
        paths = sorted(place.glob("*.toml"))
        if not place.is_dir():
            faults.append(Fault(str(place), 0, "there is no such folder"))
    except OSError as error:
        return {}, [Fault(str(place), 0, error.strerror or "")]
    left = MOST_OF_ALL
    for path in paths[:MOST_FILES]:
        try:
            texts[path.name] = catalog_file(path, min(left, MOST_BYTES))
            left -= len(texts[path.name])
        except OSError as error:
            faults.append(Fault(path.name, 0, error.strerror or ""))
    if len(paths) > MOST_FILES:
        faults.append(Fault(str(place), 0, f"only the first {MOST_FILES} files are read"))
    return texts, faults


def catalog_file(path: Path, most: int = MOST_BYTES) -> str:
    """Read a catalog file that is not ours, whatever ends its lines. Raises OSError, its `strerror` the reason."""
    try:
        text = files.read(path, most).decode("utf-8")
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "not UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stamp(team: str) -> tuple[tuple[str, int, int], ...]:
    """Give what changes when a team's files do: names, times and sizes."""
    try:
        told = [(path.name, path.stat()) for path in sorted(Path(team).glob("*.toml"))[:MOST_FILES]] if team else []
    except OSError:
        return ()
    return tuple((name, about.st_mtime_ns, about.st_size) for name, about in told)
