"""A phrase as a row: what it may say, and the sentences that prove it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from guides.models import Phrase
from guides.understanding.phrases import MOST_WORDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"means": "trouble=lost insured_place=210300"},
        {"means": "", "topics": "guide:card-replacement answer:lapse office place estimate out_of_scope:12333"},
        {"means": "", "excludes": "trouble trouble=lost answer:lapse"},
        {"guides": "card-replacement remote-care"},
        {"phrases": "卡…（丢了|掉了）\n卡不见"},
    ],
)
def test_sound_phrase_is_taken(publish: Callable[..., Any], values: dict[str, str]) -> None:
    publish(Phrase, **values)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"means": "trouble=gone"}, "means", "没有“trouble=gone”这个问题或答案"),
        ({"means": "nothing"}, "means", "没有“nothing”"),
        ({"means": "insured_place=鞍山"}, "means", "没有“insured_place=鞍山”"),
        ({"means": ""}, "means", "请写明这些说法是什么意思"),
        ({"topics": "guide:none"}, "topics", "不认识“guide:none”这一页"),
        ({"topics": "out_of_scope:税务"}, "topics", "不认识"),
        ({"excludes": "nobody"}, "excludes", "不是问题、答案，也不是一页"),
        ({"guides": "none"}, "guides", "没有“none”这个指引"),
        ({"phrases": "…"}, "phrases", "读不出字"),
        ({"catches": "卡坏了"}, "catches", "里没有“test-row”的说法"),
        ({"misses": "我的卡丢了"}, "misses", "也会被当成“test-row”"),
        ({"weight": 10}, "weight", "9"),
    ],
)
def test_phrase_that_proves_nothing_is_refused(
    build: Callable[..., Any], values: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        build(Phrase, **values).full_clean()
    assert sentence in "".join(caught.value.message_dict[field])


@pytest.mark.parametrize(("more", "sound"), [(0, True), (1, False)])
def test_phrases_of_a_row_come_to_so_many_words(build: Callable[..., Any], more: int, sound: bool) -> None:
    """Brackets multiply: in one box there is room for ten times the words of all phrases together."""
    letters = [chr(0x4E00 + number) for number in range(20)]
    whole = f"（{'|'.join(letters)}）" * 2
    most = [f"{letter}{whole}" for letter in letters[: MOST_WORDS // 400]]
    problems = {}
    try:
        build(Phrase, phrases=" ".join(["卡丢了" * more, *most])).full_clean()
    except ValidationError as error:
        problems = error.message_dict
    assert MOST_WORDS % 400 == 0
    assert ("phrases" not in problems) is sound
    assert sound or problems["phrases"] == ["合起来的读法超过 2000 种，太多了。请分成几条写。"]
