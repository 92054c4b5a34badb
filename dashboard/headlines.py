"""HEADLINES: the few figures that open the dashboard, each computed from rows of the record and never typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.rules import Condition
from dashboard.sources import cited_all
from dashboard.tables import Tables, records
from dashboard.transforms import disjoint_of, total_of
from dashboard.words import Words


@dataclass(frozen=True)
class Headline:
    """One figure: the rows that it is the sum of, and the question under which other authors' figures stand.

    Attributes:
        id: its texts are ``headlines.<id>.*`` in words/.
        table: where its rows are.
        where: which rows, in the grammar of ``totals.csv``; of rivals the preferred row counts.
        question: question of estimates.csv that holds its rivals; empty when there is none.
        chart: the chart that shows it.
    """

    id: str
    table: str
    where: str
    question: str
    chart: str


_PURGES = "year=1937..1938&scope=all"
_KINDS = "sentenced_to_death|sentenced_to_confinement|sentenced_to_exile|sentenced_to_other_measures"

HEADLINES: tuple[Headline, ...] = (
    Headline("sentenced", "annual_repression", f"{_PURGES}&measure={_KINDS}", "convicted_1937_38", "sentences-by-year"),
    Headline(
        "sentenced_to_death",
        "annual_repression",
        f"{_PURGES}&measure=sentenced_to_death",
        "executions_1937_38",
        "sentences-by-year",
    ),
    Headline(
        "confined",
        "annual_repression",
        f"{_PURGES}&measure=sentenced_to_confinement",
        "confined_or_deported_1937_38",
        "sentences-by-year",
    ),
    Headline("arrested", "estimates", "question=arrests_1937_38", "arrests_1937_38", "arrests-executions"),
    Headline(
        "first_limits",
        "mass_operation_progress",
        "operation=order_00447&report_date=1937-07-30&measure=limit_category_1|limit_category_2",
        "",
        "operation-progress",
    ),
    Headline(
        "order_00447",
        "mass_operation_progress",
        "operation=order_00447&report_date=1938-11-17&measure=convicted",
        "",
        "operation-progress",
    ),
)


@dataclass(frozen=True)
class HeadlineFigure:
    """A headline in words, ready to be shown: the figure with its qualifier, what it is, its rivals and its source."""

    id: str
    figure: str
    label: str
    basis: str
    certainty: str
    rivals: str
    source: str
    chart: str


def headline_rows(headline: Headline, tables: Tables) -> pd.DataFrame:
    """Return the preferred rows that a headline is the sum of (columns as in its table)."""
    frame = tables[headline.table]
    condition = Condition(headline.where)
    text = frame[list(condition.columns)].astype(str)
    met = pd.Series([condition.meets(row) for row in records(text)], index=frame.index)
    return frame[met & frame["preferred"].fillna(False).astype(bool)]


def headline_figure(headline: Headline, tables: Tables, words: Words) -> HeadlineFigure:
    """Return a headline computed from the record; a gap in its rows is worded as unknown.

    Raises:
        MixError: its rows do not mix.
    """
    rows = headline_rows(headline, tables)
    total = total_of(rows, disjoint_of(tables["definitions"]))
    qualifiers = list(rows["qualifier"].astype(str).unique())
    qualifier = qualifiers[0] if len(qualifiers) == 1 else "about"
    doubtful = rows["certainty"].eq("reported").any()
    sources = cited_all(tables["sources"], rows["source_id"])
    return HeadlineFigure(
        id=headline.id,
        figure=words.figure(total, None, None, qualifier if total is not None else "exact"),
        label=words(f"headlines.{headline.id}"),
        basis=words.list(words.label("basis", basis) for basis in rows["basis"].drop_duplicates()),
        certainty=words.label("certainty", "reported") if doubtful else "",
        rivals=_rivals(headline, tables, total, words),
        source="; ".join(sources),
        chart=headline.chart,
    )


def _rivals(headline: Headline, tables: Tables, total: int | None, words: Words) -> str:
    """Return the span of what other authors give for the same question; a figure equal to the headline is no rival."""
    estimates = tables["estimates"]
    others = estimates[(estimates["question"] == headline.question) & ~(estimates["value"] == total).fillna(False)]
    if others.empty:
        return ""
    lows = others["value_low"].fillna(others["value"]).fillna(others["value_high"])
    highs = others["value_high"].fillna(others["value"]).fillna(others["value_low"])
    low, high = int(lows.min()), int(highs.max())
    if low == high:
        return words("headlines.one_other", author=others["author"].iloc[0], figure=words.number(low))
    return words("headlines.others", count=len(others), low=low, high=high)


BY_ID: Mapping[str, Headline] = {headline.id: headline for headline in HEADLINES}
