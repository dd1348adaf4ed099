"""A notice in one workbook: a page for each kind, with what they all say filled in; sent once, all of it comes in or nothing."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule
from guides.models import Answer, Document, Parameter
from registry import reports
from registry.excel import sheet
from registry.models import Office, SourceDocument, Upload
from registry.publication import Status
from registry.workflow import review
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, counts, download, paper, refusals, upload

pytestmark = pytest.mark.django_db

CITY, OTHER = "210300", "210200"
NEW_YEAR = dt.date(2027, 1, 1)
#: A line that needs nothing more, of each of some kinds.
LINES = {
    BasicPolicy: {
        "险种": "居民医保",
        "看什么": "住院",
        "医院级别": "一级",
        "起付线（元）": "400",
        "报销比例分段": "全部 85%",
    },
    RemoteRule: {"险种": "居民医保", "异地就医类别": "没有备案", "怎么变": "比例降低若干百分点", "数值": "10个百分点"},
    Office: {"名称": "（示例）医保大厅", "能办的事": "备案", "电话": "0412-2345678"},
    Document: {
        "平时怎么叫": "（示例）诊断证明",
        "要不要带": "必带",
        "窗口怎么处理": "收原件",
        "用在哪个指引": "manual-claim",
    },
    Parameter: {
        "哪一项": "手工报销最晚什么时候交",
        "规定": "出院后 5 个月内",
        "期限怎么算": "出院后几个月",
        "数": 5,
        "用在哪个指引": "manual-claim",
    },
    Answer: {"哪一类": "报销", "问题": "几月交明年的医保？", "一句话回答": "打当地的电话问哪天截止。"},
}


@pytest.fixture
def writer():
    return person("writer", ("editor", CITY))


@pytest.fixture
def client(writer):
    return signed_in(writer)


@pytest.fixture
def made(writer):
    source = SourceDocument(key="made-2026", title="一份通知", region_id=CITY, status="draft", in_force_from=NEW_YEAR)
    source._history_user = writer
    source.save()
    return source


def where(source, *parts):
    return "/".join([reverse("admin:registry_sourcedocument_notice", args=[source.pk]) + "excel", *map(str, parts), ""])


class Workbook:
    """What a clerk fills in: the pages of one file by the kinds of their rows."""

    def __init__(self, content):
        self.book = load_workbook(BytesIO(content))

    def of(self, model):
        found = Sheet.__new__(Sheet)
        found.book, found.page = self.book, self.book[str(model._meta.verbose_name_plural)]
        return found

    def write(self, model, line=0, **cells):
        """Into the first line that nobody wrote in, or this one; the line."""
        page = self.of(model)
        line = line or next(n for n in range(4, 99) if not page.page.cell(n, 1).value and self.free(page, model, n))
        page.put(line, **(LINES[model] | cells))
        return line

    def free(self, page, model, line):
        return page.cell(line, next(iter(LINES[model]))).value is None

    content = Sheet.content


def handed_out(client, source):
    answer = client.get(where(source, "blank"))
    assert answer.status_code == 200
    return Workbook(answer.content)


def send(client, source, content, **told):
    told = {"file": SimpleUploadedFile("通知.xlsx", content), "reason": "照通知录"} | told
    return client.post(where(source), told, follow=True)


def bring_in(client, source, looked_at):
    return client.post(
        where(source, looked_at.context["upload"].pk), {"looked": looked_at.context["looked"]}, follow=True
    )


def drafts(source):
    return {
        model.__name__: list(model.objects.filter(source=source, status=Status.DRAFT))
        for model in LINES
        if model.objects.filter(source=source).exists()
    }


def everything(book):
    for model in LINES:
        book.write(model)
    return book.content()


# -- out --------------------------------------------------------------------------------------------------------------


def test_one_workbook_has_a_page_for_each_kind_and_says_what_they_share(client, made):
    book = handed_out(client, made)
    names = book.book.sheetnames
    assert names[0] == "怎么填"
    assert set(names[1:]) >= {model._meta.verbose_name_plural for model in LINES} | {"选项"}
    page = book.of(Office)
    line = [page.cell(4, heading).value for heading in ("适用地区", "依据", "从哪天起", "名称")]
    assert line == ["210300 鞍山市", "made-2026 一份通知", dt.datetime(2027, 1, 1), None]
    assert page.cell(3, "依据").value == "made-2026 一份通知"  # the example is of this notice too
    assert "这份通知说的，都写在这一个文件里" in book.book["怎么填"]["A1"].value


def test_the_notice_offers_it_to_those_who_may_write(client, made):
    shown = client.get(where(made).removesuffix("excel/")).content.decode()
    assert f'href="{where(made)}"' in shown
    checker = signed_in(person("checker", ("reviewer", CITY)))
    assert where(made) not in checker.get(where(made).removesuffix("excel/")).content.decode()
    assert [checker.get(where(made)).status_code, checker.get(where(made, "blank")).status_code] == [403, 403]


def test_kinds_are_those_of_one_sheet_each_and_in_the_same_shape(client, made):
    alone, together = Sheet(download(client, Document, "blank"), Document), handed_out(client, made).of(Document)
    assert sorted(together.headings) == sorted(alone.headings)
    assert alone.headings[1] == "适用地区"  # where the notice holds goes without saying
    assert together.cell(2, "要不要带").value == alone.cell(2, "要不要带").value


# -- and back ---------------------------------------------------------------------------------------------------------


def test_one_upload_brings_in_rows_of_every_kind_and_ties_them_to_the_notice(client, made):
    looked = send(client, made, everything(handed_out(client, made)))
    assert (counts(looked), refusals(looked), drafts(made)) == ((6, 0, 0, 0), [], {})
    done = bring_in(client, made, looked)
    assert done.redirect_chain == [(where(made).removesuffix("excel/"), 302)]
    found = drafts(made)
    assert {kind: len(rows) for kind, rows in found.items()} == {model.__name__: 1 for model in LINES}
    rows = [row for of_kind in found.values() for row in of_kind]
    assert {(row.region_id, row.effective_from, row.effective_to) for row in rows} == {(CITY, NEW_YEAR, None)}
    assert all(row.key for row in rows)


def test_what_is_refused_on_one_page_keeps_all_pages_out(client, made):
    book = handed_out(client, made)
    everything(book)
    line = book.write(Document, 要不要带="也许", 平时怎么叫="另一张")
    looked = send(client, made, book.content())
    assert counts(looked) == (6, 0, 0, 1)
    [refusal] = looked.context["report"].refusals
    assert (refusal.page, refusal.line, refusal.heading, refusal.typed) == ("材料", line, "要不要带", "也许")
    assert refusal.example == "必带"
    assert looked.context["looked"] == ""
    bring_in(client, made, looked)
    assert drafts(made) == {}


def test_a_line_that_says_no_more_than_was_given_is_no_row(client, made):
    looked = send(client, made, handed_out(client, made).content())
    assert counts(looked) == (0, 0, 0, 0)


TELLING = "一、居民医保住院\n起付标准：一级300元，三级甲等900元。\n二、转诊备案的，支付比例降低10个百分点。"


@pytest.fixture
def telling(made):
    made.clause = TELLING
    made.save()
    return made


def test_lines_say_what_they_are_about_where_the_notice_does(client, telling):
    page = handed_out(client, telling).of(BasicPolicy)
    lines = [[page.cell(n, name).value for name in ("险种", "看什么", "医院级别")] for n in range(4, 8)]
    assert lines == [
        ["居民医保", "住院", "不分级别"],
        ["居民医保", "住院", "一级"],
        ["居民医保", "住院", "三级甲等"],
        ["居民医保", None, None],
    ]


def test_what_stands_there_already_stands_in_front(client, telling):
    """看什么 of a rule away from home is seldom said; one that is filled in is seen."""
    headings = handed_out(client, telling).of(RemoteRule).headings
    assert headings.index("看什么") < headings.index("怎么变") < headings.index("医院级别")
    telling.clause += "\n三、居民门诊支付50%。"
    telling.save()
    page = handed_out(client, telling).of(RemoteRule)
    assert page.headings.index("看什么") > page.headings.index("怎么变")
    assert page.cell(4, "看什么").value is None


def test_what_a_counter_does_is_what_the_notice_speaks_of(client, telling):
    telling.clause += "\n三、手工报销在示例路办理，电话0412-2345678。"
    telling.save()
    book = handed_out(client, telling)
    assert book.of(Office).cell(4, "能办的事").value == "备案；报销"
    book.of(Office).put(4, 名称="（示例）大厅", 电话="0412-2345678")
    looked = send(client, telling, book.content())
    assert refusals(looked) == []
    bring_in(client, telling, looked)
    assert Office.objects.get(source=telling).services == ["filing", "claims"]


def test_what_the_cells_explain_can_be_written_so(client, telling):
    """The handbook's way: 85% for one share, and points as points."""
    book = handed_out(client, telling)
    assert "只有一段的写 85%" in book.of(BasicPolicy).cell(2, "报销比例分段").value
    ways = {"比例降低若干百分点": "10个百分点", "比例打折": "90%", "先自付一部分": "10%", "改按另一个比例": "60%"}
    for line, (kind, way) in enumerate(ways.items(), start=5):
        assert way in book.of(RemoteRule).cell(2, "数值").value
        book.of(RemoteRule).put(line, 异地就医类别="没有备案", 远近=None, 看什么=None, 怎么变=kind, 数值=way)
        assert RemoteRule._meta.get_field("value").read(way) == Decimal(way.removesuffix("个百分点").rstrip("%")) / 100
        looked = send(client, telling, book.content())
        assert refusals(looked) == []
        book.of(RemoteRule).put(line, 异地就医类别=None, 怎么变=None, 数值=None)


def test_a_line_without_figures_is_passed_over(client, telling):
    book = handed_out(client, telling)
    assert counts(send(client, telling, book.content())) == (0, 0, 0, 0)
    book.of(BasicPolicy).put(5, **{"起付线（元）": "300", "报销比例分段": "85%"})
    bring_in(client, telling, send(client, telling, book.content()))
    [[row]] = drafts(telling).values()
    assert (row.hospital_level, row.deductible) == ("primary", "300")


def test_what_is_written_already_is_not_offered_again(client, telling):
    book = handed_out(client, telling)
    book.of(BasicPolicy).put(5, **{"起付线（元）": "300", "报销比例分段": "85%"})
    bring_in(client, telling, send(client, telling, book.content()))
    page = handed_out(client, telling).of(BasicPolicy)
    assert [page.cell(n, "医院级别").value for n in (3, 5, 6, 7)] == ["一级", "不分级别", "三级甲等", None]


def test_figures_that_may_be_of_two_rows_are_refused(client, telling):
    book = handed_out(client, telling)
    for line, said in (
        (5, {"起付线（元）": "300"}),
        (7, {"看什么": "住院", "医院级别": "一级", "起付线（元）": "400"}),
    ):
        book.of(BasicPolicy).put(line, **said, 报销比例分段="85%")
    book.of(BasicPolicy).put(8, **{"报销比例分段": "85%"})
    said = refusals(send(client, telling, book.content()))
    assert [one.partition("：")[2] for one in said] == ["这一格要填。", "和第 5 行是同一条，从同一天起。请只留一行。"][
        ::-1
    ]


def test_empty_cells_below_the_ready_lines_say_what_the_notice_says(client, made):
    book = handed_out(client, made)
    book.write(Document, line=200)
    bring_in(client, made, send(client, made, book.content()))
    [[row]] = drafts(made).values()
    assert (row.region_id, row.source, row.effective_from) == (CITY, made, NEW_YEAR)


def test_no_row_comes_in_on_another_document(client, made, source):
    book = handed_out(client, made)
    line = book.write(Document, 依据="test-source")
    [said] = refusals(send(client, made, book.content()))
    assert said.startswith(f"第 {line} 行 ")
    assert said.endswith("这张表只收“made-2026 一份通知”的，这一格请空着。别的文件的，到那份文件的一页去传。")


def test_a_page_that_cannot_be_read_hides_no_other(client, made):
    book = handed_out(client, made)
    book.write(Document, 要不要带="也许")
    book.of(Office).page.insert_rows(1)
    looked = send(client, made, book.content())
    assert [page for page, _ in looked.context["report"].refusals_by_page] == ["经办机构", "材料"]


def test_pages_may_be_left_out_and_strange_ones_are_named(client, made):
    book = handed_out(client, made)
    book.write(Document)
    del book.book["经办机构"]
    book.book.create_sheet("我的草稿纸")
    looked = send(client, made, book.content())
    assert (counts(looked), looked.context["report"].unread) == ((1, 0, 0, 0), ("我的草稿纸",))
    assert "没有看：我的草稿纸" in looked.content.decode()


def test_what_is_sent_again_makes_nothing_again(client, made):
    content = everything(handed_out(client, made))
    bring_in(client, made, send(client, made, content))
    assert counts(send(client, made, content)) == (0, 0, 6, 0)
    assert counts(send(client, made, handed_out(client, made).content())) == (0, 0, 6, 0)


def test_notice_that_gives_no_place_and_no_day_asks_for_the_place(client, writer):
    national = SourceDocument(key="national", title="全国的", status="draft")
    national._history_user = writer
    national.save()
    client = signed_in(person("two", ("editor", CITY), ("editor", OTHER)))
    book = handed_out(client, national)
    book.write(Document)
    assert refusals(send(client, national, book.content())) == ["第 4 行 B 列“适用地区”：这一格要填。"]


# -- limits of the whole workbook -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "sentence"), [(2, ""), (1, "一次最多导入 1 行。请分成几个文件。")])
def test_lines_are_counted_over_all_pages(client, made, monkeypatch, most, sentence):
    monkeypatch.setattr("registry.excel.reading.MAX_LINES", most)
    book = handed_out(client, made)
    book.write(Document)
    book.write(Office)
    assert "".join(refusals(send(client, made, book.content()))) == sentence


@pytest.mark.parametrize(("most", "sentence"), [(2, ""), (1, "一次最多导入 1 条新的或者改过的。请分成几个文件。")])
def test_drafts_are_counted_over_all_pages(client, made, monkeypatch, most, sentence):
    monkeypatch.setattr("registry.excel.importing.MOST_DRAFTS", most)
    book = handed_out(client, made)
    book.write(Document)
    book.write(Office)
    assert "".join(refusals(send(client, made, book.content()))) == sentence


def test_refusals_are_counted_over_all_pages(client, made, monkeypatch):
    monkeypatch.setattr("registry.excel.importing.MOST_REFUSALS", 2)
    book = handed_out(client, made)
    for model in (Document, Office):
        for number in range(2):
            book.write(model, 适用地区="不知道", **{next(iter(LINES[model])): f"第{number}样"})
    said = refusals(send(client, made, book.content()))
    assert (len(said), said[-1]) == (3, "这张表和后面的还没有看。请先改好前面的。")


@pytest.mark.parametrize(("seconds", "over"), [(250, True), (1000, False)])
def test_seconds_are_counted_over_all_pages(client, made, monkeypatch, seconds, over):
    times = iter(range(10_000))
    monkeypatch.setattr("registry.excel.turns.time.monotonic", lambda: next(times))
    monkeypatch.setattr("registry.excel.turns.SECONDS", seconds)
    said = refusals(send(client, made, handed_out(client, made).content()))
    assert said == ([f"{seconds} 秒还没有看完这个文件。请分成几个文件，一个一个传。"] if over else [])


# -- what was sent is kept --------------------------------------------------------------------------------------------


def test_the_reasons_stay_where_one_can_come_back_to(client, made):
    book = handed_out(client, made)
    book.write(Document, 要不要带="也许")
    looked = send(client, made, book.content())
    address = where(made, looked.context["upload"].pk)
    assert looked.redirect_chain == [(address, 302)]
    later = client.get(address)
    assert refusals(later) == refusals(looked) != []
    assert later.context["form"].initial["reason"] == "照通知录"
    opened = client.get(where(made)).content.decode()
    assert (f'href="{address}"' in opened, "要改 1 处，还没有导入" in opened) == (True, True)


def test_a_file_that_cannot_be_read_is_told_there_too_and_has_no_copy(client, made):
    looked = send(client, made, b"PK-no-workbook\0")
    address = where(made, looked.context["upload"].pk)
    assert refusals(client.get(address)) == ["这不是 Excel 表。请传从这里下载的 .xlsx 文件。"]
    assert "marked/" not in looked.content.decode()
    assert client.get(f"{address}marked/").headers["Location"] == address


def test_nobody_else_sees_what_was_sent(client, made):
    looked = send(client, made, handed_out(client, made).content())
    address = where(made, looked.context["upload"].pk)
    colleague = signed_in(person("colleague", ("manager", CITY)))
    assert [colleague.get(one).status_code for one in (address, f"{address}marked/")] == [404, 404]
    assert colleague.post(address, {}).status_code == 404
    assert "通知.xlsx" not in colleague.get(where(made)).content.decode()


def test_the_copy_marks_the_places_and_can_be_sent_again(client, made):
    book = handed_out(client, made)
    line = book.write(Document, 要不要带="也许")
    book.write(Office, 名称="=1+1")
    looked = send(client, made, book.content())
    taken = client.get(where(made, looked.context["upload"].pk, "marked"))
    copy = Workbook(taken.content)
    assert "filename" in taken.headers["Content-Disposition"]
    red = copy.of(Document).cell(line, "要不要带")
    assert (red.value, red.fill.fgColor.rgb) == ("也许", "00F8B4B4")
    assert red.comment.text.startswith("不认识“也许”。请写：必带")
    assert copy.of(Document).cell(line, "平时怎么叫").fill.fgColor.rgb != "00F8B4B4"
    listed = copy.book["要改的地方"]
    assert ["材料", red.coordinate, "要不要带", "也许"] in [[cell.value for cell in line[:4]] for line in listed]
    assert copy.of(Office).cell(4, "名称").data_type == "s"  # what was a formula is shown, and runs no more
    copy.of(Document).put(line, 要不要带="必带")
    copy.of(Office).put(4, 名称="大厅")
    assert counts(send(client, made, copy.content())) == (2, 0, 0, 0)


def test_the_copy_of_one_kind_is_the_same(client, source):
    blank = Sheet(download(client, Document, "blank"), Document)
    line = paper(blank, 要不要带="也许")
    looked = upload(client, Document, blank.content())
    copy = Sheet(client.get(f"{looked.redirect_chain[0][0]}marked/").content, Document)
    assert copy.cell(line, "要不要带").comment.text.startswith("不认识“也许”")


def test_old_uploads_go(client, made, writer):
    for _ in range(Upload.MOST + 1):
        send(client, made, b"\0")
    assert Upload.objects.count() == Upload.MOST
    assert Upload.forget in reports.FORGETTERS
    last = Upload.objects.latest("pk").at.date()
    assert Upload.forget(last + dt.timedelta(days=Upload.KEPT)) == 0
    assert Upload.forget(last + dt.timedelta(days=Upload.KEPT + 2)) == Upload.MOST


def test_a_file_once_brought_in_is_kept_no_longer(client, made):
    book = handed_out(client, made)
    book.write(Document)
    looked = send(client, made, book.content())
    bring_in(client, made, looked)
    kept = Upload.objects.get(pk=looked.context["upload"].pk)
    assert (bytes(kept.content), kept.found) == (b"", "导入好了，1 份草稿")


@pytest.mark.parametrize("model", LINES, ids=lambda model: model.__name__)
def test_the_line_of_examples_could_be_brought_in_as_it_stands(client, made, model):
    book = handed_out(client, made)
    page = book.of(model)
    assert page.page.cell(3, 1).value == sheet.EXAMPLE
    page.page.cell(3, 1).value = None
    assert (counts(looked := send(client, made, book.content())), refusals(looked)) == ((1, 0, 0, 0), [])


# -- in a notice's own words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("一级及以下", {("community", ""), ("primary", "")}),
        ("二级及以下医疗机构", {("community", ""), ("primary", ""), ("secondary", "")}),
        ("三级乙等", {("tertiary", "三级乙等")}),
        ("二级医院", {("secondary", "")}),
    ],
)
def test_levels_are_read_as_notices_name_them(client, made, typed, rows):
    book = handed_out(client, made)
    book.write(BasicPolicy, 医院级别=typed)
    bring_in(client, made, send(client, made, book.content()))
    found = BasicPolicy.objects.filter(source=made)
    assert {(row.hospital_level, row.hospital_class) for row in found} == rows
    assert {row.deductible for row in found} == {"400"}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("", "降低20个百分点", ("rate_points", Decimal("0.2"), False)),
        ("", "最多降20个百分点", ("rate_points", Decimal("0.2"), True)),
        ("", "支付比例比参保地降低十个百分点", ("rate_points", Decimal("0.1"), False)),
        ("", "下浮20个百分点", ("rate_points", Decimal("0.2"), False)),
        ("", "比例打九折", ("rate_factor", Decimal("0.9"), False)),
        ("", "百分之六十", ("rate", Decimal("0.6"), False)),
        ("", "按本地待遇", ("none", None, False)),
        ("比例降低若干百分点", "30", ("rate_points", Decimal("0.3"), False)),
        ("比例降低若干百分点", Decimal("0.3"), ("rate_points", Decimal("0.3"), False)),
        ("换一条起付线", "1.1万", ("deductible", Decimal("11000"), False)),
    ],
)
def test_rules_away_from_home_are_read_in_their_words(client, made, kind, typed, kept):
    book = handed_out(client, made)
    book.write(RemoteRule, 怎么变=kind, 数值=typed)
    bring_in(client, made, send(client, made, book.content()))
    assert [(row.kind, row.value, row.at_most) for row in RemoteRule.objects.filter(source=made)] == [kept]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("比例降低若干百分点", "降10%", "“降10%”：是降低10个百分点吗？"),
        ("比例降低若干百分点", "先自付10%", "“先自付10%”和“怎么变”写的不一样，请改其中一格。"),
        ("", "下浮20%", "“下浮20%”：是降低20个百分点吗？"),
        ("", "少报一点", "看不懂“少报一点”。请写报多少"),
    ],
)
def test_what_may_mean_two_things_is_asked_about(client, made, kind, typed, sentence):
    book = handed_out(client, made)
    book.write(RemoteRule, 怎么变=kind, 数值=typed)
    looked = send(client, made, book.content())
    assert any(said.sentence.startswith(sentence) for said in looked.context["report"].refusals)
    assert not RemoteRule.objects.filter(source=made).exists()


def test_sheet_begins_with_how_sure_one_is_of_the_notice(client):
    form = {"region": CITY, "clause": "示例市医疗保障局关于待遇的通知\n一、住院待遇。", "evidence": "official"}
    client.post(reverse("admin:registry_sourcedocument_add"), form)
    book = handed_out(client, SourceDocument.objects.get(title="示例市医疗保障局关于待遇的通知"))
    book.write(RemoteRule)
    source = SourceDocument.objects.get(title="示例市医疗保障局关于待遇的通知")
    bring_in(client, source, send(client, source, book.content()))
    assert [row.evidence for row in RemoteRule.objects.filter(source=source)] == ["official"]


# what one line says of another


AS_FILED = "一、市外住院：转诊备案人员降低10个百分点；急诊抢救人员视同备案；未备案人员降低20个百分点。"


def away(book, **lines):
    for category, said in lines.items():
        book.write(RemoteRule, **{"异地就医类别": category, "怎么变": None, "数值": None} | said)


def test_sheet_takes_what_the_table_takes_and_tells_the_reviewer_what_is_a_reading(client, made):
    made.clause = AS_FILED
    made.save()
    book = handed_out(client, made)
    away(
        book,
        转诊备案={"数值": "降低10个百分点", "同时换起付线（元）": "1500"},
        急诊抢救={"数值": "视同转诊备案"},
        没有备案={"数值": "80%"},
    )
    bring_in(client, made, send(client, made, book.content()))
    found = {rule.category: rule for rule in RemoteRule.objects.filter(source=made)}
    assert {category: (rule.kind, rule.value, rule.deductible) for category, rule in found.items()} == {
        "referral": ("rate_points", Decimal("0.1"), Decimal(1500)),
        "emergency": ("rate_points", Decimal("0.1"), Decimal(1500)),
        "unfiled": ("rate", Decimal("0.8"), None),
    }
    assert {rule.care_type for rule in found.values()} == {"inpatient"}  # as the table has it
    said = "条文只说“急诊抢救人员视同备案”，没说和哪一种备案一样。这里写的“比例降 10 个百分点，起付线 1,500元”是一种读法，请看对不对。"
    told = {category: [one.sentence for one in review.findings(rule)] for category, rule in found.items()}
    assert [category for category, sentences in told.items() if said in sentences] == ["emergency"]
    assert review.said(found["referral"])["数值"] == "10个百分点"


def test_emergency_of_any_distance_is_a_line_for_each_distance_of_the_filing(client, made):
    book = handed_out(client, made)
    for where, share in (("省内", "60%"), ("跨省", "50%")):
        away(book, 转诊备案={"数值": share, "远近": where})
    away(book, 急诊抢救={"数值": "视同备案", "远近": "省内"})
    away(book, 急诊抢救={"数值": "视同转诊备案", "远近": "跨省"})
    bring_in(client, made, send(client, made, book.content()))
    found = RemoteRule.objects.filter(source=made, category="emergency")
    assert {(rule.distance, rule.value) for rule in found} == {
        ("same_province", Decimal("0.6")),
        ("other_province", Decimal("0.5")),
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("视同转诊备案", "“视同转诊备案”：“转诊备案”那一行还空着。请先写那一行。"),
        ("视同备案", "“视同备案”：和哪一种备案一样？"),
        ("少报一点", "看不懂“少报一点”。请写报多少"),
        ("0.1", "这一格要填。"),
        ("1500元", "这一格要填。"),
    ],
)
def test_line_with_one_fault_is_told_one(client, made, typed, sentence):
    book = handed_out(client, made)
    away(book, 急诊抢救={"数值": typed})
    page = send(client, made, book.content())
    [said] = refusals(page)
    assert sentence in said


def test_clause_that_was_left_empty_is_found_by_the_figures(client, made):
    made.clause = "一、起付标准：一级医院 400 元。\n二、一级医院支付 85%。\n三、转诊备案人员降低10个百分点。\n四、未备案人员支付 85%。"
    made.save()
    book = handed_out(client, made)
    assert "空着，就照写的字和数去找是哪一条" in str(book.of(BasicPolicy).cell(2, "条款").value)
    assert book.of(BasicPolicy).cell(3, "条款").value is None
    book.write(BasicPolicy)
    book.write(RemoteRule, 异地就医类别="转诊备案", 怎么变=None, 数值="降10个百分点", 条款=None)
    book.write(RemoteRule, 异地就医类别="没有备案", 怎么变=None, 数值="60%", 条款="第四条")
    content = book.content()
    bring_in(client, made, send(client, made, content))
    assert BasicPolicy.objects.get(source=made).source_article == "一、二"
    assert dict(RemoteRule.objects.filter(source=made).values_list("category", "source_article")) == {
        "referral": "三",
        "unfiled": "第四条",
    }
    assert counts(send(client, made, content))[:2] == (0, 0)  # sent again it changes nothing


def test_what_needs_an_eye_goes_before_the_lines(client, made):
    made.clause = "一、一级医院起付标准 400 元，第二次住院降低20%。\n二、一级医院支付 85%。\n三、一级医院支付 85%。"
    made.save()
    book = handed_out(client, made)
    book.write(BasicPolicy, 特别规定="第二次住院：起付标准降低20%")
    book.write(BasicPolicy, 看什么="门诊慢特病", 报销比例分段="全部 60%", **{"起付线（元）": None})
    page = send(client, made, book.content())
    assert page.context["report"].notes == [
        ("“条款”空着，看不准是哪一条，没有填。请照通知写上。", "基本医保待遇，第 4、5 行"),
        (
            "通知写“第二次住院”，这里当作第 2 次起，以后各次都一样。以后各次不一样的，请写在“没录进来的规定”里。",
            "基本医保待遇，第 4 行",
        ),
        ("缺起付线。通知明说不设起付线，才填 0；没说就空着，先问清楚。", "基本医保待遇，第 5 行"),
    ]
    html = page.content.decode()
    assert html.index("请先看这几样") < html.index("这个文件里有什么：新的 2 行。") < html.index("<summary>")
    bring_in(client, made, page)
    assert list(BasicPolicy.objects.filter(source=made).values_list("source_article", flat=True)) == ["", ""]


WHOLE = """示例市医疗保障局关于待遇的通知
一、参保职工住院：一级及以下医疗机构起付标准200元，在职报销92%；二级400元，在职90%；三级医疗机构起付标准800元，在职报销85%。
二、一个自然年度内第二次及以后住院，起付标准降低20%。
三、特困人员、孤儿住院不设起付标准；低保对象起付标准降低50%。
六、基本医疗保险年度最高支付限额8万元。
七、职工大额医疗费用补助起付线10万元，报销比例90%，年度最高支付限额40万元。
八、异地就医：长期居住备案人员按本地待遇；急诊抢救人员视同备案；其他临时外出备案人员降低20个百分点。
九、手工报销应在次年3月31日前提交：医疗费票据、费用清单、诊断证明、本人银行卡。
十、示例市医疗保险经办处：新区为民服务中心三楼，电话0412-2120000。"""


def test_every_row_of_a_notice_finds_the_clause_that_names_it(client, made):
    """Words go before figures, and 20个百分点 is not the 20% of another clause."""
    made.clause = WHOLE
    made.save()
    book = handed_out(client, made)
    specials = "第二次及以后住院：起付标准降低20%；特困人员、孤儿：不设起付标准"
    own = {"险种": "职工医保", "在职退休": "在职", "医院级别": "三级", "起付线（元）": "800", "封顶线（元）": "8万"}
    book.write(BasicPolicy, **own, 报销比例分段="全部 85%", 特别规定=specials)
    away(book, 长期居住备案={"数值": "按本地待遇"}, 其他临时外出={"数值": "降低20个百分点"})
    upper = {"险种": "职工医保", "起付线（元）": "10万", "封顶线（元）": "40万", "报销比例分段": "全部 90%"}
    book.of(CriticalIllnessPolicy).put(4, **upper)
    book.write(Parameter, 规定="次年3月31日前提交", 期限怎么算="出院第二年的某月某日", 数="3月31日")
    for name in ("医疗费票据", "费用清单", "诊断证明", "银行卡"):
        book.write(Document, 平时怎么叫=name)
    book.write(Document, 平时怎么叫="户口本")
    book.write(Office, 名称="经办处大厅", 电话="0412-2120000")
    bring_in(client, made, send(client, made, book.content()))
    rows = [row for model in (*LINES, CriticalIllnessPolicy) for row in model.objects.filter(source=made)]
    assert {str(row).partition(" · ")[0] + type(row).__name__: row.source_article for row in rows} == {
        "职工医保BasicPolicy": "一、二、三、六",
        "职工医保CriticalIllnessPolicy": "七",
        "长期居住备案RemoteRule": "八",
        "其他临时外出RemoteRule": "八",
        "手工报销最晚什么时候交：次年3月31日前提交Parameter": "九",
        **{f"{name}Document": "九" for name in ("医疗费票据", "费用清单", "诊断证明", "银行卡")},
        "户口本Document": "",
        "经办处大厅Office": "十",
    }
    said = "没有找到条文。请对着抄来的条文，看是第几条，写在“条款”里。"
    told = [str(row) for row in rows if said in [one.sentence for one in review.findings(row)]]
    assert told == ["户口本"]


# -- what a notice says once --------------------------------------------------------------------------------------------


def levels(made, client, *lines):
    book = handed_out(client, made)
    for cells in lines:
        book.write(BasicPolicy, **cells)
    return send(client, made, book.content())


SHARED = {
    "医院级别": None,
    "起付线（元）": None,
    "报销比例分段": None,
    "封顶线（元）": "15万",
    "特别规定": "低保、特困：提高5个百分点",
}


@pytest.mark.parametrize("first", [True, False])
def test_what_all_levels_have_alike_is_one_line(client, made, first):
    own = [{"医院级别": "一级及以下", "特别规定": "第2次起：起付线减半"}, {"医院级别": "三级", "封顶线（元）": "12万"}]
    looked = levels(made, client, *([SHARED, *own] if first else [*own, SHARED]))
    bring_in(client, made, looked)
    rows = BasicPolicy.objects.filter(source=made)
    assert {
        row.hospital_level: (row.annual_ceiling, sorted(special.condition for special in row.specials.all()))
        for row in rows
    } == {
        "community": (Decimal(150000), ["低保", "特困、孤儿", "第 2 次起"]),
        "primary": (Decimal(150000), ["低保", "特困、孤儿", "第 2 次起"]),
        "tertiary": (Decimal(120000), ["低保", "特困、孤儿"]),
    }


def test_line_of_no_level_alone_is_a_row(client, made):
    bring_in(client, made, levels(made, client, SHARED))
    assert [row.hospital_level for row in BasicPolicy.objects.filter(source=made)] == ["any"]


def test_what_is_alike_holds_for_its_own_care_alone(client, made):
    care = {"看什么": "普通门诊", "医院级别": None, "报销比例分段": "50%"}
    bring_in(client, made, levels(made, client, SHARED, {"医院级别": "三级"}, care))
    rows = BasicPolicy.objects.filter(source=made)
    assert {row.care_type: row.annual_ceiling for row in rows} == {"inpatient": Decimal(150000), "outpatient": None}


def test_classes_with_the_same_figures_are_one_line(client, made):
    book = handed_out(client, made)
    general = {"险种": "居民医保", "起付线（元）": "1万", "报销比例分段": "1万元至5万元60%，5万元以上70%"}
    page = book.of(CriticalIllnessPolicy)
    page.put(4, **general)
    page.put(5, 险种="居民医保", 困难身份="特困人员、低保对象", **{"起付线（元）": 5000, "报销比例分段": "65%"})
    bring_in(client, made, send(client, made, book.content()))
    rows = CriticalIllnessPolicy.objects.filter(source=made)
    assert {row.hardship: (row.deductible, row.band_basis) for row in rows} == {
        "": (Decimal(10000), "burden"),
        "extreme_poverty": (Decimal(5000), ""),
        "low_income": (Decimal(5000), ""),
    }


def test_columns_that_a_line_needs_stand_in_front(client, made):
    book = handed_out(client, made)
    assert book.of(BasicPolicy).headings[1:8] == [
        *("险种", "看什么", "医院级别", "在职退休", "起付线（元）", "报销比例分段", "封顶线（元）"),
    ]
    assert book.of(Office).headings[1:4] == ["名称", "能办的事", "电话"]


def test_first_look_shows_what_was_typed_and_nothing_else(client, made):
    looked = levels(made, client, {"条款": "第一条"})
    [draft] = looked.context["report"].drafts
    assert [(one.label, one.new) for one in draft.changes] == [
        ("险种", "居民医保"),
        ("看什么", "住院"),
        ("医院级别", "一级"),
        ("起付线（元）", "400"),
        ("报销比例分段", "全部 85%"),
        ("代号", "resident-any-inpatient-primary"),
        ("条款", "第一条"),
    ]
