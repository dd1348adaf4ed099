import datetime as dt

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, StreamingHttpResponse
from django.http.request import HttpHeaders
from django.template.backends.jinja2 import Template
from django.test import Client, RequestFactory
from django.utils import timezone

from guides.models import Introduction
from guides.outcome import checklist
from guides.outcome.ways import FILES, PART
from registry import snapshot
from tests.clock import TODAY
from yibao_site.middleware import (
    LARGEST_FORM,
    LARGEST_UPLOAD,
    LONGEST_KEPT,
    LONGEST_QUERY,
    ForProxies,
    PageCache,
    PlainRefusals,
)

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


@pytest.mark.parametrize(("before", "kept"), [(3600, 2), (2, 2), (1.5, 1), (0.5, 0)])
def test_proxy_is_told_how_long_not_until_when(clock, settings, before, kept):
    """Another clock than its own would keep a page for longer."""
    settings.PROXIES = 1
    midnight = timezone.make_aware(dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time()))
    clock(midnight - dt.timedelta(seconds=before))
    response = ForProxies(lambda request: HttpResponse(headers={"Cache-Control": "no-cache"}))(
        RequestFactory().get("/")
    )
    assert response["X-Accel-Expires"] == str(kept)


def test_cache_is_refreshed_at_midnight(site, clock):
    site.get()
    clock(TODAY + dt.timedelta(days=1))
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


@pytest.mark.parametrize(
    "other",
    [
        {"cookies": {"sessionid": "abc"}},
        {"cookies": {"text_size": "a" * 8000}},
        {"cookies": {"text_size": "standard"}},
        {"headers": {"hx-request": "a" * 8000}},
        {"headers": {"user-agent": "a" * 8000}},
        {"headers": {"accept-language": "en"}},
        {"headers": {"x-forwarded-host": "evil.example"}},
        {"headers": {"x-forwarded-proto": "https"}},
        {"headers": {"x-script-name": "/evil"}},
        {"SCRIPT_NAME": "/evil"},
        {"CONTENT_TYPE": "text/plain; charset=utf-16"},
    ],
)
def test_cache_is_shared_whatever_else_a_client_sends(site, other):
    site.get()
    assert site.get(**other).content == b"page 1"


def test_cache_keeps_no_long_addresses(site):
    long = START + "?a=" + "a" * (LONGEST_KEPT - 1)
    assert [site.get(address).content for address in (long[:-1], long[:-1])] == [b"page 1"] * 2
    assert [site.get(address).content for address in (long, long)] == [b"page 2", b"page 3"]


@pytest.mark.parametrize(
    "typed", ["find=13677337331", "find=a", "q=a", "place=440106199907077331", "place=%E9%9E%8D", "a=b+c"]
)
@pytest.mark.parametrize("before", ["", "scheme=employee&"])
def test_nothing_that_was_typed_is_kept(site, settings, typed, before):
    settings.PROXIES = 1
    pages = [site.get(f"{START}?{before}{typed}") for _ in range(2)]
    assert [page.content for page in pages] == [b"page 1", b"page 2"]
    assert site.cache.pages == {}
    told = ForProxies(lambda request: HttpResponse())(RequestFactory().get(f"{START}?{before}{typed}"))
    assert "X-Accel-Expires" not in told


@pytest.mark.parametrize("chosen", ["find=", "place=210300&service=claims", "discharged=2026-11-01&care_type=chronic"])
def test_what_was_chosen_is_kept(site, chosen):
    assert [site.get(f"{START}?{chosen}").content for _ in range(2)] == [b"page 1", b"page 1"]


def test_cache_keeps_short_keys_whatever_is_sent(site):
    for number in range(20):
        junk = f"{number}" * 4000
        headers = {"hx-request": junk, "user-agent": f"MicroMessenger {junk}", "accept-language": junk}
        site.get(START + "?a=" + junk[:LONGEST_KEPT], cookies={"text_size": junk}, headers=headers)
        site.get(START + f"?a={number}", cookies={"text_size": junk}, headers=headers)
    assert len(site.cache.pages) == 10
    assert max(sum(len(str(part)) for part in key) for key in site.cache.pages) < 200


@pytest.mark.parametrize(
    ("allowed", "host", "kept"),
    [
        (["yibao.example"], "yibao.example", True),
        (["yibao.example"], "yibao.example:8443", True),
        ([".yibao.example"], "a.yibao.example", False),
        (["*"], "a.example", False),
    ],
)
def test_cache_keeps_pages_of_hosts_that_are_named(site, settings, allowed, host, kept):
    settings.ALLOWED_HOSTS = allowed
    pages = [site.get(headers={"host": host}).content for _ in range(2)]
    assert pages == ([b"page 1", b"page 1"] if kept else [b"page 1", b"page 2"])


def test_cache_is_shared_by_hosts_where_the_site_has_an_address(site, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://yibao.example", ["*"]
    assert [site.get(headers={"host": host}).content for host in ("a.example", "b.example")] == [b"page 1"] * 2
    assert site.get(headers={"host": "a.example:99999"}).content == b"page 2"  # for the refusal inside


@pytest.mark.parametrize(
    "request_values",
    [{"method": "post"}, {"method": "head"}, {"address": "/"}, {"address": "/admin/"}, {"address": "/health/live"}],
)
def test_cache_leaves_other_requests_alone(site, request_values):
    assert [site.get(**request_values).content for _ in range(2)] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("made", [{"status": 302}, {"status": 404}, {"status": 500}, {"cookie": "value"}])
def test_cache_keeps_no_refusals_and_no_cookies(db, settings, made):
    settings.PAGE_CACHE_ENTRIES = 10
    site = Site(**made)
    assert [site.get().content for _ in range(2)] == [b"page 1", b"page 2"]


def test_cache_drops_the_page_that_nobody_asked_for_longest(site, settings):
    settings.PAGE_CACHE_ENTRIES = 2
    for scheme in ("a", "b", "a", "c"):
        site.get(START + f"?scheme={scheme}")
    assert site.get(START + "?scheme=a").content == b"page 1"
    assert site.get(START + "?scheme=c").content == b"page 3"
    assert site.get(START + "?scheme=b").content == b"page 4"


class Watched(dict):
    """What a request brought along, which notes what of it was looked at, by either of its names."""

    def __init__(self, brought):
        super().__init__(brought)
        self.seen = set()

    def note(self, name):
        if name.startswith("HTTP_"):
            self.seen.add(name)

    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.note(name)
        return super().get(name, default)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)


class WatchedHeaders(HttpHeaders):
    def __init__(self, brought):
        super().__init__(brought)
        self.brought = brought

    def __getitem__(self, name):
        self.brought.note(self.to_wsgi_name(name))
        return super().__getitem__(name)


@pytest.mark.parametrize(
    "address",
    [
        START,
        START + "insured_place/?for_whom=self&insured_place=210000&find=a",
        START + "outcome/?stage=emergency",
        "/answers/",
        "/glossary/",
        "/misconceptions/",
        "/offices/?place=210300",
        "/places/210300/",
    ],
)
@pytest.mark.parametrize("value", ["true", "%74rue"])
def test_page_that_is_kept_looks_at_no_header_but_those_it_is_kept_by(db, settings, address, value):
    """One more that changes a page would change it for everybody."""
    settings.PAGE_CACHE_ENTRIES = 10
    request = RequestFactory().get(address, headers={"hx-request": value, "user-agent": value})
    request.META = Watched(request.META)
    request.headers = WatchedHeaders(request.META)
    handler = BaseHandler()
    handler.load_middleware()
    assert handler.get_response(request).status_code == 200
    assert request.META.seen == {"HTTP_HOST", "HTTP_HX_REQUEST", "HTTP_USER_AGENT"}


def test_question_that_is_kept_leads_on_whatever_others_have_sent(client, db, settings):
    """htmx may send its headers encoded; no browser has to here."""
    settings.PAGE_CACHE_ENTRIES = 10
    typed = {"for_whom": "self", "asked": "insured_place", "find": "鞍山"}
    client.get(START + "insured_place/", typed, headers={"hx-request": "%74rue", "hx-request-uri-autoencoded": "true"})
    assert client.get(START + "insured_place/", typed).status_code == 302


@pytest.mark.parametrize(
    "address", [START, "/answers/", "/glossary/", "/misconceptions/", "/offices/?place=210300", "/places/210300/"]
)
def test_cached_page_equals_the_page(client, db, settings, monkeypatch, address):
    """The second time nothing is made."""
    plain = client.get(address)
    settings.PAGE_CACHE_ENTRIES = 10
    client.get(address)
    monkeypatch.setattr(Template, "render", lambda *_: pytest.fail("made again"))
    kept = client.get(address)
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


@pytest.mark.parametrize(
    "address", ["/offices/%3F" + '"' * 2500, "/text-size/large/?next=/" + '"' * 1900, "/admin/x" + '"' * 1650]
)
def test_no_answer_has_a_head_that_nginx_takes_for_a_failed_replica(client, db, address):
    """A mark is three letters in the address that it leads to; behind nginx that was 502 for everybody."""
    response = client.get(address)
    assert response.status_code == 414
    assert len(response.serialize_headers()) < 8 * 1024
    assert "这个网址太长，打不开" in response.content.decode()


@pytest.mark.parametrize(("letters", "status"), [(4000, 302), (6000, 414)])
def test_address_that_a_chat_bent_leads_on_up_to_some_length(client, db, letters, status):
    assert client.get("/offices/%3F" + "a" * letters).status_code == status


def test_address_of_the_greatest_length_is_answered(client, db):
    assert client.get("/", {"a": "a" * (LONGEST_QUERY - 2)}).status_code == 200


@pytest.mark.parametrize("address", ["/", START, START + "scheme/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("token", [False, True])
def test_other_method_is_refused_in_plain_words(address, method, token):
    """A browser has no token for them, and is not told of one."""
    response = getattr(Client(enforce_csrf_checks=token), method)(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
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


def test_other_method_of_a_static_file_is_refused_in_plain_words():
    """Django reads the content of no file that is sent piece by piece."""
    static = PlainRefusals(lambda _: StreamingHttpResponse(status=405, headers={"Allow": "GET, HEAD"}))
    response = static(RequestFactory().post("/static/css/site.css"))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "<h1>这一页不能这样打开</h1>" in response.content.decode()


@pytest.mark.parametrize("address", ["/favicon.ico", "/robots.txt", "/health/live"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_what_programs_ask_for_is_only_read(client, db, address, method):
    assert getattr(client, method)(address).status_code == 405
    assert client.head(address).status_code in {200, 204}


PORTLESS = "a" * 63
SHARED = ["outcome/", "outcome.json", *(file.path.replace(PART, "1") for file in FILES.values())]


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1:" + "0" * 3000, "127.0.0.1:65536", "127.0.0.1:000080", ".".join([PORTLESS] * 5), "a b"],
)
def test_host_that_cannot_be_ours_is_refused_in_plain_words_and_logged_nowhere(
    client, db, caplog, settings, host, name
):
    settings.ALLOWED_HOSTS = ["127.0.0.1", ".".join([PORTLESS] * 5)]
    response = client.get(f"{START}{name}?stage=emergency", headers={"host": host})
    assert (response.status_code, "<h1>这个请求看不懂</h1>" in response.content.decode()) == (400, True)
    assert caplog.records == []


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "anything"])
@pytest.mark.parametrize("address", [START, "/admin/", "/admin/login/"])
def test_cookie_that_no_database_can_look_up_is_refused_in_plain_words(client, db, address, name):
    """PostgreSQL refuses the sign NUL; in a cookie it is written as three digits."""
    response = client.get(address, headers={"cookie": f'{name}="\\000aaaaaaaa"'})
    assert (response.status_code, "<h1>这个请求看不懂</h1>" in response.content.decode()) == (400, True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:65535", "[::1]:1", "LOCALHOST"])
def test_host_of_ours_is_answered(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]", "localhost"]
    assert client.get(f"{START}outcome/qr.png?stage=emergency", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", START, START + "for_whom/", START + "outcome/?stage=emergency", "/offices/?find=x"]
)
def test_language_of_a_browser_changes_nothing(client, db, address):
    pages = {client.get(address, headers={"accept-language": language}).content for language in ("zh", "en", "de", "*")}
    assert len(pages) == 1


def test_language_of_a_browser_changes_no_sentence_about_a_form(client, db):
    bill = {"city": "x" * 41, "scheme": "nothing", "total": "\0"}
    answers = [client.post("/estimate/", bill, headers={"accept-language": language}) for language in ("zh", "en")]
    assert answers[0].content == answers[1].content


def form(length):
    return {"data": "total=" + "1" * (length - 6), "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("address", ["/estimate/", "/guides/second-reimbursement/outcome/", "/admin/login/"])
def test_form_is_refused_from_one_letter_too_many(client, db, address):
    assert client.post(address, **form(LARGEST_FORM)).status_code in {200, 302}
    refused = client.post(address, **form(LARGEST_FORM + 1))
    assert (refused.status_code, "<h1>您填的内容太多，收不下</h1>" in refused.content.decode()) == (413, True)


def test_workbook_is_refused_from_one_byte_too_many(admin_client, db):
    assert admin_client.post("/admin/registry/office/", **form(LARGEST_UPLOAD + 1)).status_code == 413
    assert admin_client.post("/admin/registry/office/", **form(LARGEST_FORM + 1)).status_code in (200, 302)


@pytest.mark.parametrize("address", ["/estimate/", "/admin/login/"])
def test_file_is_passed_over_on_public_pages(client, db, address):
    response = client.post(address, {"city": "某某", "total": SimpleUploadedFile("a.txt", b"60000")})
    assert not response.wsgi_request.FILES
    assert response.wsgi_request.POST["city"] == "某某"


@pytest.mark.parametrize(
    ("address", "vary"),
    [
        ("/", "Cookie"),
        (START, "Cookie"),
        ("/offices/", "Cookie"),
        ("/nowhere/", "Cookie"),
        (START + "for_whom/", "Cookie, HX-Request"),
        (START + "outcome/?stage=emergency", "Cookie, User-Agent"),
        (START + "outcome.json?stage=emergency", None),
        (START + "outcome/qr.png?stage=emergency", None),
    ],
)
def test_header_vary_names_what_the_answer_is_made_by(client, db, address, vary):
    assert client.get(address).headers.get("Vary") == vary


@pytest.mark.parametrize(
    "address",
    [
        *(f"{START}{name}?stage=emergency" for name in SHARED),
        f"{START}outcome.json",
        "/",
        "/text-size/large/",
        "/nowhere/",
    ],
)
def test_header_on_every_answer(client, db, address):
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["", "login/", "password_change/", "jsi18n/", "registry/office/"])
def test_no_page_of_the_desk_stays_in_a_browser(admin_client, address):
    assert "no-store" in admin_client.get(f"/admin/{address}").headers["Cache-Control"]


@pytest.mark.parametrize("name", [*(name for name in SHARED if name != "outcome.ics"), "outcome.json?stage=zzz"])
def test_what_holds_answers_stays_out_of_search_engines(client, db, name):
    address = f"{START}{name}" if "?" in name else f"{START}{name}?stage=emergency"
    assert client.get(address).headers["X-Robots-Tag"] == "noindex"


def test_upload_lies_in_memory_and_needs_no_folder():
    """A full one would cost a clerk all that was typed beside the paper."""
    file = SimpleUploadedFile("a.pdf", b"x" * (LARGEST_UPLOAD - LARGEST_FORM))
    request = RequestFactory().post("/admin/", {"file": file})
    assert isinstance(request.FILES["file"], InMemoryUploadedFile)
