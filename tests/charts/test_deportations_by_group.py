"""Transfers by decree: rivals and plans stay what they are, families stay apart, nothing is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.canvas import WIDTHS, Canvas
from dashboard.charts._transfers import blocks_of
from dashboard.charts.deportations_by_group import CHART, prepare
from dashboard.filters import GROUP, PARAMS, PERIOD, SCALE
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection, parse
from dashboard.studio import Studio
from dashboard.tables import MARK, MARKS_JOINED, Tables, load_tables, records
from dashboard.words import Words
from tests.package import lines_of, write_lines, write_package

OF_THE_MAP = {"one", "plan", "three", "two", "vague"}  # invented for the chart of flows


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Tables:
    """The invented package without the transfers that were invented for the map."""
    folder = write_package(tmp_path_factory.mktemp("transfers"), drawn=True)
    write_lines(folder, "deportations", [line for line in lines_of(folder, "deportations") if line[0] not in OF_THE_MAP])
    return load_tables(folder)


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def marks(drawn: Picture) -> list[str]:
    return [mark for trace in drawn.figure["data"] for mark in trace["customdata"]]


def said(drawn: Picture) -> list[str]:
    return [note["text"].replace("<br>", " ") for note in drawn.figure["layout"]["annotations"]]


def test_each_figure_stands_for_one_row_and_none_is_a_sum(record: Tables, words: Words) -> None:
    drawn = picture(record, words)
    assert not any(MARKS_JOINED in mark for mark in marks(drawn))
    assert set(marks(drawn)) == set(drawn.frame[MARK])
    values = {row[MARK]: row for row in records(drawn.frame)}
    for trace in drawn.figure["data"]:
        for mark, x in zip(trace["customdata"], trace["x"], strict=True):
            row = values[mark]
            assert x in (row["value"], row["value_low"])


def test_a_transfer_holds_its_rivals_and_its_plan(tables: Tables) -> None:
    blocks = blocks_of(records(prepare(tables["deportations"])))
    held = [
        (
            block.moved and block.moved["deportation_id"],
            block.plan and block.plan["deportation_id"],
            [row["deportation_id"] for row in block.rivals],
        )
        for block in blocks
    ]
    assert held == [
        ("early_1935", None, []),
        ("poles_1936", "poles_1936_plan", ["poles_1936_other"]),
        ("valley_1937_north", None, []),
        ("valley_1937_south", None, []),
        (None, "wood_1938_plan", []),
    ]


def test_a_transfer_of_which_no_figure_is_preferred_has_no_mark(record: Tables) -> None:
    kept = prepare(record["deportations"])
    dropped = record["deportations"].drop(kept.index)
    assert len(dropped)
    assert not dropped["preferred"].any()
    assert not set(dropped["transfer"]) & set(kept["transfer"])


def test_a_range_has_a_bracket_and_an_open_end_an_arrow(tables: Tables, words: Words) -> None:
    traces = picture(tables, words).figure["data"]
    ranged = [trace for trace in traces if trace.get("error_x")]
    assert [(list(trace["x"]), list(trace["error_x"]["array"]), list(trace["error_x"]["arrayminus"])) for trace in ranged] == [
        ([11], [11], [0])
    ]
    opened = next(trace for trace in traces if trace["name"] == words("charts.deportations-by-group.key_open"))
    assert list(opened["customdata"]) == ["deportations/valley_1937_north"]
    assert list(opened["marker"]["symbol"]) == ["triangle-right"]


def test_estimates_are_hatched_and_figures_not_re_read_hollow(tables: Tables, words: Words) -> None:
    shapes = {
        mark: (shape, fill)
        for trace in picture(tables, words).figure["data"]
        if trace["type"] == "bar"
        for mark, shape, fill in zip(trace["customdata"], trace["marker"]["pattern"]["shape"], trace["marker"]["color"], strict=True)
    }
    solid = shapes["deportations/poles_1936"]
    assert shapes["deportations/early_1935"][0] == "/"
    assert shapes["deportations/valley_1937_south"] == ("", shapes["deportations/early_1935"][1])
    assert solid[1] != shapes["deportations/valley_1937_south"][1]


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    drawn = picture(tables, words)
    assert drawn.title == "44 Border people were to be moved in 1936; 66 were"
    assert drawn.sentences == (
        "Each bar is one of 4 transfers by decree, in the order of their beginning.",
        "3 transfers by decree fall into the months from August 1936 to December 1938.",
        "No outcome is known of 1 plan.",
        "One transfer is known by families only, another unit that has no bar: 22 families from Hill in 1937 (Author A, 1991).",
        "These figures cannot be added: transfers overlap in time and people, and sentences, transfers by decree and people held are three "
        "different things.",
    )
    assert "Author A, Title A" in " ".join(drawn.sources)


def test_families_of_a_group_or_a_time_not_chosen_are_not_told(tables: Tables, words: Words) -> None:
    for chosen in (
        Selection().choose(GROUP.param, frozenset({"kurdish"})),
        Selection().choose(PERIOD.param, Months("1938-01", "1938-12")),
    ):
        drawn = picture(tables, words, chosen)
        assert list(drawn.frame["deportation_id"]) == ["wood_1938_plan"]
        assert drawn.title == words("charts.deportations-by-group.question")
        assert drawn.sentences[0] == "No transfer is known to have been carried out."
        assert not any("families" in sentence for sentence in drawn.sentences)


def test_a_logarithmic_axis_has_points_and_loses_none(record: Tables, words: Words) -> None:
    plain = picture(record, words)
    drawn = picture(record, words, Selection().choose(SCALE.param, "log"))
    assert {trace["type"] for trace in drawn.figure["data"]} == {"scatter"}
    assert set(marks(drawn)) == set(marks(plain))
    axis = drawn.figure["layout"]["xaxis"]
    assert axis["type"] == "log"
    lowest = min(x for trace in drawn.figure["data"] for x in trace["x"])
    assert 10 ** axis["range"][0] <= lowest
    assert drawn.sentences[0].startswith("Each point is one of")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", ["", "scale=log", "period=1930..1941"])
def test_every_transfer_is_named_and_its_figure_has_room(record_studio: Studio, width: int, query: str) -> None:
    selection, problems = parse(query, PARAMS, record_studio.vocabulary)
    assert problems == ()
    drawn = record_studio.picture(CHART, selection, width)
    layout = drawn.figure["layout"]
    texts = " ".join([*said(drawn), *(text.replace("<br>", " ") for text in layout["yaxis"]["ticktext"])])
    for block in blocks_of(records(drawn.frame)):
        assert str(block.row["people"]) in texts
    assert layout["xaxis"]["range"][1] >= max(layout["xaxis"]["tickvals"]) or query == "scale=log"
