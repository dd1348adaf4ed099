"""Cards and papers of other offices."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    "text",
    [
        "身份证丢了怎么补办",
        "银行卡被吞了咋整",
        "驾照掉了去哪补",
        "户口本找不到了怎么办",
        "护照到期了在哪换",
        "工资卡密码忘了",
        "我的信用卡丢了要挂失",
        "居住证快到期了怎么续",
        "公交卡没了，卡里还有钱",
        "买保险送的体检卡丢了",
    ],
)
def test_trouble_with_other_papers_is_none_of_a_card_of_ours(reader: Reader, text: str) -> None:
    found = reader.read(text)
    assert not found.value("trouble")
    assert "guide:card-replacement" not in found.scores
    assert max(found.scores, key=lambda target: found.scores[target]).startswith("out_of_scope:")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("身份证和医保卡都丢了", "lost"),
        ("钱包丢了，里面身份证社保卡都没了", "lost"),
        ("社保卡没丢，银行卡丢了", ""),
        ("身份证找不到了，卡也丢了", "lost"),
        ("社保卡在公交车上被偷了", "lost"),
    ],
)
def test_card_of_ours_beside_them_is_heard(reader: Reader, text: str, trouble: str) -> None:
    found = reader.read(text)
    assert found.value("trouble") == trouble
    assert not any(target.startswith("out_of_scope:") for target in found.scores)


@pytest.mark.parametrize(
    "text", ["身份证丢了还能用医保卡看病吗", "银行卡换了，报销的钱打到哪", "户口本丢了怎么给孩子参保"]
)
def test_who_asks_about_the_insurance_is_not_turned_away(reader: Reader, text: str) -> None:
    assert not any(target.startswith("out_of_scope:") for target in reader.read(text).scores)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("公积金断了半年能补缴吗", "12329"),
        ("养老保险断交了怎么补", "12333"),
        ("农村危房改造补贴怎么申请", "12345"),
        ("低保户怎么评", "12345"),
        ("独生子女费去哪领", "12345"),
    ],
)
def test_money_of_other_offices_is_theirs_whatever_befell_it(reader: Reader, text: str, office: str) -> None:
    found = reader.read(text)
    assert list(found.scores) == [f"out_of_scope:{office}"]
    assert not found.value("matter")
    assert not found.value("insured_now")


@pytest.mark.parametrize(
    "text",
    [
        "我退休金在沈阳领，现在随女儿定居珠海，看病怎么直接刷卡",
        "低保户住院能救助吗",
        "公积金和医保一起断了怎么补缴",
        "领失业金期间医保谁交",
        "住进养老院了，看病怎么备案",
    ],
)
def test_what_is_ours_too_is_not_turned_away(reader: Reader, text: str) -> None:
    scores = reader.read(text).scores
    assert not max(scores, key=lambda target: scores[target]).startswith("out_of_scope:")


def test_danger_comes_before_whose_business_it_is(reader: Reader) -> None:
    assert reader.read("老伴去领退休金的路上突然倒地叫不醒").value("stage") == "emergency"
