"""Between a guide's answers and private forms, which know no guide: what answers already say to one beside what they say
of the insured (benefit year, what is not open), and what its answer says to a flow."""

import datetime as dt

from calculators.circumstances import Category
from calculators.pages.burden import BenefitYear, Progress
from calculators.pages.payout import Payout
from guides.engine.flow import Walk


def private(told: Payout | Progress) -> dict[str, str]:
    """What a flow may know of a private form's answer while it makes this one page; '' for what was not said."""
    said = {"supported": "yes" if told.form.says_supported else ""}
    if isinstance(told, Progress):
        said["threshold"] = {"passed": "passed", "reached": "short", "short": "short"}.get(told.state, "")
    return said


def benefit_year(walk: Walk, on: dt.date) -> BenefitYear:
    """The year that the stay counts to; almost everywhere it ends with the calendar year."""
    return {
        "last_year": BenefitYear("去年", dt.date(on.year - 1, 12, 31)),
        "earlier": BenefitYear("那一年", None),
    }.get(walk.answer("discharged"), BenefitYear("今年", on))


def closed(walk: Walk) -> dict[str, str]:
    """Filing categories that this person cannot use, each with the reason; all stay open where nobody asked."""
    if walk.outcome == "local":
        return dict.fromkeys(Category.compared(), "两地之间不用备案")
    reason = walk.answer("reason")
    reasons: dict[str, str] = {}
    if reason in {"referral", "own_choice"}:
        reasons[Category.LONG_TERM] = "长期住在那里的人才能办"
    if reason in {"own_choice", "lives_there", "resettled", "works_there"}:
        reasons[Category.REFERRAL] = "要本地医院先开转诊单"
    return reasons
