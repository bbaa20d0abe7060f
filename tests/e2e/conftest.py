"""The desk for all tests of this folder, and programs that are watched for complaints."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk, lacking
from program import Program

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.desk)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    missing = lacking()
    if missing:
        line = f"needs: apt-get install -y --no-install-recommends {' '.join(missing)}"
        (pytest.fail if os.environ.get("REQUIRE_DESK") == "1" else pytest.skip)(line)
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:  # short: sockets lie in it
        desk = Desk(Path(folder))
        yield desk
        desk.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(desk: Desk, home: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Program]]:
    """Starts the program; at the end it is ended, and may have complained about nothing."""
    running: list[Program] = []

    def start(*arguments: object, **how: object) -> Program:
        running.append(Program(desk, home, *arguments, **how))
        return running[-1]

    yield start
    if request.node.stash.get(FAILED, False):
        desk.output("import", "-window", "root", tmp_path / "screen.png")
    for program in running:
        program.close()
    assert [line for program in running for line in program.complaints()] == []
