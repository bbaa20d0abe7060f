"""The command line as it is used: a process of its own, real files and pipes, its exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import odd_files
import pytest

from inspector import __version__, cli

ROOT = Path(__file__).resolve().parents[1]
OSS = b"""HTTP/1.1 404 Not Found
Server: AliyunOSS
x-oss-request-id: 69A7BDBFAB12CD34EF56AB78

<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>69A7BDBFAB12CD34EF56AB78</RequestId></Error>"""
JD = b"<Error><statusCode>404</statusCode><Code>NoSuchBucket</Code><RequestId>5C3A9E0177B2D46F</RequestId></Error>"
SIGNATURE = "InventedSignature0000000000="
SECRET = OSS.replace(b"<Message>", f"<SignatureProvided>{SIGNATURE}</SignatureProvided><Message>".encode())


def environment(path=""):
    """An environment without any display, and with nothing that Qt could read."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept = {name: value for name, value in kept.items() if not name.startswith(("QT_", "XDG_", "LC_", "LANG"))}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, (str(path), str(ROOT)))), "LC_ALL": "C"}


def run(*arguments, given=b"", path="", cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "inspector", *arguments],
        input=given, capture_output=True, env=environment(path), cwd=cwd, check=False, timeout=60,
    )  # fmt: skip


def told(ran):
    """Give what --json printed, one value a line."""
    return [json.loads(line) for line in ran.stdout.decode("utf-8").splitlines()]


@pytest.fixture
def captures(tmp_path):
    for name, content in {"oss.http": OSS, "jd.xml": JD, "note.txt": b"nothing here", "secret.http": SECRET}.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


# one JSON object a line


def test_each_input_gives_a_line_in_its_order(captures):
    names = ["jd.xml", "note.txt", "oss.http", "jd.xml"]
    ran = run("explain", "--json", *names, cwd=captures)
    lines = told(ran)
    assert [line["input"] for line in lines] == names
    assert [line["shape"] for line in lines] == ["xml-error", "plain-text", "raw-http", "xml-error"]
    assert [[report["provider"] for report in line["reports"]] for line in lines] == [
        ["jdcloud-oss"], [], ["aliyun-oss"], ["jdcloud-oss"],
    ]  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_line_holds_the_whole_answer(captures):
    (line,) = told(run("explain", "--json", str(captures / "oss.http")))
    assert set(line) == {"input", "shape", "recognised", "reports", "problems"}
    (report,) = line["reports"]
    assert {
        "failed", "provider", "provider_reason", "http_status", "code", "message", "request_id", "host_id", "ec",
        "recommend_doc", "bucket", "elements", "headers", "guidance", "findings", "problems",
    } <= set(report)  # fmt: skip
    assert report["request_id"] == "69A7BDBFAB12CD34EF56AB78"
    assert report["guidance"][0]["zh"]["fix"]


def test_standard_input_is_read_where_a_dash_stands(captures):
    lines = told(run("explain", "--json", "jd.xml", "-", cwd=captures, given=OSS))
    assert [line["input"] for line in lines] == ["jd.xml", "-"]
    assert lines[1]["reports"][0]["code"] == "NoSuchKey"


def test_chinese_is_printed_as_it_is_whatever_the_locale():
    ran = run("explain", "--json", "-", given="<Error><Code>A</Code><Message>签名</Message></Error>".encode())
    assert "签名".encode() in ran.stdout


def test_any_byte_gives_valid_json():
    for raw in (
        b"",
        bytes(range(256)),
        "\ufeff<Error><Code>\ud800</Code></Error>".encode("utf-16-le", "surrogatepass"),
    ):
        assert len(told(run("explain", "--json", "-", given=raw))) == 1


# exit status


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["oss.http"], 0),
        (["note.txt"], 1),
        (["note.txt", "note.txt"], 1),
        (["note.txt", "oss.http"], 0),
        (["gone.txt"], 2),
        (["oss.http", "gone.txt"], 2),
        (["gone.txt", "note.txt"], 2),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_status_tells_recognised_not_recognised_and_unreadable(captures, names, status, form):
    assert run("explain", *form, *names, cwd=captures).returncode == status


@pytest.mark.parametrize(
    "arguments", [["explain"], ["explain", "--lang", "fr", "oss.http"], ["explain", "--nothing", "oss.http"],
                  ["explain", "--example", "gone"]],
)  # fmt: skip
def test_wrong_use_is_status_2_with_a_reason(captures, arguments):
    ran = run(*arguments, cwd=captures)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.strip()


def test_help_and_version_are_no_fault():
    assert run("--version").stdout.decode().strip() == __version__
    ran = run("explain", "--help")
    assert ran.returncode == 0
    assert b"--json" in ran.stdout


# what cannot be read


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "No such file"),
        ("folder", "regular file"),
        ("pipe", "regular file"),
        ("device", "regular file"),
        ("large", "5,120 MB; up to 64 MB"),
    ],
)
def test_what_cannot_be_read_is_told_in_words_and_keeps_its_line(captures, kind, words):
    odd_files.make(captures / "odd", kind)
    ran = run("explain", "--json", "odd", "oss.http", cwd=captures)
    odd, oss = told(ran)
    assert (odd["input"], odd["shape"], odd["recognised"], odd["reports"]) == ("odd", None, False, [])
    assert [problem["id"] for problem in odd["problems"]] == ["unreadable"]
    assert words in odd["problems"][0]["detail"]
    assert words in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
    assert (oss["recognised"], ran.returncode) == (True, 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is readable for the superuser")
def test_a_file_that_may_not_be_read_is_told(captures):
    (captures / "oss.http").chmod(0)
    ran = run("explain", "--json", "oss.http", cwd=captures)
    assert "Permission denied" in told(ran)[0]["problems"][0]["detail"]


def test_standard_input_beyond_the_limit_is_refused(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with path.open("rb") as file:
        ran = subprocess.run(
            [sys.executable, "-m", "inspector", "explain", "--json", "-"],
            stdin=file, capture_output=True, env=environment(), check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert "up to 64 MB" in told(ran)[0]["problems"][0]["detail"]


def test_odd_names_are_files_like_any_other(captures):
    name = b"\xff \xe5\x90\x8d"
    (captures / os.fsdecode(name)).write_bytes(OSS)
    (captures / "-x").write_bytes(OSS)
    assert run("explain", "--json", os.fsdecode(name), cwd=captures).returncode == 0
    assert told(run("explain", "--json", "--", "-x", cwd=captures))[0]["input"] == "-x"


def test_a_reader_that_goes_away_is_no_fault_to_tell(captures):
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "explain", "--json", *["oss.http"] * 300],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=captures,
    )  # fmt: skip
    with process.stdout, process.stderr:
        assert json.loads(process.stdout.readline())["recognised"]
        process.stdout.close()
        assert process.stderr.read() == b""
    process.wait(30)


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_closed_pipes_are_no_crash(captures, closed):
    command = f'"{sys.executable}" -m inspector explain --json - oss.http {closed}'
    ran = subprocess.run(["sh", "-c", command], capture_output=True, env=environment(), cwd=captures, check=False)
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


# the text for people


def test_the_text_names_code_cause_and_steps(captures):
    ran = run("explain", "oss.http", cwd=captures)
    text = ran.stdout.decode()
    assert text.startswith("404  NoSuchKey  aliyun-oss\n")
    assert all(part in text for part in ("69A7BDBFAB12CD34EF56AB78", "Possible causes", "Fix", "1. "))
    assert "可能原因" not in text


@pytest.mark.parametrize(
    ("language", "there", "not_there"),
    [
        ("en", ["Possible causes"], ["可能原因"]),
        ("zh", ["可能原因", "解决方案"], ["Possible causes"]),
        ("both", ["Possible causes", "可能原因"], []),
    ],
)
def test_the_language_can_be_chosen(captures, language, there, not_there):
    text = run("explain", "--lang", language, "oss.http", cwd=captures).stdout.decode()
    assert all(word in text for word in there)
    assert not any(word in text for word in not_there)


def test_what_is_not_recognised_says_what_was_looked_for(captures):
    ran = run("explain", "note.txt", cwd=captures)
    assert "Looked for" in ran.stdout.decode()


def test_an_example_needs_no_file():
    ran = run("explain", "--json", "--example", "jdcloud-oss")
    assert told(ran)[0]["reports"][0]["provider"] == "jdcloud-oss"


# secrets


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_secrets_are_hidden_unless_asked_for(captures, form):
    hidden = run("explain", *form, "secret.http", cwd=captures)
    assert SIGNATURE.encode() not in hidden.stdout + hidden.stderr
    assert b"69A7BDBFAB12CD34EF56AB78" in hidden.stdout
    shown = run("explain", "--json", "--show-secrets", "secret.http", cwd=captures)
    assert told(shown)[0]["reports"][0]["elements"]["SignatureProvided"] == SIGNATURE


def test_names_that_hold_secrets_stay_apart():
    """Names in broken captures may be anything; two that are hidden alike are two."""
    table = {"elements": {"LTAI5tAbCdEfGhIjKlMnOp": "a", "LTAI5tQrStUvWxYz012345": "b"}}
    hidden = cli._hidden(table, ())["elements"]
    assert sorted(hidden.values()) == ["a", "b"]
    assert not any(name in "".join(hidden) for name in table["elements"])


def test_a_secret_in_a_repeated_element_is_hidden_like_the_first():
    raw = b"<Error><Code>A</Code><Password>hunter</Password><Password>rabbit</Password><D><Password>c</Password></D></Error>"
    printed = run("explain", "--json", "-", given=raw).stdout
    assert b"hunter" not in printed
    assert b"rabbit" not in printed
    assert told(run("explain", "--json", "-", given=raw))[0]["reports"][0]["elements"]["Password[2]"] == "‹Password›"


@pytest.mark.parametrize("form", [(), ("--show-secrets",)])
def test_no_captured_control_reaches_the_terminal(tmp_path, form):
    (tmp_path / "a\x1b[2J\n").write_bytes(
        b"<Error><Code>A\x1b[31m</Code><Message>\x9b\xc2\x9b\x07&#27;]0;t</Message></Error>"
    )
    for names in (["a\x1b[2J\n"], ["gone\x1b[2J"]):
        ran = run("explain", *form, *names, cwd=tmp_path)
        printed = (ran.stdout + ran.stderr).decode()
        assert "<U+001B>" in printed
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", printed)


# without Qt, and from a strange folder


def test_it_runs_where_qt_cannot_be_imported(captures, tmp_path):
    package = tmp_path / "blocked" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('blocked')\n")
    ran = run("explain", "--json", "oss.http", cwd=captures, path=package.parent)
    assert (told(ran)[0]["recognised"], ran.returncode, ran.stderr) == (True, 0, b"")


def test_it_never_loads_qt_nor_opens_a_socket(captures):
    code = """
import sys
seen = []
sys.addaudithook(lambda event, details: seen.append(event) if event.startswith("socket") else None)
from inspector import cli
status = cli.main(["explain", "--json", "oss.http"])
print(status, seen, [name for name in sys.modules if name.startswith(("PySide6", "socket", "ssl"))], file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), cwd=captures, check=True)
    assert ran.stderr.decode().strip() == "0 [] []"
