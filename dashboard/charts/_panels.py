"""Panels above one another over one axis of years: each has its own axis, because each counts something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import palette
from dashboard.charts._chart import Scene
from dashboard.charts._sketch import Sketch

_HEADING = 1.9  # lines of type that a panel's heading takes above it


@dataclass(frozen=True)
class Panel:
    """One plot of several.

    Attributes:
        axis: the name of its y axis: ``y``, ``y2``, ...
        foot: where it begins, as a share of the height of all panels.
        head: where it ends.
    """

    axis: str
    foot: float
    head: float

    def beside(self, value: float, top: float, first: Panel, first_top: float) -> float:
        """Return the height, in units of the first panel's axis, at which a name stands beside ``value`` of this panel.

        ``top`` is where this panel's axis ends, ``first_top`` where the first one's does; both begin at zero.
        """
        share = self.foot + (self.head - self.foot) * value / top
        return (share - first.foot) / (first.head - first.foot) * first_top


def stacked(sketch: Sketch, names: Sequence[str], lines: Sequence[float], scene: Scene) -> list[Panel]:
    """Set out panels of so many lines of type from top to bottom, name them, and return them.

    The first name stands above the plot as its unit, the others as headings of their panels.
    """
    total = sum(lines) + _HEADING * (len(lines) - 1)
    panels: list[Panel] = []
    head = 1.0
    for place, (name, height) in enumerate(zip(names, lines, strict=True)):
        panel = Panel("y" if not place else f"y{place + 1}", max(0.0, head - height / total), head)
        panels.append(panel)
        axis: dict[str, Any] = {"domain": [panel.foot, panel.head], "rangemode": "tozero", "zeroline": True, "zerolinecolor": palette.INK}
        sketch.axis(panel.axis, anchor="x", **axis)
        if place:
            sketch.words(
                x=0, xref="paper", xanchor="left", y=panel.head, yref="paper", yanchor="bottom", yshift=scene.label * 0.15,
                text=name, font={"color": palette.MUTED},
            )  # fmt: skip
        head = panel.foot - _HEADING / total
    sketch.y(title=names[0])
    sketch.x(anchor=panels[-1].axis)
    sketch.layout(height=total * scene.label * 1.28)
    return panels
