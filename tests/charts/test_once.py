"""What is worked out once: for a record, for a frame in a scene; and never kept past either."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from dashboard.canvas import Canvas
from dashboard.charts import BY_ID, CHARTS, Chart, Scene
from dashboard.charts._once import disjoint_in, of_frame, of_record
from dashboard.readings import read
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words


def _scene(words: Words, tables: Mapping[str, pd.DataFrame], **known: dict[object, object]) -> Scene:
    return Scene(words, tables, Selection(), 900, 16.0, narrow=False, **known)  # pyright: ignore[reportArgumentType]


def test_what_follows_from_a_record_is_worked_out_once_for_it(words: Words) -> None:
    asked: list[Scene] = []

    @of_record
    def counted(scene: Scene) -> int:
        """Count the tables."""
        asked.append(scene)
        return len(scene.tables)

    record, a_table = {}, {"a": pd.DataFrame()}
    scenes = [_scene(words, a_table, known=record), _scene(words, a_table, known=record), _scene(words, {}, known={})]
    assert [counted(scene) for scene in scenes] == [1, 1, 0]
    assert asked == [scenes[0], scenes[2]]
    assert counted.__doc__ == "Count the tables."


def test_what_follows_from_a_frame_is_worked_out_once_in_a_scene(words: Words) -> None:
    asked: list[int] = []

    @of_frame
    def summed(frame: pd.DataFrame, scene: Scene) -> int:
        asked.append(len(frame))
        return int(frame["value"].sum())

    scene, frame = _scene(words, {}), pd.DataFrame({"value": [1, 2]})
    assert [summed(frame, scene), summed(frame, scene), summed(frame.head(1), scene), summed(frame, _scene(words, {}))] == [3, 3, 1, 3]
    assert asked == [2, 1, 2]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_chart_is_the_same_when_another_was_drawn_of_the_record_before(record: Tables, words: Words, chart: Chart) -> None:
    """What is kept of the record is changed by no chart: each is drawn again after all others."""
    first = render(chart, record, Selection(), words, Canvas(900))
    for other in CHARTS[::7]:
        render(other, record, Selection(), words, Canvas(900))
    again = render(chart, record, Selection(), words, Canvas(900))
    assert (first.figure, first.sentences) == (again.figure, again.sentences)


def test_another_record_has_what_is_its_own(record: Tables, tables: Tables, words: Words) -> None:
    scenes = [_scene(words, {"definitions": one["definitions"]}, known=one.known) for one in (record, tables)]
    assert disjoint_in(scenes[0]) != disjoint_in(scenes[1])


def test_a_chart_is_read_without_being_drawn(record_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = BY_ID["sentences-by-year"]
    selection, _ = record_studio.parse("period=1933..1939")
    said = read(chart, record_studio.tables, selection, record_studio.words(selection), Canvas(900)).reading
    monkeypatch.setattr("dashboard.studio.drawn", lambda *_: pytest.fail("it was drawn"))
    assert record_studio.finding(chart, selection, 900) == said.finding != ""
