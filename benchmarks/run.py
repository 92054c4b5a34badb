"""Measures everything and writes the report: ``python benchmarks/run.py``, or ``make benchmarks``, which makes the environment first.

--repeats N   turns in which each app is measured once after the other (default: 7); one more at the start is thrown away
--quick       two short turns, to see that all works; the report says so
--only PARTS  measure some parts anew and keep the rest of the report: start redraw load memory pictures lighthouse; none: write only
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from benchmarks.parts import PARTS, Plan, about  # noqa: E402 - the checkout is not an installed package
from benchmarks.report import REPORT, write  # noqa: E402


def main() -> None:
    """Measure what is asked for, one part after another; each is kept as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are ended when this is
    report: dict[str, Any] = {}
    with suppress(FileNotFoundError):
        report = json.loads(REPORT.read_text("utf-8"))
    report |= about()
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(2 if asked.quick else asked.repeats, asked.quick, Path(folder))
        for name in (name for name in PARTS if name in asked.only):
            begun = datetime.now().astimezone()
            busy = Path("/proc/loadavg").read_text("utf-8").split()[0]
            plan.gaps = []
            found = PARTS[name](plan)
            took = datetime.now().astimezone() - begun
            report[name] = {
                "repeats": plan.repeats, **found, "quick": plan.quick, "begun": begun.isoformat(timespec="minutes"),
                "seconds": round(took.total_seconds()), "load_before": float(busy), "gaps": plan.gaps,
            }  # fmt: skip
            REPORT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    write(report)


if __name__ == "__main__":
    main()
