"""Lessons: what a file may hold, what is said of one that is wrong, and that those shipped point to what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.charts import BY_ID
from dashboard.errors import DataError, report
from dashboard.lesson_figures import Figure, NoFigureError, figure_of, filled
from dashboard.lesson_files import FOLDER, names_in, read_lesson
from dashboard.lessons import load_lessons
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import RECORD

GOOD = """\
title = "One lesson"
summary = "What it tells."

[figures]
shot = "annual_repression?year=1937&scope=all&measure=sentenced_to_death"

[[step]]
heading = "First"
text = "In 1937 {shot} people were sentenced to death."
chart = "sentences-by-year"
view = "period=1937"
terms = ["troika"]
sources = ["pavlov_certificate_1953"]

[[step]]
heading = "Second"
text = "Order 00447 had limits."
chart = "limit-map"
stages = [{text = "One category.", focus = 2}]
"""


def _written(folder: Path, text: str, name: str = "one") -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / f"{name}.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def said(record: Tables, languages: Mapping[str, Words], tmp_path: Path):
    """What loading a lesson says of it; empty when it is sound."""

    def say(text: str, name: str = "one") -> str:
        try:
            load_lessons(_written(tmp_path, text, name), record, languages)
        except DataError as error:
            return report(error.problems)
        return ""

    return say


def test_a_sound_lesson_says_nothing(said) -> None:
    assert said(GOOD) == ""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('"limit-map"', '"limit-mop"', 'chart-unknown: lessons/one.toml, line 18, field chart (step 2): found "limit-mop", expected '),
        ("period=1937", "period=1837", 'view-unknown: lessons/one.toml, line 11, field view (step 1): found "period=1837", expected '),
        ("period=1937", "color=red", 'view-unknown: lessons/one.toml, line 11, field view (step 1): found "color=red", expected '),
        ("period=1937", "question=arrests_1937_38", 'view-not-obeyed: lessons/one.toml, line 11, field view (step 1): found "question"'),
        ('"troika"', '"trojka"', 'term-unknown: lessons/one.toml, line 12, field terms (step 1): found "trojka"'),
        ("pavlov_certificate_1953", "pavlov", 'source-unknown: lessons/one.toml, line 13, field sources (step 1): found "pavlov"'),
        ("{shot}", "353,074", "figure-typed: lessons/one.toml, line 9, field text (step 1): found "),
        ("{shot}", "{shoot}", 'figure-not-named: lessons/one.toml, line 9, field text (step 1): found "{shoot}", expected shot.'),
        ("{shot}", "{shot", "text-braces: lessons/one.toml, line 9, field text (step 1): found "),
        ("year=1937&", "year=1837&", "figure-unknown: lessons/one.toml, line 5, field shot: found "),
        ("annual_repression", "annual", "figure-unknown: lessons/one.toml, line 5, field shot: found "),
        ("focus = 2", "focus = 12", "stage-wrong: lessons/one.toml, line 19, field stages (step 2): found "),
        ('heading = "Second"', "", "text-missing: lessons/one.toml, line 15, field heading (step 2): found nothing, expected a text."),
        ('heading = "Second"', 'headline = "Second"', 'key-unknown: lessons/one.toml, line 16, field headline (step 2): found "headline"'),
        ("Order 00447", "Order 00447 " + "x" * 250, "text-too-long: lessons/one.toml, line 17, field text (step 2): found 2"),
        ("[[step]]", "[[step]", "lesson-not-toml: lessons/one.toml, line 7: found "),
    ],
)
def test_a_slip_is_named_with_file_line_and_step(said, before: str, after: str, expected: str) -> None:
    assert before in GOOD
    assert expected in said(GOOD.replace(before, after))


def test_a_name_that_is_no_address_is_refused(said) -> None:
    assert "lesson-name: lessons/One lesson.toml" in said(GOOD, "One lesson")


def test_a_file_without_steps_is_refused(said) -> None:
    assert "steps-missing: lessons/one.toml" in said('title = "T"\nsummary = "S"\n')


def test_a_figure_is_computed_and_carries_its_sources(record: Tables, words: Words) -> None:
    figure = figure_of("annual_repression?year=1937..1938&scope=all&measure=sentenced_to_death", record, words)
    assert figure == Figure("681,692", ("pavlov_certificate_1953",))
    assert figure_of("events?event_id=ev059#date", record, words).text == "5 August 1937"
    assert figure_of("events?event_id=ev071#date", record, words).text == "December 1937", "known to the month only"
    assert figure_of("death_lists#rows", record, words).text == str(len(record["death_lists"]))
    killed = figure_of("estimates?question=executions_1937_38&source_id=rittersporn_2004&preferred=false", record, words)
    assert killed.text == "more than 680,000", "the qualifier stays"
    assert filled("{a} people", {"a": killed}) == "more than 680,000 people"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nowhere?a=b", "there is no table nowhere"),
        ("events?colour=red", "the table events has no column colour"),
        ("events?event_id", "is not column=value"),
        ("events?event_id=ev000", "no row of the record is meant"),
        ("events?event_id=ev001|ev002#date", "2 rows are meant"),
        ("events?event_id=ev001#end_date", "is empty"),
        ("events?event_id=ev001", "carry no figure"),
        ("annual_repression?year=1937&scope=all&measure=arrested|sentenced_to_death", "may count some of the same people"),
    ],
)
def test_what_is_no_figure_says_why(record: Tables, words: Words, named: str, why: str) -> None:
    with pytest.raises(NoFigureError, match=why):
        figure_of(named, record, words)


def test_check_names_the_lessons_of_a_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    _written(folder, GOOD)  # the invented record has other rows than the real one
    assert main(["check", str(folder)]) == 1
    assert "lessons/one.toml, line 12" in capsys.readouterr().out


@pytest.fixture(scope="session")
def shipped(record: Tables, languages: Mapping[str, Words]):
    return load_lessons(RECORD, record, languages)


def test_three_lessons_are_shipped_and_sound(shipped) -> None:
    assert list(shipped) == ["the-terror-in-twelve-steps", "orders-and-their-execution", "how-do-we-know"], "in the order that they ask for"
    assert len(shipped["the-terror-in-twelve-steps"].steps) == 12


def test_each_step_shows_something_and_every_setting_is_obeyed(shipped, record_studio: Studio) -> None:
    for lesson in shipped.values():
        for step in lesson.steps:
            selection, problems = record_studio.parse(step.view)
            picture = record_studio.picture(BY_ID[step.chart], selection, 1320)
            assert not problems
            assert not picture.frame.empty, (lesson.id, step.heading)
            assert step.question, (lesson.id, step.heading)
            assert step.note, (lesson.id, step.heading)


def test_no_figure_of_a_lesson_is_named_in_vain(shipped) -> None:
    for lesson in shipped.values():
        texts = [text for step in lesson.steps for text in (step.text, step.note, step.question, *(stage.text for stage in step.stages))]
        assert {name for text in texts for name in names_in(text)} == set(lesson.figures), lesson.id


def test_a_reader_of_lessons_keeps_the_text(shipped) -> None:
    lesson = next(iter(shipped.values()))
    again, problems = read_lesson(lesson.id, lesson.source)
    assert (again, problems) == (lesson, ())
