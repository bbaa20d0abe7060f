"""Opens files that somebody else may have put there, and writes our own so that nobody else can read them.

A name may belong to a pipe that never answers, to an endless device, or to more than fits into memory: only regular
files are read, without waiting, and what is read is counted, because the stated size cannot be trusted.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

_BLOCK = 1024 * 1024


class NotRegularError(OSError):
    """A folder, a pipe, a socket or a device stands where a file was expected."""


class TooLargeError(OSError):
    """The file has more bytes than may be read; `size` is what is known of them."""

    def __init__(self, size: int, most: int) -> None:
        """Keep the size for the message."""
        super().__init__(errno.EFBIG, f"larger than {most:,} bytes")
        self.size = size


def read(path: str | Path, most: int) -> bytes:
    """Read a regular file of at most `most` bytes. Raises OSError; ValueError for a name with a NUL."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise NotRegularError(errno.EINVAL, "not a regular file")
        if about.st_size > most:
            raise TooLargeError(about.st_size, most)
        blocks: list[bytes] = []
        size = 0
        while block := os.read(handle, _BLOCK):
            size += len(block)
            if size > most:  # it grew while we read, or lied about its size
                raise TooLargeError(size, most)
            blocks.append(block)
        return b"".join(blocks)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Write a file of ours whole or not at all, for the user alone; a link in its place is replaced. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a handle
            file.write(content)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
