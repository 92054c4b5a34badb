"""The defendants one by one: their order, what their marks say, and the words."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.show_trials import CHART, died, name, reread
from dashboard.filters import PERIOD
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import Tables, records
from dashboard.words import Words


def picture_of(tables: Tables, words: Words, period: str = "", width: int = 1180) -> Picture:
    selection = Selection().choose(PERIOD.param, Months.read(period)) if period else Selection()
    return render(CHART, tables, selection, words, Canvas(width))


def test_defendants_stand_by_trial_sentence_fate_and_surname(tables: Tables) -> None:
    shuffled = tables["show_trials"].sample(frac=1, random_state=7)
    frame = CHART.prepare(shuffled)
    assert list(frame["defendant_id"]) == ["delta", "gamma", "alpha", "beta", "zeta"]
    assert len(frame) == len(shuffled)


def test_each_defendant_is_one_mark_hollow_where_the_day_of_death_was_not_reread(tables: Tables, words: Words) -> None:
    figure = picture_of(tables, words).figure
    marks = {mark: symbol for trace in figure["data"] for mark, symbol in zip(trace["customdata"], trace["marker"]["symbol"], strict=True)}
    assert marks == {
        "show_trials/alpha": "circle-open",
        "show_trials/beta": "square",
        "show_trials/delta": "circle",
        "show_trials/gamma": "circle",
        "show_trials/zeta": "triangle-up",
    }


@pytest.mark.parametrize("width", [360, 1180, 1920])
def test_each_defendant_is_named_and_no_two_stand_on_one_place(record: Tables, words: Words, width: int) -> None:
    picture = picture_of(record, words, width=width)
    written = " ".join(note["text"].replace("<br>", " ") for note in picture.figure["layout"]["annotations"])
    assert [row["name"] for row in records(picture.frame) if str(row["name"]) not in written] == []
    places = [place for trace in picture.figure["data"] for place in zip(trace["x"], trace["y"], strict=True)]
    assert len(set(places)) == len(places) == len(record["show_trials"])


def test_a_death_is_told_as_exactly_as_it_is_known(tables: Tables, words: Words) -> None:
    row = records(tables["show_trials"])[1]
    assert died(row, words) == "19 May 1939"
    assert died({**row, "death_date_precision": "month"}, words) == "May 1939"
    assert died({**row, "death_date_precision": "year"}, words) == "1939"
    assert died({**row, "death_date": None}, words) == "not known"
    assert not reread({**row, "death_date_certainty": None})
    assert name(row, words) == "Boris Beta, 10\u00a0years"


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words)
    assert picture.title == "Of 5 defendants, 3 were sentenced to death and shot within 2\u00a0days"
    assert picture.sentences == (
        "Each mark is one of 5 defendants of 3 trials.",
        "All 3 defendants who were sentenced to death were shot within 2\u00a0days of the verdict.",
        "Sentenced to 10 to 15 years of prison were 2; of them one was killed in prison by order and one was shot in September 1941.",
        "The day of death of 1 defendant is only stated in the literature and was not re-read.",
        "These trials say nothing of those who were sentenced without one, and a confession read out in court is not evidence of a crime.",
    )
    assert len(picture.sources) == 3, "the sources of sentences and deaths too"


def test_nothing_is_said_of_a_sentence_that_is_not_shown(tables: Tables, words: Words) -> None:
    picture = picture_of(tables, words, "1938")
    assert picture.title == words("charts.show-trials.question")
    assert picture.sentences[:2] == (
        "The mark is one defendant of one trial.",
        "One was sentenced to 15 years of prison: one was shot in September 1941.",
    )
    assert len(picture.sentences) == 3


def test_no_days_are_told_where_one_death_is_not_recorded(tables: Tables, words: Words) -> None:
    frame = CHART.prepare(tables["show_trials"])
    unknown = frame.assign(death_date=frame["death_date"].mask(frame["defendant_id"] == "gamma"))
    reading = CHART.read(unknown, Scene(words, {}, Selection(), 1180, 16.0, narrow=False))
    assert reading.title is None
    assert not any("within" in sentence for sentence in reading.sentences)
