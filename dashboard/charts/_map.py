"""The ground of the maps: an equal-area projection, the coast, marks sized by area, and labels that keep clear of each other.

Maps are plain x and y axes in kilometres. No border is drawn: none of 1937 is free to use, and none of today belongs here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard import palette
from dashboard.canvas import text_width
from dashboard.charts._chart import Scene
from dashboard.charts._sketch import Sketch

TABLE = "coastline"
# Albers' equal-area conic for northern Eurasia
PROJECTION = "+proj=aea +lat_1=46 +lat_2=66 +lat_0=56 +lon_0=84 +datum=WGS84 +units=km"
FRAME = (-3900.0, 3850.0, -1950.0, 2450.0)  # kilometres: west, east, south, north
_CORNER = 1900.0  # kilometres: where the corner that a legend takes begins
_LEAST_HEIGHT = 244.0  # pixels
_PLOT_SHARE = 0.955  # share of the picture's width that a map fills
LEADING = 1.28
_STEPS = 16  # parts of a curve between which labels keep clear of it

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north


@lru_cache(maxsize=1)
def _transformer() -> Any:
    from pyproj import Transformer  # a fifth of a second that only a map pays

    return Transformer.from_crs("EPSG:4326", PROJECTION, always_xy=True)


@lru_cache(maxsize=4096)
def project(longitude: float, latitude: float) -> Point:
    """Return where a place stands on the maps, in kilometres."""
    x, y = _transformer().transform(longitude, latitude)
    return float(x), float(y)


@lru_cache(maxsize=4)
def _coast(lines: bytes, longitudes: bytes, latitudes: bytes) -> str:
    """Return the coast as one path, made once for the same points."""
    xs, ys = _transformer().transform(np.frombuffer(longitudes), np.frombuffer(latitudes))
    parts, before = list[str](), 0
    for line, x, y in zip(np.frombuffer(lines, dtype=np.int64).tolist(), xs, ys, strict=True):
        parts.append(f"{'L' if line == before else 'ZM'}{x:.0f},{y:.0f}")
        before = line
    return "".join(parts).removeprefix("Z") + "Z" if parts else ""


def ground(sketch: Sketch, scene: Scene, legend: float) -> Box:
    """Set the axes of a map and draw land and coast; the scene holds the table of the coast.

    Return the box where a legend of so many lines may stand: a corner of the map, or on narrow pictures a strip below it.
    """
    coast = scene.tables[TABLE]
    columns = (coast["line"].to_numpy(np.int64), *(coast[name].to_numpy(np.float64) for name in ("longitude", "latitude")))
    path = _coast(*(column.tobytes() for column in columns))
    if path:
        sketch.shape(
            type="path", path=path, fillcolor=palette.SPAN, line={"color": palette.CONTEXT, "width": 0.7}, layer="below",
        )  # fmt: skip
    west, east, south, north = FRAME
    height = kilometres(scene.label * LEADING * legend, scene)
    foot = south - (height if scene.narrow else 0)
    box = (west if scene.narrow else _CORNER, foot, east, foot + height)
    sketch.shape(
        type="rect", x0=box[0], y0=box[1], x1=box[2], y1=box[3], fillcolor=palette.PAPER,
        line={"width": 0 if scene.narrow else 1, "color": palette.GRID}, layer="below",
    )  # fmt: skip
    bare = {"showgrid": False, "showline": False, "ticks": "", "tickvals": [], "ticktext": [], "constrain": "domain"}
    sketch.x(range=[west, east], **bare)
    sketch.y(range=[foot, north], scaleanchor="x", scaleratio=1, **bare)
    sketch.layout(height=max(_LEAST_HEIGHT, scene.width * _PLOT_SHARE * (north - foot) / (east - west)))
    return box


def kilometres(pixels: float, scene: Scene) -> float:
    """Return how many kilometres on the map are so many pixels of the picture."""
    return pixels * (FRAME[1] - FRAME[0]) / (scene.width * _PLOT_SHARE)


def breadth(scene: Scene) -> float:
    """Return by what factor marks grow with the picture: 1 at 1180 pixels, and less slowly than the width below it."""
    return (scene.width / 1180) ** 0.72


@dataclass
class Labels:
    """Places labels where they meet neither one another nor the boxes taken; what does not fit is left out."""

    sketch: Sketch
    scene: Scene
    _taken: list[Box]

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Keep labels off a mark; ``radius`` in pixels."""
        reach = kilometres(radius, self.scene)
        self._taken.append((x - reach, y - reach, x + reach, y + reach))

    def place(self, x: float, y: float, radius: float, text: Sequence[str], colour: str = palette.INK) -> bool:
        """Write lines of words beside a mark, on the first side that is free; ``radius`` in pixels. Return whether they fit."""
        size = self.scene.label
        width = kilometres(max(text_width(line, size) for line in text) + 4, self.scene)
        height = kilometres(len(text) * size * LEADING + 2, self.scene)
        gap = kilometres(radius + 3, self.scene)
        sides = (
            (x + gap, y - height / 2, "left", "middle"), (x - gap - width, y - height / 2, "right", "middle"),
            (x - width / 2, y + gap, "center", "bottom"), (x - width / 2, y - gap - height, "center", "top"),
        )  # fmt: skip
        for west, south, across, along in sides:
            box = (west, south, west + width, south + height)
            if _inside(box) and not any(_meet(box, other) for other in self._taken):
                self._taken.append(box)
                at_x = {"left": west, "right": west + width, "center": west + width / 2}[across]
                at_y = {"middle": south + height / 2, "bottom": south, "top": south + height}[along]
                self.sketch.words(
                    x=at_x, y=at_y, xanchor=across, yanchor=along, align=across, text="<br>".join(text), font={"color": colour},
                )  # fmt: skip
                return True
        return False


def _inside(box: Box) -> bool:
    west, south, east, north = box
    return FRAME[0] <= west and east <= FRAME[1] and FRAME[2] <= south and north <= FRAME[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def middle(points: Iterable[Point]) -> Point:
    """Return the point in the middle of several."""
    known = list(points)
    return sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known)


def curve(start: Point, end: Point, bend: float) -> tuple[str, list[Point]]:
    """Return a curve from one point to another as a path, and points along it; ``bend`` is its rise as a share of its length."""
    (x0, y0), (x1, y1) = start, end
    control = ((x0 + x1) / 2 - (y1 - y0) * bend, (y0 + y1) / 2 + (x1 - x0) * bend)
    path = f"M{x0:.0f},{y0:.0f} Q{control[0]:.0f},{control[1]:.0f} {x1:.0f},{y1:.0f}"
    along = [(_bezier(x0, control[0], x1, step / _STEPS), _bezier(y0, control[1], y1, step / _STEPS)) for step in range(1, _STEPS)]
    return path, along


def _bezier(first: float, control: float, last: float, share: float) -> float:
    return (1 - share) ** 2 * first + 2 * share * (1 - share) * control + share**2 * last


def disc(sketch: Sketch, x: float, y: float, radius: float, xshift: float = 0, **look: Any) -> None:
    """Draw a circle of so many pixels around a point, ``xshift`` pixels to its right: a sample for a legend, never a mark."""
    sketch.shape(
        type="circle", xsizemode="pixel", ysizemode="pixel", xanchor=x, yanchor=y,
        x0=xshift - radius, x1=xshift + radius, y0=-radius, y1=radius, **look,
    )  # fmt: skip


def radius_of(value: float, unit: float, pixels: float) -> float:
    """Return the radius of a circle whose area is to ``value`` as one of ``pixels`` is to ``unit``."""
    return pixels * math.sqrt(max(value, 0) / unit)
