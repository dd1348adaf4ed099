"""What is always true of a settlement, over random policies and claims; a seed stands for one case."""

import re
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.core.settlement import PAYMENTS, TOTALS, Settlement, settle
from calculators.core.terms import Claim, Policy
from calculators.reading import read
from tests.calculators.naive import half_up, settle_naively
from tests.calculators.random_cases import SCALES, bands, critical_illness, money, random_case, random_claim
from tests.thorough import examples

cases = given(st.integers(0, 2**40).map(Random))
usual = settings(max_examples=examples(1500), deadline=None, derandomize=True, database=None)


def settled(policy, claim) -> Settlement:
    return settle(read(Policy, policy), read(Claim, claim))


def with_more(claim, key, fen):
    """The claim with some fen more in one of its amounts."""
    total = fen + int(Fraction(claim[key]) * 100)
    return claim | {key: f"{total // 100}.{total % 100:02d}"}


def in_fen(amount):
    fen = Fraction(amount) * 100
    assert fen.denominator == 1
    return int(fen)


@cases
@settings(usual, max_examples=examples(600))
def test_settlement_equals_naive_one(random):
    policy, claim = random_case(random)
    result, expected = settled(policy, claim), settle_naively(policy, claim)
    after = {key: in_fen(getattr(result.year_to_date_after, key)) for key in expected["after"]}
    found = {key: in_fen(getattr(result, key)) for key in (*TOTALS, "burden")}
    assert found | {"after": after} == expected


@cases
@usual
def test_payments_never_negative_and_add_up(random):
    policy, claim = random_case(random)
    result = settled(policy, claim)
    parts = [getattr(result, key) for key in (*PAYMENTS, "out_of_pocket")]
    assert min(parts) >= 0
    assert in_fen(sum(parts)) == in_fen(claim["total_charges"])


@cases
@usual
def test_lines_add_up_to_totals(random):
    policy, claim = random_case(random)
    result = settled(policy, claim)
    for name, total in result.totals.items():
        assert sum(line.amount for line in result.lines if line.key == name) == total
    assert all(line.label and line.working and line.rule for line in result.lines)


@cases
@usual
def test_more_charges_never_lower_payments_or_out_of_pocket(random):
    policy, claim = random_case(random)
    more = with_more(claim, "total_charges", random.choice((1, 2, random.randrange(1, 10_000_000))))
    less_paid, more_paid = settled(policy, claim), settled(policy, more)
    for name in (*PAYMENTS[:3], "out_of_pocket"):
        assert getattr(more_paid, name) >= getattr(less_paid, name)


def counts_everything(policy):
    """What critical illness does not count may be worth more to a person than what the fund pays instead."""
    rule = read(Policy, policy).critical_illness
    return rule is None or rule.counts_everything


@cases
@usual
def test_higher_rate_never_lowers_fund_payment(random):
    policy, claim = random_case(random)
    before = settled(policy, claim)
    band = random.choice(policy["basic"]["bands"])
    band["rate"] = str(min(Decimal(1), Decimal(band["rate"]) + Decimal(random.choice(("0.0001", "0.01", "0.3")))))
    after = settled(policy, claim)
    assert after.fund_payment >= before.fund_payment
    if counts_everything(policy):
        assert in_fen(after.out_of_pocket) <= in_fen(before.out_of_pocket) + 2


@cases
@usual
def test_lower_deductible_never_lowers_fund_payment(random):
    policy, claim = random_case(random)
    policy["basic"]["deductible"] = money(random, random.choice(SCALES))
    before = settled(policy, claim)
    fen = random.randrange(in_fen(policy["basic"]["deductible"]) + 1)
    policy["basic"]["deductible"] = f"{fen // 100}.{fen % 100:02d}"
    after = settled(policy, claim)
    assert after.fund_payment >= before.fund_payment
    if counts_everything(policy):
        assert in_fen(after.out_of_pocket) <= in_fen(before.out_of_pocket) + 2


@cases
@usual
def test_no_layer_pays_for_non_covered(random):
    policy, claim = random_case(random)
    before = settled(policy, claim)
    fen = random.randrange(1, 10_000_000)
    after = settled(policy, with_more(with_more(claim, "total_charges", fen), "non_covered", fen))
    assert [getattr(after, key) for key in PAYMENTS] == [getattr(before, key) for key in PAYMENTS]
    assert in_fen(after.out_of_pocket) == in_fen(before.out_of_pocket) + fen


@cases
@usual
def test_year_split_over_claims_earns_same_critical_illness(random):
    policy, _ = random_case(random)
    rule = policy["critical_illness"] = critical_illness(random, 3_000)
    rule.pop("growth", None)  # it is each person's own
    supported, year, paid = random.random() < 0.5, {}, 0
    claims = [random_claim(random, 3_000) for _ in range(random.randrange(1, 6))]
    for claim in claims:
        claim.pop("hardship", None)
        result = settled(policy, claim | {"supported": supported, "year_to_date": year})
        after, paid = result.year_to_date_after, paid + result.critical_illness_payment
        year = {key: str(getattr(after, key)) for key in after.__slots__}
    nothing_else = {"basic": {"deductible": "0", "bands": [{"up_to": None, "rate": "0"}]}, "critical_illness": rule}
    whole = settled(nothing_else, {"total_charges": year["critical_illness_burden"], "supported": supported})
    assert abs(in_fen(whole.critical_illness_payment) - in_fen(paid)) <= len(claims)


@cases
@usual
def test_neutral_remote_rule_equals_none(random):
    policy, claim = random_case(random)
    policy.pop("remote", None)
    plain = settled(policy, claim)
    for kind, value in (("rate_points", "0"), ("rate_factor", "1"), ("upfront_share", "0")):
        neutral = settled(policy | {"remote": {"kind": kind, "value": value}}, claim)
        assert neutral == plain
        assert neutral.year_to_date_after == plain.year_to_date_after


@cases
@usual
def test_bands_of_a_year_do_not_mind_how_it_is_cut_into_visits(random):
    """Above the year's deductible the same expenses are paid the same, in one bill or in several."""
    rule = {"deductible": "0", "bands": [{**band, "rate": band["rate"][:4]} for band in bands(random, 3_000)]}
    policy = {"basic": rule | {"band_scope": "year"}}
    bills = [random.randrange(300_000) for _ in range(random.randrange(1, 5))]
    for order in (bills, bills[::-1]):
        year, paid = {}, 0
        for fen in order:
            result = settled(policy, {"total_charges": f"{fen // 100}.{fen % 100:02d}", "year_to_date": year})
            paid += in_fen(result.fund_payment)
            year = {"banded_expenses": str(result.year_to_date_after.banded_expenses)}
        whole = settled(policy, {"total_charges": f"{sum(bills) // 100}.{sum(bills) % 100:02d}"})
        assert abs(paid - in_fen(whole.fund_payment)) <= len(bills) + len(rule["bands"])


def as_fraction(sum_):
    """The value of a sum as it stands in a working."""
    code = sum_.replace(",", "").replace("−", "-").replace("×", "*").replace("÷", "/")
    code = re.sub(r"([0-9.]+)(%?)", lambda found: f"(F('{found[1]}') / {100 if found[2] else 1})", code)
    return eval(code, {"F": Fraction})


@cases
@usual
def test_workings_are_true(random):
    policy, claim = random_case(random)
    for line in settled(policy, claim).lines:
        for equation in re.findall(r"[(\d][^，（ ]*(?: [−×÷+] [^，（ ]+)+ = [\d.,]+", line.working):
            left, right = equation.split(" = ")
            assert half_up(as_fraction(left) * 100) == in_fen(right.replace(",", ""))
