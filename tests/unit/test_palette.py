"""What a colour means, and that it can be told from the paper and without colour."""

from __future__ import annotations

import re

import pytest

from dashboard import palette
from dashboard.tables import Tables

HUES = {name: getattr(palette, name) for name in ("DEATH", "CONFINEMENT", "EXILE", "ARREST", "CONTEXT")}


def test_every_colour_is_written_in_full() -> None:
    values = [value for name, value in vars(palette).items() if name.isupper() and isinstance(value, str)]
    assert len(values) > len(HUES)
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in values)
    assert len(set(values)) == len(values)


def test_every_hue_has_a_pattern_of_its_own() -> None:
    assert set(palette.PATTERNS) == set(HUES.values())
    assert len(set(palette.PATTERNS.values())) == len(HUES)


def test_a_measure_has_a_hue() -> None:
    assert set(palette.OF_MEASURE.values()) <= set(HUES.values())
    assert palette.OF_MEASURE["executed"] == palette.OF_MEASURE["sentenced_to_death"] == palette.DEATH


def test_every_measure_with_a_colour_is_one_of_the_record(record: Tables) -> None:
    enums = [table.fields["measure"].enum for table in record.package.tables.values() if "measure" in table.fields]
    assert set(palette.OF_MEASURE) <= {code for enum in enums for code in enum}


@pytest.mark.parametrize("hue", list(palette.AS_TEXT))
def test_a_hue_that_is_too_light_for_words_has_a_darker_twin(hue: str) -> None:
    assert hue in HUES.values()
    assert palette.AS_TEXT[hue] not in HUES.values()
