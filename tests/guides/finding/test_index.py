"""Retrieval over short texts."""

from collections import Counter

from guides.finding import index
from guides.finding.index import Index, words_of


def best(index: Index, text: str) -> list[int]:
    found = index.find(text)
    return sorted(found, key=lambda number: -found[number])


TEXTS = [
    [(3.0, "家庭共济怎么绑定"), (1.0, "用自己账户的钱替家人付")],
    [(3.0, "社保卡丢了怎么补"), (1.0, "先挂失")],
    [(1.0, "共济")],
]


def test_text_that_says_more_of_it_comes_first() -> None:
    assert best(Index(TEXTS), "共济怎么绑家人")[0] == 0
    assert best(Index(TEXTS), "卡丢了补一张")[0] == 1


def test_share_is_of_what_was_asked() -> None:
    found = Index(TEXTS).find("社保卡丢了怎么补")
    assert 0.5 < found[1] <= 1
    assert Index(TEXTS).find("社保卡丢了怎么补，另外还想问问天气预报和火车票")[1] < found[1]


def test_nothing_in_common_is_not_found() -> None:
    assert Index(TEXTS).find("天气") == {}
    assert Index(TEXTS).find("") == {}
    assert Index([]).find("社保卡") == {}


def test_words_that_say_nothing_are_left_out() -> None:
    assert [word for word, _ in words_of("怎么办")] == ["怎么~", "么办~"]


def test_text_is_indexed_by_what_it_is_asked_for() -> None:
    text = "社保卡丢了怎么补 医保断缴3个月，app12393能报吗 北京大学第三医院 的 丢了 xx"
    counted = {word: worth for words, worth in index._told_apart(text) for word in words}
    assert counted == dict(words_of(text))
    assert max(Counter(word for words, _ in index._told_apart(text) for word in words).values()) == 1


def test_word_of_two_fields_counts_for_both() -> None:
    found = Index([[(3.0, "共济"), (1.0, "共济")], [(3.0, "共济"), (1.0, "挂失")], [(1.0, "丢卡")]]).find("共济")
    assert found[0] > found[1] > 0
    assert 2 not in found


def test_long_text_is_indexed_to_its_end() -> None:
    assert Index([[(1.0, "医保" * 400 + "挂失")]]).find("挂失")
