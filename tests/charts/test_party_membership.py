"""The rolls of the Party: what is added and what is not, what is solid, the campaigns below, and the words."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts._campaigns import WHOLE, campaigns, moment
from dashboard.charts.party_membership import CHART, ROLL, read_totals, wholes
from dashboard.errors import MixError
from dashboard.filters import FIGURES, PERIOD
from dashboard.readings import narrow
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import MARKS_JOINED, Tables, records
from dashboard.transforms import disjoint_of
from dashboard.words import Words


def picture_of(tables: Tables, words: Words, selection: Selection | None = None) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(1180))


def scene_of(tables: Tables, words: Words) -> Scene:
    return Scene(words, {name: tables[name] for name in CHART.beside}, Selection(), 1180, 16.0, narrow=False)


def preferred(tables: Tables):
    frame, _, _ = narrow(CHART, tables["party_membership"], Selection())
    return CHART.prepare(frame)


def test_members_and_candidates_of_one_day_are_added_and_nothing_else(tables: Tables) -> None:
    disjoint = disjoint_of(tables["definitions"])
    frame = preferred(tables)
    totals = {day.isoformat()[:10]: total for day, total in wholes(frame, disjoint).items()}
    assert totals == {"1934-01-01": 99, "1934-01-26": 110, "1937-01-01": 66, "1938-01-01": 55}
    alone = frame[frame["standing"] == "candidates"]
    assert wholes(alone, disjoint) == {}, "candidates are no whole"
    gap = frame.assign(value=frame["value"].mask(frame["standing"] == "candidates"))
    assert wholes(gap, disjoint) == {}, "a sum over a gap is a gap"


def test_overlapping_populations_are_refused(tables: Tables) -> None:
    frame = preferred(tables)
    overlapping = frame.assign(counts=frame["counts"].mask(frame["standing"] == "candidates", "arrested"))
    with pytest.raises(MixError, match="may count some of the same people"):
        wholes(overlapping, disjoint_of(tables["definitions"]))


def test_the_rolls_of_the_record_add_to_their_printed_totals(record: Tables) -> None:
    frame = preferred(record)
    found = wholes(frame[frame["occasion"] == ROLL], disjoint_of(record["definitions"]))
    printed = record["totals"][record["totals"]["table"] == "party_membership"]
    assert sorted(found.values()) == sorted(printed["printed"])


def test_rolls_are_hollow_and_a_total_that_was_read_is_solid(record: Tables, words: Words) -> None:
    picture = picture_of(record, words)
    solid = next(trace for trace in picture.figure["data"] if trace["name"] == words("charts.party-membership.read_total"))
    read = read_totals(records(preferred(record)), scene_of(record, words))
    assert [mark.split(MARKS_JOINED)[0] for mark in solid["customdata"]] == [total["mark"] for total, _ in read]
    assert {total["certainty"] for total, _ in read} == {"confirmed"}
    assert solid["marker"]["symbol"] == "diamond"


def test_a_total_is_not_drawn_over_other_figures(tables: Tables, words: Words) -> None:
    rows = records(preferred(tables))
    assert [int(total["printed"]) for total, _ in read_totals(rows, scene_of(tables, words))] == [99]
    assert read_totals([row for row in rows if row["standing"] == "candidates"], scene_of(tables, words)) == []


def test_congresses_stand_apart_from_the_rolls(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    met = next(trace for trace in picture.figure["data"] if trace["name"] == words("charts.party-membership.meeting"))
    assert list(met["y"]) == [110]
    assert len(met["customdata"][0].split(MARKS_JOINED)) == 2
    assert met["mode"] == "markers"


def test_the_campaigns_stand_on_no_axis_of_numbers(record: Tables, words: Words) -> None:
    picture = picture_of(record, words)
    assert picture.figure["layout"]["yaxis2"]["visible"] is False
    spans = [trace for trace in picture.figure["data"] if trace.get("yaxis") == "y2"]
    lengths = [length for trace in spans for length in trace["x"]]
    assert max(lengths) < 3, "years, not people"
    shown = campaigns(scene_of(record, words), 1932.5, 1942)
    whole = record["party_expulsions"]
    whole = whole[(whole["organisation"] == WHOLE) & whole["preferred"].astype(bool)]
    assert {row["mark"] for row in shown} >= set(whole["mark"])
    assert {row["mark"] for row in shown} - set(whole["mark"]) == {"events/ev013"}
    assert "Exchange of Party cards" in record["events"].set_index("event_id").loc["ev013", "title"]


def test_campaigns_outside_the_period_are_left_out(tables: Tables, words: Words) -> None:
    chosen = Selection().choose(PERIOD.param, Months.read("1934"))
    picture = picture_of(tables, words, chosen)
    assert "yaxis2" not in picture.figure["layout"]
    assert "below" not in " ".join(note["text"] for note in picture.figure["layout"]["annotations"])
    assert not any("1937" in sentence for sentence in picture.sentences)
    assert [row["campaign"] for row in campaigns(scene_of(tables, words), 1936.5, 1938.5)] == ["expulsions_1937"] * 2


def test_a_first_of_january_stands_on_its_year(tables: Tables) -> None:
    day = tables["party_membership"]["date"].min()
    assert moment(day) == pytest.approx(day.year)


def test_an_undivided_lower_bound_has_an_open_end(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words, Selection().choose(FIGURES.param, "source_c"))
    assert "↑ more than 55" in {note["text"] for note in picture.figure["layout"]["annotations"]}


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    assert picture.title == "Between January 1934 and January 1938 the rolls of the Party fell by\u00a044%"
    assert picture.sentences == (
        "The marks are the members and candidates of the Party on 4 days from 1 January 1934 to 1 January 1938.",
        "The rolls went from 99 in January 1934 to 55 in January 1938; 11 of that fall came in 1937, when members were admitted again.",
        "In 1937 about 11 members were expelled; Author C gives about 11 members arrested, without dates: two measures, and neither stands"
        " for the other.",
        "6 figures are hollow because they are only stated in the literature and were not re-read.",
        "A change of the rolls is what admissions, expulsions, departures and deaths left together; congresses count otherwise and are not"
        " joined with the rolls.",
    )


def test_no_fall_is_told_of_one_roll(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words, Selection().choose(PERIOD.param, Months.read("1937")))
    assert picture.title == words("charts.party-membership.question")
    assert not any("went from" in sentence for sentence in picture.sentences)
