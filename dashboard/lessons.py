"""Lessons: one TOML file a lesson, each step a heading, a paragraph and a view of one chart.

``read_lesson`` is the one reader of such files: of those in data/lessons/ and of any that a reader brings. What a
step points to is checked against the record, the charts and the one codec of addresses; a problem names file, line and step.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.charts import BY_ID
from dashboard.errors import DataError, Problem
from dashboard.filters import PARAMS, vocabulary
from dashboard.lesson_figures import NoFigureError, figure_of
from dashboard.selection import BadValue, Selection, parse
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

FOLDER = "lessons"
MOST_TEXT = 250  # characters of a paragraph: two lines on the wall
MOST_HEADING = 60
_TEXTS = {"title": True, "summary": True, "language": False}  # of a lesson: whether it must be there
_STEP_TEXTS = {"heading": True, "text": True, "chart": True, "view": False, "note": False, "question": False}
_STEP_LISTS = ("terms", "sources")
_STAGE = ("text", "focus")
_MAY_BE_TYPED = re.compile(r"\b19[1-5]\d\b|\b00\d{3}\b")  # years, and the numbers by which orders are named
_DIGITS = re.compile(r"\d")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Stage:
    """What one more key press reveals of a step: a sentence or two in place of the paragraph, one series in front."""

    text: str
    focus: int = 0


@dataclass(frozen=True)
class Step:
    """One step: ``view`` is the query string of its chart; figures of its texts stand as ``{name}``."""

    heading: str
    text: str
    chart: str
    view: str = ""
    stages: tuple[Stage, ...] = ()
    note: str = ""
    question: str = ""
    terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: its name in addresses: the name of its file.
        title: what it is called.
        summary: one sentence on what it tells.
        language: the language in which it is written.
        figures: the figures that its texts name, as ``lesson_figures.figure_of`` reads them.
        steps: its steps in order.
        source: the text of its file.
    """

    id: str
    title: str
    summary: str
    language: str
    figures: Mapping[str, str]
    steps: tuple[Step, ...]
    source: str = field(default="", repr=False)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of the figures that a text asks for."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)


@dataclass
class _Places:
    """Where things stand in a file: the line of each step, and of each key within it."""

    name: str
    lines: Sequence[str]
    steps: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        self.steps = [number for number, line in enumerate(self.lines, 1) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]

    def line(self, step: int, key: str) -> int:
        """Return the line of a key: of step 1, 2, ..., or of the whole lesson (step 0); where it is missing, of its table."""
        first = self.steps[step - 1] if 0 < step <= len(self.steps) else 1
        last = self.steps[step] if step < len(self.steps) else len(self.lines) + 1
        marks = range(first, last)
        return next((at for at in marks if re.match(rf"\s*{re.escape(key)}\s*=", self.lines[at - 1])), first)

    def problem(self, step: int, key: str, code: str, found: str, allowed: str, remedy: str) -> Problem:
        """Return a problem at a key of a step, or of the whole lesson where ``step`` is 0."""
        place = f"{key} (step {step})" if step else key
        return Problem(f"{FOLDER}/{self.name}.toml", self.line(step, key), place, code, found, allowed, remedy)


def read_lesson(name: str, text: str) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """Return the lesson that a TOML text holds, and everything that keeps it from being one (then the lesson is None)."""
    places = _Places(name, text.split("\n"))
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else len(places.lines)
        problem = Problem(f"{FOLDER}/{name}.toml", line, "", "lesson-not-toml", str(error), "TOML", "Mend the line.")
        return None, (problem,)
    found = list(_shape(tree, places))
    if found:
        return None, tuple(found)
    steps = tuple(
        Step(
            **{key: str(step.get(key, "")).strip() for key in _STEP_TEXTS},
            stages=tuple(Stage(str(stage["text"]).strip(), int(stage.get("focus", 0))) for stage in step.get("stages", ())),
            terms=tuple(step.get("terms", ())),
            sources=tuple(step.get("sources", ())),
        )
        for step in tree["step"]
    )
    texts = {key: str(tree.get(key, "")).strip() for key in _TEXTS}
    return Lesson(name, **texts | {"language": texts["language"] or "en"}, figures=tree.get("figures", {}), steps=steps, source=text), ()


def _shape(tree: Mapping[str, Any], places: _Places) -> Iterator[Problem]:
    """Yield what of a file is missing, unknown or of the wrong kind."""
    if not _SLUG.fullmatch(places.name):
        yield places.problem(0, "", "lesson-name", f'"{places.name}"', "small letters, digits and hyphens", "Rename the file.")
    yield from _texts(tree, _TEXTS, {*_TEXTS, "figures", "step"}, 0, places)
    figures = tree.get("figures", {})
    if not isinstance(figures, dict) or not all(isinstance(one, str) for one in figures.values()):
        yield places.problem(
            0, "figures", "figures-wrong", "another kind of value", "name = text, one a line", "Write each figure as a text."
        )
    steps = tree.get("step")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        yield places.problem(0, "step", "steps-missing", "none", "one table [[step]] a step", "Begin each step with [[step]].")
        return
    for number, step in enumerate(steps, 1):
        yield from _texts(step, _STEP_TEXTS, {*_STEP_TEXTS, *_STEP_LISTS, "stages"}, number, places)
        for key in _STEP_LISTS:
            if not _all_texts(step.get(key, [])):
                yield places.problem(number, key, "list-wrong", repr(step[key])[:60], "a list of texts", f'Write {key} = ["...", "..."].')
        if not all(map(_is_stage, step.get("stages", []))):
            yield places.problem(
                number,
                "stages",
                "stage-wrong",
                repr(step["stages"])[:60],
                "a list of {text, focus}",
                "Give each stage a text; focus is 1 to 9.",
            )


def _texts(tree: Mapping[str, Any], known: Mapping[str, bool], allowed: set[str], step: int, places: _Places) -> Iterator[Problem]:
    for key, needed in known.items():
        if key in tree and not isinstance(tree[key], str):
            yield places.problem(step, key, "text-wrong", repr(tree[key])[:60], "a text in quotes", "Put it in quotes.")
        elif needed and not str(tree.get(key, "")).strip():
            yield places.problem(step, key, "text-missing", "nothing", "a text", f'Write {key} = "...".')
    for key in tree:
        if key not in allowed:
            yield places.problem(
                step, key, "key-unknown", f'"{key}"', ", ".join(sorted(allowed)), "Correct the name, or take the line out."
            )


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_stage(value: Any) -> bool:
    good = isinstance(value, dict) and set(value) <= set(_STAGE) and isinstance(value.get("text"), str)
    return good and isinstance(value.get("focus", 0), int) and 0 <= value.get("focus", 0) <= 9


Parse = Callable[[str], tuple[Selection, tuple[BadValue, ...]]]


def faults(lesson: Lesson, tables: Tables, words: Words, read: Parse) -> Iterator[Problem]:
    """Yield every place where a lesson points to what is not there, or types a figure; ``read`` is the codec of addresses."""
    places = _Places(lesson.id, lesson.source.split("\n"))
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


def _view(step: Step, number: int, places: _Places, read: Parse) -> Iterator[Problem]:
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


def _references(step: Step, number: int, places: _Places, tables: Tables) -> Iterator[Problem]:
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


def _wording(step: Step, number: int, places: _Places, lesson: Lesson) -> Iterator[Problem]:
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
        typed = _DIGITS.search(_MAY_BE_TYPED.sub("", re.sub(r"\{[^}]*\}", "", text)))
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


def load_lessons(folder: Path, tables: Tables, languages: Mapping[str, Words]) -> Mapping[str, Lesson]:
    """Return the lessons of a data folder by id, in the order of their files; none where it holds none.

    Raises:
        DataError: with every problem found, when one of them is not sound.
    """
    lessons, problems = list[Lesson](), list[Problem]()
    known = vocabulary(tables, languages, THEMES)
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(
                Problem(f"{FOLDER}/{path.name}", 0, "", "file-not-utf8", str(error), "text in UTF-8", "Save the file as UTF-8.")
            )
            continue
        lesson, found = read_lesson(path.stem, text)
        problems += found
        if lesson and lesson.language not in languages:
            place = _Places(path.stem, text.split("\n"))
            problems.append(
                place.problem(0, "language", "language-unknown", f'"{lesson.language}"', ", ".join(languages), "Name a language of words/.")
            )
        elif lesson:
            lessons.append(lesson)
            problems += faults(lesson, tables, languages[lesson.language], lambda query: parse(query, PARAMS, known))
    if problems:
        raise DataError(problems)
    return {lesson.id: lesson for lesson in lessons}
