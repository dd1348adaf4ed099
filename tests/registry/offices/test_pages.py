"""The counters' page: by place and service, what each card says, what is inherited, stale or not understood."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guides.flows import FLOWS
from registry import offices
from registry.models import CalendarDay, Office, Service
from registry.places import NATION
from registry.snapshot import Snapshot
from tests.conftest import sound

pytestmark = pytest.mark.django_db

ANSHAN, LIAONING, SHENYANG, BEIJING = "210300", "210000", "210100", "110000"
CHAIN = (ANSHAN, LIAONING, NATION)
ON = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


def page(client: Client, **asked: str) -> str:
    response = client.get("/offices/", asked)
    assert response.status_code == 200
    return unescape(response.content.decode())


def names(shown: str) -> list[str]:
    return re.findall(r'<h2 id="office-\d+">([^<]+?)(?: <|<)', shown)


def test_find_takes_the_nearest_in_force_that_offer_a_service(places):
    rows = (
        sound(Office, key="b", region_id=ANSHAN, position=2),
        sound(Office, key="b", region_id=LIAONING, position=1),
        sound(Office, key="a", region_id=LIAONING, position=3),
        sound(Office, key="bank", region_id=ANSHAN, services=["bank"]),
        sound(Office, key="bank", region_id=LIAONING, services=["filing"]),
        sound(Office, key="there", region_id=BEIJING),
        sound(Office, key="closed", region_id=ANSHAN, effective_to=ON - DAY),
    )
    found = offices.find(Snapshot({}, places, {Office: rows}), ["filing"], CHAIN, ON)
    assert [(row.key, row.region_id) for row in found] == [("b", ANSHAN), ("a", LIAONING)]


@pytest.fixture
def counters(publish):
    """Two counters for cards and a bank beside the insurance centre that the pack knows."""
    for key, services in (("card-west", ["card"]), ("card-east", ["card"]), ("bank-east", ["bank"])):
        publish(Office, key=key, region_id=ANSHAN, name=f"{key} 窗口", services=services, position=200)


@pytest.mark.usefixtures("counters")
@pytest.mark.parametrize(
    ("service", "shown"),
    [
        ("filing", ["鞍山市医保中心"]),
        ("card", ["card-east 窗口", "card-west 窗口"]),
        ("bank", ["bank-east 窗口"]),
    ],
)
def test_service_chooses_the_counters(client, service, shown):
    assert names(page(client, place=ANSHAN, service=service)) == shown


@pytest.mark.usefixtures("counters")
def test_without_a_service_all_counters_and_both_phones_are_shown(client):
    shown = page(client, place=ANSHAN)
    assert len(names(shown)) == 4
    assert re.findall(r'class="dial" href="tel:(\d+)"', shown) == ["041212393", "041212333"]


@pytest.mark.on("2026-11-21")
def test_doubtful_counter_says_so_in_its_heading(client):
    shown = page(client, place=ANSHAN, service="claims")
    [heading] = re.findall(r'<h2 id="office-1">.*?</h2>', shown)
    assert "先打电话确认" in heading
    assert shown.count("还没有经鞍山市的经办机构核对") == 1
    assert '〔1〕</a><span class="mark">网上文章说，先打电话</span>' in shown
    assert '<li id="source-1">鞍山医保窗口的网上文章' in shown


def test_card_tells_everything_about_the_counter(client, publish, clock):
    clock(ON)
    row = publish(
        Office, region_id=SHENYANG, name="一号厅", services=["claims"], district="和平区", address="南京街1号",
        landmark="地铁口对面", window="二楼3号窗口", phone="024-3111111、024-2222222", booking="不用预约",
        bring="身份证", accessibility="有坡道", note="月底人多", collected_on=ON,
        verified_on=ON, verified_by="张三",
    )  # fmt: skip
    for opens, closes in ((dt.time(8, 30), dt.time(11, 30)), (dt.time(13), dt.time(16))):
        row.hours.create(weekday=0, opens=opens, closes=closes)
    shown = page(client, place=SHENYANG)
    words = ("和平区", "南京街1号，二楼3号窗口", "地铁口对面", "不用预约", "<dd>身份证", "有坡道", "月底人多")
    assert [word for word in words if word not in shown] == []
    assert "周一 8:30–11:30，13:00–16:00<br>周二至周日不上班" in shown
    assert "今天周一上班：8:30–11:30，13:00–16:00。" in shown
    assert 'href="tel:0243111111"' in shown
    assert 'href="tel:0242222222"' in shown
    assert '<span class="mark">2026年11月已核对</span>' in shown
    assert "依据 1 份文件，都经沈阳市的经办机构核对过。" in shown
    assert "先打电话确认" not in shown
    assert "张三" not in shown


def test_links_of_phones_hold_digits_alone(client, publish):
    publish(Office, region_id=SHENYANG, phone="024-23234567转8012、400-123-4567")
    shown = page(client, place=SHENYANG)
    assert '<a href="tel:02423234567">024-23234567转8012</a>' in shown
    assert '<a href="tel:4001234567">400-123-4567</a>' in shown
    assert re.findall(r'href="tel:([^"]*[^0-9"][^"]*)"', shown) == []


def test_map_is_the_clerks_or_a_search_for_name_and_address(client, publish):
    publish(Office, region_id=SHENYANG, name="甲厅", address="中山路一号")
    assert (
        "https://uri.amap.com/search?keyword=%E7%94%B2%E5%8E%85+%E4%B8%AD%E5%B1%B1%E8%B7%AF%E4%B8%80%E5%8F%B7&city="
        in page(client, place=SHENYANG)
    )
    publish(Office, key="b", region_id=BEIJING, map_url="https://example.org/map")
    shown = page(client, place=BEIJING)
    assert '<a class="unprinted" href="https://example.org/map" rel="noreferrer">' in shown
    assert "amap" not in shown


@pytest.mark.usefixtures("counters")
def test_counter_without_a_phone_gives_the_hotline_of_its_service(client):
    shown = page(client, place=ANSHAN, service="card")
    assert shown.count('<a href="tel:041212333">0412-12333</a>') == 2


def test_city_without_counters_gives_phones_and_the_way_to_one(client):
    shown = page(client, place=SHENYANG, service="claims")
    assert names(shown) == []
    assert "辽宁省沈阳市办报销的窗口还没有收进来" in shown
    assert re.findall(r'class="dial" href="tel:(\d+)"', shown) == ["02412393"]
    assert "问街道、社区" in shown
    assert "卡背面" not in shown
    assert "卡背面" in page(client, place=SHENYANG, service="bank")


def test_counter_of_the_province_is_shown_in_its_cities_unless_waived(client, publish):
    publish(Office, region_id=LIAONING, name="省里的厅")
    assert names(page(client, place=SHENYANG)) == ["省里的厅"]
    publish(Office, region_id=SHENYANG, waived=True)
    assert names(page(client, place=SHENYANG)) == []


def test_counter_out_of_its_period_is_gone(client, publish, clock):
    publish(Office, region_id=SHENYANG, name="老厅", effective_to=ON)
    clock(ON)
    assert names(page(client, place=SHENYANG)) == ["老厅"]
    clock(ON + DAY)
    assert names(page(client, place=SHENYANG)) == []


def test_counter_that_nobody_checked_for_too_long_says_so_and_keeps_its_hours_back(client, publish, clock):
    row = publish(Office, region_id=SHENYANG, collected_on=ON - 21 * DAY, review_every=10)
    row.hours.create(weekday=0, opens=dt.time(9), closes=dt.time(12))
    clock(ON - DAY)
    assert "9:00–12:00" in page(client, place=SHENYANG)
    clock(ON)
    shown = page(client, place=SHENYANG)
    assert "9:00" not in shown
    assert "先打电话确认</strong></h2>" in shown
    assert "办公时间太久没有核对，先打电话问。" in shown
    assert '<span class="mark">核对已过期，请先打电话确认</span>' in shown


@pytest.mark.usefixtures("counters")
def test_holiday_is_named_with_its_source(client, clock):
    clock(dt.date(2026, 10, 1))
    shown = page(client, place=ANSHAN)
    assert shown.count("今天国庆节放假，窗口一般不上班。") == 4
    [number] = re.findall(r'放假安排看这里<a class="ref" href="#source-(\d+)"', shown)
    assert f'<li id="source-{number}">国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）' in shown
    clock(dt.date(2026, 10, 8))
    assert "放假安排" not in page(client, place=ANSHAN)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"place": "999999"}, "没有认出这个地方。请写城市或区县名，或者点省份。"),
        ({"place": "000000"}, "没有认出这个地方。请写城市或区县名，或者点省份。"),
        ({"place": "810000"}, "没有认出这个地方。请写城市或区县名，或者点省份。"),
        ({"place": "\x00<b>"}, "没有认出这个地方。请写城市或区县名，或者点省份。"),
        ({"find": "火星"}, "没有找到“火星”。请只写城市或区县名，或者点省份。"),
        ({"find": " "}, "请写城市或区县名，或者点省份。"),
        ({"service": "shop"}, "没有认出您要办的事，下面把几样都列出来了。"),
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_the_chooser(client, asked, sentence):
    response = client.get("/offices/", asked)
    shown = unescape(response.content.decode())
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "<title>错误：" in shown
    assert shown.count(sentence) == 2
    assert 'name="find"' in shown


@pytest.mark.usefixtures("counters")
def test_service_not_understood_shows_all_counters_of_the_place(client):
    shown = page(client, place=ANSHAN, service="shop")
    assert "没有认出您要办的事，下面把几样都列出来了。" in shown
    assert len(names(shown)) == 4


def test_words_with_one_hit_lead_to_the_place_and_keep_the_service(client):
    response = client.get("/offices/", {"find": "沈阳", "service": "card"})
    assert response["Location"] == "/offices/?place=210100&service=card"


def test_words_with_several_hits_are_links(client):
    shown = page(client, find="suzhou", service="card")
    assert re.findall(r'class="task" href="([^"]+)"', shown) == [
        "/offices/?place=320500&service=card",
        "/offices/?place=341300&service=card",
        "/offices/?place=620902&service=card",
    ]
    assert re.findall(r"<strong>(.+?)</strong>", shown)[:3] == [
        "江苏省苏州市",
        "安徽省宿州市",
        "肃州区，归甘肃省酒泉市管",
    ]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("彰武县", "/offices/?place=210900&county=210922"),
        ("zhangwu", "/offices/?place=210900&county=210922"),
        ("北京市大兴区", "/offices/?place=110000&county=110115"),
        ("雄县", "/offices/?place=133100&county=130638"),
        ("鞍山", "/offices/?place=210300"),  # 马鞍山 holds the words, and is not what was written
        ("辽宁", "/offices/?place=210000"),
        ("山东省", "/offices/?place=370000"),
    ],
)
def test_words_that_can_mean_one_place_only_lead_there(client, words, address):
    assert client.get("/offices/", {"find": words})["Location"] == address


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("大兴", ["大兴区，归北京市管", "黑龙江省大兴安岭地区"]),
        ("朝阳区", ["朝阳区，归北京市管", "朝阳区，归吉林省长春市管"]),
        ("朝阳", ["辽宁省朝阳市", "朝阳区，归北京市管", "朝阳区，归吉林省长春市管"]),
        ("吉林", ["吉林省，再选城市", "吉林省吉林市"]),
        ("崇文区", ["崇文区（以前的名字），归北京市管"]),
    ],
)
def test_words_that_may_mean_another_place_are_asked_about(client, words, offered):
    assert re.findall(r'class="task".*?<strong>(.+?)</strong>', page(client, find=words)) == offered


def test_county_is_led_to_its_city_and_the_page_says_so(client):
    response = client.get("/offices/", {"place": "210922", "service": "card"})
    assert response["Location"] == "/offices/?place=210900&service=card&county=210922"
    shown = unescape(client.get(response["Location"]).content.decode())
    assert "彰武县归阜新市管。" in shown
    assert "<h1>辽宁省阜新市的办事窗口</h1>" in shown


@pytest.mark.parametrize("county", ["210302", "210900", "999999", "<b>"])
def test_county_of_another_place_is_not_said(client, county):
    assert "管。</p>" not in page(client, place="210900", county=county)


def test_province_names_who_belongs_to_its_own_pool(client):
    shown = page(client, place=LIAONING)
    assert shown.index("葫芦岛市</a>") < shown.index("辽宁省本级（省直单位等）</a>")


def test_province_leads_to_its_cities_and_keeps_the_service(client):
    shown = page(client, place=LIAONING, service="card")
    assert '<a href="/offices/?place=210300&service=card">鞍山市</a>' in shown
    assert 'name="find"' not in shown


@pytest.mark.usefixtures("counters")
def test_links_to_guides_lead_to_a_question_with_the_place_filled_in(client):
    shown = page(client, place=ANSHAN)
    links = set(re.findall(r'href="(/guides/[^"]+)"', shown))
    assert {link.split("/")[2] for link in links} == {slug for slug, flow in FLOWS.items() if flow.delivery.services}
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        assert f'value="{ANSHAN}"' in response.content.decode()


def test_page_stores_nothing_and_asks_for_the_version_only(client, django_assert_num_queries):
    client.get("/offices/")
    with django_assert_num_queries(1):
        response = client.get("/offices/", {"place": ANSHAN, "service": "card"})
    assert not response.cookies
    assert client.post("/offices/").status_code == 405


def test_outcome_leads_to_the_counters_of_the_place(client):
    answers = "for_whom=self&insured_place=210300&scheme=employee&insured_now=yes&care_kind=inpatient&where=local"
    answers += "&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year"
    shown = unescape(client.get(f"/guides/manual-claim/outcome/?{answers}").content.decode())
    assert 'href="/offices/?place=210300&service=claims"' in shown
    assert "鞍山市医保中心 <strong" in shown
    unknown = answers.replace("=210300", "=unknown")
    assert 'href="/offices/?service=claims"' in client.get(f"/guides/manual-claim/outcome/?{unknown}").content.decode()


def test_outcome_tells_hours_and_today_as_the_page_does(client, publish, clock):
    clock(dt.date(2026, 10, 1))
    row = publish(Office, region_id=SHENYANG, services=["claims"])
    row.hours.create(weekday=0, opens=dt.time(9), closes=dt.time(12))
    answers = "for_whom=self&insured_place=210100&scheme=employee&insured_now=yes&care_kind=inpatient&where=local"
    answers += "&why_not_settled=no_card&injury=no&receipts=paper&discharged=this_year"
    said = client.get(f"/guides/manual-claim/outcome.json?{answers}").json()
    [office] = said["offices"]
    assert office["hours"] == ["周一 9:00–12:00", "周二至周日不上班"]
    [number] = [s["number"] for s in said["sources"] if s["document"] == "国办发明电〔2025〕7号"]
    assert office["today"] == f"今天国庆节放假，窗口一般不上班。〔{number}〕"
    assert office["doubtful"] is False


def test_home_leads_to_the_counters(client):
    assert 'href="/offices/"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("services", "sentence"),
    [
        ([], "请至少选一样能办的事。"),
        (["shop"], "能办的事只能写这几样：filing（备案）、claims（报销）、card（社保卡）、bank（银行网点）。"),
        (["filing", "filing"], "有一样写了两遍，请删掉一个。"),
        ("filing", "能办的事只能写这几样：filing（备案）、claims（报销）、card（社保卡）、bank（银行网点）。"),
        ([["filing"]], "能办的事只能写这几样：filing（备案）、claims（报销）、card（社保卡）、bank（银行网点）。"),
    ],
)
def test_services_are_a_list_from_the_closed_set(build, services, sentence):
    with pytest.raises(ValidationError) as refused:
        build(Office, services=services).full_clean()
    assert refused.value.message_dict == {"services": [sentence]}


def test_openings_that_overlap_are_refused(build):
    row = build(Office)
    hours = [
        row.hours.model(weekday=0, opens=dt.time(13), closes=dt.time(17)),
        row.hours.model(weekday=0, opens=dt.time(8), closes=dt.time(13)),
    ]
    row.clean_inline({"hours": hours})
    hours[1].closes = dt.time(13, 1)
    with pytest.raises(ValidationError, match="有重叠"):
        row.clean_inline({"hours": hours})


@pytest.mark.parametrize(("date", "refused"), [("2026-10-09", True), ("2026-10-10", False), ("2026-10-11", False)])
def test_worked_weekend_must_be_a_weekend(build, date, refused):
    row = build(CalendarDay, date=dt.date.fromisoformat(date), kind="workday", region_id=ANSHAN)
    if refused:
        with pytest.raises(ValidationError, match="这天不是周末"):
            row.full_clean()
    else:
        row.full_clean()


@pytest.mark.usefixtures("counters")
def test_clerk_ticks_services_and_adds_hours_and_a_day(admin_client):
    form = admin_client.get("/admin/registry/office/add/").content.decode()
    assert re.findall(r'type="checkbox" name="services" value="(\w+)"', form) == Service.values
    listed = admin_client.get("/admin/registry/office/?service=bank").content.decode()
    assert "bank-east 窗口" in listed
    assert "card-east 窗口" not in listed
    assert "调休上班" in admin_client.get("/admin/registry/calendarday/?date__year=2026").content.decode()
    assert admin_client.get("/admin/registry/calendarday/add/").status_code == 200


@pytest.mark.parametrize(("second_opens", "saved"), [("11:30", True), ("11:29", False)])
def test_clerk_saves_an_office_whose_hours_do_not_overlap(admin_client, source, second_opens, saved):
    opened = {"opening": f"周一 8:30-11:30、{second_opens}-17:00"}
    values = {
        "key": "clerk-office",
        "name": "办事员写的",
        "services": ["card", "bank"],
        "address": "中山路一号",
        "position": 1,
    }
    standing = {"status": "published", "region": SHENYANG, "source": source.pk, "evidence": "retold"}
    standing |= {"collected_on": "2026-01-01", "review_every": 365}
    response = admin_client.post("/admin/registry/office/add/", {**values, **standing, **opened})
    assert ("有重叠，请改其中一段" in response.content.decode()) != saved
    found = Office.objects.filter(key="clerk-office")
    assert [(row.services, row.hours.count()) for row in found] == ([(["card", "bank"], 2)] if saved else [])
