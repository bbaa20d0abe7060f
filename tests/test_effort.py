"""What may be read by the window itself: ordinary pastes; nothing of which 48 KB would keep it busy."""

from pathlib import Path

import pytest
from hostile import maker

from inspector import archive, assets, effort
from inspector.pipeline import inspect

SAMPLES = [path for path in sorted((Path(__file__).parent / "samples").rglob("*.*")) if path.suffix != ".json"]


def filled(raw, most=effort.LONGEST):
    """Repeat a capture up to a length."""
    return (raw * (most // len(raw) + 1))[:most]


def largest(raw):
    """Give as much of a capture as a window reads itself, to sixteen bytes."""
    size = next(size for size in range(len(raw), 0, -16) if effort.is_quick(raw[:size]))
    return raw[:size]


@pytest.mark.parametrize("path", [*SAMPLES, *assets.examples().values()], ids=lambda path: path.name)
def test_an_ordinary_paste_is_read_at_once(path):
    raw = path.read_bytes()
    assert effort.is_quick(raw) or len(raw) > 10_000 or archive.is_packed(raw)


def test_prose_of_some_length_is_read_at_once():
    assert effort.is_quick(b"The quick brown fox jumps over the lazy dog, twice. " * 400)
    assert not effort.is_quick(b"x" * (effort.LONGEST + 1))


@pytest.mark.parametrize(
    "sign", ["<Error", "&lt;Error", "HTTP/1.1 403\n", '"', "'", "\\n", "Code: Message\n", "a=b&", "{", "[", "Error "]
)
def test_nothing_of_signs_alone_is_read_at_once(sign):
    assert not effort.is_quick(filled(sign.encode(), 30_000))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_another_encoding_is_counted_as_what_it_says(encoding):
    assert effort.of(maker.body().encode(encoding)) == effort.of(maker.body().encode())


def test_what_is_read_at_once_has_few_rows_whatever_it_is():
    knowledge = assets.knowledge()
    for one in maker.captures("/nowhere"):
        if not one.name.startswith(("trap-", "wide", "names", "headers-", "attributes", "deep")):
            continue
        inspection = inspect(largest(filled(one.raw)), "clipboard", "", knowledge, explaining=False)
        assert sum(map(rows, inspection.reports)) <= effort.MOST, one.name


def rows(report):
    """Count the rows of a report's tree, and one for the report."""
    waiting, count = list(report.tree), 1
    while waiting:
        count += 1
        waiting += waiting.pop().children
    return count
