"""From a small paste to the painted tree, beside lxml with Qt's own views; and up to which size that fits a frame.

python tests/benchmarks/bench_paste.py [PASTES]
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import captures
import common
import program
from common import milliseconds, percentile
from lxml import etree
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QTreeView

from inspector import assets, effort
from inspector.pipeline import inspect

FRAME = 1 / 60
SIZES = (4, 8, 16, 32, 48, 64, 96, 128)


class Peer(QSplitter):
    """Qt's own views with what lxml finds: neither places, nor guidance, nor what is hostile."""

    def __init__(self) -> None:
        super().__init__()
        self.tree, self.text, self.rows = QTreeView(), QPlainTextEdit(), QStandardItemModel()
        self.tree.setModel(self.rows)
        self.addWidget(self.tree)
        self.addWidget(self.text)
        self.resize(1280, 800)
        self.show()

    def open(self, raw: bytes) -> None:
        self.rows.clear()
        for element in etree.fromstring(_body(raw)):
            self.rows.appendRow([QStandardItem(element.tag), QStandardItem(element.text)])
        self.text.setPlainText(raw.decode())


def main() -> None:
    pastes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as name:
        window = program.window(Path(name))
        painted = program.Painted(window.page.tree.viewport())
        samples = [path.read_bytes() for path in assets.examples().values()] + [captures.ERROR.encode()]
        _small(window, painted, samples, pastes)
        _parsing(samples)
        effort.is_quick = lambda _: True  # nothing to the worker: how much fits is what is to be found
        _sizes(window, painted)
        window.close()


def _small(window, painted, samples, pastes: int) -> None:
    peer = Peer()
    peer_painted = program.Painted(peer.tree.viewport())
    program.settle(0.2)
    ours: list[float] = []
    busy: list[float] = []
    theirs: list[float] = []
    for number in range(pastes):
        raw = samples[number % len(samples)]
        clock, processor = painted.times(lambda raw=raw: window.sitting.open_bytes(raw, "clipboard", ""))
        ours.append(clock)
        busy.append(processor)
        program.settle()
        theirs.append(peer_painted.seconds(lambda raw=raw: peer.open(raw)))
        program.settle()
    peer.close()
    print(f"\nPaste of {min(map(len, samples))} to {max(map(len, samples))} bytes to the painted tree\n")
    rows = [
        (name, milliseconds(times[0]), milliseconds(median(times[1:])), milliseconds(percentile(times[1:], 0.99)))
        for name, times in (("program", ours), ("its processor time", busy), ("lxml and Qt's views", theirs))
    ]
    print(common.table(("", "first", "median", "p99"), rows))
    print(f"\nratio {median(our / their for our, their in zip(ours[1:], theirs[1:], strict=True)):.1f}")


def _parsing(samples: list[bytes]) -> None:
    knowledge = assets.knowledge()
    ours: list[float] = []
    theirs: list[float] = []
    gc.disable()
    for number in range(1500):
        raw = samples[number % len(samples)]
        body = _body(raw)
        begin = time.perf_counter()
        inspect(raw, "clipboard", "", knowledge)
        middle = time.perf_counter()
        {element.tag: element.text for element in etree.fromstring(body)}
        theirs.append(time.perf_counter() - middle)
        ours.append(middle - begin)
    gc.enable()
    ratio = median(our / their for our, their in zip(ours, theirs, strict=True))
    print("\ninspect(): tree, facts, findings and guidance, beside lxml on the body alone\n")
    rows = [("inspect()", milliseconds(median(ours)), f"{ratio:.0f}"), ("lxml", milliseconds(median(theirs)), "1")]
    print(common.table(("", "median", "ratio"), rows))


def _sizes(window, painted) -> None:
    rows = []
    for kind in captures.KINDS:
        times = {}
        for size in SIZES:
            raw = captures.capture(kind, size * 1024)
            times[size] = median(_painted(window, painted, raw) for _ in range(5))
        fits = max((size for size in SIZES if times[size] <= FRAME), default=0)
        rows.append((kind, *(milliseconds(one) for one in times.values()), f"{fits} KB"))
    print(f"\nPaste to painted tree by size; the last that fits into {milliseconds(FRAME)}\n")
    print(common.table(("", *(f"{size} KB" for size in SIZES), "fits"), rows))


def _painted(window, painted, raw: bytes) -> float:
    taken = painted.seconds(lambda: window.sitting.open_bytes(raw, "clipboard", ""))
    program.settle()
    window.sitting.close_current()
    program.settle(0.02)
    return taken


def _body(raw: bytes) -> bytes:
    """Give the XML of an answer alone."""
    return raw[raw.index(b"<?xml") if b"<?xml" in raw else raw.index(b"<Error") : raw.index(b"</Error>") + 8]


if __name__ == "__main__":
    main()
