"""Dialect and everyday variants in the words of the phrases."""

import pytest

from guides.understanding.dialect import usual


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("俺娘的卡咋补", "我娘的卡怎么补"),
        ("医保喺梅州", "医保在梅州"),
        ("礼拜六上不上班", "星期六上不上班"),
        ("点样备案", "怎么备案"),
        ("冇备案", "没有备案"),
        ("社保卡过其了", "社保卡过期了"),
        ("去过其他医院", "去过其他医院"),
        ("补充医疗保险先报", "补充医疗保险先报"),
        ("居民医疗保险", "居民医保"),
    ],
)
def test_variant_is_read_in_usual_words(said: str, meant: str) -> None:
    assert usual(said) == meant


@pytest.mark.parametrize("text", ["这儿子不管", "那儿科看不了", "看不清楚", "想去克拉玛依", "伊拉克", "医保系统坏了"])
def test_word_that_only_holds_a_variant_stays(text: str) -> None:
    assert usual(text) == text.replace("看不清楚", "看不清")
