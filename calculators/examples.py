"""One bill worked through a single row, so that a clerk sees what the figures just typed do before anybody else does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators.candidates import raised
from calculators.lines import Line
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.money import format_number, format_yuan
from calculators.reading import TermsError
from calculators.rows import Inline, PolicyRow
from calculators.settlement import Settlement, settle
from calculators.standard import AT_HOME, alone
from calculators.terms import BasicRule, Claim, CriticalIllnessRule, MedicalAssistanceRule, Policy
from calculators.terms import RemoteRule as RemoteTerms

BILL = Decimal(50_000)


@dataclass(frozen=True, slots=True)
class Example:
    """``given`` says what was taken for granted; ``lines`` are the working."""

    given: str
    lines: tuple[Line, ...]

    @property
    def table(self) -> list[tuple[str, str, str, str]]:
        return [(line.label, line.working, format_number(line.amount), line.rule) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Trial:
    """The examples of a row, or the sentence that says why there are none."""

    refusal: str = ""
    examples: tuple[Example, ...] = ()


def trial(row: PolicyRow, inline: Inline) -> Trial:
    """Work the bill through a row as it stands in the form, saved or not."""
    if row.waived:
        return Trial("勾了“本地不需要”，这一条不算钱。")
    if missing := row.missing_in(inline):
        return Trial(f"还算不出来，还差：{'、'.join(missing)}。可以先存着，公众看不到金额。")
    try:
        rule = row.rule(inline)
    except TermsError as error:
        return Trial(f"还算不出来：{error}。")
    return Trial(examples=tuple(_EXAMPLES[type(row)](rule, inline)))


def _basic(rule: BasicRule, inline: Inline) -> Iterator[Example]:
    given = f"票据 {format_yuan(BILL)}，没有自费和先行自付，今年第一次。"
    yield Example(given, _basic_lines(settle(alone(rule), Claim(BILL))))
    add_ons = sorted(inline.get("age_add_ons", ()), key=lambda add_on: add_on.from_age)
    for add_on in add_ons[-1:]:
        older = settle(alone(raised(rule, add_on.rate_add)), Claim(BILL))
        yield Example(f"同一张票据，满 {add_on.from_age} 岁的人。", _basic_lines(older))


def _basic_lines(settlement: Settlement) -> tuple[Line, ...]:
    """Without the layers that this row says nothing about."""
    others = {"critical_illness_payment", "medical_assistance_payment"}
    return tuple(line for line in settlement.lines if line.key not in others)


def _only(settlement: Settlement, key: str) -> tuple[Line, ...]:
    return tuple(line for line in settlement.lines if line.key == key)


def _critical_illness(rule: CriticalIllnessRule, inline: Inline) -> Iterator[Example]:
    policy, key = alone(rule), "critical_illness_payment"
    yield Example(f"基本医保报完，今年自付累计 {format_yuan(BILL)}。", _only(settle(policy, Claim(BILL)), key))
    if rule.support:
        yield Example("同样的自付，困难群体。", _only(settle(policy, Claim(BILL, supported=True)), key))


def _assistance(rule: MedicalAssistanceRule, inline: Inline) -> Iterator[Example]:
    settlement = settle(alone(rule), Claim(BILL, supported=True))
    given = f"救助对象，前面各层报完还剩 {format_yuan(BILL)}。"
    yield Example(given, _only(settlement, "medical_assistance_payment"))


def _remote(rule: RemoteTerms, inline: Inline) -> Iterator[Example]:
    at_home = settle(Policy(AT_HOME), Claim(BILL)).fund_payment
    given = f"票据 {format_yuan(BILL)}，假设在本地起付线 1,000元、报 80%，报 {format_yuan(at_home)}。在外地："
    yield Example(given, _basic_lines(settle(alone(rule), Claim(BILL))))


_EXAMPLES: dict[type[PolicyRow], Callable[[Any, Inline], Iterator[Example]]] = {
    BasicPolicy: _basic,
    CriticalIllnessPolicy: _critical_illness,
    AssistancePolicy: _assistance,
    RemoteRule: _remote,
}
