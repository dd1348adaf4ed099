"""Routing of 二次报销: whether a bill that was reimbursed once can be reimbursed again, and by whom.

The outcome says where the person stands with critical illness insurance (大病保险、职工大额补助); the five layers say
how each of 基本医保 → 大病/大额 → 医疗救助 → 单位/工会 → 惠民保/商业险 stands. Sums of the year are private, so what they
change arrives only in a POST: ``threshold`` is whether the year's burden has passed the threshold.

Priority of outcomes: injured at work, which another fund pays > not claimed at all > paid already > below the threshold >
why was it not paid > apply > unclear.
"""

from guides.engine.flow import Flow
from guides.engine.steps import (
    SUPPORTED,
    THRESHOLD,
    Delivery,
    Detail,
    Fact,
    Handover,
    PrivateForm,
    choice,
    place,
    several,
)

HELPERS = ("family", "child", "deceased", "employer")
CLAIMED = ("direct", "manual", "unknown")
AT_WORK = {"injury": ("work",)}
#: The counter of the first claim has the originals, and the list of charges and the records with them.
HANDED_IN = {"first_claim": ("manual",), "receipts": ("given_away",)}
#: What medical insurance has to do with.
MEDICAL = {"payer": ("medical",)}
#: Medical insurance has paid nothing yet, for all that is known: whether it will hangs on being insured.
NOT_PAID = {**MEDICAL, "first_claim": ("not_yet", "unknown")}

SECOND_REIMBURSEMENT = Flow(
    slug="second-reimbursement",
    steps=(
        choice("for_whom", ("self", "family", "child", "deceased", "employer")),
        place("insured_place", ("unknown",)),
        choice("scheme", ("employee", "resident", "flexible", "unknown")),
        choice("insured_now", ("yes", "lapsed", "newborn", "unknown")),
        choice("first_claim", ("direct", "manual", "not_yet", "unknown")),
        choice("catastrophic_line", ("paid", "zero", "unreadable", "no_statement"), when={"first_claim": CLAIMED}),
        several(
            "other_cover",
            ("employer", "union", "city_plan", "commercial", "student", "unknown", "none"),
            exclusive="none",
        ),
        choice("receipts", ("paper", "electronic", "given_away", "lost", "not_issued")),
        choice("discharged", ("not_yet", "this_year", "last_year", "earlier", "unknown")),
        choice("injury", ("yes", "work", "no", "unknown")),
        SUPPORTED,
        THRESHOLD,
    ),
    facts=(
        # An injury at work is paid by its own insurance (社会保险法 第30条).
        Fact("payer", (("work_injury", AT_WORK),), otherwise="medical"),
        # Who is hurt at work is filed for by the employer first, who may be the one that reads.
        Fact("asker", (("employer", {"for_whom": ("employer",)}),), otherwise="others"),
        Fact("care_over", (("no", {"discharged": ("not_yet",)}),), otherwise="yes"),
        # Whether the bill is claimed back by hand first; local rules on claims hold then in every guide.
        Fact("claiming", (("yes", {**MEDICAL, "first_claim": ("not_yet",)}),), otherwise="no"),
        # Whoever has just been born is a resident, whatever the parents are.
        Fact(
            "cover",
            (
                ("resident", {"insured_now": ("newborn",)}),
                ("employee", {"scheme": ("employee", "flexible")}),
                ("resident", {"scheme": ("resident",)}),
            ),
            otherwise="unknown",
        ),
        # Nothing was paid where something should have been: the line says 0, or the sums say so.
        Fact(
            "unpaid", (("yes", {"catastrophic_line": ("zero",)}), ("yes", {"threshold": ("passed",)})), otherwise="no"
        ),
        # Which papers it takes, in words that all guides share: see fixtures/content/claim-papers.yaml. Who was paid, or
        # has not reached the line, has no errand; who only asks hands nothing in.
        Fact(
            "identity",
            (("no", {"for_whom": ("deceased",)}), ("no", AT_WORK), ("newborn", {"insured_now": ("newborn",)})),
            otherwise="yes",
        ),
        Fact(
            "counter",
            (
                ("no", AT_WORK),
                ("yes", {"first_claim": ("not_yet",)}),
                ("no", {"catastrophic_line": ("paid",)}),
                ("no", {"threshold": ("short",)}),
            ),
            otherwise="yes",
        ),
        Fact(
            "hands_in",
            (
                ("no", {"counter": ("no",)}),
                ("no", {"discharged": ("not_yet",)}),
                ("yes", {"first_claim": ("not_yet",)}),
                ("yes", {"first_claim": ("manual",), "unpaid": ("yes",)}),
            ),
            otherwise="no",
        ),
        Fact(
            "invoice",
            (
                ("none", {"hands_in": ("no",)}),
                ("handed_in", HANDED_IN),
                ("electronic", {"receipts": ("electronic",)}),
                ("given_away", {"receipts": ("given_away",)}),
                ("lost", {"receipts": ("lost",)}),
            ),
            otherwise="paper",
        ),
        Fact("itemised", (("no", HANDED_IN), ("yes", {"hands_in": ("yes",)})), otherwise="no"),
        Fact("records", (("none", HANDED_IN), ("general", {"hands_in": ("yes",)})), otherwise="none"),
        Fact(
            "basic_layer",
            (
                ("automatic", {"first_claim": ("direct",)}),
                ("done", {"first_claim": ("manual",)}),
                ("check", {"insured_now": ("lapsed", "newborn")}),
                ("apply", {"first_claim": ("not_yet",)}),
            ),
            otherwise="check",
        ),
        Fact(
            "critical_layer",
            (
                ("not_yet", {"first_claim": ("not_yet",)}),
                ("automatic", {"catastrophic_line": ("paid",)}),
                ("not_yet", {"threshold": ("short",)}),
                ("apply", {"threshold": ("passed",)}),
                ("apply", {"first_claim": ("manual",), "catastrophic_line": ("zero",)}),
            ),
            otherwise="check",
        ),
        Fact("assistance_layer", (("apply", {"supported": ("yes",)}),), otherwise="ask"),
        Fact(
            "employer_layer",
            (("ask", {"other_cover": ("employer", "union")}), ("check", {"other_cover": ("unknown",)})),
            otherwise="none",
        ),
        Fact(
            "insurer_layer",
            (
                ("ask", {"other_cover": ("city_plan", "commercial", "student")}),
                ("check", {"other_cover": ("unknown",)}),
            ),
            otherwise="none",
        ),
        # A pupil's is reported through the school.
        Fact("school_cover", (("yes", {"other_cover": ("student",)}),), otherwise="no"),
    ),
    outcomes=(
        ("work_injury", AT_WORK),
        ("claim_first", {"first_claim": ("not_yet",)}),
        ("already_paid", {"catastrophic_line": ("paid",)}),
        ("below_threshold", {"threshold": ("short",)}),
        ("ask_why_not", {"first_claim": ("direct",), "unpaid": ("yes",)}),
        ("apply", {"first_claim": ("manual",), "unpaid": ("yes",)}),
        ("unclear", {}),
    ),
    blocks=(
        ("third_party", {"injury": ("yes", "unknown")}),
        ("lapsed", {**MEDICAL, "insured_now": ("lapsed", "unknown")}),
        ("newborn", {**NOT_PAID, "insured_now": ("newborn",)}),
        ("medical_assistance", {**MEDICAL, "supported": ("yes",)}),
        ("employer_or_union", {**MEDICAL, "other_cover": ("employer", "union")}),
        ("city_plan_or_commercial", {**MEDICAL, "other_cover": ("city_plan", "commercial", "student")}),
        ("receipts_lost", {**MEDICAL, "receipts": ("lost",)}),
        ("originals_given_away", {**MEDICAL, "receipts": ("given_away",)}),
        ("maybe_late", {"counter": ("yes",), "discharged": ("last_year", "earlier")}),
        ("proxy", {**MEDICAL, "for_whom": HELPERS}),
        ("deceased", {"for_whom": ("deceased",)}),
    ),
    delivery=Delivery(
        hotline_knows=("insured_place", "scheme", "insured_now", "first_claim"),
        other_hotlines={"work_injury": ("12333",)},
        services=("claims",),
        other_services={"work_injury": ()},
        private_form=PrivateForm.BURDEN,
        without_form=({"outcome": ("work_injury",)},),
    ),
    details=(
        Detail(
            "discharged_on",
            {"claiming": ("yes",), "discharged": ("this_year", "last_year", "earlier", "unknown")},
            refines="discharged",
        ),
    ),
    handovers=(
        Handover(
            "manual-claim",
            {"outcome": ("claim_first",)},
            carry=("for_whom", "insured_place", "scheme", "insured_now", "receipts", "discharged", "injury"),
        ),
        Handover(
            "coverage",
            {"insured_now": ("lapsed",), "for_whom": ("self", "family", "child", "employer")},
            ("for_whom", "insured_place", "scheme"),
            {"matter": "lapsed"},
        ),
        # Medicine for years is paid better with a recognition than out of what is left.
        Handover(
            "chronic",
            {
                "outcome": ("already_paid", "ask_why_not", "below_threshold", "apply"),
                "for_whom": ("self", "family", "child"),
            },
            carry=("for_whom", "insured_place", "scheme"),
        ),
    ),
    layers=("basic_layer", "critical_layer", "assistance_layer", "employer_layer", "insurer_layer"),
)
