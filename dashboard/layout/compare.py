"""A chart beside itself under a second selection: two filter bars, two cards, equal axes."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.layout import aria
from dashboard.layout.card import card
from dashboard.layout.options import bar
from dashboard.pages import Page
from dashboard.picture import Picture
from dashboard.selection import Selection
from dashboard.studio import Studio

SIDES = ("a", "b")


def named(name: str) -> tuple[str, str]:
    """Return the side and the chart's id of a card's name; the side is empty for a card that is not compared."""
    side, colon, chart_id = name.partition(":")
    return (side, chart_id) if colon and side in SIDES else ("", name)


def sides(at: Page, selection: Selection, studio: Studio, pictures: tuple[Picture, Picture]) -> Component:
    """Return both sides of a comparison, each with the filters that its selection holds."""
    chart, words = at.charts[0], studio.words(selection)
    halves = []
    for side, chosen, picture in zip(SIDES, (selection, studio.second(selection)[0]), pictures, strict=True):
        heading = words(f"compare.side_{side}")
        halves.append(
            html.Section(
                [
                    html.H2(heading),
                    html.Div(bar(at, chosen, studio, words, "" if side == "a" else side), className="controls"),
                    card(f"{side}:{chart.id}", chart, picture, chosen, words, []),
                ],
                className="side",
                **aria(label=heading),
            )
        )
    return html.Div(halves, className="compare")
