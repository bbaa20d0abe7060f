"""How it looks: colours and their contrast, the language, sizes, names for screen readers, what is remembered."""

import builtins
import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from invented import response
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from inspector import settings, window_options
from inspector.settings import Settings
from inspector.ui import language, numbers, theme
from inspector.ui.history_panel import HistoryList
from inspector.ui.parts import Text
from inspector.ui.theme import DARK, LIGHT, Scheme, Tone
from inspector.window_options import Options

SCHEMES = {"light": LIGHT, "dark": DARK}


# -- colours ------------------------------------------------------------------------------------------------


def luminance(colour):
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(scheme: Scheme):
    """Yield every text with every ground that it is painted on."""
    tones = {name: value for name, value in scheme._asdict().items() if isinstance(value, Tone)}
    for text, ground in product(("text", "secondary", "accent"), ("window", "surface")):
        yield f"{text} on {ground}", getattr(scheme, text), getattr(scheme, ground)
    for name, tone in tones.items():
        yield name, tone.text, tone.ground
        yield f"text on {name}", scheme.text, tone.ground  # the notice, what is lit in the raw view
        if name != "selection":
            yield f"{name} on surface", tone.text, scheme.surface  # the status in a list, a damaged row
    yield "the word over the window", scheme.surface, scheme.text
    yield "text on what was selected", scheme.text, scheme.border


def test_contrast_is_computed_as_the_guideline_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_text_stands_out_from_its_ground(name):
    weak = {what: round(contrast(*two), 2) for what, *two in pairs(SCHEMES[name]) if contrast(*two) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_what_takes_the_keyboard_has_edges_and_a_focus_that_are_seen(qapp, qtbot, name):
    scheme, role = SCHEMES[name], QPalette.ColorRole
    theme.colour(qapp, scheme)
    page = QWidget()
    qtbot.addWidget(page)
    for kind in (QLineEdit, QPlainTextEdit, QToolButton, QPushButton, QCheckBox, QComboBox):
        widget = kind(page)
        widget.ensurePolished()
        made = widget.palette()
        edge, focus = made.color(role.Window).darker(140), made.color(role.Highlight)  # as Fusion draws them
        for ground in (scheme.window, scheme.surface):
            assert contrast(edge, ground) >= 3
            assert contrast(focus, ground) >= 3
        assert contrast(made.color(role.HighlightedText), focus) >= 4.5
    rows = HistoryList(page)
    rows.ensurePolished()
    assert rows.palette().color(role.Base) == QColor(scheme.window)
    assert rows.palette().color(role.Highlight) == QColor(scheme.selection.ground)


@pytest.mark.parametrize("name", SCHEMES)
def test_the_palette_stands_out_too(qapp, name):
    made, group, role = theme.palette(SCHEMES[name]), QPalette.ColorGroup, QPalette.ColorRole
    couples = [
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Window), (role.PlaceholderText, role.Base), (role.BrightText, role.Base),
    ]  # fmt: skip
    for state in (group.Active, group.Inactive, group.Disabled):
        for text, ground in couples:
            found = contrast(made.color(state, text), made.color(state, ground))
            assert found >= 4.5, (state, text, round(found, 2))


def grounds(window):
    """Give the colours that really are painted at the window's edge and in the middle of the raw view."""
    picture = window.grab().toImage()
    return picture.pixelColor(2, picture.height() - 3).name().upper()


def test_colours_are_switched_while_it_runs(start, qapp):
    window = start(show=True, scheme="light")
    window.do("example-aliyun-oss")
    for name in ("dark", "light", "dark"):
        window.do(f"scheme-{name}")
        qapp.processEvents()
        scheme = SCHEMES[name]
        assert theme.current() == scheme
        assert grounds(window) == scheme.window
        label = window.findChild(QLabel, "statusText")
        assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == scheme.secondary
        assert window.palette().color(QPalette.ColorRole.Window).name().upper() == scheme.window
        raw = window.page.raw._page.grab().toImage()
        assert raw.pixelColor(raw.width() - 2, raw.height() - 2).name().upper() == scheme.surface
        assert window.settings.scheme == name
        drawn = window.top._paste.icon().pixmap(16, 16).toImage()
        points = product(range(drawn.width()), range(drawn.height()))
        assert scheme.secondary.lower() in {drawn.pixelColor(*point).name() for point in points}
        for label in window.findChildren(Text):
            if label.colour and isinstance(getattr(scheme, label.colour), str):
                shown = label.palette().color(QPalette.ColorRole.WindowText).name().upper()
                assert shown == getattr(scheme, label.colour), label.objectName()


def test_who_has_the_keyboard_is_framed_text_and_guidance_too(start, qapp):
    window = start(show=True)
    window.do("example-aliyun-oss")
    window.activateWindow()
    for panel in (window.page.raw, window.guidance):
        panel.setFocus()
        qapp.processEvents()
        assert panel.grab().toImage().pixelColor(0, 40).name().upper() == LIGHT.accent
        window.page.tree.setFocus()
        qapp.processEvents()
        assert panel.grab().toImage().pixelColor(0, 40).name().upper() != LIGHT.accent


def test_the_list_of_keys_fits_into_the_smallest_window(start, qapp):
    window = start(show=True)
    window.do("shortcuts")
    dialog = window.findChild(QDialog, "shortcuts")
    assert dialog.sizeHint().height() < window.minimumSize().height()
    assert dialog.sizeHint().width() < window.minimumSize().width()
    dialog.close()


@pytest.fixture
def system_says(qapp):
    """Give a function that tells what the desktop would tell; in the end it is light again."""
    signal = qapp.styleHints().colorSchemeChanged
    yield signal.emit
    signal.emit(Qt.ColorScheme.Light)


def test_the_colours_follow_the_system(start, qapp, system_says):
    start(scheme="system")
    system_says(Qt.ColorScheme.Dark)
    assert theme.current() == DARK
    system_says(Qt.ColorScheme.Light)
    assert theme.current() == LIGHT
    system_says(Qt.ColorScheme.Unknown)
    assert theme.current() == LIGHT


def test_a_chosen_scheme_does_not_follow_until_it_is_asked_to(start, system_says):
    window = start(scheme="light")
    system_says(Qt.ColorScheme.Dark)
    assert theme.current() == LIGHT
    window.do("scheme-system")
    assert theme.current() == DARK
    window.do("scheme-light")
    assert theme.current() == LIGHT


# -- language -----------------------------------------------------------------------------------------------


def test_the_language_is_switched_while_it_runs(start, qapp):
    window = start(show=True)
    window.do("example-aliyun-oss")
    window.do("find")
    words = {}
    for chosen in ("en", "zh_CN", "en"):
        window.do(f"language-{chosen}")
        qapp.processEvents()
        words.setdefault(chosen, []).append(
            (
                window.menus.actions["paste"].text(),
                window.top._paste.text(),
                window.history.search.placeholderText(),
                window.page.verdict._copy.text(),
                window.page.find_bar._case.text(),
                window.page.tree.rows.title(window.page.tree.rows.rows[0]),
                window.findChild(QLabel, "privacy").text(),
                window.findChild(QLabel, "fixHead").text(),
            )
        )
        assert window.settings.language == chosen
    english, chinese = words["en"][0], words["zh_CN"][0]
    assert words["en"] == [english, english]
    assert all(one != other for one, other in zip(english, chinese, strict=True))


def test_switching_keeps_the_row_the_capture_and_the_search(start, qapp):
    window = start(show=True)
    window.do("example-jdcloud-oss")
    window.page.tree.choose(5)
    row = window.page.tree.current_row()
    window.do("language-zh_CN")
    assert window.page.tree.current_row() == row
    assert window.top._count.text() == "1/1"


def test_system_is_a_language_too(start):
    window = start(language="system")
    assert window.language == language.wanted("system") in ("en", "zh_CN")


# -- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1000, 640), (1.5, 1280, 800)])
@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_nothing_is_cut_off(scale, width, height, spoken, home):
    """In a process of its own, for the faces are chosen once."""
    probe = [
        sys.executable,
        str(Path(__file__).with_name("sizes_probe.py")),
        spoken,
        str(scale),
        str(width),
        str(height),
    ]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(probe, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["seen"] > 150
    assert found["points"] == pytest.approx(15 * scale)
    assert found["cut"] == []
    assert found["size"] == [width, height]


# -- widgets ------------------------------------------------------------------------------------------------


@pytest.fixture
def everything(start, qapp):
    """Give a window with all its pages, bars and dialogs made."""
    window = start(show=True)
    window.sitting.open_bytes(f"{response()}\n\n{response()}".encode(), "clipboard", "")
    window.sitting.open_bytes(b"chatter", "clipboard", "")
    window.do("example-aliyun-oss")
    assert window.reading is not None
    window.do("find")
    window.notice.say("Something", "warning", "Undo")
    for what in ("ticket", "look-up", "shortcuts", "about"):
        window.do(what)
    window.findChild(QLineEdit, "lookUpField").setText("403")
    qapp.processEvents()
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_no_property_is_misspelt(everything):
    """dress() sets Qt's properties by name; a name that Qt does not know would become a property of its own."""
    made = {
        (type(widget).__name__, widget.objectName(), bytes(name.data()).decode())
        for widget in (everything, *everything.findChildren(QWidget))
        for name in widget.dynamicPropertyNames()
        if not bytes(name.data()).startswith((b"_q_", b"_PySide"))
    }
    assert made == set()


def test_every_widget_that_takes_the_keyboard_has_a_name(everything):
    nameless = []
    for widget in everything.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() or not is_ours(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            nameless.append((type(widget).__name__, widget.objectName()))
    assert nameless == []


def is_ours(widget):
    """Tell whether a widget is a part that we put there, and not a part of one of Qt's."""
    return not widget.objectName().startswith("qt_") and bool(
        widget.objectName() or isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit)
    )


def test_numbers_are_qt_s_own():
    role, side = Qt.ItemDataRole, Qt.AlignmentFlag
    assert role.DisplayRole.value == numbers.DISPLAY
    assert role.FontRole.value == numbers.FONT
    assert role.TextAlignmentRole.value == numbers.ALIGNMENT
    assert role.ForegroundRole.value == numbers.FOREGROUND
    assert role.AccessibleTextRole.value == numbers.ACCESSIBLE_TEXT
    assert role.UserRole.value == numbers.USER
    assert role.ToolTipRole.value == numbers.TOOL_TIP
    assert Qt.Orientation.Horizontal.value == numbers.HORIZONTAL
    assert (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value) == (numbers.RETURN, numbers.ENTER)
    assert (Qt.Key.Key_Home.value, Qt.Key.Key_End.value) == (numbers.HOME, numbers.END)
    assert side.AlignLeft.value == numbers.LEFT
    assert side.AlignRight.value == numbers.RIGHT
    assert side.AlignTop.value == numbers.TOP
    assert side.AlignHCenter.value == numbers.HORIZONTAL_CENTRE
    assert side.AlignVCenter.value == numbers.VERTICAL_CENTRE
    assert side.AlignCenter.value == numbers.CENTRE
    public = {name for name in vars(numbers) if name.isupper()}
    assert public == {
        "DISPLAY", "TOOL_TIP", "FONT", "ALIGNMENT", "FOREGROUND", "ACCESSIBLE_TEXT", "USER", "HORIZONTAL", "RETURN", "ENTER", "HOME", "END", "LEFT",
        "RIGHT", "TOP",
        "HORIZONTAL_CENTRE", "VERTICAL_CENTRE", "CENTRE",
    }  # fmt: skip


def test_imports_do_not_pass_through_pyside():
    assert "__orig_import__" in vars(builtins)  # the hook came with PySide, or this test holds nothing
    assert builtins.__import__ is vars(builtins)["__orig_import__"]


def test_no_two_commands_share_a_key(window):
    keys = [action.shortcut().toString() for action in window.menus.actions.values() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys)) > 15


def test_f6_goes_round_the_zones(start, qapp):
    window = start(show=True)
    window.activateWindow()
    window.do("example-aliyun-oss")
    qapp.processEvents()
    seen = []
    for _ in range(5):
        seen.append(window.focusWidget().objectName())
        window.do("next-zone")
    assert seen == ["tree", "rawView", "guidance", "historySearch", "tree"]
    window.do("previous-zone")
    assert window.focusWidget().objectName() == "tree"


def test_zones_hide_and_come_back(start):
    window = start(show=True)
    window.do("example-aliyun-oss")
    for what, zone in (("history", window.history), ("guidance", window.guidance)):
        assert zone.isVisible()
        window.do(what)
        assert not zone.isVisible()
        window.do(what)
        assert zone.isVisible()


# -- what is remembered -------------------------------------------------------------------------------------


def test_preferences_and_sizes_are_there_again(start, qapp):
    window = start(show=True)
    window.do("example-aliyun-oss")
    for what in ("language-zh_CN", "guidance-both", "scheme-dark", "history"):
        window.do(what)
    window.resize(900, 717)  # no narrower than its zones allow
    qapp.processEvents()
    window.columns.setSizes([0, 480, 319])
    qapp.processEvents()
    sizes = window.columns.sizes()
    window.close()
    kept = settings.load(settings.settings_file())
    assert (kept.language, kept.guidance, kept.scheme, kept.history_shown) == ("zh_CN", "both", "dark", False)
    again = start(show=True, **kept._asdict())
    assert again.size() == QSize(900, 717)
    assert again.history.isHidden()
    again.do("example-aliyun-oss")
    qapp.processEvents()
    assert again.language == "zh_CN"
    assert again.guidance_language == "both"
    assert theme.current() == DARK
    assert again.columns.sizes() == sizes


def test_the_file_of_the_preferences_holds_no_captured_text(start, paste):
    window = start()
    paste(window, response(code="QuinceError"))
    window.close()
    text = settings.settings_file().read_text()
    assert "Quince" not in text
    assert set(json.loads(text)) == set(Settings._fields)


DAMAGED = [
    b"", b"{", b"[]", b"null", b"\x00\xff\xfe", b'{"language": 5}', b'{"language": null, "geometry": 7}',
    b'{"geometry": "not base64 \\u0000", "columns": "////"}', b'{"unknown": 1}', b"9" * 5000,
]  # fmt: skip
UNKNOWN_VALUES = [
    b'{"language": "xx"}', b'{"guidance": "fr"}', b'{"scheme": "pink"}', b'{"ticket_language": "de"}',
    b'{"geometry": "\\ud800", "columns": "\\ud800"}', b'{"a": ' * 2000,
]  # fmt: skip
CHOICES = {
    "language": {"system", "en", "zh_CN"},
    "guidance": {"", "en", "zh", "both"},
    "scheme": {"system", "light", "dark"},
    "ticket_language": {"", "en", "zh"},
}


def loaded(content):
    place = settings.settings_file()
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    return settings.load(place)


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_preferences_do_no_harm(start, qapp, content):
    window = start(**loaded(content)._asdict())
    assert window.menus is not None
    window.do("example-aliyun-oss")
    window.do("copy-ticket")
    window.do("ticket")
    window.findChild(QDialog, "ticketDialog").close()
    assert window.findChild(QLabel, "code").text() == "SignatureDoesNotMatch"
    assert "6B011ACA5C6D7E38F90A1B2C" in qapp.clipboard().text()


@pytest.mark.parametrize("content", UNKNOWN_VALUES, ids=range(len(UNKNOWN_VALUES)))
def test_preferences_with_values_that_nobody_chose_take_their_defaults(home, content):
    kept = loaded(content)
    assert {name: getattr(kept, name) for name in CHOICES if getattr(kept, name) not in CHOICES[name]} == {}
    assert kept.geometry.isascii()


def test_a_picture_changes_no_preference(home):
    place = settings.settings_file()
    settings.save(place, Settings(language="zh_CN", guidance="both", scheme="dark"))
    before = place.read_bytes()
    command = [sys.executable, "-m", "inspector", "--picture", str(home / "p.png"), "--example", "jdcloud-oss"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (home / "p.png").read_bytes().startswith(b"\x89PNG")
    assert place.read_bytes() == before


def test_an_option_for_this_time_is_not_kept(home, start, qapp):
    settings.save(settings.settings_file(), Settings(language="en", scheme="light"))
    asked = window_options.read(["--lang", "zh_CN", "--scheme", "dark", "--guidance", "both"])
    assert asked == Options([], lang="zh_CN", scheme="dark", guidance="both")
    assert asked.settings == {"language": "zh_CN", "scheme": "dark", "guidance": "both"}
    assert window_options.read(["a", "b"]) == Options(["a", "b"])
    command = [sys.executable, "-c", ONCE]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    kept = settings.load(settings.settings_file())
    assert (kept.language, kept.scheme, kept.guidance) == ("en", "light", "")


ONCE = """
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from inspector.ui import app
made = app.make_window
def closing(*given):
    window = made(*given)
    QTimer.singleShot(200, window.close)
    return window
app.make_window = closing
app.main(["--lang", "zh_CN", "--scheme", "dark", "--guidance", "both"])
"""


def test_a_widget_made_later_speaks_the_language_too(start, qapp):
    window = start(language="zh_CN")
    window.do("example-aliyun-oss")
    window.do("find")
    assert window.page.find_bar._case.text() != "Match case"
    assert isinstance(QApplication.instance(), QApplication)
    window.changeEvent(QEvent(QEvent.Type.LanguageChange))
