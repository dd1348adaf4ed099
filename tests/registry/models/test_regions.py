"""What lies above a region: who sees what, and who may do what, goes by it, so the desk refuses what would cut it off."""

import pytest
from django.urls import reverse

from registry.models import Region
from registry.workflow.rights import Action, can
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

NATION, LIAONING, CITY, GUANGZHOU = "000000", "210000", "210300", "440100"


@pytest.fixture
def nation():
    return signed_in(person("nation", ("manager", NATION)))


def placed(client, code, **values):
    """What a form that says so of a region comes to: the sentences at its boxes."""
    region = Region.objects.get(pk=code)
    names = ("name", "short_name", "level", "position", "pinyin", "initials", "area_code")
    told = {name: getattr(region, name) for name in names} | {"parent": region.parent_id or ""}
    if region.is_pool:
        told["is_pool"] = "on"
    answer = client.post(reverse("admin:registry_region_change", args=[code]), told | values)
    return "" if answer.status_code == 302 else str(dict(answer.context["adminform"].form.errors))


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        (CITY, {"parent": ""}, "这里的人就看不到全国的、省里的内容了"),
        (LIAONING, {"parent": ""}, "省的上级选“全国”"),
        (NATION, {"parent": LIAONING}, "“全国”上面没有别的了"),
        (NATION, {"parent": LIAONING, "level": "province"}, "“全国”也只能是全国级"),
        (LIAONING, {"parent": LIAONING}, "省级的上级是“全国”，不能是“辽宁省”"),
        (LIAONING, {"parent": CITY, "level": "prefecture"}, "“鞍山市”不是省级"),
        (LIAONING, {"level": "prefecture", "parent": "220000"}, "下面还有别的地区，级别不能改"),
        (CITY, {"parent": "210100"}, "“沈阳市”不是省级"),
        (CITY, {"parent": CITY}, "“鞍山市”不是省级"),
        (CITY, {"parent": NATION}, "“全国”不是省级"),
        (CITY, {"level": "nation", "parent": ""}, "只有“全国”是全国级"),
        (CITY, {"level": "province"}, "不能是“辽宁省”"),
    ],
)
def test_region_is_cut_off_from_nothing_above_it(nation, code, values, sentence):
    before = Region.objects.get(pk=code).parent_id
    assert sentence in placed(nation, code, **values)
    assert Region.objects.get(pk=code).parent_id == before


@pytest.mark.parametrize(
    ("code", "values"),
    [(CITY, {"parent": "220000"}), (CITY, {"level": "county"}), (LIAONING, {"position": 3}), (NATION, {"position": 3})],
)
def test_region_that_moves_or_stays_is_saved(nation, code, values):
    assert placed(nation, code, **values) == ""


def test_country_under_a_province_hands_it_to_nobody(nation):
    manager = person("manager", ("manager", LIAONING))
    placed(nation, LIAONING, parent="")
    placed(nation, NATION, parent=LIAONING)
    assert not can(manager, Action.PUBLISH, GUANGZHOU)


def test_all_regions_of_the_pack_stand_where_they_may():
    for region in Region.objects.select_related("parent"):
        region.clean()
