"""What has come in by the first paint: nothing that it does without; and what is made ready after it."""

import subprocess
import sys

import pytest

from inspector import assets
from inspector.ui import warming

PROBE = """
import os, sys
{before}
from inspector import __main__ as program
from inspector.ui import window
from PySide6 import QtCore

def told(_):
    print("namespace" if "Qt" in vars(QtCore) else "", *sys.modules, flush=True)
    os._exit(0)

window.Window._complete = told
sys.argv[1:] = {opened!r}
program.main()
"""
LATER = {
    "namespace", "lxml.etree", "inspector.diagnosis", "inspector.redact", "inspector.ticket", "inspector.explain",
    "inspector.shapes.asking", "inspector.catalog_search", "inspector.ui.guidance_words", "inspector.ui.comparison",
    "inspector.ui.timeline", "inspector.ui.links", "inspector.ui.warming", "inspector.ui.background",
    "inspector.ui.bars", "inspector.ui.pages", "inspector.ui.dialogs", "inspector.ui.lookup", "inspector.ui.team",
    "inspector.ui.left_behind", "inspector.crash_reports", "inspector.wire", "inspector.worker", "inspector.cli",
    "inspector.catalog_check", "inspector.history_rescue", "PySide6.QtSvg", "PySide6.QtNetwork", "PySide6.QtDBus",
    "argparse", "asyncio", "concurrent", "dataclasses", "email", "http", "importlib.metadata", "logging", "multiprocessing", "subprocess",
}  # fmt: skip


def come_in(tmp_path, before=""):
    told = subprocess.run(
        [sys.executable, "-c", PROBE.format(before=before, opened=[str(assets.examples()["aliyun-oss"])])],
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(assets._PACKAGE.parent)},
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return LATER & set(told.stdout.split())


def test_the_first_paint_brings_nothing_in_that_it_does_without(tmp_path):
    assert come_in(tmp_path) == set()


@pytest.mark.parametrize(
    ("before", "brought"),
    [("from PySide6.QtCore import Qt", "namespace"), ("import inspector.redact", "inspector.redact")],
)
def test_the_probe_tells_what_came_in_too_early(tmp_path, before, brought):
    assert brought in come_in(tmp_path, before)


def test_guidance_waits_for_the_first_paint_of_the_program_however_late_it_comes(start, qtbot):
    window = start()
    window.starting = True
    window.do("example-aliyun-oss")
    assert window.presenter.report.entries == ()
    window.show()
    qtbot.waitUntil(lambda: window.presenter.report.entries != ())


def test_all_steps_after_the_first_paint_can_be_gone():
    steps = list(warming.steps(assets.knowledge()))
    assert len(steps) > len(warming._MODULES)
    assert set(warming._MODULES) <= set(sys.modules)
