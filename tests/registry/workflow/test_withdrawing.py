"""Withdrawing what has not begun gives its predecessor its end back; withdrawing what holds gives nothing back."""

import datetime as dt
import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from guides.models import Document
from registry import workflow
from registry.evidence import named
from registry.models import Event, PlaceRelation, PlaceRelationMember
from registry.workflow.transition import authors
from tests.conftest import person, signed_in
from tests.registry.steppages import look, step_address, take
from tests.thorough import some

pytestmark = pytest.mark.django_db

CITY = "210300"
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY))


@pytest.fixture
def checker():
    return person("checker", ("reviewer", CITY))


@pytest.fixture
def nation():
    return person("nation", ("reviewer", "000000"))


@pytest.fixture
def revised(writer, checker):
    """A published row, and its published revision from a day on."""

    def made(row, start):
        draft = workflow.submit(workflow.revise(row, writer, start, "新通知"), writer, "交")
        return workflow.publish(draft, checker, "看过")

    return made


@pytest.fixture
def whole():
    """Who reviews for all cities of the province."""
    return person("whole", ("reviewer", "210000"))


@pytest.fixture
def changed(whole):
    """The published revision of a row from a day on that says something else."""
    writer = person("wide", ("editor", "210000"))

    def made(row, start, **values):
        draft = workflow.revise(Document.objects.get(pk=row.pk), writer, start, "改一改")
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
        return workflow.publish(workflow.submit(draft, writer, "交"), whole, "看过")

    return made


def now(row):
    found = Document.objects.get(pk=row.pk)
    return found.status, found.effective_to


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_predecessor_goes_on_as_before(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    assert now(old) == ("published", dt.date(2026, 12, 31))
    client = signed_in(checker)
    page = client.get(step_address("withdraw", new)).content.decode()
    assert "撤下以后，“一张纸”接着有效：" in page
    take(client, "withdraw", new)
    assert now(new)[0] == "retired"
    assert now(old) == ("published", end)
    assert [event.reason for event in Event.objects.filter(kind="reopened", object_id=old.pk)] == ["试一试"]


@pytest.mark.on("2026-11-26")
def test_predecessor_that_was_replaced_whole_comes_back(publish, revised, checker):
    old = publish(Document, region_id=CITY, effective_from=NEW_YEAR)
    new = revised(old, NEW_YEAR)
    assert now(old)[0] == "retired"
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", None)


@pytest.mark.parametrize("days", [0, -1])
def test_what_holds_already_is_taken_away_and_nothing_put_back(publish, revised, checker, days):
    start = timezone.localdate() + dt.timedelta(days=days)
    old = publish(Document, region_id=CITY)
    new = revised(old, start)
    page = signed_in(checker).get(step_address("withdraw", new)).content.decode()
    assert "没有别的一条来接替它" in page
    workflow.withdraw(new, checker, "错了")
    assert now(old) == ("published", start - dt.timedelta(days=1))


@pytest.mark.on("2026-11-26")
def test_predecessor_stays_ended_where_another_has_come_into_its_own_slot(publish, writer, checker):
    old = publish(Document, region_id=CITY)
    draft = workflow.revise(old, writer, NEW_YEAR, "改了代号")
    draft.key = "renamed"
    draft.save()
    new = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
    publish(Document, region_id=CITY, effective_from=NEW_YEAR)
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", dt.date(2026, 12, 31))


@pytest.mark.on("2026-11-26")
def test_check_made_meanwhile_stays(publish, revised, checker, source):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    workflow.verify(old, checker, source, timezone.localdate())
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", None)
    assert Document.objects.get(pk=old.pk).verified_on == timezone.localdate()


@pytest.mark.on("2026-11-26")
def test_predecessor_goes_on_until_another_begins(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    Document.objects.filter(pk=new.pk).update(effective_to=dt.date(2027, 6, 30))
    publish(Document, region_id=CITY, effective_from=dt.date(2027, 7, 1))
    workflow.withdraw(Document.objects.get(pk=new.pk), checker, "通知作废")
    assert now(old) == ("published", dt.date(2027, 6, 30))


def test_predecessor_that_was_withdrawn_itself_stays_away(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    workflow.withdraw(old, checker, "错了")
    workflow.withdraw(new, checker, "也错了")
    assert now(old)[0] == "retired"


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_revision_in_between_goes_on_as_what_it_revised_was_to(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    between = revised(old, dt.date(2026, 12, 10))
    assert now(between) == ("published", dt.date(2026, 12, 31))
    workflow.withdraw(new, checker, "通知作废")
    assert now(old) == ("published", dt.date(2026, 12, 9))
    assert now(between) == ("published", end)


@pytest.mark.on("2026-11-26")
def test_end_that_a_revision_was_given_stays(publish, writer, revised, checker):
    old = publish(Document, region_id=CITY)
    draft = workflow.revise(old, writer, dt.date(2026, 12, 10), "试行")
    draft.effective_to = dt.date(2026, 12, 20)
    draft.save()
    trial = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
    new = revised(trial, dt.date(2026, 12, 21))
    workflow.withdraw(new, checker, "通知作废")
    assert now(trial) == ("published", dt.date(2026, 12, 20))


@pytest.mark.on("2026-11-26")
def test_scheduled_revisions_one_behind_the_other_leave_no_gap(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(first, checker, "通知作废")
    assert now(old) == ("published", dt.date(2027, 2, 28))
    workflow.withdraw(second, checker, "也作废")
    assert now(old) == ("published", None)


@pytest.mark.on("2026-11-26")
def test_end_that_came_of_a_withdrawal_is_nobodys_wish_either(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(first, checker, "通知作废")
    between = revised(Document.objects.get(pk=old.pk), dt.date(2027, 1, 15))
    assert now(between) == ("published", dt.date(2027, 2, 28))
    workflow.withdraw(second, checker, "也作废")
    assert now(between) == ("published", None)


@pytest.mark.on("2026-11-26")
def test_last_of_scheduled_revisions_gives_way_to_the_one_before(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(second, checker, "通知作废")
    assert (now(first), now(old)[1]) == (("published", None), dt.date(2026, 12, 31))


@pytest.mark.on("2026-11-26")
def test_end_taken_over_twice_is_nobodys_wish(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    last = revised(old, dt.date(2027, 6, 1))
    between = revised(old, dt.date(2027, 2, 15))
    third = revised(between, dt.date(2027, 4, 15))
    assert now(third) == ("published", dt.date(2027, 5, 31))
    workflow.withdraw(last, checker, "通知作废")
    assert now(third) == ("published", None)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_end_of_a_row_that_was_brought_back_is_that_of_what_was_withdrawn(publish, revised, checker, end):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    workflow.withdraw(old, checker, "弄错了")
    again = revised(Document.objects.get(pk=old.pk), dt.date(2026, 11, 27))
    assert now(again) == ("published", dt.date(2026, 12, 31))
    again_from = revised(again, dt.date(2026, 12, 10))
    workflow.withdraw(new, checker, "通知作废")
    assert now(again_from) == ("published", end)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("start", [None, dt.date(2026, 11, 1)])
def test_row_that_was_corrected_meanwhile_goes_on_in_its_place(publish, changed, checker, revised, start):
    old = publish(Document, region_id=CITY, effective_from=start)
    new = revised(old, NEW_YEAR)
    corrected = changed(old, start, effective_to=dt.date(2026, 12, 31))
    again = changed(corrected, start, effective_to=dt.date(2026, 12, 31))
    assert (now(old)[0], now(corrected)[0]) == ("retired", "retired")
    client = signed_in(checker)
    assert "”接着有效：" in client.get(step_address("withdraw", new)).content.decode()
    take(client, "withdraw", new)
    assert now(again) == ("published", None)
    assert (now(old)[0], now(corrected)[0]) == ("retired", "retired")


@pytest.mark.on("2026-11-26")
def test_scheduled_row_that_was_corrected_goes_on_without_the_next(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    corrected = revised(first, NEW_YEAR)
    assert now(corrected) == ("published", dt.date(2027, 2, 28))
    workflow.withdraw(second, checker, "通知作废")
    assert (now(corrected), now(first)[0]) == (("published", None), "retired")
    workflow.withdraw(corrected, checker, "也作废")
    assert now(first) == ("published", None)


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("values", [{"region_id": "210400"}, {"key": "renamed"}], ids=["region", "slot"])
def test_correction_that_moved_goes_on_where_it_is(publish, changed, revised, whole, values):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    moved = changed(old, dt.date(2026, 12, 10), **values)
    assert now(moved) == ("published", dt.date(2026, 12, 31))
    workflow.withdraw(new, whole, "通知作废")
    assert now(moved) == ("published", None)
    assert now(old) == ("published", dt.date(2026, 12, 9))


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("start", [None, NEW_YEAR])
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
def test_place_that_a_revision_moved_away_from_has_its_row_again(publish, changed, whole, start, end):
    old = publish(Document, region_id=CITY, effective_from=start, effective_to=end)
    moved = changed(old, NEW_YEAR, region_id="210400")
    assert now(old) == (("published", dt.date(2026, 12, 31)) if start is None else ("retired", end))
    client = signed_in(whole)
    page = client.get(step_address("withdraw", moved)).content.decode()
    assert "撤下以后，鞍山市的“一张纸”接着有效：" in page
    take(client, "withdraw", moved)
    assert (now(moved)[0], now(old)) == ("retired", ("published", end))


@pytest.mark.on("2026-11-26")
def test_nobody_has_another_places_row_go_on_without_the_right_there(publish, changed, whole):
    old = publish(Document, region_id=CITY)
    moved = changed(old, NEW_YEAR, region_id="210400")
    neighbour = person("neighbour", ("reviewer", "210400"))
    with pytest.raises(ValidationError, match="鞍山市的“一张纸”接着有效，您没有复核那里的权限"):
        workflow.withdraw(moved, neighbour, "写错了")
    assert (now(moved)[0], now(old)) == ("published", ("published", dt.date(2026, 12, 31)))


@pytest.fixture
def withdrawing(publish, revised, checker):
    """A row, the last of two that were to come after it, and the page on which that is about to be withdrawn."""
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    workflow.withdraw(first, checker, "通知作废")
    client, address = signed_in(checker), step_address("withdraw", second)
    return old, second, client, address, look(client, address) | {"reason": "也作废"}


@pytest.mark.on("2026-11-26")
def test_what_goes_on_is_what_the_page_said(withdrawing, checker):
    old, second, client, address, opened = withdrawing
    workflow.withdraw(Document.objects.get(pk=old.pk), checker, "错了")
    answer = client.post(address, opened)
    assert now(second)[0] == "published"
    [look_again] = answer.context["looks"]
    changes = [(line.label, line.old, line.new) for line in look_again["changed"].differences]
    goes_on = "它还没到日子。撤下以后，“一张纸”接着有效：一直有效。"
    assert changes == [("撤下以后", goes_on, "撤下以后，没有别的一条来接替它。")]
    assert "撤下以后，没有别的一条来接替它。" in answer.content.decode()
    client.post(address, opened | {"looked": answer.context["looked"]})
    assert now(second)[0] == "retired"


@pytest.mark.on("2026-11-26")
def test_which_row_goes_on_is_what_the_page_said(withdrawing, revised):
    old, second, client, address, opened = withdrawing
    between = revised(Document.objects.get(pk=old.pk), dt.date(2026, 12, 15))
    answer = client.post(address, opened)
    assert (now(second)[0], now(between)) == ("published", ("published", dt.date(2027, 2, 28)))
    assert "“一张纸”接着有效：2026-12-15 至 没有截止。" in answer.content.decode()


class Walk:
    """Clerks who revise, correct, give ends and withdraw at random, and the end that was wished of each row. Wished ends
    are an odd number of days away, ends that are made for what comes next an even one."""

    def __init__(self, seed, changed, checker):
        self.dice, self.changed, self.checker = random.Random(seed), changed, checker
        self.today, self.wished = timezone.localdate(), {}

    @property
    def public(self):
        return Document.objects.published().filter(region=CITY).order_by("effective_from", "pk")

    @property
    def scheduled(self):
        return self.public.filter(effective_from__gt=self.today)

    def withdraw(self):
        workflow.withdraw(self.dice.choice(list(self.scheduled)), self.checker, "通知作废")

    def revise(self):
        row = self.dice.choice(list(self.public))
        first = max(1, self._away(row.effective_from))
        last = self._away(row.effective_to) if row.effective_to else first + 200
        starts = [*range(first + 1 - first % 2, last + 1, 2)]
        correct = self.dice.random() < 0.35 or not starts
        start = row.effective_from if correct else self._day(self.dice.choice(starts))
        end, wish = row.effective_to, self.wished.get(row.pk)
        ends = range((self._away(start) if start else 0) | 1, last + 1, 2)
        if self.dice.random() < 0.2 and ends and (start is None or start > self.today):
            end = wish = self._day(self.dice.choice(ends))
        new = self.changed(row, start, effective_to=end)
        self.wished[new.pk] = wish

    def _day(self, away):
        return self.today + dt.timedelta(away)

    def _away(self, day):
        return (day - self.today).days if day else 0

    def check(self):
        """Everything ends when that was wished, or the day before the next begins."""
        rows = list(self.public)
        rows.sort(key=lambda row: row.effective_from or dt.date.min)
        begins = [row.effective_from - dt.timedelta(1) for row in rows[1:]]
        for row, eve in zip(rows, [*begins, None], strict=True):
            ends = [end for end in (self.wished.get(row.pk), eve) if end]
            assert row.effective_to == min(ends, default=None), [(r.pk, r.period()) for r in rows]


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("seed", some(range(12), 4))
def test_withdrawn_in_whatever_order_nothing_ends_that_nobody_ended(publish, changed, checker, seed):
    """Whatever holds or is to hold is revised, corrected from its own first day, or given an end, and some is withdrawn in
    between: when all that is scheduled is, one row is left, and ends when somebody wished it, if ever."""
    walk = Walk(seed, changed, checker)
    publish(Document, region_id=CITY)
    for _ in range(14):
        walk.withdraw() if walk.scheduled and walk.dice.random() < 0.4 else walk.revise()
        walk.check()
    while walk.scheduled:
        walk.withdraw()
        walk.check()
    [left] = walk.public
    assert (left.effective_from, left.effective_to) == (None, walk.wished.get(left.pk))


@pytest.fixture
def at_odds(publish, source, writer, checker):
    """Two places: no filing for now, by a revision filing from the new year on, and what another row says from a day on."""
    source.number = "示例〔2026〕1号"
    source.save()

    def relate(**values):
        row = publish(PlaceRelation, region_id=CITY, evidence="official", **values)
        places = [PlaceRelationMember(relation=row, region_id=code) for code in (CITY, "210400")]
        PlaceRelationMember.objects.bulk_create(places)
        return row

    def made(start):
        old = relate(key="one", rule="pool", says="鞍山和抚顺是一个统筹区。")
        draft = workflow.revise(old, writer, NEW_YEAR, "新通知")
        draft.rule, draft.says = "file", "鞍山和抚顺之间要备案。"
        draft.save()
        new = workflow.publish(workflow.submit(draft, writer, "交"), checker, "看过")
        relate(key="other", rule="file", says="要备案。", effective_from=start)
        return old, new

    return made


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2027-02-01", "2027-01-31", "接着有效：一直以来 至 2027-01-31。只到这天，因为后面“要备案。”"),
        ("2027-01-01", "2026-12-31", "没有接着有效的：原来那一条不能接着有效，因为“要备案。”"),
    ],
)
def test_nothing_goes_on_beside_a_row_that_says_otherwise(at_odds, checker, start, end, told):
    old, new = at_odds(dt.date.fromisoformat(start))
    client = signed_in(checker)
    assert told in client.get(step_address("withdraw", new)).content.decode()
    take(client, "withdraw", new)
    assert PlaceRelation.objects.get(pk=new.pk).status == "retired"
    left = PlaceRelation.objects.get(pk=old.pk)
    assert (left.status, left.effective_to) == ("published", dt.date.fromisoformat(end))
    assert not list(PlaceRelation.objects.get(key="other").contradicting(dt.date(2026, 11, 26)))


@pytest.mark.on("2026-11-26")
def test_who_says_otherwise_is_what_the_page_said(at_odds, checker):
    old, new = at_odds(dt.date(2027, 2, 1))
    client, address = signed_in(checker), step_address("withdraw", new)
    opened = look(client, address) | {"reason": "通知作废"}
    workflow.withdraw(PlaceRelation.objects.get(key="other"), checker, "写错了")
    answer = client.post(address, opened)
    assert PlaceRelation.objects.get(pk=new.pk).status == "published"
    client.post(address, opened | {"looked": answer.context["looked"]})
    assert PlaceRelation.objects.get(pk=old.pk).effective_to is None


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("end", [None, dt.date(2027, 6, 30)])
@pytest.mark.parametrize("later", ["before", "after"])
def test_revision_that_somebody_is_at_ends_when_what_it_revises_would(publish, revised, writer, checker, end, later):
    old = publish(Document, region_id=CITY, effective_to=end)
    new = revised(old, NEW_YEAR)
    draft = workflow.revise(Document.objects.get(pk=old.pk), writer, dt.date(2026, 11, 27), "改电话")
    assert draft.effective_to == dt.date(2026, 12, 31)
    if later == "after":
        draft = workflow.submit(draft, writer, "交")
    workflow.withdraw(new, checker, "通知作废")
    draft = Document.objects.get(pk=draft.pk)
    assert (draft.effective_to, authors(draft)) == (end, {writer.pk})
    draft = workflow.submit(draft, writer, "交") if later == "before" else draft
    workflow.publish(draft, checker, "看过")
    assert now(draft) == ("published", end)


@pytest.mark.on("2026-11-26")
def test_end_that_a_writer_gave_his_revision_stays(publish, revised, writer, checker):
    old = publish(Document, region_id=CITY)
    new = revised(old, NEW_YEAR)
    draft = workflow.revise(Document.objects.get(pk=old.pk), writer, dt.date(2026, 11, 27), "试行")
    draft.effective_to = dt.date(2026, 12, 20)
    draft.save()
    workflow.withdraw(new, checker, "通知作废")
    assert now(draft) == ("draft", dt.date(2026, 12, 20))


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("follows", [True, False], ids=["revision", "new"])
def test_what_goes_on_after_several_is_what_goes_on_after_them_all(publish, revised, checker, follows):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    Document.objects.filter(pk=first.pk).update(effective_to=None if follows else dt.date(2027, 2, 28))
    march = dt.date(2027, 3, 1)
    second = revised(first, march) if follows else publish(Document, region_id=CITY, effective_from=march)
    client, address = signed_in(checker), step_address("withdraw", first, second)
    answer = client.get(address)
    going_on = [one for look in answer.context["looks"] for one in look["leaves"] if "接着有效" in one.sentence]
    assert len(going_on) == 1 + follows
    assert answer.content.decode().count("“一张纸”接着有效：一直有效。") == 1 + follows
    client.post(address, look(client, address) | {"reason": "都作废"})
    assert (now(first)[0], now(second)[0], now(old)) == ("retired", "retired", ("published", None))
    assert [event.object_id for event in Event.objects.filter(kind="reopened")] == [old.pk]


@pytest.mark.on("2026-11-26")
def test_what_goes_on_after_some_of_them_is_told_before(publish, revised, checker):
    old = publish(Document, region_id=CITY)
    first = revised(old, NEW_YEAR)
    second = revised(first, dt.date(2027, 3, 1))
    client, address = signed_in(checker), step_address("withdraw", first, second)
    opened = look(client, address) | {"reason": "通知作废", "row": [named(first)]}
    answer = client.post(address, opened)
    assert (now(first)[0], now(second)[0]) == ("published", "published")
    assert "接着有效：一直以来 至 2027-02-28" in answer.content.decode()
    client.post(address, opened | {"looked": answer.context["looked"]})
    assert (now(first)[0], now(old)) == ("retired", ("published", dt.date(2027, 2, 28)))


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("waived", [False, True])
@pytest.mark.parametrize(
    ("above", "told"),
    [
        (("000000",), "全国的“一张纸”"),
        (("000000", "210000"), "辽宁省的“一张纸”"),
        ((), "没有别的一条来接替它"),
    ],
)
def test_who_reads_the_row_of_a_region_above_is_told(publish, checker, above, told, waived):
    for code in above:
        publish(Document, region_id=code)
    row = publish(Document, region_id=CITY, waived=waived)
    page = signed_in(checker).get(step_address("withdraw", row)).content.decode()
    assert told in page
    assert ("没有别的一条来接替它" in page) == (not above)
    assert f"鞍山市的人{'又看到' if waived else '改看'}" in page or not above


@pytest.mark.on("2026-11-26")
def test_nothing_is_read_instead_of_what_a_province_waives_or_goes_too(publish, nation):
    for code in ("000000", "210000"):
        publish(Document, region_id=code, waived=code == "210000")
    row, other = publish(Document, region_id=CITY), publish(Document, region_id=CITY, key="other")
    publish(Document, region_id="000000", key="other")
    assert "鞍山市的人改看" not in signed_in(nation).get(step_address("withdraw", row)).content.decode()
    above = Document.objects.get(region="000000", key="other")
    page = signed_in(nation).get(step_address("withdraw", other, above)).content.decode()
    assert "鞍山市的人改看" not in page


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize(
    ("waived", "told"),
    [
        (True, "撤下以后，鞍山市的人还是看不到这一样：辽宁省也勾了“本地不需要”。"),
        (False, "撤下以后，鞍山市的人还是看不到这一样：辽宁省勾了“本地不需要”。"),
    ],
)
def test_what_a_province_waives_is_said_to_stay_hidden(publish, checker, waived, told):
    publish(Document, region_id="000000")
    publish(Document, region_id="210000", waived=True)
    row = publish(Document, region_id=CITY, waived=waived)
    page = signed_in(checker).get(step_address("withdraw", row)).content.decode()
    assert told in page
    assert "没有别的一条" not in page


@pytest.mark.parametrize("waived", [False, True])
@pytest.mark.on("2026-11-26")
def test_what_has_not_begun_has_nobody_see_anything_again(publish, checker, waived):
    publish(Document, region_id="000000")
    row = publish(Document, region_id=CITY, waived=waived, effective_from=NEW_YEAR)
    page = signed_in(checker).get(step_address("withdraw", row)).content.decode()
    assert "它还没到日子。撤下以后，到2027年1月1日，鞍山市的人看的是全国的“一张纸”。" in page


@pytest.mark.on("2026-11-26")
def test_what_is_over_is_said_to_be_gone_already(publish, checker):
    publish(Document, region_id="000000")
    row = publish(Document, region_id=CITY, effective_to=dt.date(2026, 11, 25))
    page = signed_in(checker).get(step_address("withdraw", row)).content.decode()
    assert "它到2026年11月25日为止，今天的页面上已经没有它。" in page
    assert "改看" not in page


@pytest.mark.on("2026-11-26")
def test_what_is_read_instead_is_what_the_page_said(publish, checker, nation):
    above, row = publish(Document, region_id="000000"), publish(Document, region_id=CITY)
    client, address = signed_in(checker), step_address("withdraw", row)
    opened = look(client, address) | {"reason": "通知作废"}
    workflow.withdraw(above, nation, "写错了")
    answer = client.post(address, opened)
    assert now(row)[0] == "published"
    assert "没有别的一条来接替它" in answer.content.decode()
    client.post(address, opened | {"looked": answer.context["looked"]})
    assert now(row)[0] == "retired"
