import pickle

import pytest
from django.core.cache.backends.redis import RedisCacheClient
from redis.exceptions import InvalidResponse

from registry import counting, shared
from registry.plainvalues import Plain
from tests.clock import TODAY


@pytest.mark.parametrize("value", ["salt", "", 0, -3, 10**12, None, True, [1, "二"], b"", b"\x89PNG\r\n", b"j1"])
def test_what_is_kept_is_found_again(value):
    stored = Plain().dumps(value)
    found = Plain().loads(stored if isinstance(stored, bytes) else str(stored).encode())
    assert (found, type(found)) == (value, type(value))


def test_a_number_can_be_counted_up():
    assert Plain().dumps(7) == 7


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was run",))


def test_a_pickle_is_neither_written_nor_run():
    with pytest.raises(TypeError):
        Plain().dumps(Trap())
    with pytest.raises(InvalidResponse):
        Plain().loads(pickle.dumps(Trap()))


NONE_OF_OURS = [b"", b"-", b"\x80", b"j{", b"j\xff", b"j" + b"[" * 100_000, b"9" * 5_000, b"1e5"]


@pytest.mark.parametrize("stored", NONE_OF_OURS, ids=lambda stored: repr(stored[:5]))
def test_whoever_asks_does_without_what_is_none_of_ours(stored, settings, monkeypatch):
    """A page that counts or looks for a sheet is answered as if the shared cache were away."""

    class Redis:
        def get(self, key):
            return stored

    address = "redis://127.0.0.1:9/0"
    options = {"serializer": "registry.plainvalues.Plain"}
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address, "OPTIONS": options}
    settings.REDIS_URL = address
    settings.CACHES = {"default": away, "process": settings.CACHES["process"]}
    monkeypatch.setattr(RedisCacheClient, "get_client", lambda *_, **__: Redis())
    for ask in (lambda: counting.count(f"a{stored[:5]!r}", TODAY), lambda: shared.get("words") is None):
        monkeypatch.setattr(shared, "_aside_until", float("-inf"))
        assert ask() == 1
