"""What a reviewer is told about the words of a text before the public reads it."""

import datetime as dt

import pytest

from guides.desk import plain_words
from guides.models import Advice, Document, Option, Term, Wording
from guides.outcome.glossary import Glossary
from registry import snapshot
from registry.snapshot import published_models
from registry.workflow import review

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)


def said(text):
    return [finding.sentence for finding in plain_words.findings("细说", text, snapshot.current(), TODAY)]


@pytest.mark.parametrize("word", [*plain_words.TRADE, "DRG"])
def test_word_that_nothing_explains_is_named_with_what_to_do(monkeypatch, word):
    monkeypatch.setattr("guides.outcome.glossary.of", lambda snapshot, on: Glossary(()))
    (sentence,) = said(f"这笔钱由{word}出")
    where = f"“{Term._meta.verbose_name}”里"  # as the desk calls it
    assert sentence == (
        f"“细说”里的“{word}”是行话，{where}也没有解释。请换成平常的话，或者先在{where}加上它是什么意思。"
    )


def test_word_is_fine_once_the_glossary_explains_it(publish):
    text = "这笔钱由统筹基金出"
    assert len(said(text)) == 1
    publish(Term, key="pool-fund", name="统筹基金", meaning="大家交在一起的那部分钱")
    assert said(text) == []


def test_word_is_fine_where_the_text_explains_it_or_points_at_a_paper():
    assert said("诊疗项目：医生做的检查和治疗。") == []
    assert said("找“统筹基金”那一行。") == []
    assert len(said("诊疗项目要先掏一点。")) == 1


@pytest.mark.parametrize("text", ["带身份证去窗口。", "起付线以上的才报。", "在 APP 里点“备案”。", ""])
def test_plain_text_has_nothing_against_it(text):
    assert said(text) == []


def test_you_is_said_politely():
    assert said("你要带身份证") == ["“细说”里写的是“你”，请改成“您”。"]
    assert said("您要带身份证") == []


def test_a_sentence_has_a_longest_length():
    assert said("一" * plain_words.LONGEST_SENTENCE + "。" + "二" * plain_words.LONGEST_SENTENCE) == []
    (sentence,) = said("一" * (plain_words.LONGEST_SENTENCE + 1))
    assert sentence == "“细说”里这一句太长：“一一一一一一一一一一一一……”。请分成两句。"


def test_finding_warns_the_reviewer_and_does_not_block(build):
    row = build(Advice, status="draft", body="由统筹基金支付。")
    row.save()
    assert [(finding.blocks, "统筹基金" in finding.sentence) for finding in review.findings(row)] == [(False, True)]


def test_answers_of_a_question_are_read_too(build):
    row = build(Wording, status="draft")
    row.save()
    Option.objects.create(wording=row, value="planning", label="你还没去")
    assert [finding.sentence for finding in review.findings(row)] == ["“答案”里写的是“你”，请改成“您”。"]


def test_what_is_published_speaks_plainly():
    models = [model for model in published_models() if issubclass(model, (Document, Advice, Wording))]
    found = {
        (row.key, finding.sentence)
        for model in models
        for row in snapshot.current().rows(model)
        for label, text in review.public_texts(row)
        for finding in plain_words.findings(label, text, snapshot.current(), TODAY)
    }
    assert found == set()
