"""The claim (一次就医): the bill, who was treated where and for what, and what the year already holds. In yuan."""

from collections.abc import Iterator
from dataclasses import dataclass

from calculators.core.choices import Hardship
from calculators.core.money import ZERO
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Terms, Whole, Yuan


@dataclass(frozen=True, slots=True)
class YearToDate(Terms):
    """What this benefit year (待遇年度) already holds before a claim, in yuan.

    `deductible` and the payments are what was paid, `kind_payment` by the fund for this kind of care alone; the burdens
    are what critical illness, medical assistance and the two supplements were computed from; `eligible_expenses` and
    `banded_expenses` are what a ceiling of expenses and bands of the year have counted.
    """

    deductible: Yuan = ZERO
    fund_payment: Yuan = ZERO
    over_ceiling_payment: Yuan = ZERO
    critical_illness_burden: Yuan = ZERO
    critical_illness_payment: Yuan = ZERO
    assistance_burden: Yuan = ZERO
    medical_assistance_payment: Yuan = ZERO
    eligible_expenses: Yuan = ZERO
    banded_expenses: Yuan = ZERO
    kind_payment: Yuan = ZERO
    supplement_burden: Yuan = ZERO
    further_burden: Yuan = ZERO


@dataclass(frozen=True, slots=True)
class Claim(Terms):
    """One hospital stay or one outpatient visit, in yuan; `supported` is 低保、特困、返贫监测 and the like.

    None and '' are not known, or not so: `level_admission` is by itself where order is counted at the same level,
    `days` one period, and the rest meets no condition. `over_limit` is the part of 自费 that lies above a price limit
    (超限价), `transferred_deductible` what the hospital before a transfer (转院) was paid of the deductible.
    """

    total_charges: Yuan
    non_covered: Yuan = ZERO
    upfront_self_pay: Yuan = ZERO
    admission_number: int = 1
    supported: bool = False
    year_to_date: YearToDate = YearToDate()
    over_limit: Yuan = ZERO
    level_admission: int | None = None
    days: int | None = None
    transferred_deductible: Yuan = ZERO
    age: Whole | None = None
    insured_months: Whole | None = None
    unclaimed_years: Whole | None = None
    hardship: Hardship | None = None
    person_class: str = ""
    hospital_class: str = ""
    item: str = ""

    @property
    def is_supported(self) -> bool:
        """Whether the person is in any class of hardship, named or not."""
        return self.supported or self.hardship is not None

    def flaws(self) -> Iterator[Flaw]:
        whole = ("total_charges",)
        if self.non_covered > self.total_charges:
            yield Flaw(("non_covered",), Kind.MORE_THAN_TOTAL, beside=whole)
        elif self.non_covered + self.upfront_self_pay > self.total_charges:
            yield Flaw(("upfront_self_pay",), Kind.PARTS_MORE_THAN_TOTAL, beside=(*whole, "non_covered"))
        if self.over_limit > self.non_covered:
            yield Flaw(("over_limit",), Kind.MORE_THAN_NON_COVERED, beside=("non_covered",))
