"""SECTIONS: what may follow a page's charts, or make up a page that has none; each is (studio, selection) -> component."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.layout import grid
from dashboard.layout.about import about, notes
from dashboard.layout.bibliography import bibliography
from dashboard.layout.deck import deck
from dashboard.layout.lessons import lessons
from dashboard.layout.record import record
from dashboard.layout.registers import discrepancies
from dashboard.layout.story import story
from dashboard.selection import Selection
from dashboard.studio import Studio


def naming(studio: Studio, selection: Selection) -> Component:
    """Return the note on the word "purges" and the content note."""
    return html.Section(notes(studio.words(selection)), className="prose")


def disputes(studio: Studio, selection: Selection) -> Component:
    """Return the register of discrepancies, which is also a part of the page About."""
    heading = html.H2(studio.words(selection)("about.discrepancies.heading"), id="discrepancies")
    return html.Section([heading, *discrepancies(studio, selection)], id="disputes", className="prose about")


SECTIONS: Mapping[str, Callable[[Studio, Selection], Component]] = {
    "about": about,
    "bibliography": bibliography,
    "deck": deck,
    "discrepancies": disputes,
    "naming": naming,
    "grid": record,
    "lessons": lessons,
    "story": story,
}

SCRIPTS: Mapping[str, Callable[[], Sequence[str]]] = {
    "grid": grid.scripts,
}
"""What a section must have fetched before it can be drawn; other pages do not fetch it."""
