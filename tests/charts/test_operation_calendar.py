"""The calendar of the operations: spans, marks, and the words."""

from __future__ import annotations

import pandas as pd

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.operation_calendar import CHART, spans
from dashboard.filters import OPERATION, PERIOD
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Months, Selection
from dashboard.tables import MARKS_JOINED, Tables
from dashboard.words import Words


def scene_of(tables: Tables, words: Words) -> Scene:
    return Scene(words, {name: tables[name] for name in CHART.beside}, Selection(), 1180, 16.0, narrow=False)


def test_a_line_ends_with_all_lines_and_all_lines_begin_with_the_first(tables: Tables, words: Words) -> None:
    found = {
        name: (f"{begin['date']:%Y-%m-%d}", f"{end['date']:%Y-%m-%d}", plan and f"{plan['date']:%Y-%m-%d}")
        for name, (begin, end, plan) in spans(scene_of(tables, words)).items()
    }
    assert found == {
        "national_operations": ("1937-07-11", "1938-11-22", "1937-11-30"),
        "polish": ("1937-08-22", "1938-11-22", "1937-10-22"),
        "german": ("1937-07-11", "1938-11-22", None),
    }


def test_the_mass_operation_lends_its_dates_to_no_line(record: Tables, words: Words) -> None:
    frame = record["operation_dates"]
    own = frame[frame["operation"] == "order_00447"].assign(date=pd.Timestamp("1937-01-01"))
    others = frame[frame["operation"] != "order_00447"]
    scene = scene_of(record, words)
    changed = Scene(scene.words, {"operation_dates": pd.concat([others, own])}, scene.selection, 1180, 16.0, narrow=False)
    for name, (begin, end, _) in spans(changed).items():
        if name != "order_00447":
            assert begin["operation"] != "order_00447", name
            assert end["operation"] != "order_00447", name


def test_no_date_that_was_only_stated_makes_a_row_by_default(record: Tables) -> None:
    frame, _, _ = narrow(CHART, record["operation_dates"], Selection())
    for operation, rows in frame.groupby("operation", observed=True):
        assert (rows["certainty"] != "reported").any(), operation
    left = set(record["operation_dates"]["operation"]) - set(frame["operation"])
    assert set(record["operation_dates"].loc[record["operation_dates"]["operation"].isin(left), "certainty"]) == {"reported"}


def test_what_lies_beyond_the_first_planned_end_is_hatched(tables: Tables, words: Words) -> None:
    within, beyond, *_ = render(CHART, tables, Selection(), words, Canvas(1180)).figure["data"]
    assert (within["marker"]["pattern"]["shape"], beyond["marker"]["pattern"]["shape"]) == ("", "/")
    assert list(within["y"]) == [0, 1, 2]
    assert list(beyond["y"]) == [0, 1]  # no plan is known for the German line
    day = 24 * 60 * 60 * 1000
    assert within["x"][1] == 62 * day  # 22 August to 22 October, both included
    assert len(within["customdata"][1].split(MARKS_JOINED)) == 3


def test_a_date_that_was_not_re_read_is_hollow(tables: Tables, words: Words) -> None:
    data = render(CHART, tables, Selection(), words, Canvas(1180)).figure["data"]
    orders = next(trace for trace in data if trace["name"] == words.label("date_kind", "order"))
    assert list(orders["marker"]["symbol"]) == ["diamond", "diamond-open"]


def test_a_period_cuts_the_axis_and_the_dates_but_not_the_spans(tables: Tables, words: Words) -> None:
    selection = Selection().choose(PERIOD.param, Months("1937-09", "1937-12"))
    picture = render(CHART, tables, selection, words, Canvas(1180))
    first, last = picture.figure["layout"]["xaxis"]["range"]
    assert first.startswith("1937-08-01")
    assert last.startswith("1938-01")
    assert picture.title == words("charts.operation-calendar.question")
    assert set(picture.frame["date_kind"]) == {"planned_end"}
    assert list(picture.figure["data"][0]["y"]) == [0, 1]


def test_the_words(tables: Tables, words: Words) -> None:
    picture = render(CHART, tables, Selection(), words, Canvas(1180))
    assert (
        picture.title
        == "The national operations were to end in November 1937 (Author A, 1991); they ended 12 months later, in November 1938"
    )
    assert picture.sentences == (
        "Each of 3 rows gives the dates of orders, prolongations and ends.",
        "A decision to go on with all national operations is known of 22 January 1938.",
        "Its own order gave the Polish operation 22 October 1937 as the end, and it went on.",
        "Dates that were not found in a readable copy are not drawn, so a line may have been prolonged more often than its marks say.",
    )


def test_the_words_of_one_operation(tables: Tables, words: Words) -> None:
    selection = Selection().choose(OPERATION.param, frozenset({"german"}))
    picture = render(CHART, tables, selection, words, Canvas(1180))
    assert picture.sentences[0] == "The row gives the dates of its orders, prolongations and ends."
    assert len(picture.sentences) == 2


def test_the_line_of_a_planned_end_cuts_no_words_on_a_wall(record: Tables, words: Words) -> None:
    figure = render(CHART, record, Selection(), words, Canvas(1920, theme="wall")).figure
    layout = figure["layout"]
    foot, head = layout["yaxis"]["range"]
    row = 0.71 * (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (foot - head)  # the least that a wall leaves a row
    (lines,) = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol", [""])[0] == "line-ns-open"]
    reach = lines["marker"]["size"] * 1.4 / 2
    told = [note for note in layout["annotations"] if "1938" in note["text"] and note.get("yref") != "paper"]
    assert len(told) > 4
    label = layout["template"]["layout"]["font"]["size"]
    for note in told:  # the letters of a line stand from six tenths of their size below its middle to four tenths above
        assert note["yshift"] - 0.6 * label > reach
        assert row - reach > note["yshift"] + 0.4 * label
