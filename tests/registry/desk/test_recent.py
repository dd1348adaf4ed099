"""最近的变动 and every other list: what stands in it, for whom, and that its queries do not grow with it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guides.models import Advice, Count, Document, Unheard
from registry import workflow
from registry.models import Assignment, Authenticator, Event, Office, Region, Report, SourceDocument
from registry.publication import PublishedRow
from tests.calculators import policy_rows
from tests.conftest import person, signed_in, sound
from tests.thorough import some

pytestmark = pytest.mark.django_db

ANSHAN, DALIAN, LIAONING, NATION = "210300", "210200", "210000", "000000"
LIST = "/admin/registry/event/"


def moved(source, region, model=Advice, reason="试一试"):
    """A row that was submitted, and so left a trace."""
    row = sound(model, source=source, region_id=region, status="draft", key=f"moved-{model.objects.count()}")
    row.save()
    boss, _ = User.objects.get_or_create(username="mover", is_superuser=True, is_staff=True)
    return workflow.submit(row, boss, reason)


def listed(user):
    return list(signed_in(user).get(LIST).context["cl"].result_list)


def test_newest_first_with_who_what_and_why(source):
    moved(source, ANSHAN, reason="先")
    row = moved(source, ANSHAN, Document, reason="后来")
    events = listed(person("clerk", ("editor", ANSHAN)))
    assert [event.reason for event in events] == ["后来", "先"]
    page = signed_in(User.objects.get(username="clerk")).get(LIST).content.decode()
    assert f'<a href="/admin/guides/document/{row.pk}/change/">材料：一张纸</a>' in page
    for said in ("mover", "提交复核", "后来", "鞍山市"):
        assert said in page


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        (ANSHAN, {ANSHAN, NATION}),
        (LIAONING, {LIAONING, ANSHAN, DALIAN, NATION}),
        (NATION, {LIAONING, ANSHAN, DALIAN, NATION, "110000"}),
    ],
)
def test_rows_of_ones_own_regions_only(source, region, seen):
    for place in (ANSHAN, DALIAN, LIAONING, NATION, "110000"):
        moved(source, place)
    assert {event.region_id for event in listed(person("clerk", ("reviewer", region)))} == seen


def test_who_has_no_work_sees_nothing(source):
    moved(source, NATION)
    assert signed_in(person("nobody")).get(LIST).status_code == 403


def test_event_of_another_region_cannot_be_opened(source):
    moved(source, DALIAN)
    clerk = signed_in(person("clerk", ("manager", ANSHAN)))
    assert clerk.get(f"{LIST}{Event.objects.get().pk}/change/").status_code == 302


def test_draft_that_is_gone_leaves_its_trace(source):
    row = moved(source, ANSHAN)
    workflow.send_back(row, User.objects.get(username="mover"), "不要了").delete()
    page = signed_in(person("clerk", ("editor", ANSHAN))).get(LIST).content.decode()
    assert "草稿，已经删了" in page


def test_nothing_in_it_can_be_changed(source):
    moved(source, ANSHAN)
    event = Event.objects.get()
    boss = signed_in(User.objects.create_superuser("boss"))
    assert boss.get(f"{LIST}add/").status_code == 403
    assert boss.post(f"{LIST}{event.pk}/change/", {"reason": "别的"}).status_code == 403
    assert boss.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Event.objects.get().reason == "试一试"


@pytest.mark.parametrize("code", [ANSHAN, NATION])
def test_changed_region_is_told_with_old_and_new(code):
    boss = signed_in(User.objects.create_superuser("boss"))
    region = Region.objects.get(pk=code)
    said = {name: getattr(region, name) for name in ("name", "short_name", "level", "position", "pinyin", "initials")}
    told = said | {"parent": region.parent_id or "", "area_code": "0999", "is_pool": "on" if region.is_pool else ""}
    boss.post(f"/admin/registry/region/{code}/change/", told)
    assert Region.objects.get(pk=code).area_code == "0999"
    [event] = Event.objects.all()
    assert (event.by.username, event.region_id) == ("boss", code)
    assert event.reason == f"电话区号 {region.area_code} → 0999"
    page = signed_in(person("clerk", ("editor", ANSHAN))).get(LIST).content.decode()
    assert f'<a href="/admin/registry/region/{code}/change/">地区：{region.name}</a>' in page


def test_region_saved_as_it_was_is_no_change():
    boss = signed_in(User.objects.create_superuser("boss"))
    region = Region.objects.get(pk=ANSHAN)
    said = {name: getattr(region, name) for name in ("name", "short_name", "level", "position", "pinyin", "initials")}
    told = said | {"parent": region.parent_id, "area_code": region.area_code, "is_pool": "on"}
    boss.post(f"/admin/registry/region/{ANSHAN}/change/", told)
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", ["editor", "reviewer", "manager"])
def test_region_is_changed_by_nobody_below_the_country(role):
    clerk = signed_in(person("clerk", (role, LIAONING)))
    assert clerk.post(f"/admin/registry/region/{ANSHAN}/change/", {"name": "别的"}).status_code == 403
    assert Region.objects.get(pk=ANSHAN).name == "鞍山市"


def test_fifty_to_a_page(source):
    for number in range(51):
        moved(source, ANSHAN, reason=str(number))
    boss = signed_in(User.objects.create_superuser("boss"))
    shown = [len(boss.get(f"{LIST}?p={page}").context["cl"].result_list) for page in (1, 2)]
    assert shown == [50, 1]


def test_desk_leads_to_it(source):
    page = signed_in(person("clerk", ("editor", ANSHAN))).get("/admin/").content.decode()
    assert f'href="{LIST}"' in page


# Every list


def more(model, source):
    """Thirty rows of a kind, the least that its list can show."""
    if issubclass(model, PublishedRow):
        _copies(model)
    elif model is User:
        User.objects.bulk_create(User(username=f"one-{number}") for number in range(30))
    elif model is Authenticator:
        for number in range(30):
            Authenticator.objects.create(user=User.objects.create(username=f"one-{number}"))
    elif model is Assignment:
        for number in range(30):
            person(f"one-{number}", ("editor", ANSHAN))
    elif model is SourceDocument:
        SourceDocument.objects.bulk_create(SourceDocument(key=f"one-{number}") for number in range(30))
    elif model is Report:
        day = timezone.localdate()
        Report.objects.bulk_create(
            Report(outcome=f"one-{number}", reason="phone", on=day, region_id=ANSHAN) for number in range(30)
        )
    elif model is Unheard:
        day = timezone.localdate()
        Unheard.objects.bulk_create(Unheard(words=f"话{number}", first_on=day, last_on=day) for number in range(30))
    elif model is Event:
        for number in range(15):
            moved(source, ANSHAN, Advice, f"步骤 {number}")
            moved(source, DALIAN, Office, f"机构 {number}")


def _copies(model):
    row = model.objects.first() or policy_rows.build(model)[0]
    regions = list(Region.objects.filter(is_pool=True)[:30])
    for region in regions:
        row.pk, row._state.adding, row.status, row.region = None, True, "draft", region
        row.save()


#: All but the counts of visits, which have one page and no list.
KINDS = [model for model in admin.site._registry if model is not Count]


@pytest.mark.parametrize("model", some(KINDS, 3), ids=lambda model: model._meta.label)
def test_list_asks_no_more_for_thirty_rows_than_for_one(source, monkeypatch, model):
    more(model, source)
    assert model.objects.count() >= 30
    boss = signed_in(User.objects.create_superuser("boss"))
    shown = admin.site._registry[model]

    def queries(rows):
        monkeypatch.setattr(shown, "list_per_page", rows)
        with CaptureQueriesContext(connection) as asked:
            page = boss.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        assert len(page.context["cl"].result_list) == rows
        return len(asked)

    queries(1)  # the first request also looks for what Django keeps: content types
    allowance = 1 if model is Event else 0  # one query for each kind of row among the events shown
    assert queries(30) <= queries(1) + allowance
