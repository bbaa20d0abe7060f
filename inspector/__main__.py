"""The command `oss-inspector`: files or nothing opens the window; a verb runs on the command line."""

from __future__ import annotations

import gc
import sys

from inspector import crashes

VERBS = ("explain", "lookup", "catalog", "--version", "--help", "-h")


def main() -> int:
    """Choose the front and run it; give the exit status."""
    arguments = sys.argv[1:]
    crashes.no_core_dump()
    if arguments and arguments[0] in VERBS:
        from inspector import cli  # noqa: PLC0415 - each front is imported only where it is wanted

        crashes.on_standard_error()
        return cli.main(arguments)
    gc.disable()  # a start makes much and drops little: collecting took 5 % of its processor time; `app` turns it on
    from inspector import settings  # noqa: PLC0415 - the command line has no use for the folder

    with crashes.watched(settings.reports_folder()) as session:
        from inspector.ui import app  # noqa: PLC0415 - Qt is needed by the window alone

        return app.main(arguments, session)


if __name__ == "__main__":
    sys.exit(main())
