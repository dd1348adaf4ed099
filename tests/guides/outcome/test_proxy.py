"""When somebody else goes: what they bring, what needs the holder, and that no such outcome is silent about it."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from guides.models import Advice
from tests.guides.outcomes import outcome
from tests.thorough import long

pytestmark = pytest.mark.django_db

CARD = (
    "/guides/card-replacement/outcome/?for_whom=self&trouble=lost&need_now=no&card_kind=social_security_card"
    "&issued_place=210300&reported=no&pension_on_card=no&in_person="
)
CLAIM = (
    "/guides/manual-claim/outcome/?insured_place=210300&scheme=resident&insured_now=yes&care_kind=inpatient"
    "&where=local&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year&for_whom="
)
SETTLED = "/guides/remote-care/outcome/?insured_place=210300&scheme=resident&care_place=110000&stage=settled&for_whom="


def section(client: Client, address: str) -> str:
    """What stands on the page for whoever goes for somebody else; '' where there is none."""
    page = client.get(address).content.decode()
    found = re.findall(r'<details class="more proxy".*?</details>', page, re.DOTALL)
    assert len(found) <= 1
    said = re.sub(r'<a class="ref".*?</a>', "", "".join(found))
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(said)).split())


def test_section_names_the_papers_and_the_steps(client: Client) -> None:
    words = section(client, f"{CARD}no")
    assert words.startswith("请人代办，多带什么 上面的单子里，这几样由去办的人带： 代办人的身份证 卡主签名的委托书")
    assert "卡主签名的委托书 要委托书的地方，要卡主自己签名或盖章。" in words
    assert "新卡的银行账户，多地要本人去激活。" in words


def test_section_says_which_of_a_group_will_do(client: Client) -> None:
    assert "证明您是孩子的监护人（户口簿或孩子的出生证）" in section(client, f"{CLAIM}child")


def test_section_without_papers_has_another_heading(client: Client) -> None:
    words = section(client, f"{SETTLED}family")
    assert words.startswith("替别人办，先看这几句 没有要本人去办的")


@pytest.mark.parametrize("address", [f"{CARD}yes", f"{CLAIM}self", f"{SETTLED}self"])
def test_section_only_for_whoever_goes_for_somebody_else(client: Client, address: str) -> None:
    assert section(client, address) == ""


def test_papers_stay_in_the_list(client: Client) -> None:
    found = outcome("manual-claim", for_whom="family")
    brought = [paper["key"] for group in found["documents"] for paper in group["papers"] if paper["bringer"] == "proxy"]
    assert brought == ["proxy-id", "principal-id", "authorization-letter"]


def test_steps_carry_their_source_for_other_programs() -> None:
    (letter, nothing_else) = outcome("remote-care", for_whom="family")["in_person"]
    assert (letter["key"], letter["basis"]["article"], letter["basis"]["evidence"]) == (
        "in-person-letter",
        "第28、165条",
        "原文转录",
    )
    assert nothing_else["key"] == "in-person-nothing-else"


def test_pledge_is_signed_by_the_patient() -> None:
    said = {"for_whom": "family", "reason": "lives_there"}
    pledged = [text["key"] for text in outcome("remote-care", **said, proof="none")["in_person"]]
    proved = [text["key"] for text in outcome("remote-care", **said, proof="residence_permit")["in_person"]]
    assert pledged == ["in-person-letter", "in-person-pledge"]
    assert proved == ["in-person-letter", "in-person-nothing-else"]


@long
def test_check_finds_an_outcome_that_is_silent() -> None:
    Advice.objects.filter(key="in-person-call").delete()
    with pytest.raises(CommandError) as caught:
        call_command("check_guides", stdout=StringIO())
    lines = str(caught.value).splitlines()
    assert lines[:-1] == [
        "remote-care › settled（proxy）：没有必须本人办的。",
        "remote-care › out_of_scope（proxy）：没有必须本人办的。",
    ]
