"""Routing of 家里人共用医保的钱: 家庭共济 within a province, 医保钱包 across provinces, and 亲情账户, which shares no money.

Priority of outcomes: showing a code > who may share at all > what has to be asked first > where the two are insured.
Whose card is shown has nothing to do with whose money is spent, so whoever wants to show a code is asked for neither.
"""

from guides.engine.flow import Flow
from guides.engine.steps import PLACE, SAME, Delivery, Fact, Given, Handover, SameProvince, choice, place

#: 近亲属 of 民法典 第1045条, as people say it.
KIN = ("spouse", "parent", "child", "sibling", "grandparent", "grandchild")
PAYING = ("pay_care", "pay_premium")
#: Of the owner's money, or of what is not known yet.
ABOUT_MONEY = (*PAYING, "buy_plan", "unknown")

FAMILY_ACCOUNT = Flow(
    slug="family-account",
    steps=(
        choice("goal", ("show_code", "pay_care", "pay_premium", "buy_plan", "unknown")),
        choice("owner_scheme", ("employee", "resident", "unknown"), when={"goal": ABOUT_MONEY}),
        choice("relation", (*KIN, "in_law", "other")),
        place("insured_place", ("unknown",), when={"goal": ABOUT_MONEY}),
        # Where the family is insured decides nothing for whoever cannot share, or has to ask first what is possible.
        # Most are insured in one city, which nobody should have to look for twice.
        place("family_place", (SAME, "not_insured", "unknown"), when={"may_share": ("yes",), "goal": PAYING}),
        Given(
            "same_province",
            SameProvince("insured_place", "family_place"),
            when={"insured_place": (PLACE,), "family_place": (PLACE,)},
        ),
        choice("family_phone", ("yes", "no", "child")),
    ),
    facts=(
        Fact(
            "may_share",
            (
                ("no", {"goal": ("show_code",)}),
                ("no", {"owner_scheme": ("resident",)}),
                ("no", {"relation": ("in_law", "other")}),
            ),
            otherwise="yes",
        ),
        Fact(
            "distance",
            (
                ("unknown", {"insured_place": ("unknown",)}),
                ("near", {"family_place": (SAME,)}),
                ("near", {"same_province": ("yes",)}),
                ("far", {"same_province": ("no",)}),
            ),
            otherwise="unknown",
        ),
    ),
    outcomes=(
        ("family_code", {"goal": ("show_code",)}),
        ("not_a_relative", {"relation": ("in_law", "other")}),
        ("no_account", {"owner_scheme": ("resident",)}),
        ("family_not_insured", {"family_place": ("not_insured",)}),
        ("share", {"owner_scheme": ("employee",), "distance": ("near",)}),
        ("wallet", {"owner_scheme": ("employee",), "distance": ("far",)}),
        ("ask", {"may_share": ("yes",)}),
    ),
    blocks=(
        ("no_phone", {"family_phone": ("no",)}),
        ("child", {"family_phone": ("child",)}),
    ),
    delivery=Delivery(
        other_hotlines={"family_not_insured": ("12393", "12366")},
        services=("filing", "claims"),
        hotline_knows=("owner_scheme", "insured_place", "family_place"),
    ),
    handovers=(
        Handover(
            "coverage",
            {"outcome": ("family_not_insured",), "family_phone": ("child",)},
            given={"for_whom": "child", "matter": "first"},
        ),
        Handover("coverage", {"outcome": ("family_not_insured",)}, given={"for_whom": "family", "matter": "first"}),
        *(
            Handover(
                "coverage",
                {"goal": ("pay_premium",), **who, **where},
                given={"for_whom": for_whom, "matter": "pay"},
                renamed=renamed,
            )
            for for_whom, who in (("child", {"family_phone": ("child",)}), ("family", {}))
            for where, renamed in (
                ({"family_place": (SAME,)}, {"insured_place": "insured_place"}),
                ({}, {"family_place": "insured_place"}),
            )
        ),
        # Paying is not filing: who is treated in another place files all the same.
        Handover("remote-care", {"outcome": ("wallet",)}),
        Handover(
            "card-replacement",
            {"outcome": ("family_code",), "family_phone": ("yes", "no")},
            given={"for_whom": "family", "trouble": "code_fails"},
        ),
        Handover(
            "card-replacement",
            {"outcome": ("family_code",), "family_phone": ("child",)},
            given={"for_whom": "child", "trouble": "code_fails"},
        ),
    ),
)
