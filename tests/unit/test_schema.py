"""The descriptor as frozen types, and what is said when it cannot be read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import DataError, report
from dashboard.schema import DESCRIPTOR, read_package
from tests.package import RECORD, descriptor, write_descriptor

COMPARE = "expected a Data Package descriptor. Compare with the descriptor of the published data.\n1 problem found."


def refused(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_package(folder)
    assert str(caught.value) == report(caught.value.problems)
    return str(caught.value)


def test_every_table_and_field_of_the_descriptor_is_read(folder: Path) -> None:
    package = read_package(folder)
    raw = descriptor()
    assert (package.name, package.title, package.version) == ("invented", "An invented record", "0.0.0")
    assert list(package.tables) == [resource["name"] for resource in raw["resources"]]
    for resource in raw["resources"]:
        table, schema = package.tables[resource["name"]], resource["schema"]
        assert (table.path, table.title, table.description) == (resource["path"], resource["title"], resource["description"])
        assert list(table.primary_key) == schema["primaryKey"]
        assert list(table.quantity) == resource.get("quantity", [])
        assert list(table.called) == resource.get("called", [])
        assert set(table.called) <= set(table.fields)
        assert list(table.caveats) == resource.get("caveats", [])
        declared = {key["fields"][0]: key["reference"]["resource"] or table.name for key in schema.get("foreignKeys", [])}
        assert table.references == declared
        for raw_field, (name, field) in zip(schema["fields"], table.fields.items(), strict=True):
            assert name == field.name == raw_field["name"]
            assert (field.type, field.title, field.description) == (raw_field["type"], raw_field["title"], raw_field["description"])
            assert field.unit == raw_field.get("unit", "")
            assert list(field.enum) == raw_field.get("constraints", {}).get("enum", [])


def test_what_may_be_left_out_has_a_plain_default(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "only"}], "primaryKey": "only"}
    write_descriptor(tmp_path, {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": schema}]})
    package = read_package(tmp_path)
    table = package.tables["t"]
    assert (package.title, package.version) == ("p", "")
    assert (table.title, table.description, table.primary_key, table.quantity, table.called, table.caveats) == (
        "t",
        "",
        ("only",),
        (),
        (),
        (),
    )
    field = table.fields["only"]
    assert (field.type, field.title, field.description, field.unit, field.enum) == ("string", "only", "", "", ())


def test_the_declaration_cannot_be_changed() -> None:
    package = read_package(RECORD)
    for part in (package, package.tables["sources"], package.tables["sources"].fields["source_id"]):
        with pytest.raises(dataclasses.FrozenInstanceError):
            part.name = "other"  # type: ignore[misc]


def test_a_missing_descriptor_names_the_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == (
        f"descriptor-unreadable: datapackage.json: found no file in {tmp_path}, expected a Data Package descriptor. "
        "Give the folder that holds datapackage.json with --data.\n1 problem found."
    )


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert refused(nowhere) == (
        f"descriptor-unreadable: datapackage.json: found no file in {nowhere}, expected a Data Package descriptor. "
        "Give the folder that holds datapackage.json with --data.\n1 problem found."
    )


def test_bad_json_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTOR).write_text('{"name": "p",\n "resources" []}', "utf-8")
    assert refused(tmp_path) == (
        "descriptor-unreadable: datapackage.json: found Expecting ':' delimiter: line 2 column 14 (char 27), "
        "expected a Data Package descriptor. Mend the JSON at the place named.\n1 problem found."
    )


def test_a_descriptor_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTOR).write_bytes('{"name": "é"}'.encode("latin-1"))
    assert refused(tmp_path) == (
        "descriptor-unreadable: datapackage.json: found 'utf-8' codec can't decode byte 0xe9 in position 10: invalid continuation byte, "
        "expected a Data Package descriptor. Mend the JSON at the place named.\n1 problem found."
    )


@pytest.mark.parametrize("part", ["name", "resources"])
def test_a_missing_part_of_the_package_is_named(folder: Path, part: str) -> None:
    write_descriptor(folder, {key: value for key, value in descriptor().items() if key != part})
    assert refused(folder) == f"descriptor-unreadable: datapackage.json: found a missing or misplaced part: '{part}', {COMPARE}"


@pytest.mark.parametrize("part", ["name", "path", "schema"])
def test_a_missing_part_of_a_table_is_named(folder: Path, part: str) -> None:
    raw = descriptor()
    del raw["resources"][1][part]
    write_descriptor(folder, raw)
    assert refused(folder) == f"descriptor-unreadable: datapackage.json: found a missing or misplaced part: '{part}', {COMPARE}"


@pytest.mark.parametrize("part", ["fields"])
def test_a_missing_part_of_a_schema_is_named(folder: Path, part: str) -> None:
    raw = descriptor()
    del raw["resources"][1]["schema"][part]
    write_descriptor(folder, raw)
    assert refused(folder) == f"descriptor-unreadable: datapackage.json: found a missing or misplaced part: '{part}', {COMPARE}"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ([], "list indices must be integers or slices, not str"),
        (11, "'int' object is not subscriptable"),
        ({"name": "p", "resources": None}, "'NoneType' object is not iterable"),
        ({"name": "p", "resources": ["t"]}, "string indices must be integers, not 'str'"),
    ],
)
def test_a_misplaced_part_is_told(tmp_path: Path, content: Any, cause: str) -> None:
    (tmp_path / DESCRIPTOR).write_text(json.dumps(content), "utf-8")
    assert refused(tmp_path) == f"descriptor-unreadable: datapackage.json: found a missing or misplaced part: {cause}, {COMPARE}"
