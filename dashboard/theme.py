"""THEMES: how a page and its figures look. One table of values gives the Plotly template and the page's CSS variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dashboard import palette

SERIF = "IBM Plex Serif, Georgia, Cambria, Times New Roman, serif"
SANS = "IBM Plex Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"

NO_COLOUR = "rgba(0,0,0,0)"

# Type sizes at a width of 1920 pixels; a narrower figure is set in smaller type, down to the floor.
_DESIGN_WIDTH = 1920
_ROLES: Mapping[str, tuple[float, float]] = {
    "title": (46, 19),
    "subtitle": (26, 13.5),
    "label": (24, 12.5),
    "source": (20, 11.5),
}
_LARGEST_ON_PAGE = 0.78  # between floor and full size, type shrinks more slowly than the picture


@dataclass(frozen=True)
class Sizes:
    """Type sizes of one figure in pixels."""

    title: float
    subtitle: float
    label: float
    source: float


@dataclass(frozen=True)
class Theme:
    """A look. ``colours`` and ``text_colours`` put this theme's hue in place of the palette's, by the palette's value.

    ``see_through``: the picture has no ground. ``solidity`` and ``dashes`` make patterns and lines carry the meaning where
    colour does not: how much of a bar its pattern fills, and the dash of a line by its palette colour.
    """

    name: str
    dark: bool = False
    paper: str = palette.PAPER
    card: str = "#FFFFFF"
    ink: str = palette.INK
    muted: str = palette.MUTED
    grid: str = palette.GRID
    span: str = palette.SPAN
    accent: str = "#1B5E75"
    colours: Mapping[str, str] = field(default_factory=dict)
    text_colours: Mapping[str, str] = field(default_factory=lambda: palette.AS_TEXT)
    type_scale: float = 1.0
    type_floor: float = 0.0
    line_width: float = 2.4
    see_through: bool = False
    solidity: float | None = None
    dashes: Mapping[str, str] = field(default_factory=dict)

    def sizes(self, width: int) -> Sizes:
        """Return the type sizes for a figure of this width."""
        shrink = min(1.0, width / _DESIGN_WIDTH) ** _LARGEST_ON_PAGE
        scaled = {
            role: round(max(full * self.type_scale * shrink, floor, self.type_floor * width / _DESIGN_WIDTH), 1)
            for role, (full, floor) in _ROLES.items()
        }
        return Sizes(**scaled)

    @property
    def ground(self) -> str:
        """Return the colour of the picture's ground, which may be none."""
        return NO_COLOUR if self.see_through else self.paper

    @cached_property
    def replacements(self) -> Mapping[str, str]:
        """Return what stands in for each colour that a chart may draw with."""
        own = {
            palette.PAPER: self.ground,
            palette.INK: self.ink,
            palette.MUTED: self.muted,
            palette.GRID: self.grid,
            palette.SPAN: self.span,
        }
        twins = {twin: self.text_colours.get(hue, self.colours.get(hue, hue)) for hue, twin in palette.AS_TEXT.items()}
        return {**self.colours, **own, **twins}

    def text_colour(self, hue: str) -> str:
        """Return the colour in which words of a palette hue are set on this theme's paper."""
        return self.text_colours.get(hue, self.replacements.get(hue, hue))

    def step(self, hue: str, strength: float) -> str:
        """Return one step of a palette hue: from the paper (0) up to the full colour (1)."""
        colours = (self.replacements.get(hue, hue), self.paper)
        full, paper = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours)
        return "#" + "".join(f"{round(over * strength + under * (1 - strength)):02X}" for over, under in zip(full, paper, strict=True))

    def template(self, sizes: Sizes) -> dict[str, Any]:
        """Return the Plotly template: everything about a look that a chart does not say."""
        axis = {
            "gridcolor": self.grid,
            "linecolor": self.ink,
            "tickcolor": self.muted,
            "zeroline": False,
            "tickfont": {"size": sizes.label, "color": self.muted},
            "automargin": False,
            "ticklabeloverflow": "allow",  # the margins have room; to look for labels that have none costs plotly.js a layout for each
            "fixedrange": True,
        }
        return {
            "layout": {
                "paper_bgcolor": self.ground,
                "plot_bgcolor": self.ground,
                "font": {"family": SANS, "size": sizes.label, "color": self.ink},
                "showlegend": False,
                "dragmode": False,
                "hovermode": "closest",
                "hoverlabel": {
                    "bgcolor": self.card,
                    "bordercolor": self.muted,
                    "align": "left",
                    "font": {"family": SANS, "size": min(sizes.label, 16), "color": self.ink},
                },
                "bargap": 0.28,
                "separators": ".,",
                "xaxis": {**axis, "showgrid": False, "showline": True, "ticks": "outside", "ticklen": 5},
                "yaxis": {**axis, "showgrid": True, "showline": False, "tickformat": ",d"},
            }
        }

    @property
    def base_size(self) -> float:
        """Return the size of the page's type in pixels."""
        return 20.0 if self.type_floor else 16.0

    def css(self) -> str:
        """Return the theme's values as CSS variables, for the page around the figures."""
        values = {
            "paper": self.paper,
            "card": self.card,
            "ink": self.ink,
            "muted": self.muted,
            "grid": self.grid,
            "span": self.span,
            "accent": self.accent,
            "death": self.text_colour(palette.DEATH),
            "serif": SERIF,
            "sans": SANS,
            "base-size": f"{self.base_size:g}px",
        }
        return "".join(f"--{name}:{value};" for name, value in values.items())


_LIGHT = Theme("light")
_DARK = Theme(
    "dark",
    dark=True,
    paper="#17191C",
    card="#1F2226",
    ink="#EDEAE3",
    muted="#A8A49A",
    grid="#33363A",
    span="#26282B",
    accent="#8CC4D6",
    # found by the same search on this paper: least distance 22.6, contrast 4.5 to 12
    colours={
        palette.DEATH: "#D8573E",
        palette.CONFINEMENT: "#FAAC15",
        palette.EXILE: "#498CB5",
        palette.ARREST: "#B7DAFA",
        palette.CONTEXT: "#ACA7A4",
    },
    text_colours={},
)
_PROJECTOR = replace(
    _LIGHT,
    name="projector",
    paper="#FFFFFF",
    ink="#000000",
    muted="#3A3833",
    grid="#C9C5BB",
    span="#ECE5D3",
    type_scale=1.12,
    type_floor=26.7,  # 20 points at 1920 pixels
    line_width=5,
)
_PRINT = replace(
    _LIGHT,
    name="print",
    paper="#FFFFFF",
    ink="#000000",
    muted="#595959",
    grid="#DCDCDC",
    span="#EFEFEF",
    # greys at even steps of lightness, each at least 3:1 on white; patterns and dashes tell them apart
    colours={
        palette.DEATH: "#1A1A1A",
        palette.ARREST: "#474747",
        palette.EXILE: "#606060",
        palette.CONFINEMENT: "#7A7A7A",
        palette.CONTEXT: "#929292",
    },
    text_colours={palette.CONFINEMENT: "#666666", palette.CONTEXT: "#6E6E6E"},
    solidity=0.28,
    dashes={palette.ARREST: "dash", palette.EXILE: "dot", palette.CONFINEMENT: "dashdot", palette.CONTEXT: "longdash"},
)
_TRANSPARENT = replace(_LIGHT, name="transparent", see_through=True)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (_LIGHT, _DARK, _PROJECTOR, _PRINT)}
IN_PICTURES: Mapping[str, Theme] = {theme.name: theme for theme in (_LIGHT, _DARK, _TRANSPARENT, _PRINT)}
"""Looks of pictures that are taken away; a page may have any of THEMES."""
_WALL = replace(_PROJECTOR, name="wall", type_scale=0.72)  # beside the heading of a step a title need not be larger
WALL_STEPS = (1.0, 1.06, 1.12, 1.2, 1.3, 1.45, 1.6, 1.8, 2.0)
"""By how much larger than the wall a picture may be drawn that is then scaled down to it: the last resort, below the floor."""


def on_wall(name: str, times: float) -> str:
    """Return the name of a wall's theme for pictures drawn so many times larger than the wall."""
    return name if times == 1 else f"{name} {times:g}"


_ON_WALLS = [
    replace(theme, name=on_wall(theme.name, times), type_scale=theme.type_scale, type_floor=theme.type_floor / times)
    for theme in (_PROJECTOR, _WALL)
    for times in WALL_STEPS
]
ALL: Mapping[str, Theme] = {**THEMES, **IN_PICTURES, **{theme.name: theme for theme in _ON_WALLS}}
ON_SCREEN = ("light", "dark", "projector")
