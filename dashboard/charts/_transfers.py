"""Transfers by decree: which figures of the record belong to one transfer, and what each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts._marks import number_or_none
from dashboard.selection import Months
from dashboard.words import Words

PLANNED, ESTIMATE = "planned", "estimate"
PLAN_OF = "_plan"
"""What the name of a transfer planned has behind the name of the transfer carried out."""
PURGES = Months("1936-08", "1938-12")

Row = Mapping[str, Any]


@dataclass
class Block:
    """One transfer: what was moved, what had been planned, and what other sources give.

    Attributes:
        moved: the preferred figure; None where only a plan is known.
        plan: the figure planned; None where none is known.
        rivals: other sources' figures for what was moved.
        top: where it begins, in lines of type from the top of the plot.
        at: the middle of its bar.
        name: its name in lines.
    """

    moved: Row | None
    plan: Row | None
    rivals: tuple[Row, ...]
    top: float = 0.0
    at: float = 0.0
    name: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """Return the row that names it."""
        row = self.moved or self.plan
        assert row is not None
        return row


def blocks_of(rows: Sequence[Row]) -> list[Block]:
    """Return the transfers, each with the figure that the record prefers, its rivals, and the plan for it."""
    plans = {row["transfer"].removesuffix(PLAN_OF): row for row in rows if row["figure_kind"] == PLANNED and row["preferred"]}
    blocks = [
        Block(row, plans.pop(row["transfer"], None), tuple(other for other in rows if _rivals(row, other)))
        for row in rows
        if row["figure_kind"] != PLANNED and row["preferred"]
    ]
    blocks += [Block(None, row, ()) for row in plans.values()]
    return sorted(blocks, key=lambda block: (block.row["period_start"], block.row["period_end"]))


def _rivals(row: Row, other: Row) -> bool:
    return row["transfer"] == other["transfer"] and not other["preferred"]


def ends(row: Row) -> tuple[int, int, int]:
    """Return the figure of a row, or the lower end of its range where it gives nothing else, and both ends."""
    value, low, high = (number_or_none(row[column]) for column in ("value", "value_low", "value_high"))
    known = value if value is not None else low if low is not None else high or 0
    return known, known if low is None else low, known if high is None else high


def known(row: Row) -> bool:
    """Whether a figure is recorded: a number, or an end of a range."""
    return any(pd.notna(row[column]) for column in ("value", "value_low", "value_high"))


def in_purges(row: Row) -> bool:
    end = row["period_start"] if pd.isna(row["period_end"]) else row["period_end"]
    return f"{row['period_start']:%Y-%m}" <= PURGES.last and f"{end:%Y-%m}" >= PURGES.first


def years_of(row: Row, words: Words) -> str:
    """Return the year or years of a transfer."""
    first = row["period_start"].year
    last = first if pd.isna(row["period_end"]) else row["period_end"].year
    return words("span.year", year=first) if first == last else words("span.years", first=first, last=last)
