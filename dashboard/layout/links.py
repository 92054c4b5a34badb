"""Links that several sections make: to a source, a chart, a table; each keeps what the reader has chosen where it can."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import BY_ID
from dashboard.filters import LOOKS
from dashboard.layout import aria
from dashboard.layout.card import href
from dashboard.pages import page_of
from dashboard.selection import Selection


def to_chart(chart_id: str, text: str, selection: Selection) -> Component:
    """Return a link to a chart on its page."""
    return dcc.Link(text, href=f"{href(page_of(BY_ID[chart_id]).path, selection)}#{chart_id}")


def to_source(source_id: str, text: str, selection: Selection) -> Component:
    """Return a link to a source in the bibliography."""
    return dcc.Link(text, href=f"{href('/sources', selection)}#{source_id}")


def to_table(table: str, text: str, selection: Selection, row: str = "", **properties: Any) -> Component:
    """Return a link to a table, or to one of its rows, among the data."""
    look = selection.only(LOOKS).to_query()
    own = f"table={table}" + (f"&row={quote(row, safe=',.:~-_')}" if row else "")
    return dcc.Link(text, href=f"/data?{'&'.join(filter(None, (own, look)))}", **properties)


def to_address(url: str, text: str, spoken: str) -> Component:
    """Return a link that leaves the dashboard; ``spoken`` tells it from others that show the same text."""
    return html.A(text, href=url, rel="noopener noreferrer", **aria(label=spoken))


def host_of(url: str) -> str:
    """Return the host of an address as a reader names it."""
    return urlsplit(url).netloc.removeprefix("www.").rstrip(".")


def contents(label: str, entries: list[tuple[str, str]]) -> Component:
    """Return a table of contents: anchor and text of each entry."""
    return html.Nav(
        html.Ul([html.Li(html.A(text, href=f"#{anchor}")) for anchor, text in entries]), className="contents", **aria(label=label)
    )
