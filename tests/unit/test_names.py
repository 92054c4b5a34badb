"""Author cells: persons are taken apart, everything else stays in one piece."""

from __future__ import annotations

import pytest

from dashboard.names import Name, Names, inverted, named_in
from dashboard.tables import Tables, records

A, B, C = Name("Author", "A. B."), Name("Second", "Iu."), Name("Third", "C.")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", Names()),
        ("Author not named in the passage read", Names()),
        ("Not identified", Names()),
        ("A. B. Author", Names((A,))),
        ("A. B. Author, Iu. Second", Names((A, B))),
        ("A. B. Author, Iu. Second (eds)", Names((), (A, B))),
        ("A. B. Author, Iu. Second, C. Third (ed.)", Names((A, B), (C,))),
        ("A. B. Author and others", Names((A,), others=True)),
        ("A. B. Author and others (inferred)", Names((A,), others=True, complete=False)),
        ("A. B. Author; site ed. C. Third", Names((A,), (C,), complete=False)),
        ("A. B. Author (probably)", Names((A,), complete=False)),
        ("A. B. Author, quoted by C. Third", Names((C,), complete=False)),
        ("A. B. Author, Office of Works", Names((A,), complete=False)),
        ("A. B. Author to Third", Names((A,), complete=False)),
        ("Author, acting head of an office", Names((Name("Author"),), complete=False)),
        ("Anna B. Author", Names((Name("Author", "Anna B."),))),
        ("Ж. Šćepan", Names((Name("Šćepan", "Ж."),))),
        ("A. von Author", Names((Name("von Author", "A."),))),
        ("Anna Author", Names((Name("Anna Author"),))),
        ("Li A Ho, Kim B Un (eds)", Names((), (Name("Li A Ho"), Name("Kim B Un")))),
        ("1st Department, NKVD USSR (Author)", Names((Name("1st Department, NKVD USSR (Author)"),))),
        ("Commission of A. B. Author, Central Committee", Names((Name("Commission of A. B. Author, Central Committee"),))),
        ("Office (A. B. Author)", Names((Name("Office (A. B. Author)"),))),
        ("Office and others", Names((Name("Office and others"),))),
        ("Office; Archive of the State", Names((Name("Office"), Name("Archive of the State")))),
        ("Office; C. Third", Names((Name("Office"), C))),
    ],
)
def test_only_what_is_surely_a_name_is_taken_apart(cell: str, names: Names) -> None:
    assert named_in(cell) == names


def test_a_full_name_is_taken_apart_only_where_the_kind_of_source_makes_it_sure() -> None:
    assert named_in("Anna Author", in_full=True) == Names((Name("Author", "Anna"),))
    assert named_in("Anna Author, Bela Second (eds)", in_full=True).editors == (Name("Author", "Anna"), Name("Second", "Bela"))


def test_a_name_is_read_aloud_given_name_first() -> None:
    assert (str(A), str(Name("Office"))) == ("A. B. Author", "Office")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        ("Not named", ""),
        ("A. B. Author", "Author, A. B."),
        ("A. B. Author, Iu. Second (eds)", "Author, A. B., Iu. Second (eds)"),
        ("A. B. Author and others", "Author, A. B., and others"),
        ("A. B. Author to Third", "Author, A. B., to Third"),
        ("Office of Works (Author)", "Office of Works (Author)"),
        ("Anna Author", "Anna Author"),
    ],
)
def test_the_first_name_is_turned_round_and_nothing_is_lost(cell: str, text: str) -> None:
    assert inverted(cell) == text


def test_a_full_name_is_turned_round_too() -> None:
    assert inverted("Anna Author", in_full=True) == "Author, Anna"


def test_no_author_cell_of_the_record_is_torn_apart(record: Tables) -> None:
    """Each name is a piece of its cell, and a person has initials or a given name before a family name."""
    for row in records(record["sources"]):
        cell = "" if row["author"] != row["author"] else str(row["author"])
        found = named_in(cell, in_full=row["kind"] == "monograph")
        for name in (*found.authors, *found.editors):
            assert str(name) in cell
            assert name.family
            assert not set(name.family) & set(",;()") or not name.given
        if found.complete and not cell.lower().startswith(("not ", "author not")):
            kept = ", ".join(map(str, (*found.authors, *found.editors)))
            assert (
                cell.replace("; ", ", ").removesuffix(" (eds)").removesuffix(" (ed.)").removesuffix(" and others")
                in {
                    kept,
                    f"{kept} and others",
                }
                or found.others
            )
