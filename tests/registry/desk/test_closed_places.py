"""A 统筹区 that is none any more, or is called otherwise: the desk says what hangs in the air, the public is led on."""

import re

import pytest
from django.urls import reverse

from registry.models import Office, Region, Report
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY = "210300"


@pytest.fixture
def manager():
    return signed_in(person("manager", ("manager", "000000")))


def change(client, **values):
    region = Region.objects.get(pk=CITY)
    names = ("name", "short_name", "level", "position", "pinyin", "initials", "area_code")
    told = {name: getattr(region, name) for name in names} | {"parent": region.parent_id, "is_pool": "on"} | values
    told = {name: value for name, value in told.items() if value is not None}
    return client.post(reverse("admin:registry_region_change", args=[CITY]), told, follow=True).content.decode()


def test_desk_says_what_is_left_in_a_place_that_is_closed(manager, publish):
    publish(Office, region_id=CITY)
    publish(Office, region_id=CITY, key="draft", status="draft")
    clerk = person("clerk", ("editor", CITY))
    Report.objects.create(region_id=CITY, reason="phone", on="2026-11-26")
    said = r"[1-9]\d* 条已发布、1 条草稿或待复核、1 份派工、1 个报错还没查"
    assert "鞍山市不是统筹区了，可是还有" not in change(manager)
    assert re.search(f"鞍山市不是统筹区了，可是还有 {said}在这里", change(manager, is_pool=None))
    page = reverse("admin:registry_region_desk", args=[CITY])
    assert re.search(f"可是这里还有 {said}。", signed_in(clerk).get(page).content.decode())
    first = manager.get("/admin/").content.decode()
    assert "不是统筹区了，可是还留着条目" in first
    assert page in first


def test_public_is_led_on_from_a_place_that_is_closed(manager, client):
    assert client.get(f"/places/{CITY}/").status_code == 200
    change(manager, is_pool=None)
    answer = client.get(f"/places/{CITY}/")
    assert answer.status_code == 410
    for words in ("鞍山市现在不单独管医保了", 'href="tel:041212393"', 'href="/places/210000/"', 'action="/places/"'):
        assert words in answer.content.decode()
    assert client.get(f"/places/{CITY}/place.json").status_code == 410


def test_who_renames_a_place_hears_that_the_old_name_leads_nowhere(manager):
    said = "公众再写“鞍山市”“鞍山”，就找不到这里了"
    assert said not in change(manager, position=7)
    assert said in change(manager, name="新鞍市", short_name="新鞍")
