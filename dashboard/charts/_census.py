"""The nationalities of the census of 1926 in their groups, with the people arrested and sentenced that stand beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts._chart import Scene
from dashboard.charts._marks import number_or_none
from dashboard.charts._national import ARRESTED, CONVICTED, TABLE, WHOLE_LINE
from dashboard.charts._once import disjoint_in, of_frame
from dashboard.tables import records
from dashboard.transforms import totals_by

RATE = 100_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """A nationality, or several related ones, of the census.

    Attributes:
        code: its code.
        rows: its rows of the census.
        census: people counted; None where a part is not recorded.
        base: whether the census may be the base of a rate.
        arrested: the row of its arrests by nationality, if any was read.
        convicted: the row of the sentences on the line of its name, if any was read.
    """

    code: str
    rows: tuple[Row, ...]
    census: int | None
    base: bool
    arrested: Row | None
    convicted: Row | None

    @property
    def rate(self) -> int | None:
        """Return the arrests per 100,000 counted, to two digits and whole people; None where no rate may be computed."""
        if not self.base or not self.census or self.arrested is None or self.arrested["basis"] == "estimate":
            return None
        exact = int(self.arrested["value"]) * RATE / self.census
        return int(round(exact, 1 - math.floor(math.log10(exact)))) if exact else 0


@of_frame
def groups_of(frame: pd.DataFrame, scene: Scene) -> list[Group]:
    """Return the groups of the frame, from the most to the fewest counted in 1926."""
    sums = totals_by(frame, "group", disjoint_in(scene))
    arrested, convicted = _arrests(scene), _sentences(scene)
    nationalities: dict[str, list[Row]] = {}
    for row in records(frame):
        nationalities.setdefault(str(row["group"]), []).append(row)
    found = [
        Group(
            code=code,
            rows=tuple(rows),
            census=number_or_none(sums[code]),
            base=all(row["rate_base"] is True for row in rows),
            arrested=arrested.get(code),
            convicted=convicted.get(code),
        )
        for code, rows in nationalities.items()
    ]
    return sorted(found, key=lambda group: (-(group.census or 0), group.code))


def _arrests(scene: Scene) -> dict[str, Row]:
    """Return arrests by nationality: from the returns on all cases, otherwise an author's estimate that is preferred."""
    estimates = scene.tables[TABLE]
    estimates = estimates[(estimates["coverage"] == "by_nationality") & (estimates["measure"] == ARRESTED)]
    returns = scene.tables["victim_categories"]
    returns = returns[(returns["scheme"] == "nationality") & (returns["cases"] == "all_nkvd_cases") & (returns["measure"] == ARRESTED)]
    return _by(estimates, "operation") | _by(returns, "category")


def _sentences(scene: Scene) -> dict[str, Row]:
    lines = scene.tables[TABLE]
    return _by(lines[(lines["coverage"] == WHOLE_LINE) & (lines["measure"] == CONVICTED)], "operation")


def _by(frame: pd.DataFrame, column: str) -> dict[str, Row]:
    """Return the preferred rows with a figure, by what stands in ``column``."""
    return {str(row[column]): row for row in records(frame) if row["preferred"] is True and number_or_none(row["value"])}
