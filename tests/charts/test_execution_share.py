"""Shares of death sentences: each of two figures of one source and basis, the comparisons guarded, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.execution_share import ALL_CASES, ALL_LINES, CHART, MASS_OPERATION, Share, compared, shares_of
from dashboard.errors import MixError
from dashboard.filters import OPERATION
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import MARKS_JOINED, Tables
from dashboard.words import Words


def scene_of(tables: Tables, words: Words, **changed: pd.DataFrame) -> Scene:
    return Scene(words, {**{name: tables[name] for name in CHART.beside}, **changed}, Selection(), 1180, 16.0, narrow=False)


def by_name(scene: Scene) -> dict[str, Share]:
    return {share.name: share for share in compared(scene)}


def test_a_share_is_of_two_figures_of_one_source_and_basis(tables: Tables) -> None:
    frame = CHART.prepare(tables["national_operations"])
    assert {share.name: (share.dead, share.convicted, share.reported) for share in shares_of(frame)} == {
        "polish": (44, 66, False),
        "german": (11, 33, False),
        "greek": (1, 11, True),
    }
    for column, value in (("source_id", "source_c"), ("basis", "estimate")):
        mixed = frame.assign(**{column: frame[column].astype("str").mask(frame["measure"] == "convicted", value)})
        assert "polish" not in {share.name for share in shares_of(mixed)}


def test_a_share_of_an_unknown_or_missing_figure_is_none(tables: Tables) -> None:
    frame = CHART.prepare(tables["national_operations"])
    unknown = frame.assign(value=frame["value"].mask(frame["measure"] == "convicted"))
    assert shares_of(unknown) == []
    assert shares_of(frame[frame["measure"] == "convicted"]) == []


def test_the_record_gives_all_three_comparisons(record: Tables, words: Words) -> None:
    found = by_name(scene_of(record, words))
    assert list(found) == [ALL_LINES, MASS_OPERATION, ALL_CASES]
    assert not any(share.reported for share in found.values())
    yearly = record["annual_repression"]
    kinds = found[ALL_CASES].rows
    assert found[ALL_CASES].convicted == sum(row["value"] for row in kinds)
    assert {row["year"] for row in kinds} == {1937, 1938}
    whole = yearly[yearly["year"].isin([1937, 1938]) & (yearly["measure"] == "convicted") & (yearly["scope"] == "all")]
    assert found[ALL_CASES].convicted == whole["value"].sum(), "a rival source prints the same whole"
    reports = record["mass_operation_progress"]
    both = reports[(reports["operation"] == MASS_OPERATION) & (reports["measure"] == "sentenced_to_confinement")]
    assert {row["report_date"] for row in found[MASS_OPERATION].rows} == {both["report_date"].max()}


@pytest.mark.parametrize("name", ["mass_operation_progress", "annual_repression"])
def test_parts_of_different_sources_are_never_added(record: Tables, words: Words, name: str) -> None:
    mixed = record[name].assign(source_id=[f"s{place}" for place in range(len(record[name]))])
    gone = {"mass_operation_progress": MASS_OPERATION, "annual_repression": ALL_CASES}[name]
    assert gone not in by_name(scene_of(record, words, **{name: mixed}))


def test_parts_that_may_overlap_are_refused(record: Tables, words: Words) -> None:
    overlapping = record["definitions"].assign(disjoint_from=None)
    with pytest.raises(MixError, match="may count some of the same people"):
        by_name(scene_of(record, words, definitions=overlapping))


def test_the_printed_wholes_must_be_of_one_source(tables: Tables, words: Words) -> None:
    assert by_name(scene_of(tables, words))[ALL_LINES].dead == 77
    totals = tables["totals"]
    mixed = totals.assign(source_id=totals["source_id"].mask(totals["total_id"] == "lines", "source_a"))
    assert ALL_LINES not in by_name(scene_of(tables, words, totals=mixed))


def test_each_dot_stands_for_the_figures_that_it_is_made_of(record: Tables, words: Words) -> None:
    picture = render(CHART, record, Selection(), words, Canvas(1180))
    lines, beside = picture.figure["data"]
    assert all(len(mark.split(MARKS_JOINED)) == 2 for mark in lines["customdata"])
    assert [len(mark.split(MARKS_JOINED)) for mark in beside["customdata"]] == [2, 2, 8]


def test_reported_figures_are_hollow(tables: Tables, words: Words) -> None:
    selection = Selection().choose(OPERATION.param, frozenset({"greek", "polish"}))
    lines = render(CHART, tables, selection, words, Canvas(1180)).figure["data"][0]
    assert list(lines["marker"]["symbol"]) == ["circle", "circle-open"]


def test_the_words(tables: Tables, words: Words) -> None:
    picture = render(CHART, tables, Selection(), words, Canvas(1180))
    assert picture.title == "What share of those sentenced was sentenced to death?"  # the invented record has no order 00447 to compare
    assert picture.sentences == (
        "The upper marks give 2 lines of the national operations: how many of those sentenced were sentenced to death.",
        "By line the share runs from 33% (German operation) to 67% (Polish operation).",
        "Not every sentence under order 00447 was reported, so its share is that of the reported ones; cases that were sent back "
        "or went to a court are not in the shares, and a death sentence is not proof of an execution.",
    )


def test_the_title_sets_the_national_operations_beside_the_mass_operation(record: Tables, words: Words) -> None:
    found = by_name(scene_of(record, words))
    picture = render(CHART, record, Selection(), words, Canvas(1180))
    national, mass = (words.percent(found[name].value) for name in (ALL_LINES, MASS_OPERATION))
    assert picture.title == f"{national} of those sentenced in the national operations were sentenced to death; under order 00447, {mass}"
