"""Prisoners and deaths: stocks of 1 January, breaks where a population changes, series of deaths that are never joined."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts.gulag_population import CHART, prepare
from dashboard.filters import CATEGORY, FIGURES, MEASURE, PERIOD
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.words import Words

WHOLE = Selection().choose(PERIOD.param, Months("1930-01", "1953-12"))


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def lines(drawn: Picture, name: str, axis: str = "y") -> list[tuple[list, list]]:
    return [(list(trace["x"]), list(trace["y"])) for trace in drawn.figure["data"] if (trace["name"], trace["yaxis"]) == (name, axis)]


@pytest.mark.parametrize("selection", [Selection(), WHOLE])
def test_each_figure_is_one_mark_and_none_is_a_sum(record: Tables, words: Words, selection: Selection) -> None:
    drawn = picture(record, words, selection)
    marks = [mark for trace in drawn.figure["data"] for mark in trace["customdata"]]
    assert sorted(marks) == sorted(drawn.frame[MARK])
    assert not any(MARKS_JOINED in mark for mark in marks)
    values = dict(zip(drawn.frame[MARK], drawn.frame["value"], strict=True))
    assert all(values[mark] == y for trace in drawn.figure["data"] for mark, y in zip(trace["customdata"], trace["y"], strict=True))


def test_a_whole_stands_only_in_years_without_its_parts(record: Tables) -> None:
    kept = prepare(record["gulag_population"])
    held = kept[kept["measure"] == "held"]
    whole = set(held.loc[held["category"] == "camps_and_colonies", "period_start"])
    assert whole
    assert not whole & set(held.loc[held["category"].isin(["camps", "colonies"]), "period_start"])


def test_only_the_first_january_of_each_year_is_shown(record: Tables, words: Words) -> None:
    frame = picture(record, words, WHOLE).frame
    held = frame[frame["measure"] == "held"]
    assert (held["period_start"].dt.day_of_year == 1).all()
    assert (held["precision"] == "day").all()
    assert not held.duplicated(["category", "period_start"]).any()


def test_a_count_of_mid_january_stands_where_its_source_is_chosen(tables: Tables, words: Words) -> None:
    drawn = picture(tables, words, Selection().choose(FIGURES.param, "source_b").choose(CATEGORY.param, frozenset({"prisons"})))
    assert list(drawn.frame["value"]) == [88]
    assert drawn.sentences[0] == "The marks give the prisoners in January of each year by place, 1939."
    assert "Prisoners in January" in [note["text"] for note in drawn.figure["layout"]["annotations"]]
    ((x, _),) = lines(drawn, "Prisons")
    assert 1938.5 < x[0] < 1938.6


def test_colonies_are_not_joined_across_the_autumn_of_1938(record: Tables, words: Words) -> None:
    drawn = picture(record, words)
    runs = lines(drawn, "Colonies")
    assert [(x[0], x[-1]) for x, _ in runs] == [(1934.5, 1937.5), (1938.5, 1940.5)]
    assert len(lines(drawn, "Camps")) == 1
    dotted = [shape for shape in drawn.figure["layout"]["shapes"] if shape["type"] == "line"]
    assert len(dotted) == 1


def test_a_missing_year_breaks_a_line(record: Tables, words: Words) -> None:
    camps = lines(picture(record, words, WHOLE), "Camps")
    assert [(x[0], x[-1]) for x, _ in camps] == [(1929.5, 1944.5), (1946.5, 1952.5)]


def test_series_of_deaths_have_an_axis_of_their_own_and_are_never_joined(record: Tables, words: Words) -> None:
    drawn = picture(record, words)
    by_mark = dict(zip(drawn.frame[MARK], drawn.frame["counts"], strict=True))
    for trace in drawn.figure["data"]:
        counts = {by_mark[mark] for mark in trace["customdata"]}
        assert len(counts) == 1
        assert (trace["yaxis"] == "y2") == next(iter(counts)).startswith("deaths")


def test_a_figure_that_was_not_re_read_is_hollow(tables: Tables, words: Words) -> None:
    drawn = picture(tables, words)
    certainty = dict(zip(drawn.frame[MARK], drawn.frame["certainty"], strict=True))
    fills = {
        mark: fill == trace["line"]["color"]
        for trace in drawn.figure["data"]
        for mark, fill in zip(trace["customdata"], trace["marker"]["color"], strict=True)
    }
    assert fills == {mark: certainty[mark] != "reported" for mark in fills}
    assert not all(fills.values())


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    drawn = picture(tables, words)
    assert drawn.title == "The camps held 555 prisoners on 1 January 1937, 888 two years later"
    assert drawn.sentences == (
        "Above: prisoners on 1 January of each year by place; below: deaths by year in each series, 1937–1940.",
        "For 1938 the 2 series of deaths, which cover different places, have 66 (Camps and colonies) and 55 (Gulag registration).",
        "2 figures are hollow because they were not re-read.",
        "A count of one day does not tell how many passed through, and sentences, transfers by decree and people held are three different "
        "things and are never added.",
    )


def test_one_measure_alone_fills_the_plot(tables: Tables, words: Words) -> None:
    for measure, start in (("held", "The marks give the prisoners"), ("died", "The marks give the deaths")):
        drawn = picture(tables, words, Selection().choose(MEASURE.param, frozenset({measure})))
        assert {trace["yaxis"] for trace in drawn.figure["data"]} == {"y"}
        assert list(drawn.figure["layout"]["yaxis"]["domain"]) == [0, 1]
        assert drawn.sentences[0].startswith(start)


def test_gaps_are_neither_drawn_nor_joined() -> None:
    rows = pd.DataFrame(
        {
            "measure": "held",
            "category": "camps",
            "precision": "day",
            "period_start": pd.to_datetime(["1936-01-01", "1936-04-01", "1938-01-01"]),
            "period_end": pd.to_datetime(["1936-01-01", "1936-04-01", "1938-01-01"]),
            "value": [1, 2, 3],
        }
    )
    assert list(prepare(rows)["value"]) == [1, 3]


def test_with_one_measure_words_speak_of_it_alone(record: Tables, words: Words) -> None:
    died, held = (picture(record, words, Selection().choose(MEASURE.param, frozenset({measure}))) for measure in ("died", "held"))
    assert died.title == "The series count from 90,546 to 126,585 deaths of prisoners in 1938"
    assert "1 January" not in died.subtitle
    assert "deaths" not in held.subtitle.lower()
    assert not any("panel" in one.subtitle for one in (died, held))
    before = Selection().choose(MEASURE.param, frozenset({"died"})).choose(PERIOD.param, Months("1930-01", "1936-12"))
    assert picture(record, words, before).title == words("charts.gulag-population.question_died")


def test_series_of_deaths_have_dashes_of_their_own_and_the_one_that_ends_early_its_name_at_its_end(record: Tables, words: Words) -> None:
    drawn = picture(record, words, Selection().choose(MEASURE.param, frozenset({"died"}))).figure
    dashes = {trace["name"]: trace["line"]["dash"] for trace in drawn["data"]}
    assert len(set(dashes.values())) == len(dashes) == 3
    (name,) = [note for note in drawn["layout"]["annotations"] if "<b>Camps and" in note["text"]]
    assert name["x"] == lines_end(drawn, "Camps and colonies")


def lines_end(figure: dict, name: str) -> float:
    return max(max(trace["x"]) for trace in figure["data"] if trace["name"] == name)
