"""Routing of 卡丢了、坏了、要换: the social security card (社保卡), the old medical card, and the code in the phone (医保码).

Priority of outcomes: deceased > the code itself > an old medical card > what happened to the card.

Someone who cannot say what is wrong is led to ``code_help``: its advice, to use the code today and to ring 12333 about
the card, is safe whatever turns out to be wrong. A phone code is not lost, worn out, out of date or locked the way a
card is, so with ``code_only`` these lead to ``code_help`` too.

The guide asks for one place only, so whether the card is from another city than the one a person lives in is unknown.
"""

from guides.engine.flow import Flow
from guides.engine.steps import Delivery, Fact, Handover, choice, place

#: What may have happened to a card that is somewhere, or was.
TO_THE_CARD = ("lost", "damaged", "expired", "locked", "unknown")
#: After these a new card is made, perhaps with a new bank account.
NEW_CARD = ("lost", "damaged", "details_changed", "expired", "moved")
#: Counters of the card; counters of the insurance, which know the code in the phone, the old card and the account.
OF_THE_CARD = ("card", "bank")
OF_INSURANCE = ("filing", "claims")
OF_THE_LIVING = ("self", "family", "child", "employer")

CARD_REPLACEMENT = Flow(
    slug="card-replacement",
    steps=(
        choice("for_whom", ("self", "family", "child", "deceased", "employer")),
        choice(
            "trouble",
            (
                *("lost", "damaged", "details_changed", "expired", "locked", "moved"),
                *("never_had", "code_fails", "unknown"),
            ),
            when={"for_whom": OF_THE_LIVING},
        ),
        choice("need_now", ("today", "soon", "no"), when={"for_whom": OF_THE_LIVING}),
        choice(
            "card_kind",
            ("social_security_card", "old_medical_card", "code_only", "unknown"),
            when={"trouble": (*NEW_CARD, "locked", "unknown")},
        ),
        place("issued_place", ("unknown",)),
        choice("reported", ("formal", "temporary", "no"), when={"trouble": ("lost",), "matter": ("card", "old")}),
        choice(
            "pension_on_card",
            ("yes", "no", "unknown"),
            when={
                "card_kind": ("social_security_card",),
                "trouble": NEW_CARD,
                "for_whom": ("self", "family", "employer"),
            },
        ),
        choice(
            "in_person",
            ("yes", "no"),
            when={"for_whom": ("self", "family", "employer"), "matter": ("card", "old")},
        ),
    ),
    facts=(
        # Whoever draws a pension was insured where he retired, and mostly still is.
        Fact("draws_pension", (("yes", {"pension_on_card": ("yes",)}),), otherwise="no"),
        # What it is really about: the card, an old medical card, the code in the phone, or first of all a question.
        Fact(
            "matter",
            (
                ("deceased", {"for_whom": ("deceased",)}),
                ("code", {"trouble": ("code_fails",)}),
                ("code", {"trouble": TO_THE_CARD, "card_kind": ("code_only",)}),
                ("old", {"trouble": TO_THE_CARD, "card_kind": ("old_medical_card",)}),
                ("ask", {"trouble": ("unknown",)}),
            ),
            otherwise="card",
        ),
        # Whether it takes a visit that papers are brought to, in a word that all guides share.
        Fact("counter", (("no", {"trouble": ("code_fails",)}),), otherwise="yes"),
        # Who stands at the counter: somebody else brings the papers of two, and says for whom. A holder who cannot come
        # rings himself, and sends somebody only where nothing else will do.
        Fact(
            "goer",
            (
                ("sent", {"in_person": ("no",), "for_whom": ("self",)}),
                ("other", {"in_person": ("no",)}),
                ("other", {"for_whom": ("child",)}),
            ),
            otherwise="holder",
        ),
    ),
    outcomes=(
        ("deceased", {"matter": ("deceased",)}),
        ("code_help", {"matter": ("code", "ask")}),
        ("old_card", {"matter": ("old",)}),
        ("report_then_replace", {"trouble": ("lost",)}),
        ("exchange_damaged", {"trouble": ("damaged",)}),
        ("correct_details_first", {"trouble": ("details_changed",)}),
        ("renew", {"trouble": ("expired",)}),
        ("unlock", {"trouble": ("locked",)}),
        ("move", {"trouble": ("moved",)}),
        ("first_card", {"trouble": ("never_had",)}),
    ),
    blocks=(
        ("temporary_report_expires", {"reported": ("temporary",)}),
        ("child", {"for_whom": ("child",)}),
        ("proxy", {"in_person": ("no",)}),
        ("pension", {"pension_on_card": ("yes", "unknown")}),
    ),
    delivery=Delivery(
        hotline_knows=("trouble", "card_kind", "issued_place"),
        home="issued_place",
        hotlines=("12333", "12393"),
        services=OF_THE_CARD,
        other_services={
            "code_help": OF_INSURANCE,
            "deceased": (*OF_THE_CARD, *OF_INSURANCE),
            "old_card": (*OF_THE_CARD, *OF_INSURANCE),
        },
    ),
    handovers=(
        # A code that does not open on a phone of one's own, or without one, opens on that of the family.
        Handover(
            "family-account",
            {"matter": ("code",), "for_whom": ("family",)},
            given={"goal": "show_code"},
        ),
        Handover(
            "family-account",
            {"matter": ("code",), "for_whom": ("child",)},
            given={"goal": "show_code", "relation": "child", "family_phone": "child"},
        ),
        # A card of another city is that of an insurance which has moved with its holder, or is to.
        Handover(
            "coverage",
            {"trouble": ("moved",)},
            ("for_whom",),
            {"matter": "moved"},
            renamed={"issued_place": "insured_place"},
        ),
    ),
)
