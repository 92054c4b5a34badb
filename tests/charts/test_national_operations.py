"""The bars of the national operations: which rows stand in them, when the remainder does, and the words."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts.national_operations import CHART
from dashboard.filters import MEASURE, OPERATION
from dashboard.provenance import trace
from dashboard.readings import narrow
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARKS_JOINED, Tables
from dashboard.words import Words

REST = "All other lines together"


def chosen(**codes: str) -> Selection:
    selection = Selection()
    for known in (MEASURE, OPERATION):
        if known.param.key in codes:
            selection = selection.choose(known.param, frozenset(codes[known.param.key].split(",")))
    return selection


def drawn(tables: Tables, words: Words, width: int = 1180, **codes: str) -> Picture:
    return render(CHART, tables, chosen(**codes), words, Canvas(width))


def rest_of(picture: Picture) -> list[int]:
    return [trace["x"][0] for trace in picture.figure["data"] if trace["name"] == REST]


def test_only_whole_lines_stand_in_the_bars(record: Tables) -> None:
    frame = CHART.prepare(record["national_operations"])
    assert set(frame["coverage"]) == {"whole_line"}
    assert set(frame["measure"]) == {"arrested", "convicted", "sentenced_to_death"}


def test_nobody_who_has_chosen_nothing_sees_a_figure_that_was_not_read(record: Tables) -> None:
    frame, _, aside = narrow(CHART, record["national_operations"], Selection())
    assert set(CHART.prepare(frame)["certainty"]) == {"confirmed"}
    assert aside == ()
    lines, _, _ = narrow(CHART, record["national_operations"], chosen(operation="greek"))
    assert set(CHART.prepare(lines)["certainty"]) == {"reported"}


def test_the_remainder_is_the_printed_whole_less_the_lines(record: Tables, words: Words) -> None:
    """Computed here anew: the chart takes it from the register, never by adding lines of different basis."""
    picture = drawn(record, words)
    totals = record["totals"][record["totals"]["table"] == "national_operations"]
    values = picture.frame.groupby("measure", observed=True)["value"].sum()
    expected = [
        int(row["printed"] - values[measure])
        for measure in ("convicted", "sentenced_to_death")
        for _, row in totals.iterrows()
        if row["where"].endswith(f"measure={measure}")
    ]
    assert rest_of(picture) == expected
    assert len(set(picture.frame["basis"])) > 1


@pytest.mark.parametrize("operation", ["polish", "polish,german,greek", "greek", "german"])
def test_no_remainder_stands_beside_other_lines(tables: Tables, words: Words, operation: str) -> None:
    picture = drawn(tables, words, operation=operation)
    assert rest_of(picture) == []
    assert REST not in str(picture.figure["layout"]["annotations"])


def test_the_remainder_stands_for_its_total_and_the_lines_taken_off(tables: Tables, words: Words) -> None:
    bar = next(trace for trace in drawn(tables, words).figure["data"] if trace["name"] == REST)
    marks = bar["customdata"][0].split(MARKS_JOINED)
    assert marks[0] == "totals/lines"
    assert len(marks) == 3
    assert all(trace(mark, tables, words) for mark in marks)
    assert bar["marker"]["pattern"]["shape"] == "\\"


def test_what_is_not_recorded_is_worded_and_not_drawn(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words)
    gaps = [note["text"] for note in picture.figure["layout"]["annotations"] if "not recorded" in note["text"]]
    assert gaps == ["arrested: not recorded"] * 2  # German, and all others
    arrested = next(trace for trace in picture.figure["data"] if trace["name"] == words.label("measure", "arrested"))
    assert len(arrested["x"]) == 1


def test_reported_figures_are_hollow(tables: Tables, words: Words) -> None:
    colours = {trace["marker"]["color"][0] for trace in drawn(tables, words, operation="greek").figure["data"]}
    filled = {trace["marker"]["color"][0] for trace in drawn(tables, words, operation="german").figure["data"]}
    assert len(colours) == 1
    assert not colours & filled


def test_the_words(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words)
    assert picture.title == "The national operations: 121 people sentenced, 77 of them to death"
    assert picture.sentences == (
        "Each group of bars is one of 2 lines of the national operations: people arrested, sentenced and sentenced to death.",
        "For all lines together 121 people sentenced and 77 sentenced to death are printed; less the lines shown, 22 and 22 remain for "
        "all other lines together, a remainder made here.",
        "The number of all arrested on a line is recorded for the Polish operation alone.",
        "A line is what a case was filed under, not who the sentenced person was, and the figures do not tell which sentences were "
        "carried out.",
    )
    assert any(source.startswith("Author C") for source in picture.sources), "the source of the printed whole is named"


def test_the_words_of_one_line_that_was_not_re_read(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words, operation="greek")
    assert picture.title == words("charts.national-operations.question")
    assert picture.sentences[:2] == (
        "The bars give one line of the national operations: people sentenced and sentenced to death.",
        "2 figures are drawn hollow: they are stated in the literature and were not re-read.",
    )


def test_an_operation_that_is_no_line_is_left_aside(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words, operation="order_00447")
    assert picture.title.startswith("The national operations:")
    assert picture.notes == (words("card.filter_cannot", filter=words("filters.operation.label")),)
