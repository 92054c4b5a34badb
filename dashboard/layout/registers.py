"""The registers of the page About: populations, words, gaps, corrections, discrepancies; long ones are folded."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.layout import aria
from dashboard.layout.links import to_source, to_table
from dashboard.provenance import as_text, trace
from dashboard.references import quoted
from dashboard.rules import Condition
from dashboard.selection import Selection
from dashboard.sources import cited, names_of
from dashboard.studio import Studio
from dashboard.tables import MARK, records
from dashboard.words import Words

Row = Mapping[str, Any]
Cell = Component | str


def table_of(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], foot: Sequence[Sequence[Cell]] = ()) -> Component:
    """Return a table whose first column names its rows and whose other columns are numbers; it scrolls in its own frame."""
    head = html.Tr([html.Th(name, scope="col", className="number" if place else "") for place, name in enumerate(columns)])
    bodies = [html.Tbody([_line(row) for row in rows]), *([html.Tfoot([_line(row) for row in foot])] if foot else [])]
    grid = html.Table([html.Caption(caption), html.Thead(head), *bodies])
    return html.Div(grid, className="scroll", tabIndex=0, role="region", **aria(label=caption))


def _line(row: Sequence[Cell]) -> Component:
    name, *numbers = row
    return html.Tr([html.Th(name, scope="row"), *(html.Td(number, className="number") for number in numbers)])


def share_in_words(share: float, words: Words) -> str:
    """Return a share as whole percent, rounded down: only all is 100%."""
    return words.percent(math.floor(share * 100 + 1e-9) / 100)


def _text(row: Row, field: str) -> str:
    """Return a cell as a reader sees it; empty where nothing is recorded."""
    value = row.get(field)
    return "" if value is None or pd.isna(value) else quoted(str(value))


def _folded(summary: str, content: Sequence[Component]) -> Component:
    return html.Details([html.Summary(summary), *content], className="fold")


def _labelled(label: str, *content: Cell) -> Component | None:
    """Return a line with its label before it; nothing where there is nothing to say."""
    return html.P([html.Span(label, className="label"), *content]) if any(content) else None


def _titles(studio: Studio) -> dict[str, str]:
    return {name: table.title for name, table in studio.tables.package.tables.items()}


def definitions(studio: Studio, selection: Selection) -> Iterator[Component]:
    """Yield the populations, folded by the first table that counts each."""
    words, titles = studio.words(selection), _titles(studio)
    frame = studio.tables["definitions"]
    yield html.P(words("about.definitions.lead", count=len(frame)))
    counting: dict[str, list[str]] = defaultdict(list)
    for name, table in studio.tables.package.tables.items():
        if "counts" in table.fields and name != "definitions":
            for code in studio.tables[name]["counts"].dropna().unique():
                counting[code].append(name)
    places = ["", *titles]
    rows = sorted(records(frame), key=lambda row: places.index(counting[row["counts"]][0]) if counting[row["counts"]] else len(places))
    counted = {row["counts"]: _text(row, "counted") for row in rows}
    for first, members in groupby(rows, key=lambda row: next(iter(counting[row["counts"]]), "")):
        group = list(members)
        title = titles[first] if first else words("about.definitions.unused")
        entries = [_population(row, counted, [titles[name] for name in counting[row["counts"]][1:]], words) for row in group]
        yield _folded(words("about.definitions.group", table=title, count=len(group)), entries)


def _population(row: Row, counted: Mapping[str, str], also: Sequence[str], words: Words) -> Component:
    others = [code for code in _text(row, "disjoint_from").split(";") if code]
    addable = html.Ul([html.Li(html.A(counted[code], href=f"#counts-{code}")) for code in others])
    return html.Article(
        [
            html.H3(_text(row, "counted"), id=f"counts-{row['counts']}", tabIndex=-1),
            _labelled(words("about.definitions.includes"), _text(row, "includes")),
            _labelled(words("about.definitions.leaves_out"), _text(row, "leaves_out")),
            html.Div([html.P(html.Span(words("about.definitions.addable"), className="label")), addable]) if others else None,
            html.P(_text(row, "note")) if _text(row, "note") else None,
            _labelled(words("about.definitions.also_in"), words.list(also) if also else ""),
        ],
        className="entry",
    )


def glossary(studio: Studio, selection: Selection) -> Iterator[Component]:
    """Yield the terms with their Russian form and what they mean, in alphabetical order."""
    words = studio.words(selection)
    terms = sorted(records(studio.tables["glossary"]), key=lambda row: str(row["name"]).casefold())
    yield html.P(words("about.glossary.lead", count=len(terms)))
    sources = _Sources(studio, selection)
    entries = [
        part
        for row in terms
        for part in (
            html.Dt([_text(row, "name"), html.Span(_text(row, "russian_name"), lang="ru") if _text(row, "russian_name") else ""]),
            html.Dd([f"{_text(row, 'description')} ", sources.link(_text(row, "source_id"))]),
        )
    ]
    yield _folded(words("about.glossary.fold"), [html.Dl(entries, className="terms")])


class _Sources:
    """Links to sources by their short names."""

    def __init__(self, studio: Studio, selection: Selection) -> None:
        self._names = names_of(studio.tables["sources"])
        self._selection = selection

    def link(self, source_id: str) -> Cell:
        if source_id not in self._names:
            return ""
        return html.Span(["(", to_source(source_id, self._names[source_id], self._selection), ")"], className="by")


def missing(studio: Studio, selection: Selection) -> Iterator[Component]:
    """Yield what the record lacks: what can be counted of it, and what each table's caveats say."""
    words, lacking = studio.words(selection), studio.lacking
    counted = [
        [words(f"gaps.{gap.id}"), words.number(gap.known), words.number(gap.whole), share_in_words(gap.known / gap.whole, words)]
        for gap in lacking.counted
    ]
    columns = [words(f"about.gaps.{column}") for column in ("what", "known", "whole", "share")]
    yield html.P(words("about.gaps.lead"))
    yield table_of(words("about.gaps.caption"), columns, counted)
    if lacking.years:
        yield html.H3(words("about.gaps.years_heading"))
        yield html.P(words("about.gaps.years_lead"))
        named = {words.label("measure", measure): _spans(years) for measure, years in lacking.years.items()}
        yield html.Ul([html.Li(words("about.gaps.years", measure=measure, years=years)) for measure, years in named.items()])
    if lacking.unread:
        by_id = {row["source_id"]: row for row in records(studio.tables["sources"])}
        yield html.H3(words("about.gaps.unread_heading"))
        yield html.P(words("about.gaps.unread_lead", count=len(lacking.unread)))
        yield html.Ul([html.Li(to_source(source_id, quoted(cited(by_id[source_id])), selection)) for source_id in lacking.unread])
    yield from _caveats(studio, words, selection)


def _spans(years: Sequence[int]) -> list[str]:
    """Return years with runs drawn together: 1939-1953."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return [f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]


def _caveats(studio: Studio, words: Words, selection: Selection) -> Iterator[Component]:
    """Yield what to bear in mind, each caveat with the tables that it is about."""
    about: dict[str, list[str]] = defaultdict(list)
    for name, table in studio.tables.package.tables.items():
        for code in table.caveats:
            about[code].append(name)
    titles = _titles(studio)
    entries = [
        part
        for code, names in about.items()
        for part in (html.Dt(words(f"caveats.{code}")), html.Dd(_joined([to_table(name, titles[name], selection) for name in names])))
    ]
    yield html.H3(words("about.gaps.caveats_heading"))
    yield _folded(words("about.gaps.caveats_fold"), [html.Dl(entries, className="caveats")])


def _joined(parts: Sequence[Component]) -> list[Cell]:
    return [piece for part in parts for piece in (", ", part)][1:]


def corrections(studio: Studio, selection: Selection) -> Iterator[Component]:
    """Yield every place where the record departs from what a source prints."""
    words, sources, tables = studio.words(selection), _Sources(studio, selection), studio.tables.package.tables
    rows = records(studio.tables["corrections"])
    yield html.P(words("about.corrections.lead", count=len(rows)))
    for row in rows:
        table = tables[row["table"]]
        field = table.fields[row["field"]]
        name = _heading(studio, row, words)
        used = words.day(date.fromisoformat(row["used"])) if field.type == "date" else _text(row, "used")
        yield html.Article(
            [
                html.H3(
                    words("about.corrections.entry", table=table.title, name=name, field=field.title),
                    id=f"correction-{row['correction_id']}",
                ),
                _labelled(words("about.corrections.printed"), f"{_text(row, 'printed')} ", sources.link(row["source_id"])),
                _labelled(words("about.corrections.used"), used),
                _labelled(words("about.corrections.reason"), _text(row, "reason")),
                html.P(to_table("corrections", words("about.corrections.row"), selection, row["correction_id"])),
            ],
            className="entry",
        )


def _heading(studio: Studio, entry: Row, words: Words) -> str:
    """Return what the first row that an entry of a register is about is itself about."""
    condition = Condition(entry["key"])
    met = next((row for row in records(studio.tables[entry["table"]]) if condition.meets(as_text(row))), None)
    told = trace(met[MARK], studio.tables, words) if met else None
    return told.heading if told else entry["key"]


def discrepancies(studio: Studio, selection: Selection) -> Iterator[Component]:
    """Yield every contradiction, open ones first, folded by table."""
    words, titles, sources = studio.words(selection), _titles(studio), _Sources(studio, selection)
    rows = records(studio.tables["discrepancies"])
    by_status = {status: [row for row in rows if row["status"] == status] for status in ("open", "settled")}
    yield html.P(words("about.discrepancies.lead", **{status: len(members) for status, members in by_status.items()}))
    order = list(titles)
    for status, members in by_status.items():
        yield html.H3(words(f"about.discrepancies.{status}", count=len(members)))
        for name in sorted({row["table"] for row in members}, key=order.index):
            group = [row for row in members if row["table"] == name]
            summary = words("about.discrepancies.group", table=titles[name], count=len(group))
            yield _folded(summary, [_discrepancy(row, sources, words, selection) for row in group])


def _discrepancy(row: Row, sources: _Sources, words: Words, selection: Selection) -> Component:
    difference = words.number(int(row["difference"])).replace("-", "−") if pd.notna(row["difference"]) else ""
    said = [(_text(row, f"{which}_statement"), _text(row, f"{which}_source_id")) for which in ("first", "second")]
    statements = [html.Li([f"{statement} ", sources.link(source_id)]) for statement, source_id in said if statement]
    return html.Article(
        [
            html.H4(
                [_text(row, "subject"), html.Span(words.label("kind", row["kind"]), className="tag")],
                id=f"discrepancy-{row['discrepancy_id']}",
                tabIndex=-1,
            ),
            html.Ul(statements),
            _labelled(words("about.discrepancies.difference"), difference),
            _labelled(words("about.discrepancies.ruling"), _text(row, "ruling")),
            _labelled(words("about.discrepancies.note"), _text(row, "note")),
            html.P(
                to_table(
                    "discrepancies",
                    words("about.discrepancies.row"),
                    selection,
                    row["discrepancy_id"],
                    title=words("about.discrepancies.row_of", subject=row["subject"]),
                )
            ),
        ],
        className="entry",
    )
