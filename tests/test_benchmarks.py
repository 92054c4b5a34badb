"""The benchmarks' report follows from its data; nothing is measured here."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from benchmarks.apps import APPS, BARE, EMBED, OURS, RIVALS
from benchmarks.drawn import CHARTS
from benchmarks.figures import added, errors, every_change, redrawn, started
from benchmarks.load import SECONDS, Selections
from benchmarks.look import apart
from benchmarks.report import BEGIN, END, MARKDOWN, README, REPORT, headline, render, renewed
from benchmarks.spread import medians, percentile, ratios, spread
from benchmarks.targets import MET, NOT_MEASURED, NOT_MET, TARGETS
from tests.package import ROOT

BY_ID = {target.id: target for target in TARGETS}


def _about() -> dict[str, Any]:
    machine = {"processor": "a processor", "cores": 2, "memory": 11, "system": "a system", "python": "3", "browser": "a browser"}
    return {"machine": machine, "versions": {"ours": {"dash": "1"}, "peers": {"panel": "2"}}}


def _part(**held: Any) -> dict[str, Any]:
    return {**held, "repeats": 3, "quick": False, "begun": "2026-11-30T16:20+00:00", "seconds": 11, "load_before": 0.5, "gaps": []}


def _opened(first: float, size: int) -> dict[str, list[float]]:
    return {"first": [first, first, first * 2], "usable": [first * 2] * 3, "bytes": [size] * 3, "bytes_usable": [size + 1] * 3}


@pytest.fixture
def measured() -> dict[str, Any]:
    """Figures made by hand: ours takes 100 ms where each peer takes 400, and is loaded with 500 changes a second."""
    pages = {name: _opened(100, 900_000) for name in (OURS, BARE, EMBED)} | {app.id: _opened(400, 3_300_000) for app in RIVALS}
    run = {"rate": 500.0, "p50": 11.0, "p95": 55.0, "p99": 66.0, "refused": 0, "broken": 0}
    names = ("mixed", "cached", "door", "door_known", *(app.id for app in RIVALS))
    return {
        **_about(),
        "start": _part(cold=pages, warm=pages),
        "redraw": _part(
            **{app.id: {"times": [[70.0, 90.0], [80.0], [80.0]], "settled": [[90.0]] * 3, "cpu": [11.0, 22.0, 33.0]} for app in APPS},
            filters={"/": {"times": [60.0, 70.0, 200.0], "settled": [60.0, 70.0, 200.0], "nothing": 1,
                           "split": [{"before": 11.0, "answer": 22.0, "after": 33.0}]}},
        ),
        "load": _part(**{str(clients): {name: [run, run, None] for name in names} for clients in (1, 50, 200)}),
        "memory": _part(**{app.id: [{"0": 100.0, "1": 101.0, "50": 155.0, "200": 188.0}, {}] for app in APPS}),
        "pictures": _part(
            browser={app.id: {"1920x1080": [111.0], "3840x2160": [333.0]} for app in APPS},
            batch=[{"files": 3, "export": 0.33, "start": 2.0, "write_images": 0.22}],
        ),
        "lighthouse": _part(scores=[95.0, 96.0], largest_paint=[555.0], blocked=[11.0], version="1"),
    }  # fmt: skip


def test_percentiles_lie_between_neighbours() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2.5
    assert percentile([4, 1, 3, 2], 1) == 4
    assert percentile([5, None], 0.95) == 5
    assert percentile([0, 10], 0.25) == 2.5


def test_a_spread_leaves_out_what_was_not_measured() -> None:
    found = spread([3, None, 1, 2, 10])
    assert found is not None
    assert (found.median, found.least, found.most, found.count) == (2.5, 1, 10, 4)
    assert found.lower == percentile([1, 2, 3, 10], 0.25)
    assert spread([None]) is None


def test_ratios_compare_a_turn_with_itself() -> None:
    assert ratios([1, 2, None, 4], [2, None, 3, 4]) == [0.5, 1]
    assert medians([[1, 3], [], [None, 5]]) == [2, None, 5]


def test_figures_are_found_by_name(measured: dict[str, Any]) -> None:
    assert redrawn(measured, OURS) == [80, 80, 80]
    assert len(every_change(measured)) == 7
    assert added(measured, OURS, 50) == [55, None]
    assert errors(measured, 50, "mixed") == 0
    assert started({}, OURS) == []


@pytest.mark.parametrize(
    ("name", "figure", "verdict"),
    [
        ("cold_streamlit", 0.25, MET),
        ("cold_bare", 1, MET),
        ("embed", 1, NOT_MET),
        ("embed_bytes", 900, NOT_MET),
        ("redraw", 80, MET),
        ("redraw_p95", percentile([70, 90, 80, 80, 60, 70, 200], 0.95), NOT_MET),
        ("callbacks", 500, MET),
        ("doors", 500, NOT_MET),
        ("memory", 55, MET),
        ("png_4k", 333, NOT_MET),
        ("lighthouse", 95.5, MET),
    ],
)
def test_a_verdict_follows_from_the_figures(measured: dict[str, Any], name: str, figure: float, verdict: str) -> None:
    target = BY_ID[name]
    assert math.isclose(target.figure(measured) or 0, figure)
    assert target.verdict(measured) == verdict


def test_what_was_not_measured_is_no_success() -> None:
    assert {target.verdict(_about()) for target in TARGETS} == {NOT_MEASURED}
    assert f"0 of {len(TARGETS)} targets are met" in render(_about())


def _rows(text: str) -> dict[str, list[str]]:
    section = text.partition("## Targets")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if line.startswith("|")]
    return {row[0]: row for row in rows[2:]}


def _stand(text: str, report: dict[str, Any]) -> None:
    """Check that every target stands in a report with the figure and the verdict that its data give."""
    rows = _rows(text)
    assert len(rows) == len(TARGETS)
    for target in TARGETS:
        _, asked, figure, verdict, *_ = rows[target.words]
        assert target.form.format(target.limit) in asked
        assert verdict == target.verdict(report)
        found = target.figure(report)
        assert figure == (target.form.format(found) if found is not None else "–")


def test_each_target_stands_in_the_report(measured: dict[str, Any]) -> None:
    text = render(measured)
    _stand(text, measured)
    for app in RIVALS:
        assert app.name in text
        assert app.tuning in text
    assert all(f"charts/{name}.svg" in text for name in CHARTS)


def test_where_the_time_of_a_change_goes_is_told(measured: dict[str, Any]) -> None:
    assert "11 ms until the first chart is asked for, 22 ms until the last is answered, 33 ms until it is drawn" in render(measured)
    del measured["redraw"]["filters"]["/"]["split"]
    assert "is asked for" not in render(measured)


def test_a_run_under_load_takes_whole_seconds() -> None:
    assert isinstance(SECONDS, int), "wrk refuses others"


def test_what_failed_is_told(measured: dict[str, Any]) -> None:
    measured["load"]["gaps"] = ["200 sessions of panel: it went away"]
    assert "- load: 200 sessions of panel: it went away" in render(measured)


def test_the_charts_can_be_made(measured: dict[str, Any]) -> None:
    for make in CHARTS.values():
        figure = make(measured)
        assert figure["data"]
        json.dumps(figure)
        assert json.dumps(make({**_about()}))


def test_names_at_the_ends_of_lines_keep_apart() -> None:
    assert apart([0.0, 0.5], 0.1) == [0.0, 0.5]
    assert apart([0.5, 0.5], 0.1) == pytest.approx([0.45, 0.55])


def test_requests_under_load_are_never_the_same() -> None:
    query = "measure=executed,arrested"
    chart = ("GET", f"/charts/phases/card.json?{query}&width=1180", "", "")
    callback = ("POST", "/_dash-update-component", "", json.dumps({"inputs": [{"value": {"query": query}}]}))
    asked = Selections([chart, callback], query)
    sent = [*asked.known, *asked.take(100)]
    assert len({request[1:] for request in sent}) == len(sent)
    assert all("period=" in path + body and query not in path + body for _, path, _, body in sent)
    assert {method for method, *_ in sent} == {"GET", "POST"}


def test_the_readme_holds_the_figures_of_the_report(measured: dict[str, Any]) -> None:
    text = README.read_text("utf-8")
    once = renewed(text, measured)
    assert headline(measured) in once
    assert renewed(once, json.loads(json.dumps(measured))) == once
    assert "0.25x" in headline(measured)
    with pytest.raises(SystemExit, match="has no lines"):
        renewed(text.replace(BEGIN, "").replace(END, ""), measured)


def test_the_report_is_what_its_data_give() -> None:
    report = json.loads(REPORT.read_text("utf-8"))
    text = MARKDOWN.read_text("utf-8")
    assert text == render(report), "run benchmarks/run.py --only"
    _stand(text, report)
    assert headline(report) in README.read_text("utf-8")
    assert {path.stem for path in (REPORT.parent / "charts").glob("*.svg")} == set(CHARTS)


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks").rglob("*.py")), ids=lambda path: path.name)
def test_a_module_stays_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
