"""No page looks through rows until the server ends its worker."""

import pytest
from django.contrib.messages import get_messages

from registry.desk import patience
from registry.models import Event, Office
from tests.conftest import person, signed_in
from tests.registry.steppages import look, step_address

pytestmark = pytest.mark.django_db
TOLD = "条目太多太复杂，一次看不完，所以什么也没有做。请分几次，每次少选几条。"


@pytest.fixture
def desk(db):
    return signed_in(person("reviewer", ("reviewer", "000000"), ("editor", "000000")))


@pytest.fixture
def drafts(build):
    rows = [build(Office, key=f"row-{number}", status="draft") for number in range(3)]
    for row in rows:
        row.save()
    return rows


@pytest.mark.parametrize("method", ["get", "post"])
def test_step_ends_before_its_worker_and_does_nothing(desk, drafts, monkeypatch, method):
    address = step_address("submit", *drafts)
    form = look(desk, address) | {"reason": "试一试"}
    monkeypatch.setattr(patience, "SECONDS", -1)
    answer = getattr(desk, method)(address, form if method == "post" else None)
    assert answer.status_code == 302
    assert answer.url == "/admin/registry/office/"
    assert [str(told) for told in get_messages(answer.wsgi_request)] == [TOLD]
    assert set(Office.objects.filter(key__startswith="row-").values_list("status", flat=True)) == {"draft"}
    assert not Event.objects.filter(kind=Event.Kind.SUBMITTED).exists()


def test_one_row_is_always_looked_at(desk, drafts, monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", -1)
    assert desk.get(step_address("submit", drafts[0])).context["rows"] == drafts[:1]


def test_ordinary_rows_are_taken_together(desk, drafts):
    address = step_address("submit", *drafts)
    assert desk.post(address, look(desk, address) | {"reason": "试一试"}).status_code == 302
    assert set(Office.objects.filter(key__startswith="row-").values_list("status", flat=True)) == {"submitted"}


def test_what_is_made_with_the_first_row_takes_none_of_the_time(monkeypatch):
    """The reader that all phrases of a page are tried with takes a slow machine longer than that."""
    clock = iter([100.0, 100.0 + patience.SECONDS, 100.1 + patience.SECONDS])
    monkeypatch.setattr(patience.time, "thread_time", lambda: next(clock))
    rows = patience.in_time("abc")
    assert [next(rows), next(rows)] == ["a", "b"]
    with pytest.raises(patience.TooLong):
        next(rows)
