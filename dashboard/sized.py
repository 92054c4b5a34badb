"""sized(chart, ...) -> the pictures of a chart at a fixed size: nothing clips, nothing collides, and nothing is left out unsaid.

Words are never squeezed. Where a chart needs more height than there is, its type becomes smaller, down to the least that can
be read; where that is not enough, its panels or rows are divided among several pictures on one axis, and each says which it is.
A map keeps its shape and becomes narrower.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from dashboard.canvas import Canvas
from dashboard.charts import Chart
from dashboard.errors import SizeError
from dashboard.picture import UNEDITED, Edits, Part, Picture
from dashboard.presets import SMALLER, Size
from dashboard.render import render
from dashboard.scales import Span
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.theme import ALL
from dashboard.words import Words

LEAST_POINTS = 7.0  # on paper, as of footnotes in newspapers
LEAST_PIXELS = 10.5  # on a screen
_LEAST_SHARE = 0.6  # of the type that the size would have if there were room
_LAST_RESORT = 0.55  # of the least: smaller type stands before a size is refused
_MOST_PARTS = 12
_SPARE = 1.2  # a part may need less than its share of the whole
_MOST_WEIGHT = 8  # rows of one place that add to its height: the cells of a calendar do not
_SHARED = ("range", "tickvals", "ticktext", "dtick", "tick0", "nticks")
_NARROWEST_MAP = 0.5  # share of the picture's width


@dataclass(frozen=True)
class Order:
    """How a picture is wanted: its size, by how much its pixels are multiplied, its look (of ``theme.IN_PICTURES``) and its edits."""

    size: Size
    scale: int = 1
    theme: str = "light"
    edits: Edits = UNEDITED


@dataclass(frozen=True, eq=False)
class Sized:
    """A picture ready to leave.

    Attributes:
        picture: the picture; its figure is arranged in layout pixels.
        order: how it was wanted.
        width: pixels of the file.
        height: pixels of the file.
        zoom: pixels of the file that one layout pixel takes (plotly.js calls it scale).
        part: which of several pictures it is; None where there is one.
    """

    picture: Picture
    order: Order
    width: int
    height: int
    zoom: float
    part: Part | None = None

    @property
    def title(self) -> str:
        """Return the title as drawn, with its place among the parts."""
        return f"{self.picture.title} ({self.part.number}/{self.part.of})" if self.part else self.picture.title

    @property
    def layout_size(self) -> tuple[float, float]:
        """Return width and height in layout pixels, which need not be whole."""
        return self.width / self.zoom, self.height / self.zoom


Draw = Callable[[Canvas, Part | None], Picture]


def drawer(chart: Chart, tables: Tables, selection: Selection, words: Words, edits: Edits) -> Draw:
    """Return what draws a chart, or a part of it, on any canvas; the parts of a picture stand on the axes of the whole."""
    whole = dict[Canvas, Picture]()

    def draw(canvas: Canvas, part: Part | None) -> Picture:
        if part is None and canvas in whole:
            return whole[canvas]
        spans: tuple[Span, ...] = ()
        if part:
            undivided = whole[replace(canvas, plot=0)]
            part, spans = replace(part, along=_along(undivided.figure["layout"])), _spans(undivided)
        done = render(chart, tables, selection, words, canvas, spans, edits, part)
        if part is None:
            whole[canvas] = done
        return done

    return draw


def sized(chart: Chart, tables: Tables, selection: Selection, words: Words, order: Order) -> tuple[Sized, ...]:
    """Return the picture of a chart in the size ordered; several where one has no legible room for all its rows.

    Raises:
        ChartError: the chart failed.
        SizeError: not even one row fits; it names the chart and the size.
    """
    size, draw = order.size, drawer(chart, tables, selection, words, order.edits)
    width, height = size.pixels(size.width), size.pixels(size.height)
    if not height:
        picture = draw(_canvas(width, 0, size.zoom, order.theme), None)
        return (_finished(picture, order, width, round(picture.figure["layout"]["height"] * size.zoom), size.zoom),)
    zooms = _zooms(size, width, order.theme)

    def attempt(zoom: float, parts: Sequence[Part | None]) -> list[Picture] | None:
        return _attempt(draw, _canvas(width, height, zoom, order.theme), parts)

    def ways(zoom: float) -> Iterator[Sequence[Part | None]]:
        """Yield the undivided chart, its panels, and its divisions; in the type of last resort only if the finest of them has room."""
        found = _divisions(lambda: draw(_canvas(width, height, zooms[-1], order.theme), None), height / zooms[-1])
        yield next(found)
        divided = list(found)
        fits = zoom == zooms[-1] or not divided or attempt(zoom, divided[-1]) is not None
        yield from (parts for parts in divided if fits or (parts[0] and parts[0].panel))

    for steps in (zooms, *([zoom] for zoom in _smaller_still(zooms[-1]))):
        for parts in ways(steps[-1]):
            found = _largest(steps, lambda zoom, parts=parts: attempt(zoom, parts))
            if found:
                zoom, pictures = found
                return tuple(_finished(picture, order, width, height, zoom, part) for picture, part in zip(pictures, parts, strict=True))
    raise SizeError(chart.id, str(size))


def _canvas(width: int, height: int, zoom: float, theme: str) -> Canvas:
    return Canvas(math.floor(width / zoom), math.floor(height / zoom), theme)


def _finished(picture: Picture, order: Order, width: int, height: int, zoom: float, part: Part | None = None) -> Sized:
    return Sized(picture, order, width * order.scale, height * order.scale, zoom * order.scale, part)


def least_type(size: Size, theme: str = "light") -> float:
    """Return the least size of a label in pixels of the file (at scale 1) that a picture of this size may have."""
    if size.unit == "mm":
        return LEAST_POINTS / 72 * size.dpi
    return max(LEAST_PIXELS, _LEAST_SHARE * _label(size.pixels(size.width), size.zoom, theme))


def _label(width: int, zoom: float, theme: str) -> float:
    return ALL[theme].sizes(math.floor(width / zoom)).label * zoom


def _zooms(size: Size, width: int, theme: str) -> list[float]:
    """Return the steps of zoom from the one that the size asks for down to the least type that can be read."""
    least, zooms = least_type(size, theme), [size.zoom]
    while _label(width, zooms[-1] * SMALLER, theme) >= least:
        zooms.append(zooms[-1] * SMALLER)
    return zooms


def _smaller_still(zoom: float) -> list[float]:
    return [zoom * SMALLER**step for step in range(1, math.ceil(math.log(_LAST_RESORT, SMALLER)) + 1)]


def _largest(zooms: Sequence[float], attempt: Callable[[float], list[Picture] | None]) -> tuple[float, list[Picture]] | None:
    """Return the largest zoom at which the attempt succeeds, with what it gives; None where not even the smallest does."""
    if found := attempt(zooms[0]):
        return zooms[0], found
    found = attempt(zooms[-1]) if len(zooms) > 1 else None
    if not found:
        return None
    fails, fits = 0, len(zooms) - 1
    while fits - fails > 1:
        middle = (fails + fits) // 2
        tried = attempt(zooms[middle])
        if tried:
            fits, found = middle, tried
        else:
            fails = middle
    return zooms[fits], found


def _attempt(draw: Draw, canvas: Canvas, parts: Sequence[Part | None]) -> list[Picture] | None:
    """Return the pictures of the parts if each has room on the canvas; the largest is tried first, as the one that may have none."""

    def rows(number: int) -> int:
        part = parts[number]
        return sum(place in part.places for place in draw(canvas, None).places) if part else 0  # its parts share the axis of the whole

    done: dict[int, Picture] = {}
    for number in sorted(range(len(parts)), key=rows, reverse=True):
        picture = _in_shape(draw, canvas, parts[number])
        if picture is None:
            return None
        done[number] = picture
    return [done[number] for number in range(len(parts))]


def _spans(picture: Picture) -> tuple[Span, ...]:
    """Return the axes of amounts that the parts share; of several panels only those that say what they measure."""
    several = any(f"{side}axis2" in picture.figure["layout"] for side in "xy")
    named = all(not span.measures.endswith("axis") for span in picture.spans)
    return picture.spans if named or not several else ()


def _along(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the range and ticks of the one horizontal axis of rows of names; nothing where there are several, or none."""
    several = "xaxis2" in layout or "yaxis2" in layout
    rows = layout["yaxis"].get("ticktext") is not None and layout["xaxis"].get("visible") is not False
    return {name: layout["xaxis"][name] for name in _SHARED if name in layout["xaxis"]} if rows and not several else {}


def _in_shape(draw: Draw, canvas: Canvas, part: Part | None) -> Picture | None:
    """Return a picture with room for its words; a map is drawn for the width that leaves it its shape."""
    picture = draw(canvas, part)
    shaped = "scaleanchor" in picture.figure["layout"].get("yaxis", {})
    for _ in range(4 if shaped else 0):
        if picture.needed <= canvas.height:
            break
        plot = picture.needed - picture.around
        width = math.floor((canvas.plot or canvas.width) * (canvas.height - picture.around) / plot)
        if width < canvas.width * _NARROWEST_MAP:
            return None
        canvas = replace(canvas, plot=width)
        picture = draw(canvas, part)
    return picture if picture.needed <= canvas.height else None


def _divisions(smallest: Callable[[], Picture], height: float) -> Iterator[Sequence[Part | None]]:
    """Yield the ways of dividing a chart, the undivided first; those that have no room in the smallest type are passed over."""
    yield (None,)
    whole = smallest()
    panels = whole.chart.panels
    if panels and not whole.frame.empty:
        yield [Part(number, len(panels), frozenset(), 0, panel=panel) for number, panel in enumerate(panels, 1)]
    order = sorted(set(whole.places))
    weights = [min(whole.places.count(place), _MOST_WEIGHT) + 1 for place in order]
    for of in range(2, min(len(order), _MOST_PARTS) + 1):
        if (whole.needed - whole.around) / of > (height - whole.around) * _SPARE:
            continue
        groups = _even(weights, of)
        yield [Part(number, of, frozenset(order[first:last]), len(order)) for number, (first, last) in enumerate(groups, 1)]


def _even(weights: Sequence[int], of: int) -> list[tuple[int, int]]:
    """Return the bounds of so many groups of neighbours, about as heavy as each other, none empty."""
    total, bounds, heavy = sum(weights), [0], 0
    for place, weight in enumerate(weights):
        left = of - len(bounds)
        enough = heavy + weight / 2 > total * len(bounds) / of and place > bounds[-1]
        if left and (enough or len(weights) - place == left):
            bounds.append(place)
        heavy += weight
    return list(pairwise([*bounds, len(weights)]))


def in_parts(draw: Draw, canvas: Canvas) -> tuple[Picture, ...]:
    """Return the pictures of a chart on one canvas with its type as it is: whole or in as few parts as have room; else none."""
    ways = _divisions(lambda: draw(canvas, None), canvas.height)
    return next((tuple(done) for parts in ways if (done := _attempt(draw, canvas, parts))), ())
