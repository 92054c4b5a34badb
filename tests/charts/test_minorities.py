"""Nationalities beside the census of 1926: what may be divided, what stands beside what, and the words."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts._census import Group, groups_of
from dashboard.charts.minorities import CHART
from dashboard.filters import GROUP, PER, PER_100_000
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARKS_JOINED, Tables
from dashboard.words import Words


def groups(tables: Tables, words: Words) -> dict[str, Group]:
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, Selection(), 1180, 16.0, narrow=False)
    return {group.code: group for group in groups_of(CHART.prepare(tables["minorities_1926"]), scene)}


def drawn(tables: Tables, words: Words, per: str = "count", group: str = "") -> Picture:
    selection = Selection().choose(PER.param, per)
    if group:
        selection = selection.choose(GROUP.param, frozenset(group.split(",")))
    return render(CHART, tables, selection, words, Canvas(1180))


def test_nationalities_of_one_group_are_added_and_a_gap_makes_a_gap(tables: Tables, words: Words) -> None:
    found = groups(tables, words)
    assert {code: group.census for code, group in found.items()} == {"polish": 1100, "latvian": 660, "finnish": 440, "greek": 220}
    assert list(found) == ["polish", "latvian", "finnish", "greek"]  # by the census, never by the arrests
    frame = CHART.prepare(tables["minorities_1926"])
    gappy = frame.assign(value=frame["value"].mask(frame["nationality"] == "latgalian"))
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, Selection(), 1180, 16.0, narrow=False)
    latvian = next(group for group in groups_of(gappy, scene) if group.code == "latvian")
    assert (latvian.census, latvian.rate) == (None, None)


def test_a_rate_is_rounded_to_two_digits(tables: Tables, words: Words) -> None:
    assert {code: group.rate for code, group in groups(tables, words).items()} == {
        "polish": 5000,
        "latvian": 3300,
        "finnish": None,
        "greek": None,
    }


def test_no_rate_is_made_where_the_census_lacks_the_foreign_subjects(record: Tables, words: Words) -> None:
    found = groups(record, words)
    without = {code for code, group in found.items() if not group.base}
    assert {"chinese", "korean", "greek", "iranian", "afghan", "japanese"} == without
    assert all(found[code].rate is None for code in without)
    for code, group in found.items():
        if group.rate is not None and group.arrested is not None and group.census is not None:
            assert group.rate == pytest.approx(group.arrested["value"] * 100_000 / group.census, rel=0.06), code


def test_a_line_is_never_divided_by_the_census(record: Tables, words: Words) -> None:
    """Neither rates nor their marks rest on sentences of a line, nor on an estimate."""
    used = [mark for trace in drawn(record, words, PER_100_000).figure["data"] for mark in trace["customdata"]]
    assert used
    for mark in used:
        first, *census = mark.split(MARKS_JOINED)
        assert first.startswith("victim_categories/")
        assert all(one.startswith("minorities_1926/") for one in census)


def test_only_figures_that_were_read_stand_beside_the_census(record: Tables, words: Words) -> None:
    for group in groups(record, words).values():
        for row in (group.arrested, group.convicted):
            assert row is None or row["certainty"] != "reported", group.code


def test_an_estimate_is_hollow(tables: Tables, words: Words) -> None:
    traces = {trace["name"]: trace for trace in drawn(tables, words).figure["data"]}
    arrested = traces[words("charts.minorities.key_arrested")]
    assert list(arrested["marker"]["symbol"]) == ["circle", "circle", "circle-open"]


def test_what_is_not_recorded_is_worded(tables: Tables, words: Words) -> None:
    for per in ("count", PER_100_000):
        notes = [note["text"] for note in drawn(tables, words, per).figure["layout"]["annotations"]]
        assert "arrests: not recorded" in notes
    assert "no rate: many were foreign subjects, whom the census table lacks" in notes


def test_a_nationality_that_is_no_group_is_left_aside(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words, group="latgalian")
    assert len(picture.frame) == 5
    assert picture.notes == (words("card.filter_cannot", filter=words("filters.group.label")),)


def test_the_words(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words, group="polish,latvian,greek")
    assert picture.title == (
        "For every 100,000 people counted in 1926, arrests came to between about 3,300 (Latvian and Latgalian) and about 5,000 (Polish)"
    )
    assert picture.sentences == (
        "Each row is one of 3 nationalities: people arrested beside those counted in the census.",
        "For every 100,000 people counted in 1926 about 3,300 (Latvian and Latgalian) to about 5,000 (Polish) were arrested.",
        "On the Polish operation 66 people of any nationality were sentenced, while 55 of the nationality (Polish) were arrested on any "
        "charge; neither number contains the other.",
        "The census gives no base for Greek: many of them were foreign subjects, whom its table lacks.",
        "Nationality is as the returns give it, the census came ten years before, and arrests after 1 July 1938 are not in these figures.",
    )
    assert any(source.startswith("Author C") for source in picture.sources), "the source of the arrests is named"


def test_the_words_of_the_rates(tables: Tables, words: Words) -> None:
    picture = drawn(tables, words, PER_100_000)
    assert picture.sentences == (
        "The marks give arrests for every 100,000 people counted in 1926, for 2 nationalities.",
        "For every 100,000 people counted in 1926 about 3,300 (Latvian and Latgalian) to about 5,000 (Polish) were arrested.",
        "No number of arrests by nationality is recorded here for Finnish.",
        "The census gives no base for Greek: many of them were foreign subjects, whom its table lacks.",
        "Nationality is as the returns give it, the census came ten years before, and arrests after 1 July 1938 are not in these figures.",
    )
