"""The one path to every figure: what is narrowed, what is said about it, and how a failure is told."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.canvas import Canvas
from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.errors import ChartError
from dashboard.filters import FILTERS, MEASURE, PARAMS, PERIOD, PHASE
from dashboard.readings import narrow
from dashboard.render import Picture, render
from dashboard.scales import joined
from dashboard.selection import Months, Selection, parse
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words

A = "Author A, Title A, Town: Press A, pp. 1-2, 1991"
B = "Author B, Title B, 1992"
every_chart = pytest.mark.parametrize("chart", CHARTS, ids=[chart.id for chart in CHARTS])


def picture(studio: Studio, chart: Chart | str, query: str = "", canvas: Canvas | None = None) -> Picture:
    selection, problems = parse(query, PARAMS, studio.vocabulary)
    assert problems == ()
    known = BY_ID[chart] if isinstance(chart, str) else chart
    return render(known, studio.tables, selection, studio.languages["en"], canvas or Canvas())


def as_json(figure: Any) -> str:
    return json.dumps(figure, cls=PlotlyJSONEncoder)


def said(drawn: Picture) -> list[str]:
    texts = [annotation["text"] for annotation in drawn.figure["layout"]["annotations"]]
    return [text.replace("<b>", "").replace("</b>", "").replace("<br>", " ") for text in texts]


# what is drawn


@every_chart
def test_the_source_line_names_sources_caveat_chart_and_state_of_the_data(drawn_studio: Studio, words: Words, chart: Chart) -> None:
    drawn = picture(drawn_studio, chart)
    assert 1 <= len(drawn.sources) <= 3
    line = " ".join(
        [
            words("card.sources", count=len(drawn.sources), sources="; ".join(drawn.sources)),
            words(f"charts.{chart.id}.caveat"),
            f"charts/{chart.id} · data {drawn_studio.tables.version}",
        ]
    )
    assert line in said(drawn)


def test_many_sources_are_counted(record: Tables, words: Words) -> None:
    drawn = render(BY_ID["events"], record, Selection(), words, Canvas())
    assert len(drawn.sources) > 3
    counted = words("card.sources_many", count=len(drawn.sources))
    assert any(text.startswith(f"{counted} ") for text in said(drawn))


def test_the_link_in_the_picture_carries_the_choices_that_the_chart_obeys(studio: Studio) -> None:
    drawn = picture(studio, "sentences-by-year", "period=1936..1937&category=trial&theme=dark&lang=en&event=ev1")
    assert any(text.endswith(f" charts/sentences-by-year?period=1936..1937 · data {studio.tables.version}") for text in said(drawn))


def test_the_sources_are_those_of_the_rows_drawn(studio: Studio) -> None:
    assert picture(studio, "sentences-by-year").sources == (A,)
    assert picture(studio, "sentences-by-year", "figures=source_b").sources == (B,)
    assert picture(studio, "arrests-executions").sources == (A, B)


def test_the_frame_is_what_was_drawn(studio: Studio) -> None:
    frame = picture(studio, "sentences-by-year", "period=1938&measure=sentenced_to_death").frame
    assert frame[["year", "measure", "value"]].to_numpy().tolist() == [[1938, "sentenced_to_death", 33]]


@every_chart
def test_the_record_is_as_it_was(studio: Studio, chart: Chart) -> None:
    before = studio.tables[chart.table].copy(deep=True)
    picture(studio, chart)
    pd.testing.assert_frame_equal(studio.tables[chart.table], before)


@every_chart
def test_the_same_choice_gives_the_same_picture(studio: Studio, chart: Chart) -> None:
    one, other = picture(studio, chart), picture(studio, chart)
    assert as_json(one.figure) == as_json(other.figure)
    assert one.sentences == other.sentences


def test_a_size_asked_for_is_the_size(studio: Studio) -> None:
    assert picture(studio, "phases", canvas=Canvas(1920, 1080, "projector")).figure["layout"]["height"] == 1080


def test_the_subtitle_states_basis_and_choices_in_force(studio: Studio, words: Words) -> None:
    drawn = picture(studio, "sentences-by-year", "measure=sentenced_to_death&scope=all")
    basis = words("card.basis", bases=[words.label("basis", "archival_return")])
    measure = words("filters.measure.in_force", values=[words.label("measure", "sentenced_to_death")])
    scope = words("filters.scope.in_force", values=[words.label("scope", "all")])
    assert [text for text in said(drawn) if text.endswith(f"{basis} {measure} {scope}")]


# notes

CANNOT, DOES_NOT = "card.filter_cannot", "card.filter_does_not"
OF_A = "Shown: the figures of Author A, 1991, which the record prefers; others stand under “Whose figures”."
ONE_REASON = "1 of these figures has a rival, and its note says why it stands: “Preferred because A prints the table.”"


@pytest.mark.parametrize(
    ("chart", "query", "notes"),
    [
        ("phases", "", []),
        ("phases", "period=1937", []),
        ("phases", "lang=en&theme=dark", []),
        ("phases", "measure=arrested", [(DOES_NOT, "measure")]),
        (
            "phases", "measure=arrested&scale=log&category=trial&scope=all&figures=source_b",
            [(DOES_NOT, key) for key in ("measure", "figures", "scope", "category", "scale")],
        ),
        ("sentences-by-year", "", []),
        ("sentences-by-year", "figures=source_b", []),
        ("sentences-by-year", "scale=log", [(CANNOT, "scale")]),
        ("sentences-by-year", "scope=counter_revolutionary", [(CANNOT, "scope")]),
        ("sentences-by-year", "measure=arrested", [(CANNOT, "measure")]),
        ("sentences-by-year", "figures=source_c", [(CANNOT, "figures")]),
        ("sentences-by-year", "category=trial", [(DOES_NOT, "category")]),
        ("sentences-by-year", "category=trial&scale=log", [(DOES_NOT, "category"), (CANNOT, "scale")]),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_obeyed_is_told(studio: Studio, words: Words, chart: str, query: str, notes: list[tuple[str, str]]) -> None:
    told = [words(key, filter=words(f"filters.{known}.label")) for key, known in notes]
    if chart == "sentences-by-year":
        told.append(words("card.figures_of", source=B) if query == "figures=source_b" else f"{OF_A} {ONE_REASON}")
    assert list(picture(studio, chart, query).notes) == told


def noted(tables: Tables, *notes: str | None) -> Tables:
    """Return the record with a rival for each of the first years' arrests, and these notes on the figures preferred to them."""
    frame = tables["annual_repression"]
    arrests = frame[(frame["measure"] == "arrested") & (frame["source_id"] == "source_a")].head(len(notes))
    rivals = arrests.assign(source_id="source_b", preferred=pd.array([False] * len(arrests), dtype="boolean"), note=None)
    others = frame.drop(arrests.index).assign(note=None)
    frames = {**dict(tables), "annual_repression": pd.concat([arrests.assign(note=list(notes)), rivals, others[others["preferred"]]])}
    return Tables(tables.package, "0", frames)


@pytest.mark.parametrize(
    ("notes", "why"),
    [
        ((), ""),
        (
            ("Rounded. Preferred because it was read; B was not. See p. 5.", "Preferred because it was read; B was not."),
            " 2 of these figures have rivals, and their notes say why they stand: “Preferred because it was read; B was not.”",
        ),
        (
            ("Preferred because it was read.", "Preferred only because it is older."),
            " 2 of these figures have rivals; the note of each says why it is preferred.",
        ),
        (("Preferred because it was read.", None), " 2 of these figures have rivals."),
        (("Not preferred by all.",), " 1 of these figures has a rival."),
    ],
)
def test_the_default_figures_are_told_with_the_reason_that_their_notes_share(
    tables: Tables, words: Words, notes: tuple[str | None, ...], why: str
) -> None:
    drawn = render(BY_ID["arrests-executions"], noted(tables, *notes), Selection(), words, Canvas())
    both = "Shown: the figures that the record prefers, of 2 sources; others stand under “Whose figures”."
    assert drawn.notes == (both + why,)


def test_where_nothing_is_drawn_no_figures_are_told(studio: Studio) -> None:
    assert picture(studio, "sentences-by-year", "measure=").notes == ()


@every_chart
def test_a_chart_obeys_a_choice_or_says_that_it_does_not(studio: Studio, words: Words, chart: Chart) -> None:
    for known in FILTERS:
        lens = known is PHASE and PERIOD in chart.filters
        if known not in chart.filters and not lens and studio.vocabulary[known.param.key]:
            code = studio.vocabulary[known.param.key][-1]
            query = f"{known.param.key}={code[:4] if known is PERIOD else code}"
            label = words(f"filters.{known.param.key}.label")
            assert words("card.filter_does_not", filter=label) in picture(studio, chart, query).notes


def test_a_choice_that_is_set_aside_leaves_the_picture_as_it_is(studio: Studio) -> None:
    plain, aside = picture(studio, "sentences-by-year"), picture(studio, "sentences-by-year", "scope=counter_revolutionary")
    pd.testing.assert_frame_equal(plain.frame, aside.frame)
    assert as_json(plain.figure["data"]) == as_json(aside.figure["data"])


def test_what_was_chosen_for_a_neighbour_leaves_picture_and_address_as_they_are(drawn_studio: Studio) -> None:
    chart = BY_ID["sentences-by-year"]
    own = chart.filters[MEASURE].offers
    foreign = next(measure for measure in drawn_studio.vocabulary["measure"] if measure not in own)
    for held, same in (((*own, foreign), ()), ((own[0], foreign), (own[0],)), ((foreign,), ())):
        chosen, wanted = (Selection().choose(MEASURE.param, frozenset(some) if some else None) for some in (held, same))
        assert chart.asked(chosen) == wanted
        one, other = (drawn_studio.picture(chart, selection, 900) for selection in (chosen, wanted))
        assert one.mark == other.mark, held
    assert drawn_studio.picture(chart, Selection().choose(MEASURE.param, frozenset(own[:1])), 900).mark != one.mark


def test_all_that_a_chart_can_show_is_a_choice_where_it_opens_with_less(drawn_studio: Studio) -> None:
    chart = BY_ID["death-lists-by-territory"]
    everything = Selection().choose(MEASURE.param, frozenset(drawn_studio.vocabulary["measure"]))
    assert chart.asked(everything) == Selection().choose(MEASURE.param, frozenset(chart.filters[MEASURE].offers))
    nothing = Selection().choose(MEASURE.param, frozenset())
    assert chart.asked(nothing) == nothing, "to choose none is a choice"


# narrowing


def test_without_a_period_the_window_of_the_chart_holds(studio: Studio) -> None:
    chart = dataclasses.replace(BY_ID["sentences-by-year"], window=Months("1938-01", "1938-12"))
    frame, values, aside = narrow(chart, studio.tables[chart.table], Selection())
    assert set(frame["year"]) == {1938}
    assert values[PERIOD.param] == chart.window
    assert aside == ()


def test_a_period_chosen_takes_the_place_of_the_window(studio: Studio) -> None:
    chart = dataclasses.replace(BY_ID["sentences-by-year"], window=Months("1938-01", "1938-12"))
    chosen = Selection().choose(PERIOD.param, Months("1937-01", "1937-12"))
    frame, values, _ = narrow(chart, studio.tables[chart.table], chosen)
    assert set(frame["year"]) == {1937}
    assert values[PERIOD.param] == Months("1937-01", "1937-12")


def test_a_default_stands_only_until_something_is_chosen(drawn_studio: Studio) -> None:
    chart = BY_ID["death-lists-by-territory"]
    on = chart.filters[MEASURE]
    assert set(on.default) < set(on.offers)
    table = drawn_studio.tables[chart.table]
    kept, _, _ = narrow(chart, table, Selection())
    assert set(kept["measure"]) == set(on.default)
    kept, _, _ = narrow(chart, table, Selection().choose(MEASURE.param, frozenset(on.offers)))
    assert set(kept["measure"]) == set(on.offers)


def test_second_sources_are_cited_after_the_first(drawn: Tables, words: Words) -> None:
    frame = drawn["moscow_executions"].assign(also_source_id="source_b")
    changed = Tables(drawn.package, "0", {**{name: drawn[name] for name in drawn}, "moscow_executions": frame})
    shown = render(BY_ID["moscow-executions"], changed, Selection(), words, Canvas())
    assert [source.partition(",")[0] for source in shown.sources] == ["Author A", "Author B"]


def test_only_what_the_chart_offers_is_kept(studio: Studio) -> None:
    chart = BY_ID["sentences-by-year"]
    frame, _, aside = narrow(chart, studio.tables[chart.table], Selection())
    assert set(frame["measure"]) <= set(chart.filters[MEASURE].offers)
    assert aside == ()
    mixed = Selection().choose(MEASURE.param, frozenset({"arrested", "sentenced_to_death"}))
    frame, _, aside = narrow(chart, studio.tables[chart.table], mixed)
    assert set(frame["measure"]) == {"sentenced_to_death"}
    assert aside == ()


# nothing to show


@pytest.mark.parametrize(
    ("chart", "query"),
    [("sentences-by-year", "measure="), ("arrests-executions", "measure="), ("operation-progress", "measure="), ("events", "category="),
     ("events", "category=army"), ("events", "period=1936")],
)  # fmt: skip
def test_an_empty_selection_gives_a_figure_that_says_so(studio: Studio, words: Words, chart: str, query: str) -> None:
    drawn = picture(studio, chart, query)
    assert drawn.figure["data"] == []
    assert drawn.sentences == (words("card.empty"),)
    assert words("card.empty") in said(drawn)
    assert drawn.title == words(f"charts.{chart}.question")
    assert drawn.sources == ()
    assert drawn.frame.empty
    link = f"charts/{chart}?{query} · data {studio.tables.version}"
    assert f"{words(f'charts.{chart}.caveat')} {link}" in said(drawn)


def test_choosing_nothing_is_said_in_the_subtitle(studio: Studio, words: Words) -> None:
    none = words("filters.none_chosen", name=words("filters.measure.label"))
    assert any(text.endswith(f" {none}") for text in said(picture(studio, "sentences-by-year", "measure=")))


@every_chart
def test_a_table_without_rows_gives_a_figure_that_says_so(tables: Tables, words: Words, chart: Chart) -> None:
    own = (chart.table, *chart.joined)
    bare = Tables(tables.package, tables.fingerprint, {name: frame.iloc[:0] if name in own else frame for name, frame in tables.items()})
    drawn = render(chart, bare, Selection(), words, Canvas())
    assert drawn.figure["data"] == []
    assert words("card.empty") in said(drawn)


# failures


def fail(*_: Any) -> Any:
    message = "the cause"
    raise ZeroDivisionError(message)


@pytest.mark.parametrize(
    ("changed", "stage"),
    [
        ({"filters": {PERIOD: None}}, "narrow its table"),
        ({"prepare": fail}, "prepare its frame"),
        ({"draw": fail}, "be drawn"),
        ({"read": fail}, "be read"),
    ],
)
def test_a_failure_names_chart_and_stage_and_chains_its_cause(studio: Studio, changed: dict[str, Any], stage: str) -> None:
    with pytest.raises(ChartError) as caught:
        picture(studio, dataclasses.replace(BY_ID["phases"], **changed))
    assert str(caught.value) == f"chart phases failed while it was to {stage}; the cause stands above"
    assert (caught.value.chart_id, caught.value.stage) == ("phases", stage)
    if fail in changed.values():
        assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert caught.value.__cause__ is not None


def test_a_failure_of_the_dressing_is_told_alike(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.render.dressed", fail)
    with pytest.raises(ChartError) as caught:
        picture(studio, "phases")
    assert str(caught.value) == "chart phases failed while it was to be dressed; the cause stands above"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


# events that are read


def test_a_chosen_event_is_told_in_full(studio: Studio, words: Words) -> None:
    drawn = picture(studio, "events", "event=ev1")
    category, certainty = words.label("category", "party"), words.label("certainty", "confirmed")
    assert drawn.detail == (("Event one", (f"1 February 1937 to 3 February 1937. {category}. {certainty}.", "It lasted.", "A note.")),)
    assert drawn.notes == ()


def test_an_event_known_to_the_month_is_told_without_a_day(studio: Studio, words: Words) -> None:
    ((heading, paragraphs),) = picture(studio, "events", "event=ev2").detail
    assert heading == "Event two"
    assert paragraphs[0].startswith("March 1938. ")
    assert len(paragraphs) == 2


def test_a_page_shows_that_a_chart_failed_and_logs_why(
    tables: Tables, languages: Mapping[str, Words], words: Words, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chart = dataclasses.replace(BY_ID["phases"], draw=lambda frame, scene: 1 / 0)
    monkeypatch.setitem(BY_ID, "phases", chart)
    shown = Studio(tables, languages).picture(chart, Selection(), 900)
    assert shown.sentences == (words("card.failed"),)
    assert shown.figure["data"] == []
    assert "chart phases failed while it was to be drawn" in caplog.text
    assert "ZeroDivisionError" in caplog.text


# the event being read


def lines_on(shown: Picture, day: str) -> int:
    shapes = shown.figure["layout"].get("shapes", ())
    return sum(str(shape["x0"]).startswith(day) and str(shape["x1"]).startswith(day) for shape in shapes if shape["type"] == "line")


def test_a_chart_of_days_marks_the_day_of_the_event_being_read(studio: Studio) -> None:
    plain, marked = (picture(studio, "phases", query) for query in ("", "event=ev1"))
    assert lines_on(marked, "1937-02-01") - lines_on(plain, "1937-02-01") == 1
    subtitle = " ".join(note["text"] for note in marked.figure["layout"]["annotations"]).replace("<br>", " ")
    assert "Dashed line: 1 February 1937 to 3 February 1937" in subtitle


def test_an_event_outside_of_the_months_shown_is_not_marked(studio: Studio) -> None:
    event, plain = (picture(studio, "operation-progress", query) for query in ("event=ev2&period=1937", "period=1937"))
    assert event.figure["layout"].get("shapes") == plain.figure["layout"].get("shapes")


# comparisons


def ends(shown: Picture, axis: str = "yaxis") -> list[float]:
    return [float(end) for end in shown.figure["layout"][axis]["range"]]


def test_both_sides_of_a_comparison_stand_on_one_range(studio: Studio) -> None:
    selection, _ = studio.parse("period=1936&with=period%3D1937..1938")
    apart = studio.picture(BY_ID["sentences-by-year"], selection, 700)
    first, second = studio.pair(BY_ID["sentences-by-year"], selection, 700)
    assert ends(first) == ends(second)
    assert ends(first)[1] > ends(apart)[1]
    assert {int(year) for year in second.frame["year"]} == {1937, 1938}


def test_a_linear_side_and_a_logarithmic_one_keep_their_own_ranges(studio: Studio) -> None:
    selection, _ = studio.parse("with=scale%3Dlog")
    first, second = studio.pair(BY_ID["arrests-executions"], selection, 700)
    assert first.spans
    assert second.spans
    assert joined(first.spans, second.spans) == ()
    assert ends(first)[1] > 10 > ends(second)[1]


def test_each_panel_of_a_comparison_stands_on_one_range_with_its_own_kind(drawn_studio: Studio) -> None:
    selection, _ = drawn_studio.parse("measure=died&with=measure%3Dheld,died")
    first, second = drawn_studio.pair(BY_ID["special-settlers"], selection, 700)
    spans = [{span.measures: (span.first, span.last) for span in side.spans} for side in (first, second)]
    assert spans[0].keys() < spans[1].keys()
    assert all(spans[1][measure] == ends for measure, ends in spans[0].items())


def test_spans_of_time_and_rows_of_names_are_no_scale_of_figures(studio: Studio) -> None:
    assert studio.picture(BY_ID["phases"], Selection(), 700).spans == ()


def test_a_bad_second_selection_is_told(studio: Studio) -> None:
    selection, problems = studio.parse("with=scale%3Dlogg%26colour%3Dred&theme=dark")
    assert problems == ()
    other, dropped = studio.second(selection)
    assert [problem.key for problem in dropped] == ["scale", "colour"]
    assert other.to_query() == "theme=dark"


def test_only_what_a_chart_can_show_is_told_as_chosen(record: Tables, words: Words) -> None:
    chart = BY_ID["limit-map"]
    offers = chart.filters[MEASURE].offers
    told = {
        chosen: render(chart, record, Selection().choose(MEASURE.param, frozenset(chosen)), words, Canvas()).subtitle
        for chosen in ((*offers, "tried"), (offers[0], "tried"))
    }
    every, one = told.values()
    plain = render(chart, record, Selection(), words, Canvas()).subtitle
    assert every == plain
    assert words.label("measure", offers[0]) in one
    assert words.label("measure", "tried") not in one
