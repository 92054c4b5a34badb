"""What a filter offers on a page."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from dashboard.filters import PERIOD, PHASE, Filter
from dashboard.layout import controls
from dashboard.pages import Page
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.words import Words


def options(known: Filter[Any], at: Page, studio: Studio, words: Words) -> list[controls.Option]:
    """Return the codes that a filter offers on a page, with their labels, in the order of the record."""
    codes = studio.vocabulary[known.param.key]
    obeying = [chart for chart in at.charts if known in chart.filters]
    if known is PERIOD:
        return [(code, code) for code in codes]
    offered = set(codes) if known is PHASE else {code for chart in obeying for code in studio.offers(known, chart)}
    return [(code, known.label(code, studio.tables, words)) for code in codes if code in offered]


def bar(at: Page, selection: Selection, studio: Studio, words: Words, side: str = "") -> list[Component]:
    """Return the controls of a page's filters, holding a selection; one that could offer a single value only is left out."""
    offered = {known: options(known, at, studio, words) for known in at.filters}
    return [
        controls.component(known, selection[known.param], choices, words, side, standing(known, at, studio))
        for known, choices in offered.items()
        if len(choices) > 1
    ]


def standing(known: Filter[Any], at: Page, studio: Studio) -> tuple[str, ...]:
    """Return the codes of a filter of chips that the page's charts show while none is chosen."""
    if known.control != "many_of":
        return ()
    obeying = [chart for chart in at.charts if known in chart.filters]
    shown = {code for chart in obeying for code in chart.filters[known].default or studio.offers(known, chart)}
    return tuple(code for code in studio.vocabulary[known.param.key] if code in shown)
