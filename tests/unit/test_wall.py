"""Pictures for the wall: type at the floor, parts before smaller type, sources in short."""

from __future__ import annotations

import pytest

from dashboard.charts import BY_ID
from dashboard.stage import PROJECTOR, WALL, chart_size
from dashboard.studio import Studio
from dashboard.theme import ALL, WALL_STEPS, on_wall
from dashboard.wall import wall_pictures


def _pictures(studio: Studio, chart: str, query: str = "", width: int = 1920, height: int = 1080, theme: str = WALL):
    selection, problems = studio.parse(f"{query}&theme=projector" if query else "theme=projector")
    assert not problems
    return wall_pictures(BY_ID[chart], selection, studio, *chart_size(width, height), theme)


@pytest.mark.parametrize("name", [WALL, PROJECTOR])
def test_no_type_of_the_wall_is_below_twenty_points(name: str) -> None:
    for width in (1024, 1366, 1920):
        sizes = ALL[name].sizes(width)
        assert min(sizes.title, sizes.subtitle, sizes.label, sizes.source) >= 20 * 96 / 72 * width / 1920 - 0.1


@pytest.mark.parametrize("times", WALL_STEPS)
def test_the_last_resort_is_as_much_smaller_as_it_says(times: float) -> None:
    sizes = ALL[on_wall(WALL, times)].sizes(round(1920 * times))
    assert sizes.source / times == pytest.approx(20 * 96 / 72 / times, abs=0.3)


def test_a_chart_that_has_room_is_one_picture_of_the_box(record_studio: Studio) -> None:
    pictures, canvas = _pictures(record_studio, "sentences-by-year")
    assert len(pictures) == 1
    assert (canvas.width, canvas.height) == chart_size(1920, 1080)
    assert pictures[0].figure["layout"]["height"] == canvas.height


def test_many_rows_come_in_parts_at_full_type(record_studio: Studio) -> None:
    pictures, canvas = _pictures(record_studio, "show-trials")
    assert len(pictures) > 1
    assert canvas.width == 1920
    drawn = [sum(len(trace.get("x") or ()) for trace in picture.figure["data"]) for picture in pictures]
    assert sum(drawn) == len(pictures[0].frame), "every defendant once"


@pytest.mark.parametrize(("chart", "panels"), [("party-membership", ["bar", "bar"]), ("death-lists", ["bar", "scatter"])])
def test_panels_come_one_by_one_at_full_type_on_one_axis(record_studio: Studio, words, chart: str, panels: list[str]) -> None:
    pictures, canvas = _pictures(record_studio, chart)
    assert canvas.width == 1920
    assert [picture.figure["data"][0]["type"] for picture in pictures] == panels
    assert pictures[0].figure["layout"]["xaxis"]["range"] == pictures[1].figure["layout"]["xaxis"]["range"]
    assert pictures[0].title == pictures[1].title
    for number, (picture, name) in enumerate(zip(pictures, BY_ID[chart].panels, strict=True), 1):
        assert f"Picture {number} of 2: {words(f'charts.{chart}.panels.{name}')}" in picture.subtitle
    whole, _ = _pictures(record_studio, chart, width=1024, height=768)
    drawn = [len(picture.figure["data"]) for picture in pictures]
    assert len(whole) == 1
    assert len(whole[0].figure["data"]) == sum(drawn), "every trace stands in one of the panels"


def test_the_answers_to_one_question_are_divided_by_basis_on_one_axis(record_studio: Studio) -> None:
    pictures, canvas = _pictures(record_studio, "estimates", "question=executions_1937_38")
    assert canvas.width == 1920
    assert [len(picture.figure["data"]) for picture in pictures] == [7, 6]
    assert pictures[0].figure["layout"]["xaxis"]["range"] == pictures[1].figure["layout"]["xaxis"]["range"]
    for picture in pictures:
        assert "13 answers" in str(picture.figure["layout"]["annotations"])


def test_what_no_part_can_hold_becomes_smaller_and_keeps_its_shape(record_studio: Studio) -> None:
    pictures, canvas = _pictures(record_studio, "limit-map", theme=PROJECTOR)
    assert len(pictures) == 1
    assert 1920 < canvas.width < 2 * 1920
    assert canvas.width / canvas.height == pytest.approx(1920 / chart_size(1920, 1080)[1], rel=0.01)


def test_sources_are_named_in_short_and_cited_in_full_beside(record_studio: Studio) -> None:
    pictures, _ = _pictures(record_studio, "sentences-by-year")
    texts = " ".join(str(annotation["text"]) for annotation in pictures[0].figure["layout"]["annotations"])
    assert "MVD USSR, 1953" in texts
    assert "GARF" not in texts
    assert any("GARF" in source for source in pictures[0].sources)
