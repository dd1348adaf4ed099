"""What people say on the web: one page for all of it, and the fitting claims beside an outcome."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guides.models import Misconception
from registry import snapshot

pytestmark = pytest.mark.django_db

CARD_LOST = (
    "/guides/card-replacement/outcome/?for_whom=self&trouble=lost&need_now=no&card_kind=social_security_card"
    "&issued_place=210300&reported=no&pension_on_card=no&in_person=yes"
)
SETTLED = (
    "/guides/second-reimbursement/outcome/?for_whom=self&insured_place={}&scheme=resident&insured_now=yes"
    "&first_claim=direct&catastrophic_line=zero&other_cover=none&receipts=paper&discharged=this_year&injury=no"
)


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def claims(client: Client, address: str) -> list[str]:
    """The claims shown on an outcome page, in order."""
    return re.findall(r"<strong>“(.+?)”</strong>", said(page_of(client, address)))


def said(page: str) -> str:
    """What an outcome page holds against what people say."""
    return page.partition("<summary><span>网上有人这样说</span></summary>")[2].partition("</details>")[0]


def test_page_shows_every_claim_once_with_truth_anchor_and_standing(client: Client) -> None:
    page = page_of(client, "/misconceptions/")
    rows = [row for row in snapshot.current().rows(Misconception) if row.in_force(snapshot.today())]
    assert len(rows) >= 23
    folds = r'<details class="more said" data-open-in-print>\s*<summary>(.*?)</summary>\s*<article id="([\w-]+)">(.*?)</article>'
    articles = [(anchor, claim + truth) for claim, anchor, truth in re.findall(folds, page, re.S)]
    assert sorted(anchor for anchor, _ in articles) == sorted(row.anchor for row in rows)
    found = dict(articles)
    for row in rows:
        [number] = re.findall(r'href="#source-(\d+)"', found[row.anchor])
        article = re.sub(r"</?a\b[^>]*>", "", found[row.anchor])
        assert row.claim in article
        assert [line in article for line in row.lines] == [True] * len(row.lines)
        assert f'<li id="source-{number}">{row.source.citation()}' in page
    assert page.count("还没有经医保经办机构核对") == 1


def test_topics_are_linked_at_the_top_and_hold_what_they_promise(client: Client) -> None:
    page = page_of(client, "/misconceptions/")
    links = re.findall(r'<a href="#(\w+)">.+?（(\d+)）</a>', page)
    assert [topic for topic, _ in links] == [topic.value for topic in Misconception.Topic]
    for topic, number in links:
        section = page.partition(f'<section aria-labelledby="{topic}">')[2].partition("</section>")[0]
        assert section.count("<article") == int(number)


def test_claims_say_which_region_they_are_about(client: Client) -> None:
    before = page_of(client, "/misconceptions/").partition('id="second-claim-liaoning-210000"')[0]
    assert '<span class="tag">辽宁省</span>' in before.rpartition("<summary>")[2]


def test_claim_is_escaped(client: Client, publish: Callable[..., Any]) -> None:
    row = publish(Misconception, claim="粗")
    Misconception.objects.filter(pk=row.pk).update(claim="<b>粗</b>", truth="<script>alert(1)</script>")
    page = page_of(client, "/misconceptions/")
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page


def test_outcome_shows_the_claims_about_it(client: Client) -> None:
    assert claims(client, CARD_LOST) == ["社保卡丢了，打银行电话就行", "医保卡丢了、坏了，去医保局补"]
    assert '<a href="/misconceptions/">' in said(page_of(client, CARD_LOST))


def test_outcome_shows_three_claims_at_most_the_nearest_first(client: Client) -> None:
    shown = claims(client, SETTLED.format("210300"))
    assert len(shown) == 3
    assert shown[0] == "辽宁的二次报销最高能报 95%"


def test_claim_of_a_province_is_not_shown_elsewhere(client: Client) -> None:
    shown = claims(client, SETTLED.format("310000"))
    assert len(shown) == 3
    assert not [claim for claim in shown if "辽宁" in claim]


def test_outcome_without_claims_has_no_such_section(client: Client) -> None:
    Misconception.objects.all().delete()
    assert "网上有人这样说" not in page_of(client, CARD_LOST)


def test_claim_beside_an_outcome_is_not_printed(client: Client) -> None:
    assert '<details class="more unprinted"><summary><span>网上有人这样说' in page_of(client, CARD_LOST)


def test_json_holds_the_same_claims_with_their_basis(client: Client) -> None:
    found = client.get(CARD_LOST.replace("outcome/", "outcome.json")).json()["misconceptions"]
    assert [text["title"] for text in found] == claims(client, CARD_LOST)
    assert found[0]["lines"][0] == "银行电话只管卡里的银行账户。"
    assert found[0]["basis"]["evidence"] == "转述"


def test_claim_not_in_force_is_not_shown(client: Client, publish: Callable[..., Any]) -> None:
    yesterday = dt.date(2020, 1, 1)
    publish(Misconception, claim="早就不说了", guides=["card-replacement"], position=1, effective_to=yesterday)
    assert "早就不说了" not in claims(client, CARD_LOST)
    assert "早就不说了" not in page_of(client, "/misconceptions/")


def test_condition_must_exist_in_every_guide(build: Callable[..., Any]) -> None:
    row = build(Misconception, guides=["remote-care", "manual-claim"], when={"outcome": ["settled"]})
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert set(caught.value.message_dict) == {"when"}


def test_nothing_national_is_claimed_to_be_official() -> None:
    assert "official" not in {row.evidence for row in snapshot.current().rows(Misconception)}
