"""Conditions as sentences: in the words of the published rows, for every fact, given step, outcome and block."""

import pytest
from django.core.exceptions import ValidationError

from guides.desk import names
from guides.engine.steps import PLACE
from guides.flows import FLOWS
from guides.models import Advice, Wording
from registry import snapshot
from registry.workflow import review

pytestmark = pytest.mark.django_db
REMOTE = ["remote-care"]


def said(when, guides=REMOTE, **values):
    return names.current().sentence(guides, when, **values)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ({}, "总是显示。"),
        ({"stage": ["admitted"]}, "只在：到哪一步了是“正在住院，还没结账”时显示。"),
        (
            {"stage": ["admitted"], "insured_place": ["440300"]},
            "只在：参保地是“深圳市”；而且到哪一步了是“正在住院，还没结账”时显示。",
        ),
        ({"insured_place": [PLACE, "unknown"]}, "只在：参保地是“任何一个城市”或“不清楚”时显示。"),
        ({"outcome": ["local"], "block": ["proxy"]}, "只在：结果是“不用备案”；而且附加说明是“替别人办”时显示。"),
        ({"filing_type": ["referral"]}, "只在：备案类型是“转诊”时显示。"),
    ],
)
def test_sentence(when, sentence):
    assert said(when) == sentence


def test_sentence_says_what_happens():
    assert said({}, then="问") == "总是问。"
    assert said({"stage": ["admitted"]}, then="问").endswith("时问。")


def test_sentence_of_several_guides_takes_the_words_of_the_first_that_has_them():
    assert said({"claiming": ["yes"]}, ["card-replacement", "manual-claim"]) == "只在：要手工报销吗是“要”时显示。"


def test_sentence_of_what_nobody_worded_keeps_the_key():
    Wording.objects.filter(question="filing_type").delete()
    assert said({"filing_type": ["referral"]}) == "只在：filing_type是“referral”时显示。"


@pytest.mark.parametrize("slug", FLOWS)
def test_everything_a_condition_may_name_has_words(slug):
    known = names.current()
    for key, values in FLOWS[slug].vocabulary.items():
        assert known.key([slug], key) != key
        assert [value for value in values if known.value([slug], key, value) == value] == []


def test_a_place_whose_name_is_borne_by_several_is_called_in_full():
    places = snapshot.current().places
    for pool in places.pools:
        assert places.named(names.current().place(pool.code)) == (pool,)


@pytest.mark.parametrize("question", ["destination", "has_tiers", "outcome", "block"])
def test_wording_may_name_facts_given_steps_outcomes_and_blocks(build, question):
    build(Wording, question=question, region_id="210300").full_clean()


def test_wording_of_another_guides_fact_is_refused(build):
    with pytest.raises(ValidationError, match="remote-care 没有“matter”这个问题"):
        build(Wording, question="matter", region_id="210300").full_clean()


def test_names_are_on_no_public_page(client):
    page = client.get("/guides/remote-care/outcome/?stage=emergency").content.decode()
    assert "先救人" in page
    assert "急诊抢救，先救人" not in page


def test_difference_is_in_words(publish):
    old = publish(Advice, region_id="210300", when={"stage": ["admitted"]})
    new = Advice(**{f.attname: getattr(old, f.attname) for f in Advice._meta.concrete_fields})
    new.when = {"stage": ["planning"]}
    (difference,) = review.difference(old, new)
    assert (difference.label, difference.old) == ("什么情形下显示", "只在：到哪一步了是“正在住院，还没结账”时显示。")
    assert difference.new == "只在：到哪一步了是“还没去”时显示。"


def test_a_new_row_says_its_guides_and_that_it_is_always_shown(publish):
    said = {d.label: d.new for d in review.difference(None, publish(Advice, region_id="210300"))}
    assert said["用在哪个指引"] == names.current().guide("remote-care") == "去外地看病，先备个案"
    assert said["什么情形下显示"] == "总是显示。"
