"""Real files from a real chrome: exact pixels, the same bytes twice, text that stays text, one look in every renderer."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from dashboard import palette
from dashboard.charts import BY_ID, CHARTS
from dashboard.export import drawn
from dashboard.images import Images
from dashboard.metadata import metadata_of
from dashboard.presets import PRESETS, Size
from dashboard.selection import Selection
from dashboard.sized import Order, Sized, sized
from tests.package import ROOT

SVG = "{http://www.w3.org/2000/svg}"
HUES = (palette.DEATH, palette.CONFINEMENT, palette.EXILE, palette.ARREST)
SMALL = (320, 180)  # pictures are compared so small that the outlines of letters do not matter
LEAN = ("sentences-by-year", "limit-map", "death-lists")
CHOSEN = [pytest.param(chart.id, marks=() if chart.id in LEAN else pytest.mark.full, id=chart.id) for chart in CHARTS]


@pytest.fixture(scope="module")
def images() -> Iterator[Images]:
    with Images(ROOT / "assets") as opened:
        yield opened


@pytest.fixture(scope="module")
def draw(images: Images, record, words):
    """Draw the first picture of a chart as a file."""

    def made(chart_id: str, form: str, order: Order) -> bytes:
        one: Sized = sized(BY_ID[chart_id], record, Selection(), words, order)[0]
        return drawn(one, form, metadata_of(one.picture, one.title, Selection(), record, words), images)

    return made


@pytest.mark.parametrize("form", ["png", "svg", "pdf", "webp"])
def test_the_same_picture_twice_is_the_same_file(draw, form: str) -> None:
    order = Order(PRESETS["post"])
    assert draw("sentences-by-year", form, order) == draw("sentences-by-year", form, order)


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_the_first_picture_of_a_chrome_has_its_typefaces(draw, record, words, form: str) -> None:
    """An image does not wait for the fonts inside it: the first had the key's bold in the face of the system."""
    one = sized(BY_ID["limit-map"], record, Selection(), words, Order(PRESETS["square"]))[0]
    with Images(ROOT / "assets") as fresh:
        first = drawn(one, form, metadata_of(one.picture, one.title, Selection(), record, words), fresh)
    assert first == draw("limit-map", form, Order(PRESETS["square"]))


@pytest.mark.parametrize(
    ("size", "scale", "pixels", "dpi"),
    [
        (PRESETS["slide"], 1, (1920, 1080), 96),
        (PRESETS["card"], 2, (2400, 1260), 192),
        (PRESETS["a4-portrait"], 1, (2480, 3508), 300),
        (Size(85, 60, "mm", 300), 1, (1004, 709), 300),
        (Size(1001, 777), 4, (4004, 3108), 384),
    ],
    ids=str,
)
def test_a_png_has_exactly_the_pixels_and_the_resolution_asked_for(draw, size: Size, scale: int, pixels, dpi: int) -> None:
    with Image.open(io.BytesIO(draw("events", "png", Order(size, scale)))) as image:
        assert image.size == pixels
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


def test_a_picture_without_ground_is_transparent_and_the_others_are_not(draw) -> None:
    for theme, alpha in (("transparent", 0), ("light", 255), ("dark", 255), ("print", 255)):
        with Image.open(io.BytesIO(draw("events", "png", Order(PRESETS["post"], theme=theme)))) as image:
            assert image.convert("RGBA").getpixel((2, 2))[3] == alpha, theme


def test_print_has_no_colour(draw) -> None:
    with Image.open(io.BytesIO(draw("sentences-by-year", "png", Order(PRESETS["post"], theme="print")))) as image:
        red, green, blue = image.convert("RGB").split()
    assert max(ImageStat.Stat(ImageChops.difference(red, other)).extrema[0][1] for other in (green, blue)) <= 2


def text_of(tree: etree._Element) -> str:
    return " ".join(" ".join(text.itertext()) for text in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("chart_id", CHOSEN)
def test_an_svg_is_text_with_fonts_that_any_program_can_replace(draw, chart_id: str) -> None:
    tree = etree.fromstring(draw(chart_id, "svg", Order(PRESETS["slide"])))
    assert (tree.get("width"), tree.get("height")) == ("1920", "1080")
    assert "charts/" in text_of(tree)
    families = {found for style in tree.xpath("//@style") for found in re.findall(r"font-family:\s*([^;]+)", style)}
    assert families
    assert all(family.strip().endswith(("serif", "sans-serif")) for family in families), families
    assert not tree.findall(f".//{SVG}script")
    assert not tree.findall(f".//{SVG}foreignObject")
    assert all(not address.startswith(("http", "//")) for address in tree.xpath("//@*[local-name()='href']")), "an SVG that fetches"


@pytest.mark.skipif(not shutil.which("rsvg-convert"), reason="rsvg-convert is not installed (Debian: librsvg2-bin)")
@pytest.mark.parametrize("theme", ["light", "print"])
@pytest.mark.parametrize("chart_id", CHOSEN)
def test_an_independent_renderer_sees_the_same_picture(draw, tmp_path: Path, chart_id: str, theme: str) -> None:
    """Drawn by librsvg with the fonts that the system has: letters may differ, marks may not."""
    order = Order(PRESETS["slide"], theme=theme)
    source, target = tmp_path / "a.svg", tmp_path / "a.png"
    source.write_bytes(draw(chart_id, "svg", order))
    subprocess.run(["rsvg-convert", str(source), "-o", str(target)], check=True)
    with Image.open(target) as theirs, Image.open(io.BytesIO(draw(chart_id, "png", order))) as ours:
        assert theirs.size == ours.size == (1920, 1080)
        assert difference(theirs, ours) < 0.03
        for hue in HUES if theme == "light" else ():  # the greys of print are also those of words
            assert area(theirs, hue) == pytest.approx(area(ours, hue), rel=0.2, abs=3500), hue  # labels are set in the hues, too


def area(image: Image.Image, colour: str) -> int:
    """Return how many pixels have a colour, or nearly so."""
    plain = Image.new("RGB", image.size, colour)
    red, green, blue = ImageChops.difference(image.convert("RGB"), plain).split()
    return sum(ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[:10])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures when seen small, from 0 to 1."""
    seen = [image.convert("RGB").resize(SMALL, Image.Resampling.BOX) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*seen)).mean) / 3 / 255


def test_the_comparison_sees_what_matters(draw) -> None:
    """Another theme, or a picture without its bars, is not taken for the same."""
    light, dark, other = (
        Image.open(io.BytesIO(content))
        for content in (
            draw("sentences-by-year", "png", Order(PRESETS["slide"])),
            draw("sentences-by-year", "png", Order(PRESETS["slide"], theme="dark")),
            draw("arrests-executions", "png", Order(PRESETS["slide"])),
        )
    )
    with light, dark, other:
        assert difference(light, light) == 0
        assert difference(light, dark) > 0.3
        assert area(light, palette.DEATH) > 2 * area(other, palette.DEATH)


@pytest.mark.parametrize("chart_id", CHOSEN)
def test_a_pdf_is_vector_of_the_size_asked_for_with_its_words(draw, chart_id: str) -> None:
    with pikepdf.open(io.BytesIO(draw(chart_id, "pdf", Order(PRESETS["a4-landscape"])))) as pdf:
        assert len(pdf.pages) == 1
        box = [float(side) for side in pdf.pages[0].mediabox]
        assert box == pytest.approx([0, 0, 841.9, 595.3], abs=0.8)
        images = [stream for stream in pdf.objects if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image"]
        assert images == [], "pixels instead of lines"
        assert any("/FontFile2" in thing or "/FontFile3" in thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary))
