import datetime as dt
from decimal import Decimal

import pytest

from calculators.circumstances import Circumstances, OwnRule
from calculators.core.choices import RemoteKind
from calculators.core.settlement import settle
from calculators.core.terms import AwayRule, Claim
from calculators.estimating import policies
from calculators.estimating.candidates import Reason
from calculators.estimating.deciders import deciders
from calculators.estimating.policies import Cell, NoPolicyError, State
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from registry import snapshot
from tests.calculators.policy_rows import CITY, DAY, NATION, OTHER_CITY, PROVINCE, publish, publish_line_of_liaoning

pytestmark = pytest.mark.django_db

WORKER = Circumstances(CITY, "employee", "inpatient", DAY, "tertiary", retired=False)
PENSIONER, RESIDENT = WORKER._replace(retired=True), WORKER._replace(scheme="resident")
NEW_YEAR = dt.date(2026, 1, 1)


def find(person=WORKER, **changes):
    return policies.find(snapshot.current(), person._replace(**changes))


def refusals(person=WORKER, **changes):
    with pytest.raises(NoPolicyError) as refusal:
        find(person, **changes)
    return [(missing.kind, missing.reason, missing.parameter) for missing in refusal.value.missing]


def rows(found):
    return list(found.rows)


def rate(found):
    return found.policy.basic.bands[0].rate


def with_rate(rate, **values):
    return publish(BasicPolicy, bands=[(None, rate)], **values)


# Which row


def test_nothing_published():
    assert refusals() == [(BasicPolicy, Reason.ABSENT, "")]


def test_whoever_was_asked_about_before_changes_nothing():
    publish(BasicPolicy)
    assistance = publish(AssistancePolicy, hardship="any")
    content = snapshot.current()
    plain, supported = WORKER, WORKER._replace(supported=True)
    assert assistance not in policies.find(content, plain).rows
    assert assistance in policies.find(content, supported).rows
    assert assistance not in policies.find(content, plain).rows


def test_row_of_the_region():
    row = publish(BasicPolicy)
    found = find()
    assert found.policy.basic == row.rule()
    assert (rows(found), found.unknown_layers) == ([row], ())
    assert (found.policy.critical_illness, found.policy.medical_assistance) == (None, None)


@pytest.mark.parametrize("level", [CITY, PROVINCE, NATION])
def test_row_is_inherited_and_says_from_where(level):
    publish(BasicPolicy, region_id=level)
    (row,) = find().rows
    assert row.region_id == level


def test_row_of_another_city_is_not_used():
    publish(BasicPolicy, region_id=OTHER_CITY)
    assert refusals() == [(BasicPolicy, Reason.ABSENT, "")]


def test_unknown_region_has_no_policy():
    publish(BasicPolicy)
    assert refusals(region="999999") == [(BasicPolicy, Reason.ABSENT, "")]


def test_nearest_region_wins():
    for region, value in ((NATION, "0.6"), (PROVINCE, "0.7"), (CITY, "0.8")):
        with_rate(value, region_id=region)
    assert rate(find()) == Decimal("0.8")
    assert rate(find(region=OTHER_CITY)) == Decimal("0.7")
    assert rate(find(region="330100")) == Decimal("0.6")


def test_nearest_region_wins_over_a_more_specific_row_above():
    with_rate("0.6", region_id=PROVINCE, scheme="employee", person="active", hospital_level="tertiary")
    with_rate("0.8", scheme="any")
    assert rate(find()) == Decimal("0.8")


@pytest.mark.parametrize(
    ("exact", "general"),
    [
        ({"scheme": "employee"}, {"scheme": "any"}),
        ({"person": "active"}, {"person": "any"}),
        ({"hospital_level": "tertiary"}, {"hospital_level": "any"}),
        ({"scheme": "employee"}, {"scheme": "any", "person": "active", "hospital_level": "tertiary"}),
        ({"person": "active"}, {"hospital_level": "tertiary"}),
    ],
)
def test_most_specific_row_wins(exact, general):
    with_rate("0.8", **{"scheme": "employee", **exact})
    with_rate("0.6", **general)
    assert rate(find()) == Decimal("0.8")


def test_rows_for_others_are_not_used():
    publish(BasicPolicy, scheme="resident")
    publish(BasicPolicy, person="retired")
    publish(BasicPolicy, hospital_level="primary")
    publish(BasicPolicy, care_type="outpatient")
    assert refusals() == [(BasicPolicy, Reason.ABSENT, "")]


def test_pensioner_and_worker():
    with_rate("0.8", person="active")
    with_rate("0.9", person="retired")
    assert (rate(find()), rate(find(PENSIONER))) == (Decimal("0.8"), Decimal("0.9"))


def test_draft_is_not_used():
    publish(BasicPolicy, status="draft")
    assert refusals() == [(BasicPolicy, Reason.ABSENT, "")]


def test_waived_row_removes_what_is_inherited():
    publish(BasicPolicy, region_id=PROVINCE)
    publish(BasicPolicy, waived=True, deductible="", bands=[])
    assert refusals() == [(BasicPolicy, Reason.ABSENT, "")]
    assert find(region=OTHER_CITY)


# When


@pytest.mark.parametrize(
    ("on", "expected"),
    [(dt.date(2025, 12, 31), "0.7"), (NEW_YEAR, "0.8"), (dt.date(2026, 12, 31), "0.8")],
)
def test_day_before_and_day_of_a_change(on, expected):
    with_rate("0.7", effective_from=dt.date(2025, 1, 1), effective_to=dt.date(2025, 12, 31))
    with_rate("0.8", effective_from=NEW_YEAR, effective_to=dt.date(2026, 12, 31))
    assert rate(find(on=on)) == Decimal(expected)


@pytest.mark.parametrize("on", [dt.date(2025, 12, 31), dt.date(2027, 1, 1)])
def test_outside_every_period_nothing_is_in_force(on):
    publish(BasicPolicy, effective_from=NEW_YEAR, effective_to=dt.date(2026, 12, 31))
    assert refusals(on=on) == [(BasicPolicy, Reason.NOT_IN_FORCE, "")]


def test_lapsed_row_of_the_city_gives_way_to_the_province():
    with_rate("0.7", region_id=PROVINCE)
    with_rate("0.8", effective_to=dt.date(2025, 12, 31))
    assert rate(find()) == Decimal("0.7")


def test_row_is_refused_after_twice_its_interval():
    publish(BasicPolicy, collected_on=NEW_YEAR, review_every=100)
    assert find(on=NEW_YEAR + dt.timedelta(days=200))
    assert refusals(on=NEW_YEAR + dt.timedelta(days=201)) == [(BasicPolicy, Reason.EXPIRED, "")]


def test_expired_row_is_not_passed_over_for_one_above():
    publish(BasicPolicy, region_id=PROVINCE)
    row = publish(BasicPolicy, collected_on=NEW_YEAR, review_every=10)
    with pytest.raises(NoPolicyError) as refusal:
        find()
    (missing,) = refusal.value.missing
    assert (missing.row, str(missing)) == (row, "本地的起付线和比例（规定已过核对期限）")


# Incomplete


def test_incomplete_row_is_refused_by_the_name_of_what_it_lacks():
    row = publish(BasicPolicy, deductible="", bands=[])
    assert refusals() == [(BasicPolicy, Reason.INCOMPLETE, "起付线"), (BasicPolicy, Reason.INCOMPLETE, "报销比例")]
    with pytest.raises(NoPolicyError, match=r"^起付线、报销比例$") as refusal:
        find()
    assert [(missing.row, missing.why) for missing in refusal.value.missing] == [(row, "缺起付线"), (row, "缺报销比例")]


def test_what_rules_in_own_words_lack_is_said_where_none_gives_a_number():
    publish(BasicPolicy, care_type="chronic", item="高血压", deductible="")
    assert refusals(care_type="chronic") == [(BasicPolicy, Reason.INCOMPLETE, "起付线")]
    assert refusals(care_type="outpatient") == [(BasicPolicy, Reason.ABSENT, "")]
    publish(BasicPolicy, care_type="chronic", item="糖尿病")
    assert refusals(care_type="chronic") == [(BasicPolicy, Reason.ABSENT, "")]  # which illness it is, is asked


def test_incomplete_row_is_not_passed_over_for_one_above():
    publish(BasicPolicy, region_id=PROVINCE)
    publish(BasicPolicy, deductible="")
    assert refusals() == [(BasicPolicy, Reason.INCOMPLETE, "起付线")]


def test_everything_missing_is_said_at_once():
    publish(BasicPolicy, deductible="")
    assert refusals(category="unfiled") == [
        (BasicPolicy, Reason.INCOMPLETE, "起付线"),
        (RemoteRule, Reason.ABSENT, ""),
    ]


# Tiers


TIER_ONE, TIER_TWO = WORKER._replace(scheme="employee_tier1"), WORKER._replace(scheme="employee_tier2")


def test_tier_uses_the_rows_of_all_employees_where_no_row_knows_tiers():
    row = publish(BasicPolicy)
    assert rows(find(TIER_ONE)) == rows(find(TIER_TWO)) == [row]


def test_tier_row_wins_over_the_rows_of_all_employees():
    publish(BasicPolicy)
    row = publish(BasicPolicy, scheme="employee_tier2")
    assert rows(find(TIER_TWO)) == [row]


@pytest.mark.parametrize("region", [CITY, PROVINCE])
def test_where_a_row_knows_tiers_a_tier_without_one_has_no_policy(region):
    publish(BasicPolicy)
    publish(BasicPolicy, scheme="employee_tier2", region_id=region, hospital_level="community")
    assert refusals(person=TIER_ONE) == [(BasicPolicy, Reason.ABSENT, "")]
    assert refusals(person=TIER_TWO) == [(BasicPolicy, Reason.ABSENT, "")]
    assert find(WORKER)


def test_tiers_of_another_care_type_do_not_count():
    row = publish(BasicPolicy)
    publish(BasicPolicy, scheme="employee_tier2", care_type="outpatient")
    assert rows(find(TIER_TWO)) == [row]


def test_tier_also_has_what_holds_for_every_scheme():
    row = publish(BasicPolicy, scheme="any")
    publish(BasicPolicy, scheme="employee_tier2", hospital_level="community")
    assert rows(find(TIER_TWO)) == [row]


# Age


@pytest.mark.parametrize(("age", "add"), [(59, "0.03"), (60, "0.05"), (69, "0.05"), (70, "0.07"), (100, "0.07")])
def test_age_adds_the_points_of_the_highest_age_reached(age, add):
    publish(
        BasicPolicy,
        rate_add="0.03",
        specials=[{"from_age": 60, "rate_add": "0.02"}, {"from_age": 70, "rate_add": "0.04"}],
    )
    rule = find(PENSIONER, age=age).policy.basic
    assert rule.for_claim(Claim(Decimal(1), age=age)).rate_add == Decimal(add)


def test_without_an_age_nothing_is_added_and_it_is_asked_for():
    publish(BasicPolicy, rate_add="0.03", specials=[{"from_age": 60, "rate_add": "0.02"}])
    assert find(PENSIONER).policy.basic.for_claim(Claim(Decimal(1))).rate_add == Decimal("0.03")
    assert deciders(snapshot.current(), PENSIONER).asks == ("age",)


def test_age_does_not_matter_without_specials():
    publish(BasicPolicy)
    assert deciders(snapshot.current(), PENSIONER).asks == ()


def test_added_points_stay_within_one():
    publish(BasicPolicy, rate_add="0.9", specials=[{"from_age": 60, "rate_add": "0.5"}])
    assert find(PENSIONER, age=60).policy.basic.for_claim(Claim(Decimal(1), age=60)).rate_add == 1


# Away from home


def test_at_home_there_is_no_remote_rule():
    publish(BasicPolicy)
    publish(RemoteRule)
    found = find()
    assert (found.policy.remote, found.row(RemoteRule)) == (AwayRule(), None)


def test_remote_rule_of_the_category():
    publish(BasicPolicy)
    publish(RemoteRule, category="other_temporary", value="0.20")
    row = publish(RemoteRule)
    found = find(category="referral")
    assert found.policy.remote == AwayRule(RemoteKind.RATE_POINTS, Decimal("0.10"))
    assert rows(found) == [found.row(BasicPolicy), row]


def test_long_term_residents_have_a_rule_of_the_whole_country():
    publish(BasicPolicy)
    found = find(category="long_term")
    assert found.policy.remote == AwayRule()
    assert [row.region_id for row in found.rows] == [CITY, NATION]


@pytest.mark.parametrize("category", ["referral", "emergency", "other_temporary", "unfiled"])
def test_category_without_a_rule_is_refused(category):
    publish(BasicPolicy)
    assert refusals(category=category) == [(RemoteRule, Reason.ABSENT, "")]


def test_waived_remote_rule_is_refused():
    publish(BasicPolicy)
    publish(RemoteRule, category="long_term", kind="none", value=None, waived=True)
    assert refusals(category="long_term") == [(RemoteRule, Reason.ABSENT, "")]


def test_incomplete_and_expired_remote_rules_are_refused():
    publish(BasicPolicy)
    publish(RemoteRule, value=None)
    publish(RemoteRule, category="emergency", collected_on=NEW_YEAR, review_every=10)
    assert refusals(category="referral") == [(RemoteRule, Reason.INCOMPLETE, "异地规则的数值")]
    assert refusals(category="emergency") == [(RemoteRule, Reason.EXPIRED, "")]


def test_remote_rule_of_the_scheme_wins():
    publish(BasicPolicy)
    publish(RemoteRule, value="0.10")
    publish(RemoteRule, value="0.05", scheme="employee")
    assert find(category="referral").policy.remote.value == Decimal("0.05")


# Further layers


def test_layers_above_basic_insurance():
    basic = publish(BasicPolicy, scheme="resident")
    critical = publish(CriticalIllnessPolicy, region_id=PROVINCE)
    assistance = publish(AssistancePolicy)
    found = find(RESIDENT)
    assert found.policy.critical_illness == critical.rule()
    assert found.policy.medical_assistance == assistance.rule()
    assert rows(found) == [basic, critical, assistance]
    assert [row.region_id for row in found.rows] == [CITY, PROVINCE, CITY]


def test_critical_illness_of_another_scheme_is_not_used():
    publish(BasicPolicy)
    publish(CriticalIllnessPolicy)
    found = find()
    assert (found.policy.critical_illness, found.unknown_layers) == (None, ())


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"deductible": None}, Reason.INCOMPLETE),
        ({"collected_on": NEW_YEAR, "review_every": 10}, Reason.EXPIRED),
        ({"effective_to": dt.date(2025, 12, 31)}, Reason.NOT_IN_FORCE),
    ],
)
def test_layer_that_cannot_be_computed_is_left_out_and_named(values, reason):
    basic = publish(BasicPolicy, scheme="resident")
    publish(CriticalIllnessPolicy, **values)
    found = find(RESIDENT)
    assert found.policy.critical_illness is None
    assert rows(found) == [basic]
    assert found.unknown_layers == ("大病保险（大额补助）",)
    assert [missing.reason for missing in found.unknown] == [reason]


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (RESIDENT, True),
        (RESIDENT._replace(own=OwnRule(Decimal(2000), Decimal("0.6"))), True),
        (WORKER._replace(own=OwnRule(Decimal(2000), Decimal("0.6"))), True),  # the place's other rows are not used then
        (WORKER, False),
    ],
)
def test_layer_that_everybody_has_is_named_where_no_rule_is_held(wanted, named):
    publish(BasicPolicy)
    publish(BasicPolicy, key="resident", scheme="resident")
    assert find(wanted).unknown_layers == (("大病保险（大额补助）",) if named else ())


def test_care_that_does_not_count_toward_critical_illness_misses_no_rule_of_it():
    publish(BasicPolicy, scheme="resident", feeds_critical_illness=False)
    assert find(RESIDENT).unknown_layers == ()


def test_waived_layer_is_absent_not_unknown():
    publish(BasicPolicy, scheme="resident")
    publish(CriticalIllnessPolicy, region_id=PROVINCE)
    publish(CriticalIllnessPolicy, waived=True, deductible=None, bands=[])
    found = find(RESIDENT)
    assert (found.policy.critical_illness, found.unknown_layers) == (None, ())


def test_found_policy_can_be_settled():
    publish(BasicPolicy)
    assert settle(find().policy, Claim(Decimal(11000))).fund_payment == 8000


# Options, schemes, coverage


def options():
    return policies.options(snapshot.current(), Circumstances(CITY, "employee", "inpatient", DAY))


def test_options_where_nothing_is_published():
    assert options() == policies.Options(levels=(), retired=(), everybody=True, usable=frozenset())


def test_options_where_everything_is_the_same():
    publish(BasicPolicy)
    assert options() == policies.Options(
        levels=("any",), retired=(False,), everybody=True, usable=frozenset({("any", False, "", "", "")})
    )


def test_options_are_the_usable_rows_in_order():
    publish(BasicPolicy, hospital_level="tertiary", person="active")
    publish(
        BasicPolicy,
        hospital_level="community",
        person="active",
        specials=[{"from_age": 70, "rate_add": "0.02"}, {"from_age": 60, "rate_add": "0.01"}],
    )
    publish(BasicPolicy, hospital_level="primary", person="active", deductible="")
    assert options() == policies.Options(
        levels=("community", "tertiary"),
        retired=(False,),
        everybody=False,
        usable=frozenset({(level, False, "", "", "") for level in ("community", "tertiary")}),
    )
    assert deciders(snapshot.current(), WORKER._replace(hospital_level=None)).ages == (60, 70)
    assert deciders(snapshot.current(), WORKER).ages == ()


def test_options_with_one_row_for_the_other_levels():
    publish(BasicPolicy, hospital_level="tertiary", person="retired")
    publish(BasicPolicy)
    assert options().levels == ("community", "primary", "secondary", "tertiary")
    assert options().retired == (False, True)


def test_every_option_is_found():
    publish(BasicPolicy, hospital_level="tertiary", person="active")
    publish(BasicPolicy, hospital_level="any", person="retired")
    found = options()
    assert found.levels == ("community", "primary", "secondary", "tertiary")
    assert all(find(PENSIONER, hospital_level=level) for level in found.levels)


def tiers(**changes):
    return policies.tiers(snapshot.current(), WORKER._replace(**changes))


def test_tiers_are_asked_of_employees_where_rows_know_them_and_nothing_holds_for_all():
    assert tiers(care_type="outpatient") == ()
    publish(BasicPolicy, scheme="employee_tier2", care_type="outpatient")
    assert tiers(care_type="outpatient") == ("employee_tier1", "employee_tier2")
    assert (
        tiers()
        == tiers(care_type="outpatient", scheme="resident")
        == tiers(care_type="outpatient", region="330100")
        == ()
    )
    publish(BasicPolicy, care_type="outpatient")
    assert tiers(care_type="outpatient") == ()


def test_open_answer_is_met_only_by_a_row_that_holds_for_all():
    publish(BasicPolicy, hospital_level="tertiary", person="active")
    assert refusals(hospital_level=None) == refusals(retired=None) == [(BasicPolicy, Reason.ABSENT, "")]
    row = publish(BasicPolicy)
    assert rows(find(hospital_level=None)) == rows(find(retired=None)) == [row]


def test_coverage_counts_every_pooling_area_once():
    content = snapshot.current()
    counts = policies.coverage(content, DAY)
    pools = len(content.places.pools)
    for care_type in ("inpatient", "outpatient", "chronic"):
        for scheme in ("employee", "resident"):
            assert sum(counts[Cell(scheme, care_type, state)] for state in State) == pools


def test_coverage_follows_the_rows():
    def states(**values):
        counts = policies.coverage(snapshot.current(), DAY)
        return [counts[Cell("resident", "inpatient", state)] for state in (State.USABLE, State.INCOMPLETE)]

    usable, incomplete = states()
    publish(BasicPolicy, scheme="resident", region_id=CITY)
    publish(BasicPolicy, scheme="resident", region_id=OTHER_CITY, deductible="")
    assert states() == [usable + 1, incomplete + 1]


# The published content


def published(region, person, **changes):
    return policies.find(snapshot.current(), person._replace(region=region, **changes))


def test_beijing_pensioner_in_a_tertiary_hospital():
    found = published("110000", PENSIONER, category="long_term")
    basic = found.policy.basic
    assert (basic.deductible, basic.self_pay_factor) == ((1300, 650), Decimal("0.6"))
    assert [band.rate for band in basic.bands] == [Decimal("0.85"), Decimal("0.90"), Decimal("0.95")]
    assert found.policy.critical_illness is None


def test_chengdu_deductible_of_the_eighth_admission():
    assert published("510100", WORKER).policy.basic.deductible_for(8) == 160


def test_critical_illness_of_a_province_reaches_a_city_that_has_basic_rows():
    publish(BasicPolicy, region_id="210300", scheme="resident")
    publish_line_of_liaoning()
    found = published("210300", RESIDENT)
    assert (found.policy.critical_illness.deductible, found.rows[1].region_id) == (10000, "210000")


def test_contradictory_articles_give_liaoning_no_line():
    """They say 10,000 and 20,000, three bands and “up to 95 %”: withdrawn, not averaged."""
    publish(BasicPolicy, region_id="210300", scheme="resident")
    assert published("210300", RESIDENT).policy.critical_illness is None


@pytest.mark.parametrize(
    ("region", "person", "care_type", "said"),
    [
        ("370200", WORKER, "outpatient", "起付线"),
        ("210800", RESIDENT, "inpatient", "起付线"),
        ("210300", WORKER, "inpatient", "本地的起付线和比例（没有收到）"),
        ("370600", RESIDENT, "inpatient", "本地的起付线和比例（没有收到）"),
    ],
)
def test_places_that_give_no_number(region, person, care_type, said):
    with pytest.raises(NoPolicyError, match=f"^{said}$"):
        published(region, person, care_type=care_type)


def test_shandong_critical_illness_is_unknown_except_in_yantai_in_2024():
    for region in ("370100", "370600"):
        publish(BasicPolicy, region_id=region, scheme="resident")
    assert published("370100", RESIDENT).unknown_layers == ("大病保险（大额补助）",)
    assert published("370600", RESIDENT, on=dt.date(2024, 12, 31)).policy.critical_illness.deductible == 14000
    assert published("370600", RESIDENT, on=dt.date(2025, 1, 1)).unknown_layers == ("大病保险（大额补助）",)


@pytest.mark.parametrize(("on", "ceiling"), [(dt.date(2024, 12, 31), "2471"), (dt.date(2025, 1, 1), "2619.60")])
def test_shenzhen_ceiling_changes_with_the_year(on, ceiling):
    basic = published("440300", TIER_TWO, care_type="outpatient", hospital_level="community", on=on).policy.basic
    assert basic.annual_ceiling == Decimal(ceiling)


def test_shenzhen_tier_one_has_no_rows_of_its_own():
    with pytest.raises(NoPolicyError):
        published("440300", TIER_ONE, care_type="outpatient", hospital_level="community")


# Cost


def test_find_asks_the_database_nothing(django_assert_num_queries):
    publish(BasicPolicy, scheme="resident", specials=[{"from_age": 60, "rate_add": "0.01"}])
    publish(CriticalIllnessPolicy)
    content = snapshot.current()
    pensioner = RESIDENT._replace(retired=True, age=61, category="long_term")
    with django_assert_num_queries(0):
        policies.find(content, pensioner)
        policies.options(content, pensioner)
        policies.coverage(content, DAY)


def test_rule_is_read_from_its_row_once_for_every_day_and_person():
    publish(BasicPolicy)
    content = snapshot.current()
    days = [policies.find(content, WORKER._replace(on=DAY + dt.timedelta(days=day))) for day in range(3)]
    persons = [policies.find(content, WORKER._replace(retired=True, hospital_level="primary"))]
    assert len({id(found.policy.basic) for found in days + persons}) == 1
