"""dress(figure, texts, ...) -> the finished picture: title, subtitle, key, unit, source line and margins, in one place.

Every text is wrapped before the margins are computed, so nothing clips at any width. Title, subtitle, unit and source
share the picture's left edge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import palette
from dashboard.canvas import Canvas, text_width, wrap
from dashboard.key import GLYPH, LINE, beside, bold, key_lines, key_width, keys_of
from dashboard.patterned import glyph, patterned
from dashboard.scales import Drawing
from dashboard.theme import SERIF, Sizes, Theme

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
}
"""How plotly.js behaves around every figure of this project; nothing is ever sent anywhere."""

_TITLE_LINE = 1.18
_TIGHT_LINES = 4  # a title of more lines would reach into the words below it
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Texts:
    """The words around a plot. ``source`` always stands in the picture; ``empty`` stands in place of marks.

    ``notes`` are paragraphs above the source line, ``credit`` one below it.
    """

    title: str
    subtitle: str
    source: str
    empty: str = ""
    notes: tuple[str, ...] = ()
    credit: str = ""


def dress(figure: Drawing, texts: Texts, theme: Theme, canvas: Canvas, ratio: float) -> dict[str, Any]:
    """Return the figure as plotly.js takes it (data, layout), dressed in ``theme`` for ``canvas``.

    ``layout.height`` is set; the width is left to whoever shows it, which must not be less than the canvas.
    """
    return dressed(figure, texts, theme, canvas, ratio).figure


@dataclass(frozen=True)
class Dressed:
    """A dressed figure.

    ``needed`` is the height below which its words or rows would collide, ``around`` the height of the words around the plot.
    """

    figure: dict[str, Any]
    needed: int
    around: float


def dressed(figure: Drawing, texts: Texts, theme: Theme, canvas: Canvas, ratio: float) -> Dressed:
    """Return the figure as ``dress`` does, with the heights that its words take."""
    raw = _copied(figure)  # what a chart gave may hold what it gives again
    layout: dict[str, Any] = raw["layout"]
    sizes = theme.sizes(canvas.width)
    pad = max(12, round(canvas.width * 0.022))
    room = canvas.width - 2 * pad
    keys = keys_of(layout.pop("meta", None) or {}, raw["data"], theme) if not texts.empty else []
    if canvas.patterned:
        raw["data"] = [patterned(trace) for trace in raw["data"]]
        bars = any(trace["type"] == "bar" for trace in raw["data"])  # a line has no hatching to be shown in its key
        keys = [replace(key, glyph=glyph(key.glyph, key.colour)) if bars or key.glyph != GLYPH else key for key in keys]
    on_side = bool(keys) and not canvas.narrow and all(key.at is not None for key in keys)

    title = wrap(texts.title, room, sizes.title, bold=True)
    subtitle = wrap(texts.subtitle, room, sizes.subtitle)
    above = [] if on_side else key_lines(keys, room, sizes, theme)
    yaxis = layout.setdefault("yaxis", {})
    unit = wrap(_unit(yaxis), room, sizes.label) if not texts.empty else []
    source = [line for text in (*texts.notes, texts.source, texts.credit) if text for line in wrap(text, room, sizes.source)]

    left = pad + max(_tick_width(axis, sizes) for axis in _left_axes(layout))
    right = pad + (key_width(keys, room, sizes) if on_side else 0)
    gap = sizes.label * 0.6
    top_blocks = [
        (bold(title), sizes.title, _TITLE_LINE if len(title) <= _TIGHT_LINES else LINE, "title"),
        (subtitle, sizes.subtitle, LINE, "muted"),
        (above, sizes.label, LINE * 1.08, "ink"),
        (unit, sizes.label, LINE, "muted"),
    ]
    top = pad * 0.6 + sum(len(lines) * size * leading + gap for lines, size, leading, _ in top_blocks if lines) + sizes.label * 0.4
    ticks = sizes.label * (1.5 + (1.25 if "<br>" in str(layout.get("xaxis", {}).get("tickformat", "")) else 0)) + 8
    if texts.empty:
        ticks = 0
    bottom = ticks + sizes.label * 0.9 + len(source) * sizes.source * LINE + pad * 0.5
    own = layout.pop("height", None) if not texts.empty else None
    around, needed = top + bottom, canvas.needed(ratio, top + bottom, own)
    height = canvas.fitted(ratio, around, own)
    top, bottom = _within(height, top, bottom)

    annotations = list(layout.get("annotations", ()))
    y = top - pad * 0.6
    for lines, size, leading, role in top_blocks:
        if lines:
            annotations.append(
                _text(
                    lines,
                    size,
                    leading,
                    x_shift=pad - left,
                    top=y,
                    colour=_role_colour(role, theme),
                    serif=role == "title",
                )
            )
            y -= len(lines) * size * leading + gap
    annotations.append(_text(source, sizes.source, LINE, x_shift=pad - left, bottom=-(ticks + sizes.label * 0.9), colour=theme.muted))
    if on_side:
        annotations += beside(keys, yaxis, height - top - bottom, room, sizes, theme)
    if texts.empty:
        annotations.append(_empty(texts.empty, room, sizes, theme))
        layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        raw["data"] = []
    layout |= {
        "template": theme.template(sizes),
        "annotations": annotations,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "height": height,
        "uirevision": "kept",
    }
    for name, axis in layout.items():
        chosen = name.startswith("xaxis") and axis.get("visible", True) and "tickvals" not in axis
        if chosen:  # by plotly.js, what is named: a name that has no room is left out
            axis["ticklabeloverflow"] = "hide past div"
    for trace in raw["data"]:
        _strengthen(trace, theme)
        _step(trace, theme)
    return Dressed(_recoloured({"data": list(raw["data"]), "layout": layout}, theme), needed, around)


def _copied(value: Any) -> Any:
    """Return a figure of which every dict and list is another, without what is left to plotly.js (None)."""
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items() if part is not None}
    return [_copied(part) for part in value] if isinstance(value, list | tuple) else value


def _strengthen(trace: dict[str, Any], theme: Theme) -> None:
    """Give lines the theme's width and dash, and the plain pattern of bars the part of them that the theme lets it fill."""
    if trace.get("type") == "scatter" and "lines" in trace.get("mode", ""):
        line = trace["line"]
        line["width"] = max(line.get("width", 0), theme.line_width)
        if "dash" not in line and line.get("color") in theme.dashes:
            line["dash"] = theme.dashes[line["color"]]
    solid = trace.get("marker", {}).get("pattern", {}).get("solidity")
    if theme.solidity is not None and solid is not None:
        trace["marker"]["pattern"]["solidity"] = (
            [max(one, theme.solidity) for one in solid] if isinstance(solid, list | tuple) else theme.solidity
        )


def _step(trace: dict[str, Any], theme: Theme) -> None:
    """Give marks in steps of one hue their colours: plotly.js takes thrice as long to find them on a scale at each drawing."""
    marker = trace.get("marker", {})
    if "colorscale" in marker:
        (*_, (_, hue)), steps = marker["colorscale"], marker["color"]
        shades = {step: theme.step(hue, step) for step in set(steps)}
        plain = {name: part for name, part in marker.items() if name not in {"colorscale", "cmin", "cmax"}}
        trace["marker"] = {**plain, "color": [shades[step] for step in steps]}


def _within(height: int, top: float, bottom: float) -> tuple[float, float]:
    """Return margins that leave at least a sliver of plot when a fixed height is too small for all the words."""
    most = height - 40
    if top + bottom <= most:
        return top, bottom
    return most * top / (top + bottom), most * bottom / (top + bottom)


def _unit(axis: dict[str, Any]) -> str:
    """Take the unit off the axis: it stands above it, not turned."""
    title = axis.pop("title", None) or {}
    return title.get("text") or "" if isinstance(title, dict) else str(title)


def _left_axes(layout: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the y axes whose labels stand left of the whole plot: the first, and those that share its x axis."""
    return [
        axis for name, axis in layout.items() if name == "yaxis" or (name.startswith("yaxis") and axis.get("anchor", "x") in {"x", "free"})
    ]


def _tick_width(axis: dict[str, Any], sizes: Sizes) -> float:
    """Return the width of the widest tick label of the y axis, with the gap to the axis."""
    if axis.get("showticklabels") is False:
        return 0
    if axis.get("ticktext") is not None:
        labels = [part for text in axis["ticktext"] for part in str(text).split("<br>")]
    elif axis.get("type") == "log":
        labels = [f"{10 ** max(0, math.ceil(end)):,}" for end in axis.get("range", (0, 0))]
    else:
        labels = [f"{round(end):,}" for end in axis.get("range", (0, 0)) or (0, 0)]
    widest = max((text_width(_TAGS.sub("", label), sizes.label) for label in labels), default=0)
    return widest + (10 if widest else 0)


def _role_colour(role: str, theme: Theme) -> str:
    return theme.muted if role == "muted" else theme.ink


def _text(
    lines: Sequence[str],
    size: float,
    leading: float,
    *,
    x_shift: float,
    colour: str,
    top: float | None = None,
    bottom: float | None = None,
    serif: bool = False,
) -> dict[str, Any]:
    """Return lines as an annotation at the left edge: ``top`` pixels above the plot's top, or ``bottom`` below its foot."""
    above = top is not None
    font: dict[str, Any] = {"size": size, "color": colour, "lineposition": "none"}
    if serif:
        font["family"] = SERIF
    return {
        "xref": "paper", "yref": "paper", "x": 0, "y": 1 if above else 0, "xanchor": "left", "yanchor": "top",
        "xshift": x_shift, "yshift": top if above else bottom, "align": "left", "showarrow": False, "borderpad": 0,
        "text": "<br>".join(lines), "font": font,
    }  # fmt: skip


def _empty(text: str, room: float, sizes: Sizes, theme: Theme) -> dict[str, Any]:
    lines = wrap(text, min(room, 640), sizes.subtitle)
    return {
        "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False, "align": "center",
        "text": "<br>".join(lines), "font": {"size": sizes.subtitle, "color": theme.ink},
    }  # fmt: skip


def _recoloured(value: Any, theme: Theme, *, hatching: bool = False) -> Any:
    """Return the figure with each palette colour replaced by this theme's; hatching keeps the paper's colour without a ground."""
    if isinstance(value, str):
        return theme.paper if hatching and value == palette.PAPER else theme.replacements.get(value, value)
    if isinstance(value, dict):
        return {name: _recoloured(part, theme, hatching=name == "fgcolor") for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_recoloured(part, theme, hatching=hatching) for part in value]
    return value
