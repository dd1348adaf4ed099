"""大病保险 in the table of a policy: its shares beside its deductible, and those of the poor on a line of their own."""

from decimal import Decimal

import pytest
from django.urls import reverse

from calculators.grid import drafts
from calculators.grid.upper import UPPER
from calculators.models import CriticalIllnessPolicy
from registry.publication import Status
from tests.calculators.grid.test_table import PAGE, notice, post, writer  # noqa: F401
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def upper(line, **parts):
    return {UPPER.box(line, name): typed for name, typed in parts.items()}


def made():
    rows = CriticalIllnessPolicy.objects.filter(status=Status.DRAFT)
    return {
        row.hardship: (row.deductible, [(band.up_to, band.rate) for band in row.bands.all()], row.annual_ceiling)
        for row in rows
    }


def test_everybody_and_the_poor_are_a_line_each(writer, notice):  # noqa: F811
    general = upper(1, deductible="1.4万", bands="60%", annual_ceiling="20万")
    post(writer, notice, general, upper(2, who="低保对象、特困人员", deductible="7000", bands="65%"))
    poor = (Decimal(7000), [(None, Decimal("0.65"))], Decimal(200000))
    assert made() == {
        "": (Decimal(14000), [(None, Decimal("0.6"))], Decimal(200000)),
        "low_income": poor,
        "extreme_poverty": poor,
    }


def test_bands_from_the_deductible_on_count_from_the_first_yuan(writer, notice):  # noqa: F811
    bands = "1万元至5万元支付60%，5万元以上至10万元支付70%，10万元以上支付80%"
    general = upper(1, deductible="1万元", bands=bands, annual_ceiling="30万元")
    post(
        writer,
        notice,
        general,
        upper(2, who="特困、低保", deductible="减半", bands="提高5个百分点", annual_ceiling="不封顶"),
    )
    found = made()
    bounds = [Decimal(50000), Decimal(100000), None]
    assert found[""] == (
        Decimal(10000),
        list(zip(bounds, map(Decimal, ("0.6", "0.7", "0.8")), strict=True)),
        Decimal(300000),
    )
    raised = list(zip(bounds, map(Decimal, ("0.65", "0.75", "0.85")), strict=True))
    assert found["low_income"] == found["extreme_poverty"] == (Decimal(5000), raised, None)
    assert {row.band_basis for row in CriticalIllnessPolicy.objects.filter(status=Status.DRAFT)} == {"burden"}


def test_table_opened_again_shows_them_and_saves_them_alike(writer, notice):  # noqa: F811
    general = upper(1, deductible="1.4万", bands="5万以内60%；以上70%", band_basis="over_deductible")
    post(writer, notice, general, upper(2, who="低保、特困", deductible="7000"))
    before = made()
    _, boxes = drafts.found(notice, writer)
    again = upper(1, deductible="14000", bands="50000以内 60%；以上 70%") | upper(2, who="低保、特困、孤儿")
    assert again.items() <= boxes.items()
    page = signed_in(writer).get(f"{reverse(PAGE)}?_notice={notice.pk}").content.decode()
    assert 'name="upper-1-deductible" id="id_upper-1-deductible" value="14000"' in page
    post(writer, notice, boxes)
    assert made() == before


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (upper(1, deductible="一万四"), "大病保险第 1 行，起付线：请改用数字写金额"),
        (upper(1, deductible="1.4万", bands="多一点"), "大病保险第 1 行，比例：看不懂“多一点”。"),
        (upper(1, bands="60%") | upper(2, bands="70%"), "大病保险第 2 行，哪种人：“哪种人”空着的只能有一行。"),
        (upper(1, bands="60%") | upper(2, who="满70岁", bands="70%"), "“满70岁”：这里只写困难的类别"),
        (upper(1, bands="60%") | upper(2, who="建档立卡贫困户", bands="70%"), "“建档立卡贫困户”是哪一类？"),
        (upper(1, who="低保", bands="提高5个百分点"), "“提高5个百分点”要从大家的数算起。"),
        (upper(1, bands="60%") | upper(2, who="低保", deductible="减半"), "“减半”要从大家的数算起。"),
        (upper(1, bands="60%") | upper(2, who="低保", bands="提高5%"), "是提高5个百分点吗？"),
        (upper(1, bands="60%") | upper(2, who="低保", deductible="降低500元"), "请写降了以后的起付线"),
    ],
)
def test_refused_box_keeps_all_out(writer, notice, lines, sentence):  # noqa: F811
    page = post(writer, notice, lines).content.decode()
    assert sentence in page
    assert not made()
