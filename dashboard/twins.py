"""The figures drawn, as a table: the twin of every picture in plain HTML, and as CSV to take away."""

from __future__ import annotations

import io
from collections.abc import Mapping
from html import escape

import pandas as pd

from dashboard.cells import cell_text
from dashboard.downloads import FORMULA_STARTS
from dashboard.picture import Picture
from dashboard.schema import Field
from dashboard.tables import MARK, records
from dashboard.words import Words

# Columns that every row of a table shares with its neighbours or that only machines need; the download has them all.
_LEFT_OUT = frozenset({"value_low", "value_high", "counts", "check_url", "preferred"})
# Endings of the names of columns that say more of a row than a wall or a sheet has room for.
_NOT_LEAN = ("note", "locator", "check_url", "precision", "description", "_source_id", "_certainty", "_id")


def table_html(picture: Picture, fields: Mapping[str, Field], words: Words, most: int = 0) -> str:
    """Return the prepared frame as a table, one row a row, under the titles of ``fields``.

    With ``most`` it is lean: at most so many rows, and no columns of notes and places in sources. The caption counts every
    row. It stands in one line: a blank line would end a table in Markdown.
    """
    columns = [name for name in picture.frame.columns if name in fields and name not in _LEFT_OUT and picture.frame[name].notna().any()]
    if most:
        columns = [name for name in columns if name in {"source_id", "region_id"} or not name.endswith(_NOT_LEAN)]
    numbers = {name: ' class="number"' if fields[name].type == "integer" else "" for name in columns}
    head = "".join(f'<th scope="col">{_as_html(fields[name].title)}</th>' for name in columns)
    shown = picture.frame.head(most) if most else picture.frame
    rows = (
        "".join(f"<td{numbers[name]}>{_as_html(cell_text(row[name], fields[name], words))}</td>" for name in columns)
        for row in records(shown)
    )
    caption = _as_html(words("card.table_caption", title=picture.title, count=len(picture.frame)))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _as_html(text: str) -> str:
    """Return text as HTML in one line."""
    return escape(" ".join(text.split()))


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with an apostrophe before each text cell that a spreadsheet would run as a formula."""
    texts = [
        name for name in frame.columns if pd.api.types.is_string_dtype(frame[name]) or isinstance(frame[name].dtype, pd.CategoricalDtype)
    ]
    as_text = {name: frame[name].astype("str").where(frame[name].notna()) for name in texts}
    return frame.assign(
        **{
            name: column.mask(column.str.startswith(FORMULA_STARTS).fillna(False).astype(bool), "'" + column)
            for name, column in as_text.items()
        }
    )


def csv_of(frame: pd.DataFrame, *, bom: bool) -> bytes:
    """Return a prepared frame as CSV in UTF-8: dates as ISO days, gaps as empty cells, formulas defused."""
    text = io.StringIO()
    defused(frame.drop(columns=MARK, errors="ignore")).to_csv(text, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")
