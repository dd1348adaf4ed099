"""Two people at one account, work or region: the form that was opened first undoes nothing of what the other saved."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from registry.models import Assignment, Region
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db
CITY, OTHER = "210300", "210400"


@pytest.fixture
def bosses():
    return [signed_in(User.objects.create_superuser(name)) for name in ("first", "second")]


def opened(client, one):
    """The address of a form and what a browser would send of it."""
    address = reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])
    form = client.get(address).context["adminform"].form
    assert form["seen"].value()
    return address, {box.html_name: box.value() for box in form if box.value() not in (None, False)}


def without(boxes, name):
    return {one: value for one, value in boxes.items() if one != name}


@pytest.mark.parametrize("taken", ["is_active", "is_staff", "is_superuser"])
def test_right_that_was_taken_stays_taken(bosses, taken):
    first, second = bosses
    clerk = User.objects.create_superuser("clerk")
    address, boxes = opened(second, clerk)
    assert first.post(address, without(boxes, taken)).status_code == 302
    assert second.post(address, boxes | {"email": "clerk@example.org"}).status_code == 302
    clerk.refresh_from_db()
    assert (getattr(clerk, taken), clerk.email) == (False, "clerk@example.org")


def test_what_both_changed_is_told_and_then_meant(bosses):
    first, second = bosses
    clerk = person("clerk", last_name="王")
    address, boxes = opened(second, clerk)
    first.post(address, boxes | {"last_name": "李"})
    page = second.post(address, boxes | {"last_name": "张"})
    assert page.status_code == 200
    words = page.content.decode()
    assert "first在 " in words
    assert "从“王”改成“李”" in words
    clerk.refresh_from_db()
    assert clerk.last_name == "李"
    again = page.context["adminform"].form["seen"].value()
    assert second.post(address, boxes | {"last_name": "张", "seen": again}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.last_name == "张"


def test_work_that_was_made_less_stays_less(bosses):
    first, second = bosses
    clerk = person("clerk", ("reviewer", CITY))
    work = Assignment.objects.get(user=clerk)
    address, boxes = opened(second, work)
    assert first.post(address, boxes | {"role": "editor"}).status_code == 302
    assert second.post(address, boxes | {"region": OTHER}).status_code == 302
    work.refresh_from_db()
    assert (work.role, work.region_id) == ("editor", OTHER)


def test_what_both_changed_is_told_in_words(bosses):
    first, second = bosses
    clerk = person("clerk", ("reviewer", CITY))
    work = Assignment.objects.get(user=clerk)
    address, boxes = opened(second, work)
    assert first.post(address, boxes | {"role": "editor", "region": OTHER}).status_code == 302
    page = second.post(address, boxes | {"role": "manager", "region": "210500"}).content.decode()
    roles = dict(Assignment._meta.get_field("role").choices)
    assert f"从“{roles['reviewer']}”改成“{roles['editor']}”" in page
    assert "从“鞍山市”改成“抚顺市”" in page


def test_number_that_was_corrected_stays_corrected(bosses):
    first, second = bosses
    region = Region.objects.get(pk=CITY)
    address, boxes = opened(second, region)
    assert first.post(address, boxes | {"area_code": "0499", "parent": "210000"}).status_code == 302
    assert second.post(address, boxes | {"position": 7}).status_code == 302
    region.refresh_from_db()
    assert (region.area_code, region.position, region.parent_id) == ("0499", 7, "210000")


def test_region_opens_for_who_may_only_look():
    page = signed_in(person("clerk", ("editor", CITY))).get(reverse("admin:registry_region_change", args=[CITY]))
    assert page.status_code == 200
    assert "seen" not in page.content.decode()
