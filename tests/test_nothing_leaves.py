"""No network and no other file, over the whole flow: `explain`, window, reader, copies (see `hostile/flow.py`)."""

import pytest
from hostile import flow

pytestmark = [
    pytest.mark.skipif(not flow.works("strace", "true"), reason="there is no strace here"),
    pytest.mark.skipif(not flow.works(*flow.NO_NETWORK, "true"), reason="this system lets nobody make a network"),
]
SHORT = 4096
DEEDS = """
import socket, subprocess
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtNetwork import QTcpSocket
open("/etc/passwd").close()
subprocess.run(["/bin/true"])
by_qt = QFile("/etc/group")
by_qt.open(QIODevice.OpenModeFlag.ReadOnly)
by_qt.close()
outside = QFile(str(home.parent / (home.name + ".outside")))
outside.open(QIODevice.OpenModeFlag.WriteOnly)
outside.remove()
caller = QTcpSocket()
caller.connectToHost("192.0.2.1", 9)
caller.waitForConnected(10)
"""


def test_the_whole_flow_makes_no_socket_and_opens_no_other_file(tmp_path):
    seen = flow.watch(tmp_path, most=SHORT)
    said = seen.said.split()
    assert int(said[1]) == int(said[3].rstrip(";")) > 80
    assert said[-1] == "5"
    assert seen._replace(said="") == flow.Flow("", [], set(), set(), [], set())


def test_every_such_deed_would_have_been_seen(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    seen = flow.watch(home, deed=DEEDS, most=200)
    assert {"open", "subprocess.Popen"} <= {name for name, _ in seen.events}
    assert {"/etc/passwd", "/etc/group"} <= seen.read
    assert seen.written == {f"{home}.outside"}
    assert any("192.0.2.1" in line for line in seen.sockets)
    assert seen.programs == {"/bin/true"}
