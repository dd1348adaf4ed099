"""Pages of places: every one of them, what stands on it and in its structured data, and what other codes get."""

import datetime as dt
import gzip
import json
import re
from html import unescape

import pytest

from guides.desk import reported
from guides.models import Advice, Answer, Channel, Document, Parameter
from guides.outcome import places
from registry import pages, snapshot
from registry.models import Office, PlaceRelation, PlaceRelationMember, Report
from tests.thorough import some

pytestmark = pytest.mark.django_db

ANSHAN, FUXIN, ZHANGWU, SHENYANG, LIAONING = "210300", "210900", "210922", "210100", "210000"
HAIDONG = "630200"
BEIJING, SHANGHAI, SHENZHEN, EIGHTH, SHIHEZI = "110000", "310000", "440300", "660800", "659001"
#: Bytes of a page on its way.
LARGEST = 10 * 1024


def page_of(client, code, status=200, **asked):
    response = client.get(f"/places/{code}/", asked)
    assert (code, response.status_code) == (code, status)
    return response.content.decode()


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def plain(page):
    """What people read of the main part."""
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", main_of(page))))


def data_of(page):
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return {part["@type"]: part for part in json.loads(found)["@graph"]}


def sections(page):
    """What follows the heading of each section, as text."""
    found = re.findall(r"<section[^>]*>\s*<h2[^>]*>(.*?)</h2>(.*?)</section>", main_of(page), flags=re.S)
    return {title: unescape(re.sub(r"<[^>]+>|\s", "", rest)) for title, rest in found}


def texts(value):
    """Every text of structured data but its keywords and addresses."""
    if isinstance(value, dict):
        return [text for key, each in value.items() if not key.startswith("@") for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) and not value.startswith("http") else []


def everywhere():
    return places.all_known(snapshot.current().places)


def test_every_place_has_a_page(client, django_assert_max_num_queries):
    """412 统筹区 and the provinces that are none: phone, canonical, no empty section, structured data of the page alone."""
    assert len(everywhere()) == 440
    titles = {}
    for place in some(everywhere(), 4):
        with django_assert_max_num_queries(1):
            response = client.get(places.address(place.code))
        page, where = response.content.decode(), (place.code, place.name)
        assert (where, response.status_code) == (where, 200)
        assert len(gzip.compress(response.content)) <= LARGEST, where
        assert f'<link rel="canonical" href="http://testserver/places/{place.code}/">' in page, where
        assert [text for text in sections(page).values() if not text] == [], where
        said = plain(page)
        assert [text for text in texts(data_of(page)) if re.sub(r"\s", "", text) not in said] == [], where
        numbers = re.findall(r'href="tel:(0\d+?)12393"', main_of(page))
        cities = snapshot.current().places.cities(place.code)
        assert set(numbers) == {each.area_code for each in cities or [place]}, where
        [title] = re.findall("<title>(.*?)</title>", page)
        titles[title] = place.code
        assert title.startswith(f"{place.name}医保办事："), where
    assert len(titles) == len(some(everywhere(), 4))


@pytest.mark.on("2026-11-26")
def test_place_with_nothing_says_what_holds_everywhere_and_whom_to_ring(client):
    page = page_of(client, HAIDONG)
    found = sections(page)
    assert list(found) == ["打哪个电话", "在海东市，要办哪件事", "报多少", "还没有查到的，打电话问"]
    assert "0972-12393医保。参保、备案、报销、医保码都问这里。" in found["打哪个电话"]
    assert "2025年全国平均：职工医保住院报了多少" in found["报多少"]
    assert "窗口在哪里、住院报多少、普通门诊报多少" in found["还没有查到的，打电话问"]
    assert '<details class="more" data-open-in-print open>' in page  # what the nation says
    assert page.count("还没有经海东市的经办机构核对") == 1


def test_guides_begin_with_the_place_filled_in(client):
    page = main_of(page_of(client, ANSHAN))
    for address in ("remote-care/for_whom/?insured_place", "card-replacement/for_whom/?issued_place"):
        assert f'<a href="/guides/{address}=210300">' in page
    assert 'href="/offices/?place=210300"' in page


@pytest.mark.on("2026-11-26")
def test_place_with_much(client):
    found = sections(page_of(client, SHENZHEN))
    differs = found["深圳市不一样的地方"]
    assert "广东省内跨市看病，也要先备案。〔" in differs
    assert "职工医保分不分档分档" in differs
    assert "深圳补卡，可以在“粤省事”小程序申请。" in differs
    assert found["报多少"].startswith("职工医保一档：住院2023年10月1日起〔")
    assert "哪种情况起付线报多少一级医院、在职第1次200元，以后每次100元94%" in found["报多少"]
    assert "2025年全国平均报了84.1%（各级医院合起来），83.1%（三级医院）〔" in found["报多少"]
    assert found["报多少"].count("这是全国平均数，不是您能报的数。") == 1
    assert "住院报多少" not in found["还没有查到的，打电话问"]


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("code", [SHENZHEN, SHANGHAI, BEIJING, HAIDONG])
def test_figures_are_tables_that_say_what_each_cell_is(client, code):
    """Each with a caption and its heads; no row has more or fewer cells than there are columns."""
    page = page_of(client, code)
    tables = re.findall(r"<table.*?</table>", page, flags=re.S)
    assert tables
    for table in tables:
        assert re.match(r'<table class="figures"><caption>\S', table)
        heads = re.findall(r'<th scope="col">(.+?)</th>', table)
        for row in re.findall(r"<tr>(.*?)</tr>", table, flags=re.S)[1:]:
            assert row.startswith('<th scope="row">')
            spans = [int(span or 1) for span in re.findall(r'<td(?: data-of="[^"]+")?(?: colspan="(\d)")?>', row)]
            assert (len(re.findall("<t[dh][ >]", row)), sum(spans) + 1) == (len(spans) + 1, len(heads))


@pytest.mark.on("2026-11-26")
def test_rule_for_some_says_for_whom_and_leaves_the_others_open(client):
    found = sections(page_of(client, SHANGHAI))
    assert (
        "手工报销最晚什么时候交（职工医保、灵活就业，自己按职工交的）医院开收据那天起6个月内"
        in found["上海市不一样的地方"]
    )
    assert "手工报销最晚什么时候交（别的险种）" in found["还没有查到的，打电话问"]


@pytest.mark.on("2026-11-26")
def test_figures_that_have_ended_are_not_told(client):
    """上海: the lines of employees held until June; what residents are paid still does."""
    found = sections(page_of(client, SHANGHAI))["报多少"]
    assert "居民医保：住院" in found
    assert "2025年全国平均：职工医保住院报了多少" in found
    assert "职工医保：住院" not in found
    assert "全国平均：居民医保" not in found


@pytest.mark.on("2026-11-26")
def test_what_no_text_settles_is_to_be_asked(client):
    differs = sections(page_of(client, BEIJING))["北京市不一样的地方"]
    assert "京津冀之间看病，可能不用备案。" in differs
    assert differs.partition("去之前先打电话问清楚。")[0].count("京津冀") == 2
    several = sections(page_of(client, "511700"))["达州市不一样的地方"]
    assert several.count("很可能不用备案。") == 2
    assert several.count("网上文章这样说，没有看到官方原文。") == several.count("去之前先打电话问清楚。") == 1
    settled = sections(page_of(client, "460100"))["海口市不一样的地方"]
    assert "海南全省是一个统筹地区。" in settled
    assert "去之前先打电话问清楚。" not in settled


@pytest.mark.parametrize(
    ("code", "other", "name"), [(EIGHTH, SHIHEZI, "石河子市"), (SHIHEZI, EIGHTH, "第八师（石河子市）")]
)
def test_two_names_of_one_place_lead_to_each_other(client, code, other, name):
    assert f'<p>和<a href="/places/{other}/">{name}</a>看病当作一处。</p>' in page_of(client, code)


def test_county_leads_to_its_place_with_a_line(client):
    response = client.get(f"/places/{ZHANGWU}/")
    assert (response.status_code, response["Location"]) == (302, f"/places/{FUXIN}/?county={ZHANGWU}")
    page = client.get(response["Location"]).content.decode()
    assert '<p class="note">彰武县归阜新市管。</p>' in page
    assert f'<link rel="canonical" href="http://testserver/places/{FUXIN}/">' in page
    assert "彰武" not in page_of(client, ANSHAN, county=ZHANGWU)
    assert "归" not in plain(page_of(client, FUXIN, county="<b>")).partition("打哪个电话")[0]


@pytest.mark.parametrize("code", ["999999", "000000", "710000", "21030", "nothing", "%3Cb%3E"])
def test_unknown_code_says_so_and_leads_on(client, code):
    page = page_of(client, code, 404)
    assert "没有找到这个地方" in plain(page)
    assert '<a href="/places/210000/">辽宁</a>' in page
    assert 'action="/places/"' in page
    assert client.get(f"/places/{code}/place.json").json() == {"missing": "place", "next": "/places/"}


def test_province_leads_to_its_places_and_their_phones(client):
    page = page_of(client, LIAONING)
    assert re.findall(r'<li><a href="/places/(\d+)/">(\S+?)</a> <a class="tel" href="tel:(\d+)">', page)[:2] == [
        ("210100", "沈阳市", "02412393"),
        ("210200", "大连市", "041112393"),
    ]
    assert "GovernmentService" not in data_of(page)
    assert "全国平均" not in plain(page)


def test_list_has_every_province(client):
    page = client.get("/places/").content.decode()
    assert len(re.findall(r'<li><a href="/places/\d{6}/">', page)) == 32
    assert '<link rel="canonical" href="http://testserver/places/">' in page


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("鞍山", "/places/210300/"),
        ("anshan", "/places/210300/"),
        ("彰武", "/places/210900/?county=210922"),
        ("辽宁", "/places/210000/"),
        ("第八师", "/places/660800/"),
    ],
)
def test_name_that_can_mean_only_one_place_leads_there(client, words, address):
    response = client.get("/places/", {"find": words})
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("朝阳区", "朝阳区，归北京市管"),
        ("火星", "没有找到“火星”。请只写城市或区县名，或者点省份。"),
        ("台湾", "没有找到“台湾”。"),
        ("", "请写城市或区县名，或者点省份。"),
        ("<script>\0" + "长" * 90, "没有找到“<script>"),
    ],
)
def test_other_names_are_asked_again(client, words, says):
    response = client.get("/places/", {"find": words})
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert says in unescape(response.content.decode())
    assert "<script>长" not in response.content.decode()


@pytest.mark.on("2026-11-26")
def test_counters_say_whether_they_work_today(client):
    page = page_of(client, ANSHAN)
    counters = sections(page)["窗口在哪里，今天上班吗"]
    assert counters.startswith("今天是2026年11月26日（星期四）。鞍山市医保中心先打电话确认")
    assert "没有查到办公时间，先打电话问。" in counters
    assert "<title>鞍山市医保办事：电话、窗口、异地备案、报销、补卡" in page
    assert "窗口、" not in re.findall("<title>(.*?)</title>", page_of(client, HAIDONG))[0]


@pytest.mark.on("2026-11-26")
def test_structured_data_are_those_of_the_page(client):
    service = data_of(page_of(client, ANSHAN))["GovernmentService"]
    assert service["areaServed"] == {"@type": "AdministrativeArea", "name": "辽宁省鞍山市"}
    medical, card, counter = service["availableChannel"]
    assert medical["servicePhone"]["telephone"] == "0412-12393"
    assert card["servicePhone"]["telephone"] == "0412-12333"
    assert counter["serviceLocation"]["telephone"] == ["0412-5210098"]
    trail = data_of(page_of(client, ANSHAN))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "首页", "http://testserver/"),
        (2, "各地医保", "http://testserver/places/"),
        (3, "辽宁省", f"http://testserver/places/{LIAONING}/"),
        (4, "鞍山市", f"http://testserver/places/{ANSHAN}/"),
    ]


def test_text_of_a_clerk_cannot_end_the_script(client, publish):
    row = publish(Office, region_id=SHENYANG, name="厅", services=["claims"])
    Office.objects.filter(pk=row.pk).update(name="</script><b>厅")  # as no form takes it
    page = page_of(client, SHENYANG)
    assert "</script><b>厅" not in page
    assert data_of(page)["GovernmentService"]["availableChannel"][2]["name"] == "</script><b>厅"


def test_what_is_published_of_a_place_stands_on_its_page(client, publish):
    home = {"region_id": SHENYANG}
    publish(Parameter, **home, value="满 3 个月", note="先打 {phone} 问。", guides=["remote-care"])
    publish(Channel, **home, name="盛事通", how="打开就办。")
    publish(Document, **home, name="绿本", key="green-book")
    publish(Document, **home, name="黄本", key="yellow-book", waived=True, when={"stage": ["planning"]})
    publish(Advice, **home, key="named", kind="warning", title="沈阳的窗口中午不休息。", body="打 {card_phone} 问。")
    publish(Advice, **home, key="unnamed", kind="warning", title="中午不休息。")
    publish(Advice, **home, key="verdict", kind="verdict", title="沈阳可以办。")
    differs = sections(page_of(client, SHENYANG))["沈阳市不一样的地方"]
    assert "备案后多久能变更或取消满3个月先打024-12393问。〔" in differs
    assert "盛事通〔" in differs
    assert "绿本要带说的是“去外地看病，先备个案”。" in differs
    assert "黄本有的人不用交，答几题就知道" in differs
    assert "沈阳的窗口中午不休息。〔" in differs
    assert "打024-12333问。" in differs
    assert differs.count("中午不休息") == 1
    assert "沈阳可以办" not in differs


def test_row_of_a_city_replaces_and_waives_what_its_province_says(client, publish):
    for key in ("kept", "replaced", "dropped"):
        publish(Advice, key=key, region_id=LIAONING, kind="warning", title=f"辽宁说 {key}。")
    publish(Advice, key="replaced", region_id=SHENYANG, kind="warning", title="沈阳另说。")
    publish(Advice, key="dropped", region_id=SHENYANG, kind="warning", title="沈阳不说。", waived=True)
    differs = sections(page_of(client, SHENYANG))["沈阳市不一样的地方"]
    assert "辽宁说kept。" in differs
    assert "沈阳另说。" in differs
    assert [words for words in ("replaced", "dropped", "沈阳不说") if words in differs] == []
    assert "辽宁说dropped。" in sections(page_of(client, ANSHAN))["鞍山市不一样的地方"]


@pytest.mark.parametrize(("age", "shown"), [(20, True), (21, False)])
def test_rule_whose_check_is_too_old_is_left_to_the_phone(client, publish, clock, age, shown):
    row = publish(Parameter, region_id=SHENYANG, value="满 3 个月", guides=["remote-care"], review_every=10)
    clock(row.collected_on + dt.timedelta(days=age))
    page = plain(page_of(client, SHENYANG))
    assert ("满3个月" in page) is shown
    assert ("备案后多久能变更或取消、" in page) is not shown


def test_answers_of_a_place_stand_on_its_page(client, publish):
    values = {"key": "city-ask", "question": "沈阳能刷脸吗", "short": "能，先打电话问。", "situation": "care"}
    publish(Answer, region_id=SHENYANG, **values)
    page = page_of(client, SHENYANG)
    assert '<a href="/answers/city-ask/?place=210100">沈阳能刷脸吗</a>' in page
    asked = {each["name"]: each["acceptedAnswer"]["text"] for each in data_of(page)["FAQPage"]["mainEntity"]}
    assert asked["沈阳能刷脸吗"] == "能，先打电话问。"
    assert "沈阳能刷脸吗" not in page_of(client, ANSHAN)
    assert "FAQPage" not in data_of(page_of(client, HAIDONG))


def test_answer_whose_check_is_too_old_is_neither_told_nor_cited(client, publish, clock):
    values = {"key": "city-ask", "question": "沈阳能刷脸吗", "short": "能，先打电话问。", "situation": "care"}
    row = publish(Answer, region_id=SHENYANG, review_every=10, **values)
    assert row.source.title in page_of(client, SHENYANG)
    clock(row.collected_on + dt.timedelta(days=21))
    page = page_of(client, SHENYANG)
    assert "沈阳能刷脸吗" not in page
    assert row.source.title not in page


def test_relation_stands_on_the_pages_of_its_members_alone(client, publish):
    row = publish(PlaceRelation, region_id=LIAONING, says="沈阳、鞍山互认。")
    PlaceRelationMember.objects.bulk_create(
        PlaceRelationMember(relation=row, region_id=code) for code in (SHENYANG, ANSHAN)
    )
    shown = [code for code in (SHENYANG, ANSHAN, FUXIN, LIAONING) if "沈阳、鞍山互认。" in page_of(client, code)]
    assert shown == [SHENYANG, ANSHAN]


@pytest.mark.on("2026-11-26")
def test_data_for_other_programs_are_those_of_the_page(client):
    response = client.get(f"/places/{ANSHAN}/place.json")
    found = response.json()
    assert response["X-Robots-Tag"] == "noindex"
    assert (found["code"], found["full_name"]) == (ANSHAN, "辽宁省鞍山市")
    assert [number["number"] for number in found["numbers"]] == ["0412-12393", "0412-12333"]
    assert [source["number"] for source in found["sources"]] == list(range(1, len(found["sources"]) + 1))
    assert client.get(f"/places/{ZHANGWU}/place.json")["Location"] == f"/places/{FUXIN}/place.json"


def test_page_is_kept_and_made_anew_when_content_changes(client, settings, publish):
    settings.PAGE_CACHE_ENTRIES = 10
    before = page_of(client, SHENYANG)
    assert page_of(client, SHENYANG) == before
    publish(Office, region_id=SHENYANG, name="一号厅", services=["claims"])
    assert "一号厅" in page_of(client, SHENYANG)


@pytest.mark.parametrize(
    ("district", "address", "shown"),
    [
        ("前进区", "练习路1号", "前进区练习路1号"),
        ("前进区", "前进区练习路1号", "前进区练习路1号"),
        ("前进区", "", "前进区地址没有查到，去之前先打电话问"),
        ("", "练习路1号", "练习路1号"),
    ],
)
def test_counter_stands_in_its_district_once(client, publish, district, address, shown):
    values = {"district": district, "address": address, "phone": "0454-2345678"}
    publish(Office, region_id="230800", key="counter", name="练习窗口", **values)
    assert f"<h3>练习窗口</h3><p>{shown}" in re.sub(" <strong.*?</strong>|(?<=区) ", "", page_of(client, "230800"))


def test_offices_outcomes_and_home_lead_to_the_place(client):
    assert 'href="/places/210300/"' in client.get("/offices/?place=210300").content.decode()
    assert "/places/" not in main_of(client.get("/offices/").content.decode())
    outcome = client.get(
        "/guides/remote-care/outcome/?for_whom=self&insured_place=210300&scheme=employee&care_place=110000"
        "&stage=planning&reason=lives_there&proof=none&care_type=inpatient&hospital_linked=yes&filed_before=no&injury=no"
    ).content.decode()
    assert '<a href="/places/210300/">辽宁省鞍山市还有哪些规定</a>' in outcome
    emergency = client.get("/guides/remote-care/outcome/?stage=emergency").content.decode()
    assert "/places/" not in main_of(emergency)
    assert 'href="/places/"' in client.get("/").content.decode()


def test_clerk_sees_the_page_that_is_reported_and_its_preview():
    report = Report(guide="places", outcome=ANSHAN, region_id=ANSHAN, on=snapshot.today())
    (public, _), (preview, _) = reported.leads(report)
    assert (public, preview) == ("/places/210300/", f"/admin/preview/{snapshot.today()}/places/210300/")


def test_preview_leads_on_in_the_preview_and_keeps_no_report(admin_client):
    prefix = f"/admin/preview/{snapshot.today()}"
    page = admin_client.get(f"{prefix}/places/{ANSHAN}/").content.decode()
    assert f'href="{prefix}/places/{LIAONING}/"' in page
    assert f'<link rel="canonical" href="http://testserver/places/{ANSHAN}/">' in page
    response = admin_client.post(f"{prefix}/places/{ANSHAN}/report/", {"reason": "phone"})
    assert response["Location"] == f"{prefix}/places/{ANSHAN}/"
    assert not Report.objects.exists()


def test_mistake_on_a_page_can_be_reported(client):
    page = client.post(f"/places/{ANSHAN}/report/", {"reason": "phone"}).content.decode()
    assert "收到了" in page
    assert 'href="/places/210300/"' in page
    report = Report.objects.get()
    assert (report.guide, report.outcome, report.region_id) == ("places", ANSHAN, ANSHAN)
    response = client.get(f"/places/{ANSHAN}/report/")
    assert (response.status_code, response["Location"]) == (302, f"/places/{ANSHAN}/")
    remembered = pages._url.cache_info().currsize
    assert "这次没有记下来" in client.post("/places/wangxiaoming/report/", {"reason": "phone"}).content.decode()
    assert client.get("/places/wangxiaoming/report/")["Location"] == "/places/"
    assert pages._url.cache_info().currsize <= remembered + 1  # /places/ itself; nothing that was typed
    assert Report.objects.count() == 1
