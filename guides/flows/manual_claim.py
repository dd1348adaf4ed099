"""Routing of 手工报销: having paid at the till, claiming it back from the insured place.

Priority of outcomes: abroad > injured at work > claim. Someone who has not settled the bill yet claims too, but is told
to settle directly first. An injury at work is no business of medical insurance: another fund pays (社会保险法 第30条).
"""

from guides.engine.flow import Flow
from guides.engine.steps import Delivery, Detail, Fact, Handover, choice, place

OF_THE_LIVING = ("self", "family", "child", "employer")
CLAIMING = {"claiming": ("yes",)}
AT_HOME = ("local", "other_city")
AT_WORK = {"injury": ("work",)}
#: Nobody pays in for these: no employer of theirs is where they are insured.
OWN_MASTER = {"asker": ("others",), "scheme": ("resident", "flexible", "unknown")}
#: Not settled yet and not filed, which can still be mended. An emergency counts as filed.
UNFILED = {
    "approach": ("settle_first",),
    "for_whom": OF_THE_LIVING,
    "where": ("other_city",),
    "why_not_settled": ("not_filed", "student_holiday"),
}
#: A till takes back what is recent, for the receipt that it gave, and settles it again for a card that still works.
REFUNDABLE = {
    "for_whom": OF_THE_LIVING,
    "why_not_settled": ("no_card", "system_down"),
    "discharged": ("this_year", "unknown"),
    "receipts": ("paper", "electronic", "not_issued"),
}
#: Registered by mistake as paying oneself: at home the till is near enough to be asked first.
REGISTERED_WRONG = {
    **REFUNDABLE,
    "where": ("local",),
    "why_not_settled": ("other",),
    "care_kind": ("outpatient", "emergency", "inpatient", "maternity"),
    "receipts": ("paper", "electronic", "not_issued", "lost"),
}
#: At home the till has the counterfoil of what is lost.
LOST_AT_HOME = {
    "where": ("local",),
    "receipts": ("lost",),
    "care_kind": ("outpatient", "emergency", "inpatient", "maternity"),
}
NO_EMERGENCY_AWAY = {
    "where": ("other_city",),
    "care_kind": ("outpatient", "inpatient", "maternity", "dual_channel_drug", "outside_drug"),
}
#: A birth is no matter of filing, an emergency counts as filed, and nobody files for the dead.
FILING_UNSAID = {
    "for_whom": OF_THE_LIVING,
    "approach": ("claim", "resettle"),
    "where": ("other_city",),
    "why_not_settled": ("hospital_not_linked", "no_card", "system_down", "other"),
    "care_kind": ("outpatient", "inpatient", "dual_channel_drug", "outside_drug"),
}
STUDENT = {"approach": ("ask_first",), "for_whom": OF_THE_LIVING}
NEWBORN = {"insured_now": ("newborn",)}
#: Who has just been born, or has died, has no card to replace.
HAS_A_CARD = {"for_whom": OF_THE_LIVING, "insured_now": ("yes", "lapsed", "unknown")}
#: What a shop sells it also makes out the invoice for.
MEDICINES = ("dual_channel_drug", "outside_drug")
PATIENT = ("for_whom", "insured_place", "scheme")

MANUAL_CLAIM = Flow(
    slug="manual-claim",
    steps=(
        choice("for_whom", ("self", "family", "child", "deceased", "employer")),
        place("insured_place", ("unknown",)),
        choice("scheme", ("employee", "resident", "flexible", "unknown")),
        choice("insured_now", ("yes", "lapsed", "newborn", "unknown")),
        choice(
            "care_kind",
            ("outpatient", "emergency", "inpatient", "maternity", "dual_channel_drug", "outside_drug"),
        ),
        choice("where", ("local", "other_city", "abroad")),
        choice(
            "why_not_settled",
            ("not_filed", "hospital_not_linked", "no_card", "system_down", "student_holiday", "other"),
            when={"till_matters": ("yes",)},
        ),
        choice(
            "injury",
            ("yes", "work", "no", "unknown"),
            when={"where": AT_HOME, "care_kind": ("outpatient", "emergency", "inpatient", "outside_drug")},
        ),
        choice("receipts", ("paper", "electronic", "given_away", "lost", "not_issued"), when=CLAIMING),
        choice("discharged", ("not_yet", "this_year", "last_year", "earlier", "unknown"), when=CLAIMING),
    ),
    facts=(
        Fact("claiming", (("no", AT_WORK), ("yes", {"where": AT_HOME})), otherwise="no"),
        # A medicine bought at a shop in one's own city has no till that could have settled it.
        Fact(
            "till_matters",
            (("no", {"where": ("abroad",)}), ("no", {"where": ("local",), "care_kind": ("outside_drug",)})),
            otherwise="yes",
        ),
        # What works today goes first: being insured for those days, the till, a refund at the till. An emergency counts
        # as filed; everything else seen in another city without filing is filed late, if at all.
        Fact(
            "approach",
            (
                ("none", {"where": ("abroad",)}),
                ("none", AT_WORK),
                # Nobody pays in for the dead.
                ("ask_insured", {"insured_now": ("lapsed", "newborn"), "for_whom": ("deceased",)}),
                ("insure_first", {"insured_now": ("lapsed", "newborn")}),
                ("settle_first", {"discharged": ("not_yet",)}),
                ("resettle", REFUNDABLE),
                ("resettle", {**REFUNDABLE, **LOST_AT_HOME}),
                # Whoever is hurt asks first who is to pay.
                ("claim", {**REGISTERED_WRONG, "injury": ("yes",)}),
                ("resettle", REGISTERED_WRONG),
                # A place may pay without a filing, or not at all; who has died files no more.
                ("ask_first", {**NO_EMERGENCY_AWAY, "why_not_settled": ("student_holiday",)}),
                ("ask_first", {**NO_EMERGENCY_AWAY, "why_not_settled": ("not_filed",), "for_whom": ("deceased",)}),
                ("file_first", {**NO_EMERGENCY_AWAY, "why_not_settled": ("not_filed",)}),
            ),
            otherwise="claim",
        ),
        # What the call about the claim has to ask of the filing: a birth's is asked with it, a student's comes first.
        Fact(
            "asks_of_filing",
            (
                ("birth", {"approach": ("file_first",), "care_kind": ("maternity",)}),
                ("stay", {**STUDENT, "care_kind": ("inpatient",)}),
                ("visit", {**STUDENT, "care_kind": ("outpatient",)}),
            ),
            otherwise="nothing",
        ),
        Fact("payer", (("work_injury", AT_WORK),), otherwise="medical"),
        # Who is hurt at work is filed for by the employer first, who may be the one that reads.
        Fact("asker", (("employer", {"for_whom": ("employer",)}),), otherwise="others"),
        # Who has paid at the till is through with the doctor, unless they say that they have not settled yet.
        Fact("care_over", (("no", {"discharged": ("not_yet",)}),), otherwise="yes"),
        # Somebody else may have to pay; not everybody is asked whether they were injured.
        Fact("liable", (("yes", {"injury": ("yes",)}),), otherwise="no"),
        # Seen elsewhere, with another reason why the till did not pay: whether it was filed for is not known.
        Fact("filing_told", (("no", FILING_UNSAID),), otherwise="yes"),
        # Which papers it takes, in words that all guides share: see fixtures/content/claim-papers.yaml.
        Fact(
            "identity",
            (
                ("no", {"for_whom": ("deceased",)}),
                # The bill of a birth is the mother's.
                (
                    "yes",
                    {**CLAIMING, **NEWBORN, "care_kind": ("maternity",), "for_whom": ("self", "family", "employer")},
                ),
                ("newborn", {**CLAIMING, **NEWBORN}),
                ("yes", CLAIMING),
            ),
            otherwise="no",
        ),
        Fact("counter", (("yes", CLAIMING),), otherwise="no"),
        # Filing is for illness: nobody files for a birth before the place has said that it takes that.
        Fact("form", (("no", {"care_kind": ("maternity",)}), ("yes", {"approach": ("file_first",)})), otherwise="no"),
        Fact(
            "kind_unsure",
            (("no", {"care_kind": ("maternity",)}), ("yes", {"approach": ("file_first",)})),
            otherwise="no",
        ),
        # Nothing is handed in, or there to be, before the bill is settled: it may be settled without laying anything out.
        Fact("hands_in", (("no", {"discharged": ("not_yet",)}), ("yes", CLAIMING)), otherwise="no"),
        Fact(
            "invoice",
            (
                ("none", {"hands_in": ("no",)}),
                ("electronic", {"receipts": ("electronic",)}),
                ("given_away", {"receipts": ("given_away",)}),
                ("lost_shop", {"receipts": ("lost",), "care_kind": MEDICINES}),
                ("lost", {"receipts": ("lost",)}),
                ("shop", {"care_kind": MEDICINES}),
            ),
            otherwise="paper",
        ),
        Fact("itemised", (("no", {"care_kind": MEDICINES}), ("yes", {"hands_in": ("yes",)})), otherwise="no"),
        Fact(
            "records",
            (("none", {"hands_in": ("no",)}), ("general", {"care_kind": ("inpatient",)})),
            otherwise="by_kind",
        ),
    ),
    outcomes=(
        ("not_covered", {"where": ("abroad",)}),
        ("work_injury", AT_WORK),
        ("claim", CLAIMING),
    ),
    blocks=(
        ("injury", {"injury": ("yes", "unknown")}),
        ("proxy", {**CLAIMING, "for_whom": ("family", "child", "deceased", "employer")}),
        ("lapsed", {**CLAIMING, "insured_now": ("lapsed", "unknown")}),
        ("newborn", {**CLAIMING, **NEWBORN}),
        ("receipts_lost", {"receipts": ("lost",)}),
        ("originals_given_away", {"receipts": ("given_away",)}),
        ("maybe_late", {"discharged": ("last_year", "earlier")}),
        ("deceased", {**CLAIMING, "for_whom": ("deceased",)}),
    ),
    delivery=Delivery(
        other_hotlines={"work_injury": ("12333",)},
        # Whoever has no employer at home was hurt where the orders are, and in which city that is nobody has asked.
        card_at={"": {**AT_WORK, **OWN_MASTER, "where": ("other_city",)}},
        services=("claims",),
        other_services={"work_injury": ()},
        hotline_knows=("insured_place", "scheme", "insured_now"),
    ),
    details=(
        Detail(
            "discharged_on",
            {**CLAIMING, "discharged": ("this_year", "last_year", "earlier", "unknown")},
            refines="discharged",
        ),
    ),
    handovers=(
        Handover(
            "remote-care",
            {**UNFILED, "care_kind": ("inpatient",)},
            carry=(*PATIENT, "injury"),
            given={"stage": "admitted"},
        ),
        Handover(
            "remote-care",
            {**UNFILED, "care_kind": ("outpatient", "maternity", "dual_channel_drug", "outside_drug")},
            carry=PATIENT,
        ),
        Handover("card-replacement", {"why_not_settled": ("no_card",), **HAS_A_CARD}, ("for_whom",)),
        Handover(
            "coverage",
            {**CLAIMING, **NEWBORN, "for_whom": OF_THE_LIVING},
            ("insured_place",),
            {"for_whom": "newborn"},
        ),
        # Whoever has just borne has a child to insure, mostly where she is insured herself.
        Handover(
            "coverage",
            {
                **CLAIMING,
                "insured_now": ("yes", "unknown"),
                "care_kind": ("maternity",),
                "for_whom": ("self", "family"),
                "discharged": ("not_yet", "this_year", "unknown"),
            },
            given={"for_whom": "newborn"},
        ),
        Handover(
            "coverage",
            {**CLAIMING, "insured_now": ("lapsed",), "for_whom": OF_THE_LIVING},
            PATIENT,
            {"matter": "lapsed"},
        ),
        # After the claim, for which the receipts are handed in: where they are then is asked anew, and so is whether
        # the claim has been made.
        Handover(
            "second-reimbursement",
            {
                "outcome": ("claim",),
                "approach": ("claim", "file_first", "ask_first", "resettle", "insure_first", "ask_insured"),
            },
            carry=(*PATIENT, "insured_now", "discharged", "injury"),
        ),
    ),
)
