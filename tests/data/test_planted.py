"""A wrong cell in any table of the real record gives one exact message; a new table is covered without new code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.rules import Condition
from dashboard.schema import Field, Table, read_package
from dashboard.validation import check
from tests.package import RECORD, copy_of_record, descriptor, plant

PACKAGE = read_package(RECORD)
WRONG = "no_such_thing"
# What the rules of the record's own look at: a fault there is told by them too.
RULED = {"table", "key", "where", "field", "printed", "used", "qualifier", "value", "value_low", "value_high", "preferred", "disjoint_from"}
PARSED = {
    "integer": "a whole number, written in digits only",
    "date": "a date like 1937-08-05",
    "yearmonth": "a month like 1937-08",
    "boolean": "true or false",
}


def raw_schema(table: Table) -> dict:
    return next(resource["schema"] for resource in descriptor()["resources"] if resource["name"] == table.name)


def references(table: Table) -> dict[str, str]:
    return {key["fields"][0]: key["reference"]["resource"] for key in raw_schema(table).get("foreignKeys", []) if len(key["fields"]) == 1}


def required(table: Table) -> set[str]:
    return {field["name"] for field in raw_schema(table)["fields"] if field.get("constraints", {}).get("required")}


def summed_by(table: Table) -> set[str]:
    """Return the columns by which totals choose rows of the table: a fault there also breaks a total."""
    with (RECORD / "totals.csv").open(encoding="utf-8", newline="") as file:
        conditions = [row["where"] for row in csv.DictReader(file) if row["table"] == table.name]
    return {column for where in conditions for column in Condition(where).columns}


def fault(table: Table) -> tuple[Field, str, str]:
    """Return a field outside of keys and rules, the text to plant, and how the message goes on after the place."""
    plain = [field for field in table.fields.values() if field.name not in {*table.primary_key, *table.quantity, *summed_by(table), *RULED}]
    for field in plain:
        if field.enum:
            codes = ", ".join(field.enum)
            remedy = "Correct the code, or declare it in the descriptor and name it in words/."
            return field, WRONG, f'code-unknown: {{place}}: found "{WRONG}", expected one of {codes}. {remedy}'
    for field in plain:
        if field.type in PARSED:
            return field, WRONG, f'cell-not-{field.type}: {{place}}: found "{WRONG}", expected {PARSED[field.type]}. Correct the cell.'
    for field in plain:
        if target := references(table).get(field.name):
            remedy = f"Correct the code, or add a row for it to {target}.csv."
            return field, WRONG, f'reference-unknown: {{place}}: found "{WRONG}", expected a key of {target}.csv. {remedy}'
    field = next(field for field in plain if field.name in required(table))
    remedy = "Fill the cell; a row whose figure or source is not known stays out."
    return field, "", f"cell-empty: {{place}}: found an empty cell, expected a value. {remedy}"


def test_a_wrong_cell_in_each_table_is_told_once_and_in_full(tmp_path: Path) -> None:
    """One fault in every table at a time: a check of the whole record takes seconds."""
    folder, expected = copy_of_record(tmp_path), []
    for table in PACKAGE.tables.values():
        field, text, message = fault(table)
        plant(folder, table.name, 2, field.name, text)
        expected.append(message.format(place=f"{table.path}, line 2, field {field.name}"))
    assert sorted(str(problem) for problem in check(folder)) == sorted(expected)


@pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=PACKAGE.tables)
def test_a_lost_table_is_told_once_and_in_full(tmp_path: Path, table: Table) -> None:
    folder = copy_of_record(tmp_path)
    (folder / table.path).unlink()
    assert [str(problem) for problem in check(folder)] == [
        f"file-missing: {table.path}: found no such file, expected the table that the descriptor declares. "
        f"Put {table.path} into the folder, or take the table out of datapackage.json."
    ]
