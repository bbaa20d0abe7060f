"""The window: the only place that knows Qt. Widgets take values and emit signals; `window` connects them.

Three things are settled before the rest comes in. Qt's many functions are bound when they are first called and not all
at once. An empty package stands for the module by which PySide writes its own `.pyi` files: nothing asks for it while a
program runs, yet PySide imports it at every start, twice, and with it `argparse` and `logging`. And PySide's hook
before every import goes again: it serves `from __feature__ import ...`, which nothing here uses, and for that reads the
source of each module that is imported.
"""

import builtins
import os
import sys
from importlib.machinery import ModuleSpec

if sys.platform != "win32":
    sys.setdlopenflags(os.RTLD_LAZY)


class _Empty:
    """Finds the generator of `.pyi` files before all others do: a package with nothing in it."""

    @staticmethod
    def find_spec(name: str, *_: object) -> ModuleSpec | None:
        wanted = name == "shibokensupport.signature.lib.pyi_generator"
        return ModuleSpec(name, None, is_package=True) if wanted else None


sys.meta_path.insert(0, _Empty)
import PySide6  # noqa: E402, F401 - brings the hook, and the generator

sys.meta_path.remove(_Empty)
vars(builtins)["__import__"] = getattr(builtins, "__orig_import__", __import__)
