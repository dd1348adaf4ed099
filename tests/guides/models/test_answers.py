"""What a clerk may write as an answer, and what is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError

from guides.flows import FLOWS
from guides.models import Answer
from registry.publication import Status


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def test_every_guide_can_be_led_to(build):
    for lead in (*FLOWS, "estimate", "offices", ""):
        build(Answer, leads_to=lead).full_clean()
    assert list(problems(build(Answer, leads_to="no-such-guide"))) == ["leads_to"]


@pytest.mark.parametrize(("name", "most"), [("question", 25), ("short", 60), ("varies", 40)])
def test_texts_have_a_length(build, name, most):
    build(Answer, **{name: "长" * most}).full_clean()
    assert list(problems(build(Answer, **{name: "长" * (most + 1)}))) == [name]


def test_line_has_a_length(build):
    build(Answer, details="长" * 30).full_clean()
    found = problems(build(Answer, details=f"短\n{'长' * 31}"))
    assert found == {"details": [f"“{'长' * 12}……”超过 30 个字。请分成两行。"]}


@pytest.mark.parametrize(
    ("leads_to", "given", "sentence"),
    [
        ("", {"stage": ["admitted"]}, "只有接着去指引，才能写已经知道的回答。"),
        ("estimate", {"stage": ["admitted"]}, "只有接着去指引，才能写已经知道的回答。"),
        ("remote-care", ["stage"], "已经知道的回答要写成 {问题: [答案]}。"),
        ("remote-care", {"stage": ["admitted", "planning"]}, "“stage”只能有一个答案。"),
        ("remote-care", {"situation": ["admitted"]}, "“situation”不是这个指引问的问题。"),
        ("manual-claim", {"stage": ["admitted"]}, "条件里的“stage”不是 manual-claim 的问题、结论或结果。"),
    ],
)
def test_only_answers_of_the_guide_are_known(build, leads_to, given, sentence):
    assert problems(build(Answer, leads_to=leads_to, given=given)) == {"given": [sentence]}


def test_several_answers_where_a_question_takes_several(build):
    build(Answer, leads_to="remote-care", given={"proof": ["work_letter", "community_letter"]}).full_clean()


def test_outcomes_named_exist(build):
    build(Answer, after=["manual-claim:claim"]).full_clean()
    assert problems(build(Answer, after=["manual-claim:settled"])) == {
        "after": ["没有这个结果：manual-claim:settled。"]
    }


def test_answer_does_not_lead_to_itself(build):
    assert problems(build(Answer, related="other test-row")) == {"related": ["这里不用写它自己。"]}


def test_place_has_one_row_for_a_question_at_a_time(build, publish):
    publish(Answer)
    publish(Answer, region_id="210300")
    row = build(Answer, status=Status.PUBLISHED)
    assert list(problems(row)) == ["effective_from"]
