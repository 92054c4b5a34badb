"""What a chart says stays true, and is said properly, under choices that leave little or cut across what it compares."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.charts.operation_progress import LIMITS
from dashboard.picture import Picture
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words

Draw = Callable[..., Picture]

LITTLE = ("period=1936", "period=1937", "period=1938-11", "period=1938-09..1938-12", "period=1938..1939", "period=1941", "phase=halt")
ONE_AND_THE_SAME = re.compile(r"\b((?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4})(?: to |–)\1\b")
ONE_OF_MANY = re.compile(r"(?<![\d.,–-])\b1 (?:(?!gives)[a-z]+s|people|are|were)\b")


@pytest.fixture
def draw(record_studio: Studio) -> Draw:
    """Draw a chart of the real record under a query."""

    def drawn(chart: str, query: str = "", width: int = 1180) -> Picture:
        return record_studio.picture(BY_ID[chart], record_studio.parse(query)[0], width)

    return drawn


@pytest.mark.parametrize("query", LITTLE)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_no_span_ends_where_it_begins_and_one_is_no_many(draw: Draw, chart: Chart, query: str) -> None:
    picture = draw(chart.id, query)
    for text in (picture.title, *picture.sentences, *picture.notes):
        assert not ONE_AND_THE_SAME.search(text), text
        assert not ONE_OF_MANY.search(text), text


@pytest.mark.parametrize("query", ["period=1938", "period=1937-08..1938-11", "figures=naumov_2009"])
def test_later_limits_are_never_called_the_first(draw: Draw, record: Tables, words: Words, query: str) -> None:
    table = record["mass_operation_progress"]
    first = table.loc[(table["operation"] == "order_00447") & table["measure"].isin(LIMITS), "report_date"].min()
    picture = draw("operation-progress", query)
    assert (picture.frame["report_date"] > first).all()
    assert words("charts.operation-progress.limit_name") not in [trace["name"] for trace in picture.figure["data"]]
    assert not any("first limits" in text.lower() for text in (picture.title, *picture.sentences[:-1]) if text != question(words, picture))


def question(words: Words, picture: Picture) -> str:
    return words(f"charts.{picture.chart.id}.question")


def test_the_plan_of_the_national_operations_is_the_first_whatever_is_shown(draw: Draw) -> None:
    assert draw("operation-calendar", "period=1938").title == draw("operation-calendar").title


@pytest.mark.parametrize(("query", "ends"), [("", True), ("period=1938..1939", False), ("period=1937..1941", False), ("period=1938", True)])
def test_the_list_of_moscow_ends_only_where_nothing_follows(draw: Draw, words: Words, query: str, ends: bool) -> None:
    picture = draw("moscow-executions", query)
    assert (picture.title != question(words, picture)) is ends
    assert bool(picture.frame["date"].dt.year.max() == 1938) is ends


@pytest.mark.parametrize("query", ["", "phase=halt", "category=election,party", "category=trial", "period=1937&category=trial"])
def test_months_that_share_the_most_events_are_all_named_or_none(draw: Draw, words: Words, query: str) -> None:
    picture = draw("events", query)
    months = picture.frame["date"].dt.strftime("%Y-%m").value_counts()
    busiest = [words.month(month) for month in sorted(months[months == months.max()].index)]
    (told,) = [text for text in picture.sentences if text.startswith("Most stand")] or [""]
    if months.max() > 1 and len(busiest) <= 3:
        assert all(month in told for month in busiest)
        assert f"{months.max()} events" in told
    else:
        assert told == ""


@pytest.mark.parametrize("query", ["scope=counter_revolutionary", "figures=pospelov_report_1956", ""])
def test_a_rise_is_named_after_the_series_drawn(draw: Draw, query: str) -> None:
    picture = draw("arrests-executions", query)
    drawn = set(picture.frame["measure"])
    assert ("death sentences" in picture.title) is ("sentenced_to_death" in drawn)
    assert ("people shot" in picture.title) is ("executed" in drawn)


def test_a_scope_that_is_not_all_cases_is_told_under_the_title(draw: Draw, words: Words) -> None:
    narrow = words("filters.scope.in_force", values=[words.label("scope", "counter_revolutionary")])
    for query in ("measure=executed", "figures=pospelov_report_1956", "scope=counter_revolutionary"):
        assert draw("arrests-executions", query).subtitle.count(narrow) == 1
    assert narrow not in draw("arrests-executions").subtitle


def test_a_value_of_which_nothing_is_left_is_told_and_not_listed(draw: Draw, words: Words) -> None:
    picture = draw("arrests-executions", "measure=arrested,executed")
    shot = words.label("measure", "executed")
    assert shot not in picture.subtitle
    assert words("card.filter_nothing", filter=words("filters.measure.label"), values=[shot]) in picture.notes


@pytest.mark.parametrize("chart", ["sentences-by-year", "arrests-executions", "gulag-population", "special-settlers"])
def test_figures_of_whole_years_are_not_given_for_months(draw: Draw, words: Words, chart: str) -> None:
    picture = draw(chart, "phase=halt")
    assert "1938" in picture.subtitle
    assert "November" not in picture.subtitle
    assert words("card.whole_years", period="1938") in picture.notes
    assert draw(chart, "period=1938").frame.equals(picture.frame)
    assert not any(note.startswith(words("card.whole_years", period="1938")[:20]) for note in draw(chart, "period=1938").notes)


@pytest.mark.parametrize("query", ["", "question=gulag_deaths_1937_38", "question=arrests_1937_38"])
def test_no_answer_is_left_out_of_what_is_set_against_each_other(draw: Draw, query: str) -> None:
    picture = draw("estimates", query)
    asked = picture.frame[picture.frame["question"] == picture.frame["question"].iloc[0]]
    returns = asked[asked["basis"] == "archival_return"]
    early = asked[(asked["basis"] == "estimate") & (asked["year_published"] < 1991) & asked["window_start"].notna()]
    for rows in (returns, early[early["counts"] == early["counts"].mode()[0]]):
        lows, highs = rows["value_low"].fillna(rows["value"]), rows["value_high"].fillna(rows["value"])
        assert pd.notna(lows).all()
        assert f"{int(lows.min()):,}" in picture.title
        assert f"{int(highs.max()):,}" in picture.title


def test_the_camps_are_named_only_where_they_are(draw: Draw, words: Words) -> None:
    camps = words("charts.limit-map.camps")
    two, alone, whole = (draw("limit-map", query) for query in ("territory=moscow_oblast,kirov_oblast", "territory=nkvd_camps", ""))
    assert camps not in two.sentences[0]
    assert alone.sentences[0] == camps
    assert "widest" not in " ".join(alone.sentences)
    assert camps in whole.sentences[0]


def test_ranks_that_tie_are_all_named(draw: Draw) -> None:
    (told,) = [text for text in draw("army-ranks").sentences if "Among ranks" in text]
    assert "army commander, 2nd rank" in told
    assert "army commissar, 2nd rank" in told
