"""Callback bodies called directly, then one round each through Flask's test client, as the browser would ask."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.callbacks import page_for, panel_for
from dashboard.charts import BY_ID, CHARTS
from dashboard.filters import MEASURE
from dashboard.layout import ids
from dashboard.layout.card import twin
from dashboard.layout.chips import chips
from dashboard.layout.options import options, standing
from dashboard.pages import BY_PATH
from dashboard.selection import Selection
from tests.package import ASSETS


@pytest.fixture(scope="module")
def client(record, languages) -> FlaskClient:
    return create_app(record, languages, ASSETS).server.test_client()


def _ask(client: FlaskClient, output: str, outputs: Any, inputs: list, state: list) -> dict[str, Any]:
    first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
    named = json.dumps(first["id"], sort_keys=True, separators=(",", ":")) if isinstance(first["id"], dict) else first["id"]
    changed = [f"{named}.{first['property']}"]
    body = {"output": output, "outputs": outputs, "inputs": inputs, "state": state, "changedPropIds": changed}
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json["response"]


def test_the_page_comes_with_its_controls_set_and_its_charts_drawn(record_studio) -> None:
    text = json.dumps(page_for(record_studio, "/", "?scale=log&period=1936..1939", 1200).to_plotly_json(), default=_plain)
    assert '"value": "log"' in text
    assert '"value": ["1936-01-01", "1939-12-01"]' in text
    for chart in ("sentences-by-year", "arrests-executions"):
        assert f'{{"type": "chart", "chart": "{chart}"}}' in text


def _plain(value: Any) -> Any:
    return value.to_plotly_json() if hasattr(value, "to_plotly_json") else str(value)


def test_an_unknown_page_says_so(record_studio) -> None:
    text = json.dumps(page_for(record_studio, "/nowhere<script>", "", 1200).to_plotly_json(), default=_plain)
    assert "There is no page at this address" in text


def test_the_event_being_read_stands_as_a_chip_on_every_page(studio) -> None:
    selection, _ = studio.parse("event=ev1")
    (shown,) = chips(BY_PATH["/"], selection, studio, studio.words(selection))
    assert "Read an event: 1 February 1937 to 3 February 1937" in str(shown)


def test_the_chips_of_a_page_show_what_its_charts_show(record_studio) -> None:
    at = BY_PATH["/elites"]
    offered = [code for code, _ in options(MEASURE, at, record_studio, record_studio.languages["en"])]
    shown = list(standing(MEASURE, at, record_studio))
    assert set(shown) < set(offered)
    text = json.dumps(page_for(record_studio, at.path, "", 1180).to_plotly_json(), default=_plain)
    assert _held(json.loads(text), ids.control("measure")) == [shown]


def _held(tree: Any, control: dict[str, str]) -> list[Any]:
    """Return what each component of this id holds."""
    if isinstance(tree, list):
        return [value for part in tree for value in _held(part, control)]
    if not isinstance(tree, dict):
        return []
    own = [tree["value"]] if tree.get("id") == control else []
    return own + [value for part in tree.values() for value in _held(part, control)]


def test_what_a_cell_holds_is_never_taken_for_markup(record_studio, words) -> None:
    frame = record_studio.tables["phases"].assign(name="<script>a</script>\n\n<b>")
    picture = dataclasses.replace(record_studio.picture(BY_ID["phases"], Selection(), 700), frame=frame)
    table = twin(picture, record_studio.tables.package.tables["phases"].fields, words).children.children
    assert "&lt;script&gt;a&lt;/script&gt; &lt;b&gt;" in table
    assert "<script>" not in table


def test_a_round_through_the_door_for_the_page(client) -> None:
    response = _ask(
        client,
        f"{ids.PAGE}.children",
        {"id": ids.PAGE, "property": "children"},
        [{"id": ids.VISIT, "property": "data", "value": {"path": "/timeline", "search": "", "width": 900, "count": 1}}],
        [],
    )
    assert "operation-progress" in json.dumps(response)


def test_every_chart_that_lets_marks_choose_names_them(record_studio) -> None:
    for chart in BY_ID.values():
        assert (chart.chooses is None) == (chart.names is None), chart.id


def test_the_panel_tells_a_claim_and_the_rows_that_it_speaks_from(drawn_studio) -> None:
    told = json.dumps(panel_for(drawn_studio, "article_claims/4", ""), default=lambda part: part.to_plotly_json())
    assert "This mark is made of 2 rows of the record." in told
    assert told.index("Event one was in March") < told.index('"Event one"')
    alone = json.dumps(panel_for(drawn_studio, "article_claims/5", ""), default=lambda part: part.to_plotly_json())
    assert "made of" not in alone


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_chart_can_be_compared_with_itself(record_studio, chart) -> None:
    at = f"/compare/{chart.id}"
    text = json.dumps(page_for(record_studio, at, "?with=period%3D1937", 1180).to_plotly_json(), default=_plain)
    assert f'"a:{chart.id}"' in text
    assert f'"b:{chart.id}"' in text
