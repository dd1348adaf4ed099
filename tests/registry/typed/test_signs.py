import pytest

from registry.typed.signs import blank, half_width, visible

UNSEEN = ["\u200b", "\ufeff", "\u200d", "\u2060", "\u202d", "\u00ad"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_can_see_is_dropped(sign):
    assert visible(f"{sign}12{sign}000 鞍山{sign}") == "12000 鞍山"


@pytest.mark.parametrize("text", ["", "12000", "鞍山市 铁东区\n", "１２０００", "é"])
def test_what_can_be_seen_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize("text", ["", " \u3000\n", *UNSEEN, "\u3164\uffa0", "\u2800", "\u0301\ufe0f", "\0"])
def test_nobody_sees_anything_of_it(text):
    assert blank(text)


@pytest.mark.parametrize("text", ["\u200b鞍", "e\u0301", "1", "。", "\u2801", "가"])
def test_somebody_sees_something_of_it(text):
    assert not blank(text)


def test_half_width():
    assert half_width("\u200b８：３０－１１：３０，８５％。") == "8:30-11:30,85%。"
