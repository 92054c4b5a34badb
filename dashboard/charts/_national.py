"""What the charts of the national operations share: the lines that were read, and what the printed whole leaves for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts._chart import Scene
from dashboard.charts._once import of_frame, of_record
from dashboard.rules import Condition
from dashboard.tables import MARK, records

LINES = ("polish", "german", "order_00593_harbin", "latvian")
"""The lines whose figures were read; the others are stated in the literature and are shown only when they are chosen."""
WHOLE_LINE = "whole_line"
TABLE = "national_operations"
ARRESTED, CONVICTED, TO_DEATH = "arrested", "convicted", "sentenced_to_death"


@dataclass(frozen=True)
class Whole:
    """What a source prints for all national operations together.

    Attributes:
        measure: what is counted.
        printed: the total as printed.
        remainder: the total less the lines that make up its condition, as the register of discrepancies has it; None when it has none.
        parts: the marks of those lines.
        row: its row among the printed totals.
    """

    measure: str
    printed: int
    remainder: int | None
    parts: frozenset[str]
    row: dict[str, Any]


@of_record
def wholes(scene: Scene) -> dict[str, Whole]:
    """Return the printed whole of each measure; the scene holds national_operations, totals and discrepancies."""
    lines = records(scene.tables[TABLE])
    differences = scene.tables["discrepancies"].set_index("discrepancy_id")["difference"]
    found: dict[str, Whole] = {}
    totals = scene.tables["totals"]
    for row in records(totals[totals["table"] == TABLE]):
        condition = Condition(str(row["where"]))
        met = [line for line in lines if condition.meets({column: str(line[column]) for column in condition.columns})]
        difference = differences.get(row["discrepancy_id"])
        for measure in {str(line["measure"]) for line in met}:
            remainder = None if difference is None or pd.isna(difference) else int(difference)
            found[measure] = Whole(measure, int(row["printed"]), remainder, frozenset(line[MARK] for line in met), row)
    return found


@of_frame
def remainders(frame: pd.DataFrame, scene: Scene) -> list[Whole]:
    """Return the wholes of which the frame shows exactly the lines that were read: only then does the rest stand beside them."""
    found = []
    for whole in wholes(scene).values():
        shown = frame[(frame["measure"] == whole.measure) & frame["value"].notna()]
        if whole.remainder is not None and set(shown[MARK]) == whole.parts and set(frame["operation"]) == set(shown["operation"]):
            found.append(whole)
    return found
