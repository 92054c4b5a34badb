"""patterned(traces, keys) -> the same figure told apart without colour: a pattern, a dash or a shape of its own for each hue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import palette

_BOLD = {"solidity": 0.34, "size": 8}  # on request a pattern is drawn to be seen, not to be overlooked

DASHES: Mapping[str, str] = {
    palette.DEATH: "solid",
    palette.CONFINEMENT: "dash",
    palette.EXILE: "dot",
    palette.ARREST: "dashdot",
    palette.CONTEXT: "longdash",
}
SYMBOLS: Mapping[str, str] = {
    palette.DEATH: "circle",
    palette.CONFINEMENT: "square",
    palette.EXILE: "diamond",
    palette.ARREST: "triangle-up",
    palette.CONTEXT: "cross",
}
_GLYPHS: Mapping[str, Mapping[str, str]] = {
    "■": dict(zip(SYMBOLS, "■▨▩▦▤", strict=True)),
    "●": dict(zip(SYMBOLS, "●■◆▲✚", strict=True)),
    "○": dict(zip(SYMBOLS, "○□◇△✛", strict=True)),
}


def patterned(trace: Mapping[str, Any]) -> dict[str, Any]:
    """Return a trace whose hues (of the palette, not yet replaced by a theme's) can be told apart without colour.

    What already has a pattern, a dash or a shape that means something keeps it; circles whose size is a figure stay circles.
    """
    if "colorscale" in trace.get("marker", {}):  # steps of one hue are told apart by how dark they are
        return dict(trace)
    if trace.get("type") == "bar":
        return {**trace, "marker": _filled(trace.get("marker", {}))}
    own = dict(trace)
    line = trace.get("line", {})
    if line.get("color") in DASHES and line.get("dash", "solid") == "solid":
        own["line"] = {**line, "dash": DASHES[line["color"]]}
    marker = trace.get("marker", {})
    if marker and not _many(marker.get("size")):
        own["marker"] = {**marker, "symbol": _each(_shaped, marker.get("symbol", "circle"), _drawn_in(marker))}
    return own


def glyph(sign: str, colour: str) -> str:
    """Return the sign that stands before a key's words: the one that looks like the marks of this hue."""
    return _GLYPHS.get(sign, {}).get(colour, sign)


def _many(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _each(change: Any, value: Any, colour: Any) -> Any:
    """Return ``change(value, colour)``, or a list of it where either is one a point."""
    if not _many(value) and not _many(colour):
        return change(value, colour)
    count = len(value) if _many(value) else len(colour)
    values = value if _many(value) else [value] * count
    colours = colour if _many(colour) else [colour] * count
    return [change(one, hue) for one, hue in zip(values, colours, strict=True)]


def _drawn_in(marker: Mapping[str, Any]) -> Any:
    """Return the colour that a marker shows: its filling, or its line where that is the paper's."""
    colour = marker.get("color")
    return marker.get("line", {}).get("color", colour) if colour == palette.PAPER else colour


def _shaped(symbol: Any, colour: Any) -> Any:
    base, dash, rest = str(symbol).partition("-")
    return SYMBOLS[colour] + dash + rest if base == "circle" and rest in {"", "open"} and colour in SYMBOLS else symbol


def _filled(marker: Mapping[str, Any]) -> dict[str, Any]:
    pattern = marker.get("pattern", {})
    colour = marker.get("color")
    shape = _each(lambda own, hue: own or palette.PATTERNS.get(hue, ""), pattern.get("shape", ""), colour)
    solid = _each(
        lambda own, hue: _BOLD["solidity"] if palette.PATTERNS.get(hue) else own,
        pattern.get("solidity", 0.3),
        colour,
    )
    fixed = {"fgcolor": palette.PAPER, "fillmode": "overlay", **pattern}
    return {**marker, "pattern": {**fixed, "shape": shape, "solidity": solid, "size": pattern.get("size", _BOLD["size"])}}
