"""Every chart over every kind of frame: full, one row, empty, with gaps; in every theme and at every width."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.canvas import WIDTHS, Canvas
from dashboard.charts import CHARTS, Chart, Scene
from dashboard.filters import PERIOD
from dashboard.provenance import trace as trace_row
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Months, Selection
from dashboard.tables import MARKS_JOINED
from dashboard.theme import THEMES

EVERY = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
SNAPSHOTS = Path(__file__).parent / "snapshots"
MOST_MARKS = 2000
BARE = re.compile(r"(?:^| · )(?:(?!1[89]\d\d)\d+|[a-z0-9]+(?:_[a-z0-9]+)+)(?: · |$)")  # a number of the table's own, or a code
_EACH_RUN = (320, 620, 1180, 1920)
LOOKS = [
    pytest.param(theme, width, marks=() if width in _EACH_RUN else pytest.mark.full, id=f"{theme}-{width}")
    for theme in THEMES
    for width in sorted({*WIDTHS, *_EACH_RUN})
]


def _gappy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every second figure not recorded, and every third row missing."""
    kept = frame[[index % 3 != 2 for index in range(len(frame))]]
    if "value" not in kept:
        return kept
    return kept.assign(value=kept["value"].mask([index % 2 == 1 for index in range(len(kept))]))


SHAPES = {
    "full": lambda frame: frame,
    "one-row": lambda frame: frame.tail(1),
    "empty": lambda frame: frame.head(0),
    "gappy": _gappy,
}


def _scene(chart: Chart, tables, words, selection: Selection, width: int = 1180) -> Scene:
    beside = {name: tables[name] for name in chart.beside}
    return Scene(words, beside, selection, width, 16.0, Canvas(width).narrow)


@EVERY
@pytest.mark.parametrize("shape", ["full", "one-row", "gappy"])
@pytest.mark.parametrize("width", [320, 1180])
def test_a_chart_draws_and_reads_any_frame_and_changes_none(record, words, chart: Chart, shape: str, width: int) -> None:
    narrowed, chosen, _ = narrow(chart, chart.rows(record), Selection())
    given = SHAPES[shape](narrowed.loc[chart.prepare(narrowed).index])
    before = given.copy()
    frame = chart.prepare(given)
    pd.testing.assert_frame_equal(given, before)
    prepared = frame.copy()
    scene = _scene(chart, record, words, chosen, width)
    figure = chart.draw(frame, scene)
    reading = chart.read(frame, scene)
    pd.testing.assert_frame_equal(frame, prepared)
    assert go.Figure(figure).data, "no trace"
    looks = {"font", "paper_bgcolor", "plot_bgcolor", "margin", "title"}
    assert not looks & set(figure["layout"]), "looks are not a chart's"
    assert 1 <= len(reading.sentences) <= 5
    assert all(sentence.endswith(".") for sentence in reading.sentences)


@EVERY
def test_an_empty_selection_is_a_figure_that_says_so(record, words, chart: Chart) -> None:
    known = next(filter(lambda known: known.keep is not None, chart.filters))
    nothing = Months("1600-01", "1600-12") if known is PERIOD else frozenset[str]()
    selection = Selection().choose(known.param, nothing)
    picture = render(chart, record, selection, words, Canvas(900))
    assert picture.frame.empty
    assert picture.figure["data"] == []
    texts = " ".join(note["text"] for note in picture.figure["layout"]["annotations"])
    assert words("card.empty").split(".")[0] in texts.replace("<br>", " ")
    assert picture.sentences == (words("card.empty"),)


def _points(trace: dict) -> Iterator[str | None]:
    """Yield the customdata of each point that is drawn; a gap is not."""
    for x, y, mark in zip(trace["x"], trace["y"], trace["customdata"], strict=True):
        if x is not None and y is not None:
            yield mark


@EVERY
def test_every_mark_can_be_traced_to_rows_of_the_record(record, words, chart: Chart) -> None:
    picture = render(chart, record, Selection(), words, Canvas(1180))
    assert picture.frame["source_id"].notna().all()
    marks = [mark for trace in picture.figure["data"] for mark in _points(trace)]
    assert marks
    assert len(marks) <= MOST_MARKS
    assert all(marks), "a point that stands for no row"
    for one in {one for mark in marks for one in mark.split(MARKS_JOINED)}:
        found = trace_row(one, record, words)
        assert found is not None, f"no row {one}"
        assert found.source, f"{one} has no source"
        assert not BARE.search(found.heading), f"a reader is told {found.heading!r}"


PLOT, ROW = 240, 24  # pixels: the least height of a plot, and of a row in it


@EVERY
@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_every_picture_carries_title_source_and_state(record, words, chart: Chart, theme: str, width: int) -> None:
    picture = render(chart, record, Selection(), words, Canvas(width, 0, theme))
    layout = picture.figure["layout"]
    texts = " ".join(note["text"].replace("<br>", " ") for note in layout["annotations"])
    assert record.version in texts
    assert f"charts/{chart.id}" in texts.replace(" ", "") or f"charts/{chart.id}" in texts
    assert "Source" in texts
    assert layout["margin"]["l"] + layout["margin"]["r"] < width * 0.75
    rows = layout["yaxis"].get("ticktext") or ()
    least = min(PLOT, ROW * len(rows)) if rows else PLOT  # a few rows need no more than their own height
    assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] >= least
    json.dumps(picture.figure, cls=PlotlyJSONEncoder, allow_nan=False)


@EVERY
def test_a_theme_changes_colours_and_nothing_else(record, words, chart: Chart) -> None:
    def marks(theme: str) -> list:
        figure = render(chart, record, Selection(), words, Canvas(900, 0, theme)).figure
        return [(trace["type"], list(trace["x"]), [str(value) for value in trace["y"]]) for trace in figure["data"]]

    assert marks("light") == marks("dark") == marks("print")


@EVERY
def test_the_figure_is_as_it_was_when_last_looked_at(tables, words, chart: Chart) -> None:
    """The figure of the invented package, without its template; PURGES_UPDATE_SNAPSHOTS=1 accepts a change that was looked at."""
    selection, _ = Selection(), ()
    figure = render(chart, tables, selection, words, Canvas(1180)).figure
    layout = {key: part for key, part in figure["layout"].items() if key != "template"}
    text = json.dumps({"data": figure["data"], "layout": layout}, cls=PlotlyJSONEncoder, indent=1, sort_keys=True, ensure_ascii=False)
    text = text.replace(tables.version, "VERSION") + "\n"
    path = SNAPSHOTS / f"{chart.id}.json"
    if os.environ.get("PURGES_UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, f"{path.name} differs; look at the chart, then run with PURGES_UPDATE_SNAPSHOTS=1"


@EVERY
def test_plotly_accepts_the_figure_as_it_is(record, words, chart: Chart) -> None:
    """Charts are drawn unchecked (see Sketch): Plotly knows every part of what is drawn, and would not write it in another way."""
    figure = render(chart, record, Selection(), words, Canvas(1180)).figure
    drawn = json.loads(json.dumps(figure, cls=PlotlyJSONEncoder))
    assert json.loads(go.Figure(figure).to_json(engine="json")) == drawn


def test_snapshots_are_of_charts_that_exist() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == {chart.id for chart in CHARTS}
