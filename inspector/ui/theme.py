"""How it looks: two palettes of our own, the type, the spacing, the icons.

Qt's own dark switch does nothing on a bare window manager, so the palettes are ours and Fusion draws them.
"""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
)

from inspector import assets

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import (
        QPainter,
    )
    from PySide6.QtWidgets import QApplication

GAP, SMALL, MEDIUM, LARGE = 4, 8, 12, 16
CARD_RADIUS, CHIP_RADIUS = 6, 4

_FUSION_DARKENS = 140
"""Per cent by which Fusion makes the window's colour darker for the edge of a control."""

_CONTROLS = ("QLineEdit", "QPlainTextEdit", "QAbstractButton", "QComboBox", "QProgressBar")


class Tone(NamedTuple):
    """A foreground on its own ground: good, warning, error, note."""

    text: str
    ground: str


class Scheme(NamedTuple):
    """All colours of one scheme; every text on its ground reaches a contrast of 5.5 : 1."""

    name: str
    window: str
    surface: str
    border: str
    text: str
    secondary: str
    accent: str
    selection: Tone
    error: Tone
    warning: Tone
    good: Tone
    note: Tone
    edge: str
    """Around what takes the keyboard or the mouse: 3 : 1 on window and surface."""


LIGHT = Scheme(
    "light", "#F4F5F7", "#FFFFFF", "#D9DDE3", "#1B1F24", "#57606A", "#0A5BC4", Tone("#0B2545", "#CFE3FF"),
    Tone("#A61B12", "#FDECEA"), Tone("#7A4B00", "#FFF3D6"), Tone("#176B2C", "#E5F5E9"), Tone("#0A5BC4", "#E7F0FF"),
    "#868C95",
)  # fmt: skip
DARK = Scheme(
    "dark", "#16191D", "#1E2227", "#343A42", "#E6E9ED", "#A3ADB8", "#77B5FF", Tone("#EAF3FF", "#23466F"),
    Tone("#FFA79E", "#43201D"), Tone("#F2C36B", "#3A2E12"), Tone("#86D99A", "#17331F"), Tone("#94C6FF", "#16304F"),
    "#6B747F",
)  # fmt: skip

_SANS = (
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Inter",
    "Noto Sans CJK SC",
    "Noto Sans",
    "DejaVu Sans",
)
_SANS_CHINESE = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei")
_MONO = (
    "Cascadia Mono",
    "SF Mono",
    "JetBrains Mono",
    "Noto Sans Mono CJK SC",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
)
_MONO_CHINESE = ("Noto Sans Mono CJK SC", "PingFang SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei Mono")


def current() -> Scheme:
    """Give the scheme of the running application, read from its palette."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT  # noqa: PLR2004


def system_is_dark() -> bool:
    """Read the platform's own palette, before ours is set: it is dark where the desktop is."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128  # noqa: PLR2004 - the middle


def wanted(choice: str, *, system_dark: bool) -> Scheme:
    """Decide the scheme: `light`, `dark`, or `system`, which follows the platform."""
    return DARK if choice == "dark" or (choice == "system" and system_dark) else LIGHT


def palette(scheme: Scheme) -> QPalette:
    """Build Qt's palette from a scheme."""
    role = QPalette.ColorRole
    colours = {
        role.Window: scheme.window, role.WindowText: scheme.text, role.Base: scheme.surface, role.Text: scheme.text,
        role.AlternateBase: scheme.window, role.Button: scheme.surface, role.ButtonText: scheme.text,
        role.Highlight: scheme.selection.ground, role.HighlightedText: scheme.selection.text,
        role.ToolTipBase: scheme.surface, role.ToolTipText: scheme.text, role.Link: scheme.accent,
        role.LinkVisited: scheme.accent, role.PlaceholderText: scheme.secondary, role.BrightText: scheme.error.text,
        role.Light: scheme.surface, role.Midlight: scheme.border, role.Mid: scheme.border, role.Dark: scheme.border,
        role.Shadow: scheme.border, role.Accent: scheme.accent,
    }  # fmt: skip
    made = QPalette()
    for where, colour in colours.items():
        made.setColor(where, QColor(colour))
    for where in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(scheme.secondary))
    return made


def controls(scheme: Scheme) -> QPalette:
    """Build the palette of what is typed into or pressed: edges that are seen, and the accent where the keyboard is.

    Fusion draws the edge in the window's colour made darker, and the focus in that of the selection.
    """
    role, made = QPalette.ColorRole, palette(scheme)
    made.setColor(role.Window, QColor(scheme.edge).lighter(_FUSION_DARKENS))
    made.setColor(role.Highlight, QColor(scheme.accent))
    made.setColor(role.HighlightedText, QColor(scheme.surface))
    return made


def colour(application: "QApplication", scheme: Scheme) -> None:
    """Give the application its colours, and some kinds of widgets their own."""
    aside = palette(scheme)  # what lies beside the capture is no surface of its own
    aside.setColor(QPalette.ColorRole.Base, QColor(scheme.window))
    application.setPalette(palette(scheme))
    for kind, made in {"HistoryList": aside, **dict.fromkeys(_CONTROLS, controls(scheme))}.items():
        application.setPalette(made, kind)  # type: ignore[arg-type]  # the stubs say bytes, which it refuses


def fill(painter: "QPainter", area: "QRectF", colour: str, radius: int = 0) -> None:
    """Fill an area, its corners rounded by `radius`.

    QPainter's setPen, setBrush and fillRect have overloads that touch the Qt namespace (see `numbers`); fillPath: no.
    """
    pen = QPen()
    pen.setColor(QColor(colour))
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    painter.fillPath(path, pen.brush())


@cache
def sans() -> QFont:
    """Give the reading face: one that exists, then a Simplified Chinese one, never the Japanese fallback."""
    return _face(_SANS, _SANS_CHINESE)


@cache
def mono(points: int = 10) -> QFont:
    """Give the fixed-width face."""
    return sized(_mono(), points)


@cache
def _mono() -> QFont:
    font = _face(_MONO, _MONO_CHINESE)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def sized(font: QFont, points: int, *, strong: bool = False) -> QFont:
    """Give the face in another size, semibold where `strong`."""
    made = QFont(font)
    made.setPointSize(points)
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def _face(latin: tuple[str, ...], chinese: tuple[str, ...]) -> QFont:
    installed = _installed()
    there = [family for family in latin if family in installed][:1]
    there += [family for family in chinese if family not in there and family in installed]
    font = QFont()
    font.setFamilies(there or [QFont().family()])
    font.setPointSize(10)
    return font


@cache
def _installed() -> frozenset[str]:
    """List the families once: each QFontDatabase.hasFamily goes through all of them."""
    return frozenset(QFontDatabase.families())


def icon(name: str, colour: str, *, beside: bool = False) -> QIcon:
    """Draw one of the line icons (Lucide, ISC licence) in a colour; `beside` a word with room on either side."""
    return QIcon(_pixmap(name, colour, beside))


ICON, ICON_BESIDE = (16, 16), (24, 16)
"""Pixels of an icon alone, and of one beside a word: Qt puts the word right behind it and right at the edge."""


@cache
def _pixmap(name: str, colour: str, beside: bool) -> QPixmap:
    width, height = ICON_BESIDE if beside else ICON
    drawing = assets.read(f"icons/{name}.svg").replace(b"currentColor", colour.encode())
    for there, wanted in (
        (b'width="24"', f'width="{2 * width}"'),
        (b'height="24"', f'height="{2 * height}"'),
        (b'viewBox="0 0 24 24"', f'viewBox="{12 - 12 * width // height} 0 {24 * width // height} 24"'),
    ):
        drawing = drawing.replace(there, wanted.encode(), 1)
    made = QPixmap()
    made.loadFromData(drawing, "SVG")
    made.setDevicePixelRatio(2)
    return made
