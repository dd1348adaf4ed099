"""Before a figure is published: its golden cases, standard bills old against new, and the clause it is quoted from."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from calculators import written
from calculators.core.standard import BILLS, paid
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from registry import workflow
from registry.belonging import inline_of
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from registry.workflow import quoting, review
from tests.calculators.policy_rows import CITY, publish
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

RIGHT = {"bill": Decimal(20000), "expected": Decimal(15200), "note": "通知的例子"}  # (20000 - 1000) x 80%
WRONG = {**RIGHT, "expected": Decimal("15200.01")}


def said(row):
    return [(finding.blocks, finding.sentence) for finding in review.findings(row)]


def draft(model, **values):
    return publish(model, status="draft", **values)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (BasicPolicy, Decimal(15200)),
        (CriticalIllnessPolicy, Decimal(3000)),  # (20000 - 15000) x 60%
        (AssistancePolicy, Decimal(14000)),  # 20000 x 70%
        (RemoteRule, Decimal(13300)),  # (20000 - 1000) x (80% - 10%)
    ],
)
def test_each_kind_of_rule_is_worked_alone(model, expected):
    row = draft(model, cases=[{**RIGHT, "expected": expected}])
    assert paid(row.rule(), Decimal(20000)) == expected
    assert said(row) == []


def test_a_case_that_is_a_fen_off_blocks():
    ((blocks, sentence),) = said(draft(BasicPolicy, cases=[WRONG]))
    assert blocks
    assert sentence == ("核对案例没有通过：票据 20,000元，应当报 15,200.01元（通知的例子），算出来却是 15,200元。")


def test_a_draft_that_rules_of_today_refuse_is_told_not_stumbled_over():
    row = draft(BasicPolicy, cases=[RIGHT])
    BasicPolicy.objects.filter(pk=row.pk).update(deductible=-1)
    row = BasicPolicy.objects.get(pk=row.pk)
    assert any(blocks for blocks, _ in said(row))
    assert {new for _, _, new in row.effect().lines} == {"不出数"}


def test_a_failing_case_keeps_the_row_from_the_public():
    writer, checker = person("writer", ("editor", CITY)), person("checker", ("reviewer", CITY))
    row = draft(BasicPolicy, cases=[WRONG])
    workflow.submit(row, writer, "新的标准")
    with pytest.raises(ValidationError, match="核对案例没有通过"):
        workflow.publish(row, checker, "看过")
    assert BasicPolicy.objects.get(pk=row.pk).status == Status.SUBMITTED


def test_care_elsewhere_is_worked_with_the_ceiling_of_the_place():
    rule = draft(RemoteRule, kind="rate", value="0.60", deductible="1000", scheme="employee")
    assert rule.effect().given == "假设在本地起付线 1,000元、报 80%"
    home = publish(BasicPolicy, annual_ceiling="80000", hospital_level="tertiary")
    effect = RemoteRule.objects.get(pk=rule.pk).effect()
    assert effect.given == f"在本地照“{home}”算"
    assert effect.lines[-1] == ("400,000元", "不出数", "80,000元")


def test_effect_of_a_revision_is_the_largest_change_in_yuan():
    writer = person("writer", ("editor", CITY))
    old = publish(BasicPolicy)
    new = workflow.revise(old, writer, dt.date(2027, 1, 1), "提高比例")
    new.bands.update(rate=Decimal("0.85"))
    effect = BasicPolicy.objects.get(pk=new.pk).effect()
    assert effect.lines[2] == ("20,000元", "15,200元", "16,150元")
    assert effect.largest == "19,950元"  # (400000 - 1000) x 5%
    assert len(effect.lines) == len(BILLS)


def test_effect_of_a_new_row_has_nothing_to_compare():
    effect = draft(BasicPolicy).effect()
    assert effect.largest == ""
    assert effect.lines[2] == ("20,000元", "不出数", "15,200元")


def test_an_incomplete_row_warns_that_nobody_sees_a_number():
    row = draft(BasicPolicy, deductible="")
    assert said(row) == [
        (False, "缺起付线。发布以后公众看不到金额，只看到电话。通知明说不设起付线，才填 0；没说就空着，先问清楚。")
    ]


CLAUSE = (
    "一级医院起付标准300元，二级医院500元，三级医院1,300元，第二次住院起付标准降低20%。"
    "统筹基金支付比例为百分之八十五（85%），最高支付限额3万元，大额补助起付线1.4万元。"
)
SOUND = [{**RIGHT, "expected": Decimal(15895)}]  # (20000 - 1300) x 85%


def quoted(**values):
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": CLAUSE})
    sound = {"deductible": "1300", "bands": [(None, "0.85")], "hospital_level": "tertiary", "cases": SOUND}
    return draft(BasicPolicy, **{**sound, "annual_ceiling": Decimal(30000), **values})


def test_figures_that_stand_in_the_clause_pass():
    row = quoted()
    assert said(row) == []
    first, second, third = review.quoted(row)
    assert (first.label, first.figure) == ("基本医保待遇：封顶线（元）", "30000")
    assert second.figure == "85%"
    assert third.places[0].sentence.startswith("一级医院起付标准300元")


NOT_THERE = "依据的条文里没有这个数。请对着原文再看一遍；是算出来的，在“数字怎么来的”里写怎么算。"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"deductible": "1200"}, f"“起付线”写的是 1200，{NOT_THERE}"),
        ({"bands": [(None, "0.75")]}, f"“报销比例分段：报销比例”写的是 75%，{NOT_THERE}"),
        ({"annual_ceiling": Decimal(300000)}, f"“基本医保待遇：封顶线（元）”写的是 300000，{NOT_THERE}"),
        ({"deductible": "1.4"}, f"“起付线”写的是 1.4，{NOT_THERE}"),  # the clause says 1.4万
    ],
)
def test_a_figure_that_is_not_in_the_clause_blocks(values, sentence):
    assert said(quoted(**{**values, "cases": []}))[0] == (True, sentence)


def test_a_figure_that_follows_from_the_words_is_shown_with_its_working():
    row = quoted(deductible="1300, 1040")
    assert said(row) == [(False, "“起付线”1040 是照条文算出来的：1300元 降低20%，是 1040。请看看对不对。")]


def test_a_figure_that_somebody_explains_is_for_the_reviewer_to_accept():
    writer, checker = person("writer", ("editor", CITY)), person("checker", ("reviewer", CITY))
    row = quoted(deductible="1300, 975", derivation="第三次降低四分之一，是 975 元。")
    sentence = "“起付线”975 条文里没有写。写的人说：第三次降低四分之一，是 975 元。 您认可，才发布。"
    assert said(row) == [(False, sentence)]
    workflow.submit(row, writer, "新的标准")
    workflow.publish(row, checker, "算得对")
    assert BasicPolicy.objects.get(pk=row.pk).status == Status.PUBLISHED


def test_an_explanation_of_another_figure_explains_nothing():
    assert said(quoted(deductible="1300, 975", derivation="照旧"))[0][0]
    assert said(quoted(deductible="1300, 975", derivation="第二次是 1040 元", key="other"))[0][0]


def test_a_figure_of_another_level_is_told():
    row = quoted(hospital_level="primary")
    assert said(row) == [(False, "“起付线”1300 在条文里说的是三级，这一条是一级。请看看填错没有。")]


def test_each_figure_stands_beside_the_field_that_holds_it():
    """Whatever the field is called: 困难群体：比例提高 has a colon of its own."""
    clause = "起付标准1万元，支付60%，限额20万元。困难群体比例提高5个百分点。"
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    values = {
        "deductible": "10000",
        "annual_ceiling": "200000",
        "support_rate_add": Decimal("0.05"),
        "has_support": True,
    }
    row = draft(CriticalIllnessPolicy, bands=[(None, "0.6")], **values)
    beside = quoting.by_part(row, quoting.quoted(row))
    assert {part: [one.figure for one in found] for part, found in beside.items()} == {
        "起付线（元）": ["10000"],
        "封顶线（元）": ["200000"],
        "困难群体：比例提高": ["5%"],
        "报销比例分段 1": ["60%"],
    }
    (deductible,) = quoting.by_part(basic := quoted(), quoting.quoted(basic))["起付线（元）"]
    assert deductible.figure == "1300"


@pytest.mark.parametrize(
    ("field", "called", "given_with"),
    [
        ("deductible", "起付", "deductible"),
        ("annual_ceiling", "封顶", "annual_ceiling"),
        ("over_ceiling_rate", "支付比例", "annual_ceiling"),
        ("growth_most", "", "annual_ceiling"),
        ("up_to", "", "rate"),
        ("self_pay_factor", "", "self_pay_factor"),
    ],
)
def test_figure_is_called_by_its_field_whatever_clerks_call_that(field, called, given_with):
    words = BasicPolicy().figure_words(field)
    assert called in words if called else words == ""
    assert written.stands_with(field) == given_with


@pytest.mark.parametrize(
    ("hardship", "deductible", "rate", "told"),
    [
        ("extreme_poverty", "14000", "0.65", ["起付线（元）”14000 在条文里说的是没有点名的人"]),
        ("low_income", "7000", "0.6", ["报销比例”60% 在条文里说的是没有点名的人"]),
        ("extreme_poverty", "7000", "0.65", []),
        ("", "14000", "0.6", []),
        ("relapse", "14000", "0.6", []),  # the clause has no figure of theirs
    ],
)
def test_a_figure_of_everybody_is_told_where_the_clause_gives_these_people_their_own(hardship, deductible, rate, told):
    clause = "大病起付标准1.4万元，以上支付60%，一年最多支付20万元。低保对象、特困人员起付标准7000元，支付65%。"
    clause = f"第七条 {clause}\n第八条 特困人员救助100%。"
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    values = {"deductible": deductible, "annual_ceiling": "200000", "hardship": hardship}
    row = draft(CriticalIllnessPolicy, bands=[(None, rate)], **values)
    found = [sentence for _, sentence in said(row) if "没有点名的人" in sentence]
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))


@pytest.mark.parametrize(("rate", "told"), [("0.65", []), ("0.6", ["报销比例”60%"])])
def test_figure_that_follows_for_these_people_is_theirs(rate, told):
    """65% is written elsewhere too, and where a band ends is everybody's."""
    clause = (
        "二、居民住院三级65%，特困人员不设起付标准。\n五、大病起付标准1万元；1万元至5万元支付60%，5万元以上支付70%。"
        "特困人员起付标准5000元，支付比例提高5个百分点。"
    )
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    bands = [(Decimal(50000), rate), (None, "0.75")]
    row = draft(CriticalIllnessPolicy, bands=bands, deductible="5000", annual_ceiling=None, hardship="extreme_poverty")
    found = [sentence for _, sentence in said(row) if "没有点名的人" in sentence]
    assert [words for words in told if not any(words in sentence for sentence in found)] == []
    assert len(found) == len(told)


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("起付标准1000元，报80%，年度内第二次住院起付标准降低20%。", True),
        ("起付标准1000元，报80%，第二次及以后住院起付标准降低20%。", False),
        ("起付标准1000元，报80%，第2次起降低20%。", False),
    ],
)
def test_stay_that_the_notice_names_alone_is_told(clause, told):
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    row = draft(BasicPolicy, specials=[{"from_admission": 2, "deductible_factor": Decimal("0.8")}])
    assert any("这里当作第 2 次起" in sentence for _, sentence in said(row)) is told


@pytest.mark.parametrize(
    ("deductible", "told"),
    [("5000", "：5,000元到 10,000元也照 65% 算。"), ("20000", "：10,000元到 20,000元不报。"), ("10000", "")],
)
def test_first_band_that_begins_elsewhere_than_the_notice_says_is_told(deductible, told):
    clause = "居民大病保险1万元至5万元支付60%，5万元以上至10万元支付70%。特困人员提高5个百分点。"
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    bands = [(Decimal(50000), "0.65"), (None, "0.75")]
    row = draft(CriticalIllnessPolicy, bands=bands, deductible=deductible, band_basis="burden")
    found = [sentence for _, sentence in said(row) if "通知的第一段从 10,000元起" in sentence]
    assert [told in sentence for sentence in found] == ([True] if told else [])


@pytest.mark.parametrize(
    ("clause", "told"), [("特困人员、孤儿不设起付线", False), ("特困人员不设起付线", True), ("困难群众", False)]
)
def test_class_that_the_notice_names_by_half_is_told(clause, told):
    SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": clause})
    row = draft(BasicPolicy, specials=[{"hardship": "extreme_poverty", "deductible": "0"}])
    assert ("通知写“特困”，没写“孤儿”。" in "".join(sentence for _, sentence in said(row))) is told
    assert ("没写“孤儿”" in "".join(row.told_at_entry(inline_of(row)))) is told


def test_a_figure_stands_beside_the_sentence_of_its_own_clause():
    row = quoted(bands=[(None, "0.5")], annual_ceiling=None, source_article="第七条")
    row.source.clause = "第六条 跨省就医的报销比例50%。\n第七条 门诊报销比例50%。\n第九条 起付标准1300元。"
    beside = {one.label: [place.sentence for place in one.places] for one in review.quoted(row)}
    assert beside["报销比例分段：报销比例"] == ["第七条 门诊报销比例50%。"]
    assert beside["起付线"] == ["第九条 起付标准1300元。"]  # what its own clause does not say is looked for in all


def test_the_sentence_of_a_figure_stands_beside_it_on_the_page():
    row = quoted()
    page = signed_in(person("checker", ("reviewer", CITY))).get(desk_url(row, "step", "publish"), {"ids": row.pk})
    assert "每个数在条文的哪一句" in page.content.decode()
    (look,) = page.context["looks"]
    assert [one.figure for one in look["quoted"]] == ["30000", "85%", "1300"]


def test_without_a_clause_nothing_can_be_compared():
    row = draft(BasicPolicy, cases=[RIGHT])
    assert (review.quoted(row), said(row)) == ([], [])


# -- golden cases ---------------------------------------------------------------------------------------------------

NO_CASE = "没有核对案例，算得对不对没人比过。请照文件的例子，或者两个人分别用笔算，写一个。"


def test_a_row_without_cases_is_told():
    assert said(draft(BasicPolicy)) == [(False, NO_CASE)]
    assert NO_CASE not in str(said(draft(BasicPolicy, waived=True, key="other")))


def revised():
    writer = person("writer", ("editor", CITY))
    old = publish(BasicPolicy, cases=[RIGHT])
    return BasicPolicy.objects.get(pk=workflow.revise(old, writer, dt.date(2027, 1, 1), "提高比例").pk)


def test_a_case_that_is_taken_away_is_told():
    row = revised()
    assert said(row) == []
    row.cases.all().delete()
    case = "票据 20,000元，应当报 15,200元（通知的例子）"
    assert said(row) == [(False, f"去掉了原来的核对案例：{case}。请问清楚为什么。"), (False, NO_CASE)]


def test_a_case_that_is_to_come_out_otherwise_is_told():
    row = revised()
    row.bands.update(rate=Decimal("0.85"))
    row.cases.update(expected=Decimal(16150))
    ((blocks, sentence),) = said(row)
    assert not blocks
    assert sentence == (
        "核对案例改了：原来是票据 20,000元，应当报 15,200元（通知的例子），"
        "现在是票据 20,000元，应当报 16,150元（通知的例子）。请照文件再算一遍。"
    )
