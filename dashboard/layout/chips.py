"""What is chosen, as chips that can be taken away one by one: a choice made on another page stays in sight."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.filters import FILTERS, PERIOD, Filter
from dashboard.layout import aria, ids
from dashboard.layout.card import href
from dashboard.pages import Page
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.words import Words

_MOST_NAMED = 3


def chips(at: Page, selection: Selection, studio: Studio, words: Words) -> list[Component]:
    """Return a chip for each filter that is not at its default; each is a link to the same page without it."""
    chosen = [known for known in FILTERS if known.param in selection]
    if not chosen:
        return []
    items = [html.Li(_chip(known, at, selection, studio, words)) for known in chosen]
    return [html.Ul(items, className="chosen", **aria(label=words("chips.label")))]


def _chip(known: Filter[Any], at: Page, selection: Selection, studio: Studio, words: Words) -> Component:
    key = known.param.key
    label = words(f"filters.{key}.label")
    text = words("chips.chip", filter=label, value=_value(known, selection, studio, words))
    inside = [text, html.Span("\u00d7", className="cross", **aria(hidden="true")), html.Span(words("chips.remove"), className="unseen")]
    return dcc.Link(inside, href=href(at.path, selection.without([known.param])), id=ids.link(at.path, key))


def _value(known: Filter[Any], selection: Selection, studio: Studio, words: Words) -> str:
    value = selection[known.param]
    if known is PERIOD:
        return words.months(value.first, value.last)
    if not isinstance(value, frozenset):
        return known.label(value, studio.tables, words)
    if not value:
        return words("chips.none")
    if len(value) > _MOST_NAMED:
        return words("chips.many", count=len(value))
    return words.list(known.label(code, studio.tables, words) for code in sorted(value))
