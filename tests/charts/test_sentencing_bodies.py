"""Sentencing bodies: one panel a period and source, names that were not read, and the words."""

from __future__ import annotations

from dashboard.canvas import Canvas
from dashboard.charts import Scene
from dashboard.charts.sentencing_bodies import CHART, panels_of
from dashboard.readings import narrow
from dashboard.render import render
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words


def panels(tables: Tables, words: Words):
    narrowed, values, _ = narrow(CHART, CHART.rows(tables), Selection())
    scene = Scene(words, {name: tables[name] for name in CHART.beside}, values, 1180, 16.0, False)
    return panels_of(CHART.prepare(narrowed), scene)


def test_the_reading_word_for_word(drawn: Tables, words: Words) -> None:
    picture = render(CHART, drawn, Selection(), words, Canvas(1180))
    assert picture.title == "Sentenced to death: Troikas of order 00447, at least 66; Military Collegium, at least 11"
    assert picture.sentences == (
        "Each of 3 panels is one period and source.",
        "October 1936 to November 1938, Sentenced to death: Troikas of order 00447, at least 66 and Military Collegium, at least 11.",
        "Two bodies of 1937 stand together, because the headings of their columns were not read.",
        "3 figures are drawn hollow: they are stated in the literature and were not re-read.",
        "No source divides the sentences of the whole operation by body year by year, so one period cannot be read against another.",
    )


def test_a_panel_holds_one_period_and_source_and_long_periods_stand_last(record: Tables, words: Words) -> None:
    found = panels(record, words)
    long = []
    for panel in found:
        rows = [row for entry in panel.entries for figure in entry.figures for row in figure.rows]
        assert len({(row["period_start"], row["period_end"], row["source_id"]) for row in rows}) == 1
        long.append(rows[0]["period_end"].year - rows[0]["period_start"].year > 3)
    assert long == sorted(long)
    assert any(long)


def test_bodies_whose_names_were_not_read_stand_together_under_no_name(drawn: Tables, record: Tables, words: Words) -> None:
    panel = next(one for one in panels(drawn, words) if one.heading == "1937")
    assert {entry.name: (entry.figures[0].value, len(entry.figures[0].rows)) for entry in panel.entries} == {
        "Special board of the NKVD": (22, 1),
        "2 bodies whose names were not read": (22, 2),
    }
    year = next(one for one in panels(record, words) if one.heading == "1937")
    printed = record["totals"].set_index("total_id")["printed"]["certificate_bodies_1937"]
    assert sum(entry.figures[0].value for entry in year.entries) == printed


def test_no_row_without_a_body_and_no_lone_rival_is_kept(drawn: Tables) -> None:
    frame = CHART.prepare(drawn["sentences_by_body"])
    assert not set(frame["body"]) & {"all_bodies", "no_body", "militia_troikas"}
