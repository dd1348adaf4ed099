"""What a reviewer is told: what changes in plain words, what blocks, what only warns."""

import datetime as dt

import pytest

from calculators.models import BasicPolicy
from guides.models import Advice, Document, Parameter, Wording
from registry import rows
from registry.models import Office, OfficeHours, SourceDocument
from registry.publication import reviewed_models
from registry.workflow import review
from tests.calculators.policy_rows import publish as publish_policy

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"


def said(row):
    return [(finding.blocks, finding.sentence) for finding in review.findings(row)]


@pytest.fixture
def draft(build):
    def make(model, **values):
        row = build(model, **{"status": "draft", "region_id": CITY, **values})
        row.save()
        return row

    return make


def test_a_sound_draft_has_nothing_against_it(draft):
    assert said(draft(Advice)) == []


def test_difference_is_in_the_words_of_the_form(draft):
    old = draft(Document, needed="required", copies=0)
    new, _ = rows.copy(old)
    new.needed, new.copies, new.effective_from = "if_available", 2, dt.date(2027, 1, 1)
    assert {(d.label, d.old, d.new) for d in review.difference(old, new)} == {
        ("要不要带", "必带", "有就带"),
        ("复印几份", "0", "2"),
        ("从哪天起", "", "2027年1月1日"),
    }


def test_difference_shows_inline_rows(draft):
    old = draft(Office)
    OfficeHours.objects.create(office=old, weekday=0, opens="08:30", closes="11:30")
    new = draft(Office, services=["card"])
    assert [(d.label, d.old, d.new) for d in review.difference(old, new)] == [
        ("能办的事", "备案、报销", "社保卡"),
        ("办公时间", "周一 8:30-11:30", ""),
    ]


def test_difference_says_rates_and_sums_as_people_do(source):
    rule = publish_policy(BasicPolicy, region_id=CITY, bands=[("30000", "0.85"), (None, "0.055")])
    said = {d.label: d.new for d in review.difference(None, rule)}
    assert said["报销比例分段 1"] == "到多少元为止 30,000元，报销比例 85%"
    assert said["报销比例分段 2"] == "报销比例 5.5%"


def test_difference_says_yes_and_no_in_words(draft):
    said = {d.label: d.new for d in review.difference(None, draft(Parameter, name="pledge_supported", value="no"))}
    assert said["规定"] == "不能"


def test_a_row_of_its_own_is_shown_whole(draft):
    labels = {d.label for d in review.difference(None, draft(Advice, title="带身份证"))}
    assert {"一句话", "适用地区", "依据"} <= labels


@pytest.mark.parametrize("word", review.BANNED)
def test_a_banned_word_blocks(draft, word):
    (finding,) = said(draft(Advice, body=f"您的输入{word}"))
    assert finding == (True, f"“细说”里有“{word}”，公众看不懂也不知道怎么办。请改成该怎么做。")


def test_a_sign_that_paper_cannot_show_is_told(draft):
    assert said(draft(Advice, body="医院在二〇二厂对面")) == []
    assert said(draft(Advice, body="打📞问，在龘路")) == [
        (False, "“细说”里的“📞、龘”单子上印不出来，会印成 □。请换个写法。")
    ]


def test_a_banned_word_in_an_answer_blocks(draft):
    wording = draft(Wording)
    wording.options.create(value="planning", label="无效")
    assert [blocks for blocks, _ in said(wording)] == [True]


def test_what_its_own_rules_refuse_blocks(draft):
    row = draft(Parameter, name="pledge_supported", value="maybe")
    assert (True, "规定：这一项只能写“能”“不能”，或者空着。") in said(row)


def test_overlap_blocks(draft, publish):
    publish(Advice, region_id=CITY)
    assert [(blocks, "日期重叠" in sentence) for blocks, sentence in said(draft(Advice))] == [(True, True)]


def test_revision_does_not_overlap_what_it_supersedes(draft, publish):
    old = publish(Advice, region_id=CITY)
    new = draft(Advice, supersedes=old, effective_from=dt.date(2027, 1, 1))
    assert said(new) == []
    new.supersedes = None
    assert [blocks for blocks, sentence in said(new) if sentence.startswith("从哪天起：")] == [True]


def test_gap_warns_and_a_day_less_does_not(draft, publish):
    publish(Advice, region_id=CITY, effective_to=dt.date(2026, 12, 30))
    row = draft(Advice, effective_from=dt.date(2027, 1, 1))
    assert [(blocks, "中间有几天没有规定" in sentence) for blocks, sentence in said(row)] == [(False, True)]
    row.effective_from = dt.date(2026, 12, 31)
    assert said(row) == []


def test_same_address_in_another_region_warns(draft, publish):
    publish(Office, region_id=OTHER, address="人民路 1 号")
    assert said(draft(Office, address="人民路 1 号")) == [(False, "大连市的“窗口”写着同样的地址。是不是抄过来忘了改？")]
    assert said(draft(Office, address="人民路 2 号", key="other")) == []


def test_what_another_region_is_still_writing_is_not_told(draft):
    draft(Office, region_id=OTHER, address="人民路 1 号").save()
    assert said(draft(Office, address="人民路 1 号", key="other")) == []


def test_same_address_in_the_same_region_is_fine(draft, publish):
    publish(Office, region_id=CITY, key="first", address="人民路 1 号")
    assert said(draft(Office, address="人民路 1 号")) == []


@pytest.mark.parametrize(
    ("values", "blocked"), [({}, True), ({"url": "https://example.org/"}, False), ({"number": "1号"}, False)]
)
def test_official_needs_something_to_look_up(draft, values, blocked):
    source = SourceDocument.objects.create(key="bare", title="一份文件", **values)
    assert [blocks for blocks, _ in said(draft(Advice, source=source, evidence="official"))] == [True] * blocked


@pytest.mark.parametrize(("end", "warned"), [(dt.date(2027, 6, 30), False), (dt.date(2027, 7, 1), True), (None, True)])
def test_a_source_that_ends_earlier_warns(draft, end, warned):
    source = SourceDocument.objects.create(key="old", title="旧办法", in_force_to=dt.date(2027, 6, 30))
    assert [blocks for blocks, _ in said(draft(Advice, source=source, effective_to=end))] == [False] * warned


def test_a_source_not_yet_in_force_warns(draft):
    source = SourceDocument.objects.create(key="new", title="新办法", in_force_from=dt.date(2027, 1, 1))
    assert said(draft(Advice, source=source, effective_from=dt.date(2027, 1, 1))) == []
    assert [blocks for blocks, _ in said(draft(Advice, source=source, effective_from=dt.date(2026, 12, 31)))] == [False]


@pytest.mark.on("2026-11-22")
@pytest.mark.parametrize(("day", "blocked"), [("2026-11-22", False), ("2026-11-23", True), ("2099-01-01", True)])
def test_day_of_writing_down_that_has_not_come_blocks(draft, day, blocked):
    found = said(draft(Advice, collected_on=dt.date.fromisoformat(day)))
    assert [(blocks, "还没到。请写真正整理的那天。" in sentence) for blocks, sentence in found] == [
        (True, True)
    ] * blocked


@pytest.mark.on("2026-11-22")
@pytest.mark.parametrize(("day", "told"), [("2046-12-31", False), ("2047-01-01", True), ("2099-01-01", True)])
def test_end_far_off_is_told(draft, day, told):
    found = said(draft(Advice, effective_to=dt.date.fromisoformat(day)))
    assert [(blocks, "离今天很远。请看看年份写对没有。" in sentence) for blocks, sentence in found] == [
        (False, True)
    ] * told


@pytest.mark.parametrize(("days", "refused"), [(1096, False), (1097, True), (99999, True)])
def test_nobody_trusts_a_check_for_more_than_three_years(draft, days, refused):
    found = [sentence for blocks, sentence in said(draft(Advice, review_every=days)) if blocks]
    assert ("多久核对一次（天）：最多三年核对一次，请写 1096 以内的天数，例如 365。" in found) is refused


@pytest.mark.parametrize("model", reviewed_models())
def test_nothing_that_a_revision_can_change_is_kept_from_who_reviews_it(model):
    """What stays aside is who checked it and what it takes the place of, which the page says in words of its own."""
    shown = {field.name for field in rows.fields(model(), review._ASIDE)}
    unseen = {field.name for field in model._meta.concrete_fields} - shown
    assert unseen == {*rows.KEPT_ASIDE & {field.name for field in model._meta.concrete_fields}, "status"}


def test_order_and_age_of_a_row_are_shown(draft):
    old = draft(Advice)
    new, _ = rows.copy(old)
    new.position, new.collected_on = 1, dt.date(2026, 1, 1)
    assert {(d.label, d.new) for d in review.difference(old, new)} == {("顺序", "1"), ("整理日期", "2026年1月1日")}


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("第八条", []),
        ("", ["没有写“条款”。旁边的条文是照数字找的，请看看是不是这一条说的。"]),
        ("第20条", ["“条款”写的“第20条”，条文里没有。旁边的条文是照数字找的。"]),
    ],
)
def test_row_without_a_clause_of_the_text_is_told(source, article, told):
    source.clause = "第八条 住院起付标准 700 元，支付 85%。\n第九条 本办法由医保局解释。"
    source.save()
    values = {"deductible": "700", "bands": [(None, "0.85")], "source_article": article, "region_id": CITY}
    row = publish_policy(BasicPolicy, source=source, status="draft", **values)
    found = [sentence for _, sentence in said(row) if "条款" in sentence]
    assert found == told


def test_row_that_takes_the_place_of_the_nations_is_told(draft, publish):
    publish(Document, region_id="000000", name="诊断证明", key="diagnosis")
    where = {"when": {"stage": ["planning"]}}
    instead = "发布以后，鞍山市的人不再看到全国的那一条"
    assert said(draft(Document, key="diagnosis", **where)) == [(False, f"{instead}，改看这一条。")]
    assert (False, f"{instead}，也没有别的。") in said(draft(Document, key="diagnosis", waived=True, **where))
    assert said(draft(Document, key="another", **where)) == []
    before = publish(Document, region_id=CITY, key="diagnosis")
    assert said(draft(Document, key="diagnosis", supersedes=before, **where)) == []
    renamed = publish(Document, region_id=CITY, key="other")
    assert (False, f"{instead}，改看这一条。") in said(draft(Document, key="diagnosis", supersedes=renamed, **where))
    back = "发布以后，原来那一条停了，鞍山市的人改看全国的“诊断证明”。"
    assert said(draft(Document, key="renamed", supersedes=before, **where)) == [(False, back)]


@pytest.mark.parametrize("region", ["000000", "210400"])
def test_nothing_above_that_could_be_done_without_is_told(draft, publish, region):
    publish(Document, key="own-paper", region_id=region)
    told = any("上一级没有这一条" in sentence for _, sentence in said(draft(Document, key="own-paper", waived=True)))
    assert told == (region != "000000")


def test_revision_that_moves_to_another_region_is_told_as_what_it_takes_away(draft, publish):
    before = publish(Document, region_id=CITY, key="diagnosis")
    moved = {"key": "diagnosis", "supersedes": before, "when": {"stage": ["planning"]}}
    stopped = "发布以后，原来那一条停了，鞍山市的人"
    nothing = (False, f"{stopped}没有别的可看。请看看适用地区选错没有。")
    assert nothing in said(draft(Document, **moved, region_id="210400"))
    assert nothing not in said(draft(Document, **moved, region_id="210000"))
    publish(Document, region_id="000000", name="诊断证明", key="diagnosis")
    assert (False, f"{stopped}改看全国的“诊断证明”。") in said(draft(Document, **moved, region_id="210400"))
    assert not [told for _, told in said(draft(Document, **moved, region_id="210000")) if told.startswith(stopped)]


def test_missing_end_of_a_row_is_told_as_what_it_is(draft):
    source = SourceDocument.objects.create(key="old", title="旧办法", in_force_to=dt.date(2031, 12, 31))
    ((_, sentence),) = said(draft(Advice, source=source))
    assert sentence == "依据“旧办法”2031年12月31日就废止了，这一条却没有写到哪天止。"


def test_source_that_does_not_say_who_issued_it_is_told():
    source = SourceDocument.objects.create(key="new", title="新办法", status="draft", region_id=CITY)
    assert [blocks for blocks, sentence in said(source) if "发布单位" in sentence] == [False]
    source.issuer = "鞍山市医疗保障局"
    assert said(source) == []
