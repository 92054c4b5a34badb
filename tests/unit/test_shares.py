"""Rows by certainty."""

from __future__ import annotations

import pandas as pd

from dashboard.shares import Share, share_of, shares, together
from dashboard.tables import Tables


def test_rows_are_counted_by_certainty_and_nothing_else_counts() -> None:
    found = share_of("x", pd.Series(["confirmed", "reported", "confirmed", "computed", None]))
    assert found == Share("x", 2, 1, 1)
    assert (found.rows, found.known) == (4, 0.75)


def test_no_rows_have_no_share() -> None:
    assert share_of("x", pd.Series([], dtype="object")) == Share("x", 0, 0, 0)
    assert Share("x", 0, 0, 0).known == 0.0


def test_parts_are_taken_together() -> None:
    assert together("all", (Share("a", 1, 2, 3), Share("b", 10, 20, 30))) == Share("all", 11, 22, 33)


def test_each_table_with_a_certainty_and_a_row_is_counted(tables: Tables) -> None:
    found = {share.name: share for share in shares(tables)}
    assert list(found) == ["annual_repression", "mass_operation_progress", "estimates", "phases", "events", "totals"]
    assert found["annual_repression"] == Share("annual_repression", 9, 0, 2)


def test_every_row_of_the_record_is_counted(record: Tables) -> None:
    for share in shares(record):
        assert share.rows == len(record[share.name])
