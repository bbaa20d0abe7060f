"""Writes to a history until it is killed, and prints `saved N` after each write that was acknowledged.

Arguments: the history's file, the first number, how many (0: without end), a name for the writer.
Every seventh number also writes a row and deletes it, so that kills land in deletions and emptied logs too. A disk or a
processor that others keep busy is not what is tested: for a lock it waits longer than the program does.
"""

import sys
from collections.abc import Callable
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from inspector import history_file
from inspector.history import HistoryError, Seen, open_history

T = TypeVar("T")
TRIES = 100
history_file.PATIENCE = history_file._PATIENCE_FOR_MENDING = 60.0


def main(path: str, first: str, how_many: str, name: str) -> None:
    history = open_history(Path(path), str)
    if history.notice:
        print(f"notice {history.notice}", flush=True)
    for number in islice(count(int(first)), int(how_many) or None):
        seen = Seen("aliyun-oss", f"{name}{number:024X}", "AccessDenied", host=f"b{number}.example")
        written(lambda seen=seen, number=number: history.record(seen, number))
        print(f"saved {number}", flush=True)
        if number % 7 == 0:
            seen = Seen("jdcloud-oss", f"GONE-{name}-{number}")
            gone = written(lambda seen=seen, number=number: history.record(seen, number))
            written(lambda gone=gone: history.delete([gone.id]))
    history.close()


def written(action: Callable[[], T]) -> T:
    """Try again while another writer is quicker, as the program does with the next record."""
    for _ in range(TRIES):
        try:
            return action()
        except HistoryError as error:
            reason = error
    raise reason


if __name__ == "__main__":
    main(*sys.argv[1:])
