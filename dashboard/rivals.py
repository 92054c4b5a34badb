"""The small chart of the provenance panel: what each source gives for one quantity."""

from __future__ import annotations

from dashboard import palette
from dashboard.canvas import wrap
from dashboard.charts._marks import CERTAIN, HOVER, REPORTED
from dashboard.charts._sketch import Drawing, Sketch
from dashboard.provenance import Provenance

_ROW = 40  # pixels
_NAME = 210  # pixels that a source's name may take


def draw_rivals(one: Provenance) -> Drawing:
    """Return one mark a source, ranges as bars between their bounds; the row itself in ink, hollow where not re-read."""
    sketch = Sketch()
    rivals = one.rivals
    for place, rival in enumerate(rivals):
        colour = palette.INK if rival.mark == one.mark else palette.CONTEXT
        if rival.low is not None and rival.high is not None:
            sketch.shape(type="line", x0=rival.low, x1=rival.high, y0=place, y1=place, line={"color": colour, "width": 3})
        middle = rival.value if rival.value is not None else rival.low if rival.low is not None else rival.high
        sketch.scatter(
            x=[middle], y=[place], mode="markers", customdata=[rival.mark], hovertext=[f"{rival.source}<br>{rival.figure}"],
            hovertemplate=HOVER,
            marker={"size": 11, "color": colour, "symbol": REPORTED if rival.reported else CERTAIN, "line": {"color": colour, "width": 2}},
        )  # fmt: skip
    known = [number for rival in rivals for number in (rival.value, rival.low, rival.high) if number is not None]
    sketch.x(range=[0, max(known, default=1) * 1.08], nticks=4, tickformat=",d", rangemode="tozero", showgrid=True)
    sketch.y(
        range=[len(rivals) - 0.4, -0.6], tickvals=list(range(len(rivals))), showgrid=False, ticks="",
        ticktext=["<br>".join(wrap(rival.source, _NAME, 12.5)) for rival in rivals],
    )  # fmt: skip
    sketch.layout(height=len(rivals) * _ROW)
    return sketch.figure()
