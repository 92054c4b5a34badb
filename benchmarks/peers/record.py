"""What every peer shows: the record's figures by year, and the two charts of our first page, drawn with plotly express."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

CSV = Path(__file__).resolve().parents[2] / "data" / "annual_repression.csv"
PREFERRED = "preferred"
FIRST, LAST = 1930, 1941
NAMES = {
    "arrested": "Arrested",
    "convicted": "Sentenced, all kinds",
    "sentenced_to_death": "Sentenced to death",
    "sentenced_to_confinement": "Camps, colonies, prison",
    "sentenced_to_exile": "Exile, banishment",
    "sentenced_to_other_measures": "Other measures",
    "executed": "Shot",
}
COLOURS = dict(zip(NAMES.values(), ("#213955", "#908B7F", "#8C282E", "#C97813", "#227590", "#908B7F", "#8C282E"), strict=True))
STACKED = list(NAMES.values())[2:6]
LINES = ["Arrested", "Sentenced to death", "Shot"]
SCALES = ["linear", "log"]


def load() -> pd.DataFrame:
    """Return the figures with the reader's names of measures; ``figures`` says whose they are, the preferred ones standing twice."""
    rows = pd.read_csv(CSV)
    rows = rows[rows["measure"].isin(list(NAMES))]
    rows = rows[(rows["scope"] == "all") | (rows["measure"] == "executed")]
    every = pd.concat([rows[rows["preferred"]].assign(figures=PREFERRED), rows.assign(figures=rows["source_id"])])
    return every.assign(measure=every["measure"].map(NAMES))[["year", "measure", "value", "figures"]].reset_index(drop=True)


def chosen(rows: pd.DataFrame, years: tuple[int, int], measures: list[str], figures: str) -> pd.DataFrame:
    """Return the rows that the controls leave."""
    return rows[rows["year"].between(*years) & rows["measure"].isin(measures) & (rows["figures"] == figures)]


def sentences(rows: pd.DataFrame, express: Any = px) -> go.Figure:
    """Return the sentences by year, stacked by kind."""
    kinds = rows[rows["measure"].isin(STACKED)]
    title = "How many people were sentenced each year, and to what?"
    return express.bar(
        kinds, x="year", y="value", color="measure", title=title, color_discrete_map=COLOURS, category_orders={"measure": STACKED}
    )


def arrests(rows: pd.DataFrame, scale: str, express: Any = px) -> go.Figure:
    """Return arrests, death sentences and executions as lines."""
    lines = rows[rows["measure"].isin(LINES)].sort_values("year")
    title = "How did arrests and death sentences move?"
    return express.line(
        lines, x="year", y="value", color="measure", title=title, markers=True, color_discrete_map=COLOURS, log_y=scale == SCALES[1]
    )
