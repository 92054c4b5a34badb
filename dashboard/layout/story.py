"""The founding article's story as a walk through the charts, at the foot of each page that holds charts."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import BY_ID
from dashboard.layout import aria, ids
from dashboard.layout.card import href
from dashboard.pages import STORY, Chapter, page_of
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.words import Words


def story(studio: Studio, selection: Selection) -> Component:
    """Return the chapters in the article's order, each a link to the chart that tells it."""
    words = studio.words(selection)
    items = [html.Li([_link(chapter, studio, selection, words), html.Span(words(f"story.{chapter.id}.text"))]) for chapter in STORY]
    return html.Nav(
        [html.H2(words("story.heading")), html.P(words("story.intro")), html.Ol(items)],
        className="story",
        **aria(label=words("story.heading")),
    )


def _link(chapter: Chapter, studio: Studio, selection: Selection, words: Words) -> Component:
    """Return the link to a chapter's chart: what is chosen stays, but for what the chapter itself chooses."""
    path = f"{page_of(BY_ID[chapter.chart]).path}#{chapter.chart}"
    key, value = chapter.choice
    for param, chosen in studio.parse(f"{key}={value}" if key else "")[0]:
        selection = selection.choose(param, chosen)
    return dcc.Link(words(f"story.{chapter.id}.name"), href=href(path, selection), id=ids.link(path, key, value))
