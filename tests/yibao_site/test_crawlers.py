"""What search engines are told, read as they read it: the longest rule that fits, with ``*`` for anything."""

import re

import pytest


@pytest.fixture
def forbidden(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    first, *rules = response.content.decode().splitlines()
    assert first == "User-agent: *"
    return [".*".join(map(re.escape, rule.removeprefix("Disallow: ").split("*"))) for rule in rules]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/", True),
        ("/guides/remote-care/", True),
        ("/offices/?place=210300", True),
        ("/glossary/", True),
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
