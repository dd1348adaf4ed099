"""What was understood, as chips: each can be dropped and changed, and nothing that has none goes anywhere."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from django.http import QueryDict
from django.test import Client

from guides.flows import FLOWS
from guides.pages import heard
from guides.pages.search_results import Chip, Results, shown
from registry import snapshot as snapshots
from tests.thorough import some

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-30")]

SENTENCES = Path(__file__).parents[1] / "finding" / "queries.yaml"
IN_BEIJING = "我妈在北京住院了，医保在铁岭，没备案还能报吗"


def page_of(said: str) -> Results:
    now, on = snapshots.current(), snapshots.today()
    return shown(now, on, heard.hear(now, on, said))


def again(address: str) -> Results:
    """The page of an address, as it is sent on."""
    page = Client().get(address, follow=True)
    assert page.status_code == 200
    last = page.redirect_chain[-1][0] if page.redirect_chain else address
    now, on = snapshots.current(), snapshots.today()
    return Results(now, on, heard.read(page.wsgi_request.GET, now.places, on)) if last else page_of("")


def chip(results: Results, key: str) -> Chip:
    return next(each for each in results.chips if each.slot.startswith(f"{key}="))


def answers_in(address: str) -> set[str]:
    """The answers that an address holds, whichever guide they are for."""
    asked = {key for flow in FLOWS.values() for key in flow.questions}
    pairs = ((name.rpartition(".")[2], value) for name, value in parse_qsl(urlsplit(address).query))
    return {f"{key}={re.sub('^in_', '', value)}" for key, value in pairs if key in asked}


def records() -> list[dict[str, Any]]:
    return list(yaml.safe_load(SENTENCES.read_text(encoding="utf-8")))


def test_nothing_that_is_not_shown_stands_in_any_address() -> None:
    now, on = snapshots.current(), snapshots.today()
    for record in some(records()):
        results = page_of(record["q"])
        seen = {each.slot.partition("=")[0] for each in results.chips}
        assert results.told == Results(now, on, results.told).told, record
        onward = [step.address for step in results.steps if step.target.startswith("guide:")]
        for address in (f"/search/?{results.told.query(on)}", *onward, *(each.drop for each in results.chips)):
            assert {each.partition("=")[0] for each in answers_in(address)} <= seen, (record, address)


@pytest.mark.parametrize(
    ("query", "gone"),
    [
        ("for_whom=self&coverage.residence=works&t=office:210300", "residence"),
        ("remote-care.reason=own_choice&t=guide:manual-claim", "reason"),
        ("insured_place=211200&for_whom=family&t=out_of_scope:12366&t=guide:remote-care", "for_whom"),
    ],
)
def test_address_that_holds_more_is_sent_on_without_it(client: Client, query: str, gone: str) -> None:
    page = client.get(f"/search/?{query}")
    assert page.status_code == 302
    assert gone not in page["Location"]
    assert client.get(page["Location"]).status_code == 200
    assert f"{gone}=" not in client.get(page["Location"]).content.decode().partition("<main")[2]


def test_everything_understood_can_be_dropped_and_changed() -> None:
    for record in records():
        for each in page_of(record["q"]).chips:
            assert each.drop, (record, each)
            assert each.change, (record, each)


@pytest.mark.parametrize(
    "said",
    [
        "卡丢了",
        "换工作了，从广州到东莞，医保咋转",
        "骑电动车自己摔了，胳膊骨折，医保给报吗",
        "手里有住院发票，去年的还能报不",
        "豫医保在粤住院",
        "孩子第一次办社保卡",
        "我妈没医保能用我的卡里的钱吗",
        "断缴半年了，现在补交能补回来吗",
        "铁岭职工医保住院花了六万能报多少",
        "慢病证到期了要复审吗",
    ],
)
def test_what_is_changed_is_asked_anew_and_the_rest_is_kept(client: Client, said: str) -> None:
    results = page_of(said)
    assert results.chips
    for each in results.chips:
        page = client.get(each.change)
        assert page.status_code == 200, each
        text, path = page.content.decode(), urlsplit(each.change).path
        key = each.slot.partition("=")[0]
        if path.startswith("/guides/"):
            assert path.endswith(f"/{key}/"), each
            assert f'name="{key}"' in text, each
            for name, value in parse_qsl(urlsplit(each.change).query):
                assert name in ("edit", key) or f'<input type="hidden" name="{name}" value="{value}">' in text, name
        elif path == "/search/":
            assert f"{key}=" in text.partition("没说清的")[2], each
            assert each.slot not in answers_in(each.change)
        else:
            assert path == "/estimate/", each


def test_question_before_its_turn_is_answered_and_goes_on_where_the_guide_was(client: Client) -> None:
    change = chip(page_of("卡丢了"), "trouble").change
    assert client.get(change).content.decode().count("checked") == 1
    answered = client.get("/guides/card-replacement/trouble/?asked=trouble&trouble=damaged")
    assert answered["Location"] == "/guides/card-replacement/for_whom/?trouble=damaged"
    empty = client.get("/guides/card-replacement/trouble/?asked=trouble").content.decode()
    assert "请选一项" in empty
    # Nobody gets to a question before its turn who has not answered it yet and is not asked to.
    assert client.get("/guides/card-replacement/trouble/").status_code == 302
    assert client.get("/guides/card-replacement/trouble/?edit=trouble").status_code == 302


def test_place_before_its_turn_is_looked_for_until_it_is_found(client: Client) -> None:
    kept = "for_whom=self&scheme=employee"
    page = client.get(f"/guides/remote-care/care_place/?{kept}&care_place=110000&edit=care_place")
    assert page.status_code == 200
    found = client.get(f"/guides/remote-care/care_place/?{kept}&asked=care_place&find=鼓楼")
    assert "请在下面选一个" in found.content.decode()
    sent = client.get(f"/guides/remote-care/care_place/?{kept}&asked=care_place&care_place=320100")
    assert sent["Location"] == f"/guides/remote-care/insured_place/?{kept}&care_place=320100"


def test_questions_left_before_an_earlier_one_are_counted(client: Client) -> None:
    change = chip(page_of("卡丢了"), "trouble").change
    promised = int(re.findall(r"最多还有 (\d+) 题", client.get(change).content.decode())[0])
    left = int(re.findall(r"\d+", page_of("卡丢了").steps[0].button)[0])
    assert promised >= left


@pytest.mark.parametrize("ground", ["insured_place", "care_place"])
def test_what_follows_from_a_place_goes_with_it(ground: str) -> None:
    results = page_of(IN_BEIJING)
    assert "where=other_city" in {each.slot for each in results.chips}
    assert "where=" not in chip(results, ground).drop
    assert "where=" not in chip(results, ground).change
    left = {each.slot for each in again(chip(results, ground).drop).chips}
    assert not any(slot.startswith(("where=", f"{ground}=")) for slot in left)
    assert {"for_whom=family", "stage=admitted", "filed_before=no"} <= left


def test_what_was_said_in_words_stays_without_the_places() -> None:
    now, on = snapshots.current(), snapshots.today()
    said = heard.read(heard_of("insured_place=211200&care_place=110000&manual-claim.where=other_city"), now.places, on)
    assert ("manual-claim.where", "other_city") in said.without("insured_place", "211200").answers
    derived = heard_of("insured_place=211200&care_place=110000&manual-claim.where=other_city&by=where.insured_place")
    follows = heard.read(derived, now.places, on)
    assert ("manual-claim.where", "other_city") not in follows.without("insured_place", "211200").answers
    assert ("manual-claim.where", "other_city") in follows.without("care_place", "110000").answers
    assert not follows.without("insured_place", "211200").follows


def test_other_things_follow_too() -> None:
    now, on = snapshots.current(), snapshots.today()
    there = heard.hear(now, on, "我爱人还在化疗住着没结账呢，住院的钱怎么报")
    assert ("discharged", "stage") in there.follows or not any("discharged" in name for name, _ in there.answers)
    filed = heard.hear(now, on, "备案早就办到杭州了，这次还是杭州住院，医保在金华")
    assert ("filed_before", "care_place") in filed.follows
    assert not any("filed_before" in name for name, _ in filed.without("care_place", "330100").answers)


@pytest.mark.parametrize("by", ["where", "where.where", "where.<b>", "<b>.where", "x.insured_place", ".", ""])
def test_what_nobody_made_here_follows_from_nothing(by: str) -> None:
    now, on = snapshots.current(), snapshots.today()
    query = heard_of("insured_place=211200&manual-claim.where=other_city")
    query.appendlist("by", by)
    assert heard.read(query, now.places, on).follows == ()


def test_answer_of_several_guides_is_dropped_for_all_of_them() -> None:
    now, on = snapshots.current(), snapshots.today()
    said = heard.read(heard_of("chronic.where=other_city&manual-claim.where=other_city"), now.places, on)
    assert len(said.answers) == 2
    assert said.without("where", "other_city").answers == ()


def test_estimate_takes_along_what_was_said_and_no_amount(client: Client) -> None:
    results = page_of("铁岭职工医保住院花了六万能报多少")
    assert results.steps[0].address == "/estimate/?place=211200&scheme=employee&care_type=inpatient"
    assert {"insured_place=211200", "scheme=employee"} <= {each.slot for each in results.chips}
    assert "60000" not in results.told.query(snapshots.today())
    page = client.get(results.steps[0].address).content.decode()
    assert 'name="city" value="辽宁省铁岭市"' in page
    assert re.search(r'name="scheme" value="employee" checked', page)
    assert re.search(r'name="care_type" value="inpatient" checked', page)


def test_place_of_a_page_without_a_guide_is_shown_and_can_be_changed(client: Client) -> None:
    results = page_of("西藏林芝医保")
    assert client.get(chip(results, "insured_place").change).status_code == 200
    results = again("/search/?insured_place=210300&t=answer:hotline")
    change = chip(results, "insured_place").change
    assert change == "/answers/hotline/?place=210300#where"
    assert 'id="where"' in client.get(change).content.decode()


def heard_of(query: str) -> QueryDict:
    return QueryDict(query, mutable=True)
