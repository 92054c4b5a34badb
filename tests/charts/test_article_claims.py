"""The founding article claim by claim: order, columns and forms, and that the reading counts and does not score."""

from __future__ import annotations

import pytest

from dashboard.canvas import Canvas
from dashboard.charts.article_claims import CHART, VERDICTS
from dashboard.filters import VERDICT
from dashboard.render import Picture, render
from dashboard.selection import Selection
from dashboard.tables import MARK, Tables, records
from dashboard.words import Words


def picture(tables: Tables, words: Words, selection: Selection | None = None, width: int = 1180) -> Picture:
    return render(CHART, tables, selection or Selection(), words, Canvas(width))


def test_every_verdict_has_a_column_and_a_form_of_its_own(record: Tables) -> None:
    assert set(VERDICTS) == set(record["article_claims"]["verdict"].cat.categories)
    assert len(set(VERDICTS.values())) == len(VERDICTS)


@pytest.mark.parametrize("width", [360, 1180])
def test_every_claim_is_one_mark_in_the_column_of_its_verdict_in_the_order_of_the_article(record: Tables, words: Words, width: int) -> None:
    shown = picture(record, words, width=width)
    placed = {
        mark: (x, y, symbol)
        for trace in shown.figure["data"]
        for mark, x, y, symbol in zip(trace["customdata"], trace["x"], trace["y"], trace["marker"]["symbol"], strict=True)
    }
    rows = sorted(records(record["article_claims"]), key=lambda row: row["position"])
    assert len(placed) == len(rows)
    heights = [placed[row[MARK]][1] for row in rows]
    assert heights == sorted(set(heights))
    for row in rows:
        x, _, symbol = placed[row[MARK]]
        assert x == list(VERDICTS).index(row["verdict"])
        assert symbol.removesuffix("-open") == VERDICTS[row["verdict"]][0]


@pytest.mark.parametrize("width", [360, 1180])
def test_every_claim_and_every_part_of_the_article_stands_in_words(record: Tables, words: Words, width: int) -> None:
    texts = [note["text"].replace("<br>", " ") for note in picture(record, words, width=width).figure["layout"]["annotations"]]
    for row in records(record["article_claims"]):
        assert row["claim"] in texts


def test_hollow_where_what_the_record_says_was_not_re_read(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    symbols = {
        mark: symbol for trace in shown.figure["data"] for mark, symbol in zip(trace["customdata"], trace["marker"]["symbol"], strict=True)
    }
    for row in records(shown.frame):
        assert symbols[row[MARK]].endswith("-open") == (row["certainty"] == "reported")


def test_hovering_gives_the_answer_of_the_record(record: Tables, words: Words) -> None:
    shown = picture(record, words)
    said = {
        mark: text.replace("<br>", " ")
        for trace in shown.figure["data"]
        for mark, text in zip(trace["customdata"], trace["hovertext"], strict=True)
    }
    for row in records(shown.frame):
        assert said[row[MARK]].endswith(row["record"])


def test_a_verdict_chosen_is_shown_alone(record: Tables, words: Words) -> None:
    shown = picture(record, words, Selection().choose(VERDICT.param, frozenset({"differs"})))
    assert set(shown.frame["verdict"]) == {"differs"}
    assert shown.title == words("charts.article-claims.question")


def test_the_reading_word_for_word(tables: Tables, words: Words) -> None:
    shown = picture(tables, words)
    assert shown.title == "Of 6 claims of the founding article 2 agree with this record and 1 differs"
    assert shown.sentences == (
        "Each mark is one of 6 claims of the founding article; choose it to read what the record says.",
        "Of these, 2 agree, 1 gives the recorded figure rounded, 1 counts something else than the record, 1 differs and "
        "1 cannot be checked here.",
        "1 mark is hollow because what the record says there was not re-read.",
        "Claims weigh differently and are not a score; one that cannot be checked here is neither confirmed nor refuted.",
    )
