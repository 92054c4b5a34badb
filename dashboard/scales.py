"""The axes on which a figure's amounts stand, so that two figures can be set on the same ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Drawing = dict[str, Any]
"""Traces (``data``) and ``layout`` as plotly.js takes them. That plotly.graph_objects accepts every one as it is, tests/charts holds: to
let it check and copy each at run time took up to a third of the time of drawing."""


@dataclass(frozen=True)
class Span:
    """What an axis measures, its kind (linear or log) and its two ends."""

    measures: str
    kind: str
    first: float
    last: float

    def joined(self, other: Span) -> Span | None:
        """Return the span that holds both; None where they do not measure the same on one kind of axis."""
        if (self.measures, self.kind) != (other.measures, other.kind):
            return None
        return replace(self, first=min(self.first, other.first), last=max(self.last, other.last))


def joined(these: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans that hold both of two pictures, for what both measure."""
    pairs = (one.joined(other) for one in these for other in others)
    return tuple(span for span in pairs if span is not None)


def spans_of(figure: Drawing) -> tuple[Span, ...]:
    """Return the axes on which amounts stand, each with its range; none for maps, calendars and spans of time."""
    layout = figure["layout"]
    return tuple(
        Span(measures, layout[axis].get("type") or "linear", *map(float, layout[axis]["range"]))
        for axis, measures in _measured(figure).items()
    )


def set_spans(figure: Drawing, spans: Sequence[Span]) -> None:
    """Set the ranges of the axes that measure what one of the spans does."""
    wanted = {span.measures: [span.first, span.last] for span in spans}
    for axis, measures in _measured(figure).items():
        if measures in wanted:
            figure["layout"][axis] = {**figure["layout"][axis], "range": wanted[measures]}


def _measured(figure: Drawing) -> Mapping[str, str]:
    """Return what each axis of amounts measures: as the sketch names it, otherwise the one axis that carries numbers."""
    layout = figure["layout"]
    named = (layout.get("meta") or {}).get("measured")
    if named:
        return named
    y = layout.get("yaxis", {})
    rows = y.get("ticktext") is not None and y.get("type") != "log"  # rows of names: the amounts stand on the other axis
    axis = "xaxis" if rows else "yaxis"
    ends = layout.get(axis, {}).get("range")
    counts = ends is not None and all(isinstance(end, int | float) for end in ends)
    return {axis: axis} if counts and not any("rows" in (trace.get("meta") or {}) for trace in figure["data"]) else {}
