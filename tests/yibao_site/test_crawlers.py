"""What search engines are told, read as they read it: the longest rule that fits, with ``*`` for anything."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest

from guides.flows import FLOWS
from guides.models import Introduction, Misconception
from registry import sitemap, snapshot
from tests.thorough import some


@pytest.fixture
def forbidden(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    told = response.content.decode().splitlines()
    first, *rules = [line for line in told if line and not line.startswith("Sitemap: ")]
    assert first == "User-agent: *"
    return [".*".join(map(re.escape, rule.removeprefix("Disallow: ").split("*"))) for rule in rules]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/", True),
        ("/guides/remote-care/", True),
        ("/offices/?place=210300", True),
        ("/glossary/", True),
        ("/places/", True),
        ("/places/210300/", True),
        ("/answers/lapse/?place=210300", True),
        ("/places/210300/report/", False),
        ("/guides/remote-care/for_whom/", False),
        ("/guides/remote-care/outcome/?for_whom=self", False),
        ("/guides/remote-care/outcome.json", False),
        ("/guides/remote-care/outcome-1.png", False),
        ("/admin/login/", False),
        ("/search/?q=a", False),
        ("/text-size/large/?next=/", False),
    ],
)
def test_pages_to_be_found(forbidden, address, found):
    assert any(re.match(rule, address) for rule in forbidden) is not found


def listed(client):
    """The pages of the site map, each with the day of its last change or None."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{name}urlset"
    return {page.findtext(f"{name}loc"): page.findtext(f"{name}lastmod") for page in root}


def test_pages_are_gathered_once_for_all_who_ask(client, db, monkeypatch):
    """A third of a second for each request: eight in a second kept every visitor waiting for two."""
    asked = []

    def counted(now, on):
        asked.append(on)
        return [sitemap.Listed("/counted/")]

    monkeypatch.setattr(sitemap, "_sources", [counted])
    snapshot.forget()
    assert [list(listed(client)) for _ in range(3)] == [["http://testserver/counted/"]] * 3
    assert asked == [snapshot.today()]
    snapshot.forget()


def test_robots_name_the_site_map(client):
    assert "\n\nSitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").content.decode()


def test_site_map_has_every_page_that_is_to_be_found_and_nothing_else(client, db):
    pages = {address.removeprefix("http://testserver") for address in listed(client)}
    places = snapshot.current().places
    known = {"/", "/answers/", "/estimate/", "/glossary/", "/misconceptions/", "/offices/", "/places/"}
    known |= {f"/guides/{slug}/" for slug in FLOWS}
    known |= {f"/places/{place.code}/" for place in (*places.provinces, *places.pools)}
    assert known - pages == set()
    answers = {page for page in pages - known if re.fullmatch(r"/answers/[a-z0-9-]+/(\?place=\d{6})?", page)}
    assert pages - known == answers
    asked = set(re.findall(r'href="(/answers/[^"/#?]+/)"', client.get("/answers/").content.decode()))
    assert asked == {page for page in answers if "?" not in page}


def test_every_kind_of_page_in_the_site_map_is_found_under_its_own_address(client, db):
    """One of each place's answers, and all others: each is there, may be indexed, and says that this is its address, to
    search engines and to chats."""
    pages = [page for page in listed(client) if "?" not in page or page.endswith(("=440300", "=320100"))]
    for address in some(pages, 6):
        response = client.get(address.removeprefix("http://testserver"))
        assert (address, response.status_code, response.get("X-Robots-Tag")) == (address, 200, None)
        page = response.content.decode()
        assert re.findall('<link rel="canonical" href="([^"]*)">', page) == [address]
        assert re.findall('<meta property="og:url" content="([^"]*)">', page) == [address]
        [title], [shared] = re.findall("<title>(.*?)</title>", page), re.findall('"og:title" content="(.*?)"', page)
        assert title.startswith(shared), address
        [said], [told] = (re.findall(f'"{name}" content="(.*?)"', page) for name in ("description", "og:description"))
        assert said == told, address
        assert 10 < len(said) < 120, (address, said)


@pytest.mark.parametrize(
    ("page", "canonical"),
    [
        ("/?utm_source=x", "/"),
        ("/guides/remote-care/?cleared=1", "/guides/remote-care/"),
        ("/offices/?place=210300&service=card", "/offices/?place=210300"),
        ("/offices/?find=%E6%9C%9D%E9%98%B3", "/offices/"),
        ("/estimate/?x=1", "/estimate/"),
    ],
)
def test_page_names_one_address_however_it_is_asked_for(client, db, page, canonical):
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in client.get(page).content.decode()


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("page", "described"),
    [
        (
            "/places/210300/",
            "辽宁省鞍山市医保电话 0412-12393，社保卡电话 0412-12333。去外地看病、报销、补卡怎么办、窗口地址、当地的规定",
        ),
        ("/places/630200/", "青海省海东市医保电话 0972-12393，社保卡电话 0972-12333。去外地看病、报销、补卡怎么办。"),
        ("/offices/?place=210300", "辽宁省鞍山市医保、社保卡打哪个电话，窗口在哪里，今天上不上班。"),
        ("/offices/?place=630200", "青海省海东市医保、社保卡打哪个电话，怎么找离您最近的窗口。"),
    ],
)
def test_description_promises_what_the_page_has(client, db, page, described):
    assert f'<meta name="description" content="{described}' in client.get(page).content.decode()


def test_days_of_the_site_map_are_those_of_the_rows(client, publish, clock):
    """A row that is checked moves the pages of its place alone; one of the nation moves all."""
    day = dt.date(2026, 12, 24)
    clock(day)
    row = Introduction.objects.published().get(guides=["remote-care"])
    before = listed(client)
    publish(Misconception, region_id="210300", collected_on=day)
    after = listed(client)
    moved = {page.removeprefix("http://testserver") for page in after if after[page] != before[page]}
    assert moved == {"/misconceptions/", "/places/210300/"}
    assert after["http://testserver/places/210300/"] == "2026-12-24"
    row.collected_on = day
    row.save()
    moved = {page for page, changed in listed(client).items() if changed == "2026-12-24"}
    assert {"http://testserver/", "http://testserver/guides/remote-care/"} <= moved
    assert "http://testserver/places/630200/" in moved
    assert "http://testserver/guides/card-replacement/" not in moved
    assert "http://testserver/answers/lapse/" not in moved


def test_site_map_stands_under_the_address_of_the_site(client, settings, db):
    settings.SITE_URL = "https://example.org"
    assert {page.partition("/places")[0] for page in listed(client) if "/places/" in page} == {"https://example.org"}
    assert "Sitemap: https://example.org/sitemap.xml" in client.get("/robots.txt").content.decode()
