"""The page of a step: what somebody said stands first, what every new row says is folded."""

import datetime

import pytest
from django.urls import reverse

from calculators.models import BasicPolicy, PolicySpecial
from guides.models import Document
from registry.desk import steppage
from registry.models import Office, OfficeHours
from registry.workflow import review
from registry.workflow.telling import Told
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in, sound
from tests.registry.steppages import step_address

pytestmark = pytest.mark.django_db

FINE = {"region_id": "210300", "status": "submitted", "evidence": "retold"}


def labels(look, part):
    return {change.label for change in look[part]}


def test_what_nobody_touched_is_shown_apart(source):
    row = publish_policy(BasicPolicy, source=source, deductible="700", band_scope="year", **FINE)
    look = steppage.reviewed(row, Told())
    assert {"险种", "医院级别", "起付线（元）", "分段按次还是按年", "把握"} <= labels(look, "changes")
    assert {"个人支付系数", "第几次怎么数", "封顶线和别的就医合用"} <= labels(look, "usual")
    assert not labels(look, "changes") & labels(look, "usual")


def test_of_a_revision_every_change_is_shown_even_back_to_what_is_usual(source):
    before = publish_policy(BasicPolicy, source=source, band_scope="year", region_id="210300")
    row = publish_policy(BasicPolicy, source=source, supersedes=before, **FINE)
    look = steppage.reviewed(row, Told())
    assert "分段按次还是按年" in labels(look, "changes")
    assert not look["usual"]


def test_row_without_figures_stands_beside_its_clause(source):
    source.clause = "一、手工报销带诊断证明。\n二、咨询电话 12393。"
    source.save()
    rows = [
        sound(Document, source=source, source_article="一", name=f"证明{n}", key=f"paper-{n}", **FINE) for n in "ab"
    ]
    for row in rows:
        row.save()
    look = steppage.reviewed(rows[0], Told())
    assert look["quoted"] == []
    checker = signed_in(person("checker", ("reviewer", "210300")))
    page = checker.get(step_address("publish", *rows)).content.decode()
    beside = '<div class="clause"><h3>条文</h3><p>一、手工报销带诊断证明。</p></div>'
    assert page.count(beside) == 1  # for both; the whole document is folded
    assert page.count("<details open>") == page.count("<details open><summary>还有 1 条条文") == 1


def test_clauses_that_no_row_of_the_notice_rests_on_stand_on_the_page(source):
    """Whether they should be entered the reviewer sees by their words; one that a public row rests on is none of them."""
    lines = [
        "示例市关于待遇的通知",
        "一、手工报销带诊断证明。",
        "二、咨询电话 12393。",
        "三、参加体检。",
        "四、带存折。",
    ]
    source.clause = "\n".join(lines)
    source.save()
    rows = [
        sound(Document, source=source, source_article=article, name=f"证明{n}", key=f"paper-{n}", **FINE | of)
        for n, (article, of) in enumerate([("一", {}), ("一", {}), ("二", {"status": "published"})])
    ]
    for row in rows:
        row.save()
    checker = signed_in(person("checker", ("reviewer", "210300")))
    page = checker.get(step_address("publish", *rows[:2])).content.decode()
    assert "还有 2 条条文，没有一条条目靠它" in page
    told = page[page.index("还有 2 条条文") : page.index("</details>")]
    assert [line in told for line in lines] == [False, False, False, True, True]


def test_no_deductible_stands_beside_the_sentence_that_says_so(source):
    source.clause = "一、住院起付标准 700 元，支付 85%。\n三、特困人员住院不设起付标准。"
    source.save()
    row = publish_policy(BasicPolicy, source=source, deductible="700", bands=[(None, "0.85")], **FINE)
    row.specials.add(PolicySpecial(hardship="extreme_poverty", deductible="0"), bulk=False)
    beside = {one.label: [place.sentence for place in one.places] for one in review.quoted(row)}
    assert beside["特别规定（特困、孤儿）：起付线"] == ["三、特困人员住院不设起付标准。"]
    row.source.clause = "一、住院起付标准 700 元，支付 85%。"
    assert "特别规定（特困、孤儿）：起付线" not in {
        one.label for one in review.quoted(row)
    }  # may be said in a picture, or nowhere


def test_no_deductible_stands_beside_the_group_that_has_none(source):
    source.clause = "一、起付标准200元，支付 85%；起付线 700 元。\n二、住院分娩不设起付线。\n三、特困人员不设起付标准。"
    source.save()
    row = publish_policy(
        BasicPolicy, source=source, source_article="一、二", deductible="700", bands=[(None, "0.85")], **FINE
    )
    row.specials.add(PolicySpecial(hardship="extreme_poverty", deductible="0"), bulk=False)
    row.specials.add(PolicySpecial(item="分娩", deductible="0"), bulk=False)
    beside = {one.label: [place.sentence for place in one.places] for one in review.quoted(row)}
    assert beside["特别规定（特困、孤儿）：起付线"] == ["三、特困人员不设起付标准。"]
    assert beside["特别规定（分娩）：起付线"] == ["二、住院分娩不设起付线。"]
    row.source.clause = "一、起付标准200元，支付 85%；起付线 700 元。"
    assert [one.label for one in review.quoted(row) if "特别规定" in one.label] == []


NOTICE = """一、住院起付标准：二级 500 元，支付 85%；三级 700 元，支付 80%。
二、低保对象支付 50%；意外伤害支付 50%。
三、咨询电话 12393。"""


def policies(source):
    """Written as a clerk does, the last clause first."""
    source.clause = NOTICE
    source.save()
    office = sound(Office, source=source, source_article="三", key="counter", **FINE)
    office.save()
    for day in range(5):
        OfficeHours.objects.create(office=office, weekday=day, opens="08:30", closes="11:30")
    second, third = (
        publish_policy(
            BasicPolicy,
            source=source,
            source_article="一",
            care_type="inpatient",
            hospital_level=level,
            deductible=sum_,
            bands=[(None, rate)],
            **FINE,
        )
        for level, sum_, rate in (("secondary", "500", "0.85"), ("tertiary", "700", "0.8"))
    )
    return office, second, third


def test_rows_of_a_notice_stand_in_its_order_and_say_once_what_they_share(source):
    office, second, third = policies(source)
    checker = signed_in(person("checker", ("reviewer", "210300")))
    address = reverse("admin:registry_sourcedocument_notice_step", args=[source.pk, "publish"])
    answer = checker.get(address)
    assert [look["row"] for look in answer.context["looks"]] == [second, third, office]
    BasicPolicy.objects.update(source_article="")  # the clause that says the same
    assert [look["row"] for look in checker.get(address).context["looks"]] == [second, third, office]
    BasicPolicy.objects.update(source_article="一")
    page = answer.content.decode()
    assert page.count("<dt>适用地区</dt>") == 1
    assert page.count("没有核对案例，算得对不对没人比过。") == 1
    assert "请留意，有 2 条：没有核对案例" in page
    assert "周一至周五 8:30-11:30" in page
    alone = checker.get(step_address("publish", second)).content.decode()
    assert '<th scope="row">适用地区</th>' in alone


@pytest.mark.parametrize("ends", ["first", "second"])
def test_what_only_some_rows_say_stands_at_those_rows(source, ends):
    """Which row comes first changes nothing, of rows under review as of published ones."""
    checker = signed_in(person("checker", ("reviewer", "210300"), ("manager", "210300")))
    day = datetime.date(2027, 6, 30)
    for step, status in (("publish", "submitted"), ("carry-over", "published")):
        rows = []
        for name in ("first", "second"):
            row = sound(
                Document, source=source, name=f"{step}{name}", key=f"{step}-{name}", **FINE | {"status": status}
            )
            row.effective_to = day if name == ends else None
            row.save()
            rows.append(row)
        answer = checker.get(step_address(step, *rows))
        assert answer.status_code == 200
        says = {look["row"].name: labels(look, "changes") | labels(look, "usual") for look in answer.context["looks"]}
        assert [name for name, said in says.items() if "到哪天止" in said] == [f"{step}{ends}"]
        assert "适用地区" in {line.label for line in answer.context["shared"]}


def test_figure_stands_beside_the_one_sentence_that_speaks_of_its_row(source):
    _, second, _ = policies(source)
    second.source_article = "一、二"
    for condition in ({"hardship": "low_income"}, {"item": "意外伤害"}):
        second.specials.add(PolicySpecial(rate="0.5", **condition), bulk=False)
    beside = {one.label: [place.sentence for place in one.places] for one in review.quoted(second)}
    assert beside["特别规定（低保）：比例改为"] == ["二、低保对象支付 50%；"]
    assert beside["特别规定（意外伤害）：比例改为"] == ["意外伤害支付 50%。"]
