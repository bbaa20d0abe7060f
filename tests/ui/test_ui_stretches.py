"""What could keep the window busy, in counts that no busy machine changes: rows looked at, rows built, pieces folded.

How long it really stands still over the whole hostile set is a figure: `tests/hostile/stretches.py`.
"""

import sys
from pathlib import Path

import pytest
from invented import response
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel, QWidget

from inspector import wire
from inspector.ui import finding
from inspector.ui.reports_list import ReportsModel
from inspector.ui.tree_model import TreeModel

sys.path.append(str(Path(__file__).parents[1]))
from hostile import maker, stretches

PATIENCE = 60_000
ASKED = 40_000
"""Questions of the views to their models for one thing that is done: three frames' worth."""
WIDGETS = 1_500
LONG = (
    "wide.xml",
    "headers-50k.http",
    "attributes.xml",
    "trap-error-tags.txt",
    "trap-status.txt",
    "trap-line-ends.txt",
)


@pytest.fixture
def asked(monkeypatch):
    """Count what the views ask their models."""
    counted = [0]

    def counting(function):
        def counted_one(*arguments):
            counted[0] += 1
            return function(*arguments)

        return counted_one

    for model in (TreeModel, ReportsModel):
        for name in ("data", "rowCount", "index", "parent"):
            if name in vars(model):
                monkeypatch.setattr(model, name, counting(getattr(model, name)))
    return counted


@pytest.mark.parametrize("name", LONG)
def test_what_is_done_with_a_hostile_capture_looks_at_few_rows(start, qtbot, qapp, asked, name):
    window = start(show=True)
    raw = next(one.raw for one in maker.captures("/nowhere") if one.name == name)
    asked[0] = 0
    window.sitting.open_bytes(raw, "file", name)
    qtbot.waitUntil(lambda: len(window.sitting.names) == 1, timeout=PATIENCE)
    for what, work in [("opened", lambda: None), *stretches.acts(window)]:
        work()
        qapp.processEvents()
        assert asked[0] < ASKED, what
        asked[0] = 0
    assert len(window.page.tree.rows.rows) <= wire.MOST_ROWS + 20
    assert len(window.findChildren(QWidget)) < WIDGETS


def test_what_is_counted_would_tell_of_a_view_that_asks_for_every_row(start, asked):
    window = start()
    rows = window.page.tree.rows
    for _ in range(ASKED):
        rows.rowCount(QModelIndex())
    assert asked[0] >= ASKED


def test_a_long_text_is_folded_in_pieces_and_found_in_as_ever(start, paste, qapp, qtbot, monkeypatch):
    monkeypatch.setattr(finding, "_PIECE", 50)
    window = start(show=True)
    text = response(message="pear Pear 梨 PEAR")
    paste(window, text)
    window.do("find")
    window.page.find_bar.field.setText("PEAR")
    window.page.search.search()
    assert window.page.search.hits == []  # not at once
    qtbot.waitUntil(lambda: len(window.page.search.spans) == text.lower().count("pear"))
    assert window.page.findChild(QLabel, "findCount").text().startswith("1/")
    window.page.find_bar._case.click()
    qtbot.waitUntil(lambda: len(window.page.search.spans) == text.count("PEAR"))
    paste(window, response())
    qapp.processEvents()
    assert window.page.search.hits == []
