"""The lines about what is paid on top of basic insurance."""

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from calculators.core.bands import Band
from calculators.core.choices import BurdenBasis
from calculators.core.layers import Assistance, Cumulative, Layers
from calculators.core.line import Line, line
from calculators.core.money import ZERO, format_number, format_yuan
from calculators.core.upper import CriticalIllnessRule
from calculators.core.wording import capped, factor, format_rate, less, product


def supplement_line(layers: Layers, name: Literal["supplement", "further"]) -> tuple[Line, ...]:
    """The line of one of the two supplements; none where the policy has no such rule."""
    layer = layers.supplement if name == "supplement" else layers.further
    if layer is None:
        return ()
    rule = _supplement_rule(layer.rule.deductible, layer.rule.bands)
    return (line(f"{name}_payment", _working(layer, "这一层"), layer.payment, rule),)


@lru_cache(maxsize=512)  # words of rules; nothing of a visitor's
def _supplement_rule(deductible: Decimal, bands: tuple[Band, ...]) -> str:
    threshold = f"超过 {format_yuan(deductible)} 的部分" if deductible else "剩下的自付"
    return f"前面各层付完，{threshold}付 {_rates(bands)}"


def _rates(bands: tuple[Band, ...]) -> str:
    return "、".join(format_rate(band.rate) for band in bands)


def critical_illness_line(layers: Layers) -> tuple[Line, ...]:
    """What critical illness pays, or why it pays nothing; no line where the policy has no such rule: nobody knows then."""
    critical, key = layers.critical_illness, "critical_illness_payment"
    if layers.policy.critical_illness is None:
        return ()
    if critical is None:
        why = "这类费用的自付不算进大病"
        return (line(key, why, ZERO, why),)
    working = _working(critical, "大病")
    if critical.burden != layers.burden:
        working = f"{_counted(layers, critical)}，{working}"
    return (line(key, working, critical.payment, _critical_illness_rule(layers, critical)),)


def _counted(layers: Layers, critical: Cumulative) -> str:
    """What of the burden counts, where that is not the whole burden and nothing else."""
    rule = layers.policy.critical_illness
    assert rule is not None, "it has a line"
    burden, counted = format_number(layers.burden), format_number(critical.burden)
    if rule.counts_everything and not rule.counts_over_limit:
        return f"{burden} + 先行自付 {format_number(critical.burden - layers.burden)} = {counted}"
    return f"自付 {burden} 里{_scope(rule)}，计入大病 {counted}"


@lru_cache(maxsize=512)  # words of rules; nothing of a visitor's
def _scope(rule: CriticalIllnessRule) -> str:
    """What critical illness counts less and more than the burden."""
    without = (
        ("起付线", rule.counts_deductible),
        ("超封顶的部分", rule.counts_over_ceiling),
        ("异地降比例多付的部分", rule.counts_remote_cut),
    )
    left_out = "、".join(name for name, counts in without if not counts)
    beside = (("先行自付", rule.counts_upfront_self_pay), ("超限价", rule.counts_over_limit))
    added = "、".join(name for name, counts in beside if counts)
    return "，".join(filter(None, (left_out and f"不算{left_out}", added and f"再算上{added}")))


def _working(layer: Cumulative, name: str) -> str:
    before, burden, threshold = layer.before, layer.burden, layer.rule.deductible
    if not burden:
        return "这次没有可计入大病的自付" if name == "大病" else "前面各层付完以后没有剩下的自付"
    year, total = before + burden, ""
    if before:
        total = f"今年累计 {format_number(before)} + {format_number(burden)} = {format_number(year)}，"
    if year < threshold:
        return f"{total}没到{name}起付线，还差 {format_number(threshold - year)} 元"
    if year == threshold:
        return f"{total}刚好到{name}起付线，没有超过的部分"
    return total + _cumulative_working(layer, year, name)


def _cumulative_working(layer: Cumulative, year: Decimal, name: str) -> str:
    rule, paid_before, paid_after = layer.rule, layer.paid_before, layer.paid_after
    over_deductible = rule.band_basis is not BurdenBasis.BURDEN
    terms = []
    for part in layer.slices:
        last = over_deductible and part.upper == year - rule.deductible
        amounts = factor(year, rule.deductible, part.lower) if last else factor(part.upper, part.lower)
        terms.append(f"{amounts} × {format_rate(part.band.rate)}")
    outcome = f"，{name}今年最多付 {format_number(paid_after)}"
    if rule.annual_ceiling != paid_after:
        outcome = f" = {format_number(paid_after)}"
    if paid_before:
        outcome += f"，{format_number(paid_after)}{less(paid_before)} = {format_number(layer.payment)}"
    return " + ".join(terms) + outcome


def _critical_illness_rule(layers: Layers, critical: Cumulative) -> str:
    rule = layers.policy.critical_illness
    favoured = "（已按困难群体倾斜）" if rule and rule.support and layers.claim.is_supported else ""
    return _threshold_rule(critical.rule.deductible, critical.rule.bands) + favoured


@lru_cache(maxsize=512)  # words of rules; nothing of a visitor's
def _threshold_rule(deductible: Decimal, bands: tuple[Band, ...]) -> str:
    return f"全年累计超过大病起付线 {format_yuan(deductible)} 的部分付 {_rates(bands)}"


def assistance_line(layers: Layers) -> tuple[Line, ...]:
    """What medical assistance pays, or why it pays nothing; no line where the policy has no such rule."""
    rule, assistance = layers.policy.medical_assistance, layers.assistance
    if rule is None:
        return ()
    over = f"超过救助起付线 {format_yuan(rule.deductible)} 的部分" if rule.deductible else "剩下的自付"
    text = f"救助对象{over}付 {format_rate(rule.rate)}"
    if assistance is None:
        return (line("medical_assistance_payment", "不是救助对象", ZERO, text),)
    working = _assistance_working(layers, assistance)
    return (line("medical_assistance_payment", working, assistance.payment, text),)


def _assistance_working(layers: Layers, assistance: Assistance) -> str:
    burden, deductible = assistance.burden, assistance.deductible
    if not burden:
        return "前面几层付完以后没有剩下的自付"
    if burden < deductible:
        return f"没过救助起付线，还差 {format_number(deductible - burden)} 元"
    if burden == deductible:
        return "刚好到救助起付线，没有超过的部分"
    amounts = factor(layers.burden, layers.burden - burden, deductible)
    working = product(amounts, assistance.rule.rate, assistance.due)
    return working + capped("救助今年", assistance.left, assistance.due)
