"""What a small file may hold: at each limit it is read, one more is refused with a sentence that says what to do."""

import threading
import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from calculators.models import BasicPolicy
from guides.models import Document
from registry.excel import package, reading, sheet, turns
from registry.excel.layout import MARK, layout
from registry.excel.package import UnreadableFile
from registry.excel.values import Unusable, read_cell
from registry.pages import desk_url
from registry.publication import Status
from tests.calculators.policy_rows import publish as publish_policy
from tests.conftest import person, signed_in
from tests.registry.sheets import Sheet, confirm, counts, download, page, paper, refusals, upload

pytestmark = pytest.mark.django_db

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BROKEN = package.BROKEN
#: The column that says which lines only explain.
MARK_CELL = f'<row r="1"><c t="inlineStr"><is><t>{MARK}</t></is></c>'


@pytest.fixture
def client(db):
    return signed_in(person("writer", ("editor", "210300")))


@pytest.fixture
def shape(db, source):
    return layout(admin.site._registry[Document], User.objects.create_superuser("boss"))


@pytest.fixture
def head(shape):
    """The line of headings, as XML."""
    return line(1, *(column.heading for column in shape.columns))


def line(number, *texts):
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


def book(shape, rows, **parts):
    """The blank sheet with other rows in it, and other parts."""
    parts = {SHEET: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"} | parts
    written = BytesIO()
    blank = zipfile.ZipFile(BytesIO(sheet.workbook([sheet.page(shape, ())])))
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*blank.namelist(), *(name for name in parts if name not in blank.namelist())]:
            new.writestr(name, parts.get(name) or blank.read(name))
    return written.getvalue()


class Asked:
    """Counts how often it is asked whether to go on: once a row."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1


def lines_of(content, shape, go_on=lambda: None):
    return [(found.number, [cell for cell in found.cells if cell]) for found in read(content, shape, go_on).lines]


def read(content, shape, go_on=lambda: None):
    """The one page of a workbook."""
    (found,) = reading.read(content, [shape], go_on).pages
    return found


def refused(content, shape, go_on=lambda: None):
    """Why no line is read: of the page, or of the file."""
    try:
        found = read(content, shape, go_on)
    except UnreadableFile as error:
        return error.sentence
    (problem,) = found.problems
    assert found.lines == ()
    return problem.sentence


# -- how far down and to the right ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [5001, 1_048_576, 2_000_000_000])
def test_a_blank_row_far_down_costs_nothing(shape, head, number):
    rows, asked = f'{head}{line(2, "x")}<row r="{number}"><c r="A{number}" s="1"/></row>', Asked()
    assert lines_of(book(shape, rows), shape, asked) == [(2, ["x"])]
    assert asked.times == 3  # the rows that are there, not those that are left out


def test_the_last_row_that_may_hold_something(shape, head):
    assert lines_of(book(shape, head + line(5000, "x")), shape) == [(5000, ["x"])]
    said = refused(book(shape, head + line(5001, "x")), shape)
    assert said == "第 5001 行有字，离得太远，最多到第 5000 行。请把这一行删掉，或者挪到前面。"


def test_a_stray_letter_in_the_last_row_of_excel_is_told_to_the_clerk(client, shape, head):
    answer = upload(client, Document, book(shape, head + line(1_048_576, "x")))
    assert "第 1048576 行有字" in refusals(answer)[0]


def test_the_last_column_that_may_hold_something(shape, head):
    spare = '<row r="2"><c r="A2" t="str"><v>x</v></c><c r="{}2"><v>{}</v></c></row>'
    assert lines_of(book(shape, head + spare.format("CV", 1)), shape) == [(2, ["x"])]
    assert lines_of(book(shape, head + spare.format("XFD", "")), shape) == [(2, ["x"])]
    assert refused(book(shape, head + spare.format("CW", 1)), shape).startswith("第 2 行 CW 列有字，离得太远")


@pytest.mark.parametrize("number", ["1", "0", "-5"])
def test_rows_out_of_order_are_no_sheet_of_excel(shape, head, number):
    assert refused(book(shape, head + line(number, "x")), shape) == BROKEN


def test_a_size_that_is_a_lie_is_not_believed(shape, head):
    rows = f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData>{head}{line(2, "x")}</sheetData></worksheet>'
    asked = Asked()
    assert lines_of(book(shape, "", **{SHEET: rows}), shape, asked) == [(2, ["x"])]
    assert asked.times == 2


# -- how much of each -----------------------------------------------------------------------------------------------


KINDS = {
    "rows": (package.ROWS, lambda n: {SHEET: "<row/>" * n}),
    "cells": (package.CELLS, lambda n: {SHEET: ("<row>" + "<c/>" * 10 + "</row>") * (n // 10) + "<c/>" * (n % 10)}),
    "cells of one row": (package.WIDTH, lambda n: {SHEET: "<row>" + "<c/>" * n + "</row>"}),
    "pieces of one string": (package.WIDTH, lambda n: {STRINGS: "<si>" + "<t/>" * n + "</si>"}),
    "strings": (package.STRINGS, lambda n: {STRINGS: "<si/>" * n}),
    "merged": (package.MERGED, lambda n: {SHEET: "<mergeCell/>" * n}),
    "pages": (package.PAGES, lambda n: {"xl/workbook.xml": "<sheet/>" * n}),
    "styles": (package.STYLES, lambda n: {STYLES: "<cellStyle/>" * n}),
    "other": (package.OTHERS, lambda n: {STYLES: "<xf/>" * (n - 2)}),  # each of the two parts has a root
}


def weighed(**parts):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {"xl/workbook.xml": "", **parts}.items():
            made.writestr(name, f"<x:root>{text}</x:root>")
    package.check(content.getvalue())


@pytest.mark.parametrize("name", KINDS)
def test_a_file_at_a_limit_is_read_and_beyond_it_refused(monkeypatch, name):
    limit, parts = KINDS[name]
    monkeypatch.setitem(limit.__dict__, "most", 60)
    weighed(**parts(60))
    with pytest.raises(UnreadableFile) as error:
        weighed(**parts(61))
    assert error.value.sentence == limit.sentence


def test_cells_are_counted_anew_for_each_row_and_each_string(monkeypatch):
    monkeypatch.setitem(package.WIDTH.__dict__, "most", 60)
    weighed(**{SHEET: ("<row>" + "<c/>" * 60 + "</row>") * 3, STRINGS: "<si><t/></si>" * 200})


def test_no_name_hides_a_part(monkeypatch):
    monkeypatch.setitem(package.STRINGS.__dict__, "most", 60)
    with pytest.raises(UnreadableFile):
        weighed(**{"xl/media/picture.png": "<si/>" * 61})


def test_the_walk_ends_at_the_limit(monkeypatch, shape, head):
    asked = Asked()
    assert refused(book(shape, head + "<row/>" * 4_000_000), shape, asked) == package.ROWS.sentence
    assert asked.times == 0


def test_a_tag_is_no_longer_than_it_may_be(shape, head):
    fits, over = ('<row x="' + "a" * length + '"/>' for length in (90_000, 400_000))
    assert lines_of(book(shape, head + fits + line(9, "x")), shape) == [(9, ["x"])]
    assert refused(book(shape, head + over + line(9, "x")), shape) == BROKEN


def test_a_part_that_declares_entities_is_not_walked_through(shape, head):
    declared = f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet {MAIN}><sheetData>{head}</sheetData></worksheet>'
    assert refused(book(shape, "", **{SHEET: declared}), shape) == BROKEN


def test_the_longest_text_of_a_cell(shape, head):
    fits, over = (book(shape, head + line(2, "字" * letters)) for letters in (2000, 2001))
    assert lines_of(fits, shape) == [(2, ["字" * 2000])]
    ((_, (cell,)),) = lines_of(over, shape)
    assert cell.sentence == "这一格有 2001 个字，最多 2000 个。请写短一些。"


def test_more_letters_than_a_cell_can_hold(shape, head):
    fits, over = (book(shape, head + line(2, "字" * letters)) for letters in (32_767, 32_768))
    ((_, (cell,)),) = lines_of(fits, shape)
    assert isinstance(cell, Unusable)
    assert refused(over, shape) == "有一格写了 32768 个字，一格放得下 32767 个。请把这一格写短，再传一次。"


@pytest.mark.parametrize(("most", "fits"), [(0, True), (-1, False)])
def test_letters_of_all_cells_together(shape, head, monkeypatch, most, fits):
    """One string that a file holds once may stand in thousands of its cells: of 24 KB gigabytes were told."""
    content = book(shape, head + "".join(line(number, "x" * 1000) for number in range(2, 62)))
    headings = sum(len(column.heading) for column in shape.columns)
    monkeypatch.setattr(reading, "MOST_LETTERS", headings + 60_000 + most)
    if fits:
        assert len(lines_of(content, shape)) == 60
    else:
        assert refused(content, shape) == package.STRINGS.sentence


def test_what_is_told_of_a_long_cell_is_its_beginning(client, shape, head):
    looked = upload(client, Document, book(shape, head + line(2, "字" * 30_000) + line(3, "字" * 200)))
    told = [one.typed for one in looked.context["report"].refusals if one.letter == "A"]
    assert told[0] == "字" * 200 + "…"
    assert {len(typed) for typed in told[1:]} <= {200}
    copy = client.get(f"{page(Document, 'excel_import')}{looked.context['upload'].pk}/marked/").content
    assert openpyxl.load_workbook(BytesIO(copy))[shape.title]["A2"].value == "字" * 30_000


def test_a_formula_where_a_line_is_marked_is_told(client, shape):
    rows = f'<row r="1"><c t="inlineStr"><is><t>{MARK}</t></is></c>' + line(1, *(c.heading for c in shape.columns))[11:]
    rows += '<row r="2"><c><f>A1</f></c><c t="inlineStr"><is><t>x</t></is></c></row>'
    said = refusals(upload(client, Document, book(shape, rows)))
    assert said == ["第 2 行 A 列“说明、例子”：这里写着“=A1”。要导入这一行，请把这一格清空。"]


def test_a_merged_cell_is_named_briefly(client, shape, head):
    merged = f'<worksheet {MAIN}><sheetData>{head}</sheetData><mergeCells><mergeCell ref="{"A" * 90_000}"/></mergeCells></worksheet>'
    (sentence,) = refusals(upload(client, Document, book(shape, "", **{SHEET: merged})))
    assert sentence.startswith("AAA")
    assert len(sentence) < 300


def test_shared_formulas_are_refused_without_being_translated(shape, head, monkeypatch):
    monkeypatch.setattr("openpyxl.worksheet._reader.Translator", None)
    rows = '<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A3">B1</f></c></row>'
    rows += '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    said = [cell.sentence for _, (cell,) in lines_of(book(shape, head + rows), shape)]
    assert said == ["这一格是公式。请复制，再“只粘贴数值”。"] * 2


def test_a_formula_among_the_headings_is_told(shape, head):
    rows = head.replace("</row>", "<c><f>A1</f></c></row>")
    assert refused(book(shape, rows), shape).endswith("列：这一格是公式。请复制，再“只粘贴数值”。")


@pytest.mark.parametrize("digits", [9, 10, 1900])
def test_a_number_of_any_length_gets_a_sentence(client, source, digits):
    publish_policy(BasicPolicy, region_id="210300")
    filled = Sheet(download(client, BasicPolicy), BasicPolicy)
    filled.put(3, **{"多久核对一次（天）": "9" * digits})
    said = refusals(upload(client, BasicPolicy, filled.content()))
    assert len(said) == 1
    assert ("不是整数" in said[0]) == (digits > 9)


# -- what is packed, and what is written again -------------------------------------------------------------------------


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_unpacked_at_one_go_is_not_unpacked(shape, head, packing, monkeypatch):
    content = BytesIO(book(shape, head + line(2, "x")))
    assert lines_of(content.getvalue(), shape) == [(2, ["x"])]
    with zipfile.ZipFile(content, "a", packing) as more:
        more.writestr("xl/media/picture.png", b"0" * 1000)
    monkeypatch.setattr("registry.excel.package.zipfile.ZipFile.open", None)
    assert refused(content.getvalue(), shape) == BROKEN


def test_the_longest_format_of_a_number(shape, head, monkeypatch):
    style = f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="200" formatCode="{{}}"/></numFmts></styleSheet>'
    fits, over = (book(shape, head + line(2, "x"), **{STYLES: style.format("[" * letters)}) for letters in (255, 256))
    assert lines_of(fits, shape) == [(2, ["x"])]
    monkeypatch.setattr("registry.excel.reading.apply_stylesheet", None)
    assert refused(over, shape) == package.STYLES.sentence


@pytest.mark.parametrize("order", ["{formats}{cells}", "{cells}{formats}"])
def test_long_format_that_many_cells_have(shape, head, order, monkeypatch):
    """In whatever order it says so; many formats of usual length, or a few that are long, are read."""

    def styled(letters: int, many: int) -> bytes:
        formats = '<numFmts><numFmt numFmtId="200" formatCode="' + "[" * letters + '"/></numFmts>'
        cells = "<cellXfs>" + '<xf numFmtId="200"/>' * many + "</cellXfs>"
        style = f"<styleSheet {MAIN}>{order.format(formats=formats, cells=cells)}</styleSheet>"
        return book(shape, head + line(2, "x"), **{STYLES: style})

    assert lines_of(styled(255, 300), shape) == lines_of(styled(40, 3000), shape) == [(2, ["x"])]
    monkeypatch.setattr("registry.excel.reading.apply_stylesheet", None)
    assert refused(styled(255, 6200), shape) == package.STYLES.sentence


def test_a_stray_letter_makes_no_page_of_half_a_million_cells(client, shape, head):
    stray = '<row r="5000"><c r="CV5000" t="str"><v>x</v></c></row>'
    looked = upload(client, Document, book(shape, head + line(2, "说明") + stray))
    copy = client.get(f"{page(Document, 'excel_import')}{looked.context['upload'].pk}/marked/").content
    again = openpyxl.load_workbook(BytesIO(copy))[shape.title]
    assert again["CV5000"].value == "x"
    with zipfile.ZipFile(BytesIO(copy)) as package_of_copy:
        (part,) = [name for name in package_of_copy.namelist() if b"CV5000" in package_of_copy.read(name)]
        assert package_of_copy.read(part).count(b"<c ") < 2 * len(
            shape.columns
        )  # what stands there, and what is marked


@pytest.mark.parametrize(("most", "is_written"), [(3, True), (2, False)])
def test_a_copy_has_no_more_cells_than_can_be_written(client, shape, monkeypatch, most, is_written):
    monkeypatch.setattr("registry.excel.reading.MOST_CELLS", most)
    looked = upload(client, Document, book(shape, line(1, "x", "y") + line(2, "z")))
    answer = client.get(f"{page(Document, 'excel_import')}{looked.context['upload'].pk}/marked/", follow=True)
    said = [str(message) for message in answer.context["messages"]] if answer.context else []
    assert said == ([] if is_written else [package.CELLS.sentence])


def test_a_copy_is_written_in_turn(client, shape, head, monkeypatch):
    looked = upload(client, Document, book(shape, head + line(2, "x")))

    def written(pages):
        with pytest.raises(UnreadableFile), turns.turn():
            pass
        return b"written in turn"

    monkeypatch.setattr("registry.excel.sheet.workbook", written)
    answer = client.get(f"{page(Document, 'excel_import')}{looked.context['upload'].pk}/marked/")
    assert answer.content == b"written in turn"


@pytest.mark.parametrize("notice", [False, True], ids=["of a list", "of a notice"])
def test_a_sheet_of_many_rows_is_written_in_turn(client, source, monkeypatch, notice):
    address = desk_url(source, "notice_excel_blank", source.pk) if notice else page(Document, "excel_export")

    def written(pages):
        assert list(pages)
        with pytest.raises(UnreadableFile), turns.turn():
            pass
        return b"written in turn"

    monkeypatch.setattr("registry.excel.sheet.workbook", written)
    assert client.get(address).content == b"written in turn"
    for module in ("registry.excel.pages", "registry.desk.noticesheets"):
        monkeypatch.setattr(f"{module}.PATIENCE", 0)
    with turns.turn():
        answer = client.get(address, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert (answer.status_code, said) == (200, ["有人正在导入、导出或者附 PDF。请过一分钟，再试一次。"])
    assert client.get(address).content == b"written in turn"


def test_who_writes_a_sheet_waits_a_moment_for_the_turn():
    turn_of_another = turns.turn()
    turn_of_another.__enter__()
    over = threading.Timer(0.2, turn_of_another.__exit__, (None, None, None))
    over.start()
    with turns.turn(patience=10):
        over.join()
    with turns.turn():
        pass


@pytest.mark.parametrize(("wrong", "told"), [(3, 3), (4, 4), (6, 4)])
def test_marked_lines_that_tell_nothing_are_told_up_to_a_number(client, shape, head, monkeypatch, wrong, told):
    monkeypatch.setattr("registry.excel.importing.MOST_REFUSALS", 3)
    lines = "".join(line(number, "也许", "x", "y") for number in range(2, 2 + wrong))
    said = refusals(upload(client, Document, book(shape, head.replace('<row r="1">', MARK_CELL) + lines)))
    assert len(said) == told
    assert [sentence for sentence in said if "还没有看" in sentence] == (
        ["第 4 行以后还没有看。请先改好前面的。"] if wrong > 3 else []
    )


@pytest.mark.parametrize(("most", "fits"), [(2, True), (1, False)])
def test_marked_lines_count_as_lines(client, shape, head, monkeypatch, most, fits):
    monkeypatch.setattr("registry.excel.reading.MAX_LINES", most)
    lines = line(2, "也许", "x", "y") + line(3, "也许", "x", "y")
    said = refusals(upload(client, Document, book(shape, head.replace('<row r="1">', MARK_CELL) + lines)))
    assert len(said) == (2 if fits else 1)
    assert said[0].startswith("第 2 行 A 列" if fits else "一次最多导入 1 行")


# -- how long, and how many at once ---------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by a second each time it is looked at."""
    times = iter(range(10_000))
    monkeypatch.setattr("registry.excel.turns.time.monotonic", lambda: next(times))


@pytest.mark.parametrize(("seconds", "over"), [(8, True), (9, False)])
def test_a_file_that_takes_too_long_is_given_up(client, source, clock, monkeypatch, seconds, over):
    monkeypatch.setattr("registry.excel.turns.SECONDS", seconds)
    blank = Sheet(download(client, Document, "blank"), Document)
    for number in range(2):
        paper(blank, 代号=f"paper-{number}")
    looked = upload(client, Document, blank.content())  # five rows are read; two lines identified, and made
    if over:
        assert refusals(looked) == ["8 秒还没有看完这个文件。请分成几个文件，一个一个传。"]
    else:
        assert counts(looked) == (2, 0, 0, 0)
    assert not Document.objects.filter(status=Status.DRAFT).exists()


def test_two_do_not_import_at_once(client, source):
    blank = Sheet(download(client, Document, "blank"), Document)
    paper(blank)
    with turns.turn():
        answer = upload(client, Document, blank.content())
        assert refusals(answer) == ["有人正在导入、导出或者附 PDF。请过一分钟，再试一次。"]
    looked = upload(client, Document, blank.content())
    with turns.turn():
        confirm(client, Document, looked)
        assert not Document.objects.filter(status=Status.DRAFT).exists()
    confirm(client, Document, looked)
    assert Document.objects.filter(status=Status.DRAFT).count() == 1


def test_a_refused_file_gives_the_turn_back(client):
    upload(client, Document, b"no sheet")
    with pytest.raises(UnreadableFile), turns.turn():
        raise UnreadableFile("")
    with turns.turn():
        pass


@pytest.mark.parametrize(("wrong", "seen"), [(3, 3), (4, 3)])
def test_refusals_that_nobody_would_read_are_not_looked_for(client, source, monkeypatch, wrong, seen):
    monkeypatch.setattr("registry.excel.importing.MOST_REFUSALS", 3)
    blank = Sheet(download(client, Document, "blank"), Document)
    for number in range(wrong):
        paper(blank, 代号=f"paper-{number}", 要不要带="也许")
    said = refusals(upload(client, Document, blank.content()))
    assert len([sentence for sentence in said if "也许" in sentence]) == seen
    assert [sentence for sentence in said if "也许" not in sentence] == (
        ["第 6 行以后还没有看。请先改好前面的。"] if wrong > seen else []
    )


# -- other people's tools -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "地区,名称\n鞍山市,窗口\n".encode(),
            "这是 .csv 或者网页存成的表。请用 Excel 或 WPS 打开，另存为 .xlsx，再传一次。",
        ),
        ("地区,名称\n".encode("gbk"), "这是 .csv 或者网页存成的表。请用 Excel 或 WPS 打开，另存为 .xlsx，再传一次。"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是 .csv 或者网页存成的表。"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "这是旧的 .xls、WPS 的 .et，或者加了密码。"),
        (b"%PDF-1.7\0\0", "这不是 Excel 表。请传从这里下载的 .xlsx 文件。"),
    ],
)
def test_what_is_no_workbook_is_told_what_to_do(client, content, sentence):
    answer = upload(client, Document, content)
    assert refusals(answer)[0].startswith(sentence)


def test_strict_workbook_is_told_how_to_save(shape):
    strict = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    said = refused(book(shape, "", **{"xl/workbook.xml": strict}), shape)
    assert said == "这是“Strict Open XML”格式。请另存为“Excel 工作簿（.xlsx）”，再传一次。"


def test_copy_of_the_page_is_not_passed_over(client, source):
    filled = Sheet(download(client, Document, "blank"), Document)
    paper(filled)
    filled.book.copy_worksheet(filled.page).title = f"{filled.page.title} (2)"
    (said,) = refusals(upload(client, Document, filled.content()))
    assert (
        said
        == f"文件里还有一张“{filled.page.title} (2)”，它不会导入。请把要导入的行都放到“{filled.page.title}”里，删掉那一张。"
    )


def test_merged_cells_are_told_as_what_they_are(client, source):
    filled = Sheet(download(client, Document, "blank"), Document)
    first, last = paper(filled), paper(filled, 代号="other", 要不要带=None)
    letter = filled.cell(1, "要不要带").column_letter
    filled.page.merge_cells(f"{letter}{first}:{letter}{last}")
    (said,) = refusals(upload(client, Document, filled.content()))
    assert said.startswith(f"{letter}{first}:{letter}{last} 是合并的格子，只有第一格有字。请取消合并")


def test_title_above_the_headings_is_told(client, source):
    filled = Sheet(download(client, Document, "blank"), Document)
    filled.page.insert_rows(1)
    filled.page["A1"] = "鞍山市 2027 年材料"
    (said,) = refusals(upload(client, Document, filled.content()))
    assert said.startswith("第 1 行要写列的名称，现在写的不是。上面多了标题，就把那几行删掉")


@pytest.mark.parametrize("typed", ["鞍山", "鞍山市", "210300", "210300鞍山市", "210300 鞍山市"])
def test_region_as_clerks_write_it(client, source, typed):
    filled = Sheet(download(client, Document, "blank"), Document)
    paper(filled, 适用地区=typed)
    answer = upload(client, Document, filled.content())
    assert (counts(answer)[0], refusals(answer)) == (1, [])


def test_error_of_a_cell_is_told_by_its_beginning():
    unfit = read_cell({"value": "#" + "'" * 1_990, "data_type": "e"})
    assert (len(unfit.sentence) < 50, len(unfit.shown)) == (True, 20)
    assert read_cell({"value": "#GETTING_DATA", "data_type": "e"}).shown == "#GETTING_DATA"
