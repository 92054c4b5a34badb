"""A cell of the record as a reader sees it: codes by their names, numbers grouped, dates in words, gaps as gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

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
