"""check(folder) -> every problem of the record: frictionless reads and validates, we word its report and add our rules.

Frictionless takes over a second for the whole record, so the verdict "sound" is remembered for the very same content
(see ``tables``); an unsound folder is always read again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless
from frictionless import errors as kinds

from dashboard.errors import DataError, Problem
from dashboard.rules import broken_rules
from dashboard.schema import DESCRIPTOR, Package, Table, read_package

CELL_LIMIT = 5_000  # characters; the longest note stays far below, and a longer cell is a slip of the editor
_FORMULA_STARTS = ("=", "+", "@", "\t", "\r")
_SHOWN = 60
_TYPES = {
    "integer": "a whole number, written in digits only",
    "number": "a number, with a point for decimals",
    "date": "a date like 1937-08-05",
    "yearmonth": "a month like 1937-08",
    "boolean": "true or false",
}


def check(folder: Path) -> tuple[Problem, ...]:
    """Return every problem of the data package in ``folder``, sorted by place; empty when it is sound."""
    try:
        package = read_package(folder)
    except DataError as error:
        return error.problems
    found = [*_descriptor(folder), *(problem for table in package.tables.values() for problem in _bytes(folder, table))]
    if not found:  # a file that is not plain UTF-8 CSV would only be reported a second time, in stranger words
        found += _frictionless(folder, package)
    if not any(problem.field == "" for problem in found):
        found += broken_rules(package, {name: _rows(folder / table.path) for name, table in package.tables.items()})
    return tuple(sorted(set(found)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: cell or "" for key, cell in row.items() if key} for row in csv.DictReader(file)]


def _shown(cell: Any) -> str:
    text = str(cell)
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}..." ({len(text):,} characters)'


def _descriptor(folder: Path) -> Iterator[Problem]:
    raw = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    try:
        frictionless.Package.from_descriptor(raw, basepath=str(folder))
    except frictionless.FrictionlessException as error:
        for reason in error.reasons or [error.error]:
            yield Problem(
                DESCRIPTOR,
                0,
                "",
                "descriptor-invalid",
                reason.message,
                "a valid Data Package with Table Schemas",
                "Mend the descriptor.",
            )


def _bytes(folder: Path, table: Table) -> Iterator[Problem]:
    """Yield what is wrong with a file before any table is read from it."""
    try:
        content = (folder / table.path).read_bytes()
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else f"a file that cannot be read ({error.strerror})"
        yield Problem(
            table.path,
            0,
            "",
            "file-missing",
            reason,
            "the table that the descriptor declares",
            f"Put {table.path} into the folder, or take the table out of {DESCRIPTOR}.",
        )
        return
    if content.startswith(b"\xef\xbb\xbf"):
        yield Problem(table.path, 1, "", "file-has-bom", "a byte order mark", "UTF-8 without one", "Save the file as plain UTF-8.")
    if b"\r" in content:
        line = content[: content.index(b"\r")].count(b"\n") + 1
        yield Problem(
            table.path, line, "", "line-end-not-lf", "a carriage return", "lines that end in LF alone", "Save the file with Unix line ends."
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield Problem(
            table.path, line, "", "file-not-utf8", f"the byte 0x{content[error.start]:02X}", "text in UTF-8", "Save the file as UTF-8."
        )
        return
    if "\0" in text:
        yield Problem(
            table.path, text[: text.index("\0")].count("\n") + 1, "", "file-has-nul", "a NUL character", "text", "Take the character out."
        )
        return
    yield from _cells(table, text)


def _cells(table: Table, text: str) -> Iterator[Problem]:
    previous_limit = csv.field_size_limit(len(text) + 1)
    try:
        for row in (reader := csv.DictReader(io.StringIO(text, newline=""))):
            for column, cell in row.items():
                if not isinstance(cell, str):
                    continue
                line = reader.line_num - cell.count("\n")
                if len(cell) > CELL_LIMIT:
                    yield Problem(
                        table.path, line, column, "cell-too-long", _shown(cell), f"at most {CELL_LIMIT:,} characters", "Shorten the text."
                    )
                elif cell.startswith(_FORMULA_STARTS):
                    yield Problem(
                        table.path,
                        line,
                        column,
                        "cell-formula",
                        _shown(cell),
                        "text that no spreadsheet runs as a formula",
                        "Begin the text with a word.",
                    )
    finally:
        csv.field_size_limit(previous_limit)


def _frictionless(folder: Path, package: Package) -> Iterator[Problem]:
    outcome = frictionless.Package(str(folder / DESCRIPTOR)).validate()
    by_name = package.tables
    for task in outcome.tasks:
        for error in task.errors:
            yield _worded(by_name[task.name], error)
    for error in outcome.errors:
        yield Problem(DESCRIPTOR, 0, "", error.type, error.message, "a sound package", "Mend what the message names.")


def _worded(table: Table, error: frictionless.Error) -> Problem:
    """Return a problem of frictionless in our words."""
    if isinstance(error, kinds.CellError):
        return _cell_problem(table, error)
    if isinstance(error, kinds.ForeignKeyError):
        cell = ", ".join(str(part) for part in error.field_cells)
        field = ", ".join(error.field_names)
        remedy = f"Correct the code, or add a row for it to {error.reference_name}.csv."
        return Problem(
            table.path,
            error.row_number,
            field,
            "reference-unknown",
            f'"{cell}"',
            f"a key of {error.reference_name}.csv",
            remedy,
        )
    if isinstance(error, kinds.PrimaryKeyError):
        key = ", ".join(table.primary_key)
        cells = dict(zip(table.fields, error.cells, strict=False))
        found = " / ".join(cells.get(column, "") or "(empty)" for column in table.primary_key)
        return Problem(
            table.path,
            error.row_number,
            key,
            "key-duplicate",
            f'"{found}"',
            "a key that no earlier row has",
            "Take one of the rows out, or correct its key.",
        )
    if isinstance(error, kinds.RowError):
        return Problem(
            table.path,
            error.row_number,
            "",
            "row-unsound",
            error.note or error.title,
            f"one cell for each of {len(table.fields)} fields",
            "Mend the row.",
        )
    if isinstance(error, kinds.HeaderError):
        allowed = ", ".join(table.fields)
        return Problem(
            table.path,
            1,
            "",
            "header-differs",
            error.message,
            f"the header {allowed}",
            "Restore the header, or declare the field.",
        )
    return Problem(table.path, 0, "", error.type, error.message, "a table that can be read", "Mend the file.")


def _cell_problem(table: Table, error: kinds.CellError) -> Problem:
    field = table.fields.get(error.field_name)
    code, found, allowed, remedy = error.type, _shown(error.cell), error.note, "Correct the cell."
    if isinstance(error, kinds.TypeError) and field:
        code = f"cell-not-{field.type}"
        allowed = _TYPES.get(field.type, f"a value of type {field.type}")
        if field.name.startswith("value"):
            remedy = "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high."
    elif isinstance(error, kinds.ConstraintError):
        code, found, allowed, remedy = _constraint(field.enum if field else (), error, found)
    elif isinstance(error, kinds.ExtraCellError):
        code, allowed, remedy = (
            "row-too-long",
            f"{len(table.fields)} cells",
            "Put text that holds a comma in double quotation marks.",
        )
    elif isinstance(error, kinds.MissingCellError):
        code, found, allowed, remedy = (
            "row-too-short",
            "no cell",
            f"{len(table.fields)} cells",
            "Add the missing commas.",
        )
    return Problem(table.path, error.row_number, error.field_name, code, found, allowed, remedy)


_CONSTRAINT = re.compile(r'constraint "(\w+)" is "(.*)"', re.DOTALL)


def _constraint(enum: tuple[str, ...], error: kinds.ConstraintError, found: str) -> tuple[str, str, str, str]:
    """Return code, found, allowed and remedy of a broken constraint."""
    match = _CONSTRAINT.search(error.note)
    name, bound = match.groups() if match else ("", error.note)
    texts: Mapping[str, tuple[str, str, str, str]] = {
        "required": (
            "cell-empty",
            "an empty cell",
            "a value",
            "Fill the cell; a row whose figure or source is not known stays out.",
        ),
        "enum": (
            "code-unknown",
            found,
            "one of " + ", ".join(enum),
            "Correct the code, or declare it in the descriptor and name it in words/.",
        ),
        "minimum": ("value-out-of-range", found, f"at least {bound}", "Correct the value."),
        "maximum": ("value-out-of-range", found, f"at most {bound}", "Correct the value."),
        "pattern": ("pattern-mismatch", found, f"text like {bound}", "Correct the text."),
        "unique": ("value-duplicate", found, "a value that stands once", "Correct one of the two."),
    }
    return texts.get(name, ("constraint-broken", found, f"{name} {bound}", "Correct the cell."))
