"""What a picture says of itself, read back by libraries that had no part in writing it."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from dashboard.charts import BY_ID
from dashboard.metadata import Metadata, link_of, metadata_of, pdf_with, png_with, rdf, svg_with, webp_from, xmp
from dashboard.presets import PRESETS
from dashboard.selection import Selection

SAID = Metadata(
    title="Half <of> those & more",
    description="Each bar gives “people” sentenced.\nНе более.",
    source="A. Author, A title, 1953; B. Author, Другое, 1990",
    copyright="Data and text: a collection, CC BY 4.0.",
    licence="https://creativecommons.org/licenses/by/4.0/",
    author="A collection",
    link="https://example.org/charts/a-chart?period=1937&lang=en",
    fingerprint="0a" * 32,
    language="en",
)
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "rights": "http://ns.adobe.com/xap/1.0/rights/", "svg": "http://www.w3.org/2000/svg",
}  # fmt: skip


def plain_png(mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert(mode).save(out, "PNG", dpi=(72, 72))
    return out.getvalue()


def assert_says(tree: etree._Element) -> None:
    """Whether RDF says all that it was given."""

    def text(path: str) -> str:
        return "".join(tree.xpath(path, namespaces=SPACES)[0].itertext())

    assert text("//dc:title/rdf:Alt/rdf:li") == SAID.title
    assert text("//dc:description/rdf:Alt/rdf:li") == SAID.description
    assert text("//iptc:AltTextAccessibility/rdf:Alt/rdf:li") == SAID.description
    assert text("//dc:rights/rdf:Alt/rdf:li") == SAID.copyright
    assert text("//dc:creator/rdf:Seq/rdf:li") == SAID.author
    assert text("//rights:WebStatement") == SAID.licence
    assert text("//dc:source") == SAID.source
    assert text("//dc:identifier") == SAID.link
    assert SAID.fingerprint in text("//dcterms:provenance")


def test_a_png_carries_text_resolution_and_xmp_and_keeps_its_pixels() -> None:
    before = plain_png()
    after = png_with(before, SAID, 300)
    with Image.open(io.BytesIO(before)) as was, Image.open(io.BytesIO(after)) as now:
        assert now.tobytes() == was.tobytes()
        assert now.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        texts = now.text
        wanted = {"Title": SAID.title, "Description": SAID.description, "Author": SAID.author, "Copyright": SAID.copyright}
        wanted |= {"Source": SAID.source, "URL": SAID.link, "Fingerprint": SAID.fingerprint}
        assert {name: texts[name] for name in wanted} == wanted
        assert_says(etree.fromstring(texts["XML:com.adobe.xmp"].encode()))
    assert png_with(after, SAID, 300) == after, "writing again adds nothing"


def test_every_chunk_of_the_png_has_its_checksum() -> None:
    png, at, kinds = png_with(plain_png(), SAID, 96), 8, list[bytes]()
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(png[at + 4 : at + 8 + length])
        kinds.append(kind)
        at += 12 + length
    assert kinds[:2] == [b"IHDR", b"pHYs"]
    assert kinds[-1] == b"IEND"
    assert kinds.count(b"pHYs") == 1


def test_an_svg_has_title_desc_and_metadata_and_its_size_on_paper() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3508" height="2480" viewBox="0 0 10 7"><text>a</text></svg>'
    tree = etree.fromstring(svg_with(svg, SAID, PRESETS["a4-landscape"]).encode())
    assert (tree.get("width"), tree.get("height"), tree.get("viewBox")) == ("297mm", "210mm", "0 0 10 7")
    assert [etree.QName(child).localname for child in tree] == ["title", "desc", "metadata", "text"]
    assert tree.findtext("svg:title", namespaces=SPACES) == SAID.title
    assert tree.findtext("svg:desc", namespaces=SPACES) == SAID.description
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "title desc"
    assert_says(tree)
    assert etree.fromstring(svg_with(svg, SAID, PRESETS["slide"]).encode()).get("width") == "3508"


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_webp_has_the_same_pixels_and_xmp(mode: str) -> None:
    png = plain_png(mode)
    webp = webp_from(png, SAID)
    with Image.open(io.BytesIO(png)) as was, Image.open(io.BytesIO(webp)) as now:
        assert now.format == "WEBP"
        assert now.convert("RGBA").tobytes() == was.convert("RGBA").tobytes()
        assert_says(etree.fromstring(now.info["xmp"]))
    assert webp_from(png, SAID) == webp


def test_a_pdf_says_what_it_is_and_not_when_it_was_made() -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 70))
        made.docinfo["/CreationDate"], made.docinfo["/Producer"] = "D:20260101000000", "a browser"
        made.save(out)
    pdf = pdf_with(out.getvalue(), SAID)
    assert pdf_with(out.getvalue(), SAID) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == SAID.title
        assert "/CreationDate" not in opened.docinfo
        assert "/ModDate" not in opened.docinfo
        assert str(opened.Root.Lang) == "en"
        assert_says(etree.fromstring(opened.Root.Metadata.read_bytes()))


def test_what_xml_cannot_hold_is_left_out(record, record_studio, words) -> None:
    picture = record_studio.picture(BY_ID["events"], Selection(), 900)
    said = metadata_of(picture, "a\x00b\x0b\ud800c", Selection(), record, words)
    assert said.title == "a b  c"
    etree.fromstring(rdf(said))
    assert xmp(said).startswith("<?xpacket")


def test_the_link_opens_the_same_view(record_studio) -> None:
    selection, problems = record_studio.parse("period=1937&category=trial&theme=dark&figures=zemskov_2014")
    assert problems == ()
    picture = record_studio.picture(BY_ID["events"], selection, 900)
    assert link_of(picture, selection) == "charts/events?category=trial&period=1937"
    assert link_of(picture, selection, "https://example.org/") == "https://example.org/charts/events?category=trial&period=1937"
