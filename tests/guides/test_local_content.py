"""Every local fact is shown where it holds, with its evidence, and nowhere else."""

import datetime as dt
import re

import pytest
from django.test import Client

from guides.models import Advice, Answer, Parameter
from registry import snapshot
from registry.models import PlaceRelation
from registry.places import NATION
from registry.workflow import review
from tests.guides.outcomes import outcome, statements, words

pytestmark = pytest.mark.django_db

OFFICIAL, QUOTED, RETOLD = "官方原文", "原文转录", "转述"
REMOTE, CLAIM, CARD = "remote-care", "manual-claim", "card-replacement"
PLACE = {REMOTE: "insured_place", CLAIM: "insured_place", CARD: "issued_place"}
TIER_TWO = {"scheme": "employee", "tier": "tier2", "care_type": "outpatient"}
LAPSED = {"insured_now": "lapsed"}
PROXY = {"for_whom": "family", "in_person": "no"}
UNFILED = {"where": "other_city", "why_not_settled": "not_filed"}
NEWBORN = {"for_whom": "child", "insured_now": "newborn"}


def saying(place, guide, fact, **said):
    """The statements of an outcome that say the fact."""
    found = outcome(guide, **{PLACE[guide]: place, **said})
    return [statement for statement in statements(found) if fact in words(statement)]


#: A place where the fact holds, one where it does not, the guide, other answers, the fact, and its evidence.
FACTS = {
    "南京到徐州免备案": (
        "320100",
        "320500",
        REMOTE,
        {"care_place": "320300"},
        "先打 025-12393：南京和徐州之间看病，可能不用备案",
        RETOLD,
    ),
    "徐州到南京免备案": (
        "320300",
        "320500",
        REMOTE,
        {"care_place": "320100"},
        "先打 0516-12393：南京和徐州之间看病，可能不用备案",
        RETOLD,
    ),
    "深圳二档看门诊": ("440300", "440100", REMOTE, TIER_TWO, "二档去没选的医院，普通门诊报不了", RETOLD),
    "深圳在手机上补卡": ("440300", "440100", CARD, {}, "粤省事", RETOLD),
    "深圳临时挂失": ("440300", "440100", CARD, {"reported": "temporary"}, "5 到 7 个工作日，先打电话确认", RETOLD),
    "江苏抢救去世": (
        "320500",
        "210300",
        CLAIM,
        {"for_whom": "deceased", "care_kind": "emergency"},
        "抢救病历、出院小结和死亡记录",
        QUOTED,
    ),
    "江苏省内跨市": ("320500", "210300", REMOTE, {"care_place": "320100"}, "备了案，才能在别的市当场报", QUOTED),
    "江苏居民等待期": ("320500", "330100", CLAIM, LAPSED, "固定等 2 个月", QUOTED),
    "江苏报销时限": ("320800", "330100", CLAIM, {}, "门诊 1000 元以下 5 个工作日，一般 10 个，特殊的 20 个", QUOTED),
    "上海职工报销期限": ("310000", "110000", CLAIM, {"scheme": "employee"}, "医院开收据那天起 6 个月内", QUOTED),
    "广东省内要先备案": ("440100", "430100", REMOTE, {"care_place": "440300"}, "广东省内跨市看病，也要先备案", QUOTED),
    "江西省内可能免备案": (
        "360100",
        "430100",
        REMOTE,
        {"care_place": "360200"},
        "江西省内看病，很可能不用备案",
        RETOLD,
    ),
    "海南全省一个统筹地区": ("460100", "440100", REMOTE, {"care_place": "460200"}, "海南全省是一个统筹地区", QUOTED),
    "北京到天津视同备案": ("110000", "310000", REMOTE, {"care_place": "120000"}, "京津冀之间看病", QUOTED),
    "天津到石家庄视同备案": ("120000", "310000", REMOTE, {"care_place": "130100"}, "京津冀之间看病", QUOTED),
    "河北到北京视同备案": ("130100", "310000", REMOTE, {"care_place": "110000"}, "京津冀之间看病", QUOTED),
    "上海到苏州的示范区": ("310000", "320100", REMOTE, {"care_place": "320500"}, "青浦、吴江、嘉善之间看病", QUOTED),
    "成都到重庆可能免备案": (
        "510100",
        "520100",
        REMOTE,
        {"care_place": "500000"},
        "川渝之间看病，很可能不用备案",
        RETOLD,
    ),
    "淮安补卡多久": ("320800", "320500", CARD, {}, "洪泽区 1 个工作日内", RETOLD),
    "淮安补卡收不收钱": ("320800", "320500", CARD, {}, "洪泽区不收费", RETOLD),
    "上海职工系统故障": (
        "310000",
        "110000",
        CLAIM,
        {"why_not_settled": "system_down", "scheme": "employee"},
        "上海职工：系统、卡出故障没结成的，可以手工报",
        QUOTED,
    ),
    "南京新生儿": ("320100", "320500", CLAIM, NEWBORN, "南京：出生 90 天内参保交费", QUOTED),
    "北京新生儿": ("110000", "120000", CLAIM, NEWBORN, "北京：上户口 90 天内交费", QUOTED),
    "广州新生儿": ("440100", "440300", CLAIM, NEWBORN, "没落户的 180 天内、落户的 6 个月内", QUOTED),
    "广州多久拿到卡": ("440100", "440300", CARD, {}, "即时制卡的网点当场拿，别的约 12 个工作日", QUOTED),
    "广州先传照片": ("440100", "440300", CARD, {"trouble": "never_had"}, "社保卡相片回执号", QUOTED),
    "广东省内补记账": ("440600", "430100", CLAIM, UNFILED, "在广东省内外市看的，补好先问医院能不能补记账", QUOTED),
    "广州代办看银行": ("440100", "440300", CARD, PROXY, "能不能代办，按办卡银行的规定", QUOTED),
    "北京补卡期间垫的钱": ("110000", "120000", CARD, {"need_now": "today"}, "补换卡期间自己付的，可以手工报", QUOTED),
    "江苏卡没激活": (
        "320500",
        "330100",
        CARD,
        {"need_now": "today"},
        "在外地备了案、卡没激活刷不了的，能手工报",
        QUOTED,
    ),
    "鞍山医保窗口": ("210300", "210200", REMOTE, {}, "鞍山市铁东区，门牌号先打电话问 0412-5210098", RETOLD),
}


@pytest.mark.on("2026-11-21")
@pytest.mark.parametrize(("here", "elsewhere", "guide", "said", "fact", "evidence"), FACTS.values(), ids=FACTS)
def test_local_fact(here, elsewhere, guide, said, fact, evidence):
    assert [statement["basis"]["evidence"] for statement in saying(here, guide, fact, **said)] == [evidence]
    assert saying(elsewhere, guide, fact, **said) == []


@pytest.mark.parametrize(
    ("place", "guide", "said", "fact"),
    [
        ("320100", REMOTE, {"care_place": "320500"}, "免备案"),
        ("440300", REMOTE, {"scheme": "employee", "tier": "tier1", "care_type": "outpatient"}, "要先选一家"),
        ("320500", CLAIM, {"insured_now": "yes"}, "固定等 2 个月"),
        ("320500", CLAIM, {**LAPSED, "scheme": "employee"}, "固定等 2 个月"),
        ("310000", CLAIM, {"scheme": "resident"}, "医院开收据那天起"),
        ("110000", REMOTE, {"care_place": "310000"}, "京津冀之间看病"),
        ("120000", REMOTE, {"care_place": "310000"}, "京津冀之间看病"),
        ("310000", REMOTE, {"care_place": "320100"}, "青浦、吴江、嘉善"),
        ("510100", REMOTE, {"care_place": "510700"}, "川渝之间看病"),
        ("440100", REMOTE, {"care_place": "430100"}, "也要先备案"),
        ("440300", CARD, {"reported": "formal"}, "5 到 7 个工作日"),
        ("320800", CARD, {"trouble": "damaged"}, "洪泽区"),
        ("440100", CARD, {"in_person": "yes"}, "能不能代办"),
        ("110000", CARD, {"need_now": "no"}, "可以手工报"),
    ],
)
def test_local_fact_only_in_its_case(place, guide, said, fact):
    assert saying(place, guide, fact, **said) == []


def test_waiting_period_of_the_country_gives_way_to_that_of_the_province():
    assert saying("330100", CLAIM, "先等 3 个月", **LAPSED)
    assert saying("320500", CLAIM, "先等 3 个月", **LAPSED) == []


def test_exempt_pair_takes_the_place_of_the_general_question():
    general = "问要不要备案"
    assert saying("320100", REMOTE, general, care_place="320500")
    assert saying("320100", REMOTE, general, care_place="320300") == []


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("insured", "care", "key"), [("210300", "210100", "in-province"), ("440100", "440500", "related-file")]
)
def test_rule_of_the_province_is_among_the_steps(insured, care, key):
    """First where it says to ring; what says no more than the answer stands behind what the answer says to do."""
    found = outcome(REMOTE, insured_place=insured, care_place=care)
    assert (found["key"], found["first"]) == ("file_temporary", [])
    assert [step["key"] for step in found["steps"]].index(key) == (0 if key == "in-province" else 2)


#: Insured, treated, the key of the outcome, and of what it rests on: a piece of its first line or of its verdict.
STANDING = {
    "海口到三亚": ("460100", "460200", "local", "海南全省是一个统筹地区"),
    "海南省本级到海口": ("469900", "460100", "local", "海南全省是一个统筹地区"),
    "拉萨到日喀则": ("540100", "540200", "local", "西藏全区是一个统筹地区"),
    "第八师到石河子": ("660800", "659001", "local", "在参保的城市看病"),
    "石河子到第八师": ("659001", "660800", "local", "在参保的城市看病"),
    "江苏省本级到南京": ("329900", "320100", "local", "江苏省本级和南京市，看病当作一处"),
    "广东省本级到广州": ("449900", "440100", "local", "广东省本级和广州市，看病当作一处"),
    "内蒙古区本级到呼和浩特": ("159900", "150100", "local", "内蒙古自治区本级和呼和浩特市"),
    "第一师到第八师": ("660100", "660800", "file_temporary", ""),
    "第八师到阿拉尔": ("660800", "659002", "file_temporary", ""),
    "江苏省本级到徐州": ("329900", "320300", "file_temporary", ""),
    "海口到北京": ("460100", "110000", "file_temporary", ""),
    "北京到海口": ("110000", "460100", "file_temporary", ""),
    "石家庄到唐山": ("130100", "130200", "file_temporary", ""),
    "唐山到沈阳": ("130200", "210100", "file_temporary", ""),
    "北京到天津": ("110000", "120000", "file_temporary", "先打 010-12393：京津冀之间看病，可能不用备案"),
    "天津到唐山": ("120000", "130200", "file_temporary", "先打 022-12393：京津冀之间看病，可能不用备案"),
    "雄安到北京": ("133100", "110000", "file_temporary", "京津冀之间看病，可能不用备案"),
    "杭州到宁波": ("330100", "330200", "file_temporary", "浙江省内看病，很可能不用备案"),
    "济南到青岛": ("370100", "370200", "file_temporary", "山东省内看病，很可能不用备案"),
    "徐州到南京": ("320300", "320100", "file_temporary", "南京和徐州之间看病，可能不用备案"),
    "重庆到成都": ("500000", "510100", "file_temporary", "川渝之间看病，很可能不用备案"),
    "苏州到嘉兴": ("320500", "330400", "file_temporary", "青浦、吴江、嘉善之间看病，可能不用备案"),
}


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(("insured", "care", "key", "fact"), STANDING.values(), ids=STANDING)
def test_how_two_places_stand(insured, care, key, fact):
    """A text routes; what is retold is the first line, with what to do in both cases; and nothing leaks to others."""
    found = outcome(REMOTE, insured_place=insured, care_place=care)
    assert found["key"] == key
    said = [*found["first"], *([found["verdict"]] if key == "local" else [])]
    assert [fact in words(statement) for statement in said] == ([True] if fact else [])
    for statement in found["first"]:
        assert "说不用备案：" in words(statement)
        assert "说要备案：" in words(statement)
        page = Client().get(f"/guides/{REMOTE}/outcome/{found['query']}").content.decode()
        assert statement["title"] in re.sub("<[^>]+>", "", page)


@pytest.mark.on("2026-11-26")
def test_last_day_of_a_relation_is_the_last_day_of_its_outcome(clock):
    row = PlaceRelation.objects.get(key="hainan-pool")
    row.effective_to = dt.date(2026, 12, 31)
    row.save()
    clock(dt.date(2026, 12, 31))
    assert outcome(REMOTE, insured_place="460100", care_place="460200")["key"] == "local"
    clock(dt.date(2027, 1, 1))
    assert outcome(REMOTE, insured_place="460100", care_place="460200")["key"] == "file_temporary"


@pytest.mark.on("2026-11-26")
def test_who_has_left_hospital_is_told_what_to_ask_then():
    [first] = outcome(REMOTE, insured_place="120000", care_place="110000", stage="discharged")["first"]
    assert first["key"] == "ring-first-discharged"


def test_capital_of_each_province_is_one_place_with_the_province_itself(places):
    """省本级 of 海南 and of 西藏 are in the pool of the whole province."""
    found = PlaceRelation.objects.filter(key="provincial-pool").prefetch_related("members")
    pairs = {row.region_id: {member.region_id for member in row.members.all()} for row in found}
    provincial = {pool.parent: pool.code for pool in places.pools if pool.is_provincial}
    assert {*pairs, "460000", "540000"} == set(provincial)
    assert all(pair == {provincial[code], f"{code[:2]}0100"} for code, pair in pairs.items())


# What cities decide about cards: shown where it matters, with a phone where nothing is known


def rules(**said):
    return {rule["label"]: rule["value"] for rule in outcome(CARD, **said)["local_rules"]}


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ({}, ["补换卡收不收钱", "多久拿到新卡"]),
        ({"reported": "temporary"}, ["补换卡收不收钱", "多久拿到新卡", "临时挂失管多久"]),
        ({"reported": "no"}, ["补换卡收不收钱", "多久拿到新卡", "临时挂失管多久"]),
        ({"trouble": "damaged"}, ["补换卡收不收钱", "多久拿到新卡"]),
        ({"trouble": "never_had"}, ["多久拿到新卡"]),
        ({"trouble": "locked"}, []),
        ({"trouble": "code_fails"}, []),
        ({"for_whom": "deceased"}, []),
    ],
)
def test_card_rules_of_each_outcome(said, labels):
    assert list(rules(**said, issued_place="210200")) == labels


def test_card_rule_nobody_knows_says_whom_to_ring(client):
    said = "for_whom=self&trouble=damaged&need_now=no&card_kind=social_security_card&issued_place=210200"
    page = client.get(f"/guides/card-replacement/outcome/?{said}&pension_on_card=no&in_person=yes").content.decode()
    ask = page.partition("打电话时，顺便问这几样")[2].partition("</details>")[0]
    assert 'href="tel:041112333">0411-12333</a>' in ask
    assert "<li>补换卡收不收钱？</li>" in ask


@pytest.mark.parametrize("trouble", ["moved", "never_had"])
def test_card_rules_are_asked_of_the_hotline_of_cards_even_where_another_one_is_rung_first(client, trouble):
    said = f"for_whom=self&trouble={trouble}&need_now=no&card_kind=social_security_card&issued_place=330100"
    address = f"/guides/card-replacement/outcome/?{said}&pension_on_card=no&in_person=yes"
    ask = client.get(address).content.decode().partition("打电话时，顺便问这几样")[2].partition("</details>")[0]
    assert "0571-12333" in ask
    assert "12393" not in ask
    assert client.get(address.replace("outcome/?", "outcome.json?")).json()["phones"][0]["number"] == "0571-12393"


@pytest.mark.parametrize(("place", "said"), [("310000", True), ("440300", False)])
def test_term_of_a_place_comes_first_where_its_text_was_read(client, place, said):
    answers = (
        f"for_whom=self&insured_place={place}&scheme=employee&insured_now=yes&care_kind=inpatient&where=other_city"
    )
    answers += "&why_not_settled=hospital_not_linked&injury=no&receipts=paper&discharged=2026"
    if place == "440300":
        answers += "&tier=tier1"
    page = client.get(f"/guides/manual-claim/outcome/?{answers}").content.decode()
    block = page.partition('id="deadline"')[2].partition("</section>")[0]
    assert ("上海市：医院开收据那天起 6 个月内。" in block) == said
    assert "越早越好" in block
    if said:
        assert block.index("上海市：") < block.index("越早越好")
    else:
        assert "深圳市：" not in block


@pytest.mark.on("2026-11-26")
def test_term_that_runs_from_the_receipt_asks_for_the_receipts_day(client):
    answers = "scheme=employee&insured_now=yes&care_kind=inpatient&where=other_city&why_not_settled=hospital_not_linked"
    answers += "&injury=no&receipts=paper&discharged=2026&for_whom=self&insured_place=310000"
    asked = client.get(f"/guides/manual-claim/outcome/?{answers}").content.decode()
    assert "收据（发票）哪天开的" in asked
    assert "哪天出院的" not in asked
    told = client.get(f"/guides/manual-claim/outcome.json?{answers}&discharged_on=2026-10-09").json()
    last = told["deadlines"]["last_day"]
    assert last["date"] == "2027-04-09"
    assert last["lines"][0] == "按“开收据后 6 个月内”算，开收据的日子是2026年10月9日。"


@pytest.mark.parametrize("care", ["650100", "660100", "110000"])
def test_city_of_a_division_stands_to_other_places_as_the_division_does(care):
    city, division = (outcome(REMOTE, insured_place=code, care_place=care) for code in ("659001", "660800"))
    assert [step["key"] for step in city["steps"]] == [step["key"] for step in division["steps"]]


FIGURE = re.compile(r"\d ?(?:%|个百分点)|[\d,]{3,} 元")
DATED = re.compile(r"20\d\d ?年|哪一年的没写|没有依据")


def test_no_figure_of_a_place_stands_without_its_year():
    """What a place pays and takes changes, and nobody sees when it was read; where the source has no year, that is said."""
    local = [
        row
        for model in (Advice, Answer, Parameter)
        for row in snapshot.current().rows(model)
        if row.region_id != NATION
    ]
    said = [(str(row), " ".join(words for _, words in review.public_texts(row))) for row in local]
    # The page of a place shows the first sentence of an answer alone.
    said += [(str(row), f"{row.short} {row.holds_for}") for row in local if isinstance(row, Answer)]
    assert [name for name, text in said if FIGURE.search(text) and not DATED.search(text)] == []
