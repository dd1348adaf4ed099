"""Nobody takes a step on what he never saw: whatever changes under an open page stops the step and is shown."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calculators.models import BasicPolicy, RemoteRule
from guides.models import Advice, Document
from registry import workflow
from registry.desk import batch as batches
from registry.evidence import named
from registry.models import Attachment, Event, Office, OfficeHours, SourceDocument
from registry.typed.dates import date_words
from tests.calculators.policy_rows import build as build_policy
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in, sound
from tests.registry.sheets import page
from tests.registry.steppages import look, send, step_address, take
from tests.thorough import long

pytestmark = pytest.mark.django_db

CITY = "210300"
SEEN, OTHER = "0412-2222222", "0412-5999999"
SAID = "您打开这一页以后，内容变了。"


@pytest.fixture
def writer(db):
    return person("writer", ("editor", CITY))


@pytest.fixture
def checker(db):
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def reviewer(checker):
    return signed_in(checker)


@pytest.fixture
def make(source, writer):
    """A row that the writer wrote, in any state."""

    def made(model=Office, **values):
        row = sound(model, source=source, region_id=CITY, **{"status": "draft", **values})
        row.save()
        row.history.update(history_user=writer)
        return row

    return made


@pytest.fixture
def submitted(make, writer):
    office = make(phone=SEEN)
    OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    return workflow.submit(office, writer, "照通知录")


def differences(answer):
    """What the page says has changed, row by row."""
    found = {look["row"].pk: look["changed"] for look in answer.context["looks"] if look["changed"]}
    return {pk: [(d.label, d.old, d.new) for d in change.differences] for pk, change in found.items()}


def now(row):
    return type(row).objects.get(pk=row.pk)


def rewritten(row, writer, **values):
    """Taken back by its writer, changed, and handed over again: it is submitted as before, and says something else."""
    draft = workflow.send_back(now(row), writer, "还要改")
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save()
    return workflow.submit(draft, writer, "改好了")


# What changes under the page


def test_row_changed_and_handed_over_again_is_not_published(submitted, writer, reviewer):
    address = step_address("publish", submitted)
    opened = look(reviewer, address)
    rewritten(submitted, writer, phone=OTHER)
    answer = reviewer.post(address, opened | {"reason": "打过 2222222"})
    assert now(submitted).status == "submitted"
    assert differences(answer) == {submitted.pk: [("电话", SEEN, OTHER)]}
    said = answer.content.decode()
    assert SAID in said
    assert 'value="打过 2222222"' in said
    assert not Event.objects.filter(kind="published").exists()


def test_page_that_told_of_the_change_publishes_what_it_now_shows(submitted, writer, reviewer):
    address = step_address("publish", submitted)
    opened = look(reviewer, address)
    rewritten(submitted, writer, phone=OTHER)
    told = reviewer.post(address, opened | {"reason": "看过"})
    reviewer.post(address, {"row": named(submitted), "looked": told.context["looked"], "reason": "看过"})
    assert (now(submitted).status, now(submitted).phone) == ("published", OTHER)


def test_back_and_forth_without_a_change_is_no_change(submitted, writer, reviewer):
    address = step_address("publish", submitted)
    opened = look(reviewer, address)
    rewritten(submitted, writer)
    reviewer.post(address, opened | {"reason": "看过"})
    assert now(submitted).status == "published"


def test_who_looks_again_sees_why_it_was_sent_back_and_by_whom(submitted, writer, checker, reviewer):
    other = signed_in(person("other", ("reviewer", CITY)))
    opened = look(other, step_address("publish", submitted))
    back = workflow.send_back(now(submitted), checker, "别发布")
    workflow.submit(back, writer, "再交")
    answer = other.post(step_address("publish", submitted), opened | {"reason": "看过"})
    assert now(submitted).status == "submitted"
    said = f"{date_words(timezone.localdate())} checker 退回过：“别发布”。请看看改好没有。"
    assert differences(answer) == {submitted.pk: [("请留意", "", said)]}
    assert said in other.get(step_address("publish", submitted)).content.decode()
    rewritten(submitted, writer)
    assert said in reviewer.get(step_address("send-back", submitted)).content.decode()


def test_who_sent_it_back_and_mends_it_himself_is_told_of_too(submitted, writer, reviewer):
    helper = person("helper", ("manager", CITY))
    draft = workflow.send_back(now(submitted), helper, "电话不对")
    draft._history_user = helper
    draft.save()
    again = workflow.submit(draft, helper, "改好了")
    said = f"{date_words(timezone.localdate())} helper 退回过：“电话不对”。请看看改好没有。"
    assert said in reviewer.get(step_address("publish", submitted)).content.decode()
    workflow.submit(workflow.send_back(again, helper, "拿回来"), helper, "再交")
    page = reviewer.get(step_address("publish", submitted)).content.decode()
    assert said in page
    assert "拿回来" not in page


def _hours(submitted, **_):
    submitted.hours.update(opens="09:00")
    return [("办公时间", "周一 8:30-11:30", "周一 9:00-11:30")]


def _one_more_opening(submitted, **_):
    OfficeHours.objects.create(office=submitted, weekday=5, opens="09:00", closes="11:00")
    return [("办公时间", "周一 8:30-11:30", "周一 8:30-11:30；周六 9:00-11:00")]


def _source_address(source, **_):
    source.url = "https://example.org/other"
    source.save()
    return [("依据的网址", "", "https://example.org/other")]


def _source_clause(source, **_):
    source.clause = "另一条"
    source.save()
    which = "没有找到条文。请对着抄来的条文，看是第几条，写在“条款”里。"
    return [("依据的条文", "", "另一条"), ("请留意", "", which)]


def _place_in_the_list(submitted, **_):
    submitted.position = 7
    submitted.save()
    return [("顺序", "100", "7")]


CHANGES = [_hours, _one_more_opening, _source_address, _source_clause, _place_in_the_list]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_the_row_rests_on_counts(submitted, source, reviewer, change):
    address = step_address("publish", submitted)
    opened = look(reviewer, address)
    expected = change(submitted=now(submitted), source=source)
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(submitted).status == "submitted"
    assert differences(answer) == {submitted.pk: expected}


@pytest.mark.parametrize(
    ("region", "status", "told"),
    [(CITY, "draft", "秘件.pdf"), ("210200", "draft", "1 份"), ("210200", "published", "秘件.pdf")],
)
def test_papers_of_another_place_are_counted_and_not_named_until_they_are_public(
    make, source, checker, region, status, told
):
    type(source).objects.filter(pk=source.pk).update(region=region, status=status)
    row = make()
    clerk = signed_in(person("clerk", ("editor", CITY)))
    address = step_address("submit", row)
    opened = look(clerk, address)
    Attachment.objects.create(
        source=source, name="秘件.pdf", kind="application/pdf", content=b"%PDF", size=4, by=checker
    )
    answer = clerk.post(address, opened | {"reason": "录好了"})
    assert differences(answer) == {row.pk: [("依据的原件", "", told)]}


def test_what_it_is_to_supersede_counts_with_its_hours_and_source(make, source, writer, checker, reviewer):
    old = make(status="published", phone=SEEN)
    revision = workflow.revise(old, writer, None, "搬家")
    workflow.submit(revision, writer, "好了")
    address = step_address("publish", revision)
    opened = look(reviewer, address)
    OfficeHours.objects.create(office=old, weekday=0, opens="08:30", closes="11:30")
    Office.objects.filter(pk=old.pk).update(phone=OTHER, source=SourceDocument.objects.create(key="new", title="新的"))
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(revision).status == "submitted"
    assert differences(answer) == {
        revision.pk: [
            ("原来那条的依据", "一份文件", "新的"),
            ("原来那条的电话", SEEN, OTHER),
            ("原来那条的办公时间", "", "周一 8:30-11:30"),
            ("原来那条的依据的代号", "test-source", "new"),
            ("原来那条的依据的名称", "一份文件", "新的"),
        ]
    }


def test_what_it_is_to_supersede_was_withdrawn(make, writer, checker, reviewer):
    old = make(status="published")
    revision = workflow.submit(workflow.revise(old, writer, None, "搬家"), writer, "好了")
    address = step_address("publish", revision)
    opened = look(reviewer, address)
    workflow.withdraw(old, checker, "先撤下")
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert differences(answer) == {revision.pk: [("原来那条的状态", "已发布", "已停用")]}
    assert now(revision).status == "submitted"


def test_bands_of_figures_count(source, writer, reviewer):
    policy, inline = build_policy(BasicPolicy, region_id=CITY, status="submitted", bands=[(None, "0.80")])
    policy.save()
    for band in inline["bands"]:
        band.policy = policy
        band.save()
    address = step_address("publish", policy)
    opened = look(reviewer, address)
    policy.bands.update(rate="0.81")
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(policy).status == "submitted"
    (of_itself, of_bills) = differences(answer)[policy.pk]
    assert of_itself == ("报销比例分段 1", "报销比例 80%", "报销比例 81%")
    assert (of_bills[0], "→ 800元" in of_bills[1], "→ 810元" in of_bills[2]) == ("拿标准账单算一遍", True, True)


# Every step


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("step", "status", "role"),
    [
        ("submit", "draft", "editor"),
        ("publish", "submitted", "reviewer"),
        ("send-back", "submitted", "reviewer"),
        ("revise", "published", "editor"),
        ("carry-over", "published", "editor"),
        ("withdraw", "published", "reviewer"),
        ("verify", "published", "reviewer"),
    ],
)
def test_every_step_stops_and_takes_its_course_once_seen(source, step, status, role):
    row = sound(Advice, source=source, region_id=CITY, status=status, effective_to=dt.date(2026, 12, 31))
    row.save()
    clerk = signed_in(person("clerk", (role, CITY)))
    address = step_address(step, row)
    opened = look(clerk, address)
    Advice.objects.filter(pk=row.pk).update(title="改过的一步")
    told = {"reason": "看过", "source": source.pk, "on": "2026-01-02"}
    answer = clerk.post(address, opened | told)
    assert differences(answer) == {row.pk: [("一句话", "一步", "改过的一步")]}
    assert not Event.objects.exists()
    assert list(Advice.objects.filter(key="test-row").values_list("status", "verified_on")) == [(status, None)]
    assert send(clerk, address, **told).status_code == 302
    assert Event.objects.exists()


@pytest.mark.parametrize("looked", ["", "made-up", "of another step", "of another clerk"])
def test_form_without_what_was_seen_shows_the_page(submitted, reviewer, looked):
    other = signed_in(person("other", ("reviewer", CITY)))
    address = step_address("publish", submitted)
    sealed = {
        "of another step": lambda: look(reviewer, step_address("send-back", submitted))["looked"],
        "of another clerk": lambda: look(other, address)["looked"],
    }
    carried = sealed[looked]() if looked in sealed else looked
    answer = reviewer.post(address, {"reason": "盲发", "row": named(submitted), "looked": carried})
    assert now(submitted).status == "submitted"
    assert "这一条刚才没有给您看过。" in answer.content.decode()
    assert SEEN in answer.content.decode()
    assert 'value="盲发"' in answer.content.decode()


def test_form_without_a_reason_does_not_hide_a_change(submitted, writer, reviewer):
    address = step_address("publish", submitted)
    opened = look(reviewer, address)
    rewritten(submitted, writer, phone=OTHER)
    answer = reviewer.post(address, opened | {"reason": ""})
    assert differences(answer) == {submitted.pk: [("电话", SEEN, OTHER)]}


# Several at once


@pytest.fixture
def batch(make, writer):
    rows = [make(Document, key=f"paper-{number}", name=f"第 {number} 张") for number in range(3)]
    return [workflow.submit(row, writer, "照通知录") for row in rows]


def statuses(rows):
    return [now(row).status for row in rows]


def test_one_changed_row_stops_all(batch, writer, reviewer):
    address = step_address("publish", *batch)
    opened = look(reviewer, address)
    rewritten(batch[1], writer, name="改过的一张")
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert statuses(batch) == ["submitted"] * 3
    assert differences(answer) == {batch[1].pk: [("平时怎么叫", "第 1 张", "改过的一张")]}


def test_batch_from_the_list_carries_what_it_showed(batch, writer, reviewer):
    chosen = {"action": "publish_rows", "_selected_action": [row.pk for row in batch]}
    address = reviewer.post(page(Document, "changelist"), chosen)["Location"]
    opened = look(reviewer, address)
    rewritten(batch[2], writer, name="改过的一张")
    reviewer.post(address, opened | {"reason": "看过"})
    assert statuses(batch) == ["submitted"] * 3
    send(reviewer, address)
    assert statuses(batch) == ["published"] * 3


def test_row_that_is_gone_stops_all(batch, writer, reviewer):
    address = step_address("publish", *batch)
    opened = look(reviewer, address)
    workflow.send_back(batch[0], writer, "不要了").delete()
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert statuses(batch[1:]) == ["submitted"] * 2
    assert answer.context["refused"] == ["您勾的有几条已经不在了，所以什么也没有做。"]


def test_row_that_the_page_did_not_show_stops_all(batch, reviewer):
    opened = look(reviewer, step_address("publish", *batch[:2]))
    opened["row"] = [named(row) for row in batch]
    answer = reviewer.post(step_address("publish", *batch), opened | {"reason": "看过"})
    assert statuses(batch) == ["submitted"] * 3
    assert [look["row"].pk for look in answer.context["looks"] if look["changed"]] == [batch[2].pk]


def test_row_that_is_not_ticked_is_left_alone(batch, reviewer):
    take(reviewer, "publish", *batch, row=[batch[0], batch[2]])
    assert statuses(batch) == ["published", "submitted", "published"]


def test_nothing_ticked_is_said(batch, reviewer):
    answer = take(reviewer, "publish", *batch, row=[])
    assert answer.context["refused"] == ["请至少勾一条。"]
    assert statuses(batch) == ["submitted"] * 3


def test_rows_are_read_only_once_nobody_can_change_them(submitted, reviewer, monkeypatch):
    """In turn, with all they rest on; the workflow itself, which trusts no page, looks once more."""
    address = step_address("publish", submitted)
    form = look(reviewer, address) | {"reason": "对照了通知录"}
    turns = []
    with CaptureQueriesContext(connection) as asked:
        monkeypatch.setattr(batches, "take_turn", lambda: turns.append(len(asked)))
        reviewer.post(address, form)
    assert now(submitted).status == "published"
    key = rf'^SELECT "registry_office"\."id".* WHERE .*"registry_office"\."id" (= |IN \(){submitted.pk}\b'
    reads = [
        number
        for number, each in enumerate(asked.captured_queries)
        if re.search(key, each["sql"]) and "NOT (" not in each["sql"]
    ]
    assert len(reads) == 2
    assert len(turns) == 1
    assert turns[0] <= reads[0]


def test_step_for_rows_that_are_all_gone_is_no_page(submitted, reviewer):
    address = step_address("publish", submitted)
    form = look(reviewer, address) | {"reason": "对照了通知录"}
    Office.objects.all().delete()
    assert reviewer.post(address, form).status_code == 404
    assert reviewer.get(address).status_code == 404


def test_one_that_blocks_leaves_none_published(batch, reviewer, writer):
    rewritten(batch[0], writer, name="无效的一张")
    answer = take(reviewer, "publish", *batch)
    assert statuses(batch) == ["submitted"] * 3
    assert "“平时怎么叫”里有“无效”" in answer.context["refused"][0]


# What the page shows


def test_check_shows_what_each_row_says_and_its_source(make, source, reviewer):
    SourceDocument.objects.filter(pk=source.pk).update(clause="电话 0412-2222222", url="https://example.org/notice")
    shown = reviewer.get(step_address("verify", make(status="published", phone=SEEN))).content.decode()
    assert f"<td>{SEEN}</td>" in shown
    assert "<td>电话 0412-2222222</td>" in shown
    assert 'href="https://example.org/notice"' in shown


def test_clause_and_link_stand_beside_the_figures_of_a_submitted_row(submitted, source, reviewer):
    SourceDocument.objects.filter(pk=source.pk).update(clause="第一条\n第二条", url="https://example.org/notice")
    shown = reviewer.get(step_address("publish", submitted)).content.decode()
    assert "第一条<br>第二条" in shown
    assert 'href="https://example.org/notice"' in shown


@long
def test_two_hundred_rows_fit_into_one_form(source):
    rows = [sound(Advice, source=source, region_id=CITY, status="submitted", key=f"many-{n}") for n in range(200)]
    Advice.objects.bulk_create(rows)
    SourceDocument.objects.filter(pk=source.pk).update(clause="条文" * 2000)
    ids = Advice.objects.filter(key__startswith="many-").values_list("pk", flat=True)
    address = f"{page(Advice, 'changelist')}step/publish/?ids={','.join(map(str, ids))}"
    shown = signed_in(User.objects.create_superuser("boss")).get(address)
    assert len(shown.context["looks"]) == 200
    assert len(shown.context["looked"]) < 100_000
    assert len(re.findall('name="row"', shown.content.decode())) == 200


def test_what_travels_is_signed_for_one_step_and_one_person(submitted, checker, reviewer):
    sealed = look(reviewer, step_address("publish", submitted))["looked"]
    carried = signing.loads(sealed, salt=f"step:publish:{page(Office, 'changelist')}:{checker.pk}")
    assert list(carried) == [named(submitted)]


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("period", "before", "after"),
    [
        ({"effective_to": dt.date(2026, 12, 3)}, "一发布就算数", "到2026年12月3日为止，已经过去"),
        ({"effective_from": dt.date(2026, 12, 1)}, "从2026年12月1日起算数", "一发布就算数"),
    ],
)
def test_days_that_have_come_under_the_page_are_told(make, writer, checker, reviewer, clock, period, before, after):
    row = workflow.submit(make(**period), writer, "照通知录")
    address = step_address("publish", row)
    opened = look(reviewer, address)
    clock(dt.date(2026, 12, 10))
    reviewer = signed_in(checker)
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(row).status == "submitted"
    assert differences(answer)[row.pk][0] == ("哪天起算数", before, after)
    reviewer.post(address, opened | {"looked": answer.context["looked"], "reason": "看过"})
    assert now(row).status == "published"


@pytest.mark.on("2026-11-26")
def test_a_day_that_changes_nothing_stops_nothing(make, writer, checker, reviewer, clock):
    row = workflow.submit(make(effective_from=dt.date(2026, 11, 1), effective_to=dt.date(2027, 1, 1)), writer, "照录")
    address = step_address("publish", row)
    opened = look(reviewer, address)
    clock(dt.date(2026, 12, 20))
    signed_in(checker).post(address, opened | {"reason": "看过"})
    assert now(row).status == "published"


@pytest.mark.parametrize("step", ["publish", "send-back"])
def test_what_looks_wrong_since_the_page_was_opened_is_told_first(make, source, writer, reviewer, step):
    """Another region's row with the same phone number: nothing of the row itself has changed."""
    row = workflow.submit(make(phone=SEEN), writer, "照通知录")
    address = step_address(step, row)
    opened = look(reviewer, address)
    sound(Office, source=source, region_id="210400", phone=SEEN, status="published").save()
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(row).status == "submitted"
    assert "是不是抄过来忘了改？" in differences(answer)[row.pk][0][2]


@pytest.mark.on("2026-11-26")
def test_what_a_bill_would_pay_is_what_the_page_said(source, writer, reviewer):
    """A rule for care elsewhere is worked with that of its own place, which somebody publishes meanwhile."""
    rule, _ = build_policy(RemoteRule, region_id=CITY, status="submitted", scheme="employee")
    rule.save()
    address = step_address("publish", rule)
    opened = look(reviewer, address)
    publish_policy(BasicPolicy, region_id=CITY, source=source, hospital_level="tertiary", bands=[(None, "0.70")])
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(rule).status == "submitted"
    assert "拿标准账单算一遍" in [label for label, *_ in differences(answer)[rule.pk]]


def test_row_above_withdrawn_under_the_page_of_publishing_is_told(make, source, writer, reviewer):
    """What people read no more where a row is published stands on the page, and in what the page is held to."""
    nation = sound(Advice, source=source, region_id="000000", key="same", status="published")
    nation.save()
    row = workflow.submit(make(Advice, key="same", title="鞍山这样办。"), writer, "照通知录")
    address = step_address("publish", row)
    opened = look(reviewer, address)
    type(nation).objects.filter(pk=nation.pk).update(status="withdrawn")
    answer = reviewer.post(address, opened | {"reason": "看过"})
    assert now(row).status == "submitted"
    assert "请留意" in [d[0] for d in differences(answer)[row.pk]]
    assert SAID in answer.content.decode()
