"""A source's page: everything that rests on it, and the way to note it as checked; and rows whose source is repealed."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guides.models import Advice, Document
from registry.desk import dependants, tasks
from registry.models import Office, SourceDocument
from registry.snapshot import published_models
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"


def address(source):
    return f"/admin/registry/sourcedocument/{source.pk}/change/"


def test_everything_that_rests_on_it_grouped_by_kind(publish, source):
    office = publish(Office, region_id=CITY)
    advice = publish(Advice, region_id=CITY)
    draft = publish(Advice, region_id=CITY, status="draft", key="draft")
    kinds = dependants.of(source, User.objects.create_superuser("boss"))
    found = {kind.label: {(d.row, d.address, d.verifiable) for d in kind.rows} for kind in kinds}
    assert found == {
        "经办机构": {(office, f"/admin/registry/office/{office.pk}/change/", True)},
        str(Advice._meta.verbose_name_plural): {
            (advice, f"/admin/guides/advice/{advice.pk}/change/", True),
            (draft, f"/admin/guides/advice/{draft.pk}/change/", False),
        },
    }


def test_rows_of_other_regions_are_counted_and_not_shown(publish, source):
    publish(Advice, region_id=CITY)
    publish(Advice, region_id=OTHER)
    [kind] = dependants.of(source, person("clerk", ("reviewer", CITY)))
    assert ([d.row.region_id for d in kind.rows], kind.elsewhere) == ([CITY], 1)


@pytest.mark.parametrize(("role", "verifiable"), [("reviewer", True), ("manager", True), ("editor", False)])
def test_only_who_may_publish_is_offered_the_check(publish, source, role, verifiable):
    row = publish(Advice, region_id=CITY)
    page = signed_in(person("clerk", (role, CITY))).get(address(source)).content.decode()
    assert f'href="/admin/guides/advice/{row.pk}/change/"' in page
    assert ("这份文件的条目都核对无误" in page) is verifiable
    assert (f'name="_selected_action" value="{row.pk}"' in page) is verifiable


def test_national_rows_are_shown_to_a_city_but_not_offered(publish, source):
    publish(Advice)
    page = signed_in(person("clerk", ("reviewer", CITY))).get(address(source)).content.decode()
    assert "一步" in page
    assert "这份文件的条目都核对无误" not in page


def test_button_leads_to_the_check_of_the_chosen_rows(publish, source):
    rows = [publish(Document, region_id=CITY, key=f"paper-{number}") for number in range(3)]
    clerk = signed_in(person("clerk", ("reviewer", CITY)))
    chosen = {"action": "verify_rows", "index": "0", "_selected_action": [rows[0].pk, rows[2].pk]}
    step = clerk.post("/admin/guides/document/", chosen, follow=True)
    assert step.context["title"] == "核对无误"
    assert set(step.context["rows"]) == {rows[0], rows[2]}
    assert step.context["form"].initial["source"] == source.pk


def test_one_query_for_each_kind_however_many_rows(publish, source):
    boss = User.objects.create_superuser("boss")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            dependants.of(source, boss)
        return len(asked)

    publish(Advice)
    assert queries() == len(published_models())
    for number in range(10):
        publish(Advice, key=f"more-{number}")
    assert queries() == len(published_models())


def test_source_that_nothing_rests_on_says_so(source):
    page = signed_in(User.objects.create_superuser("boss")).get(address(source)).content.decode()
    assert "还没有条目靠它。" in page


def test_new_source_has_no_such_list():
    page = signed_in(User.objects.create_superuser("boss")).get("/admin/registry/sourcedocument/add/").content.decode()
    assert "靠这份文件的条目" not in page


def test_lists_filter_by_source(publish, source):
    row = publish(Advice, region_id=CITY)
    other = SourceDocument.objects.create(key="unused", title="没人引用的一份")
    page = signed_in(User.objects.create_superuser("boss")).get(f"/admin/guides/advice/?source__id__exact={source.pk}")
    assert list(page.context["cl"].queryset) == [row]
    assert str(other) not in page.content.decode()


# 依据已废止


def lapsed(user):
    return {line.label: line for line in tasks.lines(user, timezone.localdate())}["依据已废止的条目"]


@pytest.mark.parametrize(("days", "count"), [(-1, 1), (0, 0), (1, 0)])
def test_desk_names_rows_from_the_day_after_their_source_ends(publish, source, days, count):
    source.in_force_to = timezone.localdate() + dt.timedelta(days=days)
    source.save()
    publish(Advice, region_id=CITY)
    assert lapsed(person("clerk", ("editor", CITY))).count == count


def test_rows_that_have_ended_or_are_no_longer_public_are_left_alone(publish, source):
    today = timezone.localdate()
    source.in_force_to = today - dt.timedelta(days=10)
    source.save()
    publish(Advice, region_id=CITY, key="ended", effective_to=today - dt.timedelta(days=1))
    publish(Advice, region_id=CITY, key="last-day", effective_to=today)
    publish(Advice, region_id=CITY, key="draft", status="draft")
    publish(Advice, region_id=OTHER, key="elsewhere")
    clerk = person("clerk", ("editor", CITY))
    [link] = lapsed(clerk).links
    shown = signed_in(clerk).get(link.address).context["cl"]
    assert [row.key for row in shown.queryset] == ["last-day"]
    assert link.count == 1


def test_new_source_gets_a_key_of_its_own_from_place_and_year():
    clerk = signed_in(person("writer", ("editor", "210300")))
    form = {"key": "", "title": "一份通知", "region": "210300", "issued_on": "2026-03-01"}
    for _ in range(2):
        clerk.post(reverse("admin:registry_sourcedocument_add"), form)
    assert list(SourceDocument.objects.filter(title="一份通知").values_list("key", flat=True)) == [
        "anshan-2026-1",
        "anshan-2026-2",
    ]


def test_second_of_two_who_edit_a_source_is_told(source):
    SourceDocument.objects.filter(pk=source.pk).update(region="210300", status="draft")
    clerk = signed_in(person("writer", ("editor", "210300")))
    address = reverse("admin:registry_sourcedocument_change", args=[source.pk])
    seen = clerk.get(address).context["adminform"].form.initial["seen"]
    form = {"key": source.key, "region": "210300", "seen": seen}
    clerk.post(address, {**form, "title": "第一个人改的"})
    answer = clerk.post(address, {**form, "title": "第二个人改的"}).content.decode()
    assert "您打开以后，writer在" in answer
    assert "第二个人改的" in answer
    assert SourceDocument.objects.get(pk=source.pk).title == "第一个人改的"
