"""What is given away is the record: CSV, JSON, XLSX and the whole package, each read back by another library."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pandas as pd
import pytest
import yaml

from dashboard.downloads import PACKAGE, citation, package_zip, readme, table_csv, table_json, table_xlsx
from dashboard.schema import DESCRIPTOR
from dashboard.tables import Tables, load_tables
from dashboard.words import Words
from tests.package import lines_of, plant


def largest(tables: Tables) -> str:
    return max(tables, key=lambda name: len(tables[name]))


# CSV


def test_a_csv_is_the_file_of_the_record(record: Tables) -> None:
    for name, table in record.package.tables.items():
        assert table_csv(record, name, bom=False) == record.files[table.path], name


def test_a_byte_order_mark_comes_only_when_asked_for(tables: Tables) -> None:
    plain, marked = (table_csv(tables, "events", bom=bom) for bom in (False, True))
    assert marked == b"\xef\xbb\xbf" + plain


def test_text_that_a_spreadsheet_would_run_is_defused_and_numbers_are_not(folder: Path) -> None:
    plant(folder, "events", 2, "note", "-1+2")
    plant(folder, "discrepancies", 2, "difference", "-1")
    plant(folder, "totals", 3, "printed", "54")
    loaded = load_tables(folder)
    events = list(csv.DictReader(io.StringIO(table_csv(loaded, "events", bom=False).decode())))
    assert events[0]["note"] == "'-1+2"
    differences = list(csv.DictReader(io.StringIO(table_csv(loaded, "discrepancies", bom=False).decode())))
    assert differences[0]["difference"] == "-1"


# JSON


def test_json_has_the_rows_typed_and_the_schema_as_declared(record: Tables, words: Words) -> None:
    for name, table in record.package.tables.items():
        content = json.loads(table_json(record, name, words))
        resource = next(one for one in json.loads(record.files[DESCRIPTOR])["resources"] if one["name"] == name)
        assert content["schema"] == resource["schema"]
        assert list(content["caveats"]) == list(table.caveats)
        assert content["data_version"] == record.version
        _, *lines = csv.reader(io.StringIO(record.files[table.path].decode()))
        assert [[_as_file(cell) for cell in row.values()] for row in content["rows"]] == [
            [_number(cell) for cell in line] for line in lines
        ]
        assert all(list(row) == list(table.fields) for row in content["rows"])
        for field in table.fields.values():
            kinds = {type(row[field.name]) for row in content["rows"]} - {type(None)}
            expected: dict[str, type] = {"integer": int, "number": float, "boolean": bool}
            assert kinds <= {expected.get(field.type, str)}, (name, field.name)


def _as_file(cell: Any) -> Any:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else _number(str(cell))


def _number(cell: str) -> Any:
    """Return a cell such that 30 and 30.0 are the same."""
    try:
        return float(cell)
    except ValueError:
        return cell


# XLSX


def _sheet(content: bytes, place: int) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[place].iter_rows(values_only=True))


@pytest.mark.parametrize("name", ["annual_repression", "events", "estimates", "sources"])
def test_a_workbook_has_the_rows_typed(tables: Tables, words: Words, name: str) -> None:
    table, frame = tables.package.tables[name], tables[name]
    head, *rows = _sheet(table_xlsx(tables, name, words), 0)
    assert list(head) == list(table.fields)
    assert len(rows) == len(frame)
    for cells, (_, loaded) in zip(rows, frame.iterrows(), strict=True):
        for cell, field in zip(cells, table.fields.values(), strict=True):
            value = loaded[field.name]
            if pd.isna(value):
                assert cell is None, (name, field.name)
            elif field.type == "date":
                assert type(cell) is datetime
                assert pd.Timestamp(cell) == value
            elif field.type == "integer":
                assert type(cell) is int
                assert cell == value
            elif field.type == "boolean":
                assert cell is bool(value)
            else:
                assert cell == str(value)


def test_a_workbook_of_the_record_opens_with_its_header_frozen_and_no_formula(record: Tables, words: Words) -> None:
    name = largest(record)
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(record, name, words)))
    assert book.sheetnames == [name, words("record.dictionary_sheet"), words("record.sources_sheet")]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.b for cell in sheet[1])
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert book.worksheets[0].max_row == len(record[name]) + 1


def test_text_that_looks_like_a_formula_or_an_address_stays_text(folder: Path, words: Words) -> None:
    plant(folder, "events", 2, "note", "-1+2")
    plant(folder, "sources", 2, "note", "https://example.org/" + "x" * 2_500)  # too long for a spreadsheet's link
    loaded = load_tables(folder)
    head, first, *_ = _sheet(table_xlsx(loaded, "events", words), 0)
    assert first[head.index("note")] == "-1+2"
    head, first, *_ = _sheet(table_xlsx(loaded, "sources", words), 0)
    assert first[head.index("note")].startswith("https://example.org/xxx")


def test_a_workbook_explains_every_column_and_names_the_sources_cited(record: Tables, words: Words) -> None:
    table = record.package.tables["discrepancies"]
    content = table_xlsx(record, "discrepancies", words)
    _, *dictionary = _sheet(content, 1)
    assert [row[0] for row in dictionary] == list(table.fields)
    assert [row[1] for row in dictionary] == [field.title for field in table.fields.values()]
    status = dictionary[list(table.fields).index("status")]
    assert status[5] == "; ".join(f"{code}: {words.label('status', code)}" for code in table.fields["status"].enum)
    _, *sources = _sheet(content, 2)
    frame = record["discrepancies"]
    assert {row[0] for row in sources} == set(frame["first_source_id"].dropna()) | set(frame["second_source_id"].dropna())
    assert all(row[1] for row in sources)


def test_every_table_has_a_workbook(record: Tables, words: Words) -> None:
    for name in record:
        assert _sheet(table_xlsx(record, name, words), 0)[0] == tuple(record.package.tables[name].fields)


# the whole package


def test_the_package_unpacked_is_the_record_and_sound(record: Tables, words: Words, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package_zip(record, words))) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    folder = tmp_path / PACKAGE
    for name, content in record.files.items():
        assert (folder / name).read_bytes() == content
    assert {file.name for file in folder.iterdir()} == {*record.files, "README.txt", "CITATION.cff"}
    assert frictionless.Package(str(folder / DESCRIPTOR)).validate().valid
    assert load_tables(folder).fingerprint == record.fingerprint


def test_the_readme_tells_tables_caveats_licence_and_citation(record: Tables, words: Words) -> None:
    text = " ".join(readme(record, words).split())
    for table in record.package.tables.values():
        assert f"{table.path}: {table.title}" in text
        assert all(words(f"caveats.{code}") in text for code in table.caveats)
    assert "CC BY 4.0" in text
    assert record.version in text
    assert record.fingerprint in text
    assert max(map(len, readme(record, words).splitlines())) <= 120


def test_the_citation_file_names_version_and_fingerprint(record: Tables, words: Words) -> None:
    cited = yaml.safe_load(citation(record, words))
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "dataset"
    assert cited["version"] == f"{record.package.version}+{record.version}"
    assert cited["license"] == "CC-BY-4.0"
    assert cited["authors"]
    assert cited["title"] == record.package.title


@pytest.mark.parametrize("name", ["events", "annual_repression"])
def test_the_same_record_gives_the_same_bytes(tables: Tables, words: Words, name: str) -> None:
    assert table_xlsx(tables, name, words) == table_xlsx(tables, name, words)
    assert package_zip(tables, words) == package_zip(tables, words)


def test_the_planted_file_is_what_is_given_away(folder: Path) -> None:
    """What is read at the start is given away, whatever happens to the folder later."""
    loaded = load_tables(folder)
    before = lines_of(folder, "events")
    (folder / "events.csv").unlink()
    assert list(csv.reader(io.StringIO(table_csv(loaded, "events", bom=False).decode()))) == before
