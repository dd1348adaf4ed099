"""Limits are counted whether Redis answers or not, and nobody waits for it."""

import socket

import pytest
from django.core.cache import caches

from registry import counting, shared
from registry.models import Report
from registry.reports import PER_VISITOR
from tests.clock import TODAY
from tests.guides.pages.test_reports import tell
from yibao_site.settings import _NO_WAIT


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(shared, "_aside_until", float("-inf"))


@pytest.fixture
def port():
    """Where nobody answers, unless the test listens there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield free


@pytest.fixture
def redis(port, settings):
    """The site with a Redis that is gone."""
    address = f"redis://127.0.0.1:{port.getsockname()[1]}/0"
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address, "OPTIONS": _NO_WAIT}
    settings.CACHES = {"default": gone, "process": settings.CACHES["process"]}
    return port


def test_counts_by_name():
    assert [counting.count(name, TODAY) for name in ("a", "a", "b", "a")] == [1, 2, 1, 3]


def test_counts_without_redis(redis, caplog):
    assert [counting.count(name, TODAY) for name in ("a", "a", "b", "a")] == [1, 2, 1, 3]
    assert [record.getMessage() for record in caplog.records] == [
        "ConnectionError: each process does without the shared cache"
    ]


def test_counts_beside_a_redis_that_hangs(redis):
    redis.listen()
    assert [counting.count("a", TODAY) for _ in range(3)] == [1, 2, 3]


def test_redis_is_asked_again_after_a_while(redis, monkeypatch):
    asked = []
    monkeypatch.setattr(
        counting, "_counted", lambda cache, *_, counted=counting._counted: asked.append(cache) or counted(cache, *_)
    )
    for _ in range(2):
        counting.count("a", TODAY)
    assert asked == [caches["default"], caches["process"], caches["process"]]
    monkeypatch.setattr(shared, "_aside_until", shared._aside_until - shared.ASIDE)
    counting.count("a", TODAY)
    assert asked[3:] == [caches["default"], caches["process"]]


def test_nothing_is_shared_where_there_is_no_redis_and_nothing_fails_where_it_is_gone(redis, settings):
    settings.REDIS_URL = ""
    shared.put("a", b"1", 60)
    assert shared.get("a") is None
    settings.REDIS_URL = "redis://127.0.0.1"
    shared.put("a", b"1", 60)
    assert shared.get("a") is None


@pytest.mark.django_db
def test_reports_are_taken_and_limited_without_redis(redis, client):
    assert [tell(client).status_code for _ in range(PER_VISITOR + 1)] == [200] * PER_VISITOR + [429]
    assert Report.objects.get().count == PER_VISITOR
