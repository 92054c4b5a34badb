"""Lists put before the leadership: names stacked by category, signatures that are never added, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts.death_lists import CATEGORIES, CHART, SIGNATORIES
from dashboard.errors import ChartError, MixError
from dashboard.filters import MEASURE, TERRITORY
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def bars(shown: Picture) -> dict[str, dict[int, int]]:
    """Return the bars of each category, by the place of their month; a month without a bar is not there."""
    return {trace["name"]: dict(zip(trace["x"], trace["y"], strict=True)) for trace in shown.figure["data"] if trace["type"] == "bar"}


def dots(shown: Picture) -> dict[str, dict]:
    return {trace["name"]: trace for trace in shown.figure["data"] if trace["type"] == "scatter"}


def test_names_are_summed_by_month_and_category(tables: Tables, words: Words) -> None:
    assert bars(picture(tables, words)) == {
        "Proposed, “first category”: to be shot": {0: 44, 1: 55, 7: 133},
        "Proposed, “second category”: ten years": {0: 2, 7: 11},
        "Proposed, “third category”: five to eight years": {0: 1},
    }


def test_every_dated_name_of_the_record_stands_in_one_bar(record: Tables, words: Words) -> None:
    table = record["death_list_counts"]
    assert (
        sum(value for values in bars(picture(record, words)).values() for value in values.values())
        == table[table["date"].notna()]["value"].sum()
    )


def test_a_dot_holds_the_lists_signed_in_its_month(record: Tables, words: Words) -> None:
    lists = record["death_lists"]
    for who in SIGNATORIES:
        trace = dots(picture(record, words))[words(f"charts.death-lists.signatories.{who}")]
        marks = [mark for joined in trace["customdata"] for mark in joined.split(MARKS_JOINED)]
        signed = lists[lists[f"signed_by_{who}"] & lists["date"].notna()]
        assert sorted(marks) == sorted(signed[MARK])


def test_a_larger_dot_is_more_lists_by_area(record: Tables, words: Words) -> None:
    trace = dots(picture(record, words))["Stalin"]
    counts = [len(joined.split(MARKS_JOINED)) for joined in trace["customdata"]]
    sizes = trace["marker"]["size"]
    large, small = counts.index(max(counts)), counts.index(9)
    assert (sizes[large] / sizes[small]) ** 2 == pytest.approx(counts[large] / counts[small])


def test_categories_that_may_share_people_are_not_stacked(tables: Tables, words: Words) -> None:
    frame = tables["death_list_counts"]
    overlapping = frame.assign(counts=frame["counts"].where(frame["measure"] != "proposed_category_2", "convicted"))
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "death_list_counts": overlapping})
    with pytest.raises(ChartError) as caught:
        picture(changed, words)
    assert isinstance(caught.value.__cause__, MixError)


def test_a_gap_in_a_part_leaves_its_bar_open(tables: Tables, words: Words) -> None:
    frame = tables["death_list_counts"]
    gap = frame.assign(value=frame["value"].mask(frame["part_kind"] == "moscow_centre"))
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "death_list_counts": gap})
    assert list(bars(picture(changed, words))["Proposed, “first category”: to be shot"]) == [1, 7]


def test_the_reading(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    assert shown.title == "The month with most names on the lists is their last: October 1937, with 144"
    assert shown.sentences == (
        "The bars give 246 names on 3 lists dated March 1937 to October 1937, by the sentence proposed.",
        "Each of these lists carries at least one signature of the leadership: Stalin (2), Molotov (3) and Yezhov (1); "
        "a list carries several, so these numbers have no sum.",
        "1 list has no date and stands in no month.",
        "A list is neither the date nor the count of executions: some people were struck out, spared or sentenced otherwise, "
        "and cases of troikas and albums lie outside these lists.",
    )


def test_a_choice_of_names_is_not_told_as_all(tables: Tables, words: Words) -> None:
    for selection in (
        Selection().choose(MEASURE.param, frozenset({"proposed_category_2"})),
        Selection().choose(TERRITORY.param, frozenset({"first_oblast", "second_ssr"})),
    ):
        assert picture(tables, words, selection).title.startswith("The month with most of these names is ")


def test_unsigned_lists_are_told(tables: Tables, words: Words) -> None:
    lists = tables["death_lists"]
    unsigned = lists.assign(**{f"signed_by_{who}": pd.array([False, True, True, False], dtype="boolean") for who in SIGNATORIES[:1]})
    for who in SIGNATORIES[1:]:
        unsigned[f"signed_by_{who}"] = pd.array([False] * 4, dtype="boolean")
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "death_lists": unsigned})
    assert picture(changed, words).sentences[1] == (
        "2 of these lists carry a signature of the leadership: Stalin (2); a list carries several, so these numbers have no sum."
    )


def test_the_categories_are_those_of_the_record(record: Tables) -> None:
    assert set(record.package.tables["death_list_counts"].fields["measure"].enum) == set(CATEGORIES)
    flags = [name for name in record.package.tables["death_lists"].fields if name.startswith("signed_by_")]
    assert flags == [f"signed_by_{who}" for who in SIGNATORIES]
