"""What a server does before its first visitor."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import connections

from registry import snapshot
from tests.thorough import some

pytestmark = pytest.mark.django_db


@pytest.fixture
def warmth(monkeypatch):
    """The module, whose import makes a whole site; the test's own connection stays open, with its transaction in it."""
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    return importlib.import_module("yibao_site.warmth")


@pytest.mark.parametrize("hosts", some([["yibao.example"], [".yibao.example"], ["*"], ["*", "yibao.example"]]))
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


def said(warmth, monkeypatch, caplog, vendor="sqlite", key="k" * 40, lacks=""):
    monkeypatch.setattr(warmth, "connection", SimpleNamespace(vendor=vendor))
    monkeypatch.setenv("SECRET_KEY", key)
    monkeypatch.setattr(warmth, "lacks_room", lambda _: lacks)
    warmth.look_around()
    return caplog.messages


def test_nothing_is_said_where_nothing_will_go_wrong(warmth, monkeypatch, caplog):
    assert said(warmth, monkeypatch, caplog) == []
    assert said(warmth, monkeypatch, caplog, "sqlite", "") == []
    assert said(warmth, monkeypatch, caplog, "postgresql") == []


def test_a_key_of_its_own_is_said_of_a_replica(warmth, monkeypatch, caplog):
    assert "SECRET_KEY is not set" in said(warmth, monkeypatch, caplog, "postgresql", " ")[0]


def test_a_full_disk_is_said(warmth, monkeypatch, caplog):
    assert "STATE_DIR is full" in said(warmth, monkeypatch, caplog, lacks="0 MB")[0]
