"""How a source is named in words: short under a figure, whole in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard.tables import records


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    return "" if value is None or pd.isna(value) else str(value)


def _joined(parts: Iterable[str], mark: str = ", ") -> str:
    return mark.join(part.strip(" .") for part in parts if part)


def cited(row: Mapping[str, Any]) -> str:
    """Return a source as one line: author, title, where it appeared, pages and year, as far as they are known."""
    return _joined([_text(row, "author"), _text(row, "title"), appeared(row)])


def appeared(row: Mapping[str, Any]) -> str:
    """Return where and when a source appeared: container, pages and year, as far as they are known."""
    where = _joined([_text(row, "container"), _text(row, "pages")])
    year = _text(row, "year")
    return _joined([where, "" if year in where else year])  # an archival reference often carries its own date


def cited_all(sources: pd.DataFrame, ids: Iterable[str]) -> list[str]:
    """Return the sources named by ``ids``, each once and in that order; columns of ``sources`` as in sources.csv."""
    wanted = dict.fromkeys(ids)
    by_id = {row["source_id"]: row for row in records(sources[sources["source_id"].isin(list(wanted))])}
    return [cited(by_id[source_id]) for source_id in wanted if source_id in by_id]


def named(sources: pd.DataFrame, source_id: str) -> str:
    """Return the short name of a source for a list to choose from: author and year."""
    return in_short(records(sources[sources["source_id"] == source_id])[0])


def names_of(sources: pd.DataFrame) -> Mapping[str, str]:
    """Return the short name of each source, by its id."""
    return {row["source_id"]: in_short(row) for row in records(sources)}


def in_short(row: Mapping[str, Any]) -> str:
    """Return a source as its author and year."""
    return _joined([_text(row, "author").partition(" (")[0] or _text(row, "title"), _text(row, "year")])
