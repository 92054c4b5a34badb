"""The bodies of the elites: which figures stand together, what a whole bar of a body means, and what colour each fact has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import palette
from dashboard.charts._marks import number_or_none
from dashboard.words import Words

SIZE = "size_before"
GROUPS = ("party_leadership", "army", "nkvd", "writers", "foreign_communists")
# death by sentence, other deaths, arrest, prison; everything else is grey
COLOURS = {
    SIZE: palette.CONTEXT,
    "arrested_and_shot": palette.DEATH,
    "arrested": palette.ARREST,
    "executed": palette.DEATH,
    "died_in_custody": palette.INK,
    "suicide": palette.INK,
    "survived_imprisonment": palette.CONFINEMENT,
    "killed_under_interrogation": palette.INK,
    "died_in_camp": palette.INK,
    "died_naturally": palette.CONTEXT,
    "repressed_later": palette.ARREST,
    "untouched": palette.CONTEXT,
    "dismissed": palette.CONTEXT,
    "dismissed_as_arrested": palette.ARREST,
    "dismissed_as_expelled": palette.CONTEXT,
    "dismissed_as_foreigners": palette.CONTEXT,
    "dismissed_for_other_reasons": palette.CONTEXT,
    "dismissed_on_political_grounds": palette.CONTEXT,
    "reinstated": palette.CONTEXT,
    "reinstated_after_political_dismissal": palette.CONTEXT,
    "imprisoned": palette.CONFINEMENT,
    "perished": palette.INK,
}
BY_CAUSE = frozenset(
    {
        "dismissed_as_expelled", "dismissed_as_foreigners", "dismissed_for_other_reasons", "dismissed_on_political_grounds",
        "reinstated_after_political_dismissal",
    }
)  # fmt: skip
"""Parts of other figures, shown only when they are chosen."""
DEATHS = ("executed", "arrested_and_shot", "perished")
"""Measures of death, of which the reading tells the first that a body has."""

Row = dict[str, Any]


def bodies(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each body."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["subgroup"], []).append(row)
    return list(found.values())


def blocks_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Return what stands under one heading: a body, or those bodies of a group of which there is but one figure each."""
    found: dict[tuple[str, str], list[Row]] = {}
    for body in bodies(rows):
        alone = len(body) == 1 and body[0]["measure"] != SIZE
        found.setdefault((body[0]["group"], "" if alone else body[0]["subgroup"]), []).extend(body)
    return list(found.values())


def height_of(row: Row) -> int | None:
    """Return how long the bar of a row is: its figure, or the lower end of a range; None where none is recorded."""
    value = number_or_none(row["value"])
    return number_or_none(row["value_low"]) if value is None else value


def scale_of(rows: Sequence[Row]) -> int | None:
    """Return the figure that a whole bar means: the size before or, without one, the largest; None for figures that stand alone."""
    known = [value for row in rows if (value := height_of(row)) is not None]
    alone = len({row["subgroup"] for row in rows}) == len(rows) and all(row["measure"] != SIZE for row in rows)
    return None if alone or not known else max(known)


def span(row: Row, words: Words) -> str:
    """Return the period of a row as exactly as it is known."""
    start, end = row["period_start"], row["period_end"]
    if row["precision"] != "year":
        return words.months(f"{start:%Y-%m}", f"{end:%Y-%m}")
    return words.months(f"{start:%Y}-01", f"{end:%Y}-12")


def deaths_of(rows: Sequence[Row]) -> tuple[Row, Row] | None:
    """Return the deaths of a body and its size before; None unless both are recorded."""
    known = {row["measure"]: row for row in rows if number_or_none(row["value"]) is not None}
    death = next((known[measure] for measure in DEATHS if measure in known), None)
    return (death, known[SIZE]) if death and SIZE in known else None
