"""修改记录: what somebody changed, which row of which table, from what to what and why, in words that clerks use."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calculators.models import AssistancePolicy, BasicPolicy
from guides.models import Introduction, Phrase
from registry import rows, workflow
from registry.belonging import inline_of, inline_rows
from registry.models import Assignment, Office, OfficeHours, Region
from registry.pages import desk_url
from tests.calculators.policy_rows import publish as policy
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

ANSHAN = "210300"
TODAY = dt.date(2026, 11, 26)
KINDS = sorted((kind for kind in admin.site._registry if hasattr(kind, "history")), key=lambda kind: kind.__name__)
#: Names and addresses by which programs know a thing are no words.
PROGRAMS = {"key", "pack_key", "url", "map_url", "form_url", "code", "pinyin", "initials", "related", "after", "button"}
PROGRAMS |= {"question", "means", "leads", "leads_to", "given", "answer", "supersedes", "content_digest", "id"}
#: The guide's own name is in the row; phrases are written in the words of programs.
OF_KIND = {Introduction: {"guides"}, Phrase: {"topics", "excludes", "guides"}}
#: Conditions are told in the words of their guides.
TOGETHER = {"guides", "when"}
TECHNICAL = re.compile(r"True|False|None|[{}\[\]]|\d{4}-\d\d-\d\d|[a-z]{3,}|\d\.\d{3,}|\d:\d\d:\d\d")


def said_of(client, row):
    """The lines of the page of versions: for each version what changed, and why."""
    page = unescape(client.get(desk_url(row, "history", row.pk)).content.decode())
    table = re.search(r'<table id="change-history">.*?</table>', page, re.DOTALL)[0]
    cells = [re.findall(r"<td>(.*?)</td>", line, re.DOTALL) for line in table.split("<tr>")[2:]]
    return [tuple(" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in line[3:]) for line in cells]


def mixed(kind, found):
    """Let a row say in each of its fields what another row of its kind says; the names of the fields that differ."""
    changed = []
    last = kind._default_manager.exclude(pk=found.pk).last()
    alone = {name for each in kind._meta.constraints for name in getattr(each, "fields", ())}
    for field in rows.fields(found, rows.KEPT_ASIDE):
        if field.name in PROGRAMS | OF_KIND.get(kind, set()) or (field.name in alone and field.name != "region"):
            continue
        now = getattr(found, field.attname)
        others = kind._default_manager.exclude(pk=found.pk).values_list(field.attname, flat=True)
        others = ["659012"] if field.name in alone else others
        if field.name in TOGETHER and last is not None:
            others = [getattr(last, field.attname)]
        other = next((value for value in others if value != now), None)
        if other is not None:
            setattr(found, field.attname, other)
            changed.append(field)
    return changed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_versions_of_every_kind_are_told_in_words(kind, admin_client, source, publish):
    if kind is Assignment:
        person("one", ("editor", ANSHAN)), person("two", ("manager", "210000"))
    if kind is AssistancePolicy:
        policy(kind, region_id=ANSHAN), policy(kind, region_id="210200", rate="0.5", collected_on=TODAY)
    richest = max(inline_rows(kind), default="", key=lambda name: getattr(kind, name).rel.related_model.objects.count())
    row = (kind._default_manager.exclude(**{richest: None}) if richest else kind._default_manager).first()
    row = row or kind._default_manager.first()
    row.history.all().delete()  # of the day on which the content was loaded, which is not the tests'
    row.save()
    changed, inline = mixed(kind, row), inline_of(row) if inline_rows(kind) else {}
    row.save()
    told = {child: mixed(type(child), child) for children in inline.values() for child in children[:1]}
    for child in told:
        setattr(child, child.owner(), row)
        child.save()
    if inline:
        rows.remember_inline(row)
    (what, _), *_ = said_of(admin_client, row)
    for field in changed:
        assert str(field.verbose_name) in what
    for child, fields in told.items():
        assert not fields or str(child._meta.verbose_name) in what
    # Written by clerks themselves, in a form; two titles have a date in them.
    written = r"https?://\S+|\{\w+\}|央视 2023-03-21|官方问答（2026-02-24）|答案代号 \w+|任选组 ：空 → [a-z-]+"
    free = re.sub(written, "", what)
    assert TECHNICAL.findall(free) == [], what


def test_band_is_told_with_its_old_and_its_new_rate(admin_client):
    row = policy(BasicPolicy, region_id=ANSHAN, status="draft")
    rows.remember_inline(row)
    changed, inline = rows.copy(row)
    inline["bands"][0].rate = Decimal("0.91")
    rows.save(changed, inline, replaced=row)
    (what, _), *_ = said_of(admin_client, row)
    assert re.search(r"(\S+) 1 ：报销比例 80% → 报销比例 91%", what), what


def test_hours_are_told_and_steps_say_why(source, publish):
    writer, reviewer = person("writer", ("editor", ANSHAN)), person("reviewer", ("reviewer", ANSHAN))
    row = publish(Office, region_id=ANSHAN, status="draft", key="hours")
    row.hours.add(OfficeHours(weekday=0, opens="08:30", closes="11:30"), bulk=False)
    rows.remember_inline(row)
    client = signed_in(writer)
    address = desk_url(row, "change", row.pk)
    form = client.get(address).context
    sent = {name: value or "" for name, value in ((f.html_name, f.value()) for f in form["adminform"].form)}
    sent = {name: value for name, value in sent.items() if name not in ("verified_on", "verified_by", "waived")}
    assert client.post(address, {**sent, "opening": "周一 8:30-12:00"}).status_code == 302
    (what, _), *_ = said_of(client, row)
    assert "周一 8:30-11:30 → 周一 8:30-12:00" in what
    workflow.submit(row, writer, "看过原文")
    workflow.publish(row, reviewer, "打过电话")
    (published, because), (submitted, why), *_ = said_of(client, row)
    assert (submitted, why) == ("状态 ：草稿 → 待复核", "提交复核：看过原文")
    assert published.startswith("状态 ：待复核 → 已发布")
    assert because.endswith("：打过电话")


def test_oldest_version_of_a_page_is_told_against_the_page_before(admin_client, monkeypatch):
    region = Region.objects.get(pk=ANSHAN)
    for number in range(3):
        region.area_code = f"041{number}"
        region.save()
    monkeypatch.setattr(admin.site._registry[Region], "history_list_per_page", 2)
    assert [what for what, _ in said_of(admin_client, region)] == ["电话区号 ：0411 → 0412", "电话区号 ：0410 → 0411"]


def test_versions_cost_no_more_the_more_there_are(admin_client, django_assert_max_num_queries):
    row = Office.objects.filter(region=ANSHAN).first()
    row.history.all().delete()
    row.save(), row.save(), row.save()
    address = desk_url(row, "history", row.pk)
    admin_client.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    asked = len(few)
    for number in range(10):
        row.name = f"窗口{number}"
        row.save()
    admin_client.get(address)  # takes in what has changed
    with django_assert_max_num_queries(asked):
        admin_client.get(address)


def test_page_of_an_old_version_shows_its_lines(admin_client):
    row = Office.objects.filter(region=ANSHAN).first()
    OfficeHours.objects.filter(office=row).delete()
    OfficeHours.objects.create(office=row, weekday=6, opens="09:05", closes="11:35")
    pages = []
    for _ in range(2):
        row.save()
        rows.remember_inline(row)
        version = row.history.order_by("history_id").last()
        pages.append(admin_client.get(f"{desk_url(row, 'history', row.pk)}{version.pk}/").content.decode())
        OfficeHours.objects.filter(office=row).delete()
    assert "那时候表里的行" in pages[0]
    assert "周日 9:05-11:35" in pages[0]
    assert "那时候表里的行" not in pages[1]
