"""Who the victims were: panels that are never mixed, wholes as printed, rivals as points, and the words."""

from __future__ import annotations

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.victim_categories import CHART, panels_of
from dashboard.filters import SCHEME, TERRITORY
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words


def panels(tables: Tables, words: Words, selection: Selection | None = None):
    narrowed, values, _ = narrow(CHART, CHART.rows(tables), selection or Selection())
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, values, 1180, 16.0, False)
    return panels_of(CHART.prepare(narrowed), scene)


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    picture = render(CHART, drawn, Selection(), words, Canvas(1180))
    assert picture.title == "5 August 1937 to 15 August 1937: 66 arrested, 33 of them filed as “Former kulaks”"
    assert picture.sentences == (
        "The panels divide the victims in 3 ways, which overlap: “Contingents” of order 00447, Clergy and Party standing.",
        "In the first panel, 5 August 1937 to 15 August 1937, 33 of 66 arrested were filed as “Former kulaks”.",
        "The figures on clergy contradict one another and stand as points beside their sources.",
        "A category is what a file said: who a person was, and why he or she was chosen, it does not tell.",
    )


def test_a_panel_says_what_is_printed_for_all_and_what_is_left(drawn: Tables, words: Words) -> None:
    first = panels(drawn, words)[0]
    assert first.note == "Arrested: 66 in all, as printed; 11 of them are in no category here."
    assert [(entry.name, [figure.value for figure in entry.figures]) for entry in first.entries] == [
        ("“Former kulaks”", [33, 11]),
        ("“Criminals”", [22]),
    ]


def test_the_nationalities_of_the_record_leave_the_remainder_of_the_register(record: Tables, words: Words) -> None:
    panel = next(one for one in panels(record, words) if one.heading.startswith("Nationality"))
    register = record["discrepancies"].set_index("discrepancy_id")["difference"]
    printed = record["totals"].set_index("total_id")["printed"]["arrested_by_nationality"]
    drawn = sum(figure.value for entry in panel.entries for figure in entry.figures)
    assert drawn + int(register["arrested_by_nationality"]) == printed
    assert f"{words.number(int(printed))} in all" in panel.note
    assert len(panel.entries) == 10


def test_figures_on_clergy_are_points_and_the_groups_of_one_report_stand_together(drawn: Tables, words: Words) -> None:
    clergy = panels(drawn, words)[-1]
    assert clergy.points
    assert [(figure.value, len(figure.rows)) for entry in clergy.entries for figure in entry.figures] == [(33, 2), (88, 1)]
    assert not any(panel.points for panel in panels(drawn, words)[:-1])


def test_only_what_is_preferred_stands_in_bars(record: Tables) -> None:
    frame = CHART.prepare(record["victim_categories"])
    assert frame.loc[frame["scheme"] != "clergy", "preferred"].all()
    assert len(frame[frame["scheme"] == "clergy"]) == (record["victim_categories"]["scheme"] == "clergy").sum()


def test_a_territory_is_shown_when_it_is_chosen(drawn: Tables, words: Words) -> None:
    assert all("Third Oblast" not in panel.note for panel in panels(drawn, words))
    chosen = Selection().choose(TERRITORY.param, frozenset({"third_oblast"}))
    assert [panel.note for panel in panels(drawn, words, chosen)] == ["Third Oblast."]
    clergy = Selection().choose(SCHEME.param, frozenset({"clergy"}))
    assert [panel.points for panel in panels(drawn, words, clergy)] == [True]
