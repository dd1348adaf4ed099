"""What is kept of words that somebody chose to tell."""

import pytest

from guides.understanding.gazetteer import Gazetteer
from guides.understanding.wish import LONGEST, wish
from registry.places import Places


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("医保年审怎么弄", "医保年审怎么弄"),
        ("我叫王小明，医保年审怎么弄，电话13800138000", "我叫医保年审怎么弄电话"),
        ("彰武县的医保年审", "阜新的医保年审"),
        ("幸福小区的医保年审", "的医保年审"),
        ("花了五万多，year 2026 年审", "花了年审"),
        ("身份证二一零三〇三", "身份证"),
        ("电话壹叁捌零零壹叁捌零零零", "电话"),
        ("打幺三八洞洞幺三八", "打"),
        ("12345 abc !!", ""),
        ("", ""),
    ],
)
def test_only_harmless_words_are_kept(gazetteer: Gazetteer, places: Places, told: str, kept: str) -> None:
    assert wish(told, gazetteer, places) == kept


def test_no_more_than_a_few_words_are_kept(gazetteer: Gazetteer, places: Places) -> None:
    assert len(wish("医保年审" * 20, gazetteer, places)) == LONGEST


def test_what_is_kept_is_kept_again(gazetteer: Gazetteer, places: Places) -> None:
    once = wish("我叫王小明，彰武县的医保年审怎么弄", gazetteer, places)
    assert wish(once, gazetteer, places) == once
