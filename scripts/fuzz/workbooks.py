"""Hostile workbooks: each small to send and, to whoever reads it without limits, dear. Built by hand with zipfile."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

#: Sheet data that Excel itself leaves behind, or nobody would.
STRAY = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
BLANK = '<row r="1048576"><c r="A1048576" s="0"/></row>'


def package(title: str, rows: str, *, sheets: str = "", strings: str = "", styles: str = "", after: str = "") -> bytes:
    """A workbook with one page of these rows, and whatever is to stand in its other parts."""
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    relations = "".join(
        f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identity, kind, target in (
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        )
    )
    sheets = sheets or f'<sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/>'
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, _HEAD + text)
    return written.getvalue()


def row(number: int, *texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


SHARED_FORMULA = (
    '<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A9">' + "A1+" * 100_000 + "1</f></c></row>"
) + "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/></c></row>' for n in range(3, 2000))
NAMED_STYLES = (
    "<cellStyleXfs><xf/></cellStyleXfs><cellStyles>"
    + "".join(f'<cellStyle name="s{n}" xfId="0" builtinId="0"/>' for n in range(200_000))
    + "</cellStyles>"
)


def hostile(title: str, headings: list[str]) -> dict[str, Callable[[], bytes]]:
    """How to make each kind, by name; ``headings`` are those of the page that is to be imported."""
    head = row(1, *headings)

    def book(rows: str = "", **parts: str) -> Callable[[], bytes]:
        return lambda: package(title, head + rows, **parts)

    lines = "".join(row(number, *["x"] * len(headings)) for number in range(2, 2003))
    return {
        "stray cell in the last row": book(STRAY),
        "blank cell in the last row": book(BLANK),
        "row two thousand million": book('<row r="2000000000"/>'),
        "stray row two thousand million": book(row(2_000_000_000, "x")),
        "negative row": book('<row r="-5"><c t="n"><v>1</v></c></row>'),
        "four million rows": book("<row/>" * 4_500_000),
        "a row of two million cells": book("<row>" + "<c/>" * 2_000_000 + "</row>"),
        "a million cells": book(("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 10_000),
        "cell in the last column": book('<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        "three million strings": book(strings="<si/>" * 3_000_000),
        "a string of thirty million letters": book(row(2, "字" * 9_000_000)),
        "a million pieces of a string": book(strings="<si>" + "<t>a</t>" * 1_000_000 + "</si>"),
        "a million formats": book(styles="<cellXfs>" + "<xf/>" * 1_000_000 + "</cellXfs>"),
        "two hundred thousand named styles": book(styles=NAMED_STYLES),
        "a million merged cells": book(after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 900_000 + "</mergeCells>"),
        "one page named a thousand times": book(
            "<row/>" * 100_000,
            sheets="".join(f'<sheet name="p{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1001)),
        ),
        "a tag of twenty million letters": book(f'<row r="2" x="{"a" * 20_000_000}"/>'),
        "four hundred thousand attributes": book("<row " + " ".join(f'a{n}=""' for n in range(400_000)) + "/>"),
        "one long formula shared by all": book(SHARED_FORMULA),
        "two thousand lines of nonsense": book(lines),
        "numbers without end": book('<row r="2">' + f"<c><v>{'9' * 4000}</v></c>" * len(headings) + "</row>"),
        "infinite numbers": book('<row r="2">' + "<c><v>1e999</v></c>" * len(headings) + "</row>"),
        "nested rows": book("<row>" * 15_000 + "</row>" * 15_000),
    }
