"""The one address that takes a body: requests as the pages send them, bent in every way, and bodies that are no request at all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.asked import COUNT, TEXT, VALUES, WIDTH, Kind
from dashboard.charts import BY_ID
from dashboard.filters import PARAMS
from dashboard.pages import PAGES
from dashboard.security import LARGEST_BODY
from tests.hostile.conftest import cases, in_time, judge
from tests.hostile.test_doors_under_attack import NASTY, hostile, queries

ADDRESS = "/_dash-update-component"
paths = st.one_of(st.sampled_from([page.path for page in PAGES]), st.builds("/compare/{}".format, st.sampled_from(list(BY_ID))), hostile)
MADE: Mapping[Kind, st.SearchStrategy[Any]] = {
    TEXT: st.one_of(queries(), paths, st.sampled_from(list(BY_ID)), st.sampled_from(["phases/ph01", "limits/x~y\nphases/z", "sources/a"])),
    WIDTH: st.sampled_from([0, 1, 320, 1366, 20_000]),
    COUNT: st.integers(0, 3),
}
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.sampled_from(NASTY), st.text(max_size=20),
    st.sampled_from(["[]", "{}", "[[[[[[]]]]]]", '{"type":"chart","chart":"phases"}', '["ALL"]', '["MATCH"]']).map(json.loads),
)  # fmt: skip
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)


def callbacks_of(app: Any) -> dict[str, Any]:
    """Return the callbacks that are answered by the server, by their output."""
    return {output: known for output, known in app.callback_map.items() if "callback" in known}


@st.composite
def requests(draw: st.DrawFn, callbacks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request of the right form: the outputs, ids and kinds of value of a callback, whatever the values are."""
    output = draw(st.sampled_from(sorted(callbacks)))
    card = draw(st.sampled_from([*BY_ID, "a:sentences-by-year", "b:sentences-by-year"]))
    filled = {"chart": card, "table": draw(hostile), "key": draw(st.sampled_from([param.key for param in PARAMS]))}

    def item(known: Mapping[str, str], *, valued: bool = True) -> dict[str, Any]:
        kind, found = known["id"], known["id"]
        if kind.startswith("{"):
            found = {key: filled[key] if isinstance(wanted, list) else wanted for key, wanted in json.loads(kind).items()}
            kind = found["type"]
        shape = VALUES[f"{kind}.{known['property']}"] if valued else {}
        value = draw(MADE[shape]) if isinstance(shape, Kind) else {key: draw(MADE[one]) for key, one in shape.items()}
        return {"id": found, "property": known["property"], **({"value": value} if valued else {})}

    several = output.startswith("..")
    parts = [one.rpartition(".") for one in (output[2:-2].split("...") if several else [output])]
    outputs = [item({"id": part[0], "property": part[2]}, valued=False) for part in parts]
    asked = {
        part: [[item(known)] if '["ALL"]' in known["id"] else item(known) for known in callbacks[output][part]]
        for part in ("inputs", "state")
    }
    first = asked["inputs"][0][0] if isinstance(asked["inputs"][0], list) else asked["inputs"][0]
    named = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], sort_keys=True, separators=(",", ":"))
    return {"output": output, "outputs": outputs if several else outputs[0], **asked, "changedPropIds": [f"{named}.{first['property']}"]}


def _places(tree: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, branch in inside:
        yield from _places(branch, (*at, key))


def bent(draw: Any, tree: Any) -> Any:
    """Return a request with one to three of its parts replaced, taken out or doubled."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.sampled_from(list(_places(tree))))
        if not at:
            return draw(anything)
        parent = tree
        for key in at[:-1]:
            parent = parent[key]
        match draw(st.sampled_from(["replace", "replace", "drop", "double"])):
            case "replace":
                parent[at[-1]] = draw(anything)
            case "drop":
                del parent[at[-1]]
            case _ if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[at[-1]]))
            case _:
                parent[draw(st.text(max_size=5))] = copy.deepcopy(parent[at[-1]])
    return tree


def _send(app: Flask, body: str | bytes, kind: str = "application/json") -> TestResponse:
    answer = in_time(app, ADDRESS, method="POST", data=body, content_type=kind)
    judge(answer)
    return answer


@given(data=st.data())
@cases(300)
def test_what_a_page_could_send_is_answered(site: Any, data: st.DataObject) -> None:
    body = data.draw(requests(callbacks_of(site)))
    text = json.dumps(body)
    lone = any("\ud800" <= letter <= "\udfff" for letter in json.dumps(body, ensure_ascii=False))  # what UTF-8 cannot carry is refused
    assert _send(site.server, text).status_code in ((200, 204, 400) if lone else (200, 204))


@given(data=st.data())
@cases(2_400)
def test_what_no_page_could_send_is_told_so(site: Any, data: st.DataObject) -> None:
    body = bent(data.draw, data.draw(requests(callbacks_of(site))))
    answer = _send(site.server, json.dumps(body))
    assert answer.status_code in (200, 204, 400)
    if answer.status_code == 400:
        assert {"error", "remedy", "request"} <= set(answer.json)


@given(
    body=st.one_of(anything.map(json.dumps), st.binary(max_size=300)),
    kind=st.sampled_from(["application/json", "text/plain", "", "a/b;c=\x01"]),
)
@cases(2_400)
def test_what_is_no_request_is_told_so(site: Any, body: str | bytes, kind: str) -> None:
    assert _send(site.server, body, kind).status_code in (400, 415)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"output": "' + b"a" * 5_000_000 + b'"}', 413),
        (b"[" * 100_000, 400),
        (b'{"output":' * 20_000, 400),
        (b"9" * 100_000, 400),
        (b'{"output": ' + b"9" * 4_000 + b"}", 400),
        (b" " * LARGEST_BODY + b" ", 413),
        (b"", 400),
    ],
)
def test_what_is_too_much_is_told_so(site: Any, body: bytes, status: int) -> None:
    assert _send(site.server, body).status_code == status


def test_every_value_that_a_callback_takes_has_a_declared_shape(site: Any) -> None:
    declared = set()
    for known in callbacks_of(site).values():
        for one in (*known["inputs"], *known["state"]):
            kind = json.loads(one["id"])["type"] if one["id"].startswith("{") else one["id"]
            declared.add(f"{kind}.{one['property']}")
    assert declared == set(VALUES)


def test_a_refusal_names_the_place_what_was_found_and_what_is_allowed(site: Any) -> None:
    body = {"output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["visit.data"],
            "inputs": [{"id": "visit", "property": "data", "value": {"path": "/", "search": "", "width": "wide"}}]}  # fmt: skip
    answer = _send(site.server, json.dumps(body))
    assert answer.status_code == 400
    told = answer.json
    assert (told["place"], told["found"], told["allowed"]) == ("inputs[0].value.width", "wide", "a whole number from 0 to 20000")
