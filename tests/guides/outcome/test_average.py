"""The country's average on an outcome: in every rendering where the place has no figures, in none where it has."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from guides.flows import FLOWS
from guides.management.commands.check_sheets import outcomes
from guides.outcome import rendering
from registry import snapshot
from tests.browser.addresses import CARD, EMERGENCY, MANUAL_CLAIM, OUTCOME, SECOND
from tests.guides.outcome.test_renderings import plain, read, swapped
from tests.thorough import some

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-21")]

TITLE = "2025 年全国平均：职工医保住院报了多少"
ASK = (
    "鞍山市的职工医保，＿＿（在职、退休）。",
    "住＿＿医院（一级、二级、三级）。",
    "起付线多少？报百分之几？一年封顶多少？",
)


def page(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(client.get(address).content.decode())).split())


def test_outcome_of_a_place_without_figures_tells_it_everywhere(client: Client) -> None:
    data = client.get(swapped(OUTCOME, "outcome.json")).json()
    average = data["average"]
    assert (average["year"], average["title"]) == (2025, TITLE)
    assert [(share["level"], share["rate"]) for share in average["shares"]] == [
        ("各级医院合起来", "84.1%"),
        ("三级医院", "83.1%"),
    ]
    assert average["ask"][:3] == list(ASK)
    assert "在外地看，" in average["ask"][3]
    number = average["shares"][0]["basis"]["number"]
    assert data["sources"][number - 1]["title"] == "2025年全国医疗保障事业发展统计公报"
    said = page(client, OUTCOME)
    assert f"{TITLE} 各级医院合起来： 84.1% 三级医院： 83.1%" in said
    assert "打 0412-12393 ，照着念： 鞍山市的职工医保" in said
    for name in ("outcome.pdf", "outcome-large.pdf"):
        sheet = plain(read(client.get(swapped(OUTCOME, name)).content))
        for words in (TITLE, "84.1%", "83.1%", "这是全国平均数，不是您能报的数。", *average["ask"]):
            assert plain(words) in sheet


def test_bill_that_cannot_be_reckoned_rings_the_place_of_insurance(client: Client) -> None:
    shown = client.post(OUTCOME, {"total": "46000"}, follow=True).content.decode()
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())
    assert "还算不出来，还差：" in said
    assert "打 0412-12393 ，照着念：" in said
    assert "打 12393" not in said.partition("还算不出来，还差：")[2].partition("照着念")[0]


@pytest.mark.parametrize(
    "address",
    [
        OUTCOME.replace("insured_place=210300", "insured_place=110000"),
        OUTCOME.replace("care_type=inpatient", "care_type=outpatient"),
        EMERGENCY,
        MANUAL_CLAIM,
        CARD,
        SECOND,
    ],
)
def test_other_outcomes_do_not(client: Client, address: str) -> None:
    assert client.get(swapped(address, "outcome.json")).json()["average"] is None
    assert "全国平均" not in page(client, address)


def test_answer_of_the_form_tells_it_once_with_what_was_said(client: Client) -> None:
    said = unescape(client.post(OUTCOME, {"total": "3万", "hospital_level": "tertiary"}).content.decode())
    assert "还算不出来" in said
    assert said.count(TITLE) == 1
    assert "<p>住三级医院。</p>" in said
    counted = unescape(
        client.post(OUTCOME, {"total": "3万", "own_deductible": "800", "own_rate": "80"}).content.decode()
    )
    assert "医保大约付" in counted


def test_message_tells_it_where_there_is_room_and_gives_it_up_first() -> None:
    every = outcomes(snapshot.current(), FLOWS["remote-care"], "210300")
    found = replace(next(one for one in every if one.average), documents=())
    told = [rendering.as_text(found, "h" * letters) for letters in some(range(1, 390), 3)]
    assert "2025 年全国平均：职工医保住院报了多少：各级医院合起来 84.1%，三级医院 83.1%。这是全国平均数" in told[0]
    assert "打 0412-12393 问：鞍山市的职工医保" in told[0]
    office = found.offices[0].address
    assert not [text for text in told if "全国平均" in text and office not in text]
    assert [text for text in told if "全国平均" not in text and office in text]
    assert max(map(len, told)) <= rendering.CHAT_LENGTH
