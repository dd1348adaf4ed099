"""Before a figure is published: its golden cases, standard bills old against new, and the clause it is quoted from."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from calculators.core.standard import BILLS, paid
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.rows import spellings
from registry import workflow
from registry.models import SourceDocument
from registry.publication import Status
from registry.workflow import review
from tests.calculators.policy_rows import CITY, publish
from tests.conftest import person

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


def test_a_failing_case_keeps_the_row_from_the_public():
    writer, checker = person("writer", ("editor", CITY)), person("checker", ("reviewer", CITY))
    row = draft(BasicPolicy, cases=[WRONG])
    workflow.submit(row, writer, "新的标准")
    with pytest.raises(ValidationError, match="核对案例没有通过"):
        workflow.publish(row, checker, "看过")
    assert BasicPolicy.objects.get(pk=row.pk).status == Status.SUBMITTED


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
    assert said(row) == [(False, "缺起付线。发布以后公众看不到金额，只看到电话。")]


CLAUSE = "在职职工起付标准为1,300元，统筹基金支付比例为百分之八十五（85%），最高支付限额3万元。"


def quoted(**values):
    source = SourceDocument.objects.update_or_create(key="test-source", defaults={"title": "通知", "clause": CLAUSE})[0]
    assert source.clause
    return draft(
        BasicPolicy, **{"deductible": "1300", "bands": [(None, "0.85")], "annual_ceiling": Decimal(30000), **values}
    )


def test_figures_that_stand_in_the_clause_pass():
    assert said(quoted()) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"deductible": "1200"}, "“起付线”写的是 1200，依据的条文里没有这个数。请对着原文再看一遍。"),
        (
            {"bands": [(None, "0.80")]},
            "“报销比例分段：报销比例”写的是 0.8，依据的条文里没有这个数。请对着原文再看一遍。",
        ),
        (
            {"annual_ceiling": Decimal(300000)},
            "“基本医保待遇：封顶线（元）”写的是 300000，依据的条文里没有这个数。请对着原文再看一遍。",
        ),
    ],
)
def test_a_figure_that_is_not_in_the_clause_blocks(values, sentence):
    assert said(quoted(**values)) == [(True, sentence)]


@pytest.mark.parametrize(
    ("figure", "ways"),
    [("0.85", ("0.85", "85")), ("0.055", ("0.055", "5.5")), ("30000", ("30000", "3")), ("1300.00", ("1300", "0.13"))],
)
def test_ways_to_write_a_figure(figure, ways):
    assert spellings(Decimal(figure)) == ways
