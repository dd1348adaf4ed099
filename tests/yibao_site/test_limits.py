import re
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from guides.outcome.ways import DRAWN, PART
from guides.pages.urls import urlpatterns
from yibao_site.limits import KINDS, Limits, Rooms
from yibao_site.settings import _SECONDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(settings):
    """Lets through one sheet, ten pages with figures and one password."""
    settings.DEAR_PER_HOUR = 1
    return Limits(lambda _: HttpResponse("made"))


def asked(site, method, path, times, address="203.0.113.5"):
    make = getattr(RequestFactory(REMOTE_ADDR=address), method)
    return [site(make(path)).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", "/guides/remote-care/outcome.pdf", 1),
        ("get", "/guides/remote-care/outcome-large.pdf", 1),
        ("get", "/guides/remote-care/outcome-2.png", 1),
        ("get", "/guides/remote-care/outcome/qr.png", 1),
        ("get", "/guides/remote-care/authorisation.pdf", 1),
        ("get", "/search/", 10),
        ("post", "/search/", 10),
        ("head", "/search/", 10),
        ("post", "/estimate/", 10),
        ("post", "/guides/remote-care/outcome/", 10),
        ("post", "/admin/login/", 1),
    ],
)
def test_dear_ones_are_had_so_often_and_no_more(site, method, path, allowed):
    assert asked(site, method, path, allowed + 2) == [200] * allowed + [429] * 2
    assert asked(site, method, path, 1, "203.0.113.6") == [200]


def test_all_sheets_count_together(site):
    assert asked(site, "get", "/guides/a/outcome.pdf", 1) + asked(site, "get", "/guides/b/outcome-1.png", 1) == [
        200,
        429,
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/guides/remote-care/outcome/"),
        ("get", "/guides/remote-care/outcome.txt"),
        ("head", "/guides/remote-care/outcome.pdf"),
        ("get", "/"),
        ("get", "/admin/login/"),
        ("get", "/offices/"),
    ],
)
def test_what_is_cheap_is_never_limited(site, method, path):
    assert set(asked(site, method, path, 30)) == {200}


def test_who_had_too_much_is_told_what_to_do(site):
    make = RequestFactory(REMOTE_ADDR="203.0.113.5").get
    answer = [site(make("/guides/remote-care/outcome.pdf")) for _ in range(2)][1]
    page = answer.content.decode()
    assert ("<h1>请稍后再试</h1>" in page, "12393" in page, answer["Retry-After"]) == (True, True, "600")


def test_limits_can_be_switched_off(settings):
    settings.DEAR_PER_HOUR = 0
    with pytest.raises(MiddlewareNotUsed):
        Limits(lambda _: HttpResponse())


DEAR_TO_NGINX = re.search(
    r"location ~ (\S+) \{\n    limit_req zone=dear ", (ROOT / "deploy/nginx/locations.conf").read_text()
)


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.name)
def test_every_file_that_is_drawn_is_dear_to_us_and_to_nginx(file):
    path = "/guides/remote-care/" + file.path.replace(PART, "1")
    assert [bool(each.fullmatch(path)) for each in (KINDS[0].path, re.compile(DEAR_TO_NGINX[1]))] == [True, True]


@pytest.mark.parametrize("place", ["^~ /admin/", "= /admin/login/"])
def test_nginx_hears_what_a_desk_without_a_database_says(place):
    """A wait that ends before the process has given up is a failure of the replica, which the public reads from too."""
    said = (ROOT / "deploy/nginx/locations.conf").read_text()
    block = said.partition(f"location {place} {{")[2].partition("\n}")[0]
    waits = [int(seconds) for seconds in re.findall(r"proxy_read_timeout (\d+)s;", block)]
    assert waits
    assert waits[0] > _SECONDS + 1


def test_no_address_makes_a_picture_or_a_pdf_that_is_not_among_them():
    made = {str(each.pattern) for each in urlpatterns if str(each.pattern).endswith((".pdf", ".png"))}
    assert made == {f"guides/<slug:slug>/{file.path}" for file in DRAWN}


def test_desk_leaves_half_of_a_process_to_the_public(settings):
    settings.THREADS = 4
    begun, go_on = [Event(), Event()], Event()
    waiting = iter(begun)

    def slow(request):
        if request.path == "/admin/slow/":
            next(waiting).set()
            go_on.wait(10)
        return HttpResponse("made")

    site, make = Rooms(slow), RequestFactory().get
    clerks = [Thread(target=site, args=(make("/admin/slow/"),)) for _ in begun]
    try:
        for clerk, has_begun in zip(clerks, begun, strict=True):
            clerk.start()
            assert has_begun.wait(10)
        refused = site(make("/admin/"))
        assert (refused.status_code, refused["Retry-After"]) == (429, "10")
        assert "请退回上一页，过一会儿再点一次" in refused.content.decode()
        assert "<h1>请稍后再试</h1>" in refused.content.decode()
        assert site(make("/guides/remote-care/")).status_code == 200
    finally:
        go_on.set()
        for clerk in clerks:
            clerk.join(10)
    assert site(make("/admin/")).status_code == 200


@pytest.mark.parametrize("path", ["/guides/remote-care/outcome/report/", "/search/tell/"])
def test_those_who_tell_us_something_leave_the_rest_of_a_process(settings, path):
    settings.THREADS = 4
    begun, go_on = Event(), Event()

    def slow(request):
        if request.method == "POST" and request.path == path:
            begun.set()
            go_on.wait(10)
        return HttpResponse("made")

    site, make = Rooms(slow), RequestFactory()
    teller = Thread(target=site, args=(make.post(path),))
    try:
        teller.start()
        assert begun.wait(10)
        refused = site(make.post("/places/210300/report/"))
        assert (refused.status_code, refused["Retry-After"]) == (429, "10")
        for other in (make.get(path), make.post("/estimate/"), make.get("/admin/"), make.post("/admin/x/report/")):
            assert site(other).status_code == 200
    finally:
        go_on.set()
        teller.join(10)
    assert site(make.post(path)).status_code == 200


def test_page_of_the_desk_that_fails_leaves_its_room(settings):
    settings.THREADS = 2
    answers = iter([RuntimeError, None])

    def failing(request):
        if error := next(answers):
            raise error
        return HttpResponse("made")

    site, make = Rooms(failing), RequestFactory().get
    with pytest.raises(RuntimeError):
        site(make("/admin/"))
    assert site(make("/admin/")).status_code == 200


def test_desk_has_its_room_on_the_whole_site(settings):
    assert "yibao_site.limits.Rooms" in settings.MIDDLEWARE
