"""What nobody can mean: days beyond the calendar, checks for ever, a region below itself."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import DateField, TextField

from guides.models import Advice
from registry import rows
from registry.desk.stepforms import ReviseForm
from registry.excel.columns import DateColumn
from registry.models import Office, Region, SourceDocument
from registry.places import Place, Places
from registry.publication import reviewed_models
from registry.typed.reason import LONGEST_TEXT
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db
DAYS = [("1949-12-31", False), ("1950-01-01", True), ("2199-12-31", True), ("2200-01-01", False), ("0001-01-01", False)]


@pytest.mark.parametrize(("day", "sound"), DAYS)
@pytest.mark.parametrize("field", ["effective_from", "collected_on"])
def test_row_speaks_of_days_within_reason(build, field, day, sound):
    row = build(Office, **{field: dt.date.fromisoformat(day)})
    problems = {}
    try:
        row.full_clean()
    except ValidationError as error:
        problems = error.message_dict
    assert (field not in problems) is sound


@pytest.mark.parametrize(("day", "sound"), DAYS)
@pytest.mark.parametrize("model", reviewed_models(), ids=lambda model: model._meta.label)
def test_every_day_that_a_clerk_types_is_within_reason(model, day, sound):
    for field in model._meta.concrete_fields:
        if isinstance(field, DateField):
            row = model(**{field.name: dt.date.fromisoformat(day)})
            problems = {}
            try:
                row.clean()
            except ValidationError as error:
                problems = error.message_dict
            told = any("年份请写 1950 到 2199 之间的" in message for message in problems.get(field.name, []))
            assert told is not sound, field.name


def texts():
    return [
        pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
        for model in reviewed_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TextField)
    ]


@pytest.mark.parametrize(("letters", "sound"), [(LONGEST_TEXT, True), (LONGEST_TEXT + 1, False)])
@pytest.mark.parametrize(("model", "field"), texts())
def test_every_text_that_a_clerk_types_has_an_end(model, field, letters, sound):
    problems = {}
    try:
        model(**{field: "字" * letters}).clean()
    except ValidationError as error:
        problems = error.message_dict
    assert (problems.get(field) == [f"请写短一些，最多 5000 个字，现在 {letters} 个。"]) is not sound


@pytest.mark.parametrize(("model", "field"), texts())
def test_text_without_end_is_not_looked_into(model, field, monkeypatch):
    """A form of two megabytes would keep a worker, and the turn of everybody who writes, for minutes."""
    looked = []
    monkeypatch.setattr(model, "_refusals", lambda row: looked.append(row) or iter(()))
    with pytest.raises(ValidationError) as caught:
        model(**{field: "字" * (LONGEST_TEXT + 1)}).clean()
    assert (list(caught.value.message_dict), looked) == ([field], [])


def test_form_says_that_a_text_is_too_long(build):
    row = build(Advice, status="draft")
    row.save()
    desk = signed_in(person("writer", ("editor", "000000")))
    form = desk.get(f"/admin/guides/advice/{row.pk}/change/").context["adminform"].form
    sent = {**form.initial, "body": "字" * (LONGEST_TEXT + 1)}
    page = desk.post(
        f"/admin/guides/advice/{row.pk}/change/", {key: value for key, value in sent.items() if value not in (None, "")}
    )
    assert page.context["adminform"].form.errors["body"] == ["请写短一些，最多 5000 个字，现在 5001 个。"]


UNSEEN = "里面有看不见的字符。请删掉这一格，不要粘贴，重新打一遍。"
LONG_OR_UNSEEN = [
    ("字" * 60, []),
    ("字" * 61, ["请写短一些，最多 60 个字，现在 61 个。"]),
    ("办\0事", [UNSEEN]),
]


@pytest.mark.parametrize(("typed", "said"), LONG_OR_UNSEEN)
def test_form_says_what_is_too_long_or_unseen_in_our_words(build, typed, said):
    row = build(Advice, status="draft")
    row.save()
    desk = signed_in(person("writer", ("editor", "000000")))
    address = f"/admin/guides/advice/{row.pk}/change/"
    form = desk.get(address).context["adminform"].form
    sent = {key: value for key, value in form.initial.items() if value not in (None, "")}
    page = desk.post(address, sent | {"title": typed})
    if not said:
        assert Advice.objects.get(pk=row.pk).title == typed
        return
    shown = page.context["adminform"].form
    assert (shown.errors["title"], shown["title"].value()) == (said, typed)


@pytest.mark.parametrize(("typed", "said"), LONG_OR_UNSEEN)
def test_pack_and_sheet_say_it_in_the_same_words(build, typed, said):
    problems = {}
    try:
        rows.validate(build(Advice, title=typed), {})
    except ValidationError as error:
        problems = error.message_dict
    assert problems.get("title", []) == said


@pytest.mark.parametrize(
    ("start", "end", "sound"),
    [("2026-01-02", "2026-01-01", False), ("2026-01-01", "2026-01-01", True), (None, "2026-01-01", True)],
)
def test_source_ends_no_earlier_than_it_begins(start, end, sound):
    source = SourceDocument(
        in_force_from=start and dt.date.fromisoformat(start), in_force_to=dt.date.fromisoformat(end)
    )
    if sound:
        source.clean()
    else:
        with pytest.raises(ValidationError, match="“失效日期”早于“施行日期”"):
            source.clean()


@pytest.mark.parametrize(("day", "sound"), DAYS)
def test_step_form_and_sheet_take_the_same_days(day, sound):
    form = ReviseForm({"reason": "新通知", "start": day})
    form.is_valid()
    assert ("start" not in form.errors) is sound
    column = DateColumn(Office._meta.get_field("effective_from"))
    if sound:
        assert column.read(day) == dt.date.fromisoformat(day)
    else:
        with pytest.raises(ValidationError, match="年份请写 1950 到 2199 之间的"):
            column.read(day)


@pytest.mark.parametrize(("days", "sound"), [(1096, True), (1097, False), (2147483647, False)])
def test_nobody_puts_off_a_check_for_ever(build, days, sound):
    row = build(Office, review_every=days)
    problems = {}
    try:
        row.full_clean()
    except ValidationError as error:
        problems = error.message_dict
    assert ("review_every" not in problems) is sound


def test_no_region_lies_below_itself():
    city, province = Region.objects.get(code="210300"), Region.objects.get(code="210000")
    city.full_clean()
    for region in (city, province):
        region.parent = city
        with pytest.raises(ValidationError, match="上级"):
            region.full_clean()


def test_a_circle_of_regions_ends():
    names = {"name": "甲市", "short_name": "甲", "level": "prefecture", "pinyin": "jia", "initials": "j"}
    values = {**dict.fromkeys(Place.__slots__, ""), **names, "is_pool": True, "position": 1}
    circle = [
        Place(*({**values, "code": one, "parent": other}[slot] for slot in Place.__slots__))
        for one, other in (("100001", "100002"), ("100002", "100001"))
    ]
    assert Places(circle).chain("100001") == ("100001", "100002")


def test_a_list_without_days_is_not_asked_for_a_year():
    client = signed_in(person("editor", ("editor", "000000")))
    assert client.get("/admin/guides/term/", {"None__year": "abc"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("鞍山市医保中心\u202e", "里面有看不见的字符。请删掉这一格，不要粘贴，重新打一遍。"),
        ("鞍山市\x0b医保中心", "里面有看不见的字符。请删掉这一格，不要粘贴，重新打一遍。"),
        ("医保中心<br>", "“<br>”是网页代码，公众看到的就是这几个字母。请删掉，只写字。"),
        ("医保中心&nbsp;", "“&nbsp;”是网页代码，公众看到的就是这几个字母。请删掉，只写字。"),
        ("医保中心 <3 万元 & 其他", ""),
    ],
)
def test_text_says_what_one_reads(build, name, sentence):
    row = build(Office, name=name, key="reading")
    problems = {}
    try:
        row.full_clean()
    except ValidationError as error:
        problems = error.message_dict
    assert problems.get("name", []) == ([sentence] if sentence else [])
