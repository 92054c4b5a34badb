"""A run of the hostile tests tries as many cases as the house promises; that each test tries its own is seen to where they run."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.hostile.conftest import FEWEST_CASES, TIMES


def test_a_run_tries_enough_cases() -> None:
    declared = dict[str, int]()
    for path in Path(__file__).parent.glob("test_*_under_attack.py"):
        for name, test in vars(importlib.import_module(f"tests.hostile.{path.stem}")).items():
            full = any(mark.name == "full" for mark in getattr(test, "pytestmark", ()))
            if name.startswith("test_") and hasattr(test, "cases") and not full:
                declared[name] = test.cases
    assert sum(declared.values()) >= FEWEST_CASES * TIMES, declared
