"""Finding guides, papers, words and counters by what people type."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from guides.pages.search import Entry, Kind, find, words_of

from guides.models import Document

pytestmark = pytest.mark.django_db


def search(client: Client, query: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups of a result page: label, and (title, address) of each line."""
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    page = response.content.decode()
    groups = re.findall(r"<h2>\d+\. (.+?)</h2>\s*<ul class=\"found\">(.*?)</ul>", page, re.S)
    lines = r'<li><a href="([^"]+)">(.+?)</a><span>(.+?)</span></li>'
    return [
        (kind, [(unescape(title), unescape(address)) for address, title, _ in re.findall(lines, rows)])
        for kind, rows in groups
    ]


def titles(client: Client, query: str) -> list[str]:
    return [title for _, lines in search(client, query) for title, _ in lines]


@pytest.mark.parametrize(
    ("query", "kind", "title", "address"),
    [
        ("异地", "办事指引", "去外地看病，先备个案", "/guides/remote-care/"),
        ("卡丢了", "办事指引", "卡丢了、坏了、要换", "/guides/card-replacement/"),
        ("yidi", "办事指引", "去外地看病，先备个案", "/guides/remote-care/"),
        ("手工报销", "办事指引", "自己垫了钱，怎么报", "/guides/manual-claim/"),
        ("sgbx", "办事指引", "自己垫了钱，怎么报", "/guides/manual-claim/"),
        ("社保卡", "办事指引", "卡丢了、坏了、要换", "/guides/card-replacement/"),
        ("12333", "办事指引", "卡丢了、坏了、要换", "/guides/card-replacement/"),
    ],
)
def test_everyday_words_find_their_guide_first(client: Client, query: str, kind: str, title: str, address: str) -> None:
    assert search(client, query)[0][0] == kind
    assert search(client, query)[0][1][0] == (title, address)


@pytest.mark.parametrize(
    ("query", "kind", "title", "address"),
    [
        ("结算单", "词语", "医保结算单", "/glossary/#statement"),
        ("委托书", "要带的材料", "委托书", "/guides/manual-claim/"),
        ("anshan", "窗口", "鞍山市医保中心", "/offices/?place=210300"),
        ("铁东", "窗口", "鞍山市医保中心", "/offices/?place=210300"),
        ("社保卡丢了，打银行", "网上的说法", "社保卡丢了，打银行电话就行", "/misconceptions/#lost-card-bank-only"),
        ("先补备案", "怎么办", "先补备案，再回参保地手工报销。", "/guides/remote-care/"),
    ],
)
def test_other_things_are_found_too(client: Client, query: str, kind: str, title: str, address: str) -> None:
    groups = dict(search(client, query))
    assert (title, address) in groups[kind]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("彰武", [("彰武县，归辽宁省阜新市管", "/offices/?place=210922")]),
        ("zhangwu", [("彰武县，归辽宁省阜新市管", "/offices/?place=210922")]),
        ("辽宁", [("辽宁省，再选城市", "/offices/?place=210000")]),
        (
            "朝阳区",
            [("朝阳区，归北京市管", "/offices/?place=110105"), ("朝阳区，归吉林省长春市管", "/offices/?place=220104")],
        ),
        ("大兴", [("大兴区，归北京市管", "/offices/?place=110115")]),
    ],
)
def test_places_are_found_by_every_name_that_leads_to_them(client: Client, query: str, lines: list) -> None:
    assert search(client, query)[-1] == ("地方", lines)


@pytest.mark.parametrize("query", ["香港", "zw", "武县", "卡丢了"])
def test_what_names_no_place_of_ours_finds_none(client: Client, query: str) -> None:
    assert "地方" not in dict(search(client, query))


def test_second_claim_is_found_by_its_popular_name(client: Client) -> None:
    assert [title for title in titles(client, "二次报销") if "二次报销" in title]


@pytest.mark.parametrize("query", ["tsbx", "量子力学", "卡 量子力学"])
def test_no_result_gives_three_phones_and_the_guides(client: Client, query: str) -> None:
    page = client.get("/search/", {"q": query}).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert f"没有查到“{query}”" in main
    for number in ("12393", "12333", "12345"):
        assert f'href="tel:{number}"' in main
    assert 'href="/guides/remote-care/"' in main
    assert 'href="/guides/card-replacement/"' in main


@pytest.mark.parametrize("query", ["", "   ", "。，！", "\0"])
def test_nothing_asked_gives_the_box_and_examples(client: Client, query: str) -> None:
    page = client.get("/search/", {"q": query}).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert 'type="search"' in main
    if not query.strip("\0 "):
        assert f'href="/search/?q={quote("卡丢了")}"' in main
    assert 'class="found"' in main


def test_all_words_must_fit(client: Client) -> None:
    assert "卡丢了、坏了、要换" in titles(client, "社保卡 丢")
    assert titles(client, "社保卡 量子") == []


def test_full_width_and_capital_letters_are_understood(client: Client) -> None:
    assert titles(client, "ＹＩＤＩ") == titles(client, "yidi") == titles(client, "YiDi")


def test_twenty_results_at_most(client: Client) -> None:
    assert len(titles(client, "医保")) == 20


def test_query_is_escaped_and_cut(client: Client) -> None:
    page = client.get("/search/", {"q": "<script>alert(1)</script>" + "长" * 100}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" + "长" * 15 + "”" in page
    assert 'maxlength="40"' in page


def test_bad_bytes_do_no_harm(client: Client) -> None:
    page = client.get("/search/?q=%ff%fe%00%c3")
    assert page.status_code == 200
    assert "没有查到" in page.content.decode() or "查一查" in page.content.decode()


def test_what_was_asked_is_neither_indexed_nor_kept(client: Client) -> None:
    response = client.get("/search/", {"q": "卡丢了"})
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_search_takes_no_post(client: Client) -> None:
    assert client.post("/search/", {"q": "卡"}).status_code == 405


@pytest.mark.parametrize("address", ["/", "/nothing-here/"])
def test_box_is_where_people_may_be_lost(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert '<form class="search" role="search" action="/search/" method="get">' in page


def test_every_page_leads_to_the_search(client: Client) -> None:
    assert '<a href="/search/">查一查</a>' in client.get("/guides/remote-care/").content.decode()


def test_new_row_is_found_at_once(client: Client, publish: Callable[..., Any]) -> None:
    assert titles(client, "蓝色小本") == []
    publish(Document, name="蓝色小本")
    assert titles(client, "蓝色小本") == ["蓝色小本"]
    assert titles(client, "lsxb") == ["蓝色小本"]


def test_row_of_a_guide_without_words_is_not_found(client: Client, publish: Callable[..., Any]) -> None:
    publish(Document, name="蓝色小本", waived=True, region_id="210300")
    assert titles(client, "蓝色小本") == []


def line(kind: Kind, title: str, *names: str, more: str = "") -> Entry:
    return Entry(kind, title, "", "/", *names, more=more)


def test_guides_come_first_then_exact_beginning_inside_and_the_rest() -> None:
    entries = [
        line(Kind.DOCUMENT, "旧报销", more=""),
        line(Kind.DOCUMENT, "纸", more="报销要用"),
        line(Kind.DOCUMENT, "报销单"),
        line(Kind.TERM, "报销"),
        line(Kind.GUIDE, "事项", more="怎样报销"),
    ]
    assert [(kind, [found.title for found in group]) for kind, group in find(entries, "报销")] == [
        (Kind.GUIDE, ["事项"]),
        (Kind.TERM, ["报销"]),
        (Kind.DOCUMENT, ["报销单", "旧报销", "纸"]),
    ]


def test_letters_rank_as_characters_do() -> None:
    entries = [line(Kind.TERM, "要报销"), line(Kind.TERM, "报销单"), line(Kind.TERM, "报销")]
    for query in ("baoxiao", "bx", "baox"):
        assert [found.title for found in find(entries, query)[0][1]] == ["报销", "报销单", "要报销"]


def test_one_letter_spells_nothing() -> None:
    assert find([line(Kind.TERM, "报销")], "b") == []


def test_words_are_compared_without_punctuation() -> None:
    assert words_of("０４１２-12393，ＡＰＰ  卡_丢了") == ["0412", "12393", "app", "卡", "丢了"]
