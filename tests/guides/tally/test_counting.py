"""How often pages are opened: what is counted, and that nothing about who opened them is anywhere."""

import datetime as dt
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from guides.models import Count
from guides.models.counts import KEPT
from guides.tally import counting
from yibao_site import counted

GUIDE = "/guides/remote-care"
ANSWERS = {"for_whom": "family", "scheme": "employee", "insured_place": "210300", "care_place": "110000"}
DONE = {**ANSWERS, "stage": "emergency"}
DAY = dt.date(2026, 11, 26)


@pytest.fixture
def counts(settings, monkeypatch, db):
    """Counting is on; what would be written beside the requests is written here."""
    settings.COUNTS = True
    monkeypatch.setattr(counting, "_writing", SimpleNamespace(run=lambda _: None))
    counting.clear()
    yield lambda: {(kind, guide, name): number for (_, kind, guide, name), number in counting._counts.items()}
    counting.clear()


def opened(*paths, **headers):
    client = Client()  # whose middleware is loaded now
    return [client.get(path, **headers) for path in paths]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (f"{GUIDE}/", {("started", "remote-care", ""): 1}),
        (f"{GUIDE}/for_whom/", {("asked", "remote-care", "for_whom"): 1}),
        (f"{GUIDE}/for_whom/?for_whom=family", {("answered", "remote-care", "for_whom"): 1}),
        (f"{GUIDE}/for_whom/?asked=for_whom", {}),
        (f"{GUIDE}/for_whom/?again=1", {}),
        (f"{GUIDE}/outcome/?{urlencode(ANSWERS)}", {}),
        (
            f"{GUIDE}/outcome/?{urlencode(DONE)}",
            {("outcome", "remote-care", "emergency"): 1, ("place", "", "210300"): 1},
        ),
        (f"{GUIDE}/outcome.txt?{urlencode(DONE)}", {("taken", "remote-care", "text"): 1}),
        ("/places/210300/", {("place", "", "210300"): 1}),
        ("/places/999999/", {}),
        ("/", {}),
        ("/search/?q=zhangsan", {}),
    ],
)
@pytest.mark.django_db
def test_a_page_is_counted_as_what_it_is(counts, path, found):
    opened(path)
    assert counts() == found


def test_a_page_that_was_kept_is_counted_each_time(counts, settings):
    settings.PAGE_CACHE_ENTRIES = 9
    answers = opened(*[f"{GUIDE}/"] * 3)
    assert getattr(answers[2], "from_memory", False)
    assert counts() == {("started", "remote-care", ""): 3}


@pytest.mark.django_db
def test_who_only_asks_for_a_head_or_tries_a_bill_is_not_counted(counts):
    Client().head(f"{GUIDE}/")
    Client().post(f"/guides/second-reimbursement/outcome/?{urlencode(DONE)}", {"total": "1"})
    assert counts() == {}


@pytest.mark.django_db
def test_who_looks_for_a_place_sees_its_question_once(counts):
    asked = f"{GUIDE}/insured_place/?" + urlencode({"for_whom": "family", "scheme": "employee"})
    opened(asked, f"{asked}&find=%E9%9E%8D", f"{asked}&insured_place=210000")
    assert counts()[("asked", "remote-care", "insured_place")] == 1


@pytest.mark.django_db
def test_a_preview_is_nobodys_visit(counts):
    marked = counting.mark(HttpResponse(), Count.Kind.STARTED, "remote-care")
    for path, number in (("/admin/preview/2026-11-26/guides/remote-care/", 0), (f"{GUIDE}/", 1)):
        counted.Counted(lambda _: marked)(SimpleNamespace(path=path, method="GET"))
        assert len(counting._counts) == number


@pytest.mark.django_db
def test_nothing_is_counted_or_said_where_it_is_off(counts, settings):
    assert "只数每页打开几次。" in opened(f"{GUIDE}/")[0].content.decode()
    counting.clear()
    settings.COUNTS = False
    assert "只数每页" not in opened(f"{GUIDE}/")[0].content.decode()
    assert counts() == {}


@pytest.mark.django_db
def test_what_is_kept_is_a_day_and_words_of_ours(counts):
    """Whatever a visitor sends along."""
    sent = {**DONE, "zqxcanary": "zqxcanary"}
    opened(
        f"{GUIDE}/outcome/?{urlencode(sent)}",
        HTTP_USER_AGENT="zqxcanary",
        HTTP_COOKIE="a=zqxcanary",
        REMOTE_ADDR="9.9.9.9",
    )
    opened(f"{GUIDE}/zqxcanary/", "/places/zqxcanary/", "/guides/zqxcanary/")
    counting.write()
    assert {field.name for field in Count._meta.get_fields()} == {"id", "on", "kind", "guide", "name", "count"}
    told = str(list(Count.objects.values_list()))
    assert [word for word in ("zqx", "employee", "9.9.9.9", "family", "110000") if word in told] == []
    assert set(Count.objects.values_list("on", flat=True)) == {timezone.localdate()}


@pytest.mark.django_db
def test_numbers_are_added_to_those_of_others(counts):
    for _ in range(2):  # two processes, one after the other
        for _ in range(3):
            counting.take((("started", "remote-care", ""),), DAY)
        counting.write()
        counting.write()
    assert [row.count for row in Count.objects.all()] == [6]
    assert counts() == {}


@pytest.mark.django_db
def test_what_cannot_be_written_stays(counts, monkeypatch):
    def gone(_):
        raise DatabaseError

    counting.take((("started", "remote-care", ""),), DAY)
    with monkeypatch.context() as away:
        away.setattr(Count, "add", gone)
        with pytest.raises(DatabaseError):
            counting.write()
    assert counts() == {("started", "remote-care", ""): 1}


def test_all_is_written_now_and_then_and_not_with_each_page(monkeypatch):
    begun = []
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(counting, "_writing", SimpleNamespace(run=begun.append))
    monkeypatch.setattr(counting, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(counting, "_due", 100.0)
    for now, times in ((100.0, 1), (101.0, 1), (100.0 + counting.EVERY - 1, 1), (100.0 + counting.EVERY, 2)):
        clock.now = now
        counting.take((("started", "x", ""),), DAY)
        assert len(begun) == times
    counting.clear()


@pytest.mark.django_db
def test_old_numbers_go():
    for days in (KEPT, KEPT + 1):
        Count.objects.create(on=DAY - dt.timedelta(days=days), kind="started", guide="x", count=1)
    assert Count.forget(DAY) == 1
    assert Count.objects.get().on == DAY - dt.timedelta(days=KEPT)
