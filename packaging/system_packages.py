"""What the program needs of the system: found by trying, installed with apt-get where we may.

Libraries are looked for with dlopen, which is what Qt will do, so it does not matter how they came there.
Only where one is missing does the Debian name matter.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from terminal import LACKING, SetUpError, say

# Without these even an import of QtWidgets or QtNetwork, and lrelease, fail: also without a window.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# Without these Qt aborts when it opens a window, on X11 or on Wayland.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# What the tests need: a desktop of the program's own for tests/e2e, and one that watches what the program calls.
TEST_TOOLS = (
    "xvfb",
    "openbox",
    "xdotool",
    "xclip",
    "x11-utils",
    "imagemagick",
    "dbus",
    "at-spi2-core",
    "python3-gi",
    "gir1.2-atspi-2.0",
    "strace",
)


@dataclass(frozen=True, slots=True)
class Need:
    """Something missing: its own name, the Debian package that brings it, and whether we stop without it."""

    name: str
    package: str
    vital: bool = True


def missing(*, window: bool, tests: bool, venv: bool) -> tuple[Need, ...]:
    """Return what the system lacks for a window, for the tests, and to make .venv."""
    if not sys.platform.startswith("linux"):
        return ()
    return (
        *(missing_venv() if venv else ()),
        *missing_libraries(QT_LIBRARIES),
        *(missing_libraries(WINDOW_LIBRARIES) if window or tests else ()),
        *missing_chinese_font(vital=tests),
        *(missing_packages(TEST_TOOLS) if tests else ()),
    )


def missing_venv() -> tuple[Need, ...]:
    """Debian keeps the part of venv that brings pip in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return ()
    return (Need("ensurepip", f"python{sys.version_info.major}.{sys.version_info.minor}-venv"),)


def missing_libraries(table: Mapping[str, str]) -> tuple[Need, ...]:
    """Return a need for each library of the table that cannot be loaded."""
    return tuple(Need(library, package) for library, package in table.items() if not _loads(library))


def missing_chinese_font(*, vital: bool) -> tuple[Need, ...]:
    """Return what is lacking to draw Chinese; without it boxes are drawn, which does not stop a person."""
    lister = shutil.which("fc-list")
    if lister:
        listed = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, check=False)
        return () if listed.stdout.strip() else (Need("a font with Chinese", "fonts-noto-cjk", vital),)
    fonts = (Need(need.name, need.package, vital) for need in missing_packages(["fonts-noto-cjk"]))
    return (Need("fc-list", "fontconfig", vital), *fonts)


def missing_packages(names: Iterable[str]) -> tuple[Need, ...]:
    """Return a need for each Debian package not installed; none where there is no dpkg to ask."""
    query = shutil.which("dpkg-query")
    if not query:
        return ()
    wanted = tuple(names)
    shown = "-f=${Package} ${db:Status-Status}\n"
    listed = subprocess.run([query, "-W", shown, *wanted], capture_output=True, text=True, check=False)
    there = {line.partition(" ")[0] for line in listed.stdout.splitlines() if line.endswith(" installed")}
    return tuple(Need(name, name) for name in wanted if name not in there)


def packages(needs: Iterable[Need]) -> list[str]:
    """Return the Debian packages of needs, each once, in order."""
    return list(dict.fromkeys(need.package for need in needs))


def command_to_type(needs: Iterable[Need], *, root: bool) -> str:
    """Return the line a person types to install needs."""
    sudo = "" if root else "sudo "
    install = f"apt-get install -y --no-install-recommends {' '.join(packages(needs))}"
    return f"{sudo}apt-get update && {sudo}{install}"


def install(needs: tuple[Need, ...]) -> None:
    """Install needs with apt-get. Raise SetUpError where it may not or cannot, and one of them is vital."""
    if not needs:
        return
    prefix = _right_to_install()
    if prefix is None:
        _do_without(needs)
        return
    say(f"installing {len(packages(needs))} Debian packages: {' '.join(packages(needs))}")
    _apt_get(prefix, "update")  # where one of several sources fails, the packages may still be there
    status, printed = _apt_get(prefix, "install", "-y", "--no-install-recommends", *packages(needs))
    if status:
        say(f"apt-get failed:\n{printed[-3000:]}")
        _do_without(needs)


def advice(needs: tuple[Need, ...]) -> str:
    """Return what is missing and, where there is apt-get, the line that installs it."""
    if shutil.which("apt-get"):
        line = command_to_type(needs, root=_is_root())
        return f"Debian packages are missing that only root can install. The line for it:\n  {line}"
    return f"your system lacks {', '.join(need.name for need in needs)}. Install what brings them"


def _do_without(needs: tuple[Need, ...]) -> None:
    if any(need.vital for need in needs):
        raise SetUpError(f"{advice(needs)}\nThen give the same command again.", LACKING)
    say(f"going on, but {advice(needs)}")


def _right_to_install() -> list[str] | None:
    """Return what to put before apt-get: nothing for root, sudo where it can ask; None where we may not."""
    if not shutil.which("apt-get"):
        return None
    if _is_root():
        return []
    if not shutil.which("sudo"):
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo"] if silent or _terminal_to_ask_on() else None


def _apt_get(prefix: list[str], *arguments: str) -> tuple[int, str]:
    options = ["-q", "-o", "DPkg::Lock::Timeout=300"]
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, *arguments]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,  # sudo asks on the terminal itself
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if not prefix else None,  # where sudo says for whom it asks
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _terminal_to_ask_on() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library, mode=os.RTLD_LAZY)
    except OSError:
        return False
    return True
