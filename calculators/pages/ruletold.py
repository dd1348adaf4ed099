"""A rule of a place in a few words each: 起付线每次800元, 报 85%, 一年最多付200,000元; each part with what it is about."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from calculators.core.bands import Band
from calculators.core.choices import BandBasis, BandScope, BurdenBasis, CeilingBasis, DeductibleBasis, OrderBasis
from calculators.core.money import ONE, format_yuan
from calculators.core.specials import CHANGES, change_words, condition_words
from calculators.core.terms import BasicRule, CriticalIllnessRule, MedicalAssistanceRule, Special, SupplementRule
from calculators.core.wording import format_points, format_rate
from calculators.models import BasicPolicy


class About(StrEnum):
    """The columns of a table of rules, by what they are called; what is about nothing of these stands beside."""

    FLOOR = "起付线"
    SHARE = "报多少"
    CHANGE = "变多少"
    BESIDE = ""


class Part(NamedTuple):
    """One thing that a rule says: what it is about, in words that stand by themselves."""

    about: About
    words: str

    @property
    def short(self) -> str:
        """The words under the name of their column."""
        if self.about is About.FLOOR:
            return self.words.replace(self.about, "", 1)
        return self.words.removeprefix("报 ") if self.about is About.SHARE else self.words


def beside(words: Iterable[str]) -> Iterator[Part]:
    return (Part(About.BESIDE, each) for each in words)


def basic(rule: BasicRule, missing: Sequence[str]) -> Iterator[Part]:
    if rule.fixed_payment is not None:
        yield Part(About.SHARE, f"定额付{format_yuan(rule.fixed_payment)}")
    else:
        unknown = {name: f"{label}没有查到" for name, label in BasicPolicy.REQUIRED.items() if label in missing}
        yield Part(About.FLOOR, unknown.get("deductible") or _deductible(rule))
        over = "（起付线也算在段里）" if rule.band_basis is BandBasis.ELIGIBLE else ""
        over += "（全年累计）" if rule.band_scope is BandScope.YEAR and len(rule.bands) > 1 else ""
        bands = [Band(band.up_to, rule.rate_at_home(band)) for band in rule.bands]
        yield Part(About.SHARE, unknown.get("bands") or _bands(bands, over))
    yield from beside(_beside_the_deductible(rule))
    yield from beside(_ceilings(rule))
    yield from beside(f"{condition_words(special)}：{_changes(special)}" for special in rule.specials)
    if not rule.feeds_critical_illness:
        yield Part(About.BESIDE, "自付不算进大病")


def _changes(special: Special) -> str:
    return change_words({name: getattr(special, name) for name in CHANGES})


def _beside_the_deductible(rule: BasicRule) -> Iterator[str]:
    if rule.order_basis is OrderBasis.SAME_LEVEL and len(rule.deductible) > 1:
        yield "次数只数同级别的医院"
    if rule.deductible_annual_cap is not None:
        yield f"起付线一年合计不超过{format_yuan(rule.deductible_annual_cap)}"
    if rule.period_days is not None:
        yield f"住满 {rule.period_days} 天再付一条起付线"
    if rule.transfer_tops_up:
        yield "转院只补起付线差额"


def _ceilings(rule: BasicRule) -> Iterator[str]:
    shared = "（和别的就医合用）" if rule.ceiling_shared else ""
    if rule.annual_ceiling is not None and rule.ceiling_basis is CeilingBasis.EXPENSES:
        yield f"一年最多算{format_yuan(rule.annual_ceiling)}的费用，个人付的也算{shared}"
    elif rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}{shared}"
    if rule.kind_ceiling is not None:
        yield f"这一类一年最多付{format_yuan(rule.kind_ceiling)}"
    if rule.visit_ceiling is not None:
        yield f"每次最多付{format_yuan(rule.visit_ceiling)}"
    if rule.over_ceiling_rate is not None:
        most = rule.over_ceiling_annual_ceiling
        yield f"再往上报 {format_rate(rule.over_ceiling_rate)}" + (f"，最多{format_yuan(most)}" if most else "")


def _deductible(rule: BasicRule) -> str:
    if not any(rule.deductible):
        return "没有起付线"
    if rule.deductible_basis is DeductibleBasis.PER_YEAR:
        return f"起付线一年{format_yuan(rule.deductible[0])}"
    *firsts, last = (format_yuan(amount) if amount else "没有" for amount in rule.deductible)
    if not firsts:
        return f"起付线每次{last}"
    counted = (f"第 {number} 次{amount}" for number, amount in enumerate(firsts, start=1))
    return f"起付线{'，'.join(counted)}，以后每次{last}".replace("每次没有", "没有")


def _bands(bands: Iterable[Band], counted: str) -> str:
    """报 85%; 30,000元以内报 85%，以上报 90%. ``counted`` says where bands count from."""
    told = tuple(bands)
    if len(told) == 1 and told[0].up_to is None:
        return f"报 {format_rate(told[0].rate)}"
    bounds = ("以上" if band.up_to is None else f"{format_yuan(band.up_to)}以内" for band in told)
    return "，".join(f"{bound}报 {format_rate(band.rate)}" for bound, band in zip(bounds, told, strict=True)) + counted


def upper(rule: CriticalIllnessRule | SupplementRule) -> Iterator[Part]:
    if rule.band_basis is BurdenBasis.BURDEN and len(rule.bands) > 1:
        words = "自付 " + "，".join(_burdens(rule))
    elif rule.deductible:
        words = f"一年自付满{format_yuan(rule.deductible)}，超出的{_bands(rule.bands, '')}"
    else:
        words = f"剩下的自付{_bands(rule.bands, '')}"
    yield Part(About.SHARE, words)
    yield from beside(_beside_the_bands(rule))


def _beside_the_bands(rule: CriticalIllnessRule | SupplementRule) -> Iterator[str]:
    if rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}"
    if isinstance(rule, SupplementRule):
        return
    if growth := rule.growth:
        yield f"连续参保满 {growth.from_years} 年，每多一年封顶线提高{format_yuan(growth.per_year)}"
    if rule.support:
        yield "困难群体" + "，".join(_support(rule))


def _burdens(rule: CriticalIllnessRule | SupplementRule) -> Iterator[str]:
    """11,000元到 100,000元那一段报 60%, 100,000元以上报 70%: bands that count from the first yuan borne."""
    floor = rule.deductible
    for band in rule.bands:
        if band.up_to is None:
            yield f"{format_yuan(floor)}以上报 {format_rate(band.rate)}"
        elif band.up_to > floor:
            yield f"{format_yuan(floor)}到 {format_yuan(band.up_to)}那一段报 {format_rate(band.rate)}"
            floor = band.up_to


def _support(rule: CriticalIllnessRule) -> Iterator[str]:
    support = rule.support
    assert support is not None, "asked for where there is one"
    if support.deductible_factor != ONE:
        yield f"起付线降到{format_yuan(rule.for_person(supported=True).deductible)}"
    if support.rate_add:
        yield f"多报 {format_points(support.rate_add)} 个百分点"
    if support.no_ceiling:
        yield "不封顶"


def assistance(rule: MedicalAssistanceRule) -> Iterator[Part]:
    yield Part(About.FLOOR, f"起付线{format_yuan(rule.deductible)}" if rule.deductible else "没有起付线")
    yield Part(About.SHARE, f"报 {format_rate(Decimal(rule.rate))}")
    if rule.annual_ceiling is not None:
        yield Part(About.BESIDE, f"一年最多付{format_yuan(rule.annual_ceiling)}")
