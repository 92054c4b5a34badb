"""Special settlers: stocks and movements on axes of their own, years together in words, gaps named, no balance."""

from __future__ import annotations

from itertools import pairwise

from dashboard.canvas import Canvas
from dashboard.charts.special_settlers import CHART, prepare
from dashboard.filters import FIGURES, MEASURE, PERIOD
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def test_each_measure_has_an_axis_of_its_own_and_no_figure_is_a_sum(record: Tables, words: Words) -> None:
    drawn = picture(record, words)
    axes: dict[str, set[str]] = {}
    for trace in drawn.figure["data"]:
        axes.setdefault(trace["yaxis"], set()).add(trace["name"])
    assert len(axes) == drawn.frame["measure"].nunique() == 4
    assert all(len(names) == 1 for names in axes.values())
    marks = [mark for trace in drawn.figure["data"] for mark in trace["customdata"]]
    assert sorted(marks) == sorted(drawn.frame[MARK])
    assert not any(MARKS_JOINED in mark for mark in marks)
    values = dict(zip(drawn.frame[MARK], drawn.frame["value"], strict=True))
    assert all(values[mark] == y for trace in drawn.figure["data"] for mark, y in zip(trace["customdata"], trace["y"], strict=True))


def test_panels_stand_above_one_another_and_share_the_years(record: Tables, words: Words) -> None:
    layout = picture(record, words).figure["layout"]
    domains = [layout[name]["domain"] for name in ("yaxis", "yaxis2", "yaxis3", "yaxis4")]
    assert domains[0][1] == 1
    assert all(upper[0] > lower[1] for upper, lower in pairwise(domains))
    assert layout["xaxis"]["anchor"] == "y4"
    assert all(layout[name]["range"][0] == 0 for name in ("yaxis", "yaxis2", "yaxis3", "yaxis4"))


def test_figures_of_several_years_are_left_out_of_the_panels(record: Tables) -> None:
    rows = record["special_settlers"]
    several = rows[rows["period_start"].dt.year < rows["period_end"].dt.year]
    assert len(several)
    assert not set(several[MARK]) & set(prepare(rows)[MARK])
    assert set(prepare(rows)["region_id"]) == {"ussr"}


def test_a_stock_is_joined_with_that_of_the_next_year_only(tables: Tables, words: Words) -> None:
    stocks = [trace for trace in picture(tables, words).figure["data"] if trace["type"] == "scatter"]
    assert [list(trace["y"]) for trace in stocks] == [[1111, 999], [888]]
    assert list(stocks[0]["x"]) == [1935.5, 1936.5]


def test_what_is_not_recorded_is_said(tables: Tables, words: Words) -> None:
    notes = [note for note in picture(tables, words).figure["layout"]["annotations"] if words("card.missing_cell") in note["text"]]
    assert [(note["yref"], note["x"]) for note in notes] == [("y2", 1938.5), ("y3", 1936.0), ("y3", 1938.5), ("y4", 1936.0), ("y4", 1938.5)]


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    drawn = picture(tables, words)
    assert drawn.title == "Special settlements held 999 people on 1 January 1937, 888 two years later"
    assert drawn.sentences == (
        "The panels give people held on 1 January, deaths, escapes and births, 1936–1939.",
        "Most deaths of one year are recorded for 1937: 33.",
        "For 1930 and 1931 together there are estimates only, which have no bar: about 222 (Author A, 1991) and 111 to 333 "
        "(Author B, 1992) died.",
        "Movements are incomplete, so no balance can be drawn from them; sentences, transfers by decree and people held are three "
        "different things and are never added.",
    )
    assert any("Author B" in source for source in drawn.sources)


def test_years_together_are_told_only_when_all_of_them_and_deaths_are_chosen(tables: Tables, words: Words) -> None:
    for chosen in (
        Selection().choose(PERIOD.param, Months("1931-01", "1939-12")),
        Selection().choose(MEASURE.param, frozenset({"held"})),
    ):
        assert not any("1930" in sentence for sentence in picture(tables, words, chosen).sentences)


def test_another_source_shows_its_own_figures(record: Tables, words: Words) -> None:
    drawn = picture(record, words, Selection().choose(FIGURES.param, "werth_2011_dekulakisation"))
    assert set(drawn.frame["source_id"]) == {"werth_2011_dekulakisation"}
    assert drawn.title == words("charts.special-settlers.question")


def test_each_figure_keeps_its_qualifier(record: Tables, words: Words) -> None:
    texts = " ".join(note["text"].replace("<br>", " ") for note in picture(record, words).figure["layout"]["annotations"])
    rows = picture(record, words).frame
    about = rows[rows["qualifier"] == "about"]
    assert len(about)
    assert all(f"about {words.number(int(value))}" in texts for value in about["value"])
