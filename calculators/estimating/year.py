"""Bills of one benefit year settled one after another, each by its own rules on the sums that the ones before it left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.circumstances import ANY, Circumstances
from calculators.core.choices import BandBasis, DeductibleBasis, Hardship
from calculators.core.money import ZERO
from calculators.core.settlement import Settlement, settle
from calculators.core.terms import Claim, Policy, YearToDate

Sums = defaultdict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill in yuan. ``total_high`` when only a range is known; None for parts the citizen did not give. ``at`` are
    the circumstances of a bill that has some of its own: other care, another hospital; None where they are the last's."""

    total: Decimal
    total_high: Decimal | None = None
    non_covered: Decimal | None = None
    upfront_self_pay: Decimal | None = None
    at: Circumstances | None = None


def settle_year(
    used: Sequence[tuple[Policy, Circumstances]], bills: Sequence[Bill], *, high: bool
) -> tuple[Settlement, ...]:
    """The bills one after another; ``used`` are the policy and the circumstances of each."""
    year = _Year(used[-1][1].burden_before)
    settlements = []
    for (policy, at), bill in zip(used, bills, strict=True):
        before = year.before(policy, at)
        number, level_number = year.numbers(at)
        claim = Claim(
            total_charges=(bill.total_high or bill.total) if high else bill.total,
            non_covered=bill.non_covered or ZERO,
            upfront_self_pay=bill.upfront_self_pay or ZERO,
            admission_number=number,
            level_admission=level_number,
            supported=at.supported,
            hardship=Hardship(at.hardship) if at.hardship not in (None, ANY) else None,
            year_to_date=before,
            age=at.age,
            insured_months=at.insured_months,
            unclaimed_years=at.unclaimed_years,
            days=at.days,
            transferred_deductible=at.transferred,
            person_class=at.person_class or "",
            hospital_class=at.hospital_class or "",
            item=at.item or "",
        )
        settlements.append(settle(policy, claim))
        if len(settlements) < len(bills):  # nobody asks what the last one leaves
            year.add(policy, at, before, settlements[-1].year_to_date_after)
    return tuple(settlements)


#: The sums that belong to a kind of care, or to all that share a ceiling; those of the kind alone; the rest is everybody's.
_OF_CEILING = ("fund_payment", "over_ceiling_payment", "eligible_expenses")
_OF_KIND = ("deductible", "banded_expenses")
_OF_ALL = (
    *("critical_illness_burden", "critical_illness_payment", "assistance_burden", "medical_assistance_payment"),
    "further_burden",
)


class _Year:
    """What the year holds so far. Inpatient, outpatient and other care each have a deductible, bands and a ceiling of
    their own, unless their rules share one; the layers above look at all of them."""

    def __init__(self, burden_before: Decimal) -> None:
        self._all: Sums = defaultdict(Decimal, critical_illness_burden=burden_before, assistance_burden=burden_before)
        self._shared: Sums = defaultdict(Decimal)
        self._kinds: dict[str, Sums] = {}
        self._items: Sums = defaultdict(Decimal)
        self._supplements: dict[object, Decimal] = defaultdict(Decimal)
        self._counted: dict[tuple[str | None, ...], int] = defaultdict(int)

    def numbers(self, at: Circumstances) -> tuple[int, int | None]:
        """The how many-th stay it is, of all and at this level; as it was told, or behind those before it."""
        level = (at.care_type, at.hospital_level, at.hospital_class)
        number = max(self._counted[at.care_type,] + 1, at.first_admission)
        self._counted[at.care_type,] = number
        if at.level_admission is None:
            return number, None
        self._counted[level] = max(self._counted[level] + 1, at.level_admission)
        return number, self._counted[level]

    def before(self, policy: Policy, at: Circumstances) -> YearToDate:
        """The sums that the rules of one bill look at."""
        basic = policy.required_basic()
        kind = self._kinds.get(at.care_type)
        if kind is None:
            kind = self._kinds[at.care_type] = _said(policy, at)
            self._items[_item(at)] += at.fund_before
            for name in _OF_CEILING if basic.ceiling_shared else ():
                self._shared[name] += kind[name]
        ceiling = self._shared if basic.ceiling_shared else kind
        return YearToDate(
            **{name: self._all[name] for name in _OF_ALL},
            **{name: ceiling[name] for name in _OF_CEILING},
            **{name: kind[name] for name in _OF_KIND},
            kind_payment=self._items[_item(at)],
            supplement_burden=self._supplements[policy.supplement],
        )

    def add(self, policy: Policy, at: Circumstances, before: YearToDate, after: YearToDate) -> None:
        """What one bill adds to them."""
        sums = [self._all, self._kinds[at.care_type]]
        if policy.required_basic().ceiling_shared:
            sums.append(self._shared)
        for name in (*_OF_ALL, *_OF_CEILING, *_OF_KIND):
            added = getattr(after, name) - getattr(before, name)
            for each in sums:
                each[name] += added
        self._items[_item(at)] = after.kind_payment
        self._supplements[policy.supplement] = after.supplement_burden


def _item(at: Circumstances) -> str:
    return f"{at.care_type} {at.item or ''}"


def _said(policy: Policy, at: Circumstances) -> Sums:
    """What the year holds already of a kind of care, as far as it was said; a deductible of the year is met by what was
    spent first."""
    basic, spent = policy.required_basic(), at.expenses_before
    per_year = basic.deductible_basis is DeductibleBasis.PER_YEAR
    met = min(basic.deductible_for(1), spent) if per_year else ZERO
    return defaultdict(
        Decimal,
        deductible=met,
        fund_payment=at.fund_before,
        eligible_expenses=spent,
        banded_expenses=spent if basic.band_basis is BandBasis.ELIGIBLE else spent - met,
    )
