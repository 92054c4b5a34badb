"""What the report's data hold, by name: lists with one figure a turn; empty where a part was not measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.apps import OURS
from benchmarks.spread import Measured, medians

Report = Mapping[str, Any]


def started(report: Report, name: str, key: str = "first", state: str = "cold") -> Measured:
    """Return what opening a page took: ``first`` and ``usable`` in milliseconds, ``bytes`` and ``bytes_usable``."""
    return report.get("start", {}).get(state, {}).get(name, {}).get(key, [])


def redrawn(report: Report, name: str) -> Measured:
    """Return the median milliseconds from a change to the new charts."""
    return medians(report.get("redraw", {}).get(name, {}).get("times", []))


def processor(report: Report, name: str) -> Measured:
    """Return the server's milliseconds of processor time for a change."""
    return report.get("redraw", {}).get(name, {}).get("cpu", [])


def split(report: Report, part: str) -> Measured:
    """Return how many milliseconds a part of each change of ours took: ``before`` it was asked, its ``answer``, and drawing ``after``."""
    pages = report.get("redraw", {}).get("filters", {}).values()
    return [one[part] for page in pages for one in page.get("split", [])]


def every_change(report: Report, key: str = "times") -> list[float]:
    """Return the milliseconds of each single change on pages of ours."""
    held = report.get("redraw", {})
    turns = [*held.get(OURS, {}).get(key, []), *(page[key] for page in held.get("filters", {}).values())]
    return [value for turn in turns for value in turn]


def answered(report: Report, clients: int, name: str, key: str = "rate") -> Measured:
    """Return of each run under load: ``rate`` a second, ``p50``, ``p95``, ``p99`` in milliseconds, ``refused``, ``broken``."""
    runs = report.get("load", {}).get(str(clients), {}).get(name, [])
    return [run.get(key) if run else None for run in runs]


def errors(report: Report, clients: int, name: str) -> int:
    """Return how many requests under load were refused or broken."""
    return int(sum(value or 0 for key in ("refused", "broken") for value in answered(report, clients, name, key)))


def added(report: Report, name: str, sessions: int) -> Measured:
    """Return the MB that idle sessions add."""
    runs = report.get("memory", {}).get(name, [])
    return [run[str(sessions)] - run["0"] if str(sessions) in run else None for run in runs]


def pictured(report: Report, name: str, size: str) -> Measured:
    """Return the milliseconds of a PNG in the browser."""
    return report.get("pictures", {}).get("browser", {}).get(name, {}).get(size, [])


def batched(report: Report, key: str = "export") -> Measured:
    """Return the seconds of each further picture of a batch."""
    return [run[key] for run in report.get("pictures", {}).get("batch", [])]


def judged(report: Report, key: str = "scores") -> Measured:
    """Return what Lighthouse found."""
    return report.get("lighthouse", {}).get(key, [])
