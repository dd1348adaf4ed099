"""The clerks' desk over HTTP: nobody publishes their own work by any way in, and two clerks at one draft lose nothing."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.test import Client
from django.urls import reverse

from guides.models import Advice
from registry import workflow
from registry.desk import lookups
from registry.desk.rowadmin import PublishedRowAdmin
from registry.models import Assignment, Event, Office, OfficeHours, Region
from registry.publication import Status
from tests.conftest import person, signed_in, sound
from tests.registry.desk.test_matrix import ANSHAN, DALIAN, LIAONING, NATION, address, form
from tests.registry.steppages import send, step_address, take
from tests.thorough import some

pytestmark = pytest.mark.django_db

ASSIGNMENTS = "/admin/registry/assignment/"


@pytest.fixture(params=["manager", "superuser"])
def boss(request):
    """Who may both write and publish."""
    return (
        User.objects.create_superuser("boss") if request.param == "superuser" else person("boss", ("manager", ANSHAN))
    )


@pytest.fixture
def desk(boss):
    return signed_in(boss)


@pytest.fixture
def own(desk, source):
    """A draft that the boss wrote, handed over for review."""
    desk.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    take(desk, "submit", row)
    return row


def status(row):
    return Advice.objects.get(pk=row.pk).status


# One's own work


def test_own_work_is_not_published_on_the_step_page(desk, own):
    answer = take(desk, "publish", own, reason="自己看过")
    assert status(own) == Status.SUBMITTED
    assert "要由另一个人来复核发布" in answer.content.decode()


def test_own_work_is_not_published_from_the_list(desk, own):
    chosen = {"action": "publish_rows", "_selected_action": [own.pk], "reason": "自己看过"}
    page = desk.post(address("changelist"), chosen)
    assert page.status_code == 302
    send(desk, page.url, reason="自己看过")
    assert status(own) == Status.SUBMITTED


def test_own_work_is_not_offered_for_publishing(desk, own):
    page = desk.get(address("change", own.pk)).content.decode()
    assert "/step/publish/" not in page
    assert "/step/send-back/" in page


@pytest.mark.parametrize("claimed", ["published", "submitted"])
def test_status_of_a_crafted_form_is_not_heard(desk, source, claimed):
    desk.post(address("add"), form(ANSHAN, source, status=claimed, verified_on="2026-01-01", verified_by="我"))
    row = Advice.objects.get(key="matrix-new")
    assert (row.status, row.verified_on) == (Status.DRAFT, None)
    changed = form(ANSHAN, source, status=claimed, title="改了", verified_on="2026-01-01", verified_by="我")
    desk.post(address("change", row.pk), changed)
    row.refresh_from_db()
    assert (row.status, row.title, row.verified_on) == (Status.DRAFT, "改了", None)


def test_submitted_and_published_rows_take_no_form(desk, own, source):
    reviewer = signed_in(person("reviewer", ("reviewer", ANSHAN)))
    crafted = form(ANSHAN, source, status="published", title="偷改")
    assert desk.post(address("change", own.pk), crafted).status_code == 403
    take(reviewer, "publish", own)
    assert desk.post(address("change", own.pk), crafted).status_code == 403
    assert desk.post(address("delete", own.pk), {"post": "yes"}).status_code == 403
    own.refresh_from_db()
    assert (own.status, own.title) == (Status.PUBLISHED, "写上了")


@pytest.mark.parametrize("status", ["submitted", "published", "retired"])
def test_inline_rows_of_what_is_no_draft_take_no_form(desk, source, status):
    office = sound(Office, source=source, region_id=ANSHAN, status=status)
    office.save()
    opening = OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    page = f"/admin/registry/office/{office.pk}/change/"
    hours = {"hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "1", "hours-0-id": opening.pk, "hours-0-DELETE": "on"}
    hours |= {"hours-1-weekday": "1", "hours-1-opens": "08:00", "hours-1-closes": "09:00"}
    assert (
        desk.post(
            page, form(ANSHAN, source, name="窗口", address="中山路一号", services=["filing"]) | hours
        ).status_code
        == 403
    )
    assert list(office.hours.all()) == [opening]


def test_form_sent_while_the_row_is_handed_over_changes_nothing(desk, source, monkeypatch):
    desk.post(address("add"), form(ANSHAN, source))
    draft = Advice.objects.get(key="matrix-new")
    before_us = [lambda: Advice.objects.filter(pk=draft.pk).update(status="submitted")]

    def wait_for_turn(*_: int) -> None:
        while before_us:  # whoever had the turn before us handed the row over
            before_us.pop()()

    monkeypatch.setattr(lookups, "take_turn", wait_for_turn)
    assert desk.post(address("change", draft.pk), form(ANSHAN, source, title="偷改")).status_code == 403
    assert Advice.objects.get(pk=draft.pk).title == "写上了"


def test_old_version_is_not_saved_over_a_row(desk, own, source):
    take(signed_in(person("reviewer", ("reviewer", ANSHAN))), "publish", own)
    for version in own.history.all():
        page = address("simple_history", own.pk, version.pk)
        assert desk.get(page).status_code == 200
        assert desk.post(page, form(ANSHAN, source, title="偷改", status="draft")).status_code == 403
    own.refresh_from_db()
    assert (own.status, own.title) == (Status.PUBLISHED, "写上了")


def test_one_who_changed_a_draft_of_somebody_else_counts_as_its_author(desk, boss, source):
    writer = signed_in(person("writer", ("editor", ANSHAN)))
    writer.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    desk.post(address("change", row.pk), form(ANSHAN, source, title="上司改的"))
    take(writer, "submit", row)
    take(desk, "publish", row)
    assert status(row) == Status.SUBMITTED


def test_new_work_makes_nobody_less_an_author(own, boss):
    Assignment.objects.filter(user=boss).delete()
    Assignment.objects.create(user=boss, role="reviewer", region_id=NATION)
    take(signed_in(boss), "publish", own)
    assert status(own) == Status.SUBMITTED


def test_nothing_of_a_list_is_published_while_ones_own_is_ticked(desk, own, source):
    writer = signed_in(person("writer", ("editor", ANSHAN)))
    writer.post(address("add"), form(ANSHAN, source, key="matrix-other"))
    other = Advice.objects.get(key="matrix-other")
    take(writer, "submit", other)
    both = step_address("publish", own, other)
    looks = {look["row"]: look["ticked"] for look in desk.get(both).context["looks"]}
    assert looks == {own: False, other: True}
    answer = send(desk, both, reason="一起")
    assert (status(own), status(other)) == (Status.SUBMITTED, Status.SUBMITTED)
    assert answer.context["refused"] == ["写上了：这一条您写过或提交过，要由另一个人来复核发布。"]
    send(desk, both, reason="一起", row=[other])
    assert (status(own), status(other)) == (Status.SUBMITTED, Status.PUBLISHED)


@pytest.mark.parametrize("reason", [" ", "\u3000", "\u200b", " \u3000\u200b\u2060", "\u3164\u0301"])
def test_step_without_a_reason_is_not_taken(desk, source, reason):
    desk.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    answer = take(desk, "submit", row, reason=reason)
    assert answer.context["form"].errors["reason"] == ["请写一句为什么。"]
    assert (status(row), Event.objects.count()) == (Status.DRAFT, 0)


# Work is handed out where one manages


@pytest.mark.parametrize("region", [DALIAN, LIAONING, NATION])
@pytest.mark.parametrize("role", ["editor", "reviewer", "manager"])
def test_manager_gives_nobody_work_elsewhere(region, role):
    boss = person("boss", ("manager", ANSHAN))
    desk = signed_in(boss)
    own = boss.assignments.get()
    crafted = {"user": boss.pk, "role": role, "region": region}
    assert desk.post(f"{ASSIGNMENTS}add/", crafted).status_code == 200
    assert desk.post(f"{ASSIGNMENTS}{own.pk}/change/", crafted).status_code == 200
    assert list(Assignment.objects.values_list("role", "region_id")) == [("manager", ANSHAN)]


def test_manager_gives_work_in_the_own_region_and_takes_it_back():
    desk = signed_in(person("boss", ("manager", LIAONING)))
    helper = person("helper")
    desk.post(f"{ASSIGNMENTS}add/", {"user": helper.pk, "role": "editor", "region": ANSHAN})
    given = helper.assignments.get()
    assert (given.role, given.region_id) == ("editor", ANSHAN)
    page = f"{ASSIGNMENTS}{given.pk}/delete/"
    desk.post(page, {"post": "yes", "seen": desk.get(page).context["seen"]})
    assert not helper.assignments.exists()


def test_manager_gives_work_to_nobody_who_has_some_elsewhere():
    desk = signed_in(person("boss", ("manager", ANSHAN)))
    free, own, far = person("free"), person("own", ("editor", ANSHAN)), person("far", ("editor", DALIAN))
    top = User.objects.create_superuser("top")
    box = desk.get(f"{ASSIGNMENTS}add/").context["adminform"].form.fields["user"]
    assert {free, own} <= set(box.queryset)
    assert {far, top}.isdisjoint(box.queryset)
    desk.post(f"{ASSIGNMENTS}add/", {"user": far.pk, "role": "reviewer", "region": ANSHAN})
    assert far.assignments.count() == 1


def test_manager_does_not_touch_work_elsewhere():
    desk = signed_in(person("boss", ("manager", ANSHAN)))
    given = person("helper", ("editor", DALIAN)).assignments.get()
    for page in ("change", "delete", "history"):
        desk.post(f"{ASSIGNMENTS}{given.pk}/{page}/", {"post": "yes", "user": given.user_id, "role": "manager"})
    assert Assignment.objects.get(pk=given.pk).role == "editor"


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_others_give_no_work(role):
    clerk = person("clerk", (role, ANSHAN))
    desk = signed_in(clerk)
    crafted = {"user": clerk.pk, "role": "manager", "region": ANSHAN}
    assert desk.get(ASSIGNMENTS).status_code == 403
    assert desk.post(f"{ASSIGNMENTS}add/", crafted).status_code == 403
    assert desk.post(f"{ASSIGNMENTS}{clerk.assignments.get().pk}/change/", crafted).status_code in {302, 403}
    assert clerk.assignments.get().role == role


# Accounts


def account(user, **values):
    return {"username": user.username, "is_active": "on", "is_staff": "on"} | values


def test_accounts_are_for_superusers():
    clerk = person("clerk", ("manager", NATION))
    desk = signed_in(clerk)
    crafted = account(clerk, is_superuser="on")
    assert desk.get("/admin/auth/user/").status_code == 403
    assert desk.post(f"/admin/auth/user/{clerk.pk}/change/", crafted).status_code in {302, 403}
    assert desk.post(f"/admin/auth/user/{clerk.pk}/password/", {"password1": "x", "password2": "x"}).status_code == 403
    assert desk.post("/admin/auth/user/add/", crafted).status_code == 403
    assert not User.objects.filter(is_superuser=True).exists()
    assert User.objects.count() == 1


def test_superuser_makes_an_account_and_closes_it():
    desk = signed_in(User.objects.create_superuser("root"))
    new = {"username": "new", "usable_password": "true", "password1": "quite-long-9", "password2": "quite-long-9"}
    desk.post("/admin/auth/user/add/", new | {"is_staff": "on"})
    clerk = User.objects.get(username="new")
    assert (clerk.is_staff, clerk.is_superuser, clerk.check_password("quite-long-9")) == (True, False, True)
    desk.post(f"/admin/auth/user/{clerk.pk}/change/", {"username": "new", "is_staff": "on"})
    assert not User.objects.get(pk=clerk.pk).is_active


def test_rights_of_django_s_own_count_for_nothing(source):
    """Permissions of the framework, given behind the desk's back, open no account and no row."""
    clerk = person("clerk")
    clerk.user_permissions.set(Permission.objects.all())
    desk = signed_in(clerk)
    for page in ("/admin/auth/user/", address("changelist"), ASSIGNMENTS, "/admin/registry/region/"):
        assert desk.get(page).status_code == 403
    assert desk.post(address("add"), form(NATION, source)).status_code == 403


# Two clerks at one draft


def test_second_of_two_clerks_is_told_and_loses_nothing(source):
    first, second = (signed_in(person(name, ("editor", ANSHAN))) for name in ("first", "second"))
    first.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    seen = second.get(address("change", row.pk)).context["adminform"].form["seen"].value()
    first.post(address("change", row.pk), form(ANSHAN, source, title="先存的", seen=seen))
    typed = form(ANSHAN, source, title="后存的", body="第二个人写的", seen=seen)
    answer = second.post(address("change", row.pk), typed)
    page = answer.content.decode()
    assert Advice.objects.get(pk=row.pk).title == "先存的"
    assert re.search(r"您打开以后，first在 \d\d:\d\d 改过您也在改的（.*从“写上了”改成“先存的”.*）。", page)
    assert 'value="后存的"' in page
    assert "第二个人写的" in page
    again = answer.context["adminform"].form["seen"].value()
    assert second.post(address("change", row.pk), typed | {"seen": again}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.body) == ("后存的", "第二个人写的")


def test_third_change_is_told_again(source):
    first, second = (signed_in(person(name, ("editor", ANSHAN))) for name in ("first", "second"))
    first.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    seen = second.get(address("change", row.pk)).context["adminform"].form["seen"].value()
    first.post(address("change", row.pk), form(ANSHAN, source, title="一", seen=seen))
    told = second.post(address("change", row.pk), form(ANSHAN, source, title="我的", seen=seen))
    first.post(address("change", row.pk), form(ANSHAN, source, title="二"))
    again = told.context["adminform"].form["seen"].value()
    answer = second.post(address("change", row.pk), form(ANSHAN, source, title="我的", seen=again))
    assert "从“一”改成“二”" in answer.content.decode()
    assert Advice.objects.get(pk=row.pk).title == "二"


# Every kind of row once


def kinds_of_rows():
    return sorted(
        (m for m, a in admin.site._registry.items() if isinstance(a, PublishedRowAdmin)), key=lambda m: m.__name__
    )


@pytest.mark.parametrize("model", some(kinds_of_rows()))
def test_every_kind_of_row_keeps_to_its_region(model):
    """The content's own rows, seen by a clerk of a city with none: those of the country open, read only."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    rows = model.objects.published()
    nation, city = rows.filter(region=NATION).first(), rows.exclude(region=NATION).first()
    desk = signed_in(person("clerk", ("editor", Region.objects.exclude(pk__in=rows.values("region")).last().pk)))
    assert desk.get(reverse(f"{name}_changelist")).status_code == 200
    assert desk.get(reverse(f"{name}_add")).status_code == (403 if model.national else 200)
    if nation:
        page = reverse(f"{name}_change", args=[nation.pk])
        assert desk.get(page).status_code == 200
        assert desk.post(page, {"title": "偷改", "name": "偷改"}).status_code == 403
    if city:
        page = reverse(f"{name}_change", args=[city.pk])
        assert desk.get(page).status_code == 302  # Django sends on whoever asks for a row that is not theirs
        assert desk.post(page, {"title": "偷改", "name": "偷改"}).status_code == 302
    nobody = signed_in(person("nobody"))
    for page in ("changelist", "add"):
        assert nobody.get(reverse(f"{name}_{page}")).status_code == 403


def two_at(source, **values):
    first, second = (signed_in(person(name, ("editor", ANSHAN))) for name in ("first", "second"))
    first.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    seen = second.get(address("change", row.pk)).context["adminform"].form["seen"].value()
    assert first.post(address("change", row.pk), form(ANSHAN, source, seen=seen, **values)).status_code == 302
    return row, second, seen


def test_what_the_second_of_two_left_alone_is_kept_as_the_first_wrote_it(source):
    row, second, seen = two_at(source, body="第一个人写的", position="7", effective_to="2027-01-01")
    answer = second.post(address("change", row.pk), form(ANSHAN, source, title="第二个人写的", seen=seen))
    now = Advice.objects.get(pk=row.pk)
    assert answer.status_code == 302
    assert (now.title, now.body, now.position) == ("第二个人写的", "第一个人写的", 7)
    assert str(now.effective_to) == "2027-01-01"


def test_only_what_both_changed_is_named_and_the_rest_brought_together(source):
    row, second, seen = two_at(source, title="先存的", body="第一个人写的")
    answer = second.post(address("change", row.pk), form(ANSHAN, source, title="后存的", seen=seen))
    said = (
        answer.context["errors"].as_data() if hasattr(answer.context["errors"], "as_data") else answer.content.decode()
    )
    assert "一句话 从“写上了”改成“先存的”" in str(said)
    assert "第一个人写的”" not in str(said)


def test_hours_that_the_first_changed_are_named_to_the_second(source):
    first, second = (signed_in(person(name, ("editor", ANSHAN))) for name in ("first", "second"))
    office = sound(Office, source=source, region_id=ANSHAN, status="draft")
    office.save()
    OfficeHours.objects.create(office=office, weekday=0, opens="08:30", closes="11:30")
    where = f"/admin/registry/office/{office.pk}/change/"
    form_ = second.get(where).context["adminform"].form
    opened = {name: form_[name].value() or "" for name in form_.fields}
    assert first.post(where, opened | {"opening": "周一 8:30-12:00"}).status_code == 302
    answer = second.post(where, opened | {"phone": "0412-5541277"})
    assert "办公时间 从“周一 8:30-11:30”改成“周一 8:30-12:00”" in answer.content.decode()
    assert str(OfficeHours.objects.get().closes) == "12:00:00"


MADE_UP = {
    "no-json": "x",
    "a-list": "[]",
    "old-shape": '{"version": 1, "inline": {}}',
    "deep": "[" * 100_000,
    "long-number": '{"version": %s}' % ("1" * 5000),
    "no-letter": '{"version": FIRST, "inline": {"\\ud800": "x"}}',
    "signed-for-another": signing.dumps({"version": 1, "inline": {}}, salt="form:guides.Term:1"),
}


@pytest.mark.parametrize("seen", some(MADE_UP.values(), 2), ids=some(MADE_UP, 2))
def test_made_up_version_saves_nothing_over_anybody(source, seen):
    row, second, _ = two_at(source, title="先存的")
    seen = seen.replace("FIRST", str(row.history.earliest().history_id))
    answer = second.post(address("change", row.pk), form(ANSHAN, source, title="后存的", seen=seen))
    assert answer.status_code == 200
    assert "后存的" in answer.content.decode()
    assert Advice.objects.get(pk=row.pk).title == "先存的"


def test_what_was_typed_into_a_row_that_was_handed_over_meanwhile_is_shown(source):
    writer = person("writer", ("editor", ANSHAN))
    desk = signed_in(writer)
    desk.post(address("add"), form(ANSHAN, source))
    row = Advice.objects.get(key="matrix-new")
    workflow.submit(row, writer, "交")
    answer = desk.post(address("change", row.pk), form(ANSHAN, source, body="打了很久的一段字"))
    assert answer.status_code == 403
    assert "打了很久的一段字" in answer.content.decode()
    assert "现在是“待复核”，所以没有存" in answer.content.decode()
    assert Advice.objects.get(pk=row.pk).body == ""
    stranger = signed_in(person("far", ("reviewer", ANSHAN)))
    assert "所以没有存" not in stranger.post(address("change", row.pk), {"body": "x"}).content.decode()


def test_form_that_has_grown_old_says_where_the_words_are():
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("writer", ("editor", ANSHAN)))
    answer = client.post(address("add"), {"title": "写了很久"}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "还没有保存，您填的都在" in answer.content.decode()
