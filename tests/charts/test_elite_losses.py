"""The losses of elites: which rows stand, on what scale, that nothing is added, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts._bodies import BY_CAUSE, COLOURS, GROUPS, SIZE, blocks_of, scale_of, span
from dashboard.charts.elite_losses import CHART
from dashboard.filters import FIGURES, GROUP, MEASURE
from dashboard.layout.options import options
from dashboard.pages import PAGES
from dashboard.readings import narrow
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import Tables, records
from dashboard.words import Words


def picture_of(tables: Tables, words: Words, selection: Selection | None = None) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(1180))


def bars_of(picture: Picture) -> dict[str, float]:
    return {
        mark: float(length)
        for trace in picture.figure["data"]
        if trace["type"] == "bar"
        for mark, length in zip(trace["customdata"], trace["x"], strict=True)
    }


def test_every_measure_and_group_of_the_record_can_be_shown(record: Tables) -> None:
    fields = record.package.tables["elite_losses"].fields
    assert set(COLOURS) == set(fields["measure"].enum)
    assert set(GROUPS) == set(fields["group"].enum)
    assert set(BY_CAUSE) < set(COLOURS)


def test_a_figure_that_was_not_reread_stands_only_where_none_of_its_kind_was_read(tables: Tables) -> None:
    frame, _, _ = narrow(CHART, tables["elite_losses"], Selection())
    shown = CHART.prepare(frame)
    arrests = shown[shown["measure"] == "dismissed_as_arrested"]
    assert list(arrests["certainty"]) == ["confirmed"]
    assert list(shown.loc[shown["measure"] == "reinstated", "certainty"]) == ["reported"]
    rival, _, _ = narrow(CHART, tables["elite_losses"], Selection().choose(FIGURES.param, "source_b"))
    assert "dismissed_as_arrested" in set(CHART.prepare(rival)["measure"])


def test_parts_by_cause_are_shown_when_they_are_chosen(tables: Tables, words: Words) -> None:
    assert not set(picture_of(tables, words).frame["measure"]) & BY_CAUSE
    chosen = Selection().choose(MEASURE.param, frozenset({"dismissed_on_political_grounds"}))
    assert set(picture_of(tables, words, chosen).frame["measure"]) == {"dismissed_on_political_grounds"}


def test_no_bar_is_made_of_two_rows_and_rivals_never_stand_together(record: Tables, words: Words) -> None:
    """Dismissed, arrested and shot are different facts: each mark is one row, and each row one mark."""
    picture = picture_of(record, words)
    marks = [mark for trace in picture.figure["data"] for mark in trace["customdata"]]
    assert sorted(marks) == sorted(picture.frame["mark"])
    quantity = list(record.package.tables["elite_losses"].quantity)
    assert not picture.frame.duplicated(quantity).any()


def test_a_whole_bar_is_the_size_before_or_the_largest_figure(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    bars = {mark.split("~")[2]: length for mark, length in bars_of(picture).items()}
    assert bars["arrested_and_shot"] / bars[SIZE] == pytest.approx(44 / 66)
    assert bars["dismissed_as_arrested"] / bars["dismissed"] == pytest.approx(22 / 77)
    assert bars[SIZE] == bars["dismissed"]


def test_a_lone_figure_without_a_size_has_no_length(tables: Tables, words: Words) -> None:
    rows = [row for row in records(tables["elite_losses"]) if row["subgroup"] == "yugoslav_communists"]
    assert [scale_of(block) for block in blocks_of(rows)] == [None]
    picture = picture_of(tables, words)
    dots = next(trace for trace in picture.figure["data"] if trace["type"] == "scatter")
    assert dots["marker"]["symbol"] == ["circle-x-open"], "an estimate"
    assert "→" in {note["text"] for note in picture.figure["layout"]["annotations"]}, "more than"


def test_a_body_is_scaled_alone(record: Tables) -> None:
    frame, _, _ = narrow(CHART, record["elite_losses"], Selection())
    for block in blocks_of(records(CHART.prepare(frame))):
        sizes = [row["value"] for row in block if row["measure"] == SIZE]
        assert len(sizes) <= 1
        assert not sizes or scale_of(block) == sizes[0], "no loss exceeds the size before"


def test_a_period_is_told_as_exactly_as_it_is_known(tables: Tables, words: Words) -> None:
    told = {row["measure"]: span(row, words) for row in records(tables["elite_losses"])}
    assert told["reinstated"] == "August 1938 to May 1940"
    assert told["arrested_and_shot"] == "1934–1938"
    assert told["dismissed"] == "1937"


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    assert picture.title == "Of 66 members and candidates of the Central Committee of 1934, 44 were arrested and shot"
    assert picture.sentences == (
        "The marks are 6 figures of 3 bodies of the elites.",
        "Where the size before is known, the dead were 44 of 66 (Central Committee of 1934, arrested and shot).",
        "1 figure is hollow because it is only stated in the literature and was not re-read.",
        "Bodies overlap, years and sources differ, and most sizes are not recorded, so no figure of one body can be set against that of"
        " another.",
    )


def test_a_gap_is_no_death(tables: Tables, words: Words) -> None:
    frame = CHART.prepare(tables["elite_losses"])
    gappy = frame.assign(value=frame["value"].mask(frame["measure"] == SIZE))
    reading = CHART.read(gappy, Scene(words, {}, Selection(), 1180, 16.0, narrow=False))
    assert reading.title is None
    assert not any("the dead" in sentence for sentence in reading.sentences)


def test_only_its_own_page_offers_elites_among_the_groups_of_people(record_studio: Studio, words: Words) -> None:
    for page in PAGES:
        offered = {code for code, _ in options(GROUP, page, record_studio, words)} & set(GROUPS)
        assert bool(offered) == (CHART in page.charts), page.id


def test_a_nationality_chosen_elsewhere_is_left_aside(record: Tables, words: Words) -> None:
    picture = picture_of(record, words, Selection().choose(GROUP.param, frozenset({"korean"})))
    assert pd.Index(picture.frame["mark"]).equals(pd.Index(picture_of(record, words).frame["mark"]))
    assert any("not applied here" in note for note in picture.notes)
