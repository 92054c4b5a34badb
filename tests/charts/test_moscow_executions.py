"""The list of Moscow day by day: days summed over their grounds, doubtful dates, and where the list ends."""

from __future__ import annotations

from dashboard import palette
from dashboard.canvas import Canvas
from dashboard.charts._steps import step_keys
from dashboard.charts.moscow_executions import CHART, STEPS
from dashboard.filters import PERIOD
from dashboard.render import Picture, render
from dashboard.selection import Months, Selection
from dashboard.tables import MARK, MARKS_JOINED, Tables
from dashboard.theme import THEMES
from dashboard.words import Words


def picture(tables: Tables, words: Words, period: Months | None = None, width: int = 1180) -> Picture:
    selection = Selection().choose(PERIOD.param, period) if period else Selection()
    return render(CHART, tables, selection, words, Canvas(width))


def calendars(shown: Picture) -> list[dict]:
    return [trace for trace in shown.figure["data"] if trace["type"] == "bar"]


def days_of(calendar: dict) -> dict[tuple[int, int], int]:
    """Return the place in its trace of each month and day that has a cell."""
    across = [begin + width / 2 for begin, width in zip(calendar["base"], calendar["x"], strict=True)]
    return {(month, round(day)): place for place, (month, day) in enumerate(zip(calendar["y"], across, strict=True))}


def test_a_cell_is_one_day_over_all_its_grounds(tables: Tables, words: Words) -> None:
    first, _ = calendars(picture(tables, words))
    at = days_of(first)[8, 8]
    assert STEPS[1] <= 11 + 2 < STEPS[2]
    second = next(strength for _, _, _, _, strength in step_keys(palette.DEATH, STEPS, words)[1:])
    assert first["marker"]["color"][at] == THEMES["light"].step(palette.DEATH, second)
    same_day = tables["moscow_executions"].iloc[:2]
    assert first["customdata"][at] == MARKS_JOINED.join(same_day[MARK])
    assert first["hovertext"][at] == "<b>8 August 1937</b><br>Butovo: 11<br>Donskoe cemetery: 2"


def test_a_day_without_a_row_is_pale_and_no_mark(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    first, _ = calendars(shown)
    assert (8, 8) in days_of(first)
    assert (9, 1) not in days_of(first)
    assert first["meta"]["rows"] == {str(month): words.month(f"1937-{month:02}") for month, _ in days_of(first)}
    grounds = [shape for shape in shown.figure["layout"]["shapes"] if shape["type"] == "path"]
    assert [ground["path"].count("M") for ground in grounds] == [12, 12]


def test_the_ground_ends_where_the_period_does(tables: Tables, words: Words) -> None:
    (ground,) = picture(tables, words, Months("1937-08", "1937-12")).figure["layout"]["shapes"]
    assert ground["path"].count("M") == 5


def test_doubtful_dates_are_crossed(tables: Tables, words: Words) -> None:
    (crosses,) = [trace for trace in picture(tables, words).figure["data"] if trace["type"] == "scatter"]
    assert (list(crosses["x"]), list(crosses["y"])) == ([3], [11])
    assert crosses["hovertext"] == ["<b>3 November 1938</b><br>Butovo: 2 (date or ground doubtful)"]


def test_a_number_that_is_not_recorded_is_open_not_pale(tables: Tables, words: Words) -> None:
    frame = tables["moscow_executions"]
    gap = frame.assign(value=frame["value"].mask(frame["date"].dt.month == 12))
    changed = Tables(tables.package, "0", {**{name: tables[name] for name in tables}, "moscow_executions": gap})
    shown = picture(changed, words, Months("1937-12", "1937-12"))
    (calendar,) = calendars(shown)
    assert set(calendar["marker"]["color"]) == {THEMES["light"].paper}
    assert all(calendar["customdata"])
    assert all("not known" in text for text in calendar["hovertext"])
    assert shown.sentences[-1] == words("charts.moscow-executions.cannot_show")


def test_the_reading_never_says_that_the_decree_ended_it(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    assert shown.title == "In this list of Moscow the shootings all but stop after 19 October 1938"
    assert shown.sentences == (
        "Each cell is one of 5 days on which people of the list were shot, 203 in all; the stronger its colour, the more.",
        "The day with most entries is 28 February 1938: 111.",
        "After 19 October 1938 the list has 2 entries more in 1938, all of doubtful date; "
        "the decree that ended the mass operations is of 17 November 1938, later than that.",
        "People of the region, prisoners of camps and people without a home in Moscow are missing, "
        "so a day is never all who were shot in Moscow that day.",
    )


def test_a_period_that_stops_before_the_end_says_nothing_of_it(tables: Tables, words: Words) -> None:
    shown = picture(tables, words, Months("1936-01", "1938-11"))
    assert shown.title == "On which days were the people of one list of Moscow shot?"
    assert len(shown.sentences) == 3


def test_the_whole_list_stands_on_any_width(record: Tables, words: Words) -> None:
    for width in (320, 620, 1180, 1920):
        shown = picture(record, words, Months("1921-01", "1953-12"), width)
        years = record["moscow_executions"]["date"].dt.year
        assert len(calendars(shown)) == years.nunique()
        lines = [trace["yaxis"] for trace in calendars(shown)]
        assert len(set(lines)) == len(lines)
