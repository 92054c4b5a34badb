"""The command line's export: what it writes, what it leaves alone, and what it says when something is wrong or missing."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image

from dashboard import export as batch
from dashboard.__main__ import main
from dashboard.charts import BY_ID, CHARTS
from dashboard.errors import ChartError
from dashboard.images import font_css, page_html
from dashboard.picture import Edits
from dashboard.presets import PRESETS
from dashboard.selection import Selection
from dashboard.sized import Order
from tests.package import ROOT

ASSETS = ROOT / "assets"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"><text>a</text></svg>'


class Painter:
    """Stands in for a chrome: a picture of one colour in the size asked for."""

    drawn: list[tuple[str, float, float, float]]

    def __init__(self, assets: Path) -> None:
        type(self).drawn = []

    def __enter__(self) -> Painter:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def make(self, figure: dict[str, Any], form: str, width: float, height: float, zoom: float, dpi: int) -> bytes:
        self.drawn.append((form, width, height, zoom))
        if form == "svg":
            return SVG.encode()
        out = io.BytesIO()
        Image.new("RGB", (round(width * zoom), round(height * zoom))).save(out, "PNG")
        return out.getvalue()


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> type[Painter]:
    monkeypatch.setattr(batch, "Images", Painter)
    return Painter


def wish(
    *charts: str, formats: tuple[str, ...] = ("png",), orders: tuple[Order, ...] = (Order(PRESETS["post"]),), query=None
) -> batch.Wish:
    return batch.Wish(tuple(BY_ID[name] for name in charts), formats, orders, query or Selection())


def manifest(out: Path) -> dict[str, Any]:
    return json.loads((out / "manifest.json").read_text("utf-8"))


def test_data_needs_no_chrome(record_studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    done = batch.export(record_studio, wish("events", "phases", formats=("csv", "json")), tmp_path / "out", ASSETS)
    assert sorted(done.made) == ["events.csv", "events.json", "phases.csv", "phases.json"]
    assert len(pd.read_csv(tmp_path / "out" / "events.csv")) == manifest(tmp_path / "out")["files"]["events.csv"]["rows"]
    assert json.loads((tmp_path / "out" / "events.json").read_text("utf-8"))["id"] == "events"


def test_without_a_chrome_it_says_what_to_install_and_what_can_be_had(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    assert main(["export", "events", "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == (
        "no chrome or chromium was found to draw pictures. Install one (Debian: apt install chromium; elsewhere: kaleido_get_chrome), "
        "or name it in BROWSER_PATH. CSV and JSON need neither: --format csv,json.\n"
    )


def test_the_manifest_names_every_file_with_its_hash_and_every_chart_with_its_words(record_studio, record, tmp_path: Path, painter) -> None:
    done = batch.export(record_studio, wish("events", "estimates", formats=("png", "svg", "csv")), tmp_path, ASSETS)
    told = manifest(tmp_path)
    assert set(told["files"]) == set(done.made) == {path.name for path in tmp_path.iterdir()} - {"manifest.json"}
    assert told["data"] == record.fingerprint
    for name, file in told["files"].items():
        content = (tmp_path / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["bytes"] == len(content)
    assert (told["files"]["events-post.png"]["width"], told["files"]["events-post.png"]["height"]) == (1200, 675)
    assert told["files"]["estimates-post-1of2.png"]["of"] == 2
    events = told["charts"]["events"]
    picture = record_studio.picture(BY_ID["events"], Selection(), 1180)
    assert events["alt"] == " ".join(picture.sentences)
    assert events["sources"] == list(picture.sources)
    assert events["link"] == "charts/events"
    assert set(events["citation"]) == {"chicago", "apa", "bibtex"}


def test_a_second_run_makes_nothing_and_changes_nothing(record_studio, tmp_path: Path, painter) -> None:
    asked = wish("events", "phases", formats=("png", "json"))
    first = batch.export(record_studio, asked, tmp_path, ASSETS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    second = batch.export(record_studio, asked, tmp_path, ASSETS)
    assert (second.made, sorted(second.kept)) == ([], sorted(first.made))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("harm", ["gone", "changed", "unknown"])
def test_only_what_is_missing_or_changed_is_made_again(record_studio, tmp_path: Path, painter, harm: str) -> None:
    asked = wish("events", "phases")
    batch.export(record_studio, asked, tmp_path, ASSETS)
    victim = tmp_path / "phases-post.png"
    if harm == "gone":
        victim.unlink()
    elif harm == "changed":
        victim.write_bytes(b"something else")
    else:
        told = manifest(tmp_path)
        del told["files"][victim.name]
        (tmp_path / "manifest.json").write_text(json.dumps(told), "utf-8")
    again = batch.export(record_studio, asked, tmp_path, ASSETS)
    assert (again.made, again.kept) == (["phases-post.png"], ["events-post.png"])
    with Image.open(victim) as image:
        assert image.size == (1200, 675)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"charts": 1, "files": {}}', '{"files": {"a": 1}}'])
def test_a_manifest_that_cannot_be_read_is_begun_anew(record_studio, tmp_path: Path, painter, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    assert batch.export(record_studio, wish("phases"), tmp_path, ASSETS).made == ["phases-post.png"]


def test_another_record_selection_look_or_edit_is_another_file_content(record_studio, drawn_studio, tmp_path: Path, painter) -> None:
    plain = wish("phases")
    keys = set[str]()
    selection, _ = record_studio.parse("period=1937")
    others = [
        wish("phases", orders=(Order(PRESETS["post"], edits=Edits(title="Another")),)),
        wish("phases", orders=(Order(PRESETS["post"], theme="dark"),)),
        wish("phases", orders=(Order(PRESETS["post"], 2),)),
        wish("phases", query=selection),
    ]
    for studio, asked in [(record_studio, plain), (drawn_studio, plain), *((record_studio, other) for other in others)]:
        done = batch.export(studio, asked, tmp_path, ASSETS)
        assert len(done.made) == 1
        keys.add(manifest(tmp_path)["files"][done.made[0]]["key"])
    assert len(keys) == 6
    assert {path.name for path in tmp_path.glob("*.png")} == {"phases-post.png", "phases-post-dark.png", "phases-post@2x.png"}


def test_parts_of_an_earlier_division_go(record_studio, tmp_path: Path, painter) -> None:
    batch.export(record_studio, wish("estimates"), tmp_path, ASSETS)
    assert {path.name for path in tmp_path.glob("*.png")} == {"estimates-post-1of2.png", "estimates-post-2of2.png"}
    selection, _ = record_studio.parse("question=executions_1937_38")
    batch.export(record_studio, wish("estimates", query=selection), tmp_path, ASSETS)
    assert {path.name for path in tmp_path.glob("*.png")} == {"estimates-post.png"}
    assert set(manifest(tmp_path)["files"]) == {"estimates-post.png"}


def test_a_chart_that_fails_is_named_and_the_others_are_made(
    record_studio, tmp_path: Path, painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sized(chart, *others):
        if chart.id == "events":
            raise ChartError(chart.id, "be drawn")
        return made(chart, *others)

    made = batch.sized
    monkeypatch.setattr(batch, "sized", sized)
    done = batch.export(record_studio, wish("events", "phases"), tmp_path, ASSETS)
    assert done.made == ["phases-post.png"]
    assert done.failed == {"events-post": "chart events failed while it was to be drawn; the cause stands above"}
    assert "events" not in manifest(tmp_path)["charts"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name charts, or ask for all of them with --all. Charts are: sentences-by-year"),
        (["nothing", "events"], "no chart nothing. Charts are: sentences-by-year"),
        (["events", "--format", "png,gif"], "--format: gif is not a format. Formats are: png, svg, pdf, webp, csv, json."),
        (["events", "--format", ""], "--format: nothing is not a format."),
        (["events", "--size", "huge", "10x10"], "--size: huge, 10x10 is not a size. Give one of slide, post, square"),
        (["events", "--size", "8000x600", "--scale", "4"], "--scale: 8000x600 at scale 4 has more than 16384 pixels on a side."),
        (["events", "--query", "period=never"], "--query: “never” is not a period that can be shown"),
        (["events", "--terms", "limit,nothing"], "--terms: the glossary has no nothing."),
    ],
)
def test_wrong_usage_is_told_with_what_would_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert main(["export", *arguments, "--out", str(tmp_path / "out")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_problem_is_told_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", "nothing", "--format", "gif", "--size", "huge", "--out", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_the_command_counts_what_it_did(capsys: pytest.CaptureFixture[str], tmp_path: Path, painter) -> None:
    arguments = ["export", "events", "phases", "--format", "png,csv", "--size", "post", "120x80mm", "--out", str(tmp_path)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{tmp_path}: 6 files made, 0 up to date, 0 failed.\n"
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{tmp_path}: 0 files made, 6 up to date, 0 failed.\n"
    assert (tmp_path / "events-120x80mm.png").exists()


def test_all_is_every_chart(record_studio, tmp_path: Path) -> None:
    asked, problems = batch.wish_of(_options(all=True), record_studio)
    assert problems == []
    assert asked is not None
    assert asked.charts == CHARTS


def test_terms_and_site_stand_in_the_picture(record_studio, tmp_path: Path, painter, record) -> None:
    asked, _ = batch.wish_of(_options(charts=["operation-progress"], terms="auto", site="https://example.org/"), record_studio)
    assert asked is not None
    one = batch._arranged(record_studio, asked, BY_ID["operation-progress"], asked.orders[0])[0]
    said = " ".join(note["text"].replace("<br>", " ") for note in one.picture.figure["layout"]["annotations"])
    assert f"Limit: {record.row('glossary/limit')['description']}" in said
    assert "example.org/charts/operation-progress" in said.replace("<br>", "")


def _options(**given: Any) -> Any:
    from argparse import Namespace

    plain = {
        "charts": [], "all": False, "format": "png", "size": ["slide"], "scale": 1, "theme": "light", "query": "", "title": None,
        "subtitle": None, "credit": "", "footnote": "", "terms": "", "site": "",
    }  # fmt: skip
    return Namespace(**{**plain, **given})


def test_the_page_that_draws_names_no_other_machine() -> None:
    page = page_html(ASSETS).replace(json.dumps(font_css(ASSETS)), "")
    assert page.count("src=") == page.count('src="file://') > 0
    assert not {address for address in re.findall(r"https?://[^'\"\s`]+", page) if not address.startswith("http://www.w3.org/")}
    assert "mathjax" not in page.lower()


def test_fonts_are_inside_the_page_where_they_are_installed(tmp_path: Path) -> None:
    css = font_css(ASSETS)
    installed = (ASSETS / "vendor" / "fonts" / "fonts.css").is_file()
    assert (css.count("@font-face") >= 6) is installed
    assert "url(./" not in css
    assert font_css(tmp_path) == ""
