"""What nothing changes is one component that holds its HTML: the same words and links, and nothing that a callback looks for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from dash import dcc, html

from dashboard.callbacks import page_for
from dashboard.layout.plain import as_html
from dashboard.layout.still import WORTH, settled
from dashboard.pages import PAGES, Page
from dashboard.studio import Studio

_HELD = re.compile(r' data-html="([^"]*)"([^>]*)>(?=</)')
MANY = [html.P("a < b")] * WORTH


def _written(part: object) -> str:
    """Return components as HTML, each piece that is held put in its place, the properties of each element in one order."""
    text = _HELD.sub(lambda found: f"{found[2]}>{unescape(found[1])}", as_html(part, lambda kind, _: f"[{kind}]"))
    return re.sub(r"<[a-z0-9]+ [^>]*>", lambda tag: " ".join(sorted(re.findall(r'[\w-]+(?:="[^"]*")?', tag[0]))), text)


def _count(part: object) -> int:
    if isinstance(part, list | tuple):
        return sum(map(_count, part))
    return 1 + _count(getattr(part, "children", None)) if hasattr(part, "to_plotly_json") else 0


@pytest.mark.parametrize("at", PAGES, ids=lambda at: at.id)
def test_a_page_says_the_same_when_its_still_pieces_are_held_as_html(record_studio: Studio, at: Page) -> None:
    page = page_for(record_studio, at.path, "theme=dark", 1180)
    assert _written(settled(page)) == _written(page)


@pytest.mark.parametrize("name", ["about", "sources", "historians"])
def test_a_page_of_many_words_gives_dash_few_components(record_studio: Studio, name: str) -> None:
    page = page_for(record_studio, next(at.path for at in PAGES if at.id == name), "", 1180)
    assert _count(settled(page)) < _count(page) / 10


@pytest.mark.parametrize(
    "part",
    [
        html.Div([*MANY, html.P("one", id={"type": "link"})], id="piece"),
        html.Div([*MANY, dcc.Store(id="store")], id="piece"),
        html.Div([*MANY, html.P("one", style={"color": "red"})], id="piece"),
        html.Div(MANY),
        html.Div(MANY[1:], id="piece"),
    ],
    ids=["callback", "component", "what HTML would lose", "no id", "few"],
)
def test_what_may_change_or_is_small_stays_components(part: html.Div) -> None:
    assert _count(settled(part)) == _count(part)
    assert _count(settled(html.Div([html.Div(MANY, id="piece"), part]))) == 2 + _count(part)
