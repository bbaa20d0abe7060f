"""Whether a window can be opened: displays that answer, that went away, and that refuse us. See packaging/displays.py."""

import importlib
import os
import secrets
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "packaging"))  # no package, on purpose: see CONTRIBUTING

displays = importlib.import_module("displays")


def listening(family, address):
    server = socket.socket(family, socket.SOCK_STREAM)
    server.bind(address)
    server.listen()
    return server


@pytest.mark.parametrize(
    "environment", [{}, {"DISPLAY": ""}, {"DISPLAY": "no display"}, {"WAYLAND_DISPLAY": "wayland-0"}]
)
def test_a_name_alone_is_no_display(environment):
    assert displays.why_no_window(environment)


def test_a_display_that_went_away_is_named():
    assert displays.why_no_window({"DISPLAY": ":59871"}) == "nothing answers at DISPLAY=:59871"


def test_an_x_server_on_this_machine_is_met():
    with listening(socket.AF_UNIX, "\0/tmp/.X11-unix/X59872"):
        assert displays.x11_answers(":59872.0")
        assert displays.x11_answers("unix:59872")
        assert displays.why_no_window({"DISPLAY": ":59872"}) is None
    assert not displays.x11_answers(":59872")


def test_an_x_server_behind_ssh_is_met():
    with listening(socket.AF_INET, ("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - displays.X11_PORT
        assert displays.x11_answers(f"127.0.0.1:{number}.0")
    assert not displays.x11_answers(f"127.0.0.1:{number}.0")
    assert not displays.x11_answers("127.0.0.1:99999999999")


def test_a_wayland_compositor_is_met(tmp_path):
    with tempfile.TemporaryDirectory() as folder:  # shorter than tmp_path: a socket's path has 107 bytes
        environment = {"XDG_RUNTIME_DIR": folder, "WAYLAND_DISPLAY": "wayland-7"}
        with listening(socket.AF_UNIX, f"{folder}/wayland-7"):
            assert displays.why_no_window(environment) is None
            assert displays.wayland_answers({"WAYLAND_DISPLAY": f"{folder}/wayland-7"})
        assert displays.why_no_window(environment)  # the file is still there, but nobody listens


def test_a_window_nobody_could_see_is_no_window():
    with listening(socket.AF_UNIX, "\0/tmp/.X11-unix/X59873"):
        assert displays.why_no_window({"DISPLAY": ":59873", "QT_QPA_PLATFORM": "offscreen:x"})
    assert displays.why_no_window({"QT_QPA_PLATFORM": "vnc:size=800x600"}) is None


@pytest.mark.desk
@pytest.mark.skipif(not shutil.which("Xvfb") and "REQUIRE_DESK" not in os.environ, reason="there is no Xvfb")
def test_an_x_server_that_refuses_us_is_told_from_one_that_does_not(tmp_path, monkeypatch):
    cookie = b"MIT-MAGIC-COOKIE-1", secrets.token_bytes(16)
    fields = [b"", b"", *cookie]  # no host and no display number: for any
    authority = tmp_path / "authority"
    packed = [struct.pack(">H", len(field)) + field for field in fields]
    authority.write_bytes(b"\xff\xff" + b"".join(packed))
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-auth", authority, "-nolisten", "tcp"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as pipe:
            environment = {"DISPLAY": f":{pipe.readline().strip()}"}
        assert displays.why_no_window(environment) is None
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "none"))
        assert "refuses" in (displays.x11_refuses(environment) or "")
        monkeypatch.setenv("XAUTHORITY", str(authority))
        assert displays.x11_refuses(environment) is None
    finally:
        server.terminate()
        server.wait()
