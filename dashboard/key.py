"""The key of a figure: the names of its series, beside their marks where there is room, otherwise above the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import palette
from dashboard.canvas import text_width, wrap
from dashboard.theme import Sizes, Theme

LINE = 1.28
_SHARE = 0.2  # share of the width that the words beside a plot may take
GLYPH = "■"
_PATTERNED = {"/": "▨", ".": "▒", "x": "▩", "-": "▤"}  # what a bar with a pattern looks like among letters
_SHOWN_BESIDE = frozenset("▨▒▩▤▦")  # glyphs that tell more than the colour of the words


@dataclass(frozen=True)
class Key:
    """One name: label, palette colour, height of its last mark, glyph, and the strength of one step of a colour."""

    label: str
    colour: str
    at: float | None
    glyph: str = GLYPH
    strength: float | None = None


def keys_of(meta: dict[str, Any], traces: Sequence[dict[str, Any]], theme: Theme) -> list[Key]:
    """Return the names that a figure gives its series; where colour carries nothing, the glyph of bars shows their pattern."""
    keys = [Key(*entry) for entry in meta.get("key", [])]
    if theme.solidity is None or not any("pattern" in trace.get("marker", {}) for trace in traces):
        return keys
    return [
        replace(key, glyph=_PATTERNED.get(palette.PATTERNS.get(key.colour, ""), key.glyph) if key.glyph == GLYPH else key.glyph)
        for key in keys
    ]


def bold(lines: Sequence[str]) -> list[str]:
    """Return the lines set bold."""
    return [f"<b>{line}</b>" for line in lines]


def key_width(keys: Sequence[Key], room: float, sizes: Sizes) -> float:
    """Return the width that the names beside a plot take."""
    lines = [line for key in keys for line in _key_wrapped(key, room, sizes)]
    return max(text_width(line, sizes.label, bold=True) for line in lines) + sizes.label * 1.1


def _key_wrapped(key: Key, room: float, sizes: Sizes) -> list[str]:
    shown = f"{key.glyph} {key.label}" if key.glyph in _SHOWN_BESIDE else key.label
    return wrap(shown, room * _SHARE, sizes.label, bold=True)


def key_lines(keys: Sequence[Key], room: float, sizes: Sizes, theme: Theme) -> list[str]:
    """Return the key as coloured words in as many lines as it takes, for the space above the plot; a name too wide for one is wrapped."""
    lines: list[str] = []
    used = room + 1.0
    for key in keys:
        parts = wrap(f"{key.glyph} {key.label}", room - sizes.label * 0.4, sizes.label, bold=True)
        words = _key_words(key, parts, theme)
        width = max(text_width(f"{part}    ", sizes.label, bold=True) for part in parts) + sizes.label
        if used + width > room or len(parts) > 1:
            lines += words
            used = room + 1.0 if len(parts) > 1 else width
        else:
            lines[-1] += f"    {words[0]}"
            used += width
    return lines


def _key_words(key: Key, parts: Sequence[str], theme: Theme) -> list[str]:
    """Return the lines of glyph and label: in the colour of the series, or the glyph in one step of it and the label in ink."""
    if key.strength is None:
        return [f'<span style="color:{theme.text_colour(key.colour)}"><b>{part}</b></span>' for part in parts]
    glyph = f'<span style="color:{theme.step(key.colour, key.strength)}"><b>{key.glyph}</b></span>'
    return [glyph + parts[0].removeprefix(key.glyph), *parts[1:]]


def beside(keys: Sequence[Key], axis: dict[str, Any], plot: float, room: float, sizes: Sizes, theme: Theme) -> list[dict[str, Any]]:
    """Return the names of the series to the right of the plot, each as near its last mark as its neighbours let it."""
    first, last = axis.get("range", (0, 1))
    foot, head = (plot * end for end in axis.get("domain", (0, 1)))
    log = axis.get("type") == "log"
    blocks = []
    for key in keys:
        at = math.log10(max(key.at or 0, 10**first)) if log else key.at or 0
        lines = _key_wrapped(key, room, sizes)
        blocks.append([foot + (head - foot) * (at - first) / ((last - first) or 1), len(lines) * sizes.label * LINE, key, lines])
    blocks.sort(key=lambda block: block[0])
    floor = foot if blocks[0][0] >= foot else 0.0  # a name lower than its axis stands beside a panel below
    for block in blocks:  # upwards: push a block that would stand on the one below it
        block[0] = max(block[0], floor + block[1] / 2)
        floor = block[0] + block[1] / 2 + sizes.label * 0.25
    return [
        {
            "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "left", "yanchor": "middle",
            "xshift": sizes.label * 0.5, "yshift": at,
            "align": "left", "showarrow": False, "text": "<br>".join(bold(lines)),
            "font": {"size": sizes.label, "color": theme.text_colour(key.colour)},
        }
        for at, _, key, lines in blocks
    ]  # fmt: skip
