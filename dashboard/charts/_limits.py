"""What became of the limit of each territory: the first limit, the decisions that raised it, and the people sentenced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts._chart import Scene
from dashboard.charts._marks import number_or_none
from dashboard.charts._once import disjoint_in, of_frame, regions_in
from dashboard.tables import MARK, records
from dashboard.transforms import Disjoint, sum_of

LIMITS, INCREASES, OUTCOMES = "limits", "limit_increases", "limit_outcomes"
BOTH = "limit_both_categories"
OUTCOME_OF = {"limit_category_1": "sentenced_to_death", "limit_category_2": "sentenced_to_confinement"}
"""Which outcome answers to which limit."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One decision on a limit: from where to where it moved it."""

    start: int
    end: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Line:
    """One territory, or the part of one for which an outcome is known.

    Attributes:
        name: its name.
        steps: what its limit became, by category, the first limit first; empty where no first limit can be given.
        undivided: increases that were not divided by category.
        outcomes: the people sentenced, by category.
    """

    name: str
    steps: dict[str, list[Step]]
    undivided: list[Row]
    outcomes: dict[str, Row]


@of_frame
def lines_of(frame: pd.DataFrame, scene: Scene) -> list[Line]:
    """Return the territories in the sequence of the order, then the parts of them that have an outcome of their own."""
    regions = regions_in(scene)
    rows = records(frame)
    held = {row["region_id"] for row in rows if table_of(row) != LIMITS}
    holder = {row[MARK]: row["order_group"] if row["order_group"] in held else row["region_id"] for row in rows if table_of(row) == LIMITS}
    disjoint = disjoint_in(scene)
    sequence: dict[str, float] = {}
    for row in rows:
        if row[MARK] in holder:
            place = sequence.setdefault(holder[row[MARK]], row["order_line"])
            sequence[holder[row[MARK]]] = min(place, row["order_line"])
    found, parts = list[Line](), dict[str, dict[str, Row]]()
    for region_id in sorted(held | set(sequence), key=lambda one: (sequence.get(one, float("inf")), one)):
        name = regions[region_id]["name"]
        own = [row for row in rows if row["region_id"] == region_id and row["unit"] == name]
        of_order = [row for row in rows if holder.get(row[MARK]) == region_id]
        first = {measure: [row for row in of_order if row["measure"] == measure] for measure in OUTCOME_OF}
        raises = [row for row in own if table_of(row) == INCREASES]
        steps = {measure: _steps(first[measure], [row for row in raises if row["measure"] == measure], disjoint) for measure in OUTCOME_OF}
        undivided = [row for row in raises if row["measure"] == BOTH]
        found.append(Line(name, steps, undivided, {_category(row): row for row in own if table_of(row) == OUTCOMES}))
        for row in rows:
            if row["region_id"] == region_id and table_of(row) == OUTCOMES and row["unit"] != name:
                parts.setdefault(scene.words("charts.limit-ranking.part", unit=row["unit"], region=name), {})[_category(row)] = row
    found += [Line(name, {}, [], outcomes) for name, outcomes in parts.items()]
    told = [line for line in found if line.outcomes or line.undivided or any(len(steps) > 1 for steps in line.steps.values())]
    return told or [line for line in found if any(line.steps.values())]


def table_of(row: Row) -> str:
    return str(row[MARK]).partition("/")[0]


def _category(row: Row) -> str:
    return next(limit for limit, outcome in OUTCOME_OF.items() if outcome == row["measure"])


def _steps(first: Sequence[Row], raises: Sequence[Row], disjoint: Disjoint) -> list[Step]:
    """Return the first limit, that of a republic being the limits of its oblasts together, and what each decision made of it.

    An increase is laid on it, which the guard of the sums allows; a new ceiling holds all that went before, so it takes its place.
    """
    level = sum_of(first, disjoint)
    if level is None:
        return []
    sum_of([*first, *(row for row in raises if row["decision"] == "increase")], disjoint)
    steps = [Step(0, level, tuple(first))]
    for row in raises:
        value = number_or_none(row["value"])
        if value is not None:
            end = value if row["decision"] == "new_ceiling" else level + value
            steps.append(Step(level, end, (row,)))
            level = end
    return steps
