"""Text as it is compared."""

import pytest

from guides.understanding.writing import LONGEST, clauses, is_cut, normal, opening


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("社保卡磁條壞了，醫院刷不了", "社保卡磁条坏了,医院刷不了"),
        ("ＡＰＰ　１２３９３", "app 12393"),
        ("卡丢了😀😀怎么办", "卡丢了 怎么办"),
        ("  医保\n\n断了\t三个月 ", "医保 断了 三个月"),
        ("<b>医保</b>", "b 医保 /b"),
        ("卡 丢 了 怎 么 办", "卡丢了怎么办"),
        ("卡 丢 了，怎 么 办？", "卡丢了,怎么办?"),
        ("我妈的 卡　丢  了", "我妈的 卡丢了"),
        ("异地 备案 取消", "异地 备案 取消"),
        ("补 卡 材料", "补 卡 材料"),
        ("医保 卡 丢", "医保 卡 丢"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_signs_that_mean_the_same_are_the_same(typed: str, read: str) -> None:
    assert normal(typed) == read


def test_as_much_is_read_as_is_promised() -> None:
    assert normal("医" * LONGEST) == "医" * LONGEST
    assert normal("医" * (LONGEST + 1)) == "医" * LONGEST
    assert not is_cut("医" * LONGEST)
    assert is_cut("医" * (LONGEST + 1))


def test_a_sign_that_stands_for_many_does_not_make_a_text_longer() -> None:
    assert len(normal("ﷺ" * 5_000)) <= LONGEST
    assert len(opening("ﷺ" * 5_000)) <= 4 * LONGEST


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("娃在重庆儿医住着院 医保都在达州", "娃在重庆儿医住着院,医保都在达州"),
        ("异地就医 备案 取消", "异地就医 备案 取消"),
        ("医保在达州,娃在重庆儿医住着院 怎么报", "医保在达州,娃在重庆儿医住着院 怎么报"),
        ("yidi beian", "yidi beian"),
    ],
)
def test_blank_between_clauses_is_a_comma(text: str, wanted: str) -> None:
    assert clauses(text) == wanted
