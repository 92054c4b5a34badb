"""Hues that can be told apart without colour: in simulated colour vision, and by pattern, dash and shape."""

from __future__ import annotations

import itertools

import pytest
from coloraide.everything import ColorAll

from dashboard import palette
from dashboard.charts import BY_ID, CHARTS
from dashboard.patterned import DASHES, SYMBOLS, glyph, patterned
from dashboard.theme import ON_SCREEN, THEMES, Theme

HUES = {name: getattr(palette, name) for name in ("DEATH", "CONFINEMENT", "EXILE", "ARREST", "CONTEXT")}
PAIRS = list(itertools.combinations(HUES, 2))
LEAST = 20  # CAM16-UCS; neighbours in a picture are seen as different from about 10
every_theme = pytest.mark.parametrize("theme", [THEMES[name] for name in ON_SCREEN], ids=ON_SCREEN)


def _seen(colour: str, theme: Theme, vision: str) -> ColorAll:
    shown = ColorAll(theme.replacements.get(colour, colour))
    if vision == "normal":
        return shown
    return shown.filter(vision, **({} if vision == "grayscale" else {"method": "machado"})).clip()


@every_theme
@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
def test_hues_stay_apart_in_every_kind_of_colour_vision(theme: Theme, vision: str) -> None:
    near = {
        pair: _seen(HUES[pair[0]], theme, vision).delta_e(_seen(HUES[pair[1]], theme, vision), method="cam16", space="cam16-ucs")
        for pair in PAIRS
    }
    assert {pair: distance for pair, distance in near.items() if distance < LEAST} == {}


@pytest.mark.parametrize("without_colour", [palette.PATTERNS, DASHES, SYMBOLS], ids=["pattern", "dash", "shape"])
def test_what_greyscale_cannot_tell_apart_has_its_own_look(without_colour: dict[str, str]) -> None:
    assert set(without_colour) == set(HUES.values())
    theme = THEMES["print"]
    greys = {name: _seen(colour, theme, "grayscale") for name, colour in HUES.items()}
    near = [pair for pair in PAIRS if greys[pair[0]].delta_e(greys[pair[1]], method="cam16", space="cam16-ucs") < LEAST]
    assert near, "were all hues apart in grey, nobody would need patterns"
    assert [pair for pair in near if without_colour[HUES[pair[0]]] == without_colour[HUES[pair[1]]]] == []


def test_a_plain_bar_is_given_its_pattern_and_a_hatched_one_keeps_its_own() -> None:
    marker = {"color": [palette.EXILE, palette.PAPER, palette.DEATH], "pattern": {"shape": ["", "/", ""], "solidity": [0.1, 0.3, 0.1]}}
    drawn = patterned({"type": "bar", "marker": marker})["marker"]["pattern"]
    assert drawn["shape"] == [palette.PATTERNS[palette.EXILE], "/", ""]
    assert drawn["solidity"][0] > 0.3
    assert drawn["solidity"][1] == 0.3


def test_a_bar_of_one_colour_is_given_one_pattern() -> None:
    pattern = patterned({"type": "bar", "marker": {"color": palette.CONFINEMENT}})["marker"]["pattern"]
    assert pattern["shape"] == palette.PATTERNS[palette.CONFINEMENT]
    assert pattern["fgcolor"] == palette.PAPER


def test_a_line_is_dashed_unless_its_dash_means_something() -> None:
    plain = {"type": "scatter", "mode": "lines", "line": {"color": palette.ARREST}}
    assert patterned(plain)["line"]["dash"] == DASHES[palette.ARREST]
    dotted = {**plain, "line": {"color": palette.ARREST, "dash": "dot"}}
    assert patterned(dotted) == dotted


def test_shapes_follow_the_hue_and_stay_hollow() -> None:
    marker = {"color": palette.EXILE, "symbol": ["circle", "circle-open", "star"]}
    assert patterned({"type": "scatter", "marker": marker})["marker"]["symbol"] == ["diamond", "diamond-open", "star"]
    outlined = {"color": palette.PAPER, "line": {"color": palette.CONFINEMENT}, "symbol": "circle"}
    assert patterned({"type": "scatter", "marker": outlined})["marker"]["symbol"] == "square"


def test_circles_whose_size_is_a_figure_stay_circles() -> None:
    trace = {"type": "scatter", "marker": {"color": palette.EXILE, "size": [4, 9], "symbol": "circle"}}
    assert patterned(trace) == trace


def test_a_trace_is_not_changed_in_place_and_cells_are_left_alone() -> None:
    trace = {"type": "bar", "marker": {"color": palette.EXILE}}
    patterned(trace)
    assert trace == {"type": "bar", "marker": {"color": palette.EXILE}}
    cells = {"type": "bar", "marker": {"color": [1], "colorscale": [[0, palette.PAPER], [1, palette.EXILE]]}}
    assert patterned(cells) == cells


def test_the_sign_of_a_key_looks_like_its_marks() -> None:
    for sign in "■●○":
        assert len({glyph(sign, colour) for colour in HUES.values()}) == len(HUES)
    assert glyph("│", palette.EXILE) == "│"
    assert glyph("■", "#000000") == "■"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_chart_is_drawn_with_patterns_on_request_and_in_print(drawn_studio, chart) -> None:
    plain, _ = drawn_studio.parse("theme=print")
    asked, problems = drawn_studio.parse("theme=print&patterns=always")
    assert problems == ()
    first, second = (drawn_studio.picture(chart, selection, 840).figure for selection in (plain, asked))
    assert first["data"] == second["data"]


def test_on_the_screen_patterns_come_on_request_only(drawn_studio) -> None:
    plain, asked = (
        drawn_studio.picture(BY_ID["arrests-executions"], drawn_studio.parse(query)[0], 840) for query in ("", "patterns=always")
    )
    assert {trace["line"].get("dash", "solid") for trace in plain.figure["data"]} == {"solid"}
    assert {trace["line"]["dash"] for trace in asked.figure["data"]} >= {DASHES[palette.ARREST], DASHES[palette.DEATH]}
    words = [note["text"] for note in asked.figure["layout"]["annotations"]]
    assert not [text for text in words if "\u25a6" in text or "\u25a9" in text], "a line is not named by the hatching of a bar"
