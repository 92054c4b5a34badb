"""The figures of a picture as a table of HTML: the twin under a chart, and what an embed shows without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from dashboard.cells import cell_text
from dashboard.charts import Chart
from dashboard.picture import Picture
from dashboard.schema import Field
from dashboard.tables import Tables, records
from dashboard.words import Words

# Columns that every row of a table shares with its neighbours or that only machines need; the download has them all.
_LEFT_OUT = frozenset({"value_low", "value_high", "counts", "check_url", "preferred"})


def fields_of(chart: Chart, tables: Tables) -> Mapping[str, Field]:
    """Return the declared fields of the tables whose rows a chart draws, by name."""
    declared = tables.package.tables
    return {field.name: field for name in (chart.table, *chart.joined) for field in declared[name].fields.values()}


def table_html(picture: Picture, fields: Mapping[str, Field], words: Words) -> str:
    """Return the figures drawn as one table element, one row a row of the prepared frame, under the titles of ``fields``."""
    columns = [name for name in picture.frame.columns if name in fields and name not in _LEFT_OUT and picture.frame[name].notna().any()]
    numbers = {name: ' class="number"' if fields[name].type == "integer" else "" for name in columns}
    head = "".join(f'<th scope="col">{_as_html(fields[name].title)}</th>' for name in columns)
    rows = (
        "".join(f"<td{numbers[name]}>{_as_html(cell_text(row[name], fields[name], words))}</td>" for name in columns)
        for row in records(picture.frame)
    )
    caption = _as_html(words("card.table_caption", title=picture.title, count=len(picture.frame)))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _as_html(text: str) -> str:
    """Return text as HTML in one line: in Markdown a blank line would end the table."""
    return escape(" ".join(text.split()))
