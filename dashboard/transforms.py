"""Frame to frame, each named by what it returns. Nothing here mixes figures that do not mix."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from dashboard.errors import MixError

Overlaps = Mapping[str, frozenset[str]]
"""For each population of definitions.csv, the populations that share people with it."""


def overlaps_of(definitions: pd.DataFrame) -> Overlaps:
    """Return which populations overlap, from the table of definitions (columns counts, overlaps)."""
    named = definitions["overlaps"].fillna("").str.split(";")
    return {code: frozenset(filter(None, others)) for code, others in zip(definitions["counts"], named, strict=True)}


def require_addable(frame: pd.DataFrame, overlaps: Overlaps) -> None:
    """Refuse to let these rows be added or stacked unless they mix.

    Columns: basis, counts. Rows mix when they share one basis and no two of their populations overlap.

    Raises:
        MixError: its text says which figures do not mix, and why.
    """
    bases = sorted(frame["basis"].dropna().astype(str).unique())
    if len(bases) > 1:
        message = (
            f"figures of different basis are never added: {', '.join(bases)}. "
            "Records, limits, name lists and estimates each measure something else."
        )
        raise MixError(message)
    for one, other in combinations(sorted(frame["counts"].dropna().unique()), 2):
        if other in overlaps.get(one, frozenset()):
            message = f"{one} and {other} count some of the same people, so adding them would count these people twice."
            raise MixError(message)


def total_of(frame: pd.DataFrame, overlaps: Overlaps) -> int | None:
    """Return the sum of the column value; a gap in any row makes the sum a gap (None), and so does an empty frame.

    Raises:
        MixError: the rows do not mix (see ``require_addable``).
    """
    require_addable(frame, overlaps)
    if frame.empty or frame["value"].isna().any():
        return None
    return int(frame["value"].sum())


def totals_by(frame: pd.DataFrame, column: str, overlaps: Overlaps) -> pd.Series:
    """Return the sum of value for each entry of ``column`` (index), nullable; a gap in a part makes that sum a gap.

    Raises:
        MixError: rows of one entry do not mix.
    """
    require_addable(frame, overlaps)
    by = frame["value"].groupby(frame[column])
    return by.sum().astype("Int64").mask(by.count() < by.size())
