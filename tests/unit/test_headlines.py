"""Headline figures are computed from rows, and an unknown one is worded as unknown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dashboard.charts import BY_ID as CHARTS_BY_ID
from dashboard.errors import MixError
from dashboard.headlines import BY_ID, HEADLINES, Headline, headline_figure, headline_rows
from dashboard.tables import Tables, load_tables
from dashboard.words import Words
from tests.package import line_where, lines_of, plant, write_lines

A, B = "Author A, Title A, Town: Press A, pp. 1-2, 1991", "Author B, Title B, 1992"
SENTENCED, DEATHS, ARRESTED = BY_ID["sentenced"], BY_ID["sentenced_to_death"], BY_ID["arrested"]


def figures(tables: Tables, words: Words) -> dict[str, str]:
    return {headline.id: headline_figure(headline, tables, words).figure for headline in HEADLINES}


def plant_in(folder: Path, headline: Headline, field: str, text: str, **cells: str) -> Tables:
    plant(folder, headline.table, line_where(folder, headline.table, **cells), field, text)
    return load_tables(folder)


def test_every_figure_is_the_sum_of_its_preferred_rows(tables: Tables, words: Words) -> None:
    assert figures(tables, words) == {
        "sentenced": "99",  # 22 + 22 + 11 + 0 in 1937, 11 + 33 in 1938; the rival 33 of 1937 is not preferred
        "sentenced_to_death": "55",
        "confined": "33",
        "arrested": "about 55",
        "first_limits": "33",
        "order_00447": "about 66",
    }


def test_a_figure_follows_the_record(folder: Path, words: Words) -> None:
    changed = plant_in(folder, DEATHS, "value", "44", year="1938", measure="sentenced_to_confinement")
    assert figures(changed, words) | {"sentenced": "132", "confined": "66"} == figures(changed, words)


def test_a_headline_says_what_it_is_and_where_it_comes_from(tables: Tables, words: Words) -> None:
    figure = headline_figure(DEATHS, tables, words)
    assert (figure.id, figure.chart) == ("sentenced_to_death", "sentences-by-year")
    assert figure.label == words("headlines.sentenced_to_death")
    assert figure.basis == words.label("basis", "archival_return")
    assert (figure.certainty, figure.rivals, figure.source) == ("", "", A)


def test_a_figure_that_was_not_read_says_so(folder: Path, words: Words) -> None:
    plant(folder, "estimates", 2, "check_url", "")
    changed = plant_in(folder, ARRESTED, "certainty", "reported", author="Author A")
    assert headline_figure(ARRESTED, changed, words).certainty == words.label("certainty", "reported")


def test_every_source_of_the_rows_is_cited(folder: Path, words: Words) -> None:
    line = line_where(folder, "annual_repression", year="1938", measure="sentenced_to_death")
    plant(folder, "annual_repression", line, "source_id", "source_b")
    write_lines(folder, "totals", lines_of(folder, "totals")[:1])
    assert headline_figure(DEATHS, load_tables(folder), words).source == f"{A}; {B}"


# gaps


def test_a_gap_in_the_rows_is_worded_as_unknown(folder: Path, words: Words) -> None:
    """The kinds of sentence of 1938 hold a range without a value: their sum is not known."""
    line = line_where(folder, "annual_repression", year="1938", measure="sentenced_to_confinement")
    for field, text in {"value": "", "qualifier": "range", "value_low": "11", "value_high": "22"}.items():
        plant(folder, "annual_repression", line, field, text)
    assert figures(load_tables(folder), words) == {
        "sentenced": "not known",
        "sentenced_to_death": "55",
        "confined": "not known",
        "arrested": "about 55",
        "first_limits": "33",
        "order_00447": "about 66",
    }


def test_no_rows_are_worded_as_unknown(folder: Path, words: Words) -> None:
    for table in ("totals", "discrepancies", "annual_repression"):
        write_lines(folder, table, lines_of(folder, table)[:1])
    figure = headline_figure(SENTENCED, load_tables(folder), words)
    assert (figure.figure, figure.basis, figure.certainty, figure.source) == ("not known", "", "", "")


def test_zero_is_worded_as_zero(folder: Path, words: Words) -> None:
    write_lines(folder, "totals", lines_of(folder, "totals")[:1])
    for year, measure in (("1937", "sentenced_to_confinement"), ("1938", "sentenced_to_confinement")):
        plant(folder, "annual_repression", line_where(folder, "annual_repression", year=year, measure=measure), "value", "0")
    assert headline_figure(BY_ID["confined"], load_tables(folder), words).figure == "0"


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [("exact", "55"), ("about", "about 55"), ("more_than", "more than 55"), ("at_least", "at least 55"), ("up_to", "up to 55")],
)
def test_the_qualifier_of_a_single_row_is_kept(folder: Path, words: Words, qualifier: str, text: str) -> None:
    changed = plant_in(folder, ARRESTED, "qualifier", qualifier, author="Author A")
    assert headline_figure(ARRESTED, changed, words).figure == text


def test_a_sum_of_exact_and_rounded_figures_is_rounded(folder: Path, words: Words) -> None:
    line = line_where(folder, "annual_repression", year="1938", measure="sentenced_to_death")
    plant(folder, "annual_repression", line, "qualifier", "about")
    assert headline_figure(DEATHS, load_tables(folder), words).figure == "about 55"


def test_rows_that_do_not_mix_are_refused(tables: Tables, words: Words) -> None:
    mixed = dataclasses.replace(SENTENCED, where="year=1937&scope=all&measure=arrested|sentenced_to_death")
    with pytest.raises(MixError) as caught:
        headline_figure(mixed, tables, words)
    assert str(caught.value) == (
        "arrested and sentenced_to_death may count some of the same people, so adding them could count these people twice."
    )


# rivals


def test_the_span_of_other_figures_stands_beside_a_headline(tables: Tables, words: Words) -> None:
    assert headline_figure(ARRESTED, tables, words).rivals == words("headlines.others", count=2, low=44, high=88)


def test_a_single_other_range_is_given_in_full(folder: Path, words: Words) -> None:
    write_lines(folder, "estimates", lines_of(folder, "estimates")[:3])
    assert headline_figure(ARRESTED, load_tables(folder), words).rivals == words("headlines.others", count=1, low=44, high=77)


def test_a_single_other_figure_is_given_with_its_author(folder: Path, words: Words) -> None:
    lines = lines_of(folder, "estimates")
    write_lines(folder, "estimates", [*lines[:2], lines[3]])
    assert headline_figure(ARRESTED, load_tables(folder), words).rivals == words("headlines.one_other", author="Author C", figure="88")


def test_an_equal_figure_is_no_rival(folder: Path, words: Words) -> None:
    lines = lines_of(folder, "estimates")
    write_lines(folder, "estimates", [*lines[:2], lines[3]])
    plant(folder, "estimates", 3, "value", "55")
    assert headline_figure(ARRESTED, load_tables(folder), words).rivals == ""


# declarations


def test_the_rows_of_a_headline_are_preferred_and_within_its_condition(tables: Tables) -> None:
    rows = headline_rows(DEATHS, tables)
    assert rows[["year", "measure", "value"]].to_numpy().tolist() == [[1937, "sentenced_to_death", 22], [1938, "sentenced_to_death", 33]]
    assert rows["preferred"].all()


def test_every_headline_names_a_chart_and_rows_of_the_record(record: Tables) -> None:
    assert set(BY_ID) == {headline.id for headline in HEADLINES}
    assert len(BY_ID) == len(HEADLINES)
    questions = set(record["estimates"]["question"])
    for headline in HEADLINES:
        assert headline.chart in CHARTS_BY_ID
        assert len(headline_rows(headline, record)), headline.id
        assert headline.question == "" or headline.question in questions
