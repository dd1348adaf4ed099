"""What a process does that nobody asks."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from registry import snapshot
from registry.snapshot import contents
from yibao_site import metrics, pulse


def test_a_process_that_nobody_asks_sees_what_is_published(db, monkeypatch):
    snapshot.current()
    monkeypatch.setattr(snapshot, "_asked_at", -1e9)
    monkeypatch.setattr(snapshot, "_confirmed_at", snapshot._confirmed_at - snapshot.dt.timedelta(minutes=5))
    assert snapshot.age() > 299
    pulse.beat()
    assert snapshot.age() < 5


def test_it_goes_on_without_a_database(monkeypatch):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(snapshot, "current", away)
    pulse.beat()


def test_nothing_ends_it_and_the_same_is_told_once(monkeypatch, caplog):
    faults = [MemoryError(), MemoryError(), RuntimeError("can't start new thread"), KeyboardInterrupt()]

    def fails():
        raise faults.pop(0)

    monkeypatch.setattr(pulse, "beat", fails)
    monkeypatch.setattr(pulse.time, "sleep", lambda seconds: None)
    with pytest.raises(KeyboardInterrupt):
        pulse._go_on()
    assert [record.getMessage() for record in caplog.records] == ["pulse: MemoryError", "pulse: RuntimeError"]


def test_figures_tell_the_age_of_this_moment(db, settings, monkeypatch):
    settings.METRICS_PORT = 9101
    told = []
    monkeypatch.setattr(metrics.AGE, "set", told.append)
    pulse.beat()
    held = snapshot.current()
    monkeypatch.setattr(snapshot, "current", lambda: held)  # from now on nobody confirms anything
    monkeypatch.setattr(snapshot, "_confirmed_at", snapshot._confirmed_at - snapshot.dt.timedelta(minutes=5))
    pulse.beat()
    assert (told[0] < 5, told[1] > 299) == (True, True)


def test_what_a_day_needs_is_made_before_it_has_come(db, clock, monkeypatch):
    made = []
    monkeypatch.setattr(contents, "_dear", [lambda found, on: made.append((found, on))])
    today = dt.date(2031, 5, 5)  # which nobody else prepares
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    for minutes in (6, 4):
        clock(midnight - dt.timedelta(minutes=minutes))
        pulse.beat()
    found = snapshot.current()
    assert made == [(found, today), (found, midnight.date())]


def test_what_cannot_be_made_ahead_holds_back_nothing(db, clock, monkeypatch, caplog):
    made = []
    monkeypatch.setattr(contents, "_dear", [lambda found, on: 1 / 0, lambda found, on: made.append(on)])
    clock(dt.date(2031, 5, 7))
    pulse.beat()
    pulse.beat()
    assert made == [dt.date(2031, 5, 7)]
    assert [record.message for record in caplog.records] == ["not prepared"]
