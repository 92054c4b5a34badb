"""The section of /data: every table to choose from, or one table with its grid, its columns explained and one row in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.cells import cell_text, date_text
from dashboard.downloads import PACKAGE, how_to_cite, type_in_words
from dashboard.filters import ROW, TABLE, THEME
from dashboard.layout import aria, ids
from dashboard.layout.grid import ALL_SHOWN, empty_columns, grid, name_of
from dashboard.layout.links import to_table
from dashboard.provenance import Provenance, trace
from dashboard.schema import Field, Table
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

_PATH = "/data"
_FORMS = ("csv", "xlsx", "json")


def record(studio: Studio, selection: Selection) -> Component:
    """Return the list of tables, or the table chosen."""
    words = studio.words(selection)
    if TABLE not in selection:
        return _overview(studio.tables, selection, words)
    return _chosen(selection[TABLE], studio, selection, words)


def _address(selection: Selection, table: str, row: str = "") -> str:
    query = selection.choose(TABLE, table).choose(ROW, row).to_query()
    return f"{_PATH}?{query}" if query else _PATH


def _table_link(text: str, name: str, selection: Selection) -> Component:
    return dcc.Link(text, href=_address(selection, name), id=ids.link(_PATH, TABLE.key, name))


def _size(name: str, tables: Tables, words: Words) -> str:
    table = tables.package.tables[name]
    rows = words("record.rows", count=len(tables[name]))
    return words("record.size", rows=rows, columns=words("record.columns", count=len(table.fields)))


def _whole(words: Words) -> Component:
    return html.A(words("record.take_all"), href=f"{_PATH}/{PACKAGE}.zip", download=f"{PACKAGE}.zip")


def _overview(tables: Tables, selection: Selection, words: Words) -> Component:
    """Return every table with its description, its size and its caveats."""
    entries = [
        html.Li(
            [
                html.Div(
                    [html.H3(_table_link(table.title, name, selection)), html.P(_size(name, tables, words), className="size")],
                    className="entry-head",
                ),
                html.Div([html.P(table.description), *_caveats(table, words)]),
            ]
        )
        for name, table in tables.package.tables.items()
    ]
    return html.Section(
        [
            html.Div(
                [html.H2(words("record.tables", count=len(entries))), html.P(_whole(words), className="links")], className="heading-row"
            ),
            html.Ul(entries, className="entries"),
            html.H2(words("record.cite_heading")),
            html.P(how_to_cite(tables, words), className="cite"),
        ],
        className="record",
    )


def _caveats(table: Table, words: Words) -> list[Component]:
    if not table.caveats:
        return []
    items = [html.Li(words(f"caveats.{code}")) for code in table.caveats]
    summary = html.Summary(words("record.caveats", count=len(items)))
    return [html.Details([summary, html.Ul(items)], className="caveats")]


def _chosen(name: str, studio: Studio, selection: Selection, words: Words) -> Component:
    """Return one table: what it is, its grid, the row chosen, its columns explained; beside it the way to the others."""
    tables = studio.tables
    table, count = tables.package.tables[name], len(tables[name])
    left_out = [table.fields[column].title for column in empty_columns(table, tables[name])]
    downloads = [html.A(form.upper(), href=_file(name, form), download=f"{name}.{form}") for form in _FORMS]
    main = [
        html.H2(table.title, id="table-heading"),
        html.P([html.Code(name), " · ", _size(name, tables, words)], className="size"),
        html.P(table.description, className="about"),
        *_bear_in_mind(table, words),
        html.Div(
            [
                html.Div(
                    [
                        html.Label(words("record.search"), htmlFor=ids.SEARCH),
                        dcc.Input(id=ids.SEARCH, type="search", className="search"),
                        html.Span(
                            words("record.shown", shown=words.number(count), total=words.number(count)),
                            id=ids.COUNT,
                            className="count",
                            role="status",
                        ),
                    ],
                    className="searching",
                ),
                html.P([html.Span(words("record.take_table")), *downloads, _whole(words)], className="links"),
            ],
            className="tools",
            id="table-tools",
        ),
        html.Div(
            grid(name, selection[ROW], tables, THEMES[selection[THEME]], words),
            role="region",
            className="grid-frame whole" if count <= ALL_SHOWN else "grid-frame",
            **aria(label=words("record.grid", title=table.title)),
        ),
        html.P(words("record.help"), className="help"),
        *([html.P(words("record.empty_columns", count=len(left_out), names=left_out), className="help")] if left_out else []),
        dcc.Input(type="hidden", id=ids.control(ROW.key), value=selection[ROW]),
        html.Section(row_in_full(studio, selection), id=ids.row(name), className="row-in-full"),
        *_dictionary(table, tables, selection, words),
    ]
    return html.Div(
        [_others(name, tables, selection, words), html.Section(main, className="table", **aria(labelledby="table-heading"))],
        className="record beside",
    )


def _file(name: str, form: str) -> str:
    return f"{_PATH}/{name}.{form}" + ("?bom=1" if form == "csv" else "")


def _bear_in_mind(table: Table, words: Words) -> list[Component]:
    if not table.caveats:
        return []
    items = [html.Li(words(f"caveats.{code}")) for code in table.caveats]
    return [html.Div([html.H3(words("record.caveats_heading")), html.Ul(items)], className="bear")]


def _others(name: str, tables: Tables, selection: Selection, words: Words) -> Component:
    """Return the way back to the list of tables and, where there is room for it beside the table, to each other one."""
    items = [
        html.Li(html.Span(_table_link(table.title, other, selection), className="here" if other == name else "", **_current(other == name)))
        for other, table in tables.package.tables.items()
    ]
    return html.Nav(
        [html.P(_table_link(words("record.all_tables"), "", selection)), html.Ul(items)],
        className="others-nav",
        **aria(label=words("record.all_tables")),
    )


def _current(here: bool) -> dict[str, Any]:
    return aria(current="page") if here else {}


# the row in full


def row_in_full(studio: Studio, selection: Selection) -> list[Component]:
    """Return every field of the row chosen, with whatever else the record knows of it; a hint where no row is chosen."""
    words = studio.words(selection)
    name = selection[TABLE]
    mark = f"{name}/{selection[ROW]}"
    found, row = trace(mark, studio.tables, words), studio.tables.row(mark)
    if ROW not in selection or found is None or row is None:
        return [html.P(words("record.row_none"), className="help", role="status")]
    table = studio.tables.package.tables[name]
    entries = [part for field in table.fields.values() for part in _entry(field, row, table, found, studio.tables, selection, words)]
    return [
        html.P(words("record.row_chosen"), className="unseen", role="status"),
        html.Div(
            [
                html.H3([html.Span(words("record.row"), className="kicker"), found.heading], id="row-heading"),
                html.P(
                    [
                        html.A(words("record.row_link"), href=_address(selection, name, selection[ROW])),
                        html.Button(words("record.row_close"), id=ids.CLOSE_ROW, className="plain", type="button"),
                    ],
                    className="links",
                ),
            ],
            className="heading-row",
        ),
        html.Dl(entries, className="fields"),
        *_beside(found, words),
        html.P(found.citation, className="cite"),
    ]


def _entry(
    field: Field, row: Mapping[str, Any], table: Table, found: Provenance, tables: Tables, selection: Selection, words: Words
) -> list[Component]:
    """Return a field's title and what it holds: a key with what it stands for, a gap as a gap."""
    value = row[field.name]
    term = html.Dt(field.title, title=field.description)
    if pd.isna(value):
        return [term, html.Dd(words("record.missing"), className="gap")]
    text = date_text(row, field.name, words) if field.type == "date" else cell_text(value, field, words)
    if field.name.endswith("url"):
        return [term, html.Dd(html.A(text, href=text, rel="noopener noreferrer", target="_blank"))]
    other = table.references.get(field.name)
    if other:
        short, full = name_of(other, tables.row(f"{other}/{value}") or {}, words) or (text, text)
        more = {"includes": found.includes, "leaves_out": found.leaves_out} if other == "definitions" else {}
        link = dcc.Link(short if more else full, href=_address(selection, other, str(value)))
        return [term, html.Dd([link, *(html.P(f"{words(f'provenance.{part}')}: {text}") for part, text in more.items() if text)])]
    return [term, html.Dd(text)]


def _beside(found: Provenance, words: Words) -> Iterator[Component]:
    """Yield what the record says of a row elsewhere: the figures of other sources, corrections, disputes."""
    if found.rivals:
        yield html.H4(words("record.rivals_heading"))
        yield html.Ul(
            [
                html.Li(
                    words(
                        "provenance.rival_reported" if rival.reported else "provenance.rival",
                        source=rival.source,
                        figure=rival.figure,
                        basis=rival.basis,
                    )
                    + (f" · {words('record.default')}" if rival.preferred else "")
                )
                for rival in found.rivals
            ]
        )
    if found.corrections:
        yield html.H4(words("record.corrections_heading"))
        yield html.Ul([html.Li(text) for text in found.corrections])
    for dispute in found.disputes:
        yield html.H4(f"{words('record.disputes_heading')}: {dispute.subject}")
        yield html.Ul([html.Li(text) for text in dispute.statements])
        yield html.P(words("record.dispute_ruling", ruling=dispute.ruling))


# the columns explained


def _dictionary(table: Table, tables: Tables, selection: Selection, words: Words) -> list[Component]:
    head = html.Tr([html.Th(words(f"record.{part}"), scope="col") for part in ("title", "name", "type", "description")])
    rows = [
        html.Tr(
            [
                html.Th(field.title, scope="row"),
                html.Td(html.Code(field.name)),
                html.Td(_kind(field, table, tables, selection, words)),
                html.Td([html.P(field.description), *_codes(field, words)]),
            ]
        )
        for field in table.fields.values()
    ]
    caption = html.Caption(words("record.dictionary_of", title=table.title), className="unseen")
    grid_ = html.Table([caption, html.Thead(head), html.Tbody(rows)])
    return [
        html.H2(words("record.dictionary"), id="columns"),
        html.Div(grid_, className="dictionary", tabIndex=0, role="region", **aria(labelledby="columns")),
    ]


def _kind(field: Field, table: Table, tables: Tables, selection: Selection, words: Words) -> list[Any]:
    parts: list[Any] = [type_in_words(field, words)]
    if field.unit:
        parts.append(f", {words(f'units.{field.unit}') if f'units.{field.unit}' in words else field.unit}")
    if field.name in table.primary_key:
        parts += [html.Br(), words("record.key")]
    other = table.references.get(field.name)
    if other and other != table.name:
        parts += [html.Br(), to_table(other, tables.package.tables[other].title, selection)]
    return parts


def _codes(field: Field, words: Words) -> list[Component]:
    if not field.enum:
        return []
    pairs = [part for code in field.enum for part in (html.Dt(html.Code(code)), html.Dd(words.label(field.name, code)))]
    return [html.Details([html.Summary(words("record.codes", count=len(field.enum))), html.Dl(pairs, className="codes")])]
