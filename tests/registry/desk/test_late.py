"""A draft that a colleague deletes while somebody types into it: nothing typed is lost, and the record says who did it."""

import pytest

from registry import workflow
from registry.models import Event, Office, SourceDocument
from registry.pages import desk_url
from tests.conftest import person, signed_in
from tests.registry.steppages import look, step_address, take

pytestmark = pytest.mark.django_db

ANSHAN, DALIAN = "210300", "210200"


@pytest.fixture
def writer():
    return person("writer", ("editor", ANSHAN))


@pytest.fixture
def colleague():
    return person("colleague", ("editor", ANSHAN))


@pytest.fixture
def draft(publish):
    return publish(Office, region_id=ANSHAN, status="draft")


@pytest.fixture
def notice():
    return SourceDocument.objects.create(key="notice", title="一份通知", region_id=ANSHAN, status="draft")


@pytest.mark.parametrize(
    ("kind", "typed"), [("draft", {"note": "先打电话，再去。"}), ("notice", {"clause": "第一条 打了一下午。"})]
)
def test_what_was_typed_into_a_deleted_draft_is_shown(request, writer, colleague, kind, typed):
    row = request.getfixturevalue(kind)
    take(signed_in(colleague), "discard", row, reason="重复了")
    page = signed_in(writer).post(desk_url(row, "change", row.pk), typed)
    words = page.content.decode()
    assert page.status_code == 403
    assert next(iter(typed.values())) in words
    assert "colleague在 " in words
    assert "重复了" in words


def test_who_may_not_write_there_is_told_nothing_of_it(colleague, draft):
    take(signed_in(colleague), "discard", draft, reason="重复了")
    stranger = signed_in(person("stranger", ("editor", DALIAN)))
    assert (
        "重复了" not in stranger.post(desk_url(draft, "change", draft.pk), {"note": "x"}, follow=True).content.decode()
    )


def test_reason_for_a_step_with_a_deleted_draft_is_shown(writer, colleague, draft):
    client, address = signed_in(writer), step_address("submit", draft)
    opened = look(client, address)
    take(signed_in(colleague), "discard", draft)
    page = client.post(address, opened | {"reason": "打过电话，都对"})
    assert page.status_code == 404
    assert "打过电话，都对" in page.content.decode()


@pytest.mark.parametrize("kind", ["draft", "notice"])
def test_nothing_is_deleted_that_was_filled_in_meanwhile(request, writer, colleague, kind):
    row = request.getfixturevalue(kind)
    client, address = signed_in(colleague), step_address("discard", row)
    opened = look(client, address)
    type(row).objects.filter(pk=row.pk).update(**{"clause" if kind == "notice" else "note": "写了一下午"})
    assert client.post(address, opened | {"reason": "重复了"}).status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()
    assert client.post(desk_url(row, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_deleting_a_source_is_remembered(colleague, notice):
    take(signed_in(colleague), "discard", notice, reason="录错了")
    assert not SourceDocument.objects.filter(pk=notice.pk).exists()
    assert [(event.by, event.reason) for event in Event.objects.all()] == [(colleague, "一份通知：录错了")]


def test_source_that_rows_rest_on_stays(publish, colleague, notice):
    publish(Office, region_id=ANSHAN, status="draft", source=notice)
    assert "还有条目靠它" in workflow.discard.refusal(notice, colleague)
