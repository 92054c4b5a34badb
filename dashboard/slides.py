"""A lesson to take along: slides (PPTX), handout (PDF), or all of it (ZIP).

Pictures are drawn by a chrome of this machine, which also prints the handout from the packed page. python-pptx writes the
slides: it is the one kept library that sets notes and alternative texts, and its files open without repair.
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dashboard.chart_files import csv_of
from dashboard.errors import CHROME, KALEIDO, ToolError
from dashboard.images import Images
from dashboard.pack import SCREENS, file_name, pack_html, print_arguments
from dashboard.picture import Picture
from dashboard.stage import WALL, Show, Slide, chart_size, step_sources
from dashboard.studio import Studio
from dashboard.wall import wall_pictures
from dashboard.words import Words

_WIDTH = 2560  # pixels of a picture: sharp on a projector of twice the usual pixels across a slide
_PRINTING = 180  # seconds
_SERIF, _SANS = "Georgia", "Arial"  # faces that every presenter's machine has
_INCH, _POINT = 914_400, 12_700  # English metric units
_WIDE, _HIGH = 13.333, 7.5  # inches: 16:9
_EDGE = 0.29
_MUTED = 0.13  # opacity of the series that are not in front (present.js has the same)


def slides_pptx(show: Show, studio: Studio, assets: Path) -> bytes:
    """Return a lesson as slides: slide zero, then one chart a slide, with paragraph, note and alternative text.

    Raises:
        ToolError: python-pptx, kaleido or a chrome is missing.
    """
    try:
        from pptx import Presentation
    except ImportError as error:
        raise ToolError(KALEIDO) from error
    words = studio.words(show.slides[0].selection)
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = _emu(_WIDE), _emu(_HIGH)
    deck.core_properties.title = show.title
    deck.core_properties.author = words("record.cite_author")
    deck.core_properties.language = words.language
    _zero(deck, show, words)
    with Images(assets) as images:
        for slide, picture, text, image in _pictures(show, studio, images):
            _step(deck, slide, picture, text, image, studio, words)
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def _pictures(show: Show, studio: Studio, images: Images) -> Iterator[tuple[Slide, Picture, str, bytes]]:
    """Yield each picture of each step with the text that stands beside it; a step may have several texts, or several parts."""
    for slide in show.slides:
        pictures, canvas = wall_pictures(slide.chart, slide.selection, studio, *chart_size(*SCREENS[0]), WALL)
        look = ("png", canvas.width, canvas.height, _WIDTH / canvas.width)
        drawn = [images.make(one.figure, *look) for one in pictures]
        texts = slide.texts or ("",)
        for at in range(max(len(drawn), len(texts))):
            part, stage = min(at, len(drawn) - 1), min(at, len(texts) - 1)
            front = slide.focus[stage]
            image = drawn[part] if not front else images.make(in_front(pictures[part].figure, front), *look)
            yield slide, pictures[part], texts[stage], image


def in_front(figure: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a figure with one series in front, counted from 1, and the others muted, as present.js shows it."""
    series = list(dict.fromkeys(trace["name"] for trace in figure["data"] if trace.get("name")))
    if not 1 < len(series) >= number:
        return dict(figure)
    chosen = series[number - 1]
    muted = [{**trace, "opacity": _MUTED} if trace.get("name") not in (None, "", chosen) else trace for trace in figure["data"]]
    return {**figure, "data": muted}


def _emu(inches: float) -> int:
    return round(inches * _INCH)


def _zero(deck: Any, show: Show, words: Words) -> None:
    """Add slide zero: the lesson, the content note and the naming note."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, show.title, 40, (0.9, 0.6, 11.5, 0.9))
    told = [text for text in (show.summary, words("present.own_words") if show.own_words else "") if text]
    texts = [*told, words("site.content_heading"), words("site.content"), words("site.naming_heading"), words("site.naming")]
    _text(slide, texts, (0.9, 1.6, 10.8, 5.2), 20, bold={len(told), len(told) + 2})


def _step(deck: Any, slide: Slide, picture: Picture, text: str, image: bytes, studio: Studio, words: Words) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[5])
    _title(page, slide.heading, 22, (_EDGE, 0.03, _WIDE - 2 * _EDGE, 0.4))
    _text(page, [text], (_EDGE, 0.42, _WIDE - 2 * _EDGE, 0.5), 14)
    width, height = chart_size(*SCREENS[0])
    tall = _WIDE * height / width
    shown = page.shapes.add_picture(io.BytesIO(image), 0, _emu(_HIGH - tall), _emu(_WIDE), _emu(tall))
    shown._element.nvPicPr.cNvPr.set("descr", f"{picture.title}. {' '.join(picture.sentences)}")
    shown.name = words(f"charts.{slide.chart.id}.name")
    page.notes_slide.notes_text_frame.text = _notes(slide, picture, studio, words)


def _notes(slide: Slide, picture: Picture, studio: Studio, words: Words) -> str:
    """Return what the speaker reads: note, question, what the chart says, words, sources."""
    terms = [f"{term.name}: {term.meaning}" for term in slide.terms]
    blocks = [
        ("notes", [slide.note]),
        ("question", [slide.question]),
        ("reading", [" ".join(picture.sentences)]),
        ("terms", terms),
        ("sources", step_sources(slide, picture, studio)),
    ]
    return "\n\n".join("\n".join([words(f"present.{key}"), *lines]) for key, lines in blocks if any(lines))


def _title(slide: Any, text: str, points: float, box: tuple[float, float, float, float]) -> None:
    holder = slide.shapes.title
    holder.left, holder.top, holder.width, holder.height = map(_emu, box)
    _fill(holder.text_frame, [text], points, _SERIF, {0}, anchor_top=True)


def _text(slide: Any, texts: list[str], box: tuple[float, float, float, float], points: float, bold: set[int] | None = None) -> None:
    _fill(slide.shapes.add_textbox(*map(_emu, box)).text_frame, texts, points, _SANS, bold or set[int]())


def _fill(frame: Any, texts: list[str], points: float, face: str, bold: set[int], *, anchor_top: bool = False) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    if anchor_top:
        frame.vertical_anchor = MSO_ANCHOR.TOP
    for at, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.name, run.font.bold = round(points * _POINT), face, at in bold
        if at in bold and at:
            paragraph.space_before = round(points * 0.9 * _POINT)


def browser() -> str:
    """Return the chrome of this machine.

    Raises:
        ToolError: there is none.
    """
    try:
        from choreographer.browsers.chromium import Chromium
    except ImportError as error:
        raise ToolError(KALEIDO) from error
    found = os.environ.get("BROWSER_PATH") or Chromium.find_browser(skip_local=False)
    if not found:
        raise ToolError(CHROME)
    return str(found)


def handout_pdf(show: Show, studio: Studio, assets: Path) -> bytes:
    """Return a lesson as its handout, printed from the packed page.

    Raises:
        ToolError: a chrome is missing, or did not print.
    """
    found = browser()
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, file_name(show, "html")), Path(folder, file_name(show, "pdf"))
        page.write_bytes(pack_html(show, studio, assets))
        command = (*print_arguments(found, page, out), f"--user-data-dir={folder}/profile")
        subprocess.run(command, check=False, capture_output=True, timeout=_PRINTING)
        if not out.is_file():
            raise ToolError(CHROME)
        return out.read_bytes()


def lesson_zip(show: Show, studio: Studio, assets: Path) -> bytes:
    """Return everything of a lesson: page, slides, handout, the data of each chart, and its own file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix, make in MADE.items():
            if suffix != "zip":
                archive.writestr(f"{show.id}/{file_name(show, suffix)}", make(show, studio, assets))
        for number, slide in enumerate(show.slides, 1):
            picture = studio.picture(slide.chart, slide.selection, SCREENS[0][0])
            archive.writestr(f"{show.id}/data/{number:02d}-{slide.chart.id}.csv", csv_of(picture.frame, bom=True))
        archive.writestr(f"{show.id}/{show.id}.toml", show.source)
    return content.getvalue()


MADE: Mapping[str, Callable[[Show, Studio, Path], bytes]] = {
    "html": pack_html,
    "pptx": slides_pptx,
    "pdf": handout_pdf,
    "zip": lesson_zip,
}
"""The forms in which a lesson is taken along, by the ending of their files."""
