"""SECTIONS: what may follow a page's charts, or make up a page that has none; each is (studio, selection) -> component."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.selection import Selection
from dashboard.studio import Studio


def naming(studio: Studio, selection: Selection) -> Component:
    """Return the note on the word "purges" and the content note."""
    words = studio.words(selection)
    return html.Section(
        [
            html.H2(words("site.naming_heading")),
            html.P(words("site.naming")),
            html.H2(words("site.content_heading")),
            html.P(words("site.content")),
        ],
        className="prose",
    )


SECTIONS: Mapping[str, Callable[[Studio, Selection], Component]] = {
    "naming": naming,
}
