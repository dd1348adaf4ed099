"""An outcome made in the last days of a year and opened in the next one still speaks of the year in which it was made."""

import datetime as dt
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from guides.models import Parameter
from tests.guides.walks import query_of

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-12-30")]

NEW_YEAR = dt.date(2027, 1, 5)
ANSWERS = (
    "for_whom=self&insured_place=440300&scheme=employee&insured_now=yes&care_kind=inpatient&where=other_city"
    "&why_not_settled=hospital_not_linked&injury=no&receipts=paper&discharged="
)
OUTCOME = "/guides/manual-claim/outcome/?" + ANSWERS
SECOND = (
    "/guides/second-reimbursement/outcome/?for_whom=self&insured_place=440300&scheme=employee&insured_now=yes"
    "&first_claim=direct&catastrophic_line=zero&other_cover=none&receipts=paper&injury=no&discharged="
)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.headers.get("Location")
    return unescape(response.content.decode())


def taken(client: Client, address: str) -> str:
    """The page with every way to take an outcome away."""
    return page(client, address.replace("outcome/?", "outcome/take/?"))


def shared(client: Client, address: str) -> str:
    """The address that it gives to be sent to somebody else."""
    [found] = re.findall(r'id="address"[^>]* value="([^"]+)"', taken(client, address))
    return str(found)


def answer(shown: str) -> str:
    return re.findall(r"什么时候看完的：([^<]+)<", shown)[0]


def blocks(shown: str) -> list[str]:
    return re.findall(r'data-blocks="([^"]*)"', shown)[0].split()


def discharged(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query)["discharged"]


def test_whatever_is_taken_away_says_the_year(client: Client) -> None:
    shown = page(client, OUTCOME + "this_year")
    assert answer(shown) == "今年（2026年）"
    shown += taken(client, OUTCOME + "this_year")
    links = [link for link in re.findall(r'(?:href|src|value|action)="([^"]*)"', shown) if "discharged=" in link]
    assert {value for link in links for value in discharged(link)} == {"2026"}
    for kind in ("qr.png", "outcome.pdf", "outcome-large.pdf", "/report/", "edit=discharged"):
        assert [link for link in links if kind in link], kind
    data = client.get(OUTCOME.replace("outcome/", "outcome.json") + "this_year").json()
    assert discharged(data["query"]) == ["2026"]
    assert [line["value"] for line in data["answers"] if line["key"] == "discharged"] == ["今年（2026年）"]
    message = client.get(OUTCOME.replace("outcome/", "outcome.txt") + "this_year").content.decode()
    assert discharged(message.rpartition("看全部：")[2]) == ["2026"]


def test_walk_leads_to_an_address_with_the_year(client: Client) -> None:
    asked = f"/guides/manual-claim/discharged/?{ANSWERS}"
    assert client.get(f"{asked}this_year")["Location"] == f"{OUTCOME}2026"
    assert client.get(f"{asked}last_year")["Location"] == f"{OUTCOME}2025"
    assert client.get(f"{asked}earlier")["Location"] == f"{OUTCOME}earlier"


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("this_year", ("今年（2026年）", False), ("去年（2026年）", True)),
        ("last_year", ("去年（2025年）", True), ("更早（2025年及以前）", True)),
        ("earlier", ("更早（2024年及以前）", True), ("更早（2025年及以前）", True)),
    ],
)
def test_year_is_over_and_the_answer_means_the_same(client: Client, clock, said, before, after) -> None:
    shown = page(client, OUTCOME + said)
    address = shared(client, OUTCOME + said)
    assert (answer(shown), "maybe_late" in blocks(shown)) == before
    clock(NEW_YEAR)
    shown = page(client, address)
    assert (answer(shown), "maybe_late" in blocks(shown)) == after


def test_year_of_an_exact_date_is_over_and_its_last_day_stays(client: Client, clock, publish) -> None:
    publish(
        Parameter, key="claim-deadline", guides=["manual-claim"], name="claim_deadline", region_id="440300",
        value="12 个月内", term_kind="months", term_amount="12", when={"claiming": ["yes"]},
        collected_on=dt.date(2026, 12, 1),
    )  # fmt: skip
    clock(NEW_YEAR)
    address = f"{OUTCOME}this_year&discharged_on=2026-12-20"
    shown = page(client, address)
    assert answer(shown) == "去年（2026年）"
    assert "最晚 2027年12月20日（星期一）交。" in shown
    assert "日期写错了" not in shown
    ics = client.get(address.replace("outcome/", "outcome.ics"))
    assert "DTSTART;VALUE=DATE:20271220" in ics.content.decode()


@pytest.mark.parametrize(
    ("said", "on", "headline", "late"),
    [
        ("this_year&discharged_on=2026-12-20", "2026-12-30", "先打电话问要带什么，再带齐票据回去报。", False),
        ("2026&discharged_on=2026-12-20", "2027-02-01", "先打电话问要带什么，再带齐票据回去报。", False),
        ("2026", "2027-02-01", "先打电话问要带什么，再带齐票据回去报。", False),  # the year is enough for this rule
        ("2026&discharged_on=2026-12-20", "2027-04-01", "隔年的账，先打电话问还收不收，再去报。", True),
        ("2026", "2027-04-01", "隔年的账，先打电话问还收不收，再去报。", True),
        ("2025", "2027-02-01", "隔年的账，先打电话问还收不收，再去报。", True),
        ("unknown", "2027-02-01", "先打电话问最晚哪天交，再带齐票据回去报。", False),
    ],
)
def test_known_last_day_is_not_asked_for_again(client: Client, clock, publish, said, on, headline, late) -> None:
    publish(
        Parameter, key="claim-deadline", guides=["manual-claim"], name="claim_deadline", region_id="440300",
        value="次年3月31日前提交", term_kind="next_year", term_amount="03-31", when={"claiming": ["yes"]},
        collected_on=dt.date(2026, 12, 1),
    )  # fmt: skip
    clock(dt.date.fromisoformat(on))
    shown = page(client, OUTCOME + said)
    assert headline in re.sub(r"<[^>]+>", "", shown[shown.index("<h1>") :].split("</h1>")[0])
    assert ("maybe_late" in blocks(shown), "时间有点久" in shown, "还收不收" in shown) == (late, late, late)
    assert ("最晚哪天交" in shown.split('id="deadline"')[0]) == (said in ("unknown", "2025"))


def test_sums_are_compared_with_the_year_that_was_meant(client: Client, clock) -> None:
    shown = page(client, SECOND + "this_year")
    assert "今年医保范围内自付累计" in shown
    address = shared(client, SECOND + "this_year")
    clock(NEW_YEAR)
    assert "去年医保范围内自付累计" in page(client, address)


def test_year_goes_along_to_the_next_guide(client: Client, clock) -> None:
    onward = [
        link["address"]
        for link in client.get(OUTCOME.replace("outcome/", "outcome.json") + "this_year").json()["onward"]
        if link["guide"] == "second-reimbursement"
    ]
    assert discharged(onward[0]) == ["2026"]
    clock(NEW_YEAR)
    shown = page(client, onward[0])
    assert answer(shown) == "去年（2026年）"
    assert f'name="discharged" value="{query_of(onward[0])["discharged"]}"' in shown


@pytest.mark.parametrize("written", ["2027", "1999", "26", "next_year"])
def test_year_that_cannot_be_meant_is_asked_again(client: Client, written: str) -> None:
    assert client.get(OUTCOME + written)["Location"].startswith("/guides/manual-claim/discharged/?")
