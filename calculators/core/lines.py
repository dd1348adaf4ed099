"""The lines that explain a settlement: each layer's working as a person would write it, and why one pays nothing."""

from decimal import Decimal

from calculators.core.choices import DeductibleBasis, OrderBasis, ShareBasis
from calculators.core.fundlines import fund_lines, over_ceiling_line, said_specially
from calculators.core.layers import Layers
from calculators.core.line import Line, line
from calculators.core.money import ZERO, format_number
from calculators.core.upperlines import assistance_line, critical_illness_line, supplement_line
from calculators.core.wording import format_rate, less, product

__all__ = ["Line", "explain"]


def explain(layers: Layers, out_of_pocket: Decimal) -> tuple[Line, ...]:
    """All lines of a settlement in the order in which a person would compute them."""
    # The figures that stand in many workings are written once: formatting is most of what a line costs.
    total, eligible = format_number(layers.claim.total_charges), format_number(layers.expenses.eligible)
    critical, assistance = critical_illness_line(layers), assistance_line(layers)
    supplement, further = supplement_line(layers, "supplement"), supplement_line(layers, "further")
    basic_payments = less(layers.fund.payment, layers.over_ceiling.payment, *(each.amount for each in supplement))
    payments = basic_payments + less(*(each.amount for each in (*critical, *assistance, *further)))
    return (
        *_expense_lines(layers, total, eligible),
        _deductible_line(layers),
        *fund_lines(layers, eligible),
        over_ceiling_line(layers),
        *supplement,
        _remainder("burden", eligible + basic_payments, layers.burden, "起付线在内，自费和先行自付不在内"),
        *critical,
        *assistance,
        *further,
        _remainder("out_of_pocket", total + payments, out_of_pocket, "医疗费总额减去各层支付"),
    )


def _remainder(key: str, difference: str, rest: Decimal, rule: str) -> Line:
    """What is left of a difference; it says no more than the number where nothing was taken off."""
    working = f"{difference} = {format_number(rest)}" if "−" in difference else difference
    return line(key, working, rest, rule)


def _expense_lines(layers: Layers, total: str, eligible: str) -> list[Line]:
    claim, expenses, remote = layers.claim, layers.expenses, layers.policy.remote
    non_covered, upfront = claim.non_covered, claim.upfront_self_pay
    lines = [line("total_charges", total, claim.total_charges, "票据上的总金额")]
    if non_covered:
        rule = "目录外和超限价的费用，哪一层都不付"
        lines.append(line("non_covered", format_number(non_covered), non_covered, rule))
    if upfront:
        rule = "乙类项目先由个人付一部分，剩下的才进入报销"
        lines.append(line("upfront_self_pay", format_number(upfront), upfront, rule))
    if remote.upfront:
        lines.append(_share_line(layers))
    taken_off = less(non_covered, upfront, expenses.remote_upfront)
    working = f"{total}{taken_off} = {eligible}" if taken_off else eligible
    lines.append(line("eligible_expenses", working, expenses.eligible, "总额去掉自费和先行自付"))
    return lines


def _share_line(layers: Layers) -> Line:
    remote, expenses = layers.policy.remote, layers.expenses
    rule = f"异地就医先自付 {format_rate(remote.upfront)}，剩下的按本地规则报销"
    if remote.share_of is ShareBasis.COVERED:
        rule = f"异地就医先自付 {format_rate(remote.upfront)}，连先行自付一起算，剩下的按本地规则报销"
    amount = format_number(expenses.shared)
    if expenses.remote_upfront == expenses.in_scope and remote.upfront:
        return line("remote_upfront", format_number(expenses.in_scope), expenses.remote_upfront, rule)
    return line(
        "remote_upfront", product(amount, remote.upfront, expenses.remote_upfront), expenses.remote_upfront, rule
    )


def _deductible_line(layers: Layers) -> Line:
    entry, due, amount = layers.fund.deductible
    if not entry:
        rule = f"不设起付线{said_specially(layers, 'deductible', 'deductible_factor', 'fixed_payment')}"
        return line("deductible", "这份规则没有起付线", ZERO, rule)
    working = written = format_number(entry)
    if due != entry:
        working = _due_working(layers, written, due)
    if amount != due:
        working += f"，这次政策范围内只有 {format_number(amount)}"
    return line("deductible", working, amount, _deductible_rule(layers, written))


def _due_working(layers: Layers, entry: str, due: Decimal) -> str:
    """What of a deductible is still due, where the year or a transfer has paid of it."""
    basic, paid = layers.basic, layers.claim.year_to_date.deductible
    per_year = basic.deductible_basis is DeductibleBasis.PER_YEAR
    before = (paid if per_year else ZERO, layers.claim.transferred_deductible if basic.transfer_tops_up else ZERO)
    rest = layers.fund.deductible.entry - sum(before, ZERO)
    if due < rest:  # the year's own ceiling on deductibles
        most = format_number(basic.deductible_annual_cap or ZERO)
        return f"{entry}，今年起付线合计最多 {most}，已付 {format_number(paid)}，还要付 {format_number(due)}"
    return f"{entry}{less(*before)} = {format_number(due)}" if due else f"{entry}，今年已经付满"


def _deductible_rule(layers: Layers, entry: str) -> str:
    basic, claim, rule = layers.basic, layers.claim, f"起付线 {entry}元"
    if layers.policy.remote.changes_deductible:
        rule = f"异地就医的{rule}"
    elif len(basic.deductible) > 1:
        same = basic.order_basis is OrderBasis.SAME_LEVEL and claim.level_admission
        rule = f"今年第 {claim.admission_number} 次住院的{rule}"
        if same:
            rule = f"今年在同级别医院第 {claim.level_admission} 次住院的起付线 {entry}元"
    if basic.period_days and claim.days and claim.days > basic.period_days:
        rule += f"，每 {basic.period_days} 天一条，住了 {claim.days} 天"
    if basic.deductible_basis is DeductibleBasis.PER_YEAR:
        rule += "，全年合计只付一条"
    if basic.transfer_tops_up and claim.transferred_deductible:
        rule += "，转院只补差额"
    return rule + said_specially(layers, "deductible", "deductible_factor")
