"""plotly.js with the trace types of the charts: which it holds, of which version it is, and that no page policy has to bend for it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from plotly import graph_objects as go
from plotly.basedatatypes import BaseTraceType
from plotly.offline import get_plotlyjs_version

from dashboard.charts import CHARTS
from dashboard.plotly_script import STOCK, plotly_script
from dashboard.selection import Selection
from dashboard.studio import Studio
from tests.package import ROOT
from tools.plotly_bundle import TRACES, bundle, needs_eval

REMEDY = "set TRACES in tools/plotly_bundle.py to what the charts draw with, then run make vendor"


def _named(module: Path) -> set[str]:
    """Return the trace types that a module names, as ``go.Bar`` or in a dict."""
    tree = ast.parse(module.read_text("utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "go"}
    return {name.lower() for name in attributes if issubclass(getattr(go, name), BaseTraceType)}


def test_the_bundle_draws_what_the_charts_are_made_of(record_studio: Studio) -> None:
    drawn = {trace["type"] for chart in CHARTS for trace in record_studio.picture(chart, Selection(), 1180).figure["data"]}
    named = {name for module in (ROOT / "dashboard").rglob("*.py") for name in _named(module)}
    assert sorted(drawn | named) == sorted(TRACES), REMEDY


def test_a_new_kind_of_trace_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "new.py"
    module.write_text("import plotly.graph_objects as go\nfigure = go.Figure(go.Sunburst())\n", "utf-8")
    assert _named(module) == {"sunburst"}


def test_the_version_is_that_of_plotly_py() -> None:
    pinned = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]["plotly.js"]
    assert pinned == get_plotlyjs_version(), f"npm install --save-dev --save-exact plotly.js@{get_plotlyjs_version()}"


def test_a_bundle_of_another_version_is_left_alone(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "plotly-0.0.1.min.js").write_text("", "utf-8")
    assert plotly_script(tmp_path) == STOCK
    right = vendor / f"plotly-{get_plotlyjs_version()}.min.js"
    right.write_text("", "utf-8")
    assert plotly_script(tmp_path) == right


def test_what_a_strict_policy_forbids_is_found() -> None:
    for script in ("a=new Function('b')", "x(eval('b'))", "Function('return this')()"):
        assert needs_eval(script), script
    for script in ("f.Function=1", "medieval(1)", "g instanceof Function"):
        assert not needs_eval(script), script


def test_what_is_served_needs_no_eval_and_is_small() -> None:
    script = plotly_script(ROOT / "assets")
    if script != STOCK:  # where npm has built it
        text = script.read_text("utf-8")
        assert not needs_eval(text)
        assert len(text) < STOCK.stat().st_size / 3
        assert text.startswith(f"/* plotly.js {get_plotlyjs_version()} ")


def test_the_bundle_can_be_built_again(monkeypatch) -> None:
    if plotly_script(ROOT / "assets") != STOCK:
        monkeypatch.chdir(ROOT)
        assert plotly_script(ROOT / "assets").read_text("utf-8").endswith(bundle())
