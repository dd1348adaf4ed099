"""The estimate over HTTP: its own page and the private form of an outcome; what is refused, shown and never kept."""

import logging
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calculators.circumstances import (
    ANY,
    AT_HOME,
    TIERS,
    CareType,
    Category,
    Distance,
    Hardship,
    HospitalLevel,
    PersonKind,
    Scheme,
)
from calculators.models import LAYERS, BasicPolicy, RemoteRule
from calculators.pages import forms
from registry import snapshot
from tests.browser.addresses import SECOND
from tests.calculators.policy_rows import publish, publish_line_of_liaoning

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-21")]

BEIJING = {"city": "北京", "scheme": "employee", "care_type": "inpatient", "total": "6万"}
KNOWN = {**BEIJING, "hospital_level": "tertiary", "retired": "active"}
OUTCOME = (
    "/guides/remote-care/outcome/?for_whom=self&insured_place=110000&scheme=employee&care_place=310000"
    "&stage=planning&reason=lives_there&proof=residence_permit&care_type=inpatient&hospital_linked=yes"
    "&filed_before=no&injury=no"
)


def shown(client: Client, data: dict, address: str = "/estimate/") -> str:
    response = client.post(address, data)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return unescape(response.content.decode())


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index('id="payout"') :]).split())


def test_page_asks_for_a_bill_and_claims_nothing(client: Client) -> None:
    page = client.get("/estimate/").content.decode()
    assert 'method="post"' in page
    assert "医保大约付" not in page


def test_everything_known_shows_the_amount_and_every_step(client: Client) -> None:
    said = text(shown(client, KNOWN))
    assert "医保大约付 5.23万元" in said
    assert "您自己大约付 7,700元" in said
    assert "(30,000 − 1,300) × 85% = 24,395" in said
    assert "只能参考" in said
    assert said.count("还没有经北京市的经办机构核对") == 1
    assert "未经经办机构核对" not in said


def test_retold_city_shows_its_number_with_what_it_rests_on_and_of_which_day(client: Client) -> None:
    said = text(shown(client, {**KNOWN, "city": "武汉", "total": "5万"}))
    assert "医保大约付 4.23万元" in said
    assert "只能参考" in said
    source = "武汉市职工医保住院能报销多少（2024年1月5日） 网上文章说，先打电话"
    assert f"：{source}" in said
    assert "没有封顶" not in said


def test_missing_ceiling_is_taken_for_granted_in_words(client: Client) -> None:
    publish(BasicPolicy)
    assert "按没有封顶算。费用很高时，可能报不到这么多。" in text(shown(client, KUNMING))


def test_working_adds_up_to_the_fen(client: Client) -> None:
    page = shown(client, {**KNOWN, "total": "61234.56", "non_covered": "1234.5", "upfront_self_pay": "100.06"})
    working = page[page.index('class="working"') :].split("</ol>")[0]
    amounts = re.findall(r'<span>([^<]+)</span> <strong class="amount">([\d,.]+)', working)
    paid = sum(_fen(amount) for label, amount in amounts if label.endswith("支付"))
    [own] = [_fen(amount) for label, amount in amounts if label == "个人负担合计"]
    assert paid + own == 6123456


def _fen(amount: str) -> int:
    whole, _, cents = amount.replace(",", "").partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0") or 0)


def _yuan(words: str) -> Decimal:
    number, in_wan, _ = re.fullmatch(r"约?([\d,.]+)(万?)(元)", words).groups()  # type: ignore[union-attr]
    return Decimal(number.replace(",", "")) * (10_000 if in_wan else 1)


@pytest.mark.parametrize("total", ["60000", "60123", "30000", "2000", "900", "345678.90", "40"])
def test_rounded_amounts_add_up_to_the_bill_and_promise_no_more(client: Client, total: str) -> None:
    page = shown(client, {**KNOWN, "total": total})
    [headline, own] = (_yuan(words) for words in re.findall(r"大约付 <span class=\"figure\">([^<]+)</span>", page))
    bar = page[page.index('aria-label="这笔钱谁来付"') :].split("</ul>")[0]
    parts = [_yuan(words) for words in re.findall(r'<span class="amount">([^<]+)', bar)]
    assert headline + own == sum(parts) == Decimal(total)
    assert parts[-1] == own
    working = page[page.index('class="working"') :].split("</ol>")[0]
    [exact] = re.findall(r'个人负担合计</span> <strong class="amount">([\d,.]+)', working)
    assert own >= Decimal(exact.replace(",", ""))


def test_both_ends_of_one_bill_add_up_to_it(client: Client) -> None:
    said = text(shown(client, {**BEIJING, "total": "30000"}))
    paid, own = (
        re.findall(r"([\d,.]+万?元)", said.split(words)[1][:30])[:2] for words in ("医保大约付", "您自己大约付")
    )
    assert [_yuan(one) + _yuan(other) for one, other in zip(paid, reversed(own), strict=True)] == [30_000, 30_000]


def test_unknown_level_shows_both_ends(client: Client) -> None:
    assert "医保大约付 5.23万元 到 5.76万元" in text(shown(client, BEIJING))


@pytest.mark.parametrize(
    ("more", "own"),
    [({}, "1,600元 到 4,200元"), ({"hospital_level": "tertiary", "retired": "active"}, "2,900元 到 4,200元")],
)
def test_own_share_of_a_rough_bill_reaches_from_the_least_to_the_most(client: Client, more: dict, own: str) -> None:
    said = text(shown(client, {**BEIJING, "total": "12000", "total_high": "20000", **more}))
    assert f"您自己大约付 {own}" in said


def test_assumptions_link_to_the_field_that_changes_them(client: Client) -> None:
    page = shown(client, BEIJING)
    for name in ("non_covered", "hospital_level", "retired", "admission_number"):
        assert f'href="#{name}"' in page
        assert f'id="{name}"' in page


def test_city_without_rules_says_what_to_look_for(client: Client) -> None:
    said = text(shown(client, {**KNOWN, "city": "鞍山"}))
    assert "还算不出来，还差：" in said
    assert "起付线（起付标准）" in said
    assert "报销比例" in said
    assert "医保大约付" not in said


def test_own_figures_give_the_city_a_number(client: Client) -> None:
    publish_line_of_liaoning()
    said = text(shown(client, {**KNOWN, "city": "鞍山", "total": "20000", "own_deductible": "500", "own_rate": "80%"}))
    assert "医保大约付 1.56万元" in said
    assert "您自己填的起付线和比例，本站没有核对过" in said
    assert "就会触发大病保险" in said


def test_own_figures_do_not_say_that_critical_illness_pays_nothing(client: Client) -> None:
    own = {"city": "毕节", "scheme": "resident", "total": "68000", "own_deductible": "2000", "own_rate": "60"}
    said = text(shown(client, {**KNOWN, **own}))
    assert "大病保险支付" not in said
    verdict = said[said.index("您自己大约付") : said.index("怎么算出来的")]
    assert "“大病保险（大额补助）”没有算进去 ：当地的规定没有查到" in verdict
    assert "您的自付可能已经过线" in verdict


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"total": ""}, "请写总费用，大概的数也行。"),
        ({"total": "很多"}, "请只用数字写金额"),
        ({"total": "一万二"}, "请改用数字写金额"),
        ({"total": "-5"}, "金额不能是负数"),
        ({"total": "NaN"}, "请只用数字写金额"),
        ({"non_covered": "60000.01"}, "比总费用 60,000元 还多"),
        ({"non_covered": "59999", "upfront_self_pay": "1.01"}, "自费加先行自付超过了总费用"),
        ({"total_high": "59999.99"}, "还少，请改其中一个"),
        ({"admission_number": "0"}, "请写第几次，从 1 开始"),
        ({"admission_number": "一"}, "请写第几次，从 1 开始"),
        ({"age": "老"}, "请写周岁"),
        ({"year": "2026", "month": "2", "day": "30"}, "2026年没有2月30日。"),
        ({"year": "2999", "month": "1", "day": "1"}, "这一天还没到"),
        ({"year": "26", "month": "10", "day": "3"}, "年份请写四位数，2000 年以后的，例如 2026。"),
        ({"year": "115", "month": "10", "day": "3"}, "年份请写四位数"),
        ({"year": "1900", "month": "10", "day": "3"}, "年份请写四位数"),
        ({"year": "2026", "month": "10"}, "年、月、日三个框都要写。不想填，就都空着。"),
        ({"own_deductible": "1000", "own_rate": "7.5"}, "是 75% 还是 7.5%？"),
        ({"own_deductible": "1000", "own_rate": "7.5折"}, "请写 0 到 100% 之间的比例"),
        ({"admission_number": "第二次住院"}, "请写第几次，从 1 开始，例如 2。"),
        ({"age": "72.5"}, "请写周岁，例如 72。"),
        ({"age": "1950"}, "请写周岁，例如 72。"),
        ({"own_deductible": "500"}, "起付线和报销比例要一起填"),
        ({"own_deductible": "500", "own_rate": "101"}, "请写 0 到 100% 之间的比例"),
        ({"city": ""}, "请写城市或区县名"),
        ({"city": "火星"}, "没有找到“火星”"),
        ({"city": "suzhou"}, "有几个地方都像“suzhou”。请在下面选，或者写全名。"),
        ({"city": "朝阳区"}, "有几个地方都像“朝阳区”。请在下面选，或者写全名。"),
        ({"city": "辽宁"}, "请在下面选辽宁省的哪个城市。"),
        ({"city": "鞍山医保局"}, "没有叫“鞍山医保局”的地方，有一个像的。请在下面选，或者写全名。"),
        ({"city": "台湾"}, "没有找到“台湾”"),
        ({"scheme": ""}, "请选哪种医保"),
        ({"care_type": ""}, "请选住院还是门诊"),
    ],
)
def test_bad_input_is_explained_at_its_control_and_nothing_is_lost(client: Client, change: dict, sentence: str) -> None:
    typed = {**KNOWN, "burden_before": "1,234.5", **change}
    page = shown(client, typed)
    assert page.count(sentence) == 2
    assert 'role="alert"' in page
    name = re.findall(r'<li><a href="#(\w+)">', page)[0]
    assert f'id="{name}-problem"' in page
    for value in ("1,234.5", *change.values()):
        assert not value or f'value="{value}"' in page
    assert "医保大约付" not in page


OFFERS = {
    "suzhou": [
        ("江苏省苏州市", "江苏省苏州市"),
        ("安徽省宿州市", "安徽省宿州市"),
        ("甘肃省酒泉市肃州区", "肃州区，归甘肃省酒泉市管"),
    ],
    "朝阳区": [("北京市朝阳区", "朝阳区，归北京市管"), ("吉林省长春市朝阳区", "朝阳区，归吉林省长春市管")],
    "西安区": [
        ("吉林省辽源市西安区", "西安区，归吉林省辽源市管"),
        ("黑龙江省牡丹江市西安区", "西安区，归黑龙江省牡丹江市管"),
    ],
    "河北": [("河北省", "河北省，再选城市"), ("天津市河北区", "河北区，归天津市管")],
    "鞍山医保局": [("辽宁省鞍山市", "辽宁省鞍山市")],
}


def offered(page: str) -> list[tuple[str, str]]:
    return re.findall(r'type="radio" id="city-\d+" name="city" value="([^"]+)"><span>([^<]+)<', page)


@pytest.mark.parametrize("typed", OFFERS)
def test_words_that_may_mean_several_places_offer_them(client: Client, typed: str) -> None:
    assert offered(shown(client, {**KNOWN, "city": typed})) == OFFERS[typed]


@pytest.mark.parametrize("typed", ["山东", "山东省", "shandong", "辽宁", "四川"])
def test_province_offers_its_cities_its_own_pool_last_and_explained(client: Client, typed: str) -> None:
    cities = offered(shown(client, {**KNOWN, "city": typed}))
    assert len(cities) > 14
    assert {name[:2] for name, _ in cities} == {cities[0][0][:2]}
    assert [label for _, label in cities if "本级" in label] == [cities[-1][1]]
    assert cities[-1][1].endswith("省本级（省直单位等）")


def test_place_that_is_chosen_counts_and_not_what_stood_in_the_box(client: Client) -> None:
    for name, _ in offered(shown(client, {**KNOWN, "city": "朝阳区"}))[:1]:
        page = shown(client, {**KNOWN, "city": ["朝阳区", name]})
        assert "医保在：北京市（朝阳区归北京市管）。不对就在下面改。" in text(page)
        assert f'name="city" value="{name}"' in page
        assert offered(page) == []


def test_place_typed_anew_counts_where_none_was_chosen(client: Client) -> None:
    assert "医保在：北京市。" in text(shown(client, {**KNOWN, "city": ["北京市"]}))


@pytest.mark.parametrize("name", ["scheme", "care_type", "hospital_level", "retired", "tier", "supported"])
def test_answer_that_was_not_offered_is_asked_again(client: Client, name: str) -> None:
    page = shown(client, {**KNOWN, name: "other"})
    assert f'<li><a href="#{name}">请从列出的答案里选一个。</a></li>' in page
    assert "医保大约付" not in page


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("北京", "北京市"),
        ("110000", "北京市"),
        ("北京市朝阳区", "北京市（朝阳区归北京市管）"),
        ("大\u200b兴区。", "北京市（大兴区归北京市管）"),
        ("ｂｅｉｊｉｎｇ", "北京市"),
        ("崇文区", "北京市（崇文区归北京市管）"),
    ],
)
def test_place_that_was_understood_is_named_beside_the_number(client: Client, typed: str, understood: str) -> None:
    said = text(shown(client, {**KNOWN, "city": typed}))
    assert "医保大约付 5.23万元" in said
    assert f"医保在：{understood}。不对就在下面改。" in said


def test_place_that_was_understood_is_named_where_no_number_can_be_given(client: Client) -> None:
    said = text(shown(client, {**KNOWN, "city": "彰武"}))
    assert "还算不出来" in said
    assert "医保在：辽宁省阜新市（彰武县归阜新市管）。" in said


@pytest.mark.parametrize(("total", "asked"), [("999999.99", False), ("1000000", True)])
def test_surprising_amount_is_asked_about_not_refused(client: Client, total: str, asked: bool) -> None:
    page = shown(client, {**KNOWN, "total": total})
    assert ("对吗？" in page) == asked
    assert ("医保大约付" in page) == (not asked)
    assert "医保大约付" in shown(client, {**KNOWN, "total": total, "sure": "1"})


#: Bills as the form carries them on.
FIRST, SECOND_BILL = (f"total={total}&care_type=inpatient&hospital_level=tertiary" for total in (10000, 2000))


def test_another_bill_is_added_to_the_year(client: Client) -> None:
    asked = shown(client, {**KNOWN, "add": "1", "earlier": [FIRST]})
    assert "前面已经加了 1 张账单" in asked
    assert "住院、三级医院，10,000元" in asked
    assert f'name="earlier" value="{FIRST}"' in asked
    said = text(shown(client, {**KNOWN, "total": "10000", "earlier": [FIRST]}))
    assert "今年的账单加起来" in said
    assert "第 2 张账单：三级医院、在职" in said
    assert "(10,000 − 650) × 85% = 7,947.50" in said


def test_each_bill_is_paid_by_the_rules_of_its_own_care(client: Client) -> None:
    """北京: (10,000 − 1,300) × 85% of a stay, (5,000 − 1,800) × 70% of visits: neither counts for the other."""
    page = shown(client, {**KNOWN, "total": "10000"})
    [carried] = re.findall(r'name="earlier" value="([^"]*)"', page)
    asked = shown(client, {**KNOWN, "add": "1", "earlier": [carried]})
    assert re.search(r'name="care_type" value="outpatient"', asked)
    said = text(shown(client, {**KNOWN, "care_type": "outpatient", "total": "5000", "earlier": [carried]}))
    assert "医保大约付 9,600元" in said
    assert "第 1 张账单：住院、三级医院、在职" in said
    assert "(10,000 − 1,300) × 85% = 7,395" in said
    assert "第 2 张账单：普通门诊、三级医院、在职" in said
    assert "(5,000 − 1,800) × 70% = 2,240" in said


@pytest.mark.parametrize(
    "line",
    [
        *("", "|||", "total=abc", "total=1&care_type=nothing", "total=1&days=0", "total=1&city=北京"),
        *("total=10&upfront_self_pay=20", "total=10&total_high=9", "total=-5", "total=1&at_home=referral", "days=3"),
        "total=1&item=" + "长" * 300,
    ],
)
def test_bill_that_cannot_be_read_any_more_is_said_to_be_missing(client: Client, line: str) -> None:
    page = shown(client, {**KNOWN, "earlier": [FIRST, line]})
    assert page.count("前面加的账单，有的没有认出来，没算进去。请看看少了哪张。") == 2
    assert "前面已经加了 1 张账单" in page
    assert "医保大约付" not in page


def test_earlier_bills_are_read_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    read = forms.EstimateForm._read
    monkeypatch.setattr(forms.EstimateForm, "_read", lambda form, line: seen.append(line) or read(form, line))
    shown(client, {**KNOWN, "total": "10000", "earlier": [FIRST, SECOND_BILL], "admission_number": "3"})
    assert seen == [FIRST, SECOND_BILL]


@pytest.mark.parametrize(("earlier", "another"), [(0, True), (10, True), (11, False)])
def test_twelve_bills_are_the_most_and_the_page_says_so(client: Client, earlier: int, another: bool) -> None:
    page = shown(client, {**KNOWN, "earlier": [SECOND_BILL] * earlier})
    assert ("今年还有别的账单，再加一张" in page) is another
    assert ("一次最多算 12 张账单。再多的，请打 12393 问累计。" in page) is not another
    assert len(re.findall("累计到", page)) == earlier + (1 if earlier else 0)


def test_thirteenth_bill_is_not_dropped_in_silence(client: Client) -> None:
    page = shown(client, {**KNOWN, "earlier": [SECOND_BILL] * 12})
    assert page.count("一次最多算 12 张账单。再多的，请打 12393 问累计。") == 2
    assert "医保大约付" not in page


def test_added_bill_stays_as_rough_as_it_was(client: Client) -> None:
    page = shown(client, {**KNOWN, "total": "12000", "total_high": "20000"})
    [carried] = re.findall(r'name="earlier" value="([^"]*)"', page)
    assert carried == "total=12000&total_high=20000&care_type=inpatient&hospital_level=tertiary"
    both = text(shown(client, {**KNOWN, "total": "1000", "earlier": [carried], "admission_number": "2"}))
    assert " 到 " in re.findall(r"您自己大约付 ([^。]*)。", both)[0]


# Where care was


def test_care_away_is_paid_by_its_own_rule_or_not_at_all(client: Client) -> None:
    publish(BasicPolicy)
    publish(RemoteRule)
    at_home = shown(client, KUNMING)
    assert "医保大约付 8,000元" in text(at_home)
    assert "按在参保地看的病算。" in at_home
    assert 'href="#away"' in at_home
    assert "按在参保地看的病算。" not in shown(client, {**KUNMING, "away": "home"})
    assert "医保大约付 7,000元" in text(shown(client, {**KUNMING, "away": "referral"}))
    assert "还算不出来，还差： 异地就医规则" in text(shown(client, {**KUNMING, "away": "unfiled"}))


def test_one_bill_of_the_year_may_be_from_elsewhere(client: Client) -> None:
    """10,000 above the line at 80% and 70%."""
    publish(BasicPolicy)
    publish(RemoteRule)
    line = "total=11000&care_type=inpatient&hospital_level=tertiary&away=referral"
    page = shown(client, {**KUNMING, "earlier": [line]})
    assert "住院、三级医院、在外地，转诊备案，11,000元" in page
    assert "医保大约付 1.5万元" in text(page)


def test_outcome_knows_where_care_was_and_does_not_ask(client: Client) -> None:
    rule = {"region_id": "110000", "category": "long_term", "kind": "rate_points"}
    for distance, value in (("same_province", "0"), ("other_province", "0.10")):
        publish(RemoteRule, key=distance.replace("_", "-"), distance=distance, value=value, **rule)
    page = shown(client, {"total": "21300", "hospital_level": "tertiary", "retired": "active"}, OUTCOME)
    assert "(21,300 − 1,300) × 75% = 15,000" in text(page)
    assert 'name="away"' not in page
    assert 'name="distance"' not in page


@pytest.mark.parametrize("name", ["away", "distance", "at_home", "hardship"])
def test_answer_of_a_closed_set_that_does_not_exist_is_refused(client: Client, name: str) -> None:
    page = shown(client, {**KUNMING, "supported": "yes", name: "nothing"})
    assert "请从列出的答案里选一个。" in page


def test_outcome_offers_the_private_form(client: Client) -> None:
    page = client.get(OUTCOME).content.decode()
    assert '<form method="post"' in page
    assert 'name="total"' in page


def test_outcome_answers_a_bill_on_the_same_page(client: Client) -> None:
    page = shown(client, {"total": "6万", "hospital_level": "tertiary", "retired": "active"}, OUTCOME)
    assert 'data-outcome="file_long_term"' in page
    assert "医保大约付 5.23万元" in text(page)
    assert "要本地医院先开转诊单" in text(page)
    assert 'id="city"' not in page


def test_supported_household_gets_its_extra_document(client: Client) -> None:
    plain = shown(client, {"total": "6万"}, OUTCOME)
    supported = shown(client, {"total": "6万", "supported": "yes"}, OUTCOME)
    assert "低保、特困等证件" not in plain.split('id="payout"')[0]
    assert "低保、特困等证件" in supported.split('id="payout"')[0]


def test_outcome_without_a_city_asks_for_it(client: Client) -> None:
    address = OUTCOME.replace("insured_place=110000", "insured_place=unknown")
    page = shown(client, {"total": "6万"}, address)
    assert "请写城市或区县名" in page
    assert "<title>错误：" in page


@pytest.mark.parametrize("data", [KNOWN, BEIJING])
def test_estimate_asks_the_database_nothing_even_on_fresh_content(client: Client, data: dict) -> None:
    with snapshot.viewing(snapshot.load(), snapshot.today()), CaptureQueriesContext(connection) as queries:
        assert "依据和核对日期" in shown(client, data)
    assert queries.captured_queries == []


def test_estimate_asks_for_the_version_of_the_content_and_no_more(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        shown(client, KNOWN)
    assert [query["sql"].partition(" WHERE")[0].rpartition(" ")[2] for query in queries] == [
        '"registry_contentversion"'
    ]


# Everything that a clerk may publish can be answered

KUNMING = {**KNOWN, "city": "昆明", "total": "11000"}
#: Where the form asks for a field of a row.
ASKED_AS = {"scheme": "scheme", "person": "retired", "care_type": "care_type", "hospital_level": "hospital_level"}
EVERY_VALUE = [
    (field, value)
    for field, kind in (
        ("scheme", Scheme),
        ("person", PersonKind),
        ("care_type", CareType),
        ("hospital_level", HospitalLevel),
    )
    for value in kind.values
]


@pytest.mark.parametrize(("field", "value"), EVERY_VALUE)
def test_every_row_that_may_be_published_is_reached_by_an_answer(client: Client, field: str, value: str) -> None:
    publish(BasicPolicy, **{field: value})  # pays 80% above 1,000元
    answer = {} if value == ANY else {"tier": value} if value in TIERS else {ASKED_AS[field]: value}
    page = shown(client, {**KUNMING, **answer})
    assert "医保大约付 8,000元" in text(page)
    for name, chosen in answer.items():
        assert re.search(rf'name="{name}" value="{chosen}" checked', page)


@pytest.mark.parametrize("category", Category.values)
def test_every_category_that_may_be_published_is_reached_by_an_answer(client: Client, category: str) -> None:
    publish(BasicPolicy)
    publish(RemoteRule, category=category, kind="rate", value="0.50")
    answer = {"at_home" if category in AT_HOME else "away": category}
    assert "医保大约付 5,000元" in text(shown(client, {**KUNMING, **answer}))


@pytest.mark.parametrize("distance", [value for value in Distance.values if value != ANY])
def test_every_distance_that_may_be_published_is_reached_by_an_answer(client: Client, distance: str) -> None:
    publish(BasicPolicy)
    publish(RemoteRule, distance=distance, kind="rate", value="0.50")
    page = shown(client, {**KUNMING, "away": "referral", "distance": distance})
    assert "医保大约付 5,000元" in text(page)
    assert re.search(rf'name="distance" value="{distance}" checked', page)


@pytest.mark.parametrize("hardship", Hardship.values)
def test_every_class_of_hardship_that_may_be_published_is_reached_by_an_answer(client: Client, hardship: str) -> None:
    publish(BasicPolicy, specials=[{"hardship": hardship, "rate": "0.50"}])
    assert "医保大约付 5,000元" in text(shown(client, {**KUNMING, "supported": "yes", "hardship": hardship}))


def test_rows_are_told_apart_by_nothing_that_nobody_is_asked() -> None:
    """Every closed set that a clerk chooses from is one of those above; a supplement's position is the clerk's to say."""
    asked = {field for field, _ in EVERY_VALUE} | {"category", "distance", "hardship"}
    told = {
        field.name: {value for value, _ in field.choices or ()}
        for kind in LAYERS
        for field in (kind._meta.get_field(name) for name in kind.slot_fields)
        if field.choices
    }
    assert set(told) - asked == {"position"}
    assert told["category"] == set(Category.values)
    assert told["distance"] == set(Distance.values)
    assert told["hardship"] == set(Hardship.values)


def test_care_without_rows_says_what_is_missing(client: Client) -> None:
    publish(BasicPolicy)
    said = text(shown(client, {**KUNMING, "care_type": "chronic"}))
    assert "还算不出来，还差： 本地的起付线和比例（没有收到）" in said


def test_stay_is_numbered_only_where_there_is_one(client: Client) -> None:
    asks = {care: 'id="admission_number"' in shown(client, {**KUNMING, "care_type": care}) for care in CareType.values}
    assert asks == {"inpatient": True, "outpatient": False, "chronic": False, "maternity": False}


def test_tier_is_asked_where_rows_know_tiers_and_there_only(client: Client) -> None:
    assert "一档还是二档" not in shown(client, KUNMING)
    publish(BasicPolicy, scheme="employee_tier2")
    page = shown(client, KUNMING)
    assert "还算不出来，还差： 一档还是二档" in text(page)
    assert re.findall(r'name="tier" value="(\w*)"', page) == ["", "employee_tier1", "employee_tier2"]
    assert "医保大约付 8,000元" in text(shown(client, {**KUNMING, "tier": "employee_tier2"}))
    assert "还算不出来" in text(shown(client, {**KUNMING, "tier": "employee_tier1"}))


def test_both_tiers_are_counted_where_both_have_rows(client: Client) -> None:
    for tier, rate in (("employee_tier1", "0.80"), ("employee_tier2", "0.70")):
        publish(BasicPolicy, scheme=tier, key=tier.replace("_", "-"), bands=[(None, rate)])
    page = shown(client, KUNMING)
    assert "医保大约付 7,000元 到 8,000元" in text(page)
    assert "没选一档还是二档，两种都算了。" in page
    assert 'href="#tier"' in page
    assert "职工医保二档、三级医院、在职" in page


def test_same_sum_is_said_alike_wherever_it_stands(client: Client) -> None:
    """8,041 as the end of a range is 8,100 in the headline and beside the bar alike, and what is left to the person too."""
    for tier, rate in (("employee_tier1", "0.8041"), ("employee_tier2", "0.7041")):
        publish(BasicPolicy, scheme=tier, key=tier.replace("_", "-"), bands=[(None, rate)])
    page = text(shown(client, KUNMING))
    assert "医保大约付 7,000元 到 8,100元" in page
    assert "8,000元" not in page
    assert "2,900元 到 4,000元" in page
    assert "3,000元" not in page


def test_tier_says_nothing_about_residents(client: Client) -> None:
    publish(BasicPolicy, scheme="employee_tier2")
    publish(BasicPolicy, scheme="resident", key="resident", bands=[(None, "0.50")])
    assert "医保大约付 5,000元" in text(shown(client, {**KUNMING, "scheme": "resident", "tier": "employee_tier2"}))


def test_ten_estimates_leave_no_amount_anywhere(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        for cents in range(10):
            page = shown(client, {**KNOWN, "total": f"76543.2{cents}"})
            assert not [link for link in re.findall(r'(?:href|action|src)="([^"]*)"', page) if "76543" in link]
    assert "76543" not in caplog.text
    assert not [query for query in queries if "76543" in query["sql"]]


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/estimate/").status_code == 405


TYPED = [
    "city",
    "total",
    "total_high",
    "non_covered",
    "upfront_self_pay",
    "burden_before",
    "own_deductible",
    "own_rate",
]
TYPED += ["admission_number", "age", "year", "month", "day"]


@pytest.mark.parametrize("name", TYPED)
def test_what_is_too_long_to_be_meant_is_told_so(client: Client, name: str) -> None:
    sentence = "请写短一些，最多 40 个字。"
    assert sentence in shown(client, {**BEIJING, name: "1" * 41})
    assert sentence not in shown(client, {**BEIJING, name: "1" * 40})
    plain = {"city", "own_rate", "admission_number", "age", "year", "month", "day"}
    unseen = "请删掉看不见的字符，再写一次。" if name in plain else "请只用数字写金额"
    assert unseen in shown(client, {**BEIJING, name: "1\0"})


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u200d"])
def test_signs_that_nobody_can_see_are_no_part_of_a_figure(client: Client, sign: str) -> None:
    known = {**KNOWN, "total": f"{sign}6{sign}万", "age": f"{sign}45", "admission_number": f"1{sign}"}
    dated = {"year": f"{sign}2026", "month": f"10{sign}", "day": "3"}
    assert "医保大约付 5.23万元" in text(shown(client, {**known, **dated}))


@pytest.mark.parametrize(
    "more",
    [
        {"age": "45岁"},
        {"age": "45 周岁"},
        {"admission_number": "第1次"},
        {"admission_number": "1次"},
        {"total": "60000块钱"},
        {"total": "6w"},
        {"year": "2026年", "month": "10月", "day": "3日"},
    ],
)
def test_words_around_a_figure_that_go_without_saying_are_read(client: Client, more: dict) -> None:
    assert "医保大约付 5.23万元" in text(shown(client, {**KNOWN, **more}))


@pytest.mark.parametrize(
    ("typed", "paid"), [("75", "8,200元"), ("75%", "8,200元"), ("7.5%", "820元"), ("10", "1,100元")]
)
def test_rate_of_ones_own_is_a_percentage(client: Client, typed: str, paid: str) -> None:
    own = {"own_deductible": "1000", "own_rate": typed}
    assert f"医保大约付 {paid}" in text(shown(client, {**BEIJING, "total": "12000", **own}))


@pytest.mark.parametrize("name", ["burden_before", "total", "own_threshold"])
def test_burden_that_is_too_long_to_be_meant_is_told_so(client: Client, name: str) -> None:
    assert "请写短一些，最多 40 个字。" in shown(client, {"burden_before": "1", name: "1" * 41}, SECOND)


# What is asked only where a rule hangs on it


def test_simple_place_is_asked_nothing_more(client: Client) -> None:
    publish(BasicPolicy)
    page = shown(client, KUNMING)
    finer = ("hospital_class", "person_class", "item", "hardship", "distance", "at_home", "insured_months", "days")
    assert [name for name in finer if f'name="{name}"' in page] == []


def test_own_words_of_a_place_are_offered_and_answered(client: Client) -> None:
    specials = [
        {"hospital_class": "中医医院", "deductible": "500"},
        {"item": "自然分娩", "fixed_payment": "1100"},
        {"hardship": "low_income", "rate_add": "0.05"},
    ]
    publish(BasicPolicy, specials=specials)
    page = shown(client, KUNMING)
    assert re.findall(r'name="hospital_class" value="(.*?)"', page) == ["", "none", "中医医院"]
    assert re.findall(r'name="item" value="(.*?)"', page) == ["", "自然分娩"]
    assert 'name="hardship"' not in page
    assert "医保大约付 8,400元" in text(shown(client, {**KUNMING, "hospital_class": "中医医院"}))
    assert "医保大约付 8,000元" in text(shown(client, {**KUNMING, "hospital_class": "none"}))
    birth = shown(client, {**KUNMING, "item": "自然分娩", "hospital_class": "none"})
    assert "医保大约付 1,100元" in text(birth)
    assert re.search(r'name="item" value="自然分娩" checked', birth)
    poor = shown(client, {**KUNMING, "supported": "yes", "hospital_class": "none"})
    assert re.findall(r'name="hardship" value="(.*?)"', poor) == ["", "any", "low_income"]


def test_what_was_left_out_stands_beside_the_number(client: Client) -> None:
    publish(BasicPolicy, left_out="签约家庭医生另加 5 个百分点", left_out_matters="some")
    said = text(shown(client, KUNMING))
    assert "医保大约付 8,000元" in said
    assert "下面这些规定没有算进去。碰上的，钱数会不一样，" in said
    assert "： 签约家庭医生另加 5 个百分点。" in said


def test_what_another_category_leaves_out_stands_beside_the_comparison(client: Client) -> None:
    publish(BasicPolicy, left_out="签约家庭医生另加 5 个百分点", left_out_matters="some")
    publish(RemoteRule, key="away", left_out="急诊抢救另有规定", left_out_matters="some")
    said = text(shown(client, KUNMING))
    beside = said[said.index("同一张账单，备案不同差多少") : said.index("没有算进去的")]
    assert "转诊备案 7,000元" in beside
    assert "： 急诊抢救另有规定。" in beside
    assert said.count("签约家庭医生另加 5 个百分点。") == 1


def test_hole_for_everybody_shows_no_number(client: Client) -> None:
    publish(BasicPolicy, left_out="分段按年累计", left_out_matters="all")
    said = text(shown(client, KUNMING))
    assert "医保大约付" not in said
    assert "还算不出来，还差： 还没录完的规定" in said


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("insured_months", "三年", "请写几个月，例如 36。"),
        ("days", "0", "请写多少天，例如 12。"),
        ("level_admission", "0", "请写第几次，例如 2。"),
        ("unclaimed_years", "-1", "请写几年，例如 2。"),
    ],
)
def test_count_that_cannot_be_read_says_what_to_write(client: Client, name: str, typed: str, sentence: str) -> None:
    publish(BasicPolicy)
    assert sentence in text(shown(client, {**KUNMING, name: typed}))


def test_estimate_gives_the_phone_of_the_place_that_was_written(client):
    """Whoever stands elsewhere reaches another city by the hotline alone."""
    page = shown(client, {"city": "黄石", "scheme": "employee", "care_type": "inpatient", "total": "6万"})
    assert "0714-12393" in page.partition("照着念")[0]
    assert "0714" not in shown(client, {"city": "", "scheme": "employee", "care_type": "inpatient", "total": "6万"})


@pytest.mark.parametrize(
    ("filled", "never"),
    [
        ({"admission_number": "1"}, "按今年第一次住院算"),
        ({"burden_before": "0"}, "没填今年累计"),
        ({"own_deductible": "1200", "own_rate": "80"}, "按今年第一次住院算"),
    ],
)
def test_what_was_filled_in_or_changes_nothing_is_not_missing(client, filled, never):
    publish(BasicPolicy)
    assert "按今年第一次住院算" in text(shown(client, KUNMING))
    assert "没填今年累计" in text(shown(client, KUNMING))
    assert never not in text(shown(client, {**KUNMING, **filled}))


BIJIE = {"city": "毕节", "scheme": "resident", "care_type": "inpatient", "total": "2万"}
ASSISTED = "医保和大病报完，可能还能再补一部分"


@pytest.mark.parametrize("own", [{}, {"own_deductible": "500", "own_rate": "75"}])
def test_supported_household_reads_of_assistance_beside_the_number(client: Client, own: dict) -> None:
    page = text(shown(client, {**BIJIE, **own, "supported": "yes"}))
    assert ("医保大约付" in page) == bool(own)
    assert page.count(ASSISTED) == 1
    assert "医疗救助怎么付，当地的没有查到" not in page
    assert ASSISTED not in text(shown(client, {**BIJIE, **own}))


def test_address_fills_in_who_is_insured_and_the_care_and_never_a_bill(client: Client) -> None:
    address = forms.address("211200", scheme="employee", tier="employee_tier2", care_type="inpatient", total="60000")
    assert address == "/estimate/?place=211200&scheme=employee&tier=employee_tier2&care_type=inpatient"
    asked = client.get(f"{address}&total=60000&own_rate=75&away=home")
    page = asked.content.decode()
    assert asked["X-Robots-Tag"] == "noindex"
    assert 'name="city" value="辽宁省铁岭市"' in page
    for name, value in (
        ("scheme", "employee"),
        ("tier", "employee_tier2"),
        ("care_type", "inpatient"),
        ("away", "home"),
    ):
        assert re.search(rf'name="{name}" value="{value}" checked', page), name
    assert "60000" not in page.partition("<main")[2].partition("</main>")[0]
    assert 'value="75"' not in page
    answered = client.post("/estimate/", {**KNOWN, "city": "辽宁省铁岭市"})
    assert "请写城市或区县名" not in answered.content.decode()


@pytest.mark.parametrize(
    "query", ["place=999999&scheme=none", "place=&scheme=%00", "place=210000&care_type=<b>", "x=1"]
)
def test_address_that_nobody_made_here_fills_in_nothing(client: Client, query: str) -> None:
    page = client.get(f"/estimate/?{query}")
    assert page.status_code == 200
    assert 'name="city" value=""' in page.content.decode()
    assert not re.search(r'name="(scheme|care_type)" value="[^"]+" checked', page.content.decode())


def test_page_of_a_place_leads_to_the_estimate_with_the_place(client: Client) -> None:
    assert 'href="/estimate/?place=211200"' in client.get("/places/211200/").content.decode()
    assert 'href="/estimate/"' in client.get("/places/210000/").content.decode()
