"""R-0: this PySide6 does not eat Python's None, True and False (6.12.0 does, on Python before 3.12).

A build that does aborts the whole process, in the middle of whatever it happens to be doing; so it is asked in
a process of its own, where the abort is seen as what it is.
"""

import subprocess
import sys

VOID_CALLS = 20_000
EMITS = 5_000
TOLERATED = 200  # references that come and go for other reasons

PROBE = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(int)

bell = Bell()
heard = []
bell.rung.connect(heard.append)
watched = (None, True, False)
before = [sys.getrefcount(value) for value in watched]
for number in range({VOID_CALLS}):
    bell.setObjectName("bell")
for number in range({EMITS}):
    bell.rung.emit(number)
after = [sys.getrefcount(value) for value in watched]
assert len(heard) == {EMITS}
print(*(late - early for early, late in zip(before, after)))
"""


def test_qt_leaves_the_singletons_alone():
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    fault = "this PySide6 destroys None, True or False: exclude the release in pyproject.toml and lock again"
    assert done.returncode == 0, f"{fault} (exit status {done.returncode})\n{done.stderr[-1500:]}"
    changes = dict(zip(("None", "True", "False"), map(int, done.stdout.split()), strict=True))
    assert all(abs(change) < TOLERATED for change in changes.values()), f"{fault}: {changes}"
