"""What the answers leave open: what has no rule, what is taken for granted instead, and what would narrow a range."""

from collections.abc import Iterator, Sequence

from calculators.circumstances import CareType, Circumstances
from calculators.core.terms import Policy
from calculators.estimating import policies
from calculators.estimating.deciders import Deciders, is_distance_open
from calculators.estimating.year import Bill
from registry.snapshot import Snapshot

#: Answers by the words of their questions.
TIER_OPEN, _LEVEL_OPEN, _PERSON_OPEN = "一档还是二档", "医院级别", "在职还是退休"
#: Said of who is supported where no rule of the place tells what 医疗救助 pays.
NO_ASSISTANCE = ("", "医疗救助怎么付，当地的没有查到，没有算进去。")


def untried(snapshot: Snapshot, known: Circumstances) -> list[str]:
    """The open answers of which one has no usable rule, while others have: a range without it would leave it out."""
    options = policies.options(snapshot, known)
    if known.own is not None or not options.levels:
        return []
    open_answers = [
        (_LEVEL_OPEN, known.hospital_level is None and not options.every_level),
        (_PERSON_OPEN, known.retired is None and known.is_employee and not options.everybody),
    ]
    return [label for label, is_open in open_answers if is_open]


def assumptions(
    stays: Sequence[Circumstances], tiers: Sequence[str], bills: Sequence[Bill], used: Sequence[Policy], told: Deciders
) -> tuple[tuple[str, str], ...]:
    """What was taken for granted, each with the name of the field that would replace it; ``stays`` are the circumstances
    of each bill, ``told`` what the last hangs on, ``used`` the policies that were settled by."""
    *earlier, known = stays
    found: list[tuple[str, str]] = []
    if any(bill.non_covered is None for bill in bills):
        found.append(("non_covered", "没填自费，按 0 元算。自费越多，报得越少。"))
    if known.own is None and any(policy.required_basic().annual_ceiling is None for policy in used):
        found.append(("", "没有查到封顶线，按没有封顶算。费用很高时，可能报不到这么多。"))
    if known.own is not None and known.category is not None:
        found.append(("own_rate", "按您填的比例算。外地看病可能比本地低，请填这次适用的。"))
    if any(bill.upfront_self_pay is None for bill in bills):
        found.append(("upfront_self_pay", "没填先行自付，按 0 元算。"))
    if known.category is None and known.own is None:
        found.append(("away", "按在参保地看的病算。"))
    if tiers:
        found.append(("tier", "没选一档还是二档，两种都算了。"))
    if known.hospital_level is None and known.own is None:
        found.append(("hospital_level", "没选医院级别，各级都算了一遍。"))
    if any(each.hospital_level is None and each.own is None for each in earlier):
        found.append(("", "前面的账单有没选医院级别的，各级都算了一遍。"))
    found += _open_here(known, told)
    if known.retired is None and known.is_employee and known.own is None:
        found.append(("retired", "没选在职还是退休，两种都算了。"))
    counts = known.care_type == CareType.INPATIENT and not any(each.care_type == known.care_type for each in earlier)
    if known.first_admission == 1 and counts and known.own is None:
        found.append(("admission_number", "按今年第一次住院算。"))
    if not known.burden_before:
        found.append(("burden_before", "没填今年累计，按以前没有花过算。"))
    if not known.supported:
        found.append(("supported", "按没有低保、特困等身份算。"))
    critical = [policy.critical_illness for policy in used]
    if known.has_own_line and any(rule is not None and rule.says_nothing_of_supported for rule in critical):
        found.append(("", "困难身份的大病起付线和比例没有查到，按一般人的算。"))
    if known.supported and any(policy.medical_assistance is None for policy in used):
        found.append(NO_ASSISTANCE)
    return tuple(found)


def _open_here(known: Circumstances, told: Deciders) -> Iterator[tuple[str, str]]:
    """What was taken for granted of what matters at this place."""
    if told.ages and known.age is None:
        yield "age", "没填周岁，各个年龄段都算了一遍。"
    if told.months and known.insured_months is None:
        yield "insured_months", "没填连续参保几个月，各段都算了一遍。"
    if told.hospital_classes and known.hospital_class is None:
        yield "hospital_class", "没选医院属于当地哪一类，各类都算了一遍。"
    if told.person_classes and known.person_class is None:
        yield "person_class", "没选您属于当地哪一类人，各类都算了一遍。"
    if told.items and not known.item:
        yield "item", f"按不是{'、'.join(told.items[:3])}{'等' if len(told.items) > 3 else ''}算。是的请选。"
    if told.hardships and known.supported and not known.hardship:
        yield "hardship", "没选是哪一种困难身份，各种都算了一遍。"
    if is_distance_open(known, told):
        yield "distance", "没选省内还是跨省，都算了一遍。"
    if told.at_home and known.category is None:
        yield "at_home", "按正常在本地看病算。"
    if told.periods and known.days is None:
        yield "days", "没填住院天数，按一个结算周期算。"
    if told.transfers and not known.transferred:
        yield "transferred", "按不是转院来的算。"
    if told.grows and known.insured_months is None:
        yield "insured_months", "没填连续参保几个月，大病封顶线按没有提高算。"
    if told.sums_of_year and not (known.fund_before or known.expenses_before):
        yield "fund_before", "没填今年报过多少，按今年第一次算。"


def what_would_narrow(
    stays: Sequence[Circumstances], tiers: Sequence[str], bills: Sequence[Bill], told: Deciders
) -> tuple[str, ...]:
    """The open answers behind a range that is too wide to show."""
    *earlier, known = stays
    open_answers = [
        (TIER_OPEN, bool(tiers)),
        (_LEVEL_OPEN, known.hospital_level is None),
        ("前面账单的医院级别", any(each.hospital_level is None for each in earlier)),
        (_PERSON_OPEN, known.retired is None and known.is_employee),
        ("当地的医院分类", bool(told.hospital_classes) and known.hospital_class is None),
        ("当地的人群分类", bool(told.person_classes) and known.person_class is None),
        ("周岁", bool(told.ages) and known.age is None),
        ("连续参保月数", bool(told.months) and known.insured_months is None),
        ("困难身份是哪一种", bool(told.hardships) and known.supported and not known.hardship),
        ("省内还是跨省", is_distance_open(known, told)),
        ("更准的总费用", any(bill.total_high for bill in bills)),
    ]
    return tuple(label for label, is_open in open_answers if is_open)
