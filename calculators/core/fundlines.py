"""The lines about the pooled fund, and about what lies beyond its ceiling."""

from decimal import Decimal
from functools import lru_cache

from calculators.core.bands import Slice
from calculators.core.basic import BasicRule
from calculators.core.choices import BandBasis, BandScope, CeilingBasis, RemoteKind
from calculators.core.fund import BandPayment, Overrun
from calculators.core.layers import Layers
from calculators.core.line import Line, line
from calculators.core.money import ONE, ZERO, format_number, format_yuan
from calculators.core.wording import capped, factor, format_points, format_rate, less, product


def said_specially(layers: Layers, *changes: str) -> str:
    """The specials behind some figures of a claim, to be written behind a rule: ，满 70 岁：提高 5 个百分点."""
    if not layers.specials:
        return ""
    return "".join(dict.fromkeys(said for change in changes for said in layers.specials.get(change, ())))


def fund_lines(layers: Layers, eligible: str) -> list[Line]:
    """A line for each band that is reached, or one that says why there is none."""
    if layers.fund.bands:
        counted, changed = _counted(layers.basic), _changed(layers)
        return [_band_line(layers, eligible, paid, counted, changed) for paid in layers.fund.bands]
    if layers.basic.fixed_payment is not None:
        return [_fixed_line(layers)]
    return [line("fund_payment", _why_nothing(layers), ZERO, "超过起付线的部分才报销")]


def _fixed_line(layers: Layers) -> Line:
    fixed, paid = layers.basic.fixed_payment or ZERO, layers.fund.payment
    rule = f"定额付 {format_yuan(fixed)}{said_specially(layers, 'fixed_payment')}"
    working = format_number(fixed)
    if paid < fixed:
        working += f"，这次最多付 {format_number(paid)}"
    return line("fund_payment", working, paid, rule)


def _why_nothing(layers: Layers) -> str:
    eligible, due = layers.expenses.eligible, layers.fund.deductible.due
    if not eligible:
        return "没有政策范围内的费用"
    if layers.fund.is_cut:
        return f"今年政策范围内的费用已到封顶线 {format_number(layers.basic.annual_ceiling or ZERO)}，统筹不再付"
    if eligible == due:
        return f"刚好到起付线 {format_number(due)}，没有超过的部分"
    return f"没过起付线，还差 {format_number(due - eligible)} 元"


def _band_line(layers: Layers, eligible: str, paid: BandPayment, counted: str, changed: str) -> Line:
    band, is_said = paid.slice.band, layers.policy.remote.kind is RemoteKind.RATE
    rule = _band_rule(counted, paid.slice.floor, band.up_to, band.rate, changed, band.rate if is_said else paid.rate)
    if paid.left is not None and not paid.left:
        ceiling = format_number(layers.basic.annual_ceiling or ZERO)
        return line("fund_payment", f"今年统筹已到封顶线 {ceiling}，这部分统筹不再付", ZERO, rule)
    working = product(_fund_amounts(layers, eligible, paid.slice), paid.rate, paid.due)
    if paid.limit is not None and paid.payment < paid.due:
        return line(
            "fund_payment", f"{working}，{_limit(layers)}，这里付 {format_number(paid.payment)}", paid.payment, rule
        )
    return line("fund_payment", working + capped("今年统筹", paid.left, paid.due), paid.payment, rule)


def _limit(layers: Layers) -> str:
    """The ceiling of a visit or of the kind that cuts what is paid."""
    visit, kind, limit = layers.basic.visit_ceiling, layers.basic.kind_ceiling, layers.fund.limit or ZERO
    if visit is not None and visit == limit:
        return f"每次最多付 {format_number(visit)}"
    return f"这一类一年最多付 {format_number(kind or ZERO)}，今年还能付 {format_number(limit)}"


def _fund_amounts(layers: Layers, eligible: str, part: Slice) -> str:
    """What of the expenses one band takes: the last band by the expenses themselves, the others by their bounds."""
    fund = layers.fund
    if fund.by_bounds or part.upper != fund.stop:
        return factor(part.upper, part.lower)
    taken_off = less(fund.deductible.amount, part.lower)
    return f"({eligible}{taken_off})" if taken_off else eligible


def _counted(basic: BasicRule) -> str:
    """What the bands count."""
    counted = "政策范围内" if basic.band_basis is BandBasis.ELIGIBLE else "起付线以上"
    return f"全年累计{counted}" if basic.band_scope is BandScope.YEAR else counted


def _changed(layers: Layers) -> str:
    """What is done to the rate of every band."""
    own, remote, words = layers.policy.required_basic(), layers.policy.remote, ""
    is_replaced = "rate" in layers.specials
    if own.rate_add and not is_replaced:
        words = f"，加 {format_points(own.rate_add)} 个百分点"
    if own.self_pay_factor != ONE and not is_replaced:
        words += f"，个人支付部分按 {format_rate(own.self_pay_factor)} 计"
    words += said_specially(layers, "rate", "rate_add", "self_pay_factor")
    if remote.kind is RemoteKind.RATE_POINTS:
        most = "最多" if remote.at_most else ""
        words += f"，异地{most}降 {format_points(remote.value)} 个百分点{'，按最多算' if most else ''}"
    elif remote.kind is RemoteKind.RATE_FACTOR:
        words += f"，异地再乘 {format_rate(remote.value)}"
    elif remote.kind is RemoteKind.RATE:
        words += f"，异地改按 {format_rate(remote.value)}"
    return words


@lru_cache(maxsize=512)  # words of rules; nothing of a visitor's
def _band_rule(counted: str, floor: Decimal, up_to: Decimal | None, rate: Decimal, changed: str, last: Decimal) -> str:
    """How a band pays, at last at `last`."""
    rule = f"{counted}{_stretch(floor, up_to)}的部分报销 {format_rate(rate)}{changed}"
    return rule if last == rate else f"{rule}，最后为 {format_rate(last)}"


def _stretch(floor: Decimal, up_to: Decimal | None) -> str:
    """A band in words; nothing when it is the only one."""
    if up_to is None:
        return f"超过 {format_yuan(floor)} " if floor else ""
    return f" {format_number(floor)}–{format_yuan(up_to)} "


def over_ceiling_line(layers: Layers) -> Line:
    """What is paid beyond the annual ceiling, or why nothing is."""
    rate = layers.basic.over_ceiling_rate
    rule = "这份规则里没有超封顶的支付" if rate is None else f"超过封顶线的部分支付 {format_rate(rate)}"
    return line("over_ceiling_payment", _over_ceiling_working(layers), layers.over_ceiling.payment, rule)


def _over_ceiling_working(layers: Layers) -> str:
    basic, fund, over = layers.basic, layers.fund, layers.over_ceiling
    rate = basic.over_ceiling_rate
    if fund.left is None:
        return "这份规则里没有写统筹的封顶线"
    if fund.limit is not None:
        return "到了这一次或这一类的限额，没有超封顶的支付"
    if fund.overrun is None:
        return _what_is_left(layers)
    if rate is None:
        expenses = format_number(fund.overrun.share(ONE))
        return f"超过封顶线的 {expenses} 由个人付，这份规则里没有超封顶的支付"
    return product(_overrun_amounts(fund.overrun), rate, over.due) + capped("这一层今年", over.left, over.due)


def _what_is_left(layers: Layers) -> str:
    fund = layers.fund
    by_expenses = layers.basic.ceiling_basis is CeilingBasis.EXPENSES
    used = fund.expenses.eligible if by_expenses else fund.payment
    left = max((fund.left or ZERO) - used, ZERO)
    if not left:
        return "刚好到封顶线，没有超过的部分"
    return f"没到封顶线，{'今年还能算' if by_expenses else '统筹今年还能付'} {format_number(left)}"


def _overrun_amounts(overrun: Overrun) -> str:
    """`(200,000 − 100,000 ÷ 85%)`: exact, where a quotient rounded to the fen would not be."""
    amount, left, rate = overrun
    if not left or rate == ONE:
        return factor(amount, left)
    return f"({format_number(amount)} − {format_number(left)} ÷ {format_rate(rate)})"
