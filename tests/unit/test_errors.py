"""Problems are said so that the reader can mend them."""

from __future__ import annotations

import pytest

from dashboard.errors import ChartError, DashboardError, DataError, MixError, Problem, WordsError, report


def problem(file: str = "a.csv", line: int = 2, field: str = "value", code: str = "cell-empty") -> Problem:
    return Problem(file, line, field, code, "an empty cell", "a value", "Fill the cell.")


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        (2, "value", "cell-empty: a.csv, line 2, field value: found an empty cell, expected a value. Fill the cell."),
        (2, "", "cell-empty: a.csv, line 2: found an empty cell, expected a value. Fill the cell."),
        (0, "", "cell-empty: a.csv: found an empty cell, expected a value. Fill the cell."),
        (0, "value", "cell-empty: a.csv, field value: found an empty cell, expected a value. Fill the cell."),
    ],
)
def test_a_problem_names_code_place_found_allowed_and_remedy(line: int, field: str, text: str) -> None:
    assert str(problem(line=line, field=field)) == text


def test_a_report_is_sorted_by_place_without_doubles_and_closed_by_the_count() -> None:
    late, early, twice = problem("b.csv", 2), problem("a.csv", 10), problem("a.csv", 9)
    assert report([late, early, twice, twice]) == f"{twice}\n{early}\n{late}\n3 problems found."


def test_a_report_of_one_problem_counts_in_the_singular() -> None:
    assert report([problem()]) == f"{problem()}\n1 problem found."


def test_a_data_error_keeps_its_problems_sorted_and_says_the_report() -> None:
    late, early = problem("b.csv"), problem("a.csv")
    error = DataError(iter([late, early, late]))
    assert error.problems == (early, late)
    assert str(error) == report([early, late])


def test_a_chart_error_names_chart_and_stage() -> None:
    error = ChartError("a-chart", "be drawn")
    assert (error.chart_id, error.stage) == ("a-chart", "be drawn")
    assert str(error) == "chart a-chart failed while it was to be drawn; the cause stands above"


@pytest.mark.parametrize("kind", [DataError, MixError, WordsError, ChartError])
def test_every_deliberate_error_is_of_this_project(kind: type[Exception]) -> None:
    assert issubclass(kind, DashboardError)
