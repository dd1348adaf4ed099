"""Nothing typed is lost: the session has gone, or the form has grown old; nobody else gets to see it."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.test import Client
from psycopg.errors import DeadlockDetected

from registry.models import Office
from registry.pages import desk_url
from tests.conftest import person
from yibao_site.middleware import LARGEST_FORM

pytestmark = pytest.mark.django_db

ANSHAN = "210300"
NOTE = '先打电话，再去。\n"二楼" <左转>'


@pytest.fixture
def writer():
    return person("writer", ("editor", ANSHAN))


@pytest.fixture
def client(writer):
    found = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    found.force_login(writer)
    return found


@pytest.fixture
def draft(publish):
    return publish(Office, region_id=ANSHAN, status="draft", key="hall")


def opened(client, row):
    """The form of a row as it was opened: its address and its boxes."""
    address = desk_url(row, "change", row.pk)
    page = client.get(address)
    form = page.context["adminform"].form
    boxes = {box.html_name: box.value() for box in form if box.value() not in (None, False)}
    return address, {**boxes, "csrfmiddlewaretoken": token(page)}


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def carried(page):
    """What a page would send when its button is pressed."""
    text = page.content.decode()
    boxes = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    found = {}
    for name, value in boxes:
        found.setdefault(unescape(name), []).append(unescape(value))
    return {**found, "csrfmiddlewaretoken": token(page)}


def test_session_gone_while_typing_gives_the_typing_back(client, writer, draft):
    address, boxes = opened(client, draft)
    Session.objects.all().delete()
    page = client.post(address, {**boxes, "note": NOTE, "services": ["filing", "card"]})
    assert page.status_code == 403
    assert page.headers["Cache-Control"] == "no-store"
    assert "您登录的时间到了，要重新登录。" in page.content.decode()
    assert carried(page)["note"] == [NOTE]
    client.force_login(writer)
    old = client.post(address, carried(page))  # the login has made the page's token old
    saved = client.post(address, carried(old)) if old.status_code == 403 else old
    assert saved.status_code == 302
    draft.refresh_from_db()
    assert (draft.note.splitlines(), draft.services) == (NOTE.splitlines(), ["filing", "card"])


def test_change_that_gave_way_to_a_colleagues_is_saved_by_one_more_press(client, draft, monkeypatch):
    """PostgreSQL ends one of two transactions that wait for each other: with it nothing of the form is lost."""
    address, boxes = opened(client, draft)

    def give_way(*_, **__):
        raise OperationalError from DeadlockDetected("values")

    client.raise_request_exception = False
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Office, "save", give_way)
        page = client.post(address, {**boxes, "note": NOTE})
    assert (page.status_code, page.headers["Cache-Control"]) == (409, "no-store")
    assert "有同事正好同时在改，您的还没有存。" in page.content.decode()
    assert client.post(address, carried(page)).status_code == 302
    assert Office.objects.get(pk=draft.pk).note.splitlines() == NOTE.splitlines()


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("database is locked"), 503, "网站正忙，您的还没有存。"),
        (ValueError("no"), 500, "出了故障，是网站的问题，您的还没有存。"),
    ],
)
def test_what_failed_is_saved_by_one_more_press(client, draft, monkeypatch, error, status, said):
    address, boxes = opened(client, draft)

    def fail(*_, **__):
        raise error

    client.raise_request_exception = False
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Office, "save", fail)
        page = client.post(address, {**boxes, "note": NOTE})
    assert (page.status_code, page.headers["Cache-Control"]) == (status, "no-store")
    assert page.headers.get("Retry-After") == ("60" if status == 503 else None)
    assert said in page.content.decode()
    assert client.post(address, carried(page)).status_code == 302
    assert Office.objects.get(pk=draft.pk).note.splitlines() == NOTE.splitlines()


def test_form_that_has_grown_old_is_saved_by_one_more_press(client, draft):
    address, boxes = opened(client, draft)
    client.cookies["csrftoken"] = "x" * 32  # logged in again in another window
    page = client.post(address, {**boxes, "note": NOTE, "opening": "周一 8:30-11:30"})
    assert (page.status_code, Office.objects.get(pk=draft.pk).note) == (403, "")
    told = page.content.decode()
    assert "再点一次就存。" in told
    assert "<dt>提醒</dt><dd>先打电话，再去。" in told
    assert "<dt>把握</dt><dd>转述</dd>" in told
    assert "<dt>办公时间</dt><dd>周一 8:30-11:30</dd>" in told  # typed in one line, kept as rows
    assert "<dt></dt>" not in told
    assert "TOTAL_FORMS</dt>" not in told
    assert "DEBUG" not in told
    assert client.post(address, carried(page)).status_code == 302
    assert Office.objects.get(pk=draft.pk).note.splitlines() == NOTE.splitlines()


def test_what_was_typed_is_kept_nowhere(client, draft):
    address, boxes = opened(client, draft)
    Session.objects.all().delete()
    client.post(address, {**boxes, "note": NOTE})
    assert not Session.objects.exists()
    other = Client()
    other.force_login(person("other", ("editor", ANSHAN)))
    assert "先打电话，再去" not in other.get(address).content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},  # of a page that will not say where it stands: ours do
        {"HTTP_ORIGIN": "", "HTTP_REFERER": "https://evil.example/"},
        {"HTTP_ORIGIN": ""},
    ],
)
def test_what_another_site_sends_is_not_sent_back(client, draft, headers):
    address, boxes = opened(client, draft)
    client.cookies["csrftoken"] = "x" * 32
    for _ in range(2):  # with a session, then without one
        page = client.post(address, {**boxes, "note": NOTE}, **headers)
        assert "先打电话，再去" not in page.content.decode()
        Session.objects.all().delete()
    assert Office.objects.get(pk=draft.pk).note == ""


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/second-factor/", "/admin/password_change/", "/admin/auth/user/add/"]
)
def test_passwords_are_never_sent_back(client, address):
    sent = {"username": "writer", "password": "my-own-secret", "old_password": "my-own-secret", "code": "123456"}
    for _ in range(2):
        page = client.post(address, sent).content.decode()
        assert "my-own-secret" not in page
        assert "123456" not in page
        Session.objects.all().delete()


def test_what_is_larger_than_anything_typed_is_read_of_who_is_logged_in_alone(client, writer, draft, monkeypatch):
    """A stranger had megabytes read and given back, and all visitors wait."""
    address, boxes = opened(client, draft)
    large = {**boxes, "note": "<" * LARGEST_FORM}
    client.cookies["csrftoken"] = "x" * 32
    assert carried(client.post(address, large))["note"] == [large["note"]]
    Session.objects.all().delete()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(WSGIRequest, "_load_post_and_files", None)
        page = client.post(address, large)
    assert page.status_code == 403
    assert "您送来的太大，没有收。" in page.content.decode()
    assert carried(client.post(address, {**boxes, "note": NOTE}))["note"] == [NOTE]


def test_stranger_has_forms_given_back_so_often_and_no_more(client, draft, settings):
    settings.DEAR_PER_HOUR = 10
    address, boxes = opened(client, draft)
    stranger = Client(headers={"origin": "http://testserver"})
    stranger.cookies["sessionid"] = "invented"
    assert [stranger.post(address, {"note": NOTE}).status_code for _ in range(4)] == [403, 403, 429, 429]
    assert stranger.get(address).status_code == 302
    assert client.post(address, {**boxes, "note": NOTE}).status_code == 302  # who is logged in is not counted
    settings.DEAR_PER_HOUR = 0
    assert stranger.post(address, {"note": NOTE}).status_code == 403


def test_page_that_nobody_may_see_still_asks_for_the_login(client, draft):
    Session.objects.all().delete()
    answer = client.get(desk_url(draft, "change", draft.pk))
    assert answer.headers["Location"].startswith("/admin/login/?next=")
