"""Routing of 医保怎么接上: getting insured, having lapsed, having left a job, having moved, and paying for next year.

Priority of outcomes: newborn > the unemployment fund > years to take along > an employer > two insurances > students >
what lapsed > first time > retirement > paying > find out first.

Newborns, students, staff and whoever draws unemployment money wait for nothing and are never asked how long they lapsed.
"""

from guides.engine.flow import Flow
from guides.engine.steps import Delivery, Detail, Fact, Handover, choice, place

GROWN = ("self", "family")
ASKED_WHAT = (*GROWN, "child", "student")
#: Whoever is no foreigner for certain has the household register there.
NOT_REGISTERED = ("permit", "works", "studies", "other", "unknown")
#: Who has a job is insured by it; whoever draws unemployment money, by that fund.
NO_JOB = {"job": ("none",)}
OF_EMPLOYEES = ("employee", "flexible")
#: What an employee may still mend as if nothing had been missed, where nobody can say how long it has been too.
JUST_LAPSED = ("within_3_months", "unknown")
OF_INSURANCE = ("filing", "claims")
STOPPED = ("lapsed", "left_job")
ARRIVED = ("first", "moved")
#: Years without any payment, by the answer to how long it has been; None where nobody can say.
YEARS_LAPSED = {
    "within_3_months": 0,
    "within_a_year": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four_or_more": 4,
    "unknown": None,
}

COVERAGE = Flow(
    slug="coverage",
    steps=(
        choice("for_whom", ("self", "family", "newborn", "child", "student", "employer")),
        choice(
            "matter",
            ("first", "lapsed", "left_job", "moved", "twice", "retiring", "pay", "unknown"),
            when={"for_whom": ASKED_WHAT},
        ),
        place("insured_place", ("unknown",)),
        choice(
            "scheme",
            ("employee", "resident", "flexible", "none", "unknown"),
            when={"for_whom": GROWN, "matter": ("lapsed", "moved", "retiring", "pay")},
        ),
        choice(
            "lapsed_for",
            tuple(YEARS_LAPSED),
            when={"for_whom": (*GROWN, "child"), "matter": STOPPED},
        ),
        choice(
            "job",
            ("has", "starting", "none", "unemployment_benefit"),
            when={"for_whom": GROWN, "matter": (*STOPPED, *ARRIVED)},
        ),
        choice(
            "residence",
            ("household", "permit", "works", "studies", "other", "unknown"),
            when={"enrols_alone": ("yes",)},
        ),
        choice(
            "ill_now",
            ("yes", "no"),
            when={"needs_cover_now": ("yes",)},
        ),
    ),
    facts=(
        # Whose bill of today can still be saved.
        Fact(
            "needs_cover_now",
            (
                ("yes", {"for_whom": ("newborn",)}),
                ("yes", {"for_whom": ASKED_WHAT, "matter": (*STOPPED, *ARRIVED)}),
            ),
            otherwise="no",
        ),
        # Whom no employer, school or fund registers where he has come: only then his household there decides anything.
        Fact(
            "enrols_alone",
            (
                ("yes", {"for_whom": ("child",), "matter": ARRIVED}),
                ("yes", {"for_whom": GROWN, "matter": ARRIVED, **NO_JOB}),
            ),
            otherwise="no",
        ),
        # A person without a job who was insured as an employee, and for how long that has been over.
        Fact(
            "was_employee",
            (
                ("no", {"for_whom": ("child", "student", "newborn", "employer")}),
                ("yes", {"matter": ("left_job",), "job": ("none",)}),
                ("yes", {"matter": ("lapsed",), "scheme": OF_EMPLOYEES, "job": ("none",)}),
            ),
            otherwise="no",
        ),
        # Whose employer may have sent him away: unemployment money pays for him then, as for nobody who paid by himself.
        Fact("laid_off", (("no", {"scheme": ("flexible",)}), ("yes", {"was_employee": ("yes",)})), otherwise="no"),
        # Whose household nobody has asked for may be a foreigner's at work.
        Fact(
            "maybe_foreign",
            (
                ("yes", {"for_whom": GROWN, "matter": ("first",), "job": ("has", "starting")}),
                ("yes", {"for_whom": GROWN, "matter": ("first",), "residence": NOT_REGISTERED}),
            ),
            otherwise="no",
        ),
        # Whether an employer enrols somebody, who may have years of his own to take along all the same.
        Fact(
            "employer_pays",
            (
                ("yes", {"for_whom": ("employer",)}),
                ("yes", {"job": ("has", "starting")}),
            ),
            otherwise="no",
        ),
        # Whether what lapsed may be an employer's arrear: of whoever paid himself, or had another job, it is not.
        Fact(
            "firm_owes",
            (("yes", {"matter": ("lapsed",), "scheme": ("employee", "unknown"), "job": ("has",)}),),
            otherwise="no",
        ),
        # Whether three months without pay can still be avoided: by whoever takes up, or has, a job.
        Fact("just_stopped", (("yes", {"matter": STOPPED, "lapsed_for": JUST_LAPSED}),), otherwise="no"),
        # Which waiting period there may be: none for whoever is exempt, or is paid for by somebody else.
        Fact(
            "waits",
            (
                ("none", {"for_whom": ("newborn", "student", "employer")}),
                ("none", {"job": ("has", "starting", "unemployment_benefit")}),
                (
                    "flexible",
                    {"was_employee": ("yes",), "lapsed_for": ("within_a_year", "one", "two", "three", "four_or_more")},
                ),
                ("switch", {"was_employee": ("yes",)}),
                # Residents pay by the year: whoever has lost no year yet has at most missed the days for paying.
                ("late", {"matter": STOPPED, "lapsed_for": ("within_3_months",)}),
                ("resident", {"matter": STOPPED}),
                ("flexible", {"matter": ("first",), "for_whom": GROWN, "residence": ("works",)}),
                ("late", {"matter": ("first",)}),
            ),
            otherwise="none",
        ),
        # Whether the premium is a resident's, which is paid in part for households in need.
        Fact(
            "supportable",
            (
                ("no", {"for_whom": ("employer",)}),
                ("yes", {"for_whom": ("newborn",)}),
                ("no", {"employer_pays": ("yes",)}),
                ("no", {"job": ("unemployment_benefit",)}),
                ("no", {"was_employee": ("yes",)}),
                ("no", {"waits": ("flexible",)}),
                ("no", {"scheme": OF_EMPLOYEES}),
                ("no", {"matter": ("moved",), "scheme": ("unknown",)}),
                ("yes", {"matter": ("first", "lapsed", "left_job", "moved", "pay")}),
            ),
            otherwise="no",
        ),
    ),
    outcomes=(
        ("newborn", {"for_whom": ("newborn",)}),
        ("unemployment_pays", {"job": ("unemployment_benefit",)}),
        ("transfer", {"for_whom": GROWN, "matter": ("moved",), "scheme": (*OF_EMPLOYEES, "unknown")}),
        ("employer_enrols", {"employer_pays": ("yes",)}),
        ("choose_one", {"matter": ("twice",)}),
        ("student", {"for_whom": ("student",)}),
        ("resume_employee", {"was_employee": ("yes",), "lapsed_for": JUST_LAPSED}),
        ("enrol_flexible", {"waits": ("flexible",)}),
        ("resume_resident", {"matter": STOPPED}),
        ("enrol_resident", {"matter": ("first", "moved")}),
        ("retirement_years", {"for_whom": GROWN, "matter": ("retiring",)}),
        # Nothing for an employee to pay: only to see whether it was paid.
        ("paid_at_work", {"matter": ("pay",), "scheme": ("employee",)}),
        ("pay_now", {"matter": ("pay",)}),
        ("check_first", {"matter": ("unknown", "retiring")}),
    ),
    blocks=(
        ("ill_now", {"ill_now": ("yes",)}),
        ("waiting", {"waits": ("resident", "flexible", "late")}),
        ("proxy", {"for_whom": ("family",)}),
        ("foreigner", {"maybe_foreign": ("yes",)}),
        ("support", {"supportable": ("yes",)}),
    ),
    delivery=Delivery(
        hotlines=("12366", "12393"),
        other_hotlines={
            "unemployment_pays": ("12333", "12393"),
            "resume_employee": ("12366", "12333", "12393"),
            "transfer": ("12393", "12366"),
            "paid_at_work": ("12393", "12366"),
            "employer_enrols": ("12393", "12366"),
            "retirement_years": ("12333", "12393"),
        },
        services=OF_INSURANCE,
        hotline_knows=("insured_place", "scheme", "residence", "lapsed_for"),
    ),
    # Most have not paid yet: then it is reckoned as if they paid today.
    details=(Detail("paid_on", {"waits": ("resident", "late", "flexible", "switch")}),),
    handovers=(
        # What was paid at the till meanwhile is claimed back, if at all, once one is insured again.
        Handover(
            "manual-claim",
            {"for_whom": ("newborn",)},
            ("insured_place",),
            {"for_whom": "child", "insured_now": "newborn", "scheme": "resident"},
        ),
        Handover(
            "manual-claim",
            {"for_whom": ASKED_WHAT, "matter": STOPPED},
            ("for_whom", "insured_place", "scheme"),
            {"insured_now": "lapsed"},
        ),
        # Whom nobody registers where he has come may keep the cover of his home.
        Handover(
            "remote-care",
            {"enrols_alone": ("yes",), "matter": ("moved",), "ill_now": ("no",)},
            ("for_whom", "scheme"),
            {"stage": "planning"},
            {"insured_place": "care_place"},
        ),
        Handover(
            "remote-care",
            {"enrols_alone": ("yes",), "matter": ("moved",), "ill_now": ("yes",)},
            ("for_whom", "scheme"),
            {"stage": "admitted"},
            {"insured_place": "care_place"},
        ),
        Handover(
            "card-replacement", {"for_whom": ASKED_WHAT, "matter": ("moved",)}, ("for_whom",), {"trouble": "moved"}
        ),
        # What the old place recognised is recognised anew.
        Handover(
            "chronic",
            {"for_whom": (*GROWN, "child"), "matter": ("moved",), "ill_now": ("no",)},
            ("for_whom", "insured_place", "scheme"),
        ),
        # What residents pay may come out of the account of somebody of their family.
        Handover(
            "family-account",
            {"outcome": ("pay_now", "enrol_resident", "resume_resident"), "for_whom": ("family", "child")},
            given={"goal": "pay_premium"},
        ),
    ),
)
