from threading import Event, Thread

import pytest
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from guides.pages.urls import urlpatterns
from yibao_site.limits import KINDS, DeskRoom, Limits


@pytest.fixture
def site(settings):
    """Lets through one sheet, ten pages with figures and one password."""
    settings.DEAR_PER_HOUR = 1
    caches["default"].clear()
    yield Limits(lambda _: HttpResponse("made"))
    caches["default"].clear()


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


def test_every_file_that_is_set_is_dear():
    """Each address of ours that makes a PDF or a picture."""
    made = [str(each.pattern) for each in urlpatterns if str(each.pattern).endswith((".pdf", ".png"))]
    paths = ["/" + one.replace("<slug:slug>", "remote-care").replace("<str:part>", "1") for one in made]
    assert len(paths) == 5
    assert [path for path in paths if not KINDS[0].path.fullmatch(path)] == []


def test_desk_leaves_half_of_a_process_to_the_public(settings):
    settings.THREADS = 4
    begun, go_on = [Event(), Event()], Event()
    waiting = iter(begun)

    def slow(request):
        if request.path == "/admin/slow/":
            next(waiting).set()
            go_on.wait(10)
        return HttpResponse("made")

    site, make = DeskRoom(slow), RequestFactory().get
    clerks = [Thread(target=site, args=(make("/admin/slow/"),)) for _ in begun]
    try:
        for clerk, has_begun in zip(clerks, begun, strict=True):
            clerk.start()
            assert has_begun.wait(10)
        refused = site(make("/admin/"))
        assert (refused.status_code, refused["Retry-After"]) == (429, "10")
        assert "<h1>请稍后再试</h1>" in refused.content.decode()
        assert site(make("/guides/remote-care/")).status_code == 200
    finally:
        go_on.set()
        for clerk in clerks:
            clerk.join(10)
    assert site(make("/admin/")).status_code == 200


def test_page_of_the_desk_that_fails_leaves_its_room(settings):
    settings.THREADS = 2
    answers = iter([RuntimeError, None])

    def failing(request):
        if error := next(answers):
            raise error
        return HttpResponse("made")

    site, make = DeskRoom(failing), RequestFactory().get
    with pytest.raises(RuntimeError):
        site(make("/admin/"))
    assert site(make("/admin/")).status_code == 200


def test_desk_has_its_room_on_the_whole_site(settings):
    assert "yibao_site.limits.DeskRoom" in settings.MIDDLEWARE
