"""What the record lacks, as far as it can be counted from the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import CHARTS
from dashboard.shares import CERTAINTY, shares, together
from dashboard.tables import Tables


@dataclass(frozen=True)
class Gap:
    """One thing counted: so many known of so many; its text is ``gaps.<id>`` in words/."""

    id: str
    known: int
    whole: int


@dataclass(frozen=True)
class Lacking:
    """What the record lacks.

    Attributes:
        counted: what is known of what there is to know; a thing that the record does not hold at all is left out.
        years: the years without a figure, of all cases and by measure, within the years that the table of years spans.
        unread: the ids of the sources on which figures rest although none of them was read there, in the order of the record.
    """

    counted: tuple[Gap, ...]
    years: Mapping[str, tuple[int, ...]]
    unread: tuple[str, ...]


def lacking(tables: Tables) -> Lacking:
    """Return what the record lacks."""
    read, carrying = _works(tables)
    unread = tuple(source_id for source_id in tables["sources"]["source_id"] if source_id in carrying - read)
    return Lacking(tuple(gap for gap in _counted(tables, read, carrying) if gap.whole), _missing_years(tables), unread)


def _counted(tables: Tables, read: Set[str], carrying: Set[str]) -> Iterator[Gap]:
    by_table = shares(tables)
    every = together("all", by_table)
    yield Gap("rows_read", every.rows - every.reported, every.rows)
    yield Gap("works_read", len(read), len(carrying))
    yield Gap("sources_with_address", int(tables["sources"]["url"].notna().sum()), len(tables["sources"]))
    yield Gap("discrepancies_settled", int((tables["discrepancies"]["status"] == "settled").sum()), len(tables["discrepancies"]))
    observed = {share.name for share in by_table} - {"totals"}  # printed totals are for checking
    drawn = {name for chart in CHARTS for name in (chart.table, *chart.joined, *chart.beside)}
    yield Gap("tables_drawn", len(observed & drawn), len(observed))
    yield from _territories(tables)
    yield from _lines(tables)
    yield from _dated(tables)


def _works(tables: Tables) -> tuple[set[str], set[str]]:
    """Return the sources of which a figure was read or counted, and all on which figures rest."""
    read, carrying = set[str](), set[str]()
    for share in shares(tables):
        frame = tables[share.name]
        carrying |= set(frame["source_id"])
        read |= set(frame.loc[frame[CERTAINTY] != "reported", "source_id"])
    return read, carrying


def _territories(tables: Tables) -> Iterator[Gap]:
    """Yield how many territories (sums of territories are none) have a limit, an outcome, a population of their own."""
    regions = tables["regions"]
    own = regions[regions["kind"] != "aggregate"]
    for name in ("limits", "limit_outcomes"):
        yield Gap(f"territories_in_{name}", int(own["region_id"].isin(tables[name]["region_id"]).sum()), len(own))
    yield Gap("territories_with_census", int(own["population_1939"].notna().sum()), len(own))


def _lines(tables: Tables) -> Iterator[Gap]:
    """Yield of how many national lines the whole number of people sentenced was read."""
    frame = tables["national_operations"]
    whole = frame[(frame["coverage"] == "whole_line") & (frame["measure"] == "convicted")]
    read = whole[whole[CERTAINTY] == "confirmed"]
    yield Gap("lines_read", read["operation"].nunique(), whole["operation"].nunique())


def _dated(tables: Tables) -> Iterator[Gap]:
    """Yield the records of the name lists dated to a month beside the arrests that state security counted, for the two years."""
    records, arrests = tables["arrests_date_coverage"], _preferred(tables["annual_repression"])
    for year in (1937, 1938):
        dated = records.loc[(records["year"] == year) & (records["measure"] == "records_with_month"), "value"]
        counted = arrests.loc[(arrests["year"] == year) & (arrests["measure"] == "arrested") & (arrests["scope"] == "all"), "value"]
        yield Gap(f"dated_{year}", int(dated.sum()), int(counted.sum()) if len(dated) else 0)


def _missing_years(tables: Tables) -> Mapping[str, tuple[int, ...]]:
    frame = _preferred(tables["annual_repression"])
    if frame.empty:
        return {}
    span = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    found = {}
    for measure, rows in frame[frame["scope"] == "all"].groupby("measure", observed=True):
        held = set(rows.loc[rows["value"].notna(), "year"])
        found[str(measure)] = tuple(year for year in span if year not in held)
    return {measure: years for measure, years in found.items() if years}


def _preferred(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["preferred"].fillna(False).astype(bool)]
