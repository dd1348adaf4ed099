"""The public site on a chosen day with drafts in it, seen by clerks only and changing nothing for anybody else."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from guides.models import Advice, Unheard
from registry import workflow
from registry.models import Assignment
from tests.browser.addresses import OUTCOME
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

NEW_YEAR = "2027-01-01"
INSIDE = f"/admin/preview/{NEW_YEAR}/{OUTCOME.removeprefix('/')}"


def clerk(name="clerk", role="editor", region="210300"):
    user = User.objects.create_user(name, is_staff=True)
    Assignment.objects.create(user=user, role=role, region_id=region)
    return signed_in(user), User.objects.get(pk=user.pk)


@pytest.fixture
def verdict(publish):
    return publish(
        Advice,
        key="test-verdict",
        region_id="210300",
        kind="step",
        title="照旧办法办",
        when={"outcome": ["file_long_term_pledge"]},
    )


def revised(row, user, title, start=dt.date(2027, 1, 1)):
    draft = workflow.revise(row, user, start, "新通知")
    draft.title = title
    draft.save()
    draft.history.update(history_user=user)
    return draft


def page(client, address):
    return client.get(address).content.decode()


def test_own_draft_is_seen_on_its_day_and_not_before(verdict):
    client, user = clerk()
    revised(verdict, user, "照新办法办")
    assert "照新办法办" in page(client, INSIDE)
    assert "照旧办法办" not in page(client, INSIDE)
    eve = page(client, INSIDE.replace(NEW_YEAR, "2026-12-31"))
    assert "照旧办法办" in eve
    assert "照新办法办" not in eve


def test_public_page_stays_as_it_was(verdict, client):
    inside, user = clerk()
    revised(verdict, user, "照新办法办", None)
    page(inside, INSIDE)
    assert "照旧办法办" in page(client, OUTCOME)


def test_somebody_elses_draft_is_not_shown_until_it_is_submitted(verdict):
    _, author = clerk("author")
    draft = revised(verdict, author, "照新办法办")
    client, _ = clerk("colleague", "reviewer")
    assert "照新办法办" not in page(client, INSIDE)
    workflow.submit(draft, author, "好了")
    assert "照新办法办" in page(client, INSIDE)


def test_draft_of_another_region_is_not_shown(verdict):
    _, author = clerk("author")
    workflow.submit(revised(verdict, author, "照新办法办"), author, "好了")
    client, _ = clerk("neighbour", "reviewer", "210200")
    assert "照新办法办" not in page(client, INSIDE)


def test_links_and_redirects_stay_inside(verdict):
    client, _ = clerk()
    shown = page(client, INSIDE)
    assert "预览：2027年1月1日的样子" in shown
    assert "<title>预览 2027年1月1日：" in shown
    assert f'href="/admin/preview/{NEW_YEAR}/guides/remote-care/' in shown
    answer = client.get(f"/admin/preview/{NEW_YEAR}/guides/remote-care/outcome/")
    assert answer["Location"].startswith(f"/admin/preview/{NEW_YEAR}/guides/remote-care/for_whom/")
    assert "no-store" in answer["Cache-Control"]


def test_the_address_on_the_sheet_is_the_public_one(verdict):
    client, _ = clerk()
    assert "http://testserver/guides/remote-care/outcome/" in page(client, INSIDE)


@pytest.mark.parametrize("address", ["admin/", "health/live", "admin/preview/", "nothing"])
def test_nothing_but_public_pages_is_shown(address):
    client, _ = clerk()
    assert client.get(f"/admin/preview/{NEW_YEAR}/{address}").status_code == 404


@pytest.mark.parametrize("day", ["2027-02-30", "20270101-", "2027"])
def test_a_day_that_does_not_exist_is_not_found(day):
    client, _ = clerk()
    assert client.get(f"/admin/preview/{day}/").status_code == 404


def test_visitors_and_idle_accounts_see_no_preview(client):
    assert client.get(INSIDE)["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("idle", is_staff=True))
    assert client.get(INSIDE).status_code == 403


def test_chooser_opens_the_pasted_address():
    client, _ = clerk()
    answer = client.get("/admin/preview/", {"on": NEW_YEAR, "path": f"https://example.org{OUTCOME}"})
    assert answer["Location"] == INSIDE


def test_chooser_says_what_is_wrong_with_a_date():
    client, _ = clerk()
    assert "请照 2027-01-01 的样子写。" in page(client, "/admin/preview/?on=tomorrow")


@pytest.mark.parametrize(
    ("day", "status"),
    [("1999-12-31", 404), ("2000-01-01", 200), ("2099-12-31", 200), ("2100-01-01", 404), ("9999-12-31", 404)],
)
def test_days_are_those_of_this_century(day, status):
    client, _ = clerk()
    assert client.get(INSIDE.replace(NEW_YEAR, day)).status_code == status
    chosen = client.get("/admin/preview/", {"on": day})
    assert chosen.status_code == (302 if status == 200 else 200)
    if status == 404:
        assert chosen.context["form"].errors["on"] == ["请写 2000 年到 2099 年里的一天。"]


def posted_to():
    """Every public page that takes a form of anybody, with answers that finish a guide."""
    public = [part for part in get_resolver().url_patterns if isinstance(part, URLResolver) and part.app_name]
    taking = [
        (part.app_name, pattern)
        for part in public
        if part.app_name != "admin"
        for pattern in part.url_patterns
        if getattr(pattern.callback, "csrf_exempt", False)
    ]
    given = {"slug": "remote-care", "key": "lapse", "code": "210300"}
    for app, pattern in taking:
        parts = {name: given[name] for name in pattern.pattern.converters}
        address = reverse(f"{app}:{pattern.name}", kwargs=parts)
        yield address + (f"?{OUTCOME.partition('?')[2]}" if "slug" in parts else "")


def test_what_is_posted_in_a_preview_changes_nothing():
    """Words told on a day to come would have all that wait for an answer forgotten as too old."""
    Unheard.objects.create(words="断保咋整", first_on=dt.date(2026, 11, 20), last_on=dt.date(2026, 11, 26))
    client, _ = clerk()
    form = {"words": "猫狗大战", "keep": "1", "reason": "phone", "q": "卡丢了", "total": "12000", "city": "鞍山"}
    addresses = list(posted_to())
    assert len(addresses) >= 6
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            assert client.post(f"/admin/preview/2099-12-31{address}", form).status_code in (200, 302, 303), address
        written = [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert (address, written) == (address, [])
    assert [row.words for row in Unheard.objects.all()] == ["断保咋整"]
