"""Redaction: the search for the secrets of a log of 20 MB, whose lines hold none, beside reading and decoding it; and
hiding the secrets of small texts, of which the command line prints many.

    .venv/bin/python tests/benchmarks/bench_redact.py [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

import captures
import common

sys.path.insert(0, str(common.ROOT))

from inspector.redact import find_secrets, redact

SIZE = 20_000_000
_HEX = "0123456789ABCDEF"


def _access(random: Random, number: int) -> str:
    return (
        f'10.0.{number % 200}.7 - - "GET /bucket/path/to/object-{number:08d}.jpg?x-oss-process=image%2Fresize HTTP/1.1" 200 '
        f'{number} "aliyun-sdk-java/3.17.4" "{"".join(random.choices(_HEX, k=24))}" key=a/b/{number}'
    )


def _json(random: Random, number: int) -> str:
    request_id = "".join(random.choices(_HEX, k=24))
    return f'{{"level":"INFO","msg":"uploaded \\"part\\" {number}","requestId":"{request_id}","token_count":{number}}}'


def _chinese(random: Random, number: int) -> str:
    return f"2026-11-21 10:00:00 信息 上传对象 part-{number} 成功 请求 {''.join(random.choices(_HEX, k=24))} 耗时 {number} 毫秒"


def _log(line: Callable[[Random, int], str]) -> bytes:
    random = Random(0)  # noqa: S311 - the same at every run
    some = "\n".join(line(random, number) for number in range(20_000)).encode() + b"\n"
    return (some * (SIZE // len(some) + 1))[:SIZE] + captures.ERROR.encode()


LOGS: dict[str, Callable[[], bytes]] = {
    "plain words": lambda: captures.capture("log", SIZE),
    "of a web server": lambda: _log(_access),
    "JSON lines": lambda: _log(_json),
    "Chinese": lambda: _log(_chinese),
}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.log"
        for name, make in LOGS.items():
            path.write_bytes(make())
            pairs = list(islice(_pairs(path), rounds))
            floor, ours = (median(times) for times in zip(*pairs, strict=True))
            rows.append(
                (f"{name}, 20 MB", common.milliseconds(floor), common.milliseconds(ours), f"{ours / floor:.0f}")
            )
    print(f"\nfind_secrets, medians of {rounds}, processor time\n")
    print(common.table(("", "read and decoded", "searched", "ratio"), rows))
    print(f"\nredact of {len(captures.ERROR)} characters without a secret: {common.milliseconds(_small())}")


def _pairs(path: Path) -> Iterator[tuple[float, float]]:
    while True:
        begin = time.process_time()
        text = path.read_bytes().decode(errors="replace")
        read = time.process_time()
        find_secrets(text)
        yield read - begin, time.process_time() - read


def _small() -> float:
    times = []
    for _ in range(50):
        begin = time.process_time()
        redact(captures.ERROR)
        times.append(time.process_time() - begin)
    return median(times)


if __name__ == "__main__":
    main()
