"""Rough years: what they mean is kept, whenever somebody looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.engine import years

NOW = st.integers(2000, 2199)


@pytest.mark.parametrize(
    ("written", "now", "seen"),
    [
        ("2026", 2026, "this_year"),
        ("2026", 2027, "last_year"),
        ("2026", 2028, "earlier"),
        ("2000", 2026, "earlier"),
        ("this_year", 2027, "this_year"),
        ("earlier", 2026, "earlier"),
        ("unknown", 2026, "unknown"),
        ("2027", 2026, "2027"),
        ("1999", 2026, "1999"),
        ("２０２６", 2026, "２０２６"),
        ("26", 2026, "26"),
    ],
)
def test_read(written, now, seen):
    assert years.read(written, now) == seen


@pytest.mark.parametrize(
    ("value", "written", "words"),
    [
        ("this_year", "2026", "（2026年）"),
        ("last_year", "2025", "（2025年）"),
        ("earlier", "earlier", "（2024年及以前）"),
        ("not_yet", "not_yet", ""),
        ("unknown", "unknown", ""),
    ],
)
def test_written_and_in_words(value, written, words):
    assert (years.written(value, 2026), years.words(value, 2026)) == (written, words)


@given(value=st.sampled_from(years.AGO), said_in=NOW.filter(lambda year: year > 2001), later=st.integers(0, 5))
def test_an_answer_never_becomes_younger_and_never_means_another_year(value, said_in, later):
    read = years.read(years.written(value, said_in), said_in + later)
    assert read == years.AGO[min(years.AGO.index(value) + later, 2)]
