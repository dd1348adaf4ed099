"""A place's page for its clerks: its notices, what it has, what it lacks, and what ends."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guides.models import Document
from registry.models import Office, SourceDocument
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

#: 本溪 has no office of its own in the content pack.
CITY, OTHER = "210500", "210300"


def address(code=CITY):
    return reverse("admin:registry_region_desk", args=[code])


@pytest.fixture
def desk():
    return signed_in(person("writer", ("editor", CITY)))


def kinds(page, name):
    return {kind.label: kind for kind in page.context[name]}


def test_what_there_is_none_of_is_lacking_until_there_is(desk, publish):
    before = kinds(desk.get(address()), "lacks")
    assert before["经办机构"].essential
    assert before["经办机构"].add == f"{reverse('admin:registry_office_add')}?_place={CITY}"
    publish(Office, region_id=CITY)
    publish(Office, region_id=CITY, key="draft", status="draft")
    page = desk.get(address())
    office = kinds(page, "has")["经办机构"]
    assert (office.holds, office.drafts) == (1, 1)
    assert "经办机构" not in kinds(page, "lacks")


def test_what_has_ended_or_ends_soon_with_nothing_after_it(desk, publish):
    today = timezone.localdate()
    for key, days in (("gone", -1), ("soon", 90), ("later", 91)):
        publish(Document, region_id=CITY, key=key, effective_to=today + dt.timedelta(days=days))
    publish(Document, region_id=OTHER, key="elsewhere", effective_to=today)
    assert [(end.row.key, end.over) for end in desk.get(address()).context["ends"]] == [("gone", True), ("soon", False)]


def test_its_notices_with_what_is_made_of_them(desk, publish, source):
    SourceDocument.objects.filter(pk=source.pk).update(region=CITY)
    publish(Document, region_id=CITY)
    [(found, where, rows)] = desk.get(address()).context["notices"]
    assert (found, where, rows) == (source, f"/admin/registry/sourcedocument/{source.pk}/notice/", 1)


def test_new_row_is_begun_for_the_place(publish):
    client = signed_in(person("wide", ("editor", "210000")))
    opened = client.get(f"{reverse('admin:registry_office_add')}?_place={CITY}")
    assert opened.context["adminform"].form.initial["region"] == CITY
    far = signed_in(person("far", ("editor", "110000"))).get(f"{reverse('admin:registry_office_add')}?_place={CITY}")
    assert far.context["adminform"].form.initial.get("region") != CITY


@pytest.mark.parametrize(
    ("work", "status", "offered"),
    [
        ([("reviewer", CITY)], 200, False),
        ([("editor", "210000")], 200, True),
        ([("editor", OTHER)], 403, False),
        ([], 403, False),
    ],
)
def test_seen_by_whoever_works_for_the_place(work, status, offered):
    answer = signed_in(person("clerk", *work)).get(address())
    assert answer.status_code == status
    assert ("来了一份新通知" in answer.content.decode()) is offered


def test_list_of_what_is_lacking_leads_to_where_it_is_added(desk):
    content = desk.get(reverse("admin:registry_region_changelist"), {"lacks": "office"}).content.decode()
    assert f'<a href="{reverse("admin:registry_region_desk", args=[CITY])}">有什么，缺什么</a>' in content


def test_place_that_there_is_not():
    assert signed_in(person("clerk", ("editor", CITY))).get(address("999999")).status_code == 404


def test_queries_do_not_grow_with_rows(desk, publish, source):
    SourceDocument.objects.filter(pk=source.pk).update(region=CITY)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(address())
        return len(asked)

    publish(Document, region_id=CITY, effective_to=timezone.localdate())
    few = queries()
    for number in range(10):
        publish(Document, region_id=CITY, key=f"more-{number}", effective_to=timezone.localdate())
        SourceDocument.objects.create(key=f"more-{number}", title="一份", region_id=CITY)
    assert queries() <= few
