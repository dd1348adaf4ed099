"""For whom rows are that are made of a notice on one scheme: in the form, in the workbook, and what a reviewer is told."""

import pytest
from django.urls import reverse

from guides.desk import topics
from guides.models import Advice, Channel, Document, Parameter
from registry.workflow import review
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, confirm, download, paper, upload

pytestmark = pytest.mark.django_db

CITY = "210300"
BY_HAND = "一、总则。\n二、自己垫付的，持诊断证明申请手工报销。\n三、丢了社保卡的，去补卡。"
RESIDENT, EMPLOYEE = {"scheme": ["resident"]}, {"scheme": ["employee", "flexible"]}
CLAIMING = dict(Document.CLAIMING)
TOLD = "依据只说居民医保，这一条职工医保的人也看到。只给居民医保的，请勾“医保种类”里的这一样。"


@pytest.fixture
def notice(source):
    source.title, source.clause, source.region_id = "关于城乡居民医保的通知", BY_HAND, CITY
    source.save()
    return source


@pytest.fixture
def desk():
    return signed_in(person("writer", ("editor", CITY)))


def opened(desk, model, notice, clause=2):
    address = reverse(f"admin:guides_{model._meta.model_name}_add")
    page = desk.get(address, {"_notice": notice.pk, "_clause": clause})
    return page.context["adminform"].form.initial.get("when", {})


def sent(desk, notice, model=Document, **values):
    form = {"key": "", "guides": ["manual-claim"], "position": "100", "region": CITY, "source": notice.pk}
    form |= {"collected_on": "2026-01-01", "evidence": "retold", "review_every": "365", "when": "scheme=resident"}
    if model is Document:
        form |= {"name": "一张纸", "needed": "required", "handling": "show", "copies": "0", "bringer": "anyone"}
    answer = desk.post(reverse(f"admin:guides_{model._meta.model_name}_add"), form | values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return model.objects.get(status="draft").when


@pytest.mark.parametrize(
    ("model", "when"),
    [(Document, CLAIMING | RESIDENT), (Parameter, RESIDENT), (Channel, RESIDENT), (Advice, RESIDENT)],
)
def test_form_of_a_notice_is_ticked_for_whom_the_notice_is_about(model, when, desk, notice):
    assert opened(desk, model, notice) == when
    assert "scheme" not in opened(desk, model, notice, clause=3)  # of a guide that does not ask


@pytest.mark.parametrize(
    ("title", "clause", "when"),
    [
        ("关于职工医保的通知", BY_HAND, EMPLOYEE),
        ("关于医保待遇的通知", BY_HAND.replace("总则", "居民医保的总则"), RESIDENT),
        ("关于医保待遇的通知", BY_HAND.replace("总则", "职工医保另定").replace("自己", "参保居民自己"), RESIDENT),
        ("关于职工和居民医保的通知", BY_HAND, {}),
        ("关于医保待遇的通知", BY_HAND, {}),
    ],
)
def test_scheme_is_that_of_the_name_of_its_clauses_or_of_all_that_was_copied(title, clause, when, desk, notice):
    notice.title, notice.clause = title, clause
    notice.save()
    assert opened(desk, Parameter, notice) == when


def test_where_people_may_have_no_insurance_everybody_is_told(notice, build):
    assert topics.limited(build(Parameter, guides=["coverage"], source=notice)) == {}
    assert topics.limited(build(Parameter, guides=["manual-claim"], source=notice)) == RESIDENT


def test_scheme_ticked_before_the_guides_were_known_goes_where_they_do_not_ask(desk, notice):
    assert sent(desk, notice, Parameter, name="premium", value="400 元", guides=[]) == {}


@pytest.mark.parametrize(
    ("ticked", "when"),
    [
        (["hands_in=yes", "scheme=resident"], {"care_kind": ["inpatient"]} | RESIDENT),
        (["care_kind=outpatient", "scheme=resident"], {"care_kind": ["outpatient"]} | RESIDENT),
        ([], {"care_kind": ["inpatient"]}),
    ],
)
def test_row_that_replaces_keeps_for_whom_it_is(ticked, when, desk, notice, publish):
    national = publish(Document, key="the-card", guides=["manual-claim"], when={"care_kind": ["inpatient"]})
    assert sent(desk, notice, when=ticked, replaces=national.pk) == when


def test_drafts_that_replace_at_once_keep_for_whom_they_are(desk, notice, publish, build):
    publish(Document, key="the-card", name="一张纸", guides=["manual-claim"], when={"care_kind": ["inpatient"]})
    mine = {"name": "一张纸", "region_id": CITY, "guides": ["manual-claim"]}
    row = build(Document, key="mine", status="draft", when=CLAIMING | RESIDENT, **mine)
    row.save()
    desk.post(reverse("admin:guides_document_replace", args=[notice.pk]))
    row.refresh_from_db()
    assert (row.key, row.when) == ("the-card", {"care_kind": ["inpatient"]} | RESIDENT)


@pytest.mark.parametrize(
    ("typed", "guides", "when"),
    [
        (None, "manual-claim", CLAIMING | RESIDENT),
        ("外伤", "manual-claim", CLAIMING | {"injury": ["yes"]} | RESIDENT),
        ("care_kind=inpatient", "manual-claim", {"care_kind": ["inpatient"]} | RESIDENT),
        ("scheme=resident、employee", "manual-claim", {"scheme": ["resident", "employee"]}),
        (None, "card-replacement", {}),
    ],
)
def test_line_of_a_sheet_that_names_no_scheme_is_for_whom_the_notice_is_about(typed, guides, when, desk, notice):
    sheet = Sheet(download(desk, Document, "blank"), Document)
    paper(sheet, 用在哪个指引=guides, 什么情形下显示=typed, 条款="二")
    confirm(desk, Document, upload(desk, Document, sheet.content()))
    assert Document.objects.get(key="new-paper").when == when


@pytest.mark.parametrize("model", [Document, Parameter, Channel, Advice])
def test_reviewer_is_told_of_a_row_that_others_see_too(model, notice, build):
    def told(**when):
        row = build(model, status="draft", region_id=CITY, guides=["manual-claim"], when=when)
        return any(finding.sentence == TOLD for finding in review.findings(row))

    assert told()
    assert told(scheme=["resident", "employee"])
    assert not told(scheme=["resident", "unknown"])
    notice.title, notice.clause = "关于医保待遇的通知", BY_HAND
    assert not told()
