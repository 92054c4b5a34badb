"""An embed on the page of another origin: sandboxed, narrow, without JavaScript; and the file that is the frozen copy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from dashboard.app import Site
from dashboard.charts import BY_ID, CHARTS

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
HOST = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A newspaper</title><link rel="icon" href="data:,"></head><body>
<iframe id="live" title="chart" src="{src}" width="{width}" height="{height}" style="border:0" sandbox="{sandbox}"></iframe>
<script>window.heard = []; addEventListener("message", event => heard.push(event.data));</script></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newspaper")


@pytest.fixture(scope="module")
def elsewhere(folder: Path) -> Iterator[str]:
    """The address of a newspaper's server: another port is another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def embedded(browser: Browser, base: str, folder: Path, elsewhere: str):
    """Open a newspaper page that frames an address of ours; its console must be clean afterwards."""
    contexts, said = [], []

    def open_page(
        path: str, width: int = 640, height: int = 700, sandbox: str = SANDBOX, *, javascript: bool = True, wait: str = "html[data-drawn]"
    ) -> tuple[Page, Frame]:
        (folder / "page.html").write_text(HOST.format(src=base + path, width=width, height=height, sandbox=sandbox), "utf-8")
        context = browser.new_context(viewport={"width": 1366, "height": 900}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{elsewhere}/page.html")
        frame = page.query_selector("iframe").content_frame()
        if javascript:
            frame.wait_for_selector(wait, state="attached")
        else:
            frame.goto(base + path)  # the switch may reach a frame of another origin only after its first document
        return page, frame

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


LEAN = {"phases", "limit-map", "estimates", "moscow-executions"}
EMBEDDED = [pytest.param(chart, id=chart.id, marks=() if chart.id in LEAN else pytest.mark.full) for chart in CHARTS]


@pytest.mark.parametrize("chart", EMBEDDED)
def test_every_chart_is_drawn_whole_in_a_narrow_column_of_another_page(embedded, chart) -> None:
    _, frame = embedded(f"/embed/{chart.id}?theme=dark", width=375)
    assert frame.locator("#chart .main-svg").count() > 0
    assert frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    clipped = frame.evaluate(
        """() => [...document.querySelectorAll('#chart .annotation-text')].filter(text => {
             const box = text.getBoundingClientRect();
             return box.width && (box.left < -1 || box.right > innerWidth + 1);
           }).map(text => text.textContent)"""
    )
    assert clipped == []


SHOWN = "[...document.querySelectorAll('#still .still')].filter(still => still.getClientRects().length)"


@pytest.mark.parametrize("chart", EMBEDDED)
def test_a_still_is_seen_before_anybody_reaches_for_the_chart_and_the_figure_takes_its_place(embedded, site: Site, chart) -> None:
    assert site.stills.draw(chart)
    page, frame = embedded(f"/embed/{chart.id}", width=375, wait="#still")
    assert frame.evaluate(f"{SHOWN}.map(still => still.className)") == ["still still-360"]
    assert frame.evaluate("!window.Plotly"), "nothing is fetched for who only looks"
    clipped = frame.evaluate(
        f"""() => [...{SHOWN}[0].querySelectorAll('.annotation-text')].filter(text => {{
             const box = text.getBoundingClientRect();
             return box.width && (box.left < -1 || box.right > innerWidth + 1);
           }}).map(text => text.textContent)"""
    )
    assert clipped == []
    height = frame.evaluate("document.querySelector('main').offsetHeight")
    page.mouse.move(150, 150)
    page.mouse.move(160, 160)
    frame.wait_for_selector("html[data-drawn]", state="attached")
    assert frame.locator("#chart .main-svg").count() > 0
    assert frame.evaluate(f"{SHOWN}.length") == 0
    assert abs(frame.evaluate("document.querySelector('main').offsetHeight") - height) <= 1, "nothing moves on the page around it"


def test_a_still_is_seen_without_javascript_and_tells_its_height(embedded, site: Site) -> None:
    assert site.stills.draw(BY_ID["phases"])
    _, frame = embedded("/embed/phases", javascript=False)
    assert frame.locator("#still .still-640 .main-svg").first.is_visible()
    assert not frame.locator("#still .still-560").is_visible()
    page, frame = embedded("/embed/phases", wait="#still")
    page.wait_for_function("heard.length > 0")
    assert page.evaluate("heard[0].height") == frame.evaluate("Math.ceil(document.querySelector('main').getBoundingClientRect().height)")


def test_the_figure_answers_a_key_where_there_is_no_pointer(embedded, site: Site) -> None:
    assert site.stills.draw(BY_ID["phases"])
    page, frame = embedded("/embed/phases", wait="#still")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    frame.wait_for_selector("html[data-drawn]", state="attached")


def test_another_view_is_drawn_at_once(embedded, site: Site) -> None:
    assert site.stills.draw(BY_ID["sentences-by-year"])
    _, frame = embedded("/embed/sentences-by-year?scale=log")
    assert frame.locator("#still").count() == 0


def test_it_runs_in_a_sandbox_with_its_own_type_and_tells_its_height(embedded) -> None:
    page, frame = embedded("/embed/sentences-by-year?scale=log")
    assert frame.evaluate("self.origin") == "null", "the sandbox gives it an origin that is nobody's"
    page.wait_for_function("heard.length > 0")
    (heard,) = page.evaluate("heard")
    assert (heard["sentinel"], heard["type"]) == ("amp", "embed-size")
    assert heard["height"] == frame.evaluate("Math.ceil(document.querySelector('main').getBoundingClientRect().height)")
    assert heard["height"] == frame.evaluate("document.documentElement.scrollHeight") or heard["height"] < 700
    if frame.evaluate("document.styleSheets.length") > 1:  # where npm has installed the fonts
        assert frame.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"IBM Plex Sans\"'))")


def test_the_width_of_the_frame_chooses_the_layout(embedded) -> None:
    page, frame = embedded("/embed/moscow-executions?theme=dark", width=640)
    assert frame.evaluate("document.documentElement.dataset.drawn") == "560"
    page.evaluate("document.querySelector('iframe').width = 330")
    frame.wait_for_selector("html[data-drawn='320']", state="attached")
    page.evaluate("document.querySelector('iframe').width = 1100")
    frame.wait_for_selector("html[data-drawn='1040']", state="attached")


def _fitted(context: BrowserContext, base: str, chart: str, folder: Path, query: str = "") -> Page:
    """Return a page opened from the disk that holds the embed code of a chart, and a frame of somebody else's that says a height."""
    code = context.request.get(f"{base}/charts/{chart}/picture.json?{query}").json()["copy"]["embed"]
    stranger = "parent.postMessage({sentinel: 'amp', type: 'embed-size', height: 99}, '*')"
    (folder / "disk.html").write_text(
        f'<!DOCTYPE html><title>A page</title><body style="margin:0"><div id="column">{code}</div>'
        f'<iframe id="other" height="50" srcdoc="<script>{stranger}</script>"></iframe></body>',
        "utf-8",
    )
    page = context.new_page()
    page.goto((folder / "disk.html").as_uri())
    return page


@pytest.mark.parametrize(("chart", "query"), [("moscow-executions", ""), ("moscow-executions", "theme=dark"), ("limit-map", "theme=dark")])
def test_its_code_makes_the_frame_as_high_as_the_chart_in_any_width_even_from_a_disk(
    browser: Browser, base: str, site: Site, tmp_path: Path, chart: str, query: str
) -> None:
    assert site.stills.draw(BY_ID[chart])
    with browser.new_context(viewport={"width": 1300, "height": 800}) as context:
        page = _fitted(context, base, chart, tmp_path, query)
        frame = page.query_selector("#column iframe").content_frame()
        frame.wait_for_selector("html[data-drawn]" if query else "#still", state="attached")
        heights = []
        for width in (320, 1000, 430, 600):
            page.evaluate("width => { document.querySelector('#column').style.width = width + 'px'; }", width)
            page.wait_for_timeout(700)
            high, needed = frame.evaluate("[innerHeight, Math.ceil(document.querySelector('main').getBoundingClientRect().height)]")
            assert high == needed > 300, width
            assert frame.evaluate("[innerWidth, document.documentElement.scrollHeight - innerHeight]") == [width, 0]
            heights.append(high)
        assert len(set(heights)) == len(heights)
        assert page.get_attribute("#other", "height") == "50", "a frame of somebody else's stays as it is"


@pytest.mark.parametrize("width", [600, 1000])
def test_a_still_is_as_wide_as_the_frame_and_so_is_the_figure(embedded, site: Site, width: int) -> None:
    assert site.stills.draw(BY_ID["moscow-executions"])
    page, frame = embedded("/embed/moscow-executions", width=width, height=1300, wait="#still")
    place = "(part => { const box = part.getBoundingClientRect(); return [box.left, box.width, box.height]; })"
    seen = frame.evaluate(f"{place}({SHOWN}[0].querySelector('svg'))")
    assert seen[:2] == [0, width]
    page.mouse.move(150, 150)
    page.mouse.move(160, 160)
    frame.wait_for_selector("html[data-drawn]", state="attached")
    assert frame.evaluate(f"{place}(document.querySelector('#chart .main-svg'))") == pytest.approx(seen, abs=1), "nothing jumps"
    assert frame.evaluate("document.documentElement.scrollWidth") == width


def test_its_link_opens_the_same_view(embedded) -> None:
    page, frame = embedded("/embed/sentences-by-year?scale=log")
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Open this chart").click()
    opened.value.wait_for_url("**/?scale=log#sentences-by-year")
    expect(opened.value.locator("#sentences-by-year .main-svg").first).to_be_visible()


def test_without_javascript_it_is_a_table_with_its_words(embedded) -> None:
    _, frame = embedded("/embed/phases?theme=dark", javascript=False)
    told = frame.locator("noscript")  # Playwright finds what stands in it by structure only
    expect(told.locator("h1")).to_be_visible()
    expect(told.locator("tbody tr").first).to_be_visible()
    expect(told.locator("p").last).to_be_visible()
    assert "Sources: " in told.locator("p").last.inner_text()
    expect(frame.get_by_role("link", name="Open this chart")).to_be_visible()


def test_a_page_of_the_dashboard_is_not_framed(browser: Browser, base: str, folder: Path, elsewhere: str) -> None:
    (folder / "frame.html").write_text(HOST.format(src=base + "/timeline", width=640, height=400, sandbox=SANDBOX), "utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{elsewhere}/frame.html")
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in said)
    page.close()


def test_the_frozen_copy_is_drawn_from_the_file_alone(browser: Browser, base: str, tmp_path: Path) -> None:
    context = browser.new_context(base_url=base, viewport={"width": 900, "height": 700})
    content = context.request.get("/embed/sentences-by-year.html").body()
    file = tmp_path / "frozen.html"
    file.write_bytes(content)
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    assert page.locator("#chart .barlayer .point path").count() > 0
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    context.close()
