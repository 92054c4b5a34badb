"""Dated records by month: what is summed, what is hidden, and what the words say."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts.arrests_by_month import CHART, HIDDEN, LABELS
from dashboard.errors import ChartError, MixError
from dashboard.filters import GROUP, PERIOD, SCALE
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection, width: int = 1180) -> Picture:
    return render(CHART, tables, selection, words, Canvas(width))


def test_the_labels_offered_are_those_that_may_be_shown(record: Tables) -> None:
    table = record["arrests_by_month"]
    assert set(table[table["shown"]]["nationality"]) == set(LABELS)
    assert set(table[~table["shown"]]["nationality"]) == set(HIDDEN)


def test_a_bar_is_the_sum_of_every_label_of_its_month_hidden_ones_too(record: Tables, words: Words) -> None:
    table = record["arrests_by_month"]
    (bars,) = picture(record, words, Selection()).figure["data"]
    for x, y, marks in zip(bars["x"], bars["y"], bars["customdata"], strict=True):
        rows = table[table["month"].astype(str) == x[:7]]
        assert y == rows["value"].sum()
        assert set(marks.split(MARKS_JOINED)) == set(rows[MARK])


def test_chosen_labels_stand_each_in_a_panel_of_its_own(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection().choose(GROUP.param, frozenset({"polish", "korean"})))
    assert [(trace["name"], list(trace["y"])) for trace in shown.figure["data"]] == [("Polish", [1, 11, 22]), ("Korean", [0, 2])]
    assert {trace["yaxis"] for trace in shown.figure["data"]} == {"y", "y2"}


def test_a_label_that_must_not_be_shown_is_not(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection().choose(GROUP.param, frozenset({"kalmyk"})))
    assert len(shown.figure["data"]) == 1
    assert shown.notes == ("“Groups of people” is not applied here: this chart cannot show that choice.",)


def test_a_month_with_a_gap_has_no_bar(tables: Tables, words: Words) -> None:
    frame = tables["arrests_by_month"]
    gap = frame.assign(value=frame["value"].mask(frame["nationality"] == "kalmyk"))
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "arrests_by_month": gap})
    (bars,) = picture(changed, words, Selection()).figure["data"]
    assert dict(zip(bars["x"], bars["y"], strict=True)) == {"1936-12-01": 12, "1937-06-01": 33, "1937-07-01": None}


def test_records_are_not_added_to_figures_of_another_basis(tables: Tables, words: Words) -> None:
    frame = tables["arrests_by_month"]
    mixed = pd.concat([frame, frame.tail(1).assign(basis="estimate")])
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "arrests_by_month": mixed})
    with pytest.raises(ChartError) as caught:
        picture(changed, words, Selection())
    assert isinstance(caught.value.__cause__, MixError)


def test_the_reading_of_all_records(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection())
    assert shown.title == "How did the dated records of the name lists move from month to month?"
    assert shown.sentences == (
        "Each bar gives the records of the name lists for one month from December 1936 to July 1937, all labels together.",
        "Most stand in July 1937 (71).",
        "Records with a month come to 100% (1936) and 50% (1937) of the arrests known for the year, "
        "so compare months inside a year, not years.",
        "A record is dated by the arrest where it is known, otherwise (inferred) by the trial, "
        "so peaks can lie some weeks late; records without a month are in no bar.",
    )


def test_the_reading_of_labels_on_a_logarithmic_scale(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection().choose(GROUP.param, frozenset({"korean"})).choose(SCALE.param, "log"))
    assert shown.sentences[:3] == (
        "The bars give the records with the label Korean by month, from June 1937 to July 1937.",
        "Korean: the label catches less than three quarters of those whose stated nationality it names, so only the shape can be read.",
        "1 month without a record cannot stand on a logarithmic scale and is left open.",
    )
    assert list(shown.figure["data"][0]["y"]) == [None, 2]


def test_the_title_needs_the_whole_year_of_the_operation(record: Tables, words: Words) -> None:
    whole = picture(record, words, Selection())
    part = picture(record, words, Selection().choose(PERIOD.param, Months("1937-02", "1938-12")))
    year = record["arrests_by_month"][lambda frame: frame["month"].dt.year == 1937]
    share = year[year["month"].dt.month >= 7]["value"].sum() / year["value"].sum()
    assert whole.title.startswith(words.percent(share))
    assert part.title == words("charts.arrests-by-month.question")


@pytest.mark.parametrize("width", [320, 620, 1180, 1920])
def test_all_labels_fit_the_limit_of_marks(record: Tables, words: Words, width: int) -> None:
    every = Selection().choose(GROUP.param, frozenset(LABELS)).choose(PERIOD.param, Months("1934-01", "1941-12"))
    data = picture(record, words, every, width).figure["data"]
    assert len(data) == len(LABELS)
    assert sum(len(trace["x"]) for trace in data) <= 2000
