from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry import snapshot
from registry.models import Region

HEADER = "code,name,short_name,level,parent,pinyin,initials,area_code,is_pool\n"


def load(*arguments):
    said = StringIO()
    call_command("load_regions", *arguments, stdout=said)
    return said.getvalue().strip()


def test_load_again_changes_nothing(db):
    version = sum(snapshot.stored_versions().values())
    assert load() == "地区：共 444 个，新增 0，改动 0"
    assert sum(snapshot.stored_versions().values()) == version


def test_load_leaves_a_clerks_change_alone_and_says_so(db):
    Region.objects.filter(code="210300").update(area_code="0999", is_pool=False)
    complaints = StringIO()
    call_command("load_regions", stdout=StringIO(), stderr=complaints)
    region = Region.objects.get(code="210300")
    assert (region.area_code, region.is_pool) == ("0999", False)
    assert complaints.getvalue().strip() == ""  # the file has nothing new to say about it


def test_load_of_a_newer_file_updates_what_no_clerk_changed(db, tmp_path):
    line = "{code},{name},{short},prefecture,210000,x,x,{area},1\n"
    file = tmp_path / "regions.csv"
    first, second = [line.format(code=c, name=c, short=c, area="0990") for c in ("999901", "999902")]
    file.write_text(HEADER + first + second, "utf-8")
    load(file)
    Region.objects.filter(code="999902").update(area_code="0888")
    file.write_text((HEADER + first + second).replace("0990", "0991"), "utf-8")
    complaints = StringIO()
    call_command("load_regions", file, stdout=StringIO(), stderr=complaints)
    assert complaints.getvalue().strip() == "办事员改过，没有覆盖：999902 999902"
    codes = Region.objects.filter(code__startswith="9999").order_by("code").values_list("area_code", flat=True)
    assert list(codes) == ["0991", "0888"]


def test_load_adds_what_is_new(db, tmp_path):
    version = sum(snapshot.stored_versions().values())
    file = tmp_path / "regions.csv"
    file.write_text(HEADER + "999900,某市,某,prefecture,210000,mou,m,0999,1\n", "utf-8")
    assert load(file) == "地区：共 1 个，新增 1，改动 0"
    assert snapshot.current().places.pool("999900").area_code == "0999"
    assert sum(snapshot.stored_versions().values()) == version + 1


def test_load_of_a_missing_file_names_it(db, tmp_path):
    with pytest.raises(CommandError, match=f"^找不到地区文件：{tmp_path / 'nowhere.csv'}$"):
        load(tmp_path / "nowhere.csv")


LINE = "999900,某市,某,prefecture,210000,mou,m,0999,1\n"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "第 1 行要写成：code,name"),
        ("code,name\n1,2\n", "第 1 行要写成：code,name"),
        (HEADER + "999900,某市\n", "第 2 行：要有 9 格"),
        (HEADER + LINE.replace("1\n", "1,2\n"), "第 2 行：要有 9 格"),
        (HEADER + LINE + LINE, "第 3 行：代码“999900”前面已经有了"),
        (HEADER + LINE.replace("210000", "888888"), "第 2 行：没有上级“888888”"),
        (HEADER + LINE.replace("210000", "999900"), "第 2 行：parent：“某市”不是省级"),
        (HEADER + LINE.replace("210000", "210300"), "第 2 行：parent：“鞍山市”不是省级"),
        (HEADER + LINE.replace("210000", ""), "第 2 行：parent：空着的话"),
        (HEADER + LINE.replace("prefecture", "galaxy"), "第 2 行：level：值 'galaxy' 不是有效选项"),
        (HEADER + LINE.replace("999900", "9" * 5000), "第 2 行：code：代码是 6 位数字"),
        (HEADER + LINE.replace("某市", "某\0市"), "第 2 行：里面有空格，或者看不见的字符"),
        (HEADER + LINE.replace("某市", "某\u200b市"), "第 2 行：里面有空格，或者看不见的字符"),
        (HEADER + LINE.replace("某市", "某\u3164市"), "第 2 行：里面有空格，或者看不见的字符"),
        (HEADER + LINE.replace("某市", " "), "第 2 行：里面有空格，或者看不见的字符"),
        (HEADER + LINE.replace("某市", "<b>"), "第 2 行：里面不能有 < 和 >"),
        (HEADER + LINE.replace("999900", "９９９９００"), "第 2 行：代码和区号要用半角数字"),
        (HEADER + LINE.replace("0999", "0９９９"), "第 2 行：代码和区号要用半角数字"),
        (HEADER + "\n\n" + LINE.replace("210000", "888888"), "第 4 行：没有上级“888888”"),
        (HEADER + LINE.replace("某市", ""), "第 2 行：name：此字段不能为空"),
        (HEADER + LINE.replace(",1\n", ",yes\n"), "第 2 行：is_pool 写 1"),
        (HEADER + LINE.replace("某市", "某" * 200_000), "第 2 行附近：引号没有配对，或者一格太长"),
        (HEADER + '"999900,某市', "附近：引号没有配对"),
        (HEADER.encode("utf-16"), "请存成 UTF-8 的 CSV"),
        ((HEADER + LINE).encode("gbk"), "请存成 UTF-8 的 CSV"),
    ],
)
def test_load_of_a_wrong_file_says_where_and_writes_nothing(db, tmp_path, written, says):
    file = tmp_path / "regions.csv"
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    said = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("load_regions", file, stdout=said)
    assert says in str(refused.value)
    assert str(refused.value).endswith("一行也没有写入。")
    assert len(str(refused.value)) < 400
    assert said.getvalue() == ""
    assert Region.objects.count() == 444


def test_load_of_a_file_that_a_spreadsheet_saved(db, tmp_path):
    file = tmp_path / "regions.csv"
    file.write_text(HEADER + LINE, "utf-8-sig")
    assert load(file) == "地区：共 1 个，新增 1，改动 0"
