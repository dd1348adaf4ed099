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
