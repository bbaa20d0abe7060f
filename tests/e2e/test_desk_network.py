"""Nothing leaves the computer but a link that a person clicks and that leads to a known host."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from captures import response
from desk import until
from program import PATIENCE, can_run

REQUEST_ID = "6B011ACA5C6D7E38F90A1B2C"
GENUINE = "https://api.aliyun.com/troubleshoot?q=0002-00000040"
HOSTILE = (
    "https://api.aliyun.com.example.net/troubleshoot?q=0002-00000040",
    "https://api.aliyun.com@example.net/",
    "http://api.aliyun.com/troubleshoot",
    "file:///etc/passwd",
)
NO_NETWORK = ("unshare", "--map-current-user", "--net", "--")
ATTEMPT = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"


@pytest.fixture
def browser(tmp_path):
    """Stands where the system keeps its way to the browser, and writes down what it is asked to open."""
    folder = tmp_path / "bin"
    folder.mkdir()
    calls = tmp_path / "calls"
    calls.touch()
    opener = folder / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {calls}\n')
    opener.chmod(0o755)
    return folder, calls


def test_only_a_genuine_link_reaches_the_browser(desk, start, browser):
    folder, calls = browser
    program = start(more={"PATH": f"{folder}:{desk.environment['PATH']}"})
    for number, link in enumerate((*HOSTILE, GENUINE), 1):
        desk.put_on_clipboard(response(f"{REQUEST_ID[:-1]}{number}", link=link))
        program.keys("ctrl+v")
        program.node(id="requestId", name=f".*{REQUEST_ID[:-1]}{number}")
        program.scroll_down("guidance")
        if link == GENUINE:
            program.click("link", name=f".*{re.escape(link)}")
        else:
            assert program.node(name="unknown host")
            assert program.nodes(id="link", name=f".*{re.escape(link)}") == []
            program.click("linkText", name=re.escape(link))
    until(calls.read_text, PATIENCE, "the call of the browser")
    assert calls.read_text().splitlines() == [GENUINE]


@pytest.mark.skipif(not can_run(*NO_NETWORK, "true"), reason="this system lets nobody make a network of their own")
def test_a_whole_case_tries_no_network(desk, start):
    program = start(prefix=NO_NETWORK)
    desk.put_on_clipboard(response(REQUEST_ID, link=GENUINE))
    program.keys("ctrl+v")
    program.node(id="requestId", name=f".*{REQUEST_ID}")
    program.keys("ctrl+shift+t")
    until(
        lambda: "403" in desk.clipboard() and desk.clipboard() != response(REQUEST_ID, link=GENUINE),
        PATIENCE,
        "the ticket",
    )
    assert attempts(program.pid) == {}


@pytest.mark.skipif(not can_run(*NO_NETWORK, "true"), reason="this system lets nobody make a network of their own")
def test_an_attempt_would_have_been_seen():
    waiting = f"import sys\ntry:\n    {ATTEMPT}\nexcept OSError: pass\nprint(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [*NO_NETWORK, sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as tried:
        tried.stdout.readline()
        assert attempts(tried.pid) == {"Ip OutNoRoutes": 1}


def attempts(pid):
    """Read what the system counted in the program's own network, which has no way out: sent, connected, found no way."""
    lines = [line.split() for line in Path(f"/proc/{pid}/net/snmp").read_text().splitlines()]
    counted = {
        f"{heads[0][:-1]} {head}": int(value)
        for heads, values in zip(lines[::2], lines[1::2], strict=True)
        for head, value in zip(heads[1:], values[1:], strict=True)
    }
    lines = [line.split() for line in Path(f"/proc/{pid}/net/snmp6").read_text().splitlines()]
    counted |= {name: int(value) for name, value in lines}
    telling = (
        "Ip OutRequests",
        "Ip OutNoRoutes",
        "Tcp ActiveOpens",
        "Udp OutDatagrams",
        "Ip6OutRequests",
        "Ip6OutNoRoutes",
    )
    return {name: counted[name] for name in telling if counted[name]}
