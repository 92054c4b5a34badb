"""A small data package made by hand: the tables and columns of the real record, a handful of invented rows in each.

Every figure is 11, 22, 33 or the like, so that no number of the record can stand in a test by accident. The descriptor
is the real one, so a new column or table is here as soon as it is declared. The rows of a table stand below, or in
``invented/<table>.csv``, or in both; a table without any is left empty.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "data"
INVENTED = Path(__file__).parent / "invented"
WORDS = ROOT / "dashboard" / "words"
ASSETS = ROOT / "assets"
DESCRIPTOR = "datapackage.json"

Row = Mapping[str, str]


def _source(source_id: str, letter: str, **cells: str) -> Row:
    return {"source_id": source_id, "kind": "monograph", "author": f"Author {letter}", "title": f"Title {letter[0]}", **cells}


def _population(counts: str, disjoint_from: str = "") -> Row:
    return {
        "counts": counts, "unit": "person", "counted": "People counted.", "includes": "All.", "leaves_out": "None.",
        "disjoint_from": disjoint_from, "source_id": "source_a", "locator": "p. 1",
    }  # fmt: skip


def _read(**cells: str) -> Row:
    """Return the cells of a statement that was read in source A."""
    return {"source_id": "source_a", "locator": "p. 1", "certainty": "confirmed", "check_url": "https://example.org/a", **cells}


def _figure(value: str, counts: str, **cells: str) -> Row:
    return _read(**{"value": value, "counts": counts, "qualifier": "exact", "basis": "archival_return", "preferred": "true", **cells})


def _year(year: int, measure: str, value: str, **cells: str) -> Row:
    return {"year": str(year), "measure": measure, "scope": "all", **_figure(value, measure, **cells)}


def _report(day: str, measure: str, value: str, **cells: str) -> Row:
    counts = measure if measure.startswith("limit") else f"operation_{measure}"
    return {"operation": "order_00447", "report_date": day, "measure": measure, **_figure(value, counts, **cells)}


def _estimate(letter: str, value: str, **cells: str) -> Row:
    return {
        "question": "arrests_1937_38", "author": f"Author {letter}", "year_published": "1999", "method": "a guess",
        **_figure(value, "estimated", basis="estimate", source_id=f"source_{letter.lower()}", **cells),
    }  # fmt: skip


_LATE = {"source_id": "source_b", "certainty": "reported", "check_url": ""}

ROWS: Mapping[str, Sequence[Row]] = {
    "sources": [
        _source("source_a", "A", year="1991", container="Town: Press A", pages="pp. 1-2", url="https://example.org/a"),
        _source("source_b", "B", year="1992"),
        _source("source_c", "C (ed.)", note="No year is known."),
    ],
    "definitions": [
        _population("arrested"),
        _population("convicted"),
        _population("estimated"),
        _population("executed"),
        _population("limit_category_1", "limit_category_2"),
        _population("limit_category_2", "limit_category_1"),
        _population("operation_arrested"),
        _population("operation_convicted"),
        _population("sentenced_to_confinement", "sentenced_to_death;sentenced_to_exile;sentenced_to_other_measures"),
        _population("sentenced_to_death", "sentenced_to_confinement;sentenced_to_exile;sentenced_to_other_measures"),
        _population("sentenced_to_exile", "sentenced_to_confinement;sentenced_to_death;sentenced_to_other_measures"),
        _population("sentenced_to_other_measures", "sentenced_to_confinement;sentenced_to_death;sentenced_to_exile"),
    ],
    "annual_repression": [
        _year(1936, "arrested", "11"),
        _year(1936, "sentenced_to_death", "1"),
        _year(1937, "arrested", "66"),
        _year(1937, "sentenced_to_confinement", "22"),
        _year(1937, "sentenced_to_death", "22", note="Source B differs. Preferred because A prints the table."),
        _year(1937, "sentenced_to_death", "33", preferred="false", **_LATE),
        _year(1937, "sentenced_to_exile", "11"),
        _year(1937, "sentenced_to_other_measures", "0"),
        _year(1938, "arrested", "44", **_LATE),
        _year(1938, "sentenced_to_confinement", "11"),
        _year(1938, "sentenced_to_death", "33"),
    ],
    "mass_operation_progress": [
        _report("1937-07-30", "limit_category_1", "11", qualifier="limit", basis="order_limit"),
        _report("1937-07-30", "limit_category_2", "22", qualifier="limit", basis="order_limit"),
        _report("1937-08-15", "arrested", "22", cumulative_since="1937-08-05"),
        _report("1938-01-01", "arrested", "55", cumulative_since="1937-08-05"),
        _report("1938-01-01", "convicted", "44", cumulative_since="1937-08-05"),
        _report("1938-11-17", "convicted", "66", cumulative_since="1937-08-05", qualifier="about"),
    ],
    "estimates": [
        _estimate("A", "55", qualifier="about", window_start="1937-01", window_end="1938-12"),
        _estimate("B", "", qualifier="range", value_low="44", value_high="77", preferred="false"),
        _estimate("C", "88", qualifier="more_than", preferred="false"),
    ],
    "phases": [
        {"phase_id": "first", "start": "1936-08-01", "end": "1937-06-30", "name": "First", "description": "The first.", **_read()},
        {
            "phase_id": "mass_operation", "start": "1937-07-01", "end": "1938-11-17", "planned_end": "1937-12-31",
            "planned_end_precision": "month", "name": "Second", "description": "The second.", **_read(),
        },
    ],
    "events": [
        {
            "event_id": "ev1", "date": "1937-02-01", "end_date": "1937-02-03", "precision": "day", "category": "party",
            "phase_id": "first", "title": "Event one", "description": "It lasted.", "note": "A note.", **_read(),
        },
        {
            "event_id": "ev2", "date": "1938-03-01", "precision": "month", "category": "trial",
            "phase_id": "mass_operation", "title": "Event two", "description": "It was short.", **_read(),
        },
    ],
    "totals": [
        {
            "total_id": "agrees", "table": "annual_repression", "where": "source_id=source_a&year=1937&measure=arrested|sentenced_to_exile",
            "field": "value", "printed": "77", **_read(),
        },
        {
            "total_id": "differs", "table": "annual_repression", "where": "source_id=source_a&year=1937..1938&measure=sentenced_to_death",
            "field": "value", "printed": "56", "discrepancy_id": "one_more", **_read(),
        },
    ],
    "corrections": [
        {
            "correction_id": "slip", "table": "phases", "key": "phase_id=first", "field": "start", "printed": "1963-08-01",
            "used": "1936-08-01", "reason": "A slip of the pen.", "source_id": "source_a", "locator": "p. 1",
        },
    ],
    "discrepancies": [
        {
            "discrepancy_id": "one_more", "kind": "within_source", "subject": "Sum", "table": "annual_repression",
            "key": "year=1937..1938&measure=sentenced_to_death", "difference": "1", "first_statement": "The sum is 56.",
            "first_source_id": "source_a", "second_statement": "The parts add to 55.", "second_source_id": "source_a",
            "ruling": "The parts stand.", "status": "settled",
        },
    ],
}  # fmt: skip


def descriptor() -> dict[str, Any]:
    """Return the real descriptor under an invented name."""
    real: dict[str, Any] = json.loads((RECORD / DESCRIPTOR).read_text("utf-8"))
    return {**real, "name": "invented", "title": "An invented record", "version": "0.0.0"}


def write_descriptor(folder: Path, content: Mapping[str, Any]) -> None:
    (folder / DESCRIPTOR).write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")


def invented(table: str, *, drawn: bool) -> list[Row]:
    """Return the invented rows of a table; with ``drawn`` those too that only charts need, from tests/invented/."""
    path = INVENTED / f"{table}.csv"
    if not drawn:
        return list(ROWS.get(table, ()))
    written = csv.DictReader(path.read_text("utf-8").splitlines()) if path.exists() else ()
    return [*ROWS.get(table, ()), *written]


def write_package(folder: Path, *, drawn: bool = False) -> Path:
    """Write the small package into ``folder`` and return it; ``drawn`` as in ``invented``."""
    content = descriptor()
    write_descriptor(folder, content)
    for resource in content["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        rows = [[row.get(column, "") for column in columns] for row in invented(resource["name"], drawn=drawn)]
        (folder / resource["path"]).write_text(_text([columns, *rows]), "utf-8")
    return folder


def copy_of_record(folder: Path) -> Path:
    """Copy the real record into a new folder below ``folder`` and return that."""
    return shutil.copytree(RECORD, folder / "record")


def _text(lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def lines_of(folder: Path, table: str) -> list[list[str]]:
    """Return the cells of a table, header first: entry 0 is line 1 of the file."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_lines(folder: Path, table: str, lines: Iterable[Sequence[str]]) -> None:
    (folder / f"{table}.csv").write_text(_text(lines), "utf-8")


def plant(folder: Path, table: str, line: int, field: str, text: str) -> None:
    """Put ``text`` into one cell; ``line`` as an editor counts it."""
    lines = lines_of(folder, table)
    lines[line - 1][lines[0].index(field)] = text
    write_lines(folder, table, lines)


def append(folder: Path, table: str, row: Row) -> int:
    """Add a row of the named cells and return its line."""
    lines = lines_of(folder, table)
    unknown = set(row) - set(lines[0])
    assert not unknown, f"{table} has no column {unknown}"
    lines.append([row.get(column, "") for column in lines[0]])
    write_lines(folder, table, lines)
    return len(lines)


def line_where(folder: Path, table: str, **cells: str) -> int:
    """Return the line of the one row that has these cells."""
    header, *rows = lines_of(folder, table)
    met = [line for line, row in enumerate(rows, 2) if all(row[header.index(column)] == cell for column, cell in cells.items())]
    assert len(met) == 1, f"{len(met)} rows of {table} have {cells}"
    return met[0]
