"""Whom a source's author cell names: persons, editors and institutions, as far as that is certain.

The cell is written for readers ("M. Junge, R. Binner (eds)"; "1st Special Department, NKVD USSR"). Only what surely is a
person's name is taken apart; everything else stays a name in one piece, which every tool prints as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽЁА-Я]"  # a capital letter, roughly; the re module knows no such class
_INITIAL = rf"{UPPER}[a-z]{{0,2}}\."
_FAMILY = rf"(?:(?:von|van|de|der) )?{UPPER}[\w'’-]+"
_BY_INITIALS = re.compile(rf"((?:{UPPER}\w+ )?{_INITIAL}(?: ?{_INITIAL})*) ({_FAMILY})")
_IN_FULL = re.compile(rf"({UPPER}\w+) ({_FAMILY})")
_UNNAMED = re.compile(r"(author )?not (named|identified)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)$")


@dataclass(frozen=True)
class Name:
    """A person, or with ``given`` empty a name in one piece (mostly an institution)."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        """Return the name as it is read aloud."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Names:
    """Everybody an author cell names.

    Attributes:
        authors: who wrote the work.
        editors: who edited it.
        others: whether the cell says that there were more authors.
        complete: whether nothing of the cell (an office, a doubt, a role) is left out here.
    """

    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    others: bool = False
    complete: bool = True


def named_in(cell: str, *, in_full: bool = False) -> Names:
    """Return whom an author cell names; ``in_full`` where two words with capitals are surely a person's full name."""
    if not cell or _UNNAMED.match(cell):
        return Names()
    _, quoted, carrier = cell.partition(", quoted by ")
    if quoted:  # the work at hand is the one that quotes
        return Names(named_in(carrier, in_full=in_full).authors, complete=False)
    plain, role = _without_bracket(cell)
    if role not in _EDITING and not _persons(plain, in_full=in_full):  # the bracket is part of an institution's name
        plain, role = cell, ""
    people = plain.removesuffix(_OTHERS) if _persons(plain.removesuffix(_OTHERS), in_full=in_full) else plain
    authors, editors, complete = list[Name](), list[Name](), not role or role in _EDITING
    for group in people.split("; "):
        members, whole = _members(group.removeprefix(_SITE_EDITOR), in_full=in_full, each=role in _EDITING)
        (editors if group.startswith(_SITE_EDITOR) else authors).extend(members)
        complete = complete and whole and not group.startswith(_SITE_EDITOR)
    if role in _EDITING:  # "(ed.)" is said of the last name alone
        first = 0 if role == "eds" else len(authors) - 1
        authors, editors = authors[:first], [*authors[first:], *editors]
    return Names(tuple(authors), tuple(editors), people != plain, complete)


_EDITING = ("ed.", "eds")
_OTHERS = " and others"
_SITE_EDITOR = "site ed. "


def _without_bracket(cell: str) -> tuple[str, str]:
    found = _BRACKET.search(cell)
    return (cell[: found.start()], found[1]) if found else (cell, "")


def _person(text: str, *, in_full: bool) -> Name | None:
    text = text.partition(" to ")[0]  # a letter's addressee is no author
    found = _BY_INITIALS.fullmatch(text) or (_IN_FULL.fullmatch(text) if in_full else None)
    return Name(found[2], found[1]) if found else None


def _persons(text: str, *, in_full: bool) -> list[Name]:
    parts = text.removesuffix(_OTHERS).replace("; ", ", ").split(", ")
    return [person for part in parts if (person := _person(part, in_full=in_full))]


def _members(group: str, *, in_full: bool, each: bool) -> tuple[list[Name], bool]:
    """Return the persons of a list, or the whole as one name; and whether nothing was left out (an office, an addressee).

    ``each`` where every part of the list is a name, persons or not.
    """
    persons = _persons(group, in_full=in_full)
    if persons:
        return persons, ", ".join(map(str, persons)) == group
    head, comma, office = group.partition(", ")
    if comma and office[0].islower():  # "Pavlov, acting head of ..."
        return [Name(head)], False
    return [Name(part) for part in (group.split(", ") if each else [group])], True


def inverted(cell: str, *, in_full: bool = False) -> str:
    """Return an author cell with the first name turned round for an alphabetical list ("Abdin, N. S."); empty when nobody is named."""
    if not cell or _UNNAMED.match(cell):
        return ""
    first = re.match(f"{_BY_INITIALS.pattern}|{_IN_FULL.pattern}" if in_full else _BY_INITIALS.pattern, cell)
    name = _person(first[0], in_full=in_full) if first else None
    if first is None or name is None:
        return cell
    rest = cell[first.end() :]
    return f"{name.family}, {name.given}{',' if rest[1:2].isalpha() else ''}{rest}"
