"""A chrome that is there and does not start, hangs or dies: nobody waits for it for long, and everybody is told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import images
from dashboard.__main__ import main
from dashboard.app import create_app
from dashboard.errors import ChromeError
from dashboard.images import Images, missing
from dashboard.press import Press
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS

FIGURE = {"data": [], "layout": {}}
needs_chrome = pytest.mark.skipif(missing() is not None, reason="no chrome to draw with")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that ends at once."""
    return _browser(tmp_path, monkeypatch, "#!/bin/sh\nexit 1\n")


def _browser(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    path = folder / "broken-chrome"
    path.write_text(script, "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(path))
    return path


@pytest.fixture
def press(record_studio: Studio) -> Iterator[Press]:
    press = Press(record_studio, ASSETS)
    yield press
    press.close()


def test_an_export_ends_with_one_line(capfd: pytest.CaptureFixture[str], tmp_path: Path, broken: Path) -> None:
    assert main(["export", "phases", "--out", str(tmp_path / "out")]) == 1
    assert capfd.readouterr().err == (
        "the browser broken-chrome, named in BROWSER_PATH, does not start, so no picture is drawn. Start it by hand to see what it says, "
        "or name a chrome or chromium that starts in BROWSER_PATH. CSV and JSON need none: --format csv,json.\n"
    )


def test_one_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = tmp_path / "number"
    _browser(tmp_path, monkeypatch, f"#!/bin/sh\necho $$ > {number}\nexec sleep 1000\n")
    monkeypatch.setattr(images, "_STARTING", 2.0)
    with pytest.raises(ChromeError, match="did not start within 2 s"), Images(ASSETS):
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text("utf-8")), 0)


def test_the_server_says_so_at_once_and_answers_everything_else(tables: Tables, languages: Mapping[str, Words], broken: Path) -> None:
    client: FlaskClient = create_app(tables, languages, ASSETS).server.test_client()
    for _ in range(5):
        answer = client.get("/charts/phases/picture.pdf")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "does not start" in answer.json["error"]
        assert str(broken.parent) not in answer.text
        assert client.get("/cards/phases.png").data == (ASSETS / "pictures" / "card.png").read_bytes()
    assert client.get("/charts/phases/picture.json").status_code == 200


def test_one_that_failed_is_let_alone_and_tried_again_later(
    press: Press, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried, path = list[Path](), "/usr/bin/chromium"

    def start(assets: Path) -> Images:
        tried.append(assets)
        raise ChromeError(path, "does not start")

    monkeypatch.setattr("dashboard.press.Images", start)
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    press.here = True
    for _ in range(3):
        assert press.card("phases", Selection(), "", "") is None
        with pytest.raises(ChromeError, match="chromium, found on this machine, does not start"):
            press.svg(FIGURE, 100, 100)
    assert len(tried) == len(caplog.records) == 1
    monkeypatch.setattr(press, "_again", 0.0)
    assert press.card("phases", Selection(), "", "") is None
    assert len(tried) == 2


@needs_chrome
def test_a_drawing_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_DRAWING", 0.001)
    chrome = Images(ASSETS)
    with pytest.raises(ChromeError, match="did not finish a drawing within 0 s"), chrome:
        chrome.make(FIGURE, "svg", 100, 100, 1)
    assert chrome._chrome.subprocess.poll() is not None


@needs_chrome
def test_one_that_dies_is_told_and_another_is_started(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    assert press.svg(FIGURE, 100, 100).startswith("<svg")
    assert press._images is not None
    process = press._images._chrome.subprocess
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    before = time.monotonic()
    with pytest.raises(ChromeError, match="ended while it was to draw"):
        press.svg(FIGURE, 100, 100)
    assert time.monotonic() - before < 30
    monkeypatch.setattr(press, "_again", 0.0)
    assert press.svg(FIGURE, 100, 100).startswith("<svg")


@needs_chrome
def test_two_draw_beside_each_other(press: Press) -> None:
    press.svg(FIGURE, 100, 100)
    with Images(ASSETS) as other:  # as the slides of a lesson do, while the server draws
        assert other.make(FIGURE, "svg", 100, 100, 1).startswith(b"<svg")
    assert press.svg(FIGURE, 200, 100).startswith("<svg")
