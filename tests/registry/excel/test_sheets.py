"""Sheets out and back: exact, filtered as the list is, and harmless to open."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from calculators.models import (
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    RemoteRule,
    SupplementPolicy,
)
from guides.models import Advice, Document, Parameter
from registry import rows, workflow
from registry.belonging import inline_of, inline_rows
from registry.excel.columns import ListColumn
from registry.excel.layout import layout
from registry.models import CalendarDay, Event, Office, OfficeHours, PlaceRelation, Region
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, counts, download, page, upload

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "110000"
MODELS = [Office, CalendarDay, PlaceRelation, Document, Parameter]
MODELS += [BasicPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule, SupplementPolicy]


@pytest.fixture
def boss():
    return signed_in(User.objects.create_superuser("boss"))


def digests(model):
    """What every row and inline row says, to the byte."""
    return {row.pk: rows.digest(row, inline_of(row)) for row in model.objects.all()}


def generate(model, source):
    """Sixty rows each of one kind, with values that a careless sheet would spoil."""
    regions = Region.objects.filter(level="prefecture")[:60]
    for number, region in enumerate(regions):
        odd = Decimal(number * 7 + 1) / 10_000
        if model is Office:
            named = ["=1+1", "+86", "-", "@钟楼", "0412", "1-2", "第一行\n第二行", "2026-01-01"][number % 8]
            office = Office(key=f"made-{number}", name=named, address="中山路一号", services=["filing", "bank"])
            office.region, office.source, office.collected_on, office.status = region, source, DAY, "published"
            office.save()
            OfficeHours.objects.create(office=office, weekday=number % 7, opens=dt.time(8, 30), closes=dt.time(11, 30))
            OfficeHours.objects.create(office=office, weekday=number % 7, opens=dt.time(13), closes=dt.time(17, 5))
        elif model is BasicPolicy:
            bands = [("30000.01", odd), ("40000", "0.9001"), (None, "0.95")]
            case = {"bill": "50000.10", "expected": "1.05", "note": "第 8 页；第 9 页"}
            values = {
                "specials": [
                    {"from_age": 50, "rate_add": "0.02"},
                    {"from_age": 70, "rate_add": odd},
                    {"hospital_class": "中医、针灸", "hardship": "low_income", "deductible": "1200, 960"},
                    {"item": "意外伤害", "below_months": 3, "kind_ceiling": "3000.50", "rate": "0"},
                ],
                "cases": [case],
                "self_pay_factor": odd,
            }
            publish_policy(model, region_id=region.code, bands=bands, key=f"made-{number}", **values)
        elif model is RemoteRule:
            publish_policy(model, region_id=region.code, value=odd, key=f"made-{number}")
        elif model is AssistancePolicy:
            publish_policy(model, region_id=region.code, rate=odd, annual_ceiling="99999999999.99")
        elif model is SupplementPolicy:
            last = number % 2
            values = {
                "position": ("supplement", "further")[last],
                "hardship": ("", "any")[last],
                "care_type": ("any", "inpatient")[last],
                "person": ("retired", "any")[last],
                "name": ("=退休补充", "二次补偿；倾斜救助")[last],
                "bands": [("30000.01", odd), (None, "0.95")],
                "band_basis": "burden",
                "counts_deductible": bool(last),
                "cases": [{"bill": "50000.10", "expected": "1.05", "note": "第 8 页；第 9 页"}],
            }
            publish_policy(model, region_id=region.code, key=f"made-{number}", **values)
        elif model is CriticalIllnessPolicy:
            publish_policy(model, region_id=region.code, deductible=Decimal("12345.67") + number)


DAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_round_trip_changes_nothing(boss, source, model):
    generate(model, source)
    before, events = digests(model), Event.objects.count()
    lines = Sheet(content := download(boss, model), model).lines()
    assert len(lines) == len(before) > 0
    answer = upload(boss, model, content)
    assert counts(answer) == (0, 0, len(before), 0)
    assert refusals_and_form(answer) == ([], "")
    assert (digests(model), Event.objects.count()) == (before, events)
    assert Sheet(download(boss, model), model).lines() == lines


def refusals_and_form(answer):
    return answer.context["report"].refusals, answer.context["looked"]


def test_round_trip_of_five_hundred_rows(boss, source, publish):
    places = list(Region.objects.filter(is_pool=True)[:250])
    for number in range(500):
        publish(Document, key=f"made-{number}", region=places[number % 250], name=f"材料{number}", copies=number % 5)
    before = digests(Document)
    assert len(before) >= 500
    answer = upload(boss, Document, download(boss, Document))
    assert counts(answer) == (0, 0, len(before), 0)
    assert digests(Document) == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_cell_can_be_read_back(source, model):
    """What is exported is understood, not merely recognised as untouched."""
    generate(model, source)
    shape = layout(admin.site._registry[model], User.objects.create_superuser("boss"))
    stored = list(shape.stored(model.objects.all()))
    assert stored
    for row in stored:
        read, inline = model(status=row.status), shape.empty_inline()
        for column, value in zip(shape.columns, shape.cells(row), strict=True):
            column.apply(read, inline, value)
        assert rows.digest(read, inline) == rows.digest(row, inline_of(row)), row


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_headings_tell_columns_apart_and_leave_nothing_out(model):
    shape = layout(admin.site._registry[model], User.objects.create_superuser("boss"))
    headings = [column.heading for column in (*shape.columns, *shape.aside)]
    assert len(set(headings)) == len(headings)
    fields = {field.name for field in model._meta.concrete_fields if field.name not in rows.KEPT_ASIDE | {"status"}}
    by_key = {"replaces"} if model is Document else set()  # which row above has its key
    assert {column.name for column in shape.columns} == fields | set(inline_rows(model)) | by_key


def test_rates_stand_as_numbers_and_come_back_exact(boss, source):
    publish_policy(AssistancePolicy, rate="0.85", deductible="0.57", collected_on="2026-06-01")
    found = Sheet(download(boss, AssistancePolicy, q="昆明"), AssistancePolicy)
    assert (found.cell(3, "救助比例").value, found.cell(3, "起付线（元）").value) == (0.85, 0.57)
    assert found.cell(3, "整理日期").value == dt.datetime(2026, 6, 1)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(boss, publish, text):
    publish(Office, name=text, key="trap", region_id=CITY)
    found = Sheet(download(boss, Office, q="trap"), Office).cell(3, "名称")
    assert (found.data_type, found.value, found.quotePrefix) == ("s", text, True)


def test_export_holds_what_the_list_shows(publish):
    for region in (CITY, "210200", OTHER):
        publish(Document, region_id=region, key="mine", name=f"在{region}")
    editor = signed_in(person("editor", ("editor", CITY)))
    found = Sheet(download(editor, Document, q="mine"), Document)
    assert [found.cell(3, "平时怎么叫").value, found.page.max_row] == [f"在{CITY}", 3]


def test_export_of_chosen_rows(boss, publish):
    chosen, _ = publish(Document, region_id=CITY, key="one"), publish(Document, region_id=CITY, key="two")
    answer = boss.post(page(Document, "changelist"), {"action": "export_rows", "_selected_action": [chosen.pk]})
    assert [line[1:5] for line in Sheet(answer.content, Document).lines()] == [
        ("210300 鞍山市", None, "一张纸", "必带")
    ]


def test_export_of_too_many_rows_asks_to_narrow_them(boss, publish, monkeypatch):
    monkeypatch.setattr("registry.excel.pages.MAX_LINES", 1)
    answer = boss.get(page(Document, "excel_export"), follow=True)
    assert "一次最多导出 1 条" in answer.content.decode()


def test_nobody_without_work_gets_a_sheet():
    nobody = signed_in(person("nobody"))
    for name in ("excel_export", "excel_blank", "excel_import"):
        assert nobody.get(page(Document, name)).status_code == 403
    reviewer = signed_in(person("reviewer", ("reviewer", CITY)))
    assert reviewer.get(page(Document, "excel_import")).status_code == 403
    assert reviewer.get(page(Document, "excel_blank")).status_code == 200
    assert "从 Excel 导入" not in reviewer.get(page(Document, "changelist")).content.decode()


def test_the_list_offers_its_own_selection(boss):
    shown = boss.get(page(Document, "changelist"), {"needed__exact": "required"}).content.decode()
    assert f"{page(Document, 'excel_export')}?needed__exact=required" in shown
    assert page(Document, "excel_import") in shown
    assert "Excel" not in boss.get(page(Advice, "changelist")).content.decode()


def test_blank_sheet_explains_itself(boss):
    content = download(boss, Document, "blank")
    found = Sheet(content, Document)
    assert found.page["A2"].value == "说明"
    assert found.cell(2, "要不要带").value.startswith("要填。必带、任选其一")
    assert found.page["A3"].value == "例子"
    assert found.cell(3, "平时怎么叫").value == "住院发票"
    rules = {str(rule.sqref): rule.formula1 for rule in found.page.data_validations.dataValidation}
    choices = found.book["选项"]
    letter = found.cell(1, "要不要带").column_letter
    source = rules[f"{letter}3:{letter}2100"].split("!")[1].replace("$", "")
    assert [cell[0].value for cell in choices[source]] == ["必带", "任选其一", "有就带", "可以后补"]
    assert choices.sheet_state == "hidden"
    assert "一行写一条" in found.book["怎么填"]["A1"].value


def test_regions_to_choose_from_are_where_one_may_write():
    editor = signed_in(person("editor", ("editor", CITY)))
    choices = load_workbook(BytesIO(download(editor, Document, "blank")))["选项"]
    assert [cell.value for cell in choices["A"] if cell.value] == ["210300 鞍山市"]


def test_blank_sheet_as_it_is_imports_nothing(boss):
    for model in MODELS:
        answer = upload(boss, model, download(boss, model, "blank"))
        assert counts(answer) == (0, 0, 0, 0), model


@pytest.mark.parametrize("name", ["excel_import", "changelist"])
def test_pages_hold_no_script_and_no_style_of_their_own(boss, name):
    shown = boss.get(page(Document, name)).content.decode()
    assert "<style" not in shown
    assert " style=" not in shown
    assert " onclick=" not in shown
    assert all(" src=" in tag or "application/json" in tag for tag in shown.split("<script")[1:])


def test_rows_of_every_state_come_back_unchanged(boss, publish):
    me = User.objects.get(username="boss")
    row = publish(Document, region_id=CITY, key="states")
    workflow.revise(row, me, dt.date(2027, 1, 1), "新通知")
    publish(Document, region_id=CITY, key="states", status="retired", name="早先的")
    content = download(boss, Document, q="states")
    assert counts(upload(boss, Document, content)) == (0, 0, 3, 0)


def test_line_that_says_what_was_taken_away_is_told_so(boss, publish):
    publish(Document, region_id=CITY, key="states", status="retired", name="早先的")
    told = upload(boss, Document, download(boss, Document, q="states")).content.decode()
    assert "这一条停用了，公众看不到，这里也不会再导入。" in told
    publish(Document, region_id=CITY, key="states", name="现在的")
    again = upload(boss, Document, download(boss, Document, q="states")).content.decode()
    assert "这一条停用了" not in again


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("卡丢了、坏了、要换；去外地看病，先备个案", ["card", "care"]),
        ("去外地看病，先备个案、卡丢了、坏了、要换", ["care", "card"]),
        ("card care", ["card", "care"]),
        ("卡丢了、坏了、要换", ["card"]),
        ("", []),
    ],
)
def test_names_that_hold_commas_are_read_whole(typed, found):
    names = ListColumn(
        Document._meta.get_field("guides"), [("card", "卡丢了、坏了、要换"), ("care", "去外地看病，先备个案")]
    )
    assert names.read(typed) == found
    assert names.read(names.show(found)) == found


def test_name_up_to_its_comma_is_enough_where_one_begins_so():
    choices = [("care", "去外地看病，先备个案"), ("claim", "自己垫了钱，怎么报"), ("more", "自己垫了钱，还能再报吗")]
    names = ListColumn(Document._meta.get_field("guides"), choices)
    assert names.read("去外地看病；自己垫了钱，怎么报") == ["care", "claim"]
    with pytest.raises(ValidationError, match="不认识“自己垫了钱”。"):
        names.read("自己垫了钱")


def test_part_of_a_name_is_refused():
    names = ListColumn(Document._meta.get_field("guides"), [("card", "卡丢了、坏了、要换")])
    with pytest.raises(ValidationError, match="不认识“卡丢了”。请写：卡丢了、坏了、要换。"):
        names.read("卡丢了、坏了")
