"""What the command line asks of the window: files to open, and how it looks this time. Qt is not needed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from inspector import assets

if TYPE_CHECKING:
    import argparse


class Options(NamedTuple):
    """The arguments; what was not given is empty. `size` is of the picture only."""

    files: Sequence[str] = ()
    example: str = ""
    picture: str = ""
    lang: str = ""
    guidance: str = ""
    scheme: str = ""
    size: str = "1280x800"

    @property
    def settings(self) -> dict[str, Any]:
        """Give the preferences that are set for this time only."""
        given = {"language": self.lang, "guidance": self.guidance, "scheme": self.scheme}
        return {name: value for name, value in given.items() if value}


def read(arguments: Sequence[str]) -> Options:
    """Read the arguments; says on standard error what is wrong with them, and ends the program."""
    if not any(argument.startswith("-") for argument in arguments):  # as from a desktop: no parser need be there
        return Options(arguments)
    return Options(**vars(parser().parse_args(arguments)))


def parser() -> argparse.ArgumentParser:
    """Make the parser of the arguments, which also writes their help."""
    import argparse  # noqa: PLC0415 - a fiftieth of the start

    made = argparse.ArgumentParser(prog="oss-inspector", argument_default="")
    made.add_argument("files", nargs="*", metavar="FILE", default=[], help="captures to open; - is standard input")
    made.add_argument("--example", choices=sorted(assets.examples()), help="open a built-in example")
    made.add_argument("--picture", metavar="PNG", help="save a picture of the window instead of opening it")
    made.add_argument("--lang", choices=("en", "zh_CN"), help="language of the interface, this time only")
    made.add_argument("--guidance", choices=("en", "zh", "both"), help="language of the guidance, this time only")
    made.add_argument("--scheme", choices=("light", "dark"), help="colours, this time only")
    made.add_argument("--size", default="1280x800", help="size of the picture (default 1280x800)")
    return made
