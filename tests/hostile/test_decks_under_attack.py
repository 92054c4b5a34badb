"""Decks, which readers write and carry in links: bent decks, damaged lesson files and damaged links, at every door that takes one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dash import Dash
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import BY_ID
from dashboard.deck import MOST_BYTES, to_link
from dashboard.lesson_files import written
from tests.hostile.conftest import cases, in_time, judge
from tests.hostile.test_callbacks_under_attack import ADDRESS as CALLBACKS
from tests.hostile.test_callbacks_under_attack import bent
from tests.hostile.test_doors_under_attack import hostile, queries
from tests.hostile.test_record_under_attack import damage

ADDRESS = "/deck.json"
DOORS = tuple(
    f"{door}deck="
    for door in (*(3 * (f"{ADDRESS}?",)), "/present?", "/present?step=1&", "/present.json?width=640&height=480&step=1&", "/deck.pptx?")
)
views = st.one_of(queries(), st.sampled_from(["period=1937", "theme=dark", "", "period=1e9"]))


@st.composite
def decks(draw: st.DrawFn) -> dict[str, Any]:
    """Return a deck as the page keeps it, whatever its texts are."""
    step = st.fixed_dictionaries(
        {"chart": st.sampled_from([*BY_ID, "x"]), "view": views},
        optional={"heading": hostile, "text": hostile, "note": hostile, "question": hostile},
    )
    named = st.dictionaries(hostile, st.one_of(hostile, st.sampled_from(["phases?phase_id=first#start", "phases#rows"])), max_size=2)
    head = st.fixed_dictionaries({"title": hostile, "step": st.lists(step, max_size=3)}, optional={"figures": named, "language": hostile})
    return draw(head)


def _carried(tree: Any) -> str | None:
    try:
        return to_link(tree)
    except TypeError:  # what JSON in UTF-8 cannot hold, a link cannot carry either
        return None


@given(data=st.data())
@cases(800)
def test_what_is_no_deck_is_told_so(site: Dash, data: st.DataObject) -> None:
    tree = bent(data.draw, data.draw(decks()))
    answer = in_time(site.server, ADDRESS, method="POST", data=json.dumps(tree), content_type="application/json")
    judge(answer)
    assert answer.status_code in (200, 400)
    assert isinstance(answer.json["problems"], list)


@given(data=st.data())
@cases(400)
def test_a_damaged_file_of_a_deck_is_told_so(site: Dash, data: st.DataObject) -> None:
    sound = written(
        {"title": "T", "summary": "", "language": "en", "own_words": True, "figures": {}, "step": [{"chart": "phases", "heading": "H"}]}
    )
    content = data.draw(damage(sound.encode()))
    answer = in_time(site.server, ADDRESS, method="POST", data=content, content_type="application/toml")
    judge(answer)
    assert answer.status_code in (200, 400)
    assert isinstance(answer.json["problems"], list)


@given(data=st.data())
@cases(400)
def test_a_link_that_carries_no_deck_is_told_so(site: Dash, data: st.DataObject) -> None:
    link = _carried(bent(data.draw, data.draw(decks()))) or "x"
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(link)))
        link = link[:at] + data.draw(st.sampled_from(["", "A", "%00", "-_", "=", "é", "A" * 7_000])) + link[at + 1 :]
    judge(in_time(site.server, data.draw(st.sampled_from(DOORS)) + link))


@pytest.mark.parametrize("kind", ["application/json", "application/toml"])
@pytest.mark.parametrize(
    "body", [b"a" * 5_000_000, b" " * (MOST_BYTES + 1), b"[" * 50_000, b'{"step":' * 5_000, b"a = [" + b"[" * 9_000, b"\xff"]
)
def test_what_is_too_much_for_a_deck_is_told_so(site: Dash, body: bytes, kind: str) -> None:
    answer = in_time(site.server, ADDRESS, method="POST", data=body, content_type=kind)
    judge(answer)
    assert answer.status_code in (400, 413)


def test_every_door_that_takes_a_body_is_attacked(site: Dash) -> None:
    assert {rule.rule for rule in site.server.url_map.iter_rules() if "POST" in (rule.methods or ())} == {ADDRESS, CALLBACKS}
