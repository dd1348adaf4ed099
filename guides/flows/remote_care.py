"""Routing of 异地就医备案: seeing a doctor outside the insured place.

Emergency > abroad > settled > injured at work > discharged > admitted > hospital not linked > filed before > type.
"""

from guides.engine.flow import Flow
from guides.engine.steps import (
    PLACE,
    RING_FIRST,
    SUPPORTED,
    Delivery,
    Fact,
    Given,
    Handover,
    LocalRule,
    PrivateForm,
    Relation,
    SameProvince,
    choice,
    place,
    several,
)

PROOFS_OF_LIVING = ("residence_permit", "property_or_lease", "community_letter")
LONG_STAY = ("lives_there", "resettled", "works_there")
STAYS_AS = (
    # Neither retired nor at work: it lives where its parents went.
    ("living", {"for_whom": ("child",), "reason": LONG_STAY}),
    ("living", {"reason": ("lives_there",)}),
    ("living", {"reason": ("resettled",), "proof": PROOFS_OF_LIVING}),
    ("retired", {"reason": ("resettled",)}),
    ("working", {"reason": ("works_there",)}),
)
PATIENT = ("for_whom", "insured_place", "scheme")
OWN_MASTER = {"asker": ("others",), "scheme": ("resident", "flexible", "unknown")}
HURT = (*PATIENT, "injury")
TRAVELLER = (*PATIENT, "care_place")
STAGES = ("planning", "admitted", "discharged", "settled", "emergency", "unknown")
PLACED = {"insured_place": (PLACE,)}
THERE = {"where": "other_city"}
UNRECOGNISED = {"outcome": ("chronic_first",)}
TIERS = ("tier1", "tier2", "unknown")
#: At work another fund pays, abroad none, at a chemist's by rules of its own; what is settled stands on the slip.
NO_PAYOUT = ({"injury": ("work",)}, {"destination": ("abroad",)}, {"care_type": ("pharmacy",)}, {"stage": ("settled",)})
CLAIMED_LATER = ("emergency", "file_late_then_claim", "hospital_not_linked")
#: Where filing has to be thought of: a near place has a rule of its own, or is said to have one.
AWAY = ("near", "elsewhere")
#: Near, where no text that was read says whether it has to be filed.
UNSETTLED = ("ask", "same_province")
BUYS = {"care_type": ("pharmacy",)}
BUYS_THERE = {**BUYS, "destination": AWAY}

REMOTE_CARE = Flow(
    slug="remote-care",
    steps=(
        choice("for_whom", ("self", "family", "child", "employer")),
        place("insured_place", ("unknown",)),
        choice("scheme", ("employee", "resident", "flexible", "unknown")),
        Given("has_tiers", LocalRule("has_tiers", decisive="yes"), when={"insured_place": (PLACE,)}),
        choice("tier", TIERS, when={"has_tiers": ("yes",), "scheme": ("employee", "flexible", "unknown")}),
        place("care_place", ("undecided", "abroad"), of_care=True),
        Given("relation", Relation("insured_place", "care_place"), when={"care_place": (PLACE,)}),
        # Of two that a row only asks about; the other relations tell.
        Given("one_province", SameProvince("insured_place", "care_place"), when={"relation": ("ask",)}),
        choice("stage", STAGES, when={"destination": AWAY}),
        choice(
            "reason",
            (*LONG_STAY, "referral", "own_choice", "unknown"),
            when={"situation": ("planning", "admitted", "discharged", "unknown")},
        ),
        several(
            "proof",
            ("residence_permit", "household_register", "property_or_lease", "community_letter", "work_letter", "none"),
            when={"reason": LONG_STAY},
            exclusive="none",
        ),
        Given("pledge_accepted", LocalRule("pledge_supported", decisive="no"), {"reason": LONG_STAY, **PLACED}),
        choice("referral_letter", ("have", "agreed", "none"), when={"reason": ("referral",)}),
        choice(
            "care_type",
            ("inpatient", "outpatient", "chronic", "pharmacy", "unknown"),
            when={"situation": ("planning", "unknown")},
        ),
        choice("chronic_approved", ("yes", "no", "unknown"), when={"care_type": ("chronic",)}),
        choice(
            "hospital_linked",
            ("yes", "no", "unchecked"),
            when={"destination": AWAY, "situation": ("planning", "admitted"), "care": ("hospital",)},
        ),
        choice(
            "filed_before",
            ("no", "same_city", "other_city", "unknown"),
            when={"destination": AWAY, "situation": ("planning", "admitted")},
        ),
        choice("injury", ("yes", "work", "no", "unknown"), when={"injury_matters": ("yes",)}),
        SUPPORTED,
    ),
    facts=(
        Fact(
            "destination",
            (
                ("abroad", {"care_place": ("abroad",)}),
                ("undecided", {"care_place": ("undecided",)}),
                ("local", {"relation": ("same", "pool", "exempt", "exempt_lower")}),
                ("near", {"relation": ("file", "ask", "same_province")}),
            ),
            otherwise="elsewhere",
        ),
        # Whose text holds: the nation's rules of procedure are of another province only.
        Fact(
            "across",
            (("no", {"relation": ("file", "same_province")}), ("no", {"one_province": ("yes",)})),
            otherwise="yes",
        ),
        # Someone who has not chosen a city has not gone yet.
        Fact(
            "situation",
            (
                ("planning", {"destination": ("undecided",)}),
                *((stage, {"stage": (stage,)}) for stage in STAGES),
            ),
            otherwise="none",
        ),
        # Nobody is treated for an injury as for a chronic disease, or by buying medicine; nor before a city is chosen.
        Fact(
            "injury_matters",
            (
                ("no", {"care_type": ("chronic", "pharmacy")}),
                ("no", {"destination": ("local", "undecided", "abroad")}),
                ("no", {"situation": ("settled", "none")}),
                # Where tiers and papers are asked about already, it would be the twelfth question.
                ("no", {"tier": TIERS, "stage": ("planning",), "reason": (*LONG_STAY, "referral")}),
            ),
            otherwise="yes",
        ),
        # Not asked, or not yet, where somebody may have been hurt all the same.
        Fact(
            "injury_open",
            (
                ("no", {"injury": ("yes", "work", "no", "unknown")}),
                ("yes", {"destination": ("local",)}),
                ("yes", {"stage": ("emergency",)}),
            ),
            otherwise="no",
        ),
        # Whether the bill is, or will be, claimed back by hand; local rules on claims hold then in every guide.
        Fact(
            "claiming",
            (
                ("no", {"injury": ("work",)}),
                ("yes", {"stage": ("discharged", "emergency")}),
                ("yes", {"hospital_linked": ("no",)}),
            ),
            otherwise="no",
        ),
        # Whether medical insurance may settle the bill on leaving: not where no hospital is linked, nor injuries at work.
        Fact("at_the_till", (("no", {"hospital_linked": ("no",)}), ("no", {"injury": ("work",)})), otherwise="yes"),
        # Whether there is a hospital to be asked whether it settles for strangers.
        Fact("care", (("chronic", {"care_type": ("chronic",)}), ("shop", BUYS)), otherwise="hospital"),
        # An injury at work is filed and paid elsewhere; in an emergency the patient comes first.
        Fact(
            "payer",
            (("medical", {"stage": ("emergency",)}), ("work_injury", {"injury": ("work",)})),
            otherwise="medical",
        ),
        # Who is hurt at work is filed for by the employer first, who may be the one that reads.
        Fact("asker", (("employer", {"for_whom": ("employer",)}),), otherwise="others"),
        # Over: there is nothing left to choose of hospital or filing, only who pays what was laid out.
        Fact("care_over", (("yes", {"stage": ("discharged", "settled")}),), otherwise="no"),
        # What has still to be done at the insured place: who has filed and only shows a code brings no papers.
        Fact(
            "errand",
            (
                ("none", {"destination": ("local", "abroad")}),
                ("none", {"stage": ("settled", "emergency")}),
                ("none", {"payer": ("work_injury",)}),
                ("claim", {"filed_before": ("same_city",), "claiming": ("yes",)}),
                ("none", {"filed_before": ("same_city",)}),
                ("file_and_claim", {"claiming": ("yes",)}),
            ),
            otherwise="file",
        ),
        # No text settles whether it has to be filed, near as it is: to be asked before anything is filed.
        Fact("maybe_exempt", (("yes", {"relation": UNSETTLED, "errand": ("file", "file_and_claim")}),), otherwise="no"),
        # Which papers it takes, in words that all guides share: see fixtures/content/claim-papers.yaml.
        Fact(
            "identity",
            (("no", {"destination": ("abroad",)}), ("no", {"stage": ("settled",)}), ("no", {"injury": ("work",)})),
            otherwise="yes",
        ),
        Fact("counter", (("no", {"errand": ("none",)}),), otherwise="yes"),
        Fact(
            "form",
            (
                ("no", {"errand": ("none", "claim")}),
                ("no", {"chronic_approved": ("no", "unknown")}),
                ("asked", {"hospital_linked": ("no",), "relation": UNSETTLED}),
                ("yes", {"hospital_linked": ("no",)}),
                # A filing is changed by showing who one is.
                ("no", {"filed_before": ("other_city",), "situation": ("planning", "unknown")}),
                ("asked", {"relation": UNSETTLED}),
            ),
            otherwise="yes",
        ),
        Fact("kind_unsure", (("no", {"errand": ("none", "claim")}), ("yes", {"reason": ("unknown",)})), otherwise="no"),
        # Nothing is handed in before the bill is paid, nor is there anything yet to hand in.
        Fact("hands_in", (("no", {"care_over": ("no",)}), ("yes", {"claiming": ("yes",)})), otherwise="no"),
        Fact("invoice", (("paper", {"hands_in": ("yes",)}),), otherwise="none"),
        Fact("itemised", (("yes", {"hands_in": ("yes",)}),), otherwise="no"),
        Fact("records", (("general", {"hands_in": ("yes",)}),), otherwise="none"),
        # As what somebody files who stays: who moved without his household has the proof of the kind beside his own.
        Fact("stays_as", STAYS_AS, otherwise="none"),
        # A proof helps only when it is of the kind that this reason asks for.
        Fact(
            "proof_fits",
            (
                ("yes", {"for_whom": ("child",), "reason": LONG_STAY, "proof": PROOFS_OF_LIVING}),
                ("no", {"for_whom": ("child",)}),
                ("yes", {"reason": ("resettled",), "proof": ("household_register",)}),
                ("yes", {"reason": ("lives_there", "resettled"), "proof": PROOFS_OF_LIVING}),
                ("yes", {"reason": ("works_there",), "proof": ("work_letter",)}),
            ),
            otherwise="no",
        ),
        Fact(
            "filing_type",
            (
                ("long_term", {"reason": LONG_STAY, "proof_fits": ("yes",)}),
                ("long_term", {"reason": LONG_STAY, "pledge_accepted": ("no",)}),
                ("long_term_pledge", {"reason": LONG_STAY}),
                ("referral", {"reason": ("referral",)}),
                ("temporary", {"reason": ("own_choice", "unknown")}),
            ),
            otherwise="none",
        ),
    ),
    outcomes=(
        ("emergency", {"stage": ("emergency",)}),
        ("out_of_scope", {"destination": ("abroad",)}),
        ("local", {"destination": ("local",)}),
        ("settled", {"stage": ("settled",)}),
        ("work_injury", {"injury": ("work",)}),
        ("file_late_then_claim", {"stage": ("discharged",)}),
        ("file_before_discharge", {"stage": ("admitted",)}),
        ("hospital_not_linked", {"hospital_linked": ("no",)}),
        ("already_filed", {"filed_before": ("same_city",)}),
        ("change_filing", {"filed_before": ("other_city",)}),
        ("chronic_first", {"chronic_approved": ("no", "unknown")}),
        ("file_long_term", {"filing_type": ("long_term",)}),
        ("file_long_term_pledge", {"filing_type": ("long_term_pledge",)}),
        ("file_referral", {"filing_type": ("referral",)}),
        ("file_temporary", {"filing_type": ("temporary",)}),
    ),
    blocks=(
        # Where a row says so; of one's own province, of which none does, the steps speak.
        (RING_FIRST, {"maybe_exempt": ("yes",), "relation": ("ask",)}),
        ("injury", {"injury": ("yes", "unknown")}),
        ("work", {"stage": ("emergency",), "injury": ("work",)}),
        ("proxy", {"for_whom": ("family", "child", "employer")}),
    ),
    delivery=Delivery(
        hotline_knows=("insured_place", "scheme", "tier", "chronic_approved", "filed_before"),
        other_hotlines={"work_injury": ("12333",)},
        # No employer pays for these at home: the firm, or the orders, are where they live.
        card_at={"care_place": {**OWN_MASTER, "injury": ("work",), "reason": LONG_STAY}},
        other_services={"work_injury": (), **dict.fromkeys(CLAIMED_LATER, ("filing", "claims"))},
        private_form=PrivateForm.BILL,
        without_form=NO_PAYOUT,
    ),
    handovers=(
        Handover("second-reimbursement", {"outcome": ("settled",)}, PATIENT, {"first_claim": "direct"}),
        Handover(
            "manual-claim", {"outcome": ("file_late_then_claim",)}, HURT, {**THERE, "why_not_settled": "not_filed"}
        ),
        Handover(
            "manual-claim",
            {"outcome": ("emergency",), "care_place": (PLACE,)},
            HURT,
            {"care_kind": "emergency", **THERE},
        ),
        # No filing was needed, and yet the bill was not settled at the till.
        Handover("manual-claim", {"outcome": ("local",), "relation": ("same",)}, PATIENT, {"where": "local"}),
        Handover("manual-claim", {"outcome": ("local",)}, PATIENT),
        Handover("manual-claim", {"outcome": ("emergency",)}, HURT, {"care_kind": "emergency"}),
        Handover(
            "manual-claim", {"hospital_linked": ("no",)}, HURT, {**THERE, "why_not_settled": "hospital_not_linked"}
        ),
        Handover("chronic", {"chronic_approved": ("no",), **UNRECOGNISED}, TRAVELLER, {**THERE, "recognised": "no"}),
        Handover("chronic", UNRECOGNISED, TRAVELLER, {**THERE, "recognised": "unknown"}),
        Handover("chronic", {"outcome": ("local",), "relation": ("same",)}, PATIENT, {"where": "local"}),
        Handover("chronic", {"outcome": ("local",)}, PATIENT),
        Handover("chronic", BUYS_THERE, TRAVELLER, {**THERE, "buys": "pharmacy"}),
    ),
    instead=(
        Handover("second-reimbursement", given={"for_whom": "deceased"}),
        Handover("manual-claim", given={"for_whom": "deceased"}),
    ),
    urgent={"emergency": {"stage": ("emergency",)}},
)
