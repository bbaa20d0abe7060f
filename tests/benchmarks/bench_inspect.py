"""From bytes to Inspection: a body of 600 bytes and every golden sample, beside lxml's bare parse and the SDKs' own.

python tests/benchmarks/bench_inspect.py [ROUNDS]

The SDKs are peers, not dependencies: `pip install oss2 alibabacloud-oss-v2` into the environment adds their rows. They
read one clean body and nothing else; lxml builds a tree and knows no code, no request ID and no place.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import common
from common import milliseconds
from lxml import etree

sys.path.insert(0, str(common.ROOT))

from inspector import assets
from inspector.pipeline import inspect

SAMPLES = common.ROOT / "tests" / "samples"
BODY = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>SignatureDoesNotMatch</Code>
  <Message>The request signature we calculated does not match the signature you provided. Check your key.</Message>
  <RequestId>69A7BDBFAB12CD34EF56AB78</RequestId>
  <HostId>bench-bucket.oss-cn-hangzhou.aliyuncs.com</HostId>
  <SignatureProvided>bmV2ZXIgYSByZWFsIG9uZQ==</SignatureProvided>
  <StringToSign>GET\n\n\n1772690767\n/bench-bucket/a/b/c.png</StringToSign>
  <EC>0002-00000040</EC>
  <RecommendDoc>https://api.aliyun.com/troubleshoot?q=0002-00000040</RecommendDoc>
</Error>
"""
_SMALL = 8 * 1024
_QUICK = 0.005
"""A small paste, and the seconds in which it is inspected."""
HEADERS = {"x-oss-request-id": "69A7BDBFAB12CD34EF56AB78", "Date": "Thu, 05 Mar 2026 06:06:07 GMT"}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    knowledge = assets.knowledge()
    works: dict[str, Callable[[], object]] = {
        "inspect()": lambda: inspect(BODY, "file", "body", knowledge),
        "lxml, bare parse": lambda: etree.fromstring(BODY),
        **_peers(),
    }
    times = _in_turns(works, rounds)
    base = times["lxml, bare parse"]
    print(f"\n{len(BODY)} bytes of XML, median of {rounds}\n")
    rows = [
        (name, milliseconds(median(took)), f"{median(a / b for a, b in zip(took, base, strict=True)):.1f}")
        for name, took in times.items()
    ]
    print(common.table(("reader", "time", "ratio to lxml"), rows))
    _samples(rounds // 10 + 1, knowledge)


def _samples(rounds: int, knowledge: object) -> None:
    """Measure every golden sample, and lxml on the same body in the same turn."""
    taken: list[tuple[float, float, Path]] = []
    for path in sorted(path for path in SAMPLES.glob("*/*") if path.suffix != ".json" or path.name.count(".") == 1):
        raw = path.read_bytes()
        works: dict[str, Callable[[], object]] = {
            "ours": lambda raw=raw: inspect(raw, "file", "sample", knowledge),  # type: ignore[misc, arg-type]
            "lxml": lambda: etree.fromstring(BODY),
        }
        times = _in_turns(works, rounds)
        ratio = median(a / b for a, b in zip(times["ours"], times["lxml"], strict=True))
        taken.append((median(times["ours"]), ratio, path))
    taken.sort()
    middle, slowest = taken[len(taken) // 2], taken[-1]
    print(f"\n{len(taken)} golden samples, lxml on the body above in the same turns\n")
    rows = [
        (name, f"{path.parent.name}/{path.name}", milliseconds(took), f"{ratio:.0f}")
        for name, (took, ratio, path) in (("median", middle), ("slowest", slowest))
    ]
    print(common.table(("", "sample", "time", "ratio to lxml"), rows))
    small = [(took, path) for took, _, path in taken if path.stat().st_size < _SMALL]
    over = [f"{path.parent.name}/{path.name}" for took, path in small if took > _QUICK]
    worst, path = small[-1]
    print(
        f"\n{len(over)} of {len(small)} below {_SMALL} bytes take over {milliseconds(_QUICK)}: {', '.join(over) or 'none'}"
    )
    print(f"the worst of them: {path.parent.name}/{path.name}, {milliseconds(worst)}")


def _peers() -> dict[str, Callable[[], object]]:
    works: dict[str, Callable[[], object]] = {}
    try:
        from oss2.exceptions import make_exception  # noqa: PLC0415 - a peer, may be missing
    except ImportError:
        print("oss2 is not installed: left out")
    else:
        answer = SimpleNamespace(status=403, headers=HEADERS, read=lambda _: BODY)
        works["oss2, make_exception"] = lambda: make_exception(answer)
    try:
        from alibabacloud_oss_v2 import _client  # noqa: PLC0415 - a peer, may be missing
    except ImportError:
        print("alibabacloud-oss-v2 is not installed: left out")
    else:
        request = SimpleNamespace(method="GET", url="https://bench-bucket.oss-cn-hangzhou.aliyuncs.com/a")
        response = SimpleNamespace(status_code=403, headers=HEADERS, content=BODY, close=lambda: None, request=request)
        works["alibabacloud-oss-v2, _to_service_error"] = lambda: _client._to_service_error(response)
    return works


def _in_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Time all of them, round after round, after three rounds that do not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 3):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            if number > 2:
                times[name].append(time.perf_counter() - begin)
    return times


if __name__ == "__main__":
    main()
