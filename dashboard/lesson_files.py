"""Lesson files: what a lesson is, and TOML read into one and written from one. One table ``[[step]]`` a step.

``read_lesson`` reads the files of data/lessons/ and any that a reader brings; ``lesson_of`` reads the same keys and values
from elsewhere (a deck carries them in its link). What a lesson points to is followed in ``lessons``.
"""

from __future__ import annotations

import json
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.errors import Problem

FOLDER = "lessons"
MOST_TEXT = 250  # characters of a paragraph: two lines on the wall
MOST_HEADING = 60
_TEXTS = {"title": True, "summary": False, "language": False}  # of a lesson: whether it must be there
_STEP_TEXTS = {"heading": True, "text": False, "chart": True, "view": False, "note": False, "question": False}
_STEP_LISTS = ("terms", "sources")
_STAGE = ("text", "focus")
_MOST_LESSONS = 999
FIGURE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # what XML, and so a slide, cannot hold
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
        order: its place among the lessons, from 1; those without one follow, by name.
        own_words: whether its texts are somebody's own, whose digits nothing vouches for; the opening of the lesson says so.
        source: the text of its file.
    """

    id: str
    title: str
    summary: str
    language: str
    figures: Mapping[str, str]
    steps: tuple[Step, ...]
    order: int = 0
    own_words: bool = False
    source: str = field(default="", repr=False)

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Return what lessons are sorted by."""
        return self.order == 0, self.order, self.id


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of the figures that a text asks for.

    Raises:
        ValueError: a brace is not closed, or more than a name stands in it.
    """
    asked = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(text) if name is not None]
    for name, spec, conversion in asked:
        if spec or conversion or not FIGURE_NAME.fullmatch(name):
            message = f"{{{name}}} is no name of a figure"
            raise ValueError(message)
    return tuple(name for name, _, _ in asked)


@dataclass
class Places:
    """Where things stand in a file: the line of each step, and of each key within it. ``before`` steps stand elsewhere."""

    name: str
    lines: Sequence[str] = ()
    before: int = 0
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
        place = f"{key} (step {step + self.before})" if step else key
        return Problem(f"{FOLDER}/{self.name}.toml", self.line(step, key), place, code, found, allowed, remedy)


def read_tree(name: str, text: str) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the keys and values that a TOML text holds; nothing, and the problem, where it is none."""
    try:
        return tomllib.loads(text), ()
    except (ValueError, RecursionError) as error:  # a number of too many digits is a plain ValueError
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        return {}, (Problem(f"{FOLDER}/{name}.toml", line, "", "lesson-not-toml", str(error), "TOML", "Mend the line."),)


def printable(text: str) -> str:
    """Return a text without what no file of a lesson can show, and without blanks around it."""
    return _UNPRINTABLE.sub("", text).strip()


def read_lesson(name: str, text: str) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """Return the lesson that a TOML text holds, and everything that keeps it from being one (then the lesson is None)."""
    tree, problems = read_tree(name, text)
    if problems:
        return None, problems
    lesson, problems = lesson_of(tree, Places(name, text.split("\n")))
    return lesson and replace(lesson, source=text), problems


def lesson_of(tree: Mapping[str, Any], places: Places) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """Return the lesson that keys and values make up, and everything that keeps them from it (then the lesson is None)."""
    found = tuple(_shape(tree, places))
    if found:
        return None, found
    steps = tuple(
        Step(
            **{key: printable(str(step.get(key, ""))) for key in _STEP_TEXTS},
            stages=tuple(Stage(printable(str(stage["text"])), int(stage.get("focus", 0))) for stage in step.get("stages", ())),
            terms=tuple(step.get("terms", ())),
            sources=tuple(step.get("sources", ())),
        )
        for step in tree["step"]
    )
    texts = {key: printable(str(tree.get(key, ""))) for key in _TEXTS}
    texts["language"] = texts["language"] or "en"
    figures, own_words = tree.get("figures", {}), tree.get("own_words", False)
    return Lesson(places.name, **texts, figures=figures, steps=steps, order=tree.get("order", 0), own_words=own_words), ()


def tidied(step: Any) -> dict[str, Any]:
    """Return of a step what a file may hold and says something; the rest is left out."""
    if not isinstance(step, dict):
        return {}
    texts = {key: printable(step[key]) for key in _STEP_TEXTS if isinstance(step.get(key), str)}
    lists = {key: step[key] for key in _STEP_LISTS if _all_texts(step.get(key))}
    stages = step.get("stages")
    sound = stages if isinstance(stages, list) and all(map(_is_stage, stages)) else []
    return {key: value for key, value in (texts | lists | {"stages": sound}).items() if value}


def written(tree: Mapping[str, Any]) -> str:
    """Return keys and values of a lesson as TOML; texts are written as JSON writes them, which TOML reads."""
    blocks = [[f"{key} = {_value(value)}" for key, value in tree.items() if key not in ("figures", "step")]]
    if tree.get("figures"):
        blocks.append(["[figures]", *(f"{key} = {_value(value)}" for key, value in tree["figures"].items())])
    blocks += [["[[step]]", *(f"{key} = {_value(value)}" for key, value in step.items())] for step in tree["step"]]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # which JSON leaves as it is


def _shape(tree: Mapping[str, Any], places: Places) -> Iterator[Problem]:
    """Yield what of a file is missing, unknown or of the wrong kind."""
    if not _SLUG.fullmatch(places.name):
        yield places.problem(0, "", "lesson-name", f'"{places.name}"', "small letters, digits and hyphens", "Rename the file.")
    yield from _texts(tree, _TEXTS, {*_TEXTS, "order", "own_words", "figures", "step"}, 0, places)
    if type(tree.get("order", 1)) is not int or not 1 <= tree.get("order", 1) <= _MOST_LESSONS:
        yield places.problem(0, "order", "order-wrong", repr(tree["order"])[:60], f"a number from 1 to {_MOST_LESSONS}", "Write order = 1.")
    if type(tree.get("own_words", False)) is not bool:
        yield places.problem(0, "own_words", "own-words-wrong", repr(tree["own_words"])[:60], "true or false", "Write own_words = true.")
    figures = tree.get("figures", {})
    if not isinstance(figures, dict) or not all(isinstance(one, str) and FIGURE_NAME.fullmatch(name) for name, one in figures.items()):
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
        stages = step.get("stages", [])
        if not isinstance(stages, list) or not all(map(_is_stage, stages)):
            yield places.problem(
                number,
                "stages",
                "stage-wrong",
                repr(step["stages"])[:60],
                "a list of {text, focus}",
                "Give each stage a text; focus is 1 to 9.",
            )


def _texts(tree: Mapping[str, Any], known: Mapping[str, bool], allowed: set[str], step: int, places: Places) -> Iterator[Problem]:
    for key, needed in known.items():
        if key in tree and not isinstance(tree[key], str):
            yield places.problem(step, key, "text-wrong", repr(tree[key])[:60], "a text in quotes", "Put it in quotes.")
        elif needed and not printable(str(tree.get(key, ""))):
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
