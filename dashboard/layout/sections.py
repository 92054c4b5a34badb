"""SECTIONS: what may follow a page's charts, or make up a page that has none; each is (studio, selection) -> component."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.layout.about import about, notes
from dashboard.layout.bibliography import bibliography
from dashboard.selection import Selection
from dashboard.studio import Studio


def naming(studio: Studio, selection: Selection) -> Component:
    """Return the note on the word "purges" and the content note."""
    return html.Section(notes(studio.words(selection)), className="prose")


SECTIONS: Mapping[str, Callable[[Studio, Selection], Component]] = {
    "about": about,
    "bibliography": bibliography,
    "naming": naming,
}
