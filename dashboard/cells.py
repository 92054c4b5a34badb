"""A cell of the record as a reader sees it: codes by their names, numbers grouped, dates in words, gaps as gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.schema import Field
from dashboard.words import Words


def cell_text(value: Any, field: Field, words: Words) -> str:
    """Return a cell in words; empty where nothing is recorded."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Period):
        return words.month(str(value))
    if isinstance(value, date):
        return words.day(value)
    if field.type == "boolean":
        return words("card.yes" if value else "card.no")
    if field.enum:
        return words.label(field.name, value)
    if field.type == "integer" and field.unit:
        return words.number(int(value))
    return str(value)


def date_text(row: Mapping[str, Any], column: str, words: Words) -> str:
    """Return a date of a row as exactly as it is known; a day at the edge of a month or year that stands for it gives that."""
    day: pd.Timestamp = row[column]
    precision = row.get(f"{column}_precision", row.get("precision", "day"))
    edge = day.is_year_start or day.is_year_end if precision == "year" else day.is_month_start or day.is_month_end
    if precision == "year" and edge:
        return str(day.year)
    return words.month(day) if precision == "month" and edge else words.day(day)


def cell_value(value: Any) -> str | int | float | bool | None:
    """Return a cell as JSON takes it: dates and months as ISO text, a gap as None."""
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    return float(value) if isinstance(value, float | np.floating) else str(value)
