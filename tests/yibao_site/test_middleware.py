import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from guides.models import Introduction
from guides.outcome import checklist
from registry import snapshot
from yibao_site.middleware import LONGEST_QUERY, PageCache

START = "/guides/remote-care/"
ADDRESS = START + "?scheme=employee"


class Site:
    """A page cache before a site that counts the pages it makes."""

    def __init__(self, **made):
        self.made, self.pages, self.cache = made, [], PageCache(self.make)

    def make(self, request):
        self.pages.append(request.get_full_path())
        response = HttpResponse(f"page {len(self.pages)}", status=self.made.get("status", 200))
        response["X-Made"] = str(len(self.pages))
        if "cookie" in self.made:
            response.set_cookie("name", self.made["cookie"])
        return response

    def get(self, address=ADDRESS, method="get", cookies=(), **extra):
        request = getattr(RequestFactory(), method)(address, **extra)
        request.COOKIES.update(cookies)
        return self.cache(request)


@pytest.fixture
def site(db, settings):
    settings.PAGE_CACHE_ENTRIES = 10
    return Site()


@pytest.mark.parametrize("address", [ADDRESS, "/offices/?place=210300"])
def test_cache_makes_a_page_once(site, address):
    pages = [site.get(address) for _ in range(3)]
    assert [(page.content, page["X-Made"]) for page in pages] == [(b"page 1", "1")] * 3
    assert site.pages == [address]


def test_cache_switched_off_makes_every_page(site, settings):
    settings.PAGE_CACHE_ENTRIES = 0
    assert [site.get().content for _ in range(2)] == [b"page 1", b"page 2"]


def test_cache_is_refreshed_by_a_change_of_content(site, publish):
    site.get()
    publish(Introduction, region_id="210300")
    assert site.get().content == b"page 2"


def test_cache_is_refreshed_at_midnight(site, monkeypatch):
    site.get()
    tomorrow = dt.date(2100, 1, 1)
    monkeypatch.setattr("yibao_site.middleware.timezone.localdate", lambda: tomorrow)
    assert site.get().content == b"page 2"


@pytest.mark.parametrize(
    "other",
    [
        {"address": START + "?scheme=resident"},
        {"address": START},
        {"address": START + "scheme/?scheme=employee"},
        {"cookies": {"text_size": "large"}},
        {"headers": {"host": "127.0.0.1"}},
        {"headers": {"hx-request": "true"}},
        {"secure": True},
    ],
)
def test_cache_is_not_shared(site, other):
    site.get()
    assert site.get(**other).content == b"page 2"
    assert [site.get().content, site.get(**other).content] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("cookies", [{"sessionid": "abc"}, {"other": "1"}])
def test_cache_is_shared_whatever_other_cookies_say(site, cookies):
    site.get()
    assert site.get(cookies=cookies).content == b"page 1"


@pytest.mark.parametrize(
    "request_values",
    [{"method": "post"}, {"method": "head"}, {"address": "/"}, {"address": "/admin/"}, {"address": "/healthz"}],
)
def test_cache_leaves_other_requests_alone(site, request_values):
    assert [site.get(**request_values).content for _ in range(2)] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("made", [{"status": 302}, {"status": 404}, {"status": 500}, {"cookie": "value"}])
def test_cache_keeps_no_refusals_and_no_cookies(db, settings, made):
    settings.PAGE_CACHE_ENTRIES = 10
    site = Site(**made)
    assert [site.get().content for _ in range(2)] == [b"page 1", b"page 2"]


def test_cache_drops_the_oldest_page(site, settings):
    settings.PAGE_CACHE_ENTRIES = 2
    for scheme in ("a", "b", "c"):
        site.get(START + f"?scheme={scheme}")
    assert site.get(START + "?scheme=c").content == b"page 3"
    assert site.get(START + "?scheme=b").content == b"page 2"
    assert site.get(START + "?scheme=a").content == b"page 4"


def test_cached_page_equals_the_page(client, db, settings):
    plain = client.get(START)
    settings.PAGE_CACHE_ENTRIES = 10
    kept = [client.get(START) for _ in range(2)][1]
    assert (kept.status_code, kept.content) == (200, plain.content)
    assert dict(kept.headers) == dict(plain.headers)


def test_cached_page_shows_a_change_of_content(client, db, settings):
    settings.PAGE_CACHE_ENTRIES = 10
    client.get(START)
    row = checklist.introduction(snapshot.current(), "remote-care", timezone.localdate())
    stored = Introduction.objects.get(pk=row.pk)
    stored.title = "办事员刚改的"
    stored.save()
    assert "<h1>办事员刚改的</h1>" in client.get(START).content.decode()


def test_cached_page_keeps_the_text_size_of_its_reader(client, db, settings):
    settings.PAGE_CACHE_ENTRIES = 10
    client.get(START)
    client.cookies["text_size"] = "huge"
    assert b'class="text-huge"' in client.get(START).content
    del client.cookies["text_size"]
    assert b'class="text-standard"' in client.get(START).content


@pytest.mark.parametrize("letters", [LONGEST_QUERY + 1, 100_000])
def test_address_too_long_is_refused_in_plain_words(client, letters):
    response = client.get("/", {"a": "a" * (letters - 2)})
    assert response.status_code == 414
    assert "<h1>这个网址太长，打不开</h1>" in response.content.decode()


def test_address_of_the_greatest_length_is_answered(client, db):
    assert client.get("/", {"a": "a" * (LONGEST_QUERY - 2)}).status_code == 200


@pytest.mark.parametrize("address", ["/", START, START + "scheme/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_method_is_refused_in_plain_words(client, address, method):
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert "<h1>这一页不能这样打开</h1>" in response.content.decode()


def test_other_method_says_how_long_its_page_is(client):
    response = client.post("/")
    assert response.headers.get("Content-Length") in {None, str(len(response.content))}


@pytest.mark.parametrize("address", ["/", START, START + "for_whom/", "/offices/", "/guides/nowhere/", "/admin/login/"])
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_header_on_every_page(client, db, address, header, value):
    assert client.get(address)[header] == value


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", "no-referrer"),
        (START, "no-referrer"),
        (START + "for_whom/", "no-referrer"),
        ("/admin/login/", "same-origin"),
    ],
)
def test_header_referrer(client, db, address, policy):
    assert client.get(address)["Referrer-Policy"] == policy


@pytest.mark.parametrize("address", ["/", START, "/admin/login/"])
def test_header_content_security_policy(client, db, address):
    rules = dict(rule.strip().split(" ", 1) for rule in client.get(address)["Content-Security-Policy"].split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


@pytest.mark.parametrize(
    ("address", "robots"), [("/admin/login/", "noindex"), (START + "for_whom/", "noindex"), ("/", None), (START, None)]
)
def test_header_robots(client, db, address, robots):
    assert client.get(address).headers.get("X-Robots-Tag") == robots


@pytest.mark.parametrize("address", ["/", START, START + "for_whom/", START + "outcome/?stage=emergency", "/offices/"])
def test_public_page_sets_no_cookie(client, db, address):
    response = client.get(address)
    assert (response.status_code, dict(response.cookies)) == (200, {})
