"""Numbers and names are taken out before anything else is done with a text."""

import random

import pytest

from guides.understanding.masking import mask

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英"


@pytest.mark.parametrize(
    "text",
    [
        "我的身份证是210302199001011234", "身份证 21030219900101123X 能办吗", "电话13800138000", "打我 138-0013-8000",
        "卡号6222 0210 0100 1234 567", "１３８００１３８０００", "写信到 li.ming@example.com", "看 https://example.com/a?b=1",
        "我叫王小明，卡丢了", "姓名：李芳", "名字是欧阳娜娜",
    ],
)  # fmt: skip
def test_what_names_a_person_is_taken_out(text: str) -> None:
    bare, masked = mask(text)
    assert masked
    for secret in ("2103", "1380", "138-", "6222", "example", "王小明", "李芳", "欧阳", "１３８"):
        assert secret not in bare


@pytest.mark.parametrize(
    "text",
    [
        "打12393问", "12333和12345", "住院花了5000元", "花了120000", "1.5 万到 25000", "2026年", "老板叫我拿医保刷",
        "叫什么名字", "什么叫零星报销", "叫高血压", "120拉到医院",
    ],
)  # fmt: skip
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == (text, False)


def test_two_hundred_sentences_give_nothing_away() -> None:
    chance = random.Random(7)
    for _ in range(200):
        identity = f"{chance.randrange(10**5, 10**6)}19{chance.randrange(10, 99)}0{chance.randrange(1, 9)}{chance.randrange(10, 28)}{chance.randrange(1000, 9999)}"
        phone = f"1{chance.randrange(3, 9)}{chance.randrange(10**8, 10**9)}"
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randrange(1, 3)))
        bare, masked = mask(f"我叫{name}，身份证{identity}，电话{phone}，医保卡丢了怎么补")
        assert masked
        assert not any(secret in bare for secret in (name, identity, phone)), bare
        assert "医保卡丢了怎么补" in bare


def test_hostile_lengths_end() -> None:
    for text in ("1" * 1200, "叫" * 1200, "叫王" * 600, "a@" * 600, "1 " * 600):
        assert isinstance(mask(text)[0], str)


@pytest.mark.parametrize("text", ["什么叫封顶线", "啥叫封顶线"])
def test_word_that_is_asked_about_is_no_name(text: str) -> None:
    assert mask(text) == (text, False)
