import datetime as dt

import pytest

from guides.engine.steps import Given, SameProvince
from guides.flows.remote_care import REMOTE_CARE
from guides.models import Document, Introduction, Parameter, Wording
from guides.outcome import checklist
from registry.places import NATION
from registry.snapshot import Snapshot
from tests.conftest import sound

ANSHAN, SHENYANG, LIAONING, BEIJING, SHIHEZI = "210300", "210100", "210000", "110000", "660800"
CHAIN = (ANSHAN, LIAONING, NATION)
ON = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
FACTS = {"outcome": frozenset({"file_referral"}), "reason": frozenset({"referral"})}
HERE = {"outcome": ["file_referral"]}
ELSEWHERE = {"outcome": ["local"]}
#: The steps of the real guide that are answered without asking.
GIVEN = {step.key: step for step in REMOTE_CARE.steps if isinstance(step, Given)}


@pytest.fixture
def snapshot(places):
    """Makes a snapshot that holds these rows and nothing else."""

    def make(*rows):
        models = {type(row) for row in rows}
        return Snapshot({}, places, {model: tuple(row for row in rows if type(row) is model) for model in models})

    return make


def documents(snapshot, guide="remote-care", on=ON):
    return [
        (row.key, row.region_id)
        for row in checklist.rows(snapshot, Document, guide, CHAIN, frozenset(FACTS.items()), on)
    ]


def rule(name, value, region=ANSHAN, **values):
    return sound(Parameter, name=name, value=value, region_id=region, **values)


def test_rows_in_the_order_of_the_page(snapshot):
    rows = [sound(Document, key=key, position=position) for key, position in [("c", 1), ("b", 2), ("a", 2), ("d", 0)]]
    assert documents(snapshot(*rows)) == [("d", NATION), ("c", NATION), ("a", NATION), ("b", NATION)]


@pytest.mark.parametrize(("when", "seen"), [({}, True), (HERE, True), (ELSEWHERE, False)])
def test_rows_condition(snapshot, when, seen):
    assert bool(documents(snapshot(sound(Document, when=when)))) == seen


def test_rows_nearest_region_wins(snapshot):
    rows = [sound(Document, region_id=region) for region in (NATION, ANSHAN, LIAONING)]
    assert documents(snapshot(*rows)) == [("test-row", ANSHAN)]


@pytest.mark.parametrize(("when", "winner"), [(HERE, ANSHAN), (ELSEWHERE, NATION)])
def test_rows_condition_first_then_nearest(snapshot, when, winner):
    rows = [sound(Document), sound(Document, region_id=ANSHAN, when=when)]
    assert documents(snapshot(*rows)) == [("test-row", winner)]


@pytest.mark.parametrize(("when", "seen"), [(HERE, []), (ELSEWHERE, [("test-row", NATION)])])
def test_rows_waived_only_where_its_condition_holds(snapshot, when, seen):
    rows = [sound(Document), sound(Document, region_id=ANSHAN, waived=True, when=when)]
    assert documents(snapshot(*rows)) == seen


def test_rows_of_other_regions_and_guides_are_left_out(snapshot):
    rows = [sound(Document, key="there", region_id=BEIJING), sound(Document, key="other", guides=["manual-claim"])]
    assert documents(snapshot(*rows)) == []


@pytest.mark.parametrize(("on", "seen"), [(ON - DAY, False), (ON, True), (ON + DAY, True), (ON + 2 * DAY, False)])
def test_rows_period(snapshot, on, seen):
    row = sound(Document, effective_from=ON, effective_to=ON + DAY)
    assert bool(documents(snapshot(row), on=on)) == seen


def test_rows_of_a_scheduled_change(snapshot):
    rows = [sound(Document, name="旧", effective_to=ON), sound(Document, name="新", effective_from=ON + DAY)]
    one = snapshot(*rows)
    found = [checklist.rows(one, Document, "remote-care", CHAIN, frozenset(FACTS.items()), on) for on in (ON, ON + DAY)]
    assert [[row.name for row in rows] for rows in found] == [["旧"], ["新"]]


def test_wordings_by_question_nearest_first(snapshot):
    one = snapshot(
        sound(Wording, key="stage", question="stage", title="国"),
        sound(Wording, key="stage", question="stage", title="市", region_id=ANSHAN),
        sound(Wording, key="reason", question="reason", title="国"),
    )
    found = checklist.wordings(one, "remote-care", CHAIN, ON)
    assert {question: row.title for question, row in found.items()} == {"stage": "市", "reason": "国"}
    assert checklist.wordings(one, "remote-care", (NATION,), ON)["stage"].title == "国"


def test_introduction_of_the_nation_in_force(snapshot):
    one = snapshot(sound(Introduction, title="国", effective_to=ON), sound(Introduction, title="市", region_id=ANSHAN))
    assert checklist.introduction(one, "remote-care", ON).title == "国"
    assert checklist.introduction(one, "remote-care", ON + DAY) is None
    assert checklist.introduction(one, "manual-claim", ON) is None


@pytest.mark.parametrize(
    ("chain", "value"), [(CHAIN, "市"), ((SHENYANG, LIAONING, NATION), "省"), ((BEIJING, NATION), "国"), ((), "")]
)
def test_parameter_nearest(snapshot, chain, value):
    one = snapshot(
        rule("change_limit", "国", NATION), rule("change_limit", "省", LIAONING), rule("change_limit", "市", ANSHAN)
    )
    assert checklist.parameter(one, "change_limit", chain, ON) == value


def test_parameter_that_nobody_published_is_empty(snapshot):
    assert checklist.parameter(snapshot(rule("claim_time", "30 天")), "change_limit", CHAIN, ON) == ""


@pytest.mark.parametrize(("age", "value"), [(0, "市"), (200, "市"), (201, "")])
@pytest.mark.parametrize("verified", [True, False])
def test_parameter_expired_is_not_used_and_nothing_takes_its_place(snapshot, age, value, verified):
    checked = {"verified_on": ON, "verified_by": "0412"} if verified else {"collected_on": ON}
    one = snapshot(
        rule("change_limit", "国", NATION, collected_on=ON, review_every=9999),
        rule("change_limit", "市", ANSHAN, review_every=100, **checked),
    )
    assert checklist.parameter(one, "change_limit", CHAIN, ON + age * DAY) == value


def test_parameter_outside_its_period_is_not_used(snapshot):
    one = snapshot(rule("change_limit", "市", effective_to=ON - DAY))
    assert checklist.parameter(one, "change_limit", CHAIN, ON) == ""


def test_parameter_waived_is_empty(snapshot):
    one = snapshot(rule("change_limit", "国", NATION), rule("change_limit", "", ANSHAN, waived=True))
    assert checklist.parameter(one, "change_limit", CHAIN, ON) == ""


@pytest.mark.parametrize(
    ("insured", "care", "relation"),
    [
        (ANSHAN, ANSHAN, "same"),
        (ANSHAN, SHENYANG, "same_province"),
        (ANSHAN, BEIJING, "elsewhere"),
        (BEIJING, BEIJING, "same"),
        (BEIJING, "120000", "elsewhere"),
        ("unknown", ANSHAN, "elsewhere"),
        ("", ANSHAN, "elsewhere"),
        (SHIHEZI, "660100", "same_province"),
        (SHIHEZI, "659001", "same"),
        ("659001", SHIHEZI, "same"),
    ],
)
def test_lookup_relation(snapshot, insured, care, relation):
    answers = {"insured_place": (insured,), "care_place": (care,)} if insured else {"care_place": (care,)}
    assert checklist.lookup(snapshot(), ON)(GIVEN["relation"], answers) == relation


@pytest.mark.parametrize(
    ("key", "name", "value", "expected"),
    [
        ("has_tiers", "has_tiers", "yes", "yes"),
        ("has_tiers", "has_tiers", "no", "no"),
        ("has_tiers", "has_tiers", "", "no"),
        ("has_tiers", "claim_time", "yes", "no"),
        ("pledge_accepted", "pledge_supported", "no", "no"),
        ("pledge_accepted", "pledge_supported", "yes", "yes"),
        ("pledge_accepted", "pledge_supported", "", "yes"),
    ],
)
def test_lookup_local_rule(snapshot, key, name, value, expected):
    lookup = checklist.lookup(snapshot(rule(name, value)), ON)
    assert lookup(GIVEN[key], {"insured_place": (ANSHAN,)}) == expected


@pytest.mark.parametrize(("key", "expected"), [("has_tiers", "no"), ("pledge_accepted", "yes")])
def test_lookup_local_rule_that_nobody_published_changes_nothing(snapshot, key, expected):
    assert checklist.lookup(snapshot(), ON)(GIVEN[key], {"insured_place": (ANSHAN,)}) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ANSHAN, SHENYANG, "yes"),
        (ANSHAN, ANSHAN, "yes"),
        (BEIJING, BEIJING, "yes"),
        (ANSHAN, BEIJING, "no"),
        (SHIHEZI, "659001", "yes"),  # a 师 of 兵团 and its city, of one administration
        (SHIHEZI, "650100", "no"),
    ],
)
def test_lookup_same_province(snapshot, one, other, same):
    answers = {"insured_place": (one,), "family_place": (other,)}
    step = Given("g", SameProvince("insured_place", "family_place"))
    assert checklist.lookup(snapshot(), ON)(step, answers) == same


def test_lookup_local_rule_is_that_of_the_insured_place(snapshot):
    lookup = checklist.lookup(snapshot(rule("has_tiers", "yes", ANSHAN)), ON)
    assert lookup(GIVEN["has_tiers"], {"insured_place": (SHENYANG,), "care_place": (ANSHAN,)}) == "no"


def test_lookup_local_rule_expired_changes_nothing(snapshot):
    row = rule("has_tiers", "yes", collected_on=ON, review_every=100)
    assert checklist.lookup(snapshot(row), ON + 201 * DAY)(GIVEN["has_tiers"], {"insured_place": (ANSHAN,)}) == "no"
