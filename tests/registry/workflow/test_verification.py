"""核对无误: by whom, when, against what; what the public then reads, and what it never does."""

import datetime as dt

import pytest

from guides.models import Advice
from registry import workflow
from registry.models import Event, SourceDocument
from tests.conftest import person, signed_in
from tests.registry.steppages import send

pytestmark = [pytest.mark.django_db, pytest.mark.on("2026-11-22")]

CITY = "210300"
LIST = "/admin/guides/advice/"
STEP = f"{LIST}step/verify/"
OUTCOME = (
    "/guides/remote-care/outcome{}?for_whom=self&insured_place=210300&scheme=employee&care_place=110000&stage=planning"
    "&reason=own_choice&care_type=inpatient&hospital_linked=yes&filed_before=no&injury=no"
)
DAY, WORDS = "2026-11-22", "2026年11月22日核对"


@pytest.fixture
def rows(publish):
    return [
        publish(Advice, region_id=CITY, key=f"told-{number}", title=f"核对这一句{number}", collected_on="2026-11-01")
        for number in range(3)
    ]


def verify(client, rows, document, **told):
    address = f"{STEP}?ids={','.join(str(row.pk) for row in rows)}"
    return send(client, address, **{"reason": "打过电话", "source": document.pk, "on": DAY} | told)


def public(client):
    page = client.get(OUTCOME.format("/")).content.decode()
    data = client.get(OUTCOME.format(".json")).json()
    standings = {text["title"]: text["basis"]["standing"] for text in data["steps"]}
    return page, standings


def test_batch_is_chosen_in_the_list_and_noted_for_each(rows, source):
    user = person("checker-lin", ("reviewer", CITY))
    clerk = signed_in(user)
    chosen = {"action": "verify_rows", "_selected_action": [row.pk for row in rows], "index": "0"}
    step = clerk.post(LIST, chosen)["Location"]
    assert clerk.get(step).context["form"].initial["source"] == source.pk
    send(clerk, step, reason="打过电话", source=source.pk, on=DAY)
    now = Advice.objects.filter(pk__in=[row.pk for row in rows]).values_list("verified_on", "verified_by")
    assert set(now) == {(dt.date(2026, 11, 22), "checker-lin")}
    events = Event.objects.filter(kind="verified")
    assert [(event.by, event.source, event.reason) for event in events] == [(user, source, "打过电话")] * 3


def test_rows_of_several_sources_leave_the_choice_open(rows):
    other = SourceDocument.objects.create(key="another", title="另一份")
    Advice.objects.filter(pk=rows[0].pk).update(source=other)
    page = signed_in(person("checker", ("reviewer", CITY))).get(f"{STEP}?ids={rows[0].pk},{rows[1].pk}")
    assert page.context["form"].initial["source"] is None


def test_public_reads_when_it_was_checked_and_never_by_whom(client, rows, source):
    before, standings = public(client)
    assert {standings[row.title] for row in rows} == {"未经经办机构核对"}
    clerk = signed_in(person("checker-lin", ("reviewer", CITY), last_name="林", first_name="核对员"))
    verify(clerk, rows[:2], source)
    page, standings = public(client)
    assert [standings[row.title] for row in rows] == [WORDS, WORDS, "未经经办机构核对"]
    mark = '<span class="mark">2026年11月已核对</span>'
    assert (before.count(mark), page.count(mark)) == (0, 2)
    assert "2 条核对过，其余还没有经" in page
    assert "条核对过" not in before
    for shown in (page, client.get(OUTCOME.format(".json")).content.decode()):
        assert "checker-lin" not in shown
        assert "核对员" not in shown


def test_sheet_and_text_say_how_many_are_still_unchecked(client, rows, source):
    def unchecked():
        return client.get(OUTCOME.format(".json")).json()["stamp"]["unverified"]

    before = unchecked()
    verify(signed_in(person("checker-lin", ("reviewer", CITY))), rows, source)
    assert unchecked() == before - 3
    assert "checker-lin" not in client.get(OUTCOME.format(".txt")).content.decode()


@pytest.mark.parametrize(("day", "noted"), [("2026-11-22", True), ("2026-11-23", False), ("yesterday", False)])
def test_day_that_has_not_come_is_refused(rows, source, day, noted):
    answer = verify(signed_in(person("checker", ("reviewer", CITY))), rows[:1], source, on=day)
    assert (Advice.objects.get(pk=rows[0].pk).verified_on is not None) is noted
    if not noted:
        assert list(answer.context["form"].errors) == ["on"]


@pytest.mark.parametrize("missing", ["source", "reason", "on"])
def test_check_without_document_reason_or_day_is_refused(rows, source, missing):
    answer = verify(signed_in(person("checker", ("reviewer", CITY))), rows, source, **{missing: ""})
    assert list(answer.context["form"].errors) == [missing]
    assert not Event.objects.filter(kind="verified").exists()


@pytest.mark.parametrize(
    ("role", "region", "noted"),
    [
        ("reviewer", CITY, True),
        ("manager", "210000", True),
        ("editor", CITY, False),
        ("reviewer", "210200", False),
    ],
)
def test_only_who_may_publish_there_may_check(rows, source, role, region, noted):
    verify(signed_in(person("clerk", (role, region))), rows, source)
    assert (Advice.objects.get(pk=rows[0].pk).verified_on is not None) is noted


def test_batch_with_one_that_cannot_be_checked_notes_none_and_says_which(rows, source, publish):
    draft = publish(Advice, region_id=CITY, key="draft", status="draft")
    clerk = signed_in(person("checker", ("reviewer", CITY)))
    answer = verify(clerk, [*rows, draft], source)
    [sentence] = answer.context["refused"]
    assert sentence.startswith("一步：只有已发布的条目可以核对。")
    assert not Advice.objects.filter(pk__in=[row.pk for row in rows]).exclude(verified_on=None).exists()
    assert "打过电话" in answer.content.decode()
    verify(clerk, [*rows, draft], source, row=rows)
    assert Advice.objects.filter(verified_by="checker").count() == 3


def test_revision_starts_unchecked_and_the_row_it_revises_stays_checked(rows, source):
    verify(signed_in(person("checker", ("reviewer", CITY))), rows[:1], source)
    row = Advice.objects.get(pk=rows[0].pk)
    revision = workflow.revise(row, person("writer", ("editor", CITY)), None, "电话改了")
    assert (revision.verified_on, revision.verified_by) == (None, "")
    assert Advice.objects.get(pk=row.pk).verified_on == dt.date(2026, 11, 22)
