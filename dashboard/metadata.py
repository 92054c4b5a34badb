"""Metadata: what a picture says of itself inside its file, so that it can still be traced when it travels without its page.

In PNG as text chunks and XMP with its resolution, in SVG as title, desc and metadata, in WebP and PDF as XMP. No dates: the same figure
of the same record gives the same bytes.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from xml.sax.saxutils import escape  # nosec B406

from dashboard import __version__
from dashboard.filters import LANGUAGE
from dashboard.picture import Picture
from dashboard.presets import MM_PER_INCH, Size
from dashboard.selection import Selection
from dashboard.tables import Tables
from dashboard.words import Words

SOFTWARE = f"great-purges-dashboard {__version__}"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"pHYs", b"tIME"})
_XMP_KEYWORD = "XML:com.adobe.xmp"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}


@dataclass(frozen=True)
class Metadata:
    """What a picture says of itself.

    Attributes:
        title: its title as drawn.
        description: the paragraph computed from its figures; also its alt text.
        source: the works that its figures rest on.
        copyright: who holds what rights.
        licence: address of the licence.
        author: the collection that it is from.
        link: where the same view opens.
        fingerprint: SHA-256 of the record that it was drawn from.
        language: code of its language.
    """

    title: str
    description: str
    source: str
    copyright: str
    licence: str
    author: str
    link: str
    fingerprint: str
    language: str


def link_of(picture: Picture, selection: Selection, site: str = "") -> str:
    """Return where the same view opens: below ``site`` where that is known, otherwise below the dashboard's own address."""
    query = picture.chart.asked(selection, LANGUAGE).to_query()
    path = f"charts/{picture.chart.id}{'?' + query if query else ''}"
    return f"{site.rstrip('/')}/{path}" if site else path


def metadata_of(picture: Picture, title: str, selection: Selection, tables: Tables, words: Words, site: str = "") -> Metadata:
    """Return what a picture says of itself under ``title``; texts that were edited may hold anything, so they are made fit for XML."""
    named = {"name": words("site.name"), "strapline": words("site.strapline")}
    said = Metadata(
        title=title,
        description=" ".join(picture.sentences),
        source="; ".join(picture.sources),
        copyright=words("picture.rights", **named),
        licence=words("about.licence.data_address"),
        author=words("picture.author", **named),
        link=link_of(picture, selection, site),
        fingerprint=tables.fingerprint,
        language=words.language,
    )
    return Metadata(**{name: _NOT_XML.sub(" ", text) for name, text in asdict(said).items()})


def rdf(said: Metadata) -> str:
    """Return the metadata as RDF/XML in the vocabularies of XMP: Dublin Core, IPTC's alt text, XMP rights."""

    def text(value: str) -> str:
        return escape(value)

    def alternatives(value: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{text(value)}</rdf:li></rdf:Alt>'

    spaces = "".join(f' xmlns:{name}="{address}"' for name, address in _SPACES.items())
    fields = {
        "dc:title": alternatives(said.title),
        "dc:description": alternatives(said.description),
        "Iptc4xmpCore:AltTextAccessibility": alternatives(said.description),
        "dc:creator": f"<rdf:Seq><rdf:li>{text(said.author)}</rdf:li></rdf:Seq>",
        "dc:rights": alternatives(said.copyright),
        "xmpRights:WebStatement": text(said.licence),
        "dc:source": text(said.source),
        "dc:identifier": text(said.link),
        "dc:language": f"<rdf:Bag><rdf:li>{text(said.language)}</rdf:li></rdf:Bag>",
        "dcterms:provenance": text(f"data {said.fingerprint}"),
        "xmp:CreatorTool": text(SOFTWARE),
    }
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{inside}</rdf:Description></rdf:RDF>'
    )


def xmp(said: Metadata) -> str:
    """Return the metadata as an XMP packet."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf(said)}</x:xmpmeta><?xpacket end="r"?>'
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _text(keyword: str, text: str) -> bytes:
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode())


def png_texts(said: Metadata) -> dict[str, str]:
    """Return the text chunks of a PNG by keyword, in their order."""
    return {
        "Title": said.title, "Author": said.author, "Description": said.description, "Copyright": said.copyright,
        "Source": said.source, "URL": said.link, "Fingerprint": said.fingerprint, "Software": SOFTWARE, _XMP_KEYWORD: xmp(said),
    }  # fmt: skip


def per_metre(dpi: float) -> int:
    """Return a resolution as a PNG states it."""
    return round(dpi / MM_PER_INCH * 1000)


def png_with(png: bytes, said: Metadata, dpi: float) -> bytes:
    """Return a PNG with metadata and resolution in place of what text it had; its pixels are untouched."""
    own = [
        _chunk(b"pHYs", struct.pack(">IIB", per_metre(dpi), per_metre(dpi), 1)),
        *(_text(keyword, text) for keyword, text in png_texts(said).items()),
    ]
    parts = [_SIGNATURE]
    for kind, content in _chunks(png):
        if kind not in _TEXT_CHUNKS:
            parts.append(_chunk(kind, content))
        if kind == b"IHDR":
            parts += own
    return b"".join(parts)


def svg_with(svg: str, said: Metadata, size: Size) -> str:
    """Return an SVG with title, desc and metadata as its first children, and with its size in millimetres where it was ordered so."""
    opening, rest = svg[: svg.index(">") + 1], svg[svg.index(">") + 1 :]
    if size.unit == "mm":
        for side, length in (("width", size.width), ("height", size.height)):
            if length:
                opening = re.sub(rf'\b{side}="[^"]*"', f'{side}="{length:g}mm"', opening, count=1)
    opening = f'{opening[:-1]} xml:space="preserve" role="img" aria-labelledby="title desc" xml:lang="{said.language}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{svg_head(said)}{rest}\n'


def svg_head(said: Metadata) -> str:
    """Return the first children of an SVG: title, desc and metadata."""
    return (
        f'<title id="title">{escape(said.title)}</title><desc id="desc">{escape(said.description)}</desc><metadata>{rdf(said)}</metadata>'
    )


def webp_from(png: bytes, said: Metadata) -> bytes:
    """Return a PNG as WebP without loss, with the metadata as XMP."""
    from PIL import Image  # needed for this format only

    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(out, "WEBP", lossless=True, quality=60, method=3, exact=True, xmp=xmp(said).encode())
    return out.getvalue()


def pdf_with(pdf: bytes, said: Metadata) -> bytes:
    """Return a PDF with the metadata in place of what the browser wrote, without dates."""
    import pikepdf  # needed for this format only

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for key in list(opened.docinfo.keys()):
            del opened.docinfo[key]
        opened.docinfo["/Title"], opened.docinfo["/Author"] = said.title, said.author
        opened.docinfo["/Subject"], opened.docinfo["/Creator"] = said.description, SOFTWARE
        opened.Root.Lang = pikepdf.String(said.language)
        opened.Root.Metadata = pikepdf.Stream(opened, xmp(said).encode(), {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})
        opened.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        opened.save(out, deterministic_id=True, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
