"""Who asks: one subscriber is one address, however it is written and by whomever."""

import logging

import pytest
from django.test import RequestFactory

from registry import visitors
from registry.visitors import client_address, from_elsewhere, from_the_desk


def asked(forwarded=None, remote="192.0.2.1", **headers):
    given = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", headers={**given, **headers}, REMOTE_ADDR=remote)


@pytest.fixture(autouse=True)
def _not_warned_yet():
    visitors._warn.cache_clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::1]:443", "2001:db8::"),
        (1, "unknown", None),
        (1, "", "192.0.2.1"),
    ],
)
def test_address_comes_from_our_own_proxies_only(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    assert client_address(asked(forwarded)) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("203.0.113.9:1", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
        ("64:ff9b::203.0.113.9", "203.0.113.9"),
        ("64:ff9b::1:203.0.113.9", "64:ff9b::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::", "2001:db8:1:3::"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::"),
        ("", None),
        ("unix:", None),
        ("1.2.3", None),
        ("203.0.113.9:port", None),
        ("[garbage]:80", None),
        ("203.0.113.9\0", None),
    ],
)
def test_one_subscriber_is_one_address(settings, written, address):
    settings.PROXIES = 0
    assert client_address(asked(remote=written)) == address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "lines"),
    [
        (0, "203.0.113.9", 1),
        (0, None, 0),
        (1, "203.0.113.9", 0),
        (2, "203.0.113.9", 1),
        (2, "192.0.2.1, 203.0.113.9", 0),
    ],
)
def test_forgotten_proxy_is_told_once(settings, caplog, proxies, forwarded, lines):
    settings.PROXIES = proxies
    with caplog.at_level(logging.WARNING, logger="registry.visitors"):
        for _ in range(3):
            client_address(asked(forwarded))
    told = [record.getMessage() for record in caplog.records if record.name == "registry.visitors"]
    assert len(told) == lines
    assert all("PROXIES" in line and "203.0.113.9" not in line for line in told)


def test_who_comes_past_all_proxies_has_the_address_he_comes_from(settings):
    settings.PROXIES = 1
    assert client_address(asked(remote="203.0.113.9")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://testserver"}, False),
        ({"origin": "https://testserver"}, False),
        ({"origin": "https://yibao.example.cn"}, False),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "http://testserver.evil.example"}, True),
        ({"origin": "http://testserver:8080"}, True),
        ({"origin": "http://["}, True),
        ({"origin": ""}, True),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"origin": "http://testserver", "sec-fetch-site": "cross-site"}, True),
    ],
)
def test_page_of_another_site_is_known_by_what_browsers_say(settings, headers, elsewhere):
    settings.CSRF_TRUSTED_ORIGINS = ["https://yibao.example.cn"]
    assert from_elsewhere(asked(**headers)) is elsewhere


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"origin": "http://testserver"}, True),
        ({"referer": "http://testserver/admin/"}, True),  # as browsers did before they said Origin
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, True),
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "null", "referer": "http://testserver/admin/"}, False),
        ({"referer": "https://evil.example/http://testserver/"}, False),
        ({"origin": "http://testserver", "sec-fetch-site": "cross-site"}, False),
    ],
)
def test_page_of_the_desk_says_where_it_stands(headers, ours):
    assert from_the_desk(asked(**headers)) is ours
