"""Words inside a plot as the text of traces: plotly.js draws them three times as fast as annotations, each of which it measures.

Only what both can say alike is handed over: words that stand on the plot's own axes without a ground. The words around the plot
stay annotations, and so does what is anchored outside the axes, where no trace reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.scales import Drawing

# of IBM Plex and of plotly.js, in sizes of the type: the height of a line and of its letters above the line they stand on, and
# how far below its point a trace sets that line
_LINE, _ASCENT, _SET = 1.3, 1.025, 0.75
_PAD, _BORDER = 1.0, 1.0  # pixels between an annotation's words and its anchor: what it may say otherwise, and its border of no colour
_PLAIN = {"x", "y", "xref", "yref", "text", "xanchor", "yanchor", "xshift", "yshift", "align", "font", "showarrow", "borderpad"}
_SIDES = {"left": ("right", 1), "center": ("center", 0), "right": ("left", -1)}  # anchor -> where a trace sets words, and the way there

Note = dict[str, Any]


@dataclass(frozen=True)
class Ruler:
    """Turns places on an axis into pixels along it, and back."""

    first: float
    last: float
    pixels: float
    scale: Callable[[Any], float] = float
    back: Callable[[float], Any] = float

    def moved(self, place: Any, pixels: float) -> Any:
        """Return the place so many pixels further; None where that is beyond the axis."""
        at = self.scale(place) + pixels * (self.last - self.first) / self.pixels
        low, high = sorted((self.first, self.last))
        return self.back(at) if low <= at <= high else None


def ruler(axis: Mapping[str, Any], pixels: float) -> Ruler | None:
    """Return the ruler of an axis so long; None where its range is left to plotly.js."""
    if "range" not in axis:
        return None
    first, last = axis["range"]
    if axis.get("type") == "date":
        return Ruler(_milliseconds(first), _milliseconds(last), pixels, _milliseconds, lambda at: pd.Timestamp(round(at * 1e6)).isoformat())
    if axis.get("type") == "log":  # on such an axis annotations stand at the logarithm of what a trace stands at
        return Ruler(float(first), float(last), pixels, back=lambda at: 10**at)
    return Ruler(float(first), float(last), pixels)


def _milliseconds(day: Any) -> float:
    return pd.Timestamp(day).value / 1e6


def _rulers(layout: Mapping[str, Any], width: float, height: float) -> dict[str, Ruler | None]:
    """Return the ruler of each axis of a plot so wide and high, by the axis' name in traces."""
    axes = {f"{name[0]}{name[5:]}": axis for name, axis in layout.items() if name[1:].startswith("axis")}
    lengths = dict[str, float]()
    for name, axis in axes.items():
        foot, head = axis.get("domain", (0, 1))
        lengths[name] = (width if name[0] == "x" else height) * (head - foot)
    for name, axis in axes.items():
        if "scaleanchor" in axis:  # a map: of its two axes one does not fill its room
            pair = (name, str(axis["scaleanchor"]))
            spans = {one: abs(float(axes[one]["range"][1]) - float(axes[one]["range"][0])) for one in pair}
            scale = min(lengths[one] / spans[one] for one in pair)
            lengths |= {one: spans[one] * scale for one in pair}
    return {name: ruler(axis, lengths[name]) for name, axis in axes.items()}


def lettered(figure: Drawing, width: float) -> Drawing:
    """Return a dressed figure of this width that looks the same, with the words that stand in its plot as traces."""
    layout = figure["layout"]
    margin, font = layout["margin"], layout["template"]["layout"]["font"]
    traces, rest = dict[tuple[str, str], dict[str, Any]](), list[Note]()
    rulers = _rulers(layout, width - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"])
    for note in layout.get("annotations", ()):
        refs = (note.get("xref", "x"), note.get("yref", "y"))
        look = {**font, **note.get("font", {})}
        placed = _placed(note, rulers.get(refs[0]), rulers.get(refs[1]), look["size"])
        if placed is None:
            rest.append(note)
            continue
        trace = traces.setdefault(refs, _trace(*refs))
        for name, value in (("x", placed[0]), ("y", placed[1]), ("text", note["text"]), ("textposition", f"bottom {placed[2]}")):
            trace[name].append(value)
        for name in ("size", "color"):
            trace["textfont"][name].append(look[name])
    return {"data": [*figure["data"], *traces.values()], "layout": {**layout, "annotations": rest}}


def _trace(x: str, y: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "xaxis": x, "yaxis": y, "x": [], "y": [], "text": [], "textposition": [],
        "textfont": {"size": [], "color": []}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _placed(note: Note, across: Ruler | None, along: Ruler | None, size: float) -> tuple[Any, Any, str] | None:
    """Return where a trace sets the words of an annotation so that they stand where they would; None where it cannot."""
    side = note.get("xanchor", "center")
    lines = note["text"].count("<br>") + 1
    font = note.get("font", {})
    turned = lines > 1 and note.get("align", "center") != side
    if across is None or along is None or not note.keys() <= _PLAIN or turned or side not in _SIDES or not font.keys() <= {"size", "color"}:
        return None
    pad, block = note.get("borderpad", _PAD) + _BORDER, lines * size * _LINE
    head = {"top": pad, "middle": -block / 2, "bottom": -pad - block}.get(note.get("yanchor", "middle"))  # pixels below the anchor
    if head is None:
        return None
    where, way = _SIDES[side]
    x = across.moved(note["x"], note.get("xshift", 0) + way * pad)
    y = along.moved(note["y"], note.get("yshift", 0) - head - (_ASCENT - _SET) * size)
    return None if x is None or y is None else (x, y, where)
