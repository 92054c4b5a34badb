"""The dressing: words in the picture, margins that hold them, sizes that are kept."""

from __future__ import annotations

import copy
import itertools
import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import palette
from dashboard.canvas import WIDTHS, Canvas, text_width
from dashboard.dress import CONFIG, Texts, dress
from dashboard.theme import ALL, SERIF, THEMES

TEXTS = Texts(
    title="Half of those counted here were counted twice, and the other half was not counted at all",
    subtitle="People counted in some cases, by kind of case, from the first year to the last. Basis: archival return.",
    source="Sources: Author A, Title A, Town: Press A, pp. 1-2, 1991; Author B, Title B, 1992. Invented. charts/a-chart · data 0a1b2c3d",
)
EMPTY = Texts(TEXTS.title, TEXTS.subtitle, TEXTS.source, "No figure of the record fits this choice.")
KEYS = [
    ["Sentenced to death", palette.DEATH, 33.0],
    ["Camps, colonies, prison", palette.CONFINEMENT, 22.0],
    ["Exile", palette.EXILE, 11.0],
]
every_width = pytest.mark.parametrize("width", WIDTHS)
every_theme = pytest.mark.parametrize("theme", THEMES)
Picture = dict[str, Any]


def chart(keys: list[list[Any]] | None = None, *, log: bool = False) -> go.Figure:
    figure = go.Figure(go.Bar(x=[1937, 1938], y=[22, 33], marker_color=palette.DEATH))
    figure.add_scatter(x=[1937, 1938], y=[11, 22], mode="lines", line={"color": palette.ARREST, "width": 1})
    figure.update_yaxes(range=[0, 2] if log else [0, 40], type="log" if log else "linear", title_text="People")
    return figure.update_layout(meta={"key": KEYS if keys is None else keys})


def drawn(width: int, theme: str = "light", texts: Texts = TEXTS, height: int = 0, figure: go.Figure | None = None) -> Picture:
    return dress((chart() if figure is None else figure).to_plotly_json(), texts, THEMES[theme], Canvas(width, height, theme), 0.42)


def plain(annotation: dict[str, Any]) -> str:
    return annotation["text"].replace("<b>", "").replace("</b>", "").replace("<br>", " ")


def saying(picture: Picture, text: str) -> dict[str, Any]:
    """Return the one annotation that says ``text``, broken into lines or not."""
    (found,) = [annotation for annotation in picture["layout"]["annotations"] if plain(annotation) == text]
    return found


def height_of(annotation: dict[str, Any]) -> float:
    leading = 1.18 if annotation["font"].get("family") == SERIF else 1.28
    return len(annotation["text"].split("<br>")) * annotation["font"]["size"] * leading


def above(picture: Picture) -> list[dict[str, Any]]:
    """Return the blocks of words above the plot, topmost first."""
    blocks = [
        known for known in picture["layout"]["annotations"] if (known["yref"], known["y"], known.get("yanchor")) == ("paper", 1, "top")
    ]
    return sorted(blocks, key=lambda block: -block["yshift"])


def beside(picture: Picture) -> list[dict[str, Any]]:
    """Return the names of the series beside the plot, lowest first."""
    names = [known for known in picture["layout"]["annotations"] if (known["xref"], known["x"]) == ("paper", 1)]
    return sorted(names, key=lambda name: name["yshift"])


# words


@every_theme
@every_width
@pytest.mark.parametrize("texts", [TEXTS, EMPTY], ids=["full", "empty"])
def test_title_subtitle_and_source_are_always_in_the_picture(width: int, theme: str, texts: Texts) -> None:
    picture = drawn(width, theme, texts)
    sizes = THEMES[theme].sizes(width)
    for text, size in ((texts.title, sizes.title), (texts.subtitle, sizes.subtitle), (texts.source, sizes.source)):
        assert saying(picture, text)["font"]["size"] == size
    assert "<b>" in saying(picture, texts.title)["text"]


@pytest.mark.parametrize("width", [280, 1180])
def test_an_empty_picture_says_so_and_draws_nothing(width: int) -> None:
    picture = drawn(width, texts=EMPTY)
    assert saying(picture, EMPTY.empty)["x"] == 0.5
    assert picture["data"] == []
    assert picture["layout"]["xaxis"] == picture["layout"]["yaxis"] == {"visible": False}
    assert len(picture["layout"]["annotations"]) == 4  # title, subtitle, source, and what is said in place of marks


def test_the_unit_stands_above_the_axis_and_not_along_it() -> None:
    picture = drawn(1180)
    assert saying(picture, "People")["yanchor"] == "top"
    assert "title" not in picture["layout"]["yaxis"]


# margins


@every_theme
@every_width
@pytest.mark.parametrize("texts", [TEXTS, EMPTY], ids=["full", "empty"])
def test_the_top_margin_holds_the_words_above_the_plot_without_overlap(width: int, theme: str, texts: Texts) -> None:
    picture = drawn(width, theme, texts)
    blocks = above(picture)
    assert plain(blocks[0]) == texts.title
    assert plain(blocks[1]) == texts.subtitle
    assert blocks[0]["yshift"] <= picture["layout"]["margin"]["t"]
    for upper, lower in itertools.pairwise(blocks):
        assert upper["yshift"] - height_of(upper) >= lower["yshift"]
    assert blocks[-1]["yshift"] - height_of(blocks[-1]) >= 0


@every_theme
@every_width
@pytest.mark.parametrize("texts", [TEXTS, EMPTY], ids=["full", "empty"])
def test_the_bottom_margin_holds_the_source(width: int, theme: str, texts: Texts) -> None:
    picture = drawn(width, theme, texts)
    source = saying(picture, texts.source)
    assert (source["yref"], source["y"], source["yanchor"]) == ("paper", 0, "top")
    assert source["yshift"] <= 0
    assert -source["yshift"] + height_of(source) <= picture["layout"]["margin"]["b"]


@every_theme
@every_width
def test_every_line_fits_between_the_edges_and_shares_the_left_one(width: int, theme: str) -> None:
    picture = drawn(width, theme)
    pad = max(12, round(width * 0.022))
    left = picture["layout"]["margin"]["l"]
    for annotation in (*above(picture), saying(picture, TEXTS.source)):
        assert (annotation["xref"], annotation["x"], annotation["xanchor"]) == ("paper", 0, "left")
        assert left + annotation["xshift"] == pytest.approx(pad)
        if "<span" not in annotation["text"]:
            for line in annotation["text"].split("<br>"):
                bold = line.startswith("<b>")
                assert text_width(line.replace("<b>", "").replace("</b>", ""), annotation["font"]["size"], bold=bold) <= width - 2 * pad


@every_theme
@every_width
def test_the_left_margin_holds_the_tick_labels(width: int, theme: str) -> None:
    figure = chart()
    figure.update_yaxes(tickvals=[0, 1], ticktext=["Short", "A long name<br>in two lines"])
    picture = drawn(width, theme, figure=figure)
    assert picture["layout"]["margin"]["l"] >= text_width("A long name", THEMES[theme].sizes(width).label)


@pytest.mark.parametrize(("log", "widest"), [(False, "1,122,334"), (True, "10,000,000")])
def test_the_left_margin_holds_the_largest_number(log: bool, widest: str) -> None:
    figure = chart(log=log)
    figure.update_yaxes(range=[0, 6.05] if log else [0, 1_122_334])
    assert drawn(1180, figure=figure)["layout"]["margin"]["l"] >= text_width(widest, THEMES["light"].sizes(1180).label)


@given(st.text("abc defghi jklm WM.,", max_size=400), st.text("abc defghi jklm WM.,", max_size=400), st.sampled_from(WIDTHS))
def test_the_margins_hold_whatever_is_said(title: str, source: str, width: int) -> None:
    picture = drawn(width, texts=Texts(title, TEXTS.subtitle, source))
    margin, height = picture["layout"]["margin"], picture["layout"]["height"]
    blocks = above(picture)
    assert blocks[0]["yshift"] <= margin["t"]
    assert all(upper["yshift"] - height_of(upper) >= lower["yshift"] for upper, lower in itertools.pairwise(blocks))
    assert height - margin["t"] - margin["b"] >= 249


# sizes


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1200, 630), (640, 480), (360, 640)])
@every_theme
def test_a_fixed_size_is_kept(width: int, height: int, theme: str) -> None:
    layout = drawn(width, theme, height=height)["layout"]
    assert layout["height"] == height
    assert layout["margin"]["t"] + layout["margin"]["b"] <= height - 40


@pytest.mark.parametrize("height", [60, 100, 200])
def test_a_size_too_small_for_the_words_still_leaves_a_plot(height: int) -> None:
    layout = drawn(280, height=height)["layout"]
    assert layout["height"] == height
    assert layout["margin"]["t"] + layout["margin"]["b"] == pytest.approx(height - 40)
    assert layout["margin"]["t"] > 0
    assert layout["margin"]["b"] > 0


def test_a_plot_that_knows_its_height_gets_it() -> None:
    short, tall = (chart().update_layout(height=height) for height in (300, 500))
    assert drawn(1180, figure=tall)["layout"]["height"] - drawn(1180, figure=short)["layout"]["height"] == 200


def test_margins_are_fixed_so_that_nothing_moves_when_the_picture_is_shown() -> None:
    layout = drawn(1180)["layout"]
    assert layout["margin"]["autoexpand"] is False
    assert layout["uirevision"] == "kept"
    assert layout["template"]["layout"]["yaxis"]["automargin"] is False


# the key


@every_theme
@pytest.mark.parametrize("width", [width for width in WIDTHS if width >= 620])
@pytest.mark.parametrize("places", [(33.0, 22.0, 11.0), (5.0, 5.0, 5.0), (0.0, 0.0, 0.0), (11.0, 12.0, 11.5)])
def test_names_beside_the_plot_do_not_overlap(width: int, theme: str, places: tuple[float, ...]) -> None:
    keys = [[label, colour, at] for (label, colour, _), at in zip(KEYS, places, strict=True)]
    picture = drawn(width, theme, figure=chart(keys))
    names = beside(picture)
    assert {plain(name) for name in names} == {label for label, *_ in KEYS}
    for lower, upper in itertools.pairwise(names):
        assert lower["yshift"] + height_of(lower) / 2 <= upper["yshift"] - height_of(upper) / 2
    for name in names:
        assert name["yshift"] - height_of(name) / 2 >= 0
        room = picture["layout"]["margin"]["r"]
        assert all(
            text_width(line.removeprefix("<b>").removesuffix("</b>"), name["font"]["size"], bold=True) + name["xshift"] <= room
            for line in name["text"].split("<br>")
        )


@given(st.lists(st.floats(0, 40), min_size=1, max_size=4), st.booleans())
def test_names_keep_the_order_of_their_marks(places: list[float], log: bool) -> None:
    keys = [[f"Series {number}", palette.DEATH, at] for number, at in enumerate(places)]
    names = beside(drawn(1180, figure=chart(keys, log=log)))
    at = [places[int(plain(name).removeprefix("Series "))] for name in names]
    assert [max(place, 1) if log else place for place in at] == sorted(max(place, 1) if log else place for place in places)
    for lower, upper in itertools.pairwise(names):
        assert lower["yshift"] + height_of(lower) / 2 <= upper["yshift"] - height_of(upper) / 2


def test_a_name_with_room_stands_beside_its_mark() -> None:
    picture = drawn(1180)
    layout = picture["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert [name["yshift"] for name in beside(picture)] == pytest.approx([plot * place / 40 for place in (11, 22, 33)])


@pytest.mark.parametrize("width", [width for width in WIDTHS if width < 620])
def test_a_narrow_picture_names_its_series_above_the_plot(width: int) -> None:
    picture = drawn(width)
    assert beside(picture) == []
    assert picture["layout"]["margin"]["r"] == max(12, round(width * 0.022))
    (key,) = [block for block in above(picture) if "<span" in block["text"]]
    for label, colour, _ in KEYS:
        assert f'<span style="color:{THEMES["light"].text_colour(colour)}"><b>■ {label}</b></span>' in key["text"]


def test_names_of_a_plot_that_is_only_a_part_of_the_picture_stand_beside_that_part() -> None:
    figure = chart([["Shot", palette.DEATH, 20.0]]).update_yaxes(domain=[0.5, 1])
    picture = drawn(1180, figure=figure)
    margin = picture["layout"]["margin"]
    plot = picture["layout"]["height"] - margin["t"] - margin["b"]
    (name,) = beside(picture)
    assert name["yshift"] == pytest.approx(plot * 0.75)


def test_the_left_margin_holds_the_labels_of_every_axis_that_stands_there() -> None:
    one = drawn(1180)["layout"]["margin"]["l"]
    names = {"ticktext": ["A very long name indeed"], "tickvals": [0]}
    two = chart().update_layout(yaxis2=names)
    assert drawn(1180, figure=two)["layout"]["margin"]["l"] > one
    for elsewhere in ({"anchor": "x2"}, {"showticklabels": False}):
        apart = chart().update_layout(yaxis2={**names, **elsewhere})
        assert drawn(1180, figure=apart)["layout"]["margin"]["l"] == one


@every_theme
def test_one_step_of_a_colour_is_named_in_ink(theme: str) -> None:
    look = THEMES[theme]
    picture = drawn(1180, theme, figure=chart([["1-9", palette.DEATH, None, "■", 0.25], ["10", palette.DEATH, None, "■", 1.0]]))
    (text,) = [note["text"] for note in picture["layout"]["annotations"] if "■" in note["text"]]
    full = look.replacements.get(palette.DEATH, palette.DEATH)
    assert f'<span style="color:{look.step(palette.DEATH, 0.25)}"><b>■</b></span> 1-9' in text
    assert f'<span style="color:{full.upper()}"><b>■</b></span> 10' in text


@every_theme
def test_steps_go_from_the_paper_to_the_colour_in_marks_as_in_the_key(theme: str) -> None:
    look = THEMES[theme]
    full = look.replacements.get(palette.DEATH, palette.DEATH)
    assert look.step(palette.DEATH, 0) == look.paper.upper()
    assert look.step(palette.DEATH, 1) == full.upper()
    halves = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (look.paper, look.step(palette.DEATH, 0.5), full)]
    assert all(abs(2 * between - one - other) <= 1 for one, between, other in zip(*halves, strict=True))
    scale = {"color": [0.25, 1, 0], "colorscale": [[0, palette.PAPER], [1, palette.DEATH]], "cmin": 0, "cmax": 1, "line": {"width": 0}}
    cells = go.Figure(go.Bar(x=[1, 1, 1], y=[1, 2, 3], marker=scale))
    (trace,) = drawn(1180, theme, figure=cells)["data"]
    assert trace["marker"] == {"color": [look.step(palette.DEATH, step) for step in scale["color"]], "line": {"width": 0}}


def test_series_without_a_place_are_named_above_the_plot_with_their_glyph() -> None:
    picture = drawn(1180, figure=chart([["Read", palette.ARREST, None, "●"], ["Not read", palette.ARREST, None, "○"]]))
    assert beside(picture) == []
    (key,) = [block for block in above(picture) if "<span" in block["text"]]
    assert key["text"] == (
        f'<span style="color:{palette.ARREST}"><b>● Read</b></span>    <span style="color:{palette.ARREST}"><b>○ Not read</b></span>'
    )


def test_the_key_is_said_once_and_not_left_in_the_layout() -> None:
    assert "meta" not in drawn(1180)["layout"]


# colours


@pytest.mark.parametrize("theme", ["dark", "projector", "print"])
def test_no_colour_of_the_palette_is_left_where_the_theme_has_another(theme: str) -> None:
    picture = drawn(1180, theme)
    text = json.dumps(picture)
    for colour, other in THEMES[theme].replacements.items():
        assert other == colour or colour not in text
    assert picture["data"][0]["marker"]["color"] == THEMES[theme].replacements.get(palette.DEATH, palette.DEATH)
    assert picture["layout"]["template"]["layout"]["paper_bgcolor"] == THEMES[theme].paper


@every_theme
def test_lines_are_at_least_as_wide_as_the_theme_asks(theme: str) -> None:
    assert drawn(1180, theme)["data"][1]["line"]["width"] == THEMES[theme].line_width


def test_the_figure_handed_in_is_unchanged() -> None:
    figure = chart().to_plotly_json()
    before = copy.deepcopy(figure)
    theme = THEMES["dark"]
    dress(figure, TEXTS, theme, Canvas(1180, 0, theme.name), 0.42)
    assert figure == before


def test_the_same_figure_is_dressed_the_same_way_twice() -> None:
    figure = chart()
    assert drawn(1180, "dark", figure=figure) == drawn(1180, "dark", figure=figure)


def test_nothing_is_sent_anywhere() -> None:
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displayModeBar"] is False


def test_bars_keep_their_hatching_where_the_picture_has_no_ground() -> None:
    marker = {"color": palette.CONFINEMENT, "pattern": {"shape": "/", "fgcolor": palette.PAPER, "bgcolor": palette.PAPER}}
    figure = {"data": [{"type": "bar", "x": [1], "y": [1], "marker": marker}], "layout": {}}
    theme = ALL["transparent"]
    pattern = dress(figure, TEXTS, theme, Canvas(900, 0, theme.name), 0.4)["data"][0]["marker"]["pattern"]
    assert (pattern["fgcolor"], pattern["bgcolor"]) == (theme.paper, theme.ground)


@every_width
def test_a_name_too_wide_for_the_key_is_wrapped(width: int) -> None:
    long = "Duration of everything that was counted here, up to the planned end where one is known at all, and beyond it"
    picture = drawn(width, figure=chart([["Short", palette.DEATH, None], [long, palette.EXILE, None], ["Last", palette.ARREST, None]]))
    (key,) = [block for block in above(picture) if "<span" in block["text"]]
    lines = re.sub(r"<(?!br)[^>]+>", "", key["text"]).split("<br>")
    assert " ".join(" ".join(lines).split()) == f"■ Short ■ {long} ■ Last"
    assert all(text_width(line, key["font"]["size"], bold=True) < width * 0.97 for line in lines)
    assert key["text"].count("<span") == key["text"].count("</span>")
