"""A source's form, its key, and rows whose source is repealed."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from guides.models import Advice
from registry.desk import tasks
from registry.models import SourceDocument
from registry.typed.reason import LONGEST_TEXT
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"


def address(source):
    return f"/admin/registry/sourcedocument/{source.pk}/change/"


def test_source_leads_to_what_is_made_of_it(source):
    page = signed_in(User.objects.create_superuser("boss")).get(address(source)).content.decode()
    assert f'href="/admin/registry/sourcedocument/{source.pk}/notice/"' in page


def test_lists_filter_by_source(publish, source):
    row = publish(Advice, region_id=CITY)
    other = SourceDocument.objects.create(key="unused", title="没人引用的一份")
    page = signed_in(User.objects.create_superuser("boss")).get(f"/admin/guides/advice/?source__id__exact={source.pk}")
    assert list(page.context["cl"].queryset) == [row]
    assert str(other) not in page.content.decode()


# 依据已废止


def lapsed(user):
    return {line.label: line for line in tasks.lines(user, timezone.localdate())}["依据已废止的条目"]


@pytest.mark.parametrize(("days", "count"), [(-1, 1), (0, 0), (1, 0)])
def test_desk_names_rows_from_the_day_after_their_source_ends(publish, source, days, count):
    source.in_force_to = timezone.localdate() + dt.timedelta(days=days)
    source.save()
    publish(Advice, region_id=CITY)
    assert lapsed(person("clerk", ("editor", CITY))).count == count


def test_rows_that_have_ended_or_are_no_longer_public_are_left_alone(publish, source):
    today = timezone.localdate()
    source.in_force_to = today - dt.timedelta(days=10)
    source.save()
    publish(Advice, region_id=CITY, key="ended", effective_to=today - dt.timedelta(days=1))
    publish(Advice, region_id=CITY, key="last-day", effective_to=today)
    publish(Advice, region_id=CITY, key="draft", status="draft")
    publish(Advice, region_id=OTHER, key="elsewhere")
    clerk = person("clerk", ("editor", CITY))
    [link] = lapsed(clerk).links
    shown = signed_in(clerk).get(link.address).context["cl"]
    assert [row.key for row in shown.queryset] == ["last-day"]
    assert link.count == 1


def test_new_source_gets_a_key_of_its_own_from_place_and_year():
    clerk = signed_in(person("writer", ("editor", "210300")))
    form = {"key": "", "title": "一份通知", "region": "210300", "issued_on": "2026-03-01"}
    for _ in range(2):
        clerk.post(reverse("admin:registry_sourcedocument_add"), form)
    assert list(SourceDocument.objects.filter(title="一份通知").values_list("key", flat=True)) == [
        "anshan-2026-1",
        "anshan-2026-2",
    ]


PASTED = """示例市医疗保障局关于调整待遇的通知
示医保规〔2026〕9号　2026年11月20日印发，自2027年1月1日起施行，有效期5年。
一、住院起付标准 300 元。"""


def test_pasted_notice_fills_what_was_left_empty_and_says_what_was_read():
    clerk = signed_in(person("writer", ("editor", "210300")))
    form = {"region": "210300", "clause": PASTED, "number": "示医保〔2026〕1号"}
    answer = clerk.post(reverse("admin:registry_sourcedocument_add"), form, follow=True)
    made = SourceDocument.objects.get(status="draft")
    assert (made.title, made.number) == (
        "示例市医疗保障局关于调整待遇的通知",
        "示医保〔2026〕1号",
    )  # what was typed stands
    assert (made.in_force_from, made.in_force_to) == (dt.date(2027, 1, 1), dt.date(2031, 12, 31))
    page = answer.content.decode()
    assert "施行日期 2027年1月1日；失效日期 2031年12月31日。不对的，点“改这份文件”。" in page
    assert "还有 1 条条文没有条目。" in page  # its name and number are none
    assert page.count("照这一条加") == 1


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("鞍山市医疗保障局关于调整待遇的通知", "210300"),
        ("辽宁省大连市医疗保障局关于调整待遇的通知", "210200"),
        ("鞍山医保局关于转发大连市做法的通知", "210300"),  # who issued it, not whom it speaks of
        ("马鞍山市医疗保障局关于调整待遇的通知", "340500"),  # no 鞍山市
        ("马鞍山医保局关于调整待遇的通知", "340500"),
    ],
)
def test_who_looks_after_two_places_is_not_asked_what_the_notice_says(title, code):
    clerk = signed_in(person("writer", *(("editor", place) for place in ("210300", "210200", "340500"))))
    text = f"{title}\n一、住院起付标准 300 元。"
    page = clerk.post(reverse("admin:registry_sourcedocument_add"), {"clause": text}, follow=True).content.decode()
    made = SourceDocument.objects.get(status="draft")
    assert made.region_id == code
    assert made.key.startswith(f"{made.region.pinyin}-")  # called by what the text says
    assert f"哪里的文件 {made.region.name}" in page


def test_new_notice_does_not_begin_with_the_place_of_the_last():
    clerk = signed_in(person("writer", ("editor", "210300"), ("editor", "210200")))
    add = reverse("admin:registry_sourcedocument_add")
    clerk.post(add, {"clause": "鞍山市医疗保障局关于调整待遇的通知\n一、住院起付标准 300 元。"})
    assert clerk.get(add).context["adminform"].form["region"].value() is None
    clerk.post(add, {"clause": "大连市医疗保障局关于调整待遇的通知\n一、住院起付标准 300 元。"})
    assert SourceDocument.objects.get(title__startswith="大连").region_id == "210200"


def test_who_chose_another_place_than_the_text_names_is_told():
    clerk = signed_in(person("writer", ("editor", "210300"), ("editor", "210200")))
    form = {"region": "210300", "clause": "大连市医疗保障局关于调整待遇的通知\n一、住院起付标准 300 元。"}
    page = clerk.post(reverse("admin:registry_sourcedocument_add"), form, follow=True).content.decode()
    assert "哪里的文件 大连市，您填的是鞍山市" in page
    assert SourceDocument.objects.get(status="draft").region_id == "210300"  # what was typed stands


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("鞍山市、大连市医疗保障局关于调整待遇的通知", "全文里认出来的是大连市、鞍山市。"),
        ("沈阳市医疗保障局关于调整待遇的通知", "全文里认出来的是沈阳市。那里的文件您不能写，请找管那里的同事。"),
        ("关于调整待遇的通知", "请填“哪里的文件”。</li>"),
    ],
)
def test_place_that_the_text_leaves_open_is_asked_for_with_what_was_found(title, says):
    clerk = signed_in(person("writer", ("editor", "210300"), ("editor", "210200")))
    text = f"{title}\n一、住院起付标准 300 元。"
    page = clerk.post(reverse("admin:registry_sourcedocument_add"), {"clause": text}).content.decode()
    assert says in page
    assert not SourceDocument.objects.filter(status="draft").exists()


def test_name_that_the_text_does_not_give_is_asked_for():
    clerk = signed_in(person("writer", ("editor", "210300")))
    form = {"region": "210300", "clause": "一、住院起付标准 300 元。"}
    page = clerk.post(reverse("admin:registry_sourcedocument_add"), form).content.decode()
    assert "请填“名称”，全文里没有认出来。" in page
    assert not SourceDocument.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("自9950年1月1日起施行，有效期99年", "年份请写 1950 到 2199 之间的。"),
        ("自0001年1月1日起施行，有效期0年", "年份请写 1950 到 2199 之间的。"),
        ("一" * LONGEST_TEXT, f"请写短一些，最多 {LONGEST_TEXT} 个字"),
    ],
)
def test_pasted_notice_that_nobody_can_mean_is_refused_in_words(said, refused):
    clerk = signed_in(person("writer", ("editor", "210300")))
    form = {"region": "210300", "clause": f"{PASTED.partition('自')[0]}\n{said}。"}
    answer = clerk.post(reverse("admin:registry_sourcedocument_add"), form)
    assert (answer.status_code, refused in answer.content.decode()) == (200, True)
    assert not SourceDocument.objects.filter(status="draft").exists()


def test_second_of_two_who_edit_a_source_is_told(source):
    SourceDocument.objects.filter(pk=source.pk).update(region="210300", status="draft")
    clerk = signed_in(person("writer", ("editor", "210300")))
    address = reverse("admin:registry_sourcedocument_change", args=[source.pk])
    seen = clerk.get(address).context["adminform"].form["seen"].value()
    form = {"key": source.key, "region": "210300", "seen": seen}
    clerk.post(address, {**form, "title": "第一个人改的"})
    answer = clerk.post(address, {**form, "title": "第二个人改的"}).content.decode()
    assert "您打开以后，writer在" in answer
    assert "第二个人改的" in answer
    assert SourceDocument.objects.get(pk=source.pk).title == "第一个人改的"
