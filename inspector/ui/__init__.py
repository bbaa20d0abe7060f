"""The window: the only place that knows Qt. Widgets take values and emit signals; `window` connects them.

PySide puts a hook before every import, for `from __feature__ import ...`, which nothing here uses. It reads the source
of each module that is imported, 14 ms of a start; so Python's own import is put back before the rest comes in.
"""

import builtins

import PySide6  # noqa: F401 - brings the hook

vars(builtins)["__import__"] = getattr(builtins, "__orig_import__", __import__)
