"""How many rows of the record were read in a copy of their source, counted here, or only stated in the literature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.tables import Tables

CERTAINTY = "certainty"


@dataclass(frozen=True)
class Share:
    """Rows by certainty; ``name`` is the table or whatever else they are the rows of."""

    name: str
    confirmed: int
    computed: int
    reported: int

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return self.confirmed + self.computed + self.reported

    @property
    def known(self) -> float:
        """Return the share of rows that were read or counted; of no rows, 0."""
        return (self.confirmed + self.computed) / self.rows if self.rows else 0.0


def share_of(name: str, certainty: pd.Series[Any]) -> Share:
    """Return the rows of a column of certainties."""
    found = certainty.astype(str).value_counts()
    return Share(name, *(int(found.get(code, 0)) for code in ("confirmed", "computed", "reported")))


def shares(tables: Tables) -> tuple[Share, ...]:
    """Return the rows of each table that carries a certainty and holds a row, in the order of the record."""
    named = [name for name, table in tables.package.tables.items() if CERTAINTY in table.fields and len(tables[name])]
    return tuple(share_of(name, tables[name][CERTAINTY]) for name in named)


def together(name: str, parts: Iterable[Share]) -> Share:
    """Return the rows of all parts under one name."""
    every = list(parts)
    return Share(
        name,
        sum(part.confirmed for part in every),
        sum(part.computed for part in every),
        sum(part.reported for part in every),
    )
