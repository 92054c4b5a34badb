"""The army by rank: one author at a time, the part inside the whole, shares of large ranks only, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts.army_ranks import CHART, DEFAULT_AUTHOR, LEAST, SOURCES, entries
from dashboard.filters import FIGURES, MEASURE, PERIOD
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import Tables
from dashboard.words import Words


def picture_of(tables: Tables, words: Words, source: str = "", selection: Selection | None = None) -> Picture:
    return render(CHART, tables, (selection or Selection()).choose(FIGURES.param, source), words, Canvas(1180))


def written(picture: Picture) -> list[str]:
    return [note["text"] for note in picture.figure["layout"]["annotations"]]


def test_authors_are_never_mixed(record: Tables, words: Words) -> None:
    table = record["army_ranks"]
    assert len(set(table["author"])) > 1
    assert set(CHART.prepare(table)["author"]) == {DEFAULT_AUTHOR}
    others = table[table["author"] != DEFAULT_AUTHOR]
    assert len(set(CHART.prepare(others)["author"])) == 1
    for source, author in zip(SOURCES, ("todorsky", "conquest", "cherushev"), strict=True):
        assert picture_of(record, words, source).frame["author"].unique().tolist() == [author]


def test_each_author_can_be_chosen_and_the_default_has_a_size_for_the_most_ranks(record: Tables) -> None:
    table = record["army_ranks"]
    assert set(SOURCES) == set(table["source_id"])
    sizes = table[table["measure"] == "size_before"].groupby("author", observed=False).size()
    assert sizes.idxmax() == DEFAULT_AUTHOR
    assert (sizes == sizes.max()).sum() == 1


def test_no_loss_exceeds_its_whole(record: Tables, words: Words) -> None:
    for source in SOURCES:
        for entry in entries(picture_of(record, words, source).frame):
            assert entry.lost is None or entry.size is None or entry.lost <= entry.size, entry


def test_years_are_never_added(tables: Tables, words: Words) -> None:
    """An author who counts by year has one bar a year: an officer may stand in both."""
    picture = picture_of(tables, words, "source_b")
    whole = next(trace for trace in picture.figure["data"] if trace["name"] == "dismissed")
    assert whole["x"] == [22, 33]
    assert "1938: 11 of 33, 33%" in written(picture)
    assert "1937: 22, losses not recorded" in written(picture)


def test_a_share_is_stated_for_large_ranks_only(tables: Tables, words: Words) -> None:
    listed = {entry.rank: entry for entry in entries(picture_of(tables, words).frame)}
    assert listed["corps_commander"].share == pytest.approx(33 / 44)
    assert listed["marshal"].share is None
    assert listed["marshal"].size is not None
    assert listed["marshal"].size < LEAST
    assert {"2 of 4", "33 of 44, 75%", "55 of 99, 56%"} <= set(written(picture_of(tables, words)))


def test_a_figure_that_was_not_reread_is_hollow(tables: Tables, words: Words) -> None:
    traces = {trace["name"]: trace for trace in picture_of(tables, words).figure["data"]}
    look = traces["“repressed”"]["marker"]
    filled = dict(zip([mark.split("~")[1] for mark in traces["“repressed”"]["customdata"]], look["color"], strict=True))
    assert filled["corps_commander"] == look["line"]["color"][0] != filled["brigade_commander"]


def test_one_measure_alone_says_nothing_of_the_other(tables: Tables, words: Words) -> None:
    chosen = Selection().choose(MEASURE.param, frozenset({"dismissed"}))
    texts = written(picture_of(tables, words, "source_b", chosen))
    assert {"1937: 22", "1938: 33"} <= set(texts)
    assert not any("not recorded" in text for text in texts)


def test_a_period_keeps_the_years_that_it_touches(tables: Tables, words: Words) -> None:
    chosen = Selection().choose(PERIOD.param, Months.read("1938"))
    assert list(picture_of(tables, words, "source_b", chosen).frame["value"]) == [33, 11]
    assert len(picture_of(tables, words, "", chosen).frame) == len(picture_of(tables, words).frame)


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    assert picture.title == "In 2 of 3 ranks more than half of the officers were “repressed”"
    assert picture.sentences == (
        "The bars are 3 ranks, from high to low, in the count of one author (Todorsky: “repressed”).",
        "Among ranks of at least 10 officers the share runs from 56% (brigade commander) to 75% (corps commander).",
        "This count is shown by default because it gives a size before for the most ranks; the other authors stand under “Whose figures”.",
        "1 figure is hollow because it is only stated in the literature and was not re-read.",
        "The authors start from different sizes and years and count different losses, so no bar may be set against that of another author,"
        " and none is a number of the shot.",
    )


def test_no_half_is_told_of_a_part_of_the_dismissed(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words, "source_b")
    assert picture.title == words("charts.army-ranks.question")
    assert not any("by default" in sentence for sentence in picture.sentences)


def test_an_unknown_size_gives_no_share(tables: Tables) -> None:
    frame = CHART.prepare(tables["army_ranks"])
    unknown = frame.assign(value=frame["value"].mask(frame["measure"] == "size_before"))
    assert [entry.share for entry in entries(unknown)] == [None] * frame["rank"].nunique()
    assert pd.notna(frame["value"]).all()
