"""All visible text, one TOML file a language; numbers, dates and plurals follow the language's CLDR rules (Babel).

A text is found by its dotted key. A text with plural forms is a TOML table whose keys are CLDR plural categories
(``one``, ``few``, ``many``, ``other``, ...); its ``{count}`` chooses the form. Inside a text, values are written
``{name:spec}`` with one of the specs of ``_SPECS``; without a spec the value stands as it is (years, names).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from dashboard.errors import WordsError

_PLURAL_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
Text = str | Mapping[str, str]

_remembered = lru_cache(maxsize=4_096)  # the same figures and days stand in picture after picture, and Babel takes its time


@_remembered
def _number(value: Any, locale: Locale) -> str:
    return format_decimal(int(value), locale=locale)


@_remembered
def _percent(value: Any, locale: Locale) -> str:
    return format_percent(float(value), locale=locale)


@_remembered
def _day(value: Any, locale: Locale) -> str:
    return format_date(value, "long", locale=locale)


@_remembered
def _month(value: Any, locale: Locale) -> str:
    moment = date.fromisoformat(f"{value}-01") if isinstance(value, str) else value
    return format_skeleton("yMMMM", moment, locale=locale)


def _list(value: Any, locale: Locale) -> str:
    return format_list([str(item) for item in value], style="standard", locale=locale)


_SPECS: Mapping[str, Callable[[Any, Locale], str]] = {
    "number": _number,
    "percent": _percent,
    "day": _day,
    "month": _month,
    "list": _list,
}


class _Value:
    """A value that a text is filled with, written by the specs above."""

    __slots__ = ("_locale", "_value")

    def __init__(self, value: Any, locale: Locale) -> None:
        self._value, self._locale = value, locale

    def __format__(self, spec: str) -> str:
        return _SPECS[spec](self._value, self._locale) if spec else str(self._value)


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Text]]:
    for name, branch in tree.items():
        key = f"{prefix}{name}"
        if isinstance(branch, str):
            yield key, branch
        elif isinstance(branch, Mapping) and branch and set(cast(Mapping[str, Any], branch)) <= _PLURAL_CATEGORIES:
            yield key, cast(Mapping[str, str], branch)
        elif isinstance(branch, Mapping):
            yield from _flatten(cast(Mapping[str, Any], branch), f"{key}.")
        else:
            message = f"text {key} is a {type(branch).__name__}; a text is a string or a table of plural forms"
            raise WordsError(message)


@dataclass(frozen=True, eq=False)
class Words:
    """The texts of one language.

    Attributes:
        language: the language's code, which is the name of its file and the value of ``lang=`` in an address.
        locale: CLDR rules for numbers, dates and plurals.
        texts: dotted key to text.
    """

    language: str
    locale: Locale
    texts: Mapping[str, Text]

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text under ``key`` with ``values`` filled in.

        Raises:
            WordsError: the key is missing, a plural form is missing, or the text asks for a value not given.
        """
        text = self.texts.get(key)
        if text is None:
            message = f"words/{self.language}.toml has no text {key}; add it"
            raise WordsError(message)
        if not isinstance(text, str):
            category = self.locale.plural_form(int(values["count"])) if "count" in values else "other"
            if category not in text:
                message = f"words/{self.language}.toml, {key}: the plural form {category} is missing; add it"
                raise WordsError(message)
            text = text[category]
        try:
            return text.format(**{name: _Value(value, self.locale) for name, value in values.items()})
        except (KeyError, IndexError) as error:
            message = f"words/{self.language}.toml, {key}: asks for {error}; given are {', '.join(values) or 'none'}"
            raise WordsError(message) from error

    def __contains__(self, key: object) -> bool:
        """Whether the language has a text under ``key``."""
        return key in self.texts

    def label(self, group: str, code: object) -> str:
        """Return the reader's name of a code of the record, for example of ``measure`` and ``arrested``."""
        return self(f"codes.{group}.{code}")

    def number(self, value: int) -> str:
        """Return a whole number grouped as the language groups it."""
        return _number(value, self.locale)

    def percent(self, share: float) -> str:
        """Return a share of one as whole percent."""
        return _percent(share, self.locale)

    def day(self, moment: date) -> str:
        """Return a date in words."""
        return _day(moment, self.locale)

    def month(self, moment: date | str) -> str:
        """Return month and year in words; takes a date or ``1937-08``."""
        return _month(moment, self.locale)

    def month_name(self, number: int) -> str:
        """Return the short name of a month of the year, 1 to 12."""
        return str(self.locale.months["stand-alone"]["abbreviated"][number])

    def list(self, items: Iterable[object]) -> str:
        """Return the items joined as the language joins a list."""
        return _list(items, self.locale)

    def months(self, first: str, last: str) -> str:
        """Return a span of months in words; whole years are named as years."""
        if first.endswith("-01") and last.endswith("-12"):
            return self("span.year", year=first[:4]) if first[:4] == last[:4] else self("span.years", first=first[:4], last=last[:4])
        if first == last:
            return self.month(first)
        return self("span.months", first=first, last=last)

    def years(self, first: int, last: int) -> str:
        """Return a span of years in words."""
        return self.months(f"{first}-01", f"{last}-12")

    def figure(self, value: int | None, low: int | None, high: int | None, qualifier: str) -> str:
        """Return a figure with its qualifier in words; an unknown figure is worded as unknown, never as zero."""
        if value is None and low is None and high is None:
            return self("qualifiers.unknown")
        if qualifier == "range" and low is not None and high is not None:
            return self("qualifiers.range", low=low, high=high)
        known = value if value is not None else low if low is not None else high
        return self(f"qualifiers.{qualifier}", value=known)


def load_words(folder: Path) -> Mapping[str, Words]:
    """Return the texts of every language in ``folder``, by language code.

    Raises:
        WordsError: the folder holds no language, or a file is not TOML or holds something that is not a text.
    """
    languages: dict[str, Words] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            tree = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            message = f"words/{path.name} cannot be read: {error}"
            raise WordsError(message) from error
        locale = tree.pop("locale", path.stem)
        try:
            languages[path.stem] = Words(path.stem, Locale.parse(str(locale), sep="-"), dict(_flatten(tree)))
        except (UnknownLocaleError, ValueError) as error:
            message = f"words/{path.name}: locale {locale!r} is not known ({error}); name one such as en-GB"
            raise WordsError(message) from error
    if not languages:
        message = f"no language file (*.toml) in {folder}"
        raise WordsError(message)
    return languages


def missing(languages: Mapping[str, Words], demanded: Sequence[str] = ()) -> tuple[str, ...]:
    """Return ``language: key`` for each text that one language has, or ``demanded`` names, and another lacks."""
    every = set(demanded).union(*(words.texts for words in languages.values()))
    return tuple(f"{code}: {key}" for code in sorted(languages) for key in sorted(every - set(languages[code].texts)))
