"""The ground of the maps: an equal-area projection, the coast, marks sized by area, and labels that keep clear of each other.

Maps are plain x and y axes in kilometres. No border is drawn: none of 1937 is free to use, and none of today belongs here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
_LEADERS = (0.9, 1.6, 2.4, 3.4, 4.6, 6.0, 8.0)  # lengths of the line from a mark to its label, in sizes of the type
_TURNS = 24  # directions in which such a line may lead
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "middle": 0.5, "top": 1.0}  # of a label before its anchor

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north
Line = tuple[Point, Point]
Mark = tuple[float, float, float]  # its middle and its radius
Spot = tuple[str, str, Point, Line | None]  # of a label: which side or corner of it stands where, and the line that leads there


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


def ground(sketch: Sketch, scene: Scene, legend: float, widest: float = 0) -> Box:
    """Set the axes of a map and draw land and coast; the scene holds the table of the coast.

    Return the box where a legend of so many lines, ``widest`` pixels wide, may stand: a corner of the map, or on narrow
    pictures a strip below it.
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
    box = (west if scene.narrow else min(_CORNER, east - kilometres(widest, scene)), foot, east, foot + height)
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
    """Places labels where they meet neither one another nor the boxes and marks taken; what does not fit is left out."""

    sketch: Sketch
    scene: Scene
    _taken: list[Box]
    _marks: list[Mark] = field(default_factory=list[Mark])
    _leaders: list[Line] = field(default_factory=list[Line])
    _drawn: dict[str, list[Line]] = field(default_factory=lambda: {palette.INK: [], palette.MUTED: []})

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Keep labels off a mark; ``radius`` in pixels."""
        self._marks.append((x, y, kilometres(radius, self.scene)))

    def place(
        self,
        x: float,
        y: float,
        radius: float,
        text: Sequence[str],
        colour: str = palette.INK,
        *,
        apart: float = 0,
        lead: bool = False,
        over: int = 0,
    ) -> bool:
        """Write lines of words beside a mark, on the first side that is free, and return whether they fit; ``radius`` in pixels.

        With ``apart`` they keep so many pixels from every other mark, so that they can belong to this one only. With ``lead``
        they may stand further off, at the end of a line from the mark, which may run over so many other marks.
        """
        size = self.scene.label
        width = kilometres(max(text_width(line, size) for line in text) + 4, self.scene)
        height = kilometres(len(text) * size * LEADING + 2, self.scene)
        others = [mark for mark in self._marks if mark[:2] != (x, y)] if apart else self._marks
        room = kilometres(apart, self.scene)
        if lead and any(math.hypot(x - one, y - other) < reach for one, other, reach in others):
            return False  # a line that ends in another mark, too, would name either
        best: tuple[float, Spot, Box] | None = None
        spots = [*self._beside((x, y), radius), *(self._led((x, y), radius, _LEADERS if over else _LEADERS[::2]) if lead else ())]
        for spot, box in self._free(spots, width, height, others, room):
            met = self._met(spot[3], others) if spot[3] else 0
            if met <= over and (best is None or met < best[0]):
                best = (met, spot, box)
                if not met:
                    break
        if best is None:
            return False
        met, (across, along, at, leader), box = best
        self._taken.append(box)
        self.sketch.words(x=at[0], y=at[1], xanchor=across, yanchor=along, align=across, text="<br>".join(text), font={"color": colour})
        if leader:
            self._leaders.append(leader)
            self._drawn[palette.INK if met else palette.MUTED].append(((x, y), leader[1]) if met else leader)  # to the middle over others
        return True

    def draw_leaders(self) -> None:
        """Draw the lines that lead to labels, as one shape a colour: each shape costs a redraw time."""
        for colour, lines in self._drawn.items():
            if path := "".join(f"M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}" for (x0, y0), (x1, y1) in lines):
                self.sketch.shape(type="path", path=path, line={"color": colour, "width": 1})

    def _beside(self, at: Point, radius: float) -> Iterator[Spot]:
        """Yield where a label may stand right beside a mark."""
        x, y = at
        gap = kilometres(radius + 3, self.scene)
        slant = gap * math.sqrt(0.5)
        yield from (
            ("left", "middle", (x + gap, y), None), ("right", "middle", (x - gap, y), None),
            ("center", "bottom", (x, y + gap), None), ("center", "top", (x, y - gap), None),
            ("left", "bottom", (x + slant, y + slant), None), ("left", "top", (x + slant, y - slant), None),
            ("right", "bottom", (x - slant, y + slant), None), ("right", "top", (x - slant, y - slant), None),
        )  # fmt: skip

    def _led(self, at: Point, radius: float, lengths: Sequence[float]) -> Iterator[Spot]:
        """Yield where a label may stand at the end of a line, the nearest first."""
        (x, y), edge, clear = at, kilometres(radius, self.scene), kilometres(2, self.scene)
        for length in lengths:
            reach = edge + kilometres(length * self.scene.label, self.scene)
            for east, north, across, along in _directions():
                head = (x + east * (reach + clear), y + north * (reach + clear))
                yield across, along, head, ((x + east * edge, y + north * edge), (x + east * reach, y + north * reach))

    def _free(self, spots: Sequence[Spot], width: float, height: float, marks: Sequence[Mark], room: float) -> Iterator[tuple[Spot, Box]]:
        """Yield the spots where a label meets nothing, and its box there; all are looked at at once, for there are some hundreds."""
        west = np.array([at[0] - width * _SHARES[across] for across, _, at, _ in spots])
        south = np.array([at[1] - height * _SHARES[along] for _, along, at, _ in spots])
        east, north = west + width, south + height
        free = (west >= FRAME[0]) & (east <= FRAME[1]) & (south >= FRAME[2]) & (north <= FRAME[3])
        if self._taken:
            w, s, e, n = np.array(self._taken).T[:, :, None]
            free &= ((west >= e) | (east <= w) | (south >= n) | (north <= s)).all(axis=0)
        if marks:
            x, y, radius = np.array(marks).T[:, :, None]
            across, along = (
                np.maximum(np.abs(west + width / 2 - x) - width / 2, 0),
                np.maximum(np.abs(south + height / 2 - y) - height / 2, 0),
            )
            free &= (across**2 + along**2 >= (radius + room) ** 2).all(axis=0)
        for place in np.flatnonzero(free).tolist():
            box = (float(west[place]), float(south[place]), float(east[place]), float(north[place]))
            if not any(_crosses(leader, box) for leader in self._leaders):
                yield spots[place], box

    def _met(self, leader: Line, marks: Sequence[Mark]) -> float:
        """Return over how many marks a line runs; without end where it meets a label, a box or another line."""
        if any(_crosses(leader, box) for box in self._taken) or any(_cut(leader, other) for other in self._leaders):
            return math.inf
        near = kilometres(2, self.scene)
        return sum(_off(leader, (x, y)) < radius + near for x, y, radius in marks)


@lru_cache(maxsize=1)
def _directions() -> list[tuple[float, float, str, str]]:
    """Return each direction of a line, and which side of a label stands at its end."""
    turns = [2 * math.pi * step / _TURNS for step in range(_TURNS)]
    return [
        (
            east, north, "center" if abs(east) < 0.3 else "left" if east > 0 else "right",
            "middle" if abs(east) >= 0.3 else "bottom" if north > 0 else "top",
        )
        for east, north in ((math.cos(turn), math.sin(turn)) for turn in turns)
    ]  # fmt: skip


def _off(line: Line, point: Point) -> float:
    """Return how far a point is from a line between two others."""
    (x0, y0), (x1, y1) = line
    east, north = x1 - x0, y1 - y0
    share = ((point[0] - x0) * east + (point[1] - y0) * north) / (east**2 + north**2)
    share = min(1.0, max(0.0, share))
    return math.hypot(x0 + share * east - point[0], y0 + share * north - point[1])


def _crosses(line: Line, box: Box) -> bool:
    """Whether a line meets a box: an end lies in it, or it cuts one of its diagonals."""
    west, south, east, north = box
    held = any(west <= x <= east and south <= y <= north for x, y in line)
    return held or _cut(line, ((west, south), (east, north))) or _cut(line, ((west, north), (east, south)))


def _cut(one: Line, other: Line) -> bool:
    """Whether two lines cut each other."""

    def side(line: Line, point: Point) -> bool:
        (x0, y0), (x1, y1) = line
        return (x1 - x0) * (point[1] - y0) > (y1 - y0) * (point[0] - x0)

    return side(one, other[0]) != side(one, other[1]) and side(other, one[0]) != side(other, one[1])


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


def samples(sketch: Sketch, scene: Scene, box: Box, values: Sequence[int], radius_of: Callable[[float], float]) -> None:
    """Draw sample circles with their numbers at the foot of a legend, so that areas can be read; radii in pixels."""
    west, south, east, _ = box
    line = kilometres(scene.label * LEADING, scene)
    shown, foot = list(values), south + line * 1.5
    widest = kilometres(text_width(scene.words.number(max(shown)), scene.label) * 1.1, scene)
    while len(shown) > 1 and (east - west) / (len(shown) + 0.4) < widest:
        shown.pop(-2)  # the largest says most; a number on a number says nothing
    step = (east - west) / (len(shown) + 0.4)
    for place, value in enumerate(shown):
        x, radius = west + step * (place + 0.6), radius_of(value)
        disc(sketch, x, foot + kilometres(radius, scene), radius, line={"color": palette.MUTED, "width": 1.2})
        sketch.words(x=x, y=south + line * 0.7, yanchor="middle", text=scene.words.number(value), font={"color": palette.MUTED})


def radius_of(value: float, unit: float, pixels: float) -> float:
    """Return the radius of a circle whose area is to ``value`` as one of ``pixels`` is to ``unit``."""
    return pixels * math.sqrt(max(value, 0) / unit)
