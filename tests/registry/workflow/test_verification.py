"""核对无误: by whom, when, against what; what the public then reads, and what it never does."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from guides.models import Advice
from registry import workflow
from registry.desk import tasks
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


def test_checker_with_the_longest_name_is_noted_as_far_as_there_is_room(rows):
    """PostgreSQL refuses what is longer."""
    checker = person("c" * 150, ("reviewer", CITY))
    assert workflow.verify(rows[0], checker, None, dt.date(2026, 11, 22), "打过电话").verified_by == "c" * 60


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


@pytest.mark.parametrize(("day", "noted"), [("2025-11-21", True), ("2025-11-20", False), ("1950-01-01", False)])
def test_check_of_long_ago_is_to_be_made_again(rows, source, day, noted):
    answer = verify(signed_in(person("checker", ("reviewer", CITY))), rows[:1], source, on=day)
    assert (Advice.objects.get(pk=rows[0].pk).verified_on is not None) is noted
    if not noted:
        assert answer.context["form"].errors["on"] == ["那是一年多以前了。请重新核对，写今天的日期。"]


def test_check_by_telephone_needs_no_document(rows):
    clerk = signed_in(person("checker", ("reviewer", CITY)))
    told = {"way": "打过电话", "reason": "问了 0412-12393 的王科长", "source": "", "on": DAY}
    send(clerk, f"{STEP}?ids={rows[0].pk}", **told)
    event = Event.objects.get(kind="verified")
    assert (event.reason, event.source) == ("打过电话：问了 0412-12393 的王科长", None)
    assert Advice.objects.get(pk=rows[0].pk).verified_on == dt.date(2026, 11, 22)


def test_nobody_checks_what_he_wrote(build, source):
    boss, other = (person(name, ("manager", CITY)) for name in ("boss", "other"))
    row = build(Advice, region_id=CITY, status="draft")
    row._history_user = boss
    row.save()
    workflow.submit(row, boss, "写好了")
    row = workflow.publish(row, other, "看过")
    with pytest.raises(ValidationError, match="这一条您写过或提交过，要由另一个人来核对。"):
        workflow.verify(row, boss, source, dt.date(2026, 11, 22))
    for _ in range(2):  # who checked it once has not written it
        workflow.verify(row, other, source, dt.date(2026, 11, 22))
    assert Event.objects.filter(kind="verified", by=other).count() == 2


def test_who_sent_a_row_back_may_publish_what_was_made_of_it(build):
    writer, checker = person("writer", ("editor", CITY)), person("checker", ("reviewer", CITY))
    row = build(Advice, region_id=CITY, status="draft")
    row._history_user = writer
    row.save()
    workflow.submit(row, writer, "写好了")
    send(signed_in(checker), f"{LIST}step/send-back/?ids={row.pk}", reason="电话写错了")
    row.refresh_from_db()
    assert row.status == "draft"
    workflow.submit(row, writer, "改好了")
    assert lines_of(checker, "等我复核") == 1
    assert lines_of(checker, "我的草稿") == 0
    send(signed_in(checker), f"{LIST}step/publish/?ids={row.pk}", reason="看过")
    row.refresh_from_db()
    assert row.status == "published"


def lines_of(user, label):
    return next((line.count for line in tasks.lines(user, dt.date(2026, 11, 22)) if line.label == label), 0)


@pytest.mark.parametrize("way", ["", "打过电话"])
def test_document_that_the_page_does_not_show_was_not_held_against_the_row(rows, source, way):
    other = SourceDocument.objects.create(key="another", title="另一份", status="published")
    clerk = signed_in(person("checker", ("reviewer", CITY)))
    page = verify(clerk, rows[:1], other, way=way).content.decode()
    assert f"您选的是“另一份”，这一条的依据却是“{source}”" in page
    assert Advice.objects.get(pk=rows[0].pk).verified_on is None
