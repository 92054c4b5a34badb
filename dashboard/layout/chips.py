"""What is chosen, as chips that can be taken away one by one: a choice made on another page stays in sight."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts.events import name
from dashboard.filters import EVENT, FILTERS, PERIOD, Filter
from dashboard.layout import aria, ids
from dashboard.layout.card import href
from dashboard.pages import Page
from dashboard.selection import Param, Selection
from dashboard.studio import Studio
from dashboard.tables import records
from dashboard.words import Words

_MOST_NAMED = 3


def chips(at: Page, selection: Selection, studio: Studio, words: Words) -> list[Component]:
    """Return a chip for each filter that is not at its default, and for the event being read: links that take it away."""
    chosen = _chosen(selection, studio, words)
    if not chosen:
        return []
    items = [html.Li(_chip(param, value, at, selection, words)) for param, value in chosen]
    return [html.Ul(items, className="chosen", **aria(label=words("chips.label")))]


def chosen_in_words(selection: Selection, studio: Studio, words: Words) -> list[tuple[str, str]]:
    """Return what is chosen: the names of the settings, each with its value in words."""
    return [(words(f"filters.{param.key}.label"), value) for param, value in _chosen(selection, studio, words)]


def _chosen(selection: Selection, studio: Studio, words: Words) -> list[tuple[Param[Any], str]]:
    chosen: list[tuple[Param[Any], str]] = [
        (known.param, _value(known, selection, studio, words)) for known in FILTERS if known.param in selection
    ]
    if EVENT in selection:
        chosen.append((EVENT, _event(selection[EVENT], studio, words)))
    return chosen


def _chip(param: Param[Any], value: str, at: Page, selection: Selection, words: Words) -> Component:
    text = words("chips.chip", filter=words(f"filters.{param.key}.label"), value=value)
    inside = [text, html.Span("\u00d7", className="cross", **aria(hidden="true")), html.Span(words("chips.remove"), className="unseen")]
    return dcc.Link(inside, href=href(at.path, selection.without([param])), id=ids.link(at.path, param.key))


def _event(event_id: str, studio: Studio, words: Words) -> str:
    events = studio.tables["events"]
    return name(records(events[events["event_id"] == event_id])[0], words)


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
