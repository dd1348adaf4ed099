"""What is asked, and tried while it is open, only where a rule in force hangs on it."""

from decimal import Decimal

import pytest

from calculators.circumstances import ELSEWHERE, Circumstances
from calculators.core.settlement import settle
from calculators.core.terms import Claim
from calculators.estimating.deciders import deciders
from calculators.estimating.estimates import Confidence, estimate
from calculators.estimating.policies import find
from calculators.estimating.year import Bill
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule, SupplementPolicy
from registry import snapshot
from tests.calculators.policy_rows import CITY, DAY, publish, refused

pytestmark = pytest.mark.django_db

WORKER = Circumstances(CITY, "employee", "inpatient", DAY, "tertiary", False)
BILL = [Bill(Decimal(11_000))]


def estimated(bills=BILL, **changes):
    return estimate(snapshot.current(), WORKER._replace(**changes), bills)


def ends(found):
    return (found.low.paid, found.high.paid)


def test_a_simple_place_asks_nothing_more():
    publish(BasicPolicy)
    publish(CriticalIllnessPolicy, scheme="employee")
    publish(RemoteRule)
    found = estimated()
    assert (found.asks, found.choices, ends(found)) == ((), {}, (8000, 8000))


def test_class_of_hospital_is_asked_and_each_tried():
    publish(BasicPolicy, hospital_level="tertiary", hospital_class="三级甲等", bands=[(None, "0.65")])
    publish(BasicPolicy, hospital_level="tertiary", hospital_class="三级乙等", bands=[(None, "0.70")])
    found = estimated()
    assert found.choices == {"hospital_class": ("三级甲等", "三级乙等")}
    assert ends(found) == (6500, 7000)
    assert ends(estimated(hospital_class="三级乙等")) == (7000, 7000)


@pytest.fixture
def classes_at_the_top():
    """Second-level hospitals are one class, those of the third level two."""
    publish(BasicPolicy, hospital_level="primary", bands=[(None, "0.85")])
    publish(BasicPolicy, hospital_level="secondary", bands=[(None, "0.80")])
    publish(BasicPolicy, hospital_level="tertiary", hospital_class="三级甲等", bands=[(None, "0.65")])
    publish(BasicPolicy, hospital_level="tertiary", hospital_class="三级乙等", bands=[(None, "0.70")])


def test_classes_of_another_level_are_neither_offered_nor_tried(classes_at_the_top):
    found = estimated(hospital_level="secondary")
    assert (ends(found), found.choices) == ((8000, 8000), {})
    assert "hospital_class" not in dict(found.assumptions)
    assert ends(estimated(hospital_level="secondary", hospital_class="三级乙等")) == (8000, 8000)


def test_class_of_one_level_says_the_level(classes_at_the_top):
    found = estimated(hospital_level=None, hospital_class="三级乙等")
    assert ends(found) == (7000, 7000)
    assert "hospital_level" not in dict(found.assumptions)


def test_class_that_says_the_level_is_not_read_twice(classes_at_the_top):
    found = estimated(hospital_level=None)
    assert ends(found) == (6500, 8500)
    assert (found.low.told, found.high.told) == (("三级甲等医院、在职",), ("一级医院、在职",))


def test_word_that_the_place_does_not_have_counts_as_not_known():
    publish(BasicPolicy, specials=[{"hospital_class": "中医医院", "deductible": "500"}])
    assert ends(estimated(hospital_class="无此一类")) == (8000, 8400)
    assert ends(estimated(hospital_class="")) == (8000, 8000)


def test_occasion_is_asked_but_not_taken_for_granted():
    publish(BasicPolicy, specials=[{"item": "自然分娩", "fixed_payment": "1100"}])
    found = estimated()
    assert (ends(found), found.choices) == ((8000, 8000), {"item": ("自然分娩",)})
    assert ("item", "按不是自然分娩算。是的请选。") in found.assumptions
    assert ends(estimated(item="自然分娩")) == (1100, 1100)


def test_chronic_illnesses_with_rows_of_their_own_are_all_tried():
    for item, most in (("高血压", "300"), ("糖尿病", "480")):
        publish(BasicPolicy, care_type="chronic", item=item, deductible="0", kind_ceiling=most)
    found = estimated(care_type="chronic")
    assert (ends(found), found.choices) == ((300, 480), {"item": ("高血压", "糖尿病")})
    assert ends(estimated(care_type="chronic", item="糖尿病", fund_before=Decimal(100))) == (380, 380)


def test_age_months_and_class_of_hardship_widen_the_range_until_told():
    specials = [
        {"from_age": 70, "rate_add": "0.02"},
        {"from_months": 36, "rate_add": "0.03"},
        {"hardship": "low_income", "rate_add": "0.05"},
    ]
    publish(BasicPolicy, specials=specials)
    assert estimated().asks == ("hardship", "age", "insured_months")
    assert ends(estimated()) == (8000, 8500)
    assert ends(estimated(age=70, insured_months=35)) == (8200, 8200)
    assert ends(estimated(age=69, insured_months=36, supported=True)) == (8300, 8800)
    assert ends(estimated(age=69, insured_months=35, supported=True, hardship="low_income")) == (8500, 8500)


def test_distance_is_asked_where_rules_differ_by_it():
    publish(BasicPolicy)
    publish(RemoteRule, distance="same_province", kind="rate", value="0.60", deductible="1000")
    publish(RemoteRule, distance="other_province", kind="rate", value="0.50", deductible="1500")
    away = {"category": "referral", "bills": [Bill(Decimal(10_000))]}
    assert ends(estimated(**away)) == (4250, 5400)
    assert ends(estimated(**away, distance="same_province")) == (5400, 5400)
    assert ("distance", "没选省内还是跨省，都算了一遍。") in estimated(**away).assumptions


def test_another_province_may_be_a_near_one_where_the_place_names_some():
    publish(BasicPolicy)
    for distance, points in (("same_province", "0"), ("circle", "0.05"), ("other_province", "0.10")):
        publish(RemoteRule, key=distance.replace("_", "-"), distance=distance, value=points)
    away = estimated(category="referral", distance=ELSEWHERE)
    assert ends(away) == (7000, 7500)
    assert "distance" in away.asks
    assert ends(estimated(category="referral", distance="circle")) == (7500, 7500)


def test_another_province_is_that_where_the_place_names_none():
    publish(BasicPolicy)
    for distance, points in (("same_province", "0"), ("other_province", "0.10")):
        publish(RemoteRule, key=distance.replace("_", "-"), distance=distance, value=points)
    away = estimated(category="referral", distance=ELSEWHERE)
    assert (ends(away), away.high.words) == ((7000, 7000), "三级医院、在职")
    assert "distance" not in away.asks


def test_distance_without_a_rule_gives_no_number_while_it_is_open():
    publish(BasicPolicy)
    publish(RemoteRule, distance="same_province", kind="none", value=None)
    assert estimated(category="referral").low is None
    assert ends(estimated(category="referral", distance="same_province")) == (8000, 8000)


def test_back_home_with_a_filing_elsewhere():
    publish(BasicPolicy)
    publish(RemoteRule, category="back_home", kind="upfront_share", value="0.10")
    found = estimated()
    assert (found.choices, ends(found)) == ({"at_home": ("back_home",)}, (8000, 8000))
    assert ends(estimated(category="back_home")) == (7120, 7120)


def test_order_at_the_same_level_is_asked_and_both_are_tried():
    publish(BasicPolicy, deductible="1000, 500", order_basis="same_level")
    assert ends(estimated()) == (8000, 8000)
    assert ends(estimated(first_admission=2)) == (8000, 8400)
    assert ends(estimated(first_admission=2, level_admission=2)) == (8400, 8400)


def test_bands_of_the_year_over_several_bills_pay_what_one_bill_pays():
    bands = [("20000", "0.70"), (None, "0.60")]
    year = {"deductible": "1800", "deductible_basis": "per_year", "band_scope": "year"}
    publish(BasicPolicy, care_type="outpatient", bands=bands, **year)
    asked = {"care_type": "outpatient"}
    assert estimated([Bill(Decimal(30_000))], **asked).high.paid == 18920
    assert estimated([Bill(Decimal(10_000))] * 3, **asked).high.paid == 18920
    last = estimated([Bill(Decimal(10_000))], **asked, expenses_before=Decimal(20_000))
    assert last.high.paid == 18920 - 12740  # (20,000 − 1,800) × 70%


def test_rows_of_a_class_of_hardship():
    publish(BasicPolicy, bands=[(None, "0.5")], deductible="0")
    publish(AssistancePolicy, rate="0.50")
    publish(AssistancePolicy, hardship="extreme_poverty", rate="1")
    publish(CriticalIllnessPolicy, scheme="employee", deductible="2500")
    publish(CriticalIllnessPolicy, scheme="employee", hardship="extreme_poverty", deductible="0")
    poor = {"supported": True, "bills": [Bill(Decimal(10_000))]}
    # 5,000 left: (5,000 − 2,500) × 60% and half of the rest; or 60% and all of it
    assert ends(estimated(**poor, hardship="low_income")) == (8250, 8250)
    assert estimated(**poor, hardship="extreme_poverty").high.paid == 10_000
    assert ends(estimated(**poor)) == (8250, 10_000)
    assert estimated(bills=poor["bills"]).high.paid == 6500


def test_supplements_pay_behind_their_layers():
    publish(BasicPolicy, bands=[(None, "0.5")], deductible="1000")
    publish(SupplementPolicy)
    publish(SupplementPolicy, position="further", name="二次补偿", deductible="1000", bands=[(None, "0.5")])
    policy = find(snapshot.current(), WORKER).policy
    result = settle(policy, Claim(Decimal(11_000)))
    # 5,000 of 6,000 are above the deductible; 3,500 are left, of which 2,500 lie above 1,000
    assert (result.supplement_payment, result.further_payment, result.out_of_pocket) == (2500, 1250, 2250)


# What was left out


def test_number_over_a_hole_for_some_carries_the_sentence():
    publish(BasicPolicy, left_out="签约家庭医生另加 5 个百分点。\n精神病不设起付线", left_out_matters="some")
    found = estimated()
    assert found.left_out == ("签约家庭医生另加 5 个百分点", "精神病不设起付线")
    assert (ends(found), found.confidence) == ((8000, 8000), Confidence.INDICATION)


def test_hole_for_everybody_gives_no_number():
    row = publish(BasicPolicy, left_out="分段按年累计", left_out_matters="all")
    assert row.missing == ("还没录完的规定",)
    assert BasicPolicy.objects.filter(BasicPolicy.INCOMPLETE, pk=row.pk).exists()
    found = estimated()
    assert (found.low, found.missing) == (None, ("还没录完的规定",))


@pytest.mark.parametrize(
    ("values", "field"),
    [({"left_out": "一句"}, "left_out_matters"), ({"left_out_matters": "some"}, "left_out")],
)
def test_what_is_left_out_and_whom_it_concerns_go_together(values, field):
    assert refused(BasicPolicy, **values) == {field: ["没录进来的规定，和它关系到谁，要一起写，或者一起空着。"]}


def test_special_without_a_condition_or_a_change_is_refused():
    assert refused(BasicPolicy, specials=[{"rate_add": "0.05"}]) == {
        "__all__": ["没有写对谁、在哪里、看什么，请至少写一个条件。"]
    }
    assert refused(BasicPolicy, specials=[{"from_age": 70}]) == {"__all__": ["没有写改成什么，请至少写一个数。"]}
    assert set(refused(BasicPolicy, specials=[{"from_age": 70, "below_age": 70, "rate": "0.5"}])) == {"below_age"}


def test_fixed_payment_needs_neither_deductible_nor_bands():
    row = publish(BasicPolicy, care_type="maternity", deductible="", bands=[], fixed_payment="1500")
    assert row.missing == ()
    assert ends(estimated(care_type="maternity")) == (1500, 1500)
    assert not BasicPolicy.objects.filter(BasicPolicy.INCOMPLETE, pk=row.pk).exists()


def test_what_decides_is_that_of_the_scheme_and_care_alone():
    publish(BasicPolicy, scheme="resident", specials=[{"from_age": 60, "rate_add": "0.05"}])
    assert deciders(snapshot.current(), WORKER).asks == ()
