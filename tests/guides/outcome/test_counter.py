"""What can be done without a counter comes first, and what only a counter asks for is marked so, in every rendering."""

import itertools
import re
import subprocess
from typing import Any

import pytest
from django.test import Client

from guides.models import Advice, Channel, Document
from guides.outcome import papers
from guides.outcome.papers import Paper, PaperGroup
from registry import snapshot
from registry.models import Office
from tests.guides.outcomes import outcome

pytestmark = pytest.mark.django_db

PHONE = (
    "/guides/remote-care/outcome/?for_whom=family&insured_place=210300&scheme=resident&care_place=110000&stage=planning"
    "&reason=own_choice&care_type=inpatient&hospital_linked=yes&filed_before=no&injury=no"
)


def needed(found: dict[str, Any]) -> dict[str, str]:
    return {group["papers"][0]["key"]: group["needed_label"] for group in found["documents"]}


def text(made: bytes) -> str:
    return "".join(
        subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True)
        .stdout.decode()
        .split()
    )


def test_way_without_a_counter_comes_first_and_says_so(client: Client) -> None:
    ways = outcome("remote-care")["channels"]
    flags = [way["no_counter"] for way in ways]
    assert flags == sorted(flags, reverse=True)
    assert ways[0]["name"] == "国家医保服务平台 APP"
    assert next(way for way in ways if way["name"] == "参保地的医保窗口")["no_counter"] is False
    page = client.get(PHONE).content.decode()
    assert page.count('<span class="tag">不用跑窗口</span>') == sum(flags)
    assert "国家医保服务平台APP（不用跑窗口）" in text(client.get(PHONE.replace("outcome/?", "outcome.pdf?")).content)


def test_paper_for_the_counter_is_no_must_where_a_phone_will_do(client: Client) -> None:
    found = outcome("remote-care", for_whom="family")
    marked = {"filing-form", "proxy-id", "principal-id", "authorization-letter"}
    assert {key for key, label in needed(found).items() if label.startswith("去窗口才")} == marked
    assert needed(found)["filing-form"] == "去窗口才填"
    assert [group["counter_only"] for group in found["documents"]][-len(marked) :] == [True] * len(marked)
    page = client.get(PHONE).content.decode()
    assert page.count('<span class="tag">去窗口才带') == len(marked) - 1
    assert "去窗口才带" in text(client.get(PHONE.replace("outcome/?", "outcome-large.pdf?")).content)
    assert "委托书（去窗口才带，有就带）" in client.get(PHONE.replace("outcome/?", "outcome.txt?")).content.decode()


def test_the_same_paper_is_a_must_where_only_a_counter_does_it() -> None:
    found = outcome("remote-care", for_whom="family", stage="discharged")
    assert not any(way["no_counter"] for way in found["channels"])
    assert needed(found)["proxy-id"] == "必带"
    assert not any(group["counter_only"] for group in found["documents"])


def test_choice_for_the_counter_keeps_saying_that_one_is_enough(publish: Any) -> None:
    assert needed(outcome("remote-care", for_whom="child"))["guardian-household-register"] == "去窗口才带，任选其一"


def test_choice_with_one_paper_that_a_phone_wants_too_is_not_for_the_counter(publish: Any) -> None:
    common = {"needed": "one_of", "group": "made", "group_label": "证明", "when": {"outcome": ["file_temporary"]}}
    publish(Document, key="made-one", counter_only=True, **common)
    publish(Document, key="made-two", **common)
    assert needed(outcome("remote-care"))["made-one"] == "任选其一"


def test_clerk_takes_the_last_way_without_a_counter_back() -> None:
    Channel.objects.update(no_counter=False)
    snapshot.bump(Channel)
    found = needed(outcome("remote-care", for_whom="family"))
    assert [label for label in found.values() if "去窗口" in label] == []
    assert (found["filing-form"], found["proxy-id"]) == ("到那里填", "必带")


def test_page_says_early_what_to_bring(client: Client) -> None:
    page = client.get(PHONE).content.decode()
    assert (
        page.index("</h1>")
        < page.index('<a href="#bring"><span><span class="clause">要带：')
        < page.index('id="steps"')
    )
    emergency = client.get("/guides/remote-care/outcome/?stage=emergency").content.decode()
    assert '<span class="clause">医保码或社保卡。</span>' in emergency


def test_line_of_what_to_bring_names_all_of_a_short_list() -> None:
    found = outcome("manual-claim")
    assert found["bring"].startswith("要带：医保码或社保卡；看病的发票；费用清单；")
    assert found["bring"].partition("。")[0].count("；") == 4
    musts = [group for group in found["documents"] if group["needed"] in ("required", "one_of")]
    assert len(musts) == 5


def test_line_of_what_to_bring_for_a_phone_alone() -> None:
    found = outcome("card-replacement", card_kind="code_only")
    assert found["bring"] == "手机上办不用带。去窗口要带：卡主的身份证。有就带：手边的社保卡或医保卡"


def test_line_says_what_is_filled_in_there_and_is_empty_when_all_may_stay_at_home() -> None:
    assert papers.in_a_line([]) == ""
    spare = PaperGroup("旧卡", "if_available", "有就带", False, ())
    assert papers.in_a_line([spare]) == ""
    assert outcome("remote-care")["bring"].endswith("。到那里填：异地就医备案表")


@pytest.mark.parametrize(("must", "spare", "filled"), [*itertools.product((1, 6, 7), (0, 1, 2, 3), (0, 1))])
def test_line_accounts_for_every_line_of_the_list(must: int, spare: int, filled: int) -> None:
    def line(name: str, needed: str, label: str, handling: str = "shown") -> PaperGroup:
        blank = dict.fromkeys(Paper.__dataclass_fields__, "")
        return PaperGroup(name, needed, label, False, (Paper(**{**blank, "name": name, "handling": handling}),))

    lines = [line(f"甲{number}", "required", "必带") for number in range(must)]
    lines += [line(f"乙{number}", "if_available", "有就带") for number in range(spare)]
    lines += [line(f"丙{number}", "required", "到那里填", "filled_there") for number in range(filled)]
    said = papers.in_a_line(lines)
    counted = re.findall(r"(一共|还有) (\d+) 样", said)
    total = sum(int(number) for _, number in counted)
    assert ("还有" in said) == (spare > 2 or (spare > 1 and len(lines) > 7))
    named = 0 if must > 3 and len(lines) > 7 else said.count("甲")
    assert total + named + len(re.findall("[乙丙]", said)) == len(lines)


def test_long_list_keeps_open_what_must_come_and_folds_the_rest_at_its_end(client: Client) -> None:
    paid = {"stage": "discharged", "reason": "lives_there", "proof": "residence_permit", "injury": "unknown"}
    found = outcome("remote-care", for_whom="family", insured_place="431300", care_place="430100", **paid)
    assert len(found["documents"]) > papers.LONG
    needed_now = [group["needed"] in ("required", "one_of") for group in found["documents"]]
    assert needed_now == sorted(needed_now, reverse=True)
    page = client.get(f"/guides/remote-care/outcome/{found['query']}").content.decode()
    folded = page.partition("不是必带的，还有 ")[2].partition("</span>")[0]
    assert folded == f"{needed_now.count(False)} 样：异地就医备案表、说明怎么受伤的材料、病人的身份证、委托书"


@pytest.mark.parametrize(("must", "spare", "folded"), [(8, 1, 0), (7, 2, 0), (9, 1, 0), (8, 2, 2), (0, 10, 10)])
def test_only_long_lists_are_folded_and_never_one_line(must: int, spare: int, folded: int) -> None:
    lines = [PaperGroup(f"甲{number}", "required", "必带", False, ()) for number in range(must)]
    lines += [PaperGroup(f"乙{number}", "if_available", "有就带", False, ()) for number in range(spare)]
    assert sum(line.folded for line in papers.folded(lines)) == folded


def test_line_names_first_what_leads_the_list_and_whether_it_must_come() -> None:
    found = outcome("chronic", recognised="no")
    assert found["bring"] == "要带：病历或检查报告；医保码或社保卡"
    assert needed(found)["chronic-medical-records"] == "必带"


def test_parent_is_insured_with_the_papers_of_whoever_goes() -> None:
    found = outcome("coverage", for_whom="family")
    assert found["bring"] == "要带：参保人的身份证；去办的人的身份证。有就带：委托书"
    assert needed(found)["coverage-authorization-letter"] == "有就带"
    assert "coverage-proxy-id" not in needed(outcome("coverage"))


@pytest.mark.parametrize("family_place", ["210300", "110000"])
def test_account_of_a_family_is_bound_on_a_phone_without_papers(family_place: str) -> None:
    found = outcome("family-account", family_place=family_place)
    assert found["bring"].startswith("手机上办不用带。去窗口要带：出钱的人的医保码或社保卡；")
    assert all(label.startswith("去窗口才带") for label in needed(found).values())


def test_code_of_a_family_is_shown_at_no_counter() -> None:
    assert needed(outcome("family-account", goal="show_code")) == {"family-code-member-id": "必带"}


def test_step_has_a_button_that_says_what_it_does(client: Client) -> None:
    settled = PHONE.replace("planning", "settled")
    [step] = [step for step in outcome("remote-care", stage="settled")["steps"] if step["key"] == "settled-step-zero"]
    assert step["button"] == {"label": "打 0412-12393", "address": "tel:041212393"}
    assert not any("12393" in line for line in step["lines"])
    page = client.get(settled).content.decode()
    assert '<p><a class="quick" href="tel:041212393">打 0412-12393</a></p>' in page.partition('id="steps"')[2]
    assert (
        "打0412-12393"
        in text(client.get(settled.replace("outcome/?", "outcome.pdf?")).content).partition("现在就做")[2]
    )
    assert "打电话问（打 0412-12393）" in client.get(settled.replace("outcome/?", "outcome.txt?")).content.decode()


def test_step_opens_an_official_page(client: Client) -> None:
    page = client.get(PHONE).content.decode()
    assert '<a class="quick" href="https://fuwu.nhsa.gov.cn/" rel="noreferrer">打开官网 fuwu.nhsa.gov.cn</a>' in page
    assert "打开官网fuwu.nhsa.gov.cn" in text(client.get(PHONE.replace("outcome/?", "outcome.pdf?")).content)


def test_number_that_a_button_rings_is_the_first_of_the_page(publish: Any) -> None:
    told = {"guides": ["remote-care"], "kind": "step", "position": 1, "when": {"outcome": ["local"]}}
    publish(Advice, key="made-step", title="先问一句。", button="{card_phone}", **told)
    found = outcome("remote-care", care_place="210300")
    assert found["steps"][0]["button"]["label"] == "打 0412-12333"


def test_counter_for_another_matter_is_not_denied(client: Client, publish: Any) -> None:
    publish(Office, name="（示例）备案窗口", region_id="230800", services=["filing"], phone="0454-2345678")
    address = (
        "/guides/manual-claim/outcome/?for_whom=self&insured_place=230800&scheme=resident&insured_now=yes"
        "&care_kind=inpatient&where=local&why_not_settled=no_card&injury=no&receipts=paper&discharged=earlier"
    )
    shown = client.get(address).content.decode()
    assert "办这件事的窗口还没有收进来，打上面的电话问。" in shown
    assert "12393" in shown
    sheet = text(client.get(address.replace("outcome/?", "outcome.pdf?")).content)
    assert "这个城市办这件事的窗口还没有收进来。打上面的电话" in sheet
