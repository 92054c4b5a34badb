"""What the export dialog is answered: a chart's picture as ordered, ready to be drawn by the browser, and all that goes with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from plotly.utils import PlotlyJSONEncoder

from dashboard.canvas import DEFAULT_WIDTH
from dashboard.charts import Chart
from dashboard.citing import citations, footnote
from dashboard.dress import CONFIG
from dashboard.embeds import COLUMN, address_of, code, fitting_code, height_of
from dashboard.metadata import Metadata, metadata_of, per_metre, png_texts, svg_head
from dashboard.picture import Edits
from dashboard.presets import MOST_PIXELS, PRESETS, SCALES, Size, size_of
from dashboard.previews import chart_query, with_query
from dashboard.selection import BadValue, Selection, shorten
from dashboard.sized import Order, Sized, sized
from dashboard.studio import Studio
from dashboard.theme import IN_PICTURES

OWN_KEYS = ("size", "pixels", "look", "title", "subtitle", "credit", "footnote", "terms")
DEFAULT_SIZE = "post"
LONGEST = 600  # characters of a text that is set in a picture


@dataclass(frozen=True, eq=False)
class Wanted:
    """A chart's picture as ordered: its pictures, what they say of themselves, and what of the order could not be met."""

    chart: Chart
    selection: Selection
    pictures: tuple[Sized, ...]
    said: Metadata
    link: str
    problems: tuple[BadValue, ...]


def order_of(own: Mapping[str, str], studio: Studio, selection: Selection, root: str) -> tuple[Order, tuple[BadValue, ...]]:
    """Return the order that a door's own settings make, and what of them had to be dropped."""
    problems = list[BadValue]()

    def chosen(key: str, default: str, allowed: tuple[str, ...]) -> str:
        text = own.get(key, default)
        if text in allowed:
            return text
        problems.append(BadValue("not_allowed", key, shorten(text), allowed))
        return default

    def written(key: str) -> str:
        text = " ".join(own.get(key, "").split())
        if len(text) > LONGEST or not text.isprintable():
            problems.append(BadValue("not_allowed", key, shorten(text)))
            return ""
        return text

    size = size_of(own.get("size", DEFAULT_SIZE))
    if size is None:
        problems.append(BadValue("not_allowed", "size", shorten(own["size"]), (*PRESETS, "1200x675", "85x60mm")))
    terms = [term for term in own.get("terms", "").split(",") if term]
    lost = [term for term in terms if studio.tables.row(f"glossary/{term}") is None]
    if lost:
        problems.append(BadValue("not_allowed", "terms", shorten(",".join(lost))))
    note = " ".join(filter(None, (written("footnote"), footnote(terms, studio.tables, studio.words(selection)))))
    edits = Edits(written("title") or None, written("subtitle") or None, written("credit"), note, site_of(root))
    size = size or PRESETS[DEFAULT_SIZE]
    largest = size.pixels(max(size.width, size.height))
    scale = int(chosen("pixels", "1", tuple(str(times) for times in SCALES if times * largest <= MOST_PIXELS)))
    return Order(size, scale, chosen("look", "light", tuple(IN_PICTURES)), edits), tuple(problems)


def site_of(root: str) -> str:
    """Return the address to print in a picture: empty where it is that of the reader's own machine, which leads nobody else anywhere."""
    host = urlsplit(root).hostname or ""
    return "" if host in {"localhost", "::1"} or host.startswith("127.") else root


def wanted(studio: Studio, chart: Chart, selection: Selection, own: Mapping[str, str], root: str) -> Wanted:
    """Return a chart's picture as ordered.

    Raises:
        SizeError: the chart has no legible place in that size.
        ChartError: the chart failed.
    """
    order, problems = order_of(own, studio, selection, root)
    words = studio.words(selection)
    pictures = sized(chart, studio.tables, selection, words, order)
    said = metadata_of(pictures[0].picture, pictures[0].picture.title, selection, studio.tables, words, root)
    return Wanted(chart, selection, pictures, said, root + with_query(f"/charts/{chart.id}", chart_query(chart, selection)), problems)


def name_of(one: Sized, version: str) -> str:
    """Return how the file of a picture is called, without its ending."""
    part = f"-{one.part.number}-of-{one.part.of}" if one.part else ""
    return f"{one.picture.chart.id}{part}-{one.width}x{one.height}-{version}"


def picture_json(studio: Studio, want: Wanted, root: str, day: date) -> bytes:
    """Return all that the browser needs to make the files itself, and the texts that go with them."""
    words, said, size = studio.words(want.selection), want.said, want.pictures[0].order.size
    plain = studio.picture(want.chart, want.selection, DEFAULT_WIDTH)
    height = height_of(studio, want.chart, want.selection, COLUMN)  # until its script has told, or where none runs

    def frame(placed_at: str = "") -> str:
        return fitting_code(code(address_of(want.chart, want.selection, root, placed_at), plain.title, "100%", height), root)

    content = {
        "pictures": [
            {
                "figure": {**one.picture.figure, "config": CONFIG},
                "width": one.width,
                "height": one.height,
                "layout": one.layout_size,
                "zoom": one.zoom,
                "name": name_of(one, studio.tables.version),
                "part": words("export.part", number=one.part.number, of=one.part.of) if one.part else "",
            }
            for one in want.pictures
        ],
        "png": {"per_metre": per_metre(size.dpi * want.pictures[0].order.scale), "texts": png_texts(said)},
        "svg": {"head": svg_head(said), "language": said.language, "sides": _sides(size)},
        "page": _sides(size, want.pictures),
        "copy": {
            "alt": said.description,
            "link": want.link,
            "embed": frame(),
            "frozen": frame(studio.tables.version),
            **citations(plain, plain.title, want.link, studio.tables, words, day),
        },
        "problems": [asdict(problem) for problem in want.problems],
        "dropped": [words("export.title_field" if problem.key == "title" else f"export.{problem.key}") for problem in want.problems],
    }
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False).encode()


def _sides(size: Size, pictures: tuple[Sized, ...] = ()) -> list[str] | None:
    """Return width and height as CSS writes them: those of a size in millimetres, or with ``pictures`` those of a printed page."""
    if size.unit == "mm":
        high = f"{size.height:g}mm" if size.height else ""
        return [f"{size.width:g}mm", high or f"{pictures[0].height / pictures[0].width * size.width:g}mm" if pictures else high]
    if not pictures:
        return None
    scale = pictures[0].order.scale
    return [f"{pictures[0].width / scale:g}px", f"{pictures[0].height / scale:g}px"]
