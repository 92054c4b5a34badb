"""The pictures of a chart for a wall: never in type below the floor; where its rows have no room, in several parts.

The type of the wall cannot shrink, so rows stand closer than on a page, and a chart that is still too high is divided
among parts that are shown one after the other. Only where not even parts have room, all of it becomes smaller.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from dashboard.canvas import Canvas
from dashboard.charts import BY_ID, Chart
from dashboard.errors import ChartError
from dashboard.picture import Edits, Part, Picture
from dashboard.selection import Selection
from dashboard.sized import Draw, drawer, in_parts
from dashboard.studio import Studio
from dashboard.theme import WALL_STEPS, on_wall

KEPT = 256  # steps whose pictures are kept
_NARROWEST_MAP = 0.52  # of the width: the words of a narrower map run into each other
_CLOSE = 0.71  # share of the height of its rows on a page that a plot may have on the wall


def wall_pictures(
    chart: Chart, selection: Selection, studio: Studio, width: int, height: int, theme: str
) -> tuple[tuple[Picture, ...], Canvas]:
    """Return the pictures of a chart for a box of this size in a theme, and the canvas on which each of them is drawn.

    The canvas has the shape of the box; where it is larger, the pictures are to be scaled down. A chart that fails is
    shown by the picture that says so.
    """
    return _pictures(studio, chart.id, selection, Canvas(width, height, theme))


@lru_cache(maxsize=KEPT)
def _pictures(studio: Studio, chart_id: str, selection: Selection, box: Canvas) -> tuple[tuple[Picture, ...], Canvas]:
    chart = BY_ID[chart_id]
    try:
        draw = _drawn(chart, selection, studio)
        for times in WALL_STEPS:
            canvas = replace(
                box, width=math.floor(box.width * times), height=math.floor(box.height * times), theme=on_wall(box.theme, times)
            )
            if pictures := in_parts(draw, canvas):
                return pictures, canvas
        return (draw(box, None),), box
    except ChartError:
        return (studio.picture(chart, selection, box.width, box.height),), box  # which logs why, and says so in its place


def _drawn(chart: Chart, selection: Selection, studio: Studio) -> Draw:
    plain = drawer(chart, studio.tables, selection, studio.words(selection), Edits(brief=True))

    def draw(canvas: Canvas, part: Part | None) -> Picture:
        done = plain(canvas, part)
        if "scaleanchor" not in done.figure["layout"].get("yaxis", {}):
            return replace(done, needed=math.ceil(done.around + (done.needed - done.around) * _CLOSE))
        narrow = canvas.plot and canvas.plot < canvas.width * _NARROWEST_MAP
        return replace(done, needed=canvas.height + 1) if narrow else done

    return draw
