"""The lines that explain a settlement: each layer's working as a person would write it, and why one pays nothing."""

from decimal import Decimal
from typing import NamedTuple

from calculators.core.bands import Slice
from calculators.core.choices import BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.core.labels import LABELS
from calculators.core.layers import Assistance, BandPayment, CriticalIllness, Layers, Overrun
from calculators.core.money import ONE, ZERO, format_number, format_yuan
from calculators.core.terms import AwayRule, BasicRule
from calculators.core.wording import capped, factor, format_points, format_rate, less, product


class Line(NamedTuple):
    """One step of a settlement: which total it belongs to, its working, its amount in yuan, the rule it came from."""

    key: str
    label: str
    working: str
    amount: Decimal
    rule: str


def explain(layers: Layers, out_of_pocket: Decimal) -> tuple[Line, ...]:
    """All lines of a settlement in the order in which a person would compute them."""
    # The figures that stand in many workings are written once: formatting is most of what a line costs.
    total, eligible = format_number(layers.claim.total_charges), format_number(layers.expenses.eligible)
    critical, assistance = _critical_illness_line(layers), _assistance_line(layers)
    basic_payments = less(layers.fund.payment, layers.over_ceiling.payment)
    payments = basic_payments + less(critical.amount, assistance.amount)
    return (
        *_expense_lines(layers, total, eligible),
        _deductible_line(layers),
        *_fund_lines(layers, eligible),
        _over_ceiling_line(layers),
        _remainder("burden", eligible + basic_payments, layers.burden, "起付线在内，自费和先行自付不在内"),
        critical,
        assistance,
        _remainder("out_of_pocket", total + payments, out_of_pocket, "医疗费总额减去各层支付"),
    )


def _line(key: str, working: str, amount: Decimal, rule: str) -> Line:
    # A settlement makes a dozen of these, and calling the class takes three times as long.
    return tuple.__new__(Line, (key, LABELS[key], working, amount, rule))


def _remainder(key: str, difference: str, rest: Decimal, rule: str) -> Line:
    """What is left of a difference; it says no more than the number where nothing was taken off."""
    working = f"{difference} = {format_number(rest)}" if "−" in difference else difference
    return _line(key, working, rest, rule)


def _expense_lines(layers: Layers, total: str, eligible: str) -> list[Line]:
    claim, expenses, remote = layers.claim, layers.expenses, layers.policy.remote
    non_covered, upfront = claim.non_covered, claim.upfront_self_pay
    lines = [_line("total_charges", total, claim.total_charges, "票据上的总金额")]
    if non_covered:
        rule = "目录外和超限价的费用，哪一层都不付"
        lines.append(_line("non_covered", format_number(non_covered), non_covered, rule))
    if upfront:
        rule = "乙类项目先由个人付一部分，剩下的才进入报销"
        lines.append(_line("upfront_self_pay", format_number(upfront), upfront, rule))
    if remote.kind is RemoteKind.UPFRONT_SHARE:
        working = product(format_number(expenses.in_scope), remote.value, expenses.remote_upfront)
        rule = f"异地就医先自付 {format_rate(remote.value)}，剩下的按本地规则报销"
        lines.append(_line("remote_upfront", working, expenses.remote_upfront, rule))
    taken_off = less(non_covered, upfront, expenses.remote_upfront)
    working = f"{total}{taken_off} = {eligible}" if taken_off else eligible
    lines.append(_line("eligible_expenses", working, expenses.eligible, "总额去掉自费和先行自付"))
    return lines


def _deductible_line(layers: Layers) -> Line:
    entry, due, amount = layers.deductible
    if not entry:
        return _line("deductible", "这份规则没有起付线", ZERO, "不设起付线")
    working = written = format_number(entry)
    if due != entry:
        paid = layers.claim.year_to_date.deductible
        working = f"{written}{less(paid)} = {format_number(due)}" if due else f"{written}，今年已经付满"
    if amount != due:
        working += f"，这次政策范围内只有 {format_number(amount)}"
    return _line("deductible", working, amount, _deductible_rule(layers, written))


def _deductible_rule(layers: Layers, entry: str) -> str:
    rule = f"起付线 {entry}元"
    if layers.policy.remote.kind is RemoteKind.DEDUCTIBLE:
        rule = f"异地就医的{rule}"
    elif len(layers.basic.deductible) > 1:
        rule = f"今年第 {layers.claim.admission_number} 次住院的{rule}"
    return f"{rule}，全年合计只付一条" if layers.basic.deductible_basis is DeductibleBasis.PER_YEAR else rule


def _fund_lines(layers: Layers, eligible: str) -> list[Line]:
    if layers.fund.bands:
        return [_band_line(layers, eligible, paid) for paid in layers.fund.bands]
    return [_line("fund_payment", _why_below_deductible(layers), ZERO, "超过起付线的部分才报销")]


def _why_below_deductible(layers: Layers) -> str:
    eligible, due = layers.expenses.eligible, layers.deductible.due
    if not eligible:
        return "没有政策范围内的费用"
    if eligible == due:
        return f"刚好到起付线 {format_number(due)}，没有超过的部分"
    return f"没过起付线，还差 {format_number(due - eligible)} 元"


def _band_line(layers: Layers, eligible: str, paid: BandPayment) -> Line:
    rule = _band_rule(layers.basic, layers.policy.remote, paid)
    if paid.left is not None and not paid.left:
        ceiling = format_number(layers.basic.annual_ceiling or ZERO)
        return _line("fund_payment", f"今年统筹已到封顶线 {ceiling}，这部分统筹不再付", ZERO, rule)
    working = product(_fund_amounts(layers, eligible, paid.slice), paid.rate, paid.due)
    return _line("fund_payment", working + capped("今年统筹", paid.left, paid.due), paid.payment, rule)


def _fund_amounts(layers: Layers, eligible: str, part: Slice) -> str:
    """What of the expenses one band takes: the last band by the expenses themselves, the others by their bounds."""
    if layers.basic.band_basis is BandBasis.ELIGIBLE or part.upper != layers.fund.stop:
        return factor(part.upper, part.lower)
    taken_off = less(layers.deductible.amount, part.lower)
    return f"({eligible}{taken_off})" if taken_off else eligible


def _band_rule(basic: BasicRule, remote: AwayRule, paid: BandPayment) -> str:
    counted = "政策范围内" if basic.band_basis is BandBasis.ELIGIBLE else "起付线以上"
    rule = f"{counted}{_stretch(paid.slice)}的部分报销 {format_rate(paid.slice.band.rate)}"
    if basic.rate_add:
        rule += f"，加 {format_points(basic.rate_add)} 个百分点"
    if basic.self_pay_factor != ONE:
        rule += f"，个人支付部分按 {format_rate(basic.self_pay_factor)} 计"
    if remote.kind is RemoteKind.RATE_POINTS:
        rule += f"，异地降 {format_points(remote.value)} 个百分点"
    elif remote.kind is RemoteKind.RATE_FACTOR:
        rule += f"，异地再乘 {format_rate(remote.value)}"
    return rule if paid.rate == paid.slice.band.rate else f"{rule}，最后为 {format_rate(paid.rate)}"


def _stretch(part: Slice) -> str:
    """The band of a slice in words; nothing when it is the only one."""
    if part.band.up_to is None:
        return f"超过 {format_yuan(part.floor)} " if part.floor else ""
    return f" {format_number(part.floor)}–{format_yuan(part.band.up_to)} "


def _over_ceiling_line(layers: Layers) -> Line:
    rate = layers.basic.over_ceiling_rate
    rule = "这份规则里没有超封顶的支付" if rate is None else f"超过封顶线的部分支付 {format_rate(rate)}"
    return _line("over_ceiling_payment", _over_ceiling_working(layers), layers.over_ceiling.payment, rule)


def _over_ceiling_working(layers: Layers) -> str:
    rate, fund, over = layers.basic.over_ceiling_rate, layers.fund, layers.over_ceiling
    if fund.left is None:
        return "这份规则里统筹没有封顶线"
    if fund.overrun is None:
        left = fund.left - fund.payment
        return f"没到封顶线，统筹今年还能付 {format_number(left)}" if left else "刚好到封顶线，没有超过的部分"
    if rate is None:
        expenses = format_number(fund.overrun.share(ONE))
        return f"超过封顶线的 {expenses} 由个人付，这份规则里没有超封顶的支付"
    return product(_overrun_amounts(fund.overrun), rate, over.due) + capped("这一层今年", over.left, over.due)


def _overrun_amounts(overrun: Overrun) -> str:
    """`(200,000 − 100,000 ÷ 85%)`: exact, where a quotient rounded to the fen would not be."""
    amount, left, rate = overrun
    if not left or rate == ONE:
        return factor(amount, left)
    return f"({format_number(amount)} − {format_number(left)} ÷ {format_rate(rate)})"


def _critical_illness_line(layers: Layers) -> Line:
    critical = layers.critical_illness
    if critical is None:
        return _line("critical_illness_payment", "这份规则里没有大病保险", ZERO, "这份规则里没有大病保险")
    working = _critical_illness_working(critical)
    if critical.burden != layers.burden:
        upfront = format_number(critical.burden - layers.burden)
        counted = f"{format_number(layers.burden)} + 先行自付 {upfront} = {format_number(critical.burden)}"
        working = f"{counted}，{working}"
    return _line("critical_illness_payment", working, critical.payment, _critical_illness_rule(layers, critical))


def _critical_illness_working(critical: CriticalIllness) -> str:
    before, burden, threshold = critical.before, critical.burden, critical.rule.deductible
    if not burden:
        return "这次没有可计入大病的自付"
    year, total = before + burden, ""
    if before:
        total = f"今年累计 {format_number(before)} + {format_number(burden)} = {format_number(year)}，"
    if year < threshold:
        return f"{total}没到大病起付线，还差 {format_number(threshold - year)} 元"
    if year == threshold:
        return f"{total}刚好到大病起付线，没有超过的部分"
    return total + _cumulative_working(critical, year)


def _cumulative_working(critical: CriticalIllness, year: Decimal) -> str:
    rule, paid_before, paid_after = critical.rule, critical.paid_before, critical.paid_after
    over_deductible = rule.band_basis is BurdenBasis.OVER_DEDUCTIBLE
    terms = []
    for part in critical.slices:
        last = over_deductible and part.upper == year - rule.deductible
        amounts = factor(year, rule.deductible, part.lower) if last else factor(part.upper, part.lower)
        terms.append(f"{amounts} × {format_rate(part.band.rate)}")
    outcome = f"，大病今年最多付 {format_number(paid_after)}"
    if rule.annual_ceiling != paid_after:
        outcome = f" = {format_number(paid_after)}"
    if paid_before:
        outcome += f"，{format_number(paid_after)}{less(paid_before)} = {format_number(critical.payment)}"
    return " + ".join(terms) + outcome


def _critical_illness_rule(layers: Layers, critical: CriticalIllness) -> str:
    rates = "、".join([format_rate(band.rate) for band in critical.rule.bands])
    # A rule that was changed for this person is another object than the policy's own.
    favoured = "" if critical.rule is layers.policy.critical_illness else "（已按困难群体倾斜）"
    return f"全年累计超过大病起付线 {format_yuan(critical.rule.deductible)} 的部分付 {rates}{favoured}"


def _assistance_line(layers: Layers) -> Line:
    rule, assistance = layers.policy.medical_assistance, layers.assistance
    if rule is None:
        return _line("medical_assistance_payment", "这份规则里没有医疗救助", ZERO, "这份规则里没有医疗救助")
    over = f"超过救助起付线 {format_yuan(rule.deductible)} 的部分" if rule.deductible else "剩下的自付"
    text = f"救助对象{over}付 {format_rate(rule.rate)}"
    if assistance is None:
        return _line("medical_assistance_payment", "不是救助对象", ZERO, text)
    working = _assistance_working(layers, assistance)
    return _line("medical_assistance_payment", working, assistance.payment, text)


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
