"""The record to take away: a table as CSV, JSON or XLSX, and the whole package as one ZIP; bytes in, bytes out.

Everything is made from the bytes that were read at the start, so what is given away is what the figures were drawn
from. The same record gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.cells import cell_value
from dashboard.schema import DESCRIPTOR, Field, Table
from dashboard.sources import cited
from dashboard.tables import Tables, records
from dashboard.words import Words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PACKAGE = "great-purges-data"
LICENCE = "CC-BY-4.0"
EPOCH = datetime(1980, 1, 1)
_SHEET_NAME_LIMIT = 31  # characters that a spreadsheet allows
_NARROWEST, _WIDEST = 9, 60  # characters
_LINE = 110  # characters


def table_csv(tables: Tables, name: str, *, bom: bool) -> bytes:
    """Return a table as it stands in the record, with an apostrophe before each text that a spreadsheet would run."""
    table = tables.package.tables[name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.fields)
    for line in tables.lines(name):
        writer.writerow(defused(line[field.name]) if field.type == "string" else line[field.name] for field in table.fields.values())
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def defused(text: str) -> str:
    """Return the text such that no spreadsheet runs it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def table_json(tables: Tables, name: str, words: Words) -> bytes:
    """Return a table with its description, caveats and schema; dates and months as ISO text, gaps as null."""
    table = tables.package.tables[name]
    declared = json.loads(tables.files[DESCRIPTOR])
    resource = next(resource for resource in declared["resources"] if resource["name"] == name)
    content = {
        "name": name,
        "title": table.title,
        "description": table.description,
        "caveats": {code: words(f"caveats.{code}") for code in table.caveats},
        "data_version": tables.version,
        "license": LICENCE,
        "schema": resource["schema"],
        "rows": [{column: cell_value(row[column]) for column in table.fields} for row in records(tables[name])],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def table_xlsx(tables: Tables, name: str, words: Words) -> bytes:
    """Return a table as a workbook: the rows typed, the dictionary of their columns, the sources cited.

    Whole numbers and dates are numbers and dates, months are ISO text, gaps are empty cells; nothing is a formula.
    """
    table = tables.package.tables[name]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": table.title,
            "subject": tables.package.title,
            "comments": words("record.cite", title=table.title, version=tables.package.version, fingerprint=tables.version),
            "created": EPOCH,
        }
    )
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    grouped = book.add_format({"num_format": "#,##0"})
    formats = [
        day if field.type == "date" else grouped if field.type == "integer" and field.unit else None for field in table.fields.values()
    ]
    rows = ([row[column] for column in table.fields] for row in records(tables[name]))
    fill(book.add_worksheet(name[:_SHEET_NAME_LIMIT]), list(table.fields), rows, head, formats)
    fill(book.add_worksheet(words("record.dictionary_sheet")), *dictionary(table.fields.values(), words), head)
    fill(book.add_worksheet(words("record.sources_sheet")), *_sources(tables, table, words), head)
    book.close()
    return out.getvalue()


def fill(
    sheet: Worksheet, names: Sequence[str], rows: Iterable[Sequence[Any]], head: Format, formats: Sequence[Format | None] = ()
) -> None:
    """Write a header that stays in view and the rows below it; columns are as wide as most of their cells."""
    widths = [len(name) for name in names]
    sheet.write_row(0, 0, names, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            value = cell_value(cell)
            if value is None:
                continue
            layout = formats[place] if formats else None
            widths[place] = max(widths[place], len(str(value)))
            if isinstance(value, str) and isinstance(cell, datetime):
                sheet.write_datetime(last, place, cell, layout)
            elif isinstance(value, bool):
                sheet.write_boolean(last, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(last, place, value, layout)
            else:
                sheet.write_string(last, place, str(value))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 3, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(names) - 1)


def type_in_words(field: Field, words: Words) -> str:
    """Return the type of a column as a reader says it; a column of codes is one of codes, whatever holds them."""
    return words("types.code" if field.enum else f"types.{field.type}")


def dictionary(fields: Iterable[Field], words: Words) -> tuple[list[str], Iterator[list[str]]]:
    """Return the names of a dictionary's columns, and a row for each field."""
    names = [words(f"record.{part}") for part in ("name", "title", "type", "unit", "description", "allowed")]
    rows = (
        [
            field.name, field.title, type_in_words(field, words), field.unit, field.description,
            "; ".join(f"{code}: {words.label(field.name, code)}" for code in field.enum),
        ]
        for field in fields
    )  # fmt: skip
    return names, rows


def _sources(tables: Tables, table: Table, words: Words) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the sources that a table's rows name, in the order of the record."""
    columns = [column for column, other in table.references.items() if other == "sources"]
    ids = {value for column in columns for value in tables[table.name][column].dropna()}
    fields = tables.package.tables["sources"].fields
    kept = ("source_id", "kind", "url", "note")
    names = ["source_id", words("record.citation"), *(fields[column].title for column in kept[1:])]
    rows = (
        [row["source_id"], cited(row), words.label("kind", row["kind"]), row["url"], row["note"]]
        for row in records(tables["sources"])
        if row["source_id"] in ids
    )
    return names, rows


def package_zip(tables: Tables, words: Words) -> bytes:
    """Return the whole Data Package in one folder: every file as it was read, with a README and a citation file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {"README.txt": readme(tables, words), "CITATION.cff": citation(tables, words)}
        for name, content in {**{name: text.encode() for name, text in texts.items()}, **tables.files}.items():
            archive.writestr(member(f"{PACKAGE}/{name}"), content)
    return out.getvalue()


def member(path: str) -> zipfile.ZipInfo:
    """Return the entry of a file in a ZIP that tells no time."""
    member = zipfile.ZipInfo(path, EPOCH.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def how_to_cite(tables: Tables, words: Words) -> str:
    """Return the line that cites the whole record, with its version and fingerprint."""
    return words("record.cite", title=tables.package.title, version=tables.package.version, fingerprint=tables.version)


def readme(tables: Tables, words: Words) -> str:
    """Return what the package is: its tables with their caveats, how to read and how to cite it."""
    package = tables.package
    declared = json.loads(tables.files[DESCRIPTOR])
    lines = [package.title, "=" * len(package.title), "", *wrapped(declared.get("description", "")), ""]
    lines += [*wrapped(words("record.readme_files")), ""]
    for name, table in package.tables.items():
        count = words("record.rows", count=len(tables[name]))
        lines += [f"{table.path}: {table.title} ({count})", *wrapped(table.description, "    ")]
        for code in table.caveats:
            lines += wrapped(words(f"caveats.{code}"), "    - ")
        lines.append("")
    lines += [*wrapped(words("record.readme_reading")), "", *wrapped(words("record.readme_licence")), ""]
    lines += [words("record.cite_heading"), *wrapped(how_to_cite(tables, words), "    ")]
    return "\n".join([*lines, *wrapped(words("record.fingerprint", fingerprint=tables.fingerprint), "    "), ""])


def wrapped(text: str, start: str = "") -> list[str]:
    """Return a text in lines that any editor shows whole."""
    inner = " " * len(start)
    return textwrap.wrap(text, _LINE, initial_indent=start, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


def citation(tables: Tables, words: Words, title: str = "", abstract: str = "", link: str = "") -> str:
    """Return the citation of the record, or of a chart of it, in the Citation File Format; JSON strings are YAML strings."""
    entries = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": words("record.cite_message"),
        "title": title or tables.package.title,
        "version": f"{tables.package.version}+{tables.version}",
        "license": LICENCE,
        "url": link,
        "abstract": abstract or json.loads(tables.files[DESCRIPTOR]).get("description", ""),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items() if value]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(words('record.cite_author'), ensure_ascii=False)}", ""])
