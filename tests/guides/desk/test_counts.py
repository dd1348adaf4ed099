"""打开的次数, as clerks see it."""

import datetime as dt

import pytest
from django.urls import NoReverseMatch, reverse

from guides.models import Count
from tests.conftest import person, signed_in

PAGE = "/admin/guides/count/"


def opened(kind, name, count, guide="remote-care"):
    Count.objects.create(on=dt.date(2026, 11, 20), kind=kind, guide=guide, name=name, count=count)


@pytest.mark.on("2026-11-26")
def test_page_shows_where_people_leave_and_what_hardly_anybody_reads(db):
    opened("asked", "for_whom", 50)
    opened("answered", "for_whom", 40)
    opened("outcome", "emergency", 987)
    opened("taken", "large", 31)
    opened("place", "210300", 123, guide="")
    opened("place", "110000", 4, guide="")
    page = signed_in(person("editor", ("editor", "210000"))).get(PAGE).content.decode()
    assert "2026年10月26日到11月22日" in page
    assert "<td>50</td><td>10</td><td>20%</td>" in page
    assert "<td>987</td>" in page
    assert "大字文件（PDF）拿走 31 次。" in page
    assert '<th scope="row">鞍山市</th><td>123</td>' in page
    assert "北京市" not in page
    few = page.partition("很少有人看的结果")[2].partition("</ul>")[0]
    assert few.count("<li>") > 10
    assert "急诊" not in "".join(line for line in few.split("<li>") if "异地" in line)


@pytest.mark.on("2026-11-26")
def test_way_that_is_no_more_is_called_as_it_was_counted(db):
    opened("taken", "fax", 9)
    assert "fax拿走 9 次。" in signed_in(person("editor", ("editor", "210000"))).get(PAGE).content.decode()


def test_nobody_sees_a_single_number(admin_client):
    opened("place", "210300", 1, guide="")
    row = Count.objects.get()
    assert admin_client.get(f"{PAGE}{row.pk}/change/").status_code in {302, 404}
    for page in ("change", "history", "add", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:guides_count_{page}", args=[row.pk])
    assert "<td>1</td>" not in admin_client.get(PAGE).content.decode()


def test_strangers_and_clerks_without_work_do_not_see_it(client, db):
    assert client.get(PAGE).status_code == 302
    assert signed_in(person("idle")).get(PAGE).status_code == 403
