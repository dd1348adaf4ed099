import pytest
from django.db import OperationalError

from registry import snapshot
from registry.places import Places


def away(*_, **__):
    raise OperationalError("gone")


def test_a_process_that_answers_is_alive_whatever_else_is_not(client, monkeypatch):
    monkeypatch.setattr(snapshot, "current", away)
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"ok": True}, "no-store")


def test_who_asks_from_the_machine_is_told_why_it_is_ready(client, db, settings):
    settings.REDIS_URL = ""
    told = client.get("/health/ready").json()
    assert told["content_version"] == snapshot.current().version
    assert {name: told[name] for name in ("ok", "database", "cache", "content_from_disk")} == {
        "ok": True,
        "database": True,
        "cache": "own",
        "content_from_disk": False,
    }


@pytest.mark.parametrize("where", [{"REMOTE_ADDR": "203.0.113.5"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_strangers_are_told_no_more_than_that(client, db, where):
    assert client.get("/health/ready", **where).json() == {"ok": True}


def test_a_machine_asks_itself_by_its_private_address(client, db):
    told = client.get("/health/ready", REMOTE_ADDR="10.0.0.5", SERVER_NAME="10.0.0.5").json()
    assert told["database"] is True
    for asking, name in (("10.0.0.1", "10.0.0.5"), ("", "")):
        assert client.get("/health/ready", REMOTE_ADDR=asking, SERVER_NAME=name).json() == {"ok": True}
    told = client.get("/health/ready", REMOTE_ADDR="10.0.0.1", SERVER_NAME="10.0.0.5").json()
    assert told == {"ok": True}


@pytest.mark.parametrize("name", ["127.0.0.1:8001", "10.0.0.5:8001", "site-2:8000"])
@pytest.mark.parametrize("what", ["live", "ready"])
def test_a_machine_may_be_asked_by_its_own_name(client, db, settings, name, what):
    """Of a server whose ALLOWED_HOSTS is the site's name alone."""
    settings.ALLOWED_HOSTS = ["yibao.example.cn"]
    assert client.get("/guides/", headers={"host": name}).status_code == 400
    assert client.get(f"/health/{what}", headers={"host": name}).json()["ok"] is True


def test_it_can_only_be_read(client, db):
    answer = client.post("/health/ready")
    assert (answer.status_code, answer["Allow"], "这一页不能这样打开" in answer.text) == (405, "GET, HEAD", True)


def test_without_any_content_it_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(snapshot, "current", away)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)


def test_without_regions_it_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(snapshot, "current", lambda: snapshot.Snapshot({}, Places([]), {}))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "no regions loaded")


def test_a_database_that_has_been_away_is_told(client, db, monkeypatch):
    monkeypatch.setattr(snapshot, "age", lambda: 60.0)
    told = client.get("/health/ready").json()
    assert (told["ok"], told["database"], told["content_confirmed_seconds_ago"]) == (True, False, 60)


def test_a_redis_that_is_away_is_told(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    settings.CACHES = {**settings.CACHES, "default": gone}
    assert client.get("/health/ready").json()["cache"] == "away"
