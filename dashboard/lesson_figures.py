"""A figure that a lesson names: rows of the record, their sum or date in words, and the sources that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.errors import MixError
from dashboard.rules import Condition
from dashboard.tables import Tables, records
from dashboard.transforms import disjoint_of, total_of
from dashboard.words import Words

VALUE, ROWS = "value", "rows"
_OVER_MANY_ROWS = (VALUE, ROWS)


class NoFigureError(ValueError):
    """What a lesson names is no figure of the record; the text says why."""


@dataclass(frozen=True)
class Figure:
    """A figure in words, and what it rests on.

    Attributes:
        text: the figure with its qualifier, the date, or the cell.
        sources: ids of the sources of its rows.
    """

    text: str
    sources: tuple[str, ...]


def figure_of(named: str, tables: Tables, words: Words) -> Figure:
    """Return the figure that ``table?conditions#field`` names.

    Conditions are written as in totals.csv. Without a field the figures of the rows are added, of rivals the preferred
    one, with the qualifier that they share; ``#rows`` counts the rows; any other field is a cell of the one row meant.

    Raises:
        NoFigureError: there is no such table, column or row, more than one row is meant, or the rows do not mix.
    """
    place, _, field = named.partition("#")
    table, _, where = place.partition("?")
    rows = _rows(table, where, tables)
    if field and field != ROWS and field not in rows:
        message = f"the table {table} has no column {field}"
        raise NoFigureError(message)
    if field not in ("", *_OVER_MANY_ROWS) and len(rows) != 1:
        message = f"{len(rows)} rows are meant, but a cell is of one row"
        raise NoFigureError(message)
    sources = tuple(dict.fromkeys(rows["source_id"].dropna().astype(str))) if "source_id" in rows else ()
    return Figure(_text(rows, field or VALUE, tables, words), sources)


def _rows(table: str, where: str, tables: Tables) -> pd.DataFrame:
    if table not in tables:
        message = f"there is no table {table or 'named'}"
        raise NoFigureError(message)
    frame = tables[table]
    try:
        condition = Condition(where)
    except ValueError as error:
        raise NoFigureError(str(error)) from error
    strangers = [column for column in condition.columns if column not in frame]
    if strangers:
        message = f"the table {table} has no column {strangers[0]}"
        raise NoFigureError(message)
    rows = frame
    if condition.columns:
        text = frame[list(condition.columns)].astype(str).replace({"True": "true", "False": "false"})  # as the files write them
        try:
            meant = [condition.meets(row) for row in records(text)]
        except ValueError as error:  # a number of too many digits
            raise NoFigureError(str(error)) from error
        rows = frame[pd.Series(meant, index=frame.index, dtype=bool)]
    if "preferred" in rows and "preferred" not in condition.columns:
        rows = rows[rows["preferred"].fillna(False).astype(bool)]
    if rows.empty:
        message = "no row of the record is meant"
        raise NoFigureError(message)
    return rows


def _text(rows: pd.DataFrame, field: str, tables: Tables, words: Words) -> str:
    if field == ROWS:
        return words.number(len(rows))
    if field == VALUE:
        return _added(rows, tables, words)
    row = records(rows)[0]
    cell = row[field]
    if pd.isna(cell):
        message = f"the field {field} of that row is empty"
        raise NoFigureError(message)
    if isinstance(cell, pd.Timestamp):
        exact = row.get(f"{field}_precision", row.get("precision", "day")) == "day"
        return words.day(cell.date()) if exact else words.month(cell.date())
    return str(cell)


def _added(rows: pd.DataFrame, tables: Tables, words: Words) -> str:
    if "value" not in rows:
        message = "these rows carry no figure"
        raise NoFigureError(message)
    if len(rows) == 1:
        row = records(rows)[0]
        value, low, high = (_whole(row.get(name)) for name in ("value", "value_low", "value_high"))
        return words.figure(value, low, high, str(row["qualifier"]))
    try:
        total = total_of(rows, disjoint_of(tables["definitions"]))
    except MixError as error:
        raise NoFigureError(str(error)) from error
    if total is None:
        message = "one of these rows has no figure, so their sum is not known"
        raise NoFigureError(message)
    qualifiers = rows["qualifier"].astype(str).unique()
    return words.figure(total, None, None, qualifiers[0] if len(qualifiers) == 1 else "about")


def _whole(cell: Any) -> int | None:
    return None if cell is None or pd.isna(cell) else int(cell)


def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """Return a lesson's text with its figures put in."""
    return text.format_map({name: figure.text for name, figure in figures.items()})


def resting_on(names: Iterable[str], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return the sources of these figures, each once."""
    return tuple(dict.fromkeys(source for name in names for source in figures[name].sources))
