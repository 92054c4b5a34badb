"""Medians, their spread, and ratios of what was measured in the same turn."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

Measured = Sequence[float | None]
"""One figure a turn; None where a turn gave none."""


@dataclass(frozen=True)
class Spread:
    """The middle of some figures, its quartiles and its ends."""

    median: float
    lower: float
    upper: float
    least: float
    most: float
    count: int


def known(values: Measured) -> list[float]:
    """Return the figures that there are."""
    return [value for value in values if value is not None]


def percentile(values: Measured, share: float) -> float:
    """Return the figure below which that share (0 to 1) of all lie, between two neighbours in proportion."""
    ordered = sorted(known(values))
    at = share * (len(ordered) - 1)
    low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
    return low + (high - low) * (at - math.floor(at))


def spread(values: Measured) -> Spread | None:
    """Return the spread of some figures; None where there are none."""
    found = known(values)
    if not found:
        return None
    return Spread(
        statistics.median(found), percentile(found, 0.25), percentile(found, 0.75), min(found), max(found), len(found)
    )  # fmt: skip


def ratios(ours: Measured, theirs: Measured) -> list[float]:
    """Return ours by theirs, each turn with itself; a turn that lacks one of them is left out."""
    return [own / other for own, other in zip(ours, theirs, strict=False) if own is not None and other]


def medians(turns: Sequence[Sequence[float | None]]) -> list[float | None]:
    """Return the median of each turn in which several things were measured."""
    return [statistics.median(found) if (found := known(turn)) else None for turn in turns]
