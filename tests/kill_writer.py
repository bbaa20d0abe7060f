"""Writes to a history until it is killed, and prints `saved N` after each write that was acknowledged.

Arguments: the history's file, the first number, how many (0: without end), a name for the writer.
Every seventh number also writes a row and deletes it, so that kills land in deletions and emptied logs too.
"""

import sys
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from inspector.history import Seen, open_history


def main(path: str, first: str, how_many: str, name: str) -> None:
    history = open_history(Path(path), str)
    if history.notice:
        print(f"notice {history.notice}", flush=True)
    for number in islice(count(int(first)), int(how_many) or None):
        history.record(Seen("aliyun-oss", f"{name}{number:024X}", "AccessDenied", host=f"b{number}.example"), number)
        print(f"saved {number}", flush=True)
        if number % 7 == 0:
            gone = history.record(Seen("jdcloud-oss", f"GONE-{name}-{number}"), number)
            history.delete([gone.id])
    history.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
