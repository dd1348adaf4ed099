"""An exact date + the local rule on claims → the last day to hand the papers in, in words."""

import datetime as dt
from collections.abc import Iterable

from guides.engine import deadlines
from guides.engine.flow import Walk
from guides.engine.steps import NOTHING
from guides.models import PLACEHOLDERS, Parameter
from guides.outcome.checklist import Told
from guides.outcome.outcome import LastDay
from registry.evidence import Basis
from registry.typed.dates import date_words

_YEARS_AGO = {"this_year": 0, "last_year": 1}
_LATE = frozenset({"last_year", "earlier"})
_MAYBE_LATE = "maybe_late"


def term(walk: Walk, rules: Iterable[Parameter], on: dt.date) -> Parameter | None:
    """The rule that an exact date can be held against: none where it states no clear term or its check is too old."""
    if not walk.details:
        return None
    found = (rule for rule in rules if rule.name == Parameter.Name.CLAIM_DEADLINE and rule.term_kind)
    return next((rule for rule in found if rule.is_trusted(on)), None)


def starting_date(walk: Walk) -> dt.date | None:
    """The exact date that the answers hold."""
    return next(filter(None, map(walk.date, walk.details)), None)


def reckoned(walk: Walk, rule: Parameter | None, on: dt.date) -> dt.date | None:
    """The last day as far as the answers say it: from an exact date, or from the year alone where the rule asks no more."""
    if rule is None:
        return None
    start = starting_date(walk)
    year = _YEARS_AGO.get(walk.answer("discharged"))
    if start is None and year is not None and rule.term_kind in deadlines.BY_YEAR:
        start = dt.date(on.year - year, 12, 31)
    return deadlines.last_day(rule.term_kind, rule.term_amount, start) if start else None


def told(walk: Walk, last: dt.date | None, on: dt.date) -> frozenset[Told]:
    """What was told, for the rows that apply: a bill which the place's own term still takes is no late one."""
    if last is None or last < on:
        return walk.told
    facts = dict(walk.told)
    if not facts.get("discharged", NOTHING).isdisjoint(_LATE):
        facts["discharged"] = frozenset({"this_year"})
    if rest := facts.pop("block", NOTHING) - {_MAYBE_LATE}:
        facts["block"] = rest
    return frozenset(facts.items())


def to_ask(last: dt.date | None, on: dt.date) -> str:
    """What is asked on the phone about the day: nothing of it where it is known and not over."""
    if last is None:
        return PLACEHOLDERS["by_when"]
    return "还收不收" if last < on else "要带什么"


def last_day(rule: Parameter, start: dt.date, on: dt.date, basis: Basis, phone: str) -> LastDay:
    date = deadlines.last_day(rule.term_kind, rule.term_amount, start)
    past = date < on
    how = f"按“{deadlines.words(rule.term_kind, rule.term_amount)}”算，{deadlines.runs_from(rule.term_kind)}是{date_words(start)}。"
    if past:
        title = "按这个算已经过了，先打电话问能不能补办。"
        lines = [f"算出来的最后一天是{date_words(date, weekday=True)}。", how, f"打 {phone}，说清为什么来晚了。"]
    else:
        title = f"最晚 {date_words(date, weekday=True)}交。"
        lines = [how, "碰上周末、放假，窗口不上班，别等到那天。"]
    if not rule.is_checked(on):
        lines.append(f"这样算对不对，先打 {phone} 确认：这条规定还没有核对过。")
    return LastDay(date, past, title, tuple(lines), basis)
