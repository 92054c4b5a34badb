"""Frame to frame, each named by what it returns. Nothing here mixes figures that do not mix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from dashboard.errors import MixError

Disjoint = Mapping[str, frozenset[str]]
"""For each population of definitions.csv, the populations that share nobody with it; any other is taken to overlap."""


def disjoint_of(definitions: pd.DataFrame) -> Disjoint:
    """Return which populations share nobody, from the table of definitions (columns counts, disjoint_from)."""
    named = definitions["disjoint_from"].fillna("").str.split(";")
    return {code: frozenset(filter(None, others)) for code, others in zip(definitions["counts"], named, strict=True)}


def _require_one_basis(bases: Iterable[Any]) -> None:
    named = sorted({str(basis) for basis in bases if not pd.isna(basis)})
    if len(named) > 1:
        message = (
            f"figures of different basis are never added: {', '.join(named)}. "
            "Records, limits, name lists and estimates each measure something else."
        )
        raise MixError(message)


def require_addable(frame: pd.DataFrame, disjoint: Disjoint) -> None:
    """Refuse to let these rows be added or stacked unless they mix.

    Columns: basis, counts. Rows mix when they share one basis and their populations are declared to share nobody.

    Raises:
        MixError: its text says which figures do not mix, and why.
    """
    _require_one_basis(frame["basis"].unique())
    _require_disjoint(frame["counts"].unique(), disjoint)


def _require_disjoint(populations: Iterable[Any], disjoint: Disjoint) -> None:
    overlap = _overlap(populations, disjoint)
    if overlap:
        one, other = overlap
        message = f"{one} and {other} may count some of the same people, so adding them could count these people twice."
        raise MixError(message)


def _overlap(populations: Iterable[Any], disjoint: Disjoint) -> tuple[str, str] | None:
    """Return the first two populations that are not declared to share nobody."""
    pairs = combinations(sorted({str(one) for one in populations if not pd.isna(one)}), 2)
    return next(((one, other) for one, other in pairs if other not in disjoint.get(one, frozenset())), None)


def total_of(frame: pd.DataFrame, disjoint: Disjoint) -> int | None:
    """Return the sum of the column value; a gap in any row makes the sum a gap (None), and so does an empty frame.

    Raises:
        MixError: the rows do not mix (see ``require_addable``).
    """
    require_addable(frame, disjoint)
    if frame.empty or frame["value"].isna().any():
        return None
    return int(frame["value"].sum())


def sum_of(rows: Sequence[Mapping[str, Any]], disjoint: Disjoint) -> int | None:
    """Return the sum of a few rows (see ``tables.records``) as ``total_of`` does of a frame.

    Raises:
        MixError: the rows do not mix (see ``require_addable``).
    """
    _require_one_basis(row["basis"] for row in rows)
    _require_disjoint((row["counts"] for row in rows), disjoint)
    values = [row["value"] for row in rows]
    return None if not values or any(pd.isna(value) for value in values) else sum(int(value) for value in values)


def totals_by(frame: pd.DataFrame, column: str, disjoint: Disjoint) -> pd.Series:
    """Return the sum of value for each entry of ``column`` (index), nullable; a gap in a part makes that sum a gap.

    Raises:
        MixError: the rows differ in basis, or those of one entry count overlapping populations.
    """
    _require_one_basis(frame["basis"].unique())
    if _overlap(frame["counts"].unique(), disjoint):  # if nothing overlaps in the whole, nothing does in an entry
        for _, rows in frame.groupby(column, observed=True):
            require_addable(rows, disjoint)
    by = frame["value"].groupby(frame[column])
    return by.sum().astype("Int64").mask(by.count() < by.size())
