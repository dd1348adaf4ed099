"""What comes in by Excel: drafts only, only where one may write, all or nothing, and every mistake at its cell."""

import datetime as dt
import zipfile
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from calculators.grid.columns import BASIC
from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule, SupplementPolicy
from guides.models import Document, Parameter
from registry import workflow
from registry.excel import importing, uploads
from registry.models import (
    Assignment,
    CalendarDay,
    Office,
    PlaceRelation,
    PlaceRelationMember,
    Region,
    SourceDocument,
    Upload,
)
from registry.pages import desk_url
from registry.publication import Status
from registry.rows import MOST_INLINE, TOO_MANY
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, confirm, counts, download, page, paper, refusals, upload

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "110000"
NEW_YEAR = dt.date(2027, 1, 1)


@pytest.fixture
def writer(db):
    return person("writer", ("editor", CITY))


@pytest.fixture
def client(writer):
    return signed_in(writer)


@pytest.fixture
def blank(client, source):
    return Sheet(download(client, Document, "blank"), Document)


def drafts(model=Document):
    return list(model.objects.filter(status=Status.DRAFT).order_by("pk"))


# -- drafts ---------------------------------------------------------------------------------------------------------


def test_a_new_line_becomes_a_draft_once_it_is_confirmed(client, writer, blank):
    paper(blank, 复印几份=2, 状态="已发布", 核对日期=dt.date(2026, 7, 1), 核对人="某人")
    first = upload(client, Document, blank.content(), "新通知")
    assert (counts(first), drafts()) == ((1, 0, 0, 0), [])
    done = confirm(client, Document, first)
    assert done.redirect_chain == [(f"{page(Document, 'changelist')}?status__exact=draft&author=me", 302)]
    [row] = drafts()
    assert (row.name, row.copies, row.handling, row.guides) == ("一张新纸", 2, "hand_in", ["remote-care"])
    assert (row.status, row.verified_on, row.verified_by, row.supersedes) == ("draft", None, "", None)
    [record] = row.history.all()
    assert (record.history_user, record.history_change_reason) == (writer, "Excel 导入：新通知")


def test_a_changed_line_becomes_a_revision(client, writer, publish):
    row = publish(Document, region_id=CITY, key="paper")
    sheet = Sheet(download(client, Document, q="paper 鞍山"), Document)
    sheet.put(3, 平时怎么叫="另一张纸", 从哪天起=NEW_YEAR)
    first = upload(client, Document, sheet.content(), "新通知")
    [line] = first.context["report"].drafts
    assert {(c.label, c.old, c.new) for c in line.changes} == {
        ("平时怎么叫", "一张纸", "另一张纸"),
        ("从哪天起", "", "2027-01-01"),
    }
    assert line.label == "另一张纸（鞍山市，2027-01-01 至 没有截止）。原来的到 2026-12-31 为止。"
    confirm(client, Document, first)
    [draft] = drafts()
    assert (draft.name, draft.supersedes, draft.effective_from) == ("另一张纸", row, NEW_YEAR)
    row.refresh_from_db()
    assert (row.status, row.name, row.effective_to) == ("published", "一张纸", None)
    assert [(e.kind, e.by, e.reason) for e in workflow.events(draft)] == [("revised", writer, "新通知")]


def test_a_change_from_the_same_day_takes_the_whole_place(client, publish):
    """And what a reviewer's page leaves out, such as the order, is told here."""
    publish(Document, region_id=CITY, key="paper")
    sheet = Sheet(download(client, Document, q="paper 鞍山"), Document)
    sheet.put(3, 顺序=5)
    [line] = upload(client, Document, sheet.content()).context["report"].drafts
    assert line.label == "一张纸（鞍山市，一直有效）。发布后整个换掉原来的。"
    assert [(c.label, c.old, c.new) for c in line.changes] == [("顺序", "100", "5")]


def test_whoever_imported_may_not_publish(source, blank):
    boss = person("boss", ("manager", CITY))
    paper(blank)
    client = signed_in(boss)
    confirm(client, Document, upload(client, Document, blank.content()))
    [draft] = drafts()
    workflow.submit(draft, person("other", ("editor", CITY)), "好了")
    with pytest.raises(ValidationError, match="要由另一个人来复核发布"):
        workflow.publish(draft, boss, "看过")
    assert workflow.publish(draft, person("third", ("reviewer", CITY)), "看过").status == Status.PUBLISHED


def test_one_refused_line_keeps_all_out(client, blank):
    paper(blank)
    paper(blank, 代号="second", 要不要带="随便")
    answer = upload(client, Document, blank.content())
    assert (counts(answer), answer.context["looked"], drafts()) == ((1, 0, 0, 1), "", [])


def test_the_second_look_is_the_first_or_is_shown_again(client, publish):
    row = publish(Document, region_id=CITY, key="paper")
    sheet = Sheet(download(client, Document, q="paper 鞍山"), Document)
    sheet.put(3, 平时怎么叫="另一张纸")
    first = upload(client, Document, sheet.content())
    row.name = "别人改过的纸"
    row.save()
    again = confirm(client, Document, first)
    assert ("系统里有人动过" in again.content.decode(), drafts()) == (True, [])
    confirm(client, Document, again)
    assert [draft.name for draft in drafts()] == ["另一张纸"]


@pytest.mark.parametrize("name", ["表.html", "表.xls", "表", "表.XLSX"])
def test_marked_copy_is_called_what_it_is(client, blank, name):
    """Whoever saves it opens it as what its name ends in."""
    paper(blank, 要不要带="随便")
    looked = upload(client, Document, blank.content(), name=name)
    answer = client.get(f"{page(Document, 'excel_import')}{looked.context['upload'].pk}/marked/")
    assert answer.headers["Content-Disposition"].endswith(quote("要改的地方 表.xlsx"))


def test_what_was_looked_at_is_good_for_its_looker_only(client, blank, source):
    paper(blank)
    first = upload(client, Document, blank.content())
    number, looked = first.context["upload"].pk, {"looked": first.context["looked"]}
    stranger = signed_in(person("stranger", ("editor", CITY)))
    for who, kind in ((stranger, Document), (client, Parameter)):
        where = f"{page(kind, 'excel_import')}{number}/"
        assert [who.post(where, looked).status_code, who.get(where).status_code] == [404, 404]
        assert who.get(f"{where}marked/").status_code == 404
    again = client.post(f"{page(Document, 'excel_import')}{number}/", {"looked": "made-up"}, follow=True)
    assert ("请再看一遍" in again.content.decode(), drafts()) == (True, [])


def test_file_chosen_anew_is_the_one_that_is_looked_at(client, blank):
    """Whichever page it is sent from; without one the same file is looked at again."""
    paper(blank, 要不要带="也许")
    first = upload(client, Document, blank.content())
    where = f"{page(Document, 'excel_import')}{first.context['upload'].pk}/"
    html = first.content.decode()
    assert f'action="{where}"' in html
    assert "文件没改" not in html
    again = client.post(where, {"reason": "照通知录"}, follow=True)
    assert again.context["upload"] == first.context["upload"]
    told = {"file": SimpleUploadedFile("改好的.xlsx", blank.content()), "reason": "照通知录"}
    assert client.post(where, told, follow=True).context["upload"].name == "改好的.xlsx"


def test_confirming_twice_makes_nothing_twice(client, blank):
    paper(blank)
    first = upload(client, Document, blank.content())
    confirm(client, Document, first)
    again = confirm(client, Document, first)
    assert ("已经导入过了" in again.content.decode(), len(drafts())) == (True, 1)
    assert counts(upload(client, Document, blank.content())) == (0, 0, 1, 0)


def test_button_pressed_twice_at_once_brings_in_once_and_says_so(client, blank, monkeypatch):
    """On two machines neither press knows of the other before it is done."""
    paper(blank)
    first = upload(client, Document, blank.content())
    look = uploads._look

    def meanwhile(*asked):
        monkeypatch.undo()
        confirm(client, Document, first)
        return look(*asked)

    monkeypatch.setattr(uploads, "_look", meanwhile)
    again = confirm(client, Document, first)
    assert ("已经导入过了" in again.content.decode(), len(drafts())) == (True, 1)
    kept = Upload.objects.get()
    assert (kept.found, bytes(kept.content)) == ("导入好了，1 份草稿", b"")


def test_sheet_of_who_lost_the_right_while_it_waited_makes_nothing(client, writer, blank, monkeypatch):
    paper(blank)
    first = upload(client, Document, blank.content())
    monkeypatch.setattr(importing, "take_turn", lambda: Assignment.objects.filter(user=writer).delete())
    again = confirm(client, Document, first)
    assert ("已经导入" in again.content.decode(), drafts()) == (False, [])


def test_upload_is_locked_whatever_stands_in_it(client, blank):
    """Six presses at once on three machines: one that came late wrote what it had found over what was brought in."""
    paper(blank)
    upload(client, Document, blank.content())
    kept = Upload.objects.get()
    with CaptureQueriesContext(connection) as asked:
        kept.keep()
    looked = next(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
    assert "content" not in looked.partition(" WHERE ")[2]
    assert str(kept.pk) in looked.partition(" WHERE ")[2]


def test_an_unfinished_draft_is_not_written_over(client, blank):
    paper(blank)
    confirm(client, Document, upload(client, Document, blank.content()))
    blank.put(4, 平时怎么叫="又一张纸")
    answer = upload(client, Document, blank.content())
    assert refusals(answer) == ["第 4 行：“一张新纸”从这一天起的已经有一份草稿。请接着改那一份，或者删掉它再来。"]


def test_a_row_under_revision_is_refused(client, writer, publish):
    row = publish(Document, region_id=CITY, key="paper")
    sheet = Sheet(download(client, Document, q="paper 鞍山"), Document)
    workflow.revise(row, writer, NEW_YEAR, "新通知")
    sheet.put(3, 平时怎么叫="另一张纸")
    assert refusals(upload(client, Document, sheet.content())) == [
        "第 3 行：这一条已经有人在修订（草稿）。请接着改那一份，或者删掉它再来。"
    ]


def test_a_typed_line_finds_the_row_it_is_about(client, publish, blank):
    """A clerk who fills an empty sheet revises what holds on the day, and knows no numbers of ours."""
    earlier = publish(Document, region_id=CITY, key="new-paper", effective_to=dt.date(2025, 12, 31))
    now = publish(Document, region_id=CITY, key="new-paper", effective_from=dt.date(2026, 1, 1))
    paper(blank, 从哪天起="2027年1月1日")
    confirm(client, Document, upload(client, Document, blank.content()))
    assert [(draft.supersedes, draft.effective_from) for draft in drafts()] == [(now, NEW_YEAR)]
    assert earlier.status == Status.PUBLISHED


# -- where ----------------------------------------------------------------------------------------------------------


def test_a_line_for_another_region_is_refused(client, blank, source):
    line = paper(blank, 适用地区="110000 北京市")
    letter = blank.cell(1, "适用地区").column_letter
    assert refusals(upload(client, Document, blank.content())) == [
        f"第 {line} 行 {letter} 列“适用地区”：您没有写北京市条目的权限。请删掉这一行，或者找管理员。"
    ]


def test_an_untouched_line_of_the_nation_is_no_refusal_and_a_touched_one_is(client, publish):
    publish(Document, key="of-all")
    sheet = Sheet(download(client, Document, q="of-all"), Document)
    assert counts(upload(client, Document, sheet.content())) == (0, 0, 1, 0)
    sheet.put(3, 平时怎么叫="另一张纸")
    assert "您没有写全国条目的权限" in refusals(upload(client, Document, sheet.content()))[0]


def test_a_row_out_of_sight_is_refused_even_when_it_is_guessed(client, publish, blank):
    """That a line is equal to a stored one would tell what is stored."""
    publish(Document, region_id=OTHER, key="hidden")
    boss = signed_in(User.objects.create_superuser("boss"))
    sheet = Sheet(download(boss, Document, q="hidden"), Document)
    assert "您没有写北京市条目的权限" in refusals(upload(client, Document, sheet.content()))[0]


def test_rights_are_asked_again_at_the_second_look(client, writer, blank):
    paper(blank)
    first = upload(client, Document, blank.content())
    writer.assignments.update(region=OTHER)
    again = confirm(client, Document, first)
    assert ("您没有写鞍山市条目的权限" in refusals(again)[0], drafts()) == (True, [])


# -- mistakes -------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("要不要带", "一定带", "不认识“一定带”。请写：必带；任选其一；有就带；可以后补。"),
    ("要不要带", None, "这一格要填。"),
    ("平时怎么叫", "=A1", "这一格是公式。请复制，再“只粘贴数值”。"),
    ("平时怎么叫", dt.date(2026, 1, 20), "Excel 把这一格变成了日期或时间。请先把格子设成“文本”，再写一遍。"),
    ("平时怎么叫", "长" * 61, "60"),
    ("复印几份", "两份", "“两份”不是整数。请只写数字，例如 0。"),
    ("复印几份", 1.5, "“1.5”不是整数。请只写数字，例如 0。"),
    ("复印几份", -1, "0"),
    ("电子版也行", "可以", "看不懂“可以”。请写“是”或者“否”。"),
    ("适用地区", "999999 某市", "没有“999999 某市”，请从下拉里选，或者写代码。"),
    ("适用地区", "210300 大连市", "“210300”是“鞍山市”，和后面写的“大连市”对不上。请改其中一个。"),
    ("适用地区", None, "这一格要填。"),
    ("依据", "no-such-source", "没有“no-such-source”，请从下拉里选，或者写代码。"),
    ("依据", None, "这一格要填。"),
    ("整理日期", "去年", "“去年”不是日期。请照 2027-01-01 的样子写。"),
    ("整理日期", "2026-02-30", "没有“2026-02-30”这一天，请看看月份和日子。"),
    ("整理日期", 46000, "“46000”不是日期。请照 2027-01-01 的样子写。"),
    ("到哪天止", "2000-01-01", "“到哪天止”早于“从哪天起”，请改其中一个日期。"),
    ("用在哪个指引", "no-guide", "不认识“no-guide”。请写："),
    ("什么情形下显示", "local", "看不懂“local”。请写成 问题=答案。"),
    ("什么情形下显示", "weather=rain", "没有“weather”这个问题、结论或结果。能写的例如："),
    ("任选组", "one", "“任选其一”要写任选组；别的不要写。"),
    ("空表或样张", "不是网址", "URL"),
    ("代号", "中文代号", "字母"),
    ("把握", "听说", "不认识“听说”。请写：官方原文；原文转录；转述；编者提示。"),
]


def test_every_planted_mistake_is_told_at_its_cell(client, blank):
    assert len(MISTAKES) >= 20
    for number, (heading, value, _) in enumerate(MISTAKES):
        paper(blank, **({"代号": f"paper-{number}", "从哪天起": dt.date(2026, 1, 1)} | {heading: value}))
    found = refusals(upload(client, Document, blank.content()))
    assert len(found) == len(MISTAKES)
    for line, (said, (heading, _, sentence)) in enumerate(zip(found, MISTAKES, strict=True), start=4):
        where = f"第 {line} 行 {blank.cell(1, heading).column_letter} 列“{heading}”："
        assert said.startswith(where), said
        assert sentence in said.removeprefix(where)
    assert drafts() == []


def test_several_mistakes_of_one_line_are_told_together(client, blank):
    paper(blank, 适用地区="没有的市", 要不要带="一定带", 整理日期="去年")
    assert [said.split("”：")[0].split("“")[-1] for said in refusals(upload(client, Document, blank.content()))] == [
        "适用地区",
        "要不要带",
        "整理日期",
    ]


def test_the_same_row_twice_is_refused(client, blank):
    paper(blank)
    paper(blank, 平时怎么叫="又一张纸")
    assert refusals(upload(client, Document, blank.content())) == [
        "第 5 行：和第 4 行是同一条，从同一天起。请只留一行。"
    ]


def test_an_example_that_was_filled_in_is_not_passed_over(client, blank):
    blank.put(3, 平时怎么叫="出院小结")
    assert refusals(upload(client, Document, blank.content())) == [
        "第 3 行 A 列“说明、例子”：这一行标着“例子”，可是改过了。要导入就把这一格清空，不要就删掉这一行。"
    ]


OFFICE = {
    "适用地区": "鞍山市",
    "代号": "new-office",
    "名称": "新窗口",
    "能办的事": "备案，报销",
    "地址": "中山路一号",
    "依据": "一份文件",
    "整理日期": "2026/6/1",
}


def office(client, **cells):
    sheet = Sheet(download(client, Office, "blank"), Office)
    sheet.add(**(OFFICE | cells))
    return upload(client, Office, sheet.content()), sheet


def test_a_document_is_known_by_its_title_alone_where_only_one_has_it(client, source):
    source.number = "测发〔2026〕1号"
    source.save()
    first, _ = office(client)
    confirm(client, Office, first)
    assert [draft.source for draft in drafts(Office)] == [source]
    SourceDocument.objects.create(key="another", title="一份文件", number="测发〔2026〕2号", status="published")
    second, _ = office(client, 代号="other-office")
    assert any("有几个“一份文件”，请写代码。" in said for said in refusals(second))


def test_hours_are_read_as_people_write_them(client, source):
    first, _ = office(client, 办公时间="周一8:30-11:30、13:30-17:00；周二８：３０至１１：３０；13:30—17:00", 电话=12393)
    confirm(client, Office, first)
    [draft] = drafts(Office)
    assert [str(opening) for opening in draft.hours.all()] == [
        "星期一 08:30–11:30",
        "星期一 13:30–17:00",
        "星期二 08:30–11:30",
        "星期二 13:30–17:00",
    ]
    assert (draft.phone, draft.services, draft.source) == ("12393", ["filing", "claims"], source)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("（0412）5541234", "0412-5541234"),
        ("0412－５５４１２３４", "0412-5541234"),
        ("0412-5541234/5541235", "0412-5541234、0412-5541235"),
    ],
)
def test_phones_are_read_as_people_write_them(client, source, typed, kept):
    first, _ = office(client, 电话=typed)
    confirm(client, Office, first)
    assert [draft.phone for draft in drafts(Office)] == [kept]


@pytest.mark.parametrize("typed", [4125541234, "5541234", "电话见门口"])
def test_phone_that_is_none_is_refused_at_its_cell(client, source, typed):
    answer, sheet = office(client, 电话=typed)
    [said] = refusals(answer)
    assert said.startswith(f"第 4 行 {sheet.cell(1, '电话').column_letter} 列“电话”：“{typed}”"), said
    assert "0412-" in said


def test_signs_that_nobody_can_see_are_no_part_of_a_cell(client, source):
    cells = {
        "适用地区": "鞍山市\u200b",
        "名称": "新\ufeff窗口",
        "能办的事": "备案\u200d，报销",
        "整理日期": "\u200b2026/6/1",
    }
    first, _ = office(client, 办公时间="周一8:30\u2060-11:30", 顺序="\u200b30", **cells)
    confirm(client, Office, first)
    [draft] = drafts(Office)
    assert (draft.region_id, draft.name, draft.services) == ("210300", "新窗口", ["filing", "claims"])
    assert (draft.collected_on, draft.position) == (dt.date(2026, 6, 1), 30)
    assert [str(opening) for opening in draft.hours.all()] == ["星期一 08:30–11:30"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("上午", "看不懂“上午”。请照“周一至周五 8:30-11:30、13:30-17:00”的样子写。"),
        ("周三 8:30-11:30、1:30-5:00", "1:30 是半夜。下午请写 13:30。"),
        ("周三 8:30-12:00、11:00-17:00", "有重叠"),
        (dt.time(8, 30), "Excel 把这一格变成了日期或时间"),
    ],
)
def test_hours_that_cannot_be(client, source, typed, sentence):
    answer, sheet = office(client, 办公时间=typed)
    [said] = refusals(answer)
    assert said.startswith(f"第 4 行 {sheet.cell(1, '办公时间').column_letter} 列“办公时间”："), said
    assert sentence in said


POLICY = {
    "适用地区": "鞍山市",
    "险种": "职工医保",
    "看什么": "住院",
    "医院级别": "三级",
    "起付线（元）": 1300,
    "报销比例分段": "3万以内 85%；40000以下 0.9；以上 95%",
    "比例提高": "3%",
    "依据": "test-source",
    "整理日期": "2026.6.1",
}


def policy(client, **cells):
    sheet = Sheet(download(client, BasicPolicy, "blank"), BasicPolicy)
    sheet.add(**(POLICY | cells))
    return upload(client, BasicPolicy, sheet.content()), sheet


def test_figures_come_in_exact(client, source):
    cases = "票据 5万 应报 38000.10 文件第 8 页；再看第 9 页\n票据 60,000 应当报 1.2万元 另一个"
    first, _ = policy(client, 特别规定="满50岁 提高2个百分点；70周岁以上 提高0.05", 核对案例=cases)
    confirm(client, BasicPolicy, first)
    [draft] = drafts(BasicPolicy)
    assert [(band.up_to, band.rate) for band in draft.bands.all()] == [
        (Decimal(30000), Decimal("0.85")),
        (Decimal(40000), Decimal("0.9")),
        (None, Decimal("0.95")),
    ]
    assert [(one.from_age, one.rate_add) for one in draft.specials.all()] == [
        (50, Decimal("0.02")),
        (70, Decimal("0.05")),
    ]
    assert [(case.bill, case.expected, case.note) for case in draft.cases.all()] == [
        (Decimal(50000), Decimal("38000.10"), "文件第 8 页；再看第 9 页"),
        (Decimal(60000), Decimal(12000), "另一个"),
    ]
    assert (draft.deductible, draft.rate_add, draft.self_pay_factor) == ("1300", Decimal("0.03"), Decimal(1))
    assert draft.key == "employee-any-inpatient-tertiary"


@pytest.mark.parametrize(
    ("typed", "bands"),
    [
        ("85%", [(None, "0.85")]),
        ("85", [(None, "0.85")]),
        ("起付线以上 85%", [(None, "0.85")]),
        ("全部：８５％", [(None, "0.85")]),
        ("3万以内85%，3万以上90%", [(30000, "0.85"), (None, "0.9")]),
        ("30,000元以内 85%,40,000元以内 90%,以上 95%", [(30000, "0.85"), (40000, "0.9"), (None, "0.95")]),
        ("1万以内80%、1万-3万90%、超过3万元以上的部分95%", [(10000, "0.8"), (30000, "0.9"), (None, "0.95")]),
        ("百分之八十五", [(None, "0.85")]),
        ("3万（含）以下支付85%，3万以上支付90%", [(30000, "0.85"), (None, "0.9")]),
        ("不超过3万元 报85%；超过3万元 报90%", [(30000, "0.85"), (None, "0.9")]),
        ("1万元以内60%，1万元以上至5万元70%，5万元以上80%", [(10000, "0.6"), (50000, "0.7"), (None, "0.8")]),
        ("起付线至1万元 80% 1万元至3万元以下 90%\n3万元以上 95%", [(10000, "0.8"), (30000, "0.9"), (None, "0.95")]),
    ],
)
def test_bands_as_notices_write_them(typed, bands):
    found = BASIC[0].read(BASIC[0].plain(typed))
    assert [(band.up_to, band.rate) for band in found] == [(bound, Decimal(rate)) for bound, rate in bands]


@pytest.mark.parametrize(
    ("heading", "typed", "sentence"),
    [
        ("报销比例分段", "八成五", "看不懂“八成五”。请照“3万以内 85%；3万以上 95%”的样子写。"),
        ("报销比例分段", "3万以内 85%；再往上全报", "看不懂“再往上全报”。请照“3万以内 85%；3万以上 95%”的样子写。"),
        ("报销比例分段", "65％（退休70％）", "在职、退休不一样的，请分开写。"),
        ("报销比例分段", "以上 7.5", "看不懂比例“7.5”。是 75% 还是 7.5%？"),
        (
            "报销比例分段",
            "3万以上90%",
            "“3万以上90%”前面的一段没有写，或者接不上。请从低到高写全，例如“30000以内 85%；3万以上90%”。",
        ),
        ("报销比例分段", "1万以内85%，2万-3万90%，以上95%", "“2万-3万90%”前面的一段没有写，或者接不上。"),
        ("报销比例分段", "40000以内 85%；40000以内 90%；以上 95%", "要比前一段的上限大"),
        ("报销比例分段", "40000以内 85%", "最后一段要写“以上”"),
        ("报销比例分段", "3,00以内 85%；以上 95%", "数字中间的逗号或空格位置不对"),
        ("特别规定", "退休 提高2%", "看不懂“退休”。请照"),
        ("特别规定", "满50岁 提高2个百分点；满50岁 提高3个百分点", "同一样写了两遍"),
        ("核对案例", "票据 50000 应报 38000", "没写从哪里来"),
        ("比例提高", 3, "是 30% 还是 3%？"),
        ("封顶线（元）", "四十五万", "请改用数字写金额，比如 12000 或 1.2万。"),
        ("封顶线（元）", "85%", "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"),
        ("封顶线（元）", 100, "封顶线比起付线还低"),
        ("起付线（元）", "13,300", "1300"),
    ],
)
def test_figures_that_cannot_be(client, source, heading, typed, sentence):
    answer, sheet = policy(client, **{heading: typed})
    found = refusals(answer)
    assert found
    assert all(said.startswith(f"第 4 行 {sheet.cell(1, heading).column_letter} 列“{heading}”：") for said in found)
    assert sentence in found[0]


def test_a_supplement_comes_in_by_a_sheet(client, source):
    sheet = Sheet(download(client, SupplementPolicy, "blank"), SupplementPolicy)
    line = {
        "适用地区": "鞍山市",
        "在哪一层后面付": "大病、救助都付完以后",
        "叫什么": "二次补偿",
        "险种": "居民医保",
        "困难身份": "低保",
        "起付线（元）": "3万",
        "报销比例分段": "全部 50%",
        "封顶线（元）": 20000,
        "核对案例": "票据 50000 应报 10000 (50,000 − 30,000) × 50%",
        "依据": "test-source",
        "整理日期": "2026.6.1",
    }
    sheet.add(**line)
    confirm(client, SupplementPolicy, upload(client, SupplementPolicy, sheet.content()))
    [draft] = drafts(SupplementPolicy)
    assert (draft.position, draft.hardship, draft.person, draft.care_type) == ("further", "low_income", "any", "any")
    assert (draft.deductible, draft.annual_ceiling, draft.missing) == (30000, 20000, ())
    assert [case.failure(draft.rule()) for case in draft.cases.all()] == [""]


@pytest.mark.parametrize("model", [BasicPolicy, CriticalIllnessPolicy, SupplementPolicy, RemoteRule])
def test_a_simple_place_fills_the_first_columns_alone(client, model):
    """What only few notices say stands behind all that every row says, and may stay empty."""
    finer = admin.site.get_model_admin(model).finer_fields
    labels = [model._meta.get_field(name).verbose_name for name in finer]
    headings = [cell.value for cell in Sheet(download(client, model, "blank"), model).page[1] if cell.value]
    own = [heading for heading in headings if heading in labels]
    usual = [model._meta.get_field(name).verbose_name for name in model.slot_fields if name not in finer]
    assert set(own) == set(labels)
    assert max(map(headings.index, usual)) < min(map(headings.index, own))


def test_a_figure_that_is_changed_leaves_the_others_to_the_byte(client, source):
    row = publish_policy(
        RemoteRule,
        region_id=CITY,
        value="0.1234",
        beyond_limit_reason="文件",
        note="=原样\r\n第二行",
        kind="rate_factor",
    )
    sheet = Sheet(download(client, RemoteRule, q="test-row"), RemoteRule)
    sheet.put(3, 数值=0.57, 从哪天起=NEW_YEAR)
    first = upload(client, RemoteRule, sheet.content())
    assert ("数值", "0.1234", "0.57") in {(c.label, c.old, c.new) for c in first.context["report"].drafts[0].changes}
    confirm(client, RemoteRule, first)
    [draft] = drafts(RemoteRule)
    assert (draft.value, draft.note, draft.supersedes) == (Decimal("0.57"), row.note, row)


def test_days_off_come_in_a_line_a_day(source):
    boss = signed_in(User.objects.create_superuser("boss"))
    sheet = Sheet(download(boss, CalendarDay, "blank"), CalendarDay)
    for day in (1, 2):
        told = {"适用地区": "全国", "日期": dt.date(2031, 1, day), "放假还是上班": "放假", "什么节": "元旦"}
        sheet.add(**told, 依据="test-source", 整理日期="2026-06-01")
    confirm(boss, CalendarDay, upload(boss, CalendarDay, sheet.content()))
    assert [str(row.date) for row in drafts(CalendarDay)] == ["2031-01-01", "2031-01-02"]


# -- files ----------------------------------------------------------------------------------------------------------


def packed(**parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return written.getvalue()


def with_part(content, name, text):
    """A workbook with one of its parts replaced."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return written.getvalue()


def said_of(client, content):
    answer = upload(client, Document, content)
    assert drafts() == []
    return " ".join(refusals(answer))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,needed\n", "这是 .csv 或者网页存成的表"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "这是旧的 .xls、WPS 的 .et，或者加了密码"),
        (packed(word__document_xml="<a/>"), "这不是 Excel 表"),
        (packed(xl__workbook_xml="<a/>", xl__vbaProject_bin="x"), "文件里有宏"),
        (packed(xl__workbook_xml="<a/>"), "这个文件打不开，可能坏了"),
        (packed(xl__workbook_xml=b"0" * 30_000_001), "文件打开以后太大"),
        (packed(xl__workbook_xml="<a/>", **{f"part{n}": "" for n in range(201)}), "文件打开以后太大"),
        (b"PK" + b"0" * 1_000_000, "文件太大，最多 1 MB"),
    ],
)
def test_files_that_are_no_sheet(client, content, sentence):
    assert sentence in said_of(client, content)


def test_entities_are_not_unfolded(client, blank):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert "打不开" in said_of(client, with_part(blank.content(), "xl/worksheets/sheet1.xml", bomb))


def test_another_page_or_another_head(client, blank):
    assert "没有叫“材料”的表，只有：经办机构、选项、怎么填" in said_of(client, download(client, Office, "blank"))
    blank.cell(1, "依据").value = "来源"
    assert "第 1 行缺这几列：依据" in said_of(client, blank.content())


def test_columns_that_nobody_knows_or_that_stand_twice(client, blank):
    extra = blank.page.max_column + 1
    blank.page.cell(1, extra).value = "我的备注"
    assert "不认识“我的备注”这一列" in said_of(client, blank.content())
    blank.page.cell(1, extra).value = "依据"
    assert "“依据”有两列" in said_of(client, blank.content())


def test_an_empty_workbook(client):
    book, written = Workbook(), BytesIO()
    book.active.title = "材料"
    book.save(written)
    assert "第 1 行缺这几列" in said_of(client, written.getvalue())


def test_columns_may_stand_in_another_order(client, blank):
    paper(blank)
    blank.page.move_range(f"B1:B{blank.page.max_row}", cols=60)
    assert counts(upload(client, Document, blank.content())) == (1, 0, 0, 0)


def test_one_line_too_many(client, blank, monkeypatch):
    monkeypatch.setattr("registry.excel.reading.MAX_LINES", 2)
    for number in range(2):
        paper(blank, 代号=f"paper-{number}")
    assert counts(upload(client, Document, blank.content())) == (2, 0, 0, 0)
    paper(blank, 代号="paper-2")
    assert "一次最多导入 2 行" in said_of(client, blank.content())


def test_one_draft_too_many(client, blank, monkeypatch):
    monkeypatch.setattr("registry.excel.importing.MOST_DRAFTS", 1)
    paper(blank)
    first = upload(client, Document, blank.content())
    assert counts(first) == (1, 0, 0, 0)
    monkeypatch.setattr("registry.excel.importing.MOST_DRAFTS", 0)
    assert "一次最多导入 0 条" in said_of(client, blank.content())
    again = confirm(client, Document, first)
    assert ("一次最多导入 0 条" in again.content.decode(), drafts()) == (True, [])


def test_a_reason_is_asked_for(client, blank):
    paper(blank)
    answer = upload(client, Document, blank.content(), reason="")
    assert answer.context["form"].errors["reason"] == ["请写一句为什么。"]


# Relations of places


def relation(client, **cells):
    sheet = Sheet(download(client, PlaceRelation, "blank"), PlaceRelation)
    common = {"依据": "test-source", "整理日期": dt.date(2026, 6, 1), "适用地区": CITY, "这几个地方之间": "要备案"}
    sheet.add(**common, 一句话="要先备案。", 代号="made", **cells)
    return upload(client, PlaceRelation, sheet.content()), sheet


@pytest.mark.parametrize("typed", ["辽宁省、吉林省", "210000,220000", "辽宁省；220000"])
def test_places_are_read_by_name_or_code(client, source, typed):
    first, _ = relation(client, 哪些地方=typed)
    confirm(client, PlaceRelation, first)
    [draft] = drafts(PlaceRelation)
    assert {member.region_id for member in draft.members.all()} == {"210000", "220000"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("辽宁、吉林省", "没有“辽宁”，请写全名或者代码。"),
        ("辽宁省、辽宁省", "写了两遍"),
        ("辽宁省、鞍山市", "“鞍山市”已经在写了的省里面，请删掉一个。"),
        ("", "请至少写一个地方。"),
    ],
)
def test_places_that_cannot_be(client, source, typed, sentence):
    first, _ = relation(client, 哪些地方=typed)
    assert sentence in first.content.decode()


@pytest.mark.parametrize(("many", "made"), [(MOST_INLINE, 1), (MOST_INLINE + 1, 0)])
def test_no_more_places_than_the_form_takes(client, source, many, made):
    codes = [region.pk for region in Region.objects.filter(is_pool=True).exclude(parent="210000")[: many - 1]]
    first, _ = relation(client, 哪些地方="、".join([CITY, *codes]))
    assert (TOO_MANY in first.content.decode()) == (not made)
    if made:
        confirm(client, PlaceRelation, first)
    assert [row.members.count() for row in drafts(PlaceRelation)] == [many] * made


def test_as_many_places_as_a_sheet_takes_are_saved_by_the_form(client, source, publish):
    row = publish(PlaceRelation, status="draft", region_id=CITY, key="many", source=source)
    codes = [CITY, *Region.objects.filter(is_pool=True).exclude(parent="210000").values_list("pk", flat=True)]
    members = [PlaceRelationMember.objects.create(relation=row, region_id=code) for code in codes[:MOST_INLINE]]
    form = {
        "region": CITY,
        "rule": "file",
        "says": "要先备案。",
        "key": "many",
        "source": source.pk,
        "evidence": "retold",
    }
    form |= {"collected_on": "2026-06-01", "review_every": "365"}
    form |= {"members-TOTAL_FORMS": MOST_INLINE, "members-INITIAL_FORMS": MOST_INLINE}
    for number, member in enumerate(members):
        form |= {f"members-{number}-id": member.pk, f"members-{number}-relation": row.pk}
        form[f"members-{number}-region"] = member.region_id
    assert client.post(desk_url(PlaceRelation, "change", row.pk), form).status_code == 302
    row.refresh_from_db()
    assert (row.says, row.members.count()) == ("要先备案。", MOST_INLINE)
