"""A deck: what goes through its link and its file comes out the same, and hostile input is answered in words."""

from __future__ import annotations

import base64
import json
import tomllib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.__main__ import main
from dashboard.deck import MOST_BYTES, MOST_LINK, MOST_STEPS, NoDeckError, from_file, from_link, read_deck, slug, to_link, told
from dashboard.lesson_files import FOLDER, read_lesson, tidied, written
from dashboard.lessons import load_lesson
from dashboard.stage import lesson_show
from dashboard.studio import Studio
from tests.package import RECORD

STEP = {"heading": "Before and after", "chart": "sentences-by-year", "view": "period=1936..1939", "note": "3 minutes"}
DECK = {"title": "Monday", "step": [STEP, {"chart": "elite-losses"}]}

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_steps = st.fixed_dictionaries(
    {"heading": _texts, "chart": st.sampled_from(["phases", "limit-map"])},
    optional={"text": _texts, "note": _texts, "terms": st.lists(_texts), "stages": st.lists(st.fixed_dictionaries({"text": _texts}))},
)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=6,
)
_KEYS = ["heading", "text", "chart", "view", "note", "question", "terms", "sources", "stages", "other"]
_hostile_steps = _anything | st.dictionaries(st.sampled_from(_KEYS), st.just("phases") | _anything, max_size=6)


def packed(text: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(text) + packer.flush()).decode().rstrip("=")


@given(st.fixed_dictionaries({"title": _texts, "own_words": st.booleans(), "figures": st.just({"a": "t#rows"}), "step": st.lists(_steps)}))
def test_link_and_file_give_back_what_was_put_in(tree: dict) -> None:
    assert from_link(to_link(tree)) == tree
    assert {"step": [], **tomllib.loads(written(tree))} == {**tree, "figures": {"a": "t#rows"}}


def test_a_link_is_short_and_needs_no_escape() -> None:
    link = to_link(DECK)
    assert len(link) < 200
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_letters_that_no_file_can_hold_are_left_out(record_studio: Studio, words) -> None:
    step = {"chart": "phases", "heading": "A\x00heading", "text": "A\x1ftext\ufffe", "stages": [{"text": "\x0bOne"}]}
    deck = read_deck({"title": "A\x02 title", "step": [step]}, record_studio, words)
    assert deck.lesson is not None
    found = deck.lesson.steps[0]
    assert (deck.lesson.title, found.heading, found.text, found.stages[0].text) == ("A title", "Aheading", "Atext", "One")


@pytest.mark.parametrize("lesson", sorted(path.stem for path in (RECORD / FOLDER).glob("*.toml")))
def test_every_shipped_lesson_goes_through_a_link_unharmed(record_studio: Studio, words, lesson: str) -> None:
    text = (RECORD / FOLDER / f"{lesson}.toml").read_text("utf-8")
    tree, problems = from_file(text)
    assert problems == ()
    link = to_link(read_deck(tree, record_studio, words).tree)
    assert len(link) <= MOST_LINK
    deck = read_deck(from_link(link), record_studio, words)
    assert deck.problems == {}
    original, _ = read_lesson(lesson, text)
    assert deck.lesson is not None
    assert original is not None
    assert deck.lesson.steps == original.steps
    assert lesson_show(deck.lesson, record_studio).slides == lesson_show(original, record_studio).slides


@pytest.mark.parametrize(
    "link",
    [
        "",
        "x",
        "not base64!",
        "Ж" * 40,
        "A" * (MOST_LINK + 1),
        to_link(DECK)[:-8],
        packed(b"\xff\xfe"),
        packed(b"[1, 2]"),
        packed(b'{"step": 5}'),
        packed(b'{"step": [{"heading": "\\ud800"}]}'),
        packed(b"[" * 50_000),
        packed(b'{"title": "' + b"a" * (MOST_BYTES * 20) + b'"}'),
    ],
)
def test_what_is_no_deck_is_refused(link: str) -> None:
    with pytest.raises(NoDeckError):
        from_link(link)


@given(
    st.dictionaries(st.sampled_from(["title", "summary", "language", "figures", "own_words", "order", "other"]), _anything),
    st.lists(_hostile_steps, max_size=3),
)
def test_any_json_is_read_and_what_is_kept_is_a_sound_file(record_studio: Studio, words, head: dict, steps: list) -> None:
    deck = read_deck({**head, "step": steps}, record_studio, words)
    assert len(deck.tree["step"]) == min(len(steps), MOST_STEPS)
    assert tomllib.loads(written(deck.tree)).get("title") == deck.tree["title"]
    told([problem for found in deck.problems.values() for problem in found], words)


@given(_hostile_steps)
def test_a_step_keeps_only_what_a_file_may_hold(step: object) -> None:
    kept = tidied(step)
    assert tidied(kept) == kept


def test_sound_steps_are_shown_and_the_others_are_named(record_studio: Studio, words) -> None:
    steps = [
        STEP,
        {"chart": "limit-mop"},
        {**STEP, "view": "period=1837"},
        {**STEP, "text": "{shot} people"},
        {**STEP, "text": "{a:>99999999}"},
        {**STEP, "stages": 5},
        "no step",
    ]
    deck = read_deck({"title": "T", "step": steps}, record_studio, words)
    assert deck.lesson is not None
    assert [step.chart for step in deck.lesson.steps] == ["sentences-by-year", "sentences-by-year"], "a bad setting costs no step"
    assert {number: found[0].code for number, found in deck.problems.items()} == {
        2: "chart-unknown", 3: "view-unknown", 4: "figure-not-named", 5: "text-braces", 6: "stage-wrong", 7: "steps-missing",
    }  # fmt: skip
    assert told(deck.problems[2], words)[0].startswith("chart (step 2): found “limit-mop”".replace("“", '"').replace("”", '"'))


def test_figures_that_are_none_cost_the_steps_that_name_them(record_studio: Studio, words) -> None:
    figures = {"bad": "annual_repression?year=²..9#value", "Not a name": "events#rows", "many": "death_lists#rows"}
    steps = [{**STEP, "text": "{bad} people"}, {**STEP, "text": "{many} lists"}]
    deck = read_deck({"title": "T", "figures": figures, "step": steps}, record_studio, words)
    assert deck.lesson is not None
    assert [step.text for step in deck.lesson.steps] == ["{many} lists"]
    assert deck.tree["figures"] == {"many": "death_lists#rows"}


def test_a_deck_becomes_a_lesson_file_that_the_check_accepts(record_studio: Studio, languages, words, tmp_path) -> None:
    file = tmp_path / f"{slug('Für Montag, 3. Mai')}.toml"
    file.write_text(written(read_deck(DECK, record_studio, words).tree), "utf-8")
    lesson = load_lesson(file, record_studio.tables, languages)
    assert (lesson.id, lesson.title, lesson.own_words) == ("fur-montag-3-mai", "Monday", True)
    assert [step.heading for step in lesson.steps] == ["Before and after", "Losses of elites"]
    assert lesson.steps[0].note == "3 minutes", "words of one's own may hold digits"


@pytest.mark.parametrize(
    ("title", "name"), [("", "deck"), ("Большой террор", "deck"), ("../../etc/passwd", "etc-passwd"), ("A" * 500, "a" * 60)]
)
def test_a_title_becomes_the_name_of_a_file(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize(
    ("text", "line"),
    [("title = [", 1), ('title = "T"\n\nstep = "none"\n', 1), ("a = " + "9" * 5000, 1), ("a = " + "[" * 5000, 1), ("", 1)],
)
def test_a_file_that_is_no_lesson_is_named_with_its_line(text: str, line: int) -> None:
    _, problems = from_file(text)
    assert problems[0].line == line


def test_a_lesson_file_of_ones_own_is_packed(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "monday.toml", tmp_path / "monday.html"
    file.write_text(written({"title": "Monday", "own_words": True, "step": [STEP]}), "utf-8")
    assert main(["pack", str(file), "--out", str(out)]) == 0
    page = out.read_text("utf-8")
    assert "Before and after" in page
    assert "the words of whoever made it" in page
    file.write_text(written({"title": "Monday", "step": [STEP, {"chart": "phases", "heading": "Two"}]}), "utf-8")
    assert main(["pack", str(file), "--out", str(out)]) == 1
    assert "monday.toml is not sound" in (said := capsys.readouterr().err)
    assert 'figure-typed: lessons/monday.toml, line 7, field note (step 1): found "3 minutes"' in said


def test_the_data_door_of_json_is_that_of_files(record_studio: Studio, words) -> None:
    tree = read_deck(DECK, record_studio, words).tree
    assert json.loads(json.dumps(tree)) == tomllib.loads(written(tree)) | {"figures": {}, "summary": ""}
