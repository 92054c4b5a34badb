"""A chart's card: figure, words, chosen row, table twin, downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import Chart
from dashboard.dress import CONFIG
from dashboard.filters import WITH
from dashboard.layout import aria, controls, data, ids
from dashboard.layout.deck import PIN_SAYS, deck_words
from dashboard.pages import COMPARE
from dashboard.picture import Picture
from dashboard.schema import Field
from dashboard.selection import Selection
from dashboard.stage import present_link
from dashboard.tabulated import table_html
from dashboard.words import Words

_WAITING_HEIGHT = 560  # pixels that a chart is given until it is drawn


def card(
    name: str,
    chart: Chart,
    picture: Picture | None,
    selection: Selection,
    words: Words,
    choices: Sequence[controls.Option],
) -> Component:
    """Return the whole card of a chart; without a picture it waits until it comes near the view.

    ``name`` is the chart's id, or the side of a comparison before it (``a:``, ``b:``).
    ``choices`` are the options of the parameter that its marks choose, if any.
    """
    heading = f"{name}-heading"
    chooser = []
    if chart.chooses is not None:
        key = chart.chooses.key
        chooser = [
            controls.select(
                ids.control(key),
                words(f"filters.{key}.label"),
                selection[chart.chooses],
                choices,
                words(f"filters.{key}.placeholder"),
            )
        ]
    height = picture.figure["layout"]["height"] if picture else _WAITING_HEIGHT
    graph = dcc.Graph(
        id=ids.chart(name),
        figure=picture.drawing if picture else blank(height),
        config=cast(Any, CONFIG),
        responsive=True,
        style=graph_style(height),
        className="graph",
    )
    return html.Section(
        [
            html.H2(words(f"charts.{chart.id}.name"), id=heading, className="unseen"),
            html.P(
                [words("card.unanswered"), " ", html.Button(words("card.again"), type="button", className="again")],
                className="notice unanswered",
                role="alert",
                hidden=True,
            ),
            html.Figure(
                html.Div(
                    [
                        html.Div(graph, **aria(hidden="true")),  # its words stand in the description and in the table
                        html.Div(role="img", className="ring", hidden=True, **aria(label="")),  # on the mark walked to, named by it
                    ],
                    role="application",
                    className="figure",
                    style={"--height": f"{height}px"},  # until the graph stands in it: what is out of view must look so
                    tabIndex=0,
                    **aria(
                        roledescription=words("card.role"),
                        label=words("walk.name", name=words(f"charts.{chart.id}.name")),
                        describedby=ids.WALK_HELP,
                    ),
                ),
                **aria(labelledby=heading, describedby=f"{name}-reading"),
            ),
            *chooser,
            html.Div(body(name, picture, selection, words) if picture else [], className="card-body"),
            html.Details([html.Summary(words("card.table")), html.Div(className="rows")], className="twin"),
        ],
        id=name,
        className="card",
        **aria(labelledby=heading),
        **data(chart=name, drawn="true" if picture else "", figure=picture.mark if picture else ""),
    )


def blank(height: int) -> dict[str, Any]:
    """Return a figure with nothing in it, for a chart that is not drawn yet."""
    hidden = {"visible": False}
    clear = "rgba(0,0,0,0)"
    return {"data": [], "layout": {"height": height, "xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}


def graph_style(height: int) -> dict[str, str]:
    """Return the style that gives the figure its height; its width is the card's."""
    return {"height": f"{height}px"}


def body(name: str, picture: Picture, selection: Selection, words: Words) -> list[Component]:
    """Return the words under the figure, which follow the selection."""
    chart = picture.chart
    query = chart.asked(selection).to_query()
    link = f"/charts/{chart.id}" + (f"?{query}" if query else "")
    csv = f"/charts/{chart.id}.csv?bom=1" + (f"&{query}" if query else "")
    compare = [html.A(words("card.compare"), href=comparison(chart, selection, query), **data(inside="true"))] if name == chart.id else []
    pin = html.Button(words("deck.pin"), type="button", className="pin", **data(chart=chart.id, view=query))
    take = [html.A(words("export.open"), href=f"#export={chart.id}")] if name == chart.id else []
    detail = [
        html.Article([html.H3(heading), *(html.P(text) for text in paragraphs)], className="detail")
        for heading, paragraphs in picture.detail
    ]
    notes = [html.Ul([html.Li(note) for note in picture.notes], className="notes")] if picture.notes else []
    return [
        html.P([html.Span(picture.title), " ", html.Span(picture.subtitle)], className="unseen"),
        *detail,
        html.P(" ".join(picture.sentences), id=f"{name}-reading", className="reading"),
        *notes,
        html.P(picture.source_line, className="unseen"),
        html.P(
            [
                html.A(words("card.download"), href=csv, download=f"{chart.id}.csv"),
                html.A(words("card.link_here"), href=link),
                html.A(words("present.link"), href=present_link("chart", chart.id, query), className="present"),
                *compare,
                *take,
                pin,
                html.Span(className="pin-said", role="status", **data(words=deck_words(words, PIN_SAYS))),
            ],
            className="links",
        ),
    ]


def twin(picture: Picture, fields: Mapping[str, Field], words: Words) -> Component:
    """Return the figures drawn as a table, one row a row of the prepared frame, under the titles of ``fields``.

    The table is one component that holds its HTML: with a component a cell a browser needs minutes for a thousand rows.
    """
    region = aria(label=words("card.table_of", name=words(f"charts.{picture.chart.id}.name")))
    grid = dcc.Markdown(table_html(picture, fields, words), dangerously_allow_html=True, dedent=False)
    return html.Div(grid, className="scroll", tabIndex=0, role="region", **region)


def comparison(chart: Chart, selection: Selection, query: str) -> str:
    """Return the address at which a chart stands beside itself, at first under one selection."""
    return href(f"{COMPARE}{chart.id}", selection.choose(WITH, query))


def href(path: str, selection: Selection) -> str:
    """Return the address of a page under a selection; ``path`` may name a place on it (``/timeline#events``)."""
    query = selection.to_query()
    plain, mark, place = path.partition("#")
    return quote(plain) + (f"?{query}" if query else "") + mark + place
