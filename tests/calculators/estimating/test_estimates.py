"""Ranges over what is not known, refusals, the year's ledger and the comparison of filing categories."""

import datetime as dt
from decimal import Decimal
from itertools import product
from unittest.mock import Mock

import pytest

from calculators.circumstances import Circumstances, OwnRule
from calculators.estimating.estimates import Case, Confidence, Estimate, compare, estimate
from calculators.estimating.ledger import ledger, threshold_gap
from calculators.estimating.year import Bill
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.pages.payout import Payout
from calculators.pages.privateform import PrivateForm
from registry import snapshot
from tests.calculators.policy_rows import CITY, publish, publish_line_of_liaoning

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 21)
BEIJING = Circumstances("110000", "employee", "inpatient", TODAY, hospital_level="tertiary", retired=False)
SIXTY_THOUSAND = [Bill(Decimal(60000))]


def known(**changes: object) -> Circumstances:
    return BEIJING._replace(**changes)


def of(circumstances: Circumstances, bills: list[Bill] | None = None):
    return estimate(snapshot.current(), circumstances, bills or SIXTY_THOUSAND)


def test_everything_known_gives_one_number() -> None:
    found = of(BEIJING)
    assert found.low is not None
    assert (found.low.paid, found.low.out_of_pocket, found.is_range) == (Decimal("52395"), Decimal("7605"), False)


def test_unknown_level_and_person_widen_to_the_worst_and_the_best() -> None:
    found = of(known(hospital_level=None, retired=None))
    assert found.low is not None
    assert found.high is not None
    assert (found.low.paid, found.low.words) == (Decimal("52395.00"), "三级医院、在职")
    assert (found.high.paid, found.high.words) == (
        Decimal("57509.00"),
        "一级医院、退休",
    )  # the supplement pays half of 2,382


@pytest.mark.parametrize(("retired", "missing"), [(None, ("在职还是退休",)), (True, ())])
def test_open_answer_gives_no_range_where_only_pensioners_have_a_rule(retired: bool | None, missing: tuple) -> None:
    BasicPolicy.objects.filter(region="330200", care_type="outpatient", person="active").delete()
    assert of(known(region="330200", care_type="outpatient", retired=retired)).missing == missing


@pytest.mark.parametrize(
    ("region", "care_type", "answers", "missing"),
    [
        # 西安 has rows for all levels, 宁波 for all who are insured.
        ("610100", "inpatient", {"hospital_level": None}, ()),
        ("330200", "outpatient", {"retired": None}, ()),
        # Nobody has a row for 社区 in 合肥, where it counts as 一级.
        ("340100", "inpatient", {"hospital_level": None}, ()),
    ],
)
def test_open_answer_gives_no_range_that_leaves_out_whoever_has_no_rule(
    region: str, care_type: str, answers: dict, missing: tuple[str, ...]
) -> None:
    found = of(known(region=region, care_type=care_type, **answers))
    assert found.missing == missing
    assert (found.low is None) == bool(missing)


def test_range_of_the_bill_widens_the_payment() -> None:
    found = of(BEIJING, [Bill(Decimal(30000), total_high=Decimal(60000))])
    assert found.low is not None
    assert found.high is not None
    assert (found.low.paid, found.high.paid) == (Decimal("24395.00"), Decimal("52395.00"))


@pytest.mark.parametrize(
    ("person", "own"),
    [
        ({"hospital_level": None, "retired": None}, ("1621", "4105")),
        ({"hospital_level": "tertiary", "retired": False}, ("2905", "4105")),
    ],
)
def test_own_share_is_the_least_and_the_most_of_all_cases(person: dict, own: tuple[str, str]) -> None:
    """The dearest bill pays most and leaves most: 12,000 to 20,000 yuan, worked out by hand corner by corner."""
    found = of(known(**person), [Bill(Decimal(12000), total_high=Decimal(20000))])
    assert found.own == tuple(map(Decimal, own))


def test_same_payment_out_of_unlike_bills_is_still_a_range() -> None:
    nothing_paid = known(own=OwnRule(Decimal(30000), Decimal("0.5")))
    found = of(nothing_paid, [Bill(Decimal(12000), total_high=Decimal(20000))])
    assert (found.low.paid, found.high.paid, found.is_range) == (Decimal(0), Decimal(0), True)
    assert found.own == (Decimal(12000), Decimal(20000))


@pytest.mark.parametrize(("high", "shown"), [("8200", True), ("8200.01", False)])
def test_number_is_withheld_when_the_ends_are_too_far_apart(high: str, shown: bool) -> None:
    own = known(own=OwnRule(Decimal(1000), Decimal("0.5")))  # 1,200 paid; three times that at 8,200
    found = of(own, [Bill(Decimal(3400), total_high=Decimal(high))])
    assert (found.low is not None) == shown
    assert found.missing == (() if shown else ("更准的总费用",))


def test_region_without_rules_gives_no_number_and_says_which() -> None:
    found = of(known(region="210300"))
    assert found.low is None
    assert found.missing == ("本地的起付线和比例（没有收到）",)


def test_incomplete_rule_gives_no_number_and_names_the_figure() -> None:
    found = of(known(region="370200", care_type="outpatient", hospital_level=None))
    assert (found.low, found.missing) == (None, ("起付线",))


def test_rule_past_its_freshness_gives_no_number() -> None:
    found = of(known(on=dt.date(2026, 11, 21) + dt.timedelta(days=2 * 365 + 1)))
    assert found.low is None
    assert "过" in found.missing[0]


def test_own_figures_make_every_city_computable() -> None:
    found = of(known(region="210300", own=OwnRule(Decimal(500), Decimal("0.8"))), [Bill(Decimal(20000))])
    assert found.low is not None
    assert found.low.paid == Decimal("15600.00")
    assert found.confidence is Confidence.INDICATION


def test_own_figures_join_the_regions_critical_illness_rule() -> None:
    publish_line_of_liaoning()
    own = known(region="210300", own=OwnRule(Decimal(0), Decimal(0)))
    found = of(own, [Bill(Decimal(150000))])
    assert found.low is not None
    assert found.low.paid == Decimal("99000.00")
    assert [row.region_id for row in found.rows] == ["210000"]


def test_unverified_rule_is_only_an_indication() -> None:
    assert of(BEIJING).confidence is Confidence.INDICATION


@pytest.mark.parametrize(
    ("parts", "confidence"),
    [({"non_covered": Decimal(0), "upfront_self_pay": Decimal(0)}, Confidence.CLOSE), ({}, Confidence.ROUGH)],
)
def test_verified_official_rule_is_close_when_the_parts_are_given(parts: dict, confidence: Confidence) -> None:
    for row in BasicPolicy.objects.filter(region_id="110000"):
        row.verified_on, row.verified_by, row.evidence = TODAY, "甲", "official"
        row.save()
    assert of(BEIJING, [Bill(Decimal(60000), **parts)]).confidence is confidence


def test_assumptions_name_the_field_that_would_replace_them() -> None:
    names = {name for name, _ in of(known(hospital_level=None, retired=None)).assumptions}
    assert {"hospital_level", "retired", "non_covered", "upfront_self_pay", "admission_number"} <= names
    told = of(
        known(burden_before=Decimal(1), supported=True, first_admission=2),
        [Bill(Decimal(60000), None, Decimal(0), Decimal(0))],
    )
    assert told.assumptions == (
        ("away", "按在参保地看的病算。"),  # what a form says of it
        ("", "医疗救助怎么付，当地的没有查到，没有算进去。"),
    )


def test_bills_of_one_year_use_the_next_deductible() -> None:
    found = of(BEIJING, [Bill(Decimal(10000)), Bill(Decimal(10000))])
    assert found.low is not None
    assert [s.deductible for s in found.low.settlements] == [Decimal(1300), Decimal(650)]


# Each bill by its own care and hospital


def at(**changes: object) -> Bill:
    return Bill(Decimal(11_000), at=known(region=CITY, **changes))


def paid(*bills: Bill, **changes: object) -> list[Decimal]:
    case = of(known(region=CITY, **changes), list(bills)).high
    assert case is not None
    return [settlement.paid for settlement in case.settlements]


def publish_care(care_type: str, **values: object) -> None:
    publish(BasicPolicy, key=care_type, care_type=care_type, **values)


OUTPATIENT = {"care_type": "outpatient"}


def test_each_kind_of_care_has_a_ceiling_and_a_deductible_of_its_own() -> None:
    publish_care("inpatient", annual_ceiling="9000", deductible="1000, 500")
    publish_care("outpatient", annual_ceiling="9000", deductible="1000", deductible_basis="per_year")
    visit, last = at(**OUTPATIENT), Bill(Decimal(11_000))
    assert paid(at(), visit, last) == [8000, 8000, 1000]
    assert paid(visit, visit, last) == [8000, 1000, 8000]
    # The visit between is no stay: the line of the second one is 500.
    assert paid(at(first_admission=1), visit, Bill(Decimal(1_500))) == [8000, 8000, 800]


def test_ceiling_that_kinds_share_is_used_up_together() -> None:
    for care_type in ("inpatient", "outpatient"):
        publish_care(care_type, annual_ceiling="9000", ceiling_shared=True)
    assert paid(at(), at(**OUTPATIENT), Bill(Decimal(11_000))) == [8000, 1000, 0]
    # What was paid before the first bill of a kind counts too.
    assert paid(at(), at(**OUTPATIENT, fund_before=Decimal(500))) == [8000, 500]


def test_limit_of_a_kind_is_that_of_the_kind_and_the_occasion() -> None:
    publish_care("inpatient")
    publish(BasicPolicy, key="hurt", item="意外伤害", kind_ceiling="9000")
    hurt = at(item="意外伤害")
    assert paid(hurt, Bill(Decimal(11_000)), item="") == [8000, 8000]
    assert paid(hurt, at(item=""), Bill(Decimal(11_000)), item="意外伤害") == [8000, 8000, 1000]


def test_second_stay_counts_at_whatever_level() -> None:
    for level, deductible in (("secondary", "500, 250"), ("tertiary", "1000, 500")):
        publish(BasicPolicy, key=level, hospital_level=level, deductible=deductible)
    assert paid(at(hospital_level="secondary"), Bill(Decimal(10_500))) == [8400, 8000]


def test_critical_illness_adds_up_the_burden_of_all_kinds() -> None:
    publish_care("inpatient")
    publish_care("outpatient")
    publish(CriticalIllnessPolicy, scheme="any", deductible="4000", bands=[(None, "0.50")])
    # 3,000 a bill: the second passes the line by 2,000.
    assert paid(at(**OUTPATIENT), Bill(Decimal(11_000))) == [8000, 9000]


def test_person_is_the_same_in_all_bills_while_open() -> None:
    for care_type, person, rate in product(("inpatient", "outpatient"), ("active", "retired"), ("0.80", "0.60")):
        if (person == "active") == (rate == "0.80"):
            publish(BasicPolicy, key=f"{care_type}-{person}", care_type=care_type, person=person, bands=[(None, rate)])
    found = of(known(region=CITY, retired=None), [at(**OUTPATIENT, retired=None), Bill(Decimal(11_000))])
    assert found.low is not None
    assert (found.low.paid, found.high.paid) == (12000, 16000)
    assert found.high.told == ("普通门诊、三级医院、在职", "住院、三级医院、在职")


def test_level_that_is_open_of_one_bill_widens_that_bill_alone() -> None:
    for level, rate in (("primary", "0.90"), ("secondary", "0.85"), ("tertiary", "0.80")):
        publish(BasicPolicy, key=level, hospital_level=level, bands=[(None, rate)])
    found = of(known(region=CITY), [at(hospital_level=None), Bill(Decimal(11_000))])
    assert found.low is not None
    assert (found.low.paid, found.high.paid) == (16000, 17000)
    assert ("", "前面的账单有没选医院级别的，各级都算了一遍。") in found.assumptions


@pytest.mark.parametrize(("kinds", "shown"), [(5, True), (6, False)])
def test_too_many_open_levels_give_no_number_and_say_what_to_tell(kinds: int, shown: bool) -> None:
    for level, word in product(("primary", "secondary", "tertiary"), range(6)):
        publish(BasicPolicy, key=f"{level}-{word}", hospital_level=level, hospital_class=f"第{word}类")
    bills = [at(hospital_level=None, hospital_class=f"第{word}类") for word in range(kinds)]
    found = of(known(region=CITY, hospital_class="第0类"), [*bills, Bill(Decimal(11_000))])
    assert (found.low is not None) is shown
    assert found.missing == (() if shown else ("前面账单的医院级别",))


# What the year holds


def test_ledger_adds_up_what_counts_toward_the_threshold() -> None:
    publish_line_of_liaoning()
    own = known(region="210300", own=OwnRule(Decimal(500), Decimal("0.8")), burden_before=Decimal(1000))
    found = of(own, [Bill(Decimal(10500)), Bill(Decimal(10500), None, Decimal(2000))])
    assert found.low is not None
    lines = ledger(found.low, own.burden_before)
    assert [(line.counted, line.so_far) for line in lines] == [
        (Decimal("2500.00"), Decimal("3500.00")),
        (Decimal("2100.00"), Decimal("5600.00")),
    ]
    assert threshold_gap(found.low, own) == Decimal("4400.00")


@pytest.mark.parametrize(("before", "gap"), [("9999.99", "0.01"), ("10000", "0"), ("10000.01", "0")])
def test_threshold_gap_on_both_sides(before: str, gap: str) -> None:
    publish_line_of_liaoning()
    own = known(region="210300", own=OwnRule(Decimal(0), Decimal(1)), burden_before=Decimal(before))
    found = of(own)
    assert found.low is not None
    assert threshold_gap(found.low, own) == Decimal(gap)


@pytest.mark.parametrize(
    ("scheme", "supported", "support", "is_unread"),
    [
        ("resident", True, {}, True),
        ("resident", False, {}, False),
        ("employee", True, {}, False),
        ("resident", True, {"has_support": True, "support_deductible_factor": "0.5"}, False),
        ("resident", True, {"hardship": "any"}, False),  # a row of their own
    ],
)
def test_rule_that_leaves_supported_residents_out_is_said_to(
    scheme: str, supported: bool, support: dict, is_unread: bool
) -> None:
    """Their line is lower by the nation's rule: what others have is reckoned with, and said to be that of others."""
    publish(CriticalIllnessPolicy, scheme=scheme, **support)
    hardship = "any" if supported else None
    someone = known(
        region=CITY, scheme=scheme, supported=supported, hardship=hardship, own=OwnRule(Decimal(0), Decimal("0.5"))
    )
    found = of(someone)
    assert found.low is not None
    assert any("按一般人的算" in words for _, words in found.assumptions) == is_unread
    assert (threshold_gap(found.low, someone) is None) == is_unread


@pytest.mark.parametrize(
    ("supported", "is_published", "is_said"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_assistance_that_was_not_read_is_said_to_be_left_out(
    supported: bool, is_published: bool, is_said: bool
) -> None:
    """Of who is supported alone: nobody else would have any."""
    publish(CriticalIllnessPolicy)
    if is_published:
        publish(AssistancePolicy)
    hardship = "any" if supported else None
    found = of(
        known(
            region=CITY,
            scheme="resident",
            supported=supported,
            hardship=hardship,
            own=OwnRule(Decimal(0), Decimal("0.5")),
        )
    )
    assert any("医疗救助怎么付" in words for _, words in found.assumptions) == is_said


def test_threshold_gap_without_a_rule_is_unknown() -> None:
    found = of(BEIJING)
    assert found.low is not None
    assert threshold_gap(found.low, BEIJING) is None


def test_comparison_uses_each_categorys_own_rule() -> None:
    for row in BasicPolicy.objects.filter(region_id="510100"):
        row.pk, row.region_id, row.key, row.pack_key = None, "320100", f"test-{row.key}", ""
        row.save()
        row.bands.create(up_to=None, rate=Decimal("0.85"))
    nanjing = known(region="320100")
    compared = {c.category: c for c in compare(snapshot.current(), nanjing, [Bill(Decimal(20000))], {})}
    paid = {key: c.estimate.low.paid for key, c in compared.items() if c.estimate and c.estimate.low}
    assert paid == {
        "long_term": Decimal("16320.00"),
        "referral": Decimal("15360.00"),
        "unfiled": Decimal("12480.00"),
    }


def test_comparison_leaves_closed_categories_out_with_the_reason() -> None:
    compared = compare(snapshot.current(), BEIJING, SIXTY_THOUSAND, {"long_term": "不住在那里"})
    assert [(c.reason, c.estimate) for c in compared if c.category == "long_term"] == [("不住在那里", None)]


def test_upfront_share_away_from_home_follows_its_own_arithmetic() -> None:
    source = BasicPolicy.objects.first().source
    RemoteRule.objects.create(
        key="test-remote", region_id="110000", category="referral", kind="upfront_share", value=Decimal("0.1"),
        source=source, status="published", collected_on=TODAY, scheme="any",
    )  # fmt: skip
    found = of(known(category="referral"), [Bill(Decimal(20000))])
    assert found.low is not None
    assert found.low.paid == Decimal("14195.00")  # (20,000 × 90% − 1,300) × 85%


def _case(paid: str, *, of: str) -> Case:
    settled = Mock(paid=Decimal(paid), out_of_pocket=Decimal(of) - Decimal(paid))
    return Case(("三级医院",), (settled,), ())


def test_end_of_a_range_is_rounded_as_in_the_headline_though_nothing_was_taken_for_granted():
    shown = Payout("number", Mock(spec=PrivateForm), estimate=Estimate())
    low, high = _case("46551.20", of="60000"), _case("47120", of="60000")
    assert (shown.said(low, high), shown.said(high, low)) == ("4.65万元", "4.72万元")
    assert shown.said(low, low) == "46,551.20元"
