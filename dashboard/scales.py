"""The axes on which a figure's amounts stand, so that two figures can be set on the same ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go


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


def spans_of(figure: go.Figure) -> tuple[Span, ...]:
    """Return the axes on which amounts stand, each with its range; none for maps, calendars and spans of time."""
    layout: Any = figure.layout
    return tuple(
        Span(measures, layout[axis].type or "linear", *map(float, layout[axis].range)) for axis, measures in _measured(figure).items()
    )


def set_spans(figure: go.Figure, spans: Sequence[Span]) -> None:
    """Set the ranges of the axes that measure what one of the spans does."""
    wanted = {span.measures: [span.first, span.last] for span in spans}
    figure.update_layout({axis: {"range": wanted[measures]} for axis, measures in _measured(figure).items() if measures in wanted})


def _measured(figure: go.Figure) -> Mapping[str, str]:
    """Return what each axis of amounts measures: as the sketch names it, otherwise the one axis that carries numbers."""
    layout: Any = figure.layout
    named = (layout.meta or {}).get("measured")
    if named:
        return named
    rows = layout.yaxis.ticktext is not None and layout.yaxis.type != "log"  # rows of names: the amounts stand on the other axis
    axis = "xaxis" if rows else "yaxis"
    ends = layout[axis].range
    counts = ends is not None and all(isinstance(end, int | float) for end in ends)
    traces: Any = figure.data
    return {axis: axis} if counts and not any(trace.type == "heatmap" for trace in traces) else {}
