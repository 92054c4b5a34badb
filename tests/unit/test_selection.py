"""The address says what is chosen: round trips, and what is said of the rest."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.filters import CATEGORY, FIGURES, FILTERS, LANGUAGE, MEASURE, PARAMS, PERIOD, SCALE, SCOPE, THEME, vocabulary
from dashboard.selection import BadValue, Months, NotAllowed, Param, Selection, Vocabulary, many_of, months, one_of, parse
from dashboard.tables import Tables

OF_KEY = {known.param.key: known.control for known in FILTERS}


@pytest.fixture(scope="module")
def known(tables: Tables) -> Vocabulary:
    return vocabulary(tables, ("en", "fr"), ("light", "dark"))


def months_of(bounds: tuple[str, ...]) -> st.SearchStrategy[Months]:
    first, last = (int(bound[:4]) * 12 + int(bound[5:]) - 1 for bound in bounds)
    spans = st.tuples(st.integers(first, last), st.integers(first, last)).map(sorted)
    return spans.map(lambda ends: Months(*(f"{end // 12}-{end % 12 + 1:02}" for end in ends)))


def values_of(param: Param[Any], codes: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Values of a parameter, its default among them; a new kind of control needs a strategy here."""
    match OF_KEY.get(param.key, "one_of"):
        case "month_range":
            return st.none() | months_of(codes)
        case "many_of" | "many_from_list":
            return st.none() | (st.frozensets(st.sampled_from(codes)) if codes else st.none())
        case "one_of":
            return st.sampled_from((param.default, *codes))
        case other:
            raise AssertionError(other)


@given(data=st.data())
def test_every_selection_reads_back_from_its_address(known: Vocabulary, data: st.DataObject) -> None:
    selection = Selection()
    for param in data.draw(st.permutations(PARAMS)):
        selection = selection.choose(param, data.draw(values_of(param, known[param.key]), label=param.key))
    query = selection.to_query()
    assert parse(query, PARAMS, known) == (selection, ())
    assert parse(f"?{query}", PARAMS, known) == (selection, ())
    assert hash(parse(query, PARAMS, known)[0]) == hash(selection)


@given(data=st.data())
def test_an_address_is_readable(known: Vocabulary, data: st.DataObject) -> None:
    """Codes of the record stand in the address as they are: nothing is written with percent signs."""
    selection = Selection()
    for param in PARAMS:
        selection = selection.choose(param, data.draw(values_of(param, known[param.key])))
    assert set(selection.to_query()) <= set(string.ascii_letters + string.digits + "-_.,=&:~")


@given(st.text(max_size=300))
@example("?")
@example("?&&==&=&")
@example("period=..&measure=,,,&scope=%00&figures=%ff%fe&event=%E2%82&lang=../../etc/passwd&theme=<script>")
@example("measure=\ud800&\udfff=x")
@example("period=١٩٣٧&period=1937-١٢")
@example("period=-1937..1938&scale=LOG&scale=log")
def test_hostile_text_never_raises_and_leaves_a_valid_selection(known: Vocabulary, text: str) -> None:
    selection, problems = parse(text, PARAMS, known)
    assert parse(selection.to_query(), PARAMS, known) == (selection, ())
    assert all(len(problem.found) <= 61 and problem.found.isprintable() for problem in problems)


@given(st.sampled_from(PARAMS), st.text(max_size=100))
def test_hostile_values_of_every_key_never_raise(known: Vocabulary, param: Param[Any], text: str) -> None:
    selection, problems = parse(f"{param.key}={text}", PARAMS, known)
    assert parse(selection.to_query(), PARAMS, known) == (selection, ())
    assert all(problem.kind in {"unknown_key", "not_allowed", "repeated"} for problem in problems)


# selections


def test_the_plain_view_has_an_empty_address(known: Vocabulary) -> None:
    assert Selection().to_query() == ""
    for search in ("", "?"):
        assert parse(search, PARAMS, known) == (Selection(), ())


def test_defaults_are_never_printed(known: Vocabulary) -> None:
    assert parse("?scale=linear&lang=en&theme=light&figures=&scope=&event=", PARAMS, known) == (Selection(), ())


def test_a_choice_is_typed_and_the_rest_has_its_default(known: Vocabulary) -> None:
    selection, _ = parse("?period=1937-08..1938-11&measure=arrested,executed&theme=dark", PARAMS, known)
    assert selection[PERIOD.param] == Months("1937-08", "1938-11")
    assert selection[MEASURE.param] == frozenset({"arrested", "executed"})
    assert selection[THEME] == "dark"
    assert (selection[LANGUAGE], selection[SCALE.param], selection[CATEGORY.param]) == ("en", "linear", None)
    assert PERIOD.param in selection
    assert SCALE.param not in selection
    assert selection.to_query() == "measure=arrested,executed&period=1937-08..1938-11&theme=dark"


def test_equal_choices_are_equal_however_they_were_made() -> None:
    one = Selection().choose(THEME, "dark").choose(LANGUAGE, "fr")
    other = Selection().choose(LANGUAGE, "fr").choose(THEME, "light").choose(THEME, "dark")
    assert one == other
    assert hash(one) == hash(other)
    assert one != Selection()
    assert one.choose(THEME, "light").choose(LANGUAGE, "en") == Selection()


def test_a_selection_can_be_narrowed_to_some_parameters() -> None:
    selection = Selection().choose(THEME, "dark").choose(LANGUAGE, "fr")
    assert selection.only([THEME]) == selection.without([LANGUAGE]) == Selection().choose(THEME, "dark")
    assert selection.only([]) == selection.without([THEME, LANGUAGE]) == Selection()


def test_empty_and_absent_differ(known: Vocabulary) -> None:
    none_chosen, problems = parse("?measure=", PARAMS, known)
    assert problems == ()
    assert none_chosen[MEASURE.param] == frozenset()
    assert MEASURE.param in none_chosen
    assert Selection()[MEASURE.param] is None
    assert none_chosen.to_query() == "measure="


def test_an_earlier_name_of_a_key_keeps_working(known: Vocabulary) -> None:
    selection, problems = parse("?source=source_b", PARAMS, known)
    assert problems == ()
    assert selection[FIGURES.param] == "source_b"
    assert selection.to_query() == "figures=source_b"


@pytest.mark.parametrize("param", [param for param in PARAMS if param.aliases])
def test_every_alias_reads_as_its_key(known: Vocabulary, param: Param[Any]) -> None:
    code = known[param.key][0]
    for alias in param.aliases:
        assert parse(f"{alias}={code}", PARAMS, known) == parse(f"{param.key}={code}", PARAMS, known)


def test_no_key_or_alias_stands_twice() -> None:
    names = [name for param in PARAMS for name in (param.key, *param.aliases)]
    assert len(set(names)) == len(names)


# problems


def test_an_unknown_key_is_told_with_the_known_ones(known: Vocabulary) -> None:
    assert parse("?colour=red&theme=dark", PARAMS, known) == (
        Selection().choose(THEME, "dark"),
        (BadValue("unknown_key", "colour", "red", tuple(param.key for param in PARAMS)),),
    )


@pytest.mark.parametrize(
    ("search", "key", "found"),
    [
        ("scope=some", "scope", "some"),
        ("scale=cubic", "scale", "cubic"),
        ("measure=arrested,praised", "measure", "arrested,praised"),
        ("source=nobody", "figures", "nobody"),
        ("event=ev999", "event", "ev999"),
        ("lang=xx", "lang", "xx"),
        ("theme=", "theme", ""),
    ],
)
def test_a_value_that_is_not_allowed_is_told_with_those_that_are(known: Vocabulary, search: str, key: str, found: str) -> None:
    assert parse(search, PARAMS, known) == (Selection(), (BadValue("not_allowed", key, found, known[key]),))


def test_a_bad_value_does_not_cost_the_good_ones(known: Vocabulary) -> None:
    selection, problems = parse("?scale=cubic&theme=dark&period=1937", PARAMS, known)
    assert selection.to_query() == "period=1937&theme=dark"
    assert [problem.key for problem in problems] == ["scale"]


def test_of_a_repeated_key_the_first_value_counts(known: Vocabulary) -> None:
    selection, problems = parse("?theme=dark&theme=light&figures=source_a&source=source_b", PARAMS, known)
    assert selection.to_query() == "figures=source_a&theme=dark"
    assert problems == (BadValue("repeated", "theme", "light"), BadValue("repeated", "source", "source_b"))


def test_a_value_after_a_bad_one_of_the_same_key_is_repeated(known: Vocabulary) -> None:
    selection, problems = parse("?theme=grey&theme=dark", PARAMS, known)
    assert selection == Selection()
    assert problems == (BadValue("not_allowed", "theme", "grey", ("light", "dark")), BadValue("repeated", "theme", "dark"))


def test_an_address_that_is_too_long_is_not_read(known: Vocabulary) -> None:
    query = "theme=dark&" + "x" * 1989
    assert len(query) == 2000
    assert parse(f"?{query}", PARAMS, known)[0] == Selection().choose(THEME, "dark")
    assert parse(f"?{query}x", PARAMS, known) == (Selection(), (BadValue("too_long", "", f"{query[:60]}…"),))


def test_what_was_found_is_shortened_and_made_printable(known: Vocabulary) -> None:
    _, problems = parse("?theme=" + "x" * 61 + "&lang=a%00b%0Ac&" + "k" * 70 + "=1", PARAMS, known)
    assert [(problem.key, problem.found) for problem in problems] == [
        ("theme", "x" * 60 + "…"),
        ("lang", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"),
        ("k" * 60 + "…", "1"),
    ]


# kinds of parameter


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("1937-08..1938-11", "1937-08", "1938-11", "1937-08..1938-11"),
        ("1937..1938", "1937-01", "1938-12", "1937..1938"),
        ("1937", "1937-01", "1937-12", "1937"),
        ("1937-08", "1937-08", "1937-08", "1937-08"),
        ("1937-08..1937-08", "1937-08", "1937-08", "1937-08"),
        ("1937-01..1937-12", "1937-01", "1937-12", "1937"),
        ("1937-01..1938-12", "1937-01", "1938-12", "1937..1938"),
        ("1937..1938-06", "1937-01", "1938-06", "1937-01..1938-06"),
        ("1937-06..1938", "1937-06", "1938-12", "1937-06..1938-12"),
    ],
)
def test_a_span_of_months_is_read_and_shown_shortest(text: str, first: str, last: str, shown: str) -> None:
    span = Months.read(text)
    assert (span.first, span.last) == (first, last)
    assert str(span) == shown
    assert Months.read(shown) == span


@pytest.mark.parametrize(
    "text",
    ["", "..", "1937..", "..1938", "1938..1937", "1937-12..1937-01", "1937-00", "1937-13", "1937-1", "37", "193708", "1937-08-05", "x",
     "1937...1938", "1937-08..", " 1937", "１９３７", "1937-٠٨", "-937", "1937-"],
)  # fmt: skip
def test_what_is_no_span_of_months_is_refused(text: str) -> None:
    with pytest.raises(NotAllowed):
        Months.read(text)


def test_a_span_must_stand_within_the_bounds_of_the_record() -> None:
    param = months("when")
    bounds = {"when": ("1936-01", "1938-12")}
    assert param.parse("1936..1938", bounds) == Months("1936-01", "1938-12")
    for outside in ("1935-12..1936", "1938..1939-01", "1939", "1935"):
        with pytest.raises(NotAllowed):
            param.parse(outside, bounds)


def test_one_of_takes_a_code_or_its_default() -> None:
    param = one_of("k", "none")
    assert param.parse("a", {"k": ("a", "b")}) == "a"
    assert param.parse("none", {"k": ("a", "b")}) == "none"
    for text in ("A", "", "a,b"):
        with pytest.raises(NotAllowed):
            param.parse(text, {"k": ("a", "b")})


def test_many_of_takes_any_number_of_codes() -> None:
    param = many_of("k")
    codes = {"k": ("a", "b", "c")}
    assert param.parse("", codes) == frozenset()
    assert param.parse("b,a,,b", codes) == frozenset("ab")
    assert param.show(frozenset("ba")) == "a,b"
    with pytest.raises(NotAllowed):
        param.parse("a,d", codes)


def test_a_default_that_is_no_code_of_the_record_is_shown_by_no_address(known: Vocabulary) -> None:
    assert SCOPE.param.default not in known[SCOPE.param.key]
    assert "scope" not in Selection().choose(SCOPE.param, SCOPE.param.default).to_query()
