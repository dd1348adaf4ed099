"""Weighs an uploaded file before anything is made of it: what a workbook holds decides what reading it costs.

A megabyte of zip may hold millions of empty rows, strings or styles, and openpyxl makes an object of each before it
gives a first line. Here every part is only walked through (expat, no tree), and the walk ends at the first limit.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.parsers import expat

MAX_BYTES = 1_000_000
#: A sheet of 2,000 lines unpacks to about 5 MB.
MAX_UNPACKED = 30_000_000
MAX_PARTS = 200
#: The longest tag, comment or declaration, in bytes: a tag of 30 MB is a gigabyte of attributes.
LONGEST_TAG = 100_000
#: Letters in the format of a number, as many as Excel takes: openpyxl looks for dates in each with patterns, whose
#: work grows with the square of its length.
LONGEST_FORMAT = 255
#: And it does so for each format of a cell, with the same number or not: that square times as many is a second at most.
MOST_SOUGHT = 400_000_000
#: What Excel packs with. Of the others zipfile unpacks a part at one go, whatever that part declares.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 64 * 1024
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"

BROKEN = "这个文件打不开，可能坏了。请用 Excel 打开，另存为 .xlsx，再传一次。"
_TOO_BIG = "文件打开以后太大，不能导入。请只留要导入的那张表，再传一次。"
_NO_WORKBOOK = "这不是 Excel 表。请传从这里下载的 .xlsx 文件。"
#: By a part that only such a file has.
_OTHER_TABLES = {
    "content.xml": "这是 .ods 表。请在 LibreOffice 里另存为 .xlsx，再传一次。",
    "index/document.iwa": "这是 Numbers 表。请在 Numbers 里选“导出为 Excel”，存成 .xlsx，再传一次。",
    "xl/workbook.bin": "这是 .xlsb 表。请另存为“Excel 工作簿（.xlsx）”，再传一次。",
}
_TEXT = "这是 .csv 或者网页存成的表。请用 Excel 或 WPS 打开，另存为 .xlsx，再传一次。"
_STRICT = "这是“Strict Open XML”格式。请另存为“Excel 工作簿（.xlsx）”，再传一次。"


class UnreadableFile(Exception):
    """A file that cannot be imported at all; says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Limit:
    """How many elements of some names a file may hold in all its parts, and what to do about more."""

    most: int
    sentence: str


ROWS = Limit(20_000, "表的下面空行太多。请选中最后一行下面的各行，右键“删除”，保存，再传一次。")
#: 2,000 lines of 100 cells, each of them three elements at most, and what stands on the other pages.
CELLS = Limit(700_000, "表里的格子太多。请删掉用不着的行、列和别的表，再传一次。")
#: About as many columns as Excel has; counted anew for each row and string, of which openpyxl keeps one at a time.
WIDTH = Limit(20_000, "有一行里的格子太多。请删掉右边用不着的各列，再传一次。")
#: A cell and a half for each line and column of the longest sheet there is.
STRINGS = Limit(100_000, "表里写的字太多。请分成几个文件，一个一个传。")
MERGED = Limit(500, "合并的格子太多。请全选，点“取消合并单元格”，再传一次。")
PAGES = Limit(50, "文件里的表太多。请只留要导入的那张表，再传一次。")
STYLES = Limit(1_000, "文件里的单元格样式太多。请把内容抄到新下载的空表里，“只粘贴数值”，再传一次。")
OTHERS = Limit(30_000, "文件里的格式太多。请把内容抄到新下载的空表里，“只粘贴数值”，再传一次。")
_LIMITS = {
    "row": ROWS,
    **dict.fromkeys(("c", "v", "t", "is", "f"), CELLS),
    "si": STRINGS,
    "mergeCell": MERGED,
    "sheet": PAGES,
    "cellStyle": STYLES,
}


def check(content: bytes) -> None:
    """Raises ``UnreadableFile`` unless this is a workbook without macros that is cheap to read."""
    if len(content) > MAX_BYTES:
        refuse(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB。请分成几个文件，或者把图片删掉。")
    if content.startswith(_OLD_OR_LOCKED):
        refuse("这是旧的 .xls、WPS 的 .et，或者加了密码。请取消密码，另存为 .xlsx，再传一次。")
    if not zipfile.is_zipfile(BytesIO(content)):
        refuse(_NO_WORKBOOK if b"\0" in content else _TEXT)
    with unbroken(), zipfile.ZipFile(BytesIO(content)) as package:
        _check_names(package.infolist())
        _weigh(package)
        if b"http://purl.oclc.org/ooxml/" in package.read("xl/workbook.xml"):
            refuse(_STRICT)


@contextmanager
def unbroken() -> Iterator[None]:
    """A broken file breaks the package anywhere, with whatever it meets there; then this raises ``UnreadableFile``."""
    try:
        yield
    except UnreadableFile:
        raise
    except Exception:
        raise UnreadableFile(BROKEN) from None


def refuse(sentence: str) -> Any:
    raise UnreadableFile(sentence)


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        refuse("文件里有宏，不能导入。请另存为“Excel 工作簿（.xlsx）”，再传一次。")
    if "xl/workbook.xml" not in names:
        refuse(next((said for part, said in _OTHER_TABLES.items() if part in names), _NO_WORKBOOK))
    if any(part.compress_type not in _PACKED for part in parts):
        refuse(BROKEN)
    # What a part declares is an upper bound: zipfile never unpacks more of it.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        refuse(_TOO_BIG)


def _weigh(package: zipfile.ZipFile) -> None:
    """Every part, whatever its name: which ones are read is up to what the file says of itself."""
    found: Counter[Limit] = Counter()
    for part in package.infolist():
        with package.open(part) as source:
            _walk(source, found)


def _walk(source: Any, found: Counter[Limit]) -> None:
    longest = formats = 0

    def started(name: str, attributes: Any) -> None:
        nonlocal longest, formats
        kind = name.rpartition(":")[2]
        limit = _LIMITS.get(kind, OTHERS)
        longest = max(longest, len(attributes.get("formatCode", "")))
        formats += kind == "xf"
        if longest > LONGEST_FORMAT or formats * longest**2 > MOST_SOUGHT:
            refuse(STYLES.sentence)
        found[limit] += 1
        found[WIDTH] = 0 if limit in (ROWS, STRINGS) else found[WIDTH] + (limit is CELLS)
        for one in (limit, WIDTH):
            if found[one] > one.most:
                refuse(one.sentence)

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = lambda *declared: refuse(BROKEN)  # Excel writes none; entities unfold
    fed = 0
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG:
                refuse(BROKEN)
    except expat.ExpatError:
        return  # a picture; or broken, and whoever reads it comes no further than this
