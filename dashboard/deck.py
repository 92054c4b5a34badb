"""A deck of one's own: a lesson whose file stands in its link. The server keeps nothing.

The keys and values of a deck are those of a lesson file, so everything that a lesson can hold goes through link, file
and browser unharmed. ``to_link`` and ``from_link`` are one codec; ``read_deck`` keeps the steps that are sound and names
what is wrong with the others, as addresses do.
"""

from __future__ import annotations

import base64
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from dashboard.charts import BY_ID
from dashboard.errors import Problem
from dashboard.lesson_figures import NoFigureError, figure_of
from dashboard.lesson_files import FIGURE_NAME, MOST_HEADING, Lesson, Places, lesson_of, printable, read_tree, tidied
from dashboard.lessons import faults
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.words import Words

MOST_LINK = 6_000  # characters: servers commonly take addresses of 8,000
MOST_BYTES = 60_000  # of a deck, unpacked or as a file
MOST_STEPS = MOST_FIGURES = 60
_TOLD_ONLY = "view-"  # problems of these codes cost a step a setting, not its place


class NoDeckError(ValueError):
    """A link that holds no deck."""


@dataclass(frozen=True)
class Deck:
    """A deck as it was read.

    Attributes:
        tree: of its keys and values as they came, those that a file may hold, with what it must have put in.
        lesson: the lesson that its sound steps make up; None where there is none.
        problems: what is wrong, by the number of its step; 0 is the whole deck.
    """

    tree: Mapping[str, Any]
    lesson: Lesson | None
    problems: Mapping[int, tuple[Problem, ...]]


def to_link(tree: Mapping[str, Any]) -> str:
    """Return a deck as the value that its link carries: JSON, deflated, in letters that need no escape."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(packer.compress(orjson.dumps(tree)) + packer.flush()).decode().rstrip("=")


def from_link(text: str) -> Mapping[str, Any]:
    """Return the deck that a link carries.

    Raises:
        NoDeckError: the link is too long, cut off, or holds something else.
    """
    if len(text) > MOST_LINK:
        raise NoDeckError
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(packed, MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise NoDeckError from error
    if not unpacker.eof:
        raise NoDeckError
    return from_json(content)


def from_json(content: bytes) -> Mapping[str, Any]:
    """Return the deck that a JSON text holds.

    Raises:
        NoDeckError: it holds something else.
    """
    try:
        tree = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise NoDeckError from error
    if not isinstance(tree, dict) or not isinstance(tree.get("step", []), list):
        raise NoDeckError
    return tree


def from_file(text: str) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the deck that a lesson file holds, and what keeps it from being one: no TOML, or no list of steps."""
    tree, problems = read_tree(_NAME, text)
    steps = tree.get("step")
    if not problems and not (isinstance(steps, list) and steps):
        problems = (
            Places(_NAME).problem(0, "step", "steps-missing", "none", "one table [[step]] a step", "Begin each step with [[step]]."),
        )
    return tree, problems


_NAME = "deck"


def read_deck(tree: Mapping[str, Any], studio: Studio, words: Words) -> Deck:
    """Return a deck with the lesson that its sound steps make up; ``words`` give what it lacks."""
    found = dict[int, tuple[Problem, ...]]()
    steps = [_named(step, words) for step in tree.get("step", ())[:MOST_STEPS]]
    head = _head(tree, words, studio)
    if lost := _lost_figures(head["figures"], studio, words):
        found[0] = lost
    head["figures"] = {name: named for name, named in head["figures"].items() if name not in {problem.field for problem in lost}}
    sound = list[Lesson]()
    for number, step in enumerate(steps, 1):
        lesson, problems = _of_one({**head, "step": [step]}, number, studio)
        if problems:
            found[number] = problems
        if lesson:
            sound.append(lesson)
    whole = replace(sound[0], steps=tuple(one.steps[0] for one in sound)) if sound else None
    return Deck({**head, "step": list(map(tidied, steps))}, whole, found)


def _named(step: Any, words: Words) -> Any:
    """Return a step with a heading: its own, otherwise the name of its chart."""
    chart = step.get("chart") if isinstance(step, dict) else None
    if not isinstance(chart, str) or step.get("heading"):
        return step
    return {**step, "heading": words(f"charts.{chart}.name") if chart in BY_ID else chart[:MOST_HEADING]}


def _head(tree: Mapping[str, Any], words: Words, studio: Studio) -> dict[str, Any]:
    """Return what a deck says besides its steps, in the order of a file; what is missing or of the wrong kind is put right."""
    texts = {key: printable(tree[key]) if isinstance(tree.get(key), str) else "" for key in ("title", "summary", "language")}
    figures = tree.get("figures")
    return {
        "title": texts["title"] or words("deck.title"),
        "summary": texts["summary"],
        "language": texts["language"] if texts["language"] in studio.languages else words.language,
        "own_words": True,
        "figures": dict(list(figures.items())[:MOST_FIGURES]) if isinstance(figures, dict) else {},
    }


def _lost_figures(figures: Mapping[str, Any], studio: Studio, words: Words) -> tuple[Problem, ...]:
    lost = list[Problem]()
    for name, named in figures.items():
        try:
            figure_of(named if isinstance(named, str) and FIGURE_NAME.fullmatch(name) else "", studio.tables, words)
        except NoFigureError as error:
            lost.append(
                Places(_NAME).problem(
                    0, name, "figure-unknown", f'"{named}" ({error})'[:200], "table?conditions#field", "Name rows that the record has."
                )
            )
    return tuple(lost)


def _of_one(tree: Mapping[str, Any], number: int, studio: Studio) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """Return a deck of one step, if that step is sound, and what is wrong with it."""
    places = Places(slug(tree["title"]), before=number - 1)
    lesson, problems = lesson_of(tree, places)
    if lesson is None:
        return None, problems
    problems = tuple(faults(lesson, studio.tables, studio.languages[lesson.language], studio.parse, places))
    return (lesson if all(problem.code.startswith(_TOLD_ONLY) for problem in problems) else None), problems


def slug(title: str) -> str:
    """Return a title as the name of a file."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:8])[:60].strip("-") or _NAME


def shown(step: Mapping[str, Any], studio: Studio) -> tuple[str, Selection] | None:
    """Return the chart's id and the selection of a step as it came; None where it names no chart."""
    chart, view = step.get("chart"), step.get("view", "")
    if not isinstance(chart, str) or chart not in BY_ID:
        return None
    return chart, studio.parse(view if isinstance(view, str) else "")[0]


def told(problems: Sequence[Problem], words: Words) -> list[str]:
    """Return problems in words, without the names of files that a deck does not have."""
    return [words("deck.problem", place=one.field, found=one.found, allowed=one.allowed[:160], remedy=one.remedy) for one in problems]
