"""What a sentence did not say plainly: asked on the page, and neither lost nor filled in."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.guides.pages.test_frontdoor import ask, first, slots

pytestmark = pytest.mark.django_db


def questions(page: str) -> dict[str, dict[str, str]]:
    """What is asked, with the words and the address of each option."""
    asked = page.partition('aria-label="没说清的"')[2].partition("</nav>")[0]
    found = re.findall(r'<p>([^<]+)</p><ul class="chips">(.*?)</ul>', asked)
    return {
        question: {words: unescape(address) for address, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', options)}
        for question, options in found
    }


INSURED, CARE = "医保在哪里交？", "去哪里看病？"


@pytest.mark.parametrize(
    ("text", "care", "options"),
    [
        ("人在铁岭，去北京看病", "110000", ["辽宁省铁岭市"]),
        ("家住临沂 想去济南做手术", "370100", ["山东省临沂市"]),
        ("从铁岭转到沈阳", "210100", ["辽宁省铁岭市"]),
        ("俺家在临沂，去济南齐鲁医院做手术", "370100", ["山东省临沂市"]),
        ("我爸在苏州住好几年了，退休工资还在哈尔滨发，医保咋办", "320500", ["黑龙江省哈尔滨市"]),
    ],
)
def test_other_place_of_two_is_asked(client: Client, text: str, care: str, options: list[str]) -> None:
    _, page = ask(client, text)
    assert f"care_place={care}" in slots(page)
    assert not any(slot.startswith("insured_place") for slot in slots(page))
    asked = questions(page)
    assert {question: [*words] for question, words in asked.items()} == {INSURED: options}
    settled = client.get(asked[INSURED][options[0]]).content.decode()
    assert {f"care_place={care}"} < slots(settled)
    assert any(slot.startswith("insured_place=") for slot in slots(settled))
    assert not questions(settled)


@pytest.mark.parametrize(
    ("text", "question", "options"),
    [
        ("换工作了，从广州到东莞，医保咋转", INSURED, {"广东省广州市", "广东省东莞市"}),
        ("想给老爹办异地，他在吉林四平，我在大连", CARE, {"吉林省四平市", "辽宁省大连市"}),
        ("医保在上海，人在深圳，家在武汉", CARE, {"广东省深圳市", "湖北省武汉市"}),
        ("医保在北京也在上海", INSURED, {"北京市", "上海市"}),
        ("医保在北京、上海、广州都交过，哪个能用", INSURED, {"北京市", "上海市", "广东省广州市"}),
        ("铁岭和沈阳看病要备案吗", CARE, {"辽宁省铁岭市", "辽宁省沈阳市"}),
    ],
)
def test_places_that_may_be_one_thing_are_asked(client: Client, text: str, question: str, options: set[str]) -> None:
    _, page = ask(client, text)
    asked = questions(page)
    assert {*asked[question]} == options
    key = "insured_place" if question == INSURED else "care_place"
    assert not any(slot.startswith(key) for slot in slots(page))


def test_place_left_over_may_be_the_other_of_the_two(client: Client) -> None:
    _, page = ask(client, "想给老爹办异地，他在吉林四平，我在大连")
    page = client.get(questions(page)[CARE]["吉林省四平市"]).content.decode()
    assert "care_place=220300" in slots(page)
    assert [*questions(page)[INSURED]] == ["辽宁省大连市"]


@pytest.mark.parametrize("text", ["鞍山医保局在哪，几点上班", "铁岭社保局电话", "从深圳回老家，医保怎么转回去"])
def test_one_place_is_not_asked_about_where_nothing_goes_by_it(client: Client, text: str) -> None:
    _, page = ask(client, text)
    assert not questions(page)


def test_word_that_was_unclear_is_named_and_each_district(client: Client) -> None:
    address, page = ask(client, "鼓楼区异地备案")
    asked = questions(page)
    assert {*asked} == {f"好几个地方都叫“鼓楼区”。{each}" for each in (INSURED, CARE)}
    options = asked[f"好几个地方都叫“鼓楼区”。{CARE}"]
    assert {*options} == {"江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "福建省福州市鼓楼区", "河南省开封市鼓楼区"}
    page = client.get(options["江苏省徐州市鼓楼区"]).content.decode()
    assert "care_place=320300" in slots(page)
    assert not questions(page)
    assert "at=320106" in address


def test_word_that_is_a_city_too_is_asked_as_both(client: Client) -> None:
    _, page = ask(client, "辽宁朝阳还是北京朝阳区，朝阳异地备案")
    page = client.get("/search/?t=guide:remote-care&at=211321&at=110105&at=220104").content.decode()
    asked = questions(page)[f"好几个地方都叫“朝阳”。{INSURED}"]
    assert {*asked} == {"辽宁省朝阳市", "北京市朝阳区", "吉林省长春市朝阳区"}


@pytest.mark.parametrize(("text", "cities"), [("北京上海广州", 3), ("苏州和无锡", 2)])
def test_places_alone_are_named_and_lead_to_their_pages(client: Client, text: str, cities: int) -> None:
    _, page = ask(client, text)
    (options,) = questions(page).values()
    assert len(options) == cities
    assert "没有找到" not in page
    assert all(client.get(address).status_code == 200 for address in options.values())


@pytest.mark.parametrize(
    ("text", "says", "question"),
    [
        ("没住院，出院了", "又说没住院，又说出院了", "现在看病到哪一步了？"),
        ("还没出院，已经出院了", "又说出院了，又说没出院", "什么时候出院、看完的？"),
        ("办过备案，没办备案", "又说备案了，又说没备案", "以前办过异地就医备案吗？"),
        ("我在北京住院，没住院", "又说住院了，又说没住院", "现在看病到哪一步了？"),
    ],
)
def test_contradiction_is_told_and_asked(client: Client, text: str, says: str, question: str) -> None:
    address, page = ask(client, text)
    assert f"您说的两处对不上：{says}。没法替您填。" in page
    assert not any(slot.partition("=")[0] in {"stage", "discharged", "filed_before"} for slot in slots(page))
    options = questions(page)[question]
    settled = client.get(next(iter(options.values()))).content.decode()
    assert "对不上" not in settled
    assert not any(each in address for each in ("stage=", "discharged=", "filed_before="))
    assert first(page)


def test_clash_that_nobody_made_here_is_left_out(client: Client) -> None:
    assert "对不上" not in client.get("/search/?t=guide:remote-care&ask=stage&clash=<b>").content.decode()


def test_place_chosen_of_one_name_is_the_only_one_left(client: Client) -> None:
    page = client.get("/search/", {"q": "朝阳医保"}, follow=True).content.decode()
    (address,) = re.findall(r'<a href="([^"]+)">北京市朝阳区</a>', page)
    chosen = client.get(unescape(address), follow=True).content.decode()
    assert re.findall(r'data-target="([^"]+)"', chosen) == ["place:110000", "office:110000"]
    assert "好几个地方" not in chosen


def test_name_of_several_is_asked_though_one_of_them_is_where_somebody_is_treated(client: Client) -> None:
    _, page = ask(client, "我妈医保在朝阳，来北京住院了，没备案")
    assert "care_place=110000" in slots(page)
    assert {words for asked in questions(page).values() for words in asked} == {"辽宁省朝阳市", "吉林省长春市朝阳区"}


@pytest.mark.parametrize("words", ["朝阳医保", "鼓楼区医保局电话", "没住院，出院了"])
def test_what_decides_all_else_is_asked_before_any_page_is_shown(client: Client, words: str) -> None:
    page = client.get("/search/", {"q": words}, follow=True).content.decode()
    assert page.index("请先选一下") < page.index("data-target=")
    assert page.index("请先选一下") < (page.find('class="button"') % len(page))


def test_what_only_helps_is_asked_behind_the_next_step(client: Client) -> None:
    page = client.get("/search/", {"q": "人在铁岭，去北京看病"}, follow=True).content.decode()
    assert page.index('class="button"') < page.index("这些没说清，请选一下")
