"""The pages as plain documents: the same components written as HTML, with every chart's words and its table, and no control.

Without JavaScript they have no picture; as files that need no server, each holds its figures. Print takes its tables from here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.embeds import DRAWING_SCRIPT, held_figure
from dashboard.filters import WITH
from dashboard.layout import aria, data
from dashboard.layout.card import body, twin
from dashboard.layout.compare import SIDES
from dashboard.layout.grid import ROW
from dashboard.layout.page import page
from dashboard.pages import Page, page_at
from dashboard.render import Picture
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tabulated import fields_of

WIDTH = 840  # pixels that print draws for, so that both share their pictures
_NEED_SCRIPT = frozenset({"filters", "searching", "help", "reading-aids"})
"""Classes of what does nothing without JavaScript."""

_NEED_SERVER = _NEED_SCRIPT | {"looks"}
"""Classes of what does nothing without a server."""

_DIALOG = "#export="  # addresses that only JavaScript follows

_VOID = frozenset({"br", "hr", "img"})
_RENAMED = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "tabIndex": "tabindex"}
_KEPT = frozenset({"href", "id", "lang", "scope", "role", "rel", "target", "download", "title", "open", "hidden", "type"})


def plain_page(studio: Studio, path: str, search: str, styles: str) -> str:
    """Return the page without JavaScript at an address; ``styles`` are the elements that its head takes besides its title."""
    selection, _ = studio.parse(search, page_at(path))
    return _document(studio, path, search, styles, studio.words(selection)("plain.note"), "no-script")


def drawn_page(studio: Studio, path: str, search: str, head: str, note: Any) -> str:
    """Return the page at an address as a document that holds its figures and draws them; ``note`` is what it says of itself."""
    return _document(studio, path, search, head, note, "no-script drawn", f"<script>{DRAWING_SCRIPT}</script>")


def _document(studio: Studio, path: str, search: str, head: str, note: Any, kind: str, scripts: str = "") -> str:
    at = page_at(path)
    selection, problems = studio.parse(search, at)
    words = studio.words(selection)
    cards = list(_cards(at, selection, studio, drawn=bool(scripts))) if at else []
    headlines = studio.headlines(at, words) if at else []
    opening = words(f"pages.{at.id}.intro") if at and at.compares else studio.opening(at, selection, WIDTH) if at else ""
    shown = page(at, path, [html.P(note, className="notice"), *cards], headlines, selection, problems, studio, opening)
    title = words(f"pages.{at.id}.title") if at else words("not_found.title")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(words.language)}"><head><meta charset="UTF-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(words('site.name'))}</title>{head}</head>"
        f'<body class="{kind}">{as_html(shown, left_out=_NEED_SERVER if scripts else _NEED_SCRIPT)}{scripts}</body></html>'
    )


def _cards(at: Page, selection: Selection, studio: Studio, *, drawn: bool) -> Iterator[Component]:
    words = studio.words(selection)
    if at.compares:
        chart = at.charts[0]
        chosen = (selection.without([WITH]), studio.second(selection)[0])
        for side, own, picture in zip(SIDES, chosen, studio.pair(chart, selection, WIDTH), strict=True):
            yield _card(f"{side}:{chart.id}", words(f"compare.side_{side}"), picture, own, studio, drawn=drawn)
        return
    for chart in at.charts:
        yield _card(chart.id, words(f"charts.{chart.id}.name"), studio.picture(chart, selection, WIDTH), selection, studio, drawn=drawn)


def _card(name: str, heading: str, picture: Picture, selection: Selection, studio: Studio, *, drawn: bool) -> Component:
    words = studio.words(selection)
    told: list[Any] = [html.H2(heading, id=f"{name}-heading"), *body(name, picture, selection, words)]
    if drawn:
        height, box = picture.figure["layout"]["height"], f"{name}-drawing"
        place = f'<div class="graph" id="{escape(box)}" style="min-height:{height}px" role="img" aria-labelledby="{escape(name)}-heading" '
        place += f'aria-describedby="{escape(name)}-reading"></div>{held_figure(box, studio, picture.chart, selection)}'
        told.insert(1, html.Figure(dcc.Markdown(place, dangerously_allow_html=True)))
    table = twin(picture, fields_of(picture.chart, studio.tables), words)
    return html.Section([*told, html.Div(table, className="twin")], id=name, className="card", **aria(labelledby=f"{name}-heading"))


StandIn = Callable[[str, Mapping[str, Any]], str]
"""Kind and properties of a component that only JavaScript brings to life -> the HTML that stands in its place."""


def as_html(part: Any, stand_in: StandIn | None = None, left_out: frozenset[str] = _NEED_SCRIPT) -> str:
    """Return components as HTML; what only JavaScript brings to life (graphs, controls, stores, buttons, those classes) is left out.

    With ``stand_in`` nothing is left out of the layout: buttons stand there, and what it returns for each other component.
    """
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, list | tuple):
        return "".join(as_html(one, stand_in, left_out) for one in part)
    if not isinstance(part, Component):
        return escape(str(part))
    raw: Mapping[str, Any] = part.to_plotly_json()
    properties, kind, inside = raw["props"], raw["type"], raw["props"].get("children")
    if raw["namespace"] == "dash_html_components":
        if stand_in is None and _needs_script(kind, properties, left_out):
            return ""
        return _element(kind.lower(), properties, as_html(inside, stand_in, left_out))
    if kind == "Link":
        return _element("a", {**properties, **(data(inside="true") if stand_in else {})}, as_html(inside, stand_in, left_out))
    if kind == "Markdown":
        return str(inside) if properties.get("dangerously_allow_html") else escape(str(inside))
    if kind == "AgGrid":
        return _grid(properties)
    if kind == "MantineProvider":
        return as_html(inside, stand_in, left_out)
    return stand_in(kind, properties) if stand_in else ""


def _needs_script(kind: str, properties: Mapping[str, Any], left_out: frozenset[str]) -> bool:
    classes = set(str(properties.get("className", "")).split())
    return kind == "Button" or bool(left_out & classes) or str(properties.get("href", "")).startswith(_DIALOG)


def _element(tag: str, properties: Mapping[str, Any], inside: str) -> str:
    told = dict(_attributes(properties))
    shown = "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in told.items())
    return f"<{tag}{shown}>" if tag in _VOID else f"<{tag}{shown}>{inside}</{tag}>"


def _attributes(properties: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in properties.items():
        if carried(name) and value not in (None, False, "") and not isinstance(value, dict):
            yield _RENAMED.get(name, name), value


def carried(name: str) -> bool:
    """Whether a property of this name is written into the HTML."""
    return name in _KEPT or name in _RENAMED or name.startswith(("aria-", "data-"))


def _grid(properties: Mapping[str, Any]) -> str:
    """Return a grid as a plain table: figures and days as the record writes them, keys of other tables by their names."""
    names = properties["dashGridOptions"]["context"]["names"]
    columns = properties["columnDefs"]
    head = "".join(f'<th scope="col">{escape(column["headerName"])}</th>' for column in columns)
    rows = "".join(f'<tr id="{escape(row_place(row[ROW]))}">{"".join(_cells(row, columns, names))}</tr>' for row in properties["rowData"])
    return f'<div class="twin"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cells(row: Mapping[str, Any], columns: list[dict[str, Any]], names: Mapping[str, Any]) -> Iterator[str]:
    for column in columns:
        field = column["field"]
        value = row.get(field, "")
        named = names.get(field, {}).get(value)
        yield f"<td>{escape(str(named[0] if named else row.get(f'{field}~', value)))}</td>"


def row_place(row: str) -> str:
    """Return the id of the element that shows a row of a table, from the row's name."""
    return f"row-{quote(row, safe='')}"


def address(path: str, query: str) -> str:
    """Return where a page stands without JavaScript."""
    return f"/plain{path}" + (f"?{query}" if query else "")
