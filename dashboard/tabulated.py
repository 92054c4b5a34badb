"""The figures of a picture as a table of HTML: the twin under a chart, on paper, and where there is no JavaScript."""

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
_LEFT_OUT = ("value_low", "value_high", "counts", "check_url", "preferred")


# Endings of the names of columns that say more of a row than a wall or a sheet has room for.
_ADDRESSES = frozenset({"table", "key", "field"})  # by which a claim names the rows that it is held against
_NOT_LEAN = ("note", "locator", "precision", "description", "_source_id", "_certainty", "_id")


def fields_of(chart: Chart, tables: Tables) -> Mapping[str, Field]:
    """Return the declared fields of the tables whose rows a chart draws, by name."""
    declared = tables.package.tables
    return {field.name: field for name in (chart.table, *chart.joined) for field in declared[name].fields.values()}


Names = Mapping[str, Mapping[str, str]]
"""What codes are called, by column: where no page stands behind them that a link could lead to."""


def table_html(picture: Picture, fields: Mapping[str, Field], words: Words, most: int = 0, names: Names | None = None) -> str:
    """Return the figures drawn as one table element, one row a row of the prepared frame, under the titles of ``fields``.

    With ``most`` it is lean: at most so many rows, and no columns of notes and places in sources; the caption counts every row.
    With ``names`` codes of these columns are written out.

    Its caption says what is counted, which choices are in force, and what all rows share; its headings give the units, its
    foot the sources. A cell whose text does not sort as it means (numbers, dates) carries what it is sorted by.
    """
    frame = picture.frame
    known = [name for name in frame.columns if name in fields and not name.endswith(_LEFT_OUT) and frame[name].notna().any()]
    if most:
        lean = [name for name in known if name not in _ADDRESSES and not name.endswith(_NOT_LEAN)]
        known = [name for name in known if name in lean or name in (names or {})]
    if not known:
        return ""
    shared = [name for name in known[1:] if fields[name].type == "string" and len(frame) > 1 and frame[name].nunique(dropna=False) == 1]
    columns = [name for name in known if name not in shared]
    drawn = records(frame.head(most) if most else frame)
    head = "".join(f'<th scope="col"{_class(fields[name])}>{_heading(fields[name], words)}</th>' for name in columns)
    rows = (
        "".join(_cell(row[name], fields[name], words, names or {}, first=not place) for place, name in enumerate(columns)) for row in drawn
    )
    same = [f"{_as_html(fields[name].title)}: {_shown(frame[name].iloc[0], fields[name], words, names or {})}" for name in shared]
    scope = " ".join([_as_html(picture.subtitle), *([_as_html(words("card.table_shared")), f"{'; '.join(same)}."] if same else [])])
    caption = f'{_as_html(words("card.table_caption", title=picture.title, count=len(frame)))}<span class="scope">{scope}</span>'
    foot = f'<tfoot><tr><td colspan="{len(columns)}">{_as_html(picture.source_line)}</td></tr></tfoot>' if picture.source_line else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"


def _class(field: Field) -> str:
    return ' class="number"' if field.type == "integer" else ""


def _heading(field: Field, words: Words) -> str:
    """Return a column's title with its unit, where that is a thing that is counted."""
    unit = f"units.{field.unit}"
    return _as_html(words("card.column", title=field.title, unit=words(unit)) if field.unit and unit in words else field.title)


def _cell(value: object, field: Field, words: Words, names: Names, *, first: bool) -> str:
    """Return a cell; the first of a row names it."""
    text = cell_text(value, field, words)
    order = "" if not text or field.type not in {"integer", "date", "yearmonth"} else f' data-order="{escape(_order(value))}"'
    tag, scope = ("th", ' scope="row"') if first else ("td", "")
    return f"<{tag}{scope}{_class(field)}{order}>{_shown(value, field, words, names)}</{tag}>"


def _shown(value: object, field: Field, words: Words, names: Names) -> str:
    """Return what a cell shows; a source without a name is a link to what the bibliography says of it."""
    text = _as_html(cell_text(value, field, words))
    if field.name in names:
        return _as_html(names[field.name].get(str(value), cell_text(value, field, words)))
    if field.name != "source_id" or not text:
        return text
    return f'<a class="source" href="/sources#{text}">{text}</a>'


def _order(value: object) -> str:
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)  # pyright: ignore[reportAttributeAccessIssue]


def _as_html(text: str) -> str:
    """Return text as HTML in one line: in Markdown a blank line would end the table."""
    return escape(" ".join(text.split()))
