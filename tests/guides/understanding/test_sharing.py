"""Whose insurance is where, when a family shares an account."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "owner", "family"),
    [
        ("我职工医保在宁波，爸妈农合在阜阳，我卡里的钱能给他们看病用不", "330200", "341200"),
        ("给外公绑我的账户，他在绍兴，我在宁波交社保", "330200", "330600"),
        ("爸爸医保在沈阳我医保在青岛，想拿我卡里的余额给我爸交居民医保", "370200", "210100"),
        ("我爸农合在周口，我医保在东莞，我的钱他用得了吗", "441900", "411600"),
        ("我和老公都在南京上班交职工医保，我婆婆在淮安交居民医保，让她刷我老公的账户", "320100", "320800"),
        ("老公在桂林当兽医，职工医保就在桂林，我在梧州娘家交的居民医保，我看牙能用他账户里的钱吗", "450300", "450400"),
        ("我妈职工医保在保定，我在邢台交的居民医保，我住院她账户里的钱能给我付吗", "130600", "130500"),
    ],
)
def test_owner_and_family_are_told_apart(reader: Reader, text: str, owner: str, family: str) -> None:
    found = reader.read(text)
    assert (found.value("insured_place"), found.value("family_place")) == (owner, family)
    assert not found.value("care_place")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("我是上海的职工医保，想拿我账户里的钱给我妈买药，她上的也是上海的居民医保", "310000"),
        ("我和媳妇的医保都在常州，能用我账户的钱给她交明年的医保吗", "320400"),
        ("我医保在青岛，卡里的钱能给孩子看病吗", ""),
        ("我的职工医保在福州，老婆没工作，在固原交的居民，卡里的钱能给她用吗", "640400"),
    ],
)
def test_family_may_be_insured_where_the_owner_is(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).value("family_place") == family


def test_care_away_is_no_sharing(reader: Reader) -> None:
    found = reader.read("我妈医保在黄山，在杭州住院，能用我账户的钱吗")
    assert (found.value("care_place"), found.value("family_place")) == ("330100", "")


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("我在杭州交社保，我弟在老家黔东南交居民医保，能让他花我账户的钱吗", ""),
        ("我在宁波交职工，我妹在上饶交居民医保，她能花我账户里的钱吗", "employee"),
        ("我医保在合肥，个人账户攒了小两万，爸妈在安庆参的居民医保，让他们用我的钱", "employee"),
        ("我是居民医保，卡里的钱能给孩子用吗", "resident"),
        ("我老公单位给他交社保，我在家交的居民医保，我看病能用他的账户吗", ""),
    ],
)
def test_scheme_of_a_relative_is_not_the_owners(reader: Reader, text: str, scheme: str) -> None:
    assert reader.read(text).value("owner_scheme") == scheme
