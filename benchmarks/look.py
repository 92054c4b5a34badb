"""How the report's charts look: the dashboard's paper, type and hues."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.apps import APPS, BARE, EMBED, OURS
from benchmarks.figures import Report
from benchmarks.spread import Spread
from dashboard import palette
from dashboard.theme import SANS, SERIF, THEMES

WIDTH = 1000
LABEL, SMALL = 15, 13
HUES = {
    OURS: palette.DEATH,
    "streamlit": palette.CONFINEMENT,
    "panel": palette.EXILE,
    "vizro": palette.ARREST,
    "marimo": palette.CONTEXT,
}
NAMES = {**{app.id: app.name for app in APPS}, BARE: "bare plotly.js", EMBED: "an embed of ours"}
_FACES = (("Sans", 400), ("Sans", 700), ("Serif", 700))
_EDGE = 24  # pixels from the picture's left edge to its words


def hue(name: str) -> str:
    """Return the colour of a server."""
    return HUES.get(name, palette.DEATH if name == EMBED else palette.INK)


def named(rows: Sequence[str]) -> list[str]:
    """Return the names of servers, ours in bold."""
    return [f"<b>{NAMES[name]}</b>" if name == OURS else NAMES[name] for name in rows]


def source_line(report: Report, part: str) -> str:
    """Return what stands below a chart."""
    held = report.get(part, {})
    return (
        f"Median of {held.get('repeats', '?')} turns, each server once in every turn; lines from least to most. "
        f"{report['machine']['cores']} cores, {str(held.get('begun', '?'))[:10]}. Figures: benchmarks/report.json"
    )


def said(x: float, y: float, text: str, colour: str, size: float = LABEL, **place: Any) -> dict[str, Any]:
    """Return words in a chart, in the shade of a hue in which words can be read."""
    font = {"size": size, "color": palette.AS_TEXT.get(colour, colour)}
    align = place.get("xanchor", "center")  # plotly measures before the type is there: words must begin at their edge
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font, "align": align, **place}


def axis_title(text: str) -> dict[str, Any]:
    """Return the title of an axis."""
    return {"text": text, "font": {"size": SMALL, "color": palette.MUTED}}


def framed(title: str, subtitle: str, source: str, size: tuple[int, int, int, int]) -> dict[str, Any]:
    """Return the layout of a chart; ``size`` is its height, and its margins left, right and top."""
    height, left, right, top = size
    theme = THEMES["light"]
    at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": _EDGE - left}
    heading = said(0, 1, f"<b>{title}</b>", palette.INK, 22, **at, yshift=top - 32)
    heading["font"]["family"] = SERIF
    return {
        "template": theme.template(theme.sizes(WIDTH)),
        "width": WIDTH,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": 104},
        "font": {"family": SANS, "size": LABEL, "color": palette.INK},
        "annotations": [
            heading,
            said(0, 1, subtitle, palette.MUTED, **at, yshift=top - 62),
            said(0, 0, source, palette.MUTED, SMALL, **at, yshift=-82),
        ],
        "shapes": [],
    }


def lines(x: Sequence[float], y: Sequence[float], colour: str, width: float = 2.4, **more: Any) -> dict[str, Any]:
    """Return a line."""
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": {"color": colour, "width": width}, "hoverinfo": "skip", **more}


def ranged(found: Spread, row: float, colour: str, axis: str = "", *, hollow: bool = False) -> list[dict[str, Any]]:
    """Return a dot at the median on a line from least to most."""
    at = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    marker = {"size": 12, "color": palette.PAPER if hollow else colour, "line": {"color": colour, "width": 2.4}}
    dot = {**lines([found.median], [row], colour, **at), "mode": "markers", "marker": marker}
    return [lines([found.least, found.most], [row, row], colour, **at), dot]


def apart(places: list[float], gap: float) -> list[float]:
    """Return ascending places moved as little as it takes to keep a gap between each and the next."""
    for _ in range(200):
        for at in range(len(places) - 1):
            lacking = gap - (places[at + 1] - places[at])
            if lacking > 0:
                places[at] -= lacking / 2
                places[at + 1] += lacking / 2
    return places


def type_faces(folder: Path) -> str:
    """Return style rules that carry the faces of the charts inside them; empty where npm has not installed them."""
    rules = ""
    for family, weight in _FACES:
        file = folder / f"ibm-plex-{family.lower()}-latin-{weight}-normal.woff2"
        if file.is_file():
            held = base64.b64encode(file.read_bytes()).decode()
            rules += f"@font-face{{font-family:'IBM Plex {family}';font-weight:{weight};src:url(data:font/woff2;base64,{held})}}"
    return rules


def with_type(svg: str, faces: str) -> str:
    """Return an SVG that holds the type it is set in: on a page that shows it as an image nothing else is at hand."""
    return re.sub(r"(<svg\b[^>]*>)", lambda found: f"{found[1]}<style>{faces}</style>", svg, count=1)
