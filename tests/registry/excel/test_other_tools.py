"""Sheets as other programs write them, each built here byte by byte: opened alike, or refused with what to do.

LibreOffice, WPS, XlsxWriter, PyExcelerate and the libraries of .NET differ in where they keep texts, how they name
elements, and what they leave out.
"""

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from calculators.models import BasicPolicy
from guides.models import Document
from registry.excel import reading
from registry.excel.layout import layout
from registry.excel.package import UnreadableFile
from tests.registry.sheets import PAPER

pytestmark = pytest.mark.django_db

DAY = PAPER["整理日期"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


@pytest.fixture
def shape(db, source):
    return layout(admin.site._registry[Document], User.objects.create_superuser("boss"))


def package(page, rows, *, strings="", styles="", before="", target="worksheets/sheet1.xml", prefix="", settings=""):
    """A workbook with the least that it may have; ``before`` is the name of a page in front of the one that counts."""
    name, x = (f"xmlns:{prefix}", f"{prefix}:") if prefix else ("xmlns", "")
    pages = [before, page] if before else [page]
    listed = "".join(f'<{x}sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(pages, 1))
    related = [("worksheet", target if n == page else "worksheets/front.xml") for n in pages]
    related += [(kind, f"{kind}.xml") for kind, there in (("sharedStrings", strings), ("styles", styles)) if there]
    links = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(related, 1)
    )
    sheet = f'<{x}worksheet {name}="{MAIN}"><{x}sheetData>%s</{x}sheetData></{x}worksheet>'
    typed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>' if strings else ""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{typed}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{x}workbook {name}="{MAIN}" xmlns:r="{OFFICE}">{settings}<{x}sheets>{listed}</{x}sheets></{x}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet % rows,
    }
    parts |= {"xl/sharedStrings.xml": strings} if strings else {}
    parts |= {"xl/styles.xml": styles} if styles else {}
    parts |= {"xl/worksheets/front.xml": sheet % ""} if before else {}
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part, text in parts.items():
            new.writestr(part, text)
    return written.getvalue()


def lines(shape, leave=""):
    """The headings, and a line that says what a paper is."""
    heads = [column.heading for column in shape.columns if column.heading != leave]
    return [heads, [PAPER.get(head) for head in heads]]


def inline(rows, x=""):
    """Texts in their cells, as PyExcelerate and exports of web systems write them: no address, no style."""
    return "".join(f"<{x}row>{''.join(_inline(value, x) for value in row)}</{x}row>" for row in rows)


def _inline(value, x):
    if value is None:
        return f"<{x}c/>"
    if isinstance(value, dt.date):
        return f'<{x}c t="d"><{x}v>{value}</{x}v></{x}c>'
    return f'<{x}c t="inlineStr"><{x}is><{x}t>{value}</{x}t></{x}is></{x}c>'


def shared(rows, rich=False):
    """Texts kept apart, as Excel, WPS and LibreOffice write them, a day as a number with a format."""
    kept, written = [], []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            address = f"{chr(65 + column) if column < 26 else 'A' + chr(39 + column)}{number}"
            if isinstance(value, dt.date):
                cells.append(f'<c r="{address}" s="1"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>')
            elif value is not None:
                kept.append(value)
                cells.append(f'<c r="{address}" t="s"><v>{len(kept) - 1}</v></c>')
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    text = "<si><r><t>{0}</t></r><rPh sb='0' eb='1'><t>pinyin</t></rPh></si>" if rich else "<si><t>{0}</t></si>"
    return "".join(written), f'<sst xmlns="{MAIN}">{"".join(text.format(one) for one in kept)}</sst>'


def read(content, shape):
    (page,) = reading.read(content, [shape], lambda: None).pages
    (line,) = page.lines
    return {column.heading: cell for column, cell in zip(shape.columns, line.cells, strict=True) if cell is not None}


def refused(content, shape):
    try:
        (page,) = reading.read(content, [shape], lambda: None).pages
    except UnreadableFile as error:
        return error.sentence
    (problem,) = page.problems
    return problem.sentence


def test_texts_in_their_cells_without_styles(shape):
    assert read(package(shape.title, inline(lines(shape))), shape) == PAPER


def test_texts_in_their_cells_with_the_barest_styles(shape):
    assert read(package(shape.title, inline(lines(shape)), styles=STYLES), shape) == PAPER


@pytest.mark.parametrize("rich", [False, True])
def test_texts_kept_apart_with_a_reading_beside_them(shape, rich):
    rows, strings = shared(lines(shape), rich)
    assert read(package(shape.title, rows, strings=strings, styles=STYLES), shape) == PAPER


def test_elements_with_a_prefix(shape):
    assert read(package(shape.title, inline(lines(shape), "x:"), prefix="x"), shape) == PAPER


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"])
def test_page_named_from_the_root_or_from_the_workbook(shape, target):
    assert read(package(shape.title, inline(lines(shape)), target=target), shape) == PAPER


def test_another_page_in_front(shape):
    assert read(package(shape.title, inline(lines(shape)), before="封面"), shape) == PAPER


def test_column_of_the_key_that_is_missing_is_named(shape):
    said = refused(package(shape.title, inline(lines(shape, leave="代号"))), shape)
    assert said == "第 1 行缺这几列：代号。请用从这里下载的表，不要删列，不要改列名。"


def test_page_of_another_name_is_named(shape):
    said = refused(package("Sheet1", inline(lines(shape))), shape)
    assert said == f"文件里没有叫“{shape.title}”的表，只有：Sheet1。请用从这里下载的表，不要改表名。"


def zipped(*names):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as new:
        for name in names:
            new.writestr(name, "<a/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped("mimetype", "content.xml"), "这是 .ods 表。请在 LibreOffice 里另存为 .xlsx，再传一次。"),
        (zipped("Index/Document.iwa"), "这是 Numbers 表。请在 Numbers 里选“导出为 Excel”，存成 .xlsx，再传一次。"),
        (zipped("xl/workbook.bin"), "这是 .xlsb 表。请另存为“Excel 工作簿（.xlsx）”，再传一次。"),
        (zipped("word/document.xml"), "这不是 Excel 表。请传从这里下载的 .xlsx 文件。"),
    ],
)
def test_tables_of_another_kind_are_told_how_to_save(shape, content, sentence):
    assert refused(content, shape) == sentence


# -- programs that clerks have -----------------------------------------------------------------------------------------


#: A day as WPS writes it, 2026年6月1日, and as LibreOffice does for China.
CHINESE = (
    "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
    "[$-804]yyyy\\-mm\\-dd",
    "yyyy/m/d;@",
    "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@",
)


def with_format(code):
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="165" formatCode="{code}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>'
    )


@pytest.mark.parametrize("code", CHINESE)
def test_days_in_formats_of_china(shape, code):
    rows, strings = shared(lines(shape))
    assert read(package(shape.title, rows, strings=strings, styles=with_format(code)), shape) == PAPER


def test_days_of_a_calendar_that_begins_in_1904(shape):
    """As Excel of a Mac and Numbers write them."""
    rows, strings = shared(lines(shape))
    rows = rows.replace(f"<v>{(DAY - dt.date(1899, 12, 30)).days}</v>", f"<v>{(DAY - dt.date(1904, 1, 1)).days}</v>")
    found = read(
        package(shape.title, rows, strings=strings, styles=STYLES, settings='<workbookPr date1904="1"/>'), shape
    )
    assert found == PAPER


@pytest.mark.parametrize("change", [" {} ", "{}\u3000", "{}\n"])
def test_headings_with_blanks(shape, change):
    heads, line = lines(shape)
    assert read(package(shape.title, inline([[change.format(head) for head in heads], line])), shape) == PAPER


def test_headings_in_the_width_of_the_other_keyboard():
    figures = layout(admin.site._registry[BasicPolicy], User.objects.create_superuser("figures"))
    heads = [column.heading.replace("（", "(").replace("）", ")") for column in figures.columns]
    assert heads != [column.heading for column in figures.columns]
    assert read(package(figures.title, inline([heads, ["210300", "居民医保"]])), figures)["险种"] == "居民医保"


@pytest.mark.parametrize("called", ["{} - 表格 1", "{}-Table 1", "{} (2)", " {} "])
def test_page_that_a_program_gave_a_longer_name(shape, called):
    assert read(package(called.format(shape.title), inline(lines(shape))), shape) == PAPER


def test_hidden_rows_and_columns_are_read(shape):
    rows = inline(lines(shape)).replace("<row>", '<row hidden="1">')
    assert read(package(shape.title, rows), shape) == PAPER


def test_formula_with_its_result_is_told(shape):
    """As a sheet of Google has it, shared over several cells."""
    cells = inline(lines(shape)).replace(
        '<c t="inlineStr"><is><t>必带</t></is></c>', '<c t="str"><f t="shared" si="0">A1</f><v>必带</v></c>'
    )
    (page,) = reading.read(package(shape.title, cells), [shape], lambda: None).pages
    cell = page.lines[0].cells[[column.heading for column in shape.columns].index("要不要带")]
    assert cell.sentence == "这一格是公式。请复制，再“只粘贴数值”。"
