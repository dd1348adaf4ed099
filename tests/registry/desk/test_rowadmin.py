"""The way of a clerk from one page to the next: what a saved draft leads to, and where a row can be seen."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from calculators.models import BasicPolicy
from guides.models import Parameter
from registry.models import Office
from registry.pages import desk_url
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db

CITY = "210300"


@pytest.fixture
def editor():
    return signed_in(person("writer", ("editor", CITY)))


def office(source, **values):
    where = {"region": CITY, "source": source.pk, "evidence": "retold", "collected_on": "2026-11-21"}
    what = {
        "name": "服务大厅",
        "services": ["filing"],
        "address": "示例路 1 号",
        "opening": "周一 8:30-11:30",
        "position": "100",
        "review_every": "365",
    }
    return {**where, **what, **values}


def test_saved_draft_stays_open_with_the_next_step(editor, source):
    page = editor.post("/admin/registry/office/add/", office(source), follow=True)
    row = Office.objects.get(name="服务大厅")
    assert page.redirect_chain == [(f"/admin/registry/office/{row.pk}/change/", 302)]
    assert "点“提交复核”，交给另一个人看。" in page.content.decode()


def test_hours_are_typed_in_one_line_and_stay_as_they_are(editor, source):
    form = office(source, opening="周一至周五8:30—11:30、13:30—17:00")
    editor.post("/admin/registry/office/add/", form)
    row = Office.objects.get(name="服务大厅")
    assert row.hours.count() == 10
    address = f"/admin/registry/office/{row.pk}/change/"
    shown = editor.get(address).context["adminform"].form
    assert shown["opening"].value() == "周一至周五 8:30-11:30、13:30-17:00"
    before = set(row.hours.values_list("pk", flat=True))
    seen = {"seen": shown["seen"].value(), "key": row.key, "opening": shown["opening"].value()}
    editor.post(address, office(source, **seen, window="3 号"))
    assert set(row.hours.values_list("pk", flat=True)) == before
    seen["seen"] = editor.get(address).context["adminform"].form["seen"].value()
    editor.post(address, office(source, **seen | {"opening": ""}))
    assert not row.hours.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("8:30-11:30", "前面请写哪几天，例如“周一至周五"), ("周一 8:30-11:30、11:00-17:00", "有重叠，请改其中一段。")],
)
def test_hours_that_cannot_be_are_asked_about(editor, source, typed, sentence):
    page = editor.post("/admin/registry/office/add/", office(source, opening=typed))
    assert sentence in page.content.decode()
    assert not Office.objects.filter(name="服务大厅").exists()


def test_who_may_only_look_reads_the_hours(editor, source):
    editor.post("/admin/registry/office/add/", office(source))
    row = Office.objects.get(name="服务大厅")
    page = signed_in(person("checker", ("reviewer", CITY))).get(f"/admin/registry/office/{row.pk}/change/")
    assert "周一 8:30-11:30" in page.content.decode()


def test_signs_that_nobody_can_see_are_no_part_of_a_form(editor, source):
    unseen = {
        "name": "服务\u200b大厅",
        "collected_on": "\ufeff2026-11-21",
        "position": "7\u200d",
        "review_every": "\u206030",
    }
    editor.post("/admin/registry/office/add/", office(source, **unseen, opening="周一 08:\u200b30-11:30"))
    row = Office.objects.get(name="服务大厅")
    assert (row.collected_on, row.position, row.review_every) == (dt.date(2026, 11, 21), 7, 30)
    assert [str(line) for line in row.hours.all()] == ["星期一 08:30–11:30"]


@pytest.mark.parametrize(
    ("typed", "kept", "refusal"),
    [
        ("(0412) 5541234", ["0412-5541234"], ""),
        ("0412-5541234，0412-5541235", ["0412-5541234、0412-5541235"], ""),
        ("5541234", [], "“5541234”前面要写区号，例如 0412-5541234。"),
        ("电话见门口", [], "“电话见门口”不是电话号码。"),
    ],
)
def test_phone_of_a_form_is_read_or_refused(editor, source, typed, kept, refusal):
    page = editor.post("/admin/registry/office/add/", office(source, phone=typed), follow=True)
    assert list(Office.objects.filter(name="服务大厅").values_list("phone", flat=True)) == kept
    assert refusal in page.content.decode()


@pytest.mark.parametrize(("said", "made"), [(99, 99), (100, 100), (101, 100), (2000, 100)])
def test_no_more_lines_are_made_than_a_row_can_have(editor, said, made):
    """Each line that a form says it has is made, were there none: two thousand took longer than a worker may."""
    page = editor.post("/admin/guides/wording/add/", lines(said))
    assert len(page.context["inline_admin_formsets"][0].formset.forms) == made


def test_form_that_says_it_has_too_many_lines_is_refused(editor):
    page = editor.post("/admin/guides/wording/add/", lines(101))
    assert "最多写 100 行。再多的，请分成几条来写。" in page.content.decode()


def lines(said):
    return {"options-TOTAL_FORMS": str(said), "options-INITIAL_FORMS": "0"}


def test_offices_of_a_place_are_numbered(editor, source):
    for _ in range(2):
        editor.post("/admin/registry/office/add/", office(source))
    assert sorted(Office.objects.filter(name="服务大厅").values_list("key", flat=True)) == ["anshan-1", "anshan-2"]


def test_local_rule_takes_its_key_from_what_it_is_about():
    row = Parameter(name=Parameter.Name.CLAIM_DEADLINE)
    row.fill_key()
    assert row.key == "claim-deadline"


@pytest.mark.parametrize(
    ("status", "start", "link"),
    [
        ("published", None, "/offices/?place=210300"),
        ("draft", None, "/admin/preview/{today}/offices/?place=210300"),
        ("published", dt.date(2099, 1, 1), "/admin/preview/2099-01-01/offices/?place=210300"),
    ],
)
def test_row_leads_to_where_it_is_seen(editor, build, status, start, link):
    row = build(Office, region_id=CITY, status=status, effective_from=start)
    row.save()
    page = editor.get(f"/admin/registry/office/{row.pk}/change/")
    assert page.context["absolute_url"] == link.format(today=timezone.localdate())


@pytest.mark.parametrize(("role", "sentence"), [("editor", "要改请点“修订”"), ("reviewer", "要改请找编辑来“修订”")])
def test_published_row_says_who_can_change_it(build, role, sentence):
    row = build(Office, region_id=CITY, status="published")
    row.save()
    clerk = signed_in(person("somebody", (role, CITY)))
    assert sentence in clerk.get(f"/admin/registry/office/{row.pk}/change/").content.decode()


def test_who_may_only_look_reads_figures_as_people_write_them(source):
    row = publish_policy(BasicPolicy, source=source, region_id=CITY, annual_ceiling="80000", bands=[(None, "0.9")])
    page = signed_in(person("looker", ("reviewer", CITY))).get(desk_url(row, "change", row.pk)).content.decode()
    shown = re.findall(r'<div class="readonly">([^<]*)</div>|<p>([^<]*)</p>', page)
    words = {"".join(each).strip() for each in shown}
    assert {"80,000元", "90%"} <= words
    assert not [word for word in words if re.fullmatch(r"[0-9]+\.[0-9]{2,4}", word)]
    assert "Seen" not in page
