"""How notices call what a row of figures is about, and each of its figures: the words by which its clauses are found."""

import re
from decimal import Decimal

from calculators.circumstances import CareType, Category, Distance, Hardship, HospitalLevel, PersonKind, Scheme
from calculators.core.typed import parse_yuan
from registry.typed.signs import half_width
from registry.typed.stated import shown

#: How notices call those to whom each applies.
CALLED = {
    Category.LONG_TERM.value: "长期居住|异地安置|长期异地|常驻异地",
    Category.REFERRAL.value: "转诊|转院|转外",
    Category.OTHER_TEMPORARY.value: "临时外出|非急诊",
    Category.EMERGENCY.value: "急诊|抢救",
    Category.UNFILED.value: "未备案|没有备案|未办理备案|未按规定备案|未办理异地就医备案",
}
#: The figures of the rows that are of one sort, by their fields.
DEDUCTIBLES = ("deductible", "deductible_annual_cap", "deductible_factor", "support_deductible_factor")
CEILINGS = ("annual_ceiling", "over_ceiling_annual_ceiling")
_RATES = ("rate", "rate_add", "support_rate_add", "over_ceiling_rate")
#: Those that clauses give beside one of another sort: where a band of the rates ends is no rate.
_BESIDE = {"up_to": "rate", "over_ceiling_rate": "annual_ceiling", "growth_most": "annual_ceiling"}
#: By the value of a field or the field of a figure; several words for one are parted by |.
_WRITTEN = {
    Scheme.EMPLOYEE.value: "职工",
    Scheme.EMPLOYEE_TIER1.value: "职工",
    Scheme.EMPLOYEE_TIER2.value: "职工",
    Scheme.RESIDENT.value: "居民",
    CareType.INPATIENT.value: "住院",
    CareType.OUTPATIENT.value: "门诊",
    CareType.CHRONIC.value: "慢特病|慢性病|特殊疾病|门诊特病",
    CareType.MATERNITY.value: "生育|分娩",
    HospitalLevel.COMMUNITY.value: "社区|乡镇卫生院|基层|一级及以下",
    HospitalLevel.PRIMARY.value: "一级",
    HospitalLevel.SECONDARY.value: "二级",
    HospitalLevel.TERTIARY.value: "三级",
    PersonKind.ACTIVE.value: "在职",
    PersonKind.RETIRED.value: "退休",
    **CALLED,
    Distance.SAME_PROVINCE.value: "省内",
    Distance.OTHER_PROVINCE.value: "跨省|省外",
    Hardship.EXTREME_POVERTY.value: "特困|孤儿",
    Hardship.LOW_INCOME.value: "低保对象|低保人员|低保家庭|最低生活保障|低保",
    Hardship.RELAPSE.value: "返贫|脱贫不稳定|易致贫",
    Hardship.LOW_INCOME_EDGE.value: "低保边缘|低收入",
    Hardship.ILLNESS.value: "因病致贫|支出型",
    **dict.fromkeys(DEDUCTIBLES, "起付"),
    **dict.fromkeys(_RATES, "报销|支付比例|按比例"),
    **dict.fromkeys(CEILINGS, "封顶|最高|最多|限额"),
}
#: Whoever is insured; a 居民身份证 is anybody's.
_INSURED = {Scheme.EMPLOYEE: re.compile("职工"), Scheme.RESIDENT: re.compile("居民(?!身份证|户口)")}
#: Of which a clause that speaks of one alone is none of another's.
_APART = (tuple(Scheme), tuple(CareType))


def written(*values: str) -> tuple[str, ...]:
    return tuple(_WRITTEN[value] for value in values if value in _WRITTEN)


def rivals(*values: str) -> tuple[tuple[str, str], ...]:
    """How notices call each of these, and how its neighbours."""
    found = []
    for value in values:
        for neighbours in (group for group in _APART if value in group):
            own = written(value)
            if others := [word for word in dict.fromkeys(written(*neighbours)) if word not in own]:
                found += [(word, "|".join(others)) for word in own]
    return tuple(found)


_STAYS = "零一二三四五六七八九"


def once(text: str, stay: int) -> str:
    """第二次住院, where a text speaks of that stay alone and never of the later ones; '' where it does not."""
    if not 1 < stay < len(_STAYS):
        return ""
    called = rf"第 ?[{stay}{_STAYS[stay]}] ?次"
    if re.search(rf"{called}[^，。；]{{0,4}}(?:及|以后|以上|或|起(?!付))|多次|再次|每次", text):
        return ""
    found = re.search(rf"{called}(?:住院)?", text)
    return found[0] if found else ""


_SUM = r"([0-9]{1,9}(?:\.[0-9]{1,4}(?= ?万))? ?万?)"
_RANGE = re.compile(rf"{_SUM} ?元?(?:以上)?[-–—~～至到] ?{_SUM} ?元")


def band_starts(text: str, end: Decimal) -> set[Decimal]:
    """The sums at which bands begin that the text lets end at this one: 1万元至5万元."""
    ranges = (map(parse_yuan, one.groups()) for one in _RANGE.finditer(half_width(text).replace(",", "")))
    return {low for low, high in ranges if high == end}


def stands_with(field: str) -> str:
    """The field whose figure the same clause gives: the field itself, mostly."""
    return _BESIDE.get(field, field)


def measured(figure: Decimal) -> str:
    """A sum with its unit, a fraction as a share: 800 is 800元, 0.85 is 85%."""
    return shown(figure) if 0 < figure < 1 else f"{shown(figure)}元"


def scheme_of(*texts: str) -> str:
    """The insurance that a notice is about, by the first of its texts that names any; '' where that names both."""
    for text in texts:
        if named := schemes_in(text):
            return named[0] if len(named) == 1 else ""
    return ""


def schemes_in(text: str) -> list[str]:
    """The insurances that a text names."""
    return [scheme.value for scheme, words in _INSURED.items() if words.search(text)]
