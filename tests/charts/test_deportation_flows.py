"""The map of the transfers: what is a curve, what has no place, and the words."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas, text_width
from dashboard.charts.deportation_flows import CHART, people_of
from dashboard.filters import GROUP
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import Tables, records
from dashboard.words import Words


def picture(tables: Tables, words: Words, group: str = "") -> Picture:
    selection = Selection().choose(GROUP.param, frozenset({group})) if group else Selection()
    return render(CHART, tables, selection, words, Canvas(1180))


def curves(one: Picture) -> list[dict]:
    return [shape for shape in one.figure["layout"]["shapes"] if shape["type"] == "path" and "Q" in shape["path"]]


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    one = picture(drawn, words)
    assert one.title == "Koreans, 1937, to Far Land (88,000) and Farther Land (66,000)"
    assert one.sentences == (
        "Each curve is one of 5 transfers.",
        "The widest curves lead from Near Land (Koreans) to Far Land (88,000) and Farther Land (66,000).",
        "2 transfers have no place on the map: Residents, 2,200 and Valley people, 22.",
        "The map does not show who died on the way or after arrival, and it holds only the transfers for which a figure was found.",
    )
    assert picture(drawn, words, "kurdish").title == "Kurds, 1937, by estimate, to Far Land (about 1,100)"


def test_transfers_of_the_same_people_by_the_same_decree_are_told_together(record: Tables, words: Words) -> None:
    korean = picture(record, words, "korean")
    parts = {row["destination"]: words.number(int(row["value"])) for row in records(korean.frame) if row["people"] == "Koreans"}
    assert len(parts) == 2
    assert all(f"{destination} ({figure})" in korean.title for destination, figure in parts.items())


def test_plans_are_left_out_and_estimates_are_dashed(record: Tables, words: Words) -> None:
    one = picture(record, words)
    kinds = list(one.frame["figure_kind"])
    assert set(kinds) == {"carried_out", "estimated"}
    dashes = [shape["line"]["dash"] for shape in curves(one)]
    assert dashes.count("solid") == kinds.count("carried_out")
    assert len(dashes) == len(kinds)


def test_a_curve_is_as_wide_as_its_people(record: Tables, words: Words) -> None:
    widths = sorted((shape["line"]["width"] for shape in curves(picture(record, words))), reverse=True)
    people = sorted((people_of(row) or 0 for row in records(picture(record, words).frame)), reverse=True)
    assert round(widths[0] / widths[1], 3) == round(people[0] / people[1], 3)


def test_a_range_is_drawn_at_its_lower_end(record: Tables) -> None:
    rows = {row["deportation_id"]: row for row in records(record["deportations"])}
    row = rows["karelian_isthmus_1936"]
    assert people_of(row) == int(row["value_low"])


def test_transfers_without_a_place_are_one_mark_beside_the_legend(drawn: Tables, words: Words) -> None:
    traces = picture(drawn, words).figure["data"]
    alone = [trace["customdata"] for trace in traces if len(trace["customdata"]) == 1]
    assert alone == [["deportations/vague\ndeportations/valley_1937_south"]]
    assert picture(drawn, words, "finnish").figure["data"][0]["customdata"] == ["deportations/vague"]


def test_the_two_korean_transfers_are_the_total_that_is_printed(record: Tables, words: Words) -> None:
    one = picture(record, words, "korean")
    printed = record["totals"].set_index("total_id")["printed"]["koreans_1937"]
    widest = sorted(int(value) for value in one.frame["value"])[-2:]
    assert sum(widest) == printed
    assert all(words.number(value) in str(one.title) for value in widest)


@pytest.mark.parametrize("width", [1000, 1180, 1920])
def test_the_three_widest_transfers_are_named_and_the_legend_holds_its_words(record: Tables, words: Words, width: int) -> None:
    layout = render(CHART, record, Selection(), words, Canvas(1920, theme="wall", plot=width)).figure["layout"]
    texts = " ".join(note["text"] for note in layout["annotations"])
    assert all(figure in texts for figure in ("95,256", "76,525", "69,283"))
    (box,) = [shape for shape in layout["shapes"] if shape["type"] == "rect"]
    scale = (layout["xaxis"]["range"][1] - layout["xaxis"]["range"][0]) / (width * 0.955)
    told = [note for note in layout["annotations"] if note["text"].endswith(" people") and note["xanchor"] == "left"]
    assert len(told) == 3
    for note in told:
        assert note["x"] + text_width(note["text"], layout["template"]["layout"]["font"]["size"]) * scale < box["x1"]
