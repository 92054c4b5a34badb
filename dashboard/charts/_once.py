"""What need not be worked out for every picture: what follows from the record alone, and what drawing and reading both look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import pandas as pd

from dashboard.charts._chart import Scene
from dashboard.tables import records
from dashboard.transforms import Disjoint, disjoint_of

T = TypeVar("T")


def of_record(work: Callable[[Scene], T]) -> Callable[[Scene], T]:
    """Let a function that looks at nothing but a scene's tables answer once for a record; nobody may change the answer."""

    @wraps(work)
    def answered(scene: Scene) -> T:
        if work not in scene.known:
            scene.known[work] = work(scene)
        return scene.known[work]

    return answered


def of_frame(work: Callable[[pd.DataFrame, Scene], T]) -> Callable[[pd.DataFrame, Scene], T]:
    """Let a function that drawing and reading both ask answer once for a frame in a scene; nobody may change the answer."""

    @wraps(work)
    def answered(frame: pd.DataFrame, scene: Scene) -> T:
        held = scene.found.get((work, id(frame)))
        if held is None:
            held = scene.found[work, id(frame)] = (frame, work(frame, scene))  # held with its frame, whose id is then no other's
        return held[1]

    return answered


@of_record
def disjoint_in(scene: Scene) -> Disjoint:
    """Return which populations share nobody; the scene holds definitions."""
    return disjoint_of(scene.tables["definitions"])


@of_record
def regions_in(scene: Scene) -> dict[str, dict[str, Any]]:
    """Return the territories by id; the scene holds regions."""
    return {row["region_id"]: row for row in records(scene.tables["regions"])}


@of_record
def phases_in(scene: Scene) -> list[dict[str, Any]]:
    """Return the phases from the first to the last; the scene holds phases."""
    return records(scene.tables["phases"].sort_values("start"))
