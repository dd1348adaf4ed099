"""A second, deliberately naive settlement: whole fen, plain loops, raw mappings, nothing shared with `calculators`.

Written from settlement.md and rules-of-cities.md in docs alone, to be compared with the real one. Slow and
unguarded: it expects well-formed input.
"""

from fractions import Fraction
from math import ceil, floor


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


def supported(claim):
    return claim.get("supported", False) or claim.get("hardship") is not None


# Specials

WORDS = ("person_class", "hospital_class", "item")
LEAST = {"from_age": "age", "from_months": "insured_months", "from_admission": "admission_number"}
BELOW = {"below_age": "age", "below_months": "insured_months"}


def holds(special, claim):
    facts = {"admission_number": 1} | claim
    for word in WORDS:
        if special.get(word) and special[word] != facts.get(word):
            return False
    if special.get("hardship") == "any" and not supported(claim):
        return False
    if special.get("hardship") not in (None, "any") and special["hardship"] != facts.get("hardship"):
        return False
    for limit, fact in LEAST.items():
        if limit in special and (facts.get(fact) is None or facts[fact] < special[limit]):
            return False
    for limit, fact in BELOW.items():
        if limit in special and (facts.get(fact) is None or facts[fact] >= special[limit]):
            return False
    return True


def same_but_for_heights(one, other):
    for key in (*WORDS, "hardship", *BELOW):
        if (one.get(key) or None) != (other.get(key) or None):
            return False
    return all((limit in one) == (limit in other) for limit in LEAST)


def height(special):
    return [special.get(limit, 0) for limit in LEAST]


def counted(specials, figure, claim):
    """The values of one figure, of the specials that count, in their order in the list."""
    there = [special for special in specials if figure in special and holds(special, claim)]
    left = []
    for place, special in enumerate(there):
        beaten = False
        for other_place, other in enumerate(there):
            if other_place != place and same_but_for_heights(special, other):
                higher = height(other) > height(special)
                later = height(other) == height(special) and other_place > place
                beaten = beaten or higher or later
        if not beaten and not any(alike_for_others(special, other) for other in left):
            left.append(special)
    return [special[figure] for special in left]


def alike_for_others(one, other):
    """Whether both do the same for a class of people, and differ in which class that is."""
    who = ("hardship", "person_class")
    if not all(any(special.get(name) for name in who) for special in (one, other)):
        return False
    keys = (one.keys() | other.keys()) - {*who}
    return all((one.get(key) or None) == (other.get(key) or None) for key in keys)


def as_list(entry):
    return entry if isinstance(entry, list) else [entry]


def special_basic(basic, claim):
    """The basic rule with its specials worked in."""
    rule, specials = dict(basic), basic.get("specials", [])
    for figure in ("annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment", "deductible"):
        for value in counted(specials, figure, claim):
            rule[figure] = value
    factors = counted(specials, "deductible_factor", claim)
    if factors:
        factor = Fraction(1)
        for each in factors:
            factor *= Fraction(each)
        cents = [half_up(fen(entry) * factor) for entry in as_list(rule.get("deductible", "0"))]
        rule["deductible"] = [str(Fraction(entry, 100)) for entry in cents]
    for rate in counted(specials, "rate", claim):
        rule |= {"bands": [{"up_to": None, "rate": rate}], "rate_add": "0", "self_pay_factor": "1"}
    add = sum(
        (Fraction(points) for points in counted(specials, "rate_add", claim)), Fraction(rule.get("rate_add", "0"))
    )
    factor = Fraction(rule.get("self_pay_factor", "1"))
    for each in counted(specials, "self_pay_factor", claim):
        factor *= Fraction(each)
    return rule | {"rate_add": add, "self_pay_factor": factor}


# Layers


def deductible_of(basic, remote, claim, paid_this_year, eligible):
    if basic.get("fixed_payment") is not None:
        return 0
    entries = [half_up(Fraction(entry) * 100) for entry in as_list(basic.get("deductible", "0"))]
    number = claim.get("admission_number", 1)
    if basic.get("order_basis") == "same_level":
        number = claim.get("level_admission") or number
    periods = 1
    if basic.get("period_days") and claim.get("days"):
        periods = ceil(Fraction(claim["days"], basic["period_days"]))
    deductible = 0
    for period in range(periods):
        deductible += entries[min(number + period, len(entries)) - 1]
    if remote["kind"] == "deductible":
        deductible = fen(remote["value"])
    if remote.get("deductible") is not None:
        deductible = fen(remote["deductible"])
    deductible = half_up(deductible * Fraction(remote.get("deductible_factor", "1")))
    if basic.get("deductible_basis") == "per_year":
        deductible = deductible - paid_this_year
    if basic.get("transfer_tops_up"):
        deductible = deductible - fen(claim.get("transferred_deductible", "0"))
    if basic.get("deductible_annual_cap") is not None:
        deductible = min(deductible, fen(basic["deductible_annual_cap"]) - paid_this_year)
    return max(0, min(deductible, eligible))


def basic_rate(rate, basic, remote):
    rate = min(Fraction(1), rate + Fraction(basic["rate_add"]))
    rate = 1 - (1 - rate) * Fraction(basic["self_pay_factor"])
    if remote["kind"] == "rate_points":
        rate = max(Fraction(0), rate - Fraction(remote["value"]))
    if remote["kind"] == "rate_factor":
        rate = rate * Fraction(remote["value"])
    if remote["kind"] == "rate":
        rate = Fraction(remote["value"])
    return rate


def basic_payments(basic, remote, eligible, deductible, year):
    """Fund payment in fen, the exact expenses beyond the ceiling, and what the bands of the year have counted."""
    start, stop = (deductible, eligible) if basic.get("band_basis") == "eligible" else (0, eligible - deductible)
    banded, before = stop, year.get("banded_expenses", 0) if basic.get("band_scope") == "year" else 0
    start, stop = start + before, stop + before
    ceiling, by_expenses = basic.get("annual_ceiling"), basic.get("ceiling_basis") == "expenses"
    left, beyond = None, Fraction(0)
    if ceiling is not None and not by_expenses:
        left = max(0, fen(ceiling) - year.get("fund_payment", 0))
    if ceiling is not None and by_expenses:
        inside = max(0, fen(ceiling) - year.get("eligible_expenses", 0))
        beyond = Fraction(min(max(0, eligible - inside), stop - start))
        stop = stop - beyond
    if basic.get("fixed_payment") is not None:
        most = [fen(basic["fixed_payment"]), stop - start if by_expenses else eligible]
        fund, beyond = min(most if left is None else [*most, left]), Fraction(0)
        return limited(basic, fund, beyond, year), banded
    fund = 0
    for amount, rate in portions(basic["bands"], start, stop):
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
    return limited(basic, fund, beyond, year), banded


def limited(basic, fund, beyond, year):
    limits = []
    if basic.get("visit_ceiling") is not None:
        limits.append(fen(basic["visit_ceiling"]))
    if basic.get("kind_ceiling") is not None:
        limits.append(max(0, fen(basic["kind_ceiling"]) - year.get("kind_payment", 0)))
    if limits and fund > min(limits):
        return min(limits), Fraction(0)
    return int(fund), beyond


def over_ceiling(basic, beyond, paid_this_year):
    payment = half_up(beyond * Fraction(basic.get("over_ceiling_rate") or "0"))
    if basic.get("over_ceiling_annual_ceiling") is not None:
        payment = min(payment, max(0, fen(basic["over_ceiling_annual_ceiling"]) - paid_this_year))
    return payment


def paid_of_year(rule, burden, support=None, more=0):
    """What a rule on the year's burden pays of it; `more` fen are added to its ceiling."""
    support = support or {}
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
        paid = min(paid, fen(rule["annual_ceiling"]) + more)
    return paid


def grown(rule, claim):
    growth = rule.get("growth")
    if growth is None:
        return 0
    years = max(0, floor(Fraction(claim.get("insured_months") or 0, 12)) - growth["from_years"])
    earned = years * fen(growth["per_year"])
    earned += (claim.get("unclaimed_years") or 0) * fen(growth.get("per_unclaimed_year", "0"))
    return min(earned, half_up(fen(rule["annual_ceiling"]) * Fraction(growth["most"])))


def assistance(rule, before, added, paid_this_year):
    deductible = fen(rule["deductible"])
    part = max(0, before + added - deductible) - max(0, before - deductible)
    payment = half_up(part * Fraction(rule["rate"]))
    if rule.get("annual_ceiling") is not None:
        payment = min(payment, max(0, fen(rule["annual_ceiling"]) - paid_this_year))
    return payment


def on_top(rule, before, added):
    return min(paid_of_year(rule, before + added) - paid_of_year(rule, before), added)


def settle_naively(policy, claim):
    """The totals in fen, by name; `after` holds the year's sums as they stand after this claim."""
    basic, remote = special_basic(policy["basic"], claim), policy.get("remote", {"kind": "none"})
    year = {key: fen(value) for key, value in claim.get("year_to_date", {}).items()}
    total, own_upfront = fen(claim["total_charges"]), fen(claim.get("upfront_self_pay", "0"))
    in_scope = total - fen(claim.get("non_covered", "0")) - own_upfront
    share = Fraction(remote["value"]) if remote["kind"] == "upfront_share" else Fraction(remote.get("share", "0"))
    of = in_scope + (own_upfront if remote.get("share_of") == "covered" else 0)
    remote_upfront = min(half_up(of * share), in_scope)
    eligible = in_scope - remote_upfront
    deductible = deductible_of(basic, remote, claim, year.get("deductible", 0), eligible)
    (fund, beyond), banded = basic_payments(basic, remote, eligible, deductible, year)
    over = over_ceiling(basic, beyond, year.get("over_ceiling_payment", 0))
    burden = eligible - fund - over

    supplement, supplement_burden = 0, 0
    if "supplement" in policy:
        rule = policy["supplement"]
        supplement_burden = max(0, burden - (0 if rule.get("counts_deductible", False) else deductible))
        supplement = on_top(rule, year.get("supplement_burden", 0), supplement_burden)
    burden = burden - supplement

    critical, critical_burden = 0, 0
    if "critical_illness" in policy and basic.get("feeds_critical_illness", True):
        rule, before = policy["critical_illness"], year.get("critical_illness_burden", 0)
        critical_burden = burden
        if not rule.get("counts_deductible", True):
            critical_burden -= deductible
        if not rule.get("counts_over_ceiling", True):
            critical_burden -= half_up(beyond) - over
        if not rule.get("counts_remote_cut", True) and remote["kind"].startswith("rate"):
            (home, _), _ = basic_payments(basic, {"kind": "none"}, eligible, deductible, year)
            critical_burden -= max(0, home - fund)
        critical_burden = max(0, critical_burden)
        if rule.get("counts_upfront_self_pay", False):
            critical_burden += own_upfront
        if rule.get("counts_remote_upfront", rule.get("counts_upfront_self_pay", False)):
            critical_burden += remote_upfront
        if rule.get("counts_over_limit", False):
            critical_burden += fen(claim.get("over_limit", "0"))
        support, more = rule.get("support") if supported(claim) else None, grown(rule, claim)
        critical = paid_of_year(rule, before + critical_burden, support, more) - paid_of_year(
            rule, before, support, more
        )
        critical = min(critical, critical_burden)

    left = max(0, burden - critical)
    helped, helped_burden = 0, 0
    if supported(claim) and "medical_assistance" in policy:
        helped_burden = left
        before, paid = year.get("assistance_burden", 0), year.get("medical_assistance_payment", 0)
        helped = assistance(policy["medical_assistance"], before, helped_burden, paid)

    further, further_burden = 0, 0
    if "further" in policy:
        further_burden = left - helped
        further = on_top(policy["further"], year.get("further_burden", 0), further_burden)

    after = {
        "deductible": deductible,
        "fund_payment": fund,
        "over_ceiling_payment": over,
        "critical_illness_burden": critical_burden,
        "critical_illness_payment": critical,
        "assistance_burden": helped_burden,
        "medical_assistance_payment": helped,
        "eligible_expenses": eligible,
        "banded_expenses": banded,
        "kind_payment": fund,
        "supplement_burden": supplement_burden,
        "further_burden": further_burden,
    }
    return {
        "eligible_expenses": eligible,
        "deductible": deductible,
        "fund_payment": fund,
        "over_ceiling_payment": over,
        "supplement_payment": supplement,
        "critical_illness_payment": critical,
        "medical_assistance_payment": helped,
        "further_payment": further,
        "out_of_pocket": total - fund - over - supplement - critical - helped - further,
        "burden": burden,
        "after": {key: year.get(key, 0) + amount for key, amount in after.items()},
    }
