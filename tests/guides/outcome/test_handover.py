"""From one guide to the next: what is offered when, and that what carries really opens at the next open question."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from guides.engine.checks import check_handovers, checked
from guides.engine.flow import Flow, holds
from guides.engine.steps import PLACE, Delivery, Fact, FlowError, Handover, choice, place
from guides.flows import FLOWS
from guides.models import Introduction, Wording
from guides.outcome import checklist, handover
from registry import snapshot as snapshots
from tests.guides.walks import query_of

database = pytest.mark.django_db
REMOTE = "for_whom=family&insured_place=210300&scheme=employee&care_place=110000"
CLAIM = "for_whom=family&insured_place=210300&scheme=employee&insured_now=yes&care_kind=inpatient"
PATIENT = "for_whom=family&insured_place=210300&scheme=employee"
LAPSED = f"{PATIENT}&insured_now=lapsed&care_kind=inpatient&where=local&why_not_settled=other&injury=no"


def onward(client: Client, slug: str, query: str) -> list[str]:
    response = client.get(f"/guides/{slug}/outcome.json?{query}")
    assert response.status_code == 200, response.content.decode()
    return [link["address"] for link in response.json()["onward"]]


# -- what is offered ----------------------------------------------------------------------------------------------


@database
@pytest.mark.parametrize(
    ("slug", "query", "addresses"),
    [
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=discharged&reason=own_choice&injury=unknown",
            [
                "/guides/manual-claim/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
                "&where=other_city&why_not_settled=not_filed&injury=unknown"
            ],
            id="paid without filing",
        ),
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=emergency&injury=no",
            [
                "/guides/manual-claim/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
                "&care_kind=emergency&where=other_city&injury=no"
            ],
            id="emergency",
        ),
        pytest.param(
            "remote-care",
            "stage=emergency",
            ["/guides/manual-claim/for_whom/?care_kind=emergency"],
            id="straight from the emergency exit",
        ),
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=planning&reason=own_choice&care_type=chronic&chronic_approved=no&filed_before=no",
            [
                "/guides/chronic/buys/?for_whom=family&insured_place=210300&scheme=employee&recognised=no"
                "&where=other_city&care_place=110000"
            ],
            id="recognition first",
        ),
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=planning&reason=own_choice&care_type=pharmacy&filed_before=no",
            [
                "/guides/chronic/recognised/?for_whom=family&insured_place=210300&scheme=employee"
                "&where=other_city&care_place=110000&buys=pharmacy"
            ],
            id="medicine at a pharmacy",
        ),
        pytest.param(
            "chronic",
            f"{REMOTE}&recognised=yes&where=other_city&buys=hospital",
            [
                f"/guides/remote-care/reason/?{REMOTE}&stage=planning&care_type=chronic&chronic_approved=yes",
                "/guides/manual-claim/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
                "&care_kind=outpatient",
            ],
            id="recognised, treated elsewhere",
        ),
        pytest.param(
            "chronic",
            f"{REMOTE}&recognised=no&where=other_city&buys=dual_channel",
            [
                "/guides/manual-claim/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
                "&care_kind=dual_channel_drug",
            ],
            id="medicine of two channels",
        ),
        pytest.param(
            "second-reimbursement",
            "for_whom=self&insured_place=210300&scheme=resident&insured_now=yes&first_claim=direct"
            "&catastrophic_line=paid&other_cover=none&receipts=paper&discharged=this_year&injury=no",
            ["/guides/chronic/recognised/?for_whom=self&insured_place=210300&scheme=resident"],
            id="critical illness paid",
        ),
        pytest.param(
            "card-replacement",
            "for_whom=family&trouble=code_fails&need_now=today&issued_place=210300",
            ["/guides/family-account/relation/?goal=show_code"],
            id="code of the family",
        ),
        pytest.param(
            "card-replacement",
            "for_whom=self&trouble=code_fails&need_now=today&issued_place=210300",
            [],
            id="code of one's own",
        ),
        pytest.param(
            "family-account",
            "goal=pay_care&owner_scheme=employee&relation=parent&insured_place=440300&family_place=211200"
            "&family_phone=no",
            ["/guides/remote-care/for_whom/"],
            id="paying is not filing",
        ),
        pytest.param(
            "family-account",
            "goal=pay_care&owner_scheme=employee&relation=child&insured_place=210300&family_place=not_insured"
            "&family_phone=child",
            ["/guides/coverage/insured_place/?for_whom=child&matter=first"],
            id="child that is not insured",
        ),
        pytest.param(
            "family-account",
            "goal=pay_premium&owner_scheme=employee&relation=parent&insured_place=210300&family_place=same"
            "&family_phone=no",
            ["/guides/coverage/scheme/?for_whom=family&matter=pay&insured_place=210300"],
            id="when to pay",
        ),
        pytest.param(
            "coverage",
            "for_whom=family&matter=pay&insured_place=210300&scheme=resident",
            ["/guides/family-account/owner_scheme/?goal=pay_premium"],
            id="out of the account of the family",
        ),
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=planning&reason=own_choice&care_type=inpatient&hospital_linked=no"
            "&filed_before=no&injury=no",
            [
                "/guides/manual-claim/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
                "&where=other_city&why_not_settled=hospital_not_linked&injury=no"
            ],
            id="hospital not linked",
        ),
        pytest.param(
            "remote-care",
            f"{REMOTE}&stage=planning&reason=own_choice&care_type=inpatient&hospital_linked=yes"
            "&filed_before=no&injury=no",
            [],
            id="filing ahead",
        ),
        pytest.param(
            "remote-care",
            "for_whom=self&insured_place=210300&scheme=employee&care_place=210300",
            [
                "/guides/manual-claim/insured_now/?for_whom=self&insured_place=210300&scheme=employee&where=local",
                "/guides/chronic/recognised/?for_whom=self&insured_place=210300&scheme=employee&where=local",
            ],
            id="at home",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM}&where=local&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year",
            ["/guides/card-replacement/trouble/?for_whom=family"],
            id="no card",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM}&where=other_city&why_not_settled=not_filed&injury=no&receipts=paper&discharged=not_yet",
            [
                "/guides/remote-care/care_place/?for_whom=family&insured_place=210300&scheme=employee"
                "&stage=admitted&injury=no"
            ],
            id="in hospital and not filed",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM}&where=other_city&why_not_settled=not_filed&injury=no&receipts=paper&discharged=this_year",
            [],
            id="too late to file",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM.replace('inpatient', 'outpatient')}&where=other_city&why_not_settled=not_filed&injury=no"
            "&receipts=paper&discharged=not_yet",
            ["/guides/remote-care/care_place/?for_whom=family&insured_place=210300&scheme=employee"],
            id="not in hospital and not filed",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM.replace('inpatient', 'emergency')}&where=other_city&why_not_settled=not_filed&injury=no"
            "&receipts=paper&discharged=not_yet",
            [],
            id="an emergency needs no filing",
        ),
        pytest.param(
            "manual-claim",
            f"{CLAIM.replace('family', 'deceased')}&where=local&why_not_settled=no_card&injury=no&receipts=paper"
            "&discharged=this_year",
            [],
            id="no card for the dead",
        ),
        pytest.param(
            "manual-claim",
            f"{LAPSED}&receipts=paper&discharged=this_year",
            ["/guides/coverage/lapsed_for/?for_whom=family&matter=lapsed&insured_place=210300&scheme=employee"],
            id="lapsed",
        ),
        pytest.param(
            "manual-claim",
            f"{LAPSED.replace('family', 'deceased')}&receipts=paper&discharged=this_year",
            [],
            id="nobody insures the dead",
        ),
        pytest.param(
            "manual-claim",
            f"{LAPSED.replace('lapsed', 'newborn').replace('family', 'child')}&receipts=paper&discharged=this_year",
            ["/guides/coverage/ill_now/?for_whom=newborn&insured_place=210300"],
            id="born and not insured yet",
        ),
        pytest.param(
            "second-reimbursement",
            f"{PATIENT}&insured_now=lapsed&first_claim=direct&catastrophic_line=zero&other_cover=none&receipts=paper"
            "&discharged=this_year&injury=no",
            [
                "/guides/coverage/lapsed_for/?for_whom=family&matter=lapsed&insured_place=210300&scheme=employee",
                "/guides/chronic/recognised/?for_whom=family&insured_place=210300&scheme=employee",
            ],
            id="lapsed and asking for more",
        ),
        pytest.param(
            "coverage",
            f"{PATIENT}&matter=lapsed&lapsed_for=one&job=none&ill_now=yes",
            ["/guides/manual-claim/care_kind/?for_whom=family&insured_place=210300&scheme=employee&insured_now=lapsed"],
            id="insured again, back to the claim",
        ),
        pytest.param(
            "coverage",
            "for_whom=newborn&insured_place=210300&ill_now=no",
            ["/guides/manual-claim/care_kind/?for_whom=child&insured_place=210300&scheme=resident&insured_now=newborn"],
            id="the newborn's bill",
        ),
        pytest.param(
            "coverage",
            f"{PATIENT}&matter=moved&job=has&ill_now=no",
            [
                "/guides/card-replacement/need_now/?for_whom=family&trouble=moved",
                "/guides/chronic/recognised/?for_whom=family&insured_place=210300&scheme=employee",
            ],
            id="moved, and the card",
        ),
        pytest.param(
            "card-replacement",
            "for_whom=self&trouble=moved&need_now=no&card_kind=unknown&issued_place=210300&pension_on_card=no"
            "&in_person=yes",
            ["/guides/coverage/scheme/?for_whom=self&matter=moved&insured_place=210300"],
            id="a card of the old city",
        ),
    ],
)
def test_onward(client: Client, slug: str, query: str, addresses: list[str]) -> None:
    others = [link for link in onward(client, slug, query) if "/second-reimbursement/" not in link]
    assert others == addresses
    for address in others:
        assert_opens(client, address)


def assert_opens(client: Client, address: str) -> None:
    """The page asks the question that the address names, nothing is wrong, and what was carried goes on."""
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    key = urlsplit(address).path.split("/")[-2]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert hidden == {"asked": key, **query_of(address)}
    assert 'role="alert"' not in page


@database
def test_premium_of_a_child_insured_elsewhere_is_paid_there(client: Client) -> None:
    asked = "goal=pay_premium&owner_scheme=employee&relation=grandchild&insured_place=210300&family_place=360700"
    (first, *_) = onward(client, "family-account", f"{asked}&family_phone=child")
    assert first == "/guides/coverage/outcome/?for_whom=child&matter=pay&insured_place=360700"


@database
def test_code_of_a_child_leads_straight_to_the_phone_of_its_parents(client: Client) -> None:
    (address,) = onward(client, "card-replacement", "for_whom=child&trouble=code_fails&need_now=no&issued_place=210300")
    assert address == "/guides/family-account/outcome/?goal=show_code&relation=child&family_phone=child"
    assert 'data-outcome="family_code"' in client.get(address).content.decode()


@database
@pytest.mark.parametrize("buys", ["hospital", "dual_channel"])
def test_medicine_for_years_leads_to_critical_illness_insurance(client: Client, buys: str) -> None:
    found = onward(client, "chronic", f"{REMOTE}&recognised=yes&where=other_city&buys={buys}")
    assert found[-1] == (
        "/guides/second-reimbursement/insured_now/?for_whom=family&insured_place=210300&scheme=employee"
    )


SETTLED = f"{REMOTE}&stage=settled"
CLAIMED = f"{CLAIM}&where=local&why_not_settled=other&injury=no&receipts=paper"


@database
@pytest.mark.parametrize(
    ("slug", "query", "given"),
    [
        ("remote-care", SETTLED, [{"first_claim": "direct"}]),
        ("remote-care", f"{REMOTE}&stage=emergency&injury=no", []),
        ("manual-claim", f"{CLAIMED}&discharged=this_year", [{}]),
        ("manual-claim", f"{CLAIMED}&discharged=not_yet", []),
        ("manual-claim", f"{CLAIM}&where=abroad", []),
    ],
)
def test_second_reimbursement_follows_a_first_one(slug: str, query: str, given: list[dict[str, str]]) -> None:
    flow = FLOWS[slug]
    answers = {key: (value,) for key, value in parse_qsl(query)}
    walk = flow.walk(answers, checklist.lookup(snapshots.current(), timezone.localdate()))
    links = [link for link in flow.handovers if link.to == "second-reimbursement"]
    assert [dict(link.given) for link in links if holds(link.when, walk.facts)] == given


@database
def test_page_says_the_title_of_the_next_guide(client: Client) -> None:
    page = unescape(client.get(f"/guides/remote-care/outcome/?{REMOTE}&stage=emergency&injury=no").content.decode())
    section = page[page.index("接着办") :].split("</section>")[0]
    assert "<strong>自己垫了钱，怎么报</strong>" in section
    assert "看病时没能当场报，钱是自己垫的。" in section


@database
def test_guide_that_is_not_introduced_is_not_offered(client: Client) -> None:
    Introduction.objects.get(key="manual-claim").delete()
    assert onward(client, "remote-care", f"{REMOTE}&stage=emergency&injury=no") == []
    assert "manual-claim" not in client.get("/guides/remote-care/").content.decode()


@database
def test_a_value_that_the_next_guide_does_not_know_is_asked_there() -> None:
    snapshot, on = snapshots.current(), timezone.localdate()
    start = Flow(
        "start",
        (choice("for_whom", ("robot", "self")), choice("scheme", ("employee",))),
        (),
        (("end", {}),),
        handovers=(Handover("manual-claim", {"outcome": ("end",)}, ("for_whom", "scheme")),),
    )
    walk = start.walk({"for_whom": ("robot",), "scheme": ("employee",)}, lambda key, _: "")
    (link,) = handover.onward(snapshot, walk, on)
    assert link.address == "/guides/manual-claim/for_whom/?scheme=employee"


# -- start page ---------------------------------------------------------------------------------------------------


@database
def test_start_leads_those_whose_relative_has_died_elsewhere(client: Client) -> None:
    page = unescape(client.get("/guides/remote-care/").content.decode())
    links = dict(re.findall(r'<a href="([^"]+)">(已经去世的家人：[^<]+)</a>', page))
    claim = "/guides/manual-claim/insured_place/?for_whom=deceased"
    assert links[claim] == "已经去世的家人：自己垫了钱，怎么报"
    assert len(links) == sum(link.to in FLOWS for link in FLOWS["remote-care"].instead)
    assert_opens(client, claim)


@database
def test_start_says_it_in_the_words_of_the_rows(client: Client) -> None:
    wording = Wording.objects.get(key="manual-for-whom")
    wording.options.filter(value="deceased").update(label="过世的亲人")
    wording.save()
    assert "过世的亲人：自己垫了钱，怎么报" in client.get("/guides/remote-care/").content.decode()


@database
@pytest.mark.parametrize("slug", ["manual-claim", "card-replacement"])
def test_start_of_guides_for_everyone_leads_nowhere_else(client: Client, slug: str) -> None:
    assert "：自己垫了钱" not in client.get(f"/guides/{slug}/").content.decode()


# -- import -------------------------------------------------------------------------------------------------------

A = choice("a", ("1", "2"))
HOME = place("home", ("unknown",))
END = (("end", {}),)
OTHER = Flow("other", (A, HOME), (), END)


def flow(*handovers: Handover, instead: tuple[Handover, ...] = ()) -> Flow:
    facts = (Fact("odd", (("yes", {"a": ("1",)}),), otherwise="no"),)
    steps = (A, HOME, choice("b", ("1",)))
    return Flow("bad", steps, facts, END, handovers=handovers, instead=instead, delivery=Delivery(home="home"))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(flow(Handover("other", {"c": ("1",)})), "a condition names “c”", id="unknown key"),
        pytest.param(flow(Handover("other", {"a": ("3",)})), r"“a” has no value \['3'\]", id="unknown value"),
        pytest.param(flow(Handover("other", {"outcome": ("x",)})), r"“outcome” has no value", id="unknown outcome"),
        pytest.param(flow(Handover("other", {"supported": ("yes",)})), "a condition names “supp", id="private"),
        pytest.param(flow(Handover("other", carry=("odd",))), r"\['odd'\] cannot be carried on", id="fact carried"),
        pytest.param(flow(instead=(Handover("other", carry=("a",)),)), "nothing is known on the start", id="carried"),
        pytest.param(flow(instead=(Handover("other", {"a": ("1",)}),)), "nothing is known on the start", id="when"),
    ],
)
def test_checked_refuses(bad: Flow, message: str) -> None:
    with pytest.raises(FlowError, match=f"^bad: {message}"):
        checked(bad)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(flow(Handover("nowhere")), "a handover to “nowhere”, which is no other guide", id="unknown"),
        pytest.param(flow(Handover("bad")), "a handover to “bad”, which is no other guide", id="itself"),
        pytest.param(flow(instead=(Handover("nowhere"),)), "a handover to “nowhere”", id="from the start page"),
        pytest.param(flow(Handover("other", carry=("b",))), r"other does not ask \['b'\]", id="carried in vain"),
        pytest.param(flow(Handover("other", given={"b": "1"})), r"other does not ask \['b'\]", id="given in vain"),
        pytest.param(flow(Handover("other", given={"a": "3"})), "“a” of other has no value “3”", id="unknown value"),
        pytest.param(
            flow(Handover("other", given={"home": PLACE})), "“home” of other has no value “place”", id="a place given"
        ),
    ],
)
def test_check_handovers_refuses(bad: Flow, message: str) -> None:
    with pytest.raises(FlowError, match=f"^bad: {message}"):
        check_handovers({"bad": bad, "other": OTHER})


def test_check_handovers_accepts_sound_ones() -> None:
    sound = flow(
        Handover("other", {"outcome": ("end",), "odd": ("yes",)}, ("a", "home"), {"a": "2"}),
        instead=(Handover("other", given={"a": "1"}),),
    )
    check_handovers({"bad": checked(sound), "other": OTHER})
