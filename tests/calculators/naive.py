"""A second, deliberately naive settlement: whole fen, plain loops, raw mappings, nothing shared with `calculators`.

Written from the definition alone, to be compared with the real one. Slow and unguarded: it expects well-formed input.
"""

from fractions import Fraction
from math import floor


def fen(yuan):
    amount = Fraction(str(yuan)) * 100
    assert amount.denominator == 1, yuan
    return int(amount)


def half_up(amount):
    return floor(amount + Fraction(1, 2))


def portions(bands, start, stop):
    """How many fen of (start, stop] fall into each band."""
    found = []
    lower = Fraction(0)
    for band in bands:
        upper = stop if band["up_to"] is None else min(stop, fen(band["up_to"]))
        found.append((max(Fraction(0), upper - max(lower, start)), Fraction(band["rate"])))
        if band["up_to"] is not None:
            lower = fen(band["up_to"])
    return found


def deductible_of(basic, remote, claim, paid_this_year, eligible):
    entries = basic["deductible"] if isinstance(basic["deductible"], list) else [basic["deductible"]]
    number = claim.get("admission_number", 1)
    deductible = fen(entries[number - 1] if number <= len(entries) else entries[-1])
    if remote["kind"] == "deductible":
        deductible = fen(remote["value"])
    if basic.get("deductible_basis") == "per_year":
        deductible = max(0, deductible - paid_this_year)
    return min(deductible, eligible)


def basic_rate(rate, basic, remote):
    rate = min(Fraction(1), rate + Fraction(basic.get("rate_add", "0")))
    rate = 1 - (1 - rate) * Fraction(basic.get("self_pay_factor", "1"))
    if remote["kind"] == "rate_points":
        rate = max(Fraction(0), rate - Fraction(remote["value"]))
    if remote["kind"] == "rate_factor":
        rate = rate * Fraction(remote["value"])
    return rate


def basic_payments(basic, remote, eligible, deductible, paid_this_year):
    """Fund payment in fen and the exact expenses beyond the ceiling."""
    if basic.get("band_basis") == "eligible":
        parts = portions(basic["bands"], deductible, eligible)
    else:
        parts = portions(basic["bands"], 0, eligible - deductible)
    ceiling = basic.get("annual_ceiling")
    left = None if ceiling is None else max(0, fen(ceiling) - paid_this_year)
    fund, beyond = 0, Fraction(0)
    for amount, rate in parts:
        rate = basic_rate(rate, basic, remote)
        payment = half_up(amount * rate)
        if left is not None:
            if left == 0:
                payment, beyond = 0, beyond + amount
            elif amount * rate > left:
                payment, beyond = left, beyond + amount - left / rate
            payment = min(payment, left)
            left = left - payment
        fund = fund + payment
    return fund, beyond


def over_ceiling(basic, beyond, paid_this_year):
    payment = half_up(beyond * Fraction(basic.get("over_ceiling_rate") or "0"))
    if basic.get("over_ceiling_annual_ceiling") is not None:
        payment = min(payment, max(0, fen(basic["over_ceiling_annual_ceiling"]) - paid_this_year))
    return payment


def critical_illness_paid(rule, burden, supported):
    support = rule.get("support", {}) if supported else {}
    threshold = fen(rule["deductible"]) * Fraction(support.get("deductible_factor", "1"))
    if rule.get("band_basis") == "burden":
        parts = portions(rule["bands"], threshold, burden)
    else:
        parts = portions(rule["bands"], 0, burden - threshold)
    paid = Fraction(0)
    for amount, rate in parts:
        paid = paid + amount * min(Fraction(1), rate + Fraction(support.get("rate_add", "0")))
    paid = half_up(paid)
    if rule.get("annual_ceiling") is not None and not support.get("no_ceiling", False):
        paid = min(paid, fen(rule["annual_ceiling"]))
    return paid


def assistance(rule, before, added, paid_this_year):
    deductible = fen(rule["deductible"])
    part = max(0, before + added - deductible) - max(0, before - deductible)
    payment = half_up(part * Fraction(rule["rate"]))
    if rule.get("annual_ceiling") is not None:
        payment = min(payment, max(0, fen(rule["annual_ceiling"]) - paid_this_year))
    return payment


def settle_naively(policy, claim):
    """The totals in fen, by name; `after` holds the year's sums as they stand after this claim."""
    basic, remote = policy["basic"], policy.get("remote", {"kind": "none"})
    year = {key: fen(value) for key, value in claim.get("year_to_date", {}).items()}
    total, upfront = fen(claim["total_charges"]), fen(claim.get("upfront_self_pay", "0"))
    supported = claim.get("supported", False)
    eligible = total - fen(claim.get("non_covered", "0")) - upfront
    if remote["kind"] == "upfront_share":
        remote_upfront = half_up(eligible * Fraction(remote["value"]))
        eligible, upfront = eligible - remote_upfront, upfront + remote_upfront
    deductible = deductible_of(basic, remote, claim, year.get("deductible", 0), eligible)
    fund, beyond = basic_payments(basic, remote, eligible, deductible, year.get("fund_payment", 0))
    over = over_ceiling(basic, beyond, year.get("over_ceiling_payment", 0))
    burden = eligible - fund - over

    critical, critical_burden = 0, 0
    if "critical_illness" in policy:
        rule, before = policy["critical_illness"], year.get("critical_illness_burden", 0)
        critical_burden = burden + (upfront if rule.get("counts_upfront_self_pay", False) else 0)
        critical = critical_illness_paid(rule, before + critical_burden, supported)
        critical = min(critical - critical_illness_paid(rule, before, supported), critical_burden)

    helped, helped_burden = 0, 0
    if supported and "medical_assistance" in policy:
        helped_burden = max(0, burden - critical)
        before, paid = year.get("assistance_burden", 0), year.get("medical_assistance_payment", 0)
        helped = assistance(policy["medical_assistance"], before, helped_burden, paid)

    after = {
        "deductible": deductible,
        "fund_payment": fund,
        "over_ceiling_payment": over,
        "critical_illness_burden": critical_burden,
        "critical_illness_payment": critical,
        "assistance_burden": helped_burden,
        "medical_assistance_payment": helped,
    }
    return {
        "eligible_expenses": eligible,
        "deductible": deductible,
        "fund_payment": fund,
        "over_ceiling_payment": over,
        "critical_illness_payment": critical,
        "medical_assistance_payment": helped,
        "out_of_pocket": total - fund - over - critical - helped,
        "burden": burden,
        "after": {key: year.get(key, 0) + amount for key, amount in after.items()},
    }
