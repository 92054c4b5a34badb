"""Cells of a heatmap in a few steps of one colour, and the key that says which figures each step stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from dashboard import palette
from dashboard.charts._marks import HOVER
from dashboard.charts._sketch import Key
from dashboard.words import Words

CELL = "■"
_HEAD_START = 0.6  # steps by which even the least stands off the paper


def step_of(value: int | None, least: Sequence[int]) -> int | None:
    """Return the step, counted from 1, of a figure; None for a gap and below the first step. ``least`` is the least figure of each."""
    return None if value is None or value < least[0] else bisect_right(least, value)


def step_look(colour: str, least: Sequence[int]) -> dict[str, Any]:
    """Return how a heatmap whose ``z`` are steps is coloured: from the paper up to the full colour."""
    return {
        "colorscale": [[0, palette.PAPER], [1, colour]], "zmin": -_HEAD_START, "zmax": len(least), "xgap": 1, "ygap": 1,
        "hoverongaps": False, "hovertemplate": HOVER,
    }  # fmt: skip


def step_keys(colour: str, least: Sequence[int], words: Words) -> list[Key]:
    """Return the key of the steps, least first."""
    ends = [*(after - 1 for after in least[1:]), None]
    return [
        (_span(first, last, words), colour, None, CELL, (place + 1 + _HEAD_START) / (len(least) + _HEAD_START))
        for place, (first, last) in enumerate(zip(least, ends, strict=True))
    ]


def _span(first: int, last: int | None, words: Words) -> str:
    if last is None:
        return words("card.step_last", first=first)
    return words.number(first) if first == last else words("card.step", first=first, last=last)
