"""What a reader has chosen: typed parameters, one frozen Selection, and the address that says the same.

The grammar is one readable, single-valued query string: ``?period=1937-08..1938-11&measure=arrested,executed``.
Defaults are never printed, so an address holds only what differs from the plain view. Empty (``measure=``: none
chosen) and absent (the default) are different.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from urllib.parse import parse_qsl, quote

T = TypeVar("T")

Vocabulary = Mapping[str, tuple[str, ...]]
"""The codes that the record and the project know, by the key of the parameter that takes them."""

_QUERY_LIMIT = 2_000
_SHOWN = 60


class NotAllowed(Exception):  # noqa: N818 - an outcome of parsing that the reader is told, not an error of the program
    """A text that a parameter cannot take."""


@dataclass(frozen=True)
class BadValue:
    """Something in an address that was dropped.

    Attributes:
        kind: ``unknown_key``, ``not_allowed``, ``repeated``, ``too_long``, ``elsewhere`` (a setting of another
            page) or ``not_obeyed`` (one that what is shown does not take).
        key: the key in the address.
        found: what stood there, shortened.
        allowed: the values that would do; empty when they cannot be listed.
    """

    kind: str
    key: str
    found: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Param(Generic[T]):
    """One typed parameter of the address.

    Attributes:
        key: its name in the address.
        default: the value when the address does not name it.
        parse: text and vocabulary to value; raises NotAllowed.
        show: value to text, such that ``parse(show(value)) == value``.
        aliases: earlier names of the key; published addresses keep working.
    """

    key: str
    default: T
    parse: Callable[[str, Vocabulary], T]
    show: Callable[[T], str]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """The values chosen, hashable; ``selection[PERIOD]`` is typed as the parameter is. Only departures are kept."""

    _chosen: tuple[tuple[Param[Any], Any], ...] = ()

    def __getitem__(self, param: Param[T]) -> T:
        """Return the value of ``param``: the one chosen, otherwise its default."""
        for known, value in self._chosen:
            if known is param:
                return cast(T, value)
        return param.default

    def __iter__(self) -> Iterator[tuple[Param[Any], Any]]:
        """Iterate over the parameters chosen, each with its value."""
        return iter(self._chosen)

    def __contains__(self, param: object) -> bool:
        """Whether a value other than the default is chosen for ``param``."""
        return any(known is param for known, _ in self._chosen)

    def choose(self, param: Param[T], value: T) -> Selection:
        """Return the selection with ``value`` for ``param``."""
        others = [(known, chosen) for known, chosen in self._chosen if known is not param]
        if value != param.default:
            others.append((param, value))
        return Selection(tuple(sorted(others, key=lambda pair: pair[0].key)))

    def only(self, params: Iterable[Param[Any]]) -> Selection:
        """Return the selection without what is chosen for other parameters."""
        kept = set(params)
        return Selection(tuple(pair for pair in self._chosen if pair[0] in kept))

    def without(self, params: Iterable[Param[Any]]) -> Selection:
        """Return the selection without what is chosen for these parameters."""
        dropped = set(params)
        return Selection(tuple(pair for pair in self._chosen if pair[0] not in dropped))

    def to_query(self) -> str:
        """Return the selection as a query string without its question mark; empty for the plain view."""
        return "&".join(f"{param.key}={quote(param.show(value), safe=',.:~-_')}" for param, value in self._chosen)


def parse(search: str, params: Sequence[Param[Any]], vocabulary: Vocabulary) -> tuple[Selection, tuple[BadValue, ...]]:
    """Return the selection that ``search`` asks for, and everything in it that had to be dropped."""
    by_key = {name: param for param in params for name in (param.key, *param.aliases)}
    selection, problems = Selection(), list[BadValue]()
    seen = set[Param[Any]]()
    query = search.removeprefix("?")
    if len(query) > _QUERY_LIMIT:
        return selection, (BadValue("too_long", "", shorten(query)),)
    for key, text in parse_qsl(query, keep_blank_values=True):
        param = by_key.get(key)
        if param is None:
            problems.append(BadValue("unknown_key", shorten(key), shorten(text), tuple(p.key for p in params)))
        elif param in seen:
            problems.append(BadValue("repeated", key, shorten(text)))
        else:
            seen.add(param)
            try:
                selection = selection.choose(param, param.parse(text, vocabulary))
            except NotAllowed:
                problems.append(BadValue("not_allowed", param.key, shorten(text), vocabulary.get(param.key, ())))
    return selection, tuple(problems)


def shorten(text: str) -> str:
    """Return a text of a reader fit to be shown back: cut, and without what does not print."""
    clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"


def one_of(key: str, default: str, aliases: tuple[str, ...] = ()) -> Param[str]:
    """Return a parameter that takes one code of its vocabulary."""

    def read(text: str, vocabulary: Vocabulary) -> str:
        if text not in vocabulary[key] and text != default:
            raise NotAllowed
        return text

    return Param(key, default, read, str, aliases)


def free_text(key: str) -> Param[str]:
    """Return a parameter that takes any printable text; whoever uses it says what of it could not be read."""

    def read(text: str, vocabulary: Vocabulary) -> str:
        if not text.isprintable():
            raise NotAllowed
        return text

    return Param(key, "", read, str)


Codes = frozenset[str] | None
"""Codes chosen; None is "no choice made", which shows all, and the empty set is "none chosen", which shows nothing."""


def many_of(key: str, aliases: tuple[str, ...] = ()) -> Param[Codes]:
    """Return a parameter that takes any number of codes, joined by commas."""

    def read(text: str, vocabulary: Vocabulary) -> Codes:
        codes = frozenset(filter(None, text.split(",")))
        if not codes <= set(vocabulary[key]):
            raise NotAllowed
        return codes

    def show(value: Codes) -> str:
        return ",".join(sorted(value or ()))

    return Param[Codes](key, None, read, show, aliases)


@dataclass(frozen=True, order=True)
class Months:
    """A span of calendar months, both ends included, each written ``1937-08``."""

    first: str
    last: str

    @classmethod
    def read(cls, text: str) -> Months:
        """Return the span that ``1937-08..1938-11``, ``1937..1938``, ``1937-08`` or ``1937`` means.

        Raises:
            NotAllowed: the text is none of these, or ends before it begins.
        """
        first, sign, last = text.partition("..")
        span = cls(_month(first, "01"), _month(last if sign else first, "12"))
        if span.first > span.last:
            raise NotAllowed
        return span

    def __str__(self) -> str:
        """Return the shortest text that reads back as this span."""
        if self.first.endswith("-01") and self.last.endswith("-12"):
            first, last = self.first[:4], self.last[:4]
        else:
            first, last = self.first, self.last
        return first if first == last else f"{first}..{last}"


def _month(text: str, otherwise: str) -> str:
    year, sign, month = text.partition("-")
    month = month if sign else otherwise
    if len(year) != 4 or len(month) != 2 or not (year + month).isascii() or not (year + month).isdigit():
        raise NotAllowed
    if not 1 <= int(month) <= 12:
        raise NotAllowed
    return f"{year}-{month}"


def months(key: str, aliases: tuple[str, ...] = ()) -> Param[Months | None]:
    """Return a parameter that takes a span of months inside the vocabulary's bounds (first, last); None is "not chosen"."""

    def read(text: str, vocabulary: Vocabulary) -> Months | None:
        span = Months.read(text)
        first, last = vocabulary[key]
        if span.first < first or span.last > last:
            raise NotAllowed
        return span

    return Param[Months | None](key, None, read, str, aliases)
