"""顺延: the same for another year, as drafts after the end; never twice, and never over what is already there."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from calculators.models import BasicPolicy
from guides.models import Document
from registry import rows, workflow
from registry.belonging import inline_of
from registry.publication import Status
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in
from tests.registry.sheets import page
from tests.registry.steppages import send

pytestmark = pytest.mark.django_db

CITY = "210300"
END = dt.date(2026, 12, 31)
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def writer(db):
    return person("writer", ("editor", CITY))


@pytest.fixture
def row(publish):
    return publish(Document, region_id=CITY, key="yearly", effective_to=END)


def test_the_same_from_the_day_after_for_a_year(writer, row):
    draft = workflow.carry_over(row, writer, None, None, "没有新通知")
    assert (draft.status, draft.supersedes) == (Status.DRAFT, row)
    assert (draft.effective_from, draft.effective_to) == (NEW_YEAR, dt.date(2027, 12, 31))
    assert (draft.name, draft.copies, draft.verified_on) == (row.name, row.copies, None)
    assert [(event.kind, event.by, event.reason) for event in workflow.events(draft)] == [
        ("revised", writer, "没有新通知")
    ]


def test_bands_go_along_to_the_last_figure(writer):
    row = publish_policy(BasicPolicy, region_id=CITY, effective_to=END, bands=[("30000.01", "0.8501"), (None, "0.9")])
    draft = workflow.carry_over(row, writer, None, None, "没有新通知")
    assert [(b.up_to, b.rate) for b in draft.bands.all()] == [(b.up_to, b.rate) for b in row.bands.all()]
    row.effective_from, row.effective_to, row.status = draft.effective_from, draft.effective_to, draft.status
    assert rows.digest(draft, inline_of(draft)) == rows.digest(row, inline_of(row))


def test_published_it_follows_on_and_the_earlier_keeps_its_time(writer, row):
    draft = workflow.carry_over(row, writer, None, None, "没有新通知")
    workflow.submit(draft, writer, "好了")
    workflow.publish(draft, person("checker", ("reviewer", CITY)), "问过了")
    row.refresh_from_db()
    assert (row.status, row.effective_to) == (Status.PUBLISHED, END)
    for day, holds in ((END, row), (NEW_YEAR, draft), (dt.date(2027, 12, 31), draft)):
        assert list(Document.objects.published().filter(key="yearly").in_force(day)) == [holds]
    assert not Document.objects.published().filter(key="yearly").in_force(dt.date(2028, 1, 1)).exists()


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (END, None, "到 2026-12-31 才止"),
        (dt.date(2027, 6, 1), dt.date(2027, 5, 31), "早于 2027-06-01 起"),
    ],
)
def test_days_that_cannot_be(writer, row, start, end, sentence):
    with pytest.raises(ValidationError, match=sentence):
        workflow.carry_over(row, writer, start, end, "没有新通知")
    assert Document.objects.filter(key="yearly").count() == 1


def test_a_day_of_ones_own(writer, row):
    draft = workflow.carry_over(row, writer, dt.date(2027, 6, 1), dt.date(2027, 6, 1), "只一天")
    assert draft.effective_from == draft.effective_to == dt.date(2027, 6, 1)


def test_the_leap_day_becomes_the_day_before(writer, publish):
    row = publish(Document, region_id=CITY, key="leap", effective_to=dt.date(2028, 2, 29))
    assert workflow.carry_over(row, writer, None, None, "照旧").effective_to == dt.date(2029, 2, 28)


def test_without_an_end_there_is_nothing_to_carry_over(writer, publish):
    row = publish(Document, region_id=CITY, key="for-ever")
    with pytest.raises(ValidationError, match="没有截止日期"):
        workflow.carry_over(row, writer, None, None, "照旧")


@pytest.mark.parametrize("status", ["draft", "submitted", "published"])
def test_what_has_a_successor_is_passed_over(writer, row, publish, status):
    publish(Document, region_id=CITY, key="yearly", status=status, effective_from=NEW_YEAR)
    with pytest.raises(ValidationError, match="后面已经有一条了"):
        workflow.carry_over(row, writer, None, None, "照旧")


def test_a_retired_one_or_one_elsewhere_is_no_successor(writer, row, publish):
    publish(Document, region_id=CITY, key="yearly", status="retired", effective_from=NEW_YEAR)
    publish(Document, region_id="210200", key="yearly", effective_from=NEW_YEAR)
    assert workflow.carry_over(row, writer, None, None, "照旧").status == Status.DRAFT


def test_a_retired_one_is_not_carried_over(writer, row):
    Document.objects.filter(pk=row.pk).update(status="retired")
    with pytest.raises(ValidationError, match="只有已发布的条目可以顺延"):
        workflow.carry_over(row, writer, None, None, "照旧")
    assert Document.objects.filter(key="yearly").count() == 1


def test_another_region_is_refused(row):
    with pytest.raises(ValidationError, match="您没有"):
        workflow.carry_over(row, person("other", ("editor", "110000")), None, None, "照旧")


def test_many_at_once_by_year_and_those_that_have_one_are_told(writer, row, publish):
    publish(Document, region_id=CITY, key="second", name="第二张纸", effective_to=END)
    publish(Document, region_id=CITY, key="second", effective_from=NEW_YEAR, name="第二张纸")
    publish(Document, region_id=CITY, key="later", effective_to=dt.date(2027, 12, 31))
    client = signed_in(writer)
    ending = client.get(page(Document, "changelist"), {"ends": "2026"}).context["cl"].queryset
    listed = [found for found in ending if found.region_id == CITY]
    assert {found.key for found in listed} == {"yearly", "second"}
    chosen = {"action": "carry_over_rows", "_selected_action": [found.pk for found in listed]}
    asked = client.post(page(Document, "changelist"), chosen)
    looks = client.get(asked.headers["Location"]).context["looks"]
    told = {look["row"].key: (look["ticked"], look["refusal"]) for look in looks}
    assert told["yearly"] == (True, None)
    assert told["second"][0] is False
    assert told["second"][1].startswith("后面已经有一条了")
    ticked = [look["row"] for look in looks if look["ticked"]]
    send(client, asked.headers["Location"], reason="没有新通知", row=ticked)
    assert [draft.key for draft in Document.objects.filter(status="draft")] == ["yearly"]


def test_more_than_an_address_can_name_are_asked_for_in_parts(writer, row, monkeypatch):
    monkeypatch.setattr("registry.desk.steps.MOST_AT_ONCE", 0)
    chosen = {"action": "carry_over_rows", "_selected_action": [row.pk]}
    answer = signed_in(writer).post(page(Document, "changelist"), chosen, follow=True)
    assert "一次最多选 0 条，您选了 1 条" in answer.content.decode()


def test_offered_only_where_there_is_an_end(writer, row, publish):
    client, endless = signed_in(writer), publish(Document, region_id=CITY, key="for-ever")
    shown = [
        client.get(f"{page(Document, 'changelist')}{found.pk}/change/").content.decode() for found in (row, endless)
    ]
    assert ["顺延到下一年" in text for text in shown] == [True, False]
