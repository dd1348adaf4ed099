"""An exact date + the local rule on claims → the last day to hand the papers in, in words."""

import datetime as dt
from collections.abc import Iterable

from guides.engine import deadlines
from guides.engine.flow import Walk
from guides.models import Parameter
from guides.outcome.outcome import LastDay
from registry.dates import date_words
from registry.evidence import Basis


def term(walk: Walk, rules: Iterable[Parameter], on: dt.date) -> Parameter | None:
    """The rule that an exact date can be held against: none where it states no clear term or its check is too old."""
    if not walk.details:
        return None
    found = (rule for rule in rules if rule.name == Parameter.Name.CLAIM_DEADLINE and rule.term_kind)
    return next((rule for rule in found if rule.is_trusted(on)), None)


def starting_date(walk: Walk) -> dt.date | None:
    """The exact date that the answers hold."""
    return next(filter(None, map(walk.date, walk.details)), None)


def last_day(rule: Parameter, start: dt.date, on: dt.date, basis: Basis, phone: str) -> LastDay:
    date = deadlines.last_day(rule.term_kind, rule.term_amount, start)
    past = date < on
    reckoned = f"按“{deadlines.words(rule.term_kind, rule.term_amount)}”算，{deadlines.runs_from(rule.term_kind)}是{date_words(start)}。"
    if past:
        title = "按这个算已经过了，先打电话问能不能补办。"
        lines = [f"算出来的最后一天是{date_words(date, weekday=True)}。", reckoned, f"打 {phone}，说清为什么来晚了。"]
    else:
        title = f"最晚 {date_words(date, weekday=True)}交。"
        lines = [reckoned, "碰上周末、放假，窗口不上班，别等到那天。"]
    if not rule.is_checked(on):
        lines.append(f"这样算对不对，先打 {phone} 确认：这条规定还没有核对过。")
    return LastDay(date, past, title, tuple(lines), basis)
