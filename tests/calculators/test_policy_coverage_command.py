import csv
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from calculators.models import BasicPolicy
from tests.calculators.policy_rows import publish

pytestmark = pytest.mark.django_db


@pytest.mark.on("2026-11-21")
def test_coverage_counts_every_pool_once_for_each_scheme_and_care() -> None:
    said = StringIO()
    call_command("policy_coverage", stdout=said)
    lines = {line.split("：")[0]: line.split("：")[1] for line in said.getvalue().splitlines()}
    numbers = [int(part.rsplit(" ", 1)[1]) for part in lines["职工医保 · 住院"].split("；")]
    assert sum(numbers) == 412
    assert numbers[0] == 12  # 北京、成都、重庆、广州、武汉、西安、合肥、南昌、青岛、临沂、大连、石家庄
    assert lines["职工医保一档 · 住院"].startswith("算得出来 1；")  # 深圳
    assert lines["居民医保 · 住院"].startswith("算得出来 6；")  # 北京、上海、深圳、青岛、苏州、洛阳


def found() -> list[list[str]]:
    said = StringIO()
    call_command("policy_coverage", "--found", stdout=said)
    return [line.split("\t") for line in said.getvalue().splitlines()]


@pytest.mark.on("2026-11-26")
def test_each_rule_that_was_found_gives_a_number_or_says_why_not() -> None:
    *lines, (counted,) = found()
    assert counted == "共 149 份：出数 0；出数，标明没有核对过 44；不出数，有草稿等人核对 76；不出数，也没有草稿 29"
    told = {tuple(line[:3]): line[3:] for line in lines}
    assert len(told) == 149
    assert told["武汉市", "职工医保", "住院"] == ["出数，标明没有核对过", ""]
    assert told["江苏省", "不分险种", "异地就医规则"] == ["出数，标明没有核对过", ""]
    assert told["杭州市", "职工医保", "普通门诊"] == ["不出数，有草稿等人核对", "几处说法不一样"]
    assert told["徐州市", "职工医保", "住院"] == ["不出数，也没有草稿", "只有一部分数字两处一样；数字不全"]
    assert told["上海市", "职工医保", "住院"] == ["不出数，也没有草稿", "录过，到 2026-06-30 为止；往后的还没有见到"]
    assert told["天津市", "居民医保", "住院"] == ["不出数，有草稿等人核对", "一处可靠，另一处不可靠"]
    assert told["承德市", "居民医保", "住院"] == ["不出数，有草稿等人核对", "只有一处说法"]
    assert told["青岛市", "职工医保", "普通门诊"] == [
        "不出数，也没有草稿",
        "一处可靠，另一处不可靠；数字全，还没有人录",
    ]


@pytest.mark.on("2026-11-26")
def test_what_becomes_of_a_rule_is_seen_at_once() -> None:
    xuzhou = {"region_id": "320300", "key": "employee-inpatient"}
    publish(BasicPolicy, **xuzhou, status="draft")
    assert ["徐州市", "职工医保", "住院", "不出数，有草稿等人核对"] in [line[:4] for line in found()]
    BasicPolicy.objects.filter(**xuzhou).delete()
    row = publish(BasicPolicy, **xuzhou)
    assert ["徐州市", "职工医保", "住院", "出数，标明没有核对过", ""] in found()
    row.verified_on = row.collected_on
    row.save()
    assert ["徐州市", "职工医保", "住院", "出数", ""] in found()


FACTS = settings.BASE_DIR.parent / "shared" / "facts" / "cities.yaml"


@pytest.mark.skipif(not FACTS.exists(), reason="what was found is not beside this checkout")
def test_the_list_is_what_was_found() -> None:
    entries = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["entries"]
    wanted = {
        (each["region"], each["scheme"], each["kind"]): (each["evidence_class"], each["complete_for_a_number"])
        for each in entries
    }
    with (settings.BASE_DIR / "fixtures" / "found.csv").open(encoding="utf-8", newline="") as file:
        listed = {tuple(row[:3]): (row[3], row[4] == "yes") for row in list(csv.reader(file))[1:]}
    assert listed == wanted
