"""A place's waiting period + the answers → a line of months, each with what it means, and the first day of cover."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from dateutil.relativedelta import relativedelta

from guides.engine import waiting
from guides.engine.flow import Walk
from guides.flows.coverage import YEARS_LAPSED
from guides.models import Parameter
from guides.outcome.outcome import Month, Waiting
from registry.evidence import Basis
from registry.publication import PublishedRow
from registry.typed.dates import date_words

#: What is waited in one case or another: of one person's answers, one of these at most applies.
_WAITED = (
    Parameter.Name.WAITING_RESIDENT,
    Parameter.Name.WAITING_AGAIN,
    Parameter.Name.WAITING_FIRST,
    Parameter.Name.WAITING_SWITCH,
)
#: Which insurance a line of months is of, where there are two ways to be insured again.
_OF: dict[str, str] = {
    Parameter.Name.WAITING_AGAIN: "自己交职工医保，",
    Parameter.Name.WAITING_FIRST: "自己交职工医保，",
    Parameter.Name.WAITING_SWITCH: "改参加居民医保，",
}
#: What residents pay is a calendar year's.
_BY_THE_YEAR = (Parameter.Name.WAITING_RESIDENT, Parameter.Name.WAITING_SWITCH)
#: What a text says of the months where nobody knows how many.
UNKNOWN = "几个月"
_WAIT, _SAVED, _COVERED = "不报", "可免", "能报"


def line(
    walk: Walk, rules: Iterable[Parameter], on: dt.date, basis: Callable[[PublishedRow], Basis], phone: str
) -> Waiting | None:
    """The waiting period of finished answers on a date; None where they have none, or no rule says how long."""
    known = _known(rules, on)
    reckoned = _reckoned(walk, known, on)
    if reckoned is None:
        return None
    price = known.get(Parameter.Name.REPAIR_PRICE)
    return Waiting(
        title=reckoned.title(),
        months=tuple(reckoned.cells()),
        lines=tuple(reckoned.lines(price.value if price else "", phone)),
        starts_on=reckoned.starts_on,
        wants_date=reckoned.dated,
        basis=basis(reckoned.rule),
    )


def in_words(walk: Walk, rules: Iterable[Parameter], on: dt.date) -> str:
    """The months as a text goes on with them, the space before a figure included; where the months for lapsed years are
    another place's rule, or nobody counted the years, nobody knows how many."""
    reckoned = _reckoned(walk, _known(rules, on), on)
    if reckoned is None or reckoned.foreign or reckoned.at_least or not reckoned.total:
        return UNKNOWN
    return reckoned.waited()


def _known(rules: Iterable[Parameter], on: dt.date) -> dict[str, Parameter]:
    return {rule.name: rule for rule in rules if rule.is_trusted(on)}


def _reckoned(walk: Walk, known: dict[str, Parameter], on: dt.date) -> "_Reckoned | None":
    rule = next((known[name] for name in _WAITED if name in known and known[name].term_kind), None)
    return _Reckoned(walk, rule, known.get(Parameter.Name.WAITING_YEARLY), on) if rule else None


class _Reckoned:
    """One person's months under one rule."""

    def __init__(self, walk: Walk, rule: Parameter, yearly: Parameter | None, on: dt.date) -> None:
        counted = yearly is not None and yearly.term_kind
        years = YEARS_LAPSED.get(walk.answer("lapsed_for"), 0) if counted else 0
        self.rule, self.years, self.phone_first = rule, years or 0, not rule.is_checked(on)
        #: Nobody knows how many years, or they are so many that nobody counted.
        self.at_least = bool(counted) and (years is None or years >= waiting.LONG_LAPSE)
        self.late = "late" in walk.facts.get("waits", ())
        #: Whoever cannot say for how long may have waited too long to change over so.
        lately = "断得不久的，" if rule.name == Parameter.Name.WAITING_SWITCH and "lapsed_for" in walk.unsure else ""
        self.of = lately + _OF.get(rule.name, "")
        self.fixed = int(rule.term_amount)
        self.yearly = int(yearly.term_amount) if yearly is not None and counted else 0
        self.total = waiting.months(self.fixed, self.yearly, self.years)
        self.repaired = waiting.months(self.fixed, self.yearly, self.years, self.years)
        #: The months for lapsed years are another place's rule: the nation's, which this one may have changed.
        self.foreign = bool(self.years and yearly is not None and yearly.region_id != rule.region_id)
        self.dated = rule.term_kind == "wait_paid_month" and not self.foreign and not self.at_least
        self.paid = next(filter(None, map(walk.date, walk.details)), None)
        self.month = (self.paid or on).replace(day=1)
        self.starts_on = waiting.first_day(self.total, self.paid or on) if self.dated else None
        #: Whoever still pays for this year is covered when it is over: for nothing.
        covered = self.starts_on or on + relativedelta(months=self.total)
        self.too_late = not self.paid and rule.name in _BY_THE_YEAR and covered.year > on.year

    def title(self) -> str:
        about = "集中缴费期里交的不用等；错过才交的，" if self.late and not self.paid else self.of
        if self.starts_on:
            when = f"{date_words(self.paid)}交的" if self.paid else "今天就交的话"
            return f"{about}{when}，最早从 {date_words(self.starts_on)}起能报。"
        counted = "断的年数全算上，" if self.years else ""
        return f"{about}{counted}{'至少' if self.at_least else ''}要等 {self.total} 个月。"

    def waited(self) -> str:
        """Since which year lapses count is for each place to say: no more than all of them can."""
        return f"{'最多' if self.years else ''} {self.total} 个月"

    def cells(self) -> Iterator[Month]:
        for number in range(self.total):
            yield Month(self._label(number), "saved" if number >= self.repaired else "wait", self._says(number))
        if self.at_least:
            yield Month("再久", "wait", "再加")
        yield Month(self._label(self.total) if self.dated else "以后", "covered", _COVERED)

    def _says(self, number: int) -> str:
        return _SAVED if number >= self.repaired else _WAIT

    def _label(self, number: int) -> str:
        if not self.dated:
            return f"第 {number + 1} 月"
        month = self.month + relativedelta(months=number)
        return f"{month.year % 100} 年 {month.month} 月"

    def lines(self, price: str, phone: str) -> Iterator[str]:
        if self.too_late:
            yield "补今年的，等到能报，今年已过完：问能不能直接交明年的。"
        if self.years:
            yield f"固定等 {self.fixed} 个月，断 {self.years} 年加 {self.yearly * self.years} 个月。"
            yield f"从哪年算断，打 {phone} 问；早年断的不算的，少等几个月。"
        if self.repaired < self.total:
            yield f"标“{_SAVED}”的：补交 1 年的钱，少等 1 个月。"
            yield f"补 1 年：{price}。" if price else "补 1 年多少钱，打 12366 问。"
        if self.foreign:
            yield f"加的月份是国家的规定，当地的打 {phone} 确认。"
        elif not self.dated:
            yield f"从哪天算起，打 {phone} 问。"
        elif self.phone_first:
            yield f"这样算对不对，先打 {phone} 确认。"
