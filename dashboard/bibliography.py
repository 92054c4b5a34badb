"""The bibliography: every source in order, and what rests on it: how many rows of which tables, and which charts.

Also what the reader sees before choosing anything: the rows behind the charts as they open and behind the headline figures.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import CHARTS, Chart
from dashboard.headlines import HEADLINES, headline_rows
from dashboard.names import inverted
from dashboard.readings import narrow
from dashboard.references import quoted, writes_full_names
from dashboard.schema import Table
from dashboard.selection import Selection
from dashboard.shares import CERTAINTY, Share, share_of
from dashboard.sources import appeared
from dashboard.tables import MARK, Tables, records


@dataclass(frozen=True)
class Entry:
    """One source as it stands in the list; an empty text is not known.

    Attributes:
        author: whom the record names, the first name turned round; empty where nobody is named.
        unnamed: what the record says where nobody is named.
        appeared: container, pages and year.
    """

    source_id: str
    kind: str
    author: str
    unnamed: str
    title: str
    appeared: str
    url: str
    note: str


def entries(sources: pd.DataFrame) -> Mapping[str, tuple[Entry, ...]]:
    """Return the sources by kind, in alphabetical order of what stands first in each (columns as in sources.csv)."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in records(sources):
        cells = {name: "" if value is None or pd.isna(value) else str(value) for name, value in row.items()}
        author = inverted(cells["author"], in_full=writes_full_names(cells["kind"]))
        where = appeared(row)
        entry = Entry(
            source_id=cells["source_id"],
            kind=cells["kind"],
            author=author,
            unnamed="" if author else cells["author"],
            title=quoted(cells["title"]),
            appeared="" if where.isdigit() and where in cells["title"] else where,  # a document's title often carries its date
            url=cells["url"],
            note=quoted(cells["note"]),
        )
        found[entry.kind].append(entry)
    return {kind: tuple(sorted(found[kind], key=_alphabetical)) for kind in found}


def _alphabetical(entry: Entry) -> tuple[str, str, str]:
    """Return what a list is sorted by: the author or, where nobody is named, the title; accents and marks do not count."""
    first = entry.author or entry.title
    return _plain(first), _plain(entry.appeared[-4:]), _plain(entry.title)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ").strip()


@dataclass(frozen=True)
class Resting:
    """What rests on one source.

    Attributes:
        figures: table to number of rows, of the tables whose rows carry a certainty: figures, dates and events.
        mentions: table to number of rows, of the other tables (definitions, corrections, discrepancies).
        opening: ids of the charts that draw a row of the source as they open.
        on_choice: ids of the charts that draw one only when the reader chooses so.
    """

    figures: Mapping[str, int]
    mentions: Mapping[str, int]
    opening: tuple[str, ...]
    on_choice: tuple[str, ...]


def resting(tables: Tables) -> Mapping[str, Resting]:
    """Return what rests on each source of the record, by its id."""
    figures: dict[str, dict[str, int]] = defaultdict(dict)
    mentions: dict[str, dict[str, int]] = defaultdict(dict)
    opening: dict[str, list[str]] = defaultdict(list)
    on_choice: dict[str, list[str]] = defaultdict(list)
    for name, table in tables.package.tables.items():
        counted = figures if CERTAINTY in table.fields else mentions
        for source_id, count in _rows_naming(tables[name], table):
            counted[source_id][name] = count
    for chart in CHARTS:
        drawn = _sources(opening_frame(chart, tables))
        for source_id in drawn:
            opening[source_id].append(chart.id)
        for source_id in _sources(_drawable(chart, tables)) - drawn:
            on_choice[source_id].append(chart.id)
    return {
        source_id: Resting(figures[source_id], mentions[source_id], tuple(opening[source_id]), tuple(on_choice[source_id]))
        for source_id in tables["sources"]["source_id"]
    }


def source_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that name sources."""
    return tuple(name for name in table.fields if name.endswith("source_id") and table.name != "sources")


def _rows_naming(frame: pd.DataFrame, table: Table) -> Iterator[tuple[str, int]]:
    """Yield each source that the rows of a table name, with the number of these rows; a row counts once a source."""
    columns = [frame[column].dropna() for column in source_columns(table)]
    if columns:
        named = pd.concat(columns)
        pairs = pd.DataFrame({"row": named.index, "source": named.to_numpy()}).drop_duplicates()
        yield from ((str(source_id), count) for source_id, count in pairs["source"].value_counts().items())


def _sources(frame: pd.DataFrame) -> set[str]:
    return {value for column in frame.columns if str(column).endswith("source_id") for value in frame[column].dropna()}


def opening_frame(chart: Chart, tables: Tables) -> pd.DataFrame:
    """Return the rows that a chart draws before the reader has chosen anything."""
    narrowed, _, _ = narrow(chart, chart.rows(tables), Selection())
    return chart.prepare(narrowed)


def _drawable(chart: Chart, tables: Tables) -> pd.DataFrame:
    """Return every row that some choice makes a chart draw."""
    frame = chart.rows(tables)
    for on in chart.filters.values():
        if on.offers and on.columns:
            frame = frame[frame[on.columns[0]].isin(on.offers)]
    return chart.prepare(frame)


def behind_headlines(tables: Tables) -> Share:
    """Return the rows that the headline figures are made of, by certainty; a row of two headlines counts once."""
    rows = pd.concat([headline_rows(headline, tables)[[MARK, CERTAINTY]] for headline in HEADLINES])
    return share_of("headlines", rows.drop_duplicates(MARK)[CERTAINTY])


def behind_charts(tables: Tables) -> Share:
    """Return the rows that the charts draw as they open, by certainty; a row of two charts counts once."""
    frames = [opening_frame(chart, tables) for chart in CHARTS]
    rows = pd.concat([frame[[MARK, CERTAINTY]].astype(str) for frame in frames if {MARK, CERTAINTY} <= set(frame.columns)])
    return share_of("charts", rows.drop_duplicates(MARK)[CERTAINTY])
