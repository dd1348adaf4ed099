"""Routing of 长期吃药、门诊慢病: the recognition (认定), and how medicine and visits are paid for with it.

Which illness it is is never asked. Priority of outcomes: 双通道 medicines, which have a recognition and pharmacies of
their own > the recognition, without which nothing else is paid > where care is to be had.
"""

from guides.engine.flow import Flow
from guides.engine.steps import PLACE, Delivery, Fact, Given, Handover, Relation, choice, place

PATIENT = ("for_whom", "insured_place", "scheme")
AWAY = ("near", "elsewhere", "undecided")

CHRONIC = Flow(
    slug="chronic",
    steps=(
        choice("for_whom", ("self", "family", "child")),
        place("insured_place", ("unknown",)),
        choice("scheme", ("employee", "resident", "flexible", "unknown")),
        choice("recognised", ("yes", "no", "expired", "unknown")),
        choice("where", ("local", "other_city", "both")),
        place("care_place", ("undecided",), when={"where": ("other_city", "both")}, of_care=True),
        Given("relation", Relation("insured_place", "care_place"), when={"care_place": (PLACE,)}),
        choice("buys", ("hospital", "pharmacy", "dual_channel", "online", "unknown")),
    ),
    facts=(
        Fact(
            "destination",
            (
                ("home", {"where": ("local",)}),
                ("undecided", {"care_place": ("undecided",)}),
                ("home", {"relation": ("same", "pool")}),
                # No rule of the nation's: of the province, or of places that agreed on one.
                ("near", {"relation": ("exempt", "exempt_lower", "file", "ask", "same_province")}),
            ),
            otherwise="elsewhere",
        ),
        # Care elsewhere beside an outcome that is about something else.
        Fact(
            "elsewhere_too",
            (
                ("no", {"destination": ("home",)}),
                ("yes", {"buys": ("dual_channel",)}),
                ("no", {"recognised": ("yes",)}),
            ),
            otherwise="yes",
        ),
        # Which papers it takes, in words that all guides share: see fixtures/content/claim-papers.yaml.
        Fact("identity", (), otherwise="yes"),
        Fact(
            "counter",
            (("yes", {"buys": ("dual_channel",)}), ("no", {"recognised": ("yes",)})),
            otherwise="yes",
        ),
    ),
    outcomes=(
        ("dual_channel", {"buys": ("dual_channel",)}),
        ("apply", {"recognised": ("no",)}),
        ("renew", {"recognised": ("expired",)}),
        ("ask", {"recognised": ("unknown",)}),
        ("use_elsewhere", {"destination": AWAY}),
        ("use_locally", {"destination": ("home",)}),
    ),
    blocks=(
        ("elsewhere", {"elsewhere_too": ("yes",)}),
        ("online", {"buys": ("online",)}),
        ("proxy", {"for_whom": ("family", "child")}),
    ),
    delivery=Delivery(
        services=("filing", "claims"),
        hotline_knows=("insured_place", "scheme", "recognised"),
    ),
    handovers=(
        Handover(
            "remote-care",
            {"outcome": ("use_elsewhere",)},
            carry=(*PATIENT, "care_place"),
            given={"stage": "planning", "care_type": "chronic", "chronic_approved": "yes"},
        ),
        Handover("manual-claim", {"outcome": ("dual_channel",)}, PATIENT, {"care_kind": "dual_channel_drug"}),
        Handover("manual-claim", {"outcome": ("use_locally", "use_elsewhere")}, PATIENT, {"care_kind": "outpatient"}),
        # Whoever pays for medicine all year may have passed the line of critical illness insurance.
        Handover("second-reimbursement", {"outcome": ("use_locally", "use_elsewhere", "dual_channel")}, PATIENT),
    ),
)
