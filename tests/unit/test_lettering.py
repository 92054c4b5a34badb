"""Words inside a plot as the text of traces: which are handed over, and where they then stand."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import CHARTS, Chart
from dashboard.lettering import lettered
from dashboard.selection import Selection

WIDTH, HEIGHT = 500, 400


def figure(*notes: dict[str, Any], **axes: dict[str, Any]) -> dict[str, Any]:
    layout = {
        "xaxis": {"range": [0, 50]}, "yaxis": {"range": [0, 40]}, "margin": dict.fromkeys("lrtb", 0), "height": HEIGHT,
        "template": {"layout": {"font": {"size": 10, "color": "#000001"}}}, **axes,
        "annotations": [{"x": 10, "y": 20, "text": "Moscow", "showarrow": False, **note} for note in notes],
    }  # fmt: skip
    return {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": layout}


def only(drawing: dict[str, Any]) -> tuple[Any, Any, str]:
    """Return where the words of the one trace added stand, and on which side."""
    assert drawing["layout"]["annotations"] == []
    (trace,) = drawing["data"][1:]
    (x,), (y,), (side,) = trace["x"], trace["y"], trace["textposition"]
    return x, y, side


def test_words_on_the_axes_become_one_trace_and_the_marks_stay() -> None:
    made = figure({}, {"text": "Minsk", "font": {"color": "#0000FF", "size": 20}}, {"text": "title", "xref": "paper", "yref": "paper"})
    drawing = lettered(made, WIDTH)
    assert drawing["data"][0] == made["data"][0]
    (trace,) = drawing["data"][1:]
    assert trace["text"] == ["Moscow", "Minsk"]
    assert trace["textfont"] == {"size": [10, 20], "color": ["#000001", "#0000FF"]}
    assert [note["text"] for note in drawing["layout"]["annotations"]] == ["title"]
    assert len(made["layout"]["annotations"]) == 3, "what was given is as it was"


@pytest.mark.parametrize(
    "note",
    [{"bgcolor": "#FFFFFF"}, {"textangle": -90}, {"x": 60}, {"xshift": -200}, {"text": "one<br>other", "xanchor": "left"},
     {"yref": "paper"}, {"yref": "y2"}, {"font": {"family": "serif"}}],
    ids=str,
)  # fmt: skip
def test_what_a_trace_cannot_say_stays_an_annotation(note: dict[str, Any]) -> None:
    made = figure(note)
    assert lettered(made, WIDTH) == made


def test_shifts_and_sides_become_places_on_the_axes() -> None:
    x, y, side = only(lettered(figure({"xanchor": "left", "xshift": 20, "yshift": 30}), WIDTH))
    plain_x, plain_y, _ = only(lettered(figure({"xanchor": "left"}), WIDTH))
    assert (x - plain_x, y - plain_y, side) == (pytest.approx(2), pytest.approx(3), "bottom right")
    ends = {side: only(lettered(figure({"xanchor": side}), WIDTH)) for side in ("left", "right")}
    assert ends["left"][0] - 10 == pytest.approx(10 - ends["right"][0])
    assert ends["right"][2] == "bottom left"
    heads = [only(lettered(figure({"yanchor": anchor}), WIDTH))[1] for anchor in ("bottom", "middle", "top")]
    assert heads[0] - heads[1] == pytest.approx(heads[1] - heads[2])
    assert heads[0] > heads[2]


def test_days_logarithms_and_maps_have_their_own_scales() -> None:
    day, _, _ = only(
        lettered(figure({"x": "1937-08-05", "xshift": 100}, xaxis={"type": "date", "range": ["1937-08-01", "1937-08-11"]}), WIDTH)
    )
    assert day == "1937-08-07T00:00:00"
    amount, _, _ = only(lettered(figure({"x": 3, "xshift": 100}, xaxis={"type": "log", "range": [0, 5]}), WIDTH))
    assert amount == pytest.approx(10_000)
    across, _, _ = only(lettered(figure({"xshift": 100}, yaxis={"range": [0, 40], "scaleanchor": "x"}), WIDTH))
    assert across == pytest.approx(20)
    narrow, _, _ = only(lettered(figure({"xshift": 100}, yaxis={"range": [0, 80], "scaleanchor": "x"}), WIDTH))
    assert narrow == pytest.approx(30), "the map fills the height, and half of the width"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_no_word_is_lost_and_plotly_takes_the_drawing(drawn_studio, chart: Chart) -> None:
    picture = drawn_studio.picture(chart, Selection(), 1180)
    written = [text for trace in picture.drawing["data"] if trace.get("mode") == "text" for text in trace["text"]]
    written += [note["text"] for note in picture.drawing["layout"]["annotations"]]
    assert sorted(written) == sorted(note["text"] for note in picture.figure["layout"]["annotations"])
    go.Figure(picture.drawing)
