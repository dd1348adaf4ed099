"""Random policies and claims as mappings; a seed stands for one case."""

RATES = ("0", "1", "0.5", "0.60", "0.65", "0.85", "0.95", "0.333", "0.0001")
SCALES = (30, 3_000, 60_000, 500_000)

#: What a place may call its own; the rest is met by none.
WORDS = ("甲", "乙")


def money(random, top):
    fen = random.randrange(top * 100 + 1) if random.random() < 0.6 else random.randrange(top + 1) * 100
    return f"{fen // 100}.{fen % 100:02d}"


def rate(random):
    return random.choice(RATES) if random.random() < 0.4 else f"0.{random.randrange(10_000):04d}"


def bands(random, scale):
    bounds = sorted({random.randrange(1, scale * 200) for _ in range(random.randrange(4))})
    closed = [{"up_to": f"{bound // 100}.{bound % 100:02d}", "rate": rate(random)} for bound in bounds]
    return [*closed, {"up_to": None, "rate": rate(random)}]


def sometimes(random, **fields):
    """Each of the fields, or not."""
    return {key: value for key, value in fields.items() if random.random() < 0.5}


def basic(random, scale):
    rule = {"deductible": money(random, scale // 2), "bands": bands(random, scale)}
    if random.random() < 0.3:
        rule["deductible"] = [money(random, scale // 2) for _ in range(3)]
    rule |= sometimes(random, deductible_basis="per_year", band_basis="eligible", rate_add=rate(random))
    rule |= sometimes(random, self_pay_factor=rate(random))
    if random.random() < 0.6:
        rule["annual_ceiling"] = money(random, scale)
        if random.random() < 0.7:
            rule["over_ceiling_rate"] = rate(random)
            rule |= sometimes(random, over_ceiling_annual_ceiling=money(random, scale))
    return rule | (of_cities(random, scale) if random.random() < 0.6 else {})


def of_cities(random, scale):
    """What few places say of their basic rule."""
    rule = {}
    for said in (
        {"order_basis": "same_level"},
        {"deductible_annual_cap": money(random, scale)},
        {"period_days": random.choice((1, 30, 90))},
        {"transfer_tops_up": True},
        {"band_scope": "year"},
        {"kind_ceiling": money(random, scale)},
        {"visit_ceiling": money(random, scale // 3)},
        {"fixed_payment": money(random, scale // 3)},
        {"feeds_critical_illness": False},
        {"annual_ceiling": money(random, scale), "ceiling_basis": "expenses"},
    ):
        rule |= said if random.random() < 0.2 else {}
    if random.random() < 0.5:
        rule["specials"] = [special(random, scale) for _ in range(random.randrange(1, 6))]
    return rule


def special(random, scale):
    conditions = {
        "person_class": random.choice(WORDS),
        "hospital_class": random.choice(WORDS),
        "item": random.choice(WORDS),
        "hardship": random.choice(("any", "low_income", "extreme_poverty")),
        "from_age": random.randrange(80),
        "below_age": random.randrange(80, 100),
        "from_months": random.randrange(24),
        "below_months": random.randrange(24, 48),
        "from_admission": random.randrange(1, 4),
    }
    changes = {
        "deductible": random.choice((money(random, scale // 2), [money(random, scale // 2), "0"])),
        "deductible_factor": rate(random),
        "rate": rate(random),
        "rate_add": rate(random),
        "self_pay_factor": rate(random),
        "annual_ceiling": money(random, scale),
        "kind_ceiling": money(random, scale // 2),
        "visit_ceiling": money(random, scale // 2),
        "fixed_payment": money(random, scale // 2),
    }
    named = random.sample(sorted(conditions), random.choice((1, 1, 2)))
    changed = random.sample(sorted(changes), random.choice((1, 1, 2, 3)))
    return {key: conditions[key] for key in named} | {key: changes[key] for key in changed}


def critical_illness(random, scale):
    basis = random.choice(("over_deductible", "burden"))
    rule = {"deductible": money(random, scale), "band_basis": basis, "bands": bands(random, scale)}
    rule |= sometimes(random, annual_ceiling=money(random, scale), counts_upfront_self_pay=True)
    support = sometimes(random, deductible_factor=rate(random), rate_add=rate(random), no_ceiling=True)
    rule |= sometimes(random, support=support)
    if random.random() < 0.5:
        for name in ("remote_upfront", "deductible", "over_ceiling", "remote_cut", "over_limit"):
            rule |= sometimes(random, **{f"counts_{name}": random.random() < 0.5})
    if "annual_ceiling" in rule and random.random() < 0.3:
        rule["growth"] = {"from_years": random.randrange(1, 5), "per_year": money(random, scale), "most": rate(random)}
        rule["growth"] |= sometimes(random, per_unclaimed_year=money(random, scale))
    return rule


def supplement(random, scale):
    rule = {"deductible": money(random, scale // 3), "bands": bands(random, scale)}
    rule["band_basis"] = random.choice(("over_deductible", "burden"))
    return rule | sometimes(random, annual_ceiling=money(random, scale), counts_deductible=True)


def remote(random, scale):
    kind = random.choice(("rate", "rate_points", "rate_factor", "upfront_share", "deductible"))
    rule = {"kind": kind, "value": money(random, scale) if kind == "deductible" else rate(random)}
    if random.random() < 0.3 and kind != "deductible":
        rule["deductible"] = money(random, scale)
    if random.random() < 0.3 and kind != "upfront_share":
        rule["share"] = rate(random)
    return rule | (
        sometimes(random, share_of="covered", deductible_factor=rate(random)) if random.random() < 0.5 else {}
    )


def random_policy(random, scale):
    policy = {"basic": basic(random, scale)}
    policy |= {"remote": remote(random, scale)} if random.random() < 0.6 else {}
    assistance = {"deductible": money(random, scale // 3), "rate": rate(random)}
    assistance |= sometimes(random, annual_ceiling=money(random, scale))
    policy |= sometimes(random, medical_assistance=assistance)
    if random.random() < 0.4:
        policy |= sometimes(random, supplement=supplement(random, scale), further=supplement(random, scale))
    return policy | ({"critical_illness": critical_illness(random, scale)} if random.random() < 0.7 else {})


def random_claim(random, scale):
    total = random.randrange(scale * 300)
    non_covered = random.choice((0, random.randrange(total + 1)))
    upfront = random.choice((0, random.randrange(total - non_covered + 1)))
    parts = {"total_charges": total, "non_covered": non_covered, "upfront_self_pay": upfront}
    claim = {key: f"{fen // 100}.{fen % 100:02d}" for key, fen in parts.items()}
    claim |= {"admission_number": random.randrange(1, 5), "supported": random.random() < 0.5}
    claim |= person_and_stay(random, scale) if random.random() < 0.7 else {}
    if "over_limit" in claim:
        claim["over_limit"] = claim["non_covered"]
    sums = ("deductible", "fund_payment", "over_ceiling_payment", "critical_illness_burden", "assistance_burden")
    sums += ("medical_assistance_payment", "critical_illness_payment", "eligible_expenses", "banded_expenses")
    sums += ("kind_payment", "supplement_burden", "further_burden")
    return claim | {"year_to_date": sometimes(random, **{key: money(random, scale) for key in sums})}


def person_and_stay(random, scale):
    return sometimes(
        random,
        over_limit="",
        level_admission=random.randrange(1, 4),
        days=random.choice((1, 30, 89, 90, 91, 200)),
        transferred_deductible=money(random, scale // 2),
        age=random.randrange(100),
        insured_months=random.randrange(120),
        unclaimed_years=random.randrange(5),
        hardship=random.choice(("low_income", "extreme_poverty")),
        person_class=random.choice((*WORDS, "丙")),
        hospital_class=random.choice((*WORDS, "丙")),
        item=random.choice((*WORDS, "丙")),
    )


def random_case(random):
    scale = random.choice(SCALES)
    return random_policy(random, scale), random_claim(random, scale)
