"""What a policy row is told apart by: who is insured how, for which care, at which hospital, filed as what.

Each closed set stands here once, with its words: forms, cases and comparisons derive from it.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from calculators.core.bands import Band
from calculators.core.choices import CHOICE_LABELS
from calculators.core.choices import Hardship as HardshipClass
from calculators.core.money import ZERO
from calculators.core.terms import BasicRule

#: The value of a row that holds whichever it is.
ANY = "any"


class Closed(models.TextChoices):
    """A closed set: ``label`` is what clerks choose by, ``short`` what citizens read in a question or a sentence."""

    @property
    def short(self) -> str:
        return str(self.label)

    @classmethod
    def asked(cls) -> list[tuple[str, str]]:
        """What a citizen may answer, as the choices of a question."""
        return [(member.value, member.short) for member in cls if member.value != ANY]


class Scheme(Closed):
    """险种. The two tiers are ways to be insured as an employee (职工一档、二档), asked where rows know them."""

    EMPLOYEE = "employee", "职工医保"
    EMPLOYEE_TIER1 = "employee_tier1", "职工医保一档"
    EMPLOYEE_TIER2 = "employee_tier2", "职工医保二档"
    RESIDENT = "resident", "居民医保"
    ANY = "any", "不分险种"

    @property
    def short(self) -> str:
        return "职工医保（含灵活就业按职工交的）" if self is Scheme.EMPLOYEE else str(self.label)

    @classmethod
    def asked(cls) -> list[tuple[str, str]]:
        return [choice for choice in super().asked() if choice[0] not in TIERS]


TIERS = (Scheme.EMPLOYEE_TIER1.value, Scheme.EMPLOYEE_TIER2.value)


class PersonKind(Closed):
    """Whether an employee still works (在职) or draws a pension (退休): many places pay pensioners more."""

    ACTIVE = "active", "在职"
    RETIRED = "retired", "退休"
    ANY = "any", "不分在职退休"


class CareType(Closed):
    """What a bill is for. 门诊慢特病 is outpatient care of an approved illness; that and births have rules of their own."""

    INPATIENT = "inpatient", "住院"
    OUTPATIENT = "outpatient", "普通门诊"
    CHRONIC = "chronic", "门诊慢特病"
    MATERNITY = "maternity", "生孩子"


class HospitalLevel(Closed):
    """级别 of the hospital, as the health authorities grade it; a lower one usually pays more."""

    COMMUNITY = "community", "社区、乡镇卫生院"
    PRIMARY = "primary", "一级"
    SECONDARY = "secondary", "二级"
    TERTIARY = "tertiary", "三级"
    ANY = "any", "不分级别"

    @property
    def short(self) -> str:
        return {"any": "各级医院", "community": "社区医院和乡镇卫生院"}.get(self.value, f"{self.label}医院")

    def in_words(self, local_class: str | None) -> list[str]:
        """The level and the place's own class of hospitals: 三级医院、中医医院; once where the class says the level
        (三级乙等)."""
        if local_class and self.label in local_class:
            return [local_class if local_class.endswith("医院") else f"{local_class}医院"]
        return [self.short, *filter(None, [local_class])]


class Hardship(Closed):
    """困难身份: the classes that places tell apart; ANY is whichever it is."""

    EXTREME_POVERTY = HardshipClass.EXTREME_POVERTY.value, CHOICE_LABELS[HardshipClass.EXTREME_POVERTY]
    LOW_INCOME = HardshipClass.LOW_INCOME.value, CHOICE_LABELS[HardshipClass.LOW_INCOME]
    RELAPSE = HardshipClass.RELAPSE.value, CHOICE_LABELS[HardshipClass.RELAPSE]
    LOW_INCOME_EDGE = HardshipClass.LOW_INCOME_EDGE.value, CHOICE_LABELS[HardshipClass.LOW_INCOME_EDGE]
    ILLNESS = HardshipClass.ILLNESS.value, CHOICE_LABELS[HardshipClass.ILLNESS]
    ANY = HardshipClass.ANY.value, CHOICE_LABELS[HardshipClass.ANY]


class Distance(Closed):
    """How far from home care was sought."""

    SAME_PROVINCE = "same_province", "省内"
    CIRCLE = "circle", "当地文件点名的邻近省市"
    OTHER_PROVINCE = "other_province", "跨省"
    ANY = "any", "不分远近"


class Category(Closed):
    """How care away from home was filed (异地就医类别); the last two are for care at home that some places treat so."""

    LONG_TERM = "long_term", "长期居住备案"
    REFERRAL = "referral", "转诊备案"
    EMERGENCY = "emergency", "急诊抢救"
    OTHER_TEMPORARY = "other_temporary", "其他临时外出"
    UNFILED = "unfiled", "没有备案"
    EXEMPT = "exempt", "不用备案的外地"
    BACK_HOME = "back_home", "备了长期案，回参保地看病"
    NOT_REFERRED = "not_referred", "没转诊就去上级医院（本地）"

    @property
    def short(self) -> str:
        return {"other_temporary": "临时外出备案", "exempt": "不用备案"}.get(self.value, str(self.label))

    @classmethod
    def away(cls) -> "list[Category]":
        """Those of care away from home."""
        return [category for category in cls if category not in AT_HOME]

    @classmethod
    def compared(cls) -> "list[Category]":
        """What can be chosen before care: neither an emergency nor that two places need no filing."""
        return [category for category in cls.away() if category not in (cls.EMERGENCY, cls.EXEMPT)]


AT_HOME = (Category.BACK_HOME, Category.NOT_REFERRED)


#: A distance that is half known: another province, which a place may have named as one of its neighbours or not.
ELSEWHERE = "elsewhere"


def is_of_employees(scheme: str) -> bool:
    """Whether it is 职工医保, of whatever tier."""
    return scheme in (Scheme.EMPLOYEE, *TIERS)


@dataclass(frozen=True, slots=True)
class Known:
    """What finished answers already say, and a form does not ask again; '' for what they leave open.

    ``region`` is the code of a 统筹区, ``category`` the filing category away from home, None at home, and ``distance``
    how far that was (``ELSEWHERE`` too).
    """

    region: str = ""
    scheme: str = ""
    care_type: str = ""
    category: str | None = ""
    distance: str | None = None

    @property
    def is_employee(self) -> bool:
        return is_of_employees(self.scheme)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """起付线 (元) and 报销比例 (fraction) that the citizen typed for a city without data."""

    deductible: Decimal
    rate: Decimal

    def rule(self) -> BasicRule:
        """The typed figures as terms of the core: one deductible, one band, no ceiling."""
        return BasicRule((self.deductible,), (Band(None, self.rate),))


class Circumstances(NamedTuple):
    """Everything that decides which rules apply. None is 不知道: only what holds whichever it is can then be found.

    ``on`` is the day whose rules count, ``age`` is in years, ``burden_before`` what this year's earlier bills left to
    pay inside the scope (今年累计自付), in yuan. ``own`` stands in for the published basic rule and the remote one.
    ``person_class``, ``hospital_class`` and ``item`` are the place's own words; '' is none of those it has.
    ``level_admission`` counts stays at this level alone, ``days`` those of the stay, ``transferred`` is what a hospital
    before a transfer was paid of the deductible; ``fund_before`` and ``expenses_before`` are what this year insurance has
    paid, and what was spent inside the scope, in yuan.
    """

    region: str
    scheme: str
    care_type: str
    on: dt.date
    hospital_level: str | None = None
    retired: bool | None = None
    age: int | None = None
    supported: bool = False
    category: str | None = None
    first_admission: int = 1
    burden_before: Decimal = ZERO
    own: OwnRule | None = None
    distance: str | None = None
    hardship: str | None = None
    insured_months: int | None = None
    person_class: str | None = None
    hospital_class: str | None = None
    item: str | None = None
    level_admission: int | None = None
    days: int | None = None
    transferred: Decimal = ZERO
    unclaimed_years: int | None = None
    fund_before: Decimal = ZERO
    expenses_before: Decimal = ZERO

    @property
    def is_employee(self) -> bool:
        return is_of_employees(self.scheme)

    @property
    def has_own_line(self) -> bool:
        """Whether critical illness insurance has a lower threshold for this person than for others by the nation's rule:
        it has for residents who are supported (低保、特困); of employees no text of the nation says so."""
        return self.supported and not self.is_employee

    @property
    def person(self) -> str | None:
        """The person kind by which rows are told apart."""
        return None if self.retired is None else (PersonKind.RETIRED if self.retired else PersonKind.ACTIVE).value
