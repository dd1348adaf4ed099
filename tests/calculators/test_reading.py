from dataclasses import fields
from decimal import Decimal

import pytest

from calculators import reading
from calculators.core.bands import Band
from calculators.core.choices import CHOICE_LABELS, BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.core.labels import LABELS
from calculators.core.problems import MissingParameterError, TermsError
from calculators.core.terms import AwayRule, BasicRule, Claim, Policy, Support, YearToDate
from registry.workflow.review import BANNED

LAST = {"up_to": None, "rate": "0.85"}
BASIC = {"deductible": "1300", "bands": [LAST]}
CRITICAL = {"deductible": "15000", "band_basis": "burden", "bands": [LAST]}


def policy_with(**basic):
    return {"basic": BASIC | basic}


def read(terms, mapping):
    """Each group is called what it is called in a file of cases."""
    return reading.read(terms, mapping, terms.__name__.lower())


def said(error):
    return [reading.in_file(problem) for problem in error.problems]


def problems(terms, mapping):
    with pytest.raises(TermsError) as refusal:
        read(terms, mapping)
    return said(refusal.value)


def paths(terms, mapping):
    return [problem.partition("（")[0].partition(" ")[0] for problem in problems(terms, mapping)]


def test_policy_minimal():
    rule = BasicRule(deductible=(Decimal(1300),), bands=(Band(None, Decimal("0.85")),))
    assert read(Policy, {"basic": BASIC}) == Policy(basic=rule)


def test_basic_rule_complete():
    rule = read(
        Policy,
        policy_with(
            deductible=["1300", 650],
            deductible_basis="per_year",
            band_basis="eligible",
            bands=[{"up_to": "30000", "rate": "0.85"}, {"up_to": None, "rate": 1}],
            annual_ceiling="100000",
            over_ceiling_rate="0.80",
        ),
    ).basic
    assert rule.deductible == (1300, 650)
    assert rule.bands == (Band(Decimal(30000), Decimal("0.85")), Band(None, Decimal(1)))
    assert (rule.deductible_basis, rule.band_basis) == (DeductibleBasis.PER_YEAR, BandBasis.ELIGIBLE)
    assert (rule.annual_ceiling, rule.over_ceiling_rate) == (100000, Decimal("0.80"))


@pytest.mark.parametrize(("number", "deductible"), [(1, 1300), (2, 650), (3, 400), (4, 400), (99, 400)])
def test_deductible_last_entry_repeats(number, deductible):
    rule = read(Policy, policy_with(deductible=["1300", "650", "400"])).basic
    assert rule.deductible_for(number) == deductible


def test_critical_illness_with_support():
    support = {"deductible_factor": "0.5", "rate_add": "0.05", "no_ceiling": True}
    policy = read(Policy, {"basic": BASIC, "critical_illness": CRITICAL | {"support": support}})
    assert policy.critical_illness.support == Support(Decimal("0.5"), Decimal("0.05"), True)
    assert policy.critical_illness.band_basis is BurdenBasis.BURDEN


def test_critical_illness_with_one_band_needs_no_basis():
    rule = {"deductible": "15000", "bands": [LAST]}
    assert read(Policy, {"critical_illness": rule}).critical_illness.band_basis is BurdenBasis.OVER_DEDUCTIBLE


def test_policy_with_critical_illness_alone():
    assert read(Policy, {"critical_illness": CRITICAL}).basic is None


def test_remote_rule_by_itself():
    rule = read(AwayRule, {"kind": "rate_points", "value": "0.10"})
    assert rule == AwayRule(RemoteKind.RATE_POINTS, Decimal("0.10"))


def test_claim_defaults():
    assert read(Claim, {"total_charges": 60000}) == Claim(Decimal(60000))


def test_claim_at_its_limits():
    claim = read(Claim, {"total_charges": "999999999999.99", "admission_number": 1})
    assert claim == Claim(Decimal("999999999999.99"))


def test_claim_complete():
    claim = read(
        Claim,
        {
            "total_charges": Decimal("100.50"),
            "non_covered": "0.50",
            "upfront_self_pay": "100",
            "admission_number": 2,
            "supported": True,
            "year_to_date": {"deductible": "600"},
        },
    )
    year = YearToDate(deductible=Decimal(600))
    assert claim == Claim(Decimal("100.50"), Decimal("0.50"), Decimal(100), 2, True, year)


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ({}, "policy.basic"),
        ({"basic": None, "remote": {"kind": "none"}}, "policy.basic"),
        (policy_with(deductible=None), "policy.basic.deductible"),
        (policy_with(deductible=["1300", None]), "policy.basic.deductible[1]"),
        (policy_with(bands=None), "policy.basic.bands"),
        (policy_with(bands=[{"up_to": None, "rate": None}]), "policy.basic.bands[0].rate"),
        (policy_with() | {"remote": {"kind": "rate_points"}}, "policy.remote.value"),
        (policy_with() | {"remote": {}}, "policy.remote.kind"),
        ({"critical_illness": CRITICAL | {"deductible": None}}, "policy.critical_illness.deductible"),
        (
            {"critical_illness": CRITICAL | {"band_basis": None, "bands": [{"up_to": 1, "rate": 0}, LAST]}},
            "policy.critical_illness.band_basis",
        ),
        (policy_with() | {"medical_assistance": {"deductible": "0"}}, "policy.medical_assistance.rate"),
    ],
)
def test_missing_parameter_is_named(mapping, path):
    with pytest.raises(MissingParameterError) as refusal:
        read(Policy, mapping)
    label = LABELS[path.rpartition(".")[2].partition("[")[0]]
    assert said(refusal.value) == [f"{path}（{label}）还没有填，缺了它不能计算"]


def test_missing_total_charges_is_named():
    with pytest.raises(MissingParameterError, match=r"^claim\.total_charges: MISSING$") as refusal:
        read(Claim, {})
    assert said(refusal.value) == ["claim.total_charges（医疗费总额）还没有填，缺了它不能计算"]


def test_wrong_and_missing_together_is_wrong():
    with pytest.raises(TermsError) as refusal:
        read(Policy, policy_with(deductible=None, annual_ceiling="-1"))
    assert type(refusal.value) is TermsError
    assert len(refusal.value.problems) == 2


@pytest.mark.parametrize("value", [0.85, True, "", "NaN", "Infinity", "1e-1", "八成", "0,85", " 0.5", "٠", [], {}])
def test_rate_not_a_number_is_refused(value):
    assert problems(Policy, policy_with(bands=[LAST | {"rate": value}])) == [
        'policy.basic.bands[0].rate（报销比例）要写成带引号的数字，比如 "1300" 或 "0.85"'
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1.01", "要在 0 到 1 之间，比如 85% 写成 0.85"),
        (85, "要在 0 到 1 之间，比如 85% 写成 0.85"),
        ("-0.1", "不能是负数"),
        ("0.12345678901", "最多写 10 位小数"),
    ],
)
def test_rate_out_of_bounds_is_refused(value, sentence):
    refused = problems(Policy, policy_with(bands=[{"up_to": "1", "rate": "0"}, LAST | {"rate": value}]))
    assert refused == [f"policy.basic.bands[1].rate（报销比例）{sentence}"]


@pytest.mark.parametrize("key", ["rate_add", "self_pay_factor"])
def test_basic_fraction_above_one_is_refused(key):
    assert paths(Policy, policy_with(**{key: "1.5"})) == [f"policy.basic.{key}"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (-1, "不能是负数"),
        ("0.001", "最多写 2 位小数"),
        ("1000000000000", "太大了，整数部分最多 12 位"),
        pytest.param(10**5000, "太大了，整数部分最多 12 位", id="endless"),
        (1300.0, '要写成带引号的数字，比如 "1300" 或 "0.85"'),
        (Decimal("Infinity"), '要写成带引号的数字，比如 "1300" 或 "0.85"'),
    ],
)
def test_money_nonsense_is_refused(value, sentence):
    assert problems(Policy, policy_with(annual_ceiling=value)) == [f"policy.basic.annual_ceiling（封顶线）{sentence}"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (["20000", "20000", None], ["policy.basic.bands[1].up_to"]),
        (["20000", "10000", None], ["policy.basic.bands[1].up_to"]),
        (["0", None], ["policy.basic.bands[0].up_to"]),
        ([None, None], ["policy.basic.bands[0].up_to"]),
        (["20000"], ["policy.basic.bands[0].up_to"]),
        (["x", "10000", None], ["policy.basic.bands[0].up_to"]),
    ],
)
def test_band_bounds_not_rising_to_null_are_refused(bounds, expected):
    bands = [{"up_to": bound, "rate": "0.5"} for bound in bounds]
    assert paths(Policy, policy_with(bands=bands)) == expected


@pytest.mark.parametrize("bands", [[], "0.85", {"rate": "0.85"}])
def test_bands_without_a_band_are_refused(bands):
    assert paths(Policy, policy_with(bands=bands)) == ["policy.basic.bands"]


def test_band_that_is_no_mapping_is_refused_once():
    assert paths(Policy, policy_with(bands=["0.85", LAST])) == ["policy.basic.bands[0]"]


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        (policy_with(over_ceiling_rate="0.8"), "policy.basic.over_ceiling_rate"),
        (
            policy_with(annual_ceiling="1", over_ceiling_annual_ceiling="1"),
            "policy.basic.over_ceiling_annual_ceiling",
        ),
        (policy_with(deductible=[]), "policy.basic.deductible"),
        (policy_with(deductible_basis="每年"), "policy.basic.deductible_basis"),
        (policy_with(band_basis="burden"), "policy.basic.band_basis"),
        (policy_with(annual_celing="1"), "policy.basic.annual_celing"),
        (policy_with() | {"remote": {"kind": "discount", "value": "0.1"}}, "policy.remote.kind"),
        (policy_with() | {"remote": {"kind": "rate_points", "value": "10"}}, "policy.remote.value"),
        (policy_with() | {"remote": {"kind": "none", "value": "0.1"}}, "policy.remote.value"),
        (policy_with() | {"remote": "none"}, "policy.remote"),
        ({"critical_illness": CRITICAL | {"band_basis": "eligible"}}, "policy.critical_illness.band_basis"),
        ({"critical_illness": CRITICAL | {"support": {"no_ceiling": "true"}}}, "policy.critical_illness.support.no_ceiling"),
        ({"critical_illness": CRITICAL | {"support": {"deductible_factor": "2"}}}, "policy.critical_illness.support.deductible_factor"),
        ({**policy_with(), 7: "x"}, "policy.7"),
    ],
)  # fmt: skip
def test_policy_nonsense_is_refused(mapping, path):
    assert paths(Policy, mapping) == [path]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"non_covered": "100.01"}, "claim.non_covered"),
        ({"non_covered": "60", "upfront_self_pay": "40.01"}, "claim.upfront_self_pay"),
        ({"admission_number": 0}, "claim.admission_number"),
        ({"admission_number": "2"}, "claim.admission_number"),
        ({"admission_number": True}, "claim.admission_number"),
        ({"supported": 1}, "claim.supported"),
        ({"year_to_date": {"fund_payment": "-1"}}, "claim.year_to_date.fund_payment"),
        ({"year_to_date": {"paid": "1"}}, "claim.year_to_date.paid"),
        ({"total_charges": "x", "non_covered": "5"}, "claim.total_charges"),
    ],
)
def test_claim_nonsense_is_refused(fields, path):
    assert paths(Claim, {"total_charges": "100"} | fields) == [path]


def test_parts_equal_to_total_are_accepted():
    claim = {"total_charges": "100", "non_covered": "60", "upfront_self_pay": "40"}
    assert read(Claim, claim).non_covered == 60


@pytest.mark.parametrize("mapping", [None, [], "policy", 5])
def test_mapping_that_is_none_is_refused(mapping):
    assert problems(Policy, mapping) == ["policy 要写成“字段: 值”的样子"]


def test_ten_mistakes_give_ten_messages():
    bands = [{"up_to": "9", "rate": "2"}, {"up_to": "5", "rate": "x"}, {"up_to": "7", "rate": None}]
    basic = {"deductible": "-1", "bands": bands, "band_basis": "?", "ceiling": "1", "annual_ceiling": 1.5}
    found = problems(Policy, {"basic": basic, "remote": {"kind": "rate_points", "value": "10"}})
    assert len(found) == len(set(found)) == 10
    assert all(problem.startswith("policy.") for problem in found)


def test_messages_use_no_official_jargon():
    found = "".join(problems(Policy, policy_with(deductible=0.5, bands=[], band_basis=1, rate_add="2", x=1)))
    assert [word for word in BANNED if word in found] == []


def test_every_field_and_choice_has_a_chinese_label():
    groups = [Band, BasicRule, AwayRule, Support, Policy, YearToDate, Claim]
    names = {field.name for group in groups for field in fields(group)}
    assert sorted(names - LABELS.keys()) == []
    choices = [*DeductibleBasis, *BandBasis, *BurdenBasis, *RemoteKind]
    assert [choice for choice in choices if choice not in CHOICE_LABELS] == []
