"""The house keeps its own rules: nothing stands undeclared, undocumented, unworded, or reaches outside."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.charts import CHARTS
from dashboard.filters import FILTERS, PARAMS
from dashboard.headlines import HEADLINES
from dashboard.pages import PAGES
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import load_words, missing
from tests.package import ROOT, WORDS

PACKAGE = ROOT / "dashboard"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "bundled" not in path.parts)
MOST_LINES = 300
# names of vocabularies, written into files and never opened
VOCABULARIES = {"metadata.py": ("purl.org", "iptc.org", "ns.adobe.com", "www.w3.org")}


def test_each_module_of_charts_is_declared() -> None:
    modules = {path.stem for path in (PACKAGE / "charts").glob("*.py") if not path.stem.startswith("_")}
    assert modules == {chart.id.replace("-", "_") for chart in CHARTS}


def test_each_chart_stands_on_one_page() -> None:
    standing = [chart.id for page in PAGES for chart in page.charts]
    assert sorted(standing) == sorted(chart.id for chart in CHARTS)


def test_each_page_stands_at_one_address() -> None:
    for names in ([page.id for page in PAGES], [page.path for page in PAGES]):
        assert sorted(set(names)) == sorted(names)


def test_the_readme_names_everything_that_can_be_asked_for(record: Tables) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = [
        *(chart.id for chart in CHARTS),
        *(param.key for param in PARAMS),
        *THEMES,
        *(page.path for page in PAGES),
        *record,
    ]
    assert [name for name in named if f"`{name}`" not in text] == []
    for page in PAGES:
        assert f"docs/{page.id}.png" in text
        assert (ROOT / "docs" / f"{page.id}.png").stat().st_size > 20_000


def _demanded(record: Tables) -> list[str]:
    fields = [field for table in record.package.tables.values() for field in table.fields.values()]
    return [
        *(f"codes.{field.name}.{code}" for field in fields for code in field.enum),
        *(f"codes.{known.codes}.{value}" for known in FILTERS if known.codes == "scale" for value in ("linear", "log")),
        *(f"charts.{chart.id}.{part}" for chart in CHARTS for part in ("name", "question", "subtitle", "caveat", "cannot_show")),
        *(f"charts.{chart.id}.panels.{panel}" for chart in CHARTS for panel in chart.panels),
        *(f"pages.{page.id}.{part}" for page in PAGES for part in ("nav", "title", "intro")),
        *(f"filters.{known.param.key}.label" for known in FILTERS),
        *(f"headlines.{headline.id}" for headline in HEADLINES),
        *(f"themes.{theme}" for theme in THEMES),
        *(
            f"notices.{kind}"
            for kind in (
                "unknown_key",
                "not_allowed",
                "not_allowed_listed",
                "not_allowed_period",
                "repeated",
                "too_long",
                "elsewhere",
                "not_obeyed",
            )
        ),
        *(f"caveats.{code}" for table in record.package.tables.values() for code in table.caveats),
        *(f"types.{kind}" for kind in ("code", *{field.type for field in fields})),
    ]


def test_every_language_has_every_text(record: Tables) -> None:
    assert missing(load_words(WORDS), _demanded(record)) == ()


def test_a_missing_text_would_be_named(record: Tables) -> None:
    assert missing(load_words(WORDS), [*_demanded(record), "no.such.text"]) == ("en: no.such.text",)


def _altered(tree: dict) -> dict:
    return {key: _altered(part) if isinstance(part, dict) else f"{part} ¶" for key, part in tree.items()}


def _toml(tree: dict, path: str = "") -> str:
    """Return a tree of texts as TOML, tables written out in full."""
    plain = {key: part for key, part in tree.items() if isinstance(part, str)}
    lines = [f"[{path}]"] if path else []
    lines += [f"{_key(key)} = {_quoted(part)}" for key, part in plain.items()]
    inner = [_toml(part, f"{path}.{_key(key)}" if path else _key(key)) for key, part in tree.items() if isinstance(part, dict)]
    return "\n".join([*lines, *inner])


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_another_language_is_one_more_file(record: Tables, tmp_path: Path) -> None:
    english = (WORDS / "en.toml").read_text("utf-8")
    tree = tomllib.loads(english)
    del tree["locale"]
    other = {**_altered(tree), "languages": {"en": "English", "de": "Deutsch"}}
    (tmp_path / "en.toml").write_text(english.replace('en = "English"', 'en = "English"\nde = "Deutsch"'), "utf-8")
    (tmp_path / "de.toml").write_text('locale = "de-DE"\n' + _toml(other), "utf-8")
    languages = load_words(tmp_path)
    assert missing(languages, _demanded(record)) == ()
    studio = Studio(record, languages)
    selection, problems = studio.parse("lang=de")
    assert problems == ()
    picture = studio.picture(CHARTS[0], selection, 1180)
    assert picture.title.endswith("¶")
    assert all(sentence.endswith("¶") for sentence in picture.sentences)
    assert studio.picture(CHARTS[0], Selection(), 1180).title + " ¶" == picture.title
    assert "1.344.923" in " ".join(picture.sentences)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_stays_readable_and_keeps_to_itself(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says what it is"
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), "bare except"
        if isinstance(node, ast.Attribute) and node.attr == "templates":
            assert not (isinstance(node.value, ast.Name) and node.value.id == "pio"), "pio.templates is never set"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "://" in node.value:
            hosts = re.findall(r"https?://([^/\s{]+)", node.value)
            strangers = [host for host in hosts if "." in host and host not in VOCABULARIES.get(path.name, ())]
            assert not strangers, f"an outside host in {node.value!r}"


@pytest.mark.parametrize("path", sorted((ROOT / "assets").glob("*.*")), ids=lambda path: path.name)
def test_assets_reach_no_outside_host(path: Path) -> None:
    text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")  # the name of a vocabulary, never fetched
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text) == []


def test_no_frame_lives_in_a_module() -> None:
    import importlib

    import pandas as pd

    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name.endswith("__main__"):
            continue
        module = importlib.import_module(name)
        held = [key for key, value in vars(module).items() if isinstance(value, (pd.DataFrame, pd.Series))]
        assert held == [], name
