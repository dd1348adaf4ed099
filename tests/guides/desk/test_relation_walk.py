"""A clerk's walk: a relation written, published by somebody else, and the guide says otherwise from its day on."""

import datetime as dt

import pytest
from django.utils import timezone

from registry.models import PlaceRelation
from registry.publication import Status
from tests.conftest import person, signed_in
from tests.guides.outcomes import outcome
from tests.registry.steppages import take

pytestmark = pytest.mark.django_db

ADD = "/admin/registry/placerelation/add/"
PLACES = {"insured_place": "210300", "care_place": "210100"}


def form(source, *members, **values):
    lines = {f"members-{number}-region": code for number, code in enumerate(members)}
    where = {"region": "210000", "source": source.pk, "evidence": "quoted", "collected_on": "2026-11-21"}
    what = {"rule": "exempt_lower", "says": "辽宁省内看病，不用备案。", "more": "", "review_every": "365"}
    count = {"members-TOTAL_FORMS": str(len(members)), "members-INITIAL_FORMS": "0"}
    return {**count, **lines, **where, **what, **values}


@pytest.fixture
def editor(source):
    source.number, source.region_id = "示例〔2026〕1号", "210000"
    source.save()
    return signed_in(person("writer", ("editor", "210000")))


@pytest.fixture
def reviewer():
    return signed_in(person("checker", ("reviewer", "210000")))


def said():
    """What somebody of 鞍山 who goes to 沈阳 is told: the outcome, the first line, and the verdict."""
    found = outcome("remote-care", **PLACES)
    return found["key"], [text["title"] for text in found["first"]], " ".join(found["verdict"]["lines"])


def test_two_people_change_what_the_guide_says(editor, reviewer, source):
    before = said()
    assert before[:2] == ("file_temporary", [])
    editor.post(ADD, form(source, "210000"))
    row = PlaceRelation.objects.get(region="210000", says="辽宁省内看病，不用备案。")
    assert (row.status, row.key) == (Status.DRAFT, "liaoning-1")
    assert said() == before
    take(editor, "submit", row)
    take(editor, "publish", row)  # nobody publishes their own
    assert said() == before
    take(reviewer, "publish", row)
    key, first, verdict = said()
    assert (key, first) == ("local", [])
    assert "辽宁省内看病，不用备案。" in verdict


def test_retelling_only_warns_first(editor, reviewer, source):
    editor.post(ADD, form(source, "210000", evidence="retold"))
    row = PlaceRelation.objects.get(key="liaoning-1")
    take(editor, "submit", row)
    take(reviewer, "publish", row)
    key, first, _ = said()
    assert (key, first) == ("file_temporary", ["先打 0412-12393：辽宁省内看病，不用备案。"])


def test_relation_of_a_later_day_waits_for_it(editor, reviewer, source, clock):
    day = timezone.localdate() + dt.timedelta(days=3)
    editor.post(ADD, form(source, "210000", effective_from=day.isoformat()))
    row = PlaceRelation.objects.get(key="liaoning-1")
    take(editor, "submit", row)
    take(reviewer, "publish", row)
    clock(day - dt.timedelta(days=1))
    assert said()[0] == "file_temporary"
    clock(day)
    assert said()[0] == "local"


@pytest.mark.parametrize(
    ("members", "sentence"), [((), "请至少写一个地方。"), (("210000", "210300"), "已经在写了的省里面")]
)
def test_members_are_asked_for(editor, source, members, sentence):
    assert sentence in editor.post(ADD, form(source, *members)).content.decode()
    assert not PlaceRelation.objects.filter(key="liaoning-1").exists()


def test_another_province_is_not_the_clerk_s_to_write(editor, source):
    editor.post(ADD, form(source, "370000", region="370000"))
    assert not PlaceRelation.objects.filter(key="shandong-1").exists()


@pytest.mark.parametrize(("model", "found"), [("placerelationmember", True), ("placerelation", False)])
def test_members_may_lie_beyond_where_one_writes(editor, model, found):
    asked = {"app_label": "registry", "model_name": model, "field_name": "region", "term": "北京"}
    answer = editor.get("/admin/autocomplete/", asked).json()
    assert ("110000" in [line["id"] for line in answer["results"]]) == found
