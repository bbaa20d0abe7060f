"""What stands under a file's name and is none that can be read as one."""

import os

FAR_TOO_LARGE = 5 * 1024**3


def make(path, kind):
    """Put something of a kind there: a folder, a pipe, a link to a device, a file that is far too large."""
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "large":
            with path.open("wb") as file:
                file.truncate(FAR_TOO_LARGE)
