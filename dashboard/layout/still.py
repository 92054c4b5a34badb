"""settled(page) -> the page with what nothing changes in it as HTML, not as components.

Dash asks every component of a page at every click whether it concerns it: the five thousand of About made a click wait for a tenth
of a second, and the page for much longer before. assets/still.js puts the HTML in its place and lets its links lead on as Dash's do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboard.layout import data
from dashboard.layout.plain import as_html, carried

WORTH = 40  # components, below which a piece stays as it is


def settled(part: Any) -> Any:
    """Return components with each large piece that has an id and holds only words and links made one component (``data-html``).

    The id tells Dash one piece from another that comes in its place.
    """
    if isinstance(part, list | tuple):
        return [settled(one) for one in part]
    if not isinstance(part, Component):
        return part
    held = {name: getattr(part, name) for name in part.to_plotly_json()["props"]}
    inside = held.pop("children", None)
    if isinstance(held.get("id"), str) and all(map(_still, _components(inside))) and sum(1 for _ in _components(inside)) >= WORTH:
        held |= data(html=as_html(inside, lambda _, __: ""))
    elif inside is not None:
        held["children"] = settled(inside)
    return type(part)(**held)


def _components(part: Any) -> Iterator[Component]:
    """Yield every component in a part."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from _components(one)
    elif isinstance(part, Component):
        yield part
        yield from _components(getattr(part, "children", None))


def _still(component: Component) -> bool:
    """Whether a component is an element or a link all of which HTML can carry: no callback changes it, and it changes nothing."""
    raw = component.to_plotly_json()
    told = raw["props"]
    plain = raw["namespace"] == "dash_html_components" or isinstance(component, dcc.Link)
    return plain and not isinstance(told.get("id"), dict) and all(name == "children" or carried(name) for name in told)
