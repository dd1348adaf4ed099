"""What processes share can be found and read by whoever has the words that it was made of, and by nobody else."""

import pytest
from django.core.cache import caches

from registry import shared

SAID = '["sheet", "参保地 鞍山市"]'
MADE = b"%PDF-1.7 for_whom=self&insured_place=210300 " * 9


@pytest.fixture(autouse=True)
def kept(settings, monkeypatch):
    """Everything that is put there, by its name; what answers is the process's own cache."""
    found = {}
    settings.REDIS_URL = "redis://127.0.0.1"
    cache = caches["process"]
    monkeypatch.setattr(shared, "asked", lambda ask, without: ask(cache))
    monkeypatch.setattr(
        cache, "set", lambda name, value, *_, put=cache.set: found.update({name: value}) or put(name, value)
    )
    return found


def test_who_has_the_words_gets_what_was_made_of_them():
    shared.put(SAID, MADE, 60)
    assert shared.get(SAID) == MADE
    assert shared.get(SAID.replace("鞍山", "沈阳")) is None


def test_of_what_was_made_nothing_can_be_read_there(kept):
    shared.put(SAID, MADE, 60)
    [(name, value)] = kept.items()
    assert "鞍山" not in name
    for part in (b"%PDF", b"for_whom", b"210300"):
        assert part not in value


def test_the_same_twice_lies_there_in_two_ways(kept):
    shared.put(SAID, MADE, 60)
    first = dict(kept)
    shared.put(SAID, MADE, 60)
    assert first.keys() == kept.keys()
    assert list(first.values()) != list(kept.values())


@pytest.mark.parametrize(
    "change", [lambda value: "words", lambda value: b"%PDF-1.7", lambda value: value[:-9] + b"AAAAAAAA="]
)
def test_what_others_put_there_under_that_name_is_not_ours(kept, change):
    shared.put(SAID, MADE, 60)
    [(name, value)] = kept.items()
    caches["process"].set(name, change(value))
    assert shared.get(SAID) is None


@pytest.fixture
def cache(settings, monkeypatch):
    """A shared cache that takes its time, and one of a process; how often the first was asked."""
    monkeypatch.undo()
    settings.REDIS_URL = "redis://127.0.0.1"
    monkeypatch.setattr(shared, "_aside_until", -shared.math.inf)
    now = [1000.0]
    monkeypatch.setattr(shared.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("error", [UnicodeDecodeError("utf-8", b"x", 0, 1, "no"), TypeError("no"), ValueError("no")])
def test_whatever_it_fails_with_each_does_without_it(cache, error):
    def fail(_):
        raise error

    assert shared.asked(fail, lambda: "ours") == "ours"


@pytest.mark.parametrize(("seconds", "again"), [(shared.SLOW, True), (shared.SLOW + 0.01, False)])
def test_cache_that_is_slow_is_put_aside_for_a_while(cache, seconds, again, caplog):
    calls = []

    def ask(_):
        calls.append(cache[0])
        cache[0] += seconds
        return "theirs"

    assert shared.asked(ask, lambda: "ours") == "theirs"
    assert shared.asked(ask, lambda: "ours") == ("theirs" if again else "ours")
    assert len(calls) == (2 if again else 1)
    assert [record.getMessage() for record in caplog.records] == (
        [] if again else ["Slow: each process does without the shared cache"]
    )
    cache[0] += shared.ASIDE
    assert shared.asked(ask, lambda: "ours") == "theirs"
