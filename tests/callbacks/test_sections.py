"""Bibliography and About over the invented package, and with what only some records hold."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.callbacks import page_for
from dashboard.filters import THEME
from dashboard.layout.registers import share_in_words
from dashboard.layout.sections import SECTIONS
from dashboard.pages import BY_PATH, PAGES, STORY
from dashboard.studio import Studio
from dashboard.tables import load_tables
from dashboard.words import Words
from tests.package import DESCRIPTOR, append


def _tree(studio: Studio, path: str, search: str = "") -> Any:
    return json.loads(json.dumps(page_for(studio, path, search, 1200).to_plotly_json(), default=lambda part: part.to_plotly_json()))


def _texts(node: Any) -> list[str]:
    """Return every visible text of a page in its order."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return [text for part in node for text in _texts(part)]
    return _texts(node.get("props", {}).get("children")) if isinstance(node, dict) else []


def _nodes(node: Any, **wanted: str) -> list[dict[str, Any]]:
    """Return the components whose properties hold what is wanted."""
    if isinstance(node, list):
        return [found for part in node for found in _nodes(part, **wanted)]
    if not isinstance(node, dict):
        return []
    props = node.get("props", {})
    here = [node] if wanted and all(props.get(name) == value for name, value in wanted.items()) else []
    return here + _nodes(props.get("children"), **wanted)


def test_each_section_that_a_page_names_exists() -> None:
    assert {name for page in PAGES for name in page.after} <= set(SECTIONS)


def test_a_source_is_shown_with_what_rests_on_it(studio: Studio) -> None:
    text = "".join(_texts(_nodes(_tree(studio, "/sources"), id="source_a")))
    assert text.startswith("Author A. Title A. Town: Press A, pp. 1-2, 1991. example.org")
    assert "22 figures and facts: Arrests and sentences by year (9), Progress of the operations (6)" in text
    assert "Named in: What the figures count (12), Corrections (1), Discrepancies (1)" in text
    assert "Drawn in: Sentences by year, " in text


def test_a_source_without_figures_says_so(folder: Path, languages: Mapping[str, Words]) -> None:
    append(folder, "sources", {"source_id": "source_d", "kind": "archival", "author": "Not named", "title": 'The "Title"'})
    studio = Studio(load_tables(folder), languages)
    text = "".join(_texts(_nodes(_tree(studio, "/sources"), id="source_d")))
    assert text == "The “Title”. Not named. No figure or fact rests on it."


def test_links_keep_the_look_and_charts_keep_the_filters(studio: Studio) -> None:
    node = _nodes(_tree(studio, "/sources", "?period=1937&theme=dark"), id="source_a")
    links = [link["props"]["href"] for link in _all(node, "Link")]
    assert "/data?table=annual_repression&theme=dark" in links
    assert "/?period=1937&theme=dark#sentences-by-year" in links


def _all(node: Any, kind: str) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for part in node for found in _all(part, kind)]
    if not isinstance(node, dict):
        return []
    return ([node] if node.get("type") == kind else []) + _all(node.get("props", {}).get("children"), kind)


def test_every_part_of_the_page_about_has_its_heading_and_anchor(studio: Studio, words: Words) -> None:
    tree = _tree(studio, "/about")
    anchors = [heading["props"]["id"] for heading in _all(tree, "H2") if "id" in heading["props"]]
    assert anchors == [
        "method", "shares", "definitions", "naming", "content", "gaps", "corrections", "discrepancies", "cite", "licence", "accessibility",
    ]  # fmt: skip
    assert [link["props"]["href"] for link in _all(_nodes(tree, className="contents"), "A")] == [f"#{anchor}" for anchor in anchors]


def test_a_correction_names_its_row_and_dates_are_in_words(studio: Studio) -> None:
    text = " ".join(_texts(_tree(studio, "/about")))
    assert "Phases: First, Start" in text
    assert "1 August 1936" in text
    assert "A slip of the pen." in text


def test_a_discrepancy_is_told_whole(studio: Studio) -> None:
    entry = next(node for node in _all(_tree(studio, "/about"), "Article") if _nodes(node, id="discrepancy-one_more"))
    text = "".join(_texts(entry))
    assert text == (
        "SumWithin one sourceThe sum is 56. (Author A, 1991)The parts add to 55. (Author A, 1991)"
        "Difference: 1Ruling: The parts stand.In the data"
    )


def test_populations_are_folded_by_the_first_table_that_counts_them(studio: Studio) -> None:
    summaries = ["".join(_texts(node)) for node in _all(_tree(studio, "/about"), "Summary")]
    assert summaries[:4] == [
        "Arrests and sentences by year (5 populations)",
        "Progress of the operations (4 populations)",
        "What historians and sources say (1 population)",
        "In no table (2 populations)",
    ]


def test_a_record_without_terms_has_no_glossary(studio: Studio) -> None:
    assert _nodes(_tree(studio, "/about"), id="glossary") == []


@pytest.fixture
def with_glossary(folder: Path, languages: Mapping[str, Words]) -> Studio:
    """The invented package with a glossary of two terms."""
    descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    names = ("term_id", "name", "russian_name", "description", "source_id")
    schema = {"fields": [{"name": name, "type": "string"} for name in names], "primaryKey": ["term_id"]}
    kept = [resource for resource in descriptor["resources"] if resource["name"] != "glossary"]
    descriptor["resources"] = [*kept, {"name": "glossary", "path": "glossary.csv", "type": "table", "schema": schema}]
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
    with (folder / "glossary.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [("b", "Beta", "Бета", 'A "second" letter.', "source_b"), ("a", "alpha", "", "A letter.", "source_a")]
        csv.writer(file, lineterminator="\n").writerows([names, *rows])
    return Studio(load_tables(folder), languages)


def test_terms_stand_in_alphabetical_order_with_their_russian_marked(with_glossary: Studio) -> None:
    tree = _tree(with_glossary, "/about")
    section = next(node for node in _all(tree, "Section") if _nodes(node, id="glossary"))
    assert [text for text in _texts(section) if text.strip()][1:] == [
        "2 terms of the time or of its historians, with their Russian forms where there are any.",
        "All terms",
        "alpha",
        "A letter. ",
        "(",
        "Author A, 1991",
        ")",
        "Beta",
        "Бета",
        "A “second” letter. ",
        "(",
        "Author B, 1992",
        ")",
    ]
    assert ["".join(_texts(node)) for node in _nodes(section, lang="ru")] == ["Бета"]


def test_only_all_is_a_hundred_percent(words: Words) -> None:
    assert share_in_words(0.9999, words) == "99%"
    assert share_in_words(1.0, words) == "100%"
    assert share_in_words(0.29, words) == "29%"
    assert share_in_words(0.0, words) == "0%"


def test_the_story_leads_to_charts_that_stand_and_keeps_what_is_chosen(record_studio: Studio) -> None:
    story = _nodes(_tree(record_studio, "/timeline", "?theme=dark"), className="story")
    links = [node["props"]["href"] for node in _linked(story)]
    assert len(links) == len(STORY)
    for chapter, link in zip(STORY, links, strict=True):
        path, _, rest = link.partition("?")
        query, _, place = rest.partition("#")
        assert place == chapter.chart
        assert chapter.chart in {chart.id for chart in BY_PATH[path].charts}
        selection, problems = record_studio.parse(query)
        assert problems == ()
        assert selection[THEME] == "dark"
    assert "category=election,party" in links[3]


def _linked(node: Any) -> list[dict[str, Any]]:
    """Return the components with an address, in their order."""
    if isinstance(node, list):
        return [found for part in node for found in _linked(part)]
    if not isinstance(node, dict):
        return []
    props = node.get("props", {})
    return ([node] if "href" in props else []) + _linked(props.get("children"))
