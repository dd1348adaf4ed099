"""The table for the levels of one policy: many rows from one screen, all of them or none, each refusal at its box."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from calculators.grid import drafts, specials
from calculators.grid.table import AWAY, HOME
from calculators.models import BasicCase, BasicPolicy, PolicyBand, RemoteRule
from registry.models import Event, SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from tests.calculators.policy_rows import CITY, publish
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "admin:calculators_basicpolicy_grid"
START = dt.date(2027, 1, 1)


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY))


@pytest.fixture
def notice(writer):
    made = SourceDocument(
        key="notice", title="一份通知", region_id=CITY, status="draft", clause="第一条 待遇。", in_force_from=START
    )
    made._history_user = writer
    made.save()
    return made


def home(level, person, **figures):
    return {HOME.box(level, person, name): typed for name, typed in figures.items()}


def away(category, distance, **figures):
    return {AWAY.box(category, distance, name): typed for name, typed in figures.items()}


def sent(notice, *boxes, **head):
    """What a browser posts: what stands in the form, and the boxes that were filled in."""
    form = {
        "region": CITY,
        "scheme": "resident",
        "care_type": "inpatient",
        "deductible_basis": "per_claim",
        "effective_from": "2027年1月1日",
        "effective_to": "",
        "source": notice.pk,
        "source_article": "第一条",
        "evidence": "official",
    }
    return form | {name: value for part in boxes for name, value in part.items()} | head


def post(user, notice, *boxes, **head):
    address = f"{reverse(PAGE)}?_notice={notice.pk}&_clause=1"
    return signed_in(user).post(address, sent(notice, *boxes, **head))


def made(model=BasicPolicy):
    """Level, person, deductible, bands and ceiling of the drafts."""
    rows = model.objects.filter(status=Status.DRAFT).order_by("pk")
    return {
        (row.hospital_level, row.person): (
            row.deductible,
            [(band.up_to, band.rate) for band in row.bands.all()],
            row.annual_ceiling,
        )
        for row in rows
    }


LEVELS = (
    home("any", "any", annual_ceiling="8万"),
    home("community", "any", deductible="210", bands="90%"),
    home("primary", "any", deductible="310元", bands="80"),
    home("secondary", "any", deductible="0.041万", bands="0.75"),
    home("tertiary", "any", deductible="７１０", bands="3万以内65%；以上70%"),
)


def test_every_level_becomes_a_draft_of_its_own(writer, notice):
    answer = post(writer, notice, *LEVELS)
    assert answer.headers["Location"] == f"/admin/registry/sourcedocument/{notice.pk}/notice/?_clause=1#clause-1"
    one, ceiling = Decimal("1"), Decimal("80000")
    assert made() == {
        ("community", "any"): ("210", [(None, Decimal("0.9"))], ceiling),
        ("primary", "any"): ("310", [(None, Decimal("0.8") * one)], ceiling),
        ("secondary", "any"): ("410", [(None, Decimal("0.75"))], ceiling),
        ("tertiary", "any"): ("710", [(Decimal("30000"), Decimal("0.65")), (None, Decimal("0.7"))], ceiling),
    }
    row = BasicPolicy.objects.get(hospital_level="tertiary", status=Status.DRAFT)
    assert (row.key, row.effective_from, row.source, row.source_article, row.evidence) == (
        "resident-any-inpatient-tertiary",
        START,
        notice,
        "第一条",
        "official",
    )
    assert row.history.first().history_user == writer


def test_what_is_the_same_for_both_persons_is_typed_once(writer, notice):
    boxes = [
        home("any", "any", annual_ceiling="20万"),
        home("any", "retired", bands="90%"),
        home("secondary", "any", deductible="600"),
        home("secondary", "active", bands="85%"),
        home("tertiary", "any", deductible="900"),
        home("tertiary", "active", bands="80%"),
    ]
    post(writer, notice, *boxes, scheme="employee")
    figures = {place: (row[0], row[1][0][1]) for place, row in made().items()}
    assert figures == {
        ("secondary", "active"): ("600", Decimal("0.85")),
        ("secondary", "retired"): ("600", Decimal("0.9")),
        ("tertiary", "active"): ("900", Decimal("0.8")),
        ("tertiary", "retired"): ("900", Decimal("0.9")),
    }
    assert {row[2] for row in made().values()} == {Decimal("200000")}


def test_simple_rule_is_the_first_line_alone(writer, notice):
    post(writer, notice, home("any", "any", deductible="0", bands="50%", annual_ceiling="110"), care_type="outpatient")
    assert made() == {("any", "any"): ("0", [(None, Decimal("0.5"))], Decimal("110"))}


def test_box_beside_and_box_above_that_differ_are_asked_about(writer, notice):
    boxes = [home("tertiary", "any", bands="80%"), home("any", "retired", bands="90%")]
    page = post(writer, notice, *boxes, scheme="employee").content.decode()
    assert "三级，退休，比例：左边和上面写的不一样，这一格请写明是多少。" in page
    assert not made()


def test_away_from_home_each_pair_of_boxes_is_a_rule(writer, notice):
    post(
        writer,
        notice,
        away("referral", "same_province", deductible="1010", value="60%"),
        away("referral", "other_province", value="降10个百分点"),
        away("unfiled", "any", value="先自付 15%"),
        away("emergency", "any", value="一样"),
        away("long_term", "any", deductible="1500元"),
    )
    drafts = RemoteRule.objects.filter(status=Status.DRAFT)
    assert {(rule.category, rule.distance): (rule.kind, rule.value, rule.deductible) for rule in drafts} == {
        ("referral", "same_province"): ("rate", Decimal("0.6"), Decimal("1010")),
        ("referral", "other_province"): ("rate_points", Decimal("0.1"), None),
        ("unfiled", "any"): ("upfront_share", Decimal("0.15"), None),
        ("emergency", "any"): ("none", None, None),
        ("long_term", "any"): ("deductible", Decimal("1500"), None),
    }
    assert {rule.care_type for rule in drafts} == {"inpatient"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("按本地待遇", ("none", None, False)),
        ("执行参保地同级医院标准", ("none", None, False)),
        ("报销比例降低10个百分点。", ("rate_points", Decimal("0.1"), False)),
        ("最多降20个百分点", ("rate_points", Decimal("0.2"), True)),
        ("降低幅度不超过20个百分点", ("rate_points", Decimal("0.2"), True)),
        ("本地的90%", ("rate_factor", Decimal("0.9"), False)),
        ("个人先行自付10%", ("upfront_share", Decimal("0.1"), False)),
    ],
)
def test_notice_is_read_in_its_own_words_and_shown_again(writer, notice, typed, kept):
    post(writer, notice, away("unfiled", "any", value=typed))
    rule = RemoteRule.objects.get(status=Status.DRAFT)
    assert (rule.kind, rule.value, rule.at_most) == kept
    _, boxes = drafts.found(notice, writer)
    post(writer, notice, boxes)
    rule.refresh_from_db()
    assert (rule.kind, rule.value, rule.at_most) == kept


@pytest.mark.parametrize("said", ["视同备案", "视同转诊备案"])
def test_emergency_counts_as_the_filing_that_is_meant(writer, notice, said):
    post(
        writer,
        notice,
        away("referral", "same_province", deductible="1010", value="58%"),
        away("referral", "other_province", value="48%"),
        away("emergency", "same_province", value=said),
        away("emergency", "other_province", value=said),
    )
    rules = RemoteRule.objects.filter(status=Status.DRAFT, category="emergency")
    assert {(rule.distance, rule.value, rule.deductible) for rule in rules} == {
        ("same_province", Decimal("0.58"), Decimal("1010")),
        ("other_province", Decimal("0.48"), None),
    }


def test_emergency_of_any_distance_follows_each_distance_of_the_filing(writer, notice):
    near = away("referral", "same_province", value="58%")
    post(writer, notice, near, away("emergency", "any", value="视同转诊备案"))
    assert RemoteRule.objects.get(status=Status.DRAFT, category="emergency").distance == "same_province"


def test_as_which_filing_is_asked_where_two_differ(writer, notice):
    boxes = away("referral", "any", value="降10个百分点"), away("other_temporary", "any", value="降20个百分点")
    page = post(writer, notice, *boxes, away("emergency", "any", value="视同备案")).content.decode()
    assert "转诊备案写的是“降10个百分点”，临时外出备案写的是“降20个百分点”。和哪一种备案一样？" in page
    assert not RemoteRule.objects.filter(status=Status.DRAFT).exists()
    post(writer, notice, *boxes, away("emergency", "any", value="视同临时外出备案"))
    assert RemoteRule.objects.get(status=Status.DRAFT, category="emergency").value == Decimal("0.2")


@pytest.mark.parametrize(
    ("box", "sentence"),
    [
        (home("tertiary", "any", deductible="七百"), "三级，不分在职退休，起付线：看不懂“七百”。请只写数字"),
        (home("tertiary", "any", bands="3万以内85%"), "三级，不分在职退休，比例：最后一段要写“以上”，例如“以上 95%”"),
        (home("tertiary", "any", bands="多一点"), "三级，不分在职退休，比例：看不懂“多一点”。请照“3万以内 85%"),
        (home("any", "any", annual_ceiling="很多"), "各级一样，不分在职退休，封顶线：请只用数字写金额，比如 12000"),
        (home("tertiary", "any", annual_ceiling="500"), "三级，不分在职退休，封顶线：封顶线比起付线还低"),
        (home("tertiary", "retired", bands="95%"), "三级，退休，比例：居民医保不分在职、退休。请写在"),
        (away("unfiled", "any", value="少报"), "没有备案，不分远近，比例：看不懂“少报”。请写报多少，例如 60%"),
        (away("unfiled", "any", deductible="-5"), "没有备案，不分远近，起付线：金额不能是负数"),
        (away("unfiled", "any", value="7.5"), "没有备案，不分远近，比例：是 75% 还是 7.5%？"),
        (
            away("unfiled", "any", value="降10%"),
            "没有备案，不分远近，比例：“降10%”：是降低10个百分点吗？是就写“降10个百分点”；是打折，就写“本地的90%”。",
        ),
        (away("unfiled", "any", value="降1.2.3%"), "没有备案，不分远近，比例：看不懂“降1.2.3%”。请写报多少"),
        (away("unfiled", "any", value="降.%"), "没有备案，不分远近，比例：看不懂“降.%”。请写报多少"),
        (away("emergency", "any", value="视同备案"), "急诊抢救，不分远近，比例：“视同备案”：和哪一种备案一样？"),
        (away("emergency", "any", value="视同转诊备案"), "“转诊备案”那一行还空着。请先写那一行。"),
    ],
)
def test_one_refused_box_keeps_all_out_and_loses_nothing(writer, notice, box, sentence):
    answer = post(writer, notice, *LEVELS, box)
    page = answer.content.decode()
    assert sentence in page
    assert "什么也没有存，填的都还在。" in page
    assert not made()
    assert not RemoteRule.objects.filter(status=Status.DRAFT).exists()
    for name, typed in {name: typed for part in (*LEVELS, box) for name, typed in part.items()}.items():
        assert f'name="{name}" id="id_{name}" value="{typed}"' in page
    wrong = next(iter(box))
    assert f'aria-describedby="wrong_{wrong}"' in page


def test_care_that_nobody_can_choose_is_refused(writer, notice):
    line = {specials.box(2, "care"): "降低①", specials.box(2, "change"): "，"}
    page = post(writer, notice, *LEVELS, line).content.decode()
    assert "刚才选的没有认出来。请重新选“看什么”。" in page
    assert not made()


def test_what_is_wrong_for_all_rows_is_said_once_at_its_field(writer, notice):
    page = post(writer, notice, *LEVELS, effective_to="2026-12-31").content.decode()
    assert page.count("“到哪天止”早于“从哪天起”") == 1
    assert not made()


def test_field_left_empty_is_asked_for_with_what_else_is_wrong(writer, notice):
    page = post(writer, notice, *LEVELS, away("unfiled", "any", value="少报"), scheme="").content.decode()
    assert "请填“险种”。" in page
    assert "没有备案，不分远近，比例：看不懂“少报”" in page
    assert not made()


def test_empty_table_is_no_policy(writer, notice):
    assert "还没有写数。请至少写一格" in post(writer, notice).content.decode()


def test_published_rows_are_revised_and_keep_what_the_table_does_not_ask(writer, notice):
    old = publish(
        BasicPolicy, scheme="resident", care_type="inpatient", hospital_level="tertiary", deductible="700", note="问过"
    )
    post(writer, notice, home("tertiary", "any", deductible="600"))
    draft = BasicPolicy.objects.get(status=Status.DRAFT)
    assert (draft.supersedes, draft.deductible, draft.effective_from, draft.note) == (old, "600", START, "问过")
    assert [band.rate for band in draft.bands.all()] == [band.rate for band in old.bands.all()]
    revised = Event.objects.get(kind=Event.Kind.REVISED)
    assert (revised.by, revised.reason) == (writer, "照“一份通知”录")


def test_saved_twice_makes_nothing_twice(writer, notice):
    post(writer, notice, *LEVELS)
    post(writer, notice, *LEVELS)
    assert len(made()) == BasicPolicy.objects.filter(status=Status.DRAFT).count() == 4
    answer = post(writer, notice, *LEVELS, home("tertiary", "any", deductible="999", bands="65%"))
    assert answer.status_code == 302
    assert made()["tertiary", "any"] == ("999", [(None, Decimal("0.65"))], Decimal(80000))
    assert PolicyBand.objects.filter(policy__status=Status.DRAFT).count() == len(made()) == 4


def test_draft_of_somebody_else_is_not_changed(writer, notice):
    post(writer, notice, *LEVELS)
    other = person("other", ("editor", CITY))
    page = post(other, notice, home("tertiary", "any", deductible="999")).content.decode()
    assert "三级，不分在职退休：“居民医保" in page
    assert "已经有一份草稿。请接着改那一份" in page
    assert made()["tertiary", "any"][0] == "710"


def test_draft_that_was_handed_over_is_not_changed(writer, notice):
    post(writer, notice, *LEVELS)
    BasicPolicy.objects.filter(status=Status.DRAFT).update(status=Status.SUBMITTED)
    page = post(writer, notice, home("tertiary", "any", deductible="999")).content.decode()
    assert "已经有一份待复核。要改它，请先把它退回修改。" in page


def left_out():
    return {(row.left_out, row.left_out_matters) for row in BasicPolicy.objects.filter(status=Status.DRAFT)}


def test_what_the_table_has_no_box_for_is_said_by_the_rows_at_home(writer, notice):
    said = {"left_out": "签约家庭医生另加 5 个百分点。\r\n精神病另有规定", "left_out_matters": "some"}
    post(writer, notice, *LEVELS, away("referral", "any", value="60%"), **said)
    assert left_out() == {("签约家庭医生另加 5 个百分点。\n精神病另有规定", "some")}
    assert RemoteRule.objects.get(source=notice).left_out == ""
    clerk = signed_in(writer)
    opened = clerk.get(f"{reverse(PAGE)}?_notice={notice.pk}").context["form"].initial
    assert opened["left_out"] == "签约家庭医生另加 5 个百分点。\n精神病另有规定"
    assert opened["left_out_matters"] == "some"
    listed = clerk.get(reverse("admin:calculators_basicpolicy_changelist"), {"left_out_matters__exact": "some"})
    assert {row.source for row in listed.context["cl"].result_list} == {notice}
    post(writer, notice, *LEVELS)
    assert left_out() == {("", "")}  # emptied, as the boxes are


def test_what_is_left_out_and_of_no_row_at_home_is_said_by_the_others(writer, notice):
    post(writer, notice, away("referral", "any", value="60%"), left_out="急诊另算", left_out_matters="some")
    assert RemoteRule.objects.get(source=notice).left_out == "急诊另算"


def test_what_is_left_out_says_whom_it_concerns(writer, notice):
    answer = post(writer, notice, *LEVELS, left_out="一句")
    assert answer.context["form"].errors == {
        "left_out_matters": ["没录进来的规定，和它关系到谁，要一起写，或者一起空着。"]
    }
    assert made() == {}


def test_what_is_missing_is_added_to_what_was_handed_over(writer, notice):
    post(writer, notice, *LEVELS)
    BasicPolicy.objects.filter(status=Status.DRAFT).update(status=Status.SUBMITTED)
    before = list(BasicPolicy.objects.filter(status=Status.SUBMITTED).values())
    opened = signed_in(writer).get(f"{reverse(PAGE)}?_notice={notice.pk}")
    assert f"已经交了 {len(before)} 条，在等复核。" in opened.content.decode()
    head = opened.context["form"].initial
    assert (head["scheme"], head["care_type"], head["effective_from"]) == ("resident", "inpatient", START)
    assert post(writer, notice, away("referral", "any", value="60%")).status_code == 302
    assert RemoteRule.objects.get(source=notice).status == Status.DRAFT
    assert list(BasicPolicy.objects.filter(status=Status.SUBMITTED).values()) == before


def test_table_opened_again_shows_its_drafts_and_empties_what_was_emptied(writer, notice):
    changes = {"referral": "降10个百分点", "unfiled": "先自付15%", "emergency": "一样", "other_temporary": "60%"}
    sent_boxes = [*LEVELS, *(away(category, "any", value=change) for category, change in changes.items())]
    post(writer, notice, *sent_boxes, away("long_term", "any", deductible="1500"))
    address = f"{reverse(PAGE)}?_notice={notice.pk}"
    context = signed_in(writer).get(address).context
    shown = {
        box["name"]: box["value"]
        for part in context["parts"]
        for line in part["lines"]
        for _, group in line["groups"]
        for box in group
        if box["value"]
    }
    again = home("tertiary", "any", deductible="710", bands="30000以内 65%；以上 70%", annual_ceiling="80000")
    assert again.items() <= shown.items()
    for category, change in changes.items():
        assert away(category, "any", value=change).items() <= shown.items()
    assert away("long_term", "any", deductible="1500").items() <= shown.items()
    assert (context["form"].initial["scheme"], context["form"].initial["care_type"]) == ("resident", "inpatient")
    post(writer, notice, shown)
    assert len(made()) == 4
    del shown["home-tertiary-any-annual_ceiling"]
    post(writer, notice, shown)
    assert made()["tertiary", "any"][2] is None
    assert made()["secondary", "any"][2] == Decimal(80000)


def test_page_begins_with_the_notice_and_stands_on_it_and_on_the_place(writer, notice):
    client = signed_in(writer)
    address = f"{reverse(PAGE)}?_notice={notice.pk}&amp;_clause=1"
    assert address in client.get(f"/admin/registry/sourcedocument/{notice.pk}/notice/").content.decode()
    assert f"{reverse(PAGE)}?_place={CITY}" in client.get(f"/admin/registry/region/{CITY}/desk/").content.decode()
    assert f'href="{reverse(PAGE)}"' in client.get("/admin/calculators/basicpolicy/").content.decode()
    form = client.get(address.replace("&amp;", "&")).context["form"]
    assert {name: form.initial.get(name) for name in ("region", "source", "effective_from", "source_article")} == {
        "region": CITY,
        "source": notice.pk,
        "effective_from": START,
        "source_article": "第一条",
    }


@pytest.mark.parametrize(
    ("clause", "begins"),
    [
        ("一、参保居民住院，起付标准 300 元。", ("resident", "inpatient")),
        ("一、职工门诊支付 50%。", ("employee", None)),
        ("一、职工、居民住院都一样。", (None, "inpatient")),
    ],
)
def test_table_begins_with_the_insurance_and_care_that_the_notice_names(writer, notice, clause, begins):
    notice.clause = clause
    notice.save()
    form = signed_in(writer).get(f"{reverse(PAGE)}?_notice={notice.pk}").context["form"]
    assert (form.initial.get("scheme"), form.initial.get("care_type")) == begins


def test_rules_away_from_home_may_stand_in_another_clause(writer, notice):
    boxes = [home("any", "any", bands="50%"), away("unfiled", "any", value="40%")]
    post(writer, notice, *boxes, away_article="第二条")
    articles = [model.objects.get(status=Status.DRAFT).source_article for model in (BasicPolicy, RemoteRule)]
    assert articles == ["第一条", "第二条"]


def test_only_who_writes_there_has_the_table(writer, notice):
    checker = person("checker", ("reviewer", CITY))
    assert signed_in(checker).get(reverse(PAGE)).status_code == 403
    assert post(checker, notice, *LEVELS).status_code == 403
    page = post(person("far", ("editor", "210200")), notice, *LEVELS).content.decode()
    assert "什么也没有存" in page
    assert not made()


def test_whole_table_is_handed_over_with_the_notice(writer, notice):
    post(writer, notice, *LEVELS, away("unfiled", "any", value="40%"))
    page = signed_in(writer).get(f"/admin/registry/sourcedocument/{notice.pk}/notice/").content.decode()
    assert "全部提交复核（5 条）" in page


# -- what only some people have ---------------------------------------------------------------------------------------

CLAUSES = """第一条 居民住院起付标准和支付比例：乡镇卫生院 210 元、88%，三级 710 元、63%。一年最多支付 7.7 万元。
第二条 特困人员、低保对象、建档立卡贫困人口住院，提高 5 个百分点。
第三条 意外伤害住院，一年最多支付 3，100 元。
第四条 自然分娩定额 1200 元，剖宫产定额 1600 元。
第五条 转诊到省内的，起付标准 1010 元，支付 58%。
第六条 普通门诊不设起付标准，支付 47%，一年最多支付 110 元。"""


def special(line, **parts):
    return {specials.box(line, name): typed for name, typed in parts.items()}


@pytest.fixture
def long_notice(notice):
    notice.clause = CLAUSES
    notice.save()
    return notice


TWO_LEVELS = (
    home("any", "any", annual_ceiling="7.7万"),
    home("community", "any", deductible="210", bands="88%"),
    home("tertiary", "any", deductible="710", bands="63%"),
)
WHOLE = (
    *TWO_LEVELS,
    special(1, who="特困、低保、人群“建档立卡贫困人口”", change="提高5个百分点"),
    special(2, item="意外伤害", change="一年最多3,100元"),
    special(3, item="自然分娩", care="maternity", change="定额1200元"),
    special(4, item="剖宫产", care="maternity", change="定额 1600"),
    special(5, care="outpatient", change="不设起付线，报47%，一年封顶110元"),
    away("referral", "same_province", deductible="1010", value="58%"),
)


def test_whole_notice_is_one_table(writer, long_notice):
    answer = post(writer, long_notice, *WHOLE, source_article="")
    assert answer.status_code == 302
    rows = BasicPolicy.objects.filter(status=Status.DRAFT)
    for row in rows.filter(care_type="inpatient"):
        assert sorted(str(one) for one in row.specials.all()) == [
            "低保：提高 5 个百分点",
            "建档立卡贫困人口：提高 5 个百分点",
            "意外伤害：这一类一年最多 3,100元",
            "特困、孤儿：提高 5 个百分点",
        ]
    assert {row.hospital_level for row in rows.filter(care_type="inpatient")} == {"community", "tertiary"}
    births = rows.filter(care_type="maternity").values_list("item", "fixed_payment", "hospital_level")
    assert sorted(births) == [("剖宫产", Decimal(1600), "any"), ("自然分娩", Decimal(1200), "any")]
    caps = dict(rows.values_list("care_type", "annual_ceiling"))
    assert caps["maternity"] == caps["inpatient"] == Decimal("77000")  # a birth is a stay
    clinic = rows.get(care_type="outpatient")
    assert (clinic.deductible, clinic.annual_ceiling, clinic.bands.get().rate) == ("0", Decimal(110), Decimal("0.47"))


def test_what_only_some_have_stays_when_the_table_is_saved_again(writer, long_notice):
    post(writer, long_notice, *WHOLE, source_article="")
    rows = BasicPolicy.objects.filter(status=Status.DRAFT, care_type="inpatient")
    before = {row.hospital_level: sorted(str(one) for one in row.specials.all()) for row in rows}
    corrected = home("tertiary", "any", deductible="720", bands="63%")
    answer = post(writer, long_notice, *TWO_LEVELS[:2], corrected, source_article="")
    assert answer.status_code == 302
    assert rows.get(hospital_level="tertiary").deductible == "720"
    assert {row.hospital_level: sorted(str(one) for one in row.specials.all()) for row in rows.all()} == before


def test_each_row_names_the_clauses_it_is_made_of(writer, long_notice):
    post(writer, long_notice, *WHOLE, source_article="")
    named = {(str(row), row.source_article) for row in BasicPolicy.objects.filter(status=Status.DRAFT)}
    assert {article for _, article in named} == {"第一条、第二条、第三条", "第四条", "第六条"}
    assert RemoteRule.objects.get(status=Status.DRAFT).source_article == "第五条"


def test_clause_that_was_named_is_kept(writer, long_notice):
    boxes = (*TWO_LEVELS, away("unfiled", "any", value="38%"))
    post(writer, long_notice, *boxes, source_article="第六条", away_article="第二条")
    assert {row.source_article for row in BasicPolicy.objects.filter(status=Status.DRAFT)} == {"第六条"}
    assert RemoteRule.objects.get(status=Status.DRAFT).source_article == "第二条"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"who": "低保"}, "请写改成什么"),
        ({"change": "提高5个百分点"}, "请写对谁、什么情形"),
        ({"who": "低保", "change": "多给一点"}, "看不懂“多给一点”"),
        ({"who": "满200岁", "change": "提高5个百分点"}, "请写 0 到 120 之间的年龄。"),
        ({"care": "maternity", "item": "顺产", "change": "提高5个百分点"}, "看什么不一样的，只写钱和比例。"),
        ({"care": "maternity", "who": "低保", "change": "定额1200元"}, "只写当地的人群分类"),
        ({"care": "maternity", "item": "顺产"}, "请写改成什么"),
    ],
)
def test_line_that_cannot_be_read_is_refused_at_its_box(line, said, writer, long_notice):
    page = post(writer, long_notice, *TWO_LEVELS, special(2, **line)).content.decode()
    assert "特别规定第 2 行" in page
    assert said in page
    assert not made()


def test_special_with_nothing_to_stand_in_is_asked_about(writer, long_notice):
    page = post(writer, long_notice, special(1, who="低保", change="提高5个百分点")).content.decode()
    assert "上面还没有写数，这一句没有地方放。" in page


def test_table_shows_the_clauses_it_is_made_from(writer, long_notice):
    page = signed_in(writer).get(f"{reverse(PAGE)}?_notice={long_notice.pk}").content.decode()
    assert "自然分娩定额 1200 元" in page


COUNTED = """一、住院：乡镇卫生院起付标准210元，报销比例88%；一级310元，83%；二级510元，73%；三级910元，58%。
二、第二次及以后住院，起付标准降低20%。
三、低保对象起付标准降低50%。
五、意外伤害住院，报销比例为58%。
六、基本医疗保险年度最高支付限额8.1万元。
七、大病保险起付线1.4万元，报销比例60%，年度最高支付限额30万元。
八、长期居住备案人员按本地待遇；转诊备案人员降低10个百分点；急诊抢救人员视同备案；其他临时外出备案人员降低20个百分点；未备案人员降低30个百分点。"""


def test_each_row_finds_the_clause_that_speaks_of_it(writer, notice):
    notice.clause = COUNTED
    notice.save()
    levels = {
        "community": ("210", "88"),
        "primary": ("310", "83%"),
        "secondary": ("510", "73%"),
        "tertiary": ("910", "58%"),
    }
    boxes = [home(level, "any", deductible=sum_, bands=rate) for level, (sum_, rate) in levels.items()]
    changes = {"long_term": "一样", "referral": "降10个百分点", "other_temporary": "降20个百分点", "emergency": "一样"}
    boxes += [away(category, "any", value=change) for category, change in changes.items()]
    boxes += [home("any", "any", annual_ceiling="8.1万"), away("unfiled", "any", value="降30个百分点")]
    post(writer, notice, *boxes, source_article="")
    assert {row.source_article for row in BasicPolicy.objects.filter(status=Status.DRAFT)} == {"一、六"}
    rules = RemoteRule.objects.filter(status=Status.DRAFT)
    assert (rules.count(), {row.source_article for row in rules}) == (5, {"八"})


def test_table_saved_while_somebody_looks_publishes_nothing_that_he_did_not_see(writer, notice):
    checker = signed_in(person("checker", ("reviewer", CITY)))
    SourceDocument.objects.update(clause="第一条 三级医院起付线 700 元，报 80%，一年最多 8 万元或 9 万元。")
    boxes = home("tertiary", "any", deductible="700", bands="80%")
    post(writer, notice, boxes, home("any", "any", annual_ceiling="8万"), evidence="retold")
    row = BasicPolicy.objects.get(source=notice)
    BasicCase.objects.create(policy=row, bill=10000, expected=7440, note="例子")
    steps = {name: desk_url(notice, "notice_step", notice.pk, name) for name in ("submit", "send-back", "publish")}

    def take(client, name):
        answer = client.post(steps[name], looked(client, name))
        assert answer.status_code == 302, answer.context["refused"]

    def looked(client, name):
        seen = client.get(steps[name]).context
        return {"looked": seen["looked"], "row": [look["mark"] for look in seen["looks"]], "reason": "试一试"}

    clerk = signed_in(writer)
    take(clerk, "submit")
    seen = looked(checker, "publish")
    page = post(writer, notice, boxes, home("any", "any", annual_ceiling="9万"), evidence="retold").content.decode()
    assert "已经有一份待复核" in page  # handed over, it is not the table's any more
    take(clerk, "send-back")
    post(writer, notice, boxes, home("any", "any", annual_ceiling="9万"), evidence="retold")
    take(clerk, "submit")
    answer = checker.post(steps["publish"], seen).content.decode()
    row.refresh_from_db()
    assert (row.status, row.annual_ceiling) == (Status.SUBMITTED, 90000)
    assert "您打开这一页以后，内容变了。" in answer
    assert not BasicPolicy.objects.filter(source=notice, status=Status.PUBLISHED).exists()
