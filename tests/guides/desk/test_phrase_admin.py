"""Phrases and unheard wordings at the desk."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse

from guides.desk.unheardadmin import UnheardAdmin
from guides.finding import readers
from guides.models import Phrase, Term, Unheard, unheard
from registry import snapshot
from registry.desk import batch as batches
from registry.evidence import named
from registry.models import ContentVersion
from registry.models.staff import Role
from registry.publication import Status
from registry.workflow import review
from tests.conftest import person, signed_in
from tests.registry.steppages import take
from tests.thorough import long

pytestmark = pytest.mark.django_db


def test_reviewer_reads_answers_in_words(build: Callable[..., Any]) -> None:
    row = build(Phrase)
    assert review.words_of(row, "means", "trouble=lost insured_place=210300") == "出了什么事：卡丢了；参保地：鞍山市"


def test_phrase_that_breaks_a_stored_sentence_is_not_published(build: Callable[..., Any]) -> None:
    row = build(
        Phrase, key="hiding", status="draft", phrases="社保卡找不着了", means="", excludes="trouble guide:card-replacement",
        catches="社保卡找不着了", misses="卡坏了",
    )  # fmt: skip
    row.save()
    assert any("社保卡找不着了" in sentence and "card-lost" in sentence for sentence in review.blocking(row))


def test_form_refuses_it_with_the_sentence(admin_client: Client, build: Callable[..., Any]) -> None:
    row = build(Phrase, key="trial", status=Status.DRAFT)
    row.save()
    address = reverse("admin:guides_phrase_change", args=[row.pk])
    form = admin_client.get(address).context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    data |= {"region": "000000", "source": row.source_id, "waived": "", "seen": form.initial["seen"]}
    data |= {
        "phrases": "社保卡找不着了",
        "means": "",
        "excludes": "trouble guide:card-replacement",
        "catches": "社保卡找不着了",
        "misses": "卡坏了",
    }
    data = {name: value for name, value in data.items() if value != "" or name in ("means",)}
    page = admin_client.post(address, data)
    assert page.status_code == 200
    assert "认不出“card-lost”了" in page.content.decode()
    row.refresh_from_db()
    assert row.phrases == "卡丢了"


@long
def test_what_another_process_publishes_meanwhile_decides_too(
    build: Callable[..., Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reviewers at once, each of a row that is sound without the other: the second waits, is then told of it instead,
    and refused where he goes on."""
    settings.SNAPSHOT_TRUST_SECONDS = 60
    said = {"catches": "钱袋不见了", "misses": "钱袋坏了"}
    other = build(Phrase, key="purse", status=Status.DRAFT, phrases="钱袋不见", **said)
    row = build(
        Phrase, key="hiding", status=Status.SUBMITTED, phrases="钱袋不见了", means="", excludes="trouble", **said
    )
    other.save()
    row.save()

    def wait() -> None:
        Phrase.objects.filter(pk=other.pk).update(status=Status.PUBLISHED)
        ContentVersion.objects.filter(kind=Phrase._meta.label).update(number=F("number") + 1)

    reviewer = signed_in(person("reviewer", (Role.REVIEWER, "000000")))
    address = reverse("admin:guides_phrase_step", args=["publish"]) + f"?ids={row.pk}"
    looked = reviewer.get(address).context["looked"]
    monkeypatch.setattr(batches, "take_turn", wait)
    said = {"row": named(row), "reason": "看过"}
    answer = reviewer.post(address, said | {"looked": looked})
    assert "认不出“purse”了" in answer.content.decode()
    answer = reviewer.post(address, said | {"looked": answer.context["looked"]})
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED
    assert any("认不出“purse”了" in sentence for sentence in answer.context["refused"])


@long
def test_phrases_published_together_are_held_against_each_other(build: Callable[..., Any]) -> None:
    """Each is sound without the other: whoever publishes both in one go is refused like whoever takes them in turn."""
    said = {"catches": "钱袋不见了", "misses": "钱袋坏了", "status": Status.SUBMITTED}
    first = build(Phrase, key="purse", phrases="钱袋不见", **said)
    second = build(Phrase, key="hiding", phrases="钱袋不见了", means="", excludes="trouble", **said)
    first.save()
    second.save()
    reviewer = signed_in(person("reviewer", (Role.REVIEWER, "000000")))
    answer = take(reviewer, "publish", first, second)
    assert any("认不出“purse”了" in sentence for sentence in answer.context["refused"])
    assert set(Phrase.objects.filter(key__in=["purse", "hiding"]).values_list("status", flat=True)) == {"submitted"}


@pytest.fixture
def readers_made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many phrases each reader had that was made for a trial: to make one takes seconds."""
    made: list[int] = []
    real = readers.reading

    def reading(known: Any, on: dt.date, phrases: Any) -> Any:
        made.append(len(phrases))
        return real(known, on, phrases)

    monkeypatch.setattr(readers, "reading", reading)
    return made


@long
def test_phrases_of_one_page_are_tried_with_one_reader(build: Callable[..., Any], readers_made: list[int]) -> None:
    rows = []
    for key, say in (("purse", "钱袋"), ("purse-two", "荷包"), ("purse-three", "褡裢")):
        said = {"phrases": f"{say}不见", "catches": f"{say}不见了", "misses": f"{say}坏了"}
        rows.append(build(Phrase, key=key, status=Status.SUBMITTED, **said))
        rows[-1].save()
    reviewer = signed_in(person("reviewer", (Role.REVIEWER, "000000")))
    before = Phrase.objects.published().count()
    address = reverse("admin:guides_phrase_step", args=["publish"]) + f"?ids={','.join(str(row.pk) for row in rows)}"
    opened = reviewer.get(address)
    assert readers_made == [before + 3]
    told = {"row": [named(row) for row in rows], "looked": opened.context["looked"], "reason": "看过"}
    assert reviewer.post(address, told).status_code == 302
    assert readers_made == [before + 3, before + 3]
    assert Phrase.objects.published().count() == before + 3


def test_unheard_wordings_are_listed_most_frequent_first(admin_client: Client) -> None:
    on = snapshot.today()
    for words, count in (("医保年审", 2), ("医保年检", 9)):
        Unheard.objects.create(words=words, count=count, first_on=on, last_on=on)
    page = admin_client.get(reverse("admin:guides_unheard_changelist")).content.decode()
    assert page.index("医保年检") < page.index("医保年审")


@pytest.mark.parametrize("model", [Phrase, Term])
def test_what_speaks_everywhere_is_written_for_the_whole_country_alone(
    db: None, build: Callable[..., Any], model: Any
) -> None:
    """Two clerks of one city could have told the whole country what a word means, or sent its questions elsewhere."""
    address = reverse(f"admin:guides_{model._meta.model_name}_add")
    assert signed_in(person("local", (Role.MANAGER, "210300"))).get(address).status_code == 403
    assert signed_in(person("national", (Role.EDITOR, "000000"))).get(address).status_code == 200
    build(model).full_clean()
    with pytest.raises(ValidationError) as caught:
        build(model, region_id="210300").full_clean()
    assert "适用地区请选“全国”" in caught.value.message_dict["region"][0]


def test_unheard_wording_is_answered_by_whoever_answers_for_the_country(db: None) -> None:
    on = snapshot.today()
    row = Unheard.objects.create(words="医保年审", first_on=on, last_on=on)
    address = reverse("admin:guides_unheard_change", args=[row.pk])
    national = signed_in(person("national", (Role.EDITOR, "000000")))
    local = signed_in(person("local", (Role.EDITOR, "210300")))
    assert local.get(address).status_code in (302, 403)
    assert national.post(address, {"state": "added"}).status_code == 302
    row.refresh_from_db()
    assert row.state == Unheard.State.ADDED
    assert row.words == "医保年审"


def test_who_answers_a_wording_second_hears_who_was_first(db: None) -> None:
    on = snapshot.today()
    row = Unheard.objects.create(words="医保年审", first_on=on, last_on=on)
    address = reverse("admin:guides_unheard_change", args=[row.pk])
    first, second = (signed_in(person(name, (Role.EDITOR, "000000"))) for name in ("first", "second"))
    seen = second.get(address).context["adminform"].form["seen"].value()
    assert first.post(address, {"state": "added"}).status_code == 302
    page = second.post(address, {"state": "left", "seen": seen})
    labels = dict(Unheard.State.choices)
    assert page.status_code == 200
    assert "first在 " in page.content.decode()
    assert f"从“{labels['open']}”改成“{labels['added']}”" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "added"
    again = page.context["adminform"].form["seen"].value()
    assert second.post(address, {"state": "left", "seen": again}).status_code == 302
    assert second.get(address).status_code == 200
    row.refresh_from_db()
    assert row.state == "left"


def test_what_is_told_while_a_clerk_answers_is_counted(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    on = snapshot.today()
    row = Unheard.objects.create(words="医保年审", first_on=on, last_on=on)
    real = UnheardAdmin.get_object

    def told_meanwhile(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        Unheard.tell("医保年审", on)
        return found

    monkeypatch.setattr(UnheardAdmin, "get_object", told_meanwhile)
    admin_client.post(reverse("admin:guides_unheard_change", args=[row.pk]), {"state": "added"})
    assert list(Unheard.objects.values_list("state", "count")) == [("added", 2)]


def test_wording_that_is_dealt_with_stays_so_when_it_is_told_again(admin_client: Client) -> None:
    on = snapshot.today()
    first = Unheard.objects.create(words="医保年审", first_on=on, last_on=on, state=Unheard.State.ADDED)
    Unheard.tell("医保年审", on)
    address = reverse("admin:guides_unheard_change", args=[first.pk])
    assert admin_client.post(address, {"state": "open"}).status_code == 200
    assert admin_client.post(address, {"state": "left"}).status_code == 302
    assert sorted(Unheard.objects.values_list("state", flat=True)) == ["left", "open"]


def test_what_was_told_goes_with_its_row(admin_client: Client) -> None:
    """The list of what clerks did is kept for ever: the words are in none of its lines."""
    on = snapshot.today()
    row = Unheard.objects.create(words="李芳的卡丢了", first_on=on, last_on=on)
    assert (
        admin_client.post(reverse("admin:guides_unheard_change", args=[row.pk]), {"state": "left"}).status_code == 302
    )
    address = reverse("admin:guides_unheard_delete", args=[row.pk])
    gone = admin_client.post(address, {"post": "yes", "seen": admin_client.get(address).context["seen"]})
    assert gone.status_code == 302
    assert not Unheard.objects.exists()
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["没听懂的话", "没听懂的话"]


def test_daily_command_forgets_old_wordings(capsys: pytest.CaptureFixture[str]) -> None:
    on = snapshot.today()
    Unheard.objects.create(words="旧话", first_on=on, last_on=on - dt.timedelta(days=181))
    Unheard.objects.create(words="新话", first_on=on, last_on=on - dt.timedelta(days=180))
    call_command("forget")
    assert list(Unheard.objects.values_list("words", flat=True)) == ["新话"]


def test_nonsense_fills_no_table_and_pushes_out_nothing_that_many_say(monkeypatch: pytest.MonkeyPatch) -> None:
    on = snapshot.today()
    monkeypatch.setattr(unheard, "MOST", 3)
    Unheard.objects.create(words="很多人说", count=9, first_on=on, last_on=on - dt.timedelta(days=90))
    Unheard.objects.create(words="处理过的", first_on=on, last_on=on, state=Unheard.State.ADDED)
    for number, words in enumerate("甲乙丙丁"):
        Unheard.tell(words, on - dt.timedelta(days=9 - number))
        Unheard.forget(on)
    waiting = Unheard.objects.filter(state=Unheard.State.OPEN).order_by("pk")
    assert list(waiting.values_list("words", flat=True)) == ["很多人说", "丙", "丁"]
    assert Unheard.objects.filter(words="处理过的").exists()
