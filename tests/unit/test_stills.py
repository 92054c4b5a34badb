"""Stills: drawn once and remembered, one of several widths shown, and ids that do not meet in one document."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.charts import CHARTS
from dashboard.errors import CHROME, ToolError
from dashboard.press import Press
from dashboard.stills import Stills, own_ids
from dashboard.studio import Studio
from tests.package import ASSETS

WIDTHS = (320, 560, 1040)
CHART = CHARTS[0]


class _Press(Press):
    """Draws a frame that names its width, and counts; without a chrome it cannot."""

    def __init__(self, studio: Studio, *, here: bool = True, failing: bool = False) -> None:
        super().__init__(studio, ASSETS)
        self.here, self._failing, self.drawn = here, failing, list[int]()

    def svg(self, figure: Mapping[str, Any], width: int, height: int) -> str:
        if self._failing:
            raise ToolError(CHROME)
        self.drawn.append(width)
        return f'<svg viewBox="0 0 {width} {height}"><clipPath id="clip"/><g clip-path="url(#clip)"/></svg>'


def _stills(press: _Press, studio: Studio, remembered: Path | None = None) -> Stills:
    return Stills(studio, press, ASSETS, WIDTHS, remembered)


def _when_drawn(stills: Stills) -> str:
    end = time.monotonic() + 20
    while (found := stills.of(CHART)) is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def test_they_are_drawn_beside_the_request_once_in_each_width(drawn_studio: Studio, tmp_path: Path) -> None:
    press = _Press(drawn_studio)
    stills = _stills(press, drawn_studio, tmp_path)
    assert stills.of(CHART) is None, "the first who asks does not wait"
    found = _when_drawn(stills)
    assert press.drawn == list(WIDTHS)
    assert re.findall(r'class="still still-(\d+)"', found) == [str(width) for width in WIDTHS]
    assert ".still>svg{display:block;width:100%;height:auto}" in found, "it fills the width between its own and the next"
    assert stills.of(CHART) == stills.draw(CHART) == found
    assert press.drawn == list(WIDTHS)


def test_another_start_finds_them_in_the_folder_and_another_record_does_not(
    drawn_studio: Studio, record_studio: Studio, tmp_path: Path
) -> None:
    found = _stills(_Press(drawn_studio), drawn_studio, tmp_path).draw(CHART)
    later = _Press(drawn_studio)
    assert _stills(later, drawn_studio, tmp_path).of(CHART) == found
    assert later.drawn == []
    other = _Press(record_studio)
    _stills(other, record_studio, tmp_path).draw(CHART)
    assert other.drawn == list(WIDTHS)


def test_a_folder_that_cannot_be_written_to_costs_the_next_start_and_nothing_else(drawn_studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "stills").write_text("a file in its way", "utf-8")
    stills = _stills(_Press(drawn_studio), drawn_studio, tmp_path / "stills")
    assert stills.draw(CHART) == stills.of(CHART) != ""


def test_with_no_folder_they_are_drawn_only_when_somebody_says_so(drawn_studio: Studio) -> None:
    press = _Press(drawn_studio)
    stills = _stills(press, drawn_studio)
    assert stills.of(CHART) == ""
    assert stills.draw(CHART) == stills.of(CHART) != ""


def test_without_a_chrome_there_are_none_and_one_that_fails_is_not_asked_again(
    drawn_studio: Studio, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    without = _stills(_Press(drawn_studio, here=False), drawn_studio, tmp_path)
    assert without.of(CHART) == without.draw(CHART) == ""
    failing = _stills(_Press(drawn_studio, failing=True), drawn_studio, tmp_path)
    assert failing.draw(CHART) == failing.of(CHART) == ""
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert CHART.id in caplog.text
    assert list(tmp_path.rglob("*.html")) == []


@pytest.mark.parametrize(("room", "shown"), [(200, 320), (320, 320), (559, 320), (560, 560), (1039, 560), (1040, 1040), (3000, 1040)])
def test_the_widest_that_fits_is_shown(drawn_studio: Studio, room: int, shown: int) -> None:
    found = _stills(_Press(drawn_studio), drawn_studio).draw(CHART)
    rules = re.findall(r"@media ([^{]*)\{\.still-(\d+)\{display:block\}\}", found)
    fitting = [int(width) for when, width in rules if _holds(when, room)]
    assert fitting == [shown]


def _holds(when: str, room: int) -> bool:
    least, most = re.search(r"min-width:(\d+)px", when), re.search(r"max-width:(\d+)px", when)
    return (not least or room >= int(least[1])) and (not most or room <= int(most[1]))


def test_ids_and_what_names_them_are_made_a_stills_own() -> None:
    svg = (
        '<svg><clipPath id="clip"/><pattern id="clip-2"/><path clip-path="url(#clip)" '
        'style="fill:url(&quot;#clip-2&quot;)"/><use href="#clip"/></svg>'
    )
    assert own_ids(svg, "w-") == (
        '<svg><clipPath id="w-clip"/><pattern id="w-clip-2"/><path clip-path="url(#w-clip)" '
        'style="fill:url(&quot;#w-clip-2&quot;)"/><use href="#w-clip"/></svg>'
    )
    assert own_ids("<svg/>", "w-") == "<svg/>"
