from io import StringIO

import pytest
from django.core.management import call_command

from guides.models import Advice, Parameter

pytestmark = pytest.mark.django_db
CARD_FEE = "本地规定：补换卡收不收钱"


def counted():
    said = StringIO()
    call_command("local_coverage", stdout=said)
    return {sort: counts for sort, *counts in (line.split("\t") for line in said.getvalue().splitlines())}


def test_what_a_province_says_is_counted_for_each_of_its_pools(publish):
    before = counted()
    publish(Parameter, guides=["card-replacement"], region_id="410000", name="card_fee", value="20 元")
    publish(Parameter, guides=["card-replacement"], region_id="210300", name="card_fee", value="20 元")
    assert before[CARD_FEE] == ["1", "0.2%", "1", "0"]  # 淮安
    assert counted()[CARD_FEE] == ["21", "5.1%", "2", "1"]  # 河南 19、鞍山


def test_what_holds_in_the_whole_country_is_nobodys_own(publish):
    before = counted()
    publish(Advice, region_id="000000")
    assert counted() == before


def test_counters_are_counted_by_what_is_done_there():
    table = counted()
    assert table["经办机构：备案"] == ["1", "0.2%", "1", "0"]
    assert table["随便哪样"][0] == "412"
