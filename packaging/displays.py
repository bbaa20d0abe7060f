"""Tells whether a window can be opened, by connecting to the display and not only reading its name.

Qt answers a display that is not there, or that refuses it, with abort(); so it is asked beforehand,
without Qt.
"""

import ctypes
import socket
import sys
from collections.abc import Mapping
from pathlib import PurePosixPath

INVISIBLE = frozenset({"offscreen", "minimal", "minimalegl"})
SCREENS_OF_THEIR_OWN = frozenset({"eglfs", "linuxfb", "vkkhrdisplay", "vnc"})
X11_PORT = 6000
PATIENCE = 2.0  # seconds


def why_no_window(environment: Mapping[str, str]) -> str | None:
    """Return the reason why no window can be opened, or None where one can."""
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in INVISIBLE:
        return f"QT_QPA_PLATFORM={platform} draws where nobody can see it"
    if not sys.platform.startswith("linux") or platform in SCREENS_OF_THEIR_OWN:
        return None
    if wayland_answers(environment) or x11_answers(environment.get("DISPLAY", "")):
        return None
    named = [f"{name}={environment[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if environment.get(name)]
    return f"nothing answers at {' or '.join(named)}" if named else "neither DISPLAY nor WAYLAND_DISPLAY is set"


def wayland_answers(environment: Mapping[str, str]) -> bool:
    """Return whether a Wayland compositor accepts a connection."""
    name = environment.get("WAYLAND_DISPLAY", "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    path = PurePosixPath(folder, name)
    return bool(name) and path.is_absolute() and _unix_socket_answers(str(path))


def x11_answers(display: str) -> bool:
    """Return whether an X server accepts a connection at a display such as ":0" or "host:10.0"."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not (number.isascii() and number.isdigit()):
        return False
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers put their socket, not a file of ours
        return _unix_socket_answers(f"\0{path}") or _unix_socket_answers(path)
    return _port_answers(host.strip("[]"), X11_PORT + int(number))


def x11_refuses(environment: Mapping[str, str]) -> str | None:
    """Return why the X server will not have us (no right cookie, for one), or None; needs libX11."""
    display = environment.get("DISPLAY", "")
    if not sys.platform.startswith("linux") or not x11_answers(display) or wayland_answers(environment):
        return None
    try:
        library = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    library.XOpenDisplay.restype = ctypes.c_void_p
    connection = library.XOpenDisplay(display.encode())
    if not connection:
        return f"the X server at DISPLAY={display} refuses this user (is XAUTHORITY right?)"
    library.XCloseDisplay(ctypes.c_void_p(connection))
    return None


def _unix_socket_answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE)
        try:
            client.connect(path)
        except OSError:
            return False
        return True


def _port_answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), PATIENCE):
            return True
    except (OSError, OverflowError):
        return False
