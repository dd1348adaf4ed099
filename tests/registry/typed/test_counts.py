import pytest

from registry.typed.counts import read_count


@pytest.mark.parametrize(
    ("typed", "around", "number"),
    [
        ("72", ("周岁", "岁"), 72),
        ("７２ 周岁", ("周岁", "岁"), 72),
        ("72岁", ("周岁", "岁"), 72),
        ("第2次住院", ("第", "住院", "次"), 2),
        ("2次", ("第", "住院", "次"), 2),
        ("72.5", ("岁",), None),
        ("二", ("次",), None),
        ("-1", (), None),
        ("²", (), None),
        ("9" * 10, (), None),
        ("岁", ("岁",), None),
        ("", (), None),
    ],
)
def test_read_count(typed, around, number):
    assert read_count(typed, around) == number
