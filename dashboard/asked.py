"""What a browser may ask of the callbacks: a request that no page of ours could send is told so, before Dash takes it up.

Dash trusts its own browser half and fails on anything else. Here a request is held against the callbacks as they are
declared: its output, its ids, its properties; then its values against ``VALUES``, the shape of everything that a
callback is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import BY_ID
from dashboard.layout import ids
from dashboard.layout.compare import SIDES
from dashboard.selection import shorten

Test = Callable[[Any], bool]
_MOST_WIDE, _MOST_CLICKS, _LONGEST, _MOST_CHOSEN = 20_000, 1_000_000, 100_000, 1_000


@dataclass(frozen=True)
class Kind:
    """A kind of value: what it is in words, and what tells it."""

    said: str
    holds: Test


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 - an outcome that the asker is told, not an error of the program
    """What in a request cannot be: where, what was found, what is allowed."""

    place: str
    found: str
    allowed: str


def _is_text(value: Any) -> bool:
    """Return whether a value is a text that UTF-8 can carry: JSON also writes halves of pairs of surrogates."""
    return isinstance(value, str) and len(value) <= _LONGEST and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _whole(most: int) -> Test:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


TEXT = Kind("a text", _is_text)
WIDTH = Kind(f"a whole number from 0 to {_MOST_WIDE}", _whole(_MOST_WIDE))
COUNT = Kind(f"a whole number from 0 to {_MOST_CLICKS}", _whole(_MOST_CLICKS))
Shape = Kind | Mapping[str, Kind]

VALUES: Mapping[str, Shape] = {
    f"{ids.VISIT}.data": {"path": TEXT, "search": TEXT, "width": WIDTH, "count": COUNT},
    f"{ids.SELECTION}.data": {"query": TEXT},
    f"{ids.SHOWN}.data": {"query": TEXT},
    f"{ids.TAKEN}.data": {"chart": TEXT},
    f"{ids.TRACED}.data": {"marks": TEXT},
}
"""The shape of every value that a callback on this server is sent, by the id (or its type) and the property."""

_CARDS = frozenset({*BY_ID, *(f"{side}:{chart}" for side in SIDES for chart in BY_ID)})


def check(body: Any, callbacks: Mapping[str, Any]) -> None:
    """Return when a request can be answered.

    Raises:
        Refusal: it cannot.
    """
    if not isinstance(body, dict):
        raise Refusal(place="the body", found=_seen(body), allowed="an object")
    output = body.get("output")
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None or "callback" not in callback:
        raise Refusal(place="output", found=_seen(output), allowed="the output of a callback as /_dash-dependencies names it")
    matched = set[str]()
    _check_outputs(body.get("outputs"), str(output), matched)
    asked = [
        *_check_items(body.get("inputs"), "inputs", callback["inputs"], matched),
        *_check_items(body.get("state", []), "state", callback["state"], matched),
    ]
    if len(matched) > 1:
        raise Refusal(place="ids", found=_seen(sorted(matched)), allowed="ids of one and the same card")
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not set(map(repr, changed)) <= set(map(repr, asked)):
        raise Refusal(place="changedPropIds", found=_seen(changed), allowed="a list of inputs that this request holds")


def _check_outputs(given: Any, output: str, matched: set[str]) -> None:
    """Hold the outputs of a request against the callback's own: ``..a.b...c.d..`` stands for several."""
    several = output.startswith("..")
    declared = output[2:-2].split("...") if several else [output]
    items = given if several else [given]
    if not isinstance(items, list) or len(items) != len(declared):
        raise Refusal(place="outputs", found=_seen(given), allowed=f"{len(declared)} outputs in a list" if several else "one output")
    for place, (item, known) in enumerate(zip(items, declared, strict=True)):
        component, _, name = known.rpartition(".")
        bare = name.partition("@")[0]  # Dash marks outputs that several callbacks share; its browser half sends the mark along
        sent = item.get("property") if isinstance(item, dict) else None
        _check_item(item, f"outputs[{place}]", {"id": component, "property": name if sent == name else bare}, matched, values=False)


def _check_items(given: Any, part: str, declared: Sequence[Mapping[str, str]], matched: set[str]) -> Iterator[str]:
    """Hold inputs or states against the declared ones; return what each is called among the changed properties."""
    if not isinstance(given, list) or len(given) != len(declared):
        raise Refusal(part, _seen(given), f"a list of {len(declared)}")
    for place, (item, known) in enumerate(zip(given, declared, strict=True)):
        at = f"{part}[{place}]"
        if '["ALL"]' not in known["id"]:
            yield _check_item(item, at, known, matched)
        elif isinstance(item, list) and len(item) <= _MOST_CHOSEN:
            yield from [_check_item(one, f"{at}[{number}]", known, matched) for number, one in enumerate(item)]
        else:
            raise Refusal(at, _seen(item), "a list of items")


def _check_item(item: Any, place: str, known: Mapping[str, str], matched: set[str], *, values: bool = True) -> str:
    if not isinstance(item, dict) or item.get("property") != known["property"]:
        raise Refusal(place, _seen(item), f"an object with the property {known['property']}")
    found = item.get("id")
    kind = _check_id(found, f"{place}.id", known["id"], matched)
    if values:
        _check_value(item.get("value"), f"{place}.value", VALUES.get(f"{kind}.{known['property']}", {}))
    spelled = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False) if isinstance(found, dict) else found
    return f"{spelled}.{known['property']}"


def _check_id(found: Any, place: str, known: str, matched: set[str]) -> str:
    """Hold an id against the declared one, whose wildcards stand for texts; return the id, or its type."""
    if not known.startswith("{"):
        if found != known:
            raise Refusal(place, _seen(found), known)
        return known
    pattern: dict[str, Any] = json.loads(known)
    if not isinstance(found, dict) or set(found) != set(pattern):
        raise Refusal(place, _seen(found), f"an object with {', '.join(pattern)}")
    for key, wanted in pattern.items():
        one = found[key]
        if not _is_text(one) or (isinstance(wanted, str) and one != wanted) or (key == "chart" and one not in _CARDS):
            raise Refusal(place=f"{place}.{key}", found=_seen(one), allowed=wanted if isinstance(wanted, str) else f"the name of a {key}")
        if wanted == ["MATCH"]:
            matched.add(one)
    return str(pattern["type"])


def _check_value(value: Any, place: str, shape: Shape) -> None:
    if isinstance(shape, Kind):
        if not shape.holds(value):
            raise Refusal(place, _seen(value), shape.said)
        return
    if not isinstance(value, dict):
        raise Refusal(place, _seen(value), f"an object with {', '.join(shape)}")
    for key, kind in shape.items():
        _check_value(value.get(key), f"{place}.{key}", kind)


def _seen(value: Any) -> str:
    """Return a value as it may be shown back: its beginning, without what does not print."""
    return shorten(value if isinstance(value, str) else type(value).__name__ if isinstance(value, dict | list) else repr(value)[:80])
