"""The page of a step: what somebody said stands first, what every new row says is folded."""

import pytest

from calculators.models import BasicPolicy, PolicySpecial
from guides.models import Document
from registry.desk import steppage
from registry.workflow import review
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in, sound
from tests.registry.steppages import step_address

pytestmark = pytest.mark.django_db

FINE = {"region_id": "210300", "status": "submitted", "evidence": "retold"}


def labels(look, part):
    return {change.label for change in look[part]}


def test_what_nobody_touched_is_shown_apart(source):
    row = publish_policy(BasicPolicy, source=source, deductible="700", band_scope="year", **FINE)
    look = steppage.reviewed(row)
    assert {"险种", "医院级别", "起付线（元）", "分段按次还是按年", "把握"} <= labels(look, "changes")
    assert {"个人支付系数", "第几次怎么数", "封顶线和别的就医合用"} <= labels(look, "usual")
    assert not labels(look, "changes") & labels(look, "usual")


def test_of_a_revision_every_change_is_shown_even_back_to_what_is_usual(source):
    before = publish_policy(BasicPolicy, source=source, band_scope="year", region_id="210300")
    row = publish_policy(BasicPolicy, source=source, supersedes=before, **FINE)
    look = steppage.reviewed(row)
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
    look = steppage.reviewed(rows[0])
    assert (look["quoted"], look["passage"]) == ([], "一、手工报销带诊断证明。")
    checker = signed_in(person("checker", ("reviewer", "210300")))
    page = checker.get(step_address("publish", *rows)).content.decode()
    beside = '<div class="clause"><h3>条文</h3><p>一、手工报销带诊断证明。</p></div>'
    assert page.count(beside) == 1  # beside the first stands the whole document


def test_no_deductible_stands_beside_the_sentence_that_says_so(source):
    source.clause = "一、住院起付标准 700 元，支付 85%。\n三、特困人员住院不设起付标准。"
    source.save()
    row = publish_policy(BasicPolicy, source=source, deductible="700", bands=[(None, "0.85")], **FINE)
    row.specials.add(PolicySpecial(hardship="extreme_poverty", deductible="0"), bulk=False)
    beside = {one.label: [place.sentence for place in one.places] for one in review.quoted(row)}
    assert beside["特别规定：起付线"] == ["三、特困人员住院不设起付标准。"]
    row.source.clause = "一、住院起付标准 700 元，支付 85%。"
    assert "特别规定：起付线" not in {one.label for one in review.quoted(row)}  # may be said in a picture, or nowhere
