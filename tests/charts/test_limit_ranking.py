"""Order against execution: what is laid on a limit, what never is, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.chart_files import csv_of
from dashboard.charts import Scene
from dashboard.charts._limits import lines_of
from dashboard.charts.limit_ranking import CHART
from dashboard.errors import MixError
from dashboard.filters import TERRITORY
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words

SHOT, CONFINED = "limit_category_1", "limit_category_2"


def lines(tables: Tables, words: Words, frame: pd.DataFrame | None = None):
    narrowed, values, _ = narrow(CHART, CHART.rows(tables), Selection())
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, values, 1180, 16.0, False)
    return {line.name: line for line in lines_of(CHART.prepare(narrowed) if frame is None else frame, scene)}


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    picture = render(CHART, drawn, Selection(), words, Canvas(1180))
    assert picture.title == words("charts.limit-ranking.question")  # one territory supports no finding
    assert picture.sentences == (
        "Each of 4 rows gives the limits of one territory, or of a part of one, and what is known of the sentences.",
        "First limit and death sentences were both read for one territory only.",
        "Increases that no decision divided by category are pointed at, not laid on a limit: Ukrainian SSR: 33 more.",
        "For most territories no outcome under the order alone was found, and outcomes of all cases together are not set beside the limits"
        " of one order.",
    )


def test_increases_are_laid_on_a_limit_and_a_new_ceiling_takes_its_place(drawn: Tables, words: Words) -> None:
    found = lines(drawn, words)
    assert [(step.start, step.end) for step in found["Third Oblast"].steps[SHOT]] == [(0, 11), (11, 22)]
    assert [(step.start, step.end) for step in found["Third Oblast"].steps[CONFINED]] == [(0, 66), (66, 88)]
    assert [(step.start, step.end) for step in found["Fourth Oblast"].steps[SHOT]] == [(0, 22), (22, 55), (55, 66)]


def test_a_republic_has_the_limits_of_its_oblasts_and_undivided_increases_stay_off(drawn: Tables, words: Words) -> None:
    republic = lines(drawn, words)["Ukrainian SSR"]
    assert [step.end for step in republic.steps[SHOT]] == [11]
    assert [row["region_id"] for row in republic.steps[SHOT][0].rows] == ["fifth_oblast"]
    assert [int(row["value"]) for row in republic.undivided] == [33]
    assert republic.outcomes == {}  # all cases together are not the outcome of one order


def test_a_republic_that_is_chosen_keeps_the_limits_of_its_oblasts(drawn: Tables, words: Words) -> None:
    chosen = Selection().choose(TERRITORY.param, frozenset({"ukrainian_ssr"}))
    picture = render(CHART, drawn, chosen, words, Canvas(1180))
    assert set(picture.frame["region_id"]) == {"fifth_oblast", "ukrainian_ssr"}
    assert picture.notes == ()


def test_what_was_given_to_a_part_is_not_laid_on_the_whole(drawn: Tables, words: Words) -> None:
    found = lines(drawn, words)
    part = found["Third City (part of Third Oblast)"]
    assert part.steps == {}
    assert int(part.outcomes[SHOT]["value"]) == 11
    assert int(found["Third Oblast"].outcomes[SHOT]["value"]) == 33


def test_limits_of_another_basis_are_never_laid_on_one_another(drawn: Tables, words: Words) -> None:
    narrowed, _, _ = narrow(CHART, CHART.rows(drawn), Selection())
    frame = CHART.prepare(narrowed)
    mixed = frame.assign(basis=frame["basis"].astype("str").mask(frame["decision"] == "increase", "estimate"))
    with pytest.raises(MixError):
        lines(drawn, words, mixed)


def test_what_was_only_reported_stands_where_it_is_all_there_is(record: Tables) -> None:
    frame = CHART.prepare(CHART.rows(record))
    beyond = frame[frame["decision"].notna() | frame["stage"].notna()]
    read = beyond[beyond["certainty"] != "reported"]
    assert set(beyond["region_id"]) == set(read["region_id"])
    only = CHART.rows(record)
    only = only[only["region_id"] == "azerbaijan_ssr"]
    assert "reported" in set(CHART.prepare(only)["certainty"])


def test_table_and_download_hold_the_rows_of_all_three_tables(drawn: Tables, words: Words) -> None:
    chosen = Selection().choose(TERRITORY.param, frozenset({"third_oblast"}))
    frame = render(CHART, drawn, chosen, words, Canvas(1180)).frame
    assert {mark.partition("/")[0] for mark in frame["mark"]} == {"limits", "limit_increases", "limit_outcomes"}
    text = csv_of(frame, bom=False).decode()
    assert "order_group" in text.splitlines()[0]
    assert "decision" in text.splitlines()[0]
    assert len(text.splitlines()) == len(frame) + 1


def test_pictures_are_divided_by_the_very_rows_that_are_drawn(record: Tables, words: Words) -> None:
    narrowed, values, _ = narrow(CHART, CHART.rows(record), Selection())
    frame, scene = CHART.prepare(narrowed), Scene(words, {name: record[name] for name in CHART.beside}, values, 1180, 16.0, False)
    assert CHART.splits
    names, places = [line.name for line in lines_of(frame, scene)], CHART.splits(frame, scene)
    assert sorted(set(places)) == list(range(len(names)))
    for first in range(0, len(names), 4):
        part = frame[[first <= place < first + 4 for place in places]]
        assert [line.name for line in lines_of(part, scene)] == names[first : first + 4]


def test_words_below_a_bar_are_clear_of_the_next_one_and_of_the_axis_on_a_wall(record: Tables, words: Words) -> None:
    close = 0.71  # of the height of its rows, which is the least that a wall leaves them
    canvas = Canvas(1920, theme="wall")
    figure = render(CHART, record, Selection(), words, canvas).figure
    layout = figure["layout"]
    label = next(note["font"]["size"] for note in layout["annotations"] if note["text"].startswith("▨") or "first limit" in note["text"])
    foot, head = layout["yaxis"]["range"]
    row = close * (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]) / (foot - head)
    (bar,) = {trace["width"] for trace in figure["data"] if trace["type"] == "bar"}
    below = [
        note["y"] for note in layout["annotations"] if note.get("yanchor") == "top" and "limit " in note["text"] and note["yref"] == "y"
    ]
    assert len(below) > 10
    for y in below:
        end = y + 1.3 * label / row
        assert end < round(y) + 1 - bar / 2
        assert end < foot
