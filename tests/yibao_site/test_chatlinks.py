"""Links as chats and mail programs bend them, and what must not come of mending them."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from yibao_site.chatlinks import ChatLinks, mended

OFFICES = "/offices/?place=210300&service=card"


@pytest.mark.parametrize(
    ("bent", "link"),
    [
        (("/offices/?place=210300&service=card", ""), ("/offices/", "place=210300&service=card")),
        (("/offices/？place=210300&service=card", ""), ("/offices/", "place=210300&service=card")),
        (("//offices/", "place=210300&service=card"), ("/offices/", "place=210300&service=card")),
        (("/guides///manual-claim//outcome/", "a=b"), ("/guides/manual-claim/outcome/", "a=b")),
        (("/offices/", "place=210300&amp;service=card"), ("/offices/", "place=210300&service=card")),
        (("/offices/", "place=210300&amp;amp;service=card"), ("/offices/", "place=210300&service=card")),
        (
            ("/offices/?find=鞍山&service=card", "from=chat"),
            ("/offices/", "find=%E9%9E%8D%E5%B1%B1&service=card&from=chat"),
        ),
        (("/offices/。", ""), ("/offices/", "")),
        (("/offices/，快看", ""), ("/offices/", "")),
        (("/guides/manual-claim/outcome.pdf）", "a=b"), ("/guides/manual-claim/outcome.pdf", "a=b")),
        (("，快看", ""), ("/", "")),
    ],
)
def test_bent_link_is_the_link_again(bent, link):
    assert mended(*bent) == link
    assert mended(*link) == link


@pytest.mark.parametrize(
    "link",
    [
        ("/", ""),
        ("/offices/", "find=%E9%9E%8D%E5%B1%B1&x=a//b?c"),
        ("/guides/remote-care/outcome-1.png", "proof=a&proof=b"),
        ("/static/js/tidy.3f9a1c.js", ""),
        ("/a\nforged line", ""),
        ("/.%2e/\\evil.example", ""),
    ],
)
def test_link_that_nobody_bent_stays(link):
    assert mended(*link) == link


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "//\\evil.example", "/\\/evil.example", "//evil.example/?x"]
)
def test_nothing_leads_to_another_host(path):
    request = RequestFactory().get("/", PATH_INFO=path)
    target = ChatLinks(lambda _: HttpResponse("page", headers={"Location": "/"}))(request)["Location"]
    assert target.startswith("/")
    assert target[1:2] not in ("/", "\\")


@pytest.mark.parametrize("method", ["get", "head"])
def test_reader_is_sent_to_the_page(method):
    request = getattr(RequestFactory(), method)("/offices/%3Fplace=210300&service=card")
    response = ChatLinks(lambda _: HttpResponse("page"))(request)
    assert (response.status_code, response["Location"]) == (302, OFFICES)


def test_what_leads_nowhere_is_no_other_host_either():
    request = RequestFactory().get("/", PATH_INFO="//\\evil.example\r\nX-Sly: 1")
    response = ChatLinks(lambda _: HttpResponse("page"))(request)
    assert response["Location"] == "/%5Cevil.example%0D%0AX-Sly%3A%201"


def test_nothing_is_appended_where_there_is_no_query():
    request = RequestFactory().get("/", PATH_INFO="//offices/")
    assert ChatLinks(lambda _: HttpResponse("page"))(request)["Location"] == "/offices/"


@pytest.mark.parametrize(("method", "path"), [("post", "/estimate/。"), ("get", "/admin/。"), ("get", "/offices/")])
def test_what_was_sent_and_the_desk_are_left_alone(method, path):
    response = ChatLinks(lambda _: HttpResponse("page"))(getattr(RequestFactory(), method)(path))
    assert response.content == b"page"


@pytest.mark.django_db
def test_bent_link_of_a_place_opens_its_page(client: Client):
    page = client.get("/offices/%3Fplace=210300&amp;service=card。", follow=True)
    assert page.redirect_chain == [("/offices/?place=210300&service=card%E3%80%82", 302)]
    assert "<h1>辽宁省鞍山市的办事窗口</h1>" in page.content.decode()
