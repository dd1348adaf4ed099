"""Chinese typed on a Latin keyboard."""

import pytest

from registry.pinyin import said, spelt


@pytest.mark.parametrize(
    ("letters", "end"),
    [
        ("yidi", 2),
        ("yd", 2),
        ("ydba", 4),
        ("yidiba", 4),
        ("yidibei", 3),
        ("yidibeian", 4),
        ("yidb", 3),
        ("y", 1),
        ("yidibeianx", None),
        ("beian", None),
        ("ydx", None),
    ],
)
def test_letters_spell_the_beginning_in_full_by_initials_or_mixed(letters: str, end: int | None) -> None:
    assert spelt(letters, said("异地备案")) == end


def test_spelling_may_start_further_on() -> None:
    assert spelt("beian", said("异地备案"), 2) == 4


@pytest.mark.parametrize("letters", ["yinhangka", "yinxingka", "yhk", "yxk"])
def test_character_read_in_several_ways_fits_each(letters: str) -> None:
    assert spelt(letters, said("银行卡")) == 3


def test_letters_and_digits_are_themselves_and_punctuation_is_silent() -> None:
    assert said("打 12，APP！") == (("da",), ("1",), ("2",), ("a",), ("p",), ("p",))


def test_long_nonsense_ends_soon() -> None:
    assert spelt("a" * 39 + "x", said("啊" * 60)) is None
