"""Questions and answers: every page of them, what a place adds, where they lead, and what bad addresses get."""

import datetime as dt
import json
import re

import pytest

from guides.models import Answer, Introduction, Misconception
from guides.outcome import answers
from registry import snapshot
from registry.models import Report

pytestmark = pytest.mark.django_db

ANSHAN, SHENZHEN, BEIJING = "210300", "440300", "110000"
#: Bytes of a page before it is compressed.
LARGEST = 15 * 1024
CLAIM = (
    "/guides/manual-claim/outcome/?for_whom=self&insured_place=210300&scheme=employee&insured_now=yes"
    "&care_kind=inpatient&where=local&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year"
)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def plain(page):
    """What people read of the main part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", re.sub(r'<span class="gloss">.*?</span>', "", main)))


def published():
    return [row for row in snapshot.current().rows(Answer) if row.in_force(snapshot.today())]


def pool_of(row):
    """A place where a local row holds."""
    return next(pool.code for pool in snapshot.current().places.pools if row.region_id in (pool.code, pool.parent))


def links(page):
    return re.findall(r'<a [^>]*href="(/[^"#]*)', page.partition("<main")[2].partition("</main>")[0])


def test_every_answer_with_and_without_its_place(client, django_assert_max_num_queries):
    """Each says its short answer, the phone and what it rests on; none is heavy, none asks the database for more."""
    for row in published():
        for place in ("", pool_of(row) if row.is_local else ANSHAN):
            with django_assert_max_num_queries(1):
                response = client.get(answers.address(row.key, place))
            page, size = response.content.decode(), len(response.content)
            assert (row.key, response.status_code) == (row.key, 200)
            assert size <= LARGEST, (row.key, size)
            if place or not row.is_local:
                assert re.sub(r"\s+", "", row.short) in plain(page), row.key
                assert row.source.citation() in page, row.key
            assert re.search(r'<a class="dial" href="tel:[\d+]+">[\d-]+</a>', page), row.key


def test_no_answer_leads_nowhere(client):
    found = {link for row in published() for link in links(page_of(client, answers.address(row.key)))}
    dead = {link for link in found if client.get(link.replace("&amp;", "&")).status_code != 200}
    assert dead == set()


def test_list_has_every_question_once_by_situation(client):
    page = page_of(client, "/answers/")
    for situation in Answer.Situation:
        section = page.partition(f'<section aria-labelledby="{situation}">')[2].partition("</section>")[0]
        keys = {row.key for row in published() if row.situation == situation and not row.waived}
        assert sorted(re.findall(r'href="/answers/([\w-]+)/"', section)) == sorted(keys)


def test_row_of_a_place_stands_before_the_nations(client):
    page = plain(page_of(client, f"/answers/retire-years/?place={SHENZHEN}"))
    local, nation = page.index("广东2022年的办法"), page.index("在全国")
    assert local < nation < page.index("交够年限，退休后不用再交")
    assert "0755-12393" in page


def test_row_of_a_place_is_not_said_elsewhere(client):
    page = plain(page_of(client, f"/answers/retire-years/?place={ANSHAN}"))
    assert "广东2022年的办法" not in page
    assert "在全国" not in page
    assert "0412-12393" in page


def test_without_a_place_the_others_are_named(client):
    page = page_of(client, "/answers/retire-years/")
    assert '<a href="/answers/retire-years/?place=310000">上海市</a>' in page
    assert '<a href="/answers/retire-years/?place=440000#where">广东省</a>' in page


def test_place_that_does_not_need_an_answer_has_none_of_the_nations(client, publish):
    publish(Answer, key="odd", question="全国的问题")
    publish(Answer, key="odd", question="全国的问题", region_id=ANSHAN, waived=True)
    page = plain(page_of(client, f"/answers/odd/?place={ANSHAN}"))
    assert "您选的是辽宁省鞍山市，那里没有这个问题。" in page


def test_question_of_one_place_asked_for_another(client, publish):
    publish(Answer, key="odd", question="深圳的问题", region_id=SHENZHEN)
    page = plain(page_of(client, f"/answers/odd/?place={ANSHAN}"))
    assert "您选的是辽宁省鞍山市，那里没有这个问题。下面说的是别处。" in page
    assert "在广东省深圳市" in page
    assert "0755-12393" in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("place=zzz", "没有认出这个地方。"),
        ("find=火星", "没有找到“火星”。"),
        ("find=", "请写城市或区县名"),
        ("find=朝阳", "朝阳区，归北京市管"),
        ("find=广东", "广东省，再选城市"),
        ("place=440000", "汕头市"),
        ("place=210921", "归阜新市管。"),
    ],
)
def test_place_that_is_none_or_leads_to_one(client, query, says):
    page = plain(page_of(client, f"/answers/retire-years/?{query}"))
    assert says in page
    assert "交够年限" in page


def test_name_that_means_one_place_leads_to_its_code(client):
    response = client.get("/answers/retire-years/", {"find": "杭州"})
    assert (response.status_code, response.headers["Location"]) == (302, "/answers/retire-years/?place=330100")


@pytest.mark.parametrize("key", ["nothing", "retire-years%00", "retire_years", "a" * 300])
def test_unknown_question_gets_a_clear_page(client, key):
    response = client.get(f"/answers/{key}/")
    page = plain(response.content.decode())
    assert response.status_code == 404
    assert "没有找到这个问题" in page
    assert "12393" in page
    assert '<a class="button" href="/answers/">' in response.content.decode()
    assert client.get(f"/answers/{key}/answer.json").json() == {"missing": "answer", "next": "/answers/"}


def test_json_says_the_same(client):
    found = client.get(f"/answers/retire-years/answer.json?place={SHENZHEN}").json()
    assert [part["where"] for part in found["parts"]] == ["广东省", ""]
    assert found["parts"][1]["basis"]["evidence"] == "原文转录"
    assert found["phone"]["number"] == "0755-12393"


def test_structured_data_holds_what_the_page_says(client):
    """Of every place that answers a question itself: the questions stand on the page, and so does every line."""
    several = 0
    for row in (row for row in published() if row.is_local and not row.waived):
        page = page_of(client, answers.address(row.key, pool_of(row)))
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
        assert (data["@context"], data["@type"]) == ("https://schema.org", "FAQPage")
        said, entities = plain(page), data["mainEntity"]
        assert {entity["@type"] for entity in entities} == {"Question"}
        lines = [line for each in entities for line in (each["name"], *each["acceptedAnswer"]["text"].splitlines())]
        assert [line for line in lines if re.sub(r"\s+", "", line) not in said] == [], row.key
        several += len(entities) > 1
    assert several > 20


@pytest.mark.parametrize(
    ("key", "place", "title"),
    [
        ("newborn", BEIJING, "北京新生儿多少天内参保"),
        ("in-province", "320600", "南通市：江苏医保在省内别的市能用吗"),
        ("employer-not-paying", "330100", "杭州市：单位欠医保费，看病谁出钱"),
        ("lapse", ANSHAN, "医保断了还能报吗"),
    ],
)
def test_title_names_the_place_once(client, key, place, title):
    page = page_of(client, answers.address(key, place))
    assert f"<title>{title} – " in page
    assert f'<meta property="og:title" content="{title}">' in page


def test_structured_data_cannot_end_its_script(client, publish):
    row = publish(Answer, key="odd")
    Answer.objects.filter(pk=row.pk).update(short="</script><b>")  # as no form takes it
    page = page_of(client, "/answers/odd/")
    assert page.count("</script>") == page.count("<script")
    assert "&lt;/script&gt;&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/answers/lapse/", "/answers/lapse/"),
        (f"/answers/lapse/?place={ANSHAN}", "/answers/lapse/"),
        ("/answers/retire-years/?place=310000", "/answers/retire-years/?place=310000"),
    ],
)
def test_page_names_the_address_it_is_known_by(client, address, canonical):
    page = page_of(client, address)
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in page
    assert f'<meta property="og:url" content="http://testserver{canonical}">' in page


def test_answer_leads_into_its_guide_with_what_is_known(client):
    page = page_of(client, f"/answers/lapse/?place={ANSHAN}")
    assert "/guides/coverage/for_whom/?matter=lapsed&amp;insured_place=210300" in page


def test_guide_that_nobody_has_published_is_not_led_to(client, publish):
    publish(Answer, key="odd", leads_to="remote-care")
    assert "接着办" in plain(page_of(client, "/answers/odd/"))
    Introduction.objects.all().delete()
    assert "接着办" not in plain(page_of(client, "/answers/odd/"))


def test_outcome_leads_to_what_people_ask_next_three_at_most(client, publish):
    for number in range(4):
        publish(Answer, key=f"odd-{number}", question=f"接着问{number}", after=["manual-claim:claim"], position=number)
    page = page_of(client, CLAIM)
    shown = re.findall(r'href="/answers/odd-(\d)/\?place=210300"', page)
    assert shown == ["0", "1", "2"]
    assert "odd-" not in page_of(
        client, CLAIM.replace("where=local", "where=abroad").replace("&why_not_settled=no_card", "")
    )


def test_claim_of_the_web_leads_to_its_answer(client, publish):
    publish(Misconception, claim="有人这样说", answer="lapse")
    article = page_of(client, "/misconceptions/").partition("有人这样说")[2].partition("</article>")[0]
    assert '<a href="/answers/lapse/">接着看：医保断了还能报吗</a>' in article


def test_check_too_old_leaves_the_phone_alone(client, publish):
    publish(Answer, key="odd", short="早就不对了。", collected_on=dt.date(2020, 1, 1))
    page = plain(page_of(client, "/answers/odd/"))
    assert "早就不对了" not in page
    assert "请打下面的电话问。" in page


def test_answer_over_is_gone(client, publish):
    publish(Answer, key="odd", effective_to=dt.date(2020, 1, 1))
    assert client.get("/answers/odd/").status_code == 404


def test_search_finds_answers_by_what_people_say(client):
    page = client.post("/search/", {"q": "停保三个月能报吗"}, follow=True).content.decode()
    assert 'href="/answers/lapse/"' in page


def test_report_says_which_answer_and_place_and_nothing_else(client):
    page = plain(client.post(f"/answers/lapse/report/?place={ANSHAN}", {"reason": "unclear"}).content.decode())
    assert "收到了，谢谢您" in page
    assert "0412-12393" in page
    report = Report.objects.get()
    said = (report.guide, report.outcome, report.title, report.region_id, report.reason, report.row)
    assert said == ("answers", "lapse", "问答：医保断了还能报吗", ANSHAN, "unclear", "")


def test_report_without_a_reason_or_an_answer(client):
    page = client.post("/answers/lapse/report/", {}).content.decode()
    assert "请选一项，说说哪里不对。" in page
    assert client.get("/answers/lapse/report/").headers["Location"] == "/answers/lapse/"
    assert client.get("/answers/nothing/report/").headers["Location"] == "/answers/"
    assert Report.objects.count() == 0


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(("collected", "told"), [("2025-11-21", True), ("2015-01-01", False)])
def test_answer_too_old_to_rely_on_is_told_nowhere(client, publish, collected, told):
    """Neither on its own page nor by others that lead to it: not by their data, nor at the front door."""
    sentence = "早就不是这样了。"
    values = {"collected_on": dt.date.fromisoformat(collected), "review_every": 365}
    publish(Answer, key="old", question="老早的问题？", short=sentence, **values)
    publish(Answer, key="old", region_id=ANSHAN, question="老早的问题？", short=sentence, **values)
    publish(Answer, key="other", question="别的问题？", short="是。", related="old")
    where = ["/answers/other/answer.json", "/answers/old/answer.json", "/answers/old/", "/search/?t=answer:old"]
    assert [sentence in page_of(client, address) for address in where] == [told] * 4
    assert "老早的问题？" in page_of(client, "/search/?t=answer:old")
