"""A place's standard bills by scheme, care, level and person, old against new."""

import pytest
from django.core.management import CommandError, call_command

from calculators.models import BasicPolicy, RemoteRule
from tests.calculators.policy_rows import DAY, publish

pytestmark = [pytest.mark.django_db, pytest.mark.on(DAY.isoformat())]


def table(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, list[str]]:
    call_command("standard_bills", *args)
    lines = [line.split("\t") for line in capsys.readouterr().out.strip("\n").split("\n")]
    return {line[0]: line[1:] for line in lines}


def test_every_level_person_and_word_of_a_place_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    publish(BasicPolicy, key="a", person="active", hospital_level="tertiary")
    publish(BasicPolicy, key="b", person="retired", hospital_level="tertiary", bands=[(None, "0.90")])
    publish(BasicPolicy, key="c", care_type="chronic", item="高血压", fixed_payment="300", deductible="", bands=[])
    publish(BasicPolicy, key="d", scheme="resident", care_type="maternity", hospital_class="乡镇卫生院")
    publish(RemoteRule)
    assert table(capsys, "昆明") == {
        "": ["2,000元", "8,000元", "20,000元", "50,000元", "150,000元", "400,000元"],
        "职工医保、住院、三级医院、在职": ["800元", "5,600元", "15,200元", "39,200元", "119,200元", "319,200元"],
        "职工医保、住院、三级医院、退休": ["900元", "6,300元", "17,100元", "44,100元", "134,100元", "359,100元"],
        "职工医保、门诊慢特病、高血压": ["300元"] * 6,
        "居民医保、生孩子、乡镇卫生院": ["800元", "5,600元", "15,200元", "39,200元", "119,200元", "319,200元"],
    }


def test_drafts_stand_beside_what_they_replace(capsys: pytest.CaptureFixture[str]) -> None:
    old = publish(BasicPolicy, hospital_level="tertiary")
    change = {"supersedes": old, "status": "draft", "effective_from": DAY}
    publish(BasicPolicy, hospital_level="tertiary", bands=[(None, "0.90")], **change)
    publish(BasicPolicy, key="new", scheme="resident", status="submitted", visit_ceiling="100")
    assert table(capsys, "530100")["职工医保、住院、三级医院"][0] == "800元"
    both = table(capsys, "530100", "--drafts")
    assert both["职工医保、住院、三级医院"][:2] == ["800元 → 900元", "5,600元 → 6,300元"]
    assert both["居民医保、住院"] == ["不出数 → 100元"] * 6


def test_class_of_hospital_stands_only_where_it_changes_something(capsys: pytest.CaptureFixture[str]) -> None:
    special = {"hospital_class": "特三级", "rate_add": "0.10"}
    publish(BasicPolicy, key="a", hospital_level="primary")
    publish(BasicPolicy, key="b", hospital_level="tertiary", specials=[special])
    lines = [line for line in table(capsys, "昆明") if line]
    assert lines == ["职工医保、住院、一级医院", "职工医保、住院、三级医院", "职工医保、住院、特三级医院"]


def test_place_that_is_none_is_refused() -> None:
    for words in ("云南", "没有这个地方"):
        with pytest.raises(CommandError, match="没有找到"):
            call_command("standard_bills", words)
