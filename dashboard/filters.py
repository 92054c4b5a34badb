"""FILTERS, every choice that narrows a table, and the plain parameters beside them; PARAMS is all of them.

A filter is one entry: its key in the address, its kind of control, and which rows it keeps. The label of each is
``filters.<key>`` in words/, the names of its values are codes there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

import pandas as pd

from dashboard.selection import Codes, Months, Param, Selection, Vocabulary, free_text, many_of, months, one_of
from dashboard.sources import named
from dashboard.tables import Tables
from dashboard.words import Words

T = TypeVar("T")

Mask: TypeAlias = "pd.Series[Any]"
DEFAULT_FIGURES = ""
EVERY_SCOPE = "all"
COUNT, PER_100_000 = "count", "100k"


@dataclass(frozen=True, eq=False)
class Filter(Generic[T]):
    """One choice that narrows a table.

    Attributes:
        param: its parameter in the address.
        control: the kind of control that offers it: ``month_range``, ``many_of`` or ``one_of``.
        keep: frame, value and the chart's columns to a mask of the rows kept; None when it changes the drawing alone.
        codes: the groups of codes in words/ that name its values; the first that knows a value names it.
        listed: the table of the record whose rows its values are, where they are no codes.
        fields: the fields of the record that hold its values: choosing a row by a mark can choose its value.
    """

    param: Param[T]
    control: str
    keep: Callable[[pd.DataFrame, T, tuple[str, ...]], Mask] | None
    codes: tuple[str, ...] = ()
    listed: str = ""
    fields: tuple[str, ...] = ()

    def label(self, value: str, tables: Tables, words: Words) -> str:
        """Return the reader's name of one value."""
        group = next((group for group in self.codes if f"codes.{group}.{value}" in words), None)
        if group:
            return words.label(group, value)
        if self.listed == "sources":
            return named(tables["sources"], value)
        row = tables.row(f"{self.listed}/{value}") if self.listed else None
        return str(row["name"]) if row else value


def _in_period(frame: pd.DataFrame, span: Months | None, columns: tuple[str, ...]) -> Mask:
    """Keep what begins before the span's end and ends after its beginning; ``columns`` are start and end, or one of both.

    A whole-year figure is kept when the span touches its year; an open end (no end recorded) counts as its start.
    """
    if span is None:
        return pd.Series(True, index=frame.index)
    start, end = frame[columns[0]], frame[columns[-1]].fillna(frame[columns[0]])
    if isinstance(start.dtype, pd.PeriodDtype):
        start, end = start.dt.start_time, end.dt.end_time
    if pd.api.types.is_integer_dtype(start):
        return (start <= int(span.last[:4])) & (end >= int(span.first[:4]))
    first, last = pd.Period(span.first, "M").start_time, pd.Period(span.last, "M").end_time
    return (start <= last) & (end >= first)


def _among(frame: pd.DataFrame, codes: Codes, columns: tuple[str, ...]) -> Mask:
    """Keep the rows that have one of the codes in any of the columns: a territory may be named itself, or by what it is part of."""
    if codes is None:
        return pd.Series(True, index=frame.index)
    kept = frame[columns[0]].isin(list(codes))
    for column in columns[1:]:
        kept |= frame[column].isin(list(codes))
    return kept


def _of_scope(frame: pd.DataFrame, scope: str, columns: tuple[str, ...]) -> Mask:
    """Keep one scope; without a choice, all cases where they are counted, otherwise what the source counts."""
    column = frame[columns[0]]
    wanted = scope or (EVERY_SCOPE if (column == EVERY_SCOPE).any() else "")
    return (column == wanted) if wanted else pd.Series(True, index=frame.index)


def _by_source(frame: pd.DataFrame, source: str, columns: tuple[str, ...]) -> Mask:
    """Keep the rows of one source; without a choice, the row of each quantity that the record prefers."""
    if source == DEFAULT_FIGURES:
        return frame["preferred"].fillna(False).astype(bool)
    return frame[columns[0]] == source


PERIOD = Filter(months("period"), "month_range", _in_period)
PHASE = Filter(one_of("phase", ""), "one_of", None, listed="phases", fields=("phase_id",))
"""A lens: it stands for the period of the phase (see ``through_lens``)."""
MEASURE = Filter(many_of("measure"), "many_of", _among, codes=("measure",))
OPERATION = Filter(many_of("operation"), "many_from_list", _among, codes=("operation",), fields=("operation",))
TERRITORY = Filter(many_of("territory"), "many_from_list", _among, listed="regions", fields=("region_id",))
GROUP = Filter(many_of("group"), "many_from_list", _among, codes=("group", "nationality"), fields=("group", "nationality"))
FIGURES = Filter(one_of("figures", DEFAULT_FIGURES, aliases=("source",)), "one_of", _by_source, listed="sources")
SCOPE = Filter(one_of("scope", ""), "one_of", _of_scope, codes=("scope",))
CATEGORY = Filter(many_of("category"), "many_of", _among, codes=("category",))
SCHEME = Filter(many_of("scheme"), "many_of", _among, codes=("scheme",))
QUESTION = Filter(many_of("question"), "many_from_list", _among, codes=("question",), fields=("question",))
VERDICT = Filter(many_of("verdict"), "many_of", _among, codes=("verdict",), fields=("verdict",))
PER = Filter(one_of("per", COUNT), "one_of", None, codes=("per",))
SCALE = Filter(one_of("scale", "linear"), "one_of", None, codes=("scale",))

FILTERS: tuple[Filter[Any], ...] = (
    PERIOD, PHASE, MEASURE, OPERATION, TERRITORY, GROUP, FIGURES, SCOPE, CATEGORY, SCHEME, QUESTION, VERDICT, PER, SCALE,
)  # fmt: skip

EVENT = one_of("event", "")
WITH = free_text("with")
"""The query string of the second selection of a comparison."""
TABLE = one_of("table", "")
ROW = free_text("row")
"""A row of the table chosen, named by the cells of its primary key (see ``Studio.parse``)."""
LANGUAGE = one_of("lang", "en")
THEME = one_of("theme", "light")
PATTERNS = one_of("patterns", "")
"""Whether every hue also has a pattern of its own, which print has without asking."""
ALWAYS = "always"

LOOKS = (LANGUAGE, THEME, PATTERNS)
"""How things are shown, never what: these follow a reader everywhere."""

PARAMS: tuple[Param[Any], ...] = (*(known.param for known in FILTERS), EVENT, WITH, TABLE, ROW, *LOOKS)


def vocabulary(tables: Tables, languages: Iterable[str], themes: Iterable[str]) -> Vocabulary:
    """Return the codes that each parameter takes, read from the record: nothing is listed twice."""
    return {
        PERIOD.param.key: _bounds(tables),
        PHASE.param.key: tuple(tables["phases"]["phase_id"]) if "phases" in tables else (),
        MEASURE.param.key: _enumerated(tables, "measure"),
        OPERATION.param.key: _enumerated(tables, "operation"),
        TERRITORY.param.key: tuple(tables["regions"]["region_id"]) if "regions" in tables else (),
        GROUP.param.key: _enumerated(tables, *GROUP.fields),
        SCOPE.param.key: _enumerated(tables, "scope"),
        FIGURES.param.key: rival_sources(tables),
        CATEGORY.param.key: _enumerated(tables, "category"),
        SCHEME.param.key: _enumerated(tables, "scheme"),
        QUESTION.param.key: _enumerated(tables, "question"),
        VERDICT.param.key: _enumerated(tables, "verdict"),
        PER.param.key: (COUNT, PER_100_000),
        SCALE.param.key: ("linear", "log"),
        WITH.key: (),
        EVENT.key: tuple(tables["events"]["event_id"]) if "events" in tables else (),
        TABLE.key: tuple(tables),
        ROW.key: (),
        LANGUAGE.key: tuple(languages),
        THEME.key: tuple(themes),
        PATTERNS.key: (ALWAYS,),
    }


def through_lens(selection: Selection, tables: Tables) -> Selection:
    """Return the selection with the phase chosen as its period; a period chosen besides is the narrower wish and stands."""
    if PHASE.param not in selection or PERIOD.param in selection:
        return selection
    row = tables.row(f"phases/{selection[PHASE.param]}")
    if row is None:
        return selection
    return selection.choose(PERIOD.param, Months(f"{row['start']:%Y-%m}", f"{row['end']:%Y-%m}"))


def _enumerated(tables: Tables, *fields: str) -> tuple[str, ...]:
    """Return the declared codes of every field of these names, each once."""
    enums = (table.fields[field].enum for field in fields for table in tables.package.tables.values() if field in table.fields)
    return tuple(dict.fromkeys(code for enum in enums for code in enum))


def _bounds(tables: Tables) -> tuple[str, str]:
    """Return the first month of the first year and the last month of the last year that any observation is about."""
    years: list[int] = []
    for name in tables:
        for column in {"year", "date", "start", "end", "report_date"} & set(tables[name].columns):
            known = tables[name][column].dropna()
            years += list(known if pd.api.types.is_integer_dtype(known) else known.dt.year) if name != "sources" else []
    return (f"{min(years)}-01", f"{max(years)}-12") if years else ("1921-01", "1953-12")


def rival_sources(tables: Tables) -> tuple[str, ...]:
    """Return the sources that give a rival figure for a quantity for which another row is preferred."""
    found: dict[str, None] = {}
    for name, table in tables.package.tables.items():
        if table.quantity:
            frame = tables[name]
            found |= dict.fromkeys(frame["source_id"].drop_duplicates())
    return tuple(sorted(found))
