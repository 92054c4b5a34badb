"""Lessons: each step a heading, a paragraph and a view of one chart; what they point to is there.

``faults`` follows what a lesson points to, against the record, the charts and the one codec of addresses; a problem
names file, line and step. How a file is read and written: ``lesson_files``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dashboard.charts import BY_ID
from dashboard.errors import DataError, Problem
from dashboard.filters import PARAMS, vocabulary
from dashboard.lesson_figures import NoFigureError, figure_of
from dashboard.lesson_files import FOLDER, MOST_HEADING, MOST_TEXT, Lesson, Places, Step, names_in, read_lesson
from dashboard.selection import BadValue, Selection, parse
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

_MAY_BE_TYPED = re.compile(r"\b19[1-5]\d\b|\b00\d{3}\b")  # years, and the numbers by which orders are named
_DIGITS = re.compile(r"\d")

Parse = Callable[[str], tuple[Selection, tuple[BadValue, ...]]]


def faults(lesson: Lesson, tables: Tables, words: Words, read: Parse, places: Places) -> Iterator[Problem]:
    """Yield every place where a lesson points to what is not there, or types a figure; ``read`` is the codec of addresses."""
    for name, named in lesson.figures.items():
        try:
            figure_of(named, tables, words)
        except NoFigureError as error:
            yield places.problem(
                0, name, "figure-unknown", f'"{named}" ({error})', "table?conditions#field", "Name rows that the record has."
            )
    for number, step in enumerate(lesson.steps, 1):
        yield from _view(step, number, places, read)
        yield from _references(step, number, places, tables)
        yield from _wording(step, number, places, lesson)


def _view(step: Step, number: int, places: Places, read: Parse) -> Iterator[Problem]:
    chart = BY_ID.get(step.chart)
    if chart is None:
        yield places.problem(number, "chart", "chart-unknown", f'"{step.chart}"', ", ".join(BY_ID), "Name a chart of this dashboard.")
        return
    selection, problems = read(step.view)
    for bad in problems:
        allowed = ", ".join(bad.allowed[:20]) or "a setting of this dashboard"
        yield places.problem(
            number, "view", "view-unknown", f'"{bad.key}={bad.found}"', allowed, "Copy the query from the chart's own link."
        )
    for param, _ in selection:
        if param not in chart.params:
            keys = ", ".join(known.key for known in chart.params)
            yield places.problem(number, "view", "view-not-obeyed", f'"{param.key}"', keys, f"The chart {chart.id} knows no such setting.")


def _references(step: Step, number: int, places: Places, tables: Tables) -> Iterator[Problem]:
    for key, table, column in (("terms", "glossary", "term_id"), ("sources", "sources", "source_id")):
        known = set(tables[table][column]) if table in tables else set[str]()
        for code in getattr(step, key):
            if code not in known:
                yield places.problem(
                    number,
                    key,
                    f"{key[:-1]}-unknown",
                    f'"{code}"',
                    f"a {column} of {table}.csv",
                    f"Correct it, or add a row to {table}.csv.",
                )


def _wording(step: Step, number: int, places: Places, lesson: Lesson) -> Iterator[Problem]:
    texts = [("heading", step.heading), ("text", step.text), ("note", step.note), ("question", step.question)]
    for key, text in [*texts, *(("stages", stage.text) for stage in step.stages)]:
        try:
            asked = names_in(text)
        except ValueError as error:
            yield places.problem(number, key, "text-braces", str(error), "{name} for a figure", "Close the brace, or take it out.")
            continue
        for name in asked:
            if name not in lesson.figures:
                allowed = ", ".join(lesson.figures) or "none is named"
                yield places.problem(number, key, "figure-not-named", f'"{{{name}}}"', allowed, "Name it under [figures].")
        typed = not lesson.own_words and _DIGITS.search(_MAY_BE_TYPED.sub("", re.sub(r"\{[^}]*\}", "", text)))
        if typed:
            yield places.problem(
                number,
                key,
                "figure-typed",
                f'"{text[:60]}"',
                "no digits but years and numbers of orders",
                "Name the figure under [figures].",
            )
        most = MOST_HEADING if key == "heading" else MOST_TEXT if key in {"text", "stages"} else 0
        if most and len(text) > most:
            yield places.problem(
                number, key, "text-too-long", f"{len(text)} characters", f"at most {most}", "The last row reads this: shorten it."
            )


def load_lesson(path: Path, tables: Tables, languages: Mapping[str, Words]) -> Lesson:
    """Return the lesson of one file, wherever it stands.

    Raises:
        DataError: with every problem found, when it is not sound.
    """
    lesson, problems = _from_disk(path, tables, languages)
    if lesson is None or problems:
        raise DataError(problems)
    return lesson


def load_lessons(folder: Path, tables: Tables, languages: Mapping[str, Words]) -> Mapping[str, Lesson]:
    """Return the lessons of a data folder by id, in the order that they ask for; none where it holds none.

    Raises:
        DataError: with every problem found, when one of them is not sound.
    """
    read = [_from_disk(path, tables, languages) for path in sorted((folder / FOLDER).glob("*.toml"))]
    problems = [problem for _, found in read for problem in found]
    if problems:
        raise DataError(problems)
    return {lesson.id: lesson for lesson in sorted((lesson for lesson, _ in read if lesson), key=lambda lesson: lesson.rank)}


def _from_disk(path: Path, tables: Tables, languages: Mapping[str, Words]) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """Return the lesson of a file, and every problem found in it; None where it cannot be read at all."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(f"{FOLDER}/{path.name}", 0, "", "file-not-utf8", str(error), "text in UTF-8", "Save the file as UTF-8.")
        return None, (problem,)
    lesson, found = read_lesson(path.stem, text)
    if lesson is None:
        return None, found
    places = Places(path.stem, text.split("\n"))
    if lesson.language not in languages:
        allowed = ", ".join(languages)
        return None, (places.problem(0, "language", "language-unknown", f'"{lesson.language}"', allowed, "Name a language of words/."),)
    known = vocabulary(tables, languages, THEMES)
    return lesson, tuple(faults(lesson, tables, languages[lesson.language], lambda query: parse(query, PARAMS, known), places))
