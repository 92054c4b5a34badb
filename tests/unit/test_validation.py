"""check(folder): each planted fault gives exactly its message, and several are told together."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import Problem
from dashboard.validation import CELL_LIMIT, check
from tests.package import append, descriptor, line_where, lines_of, plant, write_descriptor, write_lines

EVENTS_HEADER = (
    "expected the header event_id, date, end_date, precision, category, phase_id, title, description, source_id, locator, "
    "certainty, check_url, note. Restore the header, or declare the field."
)
DEFINITIONS_CODES = "Correct the code, or declare it in the descriptor and name it in words/."


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


def rewrite(folder: Path, change: Callable[[bytes], bytes], file: str = "events.csv") -> None:
    path = folder / file
    path.write_bytes(change(path.read_bytes()))


def test_the_invented_package_is_sound(folder: Path) -> None:
    assert check(folder) == ()


# cells


@pytest.mark.parametrize(
    ("table", "line", "field", "text", "message"),
    [
        (
            "annual_repression", 2, "value", "c. 11",
            'cell-not-integer: annual_repression.csv, line 2, field value: found "c. 11", expected a whole number, written in digits only. '
            "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high.",
        ),
        (
            "annual_repression", 2, "value", "1,122",
            'cell-not-integer: annual_repression.csv, line 2, field value: found "1,122", expected a whole number, written in digits only. '
            "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high.",
        ),
        (
            "annual_repression", 2, "value", "11.0",
            'cell-not-integer: annual_repression.csv, line 2, field value: found "11.0", expected a whole number, written in digits only. '
            "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high.",
        ),
        (
            "annual_repression", 2, "value_low", "few",
            'cell-not-integer: annual_repression.csv, line 2, field value_low: found "few", expected a whole number, '
            "written in digits only. "
            "Write the number alone and say with the qualifier how exact it is; bounds go into value_low and value_high.",
        ),
        (
            "sources", 2, "year", "MCM",
            'cell-not-integer: sources.csv, line 2, field year: found "MCM", expected a whole number, written in digits only. '
            "Correct the cell.",
        ),
        (
            "events", 3, "date", "1 March 1938",
            'cell-not-date: events.csv, line 3, field date: found "1 March 1938", expected a date like 1937-08-05. Correct the cell.',
        ),
        (
            "events", 3, "end_date", "1938-02-30",
            'cell-not-date: events.csv, line 3, field end_date: found "1938-02-30", expected a date like 1937-08-05. Correct the cell.',
        ),
        (
            "estimates", 2, "window_start", "1937-13",
            'cell-not-yearmonth: estimates.csv, line 2, field window_start: found "1937-13", expected a month like 1937-08. '
            "Correct the cell.",
        ),
        (
            "annual_repression", 2, "preferred", "yes",
            'cell-not-boolean: annual_repression.csv, line 2, field preferred: found "yes", expected true or false. Correct the cell.',
        ),
        (
            "annual_repression", 2, "certainty", "sure",
            'code-unknown: annual_repression.csv, line 2, field certainty: found "sure", expected one of confirmed, computed, reported. '
            + DEFINITIONS_CODES,
        ),
        (
            "sources", 3, "kind", "Monograph",
            'code-unknown: sources.csv, line 3, field kind: found "Monograph", expected one of archival, document_collection, monograph, '
            "article, reference, memorial_database. " + DEFINITIONS_CODES,
        ),
        (
            "annual_repression", 2, "locator", "",
            "cell-empty: annual_repression.csv, line 2, field locator: found an empty cell, expected a value. "
            "Fill the cell; a row whose figure or source is not known stays out.",
        ),
        (
            "annual_repression", 2, "source_id", "",
            "cell-empty: annual_repression.csv, line 2, field source_id: found an empty cell, expected a value. "
            "Fill the cell; a row whose figure or source is not known stays out.",
        ),
        (
            "annual_repression", 2, "value", "-11",
            'value-out-of-range: annual_repression.csv, line 2, field value: found "-11", expected at least 0. Correct the value.',
        ),
        (
            "annual_repression", 2, "year", "1916",
            'value-out-of-range: annual_repression.csv, line 2, field year: found "1916", expected at least 1917. Correct the value.',
        ),
        (
            "annual_repression", 2, "year", "1954",
            'value-out-of-range: annual_repression.csv, line 2, field year: found "1954", expected at most 1953. Correct the value.',
        ),
        (
            "mass_operation_progress", 4, "report_date", "1940-01-01",
            'value-out-of-range: mass_operation_progress.csv, line 4, field report_date: found "1940-01-01", '
            "expected at most 1939-12-31. Correct the value.",
        ),
        (
            "events", 3, "check_url", "example.org",
            'pattern-mismatch: events.csv, line 3, field check_url: found "example.org", expected text like ^https?://\\S+$. '
            "Correct the text.",
        ),
        (
            "events", 3, "source_id", "source_x",
            'reference-unknown: events.csv, line 3, field source_id: found "source_x", expected a key of sources.csv. '
            "Correct the code, or add a row for it to sources.csv.",
        ),
        (
            "events", 3, "phase_id", "third",
            'reference-unknown: events.csv, line 3, field phase_id: found "third", expected a key of phases.csv. '
            "Correct the code, or add a row for it to phases.csv.",
        ),
        (
            "events", 3, "note", "=1+1",
            'cell-formula: events.csv, line 3, field note: found "=1+1", expected text that no spreadsheet runs as a formula. '
            "Begin the text with a word.",
        ),
        (
            "events", 3, "note", "@cell",
            'cell-formula: events.csv, line 3, field note: found "@cell", expected text that no spreadsheet runs as a formula. '
            "Begin the text with a word.",
        ),
        (
            "events", 3, "note", "+ more",
            'cell-formula: events.csv, line 3, field note: found "+ more", expected text that no spreadsheet runs as a formula. '
            "Begin the text with a word.",
        ),
        (
            "events", 3, "note", "x" * (CELL_LIMIT + 1),
            f'cell-too-long: events.csv, line 3, field note: found "{"x" * 60}..." (5,001 characters), expected at most 5,000 characters. '
            "Shorten the text.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_gives_its_message(folder: Path, table: str, line: int, field: str, text: str, message: str) -> None:
    plant(folder, table, line, field, text)
    assert told(folder) == [message]


def test_a_cell_of_the_longest_length_is_sound(folder: Path) -> None:
    plant(folder, "events", 3, "note", "x" * CELL_LIMIT)
    assert check(folder) == ()


def test_text_with_commas_quotes_and_other_scripts_is_sound(folder: Path) -> None:
    plant(folder, "events", 3, "note", 'He said "тройка", twice; 1 − 1 = 0')
    assert check(folder) == ()


def test_a_cell_far_over_the_limit_is_told_and_leaves_the_reader_of_csv_as_it_was(folder: Path) -> None:
    before = csv.field_size_limit()
    plant(folder, "events", 3, "note", "x" * 300_000)
    assert told(folder) == [
        f'cell-too-long: events.csv, line 3, field note: found "{"x" * 60}..." (300,000 characters), expected at most 5,000 characters. '
        "Shorten the text."
    ]
    assert csv.field_size_limit() == before


# rows and headers


def test_a_duplicate_key_is_told_at_the_later_row(folder: Path) -> None:
    lines = lines_of(folder, "mass_operation_progress")
    write_lines(folder, "mass_operation_progress", [*lines, [*lines[3][:4], "33", *lines[3][5:-2], "false", ""]])
    assert told(folder) == [
        "key-duplicate: mass_operation_progress.csv, line 8, field operation, report_date, measure, source_id: "
        'found "order_00447 / 1937-08-15 / arrested / source_a", expected a key that no earlier row has. '
        "Take one of the rows out, or correct its key."
    ]


def test_an_extra_cell_is_told(folder: Path) -> None:
    lines = lines_of(folder, "events")
    lines[2].append("x")
    write_lines(folder, "events", lines)
    assert told(folder) == [
        'row-too-long: events.csv, line 3: found "x", expected 13 cells. Put text that holds a comma in double quotation marks.'
    ]


def test_a_missing_cell_is_told(folder: Path) -> None:
    lines = lines_of(folder, "events")
    lines[2].pop()
    write_lines(folder, "events", lines)
    assert told(folder) == ["row-too-short: events.csv, line 3, field note: found no cell, expected 13 cells. Add the missing commas."]


def test_an_extra_column_is_told(folder: Path) -> None:
    write_lines(folder, "events", [[*cells, "more" if at == 0 else "x"] for at, cells in enumerate(lines_of(folder, "events"))])
    assert told(folder) == [
        f'header-differs: events.csv, line 1: found There is an extra label "more" in header at position "14", {EVENTS_HEADER}'
    ]


def test_a_missing_column_is_told(folder: Path) -> None:
    write_lines(folder, "events", [cells[:-1] for cells in lines_of(folder, "events")])
    assert told(folder) == [
        'header-differs: events.csv, line 1: found There is a missing label in the header\'s field "note" at position "13", '
        + EVENTS_HEADER
    ]


def test_columns_in_another_order_are_told(folder: Path) -> None:
    header, *rows = lines_of(folder, "events")
    write_lines(folder, "events", [[header[1], header[0], *header[2:]], *rows])
    assert told(folder) == [
        'header-differs: events.csv, line 1: found Label "date" in field event_id at position "1" does not match the field name '
        f"in the schema, {EVENTS_HEADER}",
        'header-differs: events.csv, line 1: found Label "event_id" in field date at position "2" does not match the field name '
        f"in the schema, {EVENTS_HEADER}",
    ]


def test_a_table_without_rows_is_sound(folder: Path) -> None:
    write_lines(folder, "events", lines_of(folder, "events")[:1])
    assert check(folder) == ()


# files


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "events.csv").unlink()
    assert told(folder) == [
        "file-missing: events.csv: found no such file, expected the table that the descriptor declares. "
        "Put events.csv into the folder, or take the table out of datapackage.json."
    ]


def test_a_folder_in_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "events.csv").unlink()
    (folder / "events.csv").mkdir()
    assert told(folder) == [
        "file-missing: events.csv: found a file that cannot be read (Is a directory), expected the table that the descriptor declares. "
        "Put events.csv into the folder, or take the table out of datapackage.json."
    ]


def test_an_empty_file_is_told(folder: Path) -> None:
    rewrite(folder, lambda _: b"")
    assert told(folder) == [
        "source-error: events.csv: found The data source has not supported or has inconsistent contents: the source is empty, "
        "expected a table that can be read. Mend the file."
    ]


def test_a_byte_order_mark_is_told(folder: Path) -> None:
    rewrite(folder, lambda content: b"\xef\xbb\xbf" + content)
    assert told(folder) == [
        "file-has-bom: events.csv, line 1: found a byte order mark, expected UTF-8 without one. Save the file as plain UTF-8."
    ]


def test_carriage_returns_are_told_once_at_the_first(folder: Path) -> None:
    rewrite(folder, lambda content: content.replace(b"\n", b"\r\n"))
    assert told(folder) == [
        "line-end-not-lf: events.csv, line 1: found a carriage return, expected lines that end in LF alone. "
        "Save the file with Unix line ends."
    ]


def test_a_lone_carriage_return_is_told_with_its_line(folder: Path) -> None:
    rewrite(folder, lambda content: content.replace(b"It was", b"It\rwas"))
    assert told(folder) == [
        "line-end-not-lf: events.csv, line 3: found a carriage return, expected lines that end in LF alone. "
        "Save the file with Unix line ends."
    ]


def test_another_encoding_is_told_with_its_line(folder: Path) -> None:
    rewrite(folder, lambda content: content.replace(b"It was", b"It w\xe9s"))
    assert told(folder) == ["file-not-utf8: events.csv, line 3: found the byte 0xE9, expected text in UTF-8. Save the file as UTF-8."]


def test_a_nul_is_told_with_its_line(folder: Path) -> None:
    rewrite(folder, lambda content: content.replace(b"It was", b"It\0was"))
    assert told(folder) == ["file-has-nul: events.csv, line 3: found a NUL character, expected text. Take the character out."]


# descriptor


def test_a_descriptor_that_cannot_be_read_is_the_only_problem(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{", "utf-8")
    plant(folder, "events", 3, "date", "x")
    assert told(folder) == [
        "descriptor-unreadable: datapackage.json: "
        "found Expecting property name enclosed in double quotes: line 1 column 2 (char 1), "
        "expected a Data Package descriptor. Mend the JSON at the place named."
    ]


def test_a_descriptor_with_an_unknown_type_is_told(folder: Path) -> None:
    raw = descriptor()
    events = next(resource for resource in raw["resources"] if resource["name"] == "events")
    next(field for field in events["schema"]["fields"] if field["name"] == "date")["type"] = "day"
    write_descriptor(folder, raw)
    assert told(folder) == [
        'descriptor-invalid: datapackage.json: found Field is not valid: field type "day" is not supported, '
        "expected a valid Data Package with Table Schemas. Mend the descriptor."
    ]


def test_a_table_that_stands_twice_in_the_descriptor_is_told(folder: Path) -> None:
    raw = descriptor()
    raw["resources"].append(raw["resources"][-1])
    write_descriptor(folder, raw)
    assert len(told(folder)) == 1
    assert told(folder)[0].startswith("descriptor-invalid: datapackage.json: found ")


# rules, and several faults at once


def test_a_broken_rule_is_told(folder: Path) -> None:
    line = line_where(folder, "totals", total_id="agrees")
    plant(folder, "totals", line, "printed", "78")
    assert told(folder) == [
        f"total-mismatch: totals.csv, line {line}, field printed: found 78, while its 2 parts add to 77, "
        "expected 77, or a discrepancy with difference 1. "
        "Correct the part that is wrong in annual_repression.csv, or record the difference in discrepancies.csv."
    ]


def test_a_correction_that_misses_is_told(folder: Path) -> None:
    plant(folder, "corrections", 2, "key", "phase_id=nobody")
    assert told(folder) == [
        "correction-misses: corrections.csv, line 2, field key: found 0 rows that it meets, expected exactly one row of phases. "
        "Make the key name one row, or take the correction out."
    ]


def test_a_one_sided_disjoint_population_is_told(folder: Path) -> None:
    line = line_where(folder, "definitions", counts="estimated")
    plant(folder, "definitions", line, "disjoint_from", "executed")
    assert told(folder) == [
        f'disjoint-one-sided: definitions.csv, line {line}, field disjoint_from: found "executed", '
        'whose own row does not name "estimated", expected disjoint populations named on both rows. '
        'Add "estimated" to disjoint_from of "executed", or take "executed" out here.'
    ]


def test_several_faults_are_all_told_and_sorted_by_place(folder: Path) -> None:
    plant(folder, "events", 3, "precision", "hour")
    plant(folder, "events", 2, "date", "then")
    plant(folder, "events", 2, "source_id", "source_x")
    plant(folder, "annual_repression", 12, "certainty", "sure")
    plant(folder, "annual_repression", 3, "locator", "")
    plant(folder, "corrections", 2, "key", "phase_id=nobody")
    problems = check(folder)
    assert list(problems) == sorted(problems)
    assert [str(problem) for problem in problems] == [
        "cell-empty: annual_repression.csv, line 3, field locator: found an empty cell, expected a value. "
        "Fill the cell; a row whose figure or source is not known stays out.",
        'code-unknown: annual_repression.csv, line 12, field certainty: found "sure", expected one of confirmed, computed, reported. '
        + DEFINITIONS_CODES,
        "correction-misses: corrections.csv, line 2, field key: found 0 rows that it meets, expected exactly one row of phases. "
        "Make the key name one row, or take the correction out.",
        'cell-not-date: events.csv, line 2, field date: found "then", expected a date like 1937-08-05. Correct the cell.',
        'reference-unknown: events.csv, line 2, field source_id: found "source_x", expected a key of sources.csv. '
        "Correct the code, or add a row for it to sources.csv.",
        'code-unknown: events.csv, line 3, field precision: found "hour", expected one of day, month, year. ' + DEFINITIONS_CODES,
    ]


def test_several_unreadable_files_are_all_told(folder: Path) -> None:
    (folder / "phases.csv").unlink()
    rewrite(folder, lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n").replace(b"It was", b"It\0was"))
    assert told(folder) == [
        "file-has-bom: events.csv, line 1: found a byte order mark, expected UTF-8 without one. Save the file as plain UTF-8.",
        "line-end-not-lf: events.csv, line 1: found a carriage return, expected lines that end in LF alone. "
        "Save the file with Unix line ends.",
        "file-has-nul: events.csv, line 3: found a NUL character, expected text. Take the character out.",
        "file-missing: phases.csv: found no such file, expected the table that the descriptor declares. "
        "Put phases.csv into the folder, or take the table out of datapackage.json.",
    ]


def test_a_new_row_with_a_gap_is_told_by_a_rule_at_its_line(folder: Path) -> None:
    line = append(
        folder,
        "estimates",
        {
            "question": "convicted_1937_38", "author": "Author A", "year_published": "1999", "method": "a guess", "qualifier": "about",
            "basis": "estimate", "counts": "convicted", "source_id": "source_a", "locator": "p. 1", "certainty": "reported",
            "preferred": "true",
        },
    )  # fmt: skip
    assert check(folder) == (
        Problem(
            "estimates.csv", line, "value", "value-missing", "an empty cell", "a whole number",
            'Give the figure, or set qualifier to "range" and give both bounds.',
        ),
    )  # fmt: skip
