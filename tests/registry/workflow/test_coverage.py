"""Which figures and days of a clause its rows say."""

import datetime as dt

import pytest

from calculators.models import BasicPolicy, PolicySpecial
from guides.models import Parameter
from registry.typed.clauses import clauses
from registry.workflow import coverage
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import sound

pytestmark = pytest.mark.django_db

HERE = {"region_id": "210300", "status": "draft"}


def left(text, *rows):
    """The label of each clause with what of it is left."""
    for row in rows:
        row.source.clause = text
    found = coverage.pieces(text, [coverage.Resting.of(row) for row in rows])
    return {clause.label: words for clause, parts in found.items() if (words := coverage.left(parts))}


def policy(source, **values):
    told = {"deductible": "700", "bands": [(None, "0.85")], "source_article": "一"}
    return publish_policy(BasicPolicy, source=source, **HERE | told | values)


def test_figures_without_a_row_are_left(source):
    text = "一、起付标准1,700元，支付85%，一年最多8万元。\n二、二次住院减半，满６０周岁的加3个点。"
    assert left(text, policy(source, deductible="1700")) == {"一": ["8万元"], "二": ["减半", "６０周岁", "3个点"]}


def test_a_share_may_be_said_by_what_it_leaves(source):
    row = policy(source)
    row.specials.add(PolicySpecial(from_admission=2, deductible_factor="0.8"), bulk=False)
    assert left("一、起付标准700元，支付85%，第二次降低20%，个人付15%。", row) == {}


def test_what_follows_from_a_figure_says_it(source):
    assert left(
        "一、起付标准700元，支付85%，以后降低100元，第二次降低20%。", policy(source, deductible="700, 560")
    ) == {"一": ["100元"]}


def test_a_figure_is_said_at_its_own_clause_alone(source):
    text = "一、起付标准700元，支付85%。\n二、门诊支付85%以内，起付标准700元，另加700元。"
    assert left(text, policy(source)) == {"二": ["85%", "700元"]}


def test_days_and_spans_are_said_in_words_or_as_counts(source):
    text = "一、自2027年1月1日起，出院6个月内交，次年3月31日截止，30天内办完。"
    row = sound(Parameter, source=source, source_article="一", **HERE)
    row.value, row.term_kind, row.term_amount = "出院后交", "months", 6
    row.effective_from = dt.date(2027, 1, 1)
    assert left(text, row) == {"一": ["3月31日", "30天"]}


def test_figures_of_statements_that_are_entered_nowhere_are_said(source):
    text = "一、起付标准700元，支付85%。\n二、签约的提高5个百分点；中医药提高3个百分点。"
    row = policy(source, left_out="签约的提高5个百分点。", left_out_matters="some")
    assert left(text, row) == {"二": ["3个百分点"]}


@pytest.mark.parametrize(("said", "stands"), [("无", False), ("不设起付", False), ("不设起付线", True)])
def test_a_word_or_two_deal_with_no_clause(source, said, stands):
    (clause,) = clauses("一、无第三方责任的，不设起付线。")
    row = policy(source, left_out=said, left_out_matters="some")
    assert bool(coverage.left_out(clause, row)) == stands


def test_no_words_of_a_clause_are_lost():
    text = "一、起付标准 1,300 元，2027 年 1 月 1 日起\u200b不设起付标准。"
    (parts,) = coverage.pieces(text, []).values()
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.kind] == ["1,300 元", "2027 年 1 月 1 日", "不设起付"]
