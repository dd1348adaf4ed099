"""What a server does before its first visitor."""

import importlib

import pytest
from django.db import connections

from registry import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def warmth(monkeypatch):
    """The module, whose import makes a whole site; the test's own connection stays open, with its transaction in it."""
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return importlib.import_module("yibao_site.warmth")


@pytest.mark.parametrize("hosts", [["yibao.example"], [".yibao.example"], ["*"], ["*", "yibao.example"]])
def test_content_is_read_whatever_the_site_is_called(warmth, settings, caplog, monkeypatch, hosts):
    settings.ALLOWED_HOSTS = hosts
    read = []
    load = snapshot.load
    monkeypatch.setattr(snapshot, "load", lambda *args: read.append(args) or load(*args))
    snapshot.forget()
    warmth.warm_up()
    assert len(read) == 1
    assert "not warmed up" not in caplog.text


def test_page_that_cannot_be_made_is_told(warmth, caplog, monkeypatch):
    monkeypatch.setattr(warmth, "_PAGES", (("guides:start", ("no-such-guide",), ""),))
    warmth.warm_up()
    assert "not warmed up: /guides/no-such-guide/ answers 404" in caplog.text
