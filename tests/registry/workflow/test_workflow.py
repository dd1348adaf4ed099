"""Draft → submitted → published → retired, by two people; every refusal and every trace."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from guides.models import Advice, Parameter
from registry import snapshot, workflow
from registry.models import Event, Office, OfficeHours
from registry.publication import Status
from registry.workflow import transition
from tests.conftest import person, sound

pytestmark = pytest.mark.django_db

CITY, OTHER, PROVINCE = "210300", "210200", "210000"
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def writer(db):
    return person("writer", ("editor", CITY))


@pytest.fixture
def checker(db):
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def draft(source, writer):
    row = sound(Advice, source=source, region_id=CITY, status="draft")
    row.full_clean()
    row.save()
    row.history.update(history_user=writer)
    return row


@pytest.fixture
def published(draft, writer, checker):
    workflow.submit(draft, writer, "新的一条")
    return workflow.publish(draft, checker, "对照过")


def kinds(row):
    return [event.kind for event in workflow.events(row)]


def test_two_people_publish_and_both_leave_a_trace(draft, writer, checker):
    workflow.submit(draft, writer, "新的一条")
    row = workflow.publish(draft, checker, "对照过原件")
    assert row.status == Status.PUBLISHED
    assert [(e.kind, e.by, e.reason) for e in workflow.events(row)] == [
        ("published", checker, "对照过原件"),
        ("submitted", writer, "新的一条"),
    ]
    assert row in snapshot.current().rows(Advice)


@pytest.mark.parametrize("role", ["manager", "superuser"])
def test_nobody_publishes_what_they_wrote(source, role):
    boss = User.objects.create_superuser("boss") if role == "superuser" else person("boss", (role, CITY))
    row = sound(Advice, source=source, region_id=CITY, status="draft")
    row.save()
    row.history.update(history_user=boss)
    workflow.submit(row, boss, "写好了")
    with pytest.raises(ValidationError, match="要由另一个人来复核发布"):
        workflow.publish(row, boss, "自己看过")
    assert Advice.objects.get(pk=row.pk).status == Status.SUBMITTED


def test_nobody_publishes_what_they_submitted_for_somebody_else(draft, checker):
    boss = person("boss", ("manager", CITY))
    workflow.submit(draft, boss, "替他提交")
    with pytest.raises(ValidationError, match="要由另一个人"):
        workflow.publish(draft, boss, "看过")
    workflow.publish(draft, checker, "看过")


def test_rows_of_an_author_are_those_that_name_him(source, writer, checker):
    other, manager = person("other", ("editor", CITY)), person("helper", ("manager", CITY))
    rows = [sound(Advice, source=source, region_id=CITY, status="draft", key=f"row-{number}") for number in range(3)]
    for row, user in zip(rows, (writer, other, writer), strict=True):
        row._history_user = user
        row.save()
    workflow.submit(rows[1], manager, "替他提交")
    workflow.submit(rows[2], writer, "写好了")
    workflow.publish(rows[2], checker, "看过")
    for user in (writer, other, manager, checker):
        named = {row.pk for row in rows if user.pk in transition.authors(row)}
        assert set(transition.authored_by(Advice, user).values_list("pk", flat=True)) == named
    assert not transition.authored_by(Advice, checker).exists()


def test_who_is_an_author_does_not_hang_on_what_a_step_is_called(draft, writer, checker, monkeypatch):
    workflow.submit(draft, writer, "写好了")
    workflow.publish(draft, checker, "看过")
    monkeypatch.setattr(Event.Kind.PUBLISHED, "_label_", "让公众看到")
    assert transition.authors(draft) == {writer.pk}


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (workflow.submit, ("x", ("reviewer", CITY))),
        (workflow.submit, ("x", ("editor", OTHER))),
        (workflow.submit, ("x", ("editor", "110000"))),
    ],
)
def test_submitting_needs_the_right_for_the_region(draft, step, who):
    with pytest.raises(ValidationError, match="您没有"):
        step(draft, person(*who), "为什么")


@pytest.mark.parametrize("who", [("x", ("editor", CITY)), ("x", ("reviewer", OTHER)), ("x", ("manager", "110000"))])
def test_publishing_needs_the_right_for_the_region(draft, writer, who):
    workflow.submit(draft, writer, "好了")
    with pytest.raises(ValidationError, match="您没有"):
        workflow.publish(draft, person(*who), "看过")


@pytest.mark.parametrize("region", [PROVINCE, "000000"])
def test_a_reviewer_of_the_region_above_publishes(draft, writer, region):
    workflow.submit(draft, writer, "好了")
    assert workflow.publish(draft, person("above", ("reviewer", region)), "看过").status == Status.PUBLISHED


def test_a_draft_cannot_be_published_unsubmitted(draft, checker):
    with pytest.raises(ValidationError, match="要先提交复核"):
        workflow.publish(draft, checker, "看过")


def test_every_step_says_why(draft, writer):
    with pytest.raises(ValidationError, match="请写一句为什么"):
        workflow.submit(draft, writer, "  ")
    assert Advice.objects.get(pk=draft.pk).status == Status.DRAFT


def test_sent_back_by_the_reviewer_or_taken_back_by_the_author(draft, writer, checker):
    workflow.submit(draft, writer, "好了")
    assert workflow.send_back(draft, checker, "电话少一位").status == Status.DRAFT
    workflow.submit(draft, writer, "补上了")
    assert workflow.send_back(draft, writer, "还要改").status == Status.DRAFT
    workflow.submit(draft, writer, "好了")
    with pytest.raises(ValidationError, match="您没有"):
        workflow.send_back(draft, person("stranger", ("editor", CITY)), "不关我的事")


def test_a_revision_takes_over_on_its_date(published, writer, checker):
    revision = workflow.revise(published, writer, NEW_YEAR, "新通知")
    assert (revision.status, revision.effective_from, revision.supersedes) == (Status.DRAFT, NEW_YEAR, published)
    revision.title = "新的一步"
    revision.save()
    workflow.submit(revision, writer, "照通知改")
    workflow.publish(revision, checker, "对照过")
    old = Advice.objects.get(pk=published.pk)
    assert (old.status, old.effective_to) == (Status.PUBLISHED, dt.date(2026, 12, 31))
    assert kinds(old)[0] == Event.Kind.CLOSED
    shown = {
        day: [r.title for r in snapshot.current().rows(Advice) if r.key == "test-row" and r.in_force(day)]
        for day in (dt.date(2026, 12, 31), NEW_YEAR)
    }
    assert shown == {dt.date(2026, 12, 31): ["一步"], NEW_YEAR: ["新的一步"]}


def test_a_revision_without_a_date_replaces_at_once(published, writer, checker):
    revision = workflow.revise(published, writer, None, "电话错了")
    workflow.submit(revision, writer, "改好了")
    workflow.publish(revision, checker, "打过，通的")
    assert Advice.objects.get(pk=published.pk).status == Status.RETIRED


def test_until_it_is_published_a_revision_changes_nothing(published, writer):
    revision = workflow.revise(published, writer, NEW_YEAR, "新通知")
    workflow.submit(revision, writer, "好了")
    old = Advice.objects.get(pk=published.pk)
    assert (old.status, old.effective_to) == (Status.PUBLISHED, None)
    assert revision not in snapshot.current().rows(Advice)


def test_one_revision_at_a_time(published, writer):
    workflow.revise(published, writer, NEW_YEAR, "新通知")
    with pytest.raises(ValidationError, match="已经有人在修订"):
        workflow.revise(published, writer, NEW_YEAR, "我也改")


@pytest.mark.parametrize("first", ["revise", "withdraw"])
def test_one_revision_at_a_time_of_what_is_withdrawn(published, writer, checker, first):
    """Whether it was begun before that or after, when nothing is superseded."""
    if first == "withdraw":
        workflow.withdraw(published, checker, "文件废止")
    workflow.revise(published, writer, NEW_YEAR, "重新办")
    if first == "revise":
        workflow.withdraw(published, checker, "文件废止")
    with pytest.raises(ValidationError, match="已经有人在修订（草稿）。请接着改那一份"):
        workflow.revise(published, writer, NEW_YEAR, "我也改")
    assert Advice.objects.unfinished().count() == 1


def test_draft_of_another_region_or_another_thing_is_no_revision(published, writer, checker):
    workflow.withdraw(published, checker, "文件废止")
    for elsewhere in ({"region_id": OTHER}, {"key": "another"}):
        revision = workflow.revise(published, writer, NEW_YEAR, "重新办")
        Advice.objects.filter(pk=revision.pk).update(**elsewhere)
    assert Advice.objects.unfinished().count() == 2


def test_a_revision_carries_the_hours_and_no_check(source, writer, checker, publish):
    office = publish(Office, region_id=CITY, verified_on=dt.date(2026, 2, 1), verified_by="某人")
    OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    revision = workflow.revise(office, writer, NEW_YEAR, "搬家")
    assert [str(hours) for hours in revision.hours.all()] == ["星期一 08:30–11:30"]
    assert (revision.verified_on, revision.verified_by) == (None, "")
    assert office.hours.count() == 1


def test_withdrawn_at_once_and_brought_back_by_two_people(published, writer, checker):
    workflow.withdraw(published, checker, "地址错了")
    assert published not in snapshot.current().rows(Advice)
    again = workflow.revise(Advice.objects.get(pk=published.pk), writer, None, "改好地址")
    assert again.supersedes is None
    workflow.submit(again, writer, "好了")
    workflow.publish(again, checker, "对照过")
    assert again in snapshot.current().rows(Advice)
    assert kinds(Advice.objects.get(pk=published.pk))[0] == Event.Kind.WITHDRAWN


def test_an_editor_cannot_withdraw(published, writer):
    with pytest.raises(ValidationError, match="您没有"):
        workflow.withdraw(published, writer, "不要了")


def test_publishing_over_another_row_of_the_same_time_is_refused(published, source, writer, checker):
    rival = sound(Advice, source=source, region_id=CITY, status="draft", title="另一条")
    rival.save()
    rival.history.update(history_user=writer)
    workflow.submit(rival, writer, "好了")
    with pytest.raises(ValidationError, match="日期重叠"):
        workflow.publish(rival, checker, "看过")
    assert Advice.objects.get(pk=rival.pk).status == Status.SUBMITTED


def test_verifying_changes_what_the_public_reads(published, checker, source):
    workflow.verify(published, checker, source, dt.date(2026, 11, 20))
    row = Advice.objects.get(pk=published.pk)
    assert row.freshness(dt.date(2026, 11, 21)).value == "已核对"
    event = workflow.events(row)[0]
    assert (event.kind, event.by, event.source, event.reason) == ("verified", checker, source, "对照：一份文件")


@pytest.mark.parametrize("step", [workflow.submit, workflow.publish, workflow.send_back])
def test_a_published_row_takes_no_step_meant_for_drafts(published, checker, writer, step):
    boss = person("boss", ("manager", CITY))
    with pytest.raises(ValidationError, match="刷新看看"):
        step(published, boss, "再来一次")


def test_an_incomplete_draft_cannot_be_submitted(source, writer):
    row = sound(Parameter, source=source, region_id=CITY, status="draft", name="pledge_supported", value="maybe")
    row.save()
    with pytest.raises(ValidationError, match="只能写“能”“不能”"):
        workflow.submit(row, writer, "好了")
