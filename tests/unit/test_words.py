"""Texts of a language: forms, formats, and what is said when one is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from dashboard.errors import WordsError
from dashboard.words import Words, load_words, missing

QUALIFIERS = """
[qualifiers]
exact = "{value:number}"
about = "about {value:number}"
more_than = "more than {value:number}"
at_least = "at least {value:number}"
up_to = "up to {value:number}"
range = "{low:number} to {high:number}"
limit = "limit {value:number}"
unknown = "not known"
"""


def language(folder: Path, text: str, code: str = "en") -> Words:
    (folder / f"{code}.toml").write_text(text, "utf-8")
    return load_words(folder)[code]


def test_values_are_filled_in_by_their_specs(tmp_path: Path) -> None:
    words = language(
        tmp_path,
        'locale = "en-GB"\n[a]\nb = "{plain}, {count:number}, {share:percent}, {day:day}, {month:month}, {text:month}, {names:list}"\n',
    )
    text = words(
        "a.b", plain=1937, count=1122334, share=0.516, day=date(1937, 8, 5), month=date(1937, 8, 5), text="1938-11", names=("x", 2, "z")
    )
    assert text == "1937, 1,122,334, 52%, 5 August 1937, August 1937, November 1938, x, 2 and z"


def test_numbers_dates_and_lists_follow_the_language(tmp_path: Path) -> None:
    words = language(tmp_path, 'locale = "de"\n', "de")
    assert words.number(1122334) == "1.122.334"
    assert words.percent(0.5) == "50\N{NO-BREAK SPACE}%"
    assert words.day(date(1937, 8, 5)) == "5. August 1937"
    assert words.month("1937-08") == "August 1937"
    assert words.list(["x", "y", "z"]) == "x, y und z"


def test_a_month_of_the_year_has_a_short_name(tmp_path: Path) -> None:
    text = "[a]\nb = 'c'\n"
    assert language(tmp_path, text).month_name(3) == "Mar"
    assert language(tmp_path, text, "de").month_name(3) == "Mär"


def test_the_locale_is_the_name_of_the_file_unless_the_file_names_one(tmp_path: Path) -> None:
    assert language(tmp_path, "", "fr").locale == Locale("fr")
    assert language(tmp_path, 'locale = "en-GB"', "en").locale == Locale("en", "GB")


@pytest.mark.parametrize(("count", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (11, "11 rows"), (1000, "1,000 rows")])
def test_the_count_chooses_the_plural_form(tmp_path: Path, count: int, text: str) -> None:
    words = language(tmp_path, '[a]\nrows = {one = "{count:number} row", other = "{count:number} rows"}')
    assert words("a.rows", count=count) == text


@pytest.mark.parametrize(("count", "text"), [(1, "1 строка"), (2, "2 строки"), (5, "5 строк"), (11, "11 строк"), (21, "21 строка")])
def test_a_language_with_more_plural_forms_uses_them(tmp_path: Path, count: int, text: str) -> None:
    forms = '{one = "{count} строка", few = "{count} строки", many = "{count} строк", other = "{count} строки"}'
    assert language(tmp_path, f"[a]\nrows = {forms}", "ru")("a.rows", count=count) == text


def test_a_text_with_forms_and_no_count_takes_the_general_form(tmp_path: Path) -> None:
    assert language(tmp_path, '[a]\nb = {one = "one", other = "other"}')("a.b") == "other"


def test_a_missing_plural_form_is_named(tmp_path: Path) -> None:
    words = language(tmp_path, '[a]\nb = {other = "{count} rows"}')
    with pytest.raises(WordsError) as caught:
        words("a.b", count=1)
    assert str(caught.value) == "words/en.toml, a.b: the plural form one is missing; add it"


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    words = language(tmp_path, '[a]\nb = "x"')
    with pytest.raises(WordsError) as caught:
        words("a.c")
    assert str(caught.value) == "words/en.toml has no text a.c; add it"


@pytest.mark.parametrize(("values", "given"), [({}, "none"), ({"first": 1, "other": 2}, "first, other")])
def test_a_text_that_asks_for_a_value_not_given_says_which(tmp_path: Path, values: dict[str, int], given: str) -> None:
    words = language(tmp_path, '[a]\nb = "{name}"')
    with pytest.raises(WordsError) as caught:
        words("a.b", **values)
    assert str(caught.value) == f"words/en.toml, a.b: asks for 'name'; given are {given}"
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_key_can_be_looked_for(tmp_path: Path) -> None:
    words = language(tmp_path, '[a.b]\nc = "x"\n[d]\ne = {one = "1", other = "2"}')
    assert "a.b.c" in words
    assert "d.e" in words
    assert "a.b" not in words
    assert "d.e.one" not in words


def test_labels_are_the_names_of_codes(tmp_path: Path) -> None:
    assert language(tmp_path, '[codes.measure]\narrested = "Arrested"').label("measure", "arrested") == "Arrested"


@pytest.mark.parametrize(
    ("value", "low", "high", "qualifier", "text"),
    [
        (1122, None, None, "exact", "1,122"),
        (0, None, None, "exact", "0"),
        (1122, None, None, "about", "about 1,122"),
        (1122, None, None, "more_than", "more than 1,122"),
        (1122, None, None, "at_least", "at least 1,122"),
        (1122, None, None, "up_to", "up to 1,122"),
        (1122, None, None, "limit", "limit 1,122"),
        (None, 1122, 3344, "range", "1,122 to 3,344"),
        (2233, 1122, 3344, "range", "1,122 to 3,344"),
        (None, 0, 11, "range", "0 to 11"),
        (None, 11, None, "at_least", "at least 11"),
        (None, None, 33, "up_to", "up to 33"),
        *((None, None, None, known, "not known") for known in ("exact", "about", "more_than", "at_least", "up_to", "range", "limit")),
    ],
)
def test_a_figure_is_worded_with_its_qualifier(
    tmp_path: Path, value: int | None, low: int | None, high: int | None, qualifier: str, text: str
) -> None:
    assert language(tmp_path, QUALIFIERS).figure(value, low, high, qualifier) == text


def test_every_qualifier_of_the_record_is_worded(words: Words, record) -> None:
    field = record.package.tables["annual_repression"].fields["qualifier"]
    texts = {words.figure(22, 11, 33, qualifier) for qualifier in field.enum if qualifier != "limit"}
    assert len(texts) == len(field.enum) - 1
    assert words.figure(22, None, None, "limit") == "22"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("1937-01", "1937-12", "1937"),
        ("1937-01", "1938-12", "1937–1938"),
        ("1937-08", "1937-08", "August 1937"),
        ("1937-08", "1938-11", "August 1937 to November 1938"),
        ("1937-01", "1937-01", "January 1937"),
        ("1937-12", "1937-12", "December 1937"),
        ("1937-01", "1937-11", "January 1937 to November 1937"),
        ("1937-02", "1937-12", "February 1937 to December 1937"),
    ],
)
def test_a_span_of_months_is_worded(words: Words, first: str, last: str, text: str) -> None:
    assert words.months(first, last) == text


def test_an_unknown_locale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        language(tmp_path, 'locale = "xx-YY"')
    assert str(caught.value) == "words/en.toml: locale 'xx-YY' is not known (unknown locale 'xx_YY'); name one such as en-GB"


def test_a_locale_that_is_no_locale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        language(tmp_path, 'locale = "no such"')
    cause = "expected only letters, got 'no such'"
    assert str(caught.value) == f"words/en.toml: locale 'no such' is not known ({cause}); name one such as en-GB"


def test_a_file_that_is_not_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        language(tmp_path, "[site\n")
    cause = caught.value.__cause__
    assert str(caught.value) == f"words/en.toml cannot be read: {cause}"
    assert "line 1" in str(cause)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_bytes(b'a = "\xe9"')
    with pytest.raises(WordsError) as caught:
        load_words(tmp_path)
    assert str(caught.value) == f"words/en.toml cannot be read: {caught.value.__cause__}"
    assert isinstance(caught.value.__cause__, UnicodeDecodeError)


def test_a_text_that_is_no_string_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        language(tmp_path, "[a]\nb = 11")
    assert str(caught.value) == "text a.b is a int; a text is a string or a table of plural forms"


def test_a_folder_without_languages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        load_words(tmp_path)
    assert str(caught.value) == f"no language file (*.toml) in {tmp_path}"


def test_missing_lists_what_one_language_lacks_or_what_is_demanded(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[a]\nb = "x"\nc = "y"', "utf-8")
    (tmp_path / "fr.toml").write_text('[a]\nc = "y"\nd = "z"', "utf-8")
    languages = load_words(tmp_path)
    assert missing(languages) == ("en: a.d", "fr: a.b")
    assert missing(languages, ("a.c", "e.f")) == ("en: a.d", "en: e.f", "fr: a.b", "fr: e.f")
    assert missing({"en": languages["en"]}) == ()
