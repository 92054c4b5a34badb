"""trace(mark, ...) -> where one mark of a chart comes from: its figure, what it counts, its source, its rivals, its disputes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from dashboard.cells import cell_text
from dashboard.filters import FIGURES, FILTERS
from dashboard.rules import Condition
from dashboard.schema import Table
from dashboard.sources import cited_all, named
from dashboard.tables import MARK, Tables, records
from dashboard.words import Words

Row = Mapping[str, Any]

# Columns that the panel words in places of their own; every other column of a row is told as a fact.
_CODE = re.compile(r"^[a-z0-9]+(?:_[a-z0-9]+)+$")  # the key of a row that has no name of its own
_WORDED = frozenset(
    {
        "value", "value_low", "value_high", "qualifier", "basis", "counts", "source_id", "also_source_id", "locator", "certainty",
        "check_url", "preferred", "note", "title", "name", "claim", "description", "record", "precision", MARK,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Rival:
    """One source's figure for the same quantity; ``low`` and ``high`` are its bounds where it gives a range."""

    mark: str
    figure: str
    value: int | None
    low: int | None
    high: int | None
    source: str
    basis: str
    reported: bool
    preferred: bool


@dataclass(frozen=True)
class Dispute:
    """A contradiction that touches a row: who says what, and how it is ruled."""

    subject: str
    statements: tuple[str, ...]
    ruling: str
    status: str


@dataclass(frozen=True)
class Choice:
    """A value of the row that can be chosen for a filter."""

    key: str
    value: str
    label: str


@dataclass(frozen=True)
class Provenance:
    """Everything that is known of one row, in words; an empty text means that the row has nothing to say there."""

    mark: str
    table: str
    heading: str
    figure: str
    description: str
    facts: tuple[tuple[str, str], ...]
    counted: str
    includes: str
    leaves_out: str
    basis: str
    certainty: str
    source: str
    locator: str
    address: str
    note: str
    rivals: tuple[Rival, ...]
    corrections: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    choices: tuple[Choice, ...]
    citation: str
    link: str


def trace(mark: str, tables: Tables, words: Words) -> Provenance | None:
    """Return the provenance of the row that ``mark`` names; None where the record has no such row."""
    row = tables.row(mark)
    if row is None:
        return None
    name, _, key = mark.partition("/")
    table = tables.package.tables[name]
    population = tables.row(f"definitions/{row.get('counts')}") or {}
    source = "; ".join(cited_all(tables["sources"], [_text(row.get(column)) for column in ("source_id", "also_source_id")]))
    link = f"/data?table={name}&row={quote(key, safe=',.:~-_')}"
    heading = _heading(row, table, tables, words)
    locator = _text(row.get("locator"))
    return Provenance(
        mark=mark,
        table=table.title,
        heading=heading,
        figure=_figure(row, table, words),
        description=_text(row.get("description")) or ": ".join(filter(None, (_label("verdict", row, words), _text(row.get("record"))))),
        facts=tuple(_facts(row, table, tables, words)),
        counted=_text(population.get("counted")),
        includes=_text(population.get("includes")),
        leaves_out=_text(population.get("leaves_out")),
        basis=_label("basis", row, words),
        certainty=_label("certainty", row, words),
        source=source,
        locator=locator,
        address=_text(row.get("check_url")),
        note=_text(row.get("note")),
        rivals=tuple(_rivals(row, table, tables, words)),
        corrections=tuple(_corrections(row, name, tables, words)),
        disputes=tuple(_disputes(row, name, tables)),
        choices=tuple(_choices(row, tables, words)),
        citation=words("provenance.citation", heading=heading, source=source, locator=locator, version=tables.version, link=link),
        link=link,
    )


def speaking(mark: str, tables: Tables) -> tuple[str, ...]:
    """Return the marks of the rows from which a row speaks: those that its table and key name; nothing for other rows."""
    row = tables.row(mark) or {}
    name, key = _text(row.get("table")), _text(row.get("key"))
    if not name or not key:
        return ()
    condition = Condition(key)
    return tuple(other[MARK] for other in records(tables[name]) if condition.meets(as_text(other)))


def as_text(row: Row) -> dict[str, str]:
    """Return a row as its cells stand in the file, for the conditions of totals, corrections and discrepancies."""
    return {column: _cell(value) for column, value in row.items()}


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _number(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _label(field: str, row: Row, words: Words) -> str:
    value = _text(row.get(field))
    return words.label(field, value) if value else ""


def _shown(row: Row, column: str, table: Table, tables: Tables, words: Words) -> str:
    """Return a cell in words; a territory or phase by its name."""
    value = _text(row.get(column))
    known = next((known for known in FILTERS if known.listed and column in known.fields), None)
    if known and value:
        return known.label(value, tables, words)
    return cell_text(row.get(column), table.fields[column], words)


def _heading(row: Row, table: Table, tables: Tables, words: Words) -> str:
    """Return what the row is about: its own title, name or claim, otherwise the cells that name its quantity."""
    own = _text(row.get("title")) or _text(row.get("name")) or _text(row.get("claim")).rstrip(".")
    if own:
        return own
    columns = [column for column in table.called or table.quantity or table.primary_key if column != "source_id"]
    shown = filter(None, (_shown(row, column, table, tables, words) for column in columns))
    return " · ".join(_CODE.sub(lambda code: code[0].replace("_", " ").capitalize(), text) for text in shown)


def _figure(row: Row, table: Table, words: Words) -> str:
    """Return the figure with qualifier and unit, for example "about 767,000 people"; empty for a row that holds none."""
    if "value" not in table.fields:
        return ""
    low, high = _number(row.get("value_low")), _number(row.get("value_high"))
    figure = words.figure(_number(row.get("value")), low, high, _text(row.get("qualifier")) or "exact")
    unit = table.fields["value"].unit
    return f"{figure} {words(f'units.{unit}')}" if unit else figure


def _facts(row: Row, table: Table, tables: Tables, words: Words) -> Iterator[tuple[str, str]]:
    for column, field in table.fields.items():
        text = "" if column in _WORDED else _shown(row, column, table, tables, words)
        if text:
            yield field.title, text


def _rivals(row: Row, table: Table, tables: Tables, words: Words) -> Iterator[Rival]:
    """Yield every row of the same quantity, this one among them; nothing where the row stands alone."""
    if not table.quantity:
        return
    frame = tables[table.name]
    same = pd.Series(True, index=frame.index)
    for column in table.quantity:
        cell = row[column]
        same &= frame[column].isna() if pd.isna(cell) else (frame[column] == cell).fillna(False).astype(bool)
    if int(same.sum()) < 2:
        return
    for rival in records(frame[same]):
        low, high = _number(rival["value_low"]), _number(rival["value_high"])
        yield Rival(
            mark=rival[MARK],
            figure=words.figure(_number(rival["value"]), low, high, _text(rival["qualifier"])),
            value=_number(rival["value"]),
            low=low,
            high=high,
            source=named(tables["sources"], rival["source_id"]),
            basis=words.label("basis", rival["basis"]),
            reported=rival["certainty"] == "reported",
            preferred=bool(rival["preferred"]) if pd.notna(rival["preferred"]) else False,
        )


def _touching(row: Row, name: str, register: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the entries of a register (columns table, key) whose key meets the row, or which the row itself names."""
    cells, own = as_text(row), _text(row.get("discrepancy_id"))
    for entry in records(register[register["table"] == name]):
        key = _text(entry["key"])
        if key and Condition(key).meets(cells):
            yield entry
    if own and "discrepancy_id" in register:
        yield from records(register[register["discrepancy_id"] == own])


def _corrections(row: Row, name: str, tables: Tables, words: Words) -> Iterator[str]:
    for entry in _touching(row, name, tables["corrections"]):
        yield words("provenance.correction", printed=entry["printed"], used=entry["used"], reason=entry["reason"])


def _disputes(row: Row, name: str, tables: Tables) -> Iterator[Dispute]:
    for entry in _touching(row, name, tables["discrepancies"]):
        statements = (_statement(entry, "first", tables), _statement(entry, "second", tables))
        yield Dispute(_text(entry["subject"]), tuple(filter(None, statements)), _text(entry["ruling"]), _text(entry["status"]))


def _statement(entry: Row, which: str, tables: Tables) -> str:
    said, source = _text(entry[f"{which}_statement"]), _text(entry[f"{which}_source_id"])
    return f"{said} ({named(tables['sources'], source)})" if said and source else said


def _choices(row: Row, tables: Tables, words: Words) -> Iterator[Choice]:
    """Yield what of the row can be chosen for a filter, and its source where it is a rival that can be shown instead."""
    for known in FILTERS:
        for column in known.fields:
            value = _text(row.get(column))
            if value:
                yield Choice(known.param.key, value, known.label(value, tables, words))
    source = _text(row.get("source_id"))
    if source and "preferred" in row and row["preferred"] is False:
        yield Choice(FIGURES.param.key, source, FIGURES.label(source, tables, words))
