"""The sheet for a new clerk's first hour: what it calls by name stands so on the screens."""

import pytest

from registry.desk.steps import STEPS
from registry.models import SourceDocument
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY = "210300"


def test_sheet_stands_on_the_first_page_of_every_clerk():
    client = signed_in(person("checker", ("reviewer", CITY)))
    assert 'href="/admin/first-hour/"' in client.get("/admin/").content.decode()
    assert "新同事照着做" in client.get("/admin/first-hour/").content.decode()


def test_what_it_names_is_there_under_that_name():
    writer = person("writer", ("editor", CITY), password="only-for-this-test-run")
    client = signed_in(writer)
    made = SourceDocument(key="n", title="一份通知", region_id=CITY, status="draft", clause="第一条 待遇。")
    made._history_user = writer
    made.save()
    sheet = client.get("/admin/first-hour/").content.decode()
    first = client.get("/admin/").content.decode()
    notice = client.get(f"/admin/registry/sourcedocument/{made.pk}/notice/").content.decode()
    policy = client.get("/admin/calculators/basicpolicy/add/").content.decode()
    named = [
        (first, ["修改密码", "分工", "来了一份新通知", "预览公众的页面"]),
        (signed_in(person("checker", ("reviewer", CITY))).get("/admin/").content.decode(), ["等我复核"]),
        (notice, ["附上原件", "待遇表（几级医院一次录）", "照这一条加"]),
        (policy, ["还没录进来的规定"]),
    ]
    for page, words in named:
        assert [word for word in words if f"“{word}" not in sheet or word not in page] == []
    assert {"修订", "马上撤下", "复核后发布", "退回修改", "提交复核"} <= {step.label for step in STEPS.values()}


def test_stranger_is_sent_to_the_login(client):
    assert client.get("/admin/first-hour/").headers["Location"].startswith("/admin/login/")
