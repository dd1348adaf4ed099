"""Published texts against one another and against what they rest on: each check, met and missed."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calculators.models import BasicPolicy
from guides.desk import soundness
from guides.models import Advice, Parameter, Phrase
from registry import snapshot
from registry.models import PlaceRelation, SourceDocument
from tests.calculators.policy_rows import publish as publish_figures
from tests.thorough import long

pytestmark = pytest.mark.django_db


def source(**values):
    given = {"key": "a-law", "title": "某某条例", "issuer": "国务院", "issued_on": dt.date(2020, 1, 1)}
    given |= {"url": "https://example.gov.cn/", **values}
    return SourceDocument.objects.create(**given)


def found(check, *keys):
    """The sentences of a check about these rows."""
    return [sentence for sentence in check(snapshot.current()) if any(key in sentence for key in keys)]


@pytest.mark.parametrize(
    ("title", "values", "wrong"),
    [
        ("某某条例", {"evidence": "quoted"}, True),
        ("某某法（2023修订）", {"evidence": "official"}, True),
        ("某某通知（附经办规程）", {"evidence": "quoted"}, True),
        ("某某条例", {"evidence": "quoted", "source_article": "第2条"}, False),
        ("某某条例", {"evidence": "retold"}, False),
        ("某某的意见", {"evidence": "quoted"}, False),
        ("各地通行的做法", {"evidence": "quoted"}, False),
    ],
)
def test_statement_read_in_a_law_names_its_article(publish, title, values, wrong):
    publish(Advice, key="judged", source=source(title=title), **values)
    assert bool(found(soundness.without_article, "judged")) == wrong


@pytest.mark.parametrize(
    ("cited", "values", "wrong"),
    [
        ("二（六）", {"evidence": "quoted"}, True),
        ("正文 二（六）", {"evidence": "official"}, True),
        ("附件 第8条", {"evidence": "quoted"}, True),
        ("二（六）", {"evidence": "quoted", "source_article": "二（五）"}, False),
        ("二（六）", {"evidence": "retold"}, False),
        ("新生儿见发布会", {"evidence": "quoted"}, False),
        ("", {"evidence": "quoted"}, False),
    ],
)
def test_article_is_named_where_another_statement_names_one(publish, cited, values, wrong):
    notice = source(title="某某的通知")
    publish(Advice, key="other", source=notice, evidence="quoted", source_article=cited)
    publish(Advice, key="judged", source=notice, **values)
    assert bool(found(soundness.without_article, "judged")) == wrong


@pytest.mark.parametrize(
    ("values", "evidence", "wrong"),
    [
        ({"issuer": ""}, "quoted", True),
        ({"issued_on": None}, "official", True),
        ({"url": ""}, "quoted", True),
        ({"url": "", "number": "某发〔2020〕1号"}, "quoted", False),
        ({"issued_on": None, "number": "某发〔2020〕1号"}, "quoted", False),
        ({"issued_on": None, "in_force_from": dt.date(2021, 1, 1)}, "quoted", False),
        ({}, "quoted", False),
        ({"issuer": "", "issued_on": None}, "retold", False),
    ],
)
def test_text_that_was_read_can_be_found_again(publish, values, evidence, wrong):
    publish(Advice, source=source(**values), evidence=evidence, source_article="第1条")
    assert bool(found(soundness.unidentified_sources, "a-law")) == wrong


@pytest.mark.parametrize(
    ("region", "title", "wrong"),
    [
        ("000000", "带委托书。", True),
        ("000000", "在江苏，带委托书。", False),
        ("000000", "靖江所在的泰州要带委托书。", False),
        ("320000", "带委托书。", False),
    ],
)
def test_rule_of_a_place_is_not_shown_to_all_as_if_it_were_theirs(publish, region, title, wrong):
    place = source(region_id="321200")
    publish(Advice, key="judged", region_id=region, title=title, source=place, evidence="retold")
    assert bool(found(soundness.local_for_all, "judged")) == wrong


def test_text_of_a_place_is_no_text_of_the_nation(publish):
    place = source(region_id="321200")
    publish(Advice, key="judged", title="在江苏，带委托书。", source=place, evidence="quoted", source_article="第1条")
    (said,) = found(soundness.local_for_all, "judged")
    assert "把握请选“转述”" in said


@pytest.mark.parametrize(
    ("body", "values", "wrong"),
    [
        ("江苏要急诊病历。", {}, True),
        ("江苏写明，可以手工报。", {"evidence": "retold"}, True),
        ("在靖江所在的泰州，不用带。", {}, False),
        ("在泰州，不用带。", {}, True),
        ("江苏要急诊病历。", {"source_article": "第20条；江苏见省医保局问答（三）"}, False),
        ("江苏要急诊病历。", {"source_article": "第20条；北京见实施细则第9条"}, True),
        ("江苏要急诊病历。", {"region_id": "320000"}, False),
        ("去海南、西藏的，可以选全境。", {}, False),
    ],
)
def test_what_one_place_does_names_its_text(publish, body, values, wrong):
    publish(Advice, key="judged", body=body, **{"source": source(), "source_article": "第20条", **values})
    assert bool(found(soundness.borrowed, "judged")) == wrong


def test_what_people_type_tells_nothing_of_a_place(publish):
    typed = {"means": "", "phrases": "共济", "topics": "guide:family-account", "misses": "我姐的医保也在南昌，能报吗"}
    publish(Phrase, key="judged", catches="我姐的医保也在南昌，能跟我共济吗", source=source(), **typed)
    assert found(soundness.borrowed, "judged") == []


def test_what_one_place_does_rests_on_its_own_text(publish):
    publish(Advice, key="judged", body="江苏要急诊病历。", source=source(region_id="320000"))
    assert found(soundness.borrowed, "judged") == []


@pytest.mark.parametrize(
    ("key", "evidence", "wrong"),
    [
        (soundness.EDITORS, "note", False),
        (soundness.EDITORS, "retold", True),
        ("a-law", "note", True),
        ("a-law", "retold", False),
    ],
)
def test_advice_of_the_editors_is_no_rule(publish, key, evidence, wrong):
    known = SourceDocument.objects.filter(key=key).first() or source(key=key)
    publish(Advice, key="judged", source=known, evidence=evidence)
    assert bool(found(soundness.notes_and_rules, "judged")) == wrong


@pytest.mark.parametrize(
    ("body", "values", "wrong"),
    [
        ("2026 年度交 400 元。", {}, True),
        ("2026年度交 400 元。", {"effective_to": dt.date(2026, 12, 31)}, False),
        ("2026 年起交 400 元。", {}, False),
    ],
)
def test_statement_about_one_year_ends(publish, body, values, wrong):
    publish(Advice, key="judged", body=body, **values)
    assert bool(found(soundness.yearly_without_end, "judged")) == wrong


@pytest.mark.parametrize(
    ("title", "values", "wrong"),
    [
        ("一份文件", {"note": "限额照 2025 医保年度"}, True),
        ("一份文件", {"note": "限额照 2025 医保年度", "effective_to": dt.date(2026, 6, 30)}, False),
        ("一篇文章（2025 年度限额）", {}, True),
        ("2025 年的一篇文章", {}, False),
    ],
)
def test_figure_of_one_year_ends(title, values, wrong):
    SourceDocument.objects.create(key="test-source", title=title)
    publish_figures(BasicPolicy, key="judged", **values)
    assert bool(found(soundness.yearly_without_end, "judged")) == wrong


@pytest.mark.parametrize(
    ("body", "values", "wrong"),
    [
        ("最长 20 个工作日办完。", {}, True),
        ("最长 30 个工作日办完。", {}, False),
        ("最长 20 个工作日办完。", {"region_id": "320000"}, False),
        ("最长 20 个工作日办完。", {"when": {"injury": ["yes"]}}, False),
        ("最长 20 个工作日办完。", {"effective_from": dt.date(2027, 1, 1)}, False),
        ("最长 20 个工作日办完。", {"effective_from": dt.date(2026, 12, 31)}, True),
        ("最长 20 个工作日办完。", {"title": "别的事"}, False),
    ],
)
def test_one_thing_is_not_said_with_two_figures(publish, body, values, wrong):
    publish(Advice, key="one", title="多久办完", body="最长 30 个工作日办完。", effective_to=dt.date(2026, 12, 31))
    publish(Advice, key="other", **{"title": "多久办完", "body": body, **values})
    assert bool(found(soundness.contradictions, "one", "other")) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("字" * 30 + "。", False),
        ("字" * 31 + "。", True),
        ("字" * 20 + "，" + "字" * 10 + "。", True),
        ("字" * 30 + "。" + "字" * 30, False),
        ("字" * 29 + "12", False),
        ("打 {phone}" + "字" * 24, False),
        ("打 {phone}" + "字" * 25, True),
    ],
)
def test_sentence_can_be_understood_at_once(publish, body, wrong):
    publish(Advice, key="judged", body=body)
    assert bool(found(soundness.long_sentences, "judged")) == wrong


@pytest.mark.parametrize(("more", "wrong"), [("省" * 31, True), ("省" * 30, False)])
def test_sentence_of_a_relation_too(publish, more, wrong):
    publish(PlaceRelation, key="judged", more=more)
    assert bool(found(soundness.long_sentences, "judged")) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("办理转移接续要等。", True),
        ("办理转移接续（把年头带走）要等。", False),
        ("清单上印着“转移接续”。", False),
        ("先问断缴了没有。", False),
        ("换了城市就要等。", False),
    ],
)
def test_word_of_the_trade_is_explained(publish, body, wrong):
    publish(Advice, key="judged", body=body)
    assert bool(found(soundness.trade_words, "judged")) == wrong


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, True),
        ({"guides": ["manual-claim"], "when": {"outcome": ["claim"]}}, True),
        ({"body": "还要带户口簿。"}, False),
        ({"region_id": "320000"}, False),
        ({"key": "one", "effective_from": dt.date(2027, 1, 1)}, False),
        ({"effective_from": dt.date(2027, 1, 1)}, False),
        ({"effective_from": dt.date(2026, 12, 31)}, True),
    ],
)
def test_same_words_stand_in_one_row(publish, values, wrong):
    publish(Advice, key="one", title="带身份证。", body="要原件。", effective_to=dt.date(2026, 12, 31))
    publish(Advice, **{"key": "other", "title": "带身份证。", "body": "要原件。", **values})
    assert bool(found(soundness.repeated, "one", "other")) == wrong


def test_share_that_was_read_leaves_out_notes_and_places(publish):
    rules, read = soundness.read_of_the_nation(snapshot.current())
    publish(Advice, key="one", evidence="quoted")
    publish(Advice, key="two", evidence="retold")
    publish(Advice, key="three", evidence="note")
    publish(Advice, key="four", evidence="quoted", region_id="210300")
    assert soundness.read_of_the_nation(snapshot.current()) == (rules + 2, read + 1)


@long
def test_rule_that_nobody_read_is_listed_under_what_was_looked_for(publish):
    looked = source(title="网上文章", note="没有找到官方原文。")
    publish(Advice, key="unread", source=looked, evidence="retold")
    publish(Advice, key="read", source=looked, evidence="quoted")
    publish(Advice, key="ours", source=looked, evidence="note")
    publish(Advice, key="local", source=looked, evidence="retold", region_id="210300")
    lines = list(soundness.unread_of_the_nation(snapshot.current()))
    place = lines.index(f"1 条 网上文章（{looked.key}）：没有找到官方原文。")
    assert lines[place + 1].strip() == "办事提示 unread（000000）"
    listed = [line for line in lines if line.startswith("  ")]
    rules, read = soundness.read_of_the_nation(snapshot.current())
    assert len(listed) == rules - read
    out = StringIO()
    with pytest.raises(CommandError, match="ours"):
        call_command("check_content", "--unread", stdout=out)
    assert "  办事提示 unread（000000）" in out.getvalue().splitlines()


def test_grades_are_counted_by_statement(publish):
    before = soundness.grades(snapshot.current())
    publish(Parameter, region_id="210300", evidence="quoted")
    after = soundness.grades(snapshot.current())
    assert after - before == {"原文转录": 1}


def test_command_counts_every_check_and_refuses_what_is_wrong(publish):
    publish(Advice, key="judged", source=source(), evidence="quoted")
    out = StringIO()
    with pytest.raises(CommandError, match=r"judged（000000）：.+请写第几条"):
        call_command("check_content", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("把握：")
    assert lines[1].startswith("全国的规定 ")
    assert [line.partition("：")[0] for line in lines[2:]] == list(soundness.CHECKS)
