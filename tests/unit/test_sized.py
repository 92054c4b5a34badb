"""Pictures of fixed size: exact pixels, nothing left out, marks inside their axes, legible type, honest parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import BY_ID, CHARTS
from dashboard.errors import SizeError
from dashboard.picture import Edits
from dashboard.presets import PRESETS, Size
from dashboard.selection import Selection
from dashboard.sized import Order, Sized, _even, least_type, sized
from dashboard.theme import ALL, IN_PICTURES, NO_COLOUR

DIVIDED = [
    "article-claims",
    "estimates",
    "limit-increases",
    "victim-categories",
    "death-lists-by-territory",
    "elite-losses",
    "limit-ranking",
    "army-ranks",
]
_EACH_RUN = ("card", "portrait")
SMALL = {("victim-categories", "card"): 0.9}  # one set of cases with ten categories, which must not be torn apart
SIZES = [pytest.param(name, marks=() if name in _EACH_RUN else pytest.mark.full) for name in PRESETS]


@pytest.fixture(scope="module")
def arranged(record, words):
    """Arrange a chart of the record in a size, once."""
    known: dict[tuple[str, Order], tuple[Sized, ...]] = {}

    def arrange(chart_id: str, order: Order) -> tuple[Sized, ...]:
        if (chart_id, order) not in known:
            known[chart_id, order] = sized(BY_ID[chart_id], record, Selection(), words, order)
        return known[chart_id, order]

    return arrange


def words_of(one: Sized) -> str:
    return " ".join(note["text"].replace("<br>", " ") for note in one.picture.figure["layout"]["annotations"])


def marks_of(one: Sized) -> Iterator[str]:
    for trace in one.picture.figure["data"]:
        for mark in trace["customdata"]:
            for cell in mark if isinstance(mark, list | tuple) else [mark]:
                yield from (cell or "").split(" ") if cell else ()


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_chart_has_a_place_in_every_preset(arranged, chart, name: str) -> None:
    size = PRESETS[name]
    for one in arranged(chart.id, Order(size)):
        width, height = one.layout_size
        layout = one.picture.figure["layout"]
        assert one.width == size.pixels(size.width)
        assert not size.height or one.height == size.pixels(size.height)
        assert one.picture.needed <= height + 1
        assert layout["height"] == pytest.approx(height, abs=1)
        plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        assert plot >= (0.3 if size.height else 0.1) * layout["height"]
        label = ALL["light"].sizes(int(width)).label * one.zoom
        assert label >= least_type(size) * SMALL.get((chart.id, name), 0.93), "type too small to read"
        assert "Source" in words_of(one)
        assert f"charts/{chart.id}" in words_of(one)
        _inside(one)


def _inside(one: Sized) -> None:
    """Every mark stands inside the range of its axes."""
    layout = one.picture.figure["layout"]
    for trace in one.picture.figure["data"]:
        for side in "xy":
            axis: dict[str, Any] = layout[f"{side}axis{(trace.get(f'{side}axis') or side)[1:]}"]
            ends = axis.get("range")
            if "base" in trace or not ends or axis.get("type") == "log" or not all(isinstance(end, int | float) for end in ends):
                continue
            low, high = sorted(ends)
            slack = (high - low) * 0.001
            beyond = [at for at in trace[side] if isinstance(at, int | float) and not low - slack <= at <= high + slack]
            assert beyond == [], f"{trace.get('name')}: {beyond} beyond {ends}"


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("chart_id", DIVIDED)
def test_what_has_no_room_in_one_picture_stands_in_the_next(arranged, chart_id: str, name: str) -> None:
    parts = arranged(chart_id, Order(PRESETS[name]))
    whole = arranged(chart_id, Order(Size(1180)))
    assert sorted({mark for one in parts for mark in marks_of(one)}) == sorted(set(marks_of(whole[0])))
    assert len({one.picture.title for one in parts}) == 1
    assert len({one.zoom for one in parts}) == 1
    if len(parts) > 1:
        for number, one in enumerate(parts, 1):
            assert one.part is not None
            assert f"Picture {number} of {len(parts)}, with {len(one.part.places)} of {one.part.total} entries" in words_of(one)
            assert one.title.endswith(f"({number}/{len(parts)})")


def test_the_parts_of_a_picture_of_rows_share_one_axis(arranged) -> None:
    parts = arranged("deportations-by-group", Order(PRESETS["card"]))
    assert len(parts) > 1
    assert len({tuple(one.picture.figure["layout"]["xaxis"]["range"]) for one in parts}) == 1


def test_panels_that_measure_the_same_share_their_axes_among_the_parts(arranged) -> None:
    parts = arranged("limit-ranking", Order(Size(600, 400)))
    assert len(parts) > 1
    for axis in ("xaxis", "xaxis2"):
        assert len({tuple(one.picture.figure["layout"][axis]["range"]) for one in parts}) == 1


def test_a_part_covers_the_span_of_time_of_the_whole(arranged) -> None:
    """Years for which a part has no figure stay in it, as not recorded."""
    parts = arranged("special-settlers", Order(PRESETS["card"]))
    assert len(parts) > 1
    assert len({tuple(one.picture.figure["layout"]["xaxis"]["range"]) for one in parts}) == 1
    assert "not recorded" in words_of(parts[-1])


def test_parts_on_axes_of_their_own_keep_them(arranged) -> None:
    parts = arranged("estimates", Order(PRESETS["card"]))
    assert len(parts) > 1
    assert len({tuple(one.picture.figure["layout"]["xaxis"]["range"]) for one in parts}) == len(parts)


@pytest.mark.parametrize("chart_id", ["sentences-by-year", "limit-ranking", "show-trials", "limit-map"])
def test_a_larger_picture_never_has_smaller_type(arranged, chart_id: str) -> None:
    def seen(size: Size) -> tuple[int, float]:
        parts = arranged(chart_id, Order(size))
        return len(parts), ALL["light"].sizes(int(parts[0].layout_size[0])).label * parts[0].zoom

    sizes = [Size(800, 600), Size(1000, 750), Size(1200, 900), Size(1600, 1200), Size(2400, 1800), Size(3200, 2400)]
    looks = [seen(size) for size in sizes]
    for (few, small), (many, large) in itertools.pairwise(looks):
        assert many <= few, "a larger picture is not divided into more"
        assert small <= large * 1.01 or many < few, looks  # where one picture now holds what two held, each was set larger


def test_a_scale_multiplies_pixels_and_changes_nothing_else(arranged) -> None:
    plain, double = (arranged("events", Order(PRESETS["post"], scale))[0] for scale in (1, 2))
    assert (double.width, double.height) == (2400, 1350)
    assert double.layout_size == plain.layout_size
    assert double.picture.figure == plain.picture.figure


def test_a_studio_keeps_what_it_arranged_whatever_the_look_of_the_page(record_studio) -> None:
    order = Order(PRESETS["post"], theme="print")
    dark, _ = record_studio.parse("theme=dark")
    assert record_studio.sized(BY_ID["events"], Selection(), order) is record_studio.sized(BY_ID["events"], dark, order)


def test_a_size_in_which_nothing_fits_is_refused_with_a_way_out(record, words) -> None:
    with pytest.raises(SizeError) as caught:
        sized(BY_ID["article-claims"], record, Selection(), words, Order(Size(240, 240)))
    assert str(caught.value) == (
        "chart article-claims has no room in 240x240: not even its words fit; ask for a larger picture, or leave its height open"
    )


def test_edits_change_words_and_leave_what_must_stay(arranged) -> None:
    edits = Edits("A title of one's own", "A subtitle of one's own.", "Graphic: A Paper", "limit: a number allowed.")
    one = arranged("sentences-by-year", Order(PRESETS["post"], edits=edits))[0]
    plain = arranged("sentences-by-year", Order(PRESETS["post"]))[0]
    said = words_of(one)
    for text in (
        *(getattr(edits, name) for name in ("title", "subtitle", "credit", "footnote")),
        "Basis: archival return.",
        "Source: Pavlov",
    ):
        assert text in said, text
    assert "People sentenced each year in cases of the state-security organs" in said, "what is counted cannot be edited away"
    assert plain.picture.title not in said
    assert one.picture.title == edits.title
    assert one.picture.sentences == plain.picture.sentences
    emptied = words_of(arranged("sentences-by-year", Order(PRESETS["post"], edits=Edits("", "")))[0])
    assert "Basis: archival return." in emptied
    assert "Source: Pavlov" in emptied


@pytest.mark.parametrize("theme", IN_PICTURES)
def test_a_look_is_that_of_the_order(arranged, theme: str) -> None:
    layout = arranged("sentences-by-year", Order(PRESETS["post"], theme=theme))[0].picture.figure["layout"]
    ground = layout["template"]["layout"]["paper_bgcolor"]
    assert ground == (NO_COLOUR if theme == "transparent" else ALL[theme].paper)


def test_print_is_grey_and_tells_series_by_pattern_and_dash(arranged) -> None:
    one = arranged("sentences-by-year", Order(PRESETS["post"], theme="print"))[0]
    colours = {colour for trace in one.picture.figure["data"] for colour in [trace["marker"]["color"]] if isinstance(colour, str)}
    assert colours
    assert all(len({colour[at : at + 2] for at in (1, 3, 5)}) == 1 for colour in colours), "a colour that is no grey"
    assert "▨ Camps" in words_of(one)
    lines = arranged("arrests-executions", Order(PRESETS["post"], theme="print"))[0].picture.figure["data"]
    assert len({trace["line"].get("dash", "solid") for trace in lines if "lines" in trace.get("mode", "")}) > 1


@given(st.lists(st.integers(1, 20), min_size=2, max_size=40), st.data())
def test_even_parts_hold_everything_once_and_none_is_empty(weights: list[int], data: st.DataObject) -> None:
    of = data.draw(st.integers(2, len(weights)))
    groups = _even(weights, of)
    assert len(groups) == of
    assert [at for first, last in groups for at in range(first, last)] == list(range(len(weights)))
    assert all(last > first for first, last in groups)
