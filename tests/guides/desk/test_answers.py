"""Answers on the desk: what a reviewer is told, where a clerk sees them, and what must hold of all of them."""

import re

import pytest

from guides.desk import reported, soundness
from guides.models import Answer, Misconception
from registry import snapshot
from registry.models import Report
from registry.workflow import review

pytestmark = pytest.mark.django_db

FORM = "/admin/guides/answer/add/"


def sentences(row):
    return [finding.sentence for finding in review.findings(row)]


def test_reviewer_is_told_of_a_way_that_leads_nowhere(publish):
    row = publish(Answer, related="lapse nothing")
    assert sentences(row) == ["“接着看”里的 nothing 还没有发布，公众看不到。请检查代号，或者先发布那一个。"]


def test_reviewer_is_told_of_hard_words(publish):
    (sentence,) = sentences(publish(Answer, short="这笔钱由统筹基金出。"))
    assert sentence.startswith("“一句话回答”里的“统筹基金”是行话")


def test_reviewer_reads_known_answers_and_outcomes_in_words(publish):
    row = publish(Answer, leads_to="remote-care", given={"stage": ["admitted"]}, after=["manual-claim:claim"])
    said = review.said(row)
    assert said["已经知道的回答"].startswith("只在：")
    assert "stage" not in said["已经知道的回答"]
    assert said["写在哪些结果后面"].startswith("自己垫了钱，怎么报：")


@pytest.mark.parametrize(
    ("model", "values"), [(Answer, {"related": "nothing"}), (Misconception, {"answer": "nothing"})]
)
def test_check_finds_dead_ways(publish, model, values):
    publish(model, key="judged", **values)
    (sentence,) = [found for found in soundness.dead_links(snapshot.current()) if "judged" in found]
    assert sentence.endswith("接着看的 nothing 没有发布。请改成有的代号，或者去掉。")


def test_check_finds_nothing_dead_in_the_pack():
    assert list(soundness.dead_links(snapshot.current())) == []


def test_check_reads_answers_too(publish):
    publish(Answer, key="judged", details="由统筹基金支付", short="一" * 31)
    for check in (soundness.trade_words, soundness.long_sentences):
        assert [found for found in check(snapshot.current()) if "judged" in found]


def test_clerk_sees_an_answer_where_the_public_does(admin_client, publish):
    row = publish(Answer, region_id="210300")
    page = admin_client.get(f"/admin/guides/answer/{row.pk}/change/").content.decode()
    assert "/answers/test-row/?place=210300" in page


def test_form_offers_guides_outcomes_and_their_answers(admin_client):
    page = admin_client.get(FORM).content.decode()
    assert re.search(r'<input type="checkbox" name="after" value="remote-care:settled"', page)
    assert 'value="stage=admitted"' in page
    assert '<option value="manual-claim">指引：自己垫了钱，怎么报</option>' in page


def test_report_leads_to_the_answer_and_its_preview():
    report = Report(guide="answers", outcome="lapse", region_id="210300", on=snapshot.today())
    (public, _), (preview, _) = reported.leads(report)
    assert public == "/answers/lapse/?place=210300"
    assert preview == f"/admin/preview/{snapshot.today()}/answers/lapse/?place=210300"
