"""What a text leaves open is not filled in."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我是姥爷的监护人，他卡丢了，退休金在卡上", "for_whom"),
        ("我姑有高血压，不知道认没认定过", "recognised"),
        ("票据丢了还是没开，医院也说不清", "receipts"),
        ("社保卡锁了还是坏了，搞不明白", "trouble"),
        ("发票准备先给保险公司，再报医保行不行", "receipts"),
        ("前头没备案，昨天已经补上了", "filed_before"),
        ("农合断过，补齐了，现在住院能报吗", "stage"),
        ("农合断过，补齐了，现在住院能报吗", "ill_now"),
        ("县医院建议去济南，我想去上海", "reason"),
        ("如果转诊，报得是不是多一点", "reason"),
        ("住了两次院，一次报了一次没报", "first_claim"),
        ("上回住院报过了，这次的还没报", "first_claim"),
        ("大病那份什么时候打到卡上", "catastrophic_line"),
        ("大额打到卡里了吗", "catastrophic_line"),
        ("昨天补上了医保，出院能直接结吗", "discharged"),
        ("去年断过，今年交了，住院要等多久", "discharged"),
        ("公公在开封住院花了四万，回郑州报，医保郑州", "stage"),
        ("医院说我没参保，其实刚续上", "matter"),
        ("养老金以前发在社保卡，今年改到银行卡了", "pension_on_card"),
        ("住在护理院，算住院吗", "care_kind"),
        ("孩子照了三天蓝光，已经接回家了，医保怎么上", "ill_now"),
        ("我外孙叫我来问问，怎么备案", "for_whom"),
        ("闺女能代办不，社保卡过期了", "for_whom"),
        ("去重庆备案要有居住证吗", "proof"),
        ("是不是得有居住证才给办备案", "proof"),
        ("在这边参保要有居住证吗", "residence"),
        ("我没上惠民保，我姐买了，我姐住院报完还剩五万", "other_cover"),
    ],
)
def test_what_is_left_open_is_not_filled_in(reader: Reader, text: str, key: str) -> None:
    assert not reader.read(text).value(key)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("我是退休的，社保卡丢了", "for_whom", "self"),
        ("我姑的高血压没认定过", "recognised", "no"),
        ("票据丢了，还是想报", "receipts", "lost"),
        ("社保卡锁了还是要本人去吗", "trouble", "locked"),
        ("发票已经给了保险公司，还能报医保吗", "receipts", "given_away"),
        ("没备案，想现在补上", "filed_before", "no"),
        ("现在住院了，能报吗", "stage", "admitted"),
        ("县医院建议去济南，医保在聊城", "reason", "referral"),
        ("出院的时候报过一次，还能再报吗", "first_claim", "direct"),
        ("住了十天，现在办还是出院后回去报，住着呢", "stage", "admitted"),
        ("结算单上大病那一栏有三千", "catastrophic_line", "paid"),
        ("昨天出院，票都在", "discharged", "this_year"),
        ("我有居住证，能备案吗", "proof", "residence_permit"),
        ("转诊单开了没去成，后来是自己跑去广州的", "reason", "own_choice"),
    ],
)
def test_what_is_said_for_certain_is_heard(reader: Reader, text: str, key: str, value: str) -> None:
    assert reader.read(text).value(key) == value


def test_of_two_that_nobody_tells_apart_is_asked(reader: Reader) -> None:
    assert "receipts" in reader.read("发票丢了还是没开，医院说不清").unclear


@pytest.mark.parametrize("text", ["深圳一档和二档哪个好", "深圳医保一档还是二档好", "深圳二档跟一档差多少"])
def test_tiers_that_are_compared_are_nobodys(reader: Reader, text: str) -> None:
    assert not reader.read(text).value("tier")
    assert reader.read("我是深圳二档").value("tier") == "tier2"
