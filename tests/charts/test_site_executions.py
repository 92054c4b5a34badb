"""Places of execution: kinds, spans in words, ranges and that nothing is added."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts.site_executions import CHART, NATIONALITIES, kind_of, span_in_words
from dashboard.filters import FIGURES, GROUP, SCALE
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARK, Tables, records
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def test_each_figure_is_one_mark_and_none_is_a_sum(record: Tables, words: Words) -> None:
    shown = picture(record, words)
    marks = [mark for trace in shown.figure["data"] for mark in trace["customdata"]]
    assert sorted(marks) == sorted(shown.frame[MARK])
    places = {mark: x for trace in shown.figure["data"] for mark, x in zip(trace["customdata"], trace["x"], strict=True)}
    for row in records(shown.frame):
        assert places[row[MARK]] == row["value"]


def test_the_figure_whose_source_is_not_found_is_not_shown_by_default(record: Tables, words: Words) -> None:
    assert not (picture(record, words).frame["measure"] == "buried").any()
    chosen = picture(record, words, Selection().choose(FIGURES.param, "wikipedia_levashovo"))
    assert list(chosen.frame["measure"].astype(str)) == ["buried"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"first_day": "1937-08-08", "last_day": "1937-08-08", "precision": "day"}, "8 August 1937"),
        ({"first_day": "1937-08-08", "last_day": "1938-10-19", "precision": "day"}, "8 August 1937 to 19 October 1938"),
        ({"first_day": "1937-01-01", "last_day": "1937-12-31", "precision": "month"}, "1937"),
        ({"first_day": "1938-10-01", "last_day": "1938-11-30", "precision": "month"}, "October 1938 to November 1938"),
        ({"first_day": "1937-01-01", "last_day": "1954-12-31", "precision": "year"}, "1937–1954"),
    ],
)
def test_a_span_is_told_as_exactly_as_it_is_known(words: Words, cells: dict, said: str) -> None:
    import pandas as pd

    row = {**cells, "first_day": pd.Timestamp(cells["first_day"]), "last_day": pd.Timestamp(cells["last_day"])}
    assert span_in_words(row, words) == said


def test_acts_and_lists_of_names_are_told_apart() -> None:
    kinds = [("executed", "archival_return"), ("executed", "name_list"), ("names_listed", "name_list"), ("buried", "archival_return")]
    told = [kind_of({"measure": measure, "basis": basis}) for measure, basis in kinds]
    assert told == ["executed", "executed_by_name", "names_listed", "buried"]


def test_hollow_where_not_re_read_and_a_bracket_over_a_range(tables: Tables, words: Words) -> None:
    traces = {trace["name"]: trace for trace in picture(tables, words).figure["data"]}
    by_name = traces["shot, known by name"]
    assert dict(zip(by_name["x"], by_name["marker"]["symbol"], strict=True)) == {11: "diamond-open", 99: "diamond"}
    named = traces["named in a memory book"]
    assert (list(named["x"]), list(named["error_x"]["array"])) == ([33, 22], [22, 0])


def test_words_stand_above_the_marks_where_there_is_no_room_beside_them(tables: Tables, words: Words) -> None:
    narrow, wide = picture(tables, words, width=320).figure["layout"], picture(tables, words).figure["layout"]
    said = {note["text"] for note in narrow["annotations"]}
    assert {"<b>Hill</b>", "1937"} <= said
    assert {"<b>Hill</b>", "1937"} <= set(wide["yaxis"]["ticktext"])


def test_all_nationalities_are_kept_until_one_is_chosen(record: Tables, words: Words) -> None:
    table = record["site_executions"]
    assert set(table["nationality"].astype(str)) == {"all", *NATIONALITIES}
    finnish = picture(record, words, Selection().choose(GROUP.param, frozenset({"finnish"})))
    assert set(finnish.frame["nationality"]) == {"finnish"}


def test_the_reading(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Selection().choose(SCALE.param, "log"))
    assert shown.title == "6 figures with spans of their own, none to be added to another"
    assert shown.sentences == (
        "Each mark is one of 6 figures of 3 places, beside the span that it covers.",
        "At Field 222 people are counted for 8 August 1937 to 19 October 1938.",
        "The day with most that is on record here is 8 August 1937 at Field: 11 people.",
        "1 figure is drawn hollow because it was not re-read.",
        "Places, spans and measures differ and overlap, so the figures have no sum; most places of execution are not known at all.",
    )
