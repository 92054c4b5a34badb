"""The increases of limits: what is one mark, what is never added, where a day is not known, and the words."""

from __future__ import annotations

import pandas as pd

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.limit_increases import CHART, broadest, decisions_of
from dashboard.filters import MEASURE
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words


def decisions(tables: Tables, words: Words):
    narrowed, values, _ = narrow(CHART, CHART.rows(tables), Selection())
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, values, 1180, 16.0, False)
    return decisions_of(CHART.prepare(narrowed), scene)


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    picture = render(CHART, drawn, Selection(), words, Canvas(1180))
    assert picture.title == "On 31 January 1938 the limits of 3 territories were raised"
    assert picture.sentences == (
        "Each of 6 marks is a decision or a request. 4 are increases.",
        "On 31 January 1938 the limits of 3 territories were raised by 33 to be shot and 22 to be sent to camps or prison.",
        "1 figure was not re-read and is drawn in outline only.",
        "Many increases were given without a written decision or were not found, so the marks are not all increases, and a lane without a"
        " mark is not a limit that stood.",
    )


def test_the_day_of_most_territories_has_the_total_that_is_printed(record: Tables, words: Words) -> None:
    found = broadest(decisions(record, words))
    assert found is not None
    day, most = found
    totals = record["totals"].set_index("total_id")["printed"]
    picture = render(CHART, record, Selection(), words, Canvas(1180))
    for category in (1, 2):
        total = sum(int(one.rows[f"limit_category_{category}"]["value"]) for one in most if f"limit_category_{category}" in one.rows)
        assert total == totals[f"increases_{day:%Y_%m_%d}_category_{category}"]
        assert words.number(total) in picture.sentences[1]


def test_both_categories_of_a_decision_are_one_mark_and_nothing_else_is(drawn: Tables, words: Words) -> None:
    found = {(one.unit, one.kind): one for one in decisions(drawn, words)}
    assert found["Third Oblast", "increase"].both == 33
    assert {one.both for key, one in found.items() if key != ("Third Oblast", "increase")} == {None}
    assert {one.kind for one in found.values()} == {"increase", "new_ceiling", "request_before_order"}


def test_a_day_that_is_not_known_is_a_span(drawn: Tables, record: Tables, words: Words) -> None:
    ceiling = next(one for one in decisions(drawn, words) if one.kind == "new_ceiling")
    assert ceiling.span == (pd.Timestamp("1937-10-01"), pd.Timestamp("1937-10-31"))
    assert ceiling.span[0] < ceiling.at < ceiling.span[1]
    order = pd.Timestamp("1937-07-30")
    assert all(one.span[0] >= order for one in decisions(record, words) if one.kind in {"increase", "new_ceiling"})


def test_requests_are_hollow_and_shares_of_a_limit_are_left_out(record: Tables, words: Words) -> None:
    picture = render(CHART, record, Selection(), words, Canvas(1180))
    symbols = {trace["marker"]["symbol"] for trace in picture.figure["data"] if "equest" in trace["name"]}
    assert symbols == {"diamond-open"}
    assert "allocation_within_order" not in set(picture.frame["decision"])
    one = Selection().choose(MEASURE.param, frozenset({"limit_both_categories"}))
    assert set(render(CHART, record, one, words, Canvas(1180)).frame["measure"]) == {"limit_both_categories"}
