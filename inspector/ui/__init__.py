"""The window: the only place that knows Qt. Widgets take values and emit signals; `window` connects them.

Two things are settled before the rest comes in. Qt's many functions are bound when they are first called and not all at
once. And PySide's hook before every import goes again: it serves `from __feature__ import ...`, which nothing here
uses, and for that reads the source of each module that is imported.
"""

import builtins
import os
import sys

if sys.platform != "win32":
    sys.setdlopenflags(os.RTLD_LAZY)

import PySide6  # noqa: F401 - brings the hook

vars(builtins)["__import__"] = getattr(builtins, "__orig_import__", __import__)
