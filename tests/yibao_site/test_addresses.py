"""Every public page has its place in what is said of pages by their addresses: a new one is not forgotten there."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yibao_site import metrics, middleware, preview

#: Something that stands in an address, by what it is called there.
PARTS = {"slug": "remote-care", "key": "for_whom", "code": "210300", "size": "large", "part": "2"}
#: What is made anew each time: it depends on more than the address, or keeps what it is sent.
NOT_KEPT = {
    "guides:home",
    "guides:text_size",
    "guides:search",
    "guides:tell",
    "calculators:estimate",
    "calculators:report",
}


def _named(resolver: URLResolver, app: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{app}:{pattern.name}", pattern
        elif pattern.namespace != "admin":
            yield from _named(pattern, pattern.namespace or app)


PAGES = {name: pattern for name, pattern in _named(get_resolver()) if name.partition(":")[0] in preview._SHOWN}


def path_of(name: str) -> str:
    return reverse(name, kwargs={part: PARTS[part] for part in PAGES[name].pattern.converters})


def test_there_are_as_many_as_were_thought_of():
    assert len(PAGES) >= 30


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"guides:text_size"}))
def test_page_is_counted_as_what_it_is(name):
    assert metrics.kind_of(path_of(name)) != "other"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_kept_or_known_not_to_be(name):
    assert path_of(name).startswith(middleware._KEPT) == (name not in NOT_KEPT)


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name.endswith(("report", "tell"))))
def test_what_keeps_what_it_is_sent_is_neither_for_previews_nor_for_crawlers(client, name):
    lines = client.get("/robots.txt").content.decode().splitlines()
    kept_out = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert name in preview._KEEPING
    assert any(fnmatchcase(path_of(name), f"{path}*") for path in kept_out)
