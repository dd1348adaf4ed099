"""The file of all regions (``fixtures/regions.csv``), a line for each: looked through as a whole before any is written."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from django.core.exceptions import ValidationError

from registry import rows
from registry.models import Region
from registry.typed.signs import blank

COLUMNS = ("code", "name", "short_name", "level", "parent", "pinyin", "initials", "area_code", "is_pool")


class WrongRegions(ValueError):
    """Nothing of the file can be loaded; says where it is wrong, and how."""


def read(file: Path, stored: Mapping[str, Region]) -> list[Region]:
    """The regions of a file, unsaved, in its order; those above them may be in it or ``stored``. Raises
    :class:`WrongRegions`."""
    lines = _lines(file)
    regions: dict[str, Region] = {}
    for number, line in lines.items():
        if line["code"] in regions:
            raise WrongRegions(f"第 {number} 行：代码“{line['code']}”前面已经有了。请留一行。")
        regions[line["code"]] = _region(line, len(regions))
    for (number, line), region in zip(lines.items(), regions.values(), strict=True):
        if line["parent"]:
            region.parent = regions.get(line["parent"]) or stored.get(line["parent"])
            if region.parent is None:
                raise WrongRegions(f"第 {number} 行：没有上级“{line['parent']}”这个地区。请先写它那一行。")
        try:
            region.clean_fields(exclude=["parent"])
            region.clean()
        except ValidationError as error:
            raise WrongRegions(f"第 {number} 行：{_told(error)}") from error
        region.content_digest = rows.digest(region, {})
    return [*regions.values()]


def _lines(file: Path) -> dict[int, dict[str, str]]:
    """Every line with something in it, by its number."""
    try:
        text = file.read_text("utf-8-sig")
        reader = csv.DictReader(StringIO(text, newline=""), strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise WrongRegions(f"第 1 行要写成：{','.join(COLUMNS)}。")
        lines = {}
        for line in reader:
            _check(line, reader.line_num)
            lines[reader.line_num] = line
    except (OSError, UnicodeDecodeError) as error:
        raise WrongRegions("这个文件读不出来。请存成 UTF-8 的 CSV。") from error
    except csv.Error as error:
        raise WrongRegions(f"第 {reader.reader.line_num} 行附近：引号没有配对，或者一格太长。请改好再装。") from error
    return lines


def _check(line: Mapping[str | None, str | list[str] | None], number: int) -> None:
    if None in line or None in line.values():
        raise WrongRegions(f"第 {number} 行：要有 {len(COLUMNS)} 格，用逗号隔开。")
    signs = "".join(map(str, line.values()))
    if any(map(blank, signs)):  # no name has a space either
        raise WrongRegions(f"第 {number} 行：里面有空格，或者看不见的字符。请重新打一遍。")
    if "<" in signs or ">" in signs:
        raise WrongRegions(f"第 {number} 行：里面不能有 < 和 >。")
    if not all(str(line[column]).isascii() for column in ("code", "area_code")):
        raise WrongRegions(f"第 {number} 行：代码和区号要用半角数字。")
    if line["is_pool"] not in ("0", "1"):
        raise WrongRegions(f"第 {number} 行：is_pool 写 1（是统筹区）或 0。")


def _region(line: Mapping[str, str], position: int) -> Region:
    plain = {name: line[name] for name in COLUMNS if name not in ("parent", "is_pool")}
    return Region(**plain, is_pool=line["is_pool"] == "1", position=position)


def _told(error: ValidationError) -> str:
    """The first of what is wrong, with its column, and of a long value its beginning."""
    column, said = next(iter(error.message_dict.items()))
    return f"{column}：{said[0][:200]}"
