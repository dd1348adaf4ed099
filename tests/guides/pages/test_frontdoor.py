"""The front door: one sentence in, the right page out; and nothing of the sentence anywhere."""

import datetime as dt
import random
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guides.flows import FLOWS
from guides.models import Unheard
from guides.outcome import checklist
from guides.pages.heard import hear
from guides.pages.search_results import Results
from guides.understanding.targets import GUIDE, kind_of, name_of
from registry import reports, snapshot
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

FOUND = "/search/"
#: Each says something in two ways.
UNCLEAR = [
    "异地备案，一会儿说是职工医保，一会儿说是居民医保",
    "老婆没工作生孩子能用我的生育险报吗",
    "医保码老提示网络异常用不了，卡也没办过",
]


def ask(client: Client, text: str) -> tuple[str, str]:
    """Where a sentence leads, and the page there."""
    response = client.post(FOUND, {"q": text})
    assert response.status_code == 303
    address = response["Location"]
    page = client.get(address)
    assert page.status_code == 200
    return unquote(address), page.content.decode()


def targets(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("data-fallback")[0]
    return re.findall(r'data-target="([^"]+)"', main)


def slots(page: str) -> set[str]:
    return set(re.findall(r'data-slot="([^"]+)"', page))


def links(page: str) -> list[str]:
    return [
        unescape(href) for href in re.findall(r'href="([^"]+)"', page.partition("<main")[2].partition("</main>")[0])
    ]


def first(page: str) -> tuple[str, str]:
    """The one next step: its address and its words."""
    found = re.search(r'<p><a class="button" href="([^"]+)" data-target="[^"]+">([^<]+)</a></p>', page)
    assert found
    return unescape(found[1]), found[2]


def test_sentence_leads_into_the_guide_with_what_was_said(client: Client) -> None:
    _, page = ask(client, "我妈在北京住院了，医保在铁岭，没备案还能报吗")
    assert targets(page)[0] == "guide:remote-care"
    assert {
        "for_whom=family",
        "insured_place=211200",
        "care_place=110000",
        "stage=admitted",
        "filed_before=no",
    } <= slots(page)
    way, button = first(page)
    assert urlsplit(way).path == "/guides/remote-care/scheme/"
    assert dict(parse_qsl(urlsplit(way).query))["insured_place"] == "211200"
    assert re.fullmatch(r"接着答，(最多)?还剩 \d+ 题", button)
    assert "铁岭市" in page
    assert client.get(way).status_code == 200


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("异地", "guide:remote-care"),
        ("yidi", "guide:remote-care"),
        ("卡丢了", "guide:card-replacement"),
        ("sgbx", "guide:manual-claim"),
        ("12333", "answer:hotline"),
        ("二次报销", "guide:second-reimbursement"),
        ("委托书", "answer:claim-proxy"),
        ("anshan", "place:210300"),
        ("彰武", "place:210900"),
        ("骗医保", "answer:fraud-penalty"),
        ("起付线", "glossary:deductible"),
    ],
)
def test_a_word_is_enough(client: Client, text: str, target: str) -> None:
    _, page = ask(client, text)
    assert targets(page)[0] == target


@pytest.mark.parametrize(
    ("text", "said", "way"),
    [
        (
            "老两口只有一个人账户有钱，怎么一起用",
            {"goal=pay_care", "owner_scheme=employee", "relation=spouse"},
            "/guides/family-account/insured_place/",
        ),
        ("我卡里的钱能给我妈交居民医保吗", {"goal=pay_premium"}, "/guides/family-account/owner_scheme/"),
        (
            "婆婆能不能用我的个人账户",
            {"relation=in_law", "goal=pay_care", "owner_scheme=employee"},
            "/guides/family-account/insured_place/",
        ),
        ("慢病证到期了要复审吗", {"recognised=expired"}, "/guides/chronic/for_whom/"),
        ("我妈常年吃药怎么报得多", {"for_whom=family"}, "/guides/chronic/insured_place/"),
        ("家庭共济怎么绑父母", set(), "/answers/family-sharing/"),
        ("慢病卡找谁办", set(), "/answers/chronic-apply/"),
        ("双通道药在哪里买", {"buys=dual_channel"}, "/answers/dual-channel-how/"),
    ],
)
def test_money_of_a_family_and_medicine_for_years_are_told_apart(
    client: Client, text: str, said: set[str], way: str
) -> None:
    _, page = ask(client, text)
    assert said <= slots(page)
    assert urlsplit(first(page)[0]).path == way


@pytest.mark.parametrize("text", ["量子力学", "你好", "zw", "武县"])
def test_what_is_nothing_of_ours_finds_nothing(client: Client, text: str) -> None:
    _, page = ask(client, text)
    assert targets(page) == []
    for number in ("12393", "12333", "12345"):
        assert f'href="tel:{number}"' in page
    assert 'href="/guides/remote-care/"' in page


def test_number_of_questions_left_is_true(client: Client) -> None:
    """Answering the first choice each time takes as many questions as are promised at most, and at least."""
    _, page = ask(client, "社保卡丢了，我自己的卡，鞍山办的，明天要用")
    way, button = first(page)
    most = int(re.findall(r"\d+", button)[0])
    asked = 0
    while "/outcome/" not in way:
        question = client.get(way)
        assert question.status_code == 200
        key = urlsplit(way).path.split("/")[3]
        form = question.content.decode()
        value = re.search(rf'name="{key}" value="([^"]+)"', form) or re.search(
            rf'value="([^"]+)"[^>]*name="{key}"', form
        )
        assert value, key
        response = client.get(way + f"&{key}={value[1]}")
        asked += 1
        way = response["Location"]
    assert asked == most if "最多" not in button else asked <= most


def test_emergency_goes_to_its_outcome_at_once(client: Client) -> None:
    _, page = ask(client, "正在抢救，人在三亚，医保是哈尔滨的")
    way, button = first(page)
    assert way.startswith("/guides/remote-care/outcome/?")
    assert "stage=emergency" in way
    assert button == "马上看：现在该做什么"
    assert 'data-outcome="emergency"' in client.get(way).content.decode()
    assert "先救人。急诊抢救，当作已经备过案：不用先办备案" in page
    assert "先备个案：" not in page.split("<section data-fallback>")[0]


def test_what_the_next_step_does_not_go_by_is_folded_before_it(client: Client) -> None:
    _, page = ask(client, "我妈在北京住院了，医保在铁岭，没备案还能报吗")
    shown, _, folded = page.partition("<main")[2].partition("<details><summary>还听出")
    folded = folded.partition("</details>")[0]
    assert slots(shown) >= {"for_whom=family", "stage=admitted", "insured_place=211200", "care_place=110000"}
    assert slots(folded) == {"care_kind=inpatient", "why_not_settled=not_filed", "where=other_city"}
    assert 'class="button"' not in shown + folded
    _, page = ask(client, "断缴三个月")  # an answer goes by nothing, and what was heard is all there is to see
    assert slots(page) == slots(page.partition("还听出")[0]) != set()


def test_emergency_is_not_kept_waiting_for_what_was_heard_or_for_a_place(client: Client) -> None:
    _, page = ask(client, "心梗正在抢救，铁岭北京")
    main = page.partition("<main")[2].partition("data-fallback")[0]
    assert "<h1>人很危险，马上打 120</h1>" in main
    assert main.index('href="tel:120"') < main.index("马上看：现在该做什么") < main.index("我听懂的")
    assert main.index('href="tel:120"') < main.index("data-target")
    assert "没说清的" not in main
    _, page = ask(client, "报销 铁岭 沈阳")
    assert "没说清的" in page
    assert 'href="tel:120"' not in page


@pytest.mark.parametrize("said", ["我爸胸闷出冷汗，要紧吗，挂什么科", "老人中风了说不出话咋办 医保在老家"])
def test_emergency_in_plain_words_is_told_120_and_nothing_of_illness(client: Client, said: str) -> None:
    _, page = ask(client, said)
    assert "<h1>人很危险，马上打 120</h1>" in page
    assert first(page)[0].startswith("/guides/remote-care/outcome/?")
    assert "这件事不归本站管" not in page
    assert "12320" not in page
    assert "/answers/child-enrol/" not in page
    assert page.count('data-target="') == page.count('data-target="guide:remote-care"') + page.count("answer:emergency")


@pytest.mark.parametrize(("said", "who"), [("我家宝宝刚出生怎么上医保", "newborn"), ("大学生在学校参保", "student")])
def test_who_is_to_be_insured_is_heard(client: Client, said: str, who: str) -> None:
    _, page = ask(client, said)
    assert any(link.startswith("/guides/coverage/") and f"for_whom={who}" in link for link in links(page))
    _, page = ask(client, "宝宝住院的钱怎么报")
    assert not any("newborn" in link for link in links(page) if link.startswith("/guides/"))


def test_nothing_left_to_ask_leads_straight_to_the_outcome(client: Client) -> None:
    query = "for_whom=self&trouble=code_fails&need_now=no&issued_place=210300&t=guide:card-replacement"
    way, button = first(client.get(f"{FOUND}?{query}").content.decode())
    assert way.startswith("/guides/card-replacement/outcome/?")
    assert button == "都知道了，直接看结果"


def test_thing_understood_can_be_dropped_and_changed(client: Client) -> None:
    _, page = ask(client, "我妈医保在铁岭，去北京看病要备案吗")
    drop = next(
        link for link in links(page) if link.startswith(FOUND) and "insured_place" not in link and "care_place" in link
    )
    dropped = client.get(drop).content.decode()
    assert "insured_place=211200" not in slots(dropped)
    assert "care_place=110000" in slots(dropped)
    assert targets(dropped)[0] == "guide:remote-care"
    change = next(link for link in links(page) if "/insured_place/" in link and "edit=insured_place" in link)
    form = client.get(change)
    assert form.status_code == 200
    assert "care_place" in change


def test_no_more_than_six_pages_are_shown(client: Client) -> None:
    many = "&".join(
        f"t=glossary:{key}"
        for key in ("pool", "filing", "card", "ceiling", "deductible", "pledge", "chronic", "referral")
    )
    assert len(targets(client.get(f"{FOUND}?{many}").content.decode())) == 6


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("孩子脸上起红疹子是什么病", "12320"),
        ("养老金下个月涨多少", "12333"),
        ("个税汇算大病医疗扣除怎么填", "12366"),
        ("公积金提取", "12329"),
        ("重疾险买哪家的靠谱", "12378"),
        ("医院把我手术做坏了，要告他们", "12348"),
        ("北京看腰椎哪家医院最好", "12345"),
    ],
)
def test_what_this_site_is_not_for_is_told_with_the_phone(client: Client, text: str, phone: str) -> None:
    _, page = ask(client, text)
    assert targets(page)[0] == "out_of_scope"
    assert "<h1>这件事不归本站管</h1>" in page
    assert f'<a href="tel:{phone}">{phone}</a>' in page.partition("data-fallback")[0]
    assert slots(page) == set()


def test_place_of_several_owners_is_asked(client: Client) -> None:
    address, page = ask(client, "铁西区医保大厅几点下班")
    assert set(targets(page)) >= {"office:210100", "office:210300", "office:220300"}
    assert "insured_place=" not in address


@pytest.mark.parametrize("text", ["zai taizhou zhuyuan", "我妈在鼓楼区住院"])
def test_place_of_care_of_several_owners_is_asked_as_such(client: Client, text: str) -> None:
    _, page = ask(client, text)
    asked = page.partition("这些没说清，请选一下")[2]
    assert "去哪里看病？" in asked
    assert "医保在哪里交？" not in asked
    chosen = next(link for link in links(page) if "care_place=" in link and link.startswith(FOUND))
    care = next(
        slot for slot in slots(client.get(chosen, follow=True).content.decode()) if slot.startswith("care_place=")
    )
    assert care in {"care_place=321200", "care_place=331000", "care_place=320100"}


def test_place_without_a_sign_is_asked(client: Client) -> None:
    _, page = ask(client, "沈阳 异地备案")
    assert not any(slot.startswith("insured_place") for slot in slots(page))
    chosen = next(link for link in links(page) if link.startswith(FOUND) and "insured_place=210100" in link)
    assert "insured_place=210100" in slots(client.get(chosen).content.decode())


def test_two_readings_are_asked(client: Client) -> None:
    _, page = ask(client, "异地备案，一会儿说是职工医保，一会儿说是居民医保")
    assert not any(slot.startswith("scheme=") for slot in slots(page))
    assert "这些没说清，请选一下" in page
    chosen = next(link for link in links(page) if "scheme=resident" in link)
    assert "scheme=resident" in slots(client.get(chosen).content.decode())


def test_only_what_a_guide_shown_asks_is_asked(client: Client) -> None:
    """A name that one guide asks by another one works out: what clerks call that is nobody's question."""
    _, page = ask(client, "妈妈在上海人家里做保姆，摔断了胳膊正住院，新农合在湛江")
    assert "guide:remote-care" in targets(page)
    assert "guide:family-account" not in targets(page)
    assert "两地关系" not in page
    assert "这些没说清，请选一下" not in page


@pytest.mark.parametrize("said", UNCLEAR)
def test_choices_are_those_of_the_question_as_its_guide_puts_it(said: str) -> None:
    now, on = snapshot.current(), snapshot.today()
    results = Results(now, on, hear(now, on, said))
    guides = [name_of(step.target) for step in results.steps if kind_of(step.target) == GUIDE]
    asked = {
        words.title: set(words.labels.values())
        for slug in guides
        for key, words in checklist.wordings(now, slug, ("000000",), on).items()
        if key in FLOWS[slug].questions
    }
    assert results.choices
    for choice in results.choices:
        assert {label for label, _ in choice.options} == asked[choice.question]


# -- what bad input gets ---------------------------------------------------------------------------------------------

BAD = {
    "empty": "",
    "blank": "   ",
    "one letter": "a",
    "one character": "医",
    "two thousand characters": "医保断了怎么办" * 300,
    "only emoji": "😀😀😀",
    "an ID number": "210302199001011234",
    "HTML": "<script>alert('医保')</script><b>社保卡丢了</b>",
    "SQL": "'; DROP TABLE guides_phrase; -- 社保卡",
    "three places": "北京 上海 广州",
    "another country": "在日本东京看病医保能报吗",
    "a contradiction": "没住院，出院了",
    "bytes": "\x00\x01\x1f",
    "template": "{{ 7*7 }} {% include x %}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_whatever_is_typed_gets_a_useful_page(client: Client, text: str) -> None:
    address, page = ask(client, text)
    assert "<h1>" in page
    assert 'name="q"' in page
    assert "12393" in page
    assert "<script>alert" not in page
    assert len(address) < 2000


def test_what_nobody_can_tell_says_so_and_asks(client: Client) -> None:
    for name in ("one letter", "only emoji", "an ID number"):
        _, page = ask(client, BAD[name])
        assert "没听懂您说的是哪件事" in page
        assert targets(page) == []
        assert "告诉我们" in page


def test_long_text_is_cut_with_a_note(client: Client) -> None:
    _, page = ask(client, "社保卡丢了" + "，真着急" * 100)
    assert "只看了前面 300 个字" in page
    assert targets(page)[0] == "guide:card-replacement"
    _, short = ask(client, "社保卡丢了")
    assert "300 个字" not in short
    assert "maxlength" not in client.get("/").content.decode().partition("<form")[2].partition("</form>")[0]


def test_three_places_fill_nothing_in(client: Client) -> None:
    _, page = ask(client, "北京 上海 广州 异地备案")
    assert not any("_place=" in slot for slot in slots(page))


def test_another_country_is_no_city(client: Client) -> None:
    address, _ = ask(client, BAD["another country"])
    assert "care_place=abroad" in address
    assert "insured_place" not in address


# -- privacy ---------------------------------------------------------------------------------------------------------


def test_nothing_private_gets_into_any_address_or_table(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(3)
    matters = ("社保卡丢了怎么补", "在北京住院没备案", "医保断缴三个月", "发票弄丢了", "呃呃呃")
    for number in range(200):
        identity = f"2103021990010{chance.randrange(10**4, 10**5)}"
        phone, amount = f"1{chance.randrange(3 * 10**9, 9 * 10**9)}", str(chance.randrange(10**4, 10**5))
        text = f"我叫王小明，身份证{identity}，电话{phone}，低保户，得了乳腺癌，花了{amount}，{matters[number % 5]}"
        address, page = ask(client, text)
        for secret in (identity, phone, amount, "王小明", "低保", "乳腺癌"):
            assert secret not in address
            assert secret not in page
        assert "masked=1" in address
    assert not Unheard.objects.exists()
    assert caplog.text == ""


def test_address_holds_only_what_was_understood(client: Client) -> None:
    address, _ = ask(client, "老王家的猫咪上周吃了蓝色饼干，社保卡丢了，花了50000")
    assert dict(parse_qsl(urlsplit(address).query)).keys() <= {
        "trouble",
        "card-replacement.card_kind",
        "t",
        "manual-claim.discharged",
        "second-reimbursement.discharged",
        "ask",
    }


def test_masked_text_says_so(client: Client) -> None:
    _, page = ask(client, "我的身份证210302199001011234，社保卡丢了")
    assert "没有用上，也没有留下" in page
    assert "不用写姓名和证件号" in page


def test_link_from_outside_is_sent_on_without_its_words(client: Client) -> None:
    response = client.get(FOUND, {"q": "社保卡丢了怎么办"})
    assert response.status_code == 303
    assert response["Cache-Control"] == "no-store"
    assert "社保卡" not in unquote(response["Location"])
    assert not response.cookies


def test_results_are_not_indexed_and_may_be_shared(client: Client) -> None:
    address = client.post(FOUND, {"q": "社保卡丢了"})["Location"]
    page = client.get(address).content.decode()
    response = client.get(address)
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-cache"
    assert response.content.decode() == page


def test_year_that_was_said_stays_that_year(client: Client, clock: Clock) -> None:
    address, page = ask(client, "去年在上海做的手术，自费的，怎么报销")
    year = snapshot.today().year - 1
    assert f"discharged={year}" in address
    assert "discharged=last_year" in slots(page)
    clock(snapshot.today().replace(year=year + 2, month=3, day=1))
    assert "discharged=earlier" in slots(client.get(address).content.decode())


@pytest.mark.parametrize(
    "query",
    [
        "t=guide:none&t=<b>&for_whom=<script>&insured_place=999999&at=1&ask=nothing",
        "for_whom=self&for_whom=family",
        "none=1",
        "x=1",
        "t=answer:../../etc",
    ],
)
def test_address_that_nobody_made_here_does_no_harm(client: Client, query: str) -> None:
    page = client.get(f"{FOUND}?{query}", follow=True)
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/nothing-here/", "/search/", "/search/?none=1"])
def test_box_is_where_people_may_be_lost(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert '<form class="search" role="search" action="/search/" method="post">' in page
    assert "说说您的事，用平时的话写" in page
    assert "不用写姓名和证件号" in page


def test_every_page_leads_to_the_box(client: Client) -> None:
    header = client.get("/guides/remote-care/").content.decode().partition("</header>")[0]
    assert 'href="/search/">说说您的事</a>' in header


def test_result_asks_the_database_once_at_most(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    address, _ = ask(client, "我妈医保在铁岭，去北京看病要备案吗")
    with django_assert_max_num_queries(1):
        client.get(address)


# -- telling us ------------------------------------------------------------------------------------------------------

TELL = "/search/tell/"


def test_words_are_shown_before_they_are_kept(client: Client) -> None:
    page = client.post(TELL, {"words": "我叫王小明，彰武县的医保年审怎么弄，电话13800138000"}).content.decode()
    assert "“我叫阜新的医保年审怎么弄电话”" in page
    assert "王小明" not in page
    assert "彰武" not in page.partition("<h1>")[2]
    assert not Unheard.objects.exists()


def test_nobody_is_told_that_names_are_gone_which_nothing_can_know(client: Client) -> None:
    """小芳 stands in the row as it was told: that it does is said before, with what to do."""
    page = client.post(TELL, {"words": "小芳的卡丢了，患者李建国"}).content.decode()
    assert "“小芳的卡丢了患者”" in page
    assert "姓名、县以下的地名已经去掉" not in page
    assert "要是里面还有姓名、村名、小区名，请" in page
    assert f'<a href="{TELL}">重新写</a>' in page


@pytest.mark.parametrize("text", ["今天吃什么", "明天出去玩", "医保", "社保"])
def test_words_that_ask_for_nothing_of_ours_get_no_answer_at_random(client: Client, text: str) -> None:
    address, _ = ask(client, text)
    assert "t=answer" not in address


def test_answer_speaks_of_the_place_that_was_named(client: Client) -> None:
    _, page = ask(client, "鞍山医保电话")
    assert 'href="/answers/hotline/?place=210300"' in page


def test_two_who_tell_the_same_in_one_moment_are_counted_without_a_refusal() -> None:
    """A statement that the database refuses stands in its log, with the words."""
    with CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            Unheard.tell("断保咋整", snapshot.today())
    inserted = [each["sql"] for each in asked if each["sql"].startswith("INSERT")]
    assert len(inserted) == 2
    assert all("OR IGNORE" in sql or "ON CONFLICT DO NOTHING" in sql for sql in inserted)
    assert [(row.words, row.count) for row in Unheard.objects.all()] == [("断保咋整", 2)]


def test_words_are_kept_when_that_is_sent_and_counted_when_told_again(client: Client) -> None:
    for _ in range(2):
        page = client.post(TELL, {"words": "医保年审怎么弄", "keep": "1"}).content.decode()
        assert "记下的只有这几个字：“医保年审怎么弄”" in page
    row = Unheard.objects.get()
    assert (row.words, row.count, row.first_on, row.last_on) == (
        "医保年审怎么弄",
        2,
        snapshot.today(),
        snapshot.today(),
    )


def test_what_is_sent_to_be_kept_is_masked_once_more(client: Client) -> None:
    client.post(TELL, {"words": "我叫王小明，医保年审，13800138000", "keep": "1"})
    assert Unheard.objects.get().words == "我叫医保年审"


@pytest.mark.parametrize("words", ["", "12345", "abc", "😀"])
def test_nothing_worth_keeping_is_not_kept(client: Client, words: str) -> None:
    page = client.post(TELL, {"words": words, "keep": "1"})
    assert page.status_code == 200
    assert not Unheard.objects.exists()
    assert 'name="words"' in page.content.decode()


@pytest.mark.parametrize("words", ["医保年审怎么弄" * 300, "医保年审\0怎么弄"])
def test_whatever_is_written_is_read_as_the_box_reads_it(client: Client, words: str) -> None:
    page = client.post(TELL, {"words": words}).content.decode()
    assert "请写几个字" not in page
    assert "“医保年审怎么弄" in page


def test_another_site_cannot_tell_in_somebodys_name(client: Client) -> None:
    response = client.post(TELL, {"words": "医保年审", "keep": "1"}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Unheard.objects.exists()


def test_whoever_tells_too_much_is_not_heard(client: Client) -> None:
    for number in range(reports.PER_VISITOR):
        client.post(TELL, {"words": "年审" * (number + 1), "keep": "1"})
    response = client.post(TELL, {"words": "还有一句", "keep": "1"})
    assert response.status_code == 429
    assert not Unheard.objects.filter(words="还有一句").exists()


def test_a_flood_of_wordings_silences_nobody_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "PER_SITE", 3)
    for number in range(5):
        client.post(TELL, {"words": "怪事" * (number + 1), "keep": "1"})
    response = client.post(TELL, {"words": "医保年审怎么弄", "keep": "1"}, REMOTE_ADDR="198.51.100.7")
    assert response.status_code == 200
    assert Unheard.objects.filter(words="医保年审怎么弄").exists()
    assert Unheard.objects.count() == 4


def test_another_wording_takes_none_along_by_a_clock(client: Client, clock: Clock) -> None:
    """One that is wrong for a moment would take what visitors were thanked for."""
    client.post(TELL, {"words": "医保年审怎么弄", "keep": "1"})
    clock(snapshot.today() + dt.timedelta(days=300))
    client.post(TELL, {"words": "还有一句", "keep": "1"})
    assert Unheard.objects.count() == 2


def test_wording_is_forgotten_in_time(client: Client, clock: Clock) -> None:
    client.post(TELL, {"words": "医保年审怎么弄", "keep": "1"})
    on = snapshot.today()
    assert Unheard.forget(on + dt.timedelta(days=366)) == 1
    assert not Unheard.objects.exists()
