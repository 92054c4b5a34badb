"""The map of the first limits: what a circle stands for, where a rate may be given, and the words."""

from __future__ import annotations

import math

import pytest

from dashboard.canvas import Canvas, text_width
from dashboard.charts._map import project
from dashboard.charts.limit_map import CHART, CONFINED, SHOT
from dashboard.filters import MEASURE, PER, PER_100_000, TERRITORY
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARKS_JOINED, Tables
from dashboard.words import Words


def picture(tables: Tables, words: Words, per: str = "", territory: str = "", measure: str = "") -> Picture:
    selection = Selection()
    if per:
        selection = selection.choose(PER.param, per)
    for known, codes in ((TERRITORY, territory), (MEASURE, measure)):
        if codes:
            selection = selection.choose(known.param, frozenset(codes.split(",")))
    return render(CHART, tables, selection, words, Canvas(1180))


def marks(one: Picture, name: str) -> dict[str, float]:
    """Return the size of each mark of the outlines of this name, by the rows that it stands for."""
    traces = [trace for trace in one.figure["data"] if trace["name"] == name and trace.get("hoverinfo") != "skip"]
    return {mark: size for trace in traces for mark, size in zip(trace["customdata"], trace["marker"]["size"], strict=True)}


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    assert picture(drawn, words).sentences == (
        "3 territories have their limits on the map. The limit of the camps stands beside the map.",
        "Together 88 to be shot and 121 to be sent to camps or prison; the widest circle is Third Oblast, 77.",
        "1 limit is drawn in outline only: it is stated in the literature and was not re-read.",
        "A limit is permission, not a result: many were raised later, and the map does not show what was done.",
    )
    assert picture(drawn, words).title == "Order 00447 allowed 88 people to be shot and 121 to be sent to camps or prison"
    assert picture(drawn, words, territory="third_oblast").title == words("charts.limit-map.question")


def test_areas_of_the_record_stand_to_one_another_as_the_people_do(record: Tables, words: Words) -> None:
    sizes = marks(picture(record, words, measure=CONFINED), words.label("measure", CONFINED))
    values = dict(zip(record["limits"]["mark"], record["limits"]["value"], strict=True))
    shown = {mark: size for mark, size in sizes.items() if size > 2}
    unit = {round(size**2 / int(values[mark]), 6) for mark, size in shown.items()}
    assert len(shown) > 60
    assert len(unit) == 1


def test_a_rate_is_given_only_for_whole_groups_that_have_a_base(drawn: Tables, words: Words) -> None:
    both = words("charts.limit-map.both")
    group = MARKS_JOINED.join(f"limits/{name}_oblast~limit_category_{category}" for category in (1, 2) for name in ("fourth", "fifth"))
    third = MARKS_JOINED.join(f"limits/third_oblast~limit_category_{category}" for category in (1, 2))
    whole = picture(drawn, words, PER_100_000)
    assert set(marks(whole, both)) == {third, group}
    crosses = [trace["customdata"] for trace in whole.figure["data"] if trace["name"] == words("charts.limit-map.key_no_base")]
    assert crosses == [[f"limits/camps~{SHOT}"]]
    hover = next(text for trace in whole.figure["data"] for text in trace["hovertext"] if "North-west" in text)
    assert f"{words.label('measure', SHOT)}: <b>{round((22 + 11) * 100_000 / 220_000)}</b>" in hover
    half = picture(drawn, words, PER_100_000, territory="fourth_oblast,third_oblast")
    assert set(marks(half, both)) == {third}
    assert "One rate can be given; marks without a base: 1." in half.sentences


def marks_without_place(one: Picture) -> list[float]:
    return [x for trace in one.figure["data"] for x, mark in zip(trace["x"], trace["customdata"], strict=True) if "camps" in mark]


def test_what_has_no_place_stands_beside_the_legend(drawn: Tables, words: Words) -> None:
    texts = [note["text"].replace("<br>", " ") for note in picture(drawn, words).figure["layout"]["annotations"]]
    assert any("no one place: 44" in text for text in texts)
    assert len(set(marks_without_place(picture(drawn, words)))) == 1


def test_the_projection_keeps_areas() -> None:
    """A degree square has the area on the map that it has on the earth, which shrinks with the cosine of the latitude."""

    def area(latitude: float) -> float:
        corners = [project(60 + x, latitude + y) for x, y in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1))]
        turned = zip(corners, [*corners[1:], corners[0]], strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turned)) / 2

    assert area(40) == pytest.approx(0.1 * 111.04 * 0.1 * 85.39, rel=0.01)  # kilometres of a degree at 40 degrees north
    assert area(70) == pytest.approx(0.1 * 111.57 * 0.1 * 38.19, rel=0.01)


def test_the_coast_is_one_path_and_no_trace(drawn: Tables, words: Words) -> None:
    figure = picture(drawn, words).figure
    paths = [shape for shape in figure["layout"]["shapes"] if shape["type"] == "path"]
    assert len(paths) == 1
    assert paths[0]["path"].count("L") == 3
    assert paths[0]["path"].startswith("M")
    assert paths[0]["path"].endswith("Z")
    assert not [mark for trace in figure["data"] for mark in trace["customdata"] if "coastline" in mark]
    assert any("Title C" in source for source in picture(drawn, words).sources)


@pytest.mark.parametrize("width", [320, 420, 560, 640, 900, 1180, 1920])
def test_the_widest_circle_has_its_name_and_no_name_stands_on_the_circle_of_another(record: Tables, words: Words, width: int) -> None:
    figure = render(CHART, record, Selection(), words, Canvas(width)).figure
    layout = figure["layout"]
    (west, east), (foot, head) = (layout[f"{side}axis"]["range"] for side in "xy")
    scale = (head - foot) / (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"])
    assert scale == pytest.approx((east - west) / (width - layout["margin"]["l"] - layout["margin"]["r"]), rel=0.05)
    names = set(record["regions"]["name"])
    notes = {note["text"].replace("<br>", " "): note for note in layout["annotations"]}
    named = [notes[text] for text in notes if text in names]
    assert "Moscow Oblast" in notes
    assert "Kalinin Oblast" not in notes, "its circle stands in that of Moscow"
    circles = [
        (text.partition("</b>")[0].removeprefix("<b>"), x, y, size / 2 * scale)
        for trace in figure["data"] if trace.get("hoverinfo") != "skip" and trace["name"] == words("charts.limit-map.both")
        for x, y, size, text in zip(trace["x"], trace["y"], trace["marker"]["size"], trace["hovertext"], strict=True)
    ]  # fmt: skip
    assert len(circles) > 60
    for note in named:
        size = layout["template"]["layout"]["font"]["size"]
        lines = note["text"].split("<br>")
        wide, high = max(text_width(line, size) for line in lines) * scale * 0.9, len(lines) * size * 1.2 * scale
        left = note["x"] - wide * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
        low = note["y"] - high * {"bottom": 0, "middle": 0.5, "top": 1}[note["yanchor"]]
        for _, x, y, radius in circles:
            off = math.hypot(max(left - x, 0, x - left - wide), max(low - y, 0, y - low - high))
            assert off > radius, note["text"]
