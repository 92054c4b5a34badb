"""A cell as a reader sees it, and as machines take it."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.cells import cell_value, date_text
from dashboard.words import Words


@pytest.mark.parametrize(
    ("day", "precision", "text"),
    [
        ("1937-08-05", "day", "5 August 1937"),
        ("1937-08-01", "month", "August 1937"),
        ("1937-08-31", "month", "August 1937"),
        ("1937-08-05", "month", "5 August 1937"),  # the other end of the period is the one that is known less exactly
        ("1937-01-01", "year", "1937"),
        ("1937-12-31", "year", "1937"),
        ("1937-08-05", "year", "5 August 1937"),
        ("1937-08-01", None, "1 August 1937"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(words: Words, day: str, precision: str | None, text: str) -> None:
    assert date_text({"date": pd.Timestamp(day), "precision": precision}, "date", words) == text


def test_a_date_may_have_a_precision_of_its_own(words: Words) -> None:
    row = {"end": pd.Timestamp("1937-12-31"), "end_precision": "month", "start": pd.Timestamp("1937-01-01")}
    assert date_text(row, "end", words) == "December 1937"
    assert date_text(row, "start", words) == "1 January 1937"


def test_cells_for_machines_are_plain() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["1937-08-05", None]),
            "month": pd.PeriodIndex(["1937-08", None], freq="M"),
            "count": pd.array([11, None], dtype="Int64"),
            "share": pd.array([0.5, None], dtype="Float64"),
            "known": pd.array([True, None], dtype="boolean"),
            "text": ["x", None],
        }
    )
    first, second = ([cell_value(cell) for cell in row.values()] for row in frame.to_dict("records"))
    assert first == ["1937-08-05", "1937-08", 11, 0.5, True, "x"]
    assert [type(cell) for cell in first] == [str, str, int, float, bool, str]
    assert second == [None] * 6
