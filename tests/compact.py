"""The compact form of an inspection that stands beside each golden sample.

python tests/compact.py                 name the samples whose expected form differs, and show the difference
python tests/compact.py FILE ...        show the compact form of any capture
python tests/compact.py --write FILE ...    write it beside the sample, for you to read before it is committed
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from inspector import assets
from inspector.explain import as_table
from inspector.model import Inspection
from inspector.pipeline import inspect
from inspector.shapes.asking import claims

SAMPLES = Path(__file__).parent / "samples"
FACTS = ("provider", "http_status", "code", "message", "request_id", "host_id", "ec", "bucket", "client")


def samples() -> list[Path]:
    """Give every sample: the files of the folders named after a shape that are no expected form."""
    return sorted(path for path in SAMPLES.glob("*/*") if path.suffix != ".json")


def expected(sample: Path) -> Path:
    return sample.with_name(sample.name + ".json")


def explained(raw: bytes, *, explaining: bool = True) -> Inspection:
    return inspect(raw, "file", "capture", assets.knowledge(), explaining=explaining)


def compact(inspection: Inspection) -> dict[str, Any]:
    table = as_table(inspection, assets.knowledge())
    return {
        "shape": table["shape"],
        "claims": list(claims(inspection.capture.text)),
        "problems": [problem["id"] for problem in table["problems"]],
        "reports": [
            {
                **{name: report[name] for name in FACTS},
                "elements": report["elements"],
                "headers": report["headers"],
                "problems": [problem["id"] for problem in report["problems"]],
                "findings": [finding["id"] for finding in report["findings"]],
            }
            for report in table["reports"]
        ],
    }


def written(form: dict[str, Any]) -> str:
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def difference(sample: Path) -> str:
    """Give the difference between what is expected of a sample and what comes out, empty where there is none."""
    wanted = expected(sample).read_text("utf-8") if expected(sample).exists() else ""
    got = written(compact(explained(sample.read_bytes())))
    name = str(expected(sample).relative_to(SAMPLES))
    lines = difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), f"{name} (expected)", f"{name} (got)")
    return "".join(lines)


def main(arguments: list[str]) -> int:
    if not arguments:
        differences = [text for sample in samples() if (text := difference(sample))]
        print("\n".join(differences) or "no difference")
        return 1 if differences else 0
    for name in arguments:
        if name != "--write":
            form = written(compact(explained(Path(name).read_bytes())))
            if "--write" in arguments:
                expected(Path(name)).write_text(form, encoding="utf-8")
            else:
                print(form, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
