"""Rules of the record's own: each fault with its whole message."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.rules import Condition, Row, broken_rules
from dashboard.schema import Package, read_package
from tests.package import RECORD, ROWS


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(RECORD)


def told(package: Package, **changed: list[Row]) -> list[str]:
    """Return the faults of the invented rows with some tables replaced."""
    return [str(problem) for problem in broken_rules(package, {**ROWS, **changed})]


def changed(table: str, index: int, /, **cells: str) -> list[Row]:
    rows = [dict(row) for row in ROWS[table]]
    rows[index] |= cells
    return rows


# conditions


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("", ["1936", "1937", "1938", "", "x"]),
        ("year=1937", ["1937"]),
        ("year=1936|1938", ["1936", "1938"]),
        ("year=1937..1938", ["1937", "1938"]),
        ("year=1938..1937", []),
        ("year=", [""]),
        ("year=193", []),
        ("kind=a", ["1936", "1937", "1938", "", "x"]),
        ("kind=a&year=1937", ["1937"]),
        ("year=1937&kind=b", []),
        ("nothing=", ["1936", "1937", "1938", "", "x"]),
    ],
)
def test_a_condition_says_which_rows_are_meant(text: str, met: list[str]) -> None:
    rows = [{"year": year, "kind": "a"} for year in ("1936", "1937", "1938", "", "x")]
    condition = Condition(text)
    assert [row["year"] for row in rows if condition.meets(row)] == met


@pytest.mark.parametrize(("cell", "met"), [("9", True), ("10", True), ("99", True), ("100", True), ("101", False), ("8", False)])
def test_the_ends_of_a_range_of_numbers_are_compared_as_numbers(cell: str, met: bool) -> None:
    assert Condition("n=9..100").meets({"n": cell}) is met


@pytest.mark.parametrize(
    ("cell", "met"), [("1937-07-30", True), ("1937-08-05", True), ("1938-11-17", True), ("1938-11-18", False), ("", False)]
)
def test_the_ends_of_a_range_of_dates_are_compared_as_dates(cell: str, met: bool) -> None:
    assert Condition("day=1937-07-30..1938-11-17").meets({"day": cell}) is met


def test_a_condition_names_its_columns() -> None:
    assert Condition("a=1&b=2|3&c=4..5").columns == ("a", "b", "c")
    assert Condition("").columns == ()


@pytest.mark.parametrize(("text", "part"), [("a", "a"), ("=1", "=1"), ("a=1&", ""), ("a=1&b", "b")])
def test_what_is_no_condition_is_refused(text: str, part: str) -> None:
    with pytest.raises(ValueError, match="condition") as caught:
        Condition(text)
    assert str(caught.value) == f"condition {part!r} is not column=value"


@given(
    st.dictionaries(st.sampled_from("abc"), st.text("xyz", min_size=1), min_size=1),
    st.dictionaries(st.sampled_from("abc"), st.text("xyz", min_size=1)),
)
def test_a_condition_of_plain_values_is_equality(wanted: Mapping[str, str], row: Mapping[str, str]) -> None:
    condition = Condition("&".join(f"{column}={value}" for column, value in wanted.items()))
    assert condition.meets(row) is all(row.get(column) == value for column, value in wanted.items())


# the invented rows


def test_the_invented_rows_break_no_rule(package: Package) -> None:
    assert told(package) == []


def test_a_record_without_the_tables_of_the_rules_breaks_none(package: Package) -> None:
    bare = Package("p", "p", "", {"sources": package.tables["sources"]})
    assert list(broken_rules(bare, {"sources": []})) == []


def test_tables_without_rows_break_no_rule(package: Package) -> None:
    assert list(broken_rules(package, {})) == []


# preferred

PREFERRED = "expected exactly one. Set preferred to true on the row shown by default, and to false on its rivals."


def test_two_preferred_rivals_are_told_at_the_later_row(package: Package) -> None:
    assert told(package, annual_repression=changed("annual_repression", 5, preferred="true")) == [
        "preferred-not-unique: annual_repression.csv, line 7, field preferred: "
        f"found 2 preferred rows for year 1937, measure sentenced_to_death, scope all, {PREFERRED}"
    ]


def test_rivals_of_which_none_is_preferred_are_told(package: Package) -> None:
    assert told(package, annual_repression=changed("annual_repression", 4, preferred="false")) == [
        "preferred-not-unique: annual_repression.csv, line 7, field preferred: "
        f"found 0 preferred rows for year 1937, measure sentenced_to_death, scope all, {PREFERRED}"
    ]


def test_a_lone_row_need_not_be_preferred(package: Package) -> None:
    assert told(package, annual_repression=changed("annual_repression", 0, preferred="false")) == []


# qualifiers

BOUNDS = "expected both bounds of the range. Give both bounds, or choose the qualifier that the source uses."


@pytest.mark.parametrize("cells", [{"value_low": ""}, {"value_high": ""}, {"value_low": "", "value_high": ""}])
def test_a_range_without_both_bounds_is_told(package: Package, cells: dict[str, str]) -> None:
    assert told(package, estimates=changed("estimates", 1, **cells)) == [
        f"range-without-bounds: estimates.csv, line 3, field qualifier: found range with no value_low and value_high, {BOUNDS}"
    ]


@pytest.mark.parametrize("qualifier", ["exact", "about", "more_than", "at_least", "up_to", "limit"])
def test_a_figure_without_its_number_is_told(package: Package, qualifier: str) -> None:
    assert told(package, estimates=changed("estimates", 0, value="", qualifier=qualifier)) == [
        "value-missing: estimates.csv, line 2, field value: found an empty cell, expected a whole number. "
        'Give the figure, or set qualifier to "range" and give both bounds.'
    ]


def test_zero_is_a_figure(package: Package) -> None:
    assert told(package, estimates=changed("estimates", 0, value="0")) == []


def test_an_address_on_a_reported_row_is_told(package: Package) -> None:
    assert told(package, estimates=changed("estimates", 0, certainty="reported")) == [
        "address-without-reading: estimates.csv, line 2, field check_url: found an address on a reported row, expected an empty cell. "
        "Set certainty to confirmed when the figure was read there; otherwise take the address out."
    ]


# disjoint populations


def test_a_disjoint_population_named_on_one_row_only_is_told(package: Package) -> None:
    assert told(package, definitions=changed("definitions", 2, disjoint_from="executed")) == [
        'disjoint-one-sided: definitions.csv, line 4, field disjoint_from: found "executed", whose own row does not name "estimated", '
        'expected disjoint populations named on both rows. Add "estimated" to disjoint_from of "executed", or take "executed" out here.'
    ]


def test_an_unknown_disjoint_population_is_told(package: Package) -> None:
    assert told(package, definitions=changed("definitions", 2, disjoint_from="nobody")) == [
        'code-unknown: definitions.csv, line 4, field disjoint_from: found "nobody", expected a code of this table. '
        "Correct the code, or define it in a row of its own."
    ]


# totals


def test_a_total_off_by_one_is_told(package: Package) -> None:
    assert told(package, totals=changed("totals", 0, printed="78")) == [
        "total-mismatch: totals.csv, line 2, field printed: found 78, while its 2 parts add to 77, "
        "expected 77, or a discrepancy with difference 1. "
        "Correct the part that is wrong in annual_repression.csv, or record the difference in discrepancies.csv."
    ]


def test_a_part_off_by_one_is_told_at_the_total(package: Package) -> None:
    assert told(package, annual_repression=changed("annual_repression", 2, value="67")) == [
        "total-mismatch: totals.csv, line 2, field printed: found 77, while its 2 parts add to 78, "
        "expected 78, or a discrepancy with difference -1. "
        "Correct the part that is wrong in annual_repression.csv, or record the difference in discrepancies.csv."
    ]


def test_a_recorded_difference_must_be_the_right_one(package: Package) -> None:
    assert told(package, discrepancies=changed("discrepancies", 0, difference="2")) == [
        "total-mismatch: totals.csv, line 3, field printed: found 56, while its 2 parts add to 55, "
        "expected 55, or a discrepancy with difference 1. "
        "Correct the part that is wrong in annual_repression.csv, or record the difference in discrepancies.csv."
    ]


def test_a_difference_may_be_negative(package: Package) -> None:
    assert told(package, totals=changed("totals", 1, printed="54"), discrepancies=changed("discrepancies", 0, difference="-1")) == []


@pytest.mark.parametrize(("where", "count"), [("year=1950", 0), ("year=1936|1937&measure=arrested&source_id=nobody", 0)])
def test_a_total_without_parts_is_told(package: Package, where: str, count: int) -> None:
    assert told(package, totals=changed("totals", 0, where=where)) == [
        f"total-without-parts: totals.csv, line 2, field where: found {count} rows, or a gap among them, "
        "expected rows that all give a number. Correct the condition, or take the total out while its parts are not known."
    ]


def test_a_sum_over_a_gap_is_a_gap_and_not_a_total(package: Package) -> None:
    totals = changed("totals", 0, table="estimates", where="question=arrests_1937_38", printed="143")
    assert told(package, totals=totals) == [
        "total-without-parts: totals.csv, line 2, field where: found 3 rows, or a gap among them, "
        "expected rows that all give a number. Correct the condition, or take the total out while its parts are not known."
    ]


def test_a_zero_among_the_parts_is_no_gap(package: Package) -> None:
    where = "year=1937&measure=sentenced_to_exile|sentenced_to_other_measures"
    assert told(package, totals=changed("totals", 0, where=where, printed="11")) == []


def counted(**cells: str) -> list[Row]:
    """Return the invented totals, the first of them a count: it names no field."""
    return changed("totals", 0, field="", where="year=1937&measure=sentenced_to_death", **cells)


def test_a_total_without_a_field_counts_rows(package: Package) -> None:
    assert told(package, totals=counted(printed="2")) == []


def test_a_count_off_by_one_is_told(package: Package) -> None:
    assert told(package, totals=counted(printed="3")) == [
        "total-mismatch: totals.csv, line 2, field printed: found 3, while its 2 parts add to 2, "
        "expected 2, or a discrepancy with difference 1. "
        "Correct the part that is wrong in annual_repression.csv, or record the difference in discrepancies.csv."
    ]


def test_a_recorded_difference_explains_a_count_too(package: Package) -> None:
    assert told(package, totals=counted(printed="3", discrepancy_id="one_more")) == []


def test_a_count_does_not_need_figures(package: Package) -> None:
    totals = changed("totals", 0, field="", table="estimates", where="question=arrests_1937_38", printed="3")
    assert told(package, totals=totals) == []


def test_a_count_of_no_rows_is_told(package: Package) -> None:
    totals = changed("totals", 0, field="", where="year=1950", printed="0")
    assert told(package, totals=totals) == [
        "total-without-parts: totals.csv, line 2, field where: found 0 rows, or a gap among them, "
        "expected rows that all give a number. Correct the condition, or take the total out while its parts are not known."
    ]


def test_a_total_of_an_unknown_table_is_told(package: Package) -> None:
    assert told(package, totals=changed("totals", 0, table="nowhere")) == [
        f'table-unknown: totals.csv, line 2, field table: found "nowhere", expected one of {", ".join(package.tables)}. '
        "Correct the name of the table."
    ]


def test_a_total_whose_condition_cannot_be_read_is_told(package: Package) -> None:
    assert told(package, totals=changed("totals", 0, where="year=1937&arrested")) == [
        "condition-unreadable: totals.csv, line 2, field where: found condition 'arrested' is not column=value, "
        "expected column=value&column=a|b. Correct the condition."
    ]


def test_a_total_whose_condition_names_an_unknown_field_is_told(package: Package) -> None:
    fields = ", ".join(package.tables["annual_repression"].fields)
    assert told(package, totals=changed("totals", 0, where="yeer=1937")) == [
        f'field-unknown: totals.csv, line 2, field where: found "yeer", expected fields of annual_repression: {fields}. '
        "Correct the name of the field."
    ]


# corrections


@pytest.mark.parametrize(("key", "count"), [("phase_id=nobody", 0), ("", 2), ("locator=p. 1", 2)])
def test_a_correction_that_does_not_meet_one_row_is_told(package: Package, key: str, count: int) -> None:
    assert told(package, corrections=changed("corrections", 0, key=key)) == [
        f"correction-misses: corrections.csv, line 2, field key: found {count} rows that it meets, "
        "expected exactly one row of phases. Make the key name one row, or take the correction out."
    ]


def test_a_correction_that_the_table_does_not_follow_is_told(package: Package) -> None:
    assert told(package, phases=changed("phases", 0, start="1963-08-01")) == [
        'correction-not-applied: corrections.csv, line 2, field used: found "1936-08-01", while phases has "1963-08-01", '
        "expected the value that the table uses. Change the table's cell, or the correction, so that both agree."
    ]


def test_a_correction_of_an_unknown_table_is_told(package: Package) -> None:
    assert told(package, corrections=changed("corrections", 0, table="nowhere")) == [
        f'table-unknown: corrections.csv, line 2, field table: found "nowhere", expected one of {", ".join(package.tables)}. '
        "Correct the name of the table."
    ]


def test_a_correction_whose_key_cannot_be_read_is_told(package: Package) -> None:
    assert told(package, corrections=changed("corrections", 0, key="first")) == [
        "condition-unreadable: corrections.csv, line 2, field key: found condition 'first' is not column=value, "
        "expected column=value&column=a|b. Correct the condition."
    ]


# keys

SUM_OF_DEATHS: Row = {"table": "annual_repression", "key": "source_id=source_a&year=1937..1938&measure=sentenced_to_death"}
MISMATCH = "expected what the rows named by table, key and field add to. Correct the figure and the words beside it, or the key."
with_keys = pytest.mark.parametrize("table", ["discrepancies", "article_claims"])


@with_keys
def test_a_key_that_meets_rows_breaks_no_rule(package: Package, table: str) -> None:
    assert told(package, totals=[], **{table: [SUM_OF_DEATHS]}) == []


@with_keys
def test_a_key_that_meets_no_row_is_told(package: Package, table: str) -> None:
    assert told(package, totals=[], **{table: [SUM_OF_DEATHS, {**SUM_OF_DEATHS, "key": "year=1950"}]}) == [
        f"key-misses: {table}.csv, line 3, field key: found no row that it meets, expected at least one row of annual_repression. "
        "Correct the key, or empty it and the table when the record has no such row."
    ]


@with_keys
def test_a_key_of_no_table_is_told(package: Package, table: str) -> None:
    assert told(package, totals=[], **{table: [{**SUM_OF_DEATHS, "table": ""}]}) == [
        f'table-unknown: {table}.csv, line 2, field table: found "", expected one of {", ".join(package.tables)}. '
        "Correct the name of the table."
    ]


@with_keys
def test_a_key_is_not_required(package: Package, table: str) -> None:
    assert told(package, totals=[], **{table: [{"table": "annual_repression", "key": ""}]}) == []


def test_a_recorded_figure_that_the_rows_give_breaks_no_rule(package: Package) -> None:
    assert told(package, article_claims=[{**SUM_OF_DEATHS, "field": "value", "recorded": "55"}]) == []


@pytest.mark.parametrize(("field", "recorded", "total"), [("value", "56", 55), ("value", "0", 55), ("", "55", None), ("note", "55", None)])
def test_a_recorded_figure_that_the_rows_do_not_give_is_told(package: Package, field: str, recorded: str, total: int | None) -> None:
    assert told(package, article_claims=[{**SUM_OF_DEATHS, "field": field, "recorded": recorded}]) == [
        "recorded-mismatch: article_claims.csv, line 2, field recorded: "
        f"found {recorded}, while the 2 rows of the key add to {total}, {MISMATCH}"
    ]


def test_lines_are_those_of_the_file(package: Package) -> None:
    """Line 2 is the first row: the header is line 1."""
    assert told(package, estimates=changed("estimates", 2, value="")) == [
        "value-missing: estimates.csv, line 4, field value: found an empty cell, expected a whole number. "
        'Give the figure, or set qualifier to "range" and give both bounds.'
    ]
