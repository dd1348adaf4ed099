from io import StringIO

import pytest
from django.core.management import call_command

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
