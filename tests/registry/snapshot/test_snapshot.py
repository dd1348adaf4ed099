import datetime as dt
import re
import threading
import time

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from guides.models import Advice, Channel, Document, Introduction, Option, Parameter, Wording
from registry import snapshot
from registry.errand import Errand
from registry.models import CalendarDay, ContentVersion, Office, OfficeHours, Region, SourceDocument
from registry.places import Places
from registry.snapshot import contents
from registry.snapshot.stored import published_rows

ANSHAN = "210300"


def behind_the_back(row):
    """What another process does: change a row and move the version on, without this one's signals."""
    type(row).objects.filter(pk=row.pk).update(name="别处改的")
    ContentVersion.objects.filter(kind=row._meta.label).update(number=models.F("number") + 1)


def committed():
    """The end of the transaction that a test runs in, as far as the snapshot knows."""
    hooks, connection.run_on_commit = connection.run_on_commit, []
    for _, hook, _ in hooks:
        hook()


def names():
    return [row.name for row in snapshot.current().rows(Office) if row.key == "test-row"]


@pytest.mark.parametrize("model", [Office, CalendarDay, Introduction, Wording, Document, Channel, Advice, Parameter])
def test_version_moves_on_with_each_published_model(publish, model):
    row = publish(model, region_id=ANSHAN)
    version = sum(snapshot.stored_versions().values())
    row.save()
    assert sum(snapshot.stored_versions().values()) == version + 1
    row.delete()
    assert sum(snapshot.stored_versions().values()) == version + 2


@pytest.mark.parametrize(
    ("parent", "model", "values"),
    [
        (Office, OfficeHours, {"weekday": 0, "opens": dt.time(9), "closes": dt.time(10)}),
        (Wording, Option, {"value": "planning", "label": "还没去"}),
    ],
)
def test_version_moves_on_with_inline_rows(publish, parent, model, values):
    row = publish(parent, region_id=ANSHAN)
    version = sum(snapshot.stored_versions().values())
    inline = model.objects.create(**{parent.__name__.lower(): row}, **values)
    assert sum(snapshot.stored_versions().values()) == version + 1
    inline.delete()
    assert sum(snapshot.stored_versions().values()) == version + 2


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Region, {"code": "999999", "name": "某地", "short_name": "某", "level": "prefecture"}),
        (SourceDocument, {"key": "another", "title": "另一份"}),
    ],
)
def test_version_moves_on_with_regions_and_sources(db, model, values):
    version = sum(snapshot.stored_versions().values())
    row = model.objects.create(**values)
    assert sum(snapshot.stored_versions().values()) == version + 1
    row.delete()
    assert sum(snapshot.stored_versions().values()) == version + 2


def test_what_is_dear_of_new_content_is_made_while_the_old_one_answers(publish, monkeypatch):
    row = publish(Office)
    committed()
    before = snapshot.newest()
    made = []
    monkeypatch.setattr(contents, "_PATIENCE_WITH_DEAR", 60)  # however busy the machine is
    monkeypatch.setattr(contents, "_preparing", Errand("its own", contents._prepare))  # no errand of before goes on
    monkeypatch.setattr(contents, "_dear", [lambda found, on: made.append((found, on, snapshot.in_memory()))])
    monkeypatch.setattr(snapshot._keeping, "run", lambda patience: None)
    behind_the_back(row)
    monkeypatch.setattr(snapshot, "_asked_at", -1e9)
    snapshot._ask()
    assert made == [(snapshot.in_memory(), snapshot.today(), before)]
    assert snapshot.in_memory() is not before


def test_new_content_does_not_wait_long_for_what_is_dear_of_it(publish, monkeypatch):
    snapshot.current()
    go_on, begun = threading.Event(), threading.Event()
    monkeypatch.setattr(contents, "_PATIENCE_WITH_DEAR", 0.01)
    monkeypatch.setattr(contents, "_dear", [lambda found, on: (begun.set(), go_on.wait(30))])
    publish(Office, region_id=ANSHAN, name="新窗口")
    committed()
    snapshot._refreshed(ahead=True)
    assert begun.wait(30)
    assert names() == ["新窗口"]
    Office.objects.get(key="test-row").delete()
    committed()
    snapshot._refreshed(ahead=True)
    assert names() == []
    go_on.set()


def test_version_starts_with_the_first_change(db):
    ContentVersion.objects.all().delete()
    assert snapshot.stored_versions() == {}
    snapshot.bump(Office)
    snapshot.bump(Office)
    assert snapshot.stored_versions() == {"registry.Office": 2}


def test_current_asks_for_the_version_only(db, django_assert_num_queries):
    first = snapshot.current()
    with django_assert_num_queries(1):
        assert snapshot.current() is first


def test_current_asks_nothing_while_it_is_trusted(db, settings, django_assert_num_queries):
    settings.SNAPSHOT_TRUST_SECONDS = 60
    first = snapshot.current()
    with django_assert_num_queries(0):
        assert snapshot.current() is first


def test_current_sees_a_change_of_this_process_at_once(publish, settings):
    settings.SNAPSHOT_TRUST_SECONDS = 60
    assert names() == []
    publish(Office)
    assert names() == ["窗口"]


def test_current_sees_a_change_of_another_process(publish):
    row = publish(Office)
    assert names() == ["窗口"]
    behind_the_back(row)
    assert names() == ["别处改的"]


def test_current_sees_a_change_of_another_process_when_trust_ends(publish, settings, monkeypatch):
    settings.SNAPSHOT_TRUST_SECONDS = 2
    monkeypatch.setattr("registry.snapshot.time.monotonic", lambda: 100.0)
    row = publish(Office)
    committed()
    names()
    behind_the_back(row)
    monkeypatch.setattr("registry.snapshot.time.monotonic", lambda: 101.9)
    assert names() == ["窗口"]
    monkeypatch.setattr("registry.snapshot.time.monotonic", lambda: 102.0)
    assert names() == ["别处改的"]


def test_only_the_kind_that_changed_is_read_again(publish):
    before = snapshot.current()
    publish(Office)
    after = snapshot.current()
    assert after.rows(Document) is before.rows(Document)
    assert after.places is before.places
    assert len(after.rows(Office)) == len(before.rows(Office)) + 1


def test_a_changed_source_is_read_again_wherever_it_is_cited(publish, source):
    publish(Office)
    assert "一份文件" in {row.source.title for row in snapshot.current().rows(Office)}
    source.title = "改了名的文件"
    source.save()
    assert "改了名的文件" in {row.source.title for row in snapshot.current().rows(Office)}


def test_a_source_is_read_again_where_it_is_cited_and_nowhere_else(publish, source):
    publish(Office)
    before = snapshot.current()
    SourceDocument.objects.create(key="another", title="谁也没引用的文件")
    after = snapshot.current()
    assert all(after.rows(model) is before.rows(model) for model in snapshot.published_models())
    source.title = "改了名的文件"
    source.save()
    read_again = [
        model for model in snapshot.published_models() if snapshot.current().rows(model) is not after.rows(model)
    ]
    assert read_again == [Office]


def test_a_changed_region_is_read_again(db):
    Region.objects.get(pk=ANSHAN).save()
    before = snapshot.current()
    region = Region.objects.get(pk=ANSHAN)
    region.name = "某某市"
    region.save()
    assert snapshot.current().places.get(ANSHAN).name == "某某市"
    assert snapshot.current().rows(Office) is before.rows(Office)


def test_what_was_rolled_back_is_not_taken_for_what_came_after(publish):
    """Both changes have the same number."""
    row = publish(Office)
    names()
    for name in ("退回去的", "留下来的"):
        with transaction.atomic():
            row.name = name
            row.save()
            assert names() == [name]
            transaction.set_rollback(name == "退回去的")
    assert names() == ["留下来的"]


@pytest.mark.parametrize(("status", "seen"), [("draft", []), ("published", ["窗口"]), ("retired", [])])
def test_rows_of_other_statuses_are_absent(publish, status, seen):
    publish(Office, status=status)
    assert names() == seen


@pytest.mark.parametrize("model", snapshot.published_models())
def test_rows_that_their_order_leaves_equal_go_by_number(db, model):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(published_rows(model, {}))
    assert re.search(r'"id" ASC$', asked[0]["sql"])


def test_rows_of_every_period_are_there(publish):
    publish(Office, name="旧", effective_to=dt.date(2000, 1, 1))
    publish(Office, name="新", effective_from=dt.date(2100, 1, 1))
    assert sorted(names()) == ["新", "旧"]


def test_rows_of_an_unknown_model_are_none(db):
    assert snapshot.load().rows(ContentVersion) == ()


def queries_of_a_load():
    """Of loading, and of reading everything that a page reads from the rows."""
    with CaptureQueriesContext(connection) as asked:
        loaded = snapshot.load()
        read = [(row.source.title, list(row.hours.all())) for row in loaded.rows(Office)]
        read += [(row.source.title, row.labels) for row in loaded.rows(Wording)]
    return len(read), len(asked)


def test_load_asks_no_more_for_more_rows(publish):
    def add(number):
        hours = {"weekday": 0, "opens": dt.time(9), "closes": dt.time(10)}
        publish(Office, key=f"office-{number}").hours.create(**hours)
        publish(Wording, key=f"wording-{number}").options.create(value="planning", label="还没去")

    add(0)
    rows, queries = queries_of_a_load()
    for number in range(1, 6):
        add(number)
    assert queries_of_a_load() == (rows + 10, queries)


def remembering():
    """A function that is remembered with each snapshot, and the arguments it was really asked with."""
    asked = []

    @snapshot.per_snapshot
    def twice(one, value):
        asked.append(value)
        return value * 2

    return twice, asked


def test_what_is_made_of_a_snapshot_is_made_once():
    twice, asked = remembering()
    one = snapshot.Snapshot({}, None, {})
    assert [twice(one, value) for value in (1, 2, 1, 2)] == [2, 4, 2, 4]
    assert asked == [1, 2]


def test_what_was_not_asked_for_longest_is_forgotten_first(monkeypatch):
    monkeypatch.setattr("registry.snapshot.contents.MOST_DERIVED", 2)
    twice, asked = remembering()
    one = snapshot.Snapshot({}, None, {})
    for value in (1, 2, 1, 3, 1, 2):
        twice(one, value)
    assert asked == [1, 2, 3, 2]


def test_what_is_made_of_a_snapshot_goes_with_it(publish):
    twice, asked = remembering()
    twice(snapshot.current(), 1)
    publish(Office)
    twice(snapshot.current(), 1)
    assert asked == [1, 1]


def test_each_snapshot_has_a_number_of_its_own(publish):
    """Also where versions are equal: nothing that was kept of one is ever taken for another's."""
    publish(Office)
    numbers = [snapshot.load().number, snapshot.current().number, snapshot.with_drafts([]).number]
    assert len({*numbers, snapshot.load().number}) == 4


def test_what_a_savepoint_took_back_is_not_seen(publish):
    row = publish(Office)
    for name in ("退回去的", "也退回去的"):
        with transaction.atomic():
            row.name = name
            row.save()
            assert names() == [name]
            transaction.set_rollback(True)
        assert names() == ["窗口"]
    behind_the_back(row)
    assert names() == ["别处改的"]


def test_what_is_read_before_the_number_moves_is_not_kept(publish):
    """Django writes the row first and tells of it afterwards."""
    row = publish(Office)
    committed()
    names()
    seen = []

    def look(**_):
        seen.append(names())

    models.signals.post_init.connect(look, sender=Office.history.model, weak=False)  # made before the number moves
    try:
        with transaction.atomic():
            row.name = "退回去的"
            row.save()
            transaction.set_rollback(True)
    finally:
        models.signals.post_init.disconnect(look, sender=Office.history.model)
    assert ["退回去的"] in seen
    assert names() == ["窗口"]


def test_page_in_the_making_is_read_from_one_snapshot(publish, django_assert_num_queries):
    publish(Office)
    first = snapshot.current()
    with django_assert_num_queries(0):
        assert snapshot.held() is first
    committed()
    first = snapshot.current()
    with django_assert_num_queries(0):
        assert snapshot.held() is first


def asked_at_once(found, make, times=8):
    """What so many threads get that ask for one value while it is made."""
    answers = []

    def ask():
        try:
            answers.append(found.derived("dear", make))
        except ValueError as error:
            answers.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("fails", [False, True])
def test_what_takes_long_is_made_once_however_many_ask_meanwhile(fails):
    found, made = contents.Snapshot({}, Places(()), {}), []

    def make():
        made.append(1)
        time.sleep(0.2)
        if fails:
            raise ValueError("no")
        return "value"

    assert asked_at_once(found, make) == ["no" if fails else "value"] * 8
    assert len(made) == 1
    assert found.derived("dear", lambda: "anew") == ("anew" if fails else "value")
