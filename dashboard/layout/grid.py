"""A table of the record as a grid to sort, filter and search: AG Grid, whose script is fetched on the page that needs it only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dash_ag_grid
import pandas as pd
from dash.fingerprint import build_fingerprint

from dashboard.cells import cell_text, cell_value, date_text
from dashboard.layout import ids
from dashboard.schema import Field, Table
from dashboard.sources import cited, in_short
from dashboard.tables import MARK, Tables, records
from dashboard.theme import Theme
from dashboard.words import Words

_SCRIPT = "dash_ag_grid.min.js"
for _resource in dash_ag_grid._js_dist:  # every page would fetch over a megabyte that one page needs
    if _resource["relative_package_path"] == _SCRIPT:
        _resource["async"] = "lazy"

ROW = "row"
"""The key of a grid row that holds its name: the cells of its primary key."""

_CHARACTER = 6.9  # pixels that a character of the grid takes on average
_PADDING = 30
_NARROWEST, _WIDEST = 96, 330  # pixels
ALL_SHOWN = 12  # rows up to which the grid is as high as its rows


def scripts() -> list[str]:
    """Return the addresses of what must be fetched before a grid can be drawn."""
    folder = Path(dash_ag_grid.__file__).parent
    file = build_fingerprint(_SCRIPT, dash_ag_grid.__version__, int((folder / _SCRIPT).stat().st_mtime))
    return [f"/_dash-component-suites/dash_ag_grid/{file}"]


def grid(name: str, row: str, tables: Tables, theme: Theme, words: Words) -> dash_ag_grid.AgGrid:
    """Return a table as a grid in which ``row`` (empty: none) is chosen and in view."""
    table, frame = tables.package.tables[name], tables[name]
    empty = empty_columns(table, frame)
    fields = [field for field in table.fields.values() if field.name not in empty]
    referred = {column: _names(other, frame[column].dropna(), tables, words) for column, other in table.references.items()}
    names = {column: known for column, known in referred.items() if known}
    rows = [
        {ROW: cells[MARK].removeprefix(f"{name}/"), **dict(entry for field in fields for entry in _shown(cells, field, words))}
        for cells in records(frame)
    ]
    scale = theme.base_size / 16
    options: dict[str, Any] = {
        "theme": {"function": "purgesTheme(themeQuartz)"},
        "context": {
            "locale": str(words.locale).replace("_", "-"),
            "names": names,
            "count": words("record.shown", shown="{shown}", total="{total}"),
        },
        "localeText": {key.removeprefix("grid."): words(key) for key in words.texts if key.startswith("grid.")},
        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        "ensureDomOrder": True,  # a screen reader reads rows and columns in order, and finds every column of a row
        "suppressColumnVirtualisation": True,
        "enableCellTextSelection": True,
        "animateRows": False,
        "tabToNextCell": {"function": "leave(params)"},
        "tabToNextHeader": {"function": "leave(params)"},
        "tooltipShowDelay": 500,
        "popupParent": {"function": "page()"},
    }
    if len(rows) <= ALL_SHOWN:
        options["domLayout"] = "autoHeight"
    return dash_ag_grid.AgGrid(
        id=ids.grid(name),
        className="grid",
        columnDefs=[_column(field, rows, field.name in names, scale) for field in fields],
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "suppressHeaderMenuButton": True,
            "getQuickFilterText": {"function": "searched(params)"},
            "tooltipValueGetter": {"function": "whole(params)"},
            "filterParams": {"buttons": ["reset"], "maxNumConditions": 1, "minValidYear": 1700},
        },
        dashGridOptions=options,
        eventListeners={"modelUpdated": ["count(params)"]},
        getRowId=f"params.data.{ROW}",
        rowData=rows,
        selectedRows={"ids": [row]} if row else [],
        scrollTo={"rowId": row, "rowPosition": "middle"} if row else None,
        style={"height": "100%", "width": "100%"},
        persistence=False,
    )


def empty_columns(table: Table, frame: pd.DataFrame) -> list[str]:
    """Return the columns in which no row has an entry."""
    return [column for column in table.fields if len(frame) and frame[column].isna().all()]


def _shown(row: Mapping[str, Any], field: Field, words: Words) -> Iterator[tuple[str, Any]]:
    """Yield a cell as the grid holds it: figures and dates as they are, codes by their names; nothing for a gap.

    A date of which only the month or the year is known stands a second time, in words.
    """
    value = row[field.name]
    if pd.isna(value):
        return
    yield field.name, cell_text(value, field, words) if field.enum or field.type == "boolean" else cell_value(value)
    if field.type == "date" and (text := date_text(row, field.name, words)) != words.day(value):
        yield f"{field.name}~", text


def _names(table: str, keys: Iterable[Any], tables: Tables, words: Words) -> Mapping[str, list[str]]:
    """Return, for keys of a table, what a reader calls each: in short, and in full where that says more; empty if by their keys."""
    (key,) = tables.package.tables[table].primary_key
    wanted = set(keys)
    return {row[key]: list(names) for row in records(tables[table]) if row[key] in wanted and (names := name_of(table, row, words))}


def name_of(table: str, row: Mapping[str, Any], words: Words) -> tuple[str, str] | None:
    """Return what a reader calls a row of a table, in short and in full; None where only its key names it."""
    if table == "sources":
        return in_short(row), cited(row)
    if table == "definitions":
        parts = [words(f"provenance.{part}") + ": " + row[part] for part in ("includes", "leaves_out") if pd.notna(row[part])]
        return row["counted"], " ".join([row["counted"], *parts])
    name = next((row[column] for column in ("name", "title", "subject") if pd.notna(row.get(column))), None)
    return (name, name) if name else None


def _column(field: Field, rows: list[dict[str, Any]], refers: bool, scale: float) -> dict[str, Any]:
    return {
        "field": field.name,
        "headerName": field.title,
        "headerTooltip": field.description,
        "width": round(_width(field, rows, refers) * scale),
        **dict(_behaviour(field, refers)),
    }


def _behaviour(field: Field, refers: bool) -> Iterator[tuple[str, Any]]:
    """Yield how the grid sorts, filters and writes a column, by its type."""
    if refers:
        yield from {"cellDataType": "text", "filter": "agTextColumnFilter", "valueGetter": {"function": "nameOf(params)"}}.items()
    elif field.type in ("integer", "number"):
        yield from {"cellDataType": "number", "type": "rightAligned", "filter": "agNumberColumnFilter"}.items()
        if field.unit and field.type == "integer":
            yield "valueFormatter", {"function": "grouped(params)"}
    elif field.type == "date":
        yield from {"cellDataType": "dateString", "filter": "agDateColumnFilter", "valueFormatter": {"function": "day(params)"}}.items()
    elif field.type == "yearmonth":
        yield from {"cellDataType": "text", "filter": "agTextColumnFilter", "valueFormatter": {"function": "month(params)"}}.items()
        yield "filterValueGetter", {"function": "monthSearched(params)"}
    else:
        yield from {"cellDataType": "text", "filter": "agTextColumnFilter"}.items()
        if field.name.endswith("url"):
            yield "cellRenderer", "Address"


def _width(field: Field, rows: list[dict[str, Any]], refers: bool) -> float:
    """Return a width that shows nine of ten cells whole, within bounds."""
    if refers:
        length = 26
    elif field.type in ("date", "yearmonth"):
        length = 17  # 30 September 1937
    elif field.name.endswith("url"):
        length = 18
    else:
        lengths = sorted(len(str(row[field.name])) for row in rows if field.name in row)
        length = lengths[len(lengths) * 9 // 10] if lengths else 0
    heading = max((len(word) for word in field.title.split()), default=0) + 5  # room for the signs of sorting and filtering
    return min(max(length * _CHARACTER + _PADDING, heading * _CHARACTER + _PADDING, _NARROWEST), _WIDEST)
