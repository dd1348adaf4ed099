"""The desk: every line counts what its list shows, and only what is one's own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calculators.models import BasicPolicy
from guides.models import Advice, Document
from registry import workflow
from registry.desk import tasks
from registry.models import Office, Region
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"


def count(user, label):
    return {line.label: line.count for line in tasks.lines(user, timezone.localdate())}.get(label)


def row(build, author, model=Advice, **values):
    made = build(model, **{"status": "draft", "region_id": CITY, **values})
    made.save()
    made.history.update(history_user=author)
    return made


def test_own_drafts_and_nobody_elses(build):
    me, other = person("me", ("editor", CITY)), person("other", ("editor", CITY))
    row(build, me)
    row(build, other, key="theirs")
    assert count(me, "我的草稿") == 1


def test_kinds_in_which_nothing_waits_are_not_asked_for_it(build):
    me = person("me", ("manager", CITY))
    row(build, me)
    with CaptureQueriesContext(connection) as asked:
        assert count(me, "我的草稿") == 1
    of_drafts = [query["sql"] for query in asked if "'draft'" in query["sql"]]
    assert of_drafts
    assert [sql for sql in of_drafts if Advice._meta.db_table not in sql] == []


def test_waiting_for_my_review_is_what_others_submitted_in_my_region(build):
    me, other = person("me", ("manager", CITY)), person("other", ("editor", CITY))
    neighbour = person("neighbour", ("editor", OTHER))
    workflow.submit(row(build, other), other, "好了")
    workflow.submit(row(build, me, key="mine"), me, "好了")
    workflow.submit(row(build, neighbour, key="theirs", region_id=OTHER), neighbour, "好了")
    assert count(me, "等我复核") == 1


def test_what_i_submitted_for_a_colleague_waits_for_others(build):
    me, other = person("me", ("manager", CITY)), person("other", ("editor", CITY))
    workflow.submit(row(build, other), me, "替他提交")
    assert count(me, "等我复核") == 0
    assert count(me, "我交出去的，等同事复核") == 1


def test_an_editor_is_not_asked_to_review():
    assert count(person("me", ("editor", CITY)), "等我复核") is None


def due(publish, days_ago, **values):
    on = timezone.localdate() - dt.timedelta(days=days_ago)
    return publish(Advice, region_id=CITY, collected_on=on, review_every=100, **values)


def test_due_this_month_and_past_due(publish):
    me = person("me", ("reviewer", CITY))
    labels = ("本月到期要核对", "过期太久，金额已对公众隐藏")
    before = [count(me, label) or 0 for label in labels]
    due(publish, 101)
    due(publish, 201, key="expired")
    due(publish, 1, key="fresh")
    assert [count(me, label) for label in labels] == [number + 1 for number in before]


def test_incomplete_policies(source):
    me = person("me", ("editor", CITY))
    before = count(me, "参数不全，公众看不到金额")
    publish_policy(BasicPolicy, source=source, region_id=CITY, scheme="resident", deductible="")
    assert count(me, "参数不全，公众看不到金额") == before + 1


def test_coming_into_force(publish):
    me = person("me", ("reviewer", CITY))
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    before = count(me, "等着到日子生效")
    publish(Document, region_id=CITY, effective_from=tomorrow)
    publish(Document, key="today", region_id=CITY, effective_from=timezone.localdate())
    assert count(me, "等着到日子生效") == before + 1


def test_a_city_without_offices_is_a_gap_until_it_or_its_province_has_one(publish):
    city = Region.objects.filter(pk=OTHER)
    assert tasks.without(city, "office", timezone.localdate()).exists()
    office = publish(Office, region_id="210000")
    assert not tasks.without(city, "office", timezone.localdate()).exists()
    office.delete()
    publish(Office, region_id=OTHER)
    assert not tasks.without(city, "office", timezone.localdate()).exists()


@pytest.mark.on("2026-11-21")  # no row of the whole country is due: the list would show it, the count leaves it out
def test_every_link_shows_as_many_rows_as_it_says(build, publish, source):
    me, other = person("me", ("manager", "210000")), person("other", ("editor", CITY))
    row(build, me, key="mine")
    workflow.submit(row(build, other), other, "好了")
    due(publish, 101, key="due")
    due(publish, 201, key="expired")
    publish(Document, region_id=CITY, effective_from=timezone.localdate() + dt.timedelta(days=1))
    publish_policy(BasicPolicy, source=source, region_id=CITY, scheme="resident", deductible="")
    client = signed_in(me)
    links = [link for line in tasks.lines(me, timezone.localdate()) for link in line.links]
    shown = {link.address: client.get(link.address).context["cl"].result_count for link in links}
    assert shown == {link.address: link.count for link in links}
    assert len(links) >= 7


def test_the_desk_is_the_first_page_of_admin(build):
    me = person("me", ("editor", CITY))
    row(build, me)
    page = signed_in(me).get("/admin/").content.decode()
    assert "我的草稿" in page
    assert "/admin/guides/advice/?status__exact=draft&amp;author=me" in page


@pytest.mark.parametrize(("role", "offered"), [("editor", True), ("reviewer", False)])
def test_a_new_notice_is_offered_to_those_who_may_write_one(role, offered):
    client = signed_in(person("me", (role, CITY)))
    assert ("来了一份新通知" in client.get("/admin/").content.decode()) is offered
    assert (client.get("/admin/registry/sourcedocument/add/").status_code == 200) is offered


# -- what ends, and what was given back -----------------------------------------------------------------------------

ENDING, ENDED = "30 天内到期，还没有下一条", "已经到期，没有下一条，公众看不到"


@pytest.mark.parametrize(
    ("days", "label"), [(-366, ""), (-365, ENDED), (-1, ENDED), (0, ENDING), (30, ENDING), (31, "")]
)
def test_rule_without_a_successor_is_work_before_and_after_its_end(publish, days, label):
    me = person("me", ("editor", CITY))
    before = {name: count(me, name) for name in (ENDING, ENDED)}
    publish(Document, region_id=CITY, key="ends", effective_to=timezone.localdate() + dt.timedelta(days=days))
    assert [name for name in before if count(me, name) != before[name]] == ([label] if label else [])


@pytest.mark.parametrize(
    ("status", "region", "later", "followed"),
    [
        ("draft", CITY, 365, True),
        ("published", CITY, 365, True),
        ("published", CITY, None, True),
        ("retired", CITY, 365, False),
        ("published", OTHER, 365, False),
        ("draft", CITY, 0, False),
    ],
)
def test_successor_of_any_state_but_retired_is_enough(publish, status, region, later, followed):
    me, end = person("me", ("editor", CITY)), timezone.localdate() + dt.timedelta(days=5)
    before = count(me, ENDING)
    publish(Document, region_id=CITY, key="ends", effective_to=end)
    until = None if later is None else end + dt.timedelta(days=later)
    start = end + dt.timedelta(days=1) if later != 0 else None
    publish(Document, region_id=region, key="ends", status=status, effective_from=start, effective_to=until)
    assert count(me, ENDING) - before == (0 if followed else 1)


def test_office_that_has_ended_is_a_gap_again(publish):
    me, yesterday = person("me", ("editor", OTHER)), timezone.localdate() - dt.timedelta(days=1)
    Office.objects.filter(region__in=[OTHER, "210000"]).delete()
    before = count(me, "还缺内容的统筹区")
    office = publish(Office, region_id=OTHER)
    assert count(me, "还缺内容的统筹区") == before - 1
    Office.objects.filter(pk=office.pk).update(effective_to=yesterday)
    assert count(me, "还缺内容的统筹区") == before


def test_what_somebody_gave_back_comes_first_with_its_reason(build):
    me, checker = person("me", ("editor", CITY)), person("checker", ("reviewer", CITY))
    mine = row(build, me)
    workflow.send_back(workflow.submit(mine, me, "好了"), checker, "第 8 条是 700。")
    assert count(me, "退回给我的，要改") == 1
    page = signed_in(me).get(f"/admin/guides/advice/{mine.pk}/change/").content.decode()
    assert "checker退回了它：第 8 条是 700。改好再交。" in page
    workflow.submit(Advice.objects.get(pk=mine.pk), me, "改好了")
    assert count(me, "退回给我的，要改") == 0


def test_what_i_took_back_myself_was_not_given_back(build):
    me = person("me", ("editor", CITY))
    workflow.send_back(workflow.submit(row(build, me), me, "好了"), me, "忘了一样")
    assert count(me, "退回给我的，要改") == 0


def line(user, label):
    return next(line for line in tasks.lines(user, timezone.localdate()) if line.label == label)


def test_first_is_what_was_given_back(build):
    me, checker = person("me", ("manager", CITY)), person("checker", ("reviewer", CITY))
    workflow.send_back(workflow.submit(row(build, me), me, "好了"), checker, "再看看")
    assert tasks.lines(me, timezone.localdate())[0].label == "退回给我的，要改"


def test_writer_sees_what_waits_for_a_colleague(build):
    me, checker = person("me", ("editor", CITY)), person("checker", ("reviewer", CITY))
    mine = workflow.submit(row(build, me), me, "好了")
    assert count(me, "我交出去的，等同事复核") == 1
    assert count(checker, "我交出去的，等同事复核") is None
    workflow.send_back(mine, checker, "再看看")
    assert count(me, "我交出去的，等同事复核") == 0


def test_first_page_leads_to_the_notice_of_what_waits(build, source):
    me, checker = person("me", ("editor", CITY)), person("checker", ("reviewer", CITY))
    drafts = [row(build, me), row(build, me, Document)]
    [notice] = line(me, "我的草稿").notices
    assert (notice.label, notice.count) == (source.title, 2)
    assert notice.address == f"/admin/registry/sourcedocument/{source.pk}/notice/"
    for draft in drafts:
        workflow.submit(draft, me, "好了")
    assert not line(me, "我的草稿").notices
    assert line(checker, "等我复核").notices == (notice,)
    assert notice.address in signed_in(checker).get("/admin/").content.decode()
