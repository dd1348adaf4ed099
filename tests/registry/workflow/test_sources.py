"""A source goes to the public by two people, alone or with the rows that rest on it, and changes only by a revision."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from calculators.models import BasicPolicy
from guides.models import Advice
from registry import content, rows, workflow
from registry.desk import tasks
from registry.excel.layout import layout
from registry.models import Event, Office, SourceDocument
from registry.workflow import review
from registry.workflow.rights import Action
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in, sound
from tests.registry.sheets import page
from tests.registry.steppages import look, send, step_address, take

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"
LURE = {"title": "紧急通知：加微信 pianzi888", "url": "https://evil.example/phish"}


@pytest.fixture
def writer(db):
    return person("writer", ("editor", CITY))


@pytest.fixture
def manager(db):
    return person("manager", ("manager", CITY))


@pytest.fixture
def checker(db):
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def notice(db):
    """A city's document that the public sees cited."""
    return SourceDocument.objects.create(key="notice", title="一份通知", number="一号", region_id=CITY)


def address(source, name="change"):
    return reverse(f"admin:registry_sourcedocument_{name}", args=[source.pk])


def form(source, **values):
    """What a browser posts for a source."""
    said = {"key": source.key, "region": source.region_id, "title": source.title, "number": source.number}
    return said | {"clause": source.clause, "url": source.url} | values


def written(by, **values):
    """A new source, by the form."""
    told = {"title": "新通知", "region": CITY} | values
    signed_in(by).post(reverse("admin:registry_sourcedocument_add"), told)
    return SourceDocument.objects.get(title=told["title"])


def resting(source, by, model=Advice, **values):
    row = sound(model, **{"source": source, "region_id": CITY, "status": "draft", **values})
    row.save()
    row.history.update(history_user=by)
    return row


def now(row):
    return type(row).objects.get(pk=row.pk)


def standing(*things):
    return [now(thing).status for thing in things]


def revised(source, by, **values):
    """A revision of a published source, by the pages."""
    client = signed_in(by)
    take(client, "revise", source)
    revision = SourceDocument.objects.get(supersedes=source)
    client.post(address(revision), form(revision, **values))
    return now(revision)


# Nobody alone


def test_manager_alone_puts_no_words_before_the_public(client, notice, manager, checker):
    office = sound(Office, source=notice, region_id=CITY)
    office.save()
    boss = signed_in(manager)
    assert boss.post(address(notice), form(notice, **LURE)).status_code == 403
    revision = revised(notice, manager, **LURE)
    take(boss, "submit", revision)
    take(boss, "publish", revision)
    assert standing(notice, revision) == ["published", "submitted"]
    public = f"/offices/?place={CITY}"
    assert "pianzi888" not in client.get(public).content.decode()
    take(signed_in(checker), "publish", revision, reason="看过，换了名称")
    assert "pianzi888" in client.get(public).content.decode()
    [event] = Event.objects.filter(kind="published")
    assert (event.row, event.by, event.reason) == (notice, checker, "看过，换了名称")


@pytest.mark.parametrize("role", ["editor", "reviewer", "manager", "superuser"])
@pytest.mark.parametrize("status", ["submitted", "published", "retired"])
def test_only_a_draft_takes_a_form(notice, role, status):
    SourceDocument.objects.filter(pk=notice.pk).update(status=status)
    clerk = User.objects.create_superuser("clerk") if role == "superuser" else person("clerk", (role, CITY))
    client = signed_in(clerk)
    assert client.post(address(notice), form(notice, **LURE, status="draft")).status_code == 403
    assert client.post(address(notice, "delete"), {"post": "yes"}).status_code == 403
    assert now(notice).title == "一份通知"


def test_superuser_follows_the_same_rule(notice):
    boss = User.objects.create_superuser("boss")
    revision = revised(notice, boss, title="新名称")
    take(signed_in(boss), "submit", revision)
    answer = take(signed_in(boss), "publish", revision)
    assert answer.context["refused"] == ["新名称（一号）：这一条您写过或提交过，要由另一个人来复核发布。"]
    assert now(notice).title == "一份通知"


def test_new_source_is_a_draft_whatever_the_form_claims(writer):
    assert written(writer, status="published").status == "draft"


def test_source_added_beside_a_row_is_a_draft_too(writer):
    told = {"title": "顺手加的", "region": CITY, "status": "published", "_popup": "1"}
    signed_in(writer).post(f"{reverse('admin:registry_sourcedocument_add')}?_popup=1", told)
    assert SourceDocument.objects.get(title="顺手加的").status == "draft"


def test_old_version_is_not_saved_over_a_source(notice, manager):
    notice.title = "后来的名称"
    notice.save()
    old = notice.history.last()
    old_page = reverse("admin:registry_sourcedocument_simple_history", args=[notice.pk, old.pk])
    assert signed_in(manager).post(old_page, form(notice, title="一份通知")).status_code == 403
    assert now(notice).title == "后来的名称"


def test_key_that_is_taken_is_refused_in_the_form(notice, writer):
    told = {"key": "notice", "title": "另一份", "region": CITY}
    answer = signed_in(writer).post(reverse("admin:registry_sourcedocument_add"), told)
    assert "已经有一份政策依据用了这个代号" in answer.content.decode()


# With the rows that rest on it


def test_draft_is_handed_over_and_published_with_its_row(writer, checker):
    source = written(writer)
    row = resting(source, writer)
    take(signed_in(writer), "submit", row, reason="照新通知录")
    assert standing(row, source) == ["submitted", "submitted"]
    shown = signed_in(checker).get(step_address("publish", row)).content.decode()
    assert "依据：新通知（待复核，还没发布）" in shown
    take(signed_in(checker), "publish", row, reason="对照过")
    assert standing(row, source) == ["published", "published"]
    events = [(event.kind, event.by, event.reason) for event in workflow.events(source)]
    assert events == [("published", checker, "对照过"), ("submitted", writer, "照新通知录")]


def test_who_wrote_the_source_publishes_no_row_on_it(writer, manager, checker):
    source = written(manager)
    row = resting(source, writer)
    take(signed_in(writer), "submit", row)
    answer = take(signed_in(manager), "publish", row)
    assert standing(row, source) == ["submitted", "submitted"]
    [sentence] = answer.context["refused"]
    assert sentence.startswith("一步：它的依据“新通知”还没有发布：这一条您写过或提交过")
    take(signed_in(checker), "publish", row)
    assert standing(row, source) == ["published", "published"]


def test_who_wrote_the_source_publishes_rows_once_somebody_else_has_published_it(writer, manager, checker):
    source = written(manager)
    workflow.submit(source, manager, "新通知")
    workflow.publish(source, checker, "对照过")
    row = workflow.submit(resting(source, writer), writer, "照新通知录")
    take(signed_in(manager), "publish", row)
    assert standing(row) == ["published"]


@pytest.mark.parametrize("step", ["submit", "publish"])
def test_source_of_elsewhere_waits_for_those_of_there(writer, checker, step):
    source = SourceDocument.objects.create(key="theirs", title="别处的", region_id=OTHER, status="draft")
    row = resting(source, writer)
    if step == "publish":
        Advice.objects.filter(pk=row.pk).update(status="submitted")
        SourceDocument.objects.filter(pk=source.pk).update(status="submitted")
    before = standing(row, source)
    take(signed_in(writer if step == "submit" else checker), step, row)
    assert standing(row, source) == before


def test_row_on_a_draft_source_is_not_published(writer, checker):
    source = written(writer)
    row = resting(source, writer, status="submitted")
    with pytest.raises(ValidationError, match="它的依据还是草稿"):
        workflow.publish(row, checker, "看过")
    assert standing(row, source) == ["submitted", "draft"]


def test_row_of_elsewhere_waits_until_the_source_is_public_and_holds_nobody_up(checker):
    author = person("there", ("editor", OTHER))
    source = written(author, region=OTHER)
    own = workflow.submit(resting(source, author, region_id=OTHER), author, "录好了")
    here = person("here", ("editor", CITY))
    row = resting(source, here)
    answer = take(signed_in(here), "submit", row)
    assert answer.context["refused"] == [f"{row}：它的依据“新通知”大连市还在复核。等那边发布了，再提交这一条。"]
    workflow.send_back(own, person("checks", ("reviewer", OTHER)), "文号不对")
    assert standing(row, own, source) == ["draft", "draft", "draft"]


def test_goes_back_with_the_last_row_that_is_under_review(writer, checker):
    source = written(writer)
    first, second = (resting(source, writer, key=key) for key in ("first", "second"))
    for row in (first, second):
        workflow.submit(row, writer, "录好了")
    workflow.send_back(first, checker, "电话不对")
    assert standing(first, source) == ["draft", "submitted"]
    workflow.send_back(second, checker, "文号不对")
    assert standing(second, source) == ["draft", "draft"]


def test_is_not_taken_back_under_rows_that_are_looked_at(writer, checker):
    source = written(writer)
    row = workflow.submit(resting(source, writer), writer, "录好了")
    answer = take(signed_in(writer), "send-back", now(source))
    assert answer.context["refused"] == ["新通知：靠它的条目还在复核。请先把那些条目退回。"]
    assert standing(row, source) == ["submitted", "submitted"]


@pytest.mark.parametrize(("status", "changed"), [("draft", True), ("submitted", False), ("published", False)])
def test_is_not_changed_under_rows_that_are_looked_at_or_public(writer, status, changed):
    source = written(writer)
    resting(source, writer, status=status)
    signed_in(writer).post(address(source), form(source, title="改过的"))
    assert (now(source).title == "改过的") is changed


def test_only_a_draft_that_nothing_rests_on_is_deleted(writer):
    source = written(writer)
    row = resting(source, writer)
    client = signed_in(writer)
    assert "还有条目靠它。" in client.get(step_address("discard", source)).content.decode()
    row.delete()
    take(client, "discard", source)
    assert not SourceDocument.objects.filter(pk=source.pk).exists()


# A revision


def test_revision_brings_its_words_and_goes(notice, writer, checker):
    row = resting(notice, writer, status="published")
    revision = revised(notice, writer, title="新名称", url="https://example.org/")
    workflow.submit(revision, writer, "改了名称")
    assert now(row).source.title == "一份通知"
    workflow.publish(revision, checker, "看过")
    source = now(row).source
    assert (source.pk, source.key, source.title, source.url) == (notice.pk, "notice", "新名称", "https://example.org/")
    assert (source.status, source.supersedes) == ("published", None)
    assert not SourceDocument.objects.filter(pk=revision.pk).exists()
    assert [(event.kind, event.by) for event in workflow.events(source)] == [
        ("published", checker),
        ("submitted", writer),
        ("revised", writer),
    ]


def test_one_revision_at_a_time_and_its_key_stays(notice, writer):
    revision = revised(notice, writer, key="other", title="新名称")
    assert (revision.key, revision.title) == ("notice", "新名称")
    with pytest.raises(ValidationError, match="已经有人在修订"):
        workflow.revise(notice, writer, None, "我也改")


def test_reviewer_of_elsewhere_does_not_publish_what_was_moved_there(notice, writer):
    revision = revised(notice, writer)
    SourceDocument.objects.filter(pk=revision.pk).update(region=OTHER, status="submitted")
    with pytest.raises(ValidationError, match="您没有复核那里的权限"):
        workflow.publish(now(revision), person("other", ("reviewer", OTHER)), "看过")
    assert now(notice).region_id == CITY


def test_row_moved_elsewhere_does_not_end_the_one_it_supersedes(notice, writer):
    old = resting(notice, writer, status="published")
    revision = workflow.revise(old, writer, None, "搬家")
    Advice.objects.filter(pk=revision.pk).update(region=OTHER, status="submitted")
    with pytest.raises(ValidationError, match="您没有复核那里的权限"):
        workflow.publish(now(revision), person("other", ("reviewer", OTHER)), "看过")
    assert standing(old) == ["published"]


def test_published_revision_is_shown_to_who_has_a_row_on_it_open(notice, writer, checker):
    row = workflow.submit(resting(notice, writer), writer, "录好了")
    reviewer, where = signed_in(checker), step_address("publish", row)
    opened = look(reviewer, where)
    revision = workflow.submit(revised(notice, writer, title="新名称"), writer, "改了名称")
    workflow.publish(revision, person("second", ("reviewer", CITY)), "看过")
    answer = reviewer.post(where, opened | {"reason": "看过"})
    [shown] = answer.context["looks"]
    assert [(d.label, d.old, d.new) for d in shown["changed"].differences] == [
        ("依据", "一份通知（一号）", "新名称（一号）"),
        ("依据的名称", "一份通知", "新名称"),
    ]
    assert standing(row) == ["submitted"]


def test_revision_says_how_far_it_reaches(notice, writer):
    resting(notice, writer, status="published")
    resting(notice, writer, status="draft", key="draft")
    said = [(finding.blocks, finding.sentence) for finding in review.findings(revised(notice, writer))]
    assert said == [
        (False, "没有写“发布单位”，公众看不到是谁发的。请照落款补上。"),
        (False, "靠它的已发布条目有 1 条。一发布，它们写的依据也跟着变。"),
    ]


def test_nothing_rests_on_a_revision(notice, writer, source):
    revision = revised(notice, writer)
    client = signed_in(writer)
    row = resting(notice, writer)
    told = {"kind": "step", "title": "一步", "key": row.key, "guides": ["remote-care"], "position": "100"}
    told |= {"region": CITY, "collected_on": "2026-01-01", "evidence": row.evidence, "review_every": "365"}
    client.post(reverse("admin:guides_advice_change", args=[row.pk]), told | {"source": revision.pk})
    assert now(row).source == notice
    asked = {"app_label": "guides", "model_name": "advice", "field_name": "source", "term": "一份通知"}
    offered = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [found["id"] for found in offered] == [str(notice.pk)]
    assert rows.References.stored().sources["notice"] == notice.pk
    columns = layout(admin.site._registry[Office], writer).columns
    [column] = [column for column in columns if column.name == "source"]
    assert column.read("notice") == notice.pk


# Figures and the clause


def test_numbers_put_into_the_clause_by_one_person_free_no_figures(notice, writer, manager, checker):
    SourceDocument.objects.filter(pk=notice.pk).update(clause="起付标准 700 元，支付 80%。")
    row = publish_policy(BasicPolicy, region_id=CITY, status="submitted", scheme="resident", deductible="320")
    BasicPolicy.objects.filter(pk=row.pk).update(source=notice)
    blocked = "“起付线”写的是 320，依据的条文里没有这个数。"
    assert blocked in take(signed_in(manager), "publish", row).context["refused"][0]
    revision = revised(notice, manager, clause="起付标准 700 元，支付 80%。320 280")
    take(signed_in(manager), "submit", revision)
    take(signed_in(manager), "publish", revision)
    assert blocked in take(signed_in(manager), "publish", row).context["refused"][0]
    assert standing(row) == ["submitted"]
    take(signed_in(checker), "publish", revision)
    take(signed_in(manager), "publish", row)
    assert standing(row) == ["published"]


# Desk, list, packs


def waiting(user, label="等我复核"):
    line = next(line for line in tasks.lines(user, timezone.localdate()) if line.label == label)
    return {link.label: link for link in line.links}


def test_desk_shows_sources_that_wait_for_review(notice, writer, checker):
    revision = revised(notice, writer, title="新名称")
    assert waiting(writer, "我的草稿")["政策依据"].count == 1
    workflow.submit(revision, writer, "改了名称")
    link = waiting(checker)["政策依据"]
    assert link.count == 1
    assert list(signed_in(checker).get(link.address).context["cl"].queryset) == [revision]


def test_recent_changes_name_the_source(notice, writer, checker):
    workflow.publish(workflow.submit(revised(notice, writer), writer, "改好了"), checker, "看过")
    shown = signed_in(checker).get(reverse("admin:registry_event_changelist")).content.decode()
    assert len(re.findall(f'<a href="{address(notice)}">政策依据：一份通知', shown)) == 3


def test_sources_are_published_from_their_list(notice, writer, checker):
    revision = workflow.submit(revised(notice, writer, title="新名称"), writer, "改好了")
    reviewer = signed_in(checker)
    chosen = {"action": "publish_rows", "_selected_action": [revision.pk]}
    asked = reviewer.post(page(SourceDocument, "changelist"), chosen)
    send(reviewer, asked["Location"])
    assert now(notice).title == "新名称"


@pytest.mark.parametrize("step", ["withdraw", "verify", "carry-over"])
def test_steps_for_dated_rows_are_not_for_sources(notice, manager, step):
    assert signed_in(manager).get(step_address(step, notice)).status_code == 404
    assert workflow.TRANSITIONS[step].refusal(notice, manager) == "政策依据没有这一步。"


def test_pack_brings_sources_published_and_keeps_what_clerks_published(tmp_path, writer, checker):
    def load(title):
        text = f'sources:\n  - {{key: pack-source, title: {title}, region: "{CITY}"}}\n'
        (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
        return content.load(tmp_path, {"sources": SourceDocument})

    assert load("一份文件").created == 1
    source = SourceDocument.objects.get(key="pack-source")
    assert source.status == "published"
    workflow.publish(workflow.submit(revised(source, writer, title="办事员改的"), writer, "改好了"), checker, "看过")
    assert len(load("内容包改的").kept) == 1
    assert now(source).title == "办事员改的"


def test_rights_are_those_of_the_region(notice, writer):
    assert Action.EDIT.value in workflow.revise.refusal(notice, person("other", ("editor", OTHER)))
    assert workflow.revise.refusal(notice, writer) is None
