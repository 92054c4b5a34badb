"""Many readers of many kinds for half an hour: does the memory of a public server stay flat, and is everybody answered?

python benchmarks/soak.py --minutes 30 --clients 200    into benchmarks/soak.json and soak.md; exits with 1 when a verdict fails

Each reader has an address of his own on the loopback, so that the limits of rate stand as they do in the open, and rests between
requests. What a chrome on the server must draw is left out: its memory is another program's. Nothing is asked of the machine but
the memory of the server's processes; rates and waits depend on who else works on it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.readers import Load, mixed  # noqa: E402 - the checkout is not an installed package
from tools.servers import Process, memory_of, public_server  # noqa: E402

HERE = Path(__file__).parent
FLAT = 5.0  # percent by which memory may differ between the first and the last fifth
EVERY = 5.0  # seconds between two looks at the memory
PATIENCE = 1.0  # seconds that an answer may take
WORKERS = 2
HASTE = 6  # times as many requests while the server warms up: its bounded caches are to be full when the half hour begins


def _watched(process: Process, seconds: float) -> list[tuple[float, dict[str, float]]]:
    """Return the memory of a server over some time, every few seconds."""
    begun, seen = time.monotonic(), list[tuple[float, dict[str, float]]]()
    while (now := time.monotonic() - begun) < seconds:
        seen.append((round(now, 1), memory_of(process)))
        time.sleep(EVERY)
    return seen


def judged(seen: Sequence[tuple[float, dict[str, float]]]) -> dict[str, Any]:
    """Return what became of memory: the medians of the first and the last fifth, their difference, and the trend."""
    taken = [memory["anonymous"] for _, memory in seen]
    fifth = max(1, len(taken) // 5)
    first, last = statistics.median(taken[:fifth]), statistics.median(taken[-fifth:])
    trend = statistics.linear_regression([at / 60 for at, _ in seen], taken).slope if len(taken) > 1 else 0.0
    change = 100 * (last - first) / first
    return {
        "first_fifth_mb": first, "last_fifth_mb": last, "change_percent": round(change, 2), "trend_mb_a_minute": round(trend, 3),
        "highest_mb": max(taken), "highest_with_files_mb": max(memory["all"] for _, memory in seen), "flat": abs(change) <= FLAT,
    }  # fmt: skip


def waited(load: Load) -> dict[str, dict[str, float]]:
    """Return for each kind of request how many there were and how many milliseconds half, 95 and 99 of a hundred waited."""
    kinds = {**load.waits, "all": [one for waits in load.waits.values() for one in waits]}
    return {kind: _percentiles(waits) for kind, waits in sorted(kinds.items()) if len(waits) > 1}


def _percentiles(waits: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    slow = sum(wait > PATIENCE for wait in waits)
    return {"requests": len(waits), **{f"p{at}_ms": round(1000 * cuts[at - 1], 1) for at in (50, 95, 99)}, "above_1_s": slow}


def soaked(minutes: float, warm_up: float, clients: int, rest: float) -> dict[str, Any]:
    """Return the figures of one soak."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        kept = {"PURGES_WORKERS": str(WORKERS), "BROWSER_PATH": "/nowhere/chrome"}
        with public_server(log, **kept) as (port, process), Load(port, clients, mixed, rest / HASTE, apart=True).on() as load:
            warming = _watched(process, 60 * warm_up)
            load.rest = rest
            load.told.clear()
            load.waits.clear()
            before = time.monotonic()
            seen = _watched(process, 60 * minutes)
            lasted, cores = time.monotonic() - before, os.cpu_count() or 1
            told, waits = dict(load.told), waited(load)
        errors = [line for line in log.read_text("utf-8", "replace").splitlines() if "ERROR" in line or "Traceback" in line]
    answers = sum(count for status, count in told.items() if isinstance(status, int))
    broken = {str(status): count for status, count in told.items() if not isinstance(status, int) or status >= 500}
    return {
        "day": datetime.now(UTC).date().isoformat(), "cores": cores, "load_average": round(os.getloadavg()[2], 1), "workers": WORKERS,
        "clients": clients, "rest_s": rest, "warm_up_minutes": warm_up, "minutes": round(lasted / 60, 1),
        "requests": answers, "requests_a_second": round(answers / lasted, 1),
        "by_status": {str(status): count for status, count in sorted(told.items(), key=lambda item: str(item[0]))},
        "broken": broken, "faults": load.faults[:20], "cut": load.cut, "refused": load.refused, "errors_in_the_log": errors[:20],
        "memory": judged(seen), "memory_mb": [(at, memory["anonymous"]) for at, memory in seen[:: max(1, len(seen) // 60)]],
        "memory_mb_while_warming_up": [(at, memory["anonymous"]) for at, memory in warming[:: max(1, len(warming) // 20)]],
        "waits": waits,
    }  # fmt: skip


def report(found: dict[str, Any]) -> str:
    """Return the figures as a short section in Markdown."""
    memory, waits = found["memory"], found["waits"]
    statuses = ", ".join(f"{count:,} times {status}" for status, count in found["by_status"].items())
    verdict = "flat" if memory["flat"] else "not flat"
    lines = [
        "# Soak",
        "",
        "Written by `make soak`; the figures are in `soak.json`.",
        "",
        f"{found['clients']} readers for {found['minutes']:.0f} minutes on {found['day']}, after a warm-up of "
        f"{found['warm_up_minutes']:g}, each resting {found['rest_s']:g} seconds between two requests: {found['requests']:,} requests, "
        f"{found['requests_a_second']} a second, to {found['workers']} processes on {found['cores']} cores. The machine may have been at "
        f"other work, too (load average at the end: {found['load_average']}): rates and waits "
        "are the least that can be said; memory does not depend on it.",
        "",
        f"- Memory, what processes share counted once: {memory['first_fifth_mb']:.0f} MB in the first fifth, "
        f"{memory['last_fifth_mb']:.0f} MB in the last (medians), {memory['change_percent']:+.1f}%, trend "
        f"{memory['trend_mb_a_minute']:+.2f} MB a minute: **{verdict}** within {FLAT:.0f}%.",
        f"- Answers: {statuses}. Cut off: {found['cut']}, refused connections: {found['refused']}, "
        f"faults in the log: {len(found['errors_in_the_log'])}.",
        "",
        "| Asked | requests | half within ms | 95% | 99% | slower than 1 s |",
        "|---|--:|--:|--:|--:|--:|",
        *(
            f"| {kind} | {one['requests']:,} | {one['p50_ms']:.0f} | {one['p95_ms']:.0f} | {one['p99_ms']:.0f} | {one['above_1_s']:,} |"
            for kind, one in waits.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Soak a server, write what was found, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm-up", type=float, default=8, metavar="MINUTES", help="until the bounded caches are full (default: 8)")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument(
        "--rest", type=float, default=12, metavar="SECONDS", help="between two requests of a client, on average (default: 12)"
    )
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR", help="where soak.json and soak.md go")
    options = parser.parse_args()
    found = soaked(options.minutes, options.warm_up, options.clients, options.rest)
    (options.out / "soak.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (options.out / "soak.md").write_text(report(found), "utf-8")
    print(report(found))
    return 0 if found["memory"]["flat"] and not (found["broken"] or found["errors_in_the_log"]) else 1


if __name__ == "__main__":
    sys.exit(main())
