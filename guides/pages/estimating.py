"""Between a guide's answers and private forms, which know no guide: what answers already say to one beside what they say
of the insured (benefit year, what is not open), and what its answer says to a flow."""

import datetime as dt
from collections.abc import Iterable, Mapping

from calculators.circumstances import CareType, Category, Scheme
from calculators.pages.burden import BenefitYear, Progress
from calculators.pages.payout import Payout
from calculators.pages.privateform import HOME
from guides.engine.flow import Walk, holds
from guides.understanding.meaning import INSURED
from registry.places import Places

#: What a guide is told, and what that is in the estimate's form.
_IN_FORM: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "scheme": {"employee": ("scheme", Scheme.EMPLOYEE), "flexible": ("scheme", Scheme.EMPLOYEE)}
    | {"resident": ("scheme", Scheme.RESIDENT)},
    "tier": {"tier1": ("tier", Scheme.EMPLOYEE_TIER1), "tier2": ("tier", Scheme.EMPLOYEE_TIER2)},
    "stage": {"admitted": ("care_type", CareType.INPATIENT)},
    "care_type": {each.value: ("care_type", each) for each in (CareType.INPATIENT, CareType.OUTPATIENT)},
    "care_kind": {
        each.value: ("care_type", each) for each in (CareType.INPATIENT, CareType.OUTPATIENT, CareType.MATERNITY)
    },
    "where": {"local": ("away", HOME)},
}


def begun(answers: Iterable[tuple[str, str]], places: Places) -> dict[str, tuple[tuple[str, str], str]]:
    """What the estimate's form can be told of answers (question, value): its field ⇒ the last answer that says so, and
    what it says there. A field of which two things are said is left open."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for key, value in answers:
        if key == INSURED and places.pool(value):
            found.setdefault("place", {})[value] = (key, value)
        elif field := _IN_FORM.get(key, {}).get(value):
            found.setdefault(field[0], {})[str(field[1])] = (key, value)
    ways = ((name, next(iter(said.items()))) for name, said in found.items() if len(said) == 1)
    return {name: (answer, value) for name, (value, answer) in ways}


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


#: On what a sum depends: an answer that leaves open whether anything is paid ⇒ what is said beside the sum.
_PROVIDED = (
    ({"insured_now": ("lapsed",)}, "看病那几天算参保的，才付这么多；不算的，医保不付。"),
    ({"hospital_linked": ("no",)}, "这家医院没联网：参保地答应手工报的，才付这么多。"),
    ({"why_not_settled": ("hospital_not_linked",)}, "这家医院没联网：参保地答应手工报的，才付这么多。"),
    (
        {"filed_before": ("no",), "errand": ("file", "file_and_claim")},
        "这是按备好案算的；没备案的，可能报得少，或者报不了。",
    ),
    ({"injury": ("yes", "unknown")}, "受伤有别人责任的，该他出的那部分，医保不付。"),
)


def provided(walk: Walk) -> tuple[str, ...]:
    """What has to be so for a sum to be paid, where the answers do not say that it is."""
    return tuple(dict.fromkeys(said for when, said in _PROVIDED if holds(when, walk.facts)))


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
