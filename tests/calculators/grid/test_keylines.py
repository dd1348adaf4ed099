"""What the lines of a notice's sheets are about, by its text."""

import pytest

from calculators.circumstances import PersonKind
from calculators.grid import keylines
from calculators.grid.linecolumns import PersonsColumn
from calculators.models import BasicPolicy

TITLE = "示例市医疗保障局关于基本医保的通知"


def policies(text):
    return [tuple(line.values()) for line in keylines.policies(TITLE, text)]


def test_levels_stand_under_the_insurance_and_care_that_is_spoken_of():
    text = f"{TITLE}\n一、职工住院\n（一）起付标准：一级及以下300元，三级乙等700元。\n（二）三级，在职85%，退休88%。\n二、居民普通门诊支付50%。"
    assert policies(text) == [
        ("职工医保", "住院", "不分级别"),
        ("职工医保", "住院", "一级及以下"),
        ("职工医保", "住院", "三级乙等"),
        ("居民医保", "普通门诊", "不分级别"),
    ]


def test_two_illnesses_are_lines_of_their_own():
    assert policies("居民高血压、糖尿病门诊用药支付60%。高血压一年最多300元。") == [
        ("居民医保", "门诊慢特病", "高血压"),
        ("居民医保", "门诊慢特病", "糖尿病"),
    ]


def test_chronic_illness_is_no_plain_outpatient_care():
    assert policies("职工门诊慢性病支付80%。") == [("职工医保", "门诊慢特病", "不分级别")]


def test_of_no_insurance_there_are_no_lines():
    assert (policies("住院起付标准：一级300元。"), keylines.upper(TITLE, "大病保险支付60%。")) == ([], [])


def test_whoever_has_not_filed_is_that_alone():
    text = "转诊备案的降低10个百分点。临时外出、没有备案的，降低20个百分点。"
    assert keylines.away(text) == [{"category": "转诊备案"}, {"category": "没有备案"}]


def test_classes_of_hardship_share_a_line():
    text = "居民大病保险起付标准1万元。特困人员、低保对象起付标准5000元。"
    assert keylines.upper(TITLE, text) == [
        {"scheme": "居民医保", "hardship": ""},
        {"scheme": "居民医保", "hardship": "特困、低保对象"},
    ]


@pytest.mark.parametrize(
    ("text", "care"),
    [("居民住院支付80%。", "inpatient"), ("居民住院支付80%，门诊支付50%。", ""), ("转诊备案的降低10%。", "")],
)
def test_only_kind_of_care(text, care):
    assert keylines.only_care(text) == care


PERSONS = PersonsColumn(BasicPolicy._meta.get_field("person"))
EMPTY = dict.fromkeys(("person", "deductible", "bands", "annual_ceiling"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("在职92%，退休94%", ["92%", "94%"]),
        ("退休人员：94%；在职职工：92%。", ["92%", "94%"]),
        ("在职3万以内85%；以上90%；退休95%", ["3万以内85%；以上90%", "95%"]),
    ],
)
def test_both_are_told_apart_in_one_cell(typed, told):
    lines = PERSONS.meant_in({**EMPTY, "bands": typed})
    assert [(line["person"], line["bands"].rstrip("。")) for line in lines] == list(
        zip(PERSONS_IN_ORDER, told, strict=True)
    )


PERSONS_IN_ORDER = [str(who.label) for who in (PersonKind.ACTIVE, PersonKind.RETIRED)]


@pytest.mark.parametrize(
    ("person", "typed"),
    [
        (None, "65%（退休70%）"),
        (None, "在职、退休均为85%"),
        (None, "在职85%"),
        ("在职", "在职92%，退休94%"),
        (None, "在职85%，退休高5%，退休90%"),
    ],
)
def test_what_is_not_told_of_each_once_stays_as_it_is(person, typed):
    assert PERSONS.meant_in({**EMPTY, "person": person, "bands": typed}) == [{}]
