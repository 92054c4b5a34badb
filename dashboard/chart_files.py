"""The data behind a chart to take away: what is plotted as CSV and XLSX, and all that goes with it as one ZIP; bytes out.

The same figures give the same bytes: nothing in them tells the time.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.citing import citations
from dashboard.downloads import EPOCH, FORMULA_STARTS, LICENCE, citation, dictionary, fill, member, wrapped
from dashboard.picture import Picture
from dashboard.schema import Field
from dashboard.sources import cited
from dashboard.tables import MARK, Tables, records
from dashboard.tabulated import fields_of
from dashboard.words import Words


def csv_of(frame: pd.DataFrame, *, bom: bool) -> bytes:
    """Return a prepared frame as CSV in UTF-8: dates as ISO days, gaps as empty cells, formulas defused."""
    text = io.StringIO()
    _defused(frame.drop(columns=MARK, errors="ignore")).to_csv(text, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with an apostrophe before each text cell that a spreadsheet would run as a formula."""
    texts = [
        name for name in frame.columns if pd.api.types.is_string_dtype(frame[name]) or isinstance(frame[name].dtype, pd.CategoricalDtype)
    ]
    as_text = {name: frame[name].astype("str").where(frame[name].notna()) for name in texts}
    return frame.assign(
        **{
            name: column.mask(column.str.startswith(FORMULA_STARTS).fillna(False).astype(bool), "'" + column)
            for name, column in as_text.items()
        }
    )


def columns_of(picture: Picture) -> list[str]:
    """Return the columns that are given away, in the order of the frame."""
    return [name for name in picture.frame.columns if name != MARK]


def xlsx_of(picture: Picture, tables: Tables, words: Words, link: str) -> bytes:
    """Return what is plotted as a workbook: the rows typed, the dictionary of their columns, the sources cited."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    cite = citations(picture, picture.title, link, tables, words)["chicago"]
    book.set_properties({"title": picture.title, "subject": picture.subtitle, "comments": cite, "created": EPOCH})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    grouped = book.add_format({"num_format": "#,##0"})
    fields = fields_of(picture.chart, tables)
    columns = columns_of(picture)
    formats = [_format(fields.get(name), day, grouped) for name in columns]
    rows = ([row[name] for name in columns] for row in records(picture.frame))
    fill(book.add_worksheet(words("record.plotted_sheet")), columns, rows, head, formats)
    fill(
        book.add_worksheet(words("record.dictionary_sheet")), *dictionary([fields[name] for name in columns if name in fields], words), head
    )
    fill(book.add_worksheet(words("record.sources_sheet")), *_sources(picture, tables, words), head)
    book.close()
    return out.getvalue()


def _format(field: Field | None, day: Any, grouped: Any) -> Any:
    if field is None:
        return None
    return day if field.type == "date" else grouped if field.type == "integer" and field.unit else None


def _sources(picture: Picture, tables: Tables, words: Words) -> tuple[list[str], Iterable[list[Any]]]:
    """Return the sources that the picture names, whole."""
    names = ["source_id", words("record.citation"), "url"]
    shown = set(picture.sources)
    rows = ([row["source_id"], cited(row), row["url"]] for row in records(tables["sources"]) if cited(row) in shown)
    return names, rows


def described(picture: Picture, tables: Tables, words: Words, link: str) -> dict[str, Any]:
    """Return what a machine is told of a picture: its words, sources, columns and the state of the data."""
    fields = fields_of(picture.chart, tables)
    return {
        "id": picture.chart.id,
        "title": picture.title,
        "subtitle": picture.subtitle,
        "description": list(picture.sentences),
        "notes": list(picture.notes),
        "caveat": words(f"charts.{picture.chart.id}.caveat"),
        "sources": list(picture.sources),
        "tables": [picture.chart.table, *picture.chart.joined],
        "link": link,
        "data_version": tables.version,
        "fingerprint": tables.fingerprint,
        "license": LICENCE,
        "rows": len(picture.frame),
        "fields": [_declared(name, fields.get(name)) for name in columns_of(picture)],
        "citations": dict(citations(picture, picture.title, link, tables, words)),
    }


def _declared(name: str, field: Field | None) -> dict[str, str]:
    if field is None:  # made by the chart from the columns beside it
        return {"name": name}
    return {"name": name, "title": field.title, "type": field.type, "unit": field.unit, "description": field.description}


def zip_of(picture: Picture, tables: Tables, words: Words, link: str) -> bytes:
    """Return what is plotted in one folder: CSV, XLSX, metadata, README and citation."""
    told = described(picture, tables, words, link)
    files: Mapping[str, bytes] = {
        "README.txt": _readme(picture, tables, words, told).encode(),
        "CITATION.cff": citation(tables, words, picture.title, " ".join(picture.sentences), link).encode(),
        f"{picture.chart.id}.csv": csv_of(picture.frame, bom=False),
        f"{picture.chart.id}.xlsx": xlsx_of(picture, tables, words, link),
        "metadata.json": json.dumps(told, ensure_ascii=False, indent=1).encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(member(f"{picture.chart.id}-{tables.version}/{name}"), content)
    return out.getvalue()


def _readme(picture: Picture, tables: Tables, words: Words, told: Mapping[str, Any]) -> str:
    chart = picture.chart.id
    lines = [
        picture.title,
        "=" * min(len(picture.title), 100),
        "",
        *wrapped(picture.subtitle),
        "",
        *wrapped(" ".join(picture.sentences)),
        "",
    ]
    for note in (told["caveat"], *picture.notes):
        lines += [*wrapped(note), ""]
    lines += [*wrapped(words("export.readme_files", name=chart)), "", *wrapped(words("record.readme_reading")), ""]
    lines += [words("record.sources_sheet"), *(line for source in picture.sources for line in wrapped(source, "    ")), ""]
    lines += [*wrapped(words("record.readme_licence")), "", words("record.cite_heading"), *wrapped(told["citations"]["chicago"], "    ")]
    return "\n".join([*lines, *wrapped(words("record.fingerprint", fingerprint=tables.fingerprint), "    "), ""])
