"""Slides and handout, made by a chrome of this machine and opened by LibreOffice and poppler."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.__main__ import main
from dashboard.lessons import load_lessons
from dashboard.slides import slides_pptx
from dashboard.stage import lesson_show
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words
from tests.package import ASSETS, RECORD

LESSON = "orders-and-their-execution"


@pytest.fixture(scope="module")
def deck(record: Tables, languages: Mapping[str, Words], tmp_path_factory: pytest.TempPathFactory) -> Path:
    studio = Studio(record, languages, load_lessons(RECORD, record, languages))
    file = tmp_path_factory.mktemp("slides") / "lesson.pptx"
    file.write_bytes(slides_pptx(lesson_show(studio.lessons[LESSON], studio), studio, ASSETS))
    return file


def test_each_slide_has_one_chart_with_text_alternative_and_note(deck: Path) -> None:
    slides = list(Presentation(str(deck)).slides)
    assert slides[0].shapes.title.text_frame.text == "Orders and their execution"
    assert len(slides) >= 10, "slide zero, eight steps, and one more for the stage of the first"
    for slide in slides[1:]:
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert len(pictures) == 1
        assert len(pictures[0]._element.nvPicPr.cNvPr.get("descr")) > 80
        assert pictures[0].image.size[0] == 2560
        assert slide.shapes.title.text_frame.text
        notes = slide.notes_slide.notes_text_frame.text
        assert "Question for discussion" in notes
        assert "Sources" in notes


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.full
def test_libreoffice_opens_the_slides_and_shows_each(deck: Path) -> None:
    profile = f"-env:UserInstallation={(deck.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(deck.parent), str(deck)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = subprocess.run(["pdftotext", str(deck.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    slides = list(Presentation(str(deck)).slides)
    assert len(pages) - 1 == len(slides)
    for page, slide in zip(pages, slides, strict=False):
        assert slide.shapes.title.text_frame.text in " ".join(page.split())


@pytest.mark.full
def test_everything_of_a_lesson_comes_in_one_archive(tmp_path: Path) -> None:
    out = tmp_path / "lesson.zip"
    assert main(["pack", LESSON, "--out", str(out)]) == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        names = {Path(name).name for name in archive.namelist()}
        pdf = archive.read(f"{LESSON}/{LESSON}.pdf")
    assert {f"{LESSON}.{form}" for form in ("html", "pptx", "pdf", "toml")} <= names
    assert len([name for name in names if name.endswith(".csv")]) == 8
    (tmp_path / "handout.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "handout.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert text.count("Question for discussion") == 8
    assert "Order against execution" in text
    assert "In each of them" not in text.partition("Speaker’s note")[2], "no speaker's note on paper"


def test_an_unknown_lesson_is_told_with_those_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "nothing"]) == 2
    assert LESSON in capsys.readouterr().err
