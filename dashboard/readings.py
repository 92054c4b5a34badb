"""read(chart, ...) -> Read: what a chart says under a selection, before anything is drawn: its rows, and its words on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.canvas import NARROW, Canvas
from dashboard.charts import Chart, On, Reading, Scene
from dashboard.errors import ChartError
from dashboard.filters import FIGURES, PERIOD, Filter, through_lens
from dashboard.picture import Part
from dashboard.selection import Months, Selection
from dashboard.tables import Tables
from dashboard.theme import ALL
from dashboard.words import Words


@dataclass(frozen=True, eq=False)
class Read:
    """A chart that has been read.

    Attributes:
        chart, tables, selection, canvas, part: what was asked for.
        frame: the prepared frame.
        scene: what drawing is told.
        reading: what the chart says.
        aside: the filters that it cannot obey here.
    """

    chart: Chart
    tables: Tables
    selection: Selection
    canvas: Canvas
    part: Part | None
    frame: pd.DataFrame
    scene: Scene
    reading: Reading
    aside: tuple[Filter[Any], ...]


@contextmanager
def stage(chart: Chart, what: str) -> Iterator[None]:
    """Name the chart and the stage in which it failed."""
    try:
        yield
    except Exception as error:
        raise ChartError(chart.id, what) from error


def read(chart: Chart, tables: Tables, selection: Selection, words: Words, canvas: Canvas, part: Part | None = None) -> Read:
    """Return what a chart says under a selection; of an empty one that it shows nothing.

    Raises:
        ChartError: the chart failed; it names the chart and the stage, and the cause is chained.
    """
    with stage(chart, "narrow its table"):
        narrowed, values, aside = narrow(chart, tables.once(chart.rows).copy(deep=False), through_lens(selection, tables))
    with stage(chart, "prepare its frame"):
        frame = chart.prepare(narrowed)
    width = canvas.plot or canvas.width
    scene = Scene(
        words=words,
        tables={name: tables[name] for name in chart.beside},
        selection=values,
        width=width,
        label=ALL[canvas.theme].sizes(canvas.width).label,
        narrow=canvas.narrow or width < NARROW,
        whole=frame if part and not part.panel else None,
        panel=part.panel if part else "",
        known=tables.known,
    )
    with stage(chart, "be read"):
        reading = Reading(sentences=(words("card.empty"),)) if frame.empty else chart.read(frame, scene)
    return Read(chart, tables, selection, canvas, part, frame, scene, reading, aside)


def narrow(chart: Chart, frame: pd.DataFrame, selection: Selection) -> tuple[pd.DataFrame, Selection, tuple[Filter[Any], ...]]:
    """Return the rows that the chart's filters keep, the values in force, and the filters that it cannot obey here."""
    values = selection = chart.meant(selection)
    aside = list[Filter[Any]]()
    for known, on in chart.filters.items():
        if known.param in selection and not _can_obey(known, on, frame, selection):
            aside.append(known)
            values = values.without([known.param])
    if chart.window is not None and PERIOD in chart.filters and PERIOD.param not in values:
        values = values.choose(PERIOD.param, chart.window)
    if PERIOD in chart.filters and chart.filters[PERIOD].whole_years and (span := values[PERIOD.param]):
        values = values.choose(PERIOD.param, Months(f"{span.first[:4]}-01", f"{span.last[:4]}-12"))
    for known, on in chart.filters.items():
        if known.keep is not None:
            value = values[known.param]
            if value is None and (on.default or on.offers):
                value = frozenset(on.default or on.offers)
            kept = known.keep(frame, value, on.columns)
            frame = frame if kept.all() else frame[kept]  # most filters stand open, and a frame is not taken apart for nothing
    return frame, values, tuple(aside)


def _can_obey(known: Filter[Any], on: On, frame: pd.DataFrame, selection: Selection) -> bool:
    """Whether the chart has anything to show under this choice; choosing nothing at all is always obeyed."""
    value = selection[known.param]
    if isinstance(value, frozenset):
        # a value from a list may have been chosen for a neighbour, and name nothing here
        shown = on.offers or (pd.concat([frame[column] for column in on.columns]) if known.control == "many_from_list" else value)
        return not value or bool(value & frozenset(shown))
    if known is FIGURES:
        return bool((frame[on.columns[0]] == value).any())
    return not on.offers or value in on.offers
