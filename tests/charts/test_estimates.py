"""What sources say: order, forms, plates, and that nothing is added, averaged or ranked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.canvas import Canvas
from dashboard.charts.estimates import BASES, CHART, OPENED, SHOWN_FIRST, ends_of
from dashboard.filters import QUESTION
from dashboard.readings import narrow
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARK, Tables, records
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def asked(*questions: str) -> Selection:
    return Selection().choose(QUESTION.param, frozenset(questions))


def test_the_questions_shown_first_are_those_of_the_record(record: Tables, words: Words) -> None:
    assert tuple(picture(record, words).frame["question"].drop_duplicates()) == SHOWN_FIRST


def test_a_question_chosen_is_shown_alone(record: Tables) -> None:
    frame, _, aside = narrow(CHART, record["estimates"], asked("camps_end_1938"))
    assert set(frame["question"]) == {"camps_end_1938"}
    assert not aside


def test_rows_stand_by_basis_and_year_never_by_size(record: Tables, words: Words) -> None:
    for question in SHOWN_FIRST:
        rows = records(picture(record, words, asked(question)).frame)
        places = [(list(BASES).index(row["basis"]), row["year_published"]) for row in rows]
        assert places == sorted(places)


def test_every_answer_is_one_mark_at_its_own_figure(record: Tables, words: Words) -> None:
    every = asked(*record["estimates"]["question"].unique())
    shown = picture(record, words, every)
    drawn = {trace["customdata"][0]: tuple(trace["x"]) for trace in shown.figure["data"]}
    assert drawn == {row[MARK]: ends_of(row) for row in records(record["estimates"])}


@pytest.mark.parametrize("width", [360, 768, 1180])
def test_each_question_has_an_axis_of_its_own_from_zero_and_none_overlap(record: Tables, words: Words, width: int) -> None:
    layout = picture(record, words, width=width).figure["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith("xaxis")]
    assert len(axes) == len(SHOWN_FIRST)
    assert all(axis["range"][0] == 0 for axis in axes)
    domains = sorted(axis["domain"] for name, axis in layout.items() if name.startswith("yaxis"))
    assert all(below[1] < above[0] for below, above in pairwise(domains))


def test_a_figure_that_was_not_re_read_is_hollow_and_a_form_means_a_basis(record: Tables, words: Words) -> None:
    shown = picture(record, words)
    symbols = {trace["customdata"][0]: trace["marker"]["symbol"] for trace in shown.figure["data"]}
    for row in records(shown.frame):
        form = BASES[row["basis"]][0]
        assert symbols[row[MARK]] == (f"{form}-open" if row["certainty"] == "reported" else form)


@pytest.mark.parametrize("width", [360, 1180])
def test_the_figure_that_the_record_prefers_is_bold_with_its_author(record: Tables, words: Words, width: int) -> None:
    shown = picture(record, words, asked("camps_end_1938"), width)
    preferred = next(row for row in records(shown.frame) if row["preferred"])
    layout = shown.figure["layout"]
    names = [*layout["yaxis"]["ticktext"], *(note["text"] for note in layout["annotations"])]
    assert f"<b>{words('charts.estimates.row', author=preferred['author'], year=preferred['year_published'])}</b>" in names
    bold = {note["text"] for note in layout["annotations"] if note["text"].startswith("<b>") and note["text"][3:4].isdigit()}
    assert bold == {f"<b>{words.number(int(preferred['value']))}</b>"}


def test_an_arrow_stands_where_a_figure_is_open(record: Tables, words: Words) -> None:
    shown = picture(record, words)
    arrows = [shape["xanchor"] for shape in shown.figure["layout"]["shapes"] if shape["type"] == "path"]
    open_rows = [row for row in records(shown.frame) if row["qualifier"] in {"more_than", "at_least", "up_to"}]
    assert sorted(arrows) == sorted(row["value"] for row in open_rows)


def test_a_line_parts_works_before_and_after_the_opening_within_a_basis(record: Tables, words: Words) -> None:
    shown = picture(record, words, asked("executions_1937_38"))
    lines = [shape for shape in shown.figure["layout"]["shapes"] if shape["type"] == "line"]
    sides = shown.frame.groupby("basis", observed=True)["year_published"].agg(["min", "max"])
    assert len(lines) == int(((sides["min"] < OPENED) & (sides["max"] >= OPENED)).sum())


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    assert shown.title == "Executions, 1937–38: estimates made before 1991 give 33 to 66, archival returns 22"
    assert shown.sentences == (
        "Each of the 6 rows is one answer to 2 questions, in the order of basis and year, never of size.",
        "Estimates made before 1991 beside archival returns: Executions, 1937–38: 33 to 66 beside 22.",
        "1 figure is hollow because it is only stated in the literature and was not re-read.",
        "Answers differ in whom they count and over which months, and many later ones rest on the same returns, "
        "so their agreement is no independent proof.",
    )


def test_a_bound_stays_a_bound_in_the_title(record: Tables, words: Words) -> None:
    title = picture(record, words).title
    returns = record["estimates"]
    bound = returns[
        (returns["question"] == SHOWN_FIRST[0]) & (returns["basis"] == "archival_return") & (returns["qualifier"] == "at_least")
    ]
    assert f"at least {int(bound['value'].max()):,}" in title
