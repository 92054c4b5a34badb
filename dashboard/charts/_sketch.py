"""Sketch: a figure in the making."""

from __future__ import annotations

from typing import Any

from dashboard.scales import Drawing

# (label, palette colour, height in units of the y axis, glyph, strength): the words that name a series; no height when they
# cannot stand beside it, a glyph that looks like its mark, and for one step of a colour its strength from 0 to 1
Key = tuple[str, str, float | None] | tuple[str, str, float | None, str] | tuple[str, str, float | None, str, float]


class Sketch:
    """Collects traces, shapes, words and axes; ``figure`` puts them together."""

    def __init__(self) -> None:
        self._traces: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []
        self._words: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {"xaxis": {}, "yaxis": {}, "template": {}}
        self._keys: list[Key] = []
        self._measured: dict[str, str] = {}

    def bar(self, **trace: Any) -> None:
        """Add a trace of bars."""
        self._traces.append({"type": "bar", **trace})

    def scatter(self, **trace: Any) -> None:
        """Add a trace of points or lines."""
        self._traces.append({"type": "scatter", **trace})

    def shape(self, **shape: Any) -> None:
        """Add a line or box that is no mark: it stands for no row."""
        self._shapes.append(shape)

    def words(self, **words: Any) -> None:
        """Add words inside the plot, without an arrow."""
        self._words.append({"showarrow": False, **words})

    def key(self, *keys: Key) -> None:
        """Name series; the dressing places the names beside the marks or above the plot."""
        self._keys += keys

    def x(self, **axis: Any) -> None:
        """Set what the x axis means."""
        self._layout["xaxis"] |= axis

    def y(self, **axis: Any) -> None:
        """Set what the y axis means; its title is the unit."""
        self._layout["yaxis"] |= axis

    def axis(self, name: str, measures: str = "", **axis: Any) -> None:
        """Set what a further axis means: ``x2``, ``y3``, ... (small multiples); a trace stands on it with ``xaxis="x2"``.

        ``measures`` says what its amounts are, so that a comparison can set the same amounts of two figures on one range.
        """
        placed = f"{name[0]}axis{name[1:]}"
        self._layout.setdefault(placed, {}).update(axis)
        if measures:
            self._measured[placed] = measures

    def layout(self, **layout: Any) -> None:
        """Set what concerns the whole plot; ``height`` is the plot's own, in pixels."""
        self._layout |= layout

    def figure(self) -> Drawing:
        """Return the figure."""
        for axis in self._layout.values():
            if isinstance(axis, dict) and "domain" in axis:  # shares of the paper, kept inside it against rounding
                axis["domain"] = [min(1.0, max(0.0, end)) for end in axis["domain"]]
        named = {"key": [list(key) for key in self._keys], "measured": self._measured}
        meta = {name: value for name, value in named.items() if value} or None
        parts = {"shapes": self._shapes, "annotations": self._words, "meta": meta}
        return {"data": self._traces, "layout": {**self._layout, **{name: part for name, part in parts.items() if part}}}
