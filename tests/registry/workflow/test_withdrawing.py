"""Withdrawing what has not begun gives its predecessor its end back; withdrawing what holds gives nothing back."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from guides.models import Document
from registry import workflow
from registry.models import Event
from tests.conftest import person, signed_in
from tests.registry.steppages import step_address, take

pytestmark = pytest.mark.django_db

CITY = "210300"
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY))


@pytest.fixture
def checker():
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def revised(writer, checker):
    """A published row, and its published revision from a day on."""

    def made(row, start):
        draft = workflow.submit(workflow.revise(row, writer, start, "新通知"), writer, "交")
        return workflow.publish(draft, checker, "看过")

    return made


def now(row):
    found = Document.objects.get(pk=row.pk)
    return found.status, found.effective_to


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_predecessor_goes_on_as_before(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    assert now(old) == ("published", dt.date(2026, 12, 31))
    client = signed_in(checker)
    page = client.get(step_address("withdraw", new)).content.decode()
    assert "撤下以后，“一张纸”接着有效：" in page
    take(client, "withdraw", new)
    assert now(new)[0] == "retired"
    assert now(old) == ("published", end)
    assert [event.reason for event in Event.objects.filter(kind="reopened", object_id=old.pk)] == ["试一试"]


@pytest.mark.on("2026-11-26")
def test_predecessor_that_was_replaced_whole_comes_back(publish, revised, checker):
    old = publish(Document, region_id=CITY, effective_from=NEW_YEAR)
    new = revised(old, NEW_YEAR)
    assert now(old)[0] == "retired"
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", None)


@pytest.mark.parametrize("days", [0, -1])
def test_what_holds_already_is_taken_away_and_nothing_put_back(publish, revised, checker, days):
    start = timezone.localdate() + dt.timedelta(days=days)
    old = publish(Document, region_id=CITY)
    new = revised(old, start)
    page = signed_in(checker).get(step_address("withdraw", new)).content.decode()
    assert "没有别的一条来接替它" in page
    workflow.withdraw(new, checker, "错了")
    assert now(old) == ("published", start - dt.timedelta(days=1))


@pytest.mark.on("2026-11-26")
def test_predecessor_stays_ended_where_another_has_come_into_its_own_slot(publish, writer, checker):
    old = publish(Document, region_id=CITY)
    draft = workflow.revise(old, writer, NEW_YEAR, "改了代号")
    draft.key = "renamed"
    draft.save()
    new = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
    publish(Document, region_id=CITY, effective_from=NEW_YEAR)
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", dt.date(2026, 12, 31))


@pytest.mark.on("2026-11-26")
def test_check_made_meanwhile_stays(publish, revised, checker, source):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    workflow.verify(old, checker, source, timezone.localdate())
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", None)
    assert Document.objects.get(pk=old.pk).verified_on == timezone.localdate()


@pytest.mark.on("2026-11-26")
def test_predecessor_goes_on_until_another_begins(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    Document.objects.filter(pk=new.pk).update(effective_to=dt.date(2027, 6, 30))
    publish(Document, region_id=CITY, effective_from=dt.date(2027, 7, 1))
    workflow.withdraw(Document.objects.get(pk=new.pk), checker, "通知作废")
    assert now(old) == ("published", dt.date(2027, 6, 30))


def test_predecessor_that_was_withdrawn_itself_stays_away(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    workflow.withdraw(old, checker, "错了")
    workflow.withdraw(new, checker, "也错了")
    assert now(old)[0] == "retired"


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_revision_in_between_goes_on_as_what_it_revised_was_to(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    between = revised(old, dt.date(2026, 12, 10))
    assert now(between) == ("published", dt.date(2026, 12, 31))
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", dt.date(2026, 12, 9))
    assert now(between) == ("published", end)


@pytest.mark.on("2026-11-26")
def test_end_that_a_revision_was_given_stays(publish, writer, revised, checker):
    old = publish(Document, region_id=CITY)
    draft = workflow.revise(old, writer, dt.date(2026, 12, 10), "试行")
    draft.effective_to = dt.date(2026, 12, 20)
    draft.save()
    trial = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
    new = revised(trial, dt.date(2026, 12, 21))
    workflow.withdraw(new, checker, "通知作废")
    assert now(trial) == ("published", dt.date(2026, 12, 20))


@pytest.mark.on("2026-11-26")
def test_scheduled_revisions_one_behind_the_other_leave_no_gap(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(first, checker, "通知作废")
    assert now(old) == ("published", dt.date(2027, 2, 28))
    workflow.withdraw(second, checker, "也作废")
    assert now(old) == ("published", None)


@pytest.mark.on("2026-11-26")
def test_end_that_came_of_a_withdrawal_is_nobodys_wish_either(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(first, checker, "通知作废")
    between = revised(Document.objects.get(pk=old.pk), dt.date(2027, 1, 15))
    assert now(between) == ("published", dt.date(2027, 2, 28))
    workflow.withdraw(second, checker, "也作废")
    assert now(between) == ("published", None)


@pytest.mark.on("2026-11-26")
def test_last_of_scheduled_revisions_gives_way_to_the_one_before(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(second, checker, "通知作废")
    assert (now(first), now(old)[1]) == (("published", None), dt.date(2026, 12, 31))


@pytest.mark.on("2026-11-26")
def test_end_taken_over_twice_is_nobodys_wish(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    last = revised(old, dt.date(2027, 6, 1))
    between = revised(old, dt.date(2027, 2, 15))
    third = revised(between, dt.date(2027, 4, 15))
    assert now(third) == ("published", dt.date(2027, 5, 31))
    workflow.withdraw(last, checker, "通知作废")
    assert now(third) == ("published", None)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_end_of_a_row_that_was_brought_back_is_that_of_what_was_withdrawn(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    workflow.withdraw(old, checker, "弄错了")
    again = revised(Document.objects.get(pk=old.pk), dt.date(2026, 11, 27))
    assert now(again) == ("published", dt.date(2026, 12, 31))
    again_from = revised(again, dt.date(2026, 12, 10))
    workflow.withdraw(new, checker, "通知作废")
    assert now(again_from) == ("published", end)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("seed", range(12))
def test_withdrawn_in_whatever_order_nothing_ends_that_nobody_ended(publish, revised, checker, seed):
    """Revisions of whatever holds or is to hold, some withdrawn in between: when all are, what is left has no end."""
    dice = random.Random(seed)
    publish(Document, region_id=CITY)
    today, published = timezone.localdate(), Document.objects.published().filter(region=CITY)
    for _ in range(12):
        scheduled = list(published.filter(effective_from__gt=today))
        if scheduled and dice.random() < 0.4:
            workflow.withdraw(dice.choice(scheduled), checker, "通知作废")
        else:
            row = dice.choice(list(published.all()))
            first = max(today, row.effective_from or today) + dt.timedelta(1)
            last = row.effective_to or first + dt.timedelta(200)
            if first <= last:
                revised(row, first + dt.timedelta(dice.randrange((last - first).days + 1)))
    while scheduled := list(published.filter(effective_from__gt=today)):
        workflow.withdraw(dice.choice(scheduled), checker, "通知作废")
    assert [(row.effective_from or today, row.effective_to) for row in published.all()] == [(today, None)]
