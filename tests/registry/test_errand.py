import threading

import pytest
from django.db import OperationalError

from registry.errand import Errand


@pytest.fixture
def gate():
    """Open it, and what waits there goes on."""
    opened = threading.Event()
    yield opened
    opened.set()


def test_whoever_waits_finds_it_done():
    done = []
    errand = Errand("adding", lambda: done.append(1))
    assert [errand.run(5), errand.run(5), done] == [True, True, [1, 1]]


def test_nobody_waits_past_his_seconds_from_its_beginning(gate):
    errand = Errand("waiting", gate.wait)
    assert not errand.run(0.1)
    assert not errand.run(0.1)  # its tenth of a second is over: this one does not wait at all
    gate.set()
    assert errand.run(5)


def test_it_is_not_begun_twice_at_a_time(gate):
    begun = []
    errand = Errand("waiting", lambda: (begun.append(1), gate.wait()))
    for _ in range(5):
        errand.run(0)
    gate.set()
    assert errand.run(5)
    assert len(begun) <= 2  # the first, and one for whoever came after it was done


@pytest.mark.parametrize("error", [OperationalError, OSError])
def test_failure_is_told_once_and_then_that_it_is_over(error, caplog):
    fails = [True]

    def do():
        if fails[0]:
            raise error("for_whom=self")

    errand = Errand("asking", do)
    told = [(errand.run(5), errand.failed) for _ in range(2)]
    fails[0] = False
    told.append((errand.run(5), errand.failed))
    assert told == [(True, True), (True, True), (True, False)]
    assert caplog.messages == [f"asking: not done: {error.__name__}", "asking: done again"]
