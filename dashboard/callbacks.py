"""Every Input, Output and State. Each body parses, calls one function, and returns.

1. address and width to visit (in the browser), visit to page: controls come out already holding the selection.
2. controls to selection (in the browser): a query string in a store; what no control holds (language, theme) is kept.
3. selection to address (in the browser), with the links that keep the selection.
4. selection shown to chips and opening words, once the charts in view follow it. The charts themselves are no callback: each card
   asks a plain address (``card_doors``) when it is near the view, which was measured to be twice as quick and can be kept by others.
5. mark to provenance panel.
6. the dialog by which a chart is taken away: chart to its content, controls to the picture (in the browser).
7. grid to the row chosen, which is a control like the others, and selection to that row in full.
"""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.canvas import DEFAULT_WIDTH
from dashboard.charts import BY_ID, CHARTS
from dashboard.citing import terms_in
from dashboard.filters import ROW
from dashboard.layout import ids
from dashboard.layout.card import card
from dashboard.layout.chips import chips
from dashboard.layout.compare import sides
from dashboard.layout.page import page
from dashboard.layout.provenance import lost, panel
from dashboard.layout.record import row_in_full
from dashboard.layout.still import settled
from dashboard.layout.take import Offer, form
from dashboard.pages import Page, page_at
from dashboard.provenance import speaking, trace
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import MARKS_JOINED, records

DRAWN_AT_ONCE = 2  # charts that come with their page; the others are drawn when they come near the view
MOST_TRACED = 12  # rows that the panel tells in full
FEWEST_DRAWN = 3  # rivals from which the panel draws them
_MARKS_LIMIT = 20_000  # characters that a browser may send to be traced


def page_for(studio: Studio, path: str, search: str, width: int, visit: int = 0) -> Component:
    """Return the page at an address, its charts drawn for ``width`` pixels; what it holds chosen names the browser's ``visit``."""
    at = page_at(path)
    selection, problems = studio.parse(search, at)
    words = studio.words(selection)
    cards: list[Component] = []
    if at and at.compares:
        problems = (*problems, *studio.second(selection)[1])
        cards = [sides(at, selection, studio, studio.pair(at.charts[0], selection, width // 2))]
    for place, chart in enumerate(at.charts if at and not at.compares else ()):
        picture = studio.picture(chart, selection, width) if place < DRAWN_AT_ONCE else None
        table = studio.tables.package.tables[chart.table]
        choices = []
        if chart.names is not None:
            rows = records(chart.prepare(studio.tables[chart.table]))
            choices = [(str(row[table.primary_key[0]]), chart.names(row, words)) for row in rows]
        cards.append(card(chart.id, chart, picture, selection, words, choices))
    headlines = studio.headlines(at, words) if at else []
    return page(at, path, cards, headlines, selection, problems, studio, opening_of(studio, at, selection, width), visit)


def opening_of(studio: Studio, at: Page | None, selection: Selection, width: int) -> str:
    """Return the sentences that open a page; a comparison says only what it is."""
    if at is None:
        return ""
    return studio.words(selection)(f"pages.{at.id}.intro") if at.compares else studio.opening(at, selection, width)


def panel_for(studio: Studio, marks: str, query: str) -> list[Component]:
    """Return the content of the provenance panel for the rows that a mark names."""
    selection, _ = studio.parse(query)
    words = studio.words(selection)
    chosen = marks[:_MARKS_LIMIT].split(MARKS_JOINED)
    named = list(dict.fromkeys([*chosen, *(other for mark in chosen[:MOST_TRACED] for other in speaking(mark, studio.tables))]))
    found = [one for mark in named[:MOST_TRACED] if (one := trace(mark, studio.tables, words)) is not None]
    if not found:
        return lost(words)
    figures = [studio.rivals(one, selection) if len(one.rivals) >= FEWEST_DRAWN else None for one in found]
    return panel(found, max(0, len(named) - MOST_TRACED), figures, words)


def taken_for(studio: Studio, chart_id: str, query: str, *, server_pdf: bool) -> Component | None:
    """Return the content of the dialog by which a chart is taken away; None for what is no chart."""
    chart = BY_ID.get(chart_id)
    if chart is None:
        return None
    selection, _ = studio.parse(query)
    words, picture = studio.words(selection), studio.picture(chart, selection, DEFAULT_WIDTH)
    named = {term: str((studio.tables.row(f"glossary/{term}") or {})["name"]) for term in terms_in(picture, studio.tables)}
    tongues = [(code, studio.languages[code](f"languages.{code}")) for code in studio.languages]
    return form(chart, picture, selection, Offer(tuple(named.items()), tongues, server_pdf), words)


def _register_choices(app: Dash) -> None:
    """Let the controls of a page, and those of a comparison's second side, change the selection: in the browser, without a request."""
    for kind, chooses, again in (("control", "choose", False), ("control-b", "chooseSecond", True)):
        app.clientside_callback(
            ClientsideFunction("address", chooses),
            Output(ids.SELECTION, "data", allow_duplicate=again),
            Input({"type": kind, "key": ALL}, "value"),
            State({"type": kind, "key": ALL}, "id"),
            State(ids.SELECTION, "data"),
            prevent_initial_call=True,
        )


def register(app: Dash, studio: Studio, *, server_pdf: bool = False) -> None:
    """Attach the callbacks to the app; ``server_pdf`` says whether a chrome makes PDFs here."""
    _register_take(app, studio, server_pdf=server_pdf)
    app.clientside_callback(
        ClientsideFunction("address", "visit"),
        Output(ids.VISIT, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        State(ids.SCRIPTS, "data"),
    )

    @app.callback(Output(ids.PAGE, "children"), Input(ids.VISIT, "data"), prevent_initial_call=True)
    def show_page(visit: dict[str, Any]) -> Component:
        return settled(page_for(studio, visit["path"], visit["search"], visit["width"], visit["count"]))

    _register_choices(app)

    @app.callback(
        Output(ids.PROVENANCE, "children"),
        Output(ids.PROVENANCE, "opened"),
        Input(ids.TRACED, "data"),
        State(ids.SELECTION, "data"),
        prevent_initial_call=True,
    )
    def show_provenance(traced: dict[str, Any], chosen: dict[str, str]) -> tuple[list[Component], bool]:
        return panel_for(studio, str(traced["marks"]), chosen["query"]), True

    @app.callback(
        Output(ids.CHIPS, "children"),
        Output(ids.OPENING, "children"),
        Input(ids.SHOWN, "data"),
        State(ids.VISIT, "data"),
        prevent_initial_call=True,
    )
    def show_choice(chosen: dict[str, str], visit: dict[str, Any]) -> tuple[list[Component], str]:
        selection, _ = studio.parse(chosen["query"])
        at = page_at(visit["path"])
        named = chips(at, selection, studio, studio.words(selection)) if at else []
        return named, opening_of(studio, at, selection, visit["width"])

    app.clientside_callback(
        ClientsideFunction("address", "write"),
        Output({"type": "link", "path": ALL, "param": ALL, "value": ALL}, "href"),
        Input(ids.SELECTION, "data"),
        State({"type": "link", "path": ALL, "param": ALL, "value": ALL}, "id"),
    )

    app.clientside_callback(
        ClientsideFunction("grid", "chosen"),
        Output(ids.control(ROW.key), "value"),
        Input({"type": "grid", "table": ALL}, "selectedRows"),
        prevent_initial_call=True,
    )

    @app.callback(Output({"type": "row", "table": MATCH}, "children"), Input(ids.SELECTION, "data"), prevent_initial_call=True)
    def show_row(chosen: dict[str, str]) -> list[Component]:
        selection, _ = studio.parse(chosen["query"])
        return row_in_full(studio, selection)

    for chart in CHARTS:
        if chart.chooses is not None:
            app.clientside_callback(
                ClientsideFunction("address", "mark"),
                Output(ids.control(chart.chooses.key), "value"),
                Input(ids.chart(chart.id), "clickData"),
                prevent_initial_call=True,
            )


def _register_take(app: Dash, studio: Studio, *, server_pdf: bool) -> None:
    """Attach the callbacks of the dialog by which a chart is taken away."""

    @app.callback(
        Output(ids.TAKE, "children"),
        Output(ids.TAKE, "opened"),
        Input(ids.TAKEN, "data"),
        State(ids.SELECTION, "data"),
        prevent_initial_call=True,
    )
    def show_taken(taken: dict[str, Any], chosen: dict[str, str]) -> tuple[Any, bool]:
        content = taken_for(studio, str(taken["chart"]), chosen["query"], server_pdf=server_pdf)
        return content, content is not None

    app.clientside_callback(
        ClientsideFunction("take", "order"),
        Output(ids.ORDER, "data"),
        Input({"type": "take", "field": ALL}, "value"),
        State({"type": "take", "field": ALL}, "id"),
    )
    app.clientside_callback(ClientsideFunction("take", "closed"), Input(ids.TAKE, "opened"))
