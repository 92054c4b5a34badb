"""export(studio, wish, ...) -> files: charts as pictures and data in a folder, with a manifest; what is up to date is not made again.

The manifest names for each file its chart, what it was made from (``key``), its size and its SHA-256, and for each chart title, alt text,
sources, link and citation. It holds no dates, so the same record and the same wish give the same folder, byte by byte.
"""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from dashboard import __version__
from dashboard.canvas import DEFAULT_WIDTH
from dashboard.chart_files import csv_of
from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.citing import citations, footnote, terms_in
from dashboard.doors import figure_json
from dashboard.errors import ChartError, SizeError, writing
from dashboard.images import FORMATS as DRAWN
from dashboard.images import Images, program
from dashboard.metadata import Metadata, link_of, metadata_of, pdf_with, png_with, svg_with, webp_from
from dashboard.picture import Edits, Picture
from dashboard.presets import LARGEST, MOST_PIXELS, PRESETS, SMALLEST, Size, size_of
from dashboard.selection import Selection
from dashboard.sized import Order, Sized, sized
from dashboard.studio import Studio

DATA = ("csv", "json")
FORMATS = (*DRAWN, *DATA)
MANIFEST = "manifest.json"
EVERY_TERM = "auto"


@dataclass(frozen=True)
class Wish:
    """What is to be exported.

    Attributes:
        charts: the charts.
        formats: the forms, of FORMATS.
        orders: the sizes and looks of the pictures.
        selection: the selection in force for all of them.
        terms: ids of terms of the glossary for the footnote; ``auto`` stands for those that stand in the picture.
    """

    charts: tuple[Chart, ...]
    formats: tuple[str, ...]
    orders: tuple[Order, ...]
    selection: Selection
    terms: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """Return the address below which the dashboard stands, if it is public."""
        return next((order.edits.site for order in self.orders), "")


@dataclass(frozen=True)
class _Job:
    """Files that are made, or left alone, together: a chart in one form, size and look; its data have no order."""

    chart: Chart
    order: Order | None
    form: str
    key: str

    @cached_property
    def stem(self) -> str:
        """Return how the names of the files begin."""
        if self.order is None:
            return self.chart.id
        order = self.order
        name = next((name for name, size in PRESETS.items() if size == order.size), str(order.size))
        look = "" if order.theme == "light" else f"-{order.theme}"
        return f"{self.chart.id}-{name}{look}{f'@{order.scale}x' if order.scale > 1 else ''}"


@dataclass
class Report:
    """What an export did: names of files made and of files left alone, and what failed, by chart."""

    made: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])
    failed: dict[str, str] = field(default_factory=dict[str, str])


Watch = Callable[[Sequence[Any]], Iterable[Any]]
"""Takes the jobs and gives them back one by one, showing how far the export is."""


def wish_of(options: Namespace, studio: Studio) -> tuple[Wish | None, list[str]]:
    """Return what the options of the command line ask for; where they cannot be understood None, and every reason."""
    problems, formats = list[str](), tuple(dict.fromkeys(filter(None, options.format.split(","))))
    unknown = [name for name in options.charts if name not in BY_ID]
    if unknown:
        problems.append(f"no chart {', '.join(unknown)}. Charts are: {', '.join(BY_ID)}.")
    if not options.charts and not options.all:
        problems.append(f"name charts, or ask for all of them with --all. Charts are: {', '.join(BY_ID)}.")
    if strange := [form for form in formats if form not in FORMATS] or ([] if formats else ["nothing"]):
        problems.append(f"--format: {', '.join(strange)} is not a format. Formats are: {', '.join(FORMATS)}.")
    sizes = [size for size in map(size_of, options.size) if size]
    if len(sizes) < len(options.size):
        refused = ", ".join(text for text in options.size if size_of(text) is None)
        bounds = f"WxH or W in px or mm, each side {SMALLEST} to {LARGEST} pixels"
        problems.append(f"--size: {refused} is not a size. Give one of {', '.join(PRESETS)}, or {bounds}.")
    if large := [size for size in sizes if size.pixels(max(size.width, size.height)) * options.scale > MOST_PIXELS]:
        problems.append(f"--scale: {', '.join(map(str, large))} at scale {options.scale} has more than {MOST_PIXELS} pixels on a side.")
    selection, bad = studio.parse(options.query)
    if bad:
        from dashboard.layout.page import notice  # brings Dash with it, so only where it is needed

        problems += [f"--query: {notice(one, studio.vocabulary, studio.words(selection))}" for one in bad]
    terms = tuple(filter(None, options.terms.split(",")))
    if lost := [term for term in terms if term != EVERY_TERM and studio.tables.row(f"glossary/{term}") is None]:
        problems.append(f"--terms: the glossary has no {', '.join(lost)}. Its ids stand in data/glossary.csv.")
    if problems:
        return None, problems
    edits = Edits(options.title, options.subtitle, options.credit, options.footnote, options.site)
    orders = tuple(Order(size, options.scale, options.theme, edits) for size in sizes)
    charts = CHARTS if options.all else tuple(BY_ID[name] for name in dict.fromkeys(options.charts))
    return Wish(charts, formats, orders, selection, terms), []


def export(studio: Studio, wish: Wish, out: Path, assets: Path, watch: Watch = iter) -> Report:
    """Make the files in ``out``, and return what was made, kept and failed; the manifest is written after every chart.

    Raises:
        ToolError: a picture is wanted and no chrome, or no kaleido, is there, or the chrome does not draw.
        PlaceError: the folder, or a file in it, cannot be written.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    manifest, report = _Manifest.read(out), Report()
    manifest.about(studio, wish)
    todo = list[_Job]()
    for job in _jobs(studio, wish, assets):
        kept = manifest.current(job)
        report.kept += kept or []
        if not kept:
            todo.append(job)
    if todo:
        with ExitStack() as stack:
            images = stack.enter_context(Images(assets)) if any(job.order for job in todo) else None
            ahead = stack.enter_context(ThreadPoolExecutor(1))  # arranges the next picture while the chrome draws this one
            arranged = lru_cache(maxsize=2)(partial(_arranged, studio, wish))  # the forms of one picture follow each other
            waiting = [ahead.submit(arranged, job.chart, job.order) for job in todo]
            for job, drawn in zip(watch(todo), waiting, strict=True):
                try:
                    files = list(_files(studio, wish, job, drawn.result(), images))
                except (ChartError, SizeError) as error:
                    report.failed[job.stem] = str(error)
                    continue
                with writing(out):
                    report.made += manifest.add(job, files, _described(studio, wish, drawn.result()[0]))
    with writing(out):
        manifest.write()
    return report


def _jobs(studio: Studio, wish: Wish, assets: Path) -> Iterator[_Job]:
    base = [program(assets), studio.tables.fingerprint, wish.site, *wish.terms]
    data = tuple(form for form in wish.formats if form in DATA)
    drawn = tuple(form for form in wish.formats if form in DRAWN)
    for chart in wish.charts:
        for order, formats in [*((order, drawn) for order in wish.orders), (None, data)]:
            for form in formats:
                asked = [*base, chart.id, wish.selection.to_query(), form, repr(order)]
                yield _Job(chart, order, form, hashlib.sha256("\0".join(asked).encode()).hexdigest()[:32])


def _arranged(studio: Studio, wish: Wish, chart: Chart, order: Order | None) -> tuple[Sized, ...] | tuple[Picture]:
    """Return the pictures of a chart in the size ordered; for data the chart as it stands on a page."""
    words, terms = studio.words(wish.selection), wish.terms
    if order is None:
        return (studio.picture(chart, wish.selection, DEFAULT_WIDTH),)
    if EVERY_TERM in terms:
        terms = terms_in(studio.picture(chart, wish.selection, DEFAULT_WIDTH), studio.tables)
    if terms:
        told = " ".join(filter(None, (order.edits.footnote, footnote(terms, studio.tables, words))))
        order = replace(order, edits=replace(order.edits, footnote=told))
    return sized(chart, studio.tables, wish.selection, words, order)


@dataclass(frozen=True)
class _File:
    name: str
    content: bytes
    about: Mapping[str, Any]


def _files(studio: Studio, wish: Wish, job: _Job, arranged: Sequence[Any], images: Images | None) -> Iterator[_File]:
    form = job.form
    if job.order is None or images is None:
        picture = arranged[0]
        csv = form == "csv"
        content = csv_of(picture.frame, bom=False) if csv else figure_json(picture, wish.selection, (), studio.tables.version)
        yield _File(f"{job.stem}.{form}", content, {"rows": len(picture.frame)})
        return
    for one in arranged:
        part = f"-{one.part.number}of{one.part.of}" if one.part else ""
        said = metadata_of(one.picture, one.title, wish.selection, studio.tables, studio.words(wish.selection), wish.site)
        about: dict[str, Any] = {"width": one.width, "height": one.height, "dpi": one.order.size.dpi * one.order.scale}
        if one.part:
            about |= {"part": one.part.number, "of": one.part.of}
        yield _File(f"{job.stem}{part}.{form}", drawn(one, form, said, images), about)


def drawn(one: Sized, form: str, said: Metadata, images: Images) -> bytes:
    """Return a sized picture as a file that says what it is."""
    size: Size = one.order.size
    dpi = size.dpi * one.order.scale
    content = images.make(one.picture.figure, form, *one.layout_size, one.zoom, dpi)
    if form == "svg":
        return svg_with(content.decode(), said, size).encode()
    return {"png": lambda: png_with(content, said, dpi), "webp": lambda: webp_from(content, said), "pdf": lambda: pdf_with(content, said)}[
        form
    ]()


def _described(studio: Studio, wish: Wish, first: Sized | Picture) -> Mapping[str, Any]:
    """Return what the manifest says of a chart."""
    words = studio.words(wish.selection)
    picture, title = (first.picture, first.title) if isinstance(first, Sized) else (first, first.title)
    link = link_of(picture, wish.selection, wish.site)
    return {
        "title": title,
        "alt": " ".join(picture.sentences),
        "notes": picture.notes,
        "sources": picture.sources,
        "link": link,
        "citation": citations(picture, title, link, studio.tables, words),
    }


class _Manifest:
    """The manifest of a folder, as it was found and as it becomes."""

    def __init__(self, out: Path, content: dict[str, Any]) -> None:
        self._out = out
        self._content = content

    @classmethod
    def read(cls, out: Path) -> _Manifest:
        """Return the manifest of the folder; an empty one where there is none that can be read."""
        try:
            content = json.loads((out / MANIFEST).read_text("utf-8"))
            return cls(out, {"charts": dict(content["charts"]), "files": dict(content["files"])})
        except (OSError, ValueError, KeyError, TypeError):
            return cls(out, {"charts": {}, "files": {}})

    def about(self, studio: Studio, wish: Wish) -> None:
        """Note from what the folder is made."""
        state = {"version": __version__, "data": studio.tables.fingerprint, "query": wish.selection.to_query()}
        self._content = {**state, "charts": self._content["charts"], "files": self._content["files"]}

    def current(self, job: _Job) -> list[str] | None:
        """Return the names of a job's files if all are there as they were made for this very wish."""
        own = {name: file for name, file in self._content["files"].items() if file.get("key") == job.key}
        whole = bool(own) and len(own) == next(iter(own.values())).get("of", 1)
        return list(own) if whole and all(self._stands(name, file) for name, file in own.items()) else None

    def _stands(self, name: str, file: Mapping[str, Any]) -> bool:
        path = self._out / name
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == file.get("sha256")

    def add(self, job: _Job, files: Sequence[_File], described: Mapping[str, Any]) -> list[str]:
        """Write the files of a job and the manifest; what is left of an earlier division goes."""
        group = f"{job.stem}.{job.form}"
        for name in [name for name, file in self._content["files"].items() if file.get("group") == group]:
            del self._content["files"][name]
            if name not in {file.name for file in files}:
                (self._out / name).unlink(missing_ok=True)
        for file in files:
            (self._out / file.name).write_bytes(file.content)
            self._content["files"][file.name] = {
                "chart": job.chart.id, "group": group, "format": job.form, **file.about, "bytes": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(), "key": job.key,
            }  # fmt: skip
        self._content["charts"][job.chart.id] = described
        self.write()
        return [file.name for file in files]

    def write(self) -> None:
        """Write the manifest in one step, in the order of names."""
        content = {**self._content, **{part: dict(sorted(self._content[part].items())) for part in ("charts", "files")}}
        draft = self._out / f".{MANIFEST}"
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        draft.replace(self._out / MANIFEST)
